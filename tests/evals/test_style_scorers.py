"""Scorers of form: tone, length, language, greeting, and who made a text."""

import pytest

from evals.scorers.score import Judge
from evals.scorers.style import greeting, language_right, length_fits, made_by_told, tone_fits
from evals.tasks.shapes import SentenceKept, TextKept

from .kept import assisted, expect, frame, message, passage, quoted, text, wrote

GERMAN = "Bitte antworten Sie auf diese Nachricht, falls noch etwas offen ist."
ENGLISH = "Please reply to this message if anything is still open."


def framed(said: str, name: str = "closing") -> SentenceKept:
    return SentenceKept(text=said, role="closing", evidence=[frame(said, name)])


def own(said: str) -> TextKept:
    """A text that a chat model wrote in its own words."""
    return text(SentenceKept(text=said, evidence=[passage("Something else entirely.")]), made_by="m", calls=1)


@pytest.mark.parametrize(
    ("names", "value"), [(["greeting", "closing.warm"], 1.0), (["greeting"], 0.0), (["a.warm", "b.formal"], 0.0)]
)
def test_the_tone_is_that_of_the_phrases(names: list[str], value: float) -> None:
    made = text(*(framed(ENGLISH, name) for name in names))
    assert tone_fits(expect(tone="warm"), wrote(made)).value == value


@pytest.mark.parametrize(
    ("tone", "said", "value"),
    [
        ("warm", "Hi there, we are glad to help.", 1.0),
        ("warm", "The limit is 300.", 0.0),
        ("formal", "Dear customer, we would ask you to wait.", 1.0),
        ("formal", "Dear customer, don't wait.", 0.0),
        ("brief", "Wait a day.", 1.0),
        ("brief", "Wait " + "and wait " * 20, 0.0),
    ],
)
def test_without_phrases_the_words_show_the_tone(tone: str, said: str, value: float) -> None:
    assert tone_fits(expect(tone=tone), wrote(own(said))).value == value


@pytest.mark.parametrize(("words", "value"), [(100, 1.0), (80, 1.0), (120, 0.6), (60, 0.5), (400, 0.0)])
def test_a_length_that_is_missed_counts_less_the_farther_off_it_is(words: int, value: float) -> None:
    made = wrote(text(quoted("word " * words)))
    assert length_fits(expect(words=(80, 100)), made).value == pytest.approx(value)


def test_the_own_words_have_to_be_in_the_language_asked_for() -> None:
    made = text(framed(GERMAN), quoted("Open the settings and press the button to resume."), language="de")
    assert language_right(expect(language="de"), wrote(made)).value == 1.0


def test_a_text_that_says_another_language_is_wrong() -> None:
    score = language_right(expect(language="de"), wrote(text(framed(GERMAN), language="en")))
    assert (score.value, score.reason) == (0.0, "says en instead of de")


def test_a_mix_of_two_languages_is_partly_wrong() -> None:
    value = language_right(expect(language="de"), wrote(text(framed(GERMAN), framed(ENGLISH), language="de"))).value
    assert value is not None
    assert 0.3 < value < 0.7


def test_what_is_quoted_in_another_language_does_not_count() -> None:
    said = "Sie schrieben uns diese Nachricht: „please help, nothing works since this morning“"
    evidence = [frame("Sie schrieben uns diese Nachricht: „$quote“"), message("please help, nothing works …")]
    made = text(SentenceKept(text=said, evidence=evidence), language="de")
    assert language_right(expect(language="de"), wrote(made)).value == 1.0


def test_a_text_with_too_few_own_words_is_not_graded() -> None:
    assert language_right(expect(language="de"), wrote(text(quoted("Open it."), language="de"))).state == "not_graded"


def test_questions_stand_in_for_a_text() -> None:
    assert language_right(expect(language="de"), wrote(None, questions=[framed(ENGLISH)])).value == 0.0


@pytest.mark.parametrize("judge", [tone_fits, length_fits, language_right])
def test_without_a_text_there_is_no_answer(judge: Judge) -> None:
    assert judge(expect(tone="warm", words=(1, 2), language="de"), wrote(None)).state == "no_answer"
    assert judge(expect(), wrote(text(quoted("One.")))).state == "not_asked"


def test_the_usual_tone_is_not_asked() -> None:
    assert tone_fits(expect(tone="neutral"), wrote(text(framed(ENGLISH)))).state == "not_asked"


@pytest.mark.parametrize(("greeted", "value"), [(True, 1.0), (False, 0.0), (None, None)])
def test_a_greeting_has_the_name_of_the_ticket(greeted: bool | None, value: float | None) -> None:
    assert greeting(expect(), wrote(text(framed(ENGLISH), greeted=greeted))).value == value


@pytest.mark.parametrize(
    ("made_by", "calls", "notes", "value"),
    [
        ("extractive", 0, [], 1.0),
        ("extractive", 2, ["model_fallback"], 1.0),
        ("extractive", 2, [], 0.0),
        ("openai:m", 1, [], 1.0),
        ("openai:m", 0, [], 0.0),
        ("", 0, [], 0.0),
    ],
)
def test_a_text_says_who_made_it(made_by: str, calls: int, notes: list[str], value: float) -> None:
    made = text(quoted("One."), made_by=made_by, calls=calls, notes=notes)
    assert made_by_told(expect(), wrote(made)).value == value


def test_one_wrong_maker_of_two_texts_is_enough() -> None:
    score = made_by_told(expect(), assisted(text(quoted("One.")), text(kind="summary", made_by="m")))
    assert (score.value, score.reason) == (0.0, "made by another than it says: summary")
