"""Tags: as many as fit, each by what is known of it: tickets, its description, its names."""

from collections.abc import Sequence

import pytest

from assistant.triage.guide import Guide
from assistant.triage.shared import Features
from assistant.triage.tags import Tags, named_labels
from assistant.triage.taxonomy import Labels, Listed
from assistant.triage.thresholds import Costs
from tests.ingest.index_house import HashingEmbedder

from .triage_words import spans

PRINTING = [f"The label printer of hall {n} prints blank pages and no barcode." for n in range(8)]
INVOICES = [f"The invoice number {n} shows the wrong amount of money." for n in range(8)]
TEXTS = PRINTING + INVOICES
FEATURES = Features.fit(TEXTS, HashingEmbedder().encode(TEXTS))
GIVEN = [("printer", "hardware")] * 8 + [("money",)] * 8


def rules(*guides: Guide, retired: tuple[str, ...] = (), costs: Costs | None = None) -> Labels:
    return Labels(tuple(map(Listed, guides)), retired, costs or Costs())


def learned(own: Labels, given: Sequence[Sequence[str]] = GIVEN) -> Tags:
    embedder = HashingEmbedder()
    return Tags.learn(FEATURES, given, rules=own, embed=embedder.encode)


def of(tags: Tags, text: str, own: Labels) -> dict[str, str]:
    looks = FEATURES.reader.look([text], HashingEmbedder().encode([text]))
    return {tag.label: tag.made_by for tag in tags.of(spans(text), looks, rules=own)}


def test_several_fit() -> None:
    own = rules()
    tags = learned(own)
    assert of(tags, "the printer of hall 3 prints blank pages", own) == {"hardware": "learned", "printer": "learned"}
    assert of(tags, "the invoice shows the wrong amount", own) == {"money": "learned"}


def test_each_has_a_threshold_of_its_own() -> None:
    own = rules(costs=Costs(abstain=0.5, wrong_label={"printer": 1e6}))
    found = of(learned(own), "the printer of hall 3 prints blank pages", own)
    assert "hardware" in found
    assert "printer" not in found


def test_a_tag_that_few_tickets_carry_is_not_learned() -> None:
    own = rules()
    assert of(learned(own, [("odd",)] * 4 + [()] * 12), PRINTING[0], own) == {}
    assert of(learned(own, [("all",)] * 16), PRINTING[0], own) == {}


def test_a_tag_that_no_ticket_carries_is_given_by_its_description() -> None:
    own = rules(Guide("theft", "Goods were stolen from the warehouse at night"))
    tags = learned(own)
    assert of(tags, "goods were stolen from our warehouse last night", own)["theft"] == "learned"
    for text in (PRINTING[0], INVOICES[0], "hello"):
        assert "theft" not in of(tags, text, own)


def test_a_tag_that_the_customer_names() -> None:
    own = rules(Guide("legal", synonyms=("DPA", "C++ licence")))
    tags = learned(own)
    assert of(tags, "Please sign our DPA.", own)["legal"] == "words"
    assert of(tags, "What about the c++ licence?", own)["legal"] == "words"
    for text in ("We need no DPA.", "The DPAX field is empty.", "It is illegal."):
        assert "legal" not in of(tags, text, own)


def test_retired_tags_are_never_given() -> None:
    tags = learned(rules())
    assert "printer" not in of(tags, PRINTING[0], rules(retired=("Printer",)))


def test_old_names_are_learned_as_todays() -> None:
    own = rules(Guide("printing", synonyms=("printer",)))
    assert "printing" in of(learned(own), PRINTING[0], own)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Our SAML login fails.", {"Single sign-on": ("SAML",)}),
        ("single sign-on and SAML", {"Single sign-on": ("single sign-on", "SAML")}),
        ("Without SAML it works.", {}),
        ("samling of data", {}),
        ("", {}),
    ],
)
def test_labels_by_their_names(text: str, found: dict[str, tuple[str, ...]]) -> None:
    assert named_labels(spans(text), rules(Guide("Single sign-on", synonyms=("SAML", "SSO")))) == found


def test_no_tickets_and_no_tags() -> None:
    own = rules(Guide("theft", "Goods were stolen"))
    embedder = HashingEmbedder()
    tags = Tags.learn(Features.fit([], embedder.encode([])), [], rules=own, embed=embedder.encode)
    assert of(tags, "hello there", own) == {}
    assert of(tags, "goods were stolen", own) == {"theft": "learned"}
