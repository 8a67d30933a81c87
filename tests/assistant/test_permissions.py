"""Who sees what: decided in one function, and held by retrieval whatever is asked."""

import pytest

from assistant.permissions import may_read
from assistant.retrieval.search import Query, search
from ingest.index import Index
from tests.ingest.index_house import House, ticket, write_lines

from .desk import make_chunk

NOBODY: frozenset[str] = frozenset()
SUPPORT = frozenset({"support"})
BOTH = frozenset({"support", "sre"})


@pytest.mark.parametrize(
    ("audience", "named", "groups", "internal", "readable"),
    [
        ("public", (), NOBODY, False, True),
        ("public", (), SUPPORT, False, True),
        ("public", (), NOBODY, True, True),
        ("public", ("partners",), NOBODY, False, False),
        ("public", ("partners",), SUPPORT, True, False),
        ("public", ("partners", "support"), SUPPORT, False, True),
        ("internal", (), NOBODY, False, False),
        ("internal", (), BOTH, False, False),
        ("internal", (), NOBODY, True, True),
        ("internal", ("sre",), NOBODY, True, False),
        ("internal", ("sre",), SUPPORT, True, False),
        ("internal", ("sre",), BOTH, True, True),
        ("internal", ("sre",), BOTH, False, False),
        ("internal", ("sre", "support"), SUPPORT, True, True),
        ("internal", ("SRE",), BOTH, True, False),
        ("internal", ("sr",), BOTH, True, False),
    ],
)
def test_who_may_read_a_chunk(
    audience: str, named: tuple[str, ...], groups: frozenset[str], internal: bool, readable: bool
) -> None:
    chunk = make_chunk("Text.", audience=audience, groups=named)
    assert may_read(chunk, groups=groups, internal=internal) is readable


def everything(house: House) -> None:
    """Pages and a solved ticket about the same thing, for each kind of reader."""
    house.page("open-page", "Rotate the signing secret of the webhook when deliveries fail.")
    house.page("partner-page", "Rotate the signing secret of the webhook for partners.", groups="[partners]")
    house.page("runbook", "Rotate the signing secret of the webhook by hand.", audience="internal")
    house.page(
        "sre-runbook", "Rotate the signing secret of the webhook in the vault.", audience="internal", groups="[sre]"
    )
    write_lines(house.tickets, ticket("T-9"))
    house.build(house.kb, house.tickets)


def asked(house: House) -> Query:
    words = "rotate the signing secret of the webhook"
    return Query(house.embedder.encode([words])[0], words)


@pytest.mark.parametrize(
    ("groups", "internal", "found"),
    [
        (NOBODY, False, {"open-page"}),
        (NOBODY, True, {"open-page", "runbook"}),
        (SUPPORT, True, {"open-page", "runbook"}),
        (BOTH, True, {"open-page", "runbook", "sre-runbook"}),
        (BOTH, False, {"open-page"}),
        (frozenset({"partners"}), False, {"open-page", "partner-page"}),
    ],
)
def test_search_finds_what_the_reader_may_see_and_nothing_else(
    house: House, groups: frozenset[str], internal: bool, found: set[str]
) -> None:
    everything(house)
    passages = search(house.open(), asked(house), "knowledge", groups=groups, internal=internal, k=20)
    assert {passage.chunk.document_id for passage in passages} == found


def test_internal_notes_of_a_case_need_internal(house: House) -> None:
    everything(house)
    index = house.open()
    query = Query(house.embedder.encode(["two other accounts"])[0], "seen before with two other accounts this week")
    outside = search(index, query, "cases", groups=BOTH, internal=False, k=20)
    inside = search(index, query, "cases", groups=BOTH, internal=True, k=20)
    assert [passage.chunk.part for passage in inside] == ["note"]
    assert outside
    assert all(passage.chunk.audience == "public" for passage in outside)


def test_what_may_not_be_read_changes_no_score(house: House, tmp_path_factory: pytest.TempPathFactory) -> None:
    everything(house)
    alone = House(tmp_path_factory.mktemp("alone"), house.scrubber)
    alone.page("open-page", "Rotate the signing secret of the webhook when deliveries fail.")
    alone.page("partner-page", "Rotate the signing secret of the webhook for partners.", groups="[partners]")
    write_lines(alone.tickets, ticket("T-9"))
    alone.build(alone.kb, alone.tickets)

    def public(index: Index) -> list[tuple[str, float, float, float]]:
        passages = search(index, asked(house), "knowledge", groups=NOBODY, internal=False, k=20)
        return [(p.chunk.document_id, p.score, p.dense, p.lexical) for p in passages]

    assert public(house.open()) == public(alone.open())


def test_a_crowd_of_forbidden_pages_does_not_starve_the_reader(house: House) -> None:
    for number in range(75):
        house.page(f"sre-{number}", f"Rotate the signing secret number {number}.", audience="internal", groups="[sre]")
    house.page("ours", "Ask somebody to rotate it, please; the secret is theirs to keep.", audience="internal")
    house.build()
    passages = search(house.open(), asked(house), "knowledge", groups=SUPPORT, k=5)
    assert [passage.chunk.document_id for passage in passages] == ["ours"]
