"""Which generation serves and what it holds, for people and machines."""

from typing import Any

from ingest.assembly import build_generations
from ingest.check import check
from ingest.documents import COLLECTIONS, collection_name
from ingest.index import Index
from ingest.lock import holder
from settings import Settings


def index_status(settings: Settings) -> dict[str, Any]:
    """What serves and what it holds, for people and machines; raises `IndexMissing` or `IndexCorrupt`."""
    generations = build_generations(settings)
    index = Index.open(generations, generations.current())
    try:
        faults = check(index.manifest, index.store, index.lexical)
    finally:
        index.store.close()
    manifest = index.manifest
    sources: dict[str, int] = {}
    for entry in manifest.documents.values():
        sources[entry.source] = sources.get(entry.source, 0) + 1
    return {
        "generation": manifest.generation,
        "parent": manifest.parent,
        "created_at": manifest.created_at,
        "made_by": manifest.made_by,
        "embedder": manifest.embedder,
        "chunks": {collection_name(key): len(manifest.ids(key)) for key in COLLECTIONS},
        "documents": len(manifest.documents),
        "sources": sources,
        "skipped": manifest.skipped,
        "quarantined": sorted(manifest.quarantined),
        "generations": generations.names(),
        "faults": [f"{fault.collection}: {fault.what}" for fault in faults],
        "writer": holder(generations.folder),
    }
