"""What differs in the making of two runs: code, packages, settings, and what each suite ran on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evals.running.log import Log

_NOT_ALWAYS_KEPT = frozenset({"settings", "limit"})
"""A baseline leaves these out: what it leaves out has not changed."""
_PLACES = frozenset({"var"})
"""Settings that say where something lies, not what it is."""


@dataclass(frozen=True, slots=True)
class Change:
    """`what` as a path (`settings.min_support`), with the suites that it is about; none where it is about all."""

    what: str
    old: str
    new: str
    suites: tuple[str, ...] = ()


def changes_of_making(old: Log, new: Log) -> list[Change]:
    """In the order of the log; values as they are told."""
    found = [
        Change(what, before, after)
        for name in ("code", "packages", "seed", "limit", "settings")
        if name not in _NOT_ALWAYS_KEPT or (name in old.run and name in new.run)
        for what, before, after in _differing(name, old.run.get(name), new.run.get(name))
        if what.removeprefix("settings.") not in _PLACES
    ]
    return found + list(_of_suites(old, new))


def _of_suites(old: Log, new: Log) -> Iterator[Change]:
    """One change that several suites share is told once."""
    suites: dict[tuple[str, str, str], list[str]] = {}
    both = [(before, after) for before in old.suites if (after := new.suite(before.name))]
    for before, after in both:
        for change in _differing("", before.made_with, after.made_with):
            suites.setdefault(change, []).append(after.name)
    for (what, then, now), names in suites.items():
        yield Change(what, then, now, () if len(names) == len(both) else tuple(names))


def _differing(name: str, old: Any, new: Any) -> Iterator[tuple[str, str, str]]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _differing(f"{name}.{key}" if name else key, old.get(key), new.get(key))
    elif old != new:
        yield name, _told(old), _told(new)


def _told(value: Any) -> str:
    return "none" if value is None or value == "" else str(value)
