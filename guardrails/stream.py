"""Texts that come in pieces: what is released is what the whole text would have given.

`RestoreStream` puts values back, `GuardStream` is the check after writing. Both keep back what they cannot judge yet,
never more than a bounded number of characters, and both are dead after the first error.
"""

import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from dataclasses import replace

from guardrails.closed import closed
from guardrails.earlier import Earlier
from guardrails.errors import ScrubFailed
from guardrails.findings import Finding
from guardrails.output import check_output
from guardrails.private_text import NOTHING, PrivateText
from guardrails.scrub import Scrubber
from guardrails.vault import PLACEHOLDER_MAX, Vault

MAX_BLOCK = 4_000
"""Characters of a paragraph that are checked at once; a longer one is cut where no value is."""
AHEAD = 2_000
"""Characters after the longest block that are read before it is cut, so that a value across the cut is seen."""

_BLANK_LINE = re.compile(r"\n[ \t\r]{0,80}\n")
_UNFINISHED = re.compile(r"<(?:[A-Z][A-Z_]{0,40}(?:(?<=_)\d{1,9}[a-z]{0,9})?)?")
_ENDS = (re.compile(r"\n"), re.compile(r"[.!?…。！？][\"'”»)]{0,3}\s"), re.compile(r"\s"))


class _Stream:
    """Bytes become text, and nothing comes after an error or after the end."""

    def __init__(self) -> None:
        self._decoder = getincrementaldecoder("utf-8")()
        self._held = ""
        self._state = "open"

    def feed(self, piece: str | bytes) -> str:
        """What can be released after the next piece, which may be cut anywhere."""
        return self._guarded(lambda: self._next(piece, last=False), "open")

    def close(self) -> str:
        """The rest. Until then the text is not complete."""
        return self._guarded(lambda: self._next(b"", last=True), "closed")

    def _guarded(self, work: Callable[[], str], then: str) -> str:
        if self._state != "open":
            raise ScrubFailed(f"nothing more is released: the stream is {self._state}; begin a new one")
        self._state = "broken"
        released = closed(work)
        self._state = then
        return released

    def _next(self, piece: str | bytes, *, last: bool) -> str:
        if isinstance(piece, bytes):
            piece = self._decoder.decode(piece, final=last)
        elif self._decoder.getstate()[0]:
            raise ValueError("text after half a character")
        self._held += piece
        return self._release(last=last)

    def _release(self, *, last: bool) -> str:
        """Take from what is held all that can be judged."""
        raise NotImplementedError


class RestoreStream(_Stream):
    """`vault.restore` for a text that comes in pieces.

    >>> vault = Vault()
    >>> vault.placeholder("PERSON", "Ana")
    '<PERSON_1>'
    >>> stream = RestoreStream(vault)
    >>> stream.feed("Dear <PER"), stream.feed("SON_1>, hello"), stream.close()
    ('Dear ', 'Ana, hello', '')
    """

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self._vault = vault

    def _release(self, *, last: bool) -> str:
        text = self._held
        start = text.rfind("<", max(0, len(text) - PLACEHOLDER_MAX))
        unfinished = not last and start >= 0 and _UNFINISHED.fullmatch(text, start)
        end = start if unfinished else len(text)
        self._held = text[end:]
        return self._vault.restore(text[:end])


class GuardStream(_Stream):
    """`check_output` for a text that comes in pieces: each paragraph is released after its check.

    A value that was masked in one paragraph is masked in all that follow. `findings` grow with every paragraph; their
    offsets count in the whole text.
    """

    def __init__(self, vault: Vault, scrubber: Scrubber, *, where: str = "", private: PrivateText = NOTHING) -> None:
        super().__init__()
        self._vault, self._scrubber, self._where, self._private = vault, scrubber, where, private
        self._earlier = Earlier()
        self._read = 0
        self.findings: list[Finding] = []

    def _release(self, *, last: bool) -> str:
        parts: list[str] = []
        text, at = self._held, 0
        while size := self._block(text, at, last=last):
            parts.append(self._checked(text[at : at + size]))
            at += size
        self._held = text[at:]
        return "".join(parts)

    def _checked(self, block: str) -> str:
        text, findings = check_output(
            block,
            vault=self._vault,
            scrubber=self._scrubber,
            where=self._where,
            private=self._private,
            earlier=self._earlier,
        )
        self._earlier.move_on(block)
        self.findings += [replace(f, start=f.start + self._read, end=f.end + self._read) for f in findings]
        self._read += len(block)
        return text

    def _block(self, text: str, at: int, *, last: bool) -> int:
        """How long the block at `at` is; 0 when what is there cannot tell."""
        if blank := _BLANK_LINE.search(text, at, at + MAX_BLOCK):
            return blank.end() - at
        rest = len(text) - at
        if rest >= MAX_BLOCK + AHEAD or (last and rest > MAX_BLOCK):
            return self._cut(text[at : at + MAX_BLOCK + AHEAD])
        return rest if last else 0

    def _cut(self, window: str) -> int:
        """Where to cut a long paragraph; values that the window shows to begin after it are known from now on."""
        spans = self._scrubber.scrub(window, where=self._where, earlier=self._earlier).spans
        for start, end, kind in spans:
            self._earlier.add(kind, window[start:end])
        return place_to_cut(window, [(start, end) for start, end, _ in spans])


def check_whole(
    text: str, *, vault: Vault, scrubber: Scrubber, where: str = "", private: PrivateText = NOTHING
) -> tuple[str, list[Finding]]:
    """The check of a whole text, by the same blocks as if it came in pieces."""
    stream = GuardStream(vault, scrubber, where=where, private=private)
    released = stream.feed(text) + stream.close()
    return released, stream.findings


def place_to_cut(window: str, spans: Iterable[tuple[int, int]]) -> int:
    """After a line, a sentence or a word in the second half of a block, or where it is full; never within a span."""
    inside = bytearray(len(window) + 1)
    for start, end in spans:
        inside[start + 1 : end] = b"\1" * (end - start - 1)
    for pattern in _ENDS:
        ends = [match.end() for match in pattern.finditer(window, MAX_BLOCK // 2, MAX_BLOCK)]
        if free := [end for end in ends if not inside[end]]:
            return free[-1]
    place = next((place for place in range(MAX_BLOCK, len(window)) if not inside[place]), None)
    if place is None:
        raise ValueError("a value is longer than what is read at once")
    return place
