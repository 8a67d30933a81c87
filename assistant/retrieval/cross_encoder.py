"""An optional cross-encoder: it reads the question and a passage together, and moves the best passages of a search.

It sees only what a search found for its reader, so that it cannot show what may not be read.
"""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from assistant.errors import RerankerUnusable
from assistant.records import Passage, Why
from ingest.embed import Vectors, weights_hash
from ingest.errors import EmbedderError

REREAD = 20
"""Passages of a search that are read again; the others stay behind them, in their order."""
WEIGHT = 0.5
"""Of the cross-encoder against the score of the search. Not measured: no cross-encoder comes with the packages."""
MAX_QUERY_CHARS = 1000
"""Of a question, so that the passage keeps its room in what the model reads; the model cuts what is left to its own."""
_BATCH = 4
"""Pairs that are read at once, those of similar length: it takes half the time of 20, which are padded more."""

Rereading = Callable[[Sequence[Passage]], list[Passage]]
"""Gives the passages of a search, best first, in a new order. Made for one question; each passage is read once."""


class CrossEncoderReranker:
    """A cross-encoder that lies in a folder of this machine; its weights load at the first question. Thread-safe."""

    def __init__(self, folder: str | Path, *, threads: int = 1) -> None:
        self._path = Path(folder)
        self._threads = threads
        self._model: Any = None
        self._lock = Lock()
        _check_kind(self._path)
        try:
            self._fingerprint = f"{self._path.name}:{weights_hash(self._path)[:16]}"
        except (EmbedderError, OSError) as exc:
            raise RerankerUnusable(f"no weights that can be read in {str(self._path)!r}") from exc

    @property
    def fingerprint(self) -> str:
        """Names the weights: with others the order may be another one."""
        return self._fingerprint

    def warm_up(self) -> None:
        """Load the model now. `RerankerUnusable` when it is damaged."""
        self._scores([("warm up", "warm up")])

    def rereading(self, words: str) -> Rereading:
        """For a question, given in scrubbed words; nothing of it is kept but in what this returns."""
        known: dict[str, float] = {}

        def reread(passages: Sequence[Passage]) -> list[Passage]:
            first, rest = passages[:REREAD], passages[REREAD:]
            new = {one.chunk.id: one.chunk.indexed_text for one in first if one.chunk.id not in known}
            scores = self._scores([(words[:MAX_QUERY_CHARS], text) for text in new.values()])
            known.update(zip(new, scores, strict=True))
            return _reordered(first, [known[one.chunk.id] for one in first], rest)

        return reread

    def rerank(self, words: str, passages: Sequence[Passage]) -> list[Passage]:
        """The passages of one search in their new order; `words` are scrubbed."""
        return self.rereading(words)(passages)

    def _scores(self, pairs: list[tuple[str, str]]) -> list[float]:
        """How well each text answers its question, 0 to 1; rounded, as a batch of others moves the last digits."""
        if not pairs:
            return []
        model = self._load()
        try:
            found: Vectors = model.predict(pairs, batch_size=_BATCH, show_progress_bar=False)
        except (RuntimeError, ValueError, TypeError, LookupError) as exc:
            raise RerankerUnusable(f"the cross-encoder {self._fingerprint!r} failed: {type(exc).__name__}") from exc
        if found.shape != (len(pairs),) or not np.isfinite(found).all():
            raise RerankerUnusable(f"the cross-encoder {self._fingerprint!r} did not give one number for each passage")
        return [round(float(score), 5) for score in found]

    def _load(self) -> Any:
        with self._lock:
            if self._model is None:
                self._model = self._read_weights()
            return self._model

    def _read_weights(self) -> Any:
        os.environ["HF_HUB_OFFLINE"] = "1"
        import torch
        from sentence_transformers import CrossEncoder
        from transformers import AutoModelForSequenceClassification
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
        torch.set_num_threads(self._threads)
        path = str(self._path)
        try:
            # transformers fills in what is missing with random numbers, and only here it tells.
            _, told = AutoModelForSequenceClassification.from_pretrained(
                path, local_files_only=True, output_loading_info=True
            )
            model = CrossEncoder(path, device="cpu", local_files_only=True, activation_fn=torch.nn.Sigmoid())
        except Exception as exc:  # a damaged folder fails in ways that no list holds
            raise RerankerUnusable(f"cannot load the cross-encoder at {path!r}: {type(exc).__name__}") from exc
        if told["missing_keys"] or told["mismatched_keys"]:
            raise RerankerUnusable(f"the cross-encoder at {path!r} is damaged: it lacks some of its weights")
        if model.num_labels != 1:
            raise RerankerUnusable(f"the model at {path!r} gives {model.num_labels} numbers, a cross-encoder gives one")
        return model


def _check_kind(path: Path) -> None:
    """`RerankerUnusable` unless this is a folder with a model that reads two texts together."""
    if not path.is_dir():
        raise RerankerUnusable(f"no cross-encoder at {str(path)!r}: expected a folder with a model")
    try:
        config = json.loads((path / "config.json").read_text(encoding="utf-8"))
        kind = str(config["architectures"][0])
    except (OSError, ValueError, LookupError, TypeError) as exc:
        raise RerankerUnusable(f"no cross-encoder in {str(path)!r}: its config.json names no model") from exc
    if not kind.endswith("ForSequenceClassification"):
        raise RerankerUnusable(f"no cross-encoder in {str(path)!r}: {kind!r} is a model of another kind")


def _reordered(first: Sequence[Passage], scores: Sequence[float], rest: Sequence[Passage]) -> list[Passage]:
    """`first` by both scores. None of `rest` keeps a higher score than these, as lists are merged by score."""
    moved = [
        replace(one, score=WEIGHT * score + (1 - WEIGHT) * one.score, why=_told(one, score))
        for one, score in zip(first, scores, strict=True)
    ]
    ordered = sorted(moved, key=lambda one: -one.score)
    least = min((one.score for one in ordered), default=0.0)
    return [*ordered, *(replace(one, score=min(one.score, least)) for one in rest)]


def _told(passage: Passage, score: float) -> Why:
    return replace(passage.why, factors=(*passage.why.factors, f"reread by the cross-encoder: {score:.2f}"))
