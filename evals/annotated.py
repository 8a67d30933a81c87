"""Texts whose spans stand in a file of their own: joined by id, and only where the hash of the text is the same."""

from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from evals.errors import DataInvalid
from evals.labelled import AnnotationRow, SpansRow, TextRow
from evals.rows import read_rows, reason_of
from ingest.documents import Skipped


def read_annotated(file: Path, annotations: Path) -> tuple[list[SpansRow], list[Skipped]]:
    """The texts of `file` that `annotations` has spans for, in its order, and what was left out.

    `DataInvalid` when none of them fits.
    """
    marked, skipped = read_rows(annotations, AnnotationRow)
    rows, unread = read_rows(file, TextRow)
    texts = {row.id: row.whole for row in rows}
    found: list[SpansRow] = []
    for mark in marked:
        one = _joined(mark, texts.get(mark.id))
        if isinstance(one, str):
            skipped.append(Skipped(f"{annotations.name}: {mark.id!r}", one))
        else:
            found.append(one)
    if not found:
        raise DataInvalid(
            f"none of the {len(marked)} annotations in {annotations} fits {file}: {skipped[-1].reason}; "
            "name the file that they were made from"
        )
    return found, [*unread, *skipped]


def _joined(mark: AnnotationRow, text: str | None) -> SpansRow | str:
    """The text with its spans, or why there is none."""
    if text is None:
        return "there is no text with this id"
    if sha256(text.encode("utf-8", "replace")).hexdigest() != mark.sha256:
        return "the text is another one than the one that was annotated"
    try:
        return SpansRow.model_validate(mark.model_dump() | {"text": text})
    except ValidationError as exc:
        return reason_of(exc)
