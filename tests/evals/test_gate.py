"""What opens the gate and what shuts it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from evals.comparing.as_json import verdict_json
from evals.comparing.baseline import places_of, read_baseline, update_baselines, write_baseline
from evals.comparing.gate import judge, only
from evals.comparing.gate_file import Allowed, AllowedIn, PairedTest, Rules, load_rules
from evals.comparing.junit import write_junit
from evals.errors import BaselineMissing, LogInvalid
from evals.running.log import Log, read_log
from evals.scorers.score import NOT_ASKED, Score, no_answer

from .made_logs import case, log, scored, suite, verdicts

STRICT = Rules(baselines={}, default=Allowed(0.0, 0.0, 0.0), scorers={}, zero_tolerance=())
RULES = Rules(baselines={}, default=Allowed(0.03, 2, 0.05), scorers={}, zero_tolerance=("*/char_leak",))


def shut_by(old: Log, new: Log, rules: Rules = RULES) -> list[tuple[str, str]]:
    return [(one.rule, one.name) for one in judge(new, old, rules).failures]


def falling(count: int, of: int) -> tuple[Log, Log]:
    return verdicts(*[1] * of), verdicts(*[0] * count, *[1] * (of - count))


def test_the_same_again_passes_the_strictest_gate() -> None:
    old = verdicts(1, 0, 0.25, thresholds={"verdict": {"at_least": 0.4}})
    result = judge(old, old, STRICT)
    assert (result.passed, result.failures, result.moved) == (True, (), ())


@pytest.mark.parametrize(
    ("fallen", "of", "rules"),
    [
        (2, 20, []),  # what two cases count is allowed
        (3, 20, ["drop"]),
        (2, 100, []),
        (4, 100, ["drop"]),
        (8, 400, ["test", "together"]),  # less than 0.03, but surely
        (3, 400, []),  # less than the floor
    ],
)
def test_a_figure_may_fall_as_far_as_is_allowed(fallen: int, of: int, rules: list[str]) -> None:
    assert [rule for rule, _ in shut_by(*falling(fallen, of))] == rules


def test_a_fall_names_the_figures_what_is_allowed_and_the_cases_with_reasons() -> None:
    old = log(suite("one", {"verdict": [Score(1, "fine")] * 40}))
    new = log(suite("one", {"verdict": [Score(0, "out of scope")] * 4 + [Score(1)] * 36}))
    [failure] = judge(new, old, RULES).failures
    assert (failure.old, failure.new, failure.allowed) == (1, 0.9, 0.05)
    assert "worse by 0.1000, 0.0500 is allowed" in failure.told
    assert [(one.case, one.new.reason) for one in failure.moved][:2] == [
        ("c00", "out of scope"),
        ("c01", "out of scope"),
    ]


def test_as_many_better_as_worse_pass() -> None:
    old = verdicts(*[1] * 10, *[0] * 10)
    new = verdicts(*[0] * 10, *[1] * 10)
    assert shut_by(old, new, replace(STRICT, default=Allowed(0.0, 0, 0))) == []


def test_a_fall_that_luck_makes_often_is_none_up_to_twice_what_is_allowed() -> None:
    old = verdicts(*[1] * 8, *[0] * 5, *[1] * 47)
    new = verdicts(*[0] * 8, *[1] * 5, *[1] * 47)  # net 3 of 60: 0.05, 0.033 is allowed
    assert shut_by(old, new) == []
    assert shut_by(old, new, replace(RULES, luck=1.0)) == [("drop", "one/verdict")]
    far = verdicts(*[0] * 8, *[1] * 3, *[0] * 2, *[1] * 47)  # net 5 of 60: more than twice
    assert shut_by(old, far) == [("drop", "one/verdict")]
    assert shut_by(*falling(3, 60)) == [("drop", "one/verdict")]


def test_a_rise_is_never_a_reason() -> None:
    worse, better = falling(20, 20)[::-1]
    assert shut_by(worse, better, STRICT) == []


def test_one_case_newly_bad_is_enough_where_nothing_is_tolerated() -> None:
    old = log(suite("pii", {"char_leak": [Score(0.1), *scored(*[0] * 99)]}))
    new = log(suite("pii", {"char_leak": [Score(0.0), Score(0.01, "left: PERSON"), *scored(*[0] * 98)]}))
    result = judge(new, old, RULES)
    assert [(one.rule, one.told) for one in result.failures] == [("zero_tolerance", "1 case got worse, and none may")]
    assert [one.new.reason for one in result.failures[0].moved] == ["left: PERSON"]
    assert shut_by(old, new, replace(RULES, zero_tolerance=())) == []


def test_what_was_bad_before_may_stay_and_what_answers_for_the_first_time_may_not_be_bad() -> None:
    old = log(suite("pii", {"char_leak": [Score(0.5), no_answer("held back")]}))
    assert shut_by(old, old) == []
    bad = log(suite("pii", {"char_leak": [Score(0.5), Score(0.5)]}))
    assert shut_by(old, bad) == [("zero_tolerance", "pii/char_leak")]
    good = log(suite("pii", {"char_leak": [Score(0.5), Score(0.0)]}))
    assert shut_by(old, good) == []


def test_answers_that_went_are_missed_and_those_that_came_make_up_for_them() -> None:
    old = log(suite("one", {"verdict": scored(*[1] * 20)}))
    gone = log(suite("one", {"verdict": [*[no_answer("held back")] * 4, *scored(*[1] * 16)]}))
    [failure] = judge(gone, old, RULES).failures
    assert (failure.rule, failure.told) == ("answered", "4 cases of 20 lost their value, 0 got one")
    assert all(one.lost for one in failure.moved)
    both = log(suite("one", {"verdict": [*[no_answer("")] * 4, *scored(*[1] * 20)]}))
    came = log(suite("one", {"verdict": [*scored(*[1] * 4), *[no_answer("")] * 4, *scored(*[1] * 16)]}))
    assert shut_by(both, came) == []


def test_a_figure_that_holds_back_all_of_its_cases_is_no_figure() -> None:
    old = log(suite("one", {"verdict": scored(1)}))
    assert ("drop", "one/verdict") in shut_by(old, log(suite("one", {"verdict": [no_answer("")]})))


def test_new_answers_that_are_bad_show_in_the_figure_of_all() -> None:
    old = log(suite("one", {"verdict": [*scored(*[1] * 20), *[no_answer("")] * 5]}))
    new = log(suite("one", {"verdict": scored(*[1] * 20, *[0] * 5)}))
    [failure] = judge(new, old, RULES).failures
    assert failure.rule == "drop"
    assert "over all cases that have a value" in failure.told


@pytest.mark.parametrize(
    ("threshold", "scores", "told"),
    [
        ({"at_least": 0.9}, scored(1, 1, 0), "at least 0.9, reached 0.667"),
        ({"at_most": 0.5}, scored(1, 1, 0), "at most 0.5, reached 0.667"),
        ({"answered": 0.5}, [Score(1), no_answer(""), no_answer("")], "answered at least 0.5, reached 0.333"),
        ({"at_least": 0.1}, [no_answer("")], "at least 0.1, nothing was scored"),
        ({"at_most": 1.0}, [NOT_ASKED], "at most 1, nothing was scored"),
    ],
)
def test_a_threshold_of_the_suite_counts_even_where_the_baseline_misses_it(
    threshold: dict[str, float], scores: list[Score], told: str
) -> None:
    one = log(suite("one", {"verdict": scores}, thresholds={"verdict": threshold}))
    assert [(each.rule, each.told) for each in judge(one, one, RULES).failures] == [("threshold", told)]


@pytest.mark.parametrize("threshold", [{"at_least": 0.5}, {"at_most": 0.5}, {"answered": 1.0}])
def test_a_threshold_that_is_just_reached_is_reached(threshold: dict[str, float]) -> None:
    one = verdicts(1, 0, thresholds={"verdict": threshold})
    assert shut_by(one, one) == []


def test_a_case_that_fails_shuts_the_gate() -> None:
    old = log(suite("one", {"verdict": []}, cases=[case("a", {"verdict": Score(1)})]))
    new = log(suite("one", {"verdict": []}, cases=[case("a", {"verdict": NOT_ASKED}, error="ScrubFailed")]))
    assert ("error", "case a failed: ScrubFailed") in [(one.rule, one.told) for one in judge(new, old, RULES).failures]
    assert ("error", "one") not in shut_by(old, new, replace(RULES, errors=1))


def test_a_run_that_looks_at_less_than_the_baseline_is_shut_out() -> None:
    whole = log(
        suite("one", {"verdict": scored(1, 1), "char_leak": scored(0, 0)}), suite("two", {"verdict": scored(1)})
    )
    assert shut_by(whole, only(whole, frozenset({"one"}))) == [("missing", "two")]
    fewer_cases = log(suite("one", {"verdict": scored(1), "char_leak": scored(0)}), whole.suites[1])
    assert shut_by(whole, fewer_cases) == [("missing", "one")]
    fewer_scorers = log(suite("one", {"verdict": scored(1, 1)}), whole.suites[1])
    assert shut_by(whole, fewer_scorers) == [("missing", "one")]
    raised = log(suite("one", {"verdict": scored(1, 1), "char_leak": scored(0, 0)}, version=2), whole.suites[1])
    assert shut_by(whole, raised) == [("changed", "one")]
    other = [replace(one, digest="another") for one in whole.suites[1].cases]
    assert shut_by(whole, log(whole.suites[0], suite("two", {"verdict": []}, cases=other))) == [("changed", "two")]


def test_what_is_new_passes_and_is_told() -> None:
    old, new = verdicts(1), log(*verdicts(1, 0).suites, suite("two", {"verdict": scored(0)}))
    result = judge(new, old, RULES)
    assert result.passed
    assert [one.told for one in result.comparison.left_out] == ["is new", "1 case new"]


def test_another_model_than_the_baselines_is_refused_where_the_file_says_so() -> None:
    old, new = (verdicts(1, made_with={"model": name, "index": {"digest": name}}) for name in ("", "openai:big"))
    assert shut_by(old, new) == []
    told = judge(new, old, replace(RULES, must_match=("model", "index"))).failures
    assert [(one.rule, one.told) for one in told] == [
        ("made_with", "model is openai:big, the baseline was made with none"),
        ("made_with", "index.digest is openai:big, the baseline was made with none"),
    ]


def test_a_line_for_a_scorer_wins_over_what_is_for_all() -> None:
    rules = replace(RULES, scorers={"*/verdict": AllowedIn(drop=0.5), "one/verdict": AllowedIn(cases=4)})
    assert rules.allowed("one", "verdict") == Allowed(0.5, 4, 0.05)
    assert rules.allowed("two", "verdict") == Allowed(0.5, 2, 0.05)
    assert rules.allowed("two", "char_leak") == Allowed(0.03, 2, 0.05, zero=True)
    assert shut_by(*falling(5, 20), rules=replace(rules, together=PairedTest(0.01, 1.0))) == []


def test_the_verdict_is_json_and_junit(tmp_path: Path) -> None:
    old, new = falling(4, 20)
    new = log(*new.suites, suite("two", {"verdict": scored(1)}))
    reason = Score(0, "an odd <reason> \x00 & more")
    new = log(
        replace(
            new.suites[0], cases=(case("c00", {"verdict": reason}, digest="input of c00"), *new.suites[0].cases[1:])
        )
    )
    result = judge(new, old, RULES)
    value = json.loads(json.dumps(verdict_json(result)))
    assert value["passed"] is False
    assert (value["failures"][0]["rule"], value["failures"][0]["cases"][0]["case"]) == ("drop", "c00")
    write_junit(result, tmp_path / "gate.xml")
    root = ElementTree.parse(tmp_path / "gate.xml").getroot()
    [one] = root.findall("testsuite")
    assert (one.get("name"), one.get("tests"), one.get("failures")) == ("one", "1", "1")
    told = root.findtext("testsuite/testcase/failure") or ""
    assert "c00: 1 -> 0 (an odd <reason> \ufffd & more)" in told


def rich_log(**options: Any) -> Log:
    detail = {"truth": "billing", "given": "login"}
    cases = [
        case("b", {"verdict": Score(1 / 3, "why", detail=detail), "char_leak": Score(0.0, "fine", weight=9)}),
        case("a", {"verdict": Score(1.0, "right"), "char_leak": NOT_ASKED}, output={"text": "secret"}),
        case("c", {"verdict": no_answer("held back"), "char_leak": Score(0.0)}, slices={"language": "de"}),
    ]
    one = suite("one", {"verdict": [], "char_leak": []}, cases=cases, made_with={"model": ""}, **options)
    return log(one, suite("aa", {"verdict": scored(1)}), settings={"var": "/here"}, started="now", seconds=4)


def test_a_baseline_holds_what_a_comparison_needs_sorted_and_the_same_every_time(tmp_path: Path) -> None:
    path, again = tmp_path / "deep" / "base.jsonl", tmp_path / "again.jsonl"
    write_baseline(rich_log(), path)
    write_baseline(replace(read_log(path), run=rich_log().run), again)
    text = path.read_text(encoding="utf-8")
    assert text == again.read_text(encoding="utf-8")
    assert not any(word in text for word in ("secret", "/here", "now", "fine", "billing"))
    assert [(one.name, [each.id for each in one.cases]) for one in read_log(path).suites] == [
        ("aa", ["c00"]),
        ("one", ["a", "b", "c"]),
    ]
    assert '"a", "digest": "input of a", "scores": {"verdict": 1}}' in text


def test_a_run_passes_the_baseline_that_was_made_of_it(tmp_path: Path) -> None:
    path = tmp_path / "base.jsonl"
    write_baseline(rich_log(), path)
    result = judge(rich_log(), read_baseline([path]), STRICT)
    assert (result.failures, result.moved, result.making) == ((), (), ())


def test_an_update_replaces_the_suites_that_were_run(tmp_path: Path) -> None:
    places = {"": tmp_path / "base.jsonl"}
    update_baselines(rich_log(), places, whole=True)
    update_baselines(only(rich_log(version=2), frozenset({"one"})), places, whole=False)
    assert [(one.name, one.version) for one in read_log(places[""]).suites] == [("aa", 1), ("one", 2)]
    update_baselines(verdicts(1), places, whole=True)
    assert [one.name for one in read_log(places[""]).suites] == ["one"]


def test_suites_go_to_the_baseline_of_their_tier(tmp_path: Path) -> None:
    places = {"quick": tmp_path / "quick.jsonl", "full": tmp_path / "full.jsonl"}
    update_baselines(log(suite("verdict", {"verdict": scored(1)})), places, whole=True)
    assert [len(read_log(path).suites) for path in places.values()] == [1, 0]


def test_a_run_with_failed_cases_or_of_some_cases_makes_no_baseline(tmp_path: Path) -> None:
    broken = log(suite("one", {"verdict": []}, cases=[case("a", {}, error="ScrubFailed")]))
    for bad, told in ((broken, "one a failed"), (log(*verdicts(1).suites, limit=5), "--limit")):
        with pytest.raises(LogInvalid, match=told):
            update_baselines(bad, {"": tmp_path / "base.jsonl"}, whole=True)
    assert not (tmp_path / "base.jsonl").exists()


def test_where_baselines_lie_and_what_is_said_where_there_is_none(tmp_path: Path) -> None:
    rules = replace(RULES, baselines={"quick": tmp_path / "q.jsonl", "full": tmp_path / "f.jsonl"})
    assert list(places_of(rules, "quick")) == ["quick"]
    assert list(places_of(rules, "full")) == ["quick", "full"]
    write_baseline(verdicts(1), tmp_path / "f.jsonl")
    assert list(places_of(rules, "quick", every=True)) == ["full"]
    with pytest.raises(BaselineMissing, match="--update"):
        read_baseline([tmp_path / "q.jsonl"])
    assert read_baseline([tmp_path / "q.jsonl"], missing_ok=True).suites == ()
    with pytest.raises(BaselineMissing, match="names no baseline of the tier quick"):
        places_of(RULES, "quick")


def test_the_gate_of_the_package_can_be_read() -> None:
    assert load_rules().baselines.keys() == {"quick", "full"}
