"""Macros: every mistake of the file is told with its place, slots are filled from the ticket or said to be open."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.errors import MacrosInvalid
from assistant.records import Text, Written
from assistant.steering.steering import Steering
from assistant.texts.macros import Macros, with_macros
from assistant.texts.macros_file import load_macros
from assistant.writers.extractive.writer import ExtractiveWriter
from guardrails.scrub import Scrubber
from ingest.build import Builder
from ingest.cache import EmbeddingCache
from ingest.embed import SentenceTransformerEmbedder
from ingest.generations import Generations
from ingest.index import IndexReader
from prompts.phrases import load_phrasebook

from .desk import GROUPS, SAMPLE, make_assistant, make_ticket, said

FILE = """
macros:
  - id: delivery
    title: A delivery failed
    when: A webhook delivery fails, our endpoint answers with 401.
    slots:
      - {name: name, from: customer.name}
      - {name: request, from: request_id, missing: gap, gap: "(request id)"}
      - {name: plan, from: "field:plan"}
      - {name: ours, from: ask, gap: "(what we found)"}
    body:
      - "Hello {{name}},"
      - "We look for the request {{request}}."
      - "Your plan is {{plan}}."
      - "On our side we see: {{ours}}"
  - id: labels
    title: Labels are shifted
    when: Printed labels come out shifted or scaled.
    body: ["Please turn the scaling of the printer off."]
"""


def macros_of(tmp_path: Path, text: str) -> Macros:
    path = tmp_path / "macros.yaml"
    path.write_text(text, encoding="utf-8")
    return load_macros(path)


@pytest.fixture(scope="module")
def reader(
    tmp_path_factory: pytest.TempPathFactory, scrubber: Scrubber, real_embedder: SentenceTransformerEmbedder
) -> IndexReader:
    """An index of one page: macros are chosen by the ticket alone."""
    root = tmp_path_factory.mktemp("macros")
    page = SAMPLE / "knowledge" / "kb" / "kb-webhook-401.md"
    (root / "kb").mkdir()
    (root / "kb" / page.name).write_bytes(page.read_bytes())
    generations, cache = Generations(root / "index"), EmbeddingCache(root / "embeddings.sqlite")
    builder = Builder(generations, embedder=real_embedder, scrubber=scrubber, cache=cache, guard_version="test")
    builder.build([root / "kb"])
    return IndexReader(generations)


House = Callable[[Macros], Assistant]


@pytest.fixture
def house(reader: IndexReader, scrubber: Scrubber, real_embedder: SentenceTransformerEmbedder) -> House:
    """An assistant whose house has these macros."""

    def with_house(macros: Macros) -> Assistant:
        phrases = with_macros(load_phrasebook(), macros)
        writer = ExtractiveWriter(phrases, macros=macros)
        return Assistant(
            reader, embedder=real_embedder, scrubber=scrubber, writer=writer, phrases=phrases, groups=GROUPS
        )

    return with_house


def body(done: Written) -> list[str]:
    assert done.text is not None
    return [sentence.text for sentence in done.text.sentences]


def codes(text: Text | None) -> list[str]:
    return [note.code for note in text.notes] if text else []


PROBLEM = "Every webhook delivery to our endpoint is answered with 401, request req_5d1f0c83be7a4492."


@pytest.fixture
def assistant(house: House, tmp_path: Path) -> Assistant:
    return house(macros_of(tmp_path, FILE))


def test_slots_are_filled_from_the_ticket_with_evidence(assistant: Assistant) -> None:
    ticket = make_ticket(PROBLEM, customer={"name": "Mia Sandqvist"}, fields={"plan": "scale"})
    done = assistant.write(ticket, "macro")
    assert body(done) == [
        "Hello Mia,",
        "We look for the request req_5d1f0c83be7a4492.",
        "Your plan is scale.",
        "On our side we see: (what we found)",
    ]
    assert done.text is not None
    filled = done.text.sentences[1]
    assert [e.quote for e in filled.evidence if e.kind == "message"] == ["req_5d1f0c83be7a4492"]
    assert codes(done.text) == ["macro", "slot_open"]


def test_what_nothing_fills_goes_by_the_rule_of_its_slot(assistant: Assistant) -> None:
    done = assistant.write(make_ticket("Every webhook delivery to our endpoint is answered with 401."), "macro")
    assert body(done) == ["Hello,", "We look for the request (request id).", "On our side we see: (what we found)"]
    assert codes(done.text).count("slot_open") == 4


def test_an_id_in_an_internal_note_fills_nothing(assistant: Assistant) -> None:
    note = said("agent", "Log shows req_77b3e0c2d4f1a905 for them.", public=False)
    done = assistant.write(make_ticket("Every webhook delivery is answered with 401.", note), "macro")
    assert "req_77b3e0c2d4f1a905" not in " ".join(body(done))


def test_the_agent_can_name_a_macro(assistant: Assistant) -> None:
    done = assistant.write(make_ticket(PROBLEM), "macro", steering=Steering(instruction="labels"))
    assert body(done) == ["Please turn the scaling of the printer off."]


def test_where_none_fits_none_is_suggested(assistant: Assistant) -> None:
    done = assistant.write(make_ticket("Would you like to buy cheap insurance for your boat?"), "macro")
    assert done.text is None
    assert "no_macro" in [note.code for note in done.notes]


def test_a_house_without_macros_is_told_where_they_go(
    reader: IndexReader, scrubber: Scrubber, real_embedder: SentenceTransformerEmbedder
) -> None:
    done = make_assistant(reader, real_embedder, scrubber).write(make_ticket(PROBLEM), "macro")
    assert done.text is None
    assert any("DRAFTDESK_MACROS" in note.text for note in done.notes)


def test_the_words_of_a_macro_are_the_houses_and_nobody_elses(assistant: Assistant) -> None:
    """Another line with the name of a macro's line is no phrase of the house."""
    from dataclasses import replace

    from assistant.frames import Frames

    done = assistant.write(make_ticket(PROBLEM, fields={"plan": "scale"}), "macro")
    assert done.text is not None
    line = next(s for s in done.text.sentences if s.text == "Your plan is scale.")
    frames = Frames(assistant._phrases)
    assert frames.phrase(line)
    assert not frames.phrase(replace(line, text="Your plan is free for ever."))


def test_a_dollar_sign_is_only_a_sign(house: House, tmp_path: Path) -> None:
    text = "macros: [{id: fee, title: Fee, when: What does the paper invoice cost, body: [A paper invoice costs $5.]}]"
    done = house(macros_of(tmp_path, text)).write(make_ticket("What does the paper invoice cost?"), "macro")
    assert body(done) == ["A paper invoice costs $5."]


def test_the_samples_macros_can_be_read() -> None:
    found = load_macros(SAMPLE / "macros.yaml")
    assert len(found.macros) >= 8
    assert found.version


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("id: labels", "id: delivery", "macros.yaml:16: macros[2].id: is the id of a macro on line 3 too"),
        ("id: labels", "id: La bels", "macros[2].id: is no id"),
        ("title: Labels are shifted", "titel: Labels", "is no key of the macros, did you mean 'title'?"),
        ("from: request_id", "from: requestid", "macros[1].slots[2].from: is no source"),
        ("{{plan}}", "{{plans}}", "has a slot in double braces that is not under slots"),
        ("Your plan is {{plan}}.", "Your plan is good.", "macros[1].slots[3]: stands in no line"),
        (', gap: "(request id)"', "", "shows a gap without words"),
        ("missing: gap, gap", "missing: drop, gap", "is never shown with missing: drop"),
        ("missing: gap", "missing: maybe", "macros[1].slots[2].missing"),
        ('body: ["Please turn the scaling of the printer off."]', "body: []", "macros[2].body"),
        ("name: plan", "name: name", "is the name of another slot"),
        ("macros:", "macros: [", "is no YAML"),
    ],
)
def test_each_mistake_is_told_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in FILE
    with pytest.raises(MacrosInvalid) as caught:
        macros_of(tmp_path, FILE.replace(old, new))
    assert told in str(caught.value)
    assert "macros.yaml:" in str(caught.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    wrong = FILE.replace("id: labels", "id: La bels").replace("from: request_id", "from: requestid")
    with pytest.raises(MacrosInvalid) as caught:
        macros_of(tmp_path, wrong)
    assert len(str(caught.value).splitlines()) == 2


def test_a_file_that_is_not_there_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(MacrosInvalid, match="DRAFTDESK_MACROS"):
        load_macros(tmp_path / "none.yaml")
