"""Learning labels: rare, single, described, contradictory, damaged; chances and terms that can be believed."""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ClassifierDamaged, NothingToLearn
from assistant.triage.guide import Guide
from assistant.triage.learner import Classifier, Predictions, learn
from ingest.embed import Vectors
from ingest.lexical import tokenize

WORDS = {
    "billing": "invoice charge refund price payment card overdue receipt".split(),
    "login": "password saml reset locked sign account code session".split(),
    "export": "csv report download column file spreadsheet row archive".split(),
}
FILLING = "yesterday customer again three team since update page".split()


def embed(texts: Sequence[str]) -> Vectors:
    """Each stem is a direction of its own; a text is the unit mean of its stems."""
    rows = np.zeros((len(texts), 64), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for token in tokenize(text):
            row += np.random.default_rng(int(sha256(token.encode()).hexdigest()[:8], 16)).normal(size=64)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    rows /= np.maximum(lengths, 1e-9)
    return rows


def tickets(label: str, count: int, *, seed: int = 0) -> list[str]:
    random = np.random.default_rng([seed, *label.encode()])
    return [" ".join([*random.choice(WORDS[label], 3), *random.choice(FILLING, 2)]) for _ in range(count)]


def taught(counts: dict[str, int], **options: object) -> Classifier:
    texts = [text for label, count in counts.items() for text in tickets(label, count)]
    labels = [label for label, count in counts.items() for _ in range(count)]
    return learn(texts, embed(texts), labels, **options)  # type: ignore[arg-type]  # the options of `learn`


def asked(classifier: Classifier, texts: Sequence[str]) -> Predictions:
    return classifier.predict(texts, embed(texts))


def best(classifier: Classifier, texts: Sequence[str]) -> list[str]:
    found = asked(classifier, texts)
    return [found.labels[n] for n in found.probabilities.argmax(axis=1)]


@pytest.fixture(scope="module")
def balanced() -> Classifier:
    return taught({"billing": 40, "login": 40, "export": 40})


def test_new_tickets_get_their_label_with_chances_that_sum_to_one(balanced: Classifier) -> None:
    texts = [text for label in WORDS for text in tickets(label, 30, seed=1)]
    found = asked(balanced, texts)
    assert best(balanced, texts) == [label for label in WORDS for _ in range(30)]
    assert found.labels == balanced.labels == ("billing", "export", "login")
    assert found.probabilities.shape == (90, 3)
    assert np.allclose(found.probabilities.sum(axis=1), 1)


def test_texts_of_no_label_are_less_known(balanced: Classifier) -> None:
    foreign = ["boil an egg for seven minutes", "the weather in Lisbon on Sunday", "a poem about autumn leaves"]
    own = asked(balanced, [text for label in WORDS for text in tickets(label, 10, seed=2)]).known
    assert asked(balanced, foreign).known.max() < own.min()


def test_three_examples_are_enough_to_be_given_a_label() -> None:
    classifier = taught({"billing": 30, "login": 30, "export": 3})
    assert best(classifier, tickets("export", 8, seed=3)) == ["export"] * 8


def test_a_rare_label_beside_a_common_one_is_neither_lost_nor_everywhere() -> None:
    classifier = taught({"billing": 200, "login": 6})
    rare = asked(classifier, tickets("login", 40, seed=4)).probabilities[:, 1]
    common = asked(classifier, tickets("billing", 200, seed=4)).probabilities[:, 1]
    assert (rare > 0.5).sum() >= 24
    assert (common > 0.5).sum() <= 2
    assert common.mean() < 6 / 206 < rare.min()


def test_one_label_only_has_chance_one_and_known_does_the_talking() -> None:
    classifier = taught({"billing": 20})
    found = asked(classifier, [*tickets("billing", 5, seed=5), "a poem about autumn leaves"])
    assert classifier.labels == ("billing",)
    assert (found.probabilities == 1).all()
    assert found.known[-1] < 0.5 < found.known[:-1].min()


def test_one_ticket_alone_can_be_learned_from() -> None:
    found = asked(taught({"login": 1}), tickets("login", 1))
    assert (found.labels, found.probabilities.tolist()) == (("login",), [[1.0]])


def test_a_described_label_needs_no_ticket() -> None:
    guides = [Guide("export", "CSV report and spreadsheet download", ("the archive file lacks a column",), ("row",))]
    classifier = taught({"billing": 30, "login": 30}, guides=guides, embed=embed)
    assert best(classifier, ["csv download of the report", "column of the spreadsheet file"]) == ["export"] * 2
    assert best(classifier, tickets("billing", 10, seed=6)) == ["billing"] * 10


def test_descriptions_alone_are_enough() -> None:
    guides = [Guide(label, " ".join(words)) for label, words in WORDS.items()]
    classifier = learn([], np.zeros((0, 64), dtype=np.float32), [], guides=guides, embed=embed)
    assert best(classifier, ["refund the invoice", "password reset locked"]) == ["billing", "login"]


def test_a_description_without_an_embedder_is_not_learned_from() -> None:
    assert taught({"billing": 5, "login": 5}, guides=[Guide("export", "CSV")]).labels == ("billing", "login")


def test_contradictory_labels_share_the_chance() -> None:
    texts = [*tickets("billing", 20), *tickets("billing", 20), *tickets("login", 20)]
    labels = ["billing"] * 20 + ["money"] * 20 + ["login"] * 20
    classifier = learn(texts, embed(texts), labels)
    found = asked(classifier, tickets("billing", 10, seed=7)).probabilities
    of = dict(zip(classifier.labels, found.mean(axis=0), strict=True))
    assert of["billing"] == pytest.approx(of["money"], abs=0.15)
    assert of["login"] < 0.2
    assert found.max() < 0.8


def test_duplicates_and_empty_texts_are_no_obstacle() -> None:
    texts = ["invoice twice"] * 30 + ["password gone"] * 30 + [""] * 4
    classifier = learn(texts, embed(texts), ["billing"] * 30 + ["login"] * 30 + ["billing"] * 4)
    assert best(classifier, ["invoice twice", "password gone"]) == ["billing", "login"]
    assert np.isfinite(asked(classifier, ["", "   "]).probabilities).all()


def test_only_empty_texts_give_a_classifier_that_knows_the_shares() -> None:
    texts = [""] * 30
    found = asked(learn(texts, embed(texts), ["billing"] * 20 + ["login"] * 10), [""])
    assert found.probabilities[0, 0] == pytest.approx(2 / 3, abs=0.1)


@pytest.mark.parametrize("labels", [[], [""], ["oos", "none_of_these", "out_of_scope"]])
def test_without_any_label_there_is_nothing_to_learn(labels: list[str]) -> None:
    texts = ["something"] * len(labels)
    with pytest.raises(NothingToLearn, match="carries a label, and no label is described"):
        learn(texts, embed(texts), labels)


def test_foreign_texts_are_no_class_and_lower_what_is_known() -> None:
    texts = [*tickets("billing", 20), *tickets("login", 20), *(f"poem about autumn leaves {n}" for n in range(20))]
    classifier = learn(texts, embed(texts), ["billing"] * 20 + ["login"] * 20 + ["oos"] * 20)
    assert classifier.labels == ("billing", "login")
    known = asked(classifier, ["a poem about leaves", *tickets("billing", 3, seed=8)]).known
    assert known[0] < known[1:].min()


def test_terms_are_words_of_the_text_that_speak_for_the_label(balanced: Classifier) -> None:
    text = "The invoice and the refund, after the password was reset"
    assert set(balanced.terms(text, "billing", k=2)) <= {"invoice", "refund", "invoice and", "the refund"}
    assert "invoice" in balanced.terms(text, "billing")
    assert "invoice" not in balanced.terms(text, "login")
    assert balanced.terms("", "login") == ()
    with pytest.raises(ValueError, match="'nope' is none of the labels"):
        balanced.terms(text, "nope")


def test_saved_and_loaded_it_says_the_same_and_learning_again_gives_the_same_bytes(
    balanced: Classifier, tmp_path: Path
) -> None:
    balanced.save(tmp_path / "one")
    taught({"billing": 40, "login": 40, "export": 40}).save(tmp_path / "two")
    texts = [*tickets("login", 3, seed=9), "a poem", ""]
    first, again = asked(balanced, texts), asked(Classifier.load(tmp_path / "one"), texts)
    assert np.array_equal(first.probabilities, again.probabilities)
    assert np.array_equal(first.known, again.known)
    for file in ("classifier.npz", "classifier.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_a_damaged_classifier_is_refused(balanced: Classifier, tmp_path: Path) -> None:
    with pytest.raises(ClassifierDamaged, match="no readable classifier in"):
        Classifier.load(tmp_path / "nothing")
    balanced.save(tmp_path)
    card = json.loads((tmp_path / "classifier.json").read_text())
    (tmp_path / "classifier.json").write_text(json.dumps(card | {"format": 99}))
    with pytest.raises(ClassifierDamaged, match="not the file that was written, or of another version"):
        Classifier.load(tmp_path)
    (tmp_path / "classifier.json").write_text(json.dumps(card))
    content = (tmp_path / "classifier.npz").read_bytes()
    (tmp_path / "classifier.npz").write_bytes(content[:-100] + bytes(100))
    with pytest.raises(ClassifierDamaged, match="not the file that was written"):
        Classifier.load(tmp_path)


def test_what_does_not_fit_together_is_told(balanced: Classifier) -> None:
    with pytest.raises(ValueError, match="2 texts, 1 vectors, 2 labels"):
        learn(["a", "b"], embed(["a"]), ["x", "y"])
    with pytest.raises(ValueError, match="2 texts came with 1 vectors"):
        balanced.predict(["a", "b"], embed(["a"]))
    with pytest.raises(ValueError, match="vectors of 64 numbers, these have 3"):
        balanced.predict(["a"], np.zeros((1, 3), dtype=np.float32))
    assert balanced.predict([], embed([])).probabilities.shape == (0, 3)
