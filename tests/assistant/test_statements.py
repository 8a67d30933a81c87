"""Statements: what of a passage can be quoted, and that each one stands exactly where it says."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.statements import Statement, plain, statements

from .desk import make_chunk

PAGE = """Deliveries fail with 401 when the secret is old. The receiver still holds the one before.

1. Open **Settings** and choose [Webhooks](https://docs.fennwick.example/webhooks).
2. Press Rotate secret, then copy
   the new secret.

What this means for you:

- The old secret works for 24 hours.
- Deliveries are kept for 72 hours.

```bash
curl --fail https://api.fennwick.example/v2/ping
```

| Plan | Limit for requests |
| --- | --- |
| Scale | 600 requests a minute |

### A heading of its own

Ask your administrator (https://help.example/admin) about it.
"""


WORD = re.compile(r"\w+")


def by_kind(kind: str) -> list[str]:
    return [s.text for s in statements(make_chunk(PAGE)) if s.kind == kind]


def test_sentences_steps_and_bullets() -> None:
    assert by_kind("step") == ["Open Settings and choose Webhooks.", "Press Rotate secret, then copy the new secret."]
    assert by_kind("bullet") == ["The old secret works for 24 hours.", "Deliveries are kept for 72 hours."]
    assert by_kind("sentence") == [
        "Deliveries fail with 401 when the secret is old.",
        "The receiver still holds the one before.",
        "What this means for you:",
        "Ask your administrator about it.",
    ]


@pytest.mark.parametrize(
    "absent", ["curl", "Limit for requests", "A heading of its own", "https://", "**", "](", "|", "---"]
)
def test_fences_headings_and_addresses_are_left_out(absent: str) -> None:
    assert absent not in "\n".join(statement.text for statement in statements(make_chunk(PAGE)))


def holds(chunk_text: str, statement: Statement) -> bool:
    quote = chunk_text[statement.start : statement.end]
    said = set(WORD.findall(statement.text)) <= set(WORD.findall(quote))
    same = said if statement.kind == "row" else plain(quote) == statement.text
    return 0 <= statement.start < statement.end <= len(chunk_text) and same


def test_offsets_are_exact() -> None:
    found = statements(make_chunk(PAGE))
    assert len(found) == 9
    assert all(holds(PAGE, statement) for statement in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_a_row_of_a_table_is_a_statement_that_points_at_the_row() -> None:
    text = "| Code | What to do |\n| --- | --- |\n| FWK-1 | Wait for **one** minute |\n| FWK-2 | Ask the owner |\n"
    found = [s for s in statements(make_chunk(text)) if s.kind == "row"]
    assert ["FWK-1" in s.text and "Wait for one minute" in s.text for s in found] == [True, False]
    assert [text[s.start : s.end] for s in found] == [
        "| FWK-1 | Wait for **one** minute |",
        "| FWK-2 | Ask the owner |",
    ]


def test_a_row_of_bare_values_takes_the_names_of_its_columns_along() -> None:
    text = "| Plan | Requests a minute |\n| --- | --- |\n| Growth | 300 |\n| Large Scale | 600 |\n"
    found = statements(make_chunk(text))
    assert [s.text for s in found] == [
        "Plan Growth: Requests a minute 300.",
        "Large Scale: Requests a minute 600.",
    ]
    assert all("Requests a minute" in text[s.start : s.end] for s in found)


def test_items_of_one_list_share_a_block_and_other_lists_do_not() -> None:
    text = "1. Open the first page.\n2. Close the first page.\n\nThen something happens.\n\n1. Open the second page.\n"
    blocks = [statement.block for statement in statements(make_chunk(text))]
    assert blocks[0] == blocks[1]
    assert len({blocks[0], blocks[2], blocks[3]}) == 3


def test_a_code_block_inside_a_step_is_left_out() -> None:
    text = "1. Run this command in a shell:\n\n   ```\n   rm -rf cache\n   ```\n2. Wait for the prompt.\n"
    assert [s.text for s in statements(make_chunk(text))] == ["Run this command in a shell:", "Wait for the prompt."]


def test_a_tilde_fence_inside_a_step_is_left_out() -> None:
    text = "1. Run this command in a shell:\n\n   ~~~\n   rm -rf cache\n   ~~~\n2. Wait for the prompt.\n"
    assert [s.text for s in statements(make_chunk(text))] == ["Run this command in a shell:", "Wait for the prompt."]


def test_the_marks_of_a_block_quote_are_no_words() -> None:
    text = "> Deliveries are never lost: they are\n> kept for three days.\n"
    found = statements(make_chunk(text))
    assert [s.text for s in found] == ["Deliveries are never lost: they are kept for three days."]
    assert all(text[s.start : s.end].startswith("Deliveries") for s in found)


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("See [the guide](https://x.example/a).", "See the guide."),
        ('See [the guide](https://x.example/a "Title") now.', "See the guide now."),
        ("See [the guide](https://x.example/a_(b)) now.", "See the guide now."),
        ("An image ![of a cat](cat.png) here", "An image of a cat here"),
        ("**Bold** and __strong__ words", "Bold and strong words"),
        ("snake_case__name and 2 ** 3 ** 4 stay", "snake_case__name and 2 ** 3 ** 4 stay"),
        ("Our site (https://x.example/) opens", "Our site opens"),
        ("call `list(a)[0](b)` twice", "call `list(a)[0](b)` twice"),
        ("an array[0] and a note (really)", "an array[0] and a note (really)"),
        ("two\n   lines", "two lines"),
        ("**Never sign out.", "Never sign out."),
        ("All scans are lost.**", "All scans are lost."),
        ("a value of 2 **", "a value of 2 **"),
        ("__init__ stays", "init stays"),
    ],
)
def test_plain_words(markdown: str, words: str) -> None:
    assert plain(markdown) == words


@pytest.mark.parametrize(
    ("heading", "asks", "explains", "remedy"),
    [
        ("Webhooks > What to send us", True, False, False),
        ("Why it happens", False, True, False),
        ("Fix it", False, False, True),
        ("Steps to renew", False, False, True),
        ("Overview", False, False, False),
        ("What to send us > Details of the call", False, False, False),
    ],
)
def test_headings_tell_what_a_statement_is_for(heading: str, asks: bool, explains: bool, remedy: bool) -> None:
    found = statements(make_chunk("The request id of one refused call.", heading=heading))[0]
    assert (found.asks, found.explains, found.remedy) == (asks, explains, remedy)


PIECES = st.sampled_from(
    """Press the red button now.
- one item of it
1. first step to do
```
> quoted words of it
## Heading
| a | b |
| - | - |
   indented words here

[a b c](http://x.example)
<div>
***
é ü 🎉 words. More words here.""".splitlines()
)


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=14))
def test_offsets_are_exact_in_any_markdown(lines: list[str]) -> None:
    text = "\n".join(lines)
    for statement in statements(make_chunk(text)):
        assert holds(text, statement)
