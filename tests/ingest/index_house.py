"""Sources, a builder and a small deterministic embedder: what a test of the index needs, all of it real."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from guardrails.scrub import Scrubber
from ingest.build import Builder, BuildReport
from ingest.cache import EmbeddingCache
from ingest.embed import Advance, Embedder, Vectors
from ingest.errors import EmbedderError
from ingest.generations import Generations
from ingest.index import Index, IndexReader

WORD = re.compile(r"\w+")


class HashingEmbedder:
    """Counts words in hashed places: no weights, the same everywhere, and texts that share words are near."""

    dimension = 64

    def __init__(self, name: str = "hashing") -> None:
        self.fingerprint = f"{name}:{self.dimension}"
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str], *, advance: Advance | None = None) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in WORD.findall(text.lower()) or ["nothing"]:
                digest = sha256(word.encode()).digest()
                row[digest[0] % self.dimension] += 1.0 if digest[1] % 2 else -1.0
            row[0] += 0.5
            row /= np.linalg.norm(row)
            self.encoded.append(text)
        if advance:
            advance(len(texts))
        return vectors


class BrokenEmbedder(HashingEmbedder):
    """Gives up at every text."""

    def encode(self, texts: Sequence[str], *, advance: Advance | None = None) -> Vectors:
        raise EmbedderError("the model gave a vector that is not finite")


class UselessEmbedder(HashingEmbedder):
    """Gives vectors that cannot be searched."""

    def encode(self, texts: Sequence[str], *, advance: Advance | None = None) -> Vectors:
        return np.full((len(texts), self.dimension), np.nan, dtype=np.float32)


@dataclass
class House:
    """Folders of one small company, and its index."""

    root: Path
    scrubber: Scrubber
    embedder: HashingEmbedder = field(default_factory=HashingEmbedder)

    def __post_init__(self) -> None:
        self.kb.mkdir(exist_ok=True)

    @property
    def kb(self) -> Path:
        return self.root / "kb"

    @property
    def tickets(self) -> Path:
        return self.root / "solved.jsonl"

    @property
    def var(self) -> Path:
        return self.root / "var"

    @property
    def generations(self) -> Generations:
        return Generations(self.var / "index")

    @property
    def serving(self) -> Path:
        return self.generations.folder / self.generations.current()

    def page(self, name: str, body: str, *, folder: str = "kb", **front: str) -> Path:
        """A Markdown page; `audience` is public unless said otherwise."""
        values = {"id": name, "title": name.replace("-", " "), "audience": "public"} | front
        path = self.root / folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = "\n".join(f"{key}: {value}" for key, value in values.items())
        path.write_text(f"---\n{lines}\n---\n{body}\n", encoding="utf-8")
        return path

    def three_pages(self) -> None:
        self.page("webhooks", "# Webhooks\n\nRotate the signing secret when deliveries fail with 401.")
        self.page("exports", "# Exports\n\nAn export is kept for thirty days and then removed.")
        self.page("runbook", "# Queue\n\nDrain the queue before the worker restarts.", audience="internal")

    def builder(self, embedder: Embedder | None = None, *, guard: str = "guard-1", keep: int = 5) -> Builder:
        return Builder(
            self.generations,
            embedder=embedder or self.embedder,
            scrubber=self.scrubber,
            cache=EmbeddingCache(self.var / "cache" / "embeddings.sqlite"),
            guard_version=guard,
            keep=keep,
        )

    def build(self, *sources: Path, **options: Any) -> BuildReport:
        return self.builder().build(sources or [self.kb], **options)

    def open(self) -> Index:
        return Index.open(self.generations, self.generations.current())

    def reader(self) -> IndexReader:
        return IndexReader(self.generations)


def ticket(id_: str = "T-1", **changes: Any) -> dict[str, Any]:
    """A solved ticket with a question, an answer and an internal note."""
    value: dict[str, Any] = {
        "id": id_,
        "subject": "Deliveries rejected",
        "status": "solved",
        "messages": [
            message("customer", "Every delivery fails with 401 since we rotated the secret."),
            message("agent", "Is a proxy in between? It may change the body.", public=True),
            message("agent", "Seen before with two other accounts this week.", public=False),
            message("customer", "No proxy there."),
            message(
                "agent",
                "Please copy the new signing secret into your receiver, then press Redeliver on the failed ones.",
            ),
        ],
    }
    return value | changes


def message(role: str, text: str, *, public: bool = True, **changes: Any) -> dict[str, Any]:
    return {"author": {"role": role}, "text": text, "public": public} | changes


def write_lines(path: Path, *values: Any) -> Path:
    path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")
    return path
