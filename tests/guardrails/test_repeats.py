"""Equal lines are analysed once, and what is found in them is found everywhere."""

from hypothesis import given
from hypothesis import strategies as st

from guardrails import repeats
from guardrails.hits import Hit
from guardrails.repeats import shortened
from guardrails.scrub import Scrubber


@given(lines=st.lists(st.sampled_from(["Ana\n", "b\n", "cc Ana\n", "\n", "d\r\n", "Ana"]), max_size=60))
def test_every_place_is_found_again(lines: list[str]) -> None:
    text = "".join(lines)
    short = shortened(text, min_chars=0)
    places = [Hit(at, at + 3, "PERSON") for at in range(len(short.text)) if short.text.startswith("Ana", at)]
    expected = [at for at in range(len(text)) if text.startswith("Ana", at)]
    assert [hit.start for hit in short.spread(places)] == expected
    assert all(text[hit.start : hit.end] == "Ana" for hit in short.spread(places))


def test_equal_lines_are_read_once() -> None:
    text = "2026-06-28 start\n" + "\tat com.acme.Worker.run(Worker.java:12)\n" * 5_000 + "Ana Duarte left\n"
    short = shortened(text)
    assert len(short.text) < 200
    assert short.text.endswith("\n\nAna Duarte left\n")
    at = short.text.index("Ana")
    assert [text[hit.start : hit.end] for hit in short.spread([Hit(at, at + 10, "PERSON")])] == ["Ana Duarte"]


def test_a_text_without_repeats_is_itself() -> None:
    text = "".join(f"line {number}\n" for number in range(10_000))
    assert shortened(text).text is text


def test_scrubbed_alike(scrubber: Scrubber) -> None:
    block = "Kind regards,\nXanthippe Vroom\n+49 30 901820\n\nuser=tara.hayes@firm.example\nplain line\n"
    once = scrubber.scrub(block).text
    text = block * (repeats.MIN_CHARS // len(block) + 5)
    assert scrubber.scrub(text).text == once * (len(text) // len(block))
