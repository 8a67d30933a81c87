"""The cases that moved since a baseline, each input once: its scores that changed, and what is written otherwise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.comparing.compare import Moved
from evals.reporting.texts import blocks_of
from evals.reporting.words import Piece, differences
from evals.running.log import CaseRun, Log


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A part of the output that reads otherwise, in pieces; one side may be empty."""

    title: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class MovedCase:
    """An input with what changed of it, over all suites that ran it. `kept`: do both logs hold its output?"""

    id: str
    digest: str
    changes: tuple[Moved, ...]
    texts: tuple[Rewritten, ...]
    kept: bool

    @property
    def gain(self) -> float:
        """Of all changes together; a value that was lost counts as one that became wholly wrong."""
        return sum(gain_of(change) for change in self.changes)


def moved_cases(moved: Sequence[Moved], log: Log, baseline: Log) -> list[MovedCase]:
    """From a comparison's moved cases; the worst first."""
    old, new = _cases(baseline), _cases(log)
    found: dict[tuple[str, str, str], list[Moved]] = {}
    for one in moved:
        task, case = new[one.suite, one.case]
        found.setdefault((task, case.id, case.digest), []).append(one)
    made = [_moved(tuple(changes), old, new) for changes in found.values()]
    return sorted(made, key=lambda one: (one.gain, one.id))


def gain_of(change: Moved) -> float:
    """Above 0 for the better."""
    if change.gain is not None:
        return change.gain
    return -1.0 if change.lost else 1.0


_Cases = Mapping[tuple[str, str], tuple[str, CaseRun]]


def _cases(log: Log) -> _Cases:
    return {(suite.name, case.id): (suite.task, case) for suite in log.suites for case in suite.cases}


def _moved(changes: tuple[Moved, ...], old: _Cases, new: _Cases) -> MovedCase:
    first = changes[0]
    (_, before), (_, after) = old[first.suite, first.case], new[first.suite, first.case]
    kept = all(case.output is not None or case.error for case in (before, after))
    texts = tuple(_rewritten(before.output, after.output)) if kept else ()
    return MovedCase(after.id, after.digest, changes, texts, kept)


def _rewritten(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Iterator[Rewritten]:
    ours = {block.title: block.text for block in blocks_of(old)}
    theirs = {block.title: block.text for block in blocks_of(new)}
    for title in dict.fromkeys([*ours, *theirs]):
        was, now = ours.get(title, ""), theirs.get(title, "")
        if was != now:
            left, right = differences(was, now)
            yield Rewritten(title, tuple(left), tuple(right))
