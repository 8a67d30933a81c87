"""A text in pieces gives what the whole text gives, wherever it is cut."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guardrails.earlier import Earlier
from guardrails.errors import ScrubFailed
from guardrails.scrub import Scrubbed, Scrubber
from guardrails.stream import AHEAD, MAX_BLOCK, GuardStream, RestoreStream, check_whole, place_to_cut
from guardrails.vault import PLACEHOLDER, PLACEHOLDER_MAX, Identity, Vault

_PIECE = st.sampled_from(
    "<PERSON_1> <PERSON_1b> <EMAIL_1> <TEXT_1> <SECRET_1> <PERSON_9> <PERSON_ _1> < << <A > &lt;PERSON_1&gt; ß".split()
    + "\n\n|\r\n|Dear |🎉|e\u0301|\u202e|\x00".split("|")
)
_TEXT = st.lists(st.one_of(_PIECE, st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=5)), max_size=20)


def vault_of_ana() -> Vault:
    vault = Vault()
    vault.seed(Identity("Ana Duarte", "ana.duarte@firm.example"))
    vault.placeholder("PERSON", "Ana")
    vault.placeholder("TEXT", "<PERSON_1>")
    vault.placeholder("SECRET_TOKEN", "s3cr3t-value")
    return vault


def cuts(size: int, places: list[int]) -> Iterator[slice]:
    """Slices of something of this size, cut at these places."""
    ends = sorted({0, size, *(place % (size + 1) for place in places)})
    return (slice(*pair) for pair in pairwise(ends))


@given(pieces=_TEXT, places=st.lists(st.integers(0, 400), max_size=30), as_bytes=st.booleans())
def test_restored_in_pieces_as_if_whole(pieces: list[str], places: list[int], as_bytes: bool) -> None:
    vault, text = vault_of_ana(), "".join(pieces)
    stream = RestoreStream(vault)
    source: str | bytes = text.encode() if as_bytes else text
    released = "".join(stream.feed(source[part]) for part in cuts(len(source), places)) + stream.close()
    assert released == vault.restore(text)


@given(pieces=_TEXT)
def test_no_more_is_held_back_than_a_placeholder_is_long(pieces: list[str]) -> None:
    stream = RestoreStream(Vault())
    released = 0
    for fed, char in enumerate("".join(pieces), start=1):
        released += len(stream.feed(char))
        assert fed - released < PLACEHOLDER_MAX


def test_the_longest_placeholder_is_no_longer() -> None:
    longest = f"<{'A' * 40}_{'9' * 9}{'z' * 9}>"
    assert PLACEHOLDER.fullmatch(longest)
    assert len(longest) == PLACEHOLDER_MAX


def test_bytes_that_are_no_text_end_the_stream() -> None:
    for broken in (b"\xff", b"\xed\xa0\x80"):
        stream = RestoreStream(vault_of_ana())
        with pytest.raises(ScrubFailed):
            stream.feed(broken)
        with pytest.raises(ScrubFailed, match="broken"):
            stream.feed("<PERSON_1>")
    stream = RestoreStream(Vault())
    stream.feed("é".encode()[:1])
    with pytest.raises(ScrubFailed):
        stream.close()


def test_nothing_comes_after_the_end() -> None:
    stream = RestoreStream(Vault())
    assert (stream.feed("a<B"), stream.close()) == ("a", "<B")
    with pytest.raises(ScrubFailed, match="closed"):
        stream.feed("more")


_WRITTEN = st.lists(
    st.sampled_from(
        [
            "Dear <PERSON_1>,",
            "Ana Duarte wrote.",
            "Call +44 20 7946 0958 today.",
            "Write to eve.adams@other.example.",
            "Kind regards,\nEve Adams",
            "Eve Adams agreed.",
            "The password is Tr0ub4dor&3x.",
            "IBAN DE89 3704 0044 0532 0130 00. ",
            "<PERSON_7> ",
            "Restart the pod 4.2.1. ",
            "word " * 40,
            "🎉",
            " ",
            "\n",
            "\n\n",
            "\n \n",
            "\r\n\r\n",
        ]
    ),
    max_size=12,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=_WRITTEN, times=st.sampled_from([1, 1, 8]), places=st.lists(st.integers(0, 9_000), max_size=40))
def test_checked_in_pieces_as_if_whole(scrubber: Scrubber, pieces: list[str], times: int, places: list[int]) -> None:
    text = "".join(pieces) * times
    whole, findings = check_whole(text, vault=vault_of_ana(), scrubber=scrubber)
    source = text.encode()
    stream = GuardStream(vault_of_ana(), scrubber)
    released = "".join(stream.feed(source[part]) for part in cuts(len(source), places)) + stream.close()
    assert released == whole
    assert stream.findings == findings
    for foreign in ("eve.adams@other.example", "Tr0ub4dor", "7946 0958", "DE89"):
        assert foreign not in released


def test_a_value_is_masked_in_all_that_follows(scrubber: Scrubber) -> None:
    text = (
        "Kind regards,\nXanthippe Vroom\n\nThe log says Vroom twice.\n\n"
        "xanthippe.vroom@other.example left, as Xanthippe did."
    )
    released, findings = check_whole(text, vault=Vault(), scrubber=scrubber)
    assert "anthippe" not in released
    assert "Vroom" not in released
    values = {text[found.start : found.end] for found in findings}
    assert {"Xanthippe Vroom", "Vroom", "xanthippe.vroom@other.example"} <= values


@pytest.mark.parametrize("shift", range(0, 60, 7))
def test_a_value_across_the_longest_block_is_never_released_in_parts(scrubber: Scrubber, shift: int) -> None:
    start = "word " * ((MAX_BLOCK - 60) // 5)
    text = f"{start}{'x' * shift} the password is Tr0ub4dor&3x and IBAN DE89 3704 0044 0532 0130 00 of {'end ' * 900}"
    stream = GuardStream(Vault(), scrubber)
    released = ""
    for at in range(0, len(text), 97):
        released += stream.feed(text[at : at + 97])
        assert at + 97 - len(released) <= MAX_BLOCK + AHEAD + 200
    released += stream.close()
    for part in ("Tr0ub4dor", "3x ", "DE89", "3704", "0130"):
        assert part not in released
    assert released.startswith(start)
    assert released.endswith("end end ")


def test_a_cut_is_never_in_a_value() -> None:
    window = "x" * (MAX_BLOCK + AHEAD)
    assert place_to_cut(window, []) == MAX_BLOCK
    assert place_to_cut(window, [(MAX_BLOCK - 9, MAX_BLOCK + 9)]) == MAX_BLOCK + 9
    spaced = "word " * 1200
    assert place_to_cut(spaced, [(3_990, 4_100)]) == 3_990
    with pytest.raises(ValueError, match="longer"):
        place_to_cut(window, [(10, len(window))])


class BreaksLater(Scrubber):
    """A real scrubber that fails at the second block."""

    def __init__(self, scrubber: Scrubber, error: type[BaseException]) -> None:
        super().__init__(scrubber._analyzer)
        self._error = error

    def scrub(
        self, text: str, vault: Vault | None = None, *, where: str = "", earlier: Earlier | None = None
    ) -> Scrubbed:
        if "second" in text:
            raise self._error(text)
        return super().scrub(text, vault, where=where, earlier=earlier)


@pytest.mark.parametrize("error", [ValueError, MemoryError, RecursionError])
def test_after_an_error_nothing_is_released(scrubber: Scrubber, error: type[Exception]) -> None:
    stream = GuardStream(Vault(), BreaksLater(scrubber, error))
    assert stream.feed("The first.\n\nThe ") == "The first.\n\n"
    with pytest.raises(ScrubFailed) as caught:
        stream.feed("second.\n\nThe third.\n\n")
    assert "second" not in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None
    with pytest.raises(ScrubFailed, match="nothing more"):
        stream.feed("The third.\n\n")
    with pytest.raises(ScrubFailed, match="nothing more"):
        stream.close()


def test_an_interrupt_ends_the_stream_and_goes_on_its_way(scrubber: Scrubber) -> None:
    stream = GuardStream(Vault(), BreaksLater(scrubber, KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        stream.feed("second\n\n")
    with pytest.raises(ScrubFailed):
        stream.close()
