"""The real parts that a suite runs on, each made once: as the house has configured them, or over a throw-away index."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant.assembly import build_assistant, policy_guard
from assistant.assistant import Assistant
from assistant.texts.macros import Macros, with_macros
from assistant.texts.macros_file import load_macros
from evals.running.clean import Cleaner
from evals.running.versions import made_with
from evals.throwaway import indexed
from guardrails.policy_guard import PolicyGuard
from guardrails.scrub import Scrubber
from ingest.assembly import build_embedder, house_scrubber
from ingest.build import Progress
from ingest.embed import Embedder
from prompts.phrases import Phrasebook, load_phrasebook
from settings import Settings


class Bench:
    """What a task may use. `options` are those of the suite; every part is made when it is first asked for."""

    def __init__(self, settings: Settings, *, options: Mapping[str, Any] | None = None) -> None:
        self.settings = settings
        self.options = options or {}

    def with_options(self, options: Mapping[str, Any]) -> "Bench":
        """The same parts for another suite."""
        other = Bench.__new__(Bench)
        other.__dict__ = self.__dict__ if options == self.options else self.__dict__ | {"options": options}
        return other

    @cached_property
    def scrubber(self) -> Scrubber:
        """The scrubber with the house's rules, warm."""
        scrubber = house_scrubber(self.settings)
        scrubber.scrub("warm up")
        return scrubber

    @cached_property
    def cleaner(self) -> Cleaner:
        """Takes personal data out of what is logged."""
        return Cleaner(self.scrubber)

    @cached_property
    def embedder(self) -> Embedder:
        """The embedder of the settings."""
        return build_embedder(self.settings)

    @cached_property
    def policy(self) -> PolicyGuard:
        """The policy guard of the settings."""
        return policy_guard(self.settings, self.embedder)

    @cached_property
    def assistant(self) -> Assistant:
        """The whole assistant, warm."""
        assistant = build_assistant(self.settings)
        assistant.warm_up()
        return assistant

    @cached_property
    def words(self) -> tuple[Phrasebook, Macros]:
        """The phrases and macros of the settings."""
        macros = load_macros(self.settings.macros)
        return with_macros(load_phrasebook(self.settings.language), macros), macros

    @property
    def made_with(self) -> dict[str, Any]:
        """Versions of what this bench stands on, for the log: a run is only worth what is known of its making."""
        return made_with(self.settings)

    def close(self) -> None:
        """Let go of what is open."""
        if "assistant" in self.__dict__:
            self.assistant.index().store.close()


class Benches:
    """Benches by what they stand on, so that suites over the same knowledge share one index and one assistant."""

    def __init__(self, settings: Settings, stack: ExitStack, progress: Progress) -> None:
        self._settings = settings
        self._stack = stack
        self._progress = progress
        self._made: dict[tuple[tuple[str, ...], tuple[tuple[str, str], ...]], Bench] = {}

    def of(self, sources: Sequence[Path], changed: Mapping[str, Any], options: Mapping[str, Any]) -> Bench:
        """Over a throw-away index of `sources`, or over the house's own index without any.

        `changed` are settings that the suite changes.
        """
        key = (tuple(map(str, sources)), tuple(sorted((name, str(value)) for name, value in changed.items())))
        if key not in self._made:
            self._made[key] = self._bench(sources, changed)
        return self._made[key].with_options(options)

    def _bench(self, sources: Sequence[Path], changed: Mapping[str, Any]) -> Bench:
        settings = Settings.model_validate(self._settings.model_dump() | dict(changed))
        if sources:
            first, *others = sources
            settings = self._stack.enter_context(indexed(first, settings, self._progress, also=others)).settings
        bench = Bench(settings)
        self._stack.callback(bench.close)
        return bench


@contextmanager
def benches(settings: Settings, progress: Progress) -> Iterator[Benches]:
    """Benches whose throw-away indexes are removed afterwards."""
    with ExitStack() as stack:
        yield Benches(settings, stack, progress)
