"""The sentences of a thread as pieces to quote: who said it, in which list it stands, what has been used already."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.evidence import from_frame, from_span, sentence
from assistant.reading import ReadMessage, ReadTicket, Span
from assistant.records import Evidence, Sentence, SentenceRole
from assistant.writers.extractive.cues import courtesy, says
from assistant.writers.material import Material
from guardrails.vault import PLACEHOLDER

_ITEM = re.compile(r"(?:^|\n)[ \t]*(?:[-*•]|\[[ x]\]|\(?\d{1,2}[.)])[ \t]*$")
_MARKER = re.compile(r"(?:[-*•]|\[[ x]\]|\(?\d{1,2}[.)])\s+")
_HEADER = re.compile(r"[A-Z][A-Za-z-]+: ?\S|[>$#{]|\[?\d{4}-\d\d-\d\d[T ]|[A-Z][a-z]{2} +\d+ \d\d:")
_PROSE_SHARE = 0.6
_MAX_CHARS = 420
_MIN_SUBSTANCE = 4
_SHORT = 4
_MAX_LENT = 12
"""Characters before a list item that can hold its mark."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a message; `under` is the line that its list stands under, `item` whether it is in a list."""

    span: Span
    message: ReadMessage
    item: bool = False
    under: str = ""

    @property
    def text(self) -> str:
        """The words in one line, without the mark of a list."""
        return _MARKER.sub("", " ".join(self.span.text.split()), count=1) if self.item else _joined(self.span.text)

    @property
    def place(self) -> tuple[str, int]:
        return (self.span.message_id, self.span.start)

    @property
    def who(self) -> str:
        """As the house's frame `author` has it."""
        return self.message.role + ("" if self.message.public else " (internal note)")


@dataclass(slots=True)
class Used:
    """What a text has quoted: nothing is said in two of its sections."""

    places: set[tuple[str, int]] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)

    def take(
        self, pieces: Iterable[Piece], fits: Callable[[Piece], bool], limit: int, *, keep: bool = True
    ) -> list[Piece]:
        """The first that fit and are not used yet; with `keep` they are used now."""
        found: list[Piece] = []
        for piece in pieces:
            if len(found) == limit:
                break
            if piece.place in self.places or piece.text.casefold() in self.texts or not fits(piece):
                continue
            found.append(piece)
            if keep:
                self.add(piece)
        return found

    def add(self, piece: Piece) -> None:
        self.places.add(piece.place)
        self.texts.add(piece.text.casefold())


def central(material: Material, found: Sequence[Piece]) -> Callable[[Piece], float]:
    """How much a sentence of the customer says about the trouble: for sorting, most first.

    Counts its nearness to the whole question, an exact code or status, and that it stands in the first report.
    """
    scores = {(s.message_id, s.start): float(v) for s, v in zip(material.problem, material.problem_scores, strict=True)}
    first = next((p.message.id for p in found if by(p, "customer")), "")

    def weight(piece: Piece) -> float:
        fails = says("fails", piece.text)
        exact = fails and any(character.isdigit() for character in piece.text)
        return -(scores.get(piece.place, 0.0) + 0.15 * (piece.message.id == first) + 0.15 * fails + 0.1 * exact)

    return weight


def impact(found: Sequence[Piece], limit: int) -> list[Piece]:
    """Who and how much is affected: numbers before words, in the order of the thread."""
    told = [p for p in found if not asks(p) and not _is_well(p) and not says("ruled_out", p.text)]
    counted = [p for p in told if says("counted", p.text)]
    wide = [p for p in told if says("impact", p.text) and says("fails", p.text) and not p.text.endswith(":")]
    also = [p for p in told if by(p, "agent") and says("also", p.text)]
    chosen: list[Piece] = []
    for piece in [*counted[:limit], *also[:1], *wide]:
        words = piece.text.casefold().rstrip(".!")
        if not any(words in one.text.casefold() for one in chosen):
            chosen.append(piece)
    return in_order(chosen[:limit], found)


def is_ruled_out(piece: Piece) -> bool:
    """A try or a check with its outcome, or what somebody says that it is not."""
    if asks(piece) or courtesy(piece.text) or (by(piece, "agent") and says("also", piece.text)):
        return False
    if piece.item and says("tried", piece.under):
        return True
    told = says("tried", piece.text) and not (by(piece, "agent", public=True) and says("promised", piece.text))
    return told or says("ruled_out", piece.text) or _is_well(piece)


def _is_well(piece: Piece) -> bool:
    """Says what works, and nothing of what does not."""
    return says("well", piece.text) and not says("fails", piece.text)


def with_before(chosen: Sequence[Piece], found: Sequence[Piece]) -> list[Piece]:
    """A short outcome ("All the same.") together with the sentence before it, which says of what."""
    places = {p.place for p in chosen}
    for before, after in pairwise(found):
        if after.place in places and len(after.text.split()) <= _SHORT and before.message.id == after.message.id:
            places.add(before.place)
    return [p for p in found if p.place in places]


def anything(_piece: Piece) -> bool:
    """Whatever it says."""
    return True


def pieces(ticket: ReadTicket) -> list[Piece]:
    """Everything in the thread that a person wrote and that can be quoted, oldest first.

    A paragraph with orders to an assistant is left out, unless agents wrote it among themselves: there, "do not tell
    the customer" is meant for people.
    """
    return [piece for message in ticket.messages for piece in _of(message, _orders(ticket, message))]


def _orders(ticket: ReadTicket, message: ReadMessage) -> list[tuple[int, int]]:
    among_agents = message.role == "agent" and not message.public
    return [] if among_agents else ticket.injected_parts(message.id)


def _of(message: ReadMessage, cut: list[tuple[int, int]]) -> Iterator[Piece]:
    under = ""
    for span in message.sentences:
        item = _is_item(message, span)
        if not item:
            under = ""
        if not any(a < span.end and b > span.start for a, b in cut) and _prose(span.text):
            yield Piece(span, message, item, under)
        if span.text.rstrip().endswith(":"):
            under = span.text


def _is_item(message: ReadMessage, span: Span) -> bool:
    before = message.text[max(0, span.start - _MAX_LENT) : span.start]
    return bool(_MARKER.match(span.text) or _ITEM.search(before))


def _prose(text: str) -> bool:
    """Words of a person, not a line of a log, a header or a table."""
    if _HEADER.match(text) or len(text) > _MAX_CHARS:
        return False
    letters = sum(character.isalpha() or character.isspace() for character in text)
    return letters >= _PROSE_SHARE * len(text)


def _joined(text: str) -> str:
    return " ".join(text.split())


def in_order(chosen: Iterable[Piece], found: Iterable[Piece]) -> list[Piece]:
    """The chosen ones as they come in the thread."""
    places = {piece.place for piece in chosen}
    return [piece for piece in found if piece.place in places]


def plainly(piece: Piece, role: SentenceRole = "statement") -> Sentence:
    """Word for word."""
    return sentence(piece.text, role, from_span(piece.span))


def by_whom(piece: Piece, *, dated: bool = False) -> Sentence:
    """With who said it in front, and when."""
    stamp = piece.message.stamp if dated else ""
    lead = f"{stamp}, {piece.who}" if stamp else piece.who.capitalize()
    when = (Evidence("field", f"{piece.message.id}.created_at", 0, len(stamp), stamp),) if stamp else ()
    return sentence(f"{lead}: {piece.text}", "statement", from_frame("author", piece.who), *when, from_span(piece.span))


def by(piece: Piece, role: str, *, public: bool | None = None) -> bool:
    return piece.message.role == role and (public is None or piece.message.public == public)


def asks(piece: Piece) -> bool:
    """A question or a demand."""
    return says("asks", piece.text) and len(piece.text.split()) >= 2


def substantial(piece: Piece) -> bool:
    """Says something about the matter: no greeting, no question, no word of patience, no promise."""
    text = piece.text
    return (
        len(text.split()) >= _MIN_SUBSTANCE
        and not courtesy(text)
        and not text.rstrip().endswith((":", "?"))
        and not says("promised", text)
        and not says("ongoing", text)
    )


def may_be_repeated(text: str) -> bool:
    """Names may be read back to their owner; account numbers, addresses and secrets are never repeated in a mail."""
    return {match[1] for match in PLACEHOLDER.finditer(text)} <= {"PERSON", "ORGANISATION"}


def answered_until(ticket: ReadTicket, found: list[Piece]) -> int:
    """The position of the last public message in which an agent says something about the matter; -1 without one."""
    told = {p.message.id for p in found if by(p, "agent", public=True) and substantial(p)}
    return max((n for n, message in enumerate(ticket.messages) if message.id in told), default=-1)


def open_asks(ticket: ReadTicket, found: list[Piece]) -> list[Piece]:
    """What the customer asked since an agent last said something about the matter."""
    last = answered_until(ticket, found)
    later = {message.id for message in ticket.messages[last + 1 :]}
    return [p for p in found if p.message.id in later and by(p, "customer") and asks(p)]


def asked_back(ticket: ReadTicket, found: list[Piece]) -> list[Piece]:
    """What an agent asked in the latest public message, when the customer has not written since."""
    public = [message for message in ticket.messages if message.public and message.role != "system"]
    if not public or public[-1].role != "agent":
        return []
    return [p for p in found if p.message.id == public[-1].id and p.text.rstrip().endswith("?")]
