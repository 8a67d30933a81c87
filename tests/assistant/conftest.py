"""The sample company's knowledge and some of its solved tickets, indexed once for all tests of the assistant."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from guardrails.scrub import Scrubber
from ingest.build import Builder
from ingest.cache import EmbeddingCache
from ingest.embed import SentenceTransformerEmbedder
from ingest.generations import Generations
from ingest.index import IndexReader
from tests.conftest import made_once
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
    def build(folder: Path) -> None:
        lines = (SAMPLE / "tickets" / "solved.jsonl").read_text(encoding="utf-8").splitlines()
        solved = folder / "solved.jsonl"
        solved.write_text("\n".join(lines[::SOLVED_EVERY]), encoding="utf-8")
        Builder(
            Generations(folder / "index"),
            embedder=real_embedder,
            scrubber=scrubber,
            cache=embedding_cache,
            guard_version="test",
        ).build([*KNOWLEDGE, solved])

    var = tmp_path_factory.mktemp("desk") / "var"
    shutil.copytree(made_once(tmp_path_factory, "desk-var", build), var)
    reader = IndexReader(Generations(var / "index"))
    yield Desk(reader, real_embedder, scrubber, make_assistant(reader, real_embedder, scrubber))
    reader.index().store.close()
