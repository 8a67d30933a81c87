"""Solved tickets vote for the articles that they cite: who votes, for what, and who may see it."""

from typing import Any

import numpy as np
import pytest

from assistant.permissions import may_read
from assistant.retrieval.citing import Article, Case
from assistant.retrieval.explain import CITED
from assistant.retrieval.learned import LearnedRanking, Ranker, find
from assistant.retrieval.search import Query, search
from assistant.retrieval.votes import CitingCases, Vote
from ingest.shelf import Access
from tests.ingest.index_house import House

from .desk import make_chunk, unit
from .solved_house import SAID, build, customers, solved

NOBODY: frozenset[str] = frozenset()
SRE = frozenset({"sre"})
DOORBELL = "doorbell rings twice nobody answers"


def ask(house: House, words: str) -> Query:
    return Query(house.embedder.encode([words])[0], words)


def votes(house: House, words: str, *, groups: frozenset[str] = NOBODY, **options: Any) -> dict[str, Vote]:
    index = house.open()
    internal = options.pop("internal", True)
    return CitingCases.of(index).votes(ask(house, words).vector, groups=groups, internal=internal, **options)


def test_the_nearest_tickets_vote_for_what_they_cite(house: House) -> None:
    build(
        house,
        solved("near", DOORBELL, ["rotation"]),
        solved("nearer", f"{DOORBELL} callback", ["rotation", "retention"]),
        solved("far", "list stops hundred rows", ["pagination"]),
    )
    found = votes(house, f"{DOORBELL} callback")
    assert sum(vote.share for vote in found.values()) == pytest.approx(1)
    assert sorted(found, key=lambda id_: -found[id_].share) == ["rotation", "retention", "pagination"]
    assert found["rotation"].cases == ("nearer", "near")
    assert found["retention"].cases == ("nearer",)


def test_what_cites_nothing_that_is_here_does_not_vote(house: House) -> None:
    build(house, solved("none", DOORBELL, []), solved("gone", DOORBELL, ["a-page-of-old", "gone"]))
    assert votes(house, DOORBELL) == {}


def test_a_ticket_says_nothing_about_itself_and_later_ones_say_nothing(house: House) -> None:
    build(house, solved("one", DOORBELL, ["rotation"], day=1), solved("two", DOORBELL, ["retention"], day=9))
    index = house.open()
    cases, vector = CitingCases.of(index), ask(house, DOORBELL).vector
    assert cases.votes(vector, groups=NOBODY, internal=True, own_id="one").keys() == {"retention"}
    earlier = cases.before("2025-01-05")
    assert cases.votes(vector, groups=NOBODY, internal=True, among=earlier).keys() == {"rotation"}
    assert cases.votes(vector, groups=NOBODY, internal=True, among=earlier, own_id="one") == {}
    assert not cases.before("2025-01-02").any()


def test_a_ticket_that_left_the_index_votes_no_more(house: House) -> None:
    build(house, solved("kept", "list stops hundred rows", ["pagination"]), solved("erased", DOORBELL, ["rotation"]))
    assert votes(house, DOORBELL).keys() == {"pagination", "rotation"}
    build(house, solved("kept", "list stops hundred rows", ["pagination"]))
    assert votes(house, DOORBELL).keys() == {"pagination"}


def test_an_article_that_one_may_not_read_takes_no_share(house: House) -> None:
    house.page("closed", "Only for some.", audience="internal", groups="[sre]")
    house.page("inside", "Only for colleagues.", audience="internal")
    build(
        house,
        solved("S-1", DOORBELL, ["rotation", "closed", "inside"]),
        solved("S-2", f"{DOORBELL} kaput", ["closed"]),
        solved("S-3", f"{DOORBELL} callback", ["retention"]),
    )
    assert votes(house, DOORBELL, groups=SRE).keys() == {"rotation", "closed", "inside", "retention"}
    assert votes(house, DOORBELL).keys() == {"rotation", "inside", "retention"}
    public = votes(house, DOORBELL, internal=False)
    build(house, solved("S-1", DOORBELL, ["rotation"]), solved("S-3", f"{DOORBELL} callback", ["retention"]))
    assert votes(house, DOORBELL, internal=False) == public


@pytest.mark.parametrize(
    ("groups", "internal", "voters"),
    [(NOBODY, False, {"a"}), (NOBODY, True, {"a", "b"}), (SRE, True, {"a", "b", "c"}), (SRE, False, {"a"})],
)
def test_a_ticket_that_one_may_not_read_does_not_vote(groups: frozenset[str], internal: bool, voters: set[str]) -> None:
    problems = [
        make_chunk("Rings twice.", document_id="a", pool="cases"),
        make_chunk("Rings twice.", document_id="b", pool="cases", audience="internal"),
        make_chunk("Rings twice.", document_id="c", pool="cases", audience="internal", groups=("sre",)),
    ]
    cases = CitingCases(
        [Case(problem.document_id, problem, ("page",)) for problem in problems],
        np.array([unit(1, 0)] * len(problems), dtype=np.float32),
        {"page": Article("knowledge", (Access("public", ()),))},
    )
    found = cases.votes(unit(1, 0), groups=groups, internal=internal)
    assert set(found["page"].cases) == voters
    assert voters == {p.document_id for p in problems if may_read(p, groups=groups, internal=internal)}


def test_strength_grows_with_the_share() -> None:
    strengths = [Vote(share, ()).strength for share in (0.0, 0.01, 0.1, 0.5, 1.0)]
    assert strengths == sorted(strengths)
    assert (strengths[0], strengths[-1]) == (0, 1)


def test_votes_lift_by_their_strength_times_the_weight() -> None:
    lifts = Ranker(1.5).lifts({"p2": Vote(0.9, ("x",)), "p1": Vote(0.05, ("y",))})
    assert lifts == {
        "p2": pytest.approx(1.5 * Vote(0.9, ()).strength),
        "p1": pytest.approx(1.5 * Vote(0.05, ()).strength),
    }
    assert Ranker(1.5).lifts({}) == {}
    assert Ranker(0.0).lifts({"p2": Vote(1.0, ("x",))}) == {"p2": 0.0}


def test_a_house_finds_by_its_solved_tickets_what_its_pages_do_not_say(house: House) -> None:
    build(house, *customers(40))
    index, query = house.open(), ask(house, SAID["federation"])
    learned = LearnedRanking(Ranker(1.5), CitingCases.of(index))
    found = find(index, query, "knowledge", groups=NOBODY, learned=learned)
    assert found[0].chunk.document_id == "federation"
    assert find(index, query, "knowledge", groups=NOBODY) == search(index, query, "knowledge", groups=NOBODY)
    assert len(find(index, query, "knowledge", groups=NOBODY, learned=learned, k=2)) == 2


def test_what_solved_tickets_cite_is_a_candidate_though_its_words_are_not(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.retrieval.search.CANDIDATES", 1)
    house.page("closed", "Only for some.", audience="internal", groups="[sre]")
    build(house, solved("S-1", DOORBELL, ["rotation", "closed"]), solved("S-2", "list stops", ["pagination"]))
    index, query = house.open(), ask(house, f"{DOORBELL} receiver")
    learned = LearnedRanking(Ranker(1.5), CitingCases.of(index))
    for reader, seen in ((NOBODY, {"rotation"}), (SRE, {"rotation", "closed"})):
        lifts = learned.lifts(query, groups=reader)
        found = find(index, query, "knowledge", groups=reader, learned=learned, k=len(seen))
        assert {passage.chunk.document_id for passage in found} == seen
        assert all(CITED in passage.why.factors for passage in found)
        assert seen <= lifts.keys()
        assert ("closed" in lifts) is (reader == SRE)


def test_a_lift_shows_nobody_what_they_may_not_read(house: House) -> None:
    house.page("closed", "Only for some.", audience="internal", groups="[sre]")
    house.page("open", "Rotate it.")
    house.build()
    index, query = house.open(), ask(house, "rotate")
    plain = search(index, query, "knowledge", groups=NOBODY)
    assert search(index, query, "knowledge", groups=NOBODY, lifts={"closed": 5.0, "unknown": 5.0}) == plain
