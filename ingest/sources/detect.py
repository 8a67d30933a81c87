"""What kind of source a path is."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from guardrails.normalise import normalise
from ingest.documents import Skipped, SourceDocument
from ingest.errors import SourceError
from ingest.sources.corpus import read_corpus
from ingest.sources.markdown import read_markdown
from ingest.sources.names import without_values
from ingest.sources.tickets import read_tickets

MAX_TITLE_CHARS = 1000
"""Characters kept of a title; it stands in front of every chunk."""


def read_source(path: Path) -> Iterator[SourceDocument | Skipped]:
    """Documents of a tickets file, a retrieval folder or a Markdown folder; `SourceError` for anything else."""
    for item in _reader(path):
        yield _plain(item) if isinstance(item, SourceDocument) else _told(item)


def _reader(path: Path) -> Iterator[SourceDocument | Skipped]:
    if path.is_file() and path.name.removesuffix(".gz").endswith(".jsonl"):
        return read_tickets(path)
    if path.is_dir() and ((path / "corpus.jsonl").is_file() or (path / "corpus.jsonl.gz").is_file()):
        return read_corpus(path)
    if path.is_dir() and any(path.rglob("*.md")):
        return read_markdown(path)
    if not path.exists():
        raise SourceError(f"no source at {path}")
    raise SourceError(f"nothing to index in {path}: no *.md below it, no corpus.jsonl, and not a .jsonl file")


def _plain(document: SourceDocument) -> SourceDocument | Skipped:
    """The document with one clean line in each field that is not a text: control characters break what stores them."""
    id_ = without_values(one_line(document.id))
    place = without_values(document.place)
    if not id_:
        return Skipped(place, "an empty id", place=place, damaged=True)
    return replace(
        document,
        id=id_,
        place=place,
        title=one_line(document.title)[:MAX_TITLE_CHARS] or id_,
        groups=tuple(one_line(group) for group in document.groups),
        owner=one_line(document.owner),
        reviewed=one_line(document.reviewed),
        updated=one_line(document.updated),
        url=one_line(document.url),
        fields={name: one_line(value) for name, value in document.fields.items()},
    )


def _told(skipped: Skipped) -> Skipped:
    return replace(skipped, where=without_values(skipped.where), place=without_values(skipped.place))


def one_line(text: str) -> str:
    """Readable characters only, white space as single spaces."""
    return " ".join(normalise(text).text.split())
