"""Words and runs of them: how texts are recognised in one another."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"\w+")
COPY_RUN = 4
COPY_SHARE = 0.6
"""Texts that share so much of their runs are copies of each other; shorter texts never are."""
COPY_WORDS = 12


def words_of(text: str) -> list[str]:
    """Words without case and punctuation."""
    return _WORD.findall(text.casefold())


def runs(words: Sequence[str], length: int) -> set[tuple[str, ...]]:
    """All runs of so many words.

    >>> sorted(runs(["set", "the", "secret"], 2))
    [('set', 'the'), ('the', 'secret')]
    """
    return {tuple(words[n : n + length]) for n in range(len(words) - length + 1)}


def covered(words: Sequence[str], found: set[tuple[str, ...]], length: int) -> float:
    """Share of the words that stand in a run of `found`."""
    hit = [False] * len(words)
    for n in range(len(words) - length + 1):
        if tuple(words[n : n + length]) in found:
            hit[n : n + length] = [True] * length
    return sum(hit) / len(hit) if hit else 0.0


class Copies:
    """Finds near copies of some texts by the runs of words that they share."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._sizes: list[int] = []
        self._holders: dict[tuple[str, ...], list[int]] = {}
        for text in texts:
            words = words_of(text)
            found = runs(words, COPY_RUN) if len(words) >= COPY_WORDS else set()
            for run in found:
                self._holders.setdefault(run, []).append(len(self._sizes))
            self._sizes.append(len(found))

    def has(self, text: str) -> bool:
        """Whether the text is a near copy of one of them, or holds nearly all of it."""
        found = runs(words_of(text), COPY_RUN)
        shared: dict[int, int] = {}
        for run in found:
            for row in self._holders.get(run, ()):
                shared[row] = shared.get(row, 0) + 1
        return any(count >= COPY_SHARE * self._sizes[row] for row, count in shared.items())
