"""Masking by character and by span, worked out by hand, and offsets through normalising."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.alignment import to_raw
from evals.spans import Labelled, Masked, measure_labels, measure_spans
from guardrails.normalise import normalise

#             0123456789
# text:       Ann Lee id
FULL = Masked(10, (Labelled(0, 7, "PERSON"),), (Labelled(8, 10, "WORD"),), (), ((0, 7),))
PART = Masked(10, (Labelled(0, 3, "PERSON"), Labelled(5, 9, "EMAIL")), (), (Labelled(3, 5, "CITY"),), ((4, 7),))
CLEAN = Masked(10, (), (Labelled(0, 4, "WORD"), Labelled(6, 8, "WORD")), (), ((3, 5),))


def figures(*cases: Masked) -> dict[str, Any]:
    return {one.name: (one.n, pytest.approx(one.mean)) for one in measure_spans(cases)}


def test_a_text_that_is_masked_as_it_should_be() -> None:
    found = figures(FULL)
    assert found["char_leak"] == (1, 0.0)
    assert found["char_precision"] == (1, 1.0)
    assert found["full_recall"] == (1, 1.0)
    assert found["keep_loss"] == (1, 0.0)
    assert found["record_leak"] == (1, 0.0)


def test_characters_that_leak_and_characters_that_count_neither_way() -> None:
    """Seven must go, two are masked; of the three that were masked one lies in `amb`."""
    found = figures(PART)
    assert found["char_leak"] == (1, 5 / 7)
    assert found["char_precision"] == (1, 1.0)
    assert found["full_recall"] == (2, 0.0)
    assert found["record_leak"] == (1, 1.0)


def test_a_clean_text_in_which_something_is_masked() -> None:
    found = figures(CLEAN)
    assert found["clean_flagged"] == (1, 1.0)
    assert found["char_precision"] == (1, 0.0)
    assert found["keep_loss"] == (2, 0.5)
    assert found["char_leak"] == (0, 0.0)


def test_all_together_characters_are_summed_and_records_counted() -> None:
    found = figures(FULL, PART, CLEAN)
    assert found["char_leak"] == (2, 5 / 14)
    assert found["char_precision"] == (3, 9 / 11)
    assert found["record_leak"] == (2, 0.5)
    assert found["full_recall"] == (3, 1 / 3)
    assert found["keep_loss"] == (3, 1 / 3)


def test_only_amb_masked_is_no_flag() -> None:
    case = Masked(10, (), (), (Labelled(2, 6, "CITY"),), ((2, 6),))
    assert figures(case)["clean_flagged"] == (1, 0.0)


def test_what_must_go_counts_even_where_it_is_amb_too() -> None:
    case = Masked(4, (Labelled(0, 4, "PERSON"),), (), (Labelled(0, 4, "CITY"),), ())
    assert figures(case)["char_leak"] == (1, 1.0)
    assert figures(replace(case, masked=((0, 4),)))["char_precision"] == (1, 1.0)


def test_by_label() -> None:
    found: dict[str, Any] = {
        label: {m.name: (m.n, pytest.approx(m.mean)) for m in measures}
        for label, measures in measure_labels([FULL, PART, CLEAN]).items()
    }
    assert found["PERSON"] == {"char_leak": (2, 3 / 10), "full_recall": (2, 0.5)}
    assert found["EMAIL"] == {"char_leak": (1, 2 / 4), "full_recall": (1, 0.0)}
    assert found["WORD"] == {"keep_loss": (3, 1 / 3)}


def test_time_is_told_per_kilobyte() -> None:
    cases = [Masked(4, (), (), (), (), milliseconds=ms, kilobytes=kb) for ms, kb in ((2.0, 1.0), (4.0, 3.0))]
    assert figures(*cases)["ms_per_kb"] == (2, 1.5)


@pytest.mark.parametrize(
    ("raw", "inside", "expected"),
    [
        ("call Ann now", "Ann", "Ann"),
        ("one\r\ntwo\r\nAnn\r\n", "Ann", "Ann"),
        ("one\rAnn", "Ann", "Ann"),
        ("A\u200bnn and Bob", "Bob", "Bob"),
        ("A\u200bnn and Bob", "Ann", "A\u200bnn"),
        ("Re\u0301ne\u0301 Dubois", "Réné", "Re\u0301ne\u0301"),
        ("x\ud800 Ann", "Ann", "Ann"),
    ],
)
def test_offsets_point_into_the_raw_text(raw: str, inside: str, expected: str) -> None:
    normal = normalise(raw).text
    start = normal.index(inside)
    found = to_raw([(start, start + len(inside))], raw, normal)
    assert found is not None
    assert raw[found[0][0] : found[0][1]] == expected


def test_what_can_be_read_in_two_ways_is_not_guessed() -> None:
    raw = "a <!-- b --> b"
    assert to_raw([(0, 1)], raw, normalise(raw).text) is None


def test_a_text_that_does_not_come_from_the_other_is_not_aligned() -> None:
    assert to_raw([(0, 1)], "abc", "xyz") is None


@given(st.text(alphabet="ab \r\n\u200b\u0301é", max_size=12))
def test_aligned_characters_normalise_to_themselves(raw: str) -> None:
    normal = normalise(raw).text
    found = to_raw([(at, at + 1) for at in range(len(normal))], raw, normal)
    if found is not None:
        assert len(found) == len(normal)
        assert [start for start, _ in found] == sorted(start for start, _ in found)
        for char, (start, end) in zip(normal, found, strict=True):
            assert char in normalise(raw[start:end]).text
