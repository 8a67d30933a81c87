"""Masking, scored by character and by span: what leaked, what was masked without need, what had to survive."""

from collections.abc import Callable, Hashable, Iterable, Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evals.alignment import Pair
from evals.statistics import Measure, mean_of, ratio_of

_Mask = npt.NDArray[np.bool_]
_Group = Sequence[Hashable] | None


@dataclass(frozen=True, slots=True)
class Labelled:
    """A span and what it is; offsets are code points."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A text of `length` characters: what must be masked, must survive, counts neither way, and what was masked.

    `kinds` tells what each span of `masked` was taken for.
    Texts of one `group` (fills of one template) are not independent.
    """

    length: int
    must: tuple[Labelled, ...]
    keep: tuple[Labelled, ...]
    amb: tuple[Labelled, ...]
    masked: tuple[Pair, ...]
    kinds: tuple[str, ...] = ()
    milliseconds: float = 0.0
    kilobytes: float = 0.0
    group: Hashable = None

    @property
    def mask(self) -> _Mask:
        """Which characters were masked."""
        return _marked(self.length, self.masked)

    @property
    def wanted(self) -> _Mask:
        """Which characters must be masked."""
        return _marked(self.length, [(span.start, span.end) for span in self.must])

    def wanted_of(self, label: str) -> _Mask:
        """Which characters of one label must be masked."""
        return _marked(self.length, [(span.start, span.end) for span in self.must if span.label == label])

    @property
    def neutral(self) -> _Mask:
        """Which characters count neither way."""
        return _marked(self.length, [(span.start, span.end) for span in self.amb]) & ~self.wanted


@dataclass(frozen=True, slots=True)
class _Counts:
    wanted: int
    left: int
    counted: int
    right: int


def measure_spans(cases: Sequence[Masked], *, seed: int = 0) -> list[Measure]:
    """Leaks, precision and losses over all texts."""
    counts = [_count(case) for case in cases]
    groups = _groups(cases)
    clean = [n for n, case in enumerate(cases) if not case.must]
    dirty = [n for n, case in enumerate(cases) if case.must]
    of = _picker(groups)
    return [
        ratio_of("char_leak", [c.left for c in counts], [c.wanted for c in counts], seed=seed, groups=groups),
        mean_of("record_leak", [float(counts[n].left > 0) for n in dirty], seed=seed, groups=of(dirty)),
        ratio_of("char_precision", [c.right for c in counts], [c.counted for c in counts], seed=seed, groups=groups),
        _keep_loss(cases, groups, seed),
        _full_recall(cases, groups, seed),
        mean_of("clean_flagged", [float(counts[n].counted > 0) for n in clean], seed=seed, groups=of(clean)),
        *_hits(cases, groups, seed),
        ratio_of("ms_per_kb", [c.milliseconds for c in cases], [c.kilobytes for c in cases], seed=seed, groups=groups),
    ]


def measure_labels(cases: Sequence[Masked], *, seed: int = 0) -> dict[str, list[Measure]]:
    """By label of what must be masked: `char_leak` and `full_recall`; of what must survive: `keep_loss`.

    By kind of what was masked: `precision`.
    """
    groups = _groups(cases)
    found: dict[str, list[Measure]] = {}
    for label in sorted({span.label for case in cases for span in case.must}):
        chars = [_of_label(case, label) for case in cases]
        leak = ratio_of("char_leak", [c[0] for c in chars], [c[1] for c in chars], seed=seed, groups=groups)
        found[label] = [leak, _full_recall(cases, groups, seed, label)]
    for label in sorted({span.label for case in cases for span in case.keep}):
        found.setdefault(label, []).append(_keep_loss(cases, groups, seed, label))
    used = {span.label for case in cases for span in case.must}
    for kind in sorted({kind for case in cases for kind in case.kinds}):
        found.setdefault(kind, []).append(_precision(cases, groups, seed, kind, used))
    return found


def _count(case: Masked) -> _Counts:
    mask, wanted = case.mask, case.wanted
    counted = mask & ~case.neutral
    return _Counts(int(wanted.sum()), int((wanted & ~mask).sum()), int(counted.sum()), int((counted & wanted).sum()))


def _of_label(case: Masked, label: str) -> tuple[int, int]:
    """Characters of this label that were left, and all of them."""
    own = case.wanted_of(label)
    return int((own & ~case.mask).sum()), int(own.sum())


def _full_recall(cases: Sequence[Masked], groups: _Group, seed: int, label: str = "") -> Measure:
    """Share of the spans that are wholly masked."""
    return _share(
        "full_recall", cases, groups, seed, lambda case: [s for s in case.must if label in ("", s.label)], all
    )


def _keep_loss(cases: Sequence[Masked], groups: _Group, seed: int, label: str = "") -> Measure:
    """Share of the spans that should have survived and were touched."""
    return _share("keep_loss", cases, groups, seed, lambda case: [s for s in case.keep if label in ("", s.label)], any)


def _precision(cases: Sequence[Masked], groups: _Group, seed: int, kind: str, used: Set[str]) -> Measure:
    """Share of the spans masked as `kind` that overlap a span of that label; what lies in `amb` alone is left out.

    A kind that is no label of these texts is right wherever something had to be masked.
    """
    values: list[float] = []
    of: list[Hashable] = []
    for number, case in enumerate(cases):
        right = [span for span in case.must if span.label == kind or kind not in used]
        for pair in (pair for pair, found in zip(case.masked, case.kinds, strict=True) if found == kind):
            if meets(pair, right) or not meets(pair, case.amb):
                values.append(float(meets(pair, right)))
                of.append(groups[number] if groups else number)
    return mean_of("precision", values, seed=seed, groups=of)


def _hits(cases: Sequence[Masked], groups: _Group, seed: int) -> list[Measure]:
    """Masked spans per KB of text, and those of them that meet nothing that had to be masked or is `amb`."""
    sizes = [case.kilobytes for case in cases]
    wrong = [sum(not meets(pair, (*case.must, *case.amb)) for pair in case.masked) for case in cases]
    return [
        ratio_of("hits_per_kb", [len(case.masked) for case in cases], sizes, seed=seed, groups=groups),
        ratio_of("wrong_hits_per_kb", wrong, sizes, seed=seed, groups=groups),
    ]


def meets(pair: Pair, spans: Iterable[Labelled]) -> bool:
    """Whether a span shares a character with one of `spans`."""
    return any(pair[0] < span.end and span.start < pair[1] for span in spans)


def _share(
    name: str,
    cases: Sequence[Masked],
    groups: _Group,
    seed: int,
    spans: Callable[[Masked], list[Labelled]],
    test: Callable[[_Mask], bool],
) -> Measure:
    """Share of the spans whose masked characters pass `test`; `n` counts the spans."""
    values: list[float] = []
    of: list[Hashable] = []
    for number, case in enumerate(cases):
        mask = case.mask
        for span in spans(case):
            values.append(float(bool(test(mask[span.start : span.end]))))
            of.append(groups[number] if groups else number)
    return mean_of(name, values, seed=seed, groups=of)


def _marked(length: int, spans: Iterable[Pair]) -> _Mask:
    mask = np.zeros(length, dtype=np.bool_)
    for start, end in spans:
        mask[start:end] = True
    return mask


def _groups(cases: Sequence[Masked]) -> _Group:
    """The group of each case, a case without one by itself; None when no case has one."""
    if all(case.group is None for case in cases):
        return None
    return [("row", number) if case.group is None else ("group", case.group) for number, case in enumerate(cases)]


def _picker(groups: _Group) -> Callable[[Sequence[int]], _Group]:
    return lambda rows: [groups[n] for n in rows] if groups else None
