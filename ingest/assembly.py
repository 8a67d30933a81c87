"""Put the parts of ingest together from settings: the one place that says which real part stands where."""

import hashlib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from guardrails.assembly import build_scrubber
from guardrails.house import HouseRules
from guardrails.house_file import load_house
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
    return build_scrubber(house_rules(settings))


def house_rules(settings: Settings) -> HouseRules:
    """The rules of the house, from its rule file. `RulesInvalid` names every mistake in it."""
    return load_house(settings.house_rules)


def build_builder(settings: Settings) -> Builder:
    return Builder(
        build_generations(settings),
        embedder=build_embedder(settings, indexing=True),
        scrubber=house_scrubber(settings),
        cache=EmbeddingCache(settings.cache_file),
        guard_version=guard_version(house_rules(settings)),
        keep=settings.keep_generations,
    )


def guard_version(house: HouseRules) -> str:
    """Hash of the guards' rules, models and code: text scrubbed by other guards is scrubbed again at the next build."""
    digest = hashlib.sha256(house.fingerprint.encode())
    for name, content in _pieces(files("guardrails")):
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def _pieces(folder: Traversable, path: str = "") -> Iterator[tuple[str, bytes]]:
    """(path, content) of every file that decides what is masked, in one order everywhere."""
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir() and one.name != "__pycache__":
            yield from _pieces(one, f"{path}{one.name}/")
        elif one.is_file() and not one.name.endswith((".pyc", ".md")):
            yield path + one.name, one.read_bytes()
