"""The house's taxonomy: what it puts in force, and how each mistake in it is told with its line."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import TaxonomyInvalid
from assistant.triage.policy import Condition, Rule
from assistant.triage.taxonomy import KINDS, Taxonomy, folded
from assistant.triage.taxonomy_file import load_taxonomy

SAMPLE = Path(__file__).resolve().parents[2] / "sample" / "taxonomy.yaml"
WHOLE = """
category:
  costs: {wrong: 2, abstain: 1, least_known: 0.2, by_label: {privacy: 4}}
  labels:
    - {name: webhooks, description: Deliveries of events., examples: [They fail with 401.], synonyms: [call-backs],
       team: integrations}
    - {name: privacy, team: legal}
  retired: [fax]
team:
  labels: [{name: integrations}, {name: legal}]
product_area:
tags:
  labels: [{name: how-to, description: A question.}]
severity:
  labels: [{name: high}, {name: low}]
  impacts: {outage: [belt stands_still], warehouse: [forklift ... broken]}
  rules:
    - {rule: stop, severity: high, when: {impact: [outage, warehouse], reach: many, at_least: 5},
       unless: {tier: [free]}}
    - {rule: phone, severity: low, when: {fields: {channel: [Phone]}, words: [call me]}}
"""

Load = Callable[[str], Taxonomy]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def loaded(text: str) -> Taxonomy:
        path = tmp_path / "taxonomy.yaml"
        path.write_text(text, encoding="utf-8")
        return load_taxonomy(path)

    return loaded


def test_everything_that_it_can_say(load: Load) -> None:
    taxonomy = load(WHOLE)
    category = taxonomy.of("category")
    assert category.names == ("webhooks", "privacy")
    assert category.guides[0].examples == ("They fail with 401.",)
    assert (category.costs.of("webhooks"), category.costs.of("privacy"), category.costs.abstain) == (2, 4, 1)
    assert category.costs.least_known == 0.2
    assert taxonomy.team_of("webhooks") == "integrations"
    assert taxonomy.policy.severities == ("high", "low")
    assert taxonomy.policy.impacts == {"outage": ("belt stands_still",), "warehouse": ("forklift ... broken",)}
    assert taxonomy.policy.rules[0] == Rule(
        "stop",
        "high",
        Condition(impact=("outage", "warehouse"), reach="many", at_least=5),
        Condition(tier=("free",)),
    )
    assert taxonomy.policy.rules[1].when == Condition(fields={"channel": ("Phone",)}, words=("call me",))


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "category:\n", "severity: {rules: }\n"])
def test_a_file_may_say_little(load: Load, text: str) -> None:
    taxonomy = load(text)
    assert all(taxonomy.of(kind).listed == () for kind in KINDS)
    assert taxonomy.policy.rules == ()


def test_the_sample_is_sound() -> None:
    taxonomy = load_taxonomy(SAMPLE)
    assert len(taxonomy.of("category").names) == 15
    assert taxonomy.policy.severities == ("sev1", "sev2", "sev3", "sev4")


def test_the_file_in_the_guide_is_sound(load: Load) -> None:
    page = (SAMPLE.parents[1] / "docs" / "triage.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)
    taxonomy = load(shown)
    assert taxonomy.of("category").costs.threshold("webhooks") == pytest.approx(0.4)
    assert taxonomy.of("category").costs.threshold("privacy") == pytest.approx(0.6)
    assert len(taxonomy.policy.rules) == 2


def test_another_text_is_another_version(load: Load) -> None:
    assert load(WHOLE).version == load(WHOLE).version != load(WHOLE.replace("wrong: 2", "wrong: 3")).version


def test_a_label_is_called_what_it_is_called_today(load: Load) -> None:
    category = load(WHOLE).of("category")
    given = ["webhooks", "Call Backs", "WEBHOOKS ", "fax", "Fax", "invented", ""]
    assert [category.current(label) for label in given] == ["webhooks", "webhooks", "webhooks", "", "", "invented", ""]


def test_labels_that_the_file_does_not_list_are_told(load: Load) -> None:
    taxonomy = load(WHOLE)
    given = ["webhooks", "call-backs", "fax", "printing", "printing", "scanner", "", " "]
    assert taxonomy.unlisted("category", given) == {"printing": 2, "scanner": 1}
    assert taxonomy.unlisted("product_area", given) == {}


def test_personal_values_are_taken_out_of_what_is_learned_from(tmp_path: Path) -> None:
    path = tmp_path / "taxonomy.yaml"
    path.write_text(
        "category: {labels: [{name: a, description: Ask Runa., examples: [Runa cannot print.]}]}", encoding="utf-8"
    )
    (guide,) = load_taxonomy(path, scrub=lambda text: text.replace("Runa", "<PERSON>")).of("category").guides
    assert (guide.description, guide.examples) == ("Ask <PERSON>.", ("<PERSON> cannot print.",))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("E-Mail delivery", "email_delivery", True), ("SCIM", "scim ", True), ("sev1", "sev2", False), ("", "a", False)],
)
def test_ways_to_write_a_label(one: str, other: str, same: bool) -> None:
    assert (folded(one) == folded(other)) is same


SEVERITY = "severity:\n  labels: [{name: high}, {name: low}]\n  rules:\n"
MISTAKES = [
    ("category: [a]\n", 1, "category", "expected keys with values, found a list"),
    ("categories: {}\n", 1, "categories", "is no key of a taxonomy, did you mean 'category'?"),
    ("category:\n  labels:\n    - {nam: a}\n", 3, "category.labels[1].name", "is missing: add it"),
    ("category:\n  labels:\n    - {nam: a}\n", 3, "category.labels[1].nam", "did you mean 'name'?"),
    ("team:\n  labels:\n    - {name: a, team: b}\n", 3, "team.labels[1].team", "is no key"),
    ("tags:\n  labels:\n    - name: ''\n", 3, "tags.labels[1].name", "is empty"),
    ("tags: {labels: [{name: a, examples: one}]}\n", 1, "tags.labels[1].examples", "expected a list"),
    ("tags:\n  costs: {wrong: much}\n", 2, "tags.costs.wrong", "expected a number"),
    ("tags:\n  costs: {wrong: -1}\n", 2, "tags.costs.wrong", "expected a number from 0 up"),
    ("tags:\n  costs: {least_known: 2}\n", 2, "tags.costs.least_known", "expected a chance from 0 to 1"),
    ("tags:\n  costs: {by_label: {b: 1}}\n", 2, "tags.costs.by_label.b", "'b' is no label of tags"),
    (
        "tags:\n  labels:\n    - {name: one}\n    - {name: One}\n",
        4,
        "tags.labels[2].name",
        "'One' stands for another label on line 3",
    ),
    (
        "tags:\n  labels:\n    - {name: one, synonyms: [two]}\n    - {name: two}\n",
        4,
        "tags.labels[2].name",
        "stands for another label on line 3",
    ),
    ("tags:\n  labels: [{name: one}]\n  retired: [one]\n", 3, "tags.retired[1]", "decide for one of them"),
    (
        "category:\n  labels:\n    - {name: a, team: sre}\nteam: {labels: [{name: src}]}\n",
        3,
        "category.labels[1].team",
        "'sre' is no team, did you mean 'src'?",
    ),
    (
        f"{SEVERITY}    - {{rule: r, severity: hihg, when: {{at_least: 1}}}}\n",
        4,
        "severity.rules[1].severity",
        "'high'",
    ),
    (f"{SEVERITY}    - {{rule: r, severity: high, when: {{}}}}\n", 4, "severity.rules[1].when", "asks for nothing"),
    (
        f"{SEVERITY}    - {{rule: r, severity: high, when: {{impact: [outtage]}}}}\n",
        4,
        "severity.rules[1].when.impact[1]",
        "'outtage' is no list of wordings, did you mean 'outage'?",
    ),
    (
        f"{SEVERITY}    - {{rule: r, severity: high, when: {{reach: all}}}}\n",
        4,
        "severity.rules[1].when.reach",
        "take one of one, many, everyone",
    ),
    (
        f"{SEVERITY}    - {{rule: r, severity: high, when: {{at_least: some}}}}\n",
        4,
        "severity.rules[1].when.at_least",
        "expected a whole number from 1 up",
    ),
    (
        f"{SEVERITY}    - {{rule: r, severity: high, when: {{words: ['... down']}}}}\n",
        4,
        "severity.rules[1].when.words[1]",
        "has no word at one end",
    ),
    (
        f"{SEVERITY}    - {{rule: r, severity: high, when: {{word: [x]}}}}\n",
        4,
        "severity.rules[1].when.word",
        "did you mean 'words'?",
    ),
    (
        SEVERITY + "    - {rule: r, severity: high, when: {at_least: 1}}\n" * 2,
        5,
        "severity.rules[2].rule",
        "is the name of a rule on line 4 too",
    ),
    ("category: {labels: [}\n", 1, "", "is no YAML"),
    ("a: &x 1\nb: *x\n", 2, "", "is an alias"),
    ("tags:\ntags:\n", 2, "tags", "stands twice, first on line 1"),
]


@pytest.mark.parametrize(("text", "line", "field", "problem"), MISTAKES)
def test_a_mistake_is_told_with_line_and_field(
    load: Load, tmp_path: Path, text: str, line: int, field: str, problem: str
) -> None:
    with pytest.raises(TaxonomyInvalid) as caught:
        load(text)
    told = [one for one in str(caught.value).splitlines() if problem in one]
    place = f"{tmp_path / 'taxonomy.yaml'}:{line}: {field}"
    assert told, str(caught.value)
    assert told[0].startswith(place + (": " if field else ""))


def test_all_mistakes_are_told_at_once(load: Load) -> None:
    with pytest.raises(TaxonomyInvalid) as caught:
        load("tags: {costs: {wrong: x}}\nteam: {lables: []}\nx: 1\n")
    assert [int(re.findall(r":(\d+):", line)[0]) for line in str(caught.value).splitlines()] == [1, 2, 3]


def test_a_file_that_is_not_there_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyInvalid, match="correct DRAFTDESK_TAXONOMY"):
        load_taxonomy(tmp_path / "none.yaml")


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "taxonomy.yaml"
    path.write_bytes(b"tags:\n  retired: [\xff]\n")
    with pytest.raises(TaxonomyInvalid, match="2: is not UTF-8"):
        load_taxonomy(path)
