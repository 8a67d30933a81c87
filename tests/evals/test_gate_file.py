"""The gate file: what it allows, and its mistakes told by line and field."""

from pathlib import Path

import pytest

from evals.comparing.gate_file import Allowed, PairedTest, load_rules
from evals.errors import GateInvalid

GOOD = """\
baselines: {quick: base/quick.jsonl}
allowed: {drop: 0.02, cases: 1}
scorers:
  "verdict/*": {drop: 0.1}
zero_tolerance: ["*/char_leak"]
test: {significance: 0.01, floor: 0.02}
errors: 2
must_match: [model, prompts]
"""


def test_a_gate_file_says_what_a_run_may_lose(tmp_path: Path) -> None:
    path = tmp_path / "gate.yaml"
    path.write_text(GOOD, encoding="utf-8")
    rules = load_rules(path)
    assert rules.baselines == {"quick": tmp_path / "base" / "quick.jsonl"}
    assert rules.allowed("verdict", "verdict") == Allowed(0.1, 1, 0.05)
    assert rules.allowed("pii", "char_leak") == Allowed(0.02, 1, 0.05, zero=True)
    assert (rules.test, rules.errors, rules.must_match) == (PairedTest(0.01, 0.02), 2, ("model", "prompts"))


def test_an_empty_file_is_the_usual_gate(tmp_path: Path) -> None:
    path = tmp_path / "gate.yaml"
    path.write_text("", encoding="utf-8")
    assert load_rules(path).allowed("one", "verdict") == Allowed(0.03, 2, 0.05)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("alowed: {drop: 0.1}", ":1: alowed: is no key of a gate, did you mean 'allowed'?"),
        ("errors: 0\nallowed: {dropp: 0.1}", ":2: allowed.dropp: is no key of a gate, did you mean 'drop'?"),
        ("allowed:\n  drop: a lot", ":2: allowed.drop: Input should be a valid number"),
        ("allowed: {drop: 3}", ":1: allowed.drop: Input should be less than or equal to 1"),
        ("errors: -1", ":1: errors: Input should be greater than or equal to 0"),
        ("test: {floor: 0.1}", ":1: test.significance: is missing: add it"),
        ("scorers:\n  verdict/verdct: {drop: 0.1}", ":2: scorers.verdict/verdct: 'verdct' is not known: did you mean"),
        ("scorers:\n  verdict: {drop: 0.1}", ":2: scorers.verdict: 'verdict' is no suite/scorer"),
        ("scorers:\n  '*/verdict': {fall: 1}", ":2: scorers.*/verdict.fall: is no key of a gate"),
        ("zero_tolerance:\n- '*/char_leak'\n- '*/char_lek'", ":3: zero_tolerance[2]: 'char_lek' is not known"),
        ("baselines: {quik: a.jsonl}", ":1: baselines.quik: 'quik' is not known: did you mean 'quick'?"),
        ("must_match:\n- model\n- modle", ":3: must_match[2]: 'modle' is not known: did you mean 'model'?"),
        ("errors: 0\nerrors: 1", ":2: errors: stands twice, first on line 1"),
        ("errors: [", "is no YAML"),
    ],
)
def test_a_mistake_names_its_line_its_field_and_the_way_out(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "gate.yaml"
    path.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(GateInvalid) as caught:
        load_rules(path)
    assert str(path) + told in str(caught.value) or told in str(caught.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "gate.yaml"
    path.write_text("errors: x\nluck: 2\n", encoding="utf-8")
    with pytest.raises(GateInvalid) as caught:
        load_rules(path)
    assert len(str(caught.value).splitlines()) == 2


def test_a_file_that_is_not_there_is_told_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(GateInvalid, match="name a gate file with --file"):
        load_rules(tmp_path / "none.yaml")
