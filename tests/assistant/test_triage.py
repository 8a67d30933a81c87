"""What a ticket is: learned where there is enough to learn from, laid down by the house where it says so."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import ClassifierDamaged
from assistant.query import dense_text
from assistant.records import Label, Triage
from assistant.triage.examples import as_examples, solved_examples
from assistant.triage.guide import Guide
from assistant.triage.model import SINGLE, TriageModel
from assistant.triage.policy import Condition, Policy, Rule
from assistant.triage.seen import Vocabulary
from assistant.triage.taxonomy import Labels, Listed, Taxonomy
from assistant.triage.thresholds import Costs
from ingest.index import Index
from tests.ingest.index_house import House, message, ticket, write_lines

from .desk import as_read, passage
from .triage_words import points_true

WEBHOOKS = [
    "Every webhook delivery fails with 401 since the signing secret was rotated.",
    "Webhook deliveries are rejected, the signing secret does not match.",
    "Our receiver refuses the webhook, the signature of deliveries is wrong.",
]
BILLING = [
    "The invoice of the last month shows the wrong amount, please refund it.",
    "We were charged twice on one invoice and want the amount back.",
    "Our invoice lacks the order number and the amount is wrong.",
]
HOOK = "webhook deliveries rejected since the signing secret was rotated"
SCANNER = Guide("scanner", "Handheld scanner beeps or loses its battery", ("The scanner beeps all day.",))


def solved(id_: str, text: str, *, subject: str = "", **fields: Any) -> dict[str, Any]:
    answer = (
        "Please have a look at the settings page once more, choose the right entry there and press the button Save."
    )
    return ticket(id_, subject=subject, fields=fields, messages=[message("customer", text), message("agent", answer)])


def indexed(house: House, *values: dict[str, Any]) -> Index:
    write_lines(house.tickets, *values)
    house.build(house.tickets)
    return house.open()


def two_kinds(**more: Any) -> list[dict[str, Any]]:
    hooks = [
        solved(f"S-{n}", text, category="webhooks", team="integrations", **more) for n, text in enumerate(WEBHOOKS)
    ]
    bills = [solved(f"S-1{n}", text, category="billing", team="finance", **more) for n, text in enumerate(BILLING)]
    return hooks + bills


def lists(*guides: Guide, retired: tuple[str, ...] = (), team: str = "", **costs: Any) -> Labels:
    return Labels(tuple(Listed(guide, team) for guide in guides), retired, Costs(**costs))


def learned(house: House, values: Sequence[dict[str, Any]], taxonomy: Taxonomy | None = None) -> TriageModel:
    examples = as_examples(solved_examples(indexed(house, *values)), dimension=house.embedder.dimension)
    return TriageModel.learn(examples, taxonomy=taxonomy or Taxonomy(), embed=house.embedder.encode)


def triaged(house: House, model: TriageModel, text: str, **changes: Any) -> Triage:
    own = as_read(house.scrubber, text, **changes)
    return model.triage(own, text, house.embedder.encode([text])[0], [])


def label(house: House, model: TriageModel, text: str, name: str = "category") -> Label:
    found: Label = getattr(triaged(house, model, text), name)
    return found


def test_three_examples_of_each_are_enough(house: House) -> None:
    model = learned(house, two_kinds())
    hook, bill = label(house, model, HOOK), label(house, model, "wrong amount on the invoice of this month")
    assert (hook.label, bill.label) == ("webhooks", "billing")
    assert (hook.outcome, hook.made_by, hook.abstained) == ("given", "learned", False)
    assert "6 solved tickets, 3 of them its own" in hook.reason
    assert hook.terms


def test_confidences_add_up_to_1(house: House) -> None:
    model = learned(house, two_kinds())
    for text in ("webhook", "invoice amount", "?", "something else entirely"):
        one = label(house, model, text)
        shares = [alternative.confidence for alternative in one.alternatives]
        total = sum(shares) + (one.confidence if one.label else 0)
        assert total == pytest.approx(1, abs=0.01)


def test_a_label_that_nobody_gave_is_not_guessed(house: House) -> None:
    one = label(house, learned(house, two_kinds()), "webhook", "severity")
    assert one == Label(None, 0.0, True, "no solved ticket carries a severity", outcome="abstained")


def test_one_label_alone_teaches_nothing(house: House) -> None:
    model = learned(house, two_kinds()[:3])
    one = label(house, model, "webhook")
    assert (one.label, one.abstained) == (None, True)
    assert "no two kinds of category have 3 solved tickets each" in one.reason


def test_a_label_with_two_examples_is_never_suggested(house: House) -> None:
    few = [solved(f"S-2{n}", f"The scanner of hall {n} beeps all day.", category="scanner") for n in range(2)]
    one = label(house, learned(house, [*two_kinds(), *few]), "the scanner of hall 1 beeps all day")
    assert one.label != "scanner"
    assert "scanner" not in {alternative.label for alternative in one.alternatives}


def test_a_new_label_works_from_its_description_alone(house: House) -> None:
    taxonomy = Taxonomy({"category": lists(SCANNER)})
    model = learned(house, two_kinds(), taxonomy)
    one = label(house, model, "the handheld scanner beeps and its battery is empty")
    assert one.label == "scanner"
    assert one.reason == "learned from its description"
    assert label(house, model, HOOK).label == "webhooks"


def test_a_taxonomy_alone_is_enough(house: House) -> None:
    bills = Guide("billing", "Invoices, amounts and refunds", ("The invoice shows the wrong amount.",))
    model = learned(house, [solved("S-1", "No label.")], Taxonomy({"category": lists(SCANNER, bills)}))
    assert label(house, model, "the scanner beeps all day").label == "scanner"


def test_old_names_are_learned_as_todays_and_retired_ones_not_at_all(house: House) -> None:
    old = lists(Guide("events", synonyms=("webhooks",)), Guide("billing"), retired=("fax",))
    faxes = [solved(f"S-3{n}", f"The fax of hall {n} prints blank pages.", category="Fax") for n in range(4)]
    model = learned(house, [*two_kinds(), *faxes], Taxonomy({"category": old}))
    assert label(house, model, HOOK).label == "events"
    assert model.classifiers["category"].labels == ("billing", "events")


def test_a_label_that_is_retired_later_is_not_suggested_any_more(house: House, tmp_path: Path) -> None:
    learned(house, two_kinds()).save(tmp_path / "model")
    later = Taxonomy({"category": lists(retired=("webhooks",))})
    one = label(house, TriageModel.load(tmp_path / "model", taxonomy=later), HOOK)
    assert "webhooks" not in {one.label, *(alternative.label for alternative in one.alternatives)}


def test_unsure_is_an_abstention_that_names_what_was_considered(house: House) -> None:
    dear = Taxonomy({"category": lists(wrong=1000, abstain=0.0)})
    one = label(house, learned(house, two_kinds(), dear), "the invoice for webhook deliveries")
    assert (one.label, one.abstained, one.outcome) == (None, True, "abstained")
    assert "confidence" in one.reason
    assert one.alternatives[0].confidence == one.confidence


def test_none_of_these_is_not_an_abstention(house: House) -> None:
    taxonomy = Taxonomy({"category": lists(least_known=1.0), "team": lists(least_known=1.0)})
    model = learned(house, two_kinds(), taxonomy)
    one = label(house, model, "zebras graze on green meadows")
    assert (one.label, one.abstained, one.outcome) == (None, False, "none_of_these")
    assert label(house, model, HOOK, "team").outcome != "none_of_these"


def test_a_dear_label_needs_more_confidence(house: House) -> None:
    cheap = Taxonomy({"category": lists(wrong=0, abstain=1)})
    dear = Taxonomy({"category": lists(wrong=0, abstain=1, wrong_label={"webhooks": 1000, "billing": 1000})})
    assert label(house, learned(house, two_kinds(), cheap), "webhook").label is not None
    assert label(house, learned(house, two_kinds(), dear), "something").label is None


def test_where_no_team_was_learned_the_team_of_the_category_takes_it(house: House) -> None:
    taxonomy = Taxonomy({"category": lists(Guide("webhooks"), Guide("billing"), team="integrations")})
    values = [one | {"fields": {"category": one["fields"]["category"]}} for one in two_kinds()]
    one = label(house, learned(house, values, taxonomy), HOOK, "team")
    assert (one.label, one.made_by) == ("integrations", "category")
    assert "webhooks" in one.reason


DOWN = Policy((Rule("down", "high", Condition(impact=("outage",))),), ("high", "low"))


def severities() -> list[dict[str, Any]]:
    low = [solved(f"S-{n}", text, severity="low") for n, text in enumerate(WEBHOOKS)]
    return low + [solved(f"S-1{n}", text, severity="high") for n, text in enumerate(BILLING)]


def test_the_policy_wins_and_what_was_learned_is_another_opinion(house: House) -> None:
    model = learned(house, severities(), Taxonomy(policy=DOWN))
    text = f"The service is down: {HOOK}."
    own = as_read(house.scrubber, text)
    one = model.triage(own, text, house.embedder.encode([text])[0], []).severity
    assert (one.label, one.made_by, one.confidence) == ("high", "policy", 1.0)
    assert one.rule is not None
    assert one.rule.name == "down"
    assert [quote.quote for quote in one.rule.quotes] == ["service is down"]
    assert all(points_true(own, quote) for quote in one.rule.quotes)
    assert "low" in {other.label for other in one.alternatives}
    assert "high" not in {other.label for other in one.alternatives}


def test_where_no_rule_holds_the_severity_is_learned(house: House) -> None:
    one = label(
        house, learned(house, severities(), Taxonomy(policy=DOWN)), f"The service is not down: {HOOK}", "severity"
    )
    assert (one.label, one.made_by, one.rule) == ("low", "learned", None)


def test_the_product_area_that_the_customer_names(house: House) -> None:
    areas = lists(Guide("Scanner app", synonyms=("handheld",)), Guide("Dashboards", synonyms=("widgets",)))
    model = learned(house, two_kinds(), Taxonomy({"product_area": areas}))
    one = label(house, model, "The handheld shows nothing.", "product_area")
    assert (one.label, one.made_by, one.terms) == ("Scanner app", "words", ("handheld",))
    for text in ("It shows nothing.", "It is not about the handheld.", "The handheld and the widgets."):
        assert label(house, model, text, "product_area").label is None


def test_language_mood_and_hurry_are_told(house: House) -> None:
    found = triaged(house, learned(house, two_kinds()), "This is unacceptable, please answer asap and fix the invoice.")
    assert (found.language.code, found.sentiment.value, found.urgency.value) == ("en", "negative", "high")
    assert [quote.quote for quote in found.sentiment.quotes] == ["unacceptable"]


def test_the_why_is_the_nearest_solved_tickets(house: House) -> None:
    model = learned(house, two_kinds())
    cases = [passage(0.9 - n / 10, document_id=f"S-{n}", title=f"Case {n}", pool="cases") for n in range(5)]
    found = model.triage(as_read(house.scrubber, "webhook"), "webhook", house.embedder.encode(["webhook"])[0], cases)
    assert [(n.ticket_id, n.title, n.similarity) for n in found.why] == [
        ("S-0", "Case 0", 0.9),
        ("S-1", "Case 1", 0.8),
        ("S-2", "Case 2", 0.7),
    ]


def test_no_solved_tickets_at_all(house: House) -> None:
    model = learned(house, [])
    found = triaged(house, model, "webhook")
    for name in SINGLE:
        assert getattr(found, name).outcome == "abstained"
    assert found.category.reason == "no solved ticket carries a category"
    assert found.tags == ()


def test_the_same_examples_give_the_same_labels(house: House) -> None:
    text = "the signature on the invoice is wrong"
    assert triaged(house, learned(house, two_kinds()), text) == triaged(house, learned(house, two_kinds()), text)


def test_a_saved_model_says_the_same(house: House, tmp_path: Path) -> None:
    taxonomy = Taxonomy({"tags": lists(SCANNER), "category": lists(Guide("webhooks"), Guide("billing"))}, DOWN)
    model = learned(house, two_kinds(severity="low"), taxonomy)
    model.save(tmp_path / "model")
    again = TriageModel.load(tmp_path / "model", taxonomy=taxonomy)
    for text in (HOOK, "?", "the scanner beeps all day", "The service is down."):
        assert triaged(house, again, text) == triaged(house, model, text)


@pytest.mark.parametrize("name", ["model.json", "tags/tags.json", "tags/described.npy"])
def test_a_damaged_model_is_refused(house: House, tmp_path: Path, name: str) -> None:
    learned(house, two_kinds()).save(tmp_path / "model")
    (tmp_path / "model" / name).write_text("{", encoding="utf-8")
    with pytest.raises(ClassifierDamaged):
        TriageModel.load(tmp_path / "model", taxonomy=Taxonomy())


def test_a_ticket_in_numbers_holds_no_words(house: House) -> None:
    model = learned(house, two_kinds())
    row = model.row(HOOK, house.embedder.encode([HOOK])[0], day="2026-11-02", words=Vocabulary.of(WEBHOOKS))
    assert row.labels["category"] in ("webhooks", "")
    assert 0 <= row.known <= 1
    assert 0 < row.confidence <= 1
    assert row.unseen < 1
    assert "rejected" not in repr(row)


def test_the_likeliest_labels_of_examples(house: House) -> None:
    examples = as_examples(solved_examples(indexed(house, *two_kinds())))
    model = TriageModel.learn(examples, taxonomy=Taxonomy(), embed=house.embedder.encode)
    best = model.best_labels(examples)
    assert best["category"] == examples.labels["category"]
    assert set(best["severity"]) == {""}


def test_what_triage_quotes_is_scrubbed(house: House) -> None:
    text = "This is unacceptable. Nobody but Quillon Vexmoor can sign in!"
    own = as_read(house.scrubber, text, customer={"name": "Quillon Vexmoor"})
    model = learned(house, two_kinds(), Taxonomy(policy=DOWN))
    found = model.triage(own, dense_text(own), house.embedder.encode([dense_text(own)])[0], [])
    assert found.severity.rule is not None
    assert "PERSON" in found.severity.rule.quotes[0].quote
    assert "exmoor" not in repr(found)
