"""Two run logs side by side, paired by case: what changed, how surely, and which cases moved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from evals.comparing.paired import FLOOR, Pair, Paired, holm, paired
from evals.comparing.together import Together, change_of, together
from evals.running.log import CaseRun, Log, SuiteRun
from evals.scorers.catalog import scorers
from evals.scorers.score import NOT_ASKED, Score, Scorer, weighted_mean

What = Literal["suite", "version", "scorer", "case", "input"]


@dataclass(frozen=True, slots=True)
class Moved:
    """A case that counts otherwise than before. `gain` is above 0 for the better; None where a value came or went."""

    suite: str
    scorer: str
    case: str
    old: Score
    new: Score
    gain: float | None = None

    @property
    def lost(self) -> bool:
        """Had a value, and has none now."""
        return self.old.state == "scored" and self.new.state != "scored"


@dataclass(frozen=True, slots=True)
class Difference:
    """A scorer over a suite, or over those of its cases that are of `slice` (`language=de`).

    `cases` counts those that had a value before; `got` and `lost` those that got and lost one. `old` and `new` are the
    figures over all cases that had a value then and now, `pairs` holds those over the cases that have both.
    """

    suite: str
    scorer: Scorer
    pairs: Paired
    old: float | None
    new: float | None
    cases: int
    moved: tuple[Moved, ...]
    slice: str = ""
    p_adjusted: float = 1.0

    @property
    def gain(self) -> float | None:
        """The change of the pairs, above 0 where it is for the better."""
        return oriented(self.scorer, self.pairs.change)

    @property
    def got(self) -> int:
        """Cases that had no value, and have one now."""
        return sum(one.new.state == "scored" and one.old.state != "scored" for one in self.moved)

    @property
    def lost(self) -> int:
        """Cases that had a value, and have none now."""
        return sum(one.lost for one in self.moved)

    @property
    def name(self) -> str:
        """As gate files write it."""
        return f"{self.suite}/{self.scorer.name}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What stands in one log only, or cannot be compared: `suite`, `version`, `scorer`, `case` or its `input`.

    `new` says that it is the old log that lacks it.
    """

    what: What
    suite: str
    names: tuple[str, ...]
    told: str
    new: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences of all scorers, those of slices (exploratory), tasks as a whole, and what could not be compared."""

    differences: tuple[Difference, ...]
    slices: tuple[Difference, ...]
    left_out: tuple[LeftOut, ...]
    together: tuple[Together, ...] = ()

    @property
    def moved(self) -> tuple[Moved, ...]:
        """All that moved, worst first."""
        return tuple(sorted((one for each in self.differences for one in each.moved), key=_worst_first))


def compare(old: Log, new: Log, *, seed: int = 0, slices: bool = True) -> Comparison:
    """Everything that both logs scored; p-values are adjusted over all scorers, and over all slices by themselves."""
    left_out = list(_suites_left_out(old, new))
    whole: list[Difference] = []
    parts: list[Difference] = []
    changes: dict[str, dict[str, list[float]]] = {}
    for before in old.suites:
        after = new.suite(before.name)
        if after is None or after.version != before.version:
            continue
        left_out += _left_out(before, after)
        known = {case.id: case for case in before.cases}
        both = [(known[now.id], now) for now in after.cases if now.id in known and now.digest == known[now.id].digest]
        for scorer in _shared(before, after):
            whole.append(_difference(before.name, scorer, both, seed))
            for input_, pair in _pairs(scorer, both):
                inputs = changes.setdefault(after.task, {})
                inputs.setdefault(input_, []).append(change_of(scorer, pair))
            parts += _sliced(before.name, scorer, both, seed) if slices else []
    return Comparison(_adjusted(whole), _adjusted(parts), tuple(left_out), together(changes, seed=seed))


def oriented(scorer: Scorer, change: float | None) -> float | None:
    """A change with its sign turned where lower is better."""
    return change if change is None or scorer.better == "higher" else -change


def _difference(
    suite: str, scorer: Scorer, both: Sequence[tuple[CaseRun, CaseRun]], seed: int, name: str = ""
) -> Difference:
    rows = [
        (now, then.scores.get(scorer.name, NOT_ASKED), now.scores.get(scorer.name, NOT_ASKED)) for then, now in both
    ]
    pairs = [
        Pair(case.group or case.id, before, after)
        for case, before, after in rows
        if before.state == after.state == "scored"
    ]
    had = [before for _, before, _ in rows if before.state == "scored"]
    has = [after for _, _, after in rows if after.state == "scored"]
    return Difference(
        suite=suite,
        scorer=scorer,
        pairs=paired(scorer, pairs, seed=seed),
        old=scorer.statistic(had) if had else None,
        new=scorer.statistic(has) if has else None,
        cases=len(had),
        moved=tuple(sorted(_moved(suite, scorer, rows), key=_worst_first)),
        slice=name,
    )


def _scores(scorer: Scorer, then: CaseRun, now: CaseRun) -> tuple[Score, Score]:
    return then.scores.get(scorer.name, NOT_ASKED), now.scores.get(scorer.name, NOT_ASKED)


def _pairs(scorer: Scorer, both: Sequence[tuple[CaseRun, CaseRun]]) -> Iterator[tuple[str, Pair]]:
    """Cases that have a value in both, with the digest of their input."""
    for then, now in both:
        old, new = _scores(scorer, then, now)
        if old.state == new.state == "scored":
            yield now.digest, Pair(now.group or now.id, old, new)


def _moved(suite: str, scorer: Scorer, rows: Sequence[tuple[CaseRun, Score, Score]]) -> Iterator[Moved]:
    for case, old, new in rows:
        if old.state == new.state == "scored":
            gain = oriented(scorer, (new.value or 0.0) - (old.value or 0.0)) or 0.0
            if abs(gain) >= FLOOR:
                yield Moved(suite, scorer.name, case.id, old, new, gain)
        elif old.state == "scored" or new.state == "scored":
            yield Moved(suite, scorer.name, case.id, old, new)


def _worst_first(one: Moved) -> tuple[float, str, str, str]:
    """Lost values stand where a case that became wholly wrong would."""
    gain = one.gain if one.gain is not None else -1.0 if one.lost else 1.0
    return gain, one.suite, one.scorer, one.case


def _sliced(suite: str, scorer: Scorer, both: Sequence[tuple[CaseRun, CaseRun]], seed: int) -> Iterator[Difference]:
    """By each value of each axis that does not hold all cases. Of means only: ten cases have no calibration."""
    if scorer.statistic is not weighted_mean:
        return
    for axis, value in sorted({pair for _, now in both for pair in now.slices.items()}):
        part = [row for row in both if row[1].slices.get(axis) == value]
        if len(part) < len(both):
            yield _difference(suite, scorer, part, seed, f"{axis}={value}")


def _adjusted(found: Sequence[Difference]) -> tuple[Difference, ...]:
    adjusted = holm([one.pairs.p for one in found], [one.pairs.least_p for one in found])
    return tuple(replace(one, p_adjusted=p) for one, p in zip(found, adjusted, strict=True))


def _shared(old: SuiteRun, new: SuiteRun) -> list[Scorer]:
    known = scorers()
    return [known[name] for name in new.scorers if name in old.scorers and name in known]


def _suites_left_out(old: Log, new: Log) -> Iterator[LeftOut]:
    for one in old.suites:
        other = new.suite(one.name)
        if other is None:
            yield LeftOut("suite", one.name, (one.name,), "was not run any more")
        elif other.version != one.version:
            told = f"version {other.version} instead of {one.version}: its cases or scorers mean something else"
            yield LeftOut("version", one.name, (one.name,), told)
    for one in new.suites:
        if old.suite(one.name) is None:
            yield LeftOut("suite", one.name, (one.name,), "is new", new=True)


def _left_out(old: SuiteRun, new: SuiteRun) -> Iterator[LeftOut]:
    known = scorers()
    gone = tuple(name for name in old.scorers if name not in new.scorers)
    fresh = tuple(name for name in new.scorers if name not in old.scorers)
    strange = tuple(name for name in old.scorers if name in new.scorers and name not in known)
    before, after = _digests(old), _digests(new)
    lost = tuple(sorted(before.keys() - after.keys()))
    added = tuple(sorted(after.keys() - before.keys()))
    other = tuple(sorted(id_ for id_ in before.keys() & after.keys() if before[id_] != after[id_]))
    rows: tuple[tuple[What, tuple[str, ...], str, bool], ...] = (
        ("scorer", gone, "asked for before and not now", False),
        ("scorer", strange, "not known to this version", False),
        ("scorer", fresh, "new", True),
        ("case", lost, "run before and not now", False),
        ("case", added, "new", True),
        ("input", other, "with another input than before", False),
    )
    for what, names, told, is_new in rows:
        if names:
            kind = "scorer" if what == "scorer" else "case"
            count = f"{len(names)} {kind}{'s' if len(names) > 1 else ''}"
            yield LeftOut(what, new.name, names, f"{count} {told}", new=is_new)


def _digests(run: SuiteRun) -> Mapping[str, str]:
    return {case.id: case.digest for case in run.cases}
