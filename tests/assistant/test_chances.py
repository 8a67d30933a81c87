"""The chance that is shown with a passage: of knowledge only, in no order's way, and blind to what is hidden."""

from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from assistant.records import Passage
from assistant.retrieval.lookup import Found, Scope
from assistant.terminal_passages import print_passages
from assistant.wire import PassageOut
from tests.ingest.index_house import House, message, ticket, write_lines

from .desk import Desk, make_assistant, make_ticket, passage

ASKED = "How long is an export kept before it is removed from the list?"
OTHERS = {
    "roles": "# Roles\n\nA viewer can read every report of the team.",
    "imports": "# Imports\n\nAn import skips a row when a number repeats.",
    "secret": "# Rotation\n\nRotate the signing secret of the webhook when deliveries fail with 401.",
    "login": "# Login\n\nA login goes round in circles when the clock of the server is wrong.",
    "invoices": "# Invoices\n\nAn invoice is sent on the first day of a month.",
    "exports": "# Exports\n\nAn export is kept for thirty days and then removed from the list.",
}


@pytest.fixture
def pages(house: House) -> House:
    for name, body in OTHERS.items():
        house.page(name, body)
    write_lines(house.tickets, ticket("T-7", messages=[message("customer", ASKED), message("agent", "Thirty days.")]))
    return house


def build(house: House) -> None:
    house.build(house.kb, house.tickets)


def look_up(house: House, scope: Scope, asked: str = ASKED) -> Found:
    return make_assistant(house.reader(), house.embedder, house.scrubber).look_up(asked, scope)


def chances(found: Found) -> dict[str, float | None]:
    return {one.chunk.document_id: one.confidence for one in found.passages["knowledge"]}


def told(passages: list[Passage]) -> str:
    stream = StringIO()
    print_passages(Console(file=stream, width=200), passages)
    return stream.getvalue()


def sure(one: Passage) -> float:
    assert one.confidence is not None
    return one.confidence


class TestSampleCompany:
    def test_every_article_has_a_chance_and_no_case(self, desk: Desk) -> None:
        done = desk.assistant.assist(make_ticket("How do I rotate an API key without downtime?"))
        assert all(0 <= sure(one) <= 1 for one in done.knowledge)
        assert sure(done.knowledge[0]) == max(map(sure, done.knowledge)) > 0.4
        assert [one.confidence for one in done.cases] == [None] * len(done.cases)
        assert done.cases

    @pytest.mark.parametrize(
        "text", ["My printer prints blank pages.", "Can I bring a pushchair on board of the plane?"]
    )
    def test_what_is_foreign_is_in_no_article(self, desk: Desk, text: str) -> None:
        found = desk.assistant.search(text, "knowledge")
        assert found
        assert max(map(sure, found)) < 0.2

    def test_an_internal_runbook_can_hold_the_answer(self, desk: Desk) -> None:
        runbooks = [
            one
            for one in desk.assistant.search("the dashboard queries are slow and the cache stampedes", "knowledge")
            if not one.quotable
        ]
        assert runbooks
        assert sure(runbooks[0]) > 0.4


def test_the_order_does_not_follow_the_chances(pages: House) -> None:
    build(pages)
    found = look_up(pages, Scope(limit=6)).passages["knowledge"]
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert found[0].chunk.document_id == "exports"


def test_how_many_are_wanted_changes_no_chance(pages: House) -> None:
    pages.page("runbook", "# Exports\n\nRemove an export from the list by hand.", audience="internal")
    build(pages)
    for public in (False, True):
        many = list(look_up(pages, Scope(limit=7, public=public)).passages["knowledge"])
        for limit in (1, 2, 5, 6):
            assert list(look_up(pages, Scope(limit=limit, public=public)).passages["knowledge"]) == many[:limit]


def test_search_and_assist_tell_the_same_chances(pages: House) -> None:
    build(pages)
    assistant = make_assistant(pages.reader(), pages.embedder, pages.scrubber)
    asked = make_ticket(ASKED)
    assert assistant.look_up(asked, Scope(limit=6)).passages["knowledge"] == list(assistant.assist(asked).knowledge)


def test_internal_pages_have_chances_and_change_those_of_no_public_one(pages: House) -> None:
    build(pages)
    before = chances(look_up(pages, Scope(limit=20)))
    for number in range(3):
        pages.page(f"runbook-{number}", f"# Exports\n\n{ASKED} Remove it by hand, step {number}.", audience="internal")
    build(pages)
    inside, outside = chances(look_up(pages, Scope(limit=20))), chances(look_up(pages, Scope(limit=20, public=True)))
    assert outside == before
    assert {name: inside[name] for name in before} == before
    runbooks = [inside[name] for name in inside.keys() - before.keys()]
    assert len(runbooks) == 3
    assert all(isinstance(chance, float) and 0 < chance <= 1 for chance in runbooks)


@pytest.mark.parametrize("front", [{"audience": "internal"}, {"audience": "public"}], ids=str)
def test_pages_of_other_groups_leave_no_trace(pages: House, front: dict[str, Any]) -> None:
    pages.page("runbook", "# Exports\n\nRemove an export from the list by hand.", audience="internal")
    build(pages)
    before = [chances(look_up(pages, Scope(limit=20, public=public))) for public in (False, True)]
    for number in range(8):
        pages.page(f"hidden-{number}", f"# Exports {number}\n\n{ASKED} {number}", groups="[finance]", **front)
    build(pages)
    assert [chances(look_up(pages, Scope(limit=20, public=public))) for public in (False, True)] == before


def test_nothing_but_internal_knowledge(house: House) -> None:
    house.page("runbook", "# Exports\n\nRemove an export from the list by hand.", audience="internal")
    house.build()
    inside = chances(look_up(house, Scope()))
    assert inside.keys() == {"runbook"}
    assert inside["runbook"]
    assert chances(look_up(house, Scope(public=True))) == {}


def test_a_chance_in_json_and_in_the_terminal() -> None:
    one = passage()
    assert PassageOut.of(one).confidence is None
    assert "likely" not in told([one])
    sure_one = Passage(one.chunk, 0.5, 0.5, 0.0, confidence=0.6234)
    assert PassageOut.of(sure_one).confidence == 0.623
    assert "62% likely to hold the answer" in told([sure_one])
