"""Identity of documents and chunks: content makes it, place does not."""

from dataclasses import replace
from typing import Any

import pytest

from ingest.documents import Part, SourceDocument
from ingest.prepare import chunk_document

DOCUMENT = SourceDocument(
    id="kb-1",
    title="Webhooks",
    pool="knowledge",
    parts=(Part("body", "# Secrets\n\nRotate the secret.\n\nThen redeliver.", "public"),),
    source="/kb",
    place="a.md",
    groups=("support",),
)
OTHER_CONTENT: list[dict[str, Any]] = [
    {"title": "Webhook"},
    {"parts": (Part("body", "Rotate the secret!", "public"),)},
    {"parts": (Part("body", "# Secrets\n\nRotate the secret.\n\nThen redeliver.", "internal"),)},
    {"groups": ("support", "tier2")},
    {"owner": "sre"},
    {"reviewed": "2026-01-01"},
    {"updated": "2026-01-01"},
    {"url": "https://kb.example"},
    {"policy": True},
    {"fields": {"category": "webhooks"}},
]


@pytest.mark.parametrize("changes", OTHER_CONTENT)
def test_other_content_is_another_hash_and_other_chunks(changes: dict[str, Any]) -> None:
    other = replace(DOCUMENT, **changes)
    assert other.content_hash != DOCUMENT.content_hash
    assert {c.id for c in chunk_document(other)}.isdisjoint(c.id for c in chunk_document(DOCUMENT))


@pytest.mark.parametrize("changes", [{"source": "/other"}, {"place": "b.md"}])
def test_place_is_no_content(changes: dict[str, Any]) -> None:
    other = replace(DOCUMENT, **changes)
    assert other.content_hash == DOCUMENT.content_hash
    assert [c.id for c in chunk_document(other)] == [c.id for c in chunk_document(DOCUMENT)]


def test_a_chunk_carries_its_document_and_its_offsets() -> None:
    (chunk,) = chunk_document(DOCUMENT)
    assert chunk.text == DOCUMENT.parts[0].text[chunk.start : chunk.end] == "Rotate the secret.\n\nThen redeliver."
    assert (chunk.document_id, chunk.heading, chunk.collection) == ("kb-1", "Secrets", ("knowledge", "public"))
    assert chunk.indexed_text == "Webhooks\nSecrets\nRotate the secret.\n\nThen redeliver."
    assert chunk.id.startswith("kb-1#")


def test_the_same_text_twice_is_two_chunks() -> None:
    document = replace(
        DOCUMENT, pool="cases", parts=(Part("tried", "Restart.", "public"), Part("tried", "Restart.", "public"))
    )
    chunks = chunk_document(document)
    assert [chunk.ordinal for chunk in chunks] == [0, 1]
    assert len({chunk.id for chunk in chunks}) == 2
