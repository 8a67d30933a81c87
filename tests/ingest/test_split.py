"""Splitting: exact offsets, nothing lost, nothing too long."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.normalise import normalise
from ingest.split import MAX_HEADING_CHARS, MAX_WORDS, Span, split

LINES = st.sampled_from(
    [
        "",
        "",
        "  ",
        "# Top",
        "## Sub",
        "### `Deep` one",
        "text with some words in it",
        "- item one",
        "  - nested item",
        "1. first step",
        "> quoted words",
        ">",
        "```",
        "~~~",
        "    indented code",
        "| a | b |",
        "|---|---|",
        "| 1 | 2 |",
        "Title below",
        "=====",
        "-----",
        "[ref]: https://kb.example/x",
        "<div>",
        "</div>",
        "***",
        "#no heading",
        "\tx",
        "word " * 60,
        "x" * 300,
    ]
)
TEXTS = st.one_of(st.lists(LINES, max_size=40).map("\n".join), st.text(max_size=200))


def shown(text: str, spans: list[Span]) -> list[tuple[str, str]]:
    return [(span.heading, text[span.start : span.end]) for span in spans]


@settings(max_examples=250, deadline=None)
@given(raw=TEXTS, markdown=st.booleans(), max_words=st.sampled_from([5, 40, MAX_WORDS]))
def test_spans_are_in_order_apart_trimmed_and_short_enough(raw: str, markdown: bool, max_words: int) -> None:
    text = normalise(raw).text
    at = 0
    for span in split(text, markdown=markdown, max_words=max_words):
        piece = text[span.start : span.end]
        assert at <= span.start < span.end <= len(text)
        assert piece.strip()
        assert piece[0] != "\n"
        assert piece == piece.rstrip()
        assert len(piece.split()) <= max_words
        assert sum(len(word) for word in piece.split()) <= max_words * 40
        at = span.end


@settings(max_examples=250, deadline=None)
@given(raw=TEXTS, markdown=st.booleans(), max_words=st.sampled_from([5, 40, MAX_WORDS]))
def test_only_headings_and_space_lie_between(raw: str, markdown: bool, max_words: int) -> None:
    text = normalise(raw).text
    at, between = 0, []
    spans = split(text, markdown=markdown, max_words=max_words)
    for start, end in [*((span.start, span.end) for span in spans), (len(text), len(text))]:
        between += [line for line in text[at:start].split("\n") if line.strip()]
        at = end
    for number, line in enumerate(between):
        underline = between[number + 1 : number + 2]
        setext = re.fullmatch(r"[ >]*(=+|-+)[ \t]*", line) or (
            underline and re.fullmatch(r"[ >]*(=+|-+)[ \t]*", underline[0])
        )
        assert markdown, line
        assert setext or re.match(r"[ >\t]*#{1,6}([ \t]|$)", line) or _paragraph_above_setext(between, number), line


def _paragraph_above_setext(lines: list[str], number: int) -> bool:
    """A heading that is underlined may have several lines."""
    return any(re.fullmatch(r"[ >]*(=+|-+)[ \t]*", line) for line in lines[number:])


def test_a_section_has_its_headings() -> None:
    body = " ".join(["word"] * 20)
    text = f"Intro {body}.\n\n# A\n\nOne {body}.\n\n### Deep\n\nTwo {body}.\n\n## B\n\nThree {body}.\n"
    assert shown(text, split(text, markdown=True)) == [
        ("", f"Intro {body}."),
        ("A", f"One {body}."),
        ("A > Deep", f"Two {body}."),
        ("A > B", f"Three {body}."),
    ]


@pytest.mark.parametrize("fence", ["```", "~~~", "````"])
def test_a_heading_in_a_code_fence_is_code(fence: str) -> None:
    text = f"# Install\n\n{fence}sh\n# not a heading\nmake install\n{fence}\n\nDone.\n"
    assert [span.heading for span in split(text, markdown=True)] == ["Install"]
    assert "# not a heading" in shown(text, split(text, markdown=True))[0][1]


def test_in_a_ticket_a_hash_is_no_heading() -> None:
    text = "# of users: 60\n\nThey cannot sign in."
    assert shown(text, split(text, markdown=False)) == [("", text)]


def test_a_table_stays_whole() -> None:
    rows = "\n".join(f"| plan {n} | {n} requests a second |" for n in range(12))
    text = f"{'before ' * 100}\n\n| plan | limit |\n|---|---|\n{rows}\n\n{'after ' * 100}\n"
    pieces = [piece for _, piece in shown(text, split(text, markdown=True))]
    assert f"| plan | limit |\n|---|---|\n{rows}" in pieces


def test_steps_of_a_list_are_cut_between_items() -> None:
    steps = [f"{n}. " + " ".join(["word"] * 50) for n in range(1, 9)]
    text = "\n".join(steps)
    for _, piece in shown(text, split(text, markdown=True)):
        assert re.match(r"\d\. word", piece)
        assert piece.endswith("word")


def test_link_definitions_and_html_are_not_lost() -> None:
    text = "# Links\n\nSee [the page][p].\n\n[p]: https://kb.example/page\n\n<details>more</details>\n"
    assert shown(text, split(text, markdown=True)) == [("Links", text[9:].rstrip())]


def test_a_very_long_line_is_cut_at_sentences() -> None:
    text = " ".join(f"This is sentence number {n} of many." for n in range(500))
    pieces = [piece for _, piece in shown(text, split(text, markdown=True))]
    assert len(pieces) > 15
    assert all(piece.endswith(".") and len(piece.split()) <= MAX_WORDS for piece in pieces)
    assert " ".join(pieces) == text


def test_a_blob_without_spaces_is_cut() -> None:
    blob = "A1b2" * 50_000
    pieces = [piece for _, piece in shown(blob, split(blob, markdown=False))]
    assert "".join(pieces) == blob
    assert max(map(len, pieces)) <= MAX_WORDS * 40


def test_a_short_section_joins_the_next() -> None:
    text = f"## Scope\n\nAll plans.\n\n## Limits\n\n{'word ' * 30}\n"
    assert [span.heading for span in split(text, markdown=True)] == ["Limits"]
    assert text[split(text, markdown=True)[0].start :].startswith("All plans.")


def test_a_huge_heading_is_cut() -> None:
    text = f"# {'long ' * 5000}\n\nText.\n"
    assert [len(span.heading) for span in split(text, markdown=True)] == [MAX_HEADING_CHARS]


@pytest.mark.parametrize("text", ["", "\n\n", "   \n\t", "# Only a heading\n"])
def test_nothing_to_split(text: str) -> None:
    assert split(text, markdown=True) == []
