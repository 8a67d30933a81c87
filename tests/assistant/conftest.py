"""The sample company's knowledge and some of its solved tickets, indexed once for all tests of the assistant."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from guardrails.scrub import Scrubber
from ingest.build import Builder
from ingest.cache import EmbeddingCache
from ingest.embed import SentenceTransformerEmbedder
from ingest.generations import Generations
from ingest.index import IndexReader
from tests.ingest.index_house import House

from .desk import KNOWLEDGE, SAMPLE, Desk, make_assistant

SOLVED_EVERY = 5
"""One of so many solved tickets is indexed: enough for triage, and for a suite that stays quick."""


@pytest.fixture
def house(tmp_path: Path, scrubber: Scrubber) -> House:
    return House(tmp_path, scrubber)


@pytest.fixture(scope="session")
def desk(
    tmp_path_factory: pytest.TempPathFactory,
    scrubber: Scrubber,
    real_embedder: SentenceTransformerEmbedder,
    embedding_cache: EmbeddingCache,
) -> Iterator[Desk]:
    root = tmp_path_factory.mktemp("desk")
    lines = (SAMPLE / "tickets" / "solved.jsonl").read_text(encoding="utf-8").splitlines()
    solved = root / "solved.jsonl"
    solved.write_text("\n".join(lines[::SOLVED_EVERY]), encoding="utf-8")
    generations = Generations(root / "var" / "index")
    Builder(
        generations,
        embedder=real_embedder,
        scrubber=scrubber,
        cache=embedding_cache,
        guard_version="test",
    ).build([*KNOWLEDGE, solved])
    reader = IndexReader(generations)
    yield Desk(reader, real_embedder, scrubber, make_assistant(reader, real_embedder, scrubber))
    reader.index().store.close()
