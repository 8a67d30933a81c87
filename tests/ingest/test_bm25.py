"""BM25 against the formula written out, and what is hidden counts for nothing."""

from collections import Counter
from collections.abc import Sequence
from math import log

import numpy as np
import pytest

from ingest.bm25 import K1, B, bm25, frequencies_of, term_weights
from ingest.lexical import LexicalIndex, tokenize

WORDS = ["webhook", "secret", "export", "invoice", "FWK-1029", "node", "rotate", "KubeNodeLost", "the", "queue"]


def index_of(texts: Sequence[str], first: int = 0) -> LexicalIndex:
    return LexicalIndex.build([f"c{first + n}" for n in range(len(texts))], texts)


def by_the_formula(texts: Sequence[str], query: str, readable: Sequence[bool]) -> list[float]:
    seen = [tokenize(text) if may else [] for text, may in zip(texts, readable, strict=True)]
    total = sum(readable)
    mean = max(1.0, sum(map(len, seen)) / max(1, total))
    scores = []
    for text, may in zip(seen, readable, strict=True):
        score = 0.0
        for word in tokenize(query) if may else []:
            held = sum(word in other for other in seen)
            often = text.count(word)
            if often:
                idf = log(1 + (total - held + 0.5) / (held + 0.5))
                score += idf * often / (often + K1 * (1 - B + B * len(text) / mean))
        scores.append(score)
    return scores


@pytest.mark.parametrize("seed", range(25))
def test_scores_are_those_of_the_formula(seed: int) -> None:
    random = np.random.default_rng(seed)
    texts = [" ".join(random.choice(WORDS, size=random.integers(0, 30))) for _ in range(random.integers(1, 40))]
    readable = random.random(len(texts)) < random.choice([0.2, 0.8, 1.0])
    cut = int(random.integers(0, len(texts) + 1))
    parts = [index_of(texts[:cut]), index_of(texts[cut:], cut)]
    query = " ".join(random.choice([*WORDS, "zebra"], size=12))
    expected = by_the_formula(texts, query, readable.tolist())
    assert bm25(parts, query, readable) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("query", ["webhook secret", "node", "FWK-1029 queue queue"])
def test_hidden_rows_change_no_bit(query: str) -> None:
    """As if what is hidden were not there at all."""
    random = np.random.default_rng(3)
    texts = [" ".join(random.choice(WORDS, size=20)) for _ in range(60)]
    readable = np.arange(60) % 3 > 0
    seen = [text for text, may in zip(texts, readable, strict=True) if may]
    alone = np.ones(len(seen), dtype=bool)
    found = bm25([index_of(texts)], query, readable)
    assert np.array_equal(found[readable], bm25([index_of(seen)], query, alone))
    assert not found[~readable].any()
    assert term_weights([index_of(texts)], query, readable) == term_weights([index_of(seen)], query, alone)


def test_a_word_that_only_hidden_rows_hold_has_no_weight() -> None:
    parts = [index_of(["webhook secret", "webhook invoice"])]
    weights = term_weights(parts, "webhook secret invoice zebra", np.array([True, False]))
    assert list(weights) == tokenize("webhook secret")


def test_a_word_asked_twice_counts_twice() -> None:
    parts, readable = [index_of(["webhook", "export"])], np.ones(2, dtype=bool)
    once, twice = (term_weights(parts, query, readable)["webhook"] for query in ("webhook", "webhook webhook"))
    assert twice == pytest.approx(2 * once)


@pytest.mark.parametrize("query", ["", "the", "zebra"])
@pytest.mark.parametrize("readable", [[True, True], [False, False]])
def test_nothing_shared_scores_zero(query: str, readable: list[bool]) -> None:
    parts = [index_of(["webhook"]), index_of(["export"], 1)]
    assert bm25(parts, query, np.array(readable)).tolist() == [0, 0]


def test_nobody_who_may_read_nothing_scores_anything() -> None:
    parts = [index_of(["webhook"]), index_of([]), index_of(["webhook export"], 1)]
    assert bm25(parts, "webhook", np.zeros(2, dtype=bool)).tolist() == [0, 0]
    assert term_weights(parts, "webhook", np.zeros(2, dtype=bool)) == {}


def test_empty_parts_between_full_ones_move_no_row() -> None:
    parts = [index_of([]), index_of(["export"]), index_of([]), index_of(["webhook"], 1)]
    scores = bm25(parts, "webhook", np.ones(2, dtype=bool))
    assert scores[0] == 0 < scores[1]
    assert bm25([index_of([])], "webhook", np.zeros(0, dtype=bool)).tolist() == []


def test_counts_of_words_come_back_by_row() -> None:
    index = index_of(["webhook webhook export", "export", "webhook"])
    rows, counts = index.postings("webhook")
    assert Counter(dict(zip(rows.tolist(), counts.tolist(), strict=True))) == {0: 2, 2: 1}


def test_frequencies_worked_out_before_change_no_bit() -> None:
    random = np.random.default_rng(5)
    texts = [" ".join(random.choice(WORDS, size=12)) for _ in range(50)]
    parts, readable = [index_of(texts[:20]), index_of([]), index_of(texts[20:], 20)], random.random(50) < 0.7
    known = frequencies_of(parts, readable)
    held = [
        sum(word in tokenize(text) for text, may in zip(texts, readable, strict=True) if may) for word in ("queue",)
    ]
    assert [sum(part.frequency("queue", own) for part, own in zip(parts, known, strict=True))] == held
    query = "rotate the webhook secret of zebra node FWK-1029"
    assert np.array_equal(bm25(parts, query, readable, known), bm25(parts, query, readable))
    assert term_weights(parts, query, readable, known) == term_weights(parts, query, readable)
