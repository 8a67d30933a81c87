"""Two logs side by side."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from evals.comparing.compare import LeftOut, compare
from evals.comparing.making import Change, changes_of_making
from evals.running.log import CaseRun, Log
from evals.scorers.score import NOT_ASKED, Score, no_answer, not_graded

from .made_logs import case, log, scored, suite, verdicts


def test_a_log_against_itself_has_nothing_to_tell() -> None:
    one = verdicts(1, 0, 1)
    found = compare(one, one)
    assert (found.moved, found.left_out, found.slices) == ((), (), ())
    assert [(each.name, each.gain, each.p_adjusted) for each in found.differences] == [("one/verdict", 0, 1)]
    assert changes_of_making(one, one) == []


def test_moved_cases_come_worst_first_with_both_scores_and_their_reasons() -> None:
    old = log(suite("one", {"verdict": [Score(1), Score(0, "gap"), Score(0.8), Score(1)]}))
    new = log(suite("one", {"verdict": [Score(1), Score(1), Score(0.5, "half"), Score(0, "out of scope")]}))
    moved = compare(old, new).moved
    assert [(one.case, one.gain and round(one.gain, 3)) for one in moved] == [("c03", -1), ("c02", -0.3), ("c01", 1)]
    assert (moved[0].old.reason, moved[0].new.reason, moved[2].old.reason) == ("", "out of scope", "gap")


def test_where_lower_is_better_a_rise_is_a_loss() -> None:
    old = log(suite("one", {"char_leak": scored(0, 0)}))
    new = log(suite("one", {"char_leak": scored(0, 0.5)}))
    [one] = compare(old, new).differences
    assert (one.pairs.change, one.gain) == (0.25, -0.25)
    assert one.moved[0].gain == -0.5


def test_values_that_came_and_went_are_counted_apart_and_not_paired() -> None:
    old = log(suite("one", {"verdict": [Score(1), Score(1), no_answer("held back"), Score(1), NOT_ASKED]}))
    new = log(suite("one", {"verdict": [Score(1), no_answer("held back"), Score(0), not_graded("broken"), NOT_ASKED]}))
    [one] = compare(old, new).differences
    assert (one.pairs.n, one.gain, one.cases, one.got, one.lost) == (1, 0, 3, 1, 2)
    assert (one.old, one.new) == (1, 0.5)
    assert [(each.case, each.gain, each.lost) for each in one.moved] == [
        ("c01", None, True), ("c03", None, True), ("c02", None, False),
    ]  # fmt: skip


def test_what_stands_in_one_log_only_is_left_out_and_told() -> None:
    both = case("both", {"verdict": Score(1)})
    other = [replace(both, id="other", digest="then"), replace(both, id="other", digest="now")]
    old = log(
        suite("one", {"verdict": []}, cases=[both, case("gone", {"verdict": Score(1)}), other[0]]),
        suite("gone", {"verdict": scored(1)}),
        suite("older", {"verdict": scored(1)}),
    )
    new = log(
        suite("one", {"verdict": [], "char_leak": []}, cases=[both, case("added", {"verdict": Score(0)}), other[1]]),
        suite("older", {"verdict": scored(0)}, version=2),
        suite("added", {"verdict": scored(1)}),
    )
    found = compare(old, new)
    assert [(one.name, one.pairs.n) for one in found.differences] == [("one/verdict", 1)]
    assert found.moved == ()
    assert [(one.what, one.suite, one.names, one.new) for one in found.left_out] == [
        ("suite", "gone", ("gone",), False),
        ("version", "older", ("older",), False),
        ("suite", "added", ("added",), True),
        ("scorer", "one", ("char_leak",), True),
        ("case", "one", ("gone",), False),
        ("case", "one", ("added",), True),
        ("input", "one", ("other",), False),
    ]


def test_a_scorer_of_another_version_is_told() -> None:
    one = log(suite("one", {"scorer_of_old": scored(1)}))
    found = compare(one, one)
    told = "1 scorer not known to this version"
    assert found.left_out == (LeftOut("scorer", "one", ("scorer_of_old",), told),)
    assert found.differences == ()


def test_slices_are_compared_and_adjusted_by_themselves() -> None:
    def made(values: Sequence[float]) -> list[CaseRun]:
        slices = [{"language": "de"}] * 8 + [{"language": "en"}] * 8
        return [
            case(f"c{n:02}", {"verdict": Score(v)}, slices=s)
            for n, (v, s) in enumerate(zip(values, slices, strict=True))
        ]

    old = log(suite("one", {"verdict": []}, cases=made([1] * 16)))
    new = log(suite("one", {"verdict": []}, cases=made([0] * 8 + [1] * 8)))
    found = compare(old, new)
    assert [(one.slice, one.gain, one.pairs.n) for one in found.slices] == [
        ("language=de", -1, 8),
        ("language=en", 0, 8),
    ]
    assert found.slices[0].p_adjusted == found.differences[0].p_adjusted == 2 / 2**8
    assert compare(old, new, slices=False).slices == ()


def test_figures_that_are_no_means_have_no_slices() -> None:
    def made(truth: str) -> Log:
        detail = {"truth": truth, "given": "a"}
        score = {"verdict_macro_f1": Score(1, detail=detail), "verdict": Score(1)}
        cases = [case(f"c{n}", score, slices={"language": "de" if n else "en"}) for n in range(2)]
        return log(suite("one", {"verdict_macro_f1": [], "verdict": []}, cases=cases))

    found = compare(made("a"), made("a"))
    assert {one.scorer.name for one in found.differences} == {"verdict_macro_f1", "verdict"}
    assert {one.scorer.name for one in found.slices} == {"verdict"}


def test_a_slice_of_all_cases_is_no_slice() -> None:
    same = [case("a", {"verdict": Score(1)}, slices={"tier": "gold"})]
    one = log(suite("one", {"verdict": []}, cases=same))
    assert compare(one, one).slices == ()


def test_scorers_that_look_at_the_same_input_are_one_piece_of_evidence_together() -> None:
    def made(value: float) -> Log:
        return log(*(suite(name, {"verdict": scored(*[value] * 7)}) for name in ("one", "two")))

    [task] = compare(made(1), made(0.9)).together
    assert (task.task, task.n, task.better, task.worse) == ("assist", 7, 0, 7)
    assert task.gain == pytest.approx(-0.1)
    assert task.p == task.p_adjusted == 2 / 2**7


def test_one_wild_value_counts_as_one_case_at_the_most() -> None:
    old, new = verdicts(1, 1), verdicts(1, -50)
    assert compare(old, new).together[0].gain == -0.5


def test_what_was_made_otherwise_is_told_once_with_the_suites_it_is_about() -> None:
    old = log(
        suite("one", {"verdict": scored(1)}, made_with={"model": "", "prompts": {"reply": "aa", "rules": "x"}}),
        suite("two", {"verdict": scored(1)}, made_with={"model": "", "prompts": {"reply": "aa", "rules": "x"}}),
        settings={"min_support": 0.5, "var": "/here"},
    )
    new = log(
        suite("one", {"verdict": scored(1)}, made_with={"model": "m", "prompts": {"reply": "bb", "rules": "x"}}),
        suite("two", {"verdict": scored(1)}, made_with={"model": "m", "prompts": {"reply": "aa", "rules": "x"}}),
        code="def", settings={"min_support": 0.6, "var": "/there"},
    )  # fmt: skip
    assert changes_of_making(old, new) == [
        Change("code", "abc", "def"),
        Change("settings.min_support", "0.5", "0.6"),
        Change("model", "none", "m"),
        Change("prompts.reply", "aa", "bb", ("one",)),
    ]
