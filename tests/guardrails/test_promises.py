"""Commitments and blame in many styles, and as many sentences beside them that may be sent."""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from guardrails.errors import ModelInvalid
from guardrails.model_file import DATA, read_card
from guardrails.promise_model.model import AGAIN, CARD, FILE, RULES, load
from guardrails.promise_model.train import Row, read_training, train
from guardrails.promises import PromiseGuard, check_promises
from ingest.embed import SentenceTransformerEmbedder
from tests.guardrails.promise_sentences import REFUSED, SENT

TRAINING = read_training()
MIXED = [row for row in TRAINING if row.block == "mixed"]
"""The sentences that the rules were written with."""
BAD = [(rule, line.strip()) for rule, lines in REFUSED.items() for line in lines.strip().splitlines()]
GOOD = [line.strip() for line in SENT.strip().splitlines()]


@pytest.fixture(scope="module")
def guard(real_embedder: SentenceTransformerEmbedder) -> PromiseGuard:
    return PromiseGuard(model=load(), embed=real_embedder.encode, embedder=real_embedder.fingerprint)


@pytest.mark.parametrize("row", [row for row in MIXED if row.rule != "ok"], ids=lambda row: row.text)
def test_a_rule_flags_it(row: Row) -> None:
    assert check_promises(row.text), row.rule


@pytest.mark.parametrize("row", [row for row in MIXED if row.rule == "ok"], ids=lambda row: row.text)
def test_no_rule_flags_it(row: Row) -> None:
    assert check_promises(row.text) == []


def test_each_sentence_stands_once_and_none_is_trained_on_and_tested() -> None:
    texts = [row.text for row in TRAINING]
    assert len(set(texts)) == len(texts) >= 1500
    assert not set(texts) & {*GOOD, *(line for _, line in BAD)}
    assert {row.rule for row in TRAINING} == {*RULES, "ok", "any"}


def test_new_wordings_are_seen_by_meaning(guard: PromiseGuard) -> None:
    found = guard.check_all([line for _, line in BAD])
    by_rules = [bool(check_promises(line)) for _, line in BAD]
    assert sum(map(bool, found)) >= 0.85 * len(BAD)
    assert sum(map(bool, found)) > 1.5 * sum(by_rules)


def test_what_may_be_sent_is_left_alone(guard: PromiseGuard) -> None:
    flagged = [line for line, found in zip(GOOD, guard.check_all(GOOD), strict=True) if found]
    assert len(flagged) <= 0.05 * len(GOOD), flagged


def test_what_only_the_model_sees_spans_the_whole_text(guard: PromiseGuard) -> None:
    text = "Thank you for the report. Breakfast costs you nothing during your stay."
    assert check_promises(text) == []
    (finding,) = guard.check(text, where="draft.2")
    assert (finding.kind, finding.where, finding.start, finding.end) == ("promise.credit", "draft.2", 0, len(text))
    assert 0.5 < finding.score <= 1


def test_many_at_once_are_judged_as_one_by_one(guard: PromiseGuard) -> None:
    lines = GOOD[:5] + [line for _, line in BAD[:5]] + ["", "…"]
    assert [[f.kind for f in found] for found in guard.check_all(lines)] == [
        [f.kind for f in guard.check(line)] for line in lines
    ]


def test_another_embedder_leaves_the_rules_alone_and_says_so(real_embedder: SentenceTransformerEmbedder) -> None:
    guard = PromiseGuard(model=load(), embed=real_embedder.encode, embedder="another:0")
    assert guard.made_by == "rules"
    assert "'another:0'" in guard.note
    assert [f.kind for f in guard.check("We will refund the full amount.")] == ["promise.refund"]
    assert guard.check("Breakfast costs you nothing during your stay.") == []


def test_the_maker_is_named(guard: PromiseGuard) -> None:
    assert guard.made_by == f"rules and model {read_card(DATA / CARD, again=AGAIN)['sha256'][:12]}"
    assert guard.note == ""


def test_a_changed_model_is_refused(tmp_path: Path) -> None:
    for name in (FILE, CARD):
        (tmp_path / name).write_bytes(files("guardrails").joinpath("data", name).read_bytes())
    assert load(tmp_path).version == load().version
    (tmp_path / FILE).write_bytes((tmp_path / FILE).read_bytes() + b"x")
    with pytest.raises(ModelInvalid, match="train-promises"):
        load(tmp_path)


def test_the_same_sentences_give_the_same_model(tmp_path: Path) -> None:
    rows = [row for row in TRAINING if row.block in ("short", "bank")]

    def embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.array([[len(text) / 100] * 384 for text in texts], dtype=np.float32)

    cards = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        cards.append(train(rows, embed=embed, embedder="tiny:1", out=tmp_path / name, tell=lambda _line: None))
    assert cards[0] == cards[1]
    assert (tmp_path / "one" / FILE).read_bytes() == (tmp_path / "two" / FILE).read_bytes()
    assert load(tmp_path / "two").embedder == "tiny:1"
