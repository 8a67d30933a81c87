"""A text that a model wrote comes back to be changed: masked and checked like everything that comes from outside."""

from dataclasses import replace

import pytest

from assistant.assistant import Assistant
from assistant.errors import SteeringInvalid
from assistant.evidence import from_span, from_statement, sentence
from assistant.records import Evidence, Section, Text, Usage
from assistant.steering.steering import Steering
from assistant.texts.order import Check, Order, unchecked
from assistant.writers.extractive.voice import Voice
from assistant.writers.material import Material
from prompts.phrases import load_phrasebook

from .desk import GROUPS, Desk, make_ticket

WORDS = (
    "We rotated the webhook signing secret and now every delivery is answered with 401 Unauthorized. "
    "Please call Ana Duarte on +49 30 901820 about it."
)
TICKET = make_ticket(WORDS, subject="Webhook deliveries fail with 401", customer={"name": "Ana Duarte"})


class Model:
    """Stands where a chat model does, and remembers what it was given."""

    name = "model:stand-in"

    def __init__(self) -> None:
        self.orders: list[Order] = []

    def write(self, order: Order, material: Material, check: Check = unchecked) -> Text:
        self.orders.append(order)
        article = material.quotable(order.sources[0].chunk.document_id).statements if order.sources else []
        steps = [statement for statement in article if statement.kind == "step"]
        said = [s for s in material.problem if "Please call" in s.text]
        greeting = Voice(load_phrasebook().of("en")).greeting(material.ticket.greeting_name)
        parts = {
            "greeting": [greeting],
            "acknowledgement": [sentence(span.text, "acknowledgement", from_span(span)) for span in said],
            "answer": [sentence(step.text, "step", from_statement(step)) for step in steps],
        }
        sections = (
            Section(name, name, tuple(passed for one in made if (passed := check(name, one))))
            for name, made in parts.items()
        )
        return Text(order.kind, self.name, tuple(sections), order.language)

    def usage(self) -> Usage:
        return Usage()

    def prompts_used(self) -> dict[str, str]:
        return {}


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def assistant(desk: Desk, model: Model) -> Assistant:
    return Assistant(
        desk.reader,
        embedder=desk.embedder,
        scrubber=desk.scrubber,
        writer=model,
        phrases=load_phrasebook(),
        groups=GROUPS,
    )


def first(assistant: Assistant) -> Text:
    done = assistant.write(TICKET, "reply")
    assert done.text is not None, (done.verdict, done.findings)
    return done.text


def test_a_step_is_left_out_of_it_without_asking_the_model_again(assistant: Assistant, model: Model) -> None:
    before = first(assistant)
    model.orders.clear()
    found = assistant.write(TICKET, "reply", steering=Steering(turns=("leave out step 2",)), before=before).text
    assert found is not None
    assert model.orders == []
    assert found.made_by == model.name
    gone = [one for one in before.sentences if one.role == "step"][1]
    assert [one.text for one in found.sentences] == [one.text for one in before.sentences if one != gone]
    kept = {one.text: one.evidence for one in before.sentences}
    assert all(one.evidence == kept[one.text] for one in found.sentences)


def test_the_model_sees_it_masked_and_only_what_holds(assistant: Assistant, model: Model) -> None:
    before = first(assistant)
    assert any("Ana Duarte" in one.text for one in before.sentences)
    step = next(one for one in before.sentences if one.role == "step")
    forged = (
        sentence("We will refund Ana Duarte everything by Friday.", "answer", *step.evidence),
        sentence("Call +49 30 901820 now.", "answer", replace(step.evidence[0], quote="Call +49 30 901820 now.")),
        sentence("Mail t.brandvik@zarnwick.example.", "answer", Evidence("fact", "fact.9", 0, 30, "Mail her.")),
    )
    sections = tuple(
        replace(one, sentences=(*one.sentences, *forged)) if one.name == "answer" else one for one in before.sections
    )
    model.orders.clear()
    steering = Steering(turns=("say it as a friend would",))
    found = assistant.write(TICKET, "reply", steering=steering, before=replace(before, sections=sections))
    [order] = model.orders
    assert order.steering.turns == ("say it as a friend would",)
    assert order.before is not None
    assert [one.role for one in order.before.sentences].count("step") >= 2
    for private in ("Ana", "Duarte", "901820", "zarnwick", "refund"):
        assert private not in str(order.before), private
    assert found.text is not None
    assert "refund" not in str(found.text)


def test_what_another_writer_claims_to_have_written_is_left_aside(assistant: Assistant, model: Model) -> None:
    before = replace(first(assistant), made_by="model:another")
    model.orders.clear()
    assistant.write(TICKET, "reply", steering=Steering(turns=("leave out step 2",)), before=before)
    [order] = model.orders
    assert order.before is None


@pytest.mark.parametrize("count", [81, 5000])
def test_what_no_writer_would_have_written_is_refused(assistant: Assistant, model: Model, count: int) -> None:
    long = Text("reply", model.name, (Section("answer", "Answer", (sentence("Do it.", "step"),) * count),))
    with pytest.raises(SteeringInvalid, match="longer than 80 sentences"):
        assistant.write(TICKET, "reply", before=long)
    with pytest.raises(SteeringInvalid, match="'summary'"):
        assistant.write(TICKET, "update", before=replace(long, kind="summary"))


def test_any_language_may_be_asked_of_a_model(assistant: Assistant, model: Model) -> None:
    assistant.write(TICKET, "reply", steering=Steering(language="fi"))
    assert model.orders[-1].language == "fi"
    with pytest.raises(SteeringInvalid, match="ISO 639-1"):
        assistant.write(TICKET, "reply", steering=Steering(language="Finnish"))
