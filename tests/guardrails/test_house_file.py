"""A rule file of the house: what it puts in force, and how each mistake in it is told."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from guardrails.errors import RulesInvalid
from guardrails.house import Denied, HousePattern, HouseRules
from guardrails.house_file import load_house
from guardrails.house_schema import pattern_problem
from guardrails.yaml_file import MAX_BYTES

ROOT = Path(__file__).resolve().parents[2]
WHOLE = r"""
allow: [Fennwick, "Atlas Gateway"]
deny:
  - {kind: PERSON, values: ["Chief Bob"]}
patterns:
  - {kind: ACCOUNT_ID, name: customer number, pattern: 'CUST-\d{8}', context: [customer], examples: ["CUST-00112233"],
     not_examples: ["CUST-1"]}
channels:
  knowledge: {off: [IP_ADDRESS, COORDINATES]}
  email: {}
  Web  Form: {off: [USERNAME]}
  chat:
"""
PATTERN = "patterns: [{kind: DEVICE_ID, name: one, pattern: 'D\\d{4}', examples: [D1234]%s}]"

Load = Callable[[str], HouseRules]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def loaded(text: str) -> HouseRules:
        path = tmp_path / "rules.yaml"
        path.write_text(text, encoding="utf-8")
        return load_house(path)

    return loaded


def problems(load: Load, text: str) -> list[str]:
    """The lines of the refusal, without the path of the file."""
    with pytest.raises(RulesInvalid) as caught:
        load(text)
    return [line.partition("rules.yaml:")[2] for line in str(caught.value).splitlines()]


def test_a_whole_file(load: Load) -> None:
    house = load(WHOLE)
    assert house.terms == ("Fennwick", "Atlas Gateway")
    assert house.denied == (Denied("PERSON", "Chief Bob"),)
    assert house.patterns == (HousePattern("ACCOUNT_ID", "customer number", r"CUST-\d{8}", ("customer",)),)
    assert house.kinds_off("knowledge") == {"IP_ADDRESS", "COORDINATES"}
    assert house.kinds_off("  WEB form") == {"USERNAME"}
    assert house.kinds_off("chat") == house.kinds_off("email") == house.kinds_off("") == frozenset()


@pytest.mark.parametrize(
    "text", ["", "# nothing yet\n", "allow:\n  # - Fennwick\n", "channels: {}\ndeny:\npatterns:\n"]
)
def test_a_file_may_hold_nothing_yet(load: Load, text: str) -> None:
    assert load(text) == HouseRules()


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("allow: [Atlas, Fennwick]", encoding="utf-8-sig")
    assert load_house(path).terms == ("Atlas", "Fennwick")


def test_text_is_taken_as_it_is_written(load: Load) -> None:
    assert load("allow: [Yes Portal, off, 007, 2026-11-02, 'null']").terms == (
        "Yes Portal", "off", "007", "2026-11-02", "null",
    )  # fmt: skip


def test_the_sample_of_a_rule_file_has_no_mistakes() -> None:
    house = load_house(ROOT / "sample" / "house-rules.yaml")
    assert "Fennwick" in house.terms
    assert [one.kind for one in house.patterns] == ["SECRET"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\nalow: [Atlas]", "2: alow: is no key of the rules, did you mean 'allow'?"),
        ("promises: []", "1: promises: is no key of the rules: take one of allow, deny, patterns, channels"),
        ("allow: Atlas", "1: allow: expected a list, for example [one, two], found text"),
        ("allow: {a: b}", "1: allow: expected a list, for example [one, two], found keys with values"),
        ("allow:\n  - Atlas\n  - x", "3: allow[2]: is shorter than 2 characters: it would be met everywhere"),
        ("allow:\n  - Atlas\n  -", "3: allow[2]: expected text, found nothing"),
        ("allow: ['***']", "1: allow[1]: holds no letter and no figure: only words and phrases can be listed"),
        ("allow:\n  - Atlas\n  - ATLAS", "3: allow[2]: is allowed twice, first on line 2"),
        ("- Atlas", "1: expected keys with values, found a list"),
        ("allow: []\n\nallow: []", "3: allow: stands twice, first on line 1: join them"),
        ("? [a]\n: b", "1: a key must be text"),
        ("deny: [Bob]", "1: deny[1]: expected keys with values, found text"),
        ("deny: [{values: [Bob]}]", "1: deny[1].kind: is missing: add it"),
        ("deny:\n  - kind: PERSN\n    values: [Bob]", "2: deny[1].kind: 'PERSN' is no kind, did you mean 'PERSON'?"),
        ("deny: [{kind: person, values: [Bob]}]", "1: deny[1].kind: 'person' is no kind, did you mean 'PERSON'?"),
        ("deny: [{kind: PERSON, value: [Bob], values: [Bo]}]",
         "1: deny[1].value: is no key of the rules, did you mean 'values'?"),
        ("deny:\n  - {kind: SECRET, values: [hunter22]}", "2: deny[1].kind: a secret does not belong in a file: "
         "have it rotated, and describe its format under patterns"),
        ("allow: [Atlas]\ndeny:\n  - {kind: PERSON, values:\n    [atlas]}",
         "4: deny[1].values[1]: is allowed on line 1 as well: decide for one of them"),
        ("channels: {chat: {off: [SECRET_PASSWORD]}}",
         "1: channels.chat.off[1]: secrets cannot be switched off in any channel: leave it out"),
        ("channels:\n  chat:\n    off: [IP]", "3: channels.chat.off[1]: 'IP' is no kind"),
        ("channels:\n  chat: [USERNAME]", "2: channels.chat: expected keys with values, found a list"),
        ("channels:\n  Chat: {}\n  chat: {}", "3: channels.chat: is switched on line 2 already: join them"),
        ("channels: {chat: {of: []}}", "1: channels.chat.of: is no key of the rules, did you mean 'off'?"),
        (PATTERN % ", not_examples: [D12345]",
         "1: patterns[1].not_examples: number 1 is matched by the pattern: make the pattern narrower"),
        (PATTERN % ", cntext: [a]", "1: patterns[1].cntext: is no key of the rules, did you mean 'context'?"),
        ("patterns:\n  - kind: DEVICE_ID\n    name: one\n    pattern: 'D(\\d'\n    examples: [D1]",
         "4: patterns[1].pattern: 'D(\\d' is no regular expression: missing ), unterminated subpattern at position 1"),
        ("patterns:\n  - {kind: DEVICE_ID, name: one, pattern: 'D\\d', examples: [D1, E1, E2]}",
         "2: patterns[1].examples: number 2, 3 is not matched by the pattern: correct one of them"),
        ("patterns:\n  - {kind: DEVICE_ID, name: one, pattern: 'D\\d', examples: []}",
         "2: patterns[1].examples: List should have at least 1 item"),
        ("patterns:\n  - {kind: DEVICE_ID, name: a1, pattern: D, examples: [D]}\n"
         "  - {kind: DEVICE_ID, name: A1, pattern: E, examples: [E]}",
         "3: patterns[2].name: is the name of a pattern on line 2 too"),
        ("allow:\n  - 'a\n  b: [", "3: is no YAML: found unexpected end of stream at column 7"),
        ("allow: [a\tb: c", "1: is no YAML:"),
        ("allow: &all [Atlas]\ndeny: *all", "2: *all is an alias: write the value out"),
        ("[" * 5000, "1: is nested too deep: rules need five levels"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_line_field_and_remedy(load: Load, text: str, told: str) -> None:
    found = problems(load, text)
    assert any(line.startswith(told) for line in found), found


def test_all_mistakes_are_told_at_once_in_order_of_the_lines(load: Load) -> None:
    found = problems(
        load,
        "channels: {chat: {off: [SECRET]}}\nalow: []\ndeny:\n  - {kind: PERSN, values: [Bob, Bob Gray]}\n"
        "patterns:\n  - {kind: DEVICE_ID, name: one, pattern: '(', examples: []}\nallow: [bob gray]\n",
    )
    assert [line.partition(": ")[0] for line in found] == ["1", "2", "4", "4", "6", "6"]


def test_a_refusal_never_quotes_what_a_file_denies(load: Load) -> None:
    text = (
        "deny:\n  - {kind: PERSN, values: ['Quillon Vexmoor']}\n  - {kind: SECRET, values: [hunter22x]}\n  - Thessaly"
    )
    told = "\n".join(problems(load, text))
    assert not re.search("Quillon|hunter22x|Thessaly", told)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    with pytest.raises(RulesInvalid, match=r"rules\.yaml: cannot be read \(No such file .*DRAFTDESK_HOUSE_RULES"):
        load_house(path)
    with pytest.raises(RulesInvalid, match="cannot be read"):
        load_house(tmp_path)
    path.write_bytes(b"allow:\n  - Atlas\n  - Caf\xe9\n")
    with pytest.raises(RulesInvalid, match=r"rules\.yaml:3: is not UTF-8 \(byte 24\): save it as UTF-8"):
        load_house(path)
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(RulesInvalid, match="is longer than"):
        load_house(path)


@pytest.mark.parametrize(
    "pattern",
    ["CUST-[0-9]{8}", r"\bfwk_(?:live|test)_\w{16}\b", r"(?i)acct[- ]?\d{6,10}", r"(?:[A-Z]{2,4}-){1,3}\d{4}",
     r"(?:[a-z0-9]+\.)+[a-z]{2,}", r"(?<!\w)K(?P<value>\d+)(?!\w)", r"[^,;]+;", r"(?:foo|bar)+\d"],
)  # fmt: skip
def test_patterns_that_can_be_used(pattern: str) -> None:
    assert pattern_problem(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("(a+)+b", "takes for ever"), (r"(?:\w+\s?)+!", "takes for ever"), ("(a|b|ab)*c", "takes for ever"),
        ("x(?:[0-9]+|[a-f0-9]+)+z", "takes for ever"), ("(?=(a+)+b)z", "takes for ever"), (".*.*.*x", "takes for ever"),
        ("k(?:foo|(?:x+)+y)", "takes for ever"),
        (r"(\w*\s*)*!", "repeats a part that can be empty"), ("(?:a?){40}a{40}", "repeats a part that can be empty"),
        (r"\d*", "can match where there is nothing"), ("a|", "can match where there is nothing"),
        (r"\b", "can match where there is nothing"), ("(?=a)", "can match where there is nothing"),
        ("[[a]b", "doubtful"), ("a" * 1001, "longer than 1000 characters"), ("a{2,1}", "min repeat greater than max"),
        ("x(?P<1a>b)", "at position 5"),
    ],
)  # fmt: skip
def test_patterns_that_cannot(pattern: str, told: str) -> None:
    assert told in pattern_problem(pattern)


def test_the_rules_of_the_page_for_support_ops_have_no_mistakes(load: Load) -> None:
    page = (ROOT / "docs" / "guardrails.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert [len(load(block).patterns) for block in blocks] == [2]
