"""A text as words with the clause each stands in, contractions and verbs of two words written out."""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.support.lexicon import GLUE, IRREGULAR
from guardrails.vault import BARE_PLACEHOLDER, PLACEHOLDER
from ingest.lexical import tokenize

_REWRITE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (r"[’`´]", "'"),
        (r"\bcan(?:'t|not)\b", "can not"),
        (r"\bwon't\b", "will not"),
        (r"\bshan't\b", "shall not"),
        (r"\b(\w+)n't\b", r"\1 not"),
        (r"\b(?:is|are|was|were|be) unable to\b|\bunable to\b", "can not"),
        (r"\b(?:is|are|was|were|be) able to\b", "can"),
        (r"\b(?:nobody|no one|none|no-one) (?:but|except|other than)\b", "only"),
        (r"\bno longer\b|\bnot any ?more\b", "not"),
        (r"\b(?:have|has|had) to\b|\bneeds? to\b|\b(?:is|are) (?:required|obliged) to\b", "must"),
        (r"\b(?:log|sign)(?:s|ged|ing|ging|ed)? ?-?(?:in|on)(?:to)?\b|\blogins?\b", "signin"),
        (r"\b(?:log|sign)(?:s|ged|ing|ging|ed)? ?-?(?:out|off)\b|\blogouts?\b", "signout"),
        (r"\b(?:turn|switch|toggle)(?:s|ed|es|ing)? on\b", "enable"),
        (r"\b(?:turn|switch|toggle)(?:s|ed|es|ing)? off\b", "disable"),
        (r"\b(?:turn|switch|toggle)(?:s|ed|es|ing)? ((?:[\w'-]+ ){1,5}?)on\b", r"enable \1"),
        (r"\b(?:turn|switch|toggle)(?:s|ed|es|ing)? ((?:[\w'-]+ ){1,5}?)off\b", r"disable \1"),
        (r"\bset(?:s|ting)? up\b", "setup"),
        (r"\b(?:a?round the clock|24/7|day and night)\b", "always"),
        (r"\bwould must\b", ""),
        (r"\bget(?:s|ting)? rid of\b", "remove"),
        (r"\bcarr(?:y|ies|ied|ying) out\b", "run"),
        (r"\bas soon as\b", "when"),
        (r"\bnot later than\b|\bno later than\b|\bat the latest\b", "within"),
        (r"\bno more than\b|\bnot more than\b|\bat (?:the )?most\b|\ba maximum of\b|\bmaximum of\b", "up to"),
        (r"\bno (?:less|fewer) than\b|\bnot (?:less|fewer) than\b|\ba minimum of\b|\bminimum of\b", "at least"),
        (r"\bprior to\b|\bahead of\b", "before"),
        (r"\bfollowing (?=the|a|your|this)", "after "),
        (r"\bmake sure(?: that)?\b|\bbe sure to\b|\bensure(?: that)?\b", ""),
        (r"\bnot only\b", ""),
        (r"\bnot (?:just|necessarily)\b", "not"),
        (r"\bno matter\b|\bno problem\b", ""),
        (r"\bdon't forget to\b|\bdo not forget to\b", ""),
        (r"\b(?:whether|if) or not\b", "whether"),
        (r"\bor not\b", ""),
        (r"\beach time\b|\bevery time\b|\bwhenever\b", "when"),
        (r"\ball of\b", "all"),
        (r"\bat all\b", ""),
        (r"\bat any (?:time|moment)\b|\bany ?time\b", "always"),
        (r"\[\.\]", "."),
        (r"\bafter all\b|\bfirst of all\b|\ball right\b", ""),
    )
)
_PIECE = re.compile(
    r"(?P<place>" + PLACEHOLDER.pattern.replace("(", "(?:") + "|" + BARE_PLACEHOLDER.pattern + r")"
    r"|(?P<word>[^\W_]+(?:'[^\W_]+)?(?:[._\-/:@][^\W_]+)*|[%€$£])"
    r"|(?P<end>[.!?…](?=\s|$|[\"”'’)*_])|\n)|(?P<break>[,;:()\[\]–—•>]|\s-\s)"
)
_ABBREVIATIONS = re.compile(r"[A-Z]{2,}s")
_JOINS = frozenset(
    "and but or because if when unless so which that who while although though then whereas until since before after"
    " as where and/or und oder aber wenn et ou mais si y o pero".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """`lower` as it stands, `stem` as the index has it; `initial` where a capital says nothing of a name."""

    text: str
    lower: str
    stem: str
    clause: int
    sentence: int
    initial: bool
    content: bool
    """Carries meaning of its own."""

    @property
    def number(self) -> bool:
        return self.lower[0].isdigit()


@lru_cache(maxsize=4096)
def read_words(text: str) -> tuple[Word, ...]:
    """The words of a plain text in order; placeholders are left out."""
    for pattern, words in _REWRITE:
        text = pattern.sub(words, text)
    found: list[Word] = []
    clause = sentence = 0
    initial = True
    for piece in _PIECE.finditer(text):
        if piece["end"] is not None:
            sentence, clause, initial = sentence + 1, clause + 1, True
        elif piece["break"] is not None:
            clause += 1
            initial = initial or piece["break"] in ":•>"
        elif piece["place"] is not None:
            initial = False
        else:
            lower = piece["word"].lower()
            if lower in _JOINS:
                clause += 1
            found.append(_word(piece["word"], clause, sentence, initial))
            initial = False
    return tuple(found)


def _word(text: str, clause: int, sentence: int, initial: bool) -> Word:
    stem, content = _stem_of(text)
    return Word(text, text.lower(), stem, clause, sentence, initial, content)


@lru_cache(maxsize=8192)
def _stem_of(text: str) -> tuple[str, bool]:
    text = text[:-1] if _ABBREVIATIONS.fullmatch(text) else text
    found = tokenize(IRREGULAR.get(text.lower(), text))
    return (found[0], found[0] not in GLUE) if found else (text.lower(), False)
