"""Windows cover a text once, begin at lines, and hide nothing at their borders."""

import re
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from guardrails.hits import Hit, Shield, resolve
from guardrails.windows import SIZE, analysed_in_windows, windows


@given(words=st.lists(st.sampled_from(["a", "word", "\n", " ", "x" * 30, "\n\n"]), max_size=60))
def test_windows_cover_the_text_once(words: list[str]) -> None:
    text = "".join(words)
    found = list(windows(text, size=50, around=10))
    assert "".join(text[window.start : window.end] for window in found) == text
    for window in found:
        assert 0 < window.end - window.start <= 50
        assert max(0, window.start - 10) <= window.reads_from <= window.start
        assert window.end <= window.reads_to <= window.end + 10


def find_ana(texts: Sequence[str]) -> list[tuple[list[Hit], list[Shield]]]:
    assert all(len(text) <= SIZE * 1.1 for text in texts)
    return [([Hit(match.start(), match.end(), "PERSON") for match in re.finditer("Ana", text)], []) for text in texts]


def test_nothing_is_lost_at_the_borders() -> None:
    for unit in ("Ana" + "x" * 37, "Ana" + " went" * 8, "Ana" + "\nwent" * 9):
        text = unit * (5 * SIZE // 2 // len(unit))
        (hits, _), (other, _) = analysed_in_windows([text, "x Ana"], find_ana)
        assert [hit.start for hit in resolve(hits, [])] == list(range(0, len(text), len(unit)))
        assert other == [Hit(2, 5, "PERSON")]
