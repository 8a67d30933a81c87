"""Tells whether a regular expression can be let loose on texts that strangers write.

A pattern that can split one stretch of text in many ways takes time that doubles with each character. It is found by
trying: texts that fit each repeat of the pattern many times and then do not go on as it asks.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from random import Random
from time import process_time
from typing import Any

MAX_PATTERN = 1000
"""Characters of a pattern at the most."""
_TIMES = (*range(4, 120), 136, 156, 180, 210, 240, 280, 330, 390, 460, 540, 640)
"""How often a repeat is fed. In small steps: the first text that takes too long should take little more than that."""
_PATIENCE_S = 0.2
"""A sound pattern takes less than a thousandth of it for a trap."""
_TRIES = 3
_SAMPLED = 40
"""Rounds at the most of a repeat that stands within or before the one that is tried."""
_NO_CHARACTER = "\x00"


def parsed(pattern: str) -> Any:
    """The parse tree that Python's own compiler makes of a pattern; `re.error` when it is none."""
    return import_module("re._parser").parse(pattern)


def may_be_empty(pattern: str) -> bool:
    """Whether it can match where there is nothing.

    >>> may_be_empty("[0-9]*"), may_be_empty("[0-9]+")
    (True, False)
    """
    return bool(parsed(pattern).getwidth()[0] == 0)


def repeats_nothing(pattern: str) -> bool:
    """Whether it repeats a part that can be empty, which can be done in endlessly many ways.

    >>> repeats_nothing("(?:a?){40}b"), repeats_nothing("(?:ab?){40}b")
    (True, False)
    """
    return any(most > 1 and body.getwidth()[0] == 0 for most, body in _bodies(parsed(pattern)))


def trap(pattern: str) -> str | None:
    """A text that keeps the pattern busy for ever, shortened; None when none was found.

    Ask `repeats_nothing` first: a pattern that does may stay busy here.

    >>> trap("(?:fwk)_[a-z]{4}") is None
    True
    """
    compiled = re.compile(pattern)
    for seed in range(_TRIES):
        for lead, body in _repeats(parsed(pattern), Random(seed)):  # noqa: S311  samples, no secrets
            pieces = [body() for _ in range(_TIMES[-1])]
            for times in _TIMES:
                text = lead + "".join(pieces[:times]) + _NO_CHARACTER
                before = process_time()
                compiled.search(text)
                if process_time() - before > _PATIENCE_S:
                    return text[:24]
    return None


def _bodies(tree: Any) -> Iterator[tuple[int, Any]]:
    """For every repeat of the tree how often it repeats at the most, and what."""
    for name, argument in tree:
        if str(name).endswith("_REPEAT"):
            yield int(argument[1]), argument[2]
        for child in _children(str(name), argument):
            yield from _bodies(child)


def _repeats(tree: Any, rng: Random) -> Iterator[tuple[str, Callable[[], str]]]:
    """For every repeat of the tree, what may stand before it, and a function that samples what it repeats."""
    lead = ""
    for name, argument in tree:
        kind = str(name)
        if kind.endswith("_REPEAT"):
            inner = argument[2]
            yield lead, partial(_sample, inner, rng)
        for child in _children(kind, argument):
            for before, body in _repeats(child, rng):
                yield lead + before, body
        lead += _sample([(name, argument)], rng)


def _children(kind: str, argument: Any) -> list[Any]:
    if kind == "BRANCH":
        return list(argument[1])
    if kind == "SUBPATTERN":
        return [argument[3]]
    if kind.endswith("_REPEAT"):
        return [argument[2]]
    if kind in ("ASSERT", "ASSERT_NOT"):
        return [argument[1]]
    if kind == "ATOMIC_GROUP":
        return [argument]
    return []


def _sample(tree: Any, rng: Random) -> str:
    """A text that the tree is likely to match."""
    parts = []
    for name, argument in tree:
        kind = str(name)
        if kind == "LITERAL":
            parts.append(chr(argument))
        elif kind == "IN":
            parts.append(_member(argument, rng))
        elif kind in ("ANY", "NOT_LITERAL"):
            parts.append("a")
        elif kind == "BRANCH":
            parts.append(_sample(rng.choice(argument[1]), rng))
        elif kind.endswith("_REPEAT"):
            parts.append("".join(_sample(argument[2], rng) for _ in range(min(max(argument[0], 1), _SAMPLED))))
        elif kind in ("SUBPATTERN", "ATOMIC_GROUP"):
            parts.append(_sample(argument[3] if kind == "SUBPATTERN" else argument, rng))
    return "".join(parts)


_CATEGORY = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a", "CATEGORY_NOT_SPACE": "a"}


def _member(members: Any, rng: Random) -> str:
    """A character of a set; of a set that excludes, a letter, a figure or a sign that it does not."""
    if str(members[0][0]) == "NEGATE":
        return "a"
    name, argument = rng.choice(members)
    kind = str(name)
    if kind == "LITERAL":
        return chr(argument)
    if kind == "RANGE":
        return chr(argument[0])
    return _CATEGORY.get(str(argument), "-")
