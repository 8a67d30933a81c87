"""Every language of the house's phrases says the same things with the same fields."""

from string import Template

import pytest

from prompts.phrases import PhraseError, load_phrasebook, load_phrases

ENGLISH = load_phrases("en").frames


@pytest.mark.parametrize("language", ["de", "es", "fr"])
def test_the_same_phrases_with_the_same_fields(language: str) -> None:
    frames = load_phrases(language).frames
    assert frames.keys() == ENGLISH.keys()
    for name, text in frames.items():
        fields = set(Template(text).get_identifiers())
        assert fields == set(Template(ENGLISH[name]).get_identifiers()), name


def test_a_language_without_phrases_takes_the_words_of_the_house() -> None:
    book = load_phrasebook("de")
    assert book.of("fr").language == "fr"
    assert book.of("pl").language == book.of(None).language == "de"
    assert book.templates("closing") == {load_phrases(one).frames["closing"] for one in ("de", "en", "es", "fr")}


def test_a_house_without_phrases_of_its_language_is_told() -> None:
    with pytest.raises(PhraseError, match="no phrases for 'pl'"):
        load_phrasebook("pl")
