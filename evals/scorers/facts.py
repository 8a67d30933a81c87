"""Scorers of what a text says: facts that must stand in it, and words that must not."""

from collections.abc import Sequence
from statistics import mean
from typing import Any

from evals.scorers.score import NOT_ASKED, Score, Scorer, no_answer
from evals.scorers.texts import TASKS, folded, main_text, sectioned, told
from evals.tasks.shapes import TextKept

_WRITE = frozenset({"write"})


def stands(wordings: Sequence[str], text: str) -> bool:
    """Whether a fact stands in a folded text, in any of its wordings."""
    return any(folded(one) in text for one in wordings)


def fact_share(expect: Any, output: Any) -> Score:
    """Share of the facts in what the customer would read; no answer where nothing was written."""
    if not expect.facts:
        return NOT_ASKED
    text = main_text(output)
    return _share(expect.facts, told(text.sentences)) if text else no_answer(f"nothing was written: {output.verdict}")


def facts_in_section(expect: Any, output: Any) -> Score:
    """Share of the facts that stand in the section where they belong."""
    wanted = sum(map(len, expect.must.values()))
    if not wanted:
        return NOT_ASKED
    text = sectioned(output)
    if text is None:
        return no_answer(f"nothing was written: {output.verdict}")
    missing = [
        f"{name}: {wordings[0]}"
        for name, facts in expect.must.items()
        for wordings in facts
        if not stands(wordings, section_of(text, name))
    ]
    return Score(1 - len(missing) / wanted, f"missing: {'; '.join(missing)}" if missing else "")


def facts_anywhere(expect: Any, output: Any) -> Score:
    """The same facts, wherever they stand in the text."""
    facts = [fact for found in expect.must.values() for fact in found]
    if not facts:
        return NOT_ASKED
    text = sectioned(output)
    return _share(facts, told(text.sentences)) if text else no_answer(f"nothing was written: {output.verdict}")


def forbidden(expect: Any, output: Any) -> Score:
    """1 where the customer would read something that must not be said."""
    if not expect.forbidden:
        return NOT_ASKED
    return _said(expect.forbidden, told(output.said))


def must_not(expect: Any, output: Any) -> Score:
    """1 where something stands in the text that must not."""
    if not expect.must_not:
        return NOT_ASKED
    text = sectioned(output)
    return _said(expect.must_not, told(text.sentences if text else output.questions))


def written(expect: Any, output: Any) -> Score:
    """1 where a text is there that should be, or none is where there is nothing to write."""
    if expect.written is None and not (expect.must or expect.facts):
        return NOT_ASKED
    wanted = expect.written is not False
    right = (output.text is not None) == wanted
    why = "" if right else f"not written: {output.verdict}" if wanted else "written, where nothing was to be"
    return Score(float(right), why)


def section_of(text: TextKept, name: str) -> str:
    """What stands in the sections of a name, folded."""
    return told([one for section in text.sections if section.section == name for one in section.sentences])


def _share(facts: Sequence[Sequence[str]], text: str) -> Score:
    missing = [wordings[0] for wordings in facts if not stands(wordings, text)]
    value = mean(float(stands(wordings, text)) for wordings in facts)
    return Score(value, f"missing: {'; '.join(missing)}" if missing else "")


def _said(barred: Sequence[str], text: str) -> Score:
    found = [number for number, one in enumerate(barred, 1) if folded(one) in text]
    return Score(float(bool(found)), f"says what it must not: number {', '.join(map(str, found))}" if found else "")


SCORERS: tuple[Scorer, ...] = (
    Scorer("fact_share", "share of the facts in what the customer would read", TASKS, fact_share),
    Scorer("facts_in_section", "share of the facts that stand in their section", TASKS, facts_in_section),
    Scorer("facts_anywhere", "share of the facts that stand anywhere in the text", TASKS, facts_anywhere),
    Scorer("forbidden", "share of the cases that tell the customer what they must not", TASKS, forbidden, "lower"),
    Scorer("must_not", "share of the texts in which something stands that must not", TASKS, must_not, "lower"),
    Scorer("written", "share of the texts that are there, or rightly are not", _WRITE, written),
)
