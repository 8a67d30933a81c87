"""Is the real answer in what the assistant could read? Long runs of its words tell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.replay.past import Past
from evals.replay.words import covered, runs, words_of
from ingest.documents import SourceDocument

LONG = 12
"""So many words of an answer in a row are no chance."""
_SHORT = 6
"""The same in a subject or a field, which hold little else."""
_WHOLE = 0.5

Place = Literal["input", "message", "index"]
"""`input`: subject or a field; `message`: the customer's own first message; `index`: a document."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer, or a part of it, that stands where the assistant reads. `share` is that of the answer's words."""

    ticket: str
    place: Place
    document: str = ""
    share: float = 0.0

    @property
    def whole(self) -> bool:
        """More than a phrase that people say often, or a line of an article that was quoted."""
        return self.share >= _WHOLE


def in_input(pasts: Iterable[Past]) -> Iterator[Seen]:
    """Answers that stand in the ticket as it is put to the assistant."""
    for past in pasts:
        ticket = past.ticket
        around = "\n".join([ticket["subject"], *map(str, ticket.get("fields", {}).values())])
        message = ticket["messages"][0]["text"]
        written = runs(words_of(message), _SHORT)
        told = [words_of(answer) for answer in past.answers]
        if share := max(
            (covered(words, runs(words_of(around), _SHORT) - written, _SHORT) for words in told), default=0
        ):
            yield Seen(past.id, "input", share=share)
        if share := max((covered(words, runs(words_of(message), LONG), LONG) for words in told), default=0):
            yield Seen(past.id, "message", share=share)


class Answers:
    """The answers of some tickets, to be looked for in documents: each document is read once."""

    def __init__(self, pasts: Sequence[Past]) -> None:
        self._words = {past.id: [words_of(answer) for answer in past.answers] for past in pasts}
        self._holders: dict[tuple[str, ...], set[str]] = {}
        for id_, answers in self._words.items():
            for words in answers:
                for run in runs(words, LONG):
                    self._holders.setdefault(run, set()).add(id_)

    def in_document(self, document: SourceDocument) -> list[Seen]:
        """Which of the answers stand in it, at least in part."""
        found: dict[str, set[tuple[str, ...]]] = {}
        for part in document.parts:
            words = words_of(part.text)
            for n in range(len(words) - LONG + 1):
                run = tuple(words[n : n + LONG])
                for id_ in self._holders.get(run, ()):
                    found.setdefault(id_, set()).add(run)
        return [
            Seen(id_, "index", document.id, max(covered(words, hits, LONG) for words in self._words[id_]))
            for id_, hits in found.items()
        ]


def best_of(seen: Iterable[Seen]) -> Mapping[str, Seen]:
    """Of each ticket the document that holds most of its answer."""
    best: dict[str, Seen] = {}
    for one in seen:
        if one.ticket not in best or best[one.ticket].share < one.share:
            best[one.ticket] = one
    return best
