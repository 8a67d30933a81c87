"""Weakenings of the index and of the search."""

from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.mutants.change import Change, Patch, all_of, changing, giving, replaced
from ingest.documents import SourceDocument


def title_left_out(patch: Patch) -> None:
    """A chunk is indexed by its text alone."""
    alone = property(lambda chunk: chunk.text)
    patch.replace("ingest.documents:Chunk.indexed_text", lambda _: alone)
    patch.replace("ingest.documents:Chunk.lexical_text", lambda _: alone)


def half_the_index(patch: Patch) -> None:
    """Of the documents that are read every second one is lost."""

    def half(read: Any) -> Any:
        documents, skipped, damaged = read
        return {id_: one for number, (id_, one) in enumerate(documents.items()) if number % 2}, skipped, damaged

    changing("ingest.plan:_read", half)(patch)


def stale_generation(patch: Patch) -> None:
    """What was reviewed lately is served as it was before: without its later sections."""

    def earlier(document: SourceDocument) -> SourceDocument:
        if document.reviewed < "2026-06":
            return document
        parts = [replace(part, text=_first_half(part.text)) for part in document.parts]
        return replace(document, parts=tuple(parts))

    def served(read: Any) -> Any:
        documents, skipped, damaged = read
        return {id_: earlier(one) for id_, one in documents.items()}, skipped, damaged

    changing("ingest.plan:_read", served)(patch)


def _first_half(text: str) -> str:
    sections = text.split("\n## ")
    return "\n## ".join(sections[: (len(sections) + 1) // 2])


def internal_for_customers(patch: Patch) -> None:
    """The search for a reply looks into both audiences."""

    def make(old: Any) -> Any:
        return lambda self, pool, k, _internal: old(self, pool, k, True)

    patch.replace("assistant.retrieval.searcher:Searcher._find", make)


def subject_not_searched(patch: Patch) -> None:
    """Neither side searches by the subject."""
    giving("assistant.query:_subject", str)(patch)


def vectors_of_another_model(patch: Patch) -> None:
    """Questions are embedded by another model than the knowledge: their numbers mean something else."""

    def make(old: Any) -> Any:
        def ticket_query(*args: Any, **options: Any) -> Any:
            query = old(*args, **options)
            return replace(query, vector=np.roll(query.vector, 1))

        return ticket_query

    patch.replace("assistant.query:ticket_query", make)


CHANGES = (
    Change("title_left_out", "retrieval", "chunks were to be shorter", title_left_out),
    Change(
        "bm25_off",
        "retrieval",
        "embeddings were thought to be enough",
        changing("ingest.bm25:bm25", np.zeros_like),
    ),
    Change(
        "dense_off",
        "retrieval",
        "the embedder gave zeros and nobody noticed",
        changing("assistant.retrieval.ranking:cosines", np.zeros_like),
    ),
    Change(
        "vectors_of_another_model", "retrieval", "a model was changed without a new index", vectors_of_another_model
    ),
    Change("half_the_index", "retrieval", "a build broke off and was served", half_the_index),
    Change("stale_generation", "retrieval", "the reader did not notice a switch", stale_generation),
    Change(
        "groups_dropped",
        "retrieval",
        "permissions were written anew, without groups",
        replaced(
            "assistant.permissions:may_read",
            lambda _: lambda one, *, groups, internal: internal or one.audience == "public",  # noqa: ARG005
        ),
    ),
    Change(
        "audience_dropped",
        "retrieval",
        "permissions were written anew, by groups alone",
        replaced(
            "assistant.permissions:may_read",
            lambda _: lambda one, *, groups, internal: not one.groups or bool(groups & set(one.groups)),  # noqa: ARG005
        ),
    ),
    Change("internal_for_customers", "retrieval", "two calls became one", internal_for_customers),
    Change(
        "solved_tickets_not_searched",
        "retrieval",
        "a pool was left out of the search",
        giving("assistant.retrieval.searcher:Searcher.cases", list),
    ),
    Change(
        "copies_not_folded",
        "retrieval",
        "a step after ranking was taken out",
        replaced(
            "assistant.retrieval.duplicates:folded",
            lambda _: lambda _shelf, _view, _evidence, order, *, k: ([int(at) for at in order[:k]], {}),
        ),
    ),
    Change(
        "first_chunk_only",
        "retrieval",
        "documents were cut at the first heading",
        changing("ingest.prepare:chunk_document", lambda chunks: chunks[:1]),
    ),
    Change("subject_not_searched", "retrieval", "a query was put together anew", subject_not_searched),
    Change(
        "worst_first",
        "retrieval",
        "a sign was lost in the score",
        changing("assistant.retrieval.ranking:text_scores", lambda scores: -scores),
    ),
    Change(
        "headings_left_out",
        "retrieval",
        "sections were read without their headings",
        all_of(
            replaced("ingest.documents:Chunk.indexed_text", lambda _: property(lambda c: f"{c.title}\n{c.text}")),
            replaced("ingest.documents:Chunk.lexical_text", lambda _: property(lambda c: f"{c.title}\n{c.text}")),
        ),
    ),
)
