"""Words, stems and identifiers, whole and in parts, and where they stand."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingest.compounds import in_words
from ingest.errors import IndexCorrupt
from ingest.lexical import LexicalIndex, spelled, tokenize

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
        ("NodeFilesystemAlmostFull", ["nodefilesystemalmostful", "node", "filesystem", "almost", "full"]),
        ("2FA for eBay", ["2fa", "ebay", "e", "bay"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert tokenize(text) == tokens


def test_postings_name_the_rows_and_how_often() -> None:
    index = LexicalIndex.build(["a", "b", "c"], ["webhook webhook", "export", "a webhook export"])
    rows, counts = index.postings("webhook")
    assert (rows.tolist(), counts.tolist()) == ([0, 2], [2, 1])
    assert index.lengths.tolist() == [2, 1, 2]


def test_an_unknown_word_stands_nowhere() -> None:
    rows, counts = LexicalIndex.build(IDS, TEXTS).postings("zebra")
    assert (len(rows), len(counts)) == (0, 0)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Deliveries failing", {"deliveri": "Deliveries", "fail": "failing"}),
        ("FWK-1029", {"fwk-1029": "FWK-1029", "fwk": "FWK", "1029": "1029"}),
        ("fails, Failing", {"fail": "fails"}),
        ("the of", {}),
    ],
)
def test_tokens_are_told_as_they_were_spelled(text: str, found: dict[str, str]) -> None:
    assert spelled(text) == found


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("KubePodCrashLooping", "Kube Pod Crash Looping"),
        ("HTTPServerError", "HTTP Server Error"),
        ("Set up iPhone and JavaScript", "Set up iPhone and JavaScript"),
        ("A plain title, 2FA", "A plain title, 2FA"),
        ("", ""),
    ],
)
def test_a_name_in_its_words(name: str, words: str) -> None:
    assert in_words(name) == words


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
    for token in ("webhook", "fail", "one", "the"):
        assert [part.tolist() for part in loaded.postings(token)] == [part.tolist() for part in built.postings(token)]
    assert np.array_equal(loaded.lengths, built.lengths)
    assert loaded.document_frequency("webhook") == built.document_frequency("webhook")


def _each(folder: Path, change: Callable[[Path], object]) -> None:
    for path in folder.glob("*.npy"):
        change(path)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no ids": lambda folder: (folder / "ids.json").unlink(),
    "ids are not JSON": lambda folder: (folder / "ids.json").write_text("[1"),
    "ids are not UTF-8": lambda folder: (folder / "ids.json").write_bytes(b"\xff"),
    "ids are a list": lambda folder: (folder / "ids.json").write_text("[1, 2]"),
    "ids are a number": lambda folder: (folder / "ids.json").write_text('{"ids": 3, "terms": []}'),
    "an id less": lambda folder: (folder / "ids.json").write_text(json.dumps({"ids": ["a"], "terms": ["webhook"]})),
    "no postings": lambda folder: _each(folder, os.remove),
    "empty postings": lambda folder: _each(folder, lambda path: path.write_bytes(b"")),
    "cut postings": lambda folder: _each(folder, lambda path: os.truncate(path, 20)),
    "garbage postings": lambda folder: _each(folder, lambda path: path.write_bytes(b"\x80\x04garbage")),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_one_is_named(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    folder = tmp_path / "gen-000001" / "lexical" / "knowledge-public"
    LexicalIndex.build(IDS, TEXTS).save(folder)
    damage(folder)
    with pytest.raises(IndexCorrupt, match="the lexical index gen-000001/knowledge-public "):
        LexicalIndex.load(folder)
