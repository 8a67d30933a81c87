"""Triage is learned from solved tickets, says how sure it is, and says nothing when it is not."""

from typing import Any

import pytest

from assistant.records import Label
from assistant.triage.model import LABELS, MIN_CONFIDENCE, TriageModel
from ingest.index import Index
from tests.ingest.index_house import House, message, ticket, write_lines

from .desk import passage

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


def solved(id_: str, text: str, *, subject: str = "", **fields: Any) -> dict[str, Any]:
    answer = (
        "Please have a look at the settings page once more, choose the right entry there and press the button Save."
    )
    return ticket(id_, subject=subject, fields=fields, messages=[message("customer", text), message("agent", answer)])


def indexed(house: House, *values: dict[str, Any]) -> Index:
    write_lines(house.tickets, *values)
    house.build(house.tickets)
    return house.open()


def two_kinds(house: House) -> Index:
    tickets = [solved(f"S-{n}", text, category="webhooks", team="integrations") for n, text in enumerate(WEBHOOKS)]
    tickets += [solved(f"S-1{n}", text, category="billing", team="finance") for n, text in enumerate(BILLING)]
    return indexed(house, *tickets)


def label(house: House, index: Index, text: str, name: str = "category") -> Label:
    triage = TriageModel.train(index).triage(text, house.embedder.encode([text])[0], [])
    found: Label = getattr(triage, name)
    return found


def test_three_examples_of_each_are_enough(house: House) -> None:
    index = two_kinds(house)
    hook = label(house, index, "webhook deliveries rejected since the signing secret was rotated")
    bill = label(house, index, "wrong amount on the invoice of this month")
    assert (hook.label, bill.label) == ("webhooks", "billing")
    assert not hook.abstained
    assert hook.confidence >= MIN_CONFIDENCE["category"]
    assert "6 solved tickets" in hook.reason


def test_confidences_add_up_to_1(house: House) -> None:
    index = two_kinds(house)
    for text in ("webhook", "invoice amount", "", "something else entirely"):
        one = label(house, index, text)
        shares = [alternative.confidence for alternative in one.alternatives]
        total = sum(shares) + (0 if one.abstained else one.confidence)
        assert total == pytest.approx(1, abs=0.01)


def test_a_label_that_nobody_gave_is_not_guessed(house: House) -> None:
    one = label(house, two_kinds(house), "webhook", "severity")
    assert one == Label(None, 0.0, True, "no solved ticket carries a severity")


def test_one_label_alone_teaches_nothing(house: House) -> None:
    index = indexed(house, *[solved(f"S-{n}", text, category="webhooks") for n, text in enumerate(WEBHOOKS)])
    one = label(house, index, "webhook")
    assert (one.label, one.abstained) == (None, True)
    assert "no two kinds of category have 3 solved tickets each" in one.reason


def test_a_label_with_two_examples_is_never_suggested(house: House) -> None:
    tickets = [solved(f"S-{n}", text, category="webhooks") for n, text in enumerate(WEBHOOKS)]
    tickets += [solved(f"S-1{n}", text, category="billing") for n, text in enumerate(BILLING)]
    tickets += [solved(f"S-2{n}", f"The scanner of hall {n} beeps all day.", category="scanner") for n in range(2)]
    one = label(house, indexed(house, *tickets), "the scanner of hall 1 beeps all day")
    assert one.label != "scanner"
    assert "scanner" not in {alternative.label for alternative in one.alternatives}


def test_tickets_that_share_no_word_can_be_learned_from(house: House) -> None:
    words = "amber birch cedar delta ember fjord grove haven islet jetty knoll lagoon".split()
    tickets = [solved(f"S-{n}", words[n], subject=words[n + 6], category="ab"[n % 2]) for n in range(6)]
    one = label(house, indexed(house, *tickets), "amber birch")
    assert one.label in ("a", "b", None)


def test_no_solved_tickets_at_all(house: House) -> None:
    house.three_pages()
    house.build()
    index = house.open()
    for name in LABELS:
        assert label(house, index, "webhook", name).reason == f"no solved ticket carries a {name}"


def test_the_same_index_gives_the_same_labels(house: House) -> None:
    index = two_kinds(house)
    text = "the signature on the invoice is wrong"
    assert label(house, index, text) == label(house, index, text)


def test_unsure_is_an_abstention_that_names_what_was_considered(house: House) -> None:
    names = "abcdefgh"
    tickets = [
        solved(f"S-{n}", f"It fails at {'morning noon evening'.split()[n % 3]}.", category=names[n // 3])
        for n in range(24)
    ]
    one = label(house, indexed(house, *tickets), "it fails")
    assert (one.label, one.abstained) == (None, True)
    assert "confidence" in one.reason
    assert one.alternatives[0].confidence == one.confidence < MIN_CONFIDENCE["category"]


def test_the_why_is_the_nearest_solved_tickets(house: House) -> None:
    index = two_kinds(house)
    cases = [passage(0.9 - n / 10, document_id=f"S-{n}", title=f"Case {n}", pool="cases") for n in range(5)]
    triage = TriageModel.train(index).triage("webhook", house.embedder.encode(["webhook"])[0], cases)
    assert [(n.ticket_id, n.title, n.similarity) for n in triage.why] == [
        ("S-0", "Case 0", 0.9),
        ("S-1", "Case 1", 0.8),
        ("S-2", "Case 2", 0.7),
    ]
