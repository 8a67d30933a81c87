"""Names of the speakers of a chat: what stands before the colon at the beginning of its lines."""

import re
from collections.abc import Iterator, Sequence

from guardrails.hits import Hit
from guardrails.names.tagger import Span
from guardrails.recognisers.lexicon import Lexicon
from guardrails.recognisers.shape import LETTER, WORD
from guardrails.recognisers.trim import SURE

_LOWER = rf"{LETTER}{{3,20}}"
_LINE = re.compile(
    rf"(?m)^[ \t>]{{0,6}}(?:\[?\d{{1,2}}:\d\d(?::\d\d)?(?:[ ]?[APap][Mm])?\]?[ ]?[-–]?[ ]?)?"
    rf"(?P<n>{WORD}(?:[ ]{WORD})?|{_LOWER})(?:[ ]\((?P<role>[^()\n]{{2,30}})\))?:[ ](?=(?P<said>[^\n]*))"
)
_SPOKEN = re.compile(rf"[^\s]+(?:[ ,.!?'’]+[^\s]+){{2,}}|[^\n]*[?!]|{LETTER}+[.!]?$")
"""What somebody says has several words, or asks."""
_ROLES = frozenset(
    "agent customer client visitor user support operator bot rep representative advisor caller guest atendente agente "
    "cliente kunde berater mitarbeiter conseiller opérateur operatore klant medewerker klient konsultant".split()
)
_FEWEST = 2


def find_speakers(text: str, people: Sequence[Span], *, lexicon: Lexicon) -> Iterator[Hit]:
    """Speakers' names, where at least two lines begin with somebody who says something.

    `people` are the name tagger's persons. A label that is a role, a field or a section is none; a name in brackets
    after a role is one.
    """
    if text.count(": ") < _FEWEST:
        return
    lines = [match for match in _LINE.finditer(text) if _SPOKEN.match(match["said"])]
    if len(lines) < _FEWEST:
        return
    starts = {span.start for span in people if span.score >= 0.5}
    labels = [match["n"] for match in lines]
    roles = any(label.casefold() in _ROLES for label in labels)
    known = [lexicon.is_clear_name(label.split(" ")[0]) for label in labels]
    told = [match.start("n") in starts and match["n"][0].isupper() for match in lines]
    talk = roles or any(known) or any(told)
    for match, clear, seen in zip(lines, known, told, strict=True):
        label = match["n"]
        often = labels.count(label) > 1
        if match["role"] and label.casefold() in _ROLES:
            yield from _in_brackets(match, lexicon)
        elif lexicon.is_function(label) or (label.isupper() and not clear):
            continue
        elif (roles and often and label.istitle()) or (
            _is_name(label, lexicon) and (clear or seen or (label[0].isupper() and (talk or often)))
        ):
            yield Hit(match.start("n"), match.end("n"), "PERSON", SURE)


def _is_name(label: str, lexicon: Lexicon) -> bool:
    """Whether the words can be a name: none of them everyday, none a role."""
    return not any(lexicon.is_function(word) or lexicon.is_ordinary(word) for word in label.split(" "))


def _in_brackets(match: re.Match[str], lexicon: Lexicon) -> Iterator[Hit]:
    """`agent (Rowan): …`"""
    words = match["role"].split(" ")
    if len(words) < 3 and words[0][0].isupper() and not any(lexicon.is_function(word) for word in words):
        yield Hit(match.start("role"), match.end("role"), "PERSON", SURE)
