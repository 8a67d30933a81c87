"""A chat model as a grader: its word counts only where it can be read, and never without its agreement with labels."""

import pytest
from langchain_core.language_models import FakeListChatModel

from evals.grading import Grader, agreement_of, build_grader, labelled
from evals.scorers.graded import graded_support
from evals.tasks.write import GradedKept, graded
from settings import Settings

from .kept import expect, quoted, text, wrote

CLAIMS = [("It waits a day.", ["It waits a day."]), ("It waits a week.", ["It waits a day."])]


def grader(*answers: str) -> Grader:
    return Grader(FakeListChatModel(responses=list(answers)), "fake:model")


def test_the_sentences_that_the_model_objects_to_are_read_from_its_answer() -> None:
    assert grader('{"unsupported": [1]}').unsupported(CLAIMS) == frozenset({1})
    assert grader('Well:\n```json\n{"unsupported": []}\n```').unsupported(CLAIMS) == frozenset()


@pytest.mark.parametrize(
    "answer", ["", "all fine", "{", '{"unsupported": [2]}', '{"unsupported": ["1"]}', '{"unsupported": 1}', '{"x": []}']
)
def test_an_answer_that_cannot_be_read_is_no_grade(answer: str) -> None:
    assert grader(answer).unsupported(CLAIMS) is None


def test_a_model_that_fails_gives_no_grade() -> None:
    class Broken(FakeListChatModel):
        def _call(self, *_: object, **__: object) -> str:
            raise ConnectionError

    assert Grader(Broken(responses=[""]), "fake").unsupported(CLAIMS) is None


def test_the_labelled_sentences_are_forty_and_half_of_them_right() -> None:
    labels = [label for label, _ in labelled()]
    assert len(labels) >= 40
    assert sum(labels) * 2 == len(labels)


def test_agreement_is_beyond_chance_and_has_its_interval() -> None:
    perfect = agreement_of([(True, True), (False, False)] * 20)
    assert (perfect.kappa, perfect.n) == (1.0, 40)
    mixed = agreement_of([(True, True)] * 15 + [(True, False)] * 5 + [(False, False)] * 15 + [(False, True)] * 5)
    assert mixed.kappa == pytest.approx(0.5)
    assert mixed.low < 0.5 < mixed.high
    assert mixed == agreement_of(
        [(True, True)] * 15 + [(True, False)] * 5 + [(False, False)] * 15 + [(False, True)] * 5
    )


def test_who_says_the_same_of_everything_agrees_no_more_than_chance() -> None:
    found = grader('{"unsupported": []}').agreement
    assert found is not None
    assert (found.kappa, found.n) == (0.0, len(labelled()))


def test_a_grader_without_a_usable_answer_has_no_agreement() -> None:
    assert grader("no").agreement is None


def test_a_grade_is_told_with_its_agreement() -> None:
    made = wrote(text(quoted("One."), quoted("Two.")))
    kept = graded(grader('{"unsupported": [1]}', *['{"unsupported": []}', '{"unsupported": [0]}'] * 20), made)
    score = graded_support(expect(), made.model_copy(update={"graded": kept}))
    assert (score.value, score.weight) == (0.5, 2.0)
    assert score.reason == "fake:model: kappa 1.00 (1.00 to 1.00) on 40 labelled sentences"


@pytest.mark.parametrize("kept", [None, GradedKept(), GradedKept(model="fake:model")])
def test_without_a_grade_the_case_could_not_be_graded(kept: GradedKept | None) -> None:
    score = graded_support(expect(), wrote(text(quoted("One.")), graded=kept))
    assert (score.state, score.value) == ("not_graded", None)
    assert score.reason.startswith("could not be graded")


def test_without_a_model_or_a_text_nothing_is_graded() -> None:
    assert graded(None, wrote(text(quoted("One.")))) == GradedKept()
    assert graded_support(expect(), wrote(None)).state == "not_asked"


@pytest.mark.parametrize("name", ["", "settings", "nobody:knows"])
def test_a_model_that_is_not_there_is_no_grader(name: str) -> None:
    assert build_grader(Settings(model=""), name) is None
