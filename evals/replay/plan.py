"""Which tickets are played again on which day, and what was known by then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.triage.taxonomy_file import load_taxonomy
from evals.errors import DataInvalid
from evals.folder import not_before
from evals.replay.history import History, read_history, with_linked
from evals.replay.known import Entry, Library, read_library
from evals.replay.past import CUSTOMER_FIELDS, Past, check_fields, with_current_labels
from evals.replay.words import Copies
from evals.rows import sample

MAX_STEPS = 120
"""Indexes that one back-test builds at the most."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: solved tickets of `path` that came on the day `after` or later, and before the day `before`.

    `refresh_days` brings the index up to date as time goes on; 0 leaves it as it was on `after`. `taxonomy` is the
    file that says what labels are called today.
    """

    path: Path
    after: str
    before: str = ""
    knowledge: tuple[Path, ...] = ()
    refresh_days: int = 0
    fields: tuple[str, ...] = ()
    dated_only: bool = False
    limit: int = 0
    seed: int = 0
    taxonomy: Path | None = None

    def options(self) -> dict[str, Any]:
        """For a suite's file, so that the same cases can be read again."""
        return {
            "after": self.after,
            "before": self.before,
            "fields": list(self.fields),
            "knowledge": [str(path.resolve()) for path in self.knowledge],
            "taxonomy": str(self.taxonomy.resolve()) if self.taxonomy else "",
        }


@dataclass(frozen=True, slots=True)
class Step:
    """Tickets that see the same index: that of everything known before the day `cut`."""

    cut: str
    pasts: tuple[Past, ...]
    known: tuple[Entry, ...]
    copies: int
    """Near copies of these tickets that were left out."""


@dataclass(frozen=True, slots=True)
class Replay:
    """A back-test, planned and not run yet."""

    wanted: Wanted
    history: History
    library: Library
    steps: tuple[Step, ...]

    @property
    def pasts(self) -> list[Past]:
        """All tickets, in the order of the steps."""
        return [past for step in self.steps for past in step.pasts]

    def knew(self) -> dict[str, bool]:
        """By ticket whether an article that its answer cited was known; tickets that cited none are left out."""
        return {
            past.id: bool({entry.id for entry in step.known}.intersection(past.articles))
            for step in self.steps
            for past in step.pasts
            if past.articles
        }


def chosen(wanted: Wanted) -> tuple[History, Library, list[Past]]:
    """All tickets of the time asked for, with what their answers cited. `DataInvalid` where there is none."""
    for day in filter(None, (wanted.after, wanted.before)):
        _day(day)
    try:
        history = read_history(wanted.path, fields=check_fields(wanted.fields) if wanted.fields else CUSTOMER_FIELDS)
    except ValueError as exc:
        raise DataInvalid(str(exc)) from None
    library = read_library(wanted.knowledge, history)
    pasts = [
        past
        for past in history.pasts
        if not_before(past.opened, wanted.after) and not (wanted.before and not_before(past.opened, wanted.before))
    ]
    if not pasts:
        dates = sorted(past.opened[:10] for past in history.pasts)
        raise DataInvalid(
            f"no solved ticket of {wanted.path} came in that time: they came from {dates[0]} to {dates[-1]}"
        )
    if wanted.taxonomy:
        taxonomy = load_taxonomy(wanted.taxonomy)
        pasts = [with_current_labels(past, taxonomy) for past in pasts]
    return history, library, list(with_linked(pasts, library.urls))


def plan(wanted: Wanted) -> Replay:
    """Raises `DataInvalid` for dates that are none, and where nothing was known before."""
    history, library, pasts = chosen(wanted)
    drawn = sample(sorted(pasts, key=lambda past: (past.opened, past.id)), wanted.limit, wanted.seed)
    steps = tuple(_step(library, cut, mine, wanted) for cut, mine in _cuts(drawn, wanted))
    for step in steps:
        if not step.known:
            raise DataInvalid(
                f"nothing was known before {step.cut}: name --knowledge that is older, or a later --after"
            )
    return Replay(wanted, history, library, steps)


def _cuts(pasts: Sequence[Past], wanted: Wanted) -> list[tuple[str, tuple[Past, ...]]]:
    if not wanted.refresh_days:
        return [(wanted.after, tuple(pasts))]
    first, length = _day(wanted.after), timedelta(days=wanted.refresh_days)
    by_cut: dict[str, list[Past]] = {}
    for past in pasts:
        passed = (_day(past.opened[:10]) - _day(wanted.after[:10])) // length
        cut = wanted.after if passed <= 0 else (first + passed * length).date().isoformat()
        by_cut.setdefault(cut, []).append(past)
    if len(by_cut) > MAX_STEPS:
        raise DataInvalid(f"--refresh {wanted.refresh_days} asks for {len(by_cut)} indexes, more than {MAX_STEPS}")
    return [(cut, tuple(mine)) for cut, mine in sorted(by_cut.items())]


def _step(library: Library, cut: str, pasts: tuple[Past, ...], wanted: Wanted) -> Step:
    """Neither the tickets themselves are known, whatever their date says, nor near copies of them."""
    known = library.before(cut, hidden={past.id for past in pasts}, dated_only=wanted.dated_only)
    copies = Copies([past.opening for past in pasts])
    kept = tuple(entry for entry in known if not (entry.opening and copies.has(entry.opening)))
    return Step(cut, pasts, kept, len(known) - len(kept))


def _day(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise DataInvalid(f"{text!r} is no date: expected one such as 2026-06-01") from None
