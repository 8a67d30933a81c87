"""The extractive reply: each thing that is asked, what agents said before, what the agent knows, how long it may be."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from assistant.query import ticket_artifacts
from assistant.reading import Span
from assistant.records import Passage, Sentence, Verdict
from assistant.steering.steering import NONE, Length, Steering
from assistant.support.support import Support
from assistant.texts.order import Order
from assistant.writers.extractive.needs import coverage
from assistant.writers.extractive.parts import parts
from assistant.writers.extractive.reply import write_reply
from assistant.writers.extractive.topics import topics
from assistant.writers.extractive.voice import Voice
from assistant.writers.extractive.wording import stands_alone, warns
from assistant.writers.material import Looked, Material
from guardrails.scrub import Scrubber
from ingest.documents import Chunk
from prompts.phrases import load_phrases
from tests.ingest.index_house import HashingEmbedder

from .desk import as_read, make_chunk, make_material

EXPORT = make_chunk(
    "Exports of orders are kept for two days, then the download link stops working.\n\n"
    "1. Open the export page as the owner of the workspace.\n2. Press the button Start a new export of orders.\n\n"
    "Exports of large workspaces are split into several files of orders.",
    document_id="kb-export",
)
PLAN = make_chunk(
    "After the plan was cancelled the old orders can be read for sixty days.\n\n"
    "1. Open the plan page as the owner of the workspace.\n2. Press the button Cancel the plan.",
    document_id="kb-plan",
)
ANSWERABLE = Verdict("answerable", "Public knowledge covers this.", 0.9)
TWO_THINGS = (
    "1) The download link of the export of orders stopped working today.\n\n"
    "2) Until when can we read the old orders after the plan was cancelled?"
)


def found(chunk: Chunk, confidence: float = 0.8) -> Passage:
    return Passage(chunk, 1.0, 0.6, 0.0, confidence=confidence)


def solved(text: str, *, articles: str, **changes: Any) -> Chunk:
    values = {"pool": "cases", "role": "agent", "fields": {"articles": articles}, "document_id": "S-1"} | changes
    return make_chunk(text, **values)


def material_of(scrubber: Scrubber, text: str, *cases: Chunk, steering: Steering = NONE) -> Material:
    ticket = replace(as_read(scrubber, text, subject="Export of orders"), steering=steering)
    made = make_material(ticket, HashingEmbedder(), chunks=[EXPORT, PLAN, *cases])
    passages = [Passage(case, 0.9, 0.7, 0.0) for case in cases if case.role == "agent"]
    return replace(made, cases=passages)


def reply(material: Material) -> list[Sentence]:
    order = Order("reply", ANSWERABLE, [found(EXPORT)], material.ticket.steering)
    return [one for section in write_reply(order, material, Voice(load_phrases())).values() for one in section]


def answers(material: Material) -> list[Sentence]:
    return [one for one in reply(material) if one.role in ("answer", "step")]


def spans(*texts: str) -> list[Span]:
    return [Span("m1", 0, len(text), text, "customer", True) for text in texts]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["The export fails.", "It worked on Monday."], [[0, 1]]),
        (["Hello,", "1) The export fails.", "It did so before.", "2) Where is the bill?"], [[0], [1, 2], [3]]),
        (["A) The export fails.", "B. Where is the bill?"], [[0], [1]]),
        (["Issue 1. The export fails.", "Issue 2: where is the bill?"], [[0], [1]]),
        (["The export fails.", "And can we see who did it?"], [[0], [1]]),
        (["The export fails.", "Another thing: the bill is missing."], [[0], [1]]),
        (["Der Export schlägt fehl.", "Außerdem fehlt die Rechnung."], [[0], [1]]),
        (["It fails.", "And it did so before.", "2026 was better.", "A new secret is there."], [[0, 1, 2, 3]]),
        ([], [[]]),
    ],
)
def test_the_parts_of_a_question(texts: Sequence[str], expected: list[list[int]]) -> None:
    assert parts(spans(*texts)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The zone of the workspace decides about reports.",
        "Scheduled snapshots are available on Scale and above.",
        "A month below 99.0 % gives a credit of 25 %.",
        "If the link has expired, start a new export.",
        'The setting "Update existing" decides whether rows are written.',
        "Download the file within 48 hours, because the link ends then.",
    ],
)
def test_a_sentence_that_can_be_quoted_alone(text: str) -> None:
    assert stands_alone(text)


@pytest.mark.parametrize(
    "text",
    [
        'You see something like "our endpoint stopped receiving events today".',
        "The cause may be one of the reasons below.",
        "Compare it with the list above.",
        "Use the settings above to change the limit of requests.",
        "There are two basic ways to make a signature.",
        "For example, the limit of another provider is 25 MB.",
        "In the dialog that appears, you can choose another theme.",
        "Open the account settings and select the account on the left.",
        "You can view them and remove the ones of last year.",
    ],
)
def test_a_sentence_that_needs_its_page(text: str) -> None:
    assert not stands_alone(text)


@pytest.mark.parametrize(
    ("text", "harm"),
    [
        ("Signing out deletes all scans of the day.", True),
        ("Never switch the check off.", True),
        ("A reset cannot be undone.", True),
        ("Unsaved rows are lost.", True),
        ("Delete the row and save.", False),
        ("The lost row is found again.", False),
    ],
)
def test_a_warning_says_what_does_harm(text: str, harm: bool) -> None:
    assert warns(text) is harm


def column(material: Material, word: str) -> float:
    """How much everything that is needed speaks for the statement that begins so."""
    quotable = material.quotable("kb-export")
    at = next(n for n, one in enumerate(quotable.statements) if one.text.startswith(word))
    return float(coverage(material, "kb-export")[:, at].sum())


SPLIT = "Exports of large workspaces are split into several files of orders."


def test_what_agents_said_to_a_ticket_like_this_counts_and_is_not_quoted(scrubber: Scrubber) -> None:
    question = "The download link stopped working today."
    alone = material_of(scrubber, question)
    case = solved(f"{SPLIT} Greetings to Rotterdam.", articles="kb-export")
    assert column(material_of(scrubber, question, case), "Exports of large") > column(alone, "Exports of large") + 0.3
    said = reply(material_of(scrubber, question, case))
    assert not any("Rotterdam" in one.text for one in said)
    assert not any(e.source.startswith("S-1") for one in said for e in one.evidence)


@pytest.mark.parametrize(
    "case",
    [
        solved(SPLIT, articles="kb-plan"),
        solved(SPLIT, articles=""),
        solved(SPLIT, articles="kb-export", audience="internal"),
        solved(SPLIT, articles="kb-export", role="customer"),
    ],
    ids=["another article", "no article", "an internal note", "the customer"],
)
def test_what_does_not_count_as_an_answer(scrubber: Scrubber, case: Chunk) -> None:
    question = "The download link stopped working today."
    other = replace(material_of(scrubber, question, case), cases=[Passage(case, 0.9, 0.7, 0.0)])
    assert column(other, "Exports of large") == column(material_of(scrubber, question), "Exports of large")


def test_a_statement_that_names_the_error_code_of_the_ticket_counts(scrubber: Scrubber) -> None:
    coded = make_chunk("The link ends with FWK-2110 then.\n\nThe link ends with FWK-21100 then.", document_id="kb-x")
    text = "The call was refused:\n\nerror FWK-2110 at 10:30 UTC"
    ticket = as_read(scrubber, text)
    artifacts = ticket_artifacts(ticket, error_prefixes=("FWK",))
    material = replace(make_material(ticket, HashingEmbedder(), chunks=[coded]), artifacts=artifacts)
    named = coverage(material, "kb-x", spans=())
    assert named.sum(axis=0)[0] > 0
    assert named.sum(axis=0)[1] == 0


def with_search(material: Material, *passages: Passage) -> Material:
    """A search that finds these for every part."""
    return replace(material, look=lambda text: Looked(replace(material.query, words=text), passages))


def test_a_second_question_gets_its_own_article(scrubber: Scrubber) -> None:
    material = with_search(material_of(scrubber, TWO_THINGS), found(PLAN))
    first, second = topics(material, [found(EXPORT)])
    assert (first.passage.chunk.document_id, second.passage.chunk.document_id) == ("kb-export", "kb-plan")
    assert second.about is not None
    assert "Until when" in second.about.text
    assert not set(first.spans) & set(second.spans)
    texts = [one.text for one in reply(material)]
    point = next(n for n, text in enumerate(texts) if text.startswith("On your other point"))
    assert "2)" not in texts[point]
    assert any("sixty days" in text for text in texts[point:])
    assert not any("sixty days" in text for text in texts[:point])


@pytest.mark.parametrize("confidence", [0.1, None])
def test_a_second_article_that_may_not_answer_is_not_quoted(scrubber: Scrubber, confidence: float | None) -> None:
    doubtful = replace(found(PLAN), confidence=confidence)
    assert len(topics(with_search(material_of(scrubber, TWO_THINGS), doubtful), [found(EXPORT)])) == 1


def test_an_article_that_is_hardly_nearer_than_the_first_is_not_quoted(scrubber: Scrubber) -> None:
    material = material_of(scrubber, TWO_THINGS)
    near = with_search(material, found(PLAN, 0.6), found(EXPORT, 0.55))
    ahead = with_search(material, found(PLAN, 0.6), found(EXPORT, 0.2))
    assert [len(topics(one, [found(EXPORT)])) for one in (near, ahead)] == [1, 2]


def test_one_question_and_nothing_to_search_in_are_one_topic(scrubber: Scrubber) -> None:
    one = with_search(material_of(scrubber, "The download link of the export stopped working."), found(PLAN))
    assert len(topics(one, [found(EXPORT)])) == 1
    assert len(topics(material_of(scrubber, TWO_THINGS), [found(EXPORT)])) == 1


def test_what_the_agent_knows_is_said_first_with_evidence_of_its_own(scrubber: Scrubber) -> None:
    fact = "We have extended the link until Friday. It works again."
    material = material_of(scrubber, "The download link stopped working today.", steering=Steering(facts=(fact,)))
    said = answers(material)
    assert [one.text for one in said[:2]] == ["We have extended the link until Friday.", "It works again."]
    assert [(e.kind, e.source, fact[e.start : e.end]) for one in said[:2] for e in one.evidence] == [
        ("fact", "fact.1", one.text) for one in said[:2]
    ]


def test_short_is_shorter_and_long_is_no_shorter(scrubber: Scrubber) -> None:
    many = make_chunk(
        " ".join(f"Exports of part {n} are kept for {n} days on the export page." for n in range(3, 16))
        + "\n\n"
        + "\n".join(f"{n}. Press button {n} on the export page." for n in range(1, 9)),
        document_id="kb-export",
    )
    counts = []
    lengths: tuple[Length, ...] = ("short", "normal", "long")
    for length in lengths:
        ticket = as_read(scrubber, "The export page shows no exports.", subject="Export page")
        steering = Steering(length=length)
        material = make_material(replace(ticket, steering=steering), HashingEmbedder(), chunks=[many])
        order = Order("reply", ANSWERABLE, [found(many)], steering)
        counts.append(len(write_reply(order, material, Voice(load_phrases()))["answer"]))
    assert counts[0] < counts[1] <= counts[2]


def test_every_sentence_of_a_reply_is_supported(scrubber: Scrubber) -> None:
    said = reply(with_search(material_of(scrubber, TWO_THINGS), found(PLAN)))
    assert len(said) > 6
    assert [Support().reasons(one) for one in said] == [[]] * len(said)


def test_scores_of_nothing(scrubber: Scrubber) -> None:
    material = material_of(scrubber, "The download link stopped working today.")
    assert coverage(material, "kb-unknown").shape[1] == 0
    assert np.isfinite(coverage(material, "kb-export")).all()
