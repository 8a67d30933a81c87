"""A thousand planted values on every path: the model, the embedder, the disk, the log and other tickets see none."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient

from guardrails.scrub import Scrubber
from server import create_app  # noqa: TID251  tests start it
from settings import Settings
from tests.ingest.index_house import House

from .house import Heard, PlantedHouse, leaked, walk
from .values import COUNTS, Planted, planted

UNSEEN = {"name": 0.02}
"""Share of a kind that no recogniser finds in its sentence: a name that is an everyday word has nothing to go by."""


@dataclass(frozen=True)
class Walked:
    planted: PlantedHouse
    heard: Heard
    missed: frozenset[str]


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory, scrubber: Scrubber) -> Walked:
    values = planted()
    alone = scrubber.scrub_batch([one.text for one in values])
    missed = {one.value for one, done in zip(values, alone, strict=True) if leaked([one], done.text)}
    held = PlantedHouse(House(tmp_path_factory.mktemp("walk"), scrubber), values)
    held.listen()
    try:
        held.build()
        app = create_app(Settings(var=held.house.var, sources=[held.house.kb, held.house.tickets]))
        app.state.assistant = held.assistant(scrubber)
        with TestClient(
            app, base_url="http://127.0.0.1", client=("127.0.0.1", 5000), raise_server_exceptions=False
        ) as c:
            heard = walk(held, c)
    finally:
        held.hush()
    return Walked(held, heard, frozenset(missed))


def none_of(found: Mapping[str, str], walked: Walked) -> dict[str, str]:
    """What leaked although its own sentence is masked; what no recogniser knows is counted by its own test."""
    return {value: kind for value, kind in found.items() if value not in walked.missed}


def test_a_thousand_values_are_planted() -> None:
    values = planted()
    assert Counter(one.kind for one in values) == COUNTS
    assert len({one.value for one in values}) == 1000
    assert planted() == values


def test_what_no_recogniser_knows_is_rare(walked: Walked) -> None:
    kinds = Counter(one.kind for one in walked.planted.values if one.value in walked.missed)
    assert {kind: n for kind, n in kinds.items() if n > UNSEEN.get(kind, 0) * COUNTS[kind]} == {}


def test_a_model_would_have_read_none(walked: Walked) -> None:
    read = "\n".join(walked.planted.writer.read)
    assert "fails with 401" in read
    assert none_of(leaked(walked.planted.values, read), walked) == {}


def test_the_embedder_read_none(walked: Walked) -> None:
    assert none_of(leaked(walked.planted.values, walked.planted.embedded), walked) == {}


def test_no_file_holds_any(walked: Walked) -> None:
    written = walked.planted.written()
    assert b"page-1" in written
    assert none_of(leaked(walked.planted.values, written), walked) == {}


def test_no_event_and_no_log_line_holds_any(walked: Walked) -> None:
    events = json.dumps(walked.planted.events, default=repr)
    assert "assist.made" in events
    assert "http.request" in events
    assert none_of(leaked(walked.planted.values, events), walked) == {}
    assert none_of(leaked(walked.planted.values, "\n".join(walked.planted.logged.lines)), walked) == {}


def test_no_refusal_repeats_a_value(walked: Walked) -> None:
    refused = "\n".join(walked.heard.errors)
    assert "request_invalid" in refused
    assert leaked(walked.planted.values, refused) == {}


def test_no_answer_holds_a_value_of_the_sources_or_of_another_ticket(walked: Walked) -> None:
    sources = walked.planted.of_sources
    for number, said in walked.heard.answers.items():
        others = [o for n in walked.planted.tickets if n != number for o in walked.planted.of_ticket(n)]
        text = "\n".join(said)
        assert '"error"' not in text
        assert none_of(leaked([*sources, *others], text), walked) == {}
    assert none_of(leaked(walked.planted.values, "\n".join(walked.heard.searches)), walked) == {}


def test_an_article_holds_no_value_of_its_own_ticket_either(walked: Walked) -> None:
    articles = [json.loads(article) for article in walked.heard.articles]
    assert articles
    texts = json.dumps([[one["text"], one["question"], one["notes"]] for one in articles])
    assert none_of(leaked(walked.planted.values, texts), walked) == {}


def test_a_tickets_own_answer_restores_its_values_but_no_secret(walked: Walked) -> None:
    restored: dict[str, str] = {}
    for number, said in walked.heard.answers.items():
        own = walked.planted.of_ticket(number)
        assert none_of(leaked([one for one in own if one.secret], "\n".join(said)), walked) == {}
        restored |= leaked([one for one in own if not one.secret], "\n".join(said))
    assert len(restored) > 50


def test_the_walk_would_see_a_leak() -> None:
    value = Planted("IBAN", "DE89 3704 0044 0532 0130 00", "")
    for text in (
        "iban de89370400440532013000",
        "DE89%203704%200044%200532%200130%2000",
        "REU4OSAzNzA0IDAwNDQgMDUzMiAwMTMwIDAw",
    ):
        assert leaked([value], text) == {value.value: "IBAN"}
