"""What a measuring command gives back: figures with their n and interval, settings, and what was left out."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.table import Table

from evals.statistics import Measure
from ingest.build import Progress
from ingest.documents import Skipped

_Any = TypeVar("_Any")
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Outcome:
    """Figures of one run. `parts` has measures by slice, label or rule; `counts` what was counted beside them."""

    command: str
    data: Path
    n: int
    settings: Mapping[str, Any]
    seconds: float
    measures: Sequence[Measure]
    plain: Mapping[str, float] = field(default_factory=dict)
    by: str = ""
    parts: Mapping[str, Sequence[Measure]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    notes: Sequence[str] = ()
    skipped: Sequence[Skipped] = ()
    curve: Sequence[Mapping[str, float]] = ()

    def as_json(self) -> dict[str, Any]:
        """Machine-readable; a figure that applied to nothing is null, never 0."""
        metrics: dict[str, Any] = {one.name: _value(one) for one in self.measures} | dict(self.plain)
        if self.by:
            metrics[self.by] = {
                name: {one.name: _value(one) for one in measures} | {"intervals": _intervals(measures)}
                for name, measures in self.parts.items()
            }
        if self.curve:
            metrics["risk_coverage"] = [dict(point) for point in self.curve]
        return {
            "command": self.command,
            "data": str(self.data),
            "n": self.n,
            "settings": dict(self.settings),
            "seconds": round(self.seconds, 2),
            "metrics": metrics,
            "intervals": _intervals(self.measures),
            "counts": dict(self.counts),
            "notes": list(self.notes),
            "left_out": [{"where": skip.where, "reason": skip.reason} for skip in self.skipped],
        }

    def write(self, path: Path) -> None:
        """The JSON, as a file."""
        path.write_text(json.dumps(self.as_json(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def show(self, console: Console) -> None:
        """The same as tables for people."""
        console.print(
            f"{self.command} on {self.data}: {self.n} cases, {self.seconds:.1f} s", markup=False, soft_wrap=True
        )
        console.print(_table("measure", {"": self.measures}))
        for name, value in self.plain.items():
            console.print(f"{name}: {value:.2f}", markup=False, soft_wrap=True)
        if self.parts:
            console.print(_table(self.by.removeprefix("by_"), self.parts))
        for name, count in self.counts.items():
            console.print(f"{name.replace('_', ' ')}: {count}", markup=False, soft_wrap=True)
        for note in self.notes:
            console.print(f"Note: {note}", markup=False, soft_wrap=True)
        if self.skipped:
            console.print(f"Left out: {len(self.skipped)}", markup=False, soft_wrap=True)
        for skip in self.skipped[:_SHOWN]:
            console.print(f"  {skip.where}: {skip.reason}", markup=False, soft_wrap=True)
        if len(self.skipped) > _SHOWN:
            console.print(f"  and {len(self.skipped) - _SHOWN} more (--json names all)", markup=False, soft_wrap=True)


def watched(values: Sequence[_Any], step: str, progress: Progress) -> Iterator[_Any]:
    """The same values, with progress told."""
    for done, value in enumerate(values):
        progress(step, done, len(values))
        yield value
    progress(step, len(values), len(values))


def _table(title: str, parts: Mapping[str, Iterable[Measure]]) -> Table:
    named = any(parts)
    table = Table(*([title] if named else []), "measure", "n", "mean", "95 % interval", box=None)
    for name, measures in parts.items():
        for one in measures:
            figures = (f"{one.mean:.3f}", f"{one.low:.3f} to {one.high:.3f}") if one.n else ("-", "applies to none")
            table.add_row(*([name] if named else []), one.name, str(one.n), *figures)
    return table


def _value(one: Measure) -> float | None:
    return one.mean if one.n else None


def _intervals(measures: Iterable[Measure]) -> dict[str, dict[str, float]]:
    return {one.name: {"n": one.n, "low": one.low, "high": one.high} for one in measures if one.n}
