"""Task `search`: a search by words or by a ticket, for an agent or for a customer's eyes, in one pool."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from assistant.records import Passage
from assistant.retrieval.lookup import Scope
from evals.running.bench import Bench
from evals.running.task import Kept, Ran, Strict
from evals.tasks.assist import TicketIn
from evals.tasks.shapes import PassageKept
from ingest.documents import Pool
from ingest.index import Index
from ingest.read_ticket import read_ticket

Grade = Annotated[float, Field(ge=0, le=3)]


class SearchGiven(Strict):
    """Words or a ticket. `public` finds only what a customer may read.

    `words` are what documents must hold as they are now, by their ids: the index itself is looked at.
    """

    query: str = ""
    ticket: TicketIn | None = None
    pool: Pool = "knowledge"
    public: bool = False
    limit: int = Field(10, ge=1, le=50)
    words: dict[str, list[str]] = {}

    @model_validator(mode="after")
    def _one(self) -> "SearchGiven":
        if bool(self.query.strip()) == (self.ticket is not None):
            raise ValueError("give either a query or a ticket")
        return self


def _graded(value: Any) -> Any:
    """A list of ids stands for grade 1 each."""
    return dict.fromkeys(value, 1.0) if isinstance(value, list) else value


class SearchExpect(Strict):
    """`relevant` are ids with grades from 0 to 3, or just ids. `never` are ids that this reader must not see.

    `present` are documents that the index must hold with their `words`; `copies` are groups of near copies, of which
    one is to be shown.
    """

    relevant: Annotated[dict[str, Grade], BeforeValidator(_graded)] = {}
    never: list[str] = []
    present: list[str] = []
    copies: list[list[str]] = []


class FoundKept(PassageKept):
    """A passage with who may read it, and the near copies that it stands for."""

    groups: list[str] = []
    duplicates: list[str] = []

    @classmethod
    def of(cls, passage: Passage) -> "FoundKept":
        plain = PassageKept.of(passage).model_dump()
        return cls(**plain, groups=list(passage.chunk.groups), duplicates=list(passage.duplicates))


class SearchOutput(Kept):
    """Passages, best first, and the reader they were found for. `present` are documents that hold their words."""

    found: list[FoundKept] = []
    groups: list[str] = []
    public: bool = False
    present: list[str] = []


class SearchTask:
    """The assistant's own search, over the suite's index, for an agent of the groups in the settings."""

    name = "search"
    about = "a search by words or by a ticket, in one pool, for an agent or a customer"
    given = SearchGiven
    expect = SearchExpect
    output = SearchOutput

    def run(self, bench: Bench, given: Any) -> Ran:
        """Nothing of the query is kept, and of the passages only their ids."""
        asked = read_ticket(given.ticket) if given.ticket is not None else given.query
        found = bench.assistant.look_up(asked, Scope(given.pool, given.limit, public=given.public))
        return Ran(
            SearchOutput(
                found=[FoundKept.of(passage) for passage in found.passages[given.pool]],
                groups=sorted(bench.settings.agent_groups),
                public=given.public,
                present=_present(bench.assistant.index(), given.words),
            )
        )


def _present(index: Index, words: Mapping[str, Sequence[str]]) -> list[str]:
    """Documents that hold all of their words, line breaks and case ignored."""
    return [
        id_ for id_, own in words.items() if (text := _text(index, id_)) and all(_plain(one) in text for one in own)
    ]


def _text(index: Index, document_id: str) -> str:
    return _plain("\n".join(chunk.text for chunk in index.document(document_id)))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


TASK = SearchTask()
