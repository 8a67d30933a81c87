"""A corpus, indexed by the real builder into a folder that is removed afterwards; vectors stay in the house's cache."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.errors import DataInvalid
from guardrails.scrub import Scrubber
from ingest.assembly import build_embedder, build_generations, guard_version, house_rules, house_scrubber
from ingest.build import Builder, BuildReport, Progress
from ingest.cache import EmbeddingCache
from settings import Settings


@dataclass(frozen=True, slots=True)
class Throwaway:
    """`settings` are those of the house, with the throw-away index in the place of its own."""

    settings: Settings
    scrubber: Scrubber
    report: BuildReport
    seconds: float


@contextmanager
def indexed(folder: Path, settings: Settings, progress: Progress, *, also: Sequence[Path] = ()) -> Iterator[Throwaway]:
    """Index a retrieval folder as `draftdesk index build` does, and with it the sources that `also` names.

    Close what you open inside before you leave.
    """
    with TemporaryDirectory(prefix="draftdesk-eval-") as place:
        own = settings.model_copy(update={"var": Path(place)})
        scrubber = house_scrubber(settings)
        builder = Builder(
            build_generations(own),
            embedder=build_embedder(settings, indexing=True),
            scrubber=scrubber,
            cache=EmbeddingCache(settings.cache_file),
            guard_version=guard_version(house_rules(settings)),
            keep=1,
        )
        started = time.perf_counter()
        report = builder.build([folder, *also], progress=progress)
        seconds = time.perf_counter() - started
        if not report.chunks:
            first = report.plan.skipped[0] if report.plan.skipped else None
            why = f": {first.where}: {first.reason}" if first else ": it is empty"
            raise DataInvalid(f"no usable document in the corpus of {folder}{why}")
        yield Throwaway(own, scrubber, report, seconds)
