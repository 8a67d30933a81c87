"""Errors of ingest, one class for each thing that the caller can do about it."""

from typing import ClassVar


class IngestError(Exception):
    """Base of everything that ingest raises. `hint` is the next step; `code` is stable for machines."""

    code: ClassVar[str] = "ingest_error"
    hint: ClassVar[str] = "read the message, mend the cause and run the command again; the current index still serves"


class SourceError(IngestError):
    """A source cannot be read at all (one bad document inside it is a `Skipped`, not an error)."""

    code = "source_unreadable"
    hint = "name a Markdown folder, a tickets .jsonl file, or a folder with corpus.jsonl"


class TicketInvalid(IngestError):
    """A ticket is not in the format that Draftdesk reads."""

    code = "ticket_invalid"
    hint = "a ticket needs id, subject and messages; `draftdesk draft --example` prints one"


class EmbedderError(IngestError):
    """The embedding model is missing, altered, or gave something that is not a vector."""

    code = "embedder_unusable"
    hint = "install again with the pinned constraints.txt, or set DRAFTDESK_EMBEDDER to a model that is on this machine"


class IndexMissing(IngestError):
    """There is no generation to read."""

    code = "index_missing"
    hint = "build one: draftdesk index build"


class IndexCorrupt(IngestError):
    """A generation does not hold what its manifest says."""

    code = "index_corrupt"
    hint = (
        "go back to the one before with `draftdesk index rollback`, or build anew with `draftdesk index build --fresh`"
    )


class IndexUnwritable(IngestError):
    """The index or the cache cannot be written: no space, no permission, or no folder."""

    code = "index_unwritable"
    hint = (
        "make room or give write permission in the folder of DRAFTDESK_VAR and run it again; the current index serves"
    )


class IndexBusy(IngestError):
    """Another process is writing the index."""

    code = "index_busy"
    hint = "wait until it is done; `draftdesk index status` shows who holds the lock"
