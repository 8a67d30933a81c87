"""The name tagger is trained from made-up text, and the same recipe gives the same model."""

import json
from pathlib import Path
from random import Random

import pytest

from guardrails.errors import ModelInvalid
from guardrails.name_model import CARD_FILE, MODEL_FILE, english_words, load_tagger
from guardrails.names.generate import Sample
from guardrails.names.pools import HELD_OUT, locales
from guardrails.names.slots import merged
from guardrails.names.templates import chosen, filled, load_templates
from guardrails.names.tokens import tokens
from guardrails.names.train import Recipe, generator, labels, train
from guardrails.recognisers.lexicon import Lexicon, load_lexicon

TINY = Recipe(texts=60, passes=1, validation_texts=20, pool_size=6, seed=3)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(common=english_words())


def test_training_twice_gives_the_same_file(lexicon: Lexicon, tmp_path: Path) -> None:
    for name in ("one", "two"):
        train(lexicon, TINY, out=tmp_path / name, validate=False)
    assert (tmp_path / "one" / MODEL_FILE).read_bytes() == (tmp_path / "two" / MODEL_FILE).read_bytes()


def test_what_is_trained_can_be_loaded_and_is_hashed(lexicon: Lexicon, tmp_path: Path) -> None:
    card = train(lexicon, TINY, out=tmp_path)
    assert card["figures_on_held_out"]["texts"] == TINY.validation_texts
    load_tagger(lexicon, folder=tmp_path)
    (tmp_path / CARD_FILE).write_text(json.dumps(card | {"sha256": "0" * 64}), encoding="utf-8")
    with pytest.raises(ModelInvalid, match="hash"):
        load_tagger(lexicon, folder=tmp_path)


def test_made_up_text_marks_people_and_places_only(lexicon: Lexicon) -> None:
    samples = list(generator(lexicon, TINY, held_out=False).samples(200))
    kinds = {label for sample in samples for *_, label in sample.spans}
    assert kinds == {"PERSON", "ADDRESS"}
    assert all(sample.text[start:end].strip() for sample in samples for start, end, _ in sample.spans)
    assert sum(not sample.spans for sample in samples) > 40


def test_what_is_held_out_is_not_trained_on() -> None:
    trained, kept = load_templates(held_out=False), load_templates(held_out=True)
    assert not set(trained.english["people"]) & set(kept.english["people"])
    assert not set(locales(held_out=False)) & set(HELD_OUT)


def test_labels_follow_tokens() -> None:
    sample = Sample("Ask Ana-Lucía Duarte, 5 Elm Road", ((4, 20, "PERSON"), (22, 32, "ADDRESS")))
    assert labels(list(tokens(sample.text)), sample.spans) == [0, 1, 2, 2, 2, 0, 3, 4, 4]


def test_a_template_is_chosen_from_and_filled() -> None:
    template = chosen(Random(0), "(Hi|Hi) {given} ({job})")
    parts = filled(template, lambda slot: [("Ana", "PERSON")] if slot == "given" else [("Nurse", "")])
    assert merged(parts) == ("Hi Ana (Nurse)", [(3, 6, "PERSON")])
