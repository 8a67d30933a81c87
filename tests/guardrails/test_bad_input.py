"""Bad input: long lines, traps for patterns, odd letters. Work grows with the text, not faster."""

from itertools import pairwise

import pytest

from guardrails.analyzer import Analyzer
from guardrails.errors import ScrubFailed
from guardrails.hits import Hit, Shield, overlapping, resolve, unshielded
from guardrails.known import KnownValues
from guardrails.normalise import normalise
from guardrails.scrub import Scrubber
from guardrails.vault import Identity, Vault
from guardrails.windows import SIZE

LINE = 200_000
UNITS = [
    *"0 1. @ < - ' Aa a- a. = / : _ (( [ { %40 a@ 12- Ab- http://a:b &a= <PERSON_1> <A".split(),
    *"QWxhZGRpbjpvcGVu é Ж 李 א 🎉".split(),
    *(" ", "A ", "a@b.c ", "+1 ", "1 ", "Hi Ana ", "password is ", "token: ", "\n", '"', "\\"),
    *("👩\u200d", "e\u0301", "\u0301", "\u202e", "\u200b"),
]  # fmt: skip
LONG = ["A ", "12-", "<PERSON_1>"]


@pytest.mark.parametrize(("unit", "size"), [*((unit, LINE // 20) for unit in UNITS), *((unit, LINE) for unit in LONG)])
def test_a_long_line_comes_back(scrubber: Scrubber, unit: str, size: int) -> None:
    text = unit * (size // len(unit))
    vault = Vault()
    vault.seed(Identity("Ana Duarte", "a@b.c"))
    vault.placeholder("PHONE", "+1 1 1 1 1 1 1")
    result = scrubber.scrub(text, vault)
    assert vault.restore(result.text) == text or any(kind.startswith("SECRET") for _, _, kind in result.spans)


@pytest.mark.parametrize("unit", UNITS)
def test_a_line_of_200000_characters_is_normalised(unit: str) -> None:
    once = normalise(unit * (LINE // len(unit))).text
    assert normalise(once).text == once


def test_five_megabytes_of_log(scrubber: Scrubber) -> None:
    start = "2026-06-28 02:02:09,123 INFO [0590587db71057f5] auth.login user="
    line = f"{start}tara.hayes@firm.example status=401\n"
    result = scrubber.scrub(line * (5_000_000 // len(line)))
    assert "tara" not in result.text
    assert result.text.startswith(f"{start}<EMAIL> status=401\n")
    assert len(result.text.splitlines()) == 5_000_000 // len(line)


def test_a_key_across_two_windows_is_found_whole(scrubber: Scrubber) -> None:
    lines = "".join(f"line {number} of {number % 7}\n" for number in range(SIZE // 16))
    body = "".join("MIIEpAIBAAKCAQEA3x7vQ0mVb9kZ2sYtR8uL1wPqXcJnHdFgSeTiKoAzBrC5N6yU\n" for _ in range(40))
    key = f"-----BEGIN RSA PRIVATE KEY-----\n{body}-----END RSA PRIVATE KEY-----\n"
    text = lines[: SIZE - 600] + "\n" + key + lines[-300:]
    assert "MIIE" not in scrubber.scrub(text).text


class CountedShields(list[Shield]):
    """Shields that count how often one of them is looked at."""

    looks = 0

    def __getitem__(self, index):  # type: ignore[no-untyped-def]  # of a list
        CountedShields.looks += 1
        return super().__getitem__(index)


def test_shields_are_swept_once() -> None:
    def looks(size: int) -> int:
        CountedShields.looks = 0
        shields = CountedShields(Shield(place * 10, place * 10 + 4) for place in range(size))
        hits = [Hit(place * 10 + 5, place * 10 + 8, "A", 0.6) for place in range(size)]
        assert len(unshielded(hits, shields)) == size
        return CountedShields.looks

    assert looks(4_000) < 4.5 * looks(1_000)


def test_overlapping_stops_where_the_hit_ends() -> None:
    shields = CountedShields(Shield(place, place + 1) for place in range(1_000))
    CountedShields.looks = 0
    assert len(list(overlapping(shields, 0, 3))) == 3
    assert CountedShields.looks < 10


def test_many_overlapping_claims_are_settled() -> None:
    chain = [Hit(place, place + 3, "AB"[place % 2], 0.5 + place % 3 / 10) for place in range(20_000)]
    nested = [Hit(0, 40_000, "ADDRESS", 0.9), *(Hit(place, place + 1, "SECRET_X") for place in range(0, 40_000, 2))]
    for hits in (chain, nested):
        settled = resolve(hits, [])
        assert settled[0].start == 0
        assert all(one.end <= two.start for one, two in pairwise(settled))


class CountingWords(dict[str, object]):
    """The index of known values, which counts how often it is asked."""

    asked = 0

    def get(self, key: str, default: object = None) -> object:
        CountingWords.asked += 1
        return super().get(key, default)


@pytest.mark.parametrize("values", [10, 3_000])
def test_known_values_cost_what_the_text_costs(scrubber: Scrubber, values: int) -> None:
    known = KnownValues(scrubber._analyzer.lexicon)
    for number in range(values):
        known.add("EMAIL", f"ana.duarte{number}@firm.example")
        known.add("PHONE", f"+49 30 {901820 + number}")
    known._roots = CountingWords(known._roots)  # type: ignore[assignment]  # asked in the same way
    CountingWords.asked = 0
    text = "Ana called ana.duarte7@firm.example and 030 901822 " * 100
    assert len(list(known.find(text))) == 200
    assert CountingWords.asked == 9 * 100


class BreaksInTheMiddle(Analyzer):
    """A real analyser with a recogniser that fails once it has seen a few texts."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self._error = error

    def _hits(self, text: str, *others: object, **options: object) -> list[Hit]:
        if "third" in text:
            raise self._error
        return []


@pytest.mark.parametrize(
    "error", [ValueError("third"), MemoryError("third"), RecursionError("third"), KeyError("third")]
)
def test_a_recogniser_that_breaks_in_the_middle_refuses_all(error: Exception) -> None:
    scrubber = Scrubber(BreaksInTheMiddle(error))
    texts = {"a": "first", "b": "second", "c": "third", "d": "fourth"}
    vault = Vault()
    for refused in (
        lambda: scrubber.scrub_thread(texts, vault),
        lambda: scrubber.scrub_batch(list(texts.values())),
        lambda: scrubber.scrub("third"),
    ):
        with pytest.raises(ScrubFailed) as caught:
            refused()
        assert "third" not in str(caught.value)
        assert caught.value.__context__ is caught.value.__cause__ is None
    assert not list(vault.values())
    assert not vault.made("first")


def test_an_interrupt_is_no_failure_of_a_guard() -> None:
    with pytest.raises(KeyboardInterrupt):
        Scrubber(BreaksInTheMiddle(KeyboardInterrupt())).scrub("third")


MIXED = [
    ("Аna Duarte", "a Cyrillic A"),
    ("Ana\u200bDuarte", "a zero-width space"),
    ("\u202eetrauD anA\u202c", "turned round"),
    ("A\u0301na Dua\u0301rte", "accents of their own"),
    ("Ana\x00 Duarte", "a null"),
    ("Ana\r\nDuarte", "a line end of Windows"),
    ("Ana\u00a0Duarte", "a fixed space"),
    ("Ａｎａ Ｄｕａｒｔｅ", "wide letters"),
]


@pytest.mark.parametrize(("name", "what"), MIXED)
def test_odd_letters_come_back_exactly(scrubber: Scrubber, name: str, what: str) -> None:
    vault = Vault()
    vault.seed(Identity("Ana Duarte", "ana.duarte@firm.example"))
    text = f"Hi, {name} here. Mail ana.duarte@firm.example 🎉"
    for given in (text, normalise(text).text):
        result = scrubber.scrub(given, vault)
        assert vault.restore(result.text) == given, what
        assert "ana.duarte" not in result.text
