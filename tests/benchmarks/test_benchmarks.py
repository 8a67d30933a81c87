"""What the benchmarks measure on, and how figures are made of times. Nothing here is timed."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT))
    return import_module("benchmarks.rounds")


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT))
    return import_module("benchmarks.texts")


@pytest.fixture
def big(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT))
    return import_module("benchmarks.big")


def test_engines_take_turns_and_swap_places_every_round(rounds: ModuleType, texts: ModuleType) -> None:
    calls: list[str] = []

    def engine(name: str) -> Callable[[str], list[tuple[int, int]]]:
        def find(text: str) -> list[tuple[int, int]]:
            calls.append(name + text)
            return []

        return find

    times = rounds.time_rounds(
        {name: engine(name) for name in "AB"}, [texts.Sized("x", "1"), texts.Sized("x", "2")], 2, str
    )
    assert calls == ["A1", "B1", "A2", "B2", "B1", "A1", "B2", "A2"]
    assert {name: one.shape for name, one in times.items()} == {"A": (2, 2), "B": (2, 2)}


def test_the_ratio_is_of_the_medians_and_told_by_group(rounds: ModuleType, texts: ModuleType) -> None:
    """The slow third round changes neither the median nor the ratio, only the spread."""
    sized = [texts.Sized("logs", "x" * 1024), texts.Sized("tickets", "x" * 2048)]
    times = {
        "ours": np.array([[2.0, 1.0], [2.0, 1.0], [20.0, 1.0]]),
        "theirs": np.array([[4.0, 20.0], [4.0, 20.0], [4.0, 20.0]]),
    }
    found = rounds.compare(times, sized, seed=0)
    assert found["all"]["ratio"]["value"] == pytest.approx(3 / 24)
    assert found["all"]["ms_per_kb"]["ours"] == {"median": 1.0, "low": 1.0, "high": 7.0}
    assert found["all"]["ratio"]["by_round"] == pytest.approx({"median": 3 / 24, "low": 3 / 24, "high": 21 / 24})
    assert (found["logs"]["ratio"]["value"], found["tickets"]["ratio"]["value"]) == (0.5, 0.05)
    assert (found["all"]["kilobytes"], found["logs"]["texts"]) == (3.0, 1)


def test_hits_are_counted_per_kilobyte_of_a_group(rounds: ModuleType, texts: ModuleType) -> None:
    sized = [texts.Sized("logs", "x" * 512), texts.Sized("logs", "y" * 512), texts.Sized("tickets", "z" * 1024)]
    found = rounds.count_hits({"ours": lambda text: [(0, 1), (2, 3)] if "x" in text else []}, sized, seed=0)
    assert (found["logs"]["ours"]["value"], found["tickets"]["ours"]["value"]) == (2.0, 0.0)


@pytest.mark.parametrize(
    ("spans", "apart"),
    [
        ([], []),
        ([(0, 4), (2, 6)], [(0, 6)]),
        ([(0, 9), (2, 3), (4, 12)], [(0, 12)]),
        ([(5, 6), (0, 5)], [(0, 5), (5, 6)]),
    ],
)
def test_overlapping_finds_are_one_and_adjacent_ones_two(
    spans: list[tuple[int, int]], apart: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    assert import_module("benchmarks.engines").merged(spans) == apart


def test_log_excerpts_are_the_paragraphs_with_a_line_that_begins_with_a_time(texts: ModuleType) -> None:
    text = "It failed at 09:14.\n\n2026-03-01T09:14:00Z db-01 timeout\n  at query\n\nRegards\n\n[09:15:02] retried"
    assert list(texts.log_excerpts(text)) == ["2026-03-01T09:14:00Z db-01 timeout\n  at query", "[09:15:02] retried"]


def test_the_sample_gives_tickets_logs_and_runbooks(texts: ModuleType) -> None:
    groups = [one.group for one in texts.sample_texts()]
    assert min(groups.count(group) for group in ("tickets", "logs", "runbooks")) >= 10


def test_a_file_gives_titles_and_texts(texts: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    name = f"{tmp_path.name}/mine.jsonl"
    path.write_text('{"title": "A", "text": "b"}\n\n{"text": "c"}\n{"text": null}\n', encoding="utf-8")
    assert [(one.group, one.text) for one in texts.file_texts(path)] == [(name, "A\n\nb"), (name, "c")]


def test_a_drawing_is_by_group_in_order_and_repeatable(texts: ModuleType) -> None:
    every = [texts.Sized(group, f"{group}{n}") for n in range(10) for group in "ab"]
    found = texts.drawn(every, 3, 5)
    assert [one.group for one in found].count("a") == [one.group for one in found].count("b") == 3
    assert found == texts.drawn(every, 3, 5) == sorted(found, key=every.index)
    assert texts.drawn(every, 3, 6) != found
    assert texts.drawn(every, 0, 5) == every


@pytest.mark.parametrize("size", [0, 1, 5000])
def test_made_texts_have_their_size_and_are_the_same_again(big: ModuleType, size: int) -> None:
    for shape in big.shapes():
        text = shape.make(size)
        assert size - 12 < len(text) <= size, shape.name
        assert text == shape.make(size)
    assert "\n" not in big.one_line(size)
