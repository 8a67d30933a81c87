"""What every embedder promises, asked of each of them."""

from pathlib import Path

import numpy as np
import pytest

from ingest.embed import Embedder, SentenceTransformerEmbedder
from ingest.errors import EmbedderError

from .index_house import HashingEmbedder

TEXTS = ["Webhook deliveries fail with 401", "x", "", "Erase the data of a customer. " * 200, "日本語 🙂", "x"]


@pytest.fixture(params=["hashing", "sentence-transformers"])
def embedder(request: pytest.FixtureRequest, real_embedder: SentenceTransformerEmbedder) -> Embedder:
    return HashingEmbedder() if request.param == "hashing" else real_embedder


class TestContract:
    def test_unit_vectors_in_the_order_of_the_texts(self, embedder: Embedder) -> None:
        vectors = embedder.encode(TEXTS)
        assert vectors.shape == (len(TEXTS), embedder.dimension)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
        for text, vector in zip(TEXTS, vectors, strict=True):
            assert np.allclose(embedder.encode([text])[0], vector, atol=1e-4)

    def test_the_same_text_is_the_same_vector(self, embedder: Embedder) -> None:
        assert np.allclose(embedder.encode(["x", "y"])[0], embedder.encode(["x", "z"])[0], atol=1e-5)

    def test_near_texts_are_nearer(self, embedder: Embedder) -> None:
        question, near, far = embedder.encode(
            ["the webhook signing secret fails", "rotate the webhook signing secret", "a refund for March"]
        )
        assert question @ near > question @ far

    def test_no_texts(self, embedder: Embedder) -> None:
        assert embedder.encode([]).shape == (0, embedder.dimension)

    def test_progress_counts_every_text(self, embedder: Embedder) -> None:
        told: list[int] = []
        embedder.encode(["a word"] * 130, advance=told.append)
        assert sum(told) == 130

    def test_a_fingerprint(self, embedder: Embedder) -> None:
        assert embedder.fingerprint
        assert embedder.fingerprint == embedder.fingerprint


def test_the_default_is_the_pinned_model(real_embedder: SentenceTransformerEmbedder) -> None:
    assert real_embedder.dimension == 384
    assert real_embedder.fingerprint.startswith("all-MiniLM-L6-v2:")


def test_no_such_model(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="no embedder at 'sentence-transformers/other'"):
        SentenceTransformerEmbedder("sentence-transformers/other")
    with pytest.raises(EmbedderError, match="no weights"):
        SentenceTransformerEmbedder(str(tmp_path))


def test_a_folder_that_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"no weights at all")
    with pytest.raises(EmbedderError, match="cannot load the embedder at"):
        SentenceTransformerEmbedder(str(tmp_path)).encode(["x"])
