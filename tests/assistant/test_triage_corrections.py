"""Corrections: nothing is lost, the last word counts, a withdrawn one is gone, and a broken line stops nobody."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.assistant import Assistant
from assistant.errors import TriageUnwritable
from assistant.triage.corrections import (
    DAMAGED,
    FILE,
    Correction,
    Corrections,
    Said,
    corrected_examples,
    packed,
    vector_of,
)
from assistant.triage.examples import stored_id
from assistant.writers.extractive.writer import ExtractiveWriter
from prompts.phrases import load_phrasebook
from tests.ingest.index_house import HashingEmbedder, House

from .desk import make_ticket, unit
from .triage_house import indexed, keeper

EMBEDDER = HashingEmbedder()


def correction(ticket: str = "T-1", **changes: Any) -> Correction:
    text = f"the webhook of {ticket} fails"
    values: dict[str, Any] = {
        "ticket": ticket,
        "at": "2026-11-02T09:14:00+00:00",
        "labels": {"category": "webhooks"},
        "text": text,
        "vector": packed(EMBEDDER.encode([text])[0]),
        "embedder": EMBEDDER.fingerprint,
        "said": {"category": Said("billing", 0.61), "severity": Said(None, 0.2)},
        "made_by": "version 000003",
    }
    return Correction(**values | changes)


@pytest.fixture
def corrections(tmp_path: Path) -> Corrections:
    return Corrections(tmp_path / "triage")


def lines(corrections: Corrections, name: str = FILE) -> list[str]:
    return (corrections.folder / name).read_text(encoding="utf-8").splitlines()


def tickets(corrections: Corrections) -> list[str]:
    return [one.ticket for one in corrections.read().corrections]


def test_nothing_was_corrected_yet(corrections: Corrections) -> None:
    assert corrections.read().corrections == ()
    assert not corrections.withdraw("T-1")
    assert not corrections.folder.exists()


def test_a_correction_comes_back_as_it_was(corrections: Corrections) -> None:
    one = correction(tags=("late",), agent="a-17")
    assert corrections.put(one) is False
    (found,) = Corrections(corrections.folder).read().corrections
    assert found == one
    assert found.said["category"] == Said("billing", 0.61)
    assert vector_of(found) == pytest.approx(EMBEDDER.encode([one.text])[0])


def test_the_last_word_about_a_ticket_counts_and_the_first_is_gone(corrections: Corrections) -> None:
    corrections.put(correction("T-1"))
    corrections.put(correction("T-2"))
    assert corrections.put(correction("T-1", labels={"category": "sso"})) is True
    assert tickets(corrections) == ["T-2", "T-1"]
    assert len(lines(corrections)) == 2
    assert corrections.read().corrections[-1].labels == {"category": "sso"}


def test_a_withdrawn_correction_leaves_nothing_behind(corrections: Corrections) -> None:
    corrections.put(correction("T-1", text="about the zebra"))
    corrections.put(correction("T-2"))
    assert corrections.withdraw("T-1")
    assert tickets(corrections) == ["T-2"]
    assert not any(b"zebra" in path.read_bytes() for path in corrections.folder.rglob("*") if path.is_file())
    assert not corrections.withdraw("T-1")


def test_a_ticket_whose_id_was_hidden_can_be_withdrawn_by_its_id(corrections: Corrections) -> None:
    corrections.put(correction(stored_id("ana@brightmoor.example")))
    assert corrections.withdraw("ana@brightmoor.example")
    assert tickets(corrections) == []


BAD = [
    "not json",
    "{}",
    "[]",
    '"T-9"',
    '{"ticket": "T-9", "at": "2026-11-02T09:14:00Z", "labels": {}, "text": "x", "vector": "%%", "embedder": "e"}',
    '{"ticket": "T-9", "at": "2026-11-02T09:14:00Z", "labels": {}, "text": "x", "vector": "AAAA", "embedder": "e"}',
    '{"ticket": "T-9", "at": "2026-11-02T09:14:00Z", "labels": {}, "text": "x", "vector": "", "embedder": "e"}',
    '{"ticket": "T-9", "at": "2026-11-02T09:14:00+00:00", "labels": {"category": 3}, "text": "x", '
    '"vector": "AACAPw==", "embedder": "e"}',
]


@pytest.mark.parametrize("bad", BAD)
def test_a_line_that_cannot_be_read_is_told_and_set_aside(corrections: Corrections, bad: str) -> None:
    corrections.put(correction("T-1"))
    with (corrections.folder / FILE).open("a", encoding="utf-8") as stream:
        stream.write(bad + "\n")
    corrections_read = corrections.read()
    assert (len(corrections_read.corrections), corrections_read.damaged) == (1, 1)
    corrections.put(correction("T-2"))
    assert (tickets(corrections), corrections.read().damaged) == (["T-1", "T-2"], 1)
    assert lines(corrections, DAMAGED) == [bad]
    assert len(lines(corrections)) == 2


def test_a_line_cut_off_by_a_crash_spoils_no_other(corrections: Corrections) -> None:
    corrections.put(correction("T-1"))
    with (corrections.folder / FILE).open("a", encoding="utf-8") as stream:
        stream.write('{"ticket": "T-2", "at": "20')
    assert corrections.read().damaged == 0  # it may be being written just now
    corrections.put(correction("T-3"))
    assert tickets(corrections) == ["T-1", "T-3"]
    assert lines(corrections, DAMAGED) == ['{"ticket": "T-2", "at": "20']


def test_many_at_once_are_all_kept(corrections: Corrections) -> None:
    def work(number: int) -> None:
        own = Corrections(corrections.folder)  # as another process would have it
        own.put(correction(f"T-{number % 20}", labels={"category": f"c{number}"}))
        if number % 20 == 19:
            own.withdraw(f"T-{number % 20}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(60)))
    held = corrections.read()
    assert sorted({*tickets(corrections)} | {"T-19"}) == sorted(f"T-{n}" for n in range(20))
    assert held.damaged == 0
    assert [json.loads(line)["ticket"] for line in lines(corrections)] == tickets(corrections)


def test_a_folder_that_cannot_be_written_is_an_error_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "triage").write_text("a file", encoding="utf-8")
    with pytest.raises(TriageUnwritable, match="triage"):
        Corrections(tmp_path / "triage").put(correction())


def test_words_of_another_embedder_are_embedded_again() -> None:
    foreign = correction("T-2", embedder="other:3", vector=packed(unit(1, 0, 0)))
    own, again = corrected_examples([correction("T-1"), foreign], EMBEDDER)
    assert np.array_equal(own.vector, EMBEDDER.encode([own.text])[0])
    assert np.array_equal(again.vector, EMBEDDER.encode([again.text])[0])
    assert (again.origin, again.labels, again.tags) == ("correction", {"category": "webhooks"}, None)


PLANTED = [
    "Marianne Oberholzer", "Oberholzer", "marianne.oberholzer@kettlewick.example", "+44 20 7946 0958",
    "GB29NWBK60161331926819", "4556737586899855", "AKIA4QWERTY7ZXCVBNMK", "hunter2-Zebra!",
]  # fmt: skip


def test_nothing_personal_of_a_corrected_ticket_reaches_a_file(house: House) -> None:
    """Assist, correct, learn, count: every byte below var is searched for what the ticket held."""
    index = indexed(house)
    kept = keeper(house, counting=True)
    assistant = Assistant(
        house.reader(),
        embedder=house.embedder,
        scrubber=house.scrubber,
        writer=ExtractiveWriter(load_phrasebook()),
        phrases=load_phrasebook(),
        groups=frozenset({"support"}),
        triage=kept,
    )
    kept.train(index)
    ticket = make_ticket(
        "The webhook fails since Monday. I am Marianne Oberholzer, write to marianne.oberholzer@kettlewick.example or "
        "call +44 20 7946 0958. Our IBAN is GB29NWBK60161331926819, the card 4556737586899855. The AWS key is "
        "AKIA4QWERTY7ZXCVBNMK and my password: hunter2-Zebra!",
        subject="Webhook of Marianne Oberholzer",
        id="marianne.oberholzer@kettlewick.example",
        customer={"name": "Marianne Oberholzer", "email": "marianne.oberholzer@kettlewick.example"},
    )
    assistant.assist(ticket)
    told = assistant.correct(ticket, {"category": "billing"}, agent="Marianne Oberholzer")
    assert assistant.triage.train(index).version is not None
    assistant.assist(ticket)
    assert len(kept.seen.rows()) == 1
    (line,) = kept.corrections.read().corrections
    assert "webhook fails" in line.text
    assert (line.ticket, told.ticket, line.agent[:7]) == (line.ticket, line.ticket, "sha256:")
    held = {path: path.read_bytes().lower() for path in house.var.rglob("*") if path.is_file()}
    assert any(path.name == "corrections.jsonl" for path in held)
    for value in PLANTED:
        assert [path for path, content in held.items() if value.lower().encode() in content] == [], value
