"""The house's phrases leave as they are written, in each language; what is filled into them is checked as ever."""

from string import Template

import pytest

from assistant.checks import Checker
from assistant.evidence import from_frame, sentence
from assistant.reading import read
from guardrails.vault import Vault
from prompts.phrases import load_phrasebook, load_phrases
from tests.ingest.index_house import House

from .desk import make_ticket

LANGUAGES = ("en", "de", "fr", "es")
FOREIGN = "Bartholomew Fitzgerald"


@pytest.fixture
def checker(house: House) -> Checker:
    house.page("article", "Press Resume.")
    house.build()
    vault = Vault()
    own = read(make_ticket("Deliveries fail."), scrubber=house.scrubber, vault=vault)
    return Checker(own, house.open(), vault=vault, scrubber=house.scrubber, phrases=load_phrasebook())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_phrase_is_taken_for_a_name(checker: Checker, language: str) -> None:
    plain = {n: t for n, t in load_phrases(language).frames.items() if not Template(t).get_identifiers()}
    left = {}
    for name, text in plain.items():
        passed = checker.one("handover", "next_step", sentence(text, "statement", from_frame(name, text)))
        left[name] = passed.text if passed else text
    assert left == plain
    assert [finding for finding in checker.findings if finding.kind.startswith("foreign.")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_that_is_no_phrase_stays_foreign_beside_one(checker: Checker, language: str) -> None:
    text = load_phrases(language).frames["closing"]
    passed = checker.one(
        "handover", "next_step", sentence(f"{text} {FOREIGN}", "statement", from_frame("closing", text))
    )
    assert passed is None or FOREIGN not in passed.text


def test_a_phrase_that_the_house_does_not_have_allows_nothing(checker: Checker) -> None:
    said = sentence(f"Ask {FOREIGN}.", "statement", from_frame("closing", f"Ask {FOREIGN}."))
    passed = checker.one("handover", "next_step", said)
    assert passed is None or FOREIGN not in passed.text
