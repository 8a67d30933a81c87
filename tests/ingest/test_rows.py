"""What is kept of a chunk for ranking: written, read again, and refused when it is damaged."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.documents import Chunk
from ingest.errors import IndexCorrupt
from ingest.rows import FILE, Row, address, load_rows, save_rows

CHUNK = Chunk("kb-1", "Reset", "", "body", "Press reset.", 0, 12, "knowledge", "public", 0)


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://www.example.com/articles/reset/?as=u#step-2", "example.com/articles/reset"),
        ("http://EXAMPLE.com/articles/reset", "example.com/articles/reset"),
        ("https://example.com/articles/reset.", "example.com/articles/reset"),
        ("https://example.com/articles/a.b", "example.com/articles/a.b"),
        ("https://example.com:8443/articles", "example.com/articles"),
        ("https://example.com/en-US/kb/reset", "example.com/kb/reset"),
        ("https://example.com/hc/de-de/articles/3", "example.com/hc/articles/3"),
        ("https://example.com/fr/kb/reset", "example.com/kb/reset"),
        ("https://example.com/kb/reset", "example.com/kb/reset"),
        ("https://example.com/qa/reset", "example.com/qa/reset"),
        ("https://example.com/articles/it", "example.com/articles/it"),
        ("https://example.com", "example.com"),
        ("https://www.wwwexample.com/", "wwwexample.com"),
        ("https://[broken/articles", ""),
        ("/articles/reset", ""),
        ("", ""),
    ],
)
def test_an_address_names_a_page(url: str, page: str) -> None:
    assert address(url) == page


def test_links_are_pages_once_each_in_their_order() -> None:
    text = "See https://b.example/2?x=1 and <https://a.example/1>, again https://www.b.example/2."
    assert Row.of(replace(CHUNK, text=text)).links == ("b.example/2", "a.example/1")


@pytest.mark.parametrize(
    ("fields", "cites", "approvals"),
    [
        ({}, (), 0),
        ({"articles": "kb-2, kb-1,kb-2,, "}, ("kb-1", "kb-2"), 0),
        ({"approvals": "12"}, (), 12),
        ({"approvals": "-3"}, (), 0),
        ({"approvals": "many"}, (), 0),
        ({"approvals": "²"}, (), 0),
    ],
)
def test_fields_tell_articles_and_approvals(fields: dict[str, str], cites: tuple[str, ...], approvals: int) -> None:
    row = Row.of(replace(CHUNK, fields=fields))
    assert (row.cites, row.approvals) == (cites, approvals)


def test_saved_and_loaded(tmp_path: Path) -> None:
    chunks = [
        CHUNK,
        replace(
            CHUNK,
            audience="internal",
            groups=("billing", "finance"),
            updated="2026-01-02",
            url="https://example.com/articles",
            fields={"articles": "kb-2", "approvals": "3"},
            text="https://example.com/other",
        ),
    ]
    save_rows(tmp_path, chunks)
    assert load_rows(tmp_path) == [Row.of(chunk) for chunk in chunks]
    save_rows(tmp_path, [])
    assert load_rows(tmp_path) == []


DAMAGES = {
    "cut": b'[{"document_id": "a", "audi',
    "not JSON": b"\x00\x01",
    "not UTF-8": b"\xff\xfe[]",
    "empty": b"",
    "a number": b"3",
    "rows are numbers": b"[1, 2]",
    "rows are texts": b'["a"]',
    "no audience": json.dumps([{"document_id": "a"}]).encode(),
    "an unknown key": json.dumps([{"document_id": "a", "audience": "public", "colour": "red"}]).encode(),
}


@pytest.mark.parametrize("content", DAMAGES.values(), ids=DAMAGES)
def test_damaged_rows_are_named(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "gen-000001" / "lexical" / "knowledge-public"
    folder.mkdir(parents=True)
    (folder / FILE).write_bytes(content)
    with pytest.raises(IndexCorrupt, match="the rows of gen-000001/knowledge-public cannot be read"):
        load_rows(folder)


def test_absent_rows_are_named(tmp_path: Path) -> None:
    with pytest.raises(IndexCorrupt, match="cannot be read"):
        load_rows(tmp_path / "gen-000001" / "lexical" / "cases-public")
