"""Prompts that were tried beside the live ones: both sides of each text, and how they differ, pair by pair."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.statistics import Measure, mean_of, ratio_of

Count = Annotated[int, Field(ge=0)]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class TriedSide(_Row):
    """One of the two texts, as far as it is compared."""

    prompts: Mapping[str, str]
    failed: str
    ms: Count
    tokens_in: Count
    tokens_out: Count
    written: Count
    kept: Count
    removed: Mapping[str, Count]
    text: str


class TriedText(_Row):
    """A text by the live prompts and by those that were tried."""

    ticket_id: str
    kind: str
    model: str
    live: TriedSide
    shadow: TriedSide

    @property
    def change(self) -> str:
        """Which prompts differed, from which version to which."""
        names = sorted(self.live.prompts.keys() & self.shadow.prompts.keys())
        pairs = [(name, self.live.prompts[name], self.shadow.prompts[name]) for name in names]
        return ", ".join(f"{name}@{one[:7]} > {other[:7]}" for name, one, other in pairs if one != other)


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure on both sides, and the difference of the tried side from the live one."""

    live: Measure
    shadow: Measure
    difference: Measure


def load_trials(folder: Path, *, kind: str = "") -> tuple[list[TriedText], int]:
    """The trials of a folder, of all days, and the number of lines that could not be read."""
    found, broken = [], 0
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                one = TriedText.model_validate(json.loads(line))
            except (ValueError, ValidationError):
                broken += 1
                continue
            if not kind or one.kind == kind:
                found.append(one)
    return found, broken


def by_change(trials: Iterable[TriedText]) -> dict[tuple[str, str], list[TriedText]]:
    """The trials of the same model and the same change of prompts, the latest change first."""
    found: dict[tuple[str, str], list[TriedText]] = {}
    for one in trials:
        if one.change:
            found.setdefault((one.model, one.change), []).append(one)
    return dict(reversed(found.items()))


def compared(trials: Sequence[TriedText], *, seed: int = 0) -> list[Compared]:
    """Every figure; the texts of one ticket are drawn together."""
    groups = [one.ticket_id for one in trials]

    def both(name: str, value: Callable[[TriedSide], float]) -> Compared:
        live, shadow = [value(one.live) for one in trials], [value(one.shadow) for one in trials]
        apart = [other - one for one, other in zip(live, shadow, strict=True)]
        return Compared(
            mean_of(name, live, seed=seed, groups=groups),
            mean_of(name, shadow, seed=seed, groups=groups),
            _difference(name, apart, seed=seed, groups=groups),
        )

    return [
        _kept(trials, seed=seed),
        both("fallbacks", lambda side: float(bool(side.failed))),
        both("sentences_kept", lambda side: side.kept),
        both("objections", lambda side: sum(side.removed.values())),
        both("characters", lambda side: len(side.text)),
        both("tokens", lambda side: side.tokens_in + side.tokens_out),
        both("ms", lambda side: side.ms),
    ]


def _kept(trials: Sequence[TriedText], *, seed: int) -> Compared:
    """Of the sentences that the model wrote, those that stand; only where it wrote some both times."""
    both = [one for one in trials if one.live.written and one.shadow.written]
    groups = [one.ticket_id for one in both]

    def share(sides: Sequence[TriedSide]) -> Measure:
        kept, written = [side.kept for side in sides], [side.written for side in sides]
        return ratio_of("kept_share", kept, written, seed=seed, groups=groups)

    apart = [one.shadow.kept / one.shadow.written - one.live.kept / one.live.written for one in both]
    return Compared(
        share([one.live for one in both]),
        share([one.shadow for one in both]),
        _difference("kept_share", apart, seed=seed, groups=groups),
    )


def _difference(name: str, apart: Sequence[float], *, seed: int, groups: Sequence[str]) -> Measure:
    """The mean of paired differences. It may be negative, so it has no bound of a share where all are alike."""
    found = mean_of(name, apart, seed=seed, groups=groups)
    alike = len(set(apart)) == 1
    return Measure(name, found.n, found.mean, found.mean, found.mean) if alike else found


def objections(trials: Sequence[TriedText]) -> list[tuple[str, int, int]]:
    """What the checks objected to on both sides, by kind of finding, the most frequent first."""
    counts: dict[str, list[int]] = {}
    for one in trials:
        for at, side in enumerate((one.live, one.shadow)):
            for kind, n in side.removed.items():
                counts.setdefault(kind, [0, 0])[at] += n
    rows = [(kind, live, shadow) for kind, (live, shadow) in counts.items()]
    return sorted(rows, key=lambda row: (-row[1] - row[2], row[0]))


def figures(groups: Mapping[tuple[str, str], Sequence[TriedText]], *, seed: int = 0) -> list[dict[str, Any]]:
    """The same for other programs."""
    return [
        {
            "model": model,
            "change": change,
            "n": len(trials),
            "measures": {
                one.live.name: {side: _figure(getattr(one, side)) for side in ("live", "shadow", "difference")}
                for one in compared(trials, seed=seed)
            },
            "objections": {kind: {"live": one, "shadow": other} for kind, one, other in objections(trials)},
        }
        for (model, change), trials in groups.items()
    ]


def _figure(measure: Measure) -> dict[str, float]:
    return {"n": measure.n, "mean": measure.mean, "low": measure.low, "high": measure.high}
