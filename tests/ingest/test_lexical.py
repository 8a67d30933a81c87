"""BM25 over words, stems and whole identifiers."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import IndexCorrupt
from ingest.lexical import LexicalIndex, tokenize

TEXTS = [
    "Webhook deliveries fail with error FWK-1029",
    "Exports are kept for thirty days",
    "The webhook secret was rotated",
]
IDS = ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        ("the and of it", []),
        ("...!? --", []),
        ("Deliveries failing", ["deliveri", "fail"]),
        ("FWK-1029", ["fwk-1029", "fwk", "1029"]),
        ("GET /v2/orders", ["v2/order", "v2", "order"]),
        ("config.yaml", ["config.yaml", "config", "yaml"]),
        ("10.0.0.1:8443", ["10.0.0.1:8443", "10", "0", "0", "1", "8443"]),
        ("snake_case_name", ["snake_case_nam", "snake", "case", "name"]),
        ("Café größer", ["café", "größer"]),
        ("日本語", ["日本語"]),
        ("401.", ["401"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert tokenize(text) == tokens


def test_scores_rank_by_words() -> None:
    scores = LexicalIndex.build(IDS, TEXTS).scores("webhook delivery failing")
    assert scores.shape == (3,)
    assert scores[0] > scores[2] > scores[1] == 0


def test_an_identifier_is_found_whole() -> None:
    assert np.argmax(LexicalIndex.build(IDS, TEXTS).scores("what is fwk-1029?")) == 0


@pytest.mark.parametrize("query", ["", "the", "zebra unicorn", "\x00"])
def test_nothing_known_scores_zero(query: str) -> None:
    assert LexicalIndex.build(IDS, TEXTS).scores(query).tolist() == [0, 0, 0]


def test_document_frequency() -> None:
    index = LexicalIndex.build(IDS, TEXTS)
    assert index.document_frequency("webhook") == pytest.approx(2 / 3)
    assert index.document_frequency("zebra") == 0


@pytest.mark.parametrize(("ids", "texts"), [(IDS, TEXTS), ([], []), (["a", "b"], ["the", ""]), (["a"], ["one"])])
def test_saved_and_loaded(tmp_path: Path, ids: list[str], texts: list[str]) -> None:
    built = LexicalIndex.build(ids, texts)
    built.save(tmp_path / "lexical" / "x")
    loaded = LexicalIndex.load(tmp_path / "lexical" / "x")
    assert loaded.ids == tuple(ids)
    for query in ("webhook failing", "one", "the", ""):
        assert np.array_equal(loaded.scores(query), built.scores(query))
    assert loaded.document_frequency("webhook") == built.document_frequency("webhook")


def _each(folder: Path, change: Callable[[Path], object]) -> None:
    for path in (folder / "bm25").iterdir():
        change(path)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no ids": lambda folder: (folder / "ids.json").unlink(),
    "ids are not JSON": lambda folder: (folder / "ids.json").write_text("[1"),
    "ids are not UTF-8": lambda folder: (folder / "ids.json").write_bytes(b"\xff"),
    "ids are a list": lambda folder: (folder / "ids.json").write_text("[1, 2]"),
    "ids are a number": lambda folder: (folder / "ids.json").write_text('{"ids": 3, "terms": true}'),
    "an id less": lambda folder: (folder / "ids.json").write_text(json.dumps({"ids": ["a"], "terms": True})),
    "no terms": lambda folder: _each(folder, os.remove),
    "empty terms": lambda folder: _each(folder, lambda path: path.write_bytes(b"")),
    "cut terms": lambda folder: _each(folder, lambda path: os.truncate(path, 20)),
    "garbage terms": lambda folder: _each(folder, lambda path: path.write_bytes(b"\x80\x04garbage")),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_one_is_named(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    folder = tmp_path / "gen-000001" / "lexical" / "knowledge-public"
    LexicalIndex.build(IDS, TEXTS).save(folder)
    damage(folder)
    with pytest.raises(IndexCorrupt, match="the lexical index gen-000001/knowledge-public "):
        LexicalIndex.load(folder)
