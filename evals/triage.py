"""`eval triage`: learn from one file of labelled texts, as triage does, and score the labels of another."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import BaseModel, Field

from assistant.errors import NothingToLearn
from assistant.triage.learner import NONE_OF_THESE, Predictions, learn
from evals.errors import DataInvalid
from evals.outcome import Outcome
from evals.rows import read_rows, sample
from evals.triage_figures import Ints, Labelled, measure_each, measure_labels
from guardrails.errors import ScrubFailed
from ingest.assembly import build_embedder, house_scrubber
from ingest.build import Progress
from ingest.cache import EmbeddingCache
from ingest.embed import Vectors
from ingest.read_ticket import Text
from settings import Settings

_BLOCK = 200
_WORST = 10


class LabelledText(BaseModel):
    """A text and its label."""

    text: str
    label: Annotated[Text, Field(min_length=1)]


def measure_triage(
    train: Path, test: Path, settings: Settings, *, limit: int, seed: int, progress: Progress
) -> Outcome:
    """Scrubbed and embedded like every ticket, from the house's cache; `limit` draws from either file.

    Time to learn and to predict leaves scrubbing and embedding out.
    """
    started = time.perf_counter()
    (lessons, left_out), (asked, left_out_too) = read_rows(train, LabelledText), read_rows(test, LabelledText)
    lessons, asked = sample(lessons, limit, seed), sample(asked, limit, seed)
    texts, vectors = _prepared([row.text for row in (*lessons, *asked)], settings, progress)
    count = len(lessons)
    progress("train", 0, 0)
    began = time.perf_counter(), time.process_time()
    try:
        classifier = learn(texts[:count], vectors[:count], [row.label for row in lessons], seed=seed)
    except NothingToLearn as exc:
        raise DataInvalid(f"{train}: {exc}") from exc
    took, busy = time.perf_counter() - began[0], time.process_time() - began[1]
    progress("query", 0, len(asked))
    classifier.predict(texts[:1], vectors[:1])  # what is only made once is made now
    began_to_ask = time.perf_counter()
    predictions = classifier.predict(texts[count:], vectors[count:])
    ms = (time.perf_counter() - began_to_ask) * 1000 / len(asked)
    labels = [row.label for row in asked]
    inside = np.array([label not in NONE_OF_THESE for label in labels])
    if not inside.any():
        raise DataInvalid(f"no text of {test} has a label: all are {sorted(set(labels))}")
    names, cases = _cases(predictions, labels, inside)
    each = measure_each(cases, names, seed=seed)
    unlearned = set(names) - set(classifier.labels)
    return Outcome(
        "eval triage",
        test,
        len(asked),
        {
            "train": str(train),
            "limit": limit,
            "seed": seed,
            "embedder": settings.embedder,
            "ece_bins": "15 of equal width over the chance of the label given",
        },
        time.perf_counter() - started,
        measure_labels(cases, predictions.known[inside], predictions.known[~inside], seed=seed),
        plain={"train_seconds": took, "train_cpu_seconds": busy, "ms_per_text": ms},
        by="by_label",
        parts=dict(list(each.items())[:_WORST]),
        counts={
            "learned_from": sum(row.label not in NONE_OF_THESE for row in lessons),
            "labels": len(classifier.labels),
            "none_of_these_in_train": sum(row.label in NONE_OF_THESE for row in lessons),
            "none_of_these_in_test": int((~inside).sum()),
            "labels_only_in_test": len(unlearned),
            "texts_of_labels_only_in_test": sum(label in unlearned for label in labels),
        },
        notes=[
            "accuracy, macro_f1, ece and coverage are of the texts that have a label; one never learned counts wrong",
            f"by label: the {min(_WORST, len(each))} of {len(each)} with the lowest F1",
            "ece grows by chance in small tests, and in the draws of its interval",
        ],
        skipped=[*left_out, *left_out_too],
    )


def _prepared(texts: Sequence[str], settings: Settings, progress: Progress) -> tuple[list[str], Vectors]:
    """Texts without personal data, and their vectors. One that cannot be scrubbed stops the run: it goes nowhere."""
    scrubber = house_scrubber(settings)
    clean: list[str] = []
    for first in range(0, len(texts), _BLOCK):
        progress("scrub", first, len(texts))
        try:
            clean.extend(one.text for one in scrubber.scrub_batch(texts[first : first + _BLOCK]))
        except ScrubFailed as exc:
            where = f"texts {first + 1} to {min(first + _BLOCK, len(texts))}"
            raise DataInvalid(f"{where} (both files in one row) cannot be scrubbed: {exc}") from exc
    progress("scrub", len(texts), len(texts))
    embedder, cache = build_embedder(settings, indexing=True), EmbeddingCache(settings.cache_file)
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress("embed", done, len(texts))

    return clean, cache.encode(embedder, clean, advance=advance)


def _cases(predictions: Predictions, labels: Sequence[str], inside: np.ndarray) -> tuple[list[str], Labelled]:
    """All labels, and the texts that have one. A label that was never learned has a number that is never given."""
    names = [*predictions.labels, *sorted(set(labels) - set(predictions.labels) - NONE_OF_THESE)]
    number = {name: n for n, name in enumerate(names)}
    truth: Ints = np.array([number[label] for label, used in zip(labels, inside, strict=True) if used], dtype=np.int64)
    chances = predictions.probabilities[inside]
    return names, Labelled(truth, chances.argmax(axis=1), chances.max(axis=1))
