"""What was sent to a model, read again: the fences, what stands between and outside of them, and the labelled lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

_FENCE = re.compile(r"^<data ([^\s>]+)>\n(.*?)\n</data \1>", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"^\[([a-z]+[\d.a-z]*)\] (\S.*)$", re.MULTILINE)
_WORD = re.compile(r"\w+")
_ALIKE = 0.6
"""Share of the words asked for that a line has to hold: a line with a typo mended is still the same line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of evidence as it was shown."""

    label: str
    text: str


@dataclass(frozen=True)
class Sent:
    """The messages of one call, as role and text."""

    messages: tuple[tuple[str, str], ...]

    @cached_property
    def text(self) -> str:
        """All of it."""
        return "\n\n".join(text for _, text in self.messages)

    @cached_property
    def nonces(self) -> tuple[str, ...]:
        """The words that the fences were marked with."""
        return tuple(match[1] for match in _FENCE.finditer(self.text))

    @cached_property
    def fenced(self) -> str:
        """What stands between the marks; they must stand alone on their lines."""
        return "\n".join(match[2] for match in _FENCE.finditer(self.text))

    @cached_property
    def outside(self) -> str:
        """All but that: what a model takes for its orders. Its own earlier answers are left out, they are no order."""
        told = "\n\n".join(text for role, text in self.messages if role != "ai")
        return _FENCE.sub("", told)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The labelled lines, fenced or not."""
        return tuple(Line(match[1], match[2].strip()) for match in _LINE.finditer(self.text))

    def line(self, words: str) -> Line | None:
        """The line that holds most of these words, each as often as asked; None where none holds enough of them.

        >>> sent = Sent((("human", "[m1.1] The key was revoked.\\n[k1.1] Press Revoke beside the old key."),))
        >>> sent.line("press revoke beside the key").label
        'k1.1'
        """
        wanted = words_of(words)
        shares = [(len(wanted & words_of(line.text)) / len(wanted), line) for line in self.lines] if wanted else []
        best = max(shares, key=lambda pair: pair[0], default=None)
        return best[1] if best and best[0] >= _ALIKE else None

    def labelled(self, label: str) -> Line | None:
        """The line with this label."""
        return next((line for line in self.lines if line.label == label), None)


def words_of(text: str) -> frozenset[str]:
    """Words without their case.

    >>> sorted(words_of("Press Revoke, press!"))
    ['press', 'revoke']
    """
    return frozenset(_WORD.findall(text.casefold()))


def plain(text: str) -> str:
    """One line, one case, and no bracket that may have been made harmless: how texts are compared."""
    return " ".join(text.casefold().replace("‹", "<").split())


def holding(text: str, pieces: Sequence[str]) -> list[str]:
    """The pieces that stand in `text`, whatever their case and line breaks."""
    inside = plain(text)
    return [piece for piece in pieces if plain(piece) in inside]
