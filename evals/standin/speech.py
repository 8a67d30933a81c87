"""What a stand-in says to a call: its script put into the words and labels of the very prompt that it was sent."""

import json
from collections.abc import Sequence
from typing import Any

from evals.standin.script import AnswerIn, SaidIn, SaidKept
from evals.standin.sent import Line, Sent

_NOTES = 20
"""Notes of a part of a long thread at the most, as its prompt asks."""


def notes(sent: Sent) -> str:
    """An honest condensing of a part: its lines as they are, spread evenly over it."""
    lines = [line for line in sent.lines if line.text.strip()]
    step = max(1, -(-len(lines) // _NOTES))
    return json.dumps({"notes": [{"text": line.text, "cites": [line.label]} for line in lines[::step]]})


def speech(answer: AnswerIn, sent: Sent) -> tuple[str, list[SaidKept]]:
    """The JSON of an answer, and what it says."""
    if answer.raw is not None:
        return answer.raw, []
    entries, said = [], []
    for one in answer.says:
        entry, kept = _entry(one, sent)
        entries += [entry] if entry else []
        said.append(kept)
    return json.dumps({"sentences": entries, "nothing_to_say": answer.nothing_to_say}, ensure_ascii=False), said


def _entry(one: SaidIn, sent: Sent) -> tuple[dict[str, Any] | None, SaidKept]:
    own = sent.line(one.line) if one.line else None
    text = _text(one, own)
    labels = _labels(one, sent, own)
    if text is None or labels is None:
        return None, SaidKept(bad=one.bad, trace=one.trace, rests_on=one.line, played=False)
    kept = SaidKept(
        text=text,
        rests_on=own.text if own else "",
        bad=one.bad,
        trace=one.trace,
        own=own is not None and own.label in labels,
    )
    return {"section": one.section, "cites": labels, "text": text}, kept


def _text(one: SaidIn, own: Line | None) -> str | None:
    """None where the prompt does not hold what it is made from."""
    if one.line and own is None:
        return None
    text = own.text if own else ""
    for old, new in one.swap.items():
        if old not in text:
            return None
        text = text.replace(old, new)
    return one.text.replace("{line}", text) if one.text else text


def _labels(one: SaidIn, sent: Sent, own: Line | None) -> list[str] | None:
    if not one.cites:
        return [own.label] if own else []
    found: Sequence[Line | str | None] = [c[1:] if c.startswith("=") else sent.line(c) for c in one.cites]
    if any(line is None for line in found):
        return None
    return [line.label if isinstance(line, Line) else str(line) for line in found]
