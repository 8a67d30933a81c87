"""Make a source document ready for the index: scrubbed first, then split, so that no chunk ever held a value."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from guardrails.scrub import Scrubber
from ingest.documents import Chunk, SourceDocument
from ingest.split import split


def scrub_documents(documents: Sequence[SourceDocument], scrubber: Scrubber) -> list[SourceDocument]:
    """The same documents with titles, texts, owners and field values scrubbed, irreversibly."""
    clean = {
        pool: iter(_clean([one for one in documents if one.pool == pool], scrubber.for_channel(pool)))
        for pool in {document.pool for document in documents}
    }
    return [_with_texts(document, clean[document.pool]) for document in documents]


def _clean(documents: Sequence[SourceDocument], scrubber: Scrubber) -> list[str]:
    """The texts of all the documents, scrubbed in one batch. The pool of a document is its channel."""
    texts = [text for document in documents for text in _texts(document)]
    return [scrubbed.text for scrubbed in scrubber.scrub_batch(texts)]


def _with_texts(document: SourceDocument, clean: Iterator[str]) -> SourceDocument:
    """The document with the next texts of `clean`, in the order of `_texts`."""
    return replace(
        document,
        title=next(clean),
        parts=tuple([replace(part, text=next(clean)) for part in document.parts]),
        fields={name: next(clean) for name in document.fields},
        owner=next(clean),
        url=_address(document.url),
    )


def _texts(document: SourceDocument) -> list[str]:
    return [document.title, *(part.text for part in document.parts), *document.fields.values(), document.owner]


def _address(url: str) -> str:
    """Where a page is, without what a link can carry beside that: user, query with its tokens, fragment."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def chunk_document(document: SourceDocument) -> list[Chunk]:
    """The chunks of a scrubbed document, in reading order."""
    chunks: list[Chunk] = []
    for part in document.parts:
        for span in split(part.text, markdown=document.pool == "knowledge"):
            chunks.append(
                Chunk(
                    document_id=document.id,
                    title=document.title,
                    heading=span.heading,
                    part=part.name,
                    text=part.text[span.start : span.end],
                    start=span.start,
                    end=span.end,
                    pool=document.pool,
                    audience=part.audience,
                    ordinal=len(chunks),
                    groups=document.groups,
                    url=document.url,
                    reviewed=document.reviewed,
                    updated=document.updated,
                    owner=document.owner,
                    role=part.role,
                    policy=document.policy,
                    fields=document.fields,
                )
            )
    return chunks
