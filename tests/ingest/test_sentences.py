"""Sentences with exact offsets."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[first:last] for first, last in sentences(text, 0, len(text))]


@given(st.one_of(st.text(), st.text(alphabet="aB .\n!?1-,>e.g…\t")))
def test_sentences_leave_out_only_white_space(text: str) -> None:
    spans = sentences(text, 0, len(text))
    assert all(text[first:last] == text[first:last].strip() != "" for first, last in spans)
    assert [*spans] == sorted(spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert "".join("".join(part.split()) for part in cut(text)) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It fails. Why?", ["It fails.", "Why?"]),
        ("It fails! Help.", ["It fails!", "Help."]),
        ("It said \"no.\" Then it stopped.", ['It said "no."', "Then it stopped."]),
        ("(It fails.) We wait.", ["(It fails.)", "We wait."]),
        ("We waited... Nothing came.", ["We waited...", "Nothing came."]),
        ("Steps:\n1. Open it.\n2. Press Save. Wait.\n3) Done", ["Steps:", "1. Open it.", "2. Press Save.", "Wait.",
        "3) Done"]),
        ("We tried:\n- a restart\n- another browser", ["We tried:", "- a restart", "- another browser"]),
        ("OS: Windows 11\nBrowser: Chrome 141", ["OS: Windows 11", "Browser: Chrome 141"]),
        ("First point\n\nsecond point", ["First point", "second point"]),
        ("it broke. pls help? thx", ["it broke.", "pls help?", "thx"]),
        ("It costs 5 etc. We pay.", ["It costs 5 etc.", "We pay."]),
        ("很慢。没有反应。", ["很慢。", "没有反应。"]),
        ("I saw I. It was I. Really.", ["I saw I.", "It was I.", "Really."]),
    ],
)  # fmt: skip
def test_cuts(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It fails, e.g. on Windows, i.e. here.",
        "Version 4.12.1 fails on Chrome 141.0.7390.55 too.",
        "See https://a.example/b.html?x=1.2 and report.final.pdf for more.",
        "Open Settings > Security > Single sign-on.",
        "We waited... and waited … and gave up.",
        "Mr. Silva and Dr. J. Okafor cannot log in.",
        "It takes approx. 5 minutes vs. 2 before.",
        "Am 3. November ging es noch, z.B. in Berlin.",
        "Yahoo! mail is affected.",
        "The meeting is at 5 p.m. today.",
        "No. 5 is missing.",
        "The import of this morning stopped at row 400 and since then the\nwhole workspace is read-only.",
        "- the first item goes on\n  in the second line",
        "...",
    ],
)  # fmt: skip
def test_keeps_together(text: str) -> None:
    assert cut(text) == [text]


def test_only_the_asked_part_is_cut() -> None:
    text = "One. Two. Three."
    assert [text[a:b] for a, b in sentences(text, 5, 9)] == ["Two."]


def test_a_long_line_is_read() -> None:
    assert len(sentences("It fails. " * 20_000, 0, 200_000)) == 20_000
    assert sentences("x" * 200_000, 0, 200_000) == [(0, 200_000)]
