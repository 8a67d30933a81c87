"""The subject as the customer wrote it: agents write `[SOLVED: …]` behind it later on."""

import re
from collections.abc import Sequence

from evals.replay.words import runs, words_of

_DONE = (
    "solved|resolved|closed|fixed|answered|done|duplicate|merged|gelöst|erledigt|behoben|geschlossen|résolu|fermé|"
    "clos|resuelto|solucionado|cerrado|risolto|chiuso|opgelost|resolvido|fechado"
)
_SAID = rf"(?:{_DONE})(?=\s*(?:$|[\])}}:;,.!|–—-])|\s+(?:by|with|in|via|durch|mit|par|avec|con|por|da|met|door)\b)"
"""A state, and not a word of the problem: `closed orders are missing` is none."""
_MARK = re.compile(
    rf"\s*(?:[\[({{]\s*{_SAID}[^\])}}]*[\])}}]|(?:\s[-–—|>→]+|:)\s*{_SAID}.*$|^(?:{_DONE})\s*[-–—|:>]+)",
    re.IGNORECASE,
)
_BREAK = re.compile(r"\s+[-–—|>→]+\s+|[:;]\s+|\s*(?=[\[({])")
_RUN = 4
"""So many words in a row that an agent's answer has, too, and the customer's message has not, came with the answer."""


def first_subject(subject: str, *, message: str, answers: Sequence[str]) -> str:
    """Without marks of a solved ticket, and cut where the words of an answer begin.

    >>> first_subject("Deliveries fail [SOLVED: new secret]", message="", answers=[])
    'Deliveries fail'
    """
    kept = _MARK.sub("", subject).strip()
    written = runs(words_of(message), _RUN)
    told = {run for answer in answers for run in runs(words_of(answer), _RUN)} - written
    for found in _BREAK.finditer(kept):
        if found.start() and runs(words_of(kept[found.end() :]), _RUN) & told:
            return kept[: found.start()].strip()
    return kept
