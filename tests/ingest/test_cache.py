"""The cache of vectors: nothing is computed twice, and a damaged file costs time and nothing else."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from ingest.cache import EmbeddingCache
from ingest.errors import EmbedderError, IndexUnwritable

from .index_house import BrokenEmbedder, HashingEmbedder

TEXTS = ["one text", "another text", "one text"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "embeddings.sqlite"


def test_each_text_is_computed_once(path: Path) -> None:
    embedder, told = HashingEmbedder(), list[int]()
    cache = EmbeddingCache(path)
    assert cache.missing(embedder, TEXTS) == 2
    first = cache.encode(embedder, TEXTS, advance=told.append)
    second = EmbeddingCache(path).encode(embedder, TEXTS, advance=told.append)
    assert embedder.encoded == ["one text", "another text"]
    assert np.array_equal(first, second)
    assert np.array_equal(first, HashingEmbedder().encode(TEXTS))
    assert cache.missing(embedder, TEXTS) == 0
    assert told == [0, 2, 3]


def test_two_embedders_never_share(path: Path) -> None:
    EmbeddingCache(path).encode(HashingEmbedder(), TEXTS)
    assert EmbeddingCache(path).missing(HashingEmbedder("other"), TEXTS) == 2


def test_nothing_to_do(path: Path) -> None:
    assert EmbeddingCache(path).encode(HashingEmbedder(), []).shape == (0, 64)


def test_more_texts_than_a_page(path: Path) -> None:
    texts = [f"text {number}" for number in range(1203)]
    assert np.array_equal(EmbeddingCache(path).encode(HashingEmbedder(), texts), HashingEmbedder().encode(texts))
    assert EmbeddingCache(path).missing(HashingEmbedder(), texts) == 0


def test_a_failure_keeps_what_was_there(path: Path) -> None:
    cache = EmbeddingCache(path)
    cache.encode(HashingEmbedder(), TEXTS)
    with pytest.raises(EmbedderError):
        cache.encode(BrokenEmbedder(), [*TEXTS, "a third"])
    assert cache.missing(HashingEmbedder(), [*TEXTS, "a third"]) == 1


def test_no_text_in_the_file(path: Path) -> None:
    EmbeddingCache(path).encode(HashingEmbedder(), ["Nadia Kowalczyk called"])
    assert all(b"Kowalczyk" not in file.read_bytes() for file in path.parent.iterdir())


@pytest.mark.parametrize("size", [4096, 9000, 100])
def test_a_cut_file_is_set_aside(path: Path, size: int) -> None:
    texts = [f"text {number}" for number in range(300)]
    EmbeddingCache(path).encode(HashingEmbedder(), texts)
    os.truncate(path, size)
    embedder = HashingEmbedder()
    assert EmbeddingCache(path).encode(embedder, texts).shape == (300, 64)
    assert len(embedder.encoded) == 300
    assert path.with_name("embeddings.sqlite.damaged").stat().st_size >= 100
    assert EmbeddingCache(path).missing(embedder, texts) == 0


@pytest.mark.parametrize("content", [b"not a database " * 500, b"SQLite format 3\0" + b"\xff" * 8000])
def test_garbage_is_set_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert EmbeddingCache(path).encode(HashingEmbedder(), TEXTS).shape == (3, 64)
    assert path.with_name("embeddings.sqlite.damaged").read_bytes() == content


def test_a_vector_of_another_size_is_computed_again(path: Path) -> None:
    cache = EmbeddingCache(path)
    right = cache.encode(HashingEmbedder(), TEXTS)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update vectors set vector = x'0000803f'")
    assert cache.missing(HashingEmbedder(), TEXTS) == 2
    assert np.array_equal(cache.encode(HashingEmbedder(), TEXTS), right)


def test_a_locked_file_is_not_set_aside(path: Path) -> None:
    cache = EmbeddingCache(path, timeout_s=0.05)
    cache.encode(HashingEmbedder(), TEXTS)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(IndexUnwritable, match=r"embeddings\.sqlite cannot be used: database is locked"):
            cache.encode(HashingEmbedder(), ["a new text"])
    assert [file.name for file in path.parent.glob("*.damaged")] == []
    assert cache.missing(HashingEmbedder(), TEXTS) == 0


def test_no_place_for_it(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(IndexUnwritable, match="cannot be used"):
        EmbeddingCache(tmp_path / "cache" / "embeddings.sqlite").encode(HashingEmbedder(), TEXTS)
