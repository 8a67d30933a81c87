"""A checked text changed in turns: sentences go and move, their evidence stays, and nothing is written."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evidence import from_frame, sentence
from assistant.records import Evidence, Section, Sentence, SentenceRole, Text, TextKind
from assistant.steering.refine import Refiner
from assistant.steering.steering import Length, Steering


def quoted(text: str, role: SentenceRole = "answer", *, source: str = "kb-1#a") -> Sentence:
    return sentence(text, role, Evidence("passage", source, 0, len(text), text))


def framed(text: str, role: SentenceRole, name: str) -> Sentence:
    return sentence(text, role, from_frame(name, text))


GREETING = {"neutral": "Hello,", "formal": "Dear customer,", "warm": "Hi there,", "brief": "Hello,"}
STEPS = ["Open Settings.", "Choose Webhooks.", "Copy the secret.", "Press Save."]
SECOND = ["Open Billing.", "Press Retry."]
EXTRA = "Secrets are valid for 24 hours after a rotation."


def reply(steering: Steering, *, second: bool = False) -> Text:
    answer = [quoted("The secret was rotated."), quoted("Every delivery fails with 401 since then.")]
    answer += [quoted(EXTRA)] if steering.length == "long" else []
    answer += [quoted(step, "step") for step in STEPS]
    if second:
        lead = framed("On your other point, “billing”:", "acknowledgement", "second_topic")
        answer += [lead, *(quoted(step, "step") for step in SECOND)]
    questions = [framed("Please send us:", "closing", "questions_intro")]
    questions += [quoted("The request id.", "question"), quoted("The time.", "question")]
    parts: dict[str, Sequence[Sentence]] = {
        "greeting": [framed(GREETING[steering.tone], "greeting", "greeting_no_name")],
        "acknowledgement": [framed("You wrote: “401 everywhere”", "acknowledgement", "acknowledgement")],
        "answer": answer,
        "questions": questions,
        "closing": [framed("Please reply if anything is open.", "closing", "closing")],
    }
    sections = tuple(Section(name, name, tuple(sentences)) for name, sentences in parts.items())
    return Text("reply", "extractive", sections, steering.language or "en")


def note(_: Steering, kind: TextKind = "escalation") -> Text:
    sections = (
        Section("observed", "Observed", (quoted("It fails.", "statement"), quoted("It says 401.", "statement"))),
        Section("environment", "Environment", (quoted("Plan: Scale", "statement"),)),
        Section("ruled_out", "Ruled out", ()),
    )
    return Text(kind, "extractive", sections)


def weigh(texts: Sequence[str]) -> list[float]:
    """The longer, the more it matters."""
    return [float(len(text)) for text in texts]


def refined(*turns: str, second: bool = False, languages: frozenset[str] | None = frozenset({"en", "de"})) -> Text:
    found = Refiner(lambda steering: reply(steering, second=second), weigh, languages).refine(Steering(turns=turns))
    assert found is not None
    return found


def words(text: Text) -> list[str]:
    return [one.text for one in text.sentences]


def steps(text: Text) -> list[str]:
    return [one.text for one in text.sentences if one.role == "step"]


def codes(text: Text) -> list[str]:
    return [one.code for one in text.notes]


def test_without_turns_the_text_is_as_written() -> None:
    assert refined() == reply(Steering())


def test_steps_are_counted_as_they_are_shown_after_each_turn() -> None:
    assert steps(refined("leave out step 2")) == [STEPS[0], STEPS[2], STEPS[3]]
    assert steps(refined("leave out step 2", "leave out step 2")) == [STEPS[0], STEPS[3]]
    assert steps(refined("leave out steps 2 and 3")) == [STEPS[0], STEPS[3]]
    assert steps(refined("leave out step 2", "undo")) == STEPS


def test_what_was_left_out_stays_out_in_another_tone_and_length() -> None:
    found = refined("leave out step 2 and the quote", "formal", "longer")
    assert words(found)[0] == "Dear customer,"
    assert EXTRA in words(found)
    assert steps(found) == [STEPS[0], STEPS[2], STEPS[3]]
    assert not any("You wrote" in one for one in words(found))


def test_a_list_is_named_when_two_have_that_step() -> None:
    unclear = refined("leave out step 2", second=True)
    assert steps(unclear) == [*STEPS, *SECOND]
    assert codes(unclear) == ["turn_without_effect"]
    assert "list 2" in unclear.notes[0].text
    assert steps(refined("leave out step 2 of list 2", second=True)) == [*STEPS, SECOND[0]]
    assert steps(refined("leave out step 4", second=True)) == [*STEPS[:3], *SECOND]


def test_a_line_does_not_lead_to_nothing() -> None:
    found = refined("leave out the steps of list 2", second=True)
    assert "On your other point, “billing”:" not in words(found)
    assert "Please send us:" not in words(refined("leave out question 1", "leave out question 1"))
    assert "Please send us:" not in words(refined("leave out the questions"))


def test_shorter_spares_the_steps_and_longer_takes_it_back() -> None:
    shorter = refined("shorter")
    assert steps(shorter) == STEPS
    assert len(shorter.sentences) < len(reply(Steering()).sentences)
    assert "You wrote: “401 everywhere”" not in words(shorter)
    assert words(refined("shorter", "longer")) == words(reply(Steering()))
    assert EXTRA in words(refined("longer"))


def test_shorter_ends_where_nothing_can_go() -> None:
    found = refined(*["shorter"] * 9)
    assert steps(found) == STEPS
    assert codes(found)
    assert set(codes(found)) == {"turn_without_effect"}


def test_only_keeps_the_letter_around_it() -> None:
    assert words(refined("keep only the steps")) == ["Hello,", *STEPS, "Please reply if anything is open."]


@pytest.mark.parametrize(
    ("turn", "order"),
    [
        ("move step 3 before step 2", [0, 2, 1, 3]),
        ("move step 1 to the end", [1, 2, 3, 0]),
        ("move the last step to the top", [3, 0, 1, 2]),
        ("put step 1 after step 2", [1, 0, 2, 3]),
    ],
)
def test_steps_move_within_their_list(turn: str, order: list[int]) -> None:
    assert steps(refined(turn)) == [STEPS[n] for n in order]


def test_paragraphs_move() -> None:
    found = words(refined("move the questions before the steps"))
    assert found.index("Please send us:") + 3 == found.index(STEPS[0])
    found = words(refined("move the questions to the top"))
    assert found[:4] == ["Hello,", "Please send us:", "The request id.", "The time."]


def test_what_is_not_understood_is_told_and_changes_nothing() -> None:
    found = refined("make it rhyme")
    assert words(found) == words(reply(Steering()))
    assert codes(found) == ["turn_not_understood"]
    assert "“make it rhyme”" in found.notes[0].text


def test_half_a_turn_is_not_carried_out() -> None:
    found = refined("leave out step 3 and the bit that bothers me")
    assert steps(found) == STEPS
    assert codes(found) == ["turn_not_understood"]
    found = refined("leave out step 3 and step 9")
    assert steps(found) == STEPS
    assert codes(found) == ["turn_without_effect"]


def test_the_point_of_a_text_cannot_be_left_out() -> None:
    found = refined("leave out the explanation", "leave out the steps")
    assert steps(found) == STEPS
    assert codes(found) == ["turn_without_effect"]


def test_a_language_without_phrases_is_told() -> None:
    found = refined("in French")
    assert found.language == "en"
    assert "de, en" in found.notes[0].text
    assert refined("in German").language == "de"


def test_an_instruction_that_reads_like_a_turn_is_followed_without_a_model() -> None:
    refiner = Refiner(reply, weigh, frozenset({"en"}))
    followed = refiner.refine(Steering(instruction="no greeting, please"))
    assert followed is not None
    assert "Hello," not in words(followed)
    told = Refiner(reply, weigh, frozenset({"en"})).refine(Steering(instruction="sound like a pirate"))
    assert told is not None
    assert codes(told) == ["turn_not_understood"]


def test_a_short_note_keeps_a_sentence_in_every_section() -> None:
    found = Refiner(note, weigh, frozenset({"en"})).refine(Steering(length="short"))
    assert found is not None
    assert [len(section.sentences) for section in found.sections] == [1, 1, 0]


def test_a_short_letter_in_sections_keeps_each_of_them() -> None:
    def write(_: Steering) -> Text:
        status = (quoted("You wrote that it is down.", "acknowledgement"), quoted("It is being looked into."))
        sections = (
            Section("greeting", "Greeting", (framed("Hello,", "greeting", "greeting_no_name"),)),
            Section("status", "Status", status),
            Section("workaround", "Workaround", (quoted("Use the app.", "step"), quoted("Log in anew.", "step"))),
        )
        return Text("incident_update", "extractive", sections)

    found = Refiner(write, weigh, frozenset({"en"})).refine(Steering(turns=("shorter", "shorter", "shorter")))
    assert found is not None
    assert [len(section.sentences) for section in found.sections] == [1, 1, 2]


def test_a_section_goes_by_its_title() -> None:
    found = Refiner(note, weigh, frozenset({"en"})).refine(Steering(turns=("leave out the environment",)))
    assert found is not None
    assert [len(section.sentences) for section in found.sections] == [2, 0, 0]


def test_a_brief_letter_reads_nothing_back() -> None:
    found = Refiner(reply, weigh, frozenset({"en"})).refine(Steering(tone="brief"))
    assert found is not None
    assert "acknowledgement" not in [one.role for one in found.sentences]


def test_a_model_reads_what_is_not_understood_and_only_that() -> None:
    asked: list[Steering] = []

    def write(steering: Steering) -> Text:
        asked.append(steering)
        return replace(reply(steering), made_by="model:x")

    found = Refiner(write, weigh, None).refine(Steering(turns=("make it rhyme", "leave out step 2", "in Polish")))
    assert found is not None
    assert asked[-1].turns == ("make it rhyme",)
    assert asked[-1].language == "pl"
    assert steps(found) == [STEPS[0], STEPS[2], STEPS[3]]
    assert found.notes == ()


def test_what_a_model_wrote_is_changed_as_it_stands() -> None:
    def never(_: Steering) -> Text | None:
        raise AssertionError("nothing has to be written")

    text = replace(reply(Steering()), made_by="model:x")
    found = Refiner(never, weigh, None).change(text, Steering(turns=("make it rhyme", "leave out step 2")))
    assert found is not None
    assert steps(found) == [STEPS[0], STEPS[2], STEPS[3]]
    for turn in ("warmer", "longer", "in Polish", "make it rhyme", "leave out the odd bit"):
        assert Refiner(never, weigh, None).change(text, Steering(turns=(turn,))) is None


TURNS = [
    "shorter", "longer", "formal", "warmer", "brief", "leave out step 1", "leave out step 3 of list 2", "no greeting",
    "leave out the quote", "leave out the questions", "leave out the last sentence", "keep only the steps",
    "keep only the explanation", "move the questions to the top", "move step 2 to the end", "put the greeting last",
    "leave out paragraph 2", "move step 1 before the questions", "undo", "redo", "make it rhyme", "in German",
]  # fmt: skip


@given(st.lists(st.sampled_from(TURNS), max_size=8), st.sampled_from(["short", "normal", "long"]), st.booleans())
def test_whatever_is_asked_no_sentence_is_new_and_every_one_keeps_its_evidence(
    turns: list[str], length: Length, second: bool
) -> None:
    steering = Steering(turns=tuple(turns), length=length)
    found = Refiner(lambda asked: reply(asked, second=second), weigh, frozenset({"en"})).refine(steering)
    assert found is not None
    lengths: list[Length] = ["short", "normal", "long"]
    known = {
        (one.text, one.evidence)
        for tone in ("neutral", "warm", "formal", "brief")
        for size in lengths
        for one in reply(Steering(tone=tone, length=size), second=second).sentences
    }
    assert {(one.text, one.evidence) for one in found.sentences} <= known
    assert len(words(found)) == len(set(words(found)))
    assert any(one.role in ("answer", "step") for one in found.sentences)
