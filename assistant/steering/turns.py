"""Understand a turn of refinement without a model: all of it, or nothing of it."""

import re
from collections.abc import Iterable
from functools import cache

from assistant.steering import wordings
from assistant.steering.edits import (
    Edit,
    InLanguage,
    KeepOnly,
    LeaveOut,
    Longer,
    Move,
    Place,
    Redo,
    Shorter,
    Target,
    Toned,
    Undo,
)
from assistant.steering.targets import strip_leads, targets

UNDERSTOOD = (
    "shorter, longer, formal, warmer, neutral, brief, leave out step N (or a paragraph, a sentence, the quote, "
    "the questions, the greeting, a section), keep only …, move … before …, in German (where there are phrases), undo"
)
"""What a turn may say where no chat model is set; told to people."""

_SPLIT = re.compile(r"\s*(?:[;.!]\s+|,\s*|\s+(?:and|then|but|und|dann|et|puis|y|luego)\s+)")


def understand(turn: str) -> tuple[Edit, ...]:
    """What the turn asks for; empty when any of it is not understood.

    >>> understand("Please leave out step 3.")
    (LeaveOut(targets=(Target(part='step', numbers=(3,), group=0, words=''),)),)
    >>> understand("mention the outage of last week")
    ()
    """
    plain = _plain(turn)
    for clauses in (_clauses(plain), [plain]):
        edits = [_clause(clause) for clause in clauses]
        if edits and all(edits):
            return tuple(edit for edit in edits if edit)
    return ()


def _plain(turn: str) -> str:
    """Lower case, straight quotes, one space, without courtesies and the full stop."""
    words = " ".join(turn.casefold().replace("’", "'").split()).strip(' .!?"“”')
    for courtesy in wordings.POLITE:
        words = re.sub(rf"(?:^|[,\s]){re.escape(courtesy)}(?=$|[\s,.!?])", " ", words)
    return " ".join(words.split()).strip(" ,.!?")


def _clauses(words: str) -> Iterable[str]:
    """Parts between `and`, commas and full stops; a part that begins nothing of its own goes on with the one before."""
    clauses: list[str] = []
    for part in (part for part in _SPLIT.split(words) if part):
        if clauses and _clause(part) is None:
            clauses[-1] += f", {part}"
        else:
            clauses.append(part)
    return clauses


def _clause(words: str) -> Edit | None:
    words = strip_leads(words, wordings.LEADS) if words not in _simple() else words
    return _simple_edit(words) or _left_out(words) or _kept(words) or _moved(words)


def _simple_edit(words: str) -> Edit | None:
    """Shorter, longer, a tone, a language, undo."""
    bare = strip_leads(words, wordings.DEGREES)
    forms = [
        words,
        bare,
        *(form[: -len(tail) - 1] for tail in wordings.TAILS for form in (words, bare) if form.endswith(f" {tail}")),
    ]
    for form in forms:
        if found := _simple().get(form):
            return found
    return next((found for form in forms if (found := _language(form))), None)


@cache
def _simple() -> dict[str, Edit]:
    """Every wording that says one thing by itself."""
    known: dict[str, Edit] = {}
    for tone, words in wordings.TONES.items():
        known |= {word: Toned(tone) for word in words}
    simple: tuple[tuple[tuple[str, ...], Edit], ...] = (
        (wordings.SHORTER, Shorter()),
        (wordings.LONGER, Longer()),
        (wordings.UNDO, Undo()),
        (wordings.REDO, Redo()),
    )
    return known | {word: edit for words, edit in simple for word in words}


def _language(words: str) -> InLanguage | None:
    """`in German`, `auf Deutsch`, `German`."""
    rest = strip_leads(words, wordings.IN_LANGUAGE)
    return next((InLanguage(code) for code, names in wordings.LANGUAGES.items() if rest in names), None)


def _left_out(words: str) -> LeaveOut | None:
    rest = _object(words, wordings.LEAVE_OUT)
    if rest == words:  # "leave step 3 out", "Schritt 3 weglassen"
        head, _, end = words.rpartition(" ")
        if end not in wordings.LEAVE_OUT_ENDS:
            return None
        verb, _, rest = head.partition(" ")
        if verb not in wordings.SPLIT_VERBS:
            rest = head if end not in ("out", "away", "off", "weg", "aus") else ""
    elif rest.endswith((" weg", " aus", " out")):
        rest = rest.rpartition(" ")[0]
    found = targets(_from_the_reply(rest))
    return LeaveOut(found) if found else None


def _kept(words: str) -> KeepOnly | None:
    rest = _object(words, wordings.KEEP_ONLY)
    found = targets(_from_the_reply(rest)) if rest != words else ()
    return KeepOnly(found) if found else None


def _moved(words: str) -> Move | None:
    rest = _object(words, wordings.MOVE)
    if rest == words:
        return None
    for place, forms in wordings.PLACES.items():
        for form in sorted(forms, key=len, reverse=True):
            what, found, anchor = f"{rest} ".partition(f" {form} ")
            if found and (edit := _move(what, place, anchor.strip())):
                return edit
    return None


def _move(what: str, place: Place, anchor: str) -> Move | None:
    moved, to = targets(what), targets(anchor) if anchor else ()
    if not moved or (place in ("before", "after")) != (len(to) == 1) or (anchor and not to):
        return None
    return Move(moved, place, to[0] if to else None)


def _object(words: str, verbs: tuple[str, ...]) -> str:
    """What follows the verb; the words as they are when they do not begin with one."""
    found = [verb for verb in verbs if words.startswith(f"{verb} ")]
    return words[len(max(found, key=len)) :].strip() if found else words


def _from_the_reply(words: str) -> str:
    return re.sub(
        r" (?:from|in|of|aus) (?:the|this|my|der|dem) (?:reply|text|draft|answer|summary|antwort|entwurf)$", "", words
    )


__all__ = ["UNDERSTOOD", "Target", "understand"]
