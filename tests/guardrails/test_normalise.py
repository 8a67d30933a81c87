"""What a reader cannot see goes; what a reader sees stays, in linear time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails.normalise import normalise

CHANGED = [
    ("a\r\nb\rc", "a\nb\nc", ()),
    ("e\u0301", "é", ()),
    ("ig\u200bnore", "ignore", ("zero_width",)),
    ("abc\u202edef", "abcdef", ("bidi",)),
    ("x\U000e0041\U000e0042", "x", ("tag",)),
    ("a\x00b\x1b[31mred", "abred", ("control",)),
    ("a<!-- hidden -->b", "ab", ("html_comment",)),
    ('<div style="display: none">no</div>yes', "yes", ("hidden_markup",)),
    ("<p hidden>no <p>x</p></p>yes", "yes", ("hidden_markup",)),
]
SAME = [
    "plain text\twith a tab\n",
    "naïve café ﬁne ²",
    "👩\u200d👩\u200d👧 family",
    "a <b>bold</b> c < d > e",
    "<!-- never closed",
    '<div style="color: red">seen</div>',
    "<div hidden> never closed",
    "می\u200cخواهم",
    '<input type="hidden" value="1">',
]


@pytest.mark.parametrize(("text", "expected", "removed"), CHANGED)
def test_invisible_goes(text: str, expected: str, removed: tuple[str, ...]) -> None:
    result = normalise(text)
    assert (result.text, result.removed) == (expected, removed)


@pytest.mark.parametrize("text", SAME)
def test_visible_stays(text: str) -> None:
    assert normalise(text).text == text


@given(st.text())
def test_twice_is_once(text: str) -> None:
    once = normalise(text).text
    assert "\r" not in once
    assert normalise(once.replace("<", "")).text == once.replace("<", "")


@pytest.mark.parametrize("unit", ["<div hidden>", "<!--", "<", "x", "e\u0301\u0323"])
def test_five_megabytes(unit: str) -> None:
    assert normalise(unit * (5_000_000 // len(unit))).text
