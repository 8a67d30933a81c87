"""Scorers of masking: leaks, precision, what has to survive; what cannot be told is not a zero."""

import pytest

from evals.scorers.catalog import scorers
from evals.scorers.score import Score, weighted_mean
from evals.tasks.mask import MaskedSpan, MaskExpect, MaskOutput

TEXT = "Ana Duarte, +351 912 480 337, version 4.2.1"
NAME, PHONE, VERSION = (0, 10, "PERSON"), (12, 28, "PHONE"), (38, 43, "VERSION")


def expect(*, spans: list[tuple[int, int, str]] = [], keep: list[tuple[int, int, str]] = []) -> MaskExpect:  # noqa: B006
    def told(rows: list[tuple[int, int, str]]) -> list[dict[str, object]]:
        return [{"start": start, "end": end, "label": label} for start, end, label in rows]

    return MaskExpect.model_validate({"spans": told(spans), "keep": told(keep)})


def output(*spans: tuple[int, int], aligned: bool = True) -> MaskOutput:
    masked = [MaskedSpan(start=start, end=end, kind="PERSON") for start, end in spans]
    return MaskOutput(length=len(TEXT), size=len(TEXT), spans=masked, aligned=aligned)


def judged(name: str, wanted: MaskExpect, found: MaskOutput) -> Score:
    return scorers()[name].judge(wanted, found)


BOTH = expect(spans=[NAME, PHONE], keep=[VERSION])
CLEAN = expect(keep=[VERSION])


@pytest.mark.parametrize(
    ("name", "masked", "value"),
    [
        ("char_leak", [(0, 10), (12, 28)], 0.0),
        ("char_leak", [(0, 10)], 16 / 26),
        ("char_leak", [(0, 3), (12, 28)], 7 / 26),
        ("char_leak", [], 1.0),
        ("char_leak_person", [(0, 3)], 0.7),
        ("char_leak_phone", [(0, 3)], 1.0),
        ("record_leak", [(0, 10), (12, 28)], 0.0),
        ("record_leak", [(0, 9), (12, 28)], 1.0),
        ("full_recall", [(0, 10), (12, 27)], 0.5),
        ("char_precision", [(0, 10), (38, 43)], 10 / 15),
        ("keep_loss", [(40, 41)], 1.0),
        ("keep_loss", [(0, 10)], 0.0),
        ("wrong_hits_per_kb", [(0, 10), (38, 43)], 1024 / len(TEXT)),
    ],
)
def test_what_a_text_comes_to(name: str, masked: list[tuple[int, int]], value: float) -> None:
    assert judged(name, BOTH, output(*masked)).value == pytest.approx(value)


def test_a_text_with_nothing_to_mask_counts_only_where_something_was() -> None:
    assert judged("clean_flagged", CLEAN, output()).value == 0.0
    assert judged("clean_flagged", CLEAN, output((0, 4))).value == 1.0
    assert judged("clean_flagged", BOTH, output((0, 4))).state == "not_asked"
    for name in ("char_leak", "record_leak", "full_recall", "char_leak_person"):
        assert judged(name, CLEAN, output((0, 4))).state == "not_asked"


def test_what_is_not_there_is_not_asked() -> None:
    assert judged("keep_loss", expect(spans=[NAME]), output()).state == "not_asked"
    assert judged("char_precision", BOTH, output()).state == "not_asked"
    assert judged("char_leak_iban", BOTH, output()).state == "not_asked"


@pytest.mark.parametrize("name", ["char_leak", "record_leak", "full_recall", "char_precision", "keep_loss"])
def test_places_that_are_not_known_are_not_graded(name: str) -> None:
    assert judged(name, BOTH, output(aligned=False)).state == "not_graded"


def test_what_counts_neither_way_does_not_spoil_precision() -> None:
    wanted = MaskExpect.model_validate(
        {"spans": [{"start": 0, "end": 10, "label": "PERSON"}], "amb": [{"start": 12, "end": 28, "label": "PHONE"}]}
    )
    assert judged("char_precision", wanted, output((0, 10), (12, 28))).value == 1.0
    assert judged("wrong_hits_per_kb", wanted, output((0, 10), (12, 28))).value == 0.0


def test_reasons_name_labels_and_no_words() -> None:
    score = judged("char_leak", BOTH, output((12, 28)))
    assert score.reason == "left: PERSON"
    assert "Ana" not in score.reason


def test_long_texts_weigh_more_in_the_mean() -> None:
    short = Score(1.0, weight=10)
    long = judged("char_leak", BOTH, output((0, 10), (12, 28)))
    assert weighted_mean([short, long]) == pytest.approx(10 / 36)


def test_fewer_leaks_are_better_and_more_precision_is() -> None:
    ways = {name: scorer.better for name, scorer in scorers().items() if "mask" in scorer.tasks}
    assert {name for name, way in ways.items() if way == "higher"} == {"char_precision", "full_recall"}
