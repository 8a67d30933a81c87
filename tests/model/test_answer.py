"""A model's sentences: with the evidence that they cite, or with what is wrong in words that it can act on."""

import re
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.records import Evidence, Sentence
from assistant.texts.kinds import SPECS
from assistant.writers.model.answer import WrittenSentence, answer_type, model_sections, sentence_of
from assistant.writers.model.catalog import Catalog
from assistant.writers.model.items import Item

REPLY = SPECS["reply"]


def item(label: str, text: str, *, step: bool = False) -> Item:
    return Item(label, text, (Evidence("message", "m1", 0, len(text), text),), "Messages", step=step)


CATALOG = Catalog(
    (
        item("m1.1", "All fail."),
        item("k1.1", "Press Resume.", step=True),
        item("k1.2", "It was paused."),
        *(item(f"k2.{n}", f"Line {n}.") for n in range(9)),
    )
)


def written(section: str = "answer", text: str = "Press Resume.", cites: Any = ("k1.1",)) -> WrittenSentence:
    return WrittenSentence(section=section, cites=list(cites), text=text)


@pytest.mark.parametrize("kind", SPECS)
def test_a_model_writes_every_section_but_the_courtesies(kind: Any) -> None:
    names = [section.name for section in model_sections(SPECS[kind])]
    assert names == [s.name for s in SPECS[kind].sections if s.name not in ("greeting", "closing")]
    shape = answer_type(SPECS[kind])
    assert shape is answer_type(SPECS[kind])
    one = {"section": names[0], "cites": ["m1.1"], "text": "x"}
    assert shape.model_validate({"sentences": [one], "nothing_to_say": ""}).sentences[0].section == names[0]


@pytest.mark.parametrize("change", [{"section": "greeting"}, {"cites": "m1.1"}, {"more": 1}, {"text": None}])
def test_an_answer_of_another_shape_is_refused(change: dict[str, Any]) -> None:
    one = {"section": "answer", "cites": ["m1.1"], "text": "x"} | change
    with pytest.raises(ValidationError):
        answer_type(REPLY).model_validate({"sentences": [one], "nothing_to_say": ""})


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (written("greeting"), "there is no section 'greeting'; the sections are acknowledgement, answer, questions"),
        (written(text=" … "), "An entry of the section answer is empty"),
        (written(cites=[]), "no label is cited"),
        (written(cites=["", "[]"]), "no label is cited"),
        (written(cites=["k1.1", "k7.7"]), r"there is no evidence k7\.7"),
        (written(cites=[f"k2.{n}" for n in range(9)]), "9 labels are cited; cite the 4 at the most"),
        (written(text="One here. Two here. Three here."), "this entry is too long"),
        (written(text="word " * 400), "this entry is too long"),
    ],
)
def test_a_mistake_is_told_in_words(one: WrittenSentence, told: str) -> None:
    found = sentence_of(one, CATALOG, REPLY)
    assert isinstance(found, str)
    assert re.search(told, found), found


@pytest.mark.parametrize("cites", [["k1.1"], ["[K1.1]"], ["k1.1, k1.1"], [" k1.1."]])
def test_labels_are_read_as_models_write_them(cites: list[str]) -> None:
    found = sentence_of(written(cites=cites, text="Press\n Resume. "), CATALOG, REPLY)
    assert isinstance(found, Sentence)
    assert (found.text, found.evidence) == ("Press Resume.", CATALOG.support("k1.1"))


@pytest.mark.parametrize(
    ("section", "cites", "role"),
    [
        ("answer", ["k1.1"], "step"),
        ("answer", ["k1.2"], "answer"),
        ("questions", ["k1.1"], "question"),
        ("acknowledgement", ["m1.1"], "acknowledgement"),
    ],
)
def test_the_role_is_that_of_the_section(section: str, cites: list[str], role: str) -> None:
    found = sentence_of(written(section, cites=cites), CATALOG, REPLY)
    assert isinstance(found, Sentence)
    assert found.role == role


def test_evidence_that_two_labels_share_is_named_once() -> None:
    found = sentence_of(written(cites=["k1.1", "k1.2", "k1.1"]), CATALOG, REPLY)
    assert isinstance(found, Sentence)
    assert len(found.evidence) == 2


@pytest.mark.parametrize(
    ("text", "cites", "label"),
    [
        ("The window closed at 07:40 UTC.", ["k1.1"], "m2.1"),
        ("the window  closed at 07:40 UTC", [], "m2.1"),
        ("closed at 07:40 UTC, as I saw", ["k9.9"], "m2.1"),
        ("The window closed at 07:40 UTC.", ["k1.1", "m2.1"], "k1.1 m2.1"),
        ("The window closed at 07:40.", ["k1.1"], "m2.1"),
        ("The window closed at 07:40:13.", ["k1.1"], "k1.1"),
        ("The window closed at 07:4", ["k1.1"], "k1.1"),
        ("closed at 07:40", ["k1.1"], "k1.1"),
    ],
)
def test_a_quotation_rests_on_what_holds_it(text: str, cites: list[str], label: str) -> None:
    catalog = Catalog((*CATALOG.items, item("m2.1", "The window closed at 07:40 UTC, as I saw.")))
    found = sentence_of(written(text=text, cites=cites), catalog, REPLY)
    assert isinstance(found, Sentence)
    assert found.evidence == tuple(e for one in label.split() for e in catalog.support(one))
