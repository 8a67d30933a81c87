"""The offset faults that anonymisers are known for: each is a row here, and none may come back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guardrails.hits import LITERAL, Hit, Shield, resolve
from guardrails.scrub import Scrubber
from guardrails.vault import PLACEHOLDER, Identity, Vault


@pytest.mark.parametrize(
    ("case", "hits", "expected"),
    [
        ("adjacent", [Hit(0, 3, "PERSON"), Hit(3, 6, "PHONE")], [(0, 3, "PERSON"), (3, 6, "PHONE")]),
        ("adjacent, one kind", [Hit(0, 3, "PERSON"), Hit(3, 6, "PERSON")], [(0, 3, "PERSON"), (3, 6, "PERSON")]),
        ("twice the same", [Hit(0, 3, "PERSON"), Hit(0, 3, "PERSON")], [(0, 3, "PERSON")]),
        ("two kinds", [Hit(0, 3, "PERSON", 0.6), Hit(0, 3, "EMAIL", 0.9)], [(0, 3, "EMAIL")]),
        ("small part", [Hit(0, 20, "ADDRESS", 0.9), Hit(5, 8, "PERSON", 0.95)], [(0, 20, "ADDRESS")]),
        ("large part", [Hit(0, 20, "ADDRESS", 0.9), Hit(2, 18, "EMAIL", 0.95)], [(0, 20, "EMAIL")]),
        ("two inside", [Hit(0, 20, "A", 0.9), Hit(2, 4, "B"), Hit(6, 8, "C")], [(0, 20, "A")]),
        ("part, surer first", [Hit(0, 6, "A", 0.9), Hit(4, 9, "B", 0.5)], [(0, 6, "A"), (6, 9, "B")]),
        ("part, surer last", [Hit(0, 6, "A", 0.5), Hit(4, 9, "B", 0.9)], [(0, 4, "A"), (4, 9, "B")]),
        ("part, one kind", [Hit(0, 6, "A", 0.5), Hit(4, 9, "A", 0.9)], [(0, 9, "A")]),
        ("chain", [Hit(0, 4, "A", 0.5), Hit(3, 8, "B"), Hit(7, 9, "C", 0.5)], [(0, 3, "A"), (3, 8, "B"), (8, 9, "C")]),
        ("secret inside", [Hit(0, 9, "A"), Hit(3, 5, "SECRET_X")], [(0, 3, "A"), (3, 5, "SECRET_X"), (5, 9, "A")]),
        ("inside a secret", [Hit(0, 9, "SECRET_X", 0.9), Hit(3, 5, "A")], [(0, 9, "SECRET_X")]),
        ("part of a secret", [Hit(0, 5, "A"), Hit(3, 9, "SECRET_X", 0.9)], [(0, 3, "A"), (3, 9, "SECRET_X")]),
        ("in a placeholder", [Hit(2, 7, "PERSON"), Hit(0, 10, LITERAL)], [(0, 10, LITERAL)]),
        ("secret in a placeholder", [Hit(1, 9, "SECRET_X"), Hit(0, 10, LITERAL)], [(0, 10, LITERAL)]),
        ("round a placeholder", [Hit(0, 9, "A"), Hit(2, 5, LITERAL)], [(0, 2, "A"), (2, 5, LITERAL), (5, 9, "A")]),
        ("empty", [Hit(3, 3, "A")], []),
    ],
)  # fmt: skip
def test_overlaps(case: str, hits: list[Hit], expected: list[tuple[int, int, str]]) -> None:
    for order in (hits, hits[::-1]):
        assert [(hit.start, hit.end, hit.kind) for hit in resolve(order, [])] == expected, case


@pytest.mark.parametrize(
    ("hits", "shields", "expected"),
    [
        ([Hit(0, 20, "PERSON", 0.6)], [Shield(4, 20, hard=True)], [(0, 4)]),
        ([Hit(0, 20, "ADDRESS", 0.95)], [Shield(4, 8, hard=True), Shield(6, 10, hard=True)], [(0, 4), (10, 20)]),
        ([Hit(0, 20, "PERSON", 0.6)], [Shield(4, 20)], []),
        ([Hit(0, 20, "PERSON", 0.95)], [Shield(4, 20)], [(0, 20)]),
        ([Hit(5, 9, "PERSON", 0.6)], [Shield(0, 5), Shield(9, 12)], [(5, 9)]),
        ([Hit(5, 9, "A", 0.6), Hit(6, 7, "A", 0.6)], [Shield(0, 6)], [(6, 7)]),
    ],
)
def test_shields_cut_or_drop(hits: list[Hit], shields: list[Shield], expected: list[tuple[int, int]]) -> None:
    assert [(hit.start, hit.end) for hit in resolve(hits, shields)] == expected


def test_a_rest_of_signs_is_no_value() -> None:
    text = "Ana, +49 30 901820"
    hits = [Hit(0, 5, "PERSON", 0.5), Hit(3, 18, "PHONE", 0.95), Hit(18, 18, "PERSON")]
    assert [text[hit.start : hit.end] for hit in resolve(hits, [], text=text)] == ["Ana", ", +49 30 901820"]
    hits = [Hit(0, 3, "PERSON", 0.9), Hit(2, 5, "PHONE", 0.5)]
    assert [text[hit.start : hit.end] for hit in resolve(hits, [], text=text)] == ["Ana"]


_HIT = st.builds(
    lambda start, size, kind, score: Hit(start, start + size, kind, score),
    st.integers(0, 40),
    st.integers(0, 15),
    st.sampled_from(["PERSON", "PHONE", "SECRET_X", LITERAL]),
    st.sampled_from([0.5, 0.9, 0.95]),
)


@given(st.lists(_HIT, max_size=12))
def test_all_that_was_claimed_is_covered_once(hits: list[Hit]) -> None:
    settled = resolve(hits, [])
    covered = [place for hit in settled for place in range(hit.start, hit.end)]
    assert len(covered) == len(set(covered))
    assert covered == sorted(covered)
    assert set(covered) == {place for hit in hits for place in range(hit.start, hit.end)}
    secret = {place for hit in settled if hit.secret for place in range(hit.start, hit.end)}
    open_ = {place for hit in hits if not hit.secret for place in range(hit.start, hit.end)}
    assert secret & open_ <= {place for hit in hits if hit.secret for place in range(hit.start, hit.end)}


TEXTS = [
    ("at the start", "Ana Duarte", ["Ana Duarte"]),
    ("at the end", "I am Ana Duarte", ["Ana Duarte"]),
    ("no space", "ana.duarte@firm.example,+49 30 901820", ["ana.duarte@firm.example", "+49 30 901820"]),
    ("no space at all", "Ana Duarte<ana.duarte@firm.example>", ["Ana Duarte", "ana.duarte@firm.example"]),
    ("emoji before", "🎉Ana Duarte called", ["Ana Duarte"]),
    ("emoji behind", "Ana Duarte🎉 called", ["Ana Duarte"]),
    ("family emoji", "👩\u200d👩\u200d👧 Ana Duarte 👍🏽", ["Ana Duarte"]),
    ("wide letters before", "𝔘𝔫𝔦 Ana Duarte", ["Ana Duarte"]),
    ("repeated", "Ana Duarte, Ana Duarte and Ana Duarte", ["Ana Duarte"]),
    ("lines of Windows", "Hi,\r\nAna Duarte\r\nfailed", ["Ana Duarte"]),
    ("shorter than its placeholder", "Ana Duarte or Ana", ["Ana Duarte", "Ana"]),
    ("in brackets", "(Ana Duarte)[Ana Duarte]{Ana Duarte}", ["Ana Duarte"]),
    ("in quotes", "\"Ana Duarte\" 'Ana Duarte' „Ana Duarte“", ["Ana Duarte"]),
    ("possessive", "Ana Duarte's and the Duartes’ flat", ["Ana Duarte", "Duartes"]),
]  # fmt: skip


@pytest.mark.parametrize(("case", "text", "values"), TEXTS)
def test_values_go_and_come_back_in_their_place(scrubber: Scrubber, case: str, text: str, values: list[str]) -> None:
    vault = Vault()
    vault.seed(Identity("Ana Duarte", "ana.duarte@firm.example"))
    vault.placeholder("PHONE", "+49 30 901820")
    result = scrubber.scrub(text, vault)
    assert not any(value in result.text for value in values), case
    assert vault.restore(result.text) == text
    for start, end, _ in reversed(result.spans):
        assert text[start:end].strip() == text[start:end] != ""
        text = text[:start] + text[end:]
    assert PLACEHOLDER.sub("", result.text) == text
