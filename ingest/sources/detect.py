"""What kind of source a path is."""

from collections.abc import Iterator
from pathlib import Path

from ingest.documents import Skipped, SourceDocument
from ingest.errors import SourceError
from ingest.sources.corpus import read_corpus
from ingest.sources.markdown import read_markdown
from ingest.sources.tickets import read_tickets


def read_source(path: Path) -> Iterator[SourceDocument | Skipped]:
    """Documents of a tickets file, a retrieval folder or a Markdown folder; `SourceError` for anything else."""
    if path.is_file() and path.name.removesuffix(".gz").endswith(".jsonl"):
        return read_tickets(path)
    if path.is_dir() and ((path / "corpus.jsonl").is_file() or (path / "corpus.jsonl.gz").is_file()):
        return read_corpus(path)
    if path.is_dir() and any(path.rglob("*.md")):
        return read_markdown(path)
    if not path.exists():
        raise SourceError(f"no source at {path}")
    raise SourceError(f"nothing to index in {path}: no *.md below it, no corpus.jsonl, and not a .jsonl file")
