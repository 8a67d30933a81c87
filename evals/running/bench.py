"""The real parts that a suite runs on, each made once: as the house has configured them, or over a throw-away index."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

from assistant.assembly import build_assistant, policy_guard
from assistant.assistant import Assistant
from assistant.texts.macros import Macros, with_macros
from assistant.texts.macros_file import load_macros
from evals.running.clean import Cleaner
from evals.running.overheard import Overheard
from evals.running.versions import made_with
from evals.throwaway import indexed
from guardrails.policy_guard import PolicyGuard
from guardrails.scrub import Scrubber
from ingest.assembly import build_embedder, house_scrubber
from ingest.build import Progress
from prompts.phrases import Phrasebook, load_phrasebook
from settings import Settings

Part = TypeVar("Part")


class _Part(Generic[Part]):
    """A part of a bench, made when it is first asked for, and the same for every suite that shares the bench."""

    def __init__(self, make: Callable[["Bench"], Part]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __get__(self, bench: "Bench", owner: type["Bench"]) -> Part:
        name = self._make.__name__
        if name not in bench.parts:
            bench.parts[name] = self._make(bench)
        part: Part = bench.parts[name]
        return part


class Bench:
    """What a task may use. `options` are those of the suite; every part is made when it is first asked for."""

    def __init__(self, settings: Settings, *, options: Mapping[str, Any] | None = None) -> None:
        self.settings = settings
        self.options = options or {}
        self.parts: dict[str, Any] = {}

    def with_options(self, options: Mapping[str, Any]) -> "Bench":
        """The same parts for another suite."""
        other = Bench(self.settings, options=options)
        other.parts = self.parts
        return other

    @_Part
    def scrubber(self) -> Scrubber:
        """The scrubber with the house's rules, warm."""
        scrubber = house_scrubber(self.settings)
        scrubber.scrub("warm up")
        return scrubber

    @_Part
    def cleaner(self) -> Cleaner:
        """Takes personal data out of what is logged."""
        return Cleaner(self.scrubber)

    @_Part
    def embedder(self) -> Overheard:
        """The embedder of the settings, which a task may listen to."""
        return Overheard(build_embedder(self.settings))

    @_Part
    def policy(self) -> PolicyGuard:
        """The policy guard of the settings."""
        return policy_guard(self.settings, self.embedder)

    @_Part
    def assistant(self) -> Assistant:
        """The whole assistant, warm."""
        assistant = build_assistant(self.settings, embedder=self.embedder)
        assistant.warm_up()
        return assistant

    @_Part
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
        if "assistant" in self.parts:
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
