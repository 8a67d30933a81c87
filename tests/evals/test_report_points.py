"""What charts are drawn from, and that a picture tells the same to who does not see it."""

from xml.etree import ElementTree

import pytest

from evals.reporting.charts import latency, reliability, whisker
from evals.reporting.drawing import Frame, tag
from evals.reporting.points import bins_of, chances_of, confusions_of, figures_by_label
from evals.reporting.times import TaskTimes, times_of
from evals.reporting.view import cases_of, suites_of
from evals.running.log import SuiteRun
from evals.scorers.score import Score, no_answer

from .made_logs import log, suite
from .report_logs import figured, leak_suite, verdict_suite

SVG = "{http://www.w3.org/2000/svg}"


def chances(*pairs: tuple[float, bool]) -> SuiteRun:
    scores = [Score(float(right), detail={"chance": chance, "right": right}) for chance, right in pairs]
    return suite("one", {"verdict": [*scores, no_answer("abstained"), Score(1.0)]})


def test_chances_come_from_details_and_cases_without_them_are_left_out() -> None:
    [found] = chances_of([chances((0.9, True), (0.8, True), (0.85, False), (0.2, False), (1.0, True))])
    assert (found.name, len(found.chances)) == ("one: verdict", 5)
    bins = bins_of(found)
    assert [(round(one.chance, 3), one.right.n, round(one.right.mean, 3)) for one in bins] == [
        (0.2, 1, 0.0),
        (0.825, 2, 0.5),
        (0.95, 2, 1.0),
    ]


def test_too_few_chances_make_no_chart() -> None:
    assert chances_of([chances((0.9, True), (0.8, True), (0.85, False), (0.2, False))]) == []


def test_scorers_that_stand_on_the_same_chances_share_a_chart() -> None:
    scores = [Score(1.0, detail={"chance": 0.5, "right": True})] * 5
    [found] = chances_of([suite("one", {"verdict": scores, "char_leak": scores})])
    assert found.scorers == ("verdict", "char_leak")


def test_confusion_counts_what_was_given_for_what_was_right() -> None:
    [found] = confusions_of([verdict_suite()])
    assert found.labels == ("answerable", "gap")
    assert dict(found.counts) == {("gap", "gap"): 9, ("gap", "answerable"): 1}
    assert (found.whole("gap"), found.whole("answerable")) == (10, 0)


def test_figures_by_label_are_measures_of_their_own() -> None:
    scores = [
        Score(1.0, detail={"label": "EMAIL"}),
        Score(0.0, detail={"label": "EMAIL"}),
        Score(1.0, detail={"label": "PERSON"}),
    ]
    found = figures_by_label([suite("one", {"verdict": scores})])
    assert [(one["label"], one["n"], one["mean"]) for one in found] == [("EMAIL", 2, 0.5), ("PERSON", 1, 1.0)]
    [view] = suites_of(figured(log(suite("one", {"verdict": scores}))), None, seed=0)
    assert [(one.axis, [part.value for part in one.parts]) for one in view.slices] == [("label", ["EMAIL", "PERSON"])]


def test_a_slice_that_all_cases_share_is_not_shown_and_an_even_one_is_known() -> None:
    [view] = suites_of(figured(log(verdict_suite())), None, seed=0)
    assert [(one.axis, one.even) for one in view.slices] == [("language", False)]


def test_an_input_of_several_suites_is_one_case_and_counts_its_time_once() -> None:
    made = log(verdict_suite(), leak_suite())
    cases = cases_of(made)
    assert len(cases) == 12
    assert [(one.case.id, one.state) for one in cases[:3]] == [("T-05", "failed"), ("T-01", "wrong"), ("T-03", "wrong")]
    assert {one.case.id: one.suites for one in cases}["T-03"] == ("verdict", "leaks")
    [times] = times_of(made.suites)
    assert (times.n, times.tokens_in, times.total.p50_ms, [step.name for step in times.steps]) == (
        11,
        1100,
        26,
        ["write"],
    )


def test_a_picture_has_a_title_and_tells_its_points_in_words() -> None:
    [found] = chances_of([chances(*[(0.9, True)] * 4, (0.9, False))])
    root = ElementTree.fromstring(reliability(bins_of(found), title="Reliability of <b>"))
    assert root.findtext(f"{SVG}title") == "Reliability of <b>"
    assert "said 90%, right 80% of 5" in (root.findtext(f"{SVG}desc") or "")
    named = (root.get("aria-labelledby") or "").split()
    assert named == [child.get("id") for child in root[:2]]


def test_one_slow_call_does_not_squash_the_picture_and_is_told() -> None:
    drawn = latency(TaskTimes("assist", (*[10.0] * 99, 9000.0), ()), title="Time")
    desc = ElementTree.fromstring(drawn).findtext(f"{SVG}desc") or ""
    assert "half within 10 ms, 95 % within 10 ms; 1 took longer than the picture shows, 9,000 ms at the most" in desc


@pytest.mark.parametrize("times", [(0.0,), (5.0, 5.0)])
def test_times_that_are_all_the_same_can_be_drawn(times: tuple[float, ...]) -> None:
    ElementTree.fromstring(latency(TaskTimes("mask", times, ()), title="Time"))


def test_what_lies_outside_of_a_picture_is_put_on_its_edge() -> None:
    frame = Frame()
    assert frame.at(2, -1) == frame.at(1, 0)
    assert ElementTree.fromstring(whisker(0.5, 0.0, 7.0, limits=[9.0])) is not None


def test_what_stands_in_an_element_is_escaped() -> None:
    assert str(tag("text", "<script>", class_='"x')) == '<text class="&#34;x">&lt;script&gt;</text>'
