"""What an agent told the customer, or another article, against the knowledge: a disagreement, and nothing else."""

import pytest

from assistant.contradictions import Contradiction, find_between, find_contradiction
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


def between(embedder: SentenceTransformerEmbedder, one: str, other: str) -> Contradiction | None:
    told = [all_statements(make_chunk(text, title=title)) for text, title in ((one, "Retention"), (other, "Closing"))]
    return find_between([(said, embedder.encode([statement.text for statement in said])) for said in told])


@pytest.mark.parametrize(
    ("one", "other", "about"),
    [
        (KEPT, "A deleted workspace is kept for 90 days and can be restored by the owner.", "day"),
        (KEPT, "A deleted workspace is kept for 30 days and cannot be restored by the owner.", "not"),
        (
            "Guest links are enabled by default for new teams.",
            "Guest links are disabled by default for new teams.",
            "not",
        ),
    ],
)
def test_two_articles_that_disagree(
    real_embedder: SentenceTransformerEmbedder, one: str, other: str, about: str
) -> None:
    found = between(real_embedder, one, other)
    assert found is not None
    assert found.about == about
    assert (found.one.quote, found.other.quote) == (one, other)
    assert found.told() == f"the article “Retention” says “{one}” and the article “Closing” says “{other}”"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (KEPT, KEPT),
        (KEPT, "An archived report is kept for 90 days and can be restored by the owner."),
        ("Invoices of the Scale plan are sent after 30 days.", "Invoices of the Start plan are sent after 14 days."),
        ("Check that incoming calls are not blocked by it.", "Check that outgoing calls are not blocked by it."),
        ("Open the old page of the team and press Save.", "Open the new page of the team and press Save."),
        ("Press Save to keep the changes of the page.", "Press Save to delete the changes of the page."),
        ("", KEPT),
    ],
)
def test_two_articles_on_like_things_do_not_disagree(
    real_embedder: SentenceTransformerEmbedder, one: str, other: str
) -> None:
    assert between(real_embedder, one, other) is None


def test_an_article_does_not_contradict_itself(real_embedder: SentenceTransformerEmbedder) -> None:
    said = all_statements(
        make_chunk(f"{KEPT} A deleted workspace is kept for 90 days and can be restored by the owner.")
    )
    assert find_between([(said, real_embedder.encode([statement.text for statement in said]))]) is None
