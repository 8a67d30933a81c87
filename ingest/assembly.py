"""Put the parts of ingest together from settings: the one place that says which real part stands where."""

import hashlib
from collections.abc import Sequence
from importlib.resources import files

from guardrails.assembly import build_scrubber
from guardrails.house import HouseRules
from guardrails.scrub import Scrubber
from ingest.build import Builder
from ingest.cache import EmbeddingCache
from ingest.embed import Embedder, SentenceTransformerEmbedder
from ingest.generations import Generations
from settings import Settings


def build_generations(settings: Settings) -> Generations:
    return Generations(settings.index_folder)


def build_embedder(settings: Settings, *, indexing: bool = False) -> Embedder:
    return SentenceTransformerEmbedder(
        settings.embedder, threads=settings.index_threads if indexing else settings.threads
    )


def house_scrubber(settings: Settings) -> Scrubber:
    """The one scrubber of the house: the same for the index, the service and the evals."""
    return build_scrubber(HouseRules(terms=tuple(settings.house_terms)))


def build_builder(settings: Settings) -> Builder:
    return Builder(
        build_generations(settings),
        embedder=build_embedder(settings, indexing=True),
        scrubber=house_scrubber(settings),
        cache=EmbeddingCache(settings.cache_file),
        guard_version=guard_version(settings.house_terms),
        keep=settings.keep_generations,
    )


def guard_version(house_terms: Sequence[str]) -> str:
    """Hash of the guards' rules and code: text scrubbed by other guards is scrubbed again at the next build."""
    digest = hashlib.sha256("\n".join(sorted(house_terms)).encode())
    folder = files("guardrails")
    pieces = [one for place in (folder, folder / "data", folder / "recognisers") for one in place.iterdir()]
    for piece in sorted((one for one in pieces if one.name.endswith((".py", ".yaml"))), key=lambda one: one.name):
        digest.update(piece.read_bytes())
    return digest.hexdigest()[:16]
