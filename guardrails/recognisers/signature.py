"""Names that sign a message: a line of its own before a job, or the last line of all."""

import re
from collections.abc import Iterator

from guardrails.hits import Hit
from guardrails.recognisers.lexicon import Lexicon
from guardrails.recognisers.shape import INITIAL, PARTICLE, UPPER, WORD
from guardrails.recognisers.trim import LIKELY, SPACES, SURE, Trimmer

_SIGNATURE = re.compile(
    rf"(?m)(?<=\n)\n[ \t]{{0,4}}(?P<n>(?:{WORD}|{INITIAL})(?:[ ](?:{PARTICLE}[ ])?(?:{WORD}|{INITIAL})){{0,3}})[ \t]*"
    rf"(?=\n[ \t]*(?P<job>{WORD}[^\n.!?]{{2,60}})(?:\n|$)|\s*$)"
)
_LAST_LINE = re.compile(
    rf"(?<=[.!?)\w,\"]\n)[ \t]{{0,4}}[-–~]{{0,2}}[ ]?(?P<n>{WORD}(?:[ ](?:{PARTICLE}[ ])?{WORD}){{0,2}})\s*$"
)
_INITIALS = re.compile(rf"\n[ \t]{{0,4}}[-–~]{{0,2}} ?(?P<n>[{UPPER}]\. ?(?:[{UPPER}]\. ?){{0,2}}[{UPPER}]\.)\s*$")
_JOB = re.compile(
    r"(?i)\b(?:engineer|manager|head|director|lead|administrator|admin|developer|analyst|architect|consultant|officer|"
    r"president|founder|specialist|support|operations|ops|devops|sre|it|ceo|cto|cfo|vp|assistant|coordinator|"
    r"technician|owner|team|services?|sales|marketing|finance|accountant|scientist|leiter(?:in)?|ingenieur|responsable|"
    r"jefe|tel|phone|mobile|mob|e-?mail|www)\b|@|\+\d"
)
_TAIL = 200
"""The last line is looked for in so many characters at the end."""


def find_signatures(text: str, *, lexicon: Lexicon, trimmer: Trimmer) -> Iterator[Hit]:
    """Names on lines of their own where messages are signed."""
    for match in _SIGNATURE.finditer(text):
        if match["job"] and not _JOB.search(match["job"]):
            continue
        words = SPACES.split(match["n"])
        named = any(map(lexicon.is_clear_name, words)) or not any(map(lexicon.is_ordinary, words))
        if named and (hit := trimmer.trimmed(text, *match.span("n"), score=SURE, cued=True)):
            yield hit
    if initials := _INITIALS.search(text, max(0, len(text) - _TAIL)):
        yield Hit(*initials.span("n"), "PERSON", SURE)
    if (last := _LAST_LINE.search(text, max(0, len(text) - _TAIL))) and (
        hit := trimmer.trimmed(text, *last.span("n"), score=LIKELY, cued=False)
    ):
        yield hit
