"""The made labels can be learned, and are the same again."""

from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from assistant.triage.learner import learn

ROOT = Path(__file__).parents[2]


def test_made_labels_can_be_learned_and_are_the_same_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    made = import_module("benchmarks.made_labels").made
    lessons, exam = made(120, 4, seed=0), made(40, 4, seed=1)
    again = made(120, 4, seed=0)
    assert (again.texts, again.labels) == (lessons.texts, lessons.labels)
    assert np.array_equal(again.vectors, lessons.vectors)
    assert not set(lessons.texts) & set(exam.texts)
    found = learn(lessons.texts, lessons.vectors, lessons.labels).predict(exam.texts, exam.vectors)
    right = [found.labels[n] == label for n, label in zip(found.probabilities.argmax(axis=1), exam.labels, strict=True)]
    assert sum(right) >= 30
