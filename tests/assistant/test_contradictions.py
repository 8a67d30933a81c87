"""What an agent told the customer against what the knowledge says: a disagreement is seen, and nothing else."""

import pytest

from assistant.contradictions import Contradiction, find_contradiction
from guardrails.scrub import Scrubber
from ingest.embed import SentenceTransformerEmbedder

from .desk import all_statements, as_read, make_chunk, said

KEPT = "A deleted workspace is kept for 30 days and can be restored by the owner."
QUESTION = "How long is a deleted workspace kept?"


@pytest.fixture
def find(scrubber: Scrubber, real_embedder: SentenceTransformerEmbedder) -> "Find":
    return Find(scrubber, real_embedder)


class Find:
    def __init__(self, scrubber: Scrubber, embedder: SentenceTransformerEmbedder) -> None:
        self._scrubber = scrubber
        self._embedder = embedder

    def __call__(self, *messages: dict[str, object], known: str = KEPT) -> Contradiction | None:
        statements = all_statements(make_chunk(known, title="Retention"))
        vectors = self._embedder.encode([statement.text for statement in statements])
        return find_contradiction(as_read(self._scrubber, *messages), statements, vectors, self._embedder)


def test_an_agent_who_said_another_number(find: Find) -> None:
    told = "A deleted workspace is kept for 90 days and can be restored by the owner."
    found = find(said("customer", QUESTION), said("agent", told))
    assert found is not None
    assert found.about == "day"
    assert (found.one.source, found.one.quote) == ("m2", told)
    assert found.other.quote == KEPT
    assert "Retention" in found.told()
    assert "days" in found.told()


def test_an_agent_who_denied_what_the_knowledge_says(find: Find) -> None:
    told = "A deleted workspace cannot be restored by the owner."
    found = find(said("agent", told), known="A deleted workspace can be restored by the owner.")
    assert found is not None
    assert found.about == "not"


@pytest.mark.parametrize(
    ("role", "text", "public"),
    [
        ("agent", "A deleted workspace is kept for 30 days and can be restored by the owner.", True),
        ("agent", "A deleted workspace is kept for 30 days, that is 720 hours, says the owner.", True),
        ("customer", "A deleted workspace is kept for 90 days and can be restored by the owner.", True),
        ("agent", "A deleted workspace is kept for 90 days and can be restored by the owner.", False),
        ("agent", "Your invoice will be ready within 90 days of the order.", True),
        ("agent", "Kept 90 days.", True),
        ("agent", "Thank you for the details, we are looking into it now.", True),
    ],
)
def test_no_contradiction(find: Find, role: str, text: str, public: bool) -> None:
    assert find(said("customer", QUESTION), said(role, text, public=public)) is None


def test_nothing_known_contradicts_nothing(find: Find) -> None:
    assert find(said("agent", "A deleted workspace is kept for 90 days."), known="") is None


def test_two_units_that_differ_are_always_told_alike(find: Find) -> None:
    known = "An export of a workspace keeps 500 rows for 30 days in the archive."
    found = find(said("agent", "An export of a workspace keeps 900 rows for 90 days in the archive."), known=known)
    assert found is not None
    assert found.about == "day"
