"""Task `learn`: a label for a text, by what triage learns from a file of labelled texts."""

from pathlib import Path
from typing import Any

from assistant.errors import NothingToLearn
from assistant.triage.classifier import Classifier
from assistant.triage.learner import learn
from evals.errors import SuiteInvalid
from evals.formats.labels import texts_of
from evals.running.bench import Bench
from evals.running.task import Kept, Ran, Strict
from evals.tasks.assist import LabelKept
from ingest.cache import EmbeddingCache
from ingest.embed import Vectors
from settings import Settings

_TOP = 5


class LearnGiven(Strict):
    """A text as a customer writes it."""

    text: str


class LearnExpect(Strict):
    """The right label; `none_of_these` for what none of the learned ones fits."""

    label: str = ""


class LearnOutput(Kept):
    """The likeliest label with its chance, as `triage.label`. `known` is the chance that any label fits."""

    triage: dict[str, LabelKept] = {}
    known: float = 1.0


class LearnTask:
    """Learned once for a suite from `options.train`; scrubbed and embedded like every ticket."""

    name = "learn"
    about = "a label for a text, learned from the labelled texts of `options.train`"
    given = LearnGiven
    expect = LearnExpect
    output = LearnOutput

    def __init__(self) -> None:
        self._last: tuple[Settings, object, Classifier] | None = None

    def run(self, bench: Bench, given: Any) -> Ran:
        """The likeliest label is given, however unsure: houses lay down for themselves when to hold back."""
        classifier = self._classifier(bench)
        text = bench.scrubber.scrub(given.text).text
        found = classifier.predict([text], _vectors(bench, [text]))
        ranked = sorted(zip(found.probabilities[0].tolist(), found.labels, strict=True), reverse=True)
        (chance, label), others = ranked[0], ranked[1:_TOP]
        kept = LabelKept(
            label=label,
            confidence=round(chance, 4),
            alternatives={name: round(value, 4) for value, name in others},
        )
        return Ran(LearnOutput(triage={"label": kept}, known=round(float(found.known[0]), 4)))

    def _classifier(self, bench: Bench) -> Classifier:
        if self._last is None or self._last[0] is not bench.settings or self._last[1] != bench.options:
            self._last = bench.settings, bench.options, _learned(bench)
        return self._last[2]


def _learned(bench: Bench) -> Classifier:
    if not bench.options.get("train"):
        raise SuiteInvalid("task learn has nothing to learn from: name a file of labelled texts in `options.train`")
    path = Path(bench.options["folder"]) / bench.options["train"]
    rows = list(texts_of(path, bench.options))
    clean = [one.text for one in bench.scrubber.scrub_batch([text for _, text, _ in rows])]
    try:
        return learn(clean, _vectors(bench, clean), [label for _, _, label in rows])
    except NothingToLearn as exc:
        raise SuiteInvalid(f"{path}: {exc}") from exc


def _vectors(bench: Bench, texts: list[str]) -> Vectors:
    return EmbeddingCache(bench.settings.cache_file).encode(bench.embedder, texts, advance=lambda _count: None)


TASK = LearnTask()
