"""Whether a sentence says that something is so: not that it is not so, might be so, or whether it is so."""

import re

from assistant.triage.wordings import Said

_BOUNDARY = re.compile(
    r"[,;:()!?\n\u2013\u2014]|\s-\s|\b(?:because|since|as|while|so|but|however|although|though|why|and|after|then|until"
    r"|weil|aber|sondern|und|seit|denn|mais|parce|car|pero|porque|maar|omdat|en|y|et)\b",
    re.IGNORECASE,
)
_PAUSE = re.compile(r"[,;:()!?\n\u2013\u2014]|\s-\s")
_NEGATOR = re.compile(
    r"\b(?:no|not|never|without|none|nothing|neither|nor|cannot|hardly|zero|nicht|kein\w*|nie|niemals|ohne|nichts|ne"
    r"|pas|sans|jamais|aucune?|nunca|sin|ning[uú]n\w*|niet|geen|nooit|zonder)\b|\b\w+n['’‘]t\b|\bn['’](?=\w)",
    re.IGNORECASE,
)
_NO_NEGATION = re.compile(
    r"\b(?:not only|not just|no (?:idea|doubt|wonder|matter|response|answer|reply|reaction)"
    r"|not (?:sure|clear|acceptable)|(?:can['’]?t|cannot) (?:believe|understand)"
    r"|(?:do|did)(?:n['’]t| not) (?:know|understand)|nicht nur)\b",
    re.IGNORECASE,
)
_REACH = 6
"""A negation reaches so many words to its right within its clause."""
_DENIED_AFTER = re.compile(
    r"\s*(?:(?:is|are|was|were|has|have|did|does|do|ist|sind|wurde|wurden)(?:n['’]t|\s+(?:not|never|no longer|nicht))"
    r"|(?:is|are|was|were|has been|have been)\s+(?:\w+\s+)?"
    r"(?:over|resolved|solved|fixed|excluded|avoided|ruled out))\b",
    re.IGNORECASE,
)
_IF = re.compile(
    r"\b(?:if|in case|whether|unless|suppose|imagine|in the event|what happens|falls|wenn|ob|im falle?|si|als|indien"
    r"|avoid(?:ing)?|prevent(?:ing|s)?|risk(?:ing)?|risk of|afraid|fear|worried|worry|wonder(?:ing)?|against"
    r"|thinks|believes|suspects|assumes)\b",
    re.IGNORECASE,
)
_MODAL = re.compile(r"\b(?:could|might|may|would|könnte\w*|würde\w*|pourrait|podría|zou)\b", re.IGNORECASE)
_MONTH = re.compile(r"(?<!^)\bMay\b")
_POLAR = re.compile(
    r"\W*(?:\d{1,2}\W+)?(?:(?:and|so|or|but|hi|hello|hey|please)\W+)?(?:is|are|was|were|do|does|did|has|have|can|could|will|would|should"
    r"|ist|sind|gibt|kann|können|hat|haben|est-ce|y a-t-il|hay|is er)\b",
    re.IGNORECASE,
)


def asserted(sentence: str, said: Said) -> bool:
    """Whether `sentence` claims what it says at `said`.

    >>> asserted("No data was lost.", Said(3, 16, "was")), asserted("All data was lost.", Said(4, 17, "was"))
    (False, True)
    """
    return not (negated(sentence, said) or _hypothetical(sentence, said) or _asked(sentence, said))


def negated(sentence: str, said: Said) -> bool:
    """Whether a "not" before it, inside it or behind it reaches it."""
    plain = _NO_NEGATION.sub(lambda match: " " * len(match.group()), sentence)
    before = _last(_BOUNDARY, plain[: said.start])
    near = " ".join(before.split()[-_REACH:])
    return bool(_NEGATOR.search(near) or _NEGATOR.search(said.gaps) or _DENIED_AFTER.match(plain, said.end))


def _hypothetical(sentence: str, said: Said) -> bool:
    before = _MONTH.sub("   ", _last(_PAUSE, sentence[: said.start]))
    near = " ".join([*before.split()[-2:], said.gaps])
    return bool(_IF.search(before) or _MODAL.search(near))


def _asked(sentence: str, said: Said) -> bool:
    """Stands in a question for yes or no; what somebody asks the why of is so."""
    if not sentence.rstrip().endswith("?") or not _POLAR.match(sentence):
        return False
    return _last(_BOUNDARY, sentence[: said.start]) == sentence[: said.start]


def _last(cut: re.Pattern[str], text: str) -> str:
    """What stands behind the last cut."""
    end = 0
    for match in cut.finditer(text):
        end = match.end()
    return text[end:]
