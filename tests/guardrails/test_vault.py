"""The vault gives back exactly what stood there, and nothing that it must not."""

import copy
import pickle
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guardrails.people import Person
from guardrails.scrub import Scrubbed, Scrubber
from guardrails.vault import Identity, Vault

_PIECES = st.sampled_from(
    [
        *("Hi Ana,\n", "Regards,\nAna Duarte", " ana.duarte@firm.example ", "ANA DUARTE", "Ana's", "Mr. Duarte"),
        *("Ana-Maria", "Ana- Maria", "Ana\nDuarte", " ana duarte ", " ADuarte ", "Annas ", "Duartes’ "),
        *("Zoë Çelik", "Иван Петров", "李伟", "From: Bo Li <bo@firm.example>", " 93.184.216.34 "),
        *("<PERSON_1>", "<PERSON_1b>", "<EMAIL_1b>", "&lt;PERSON_1&gt;", "<TEXT_1>", "<SECRET_1>"),
        *("<SECRET>", "<PERSON>", " +49 30 901820 ", " 0049-30-901820 ", " 030/901820 ", "password: "),
        *("IBAN DE89370400440532013000", "IBAN DE89 3704 0044 0532 0130 00", "Card 4242 4242 4242 4242"),
        *("🎉", "👩\u200d👧", "\u202e", "\u2067", "é", "e\u0301", "\u0301", "\x00", "\r\n", "\ud800", "hunter2X"),
        *("\n", "\n\n", " ", "<", ">", ",", " 4242424242424242 "),
    ]
)
_SECRET = re.compile(r"<SECRET_\d+>")
_PROSE = st.lists(st.one_of(_PIECES, st.text(max_size=20)), max_size=12).map("".join)

_VALUE = st.tuples(st.sampled_from(["PERSON", "EMAIL", "PHONE", "USERNAME"]), st.text(min_size=1, max_size=12))


def without_secrets(texts: dict[str, str], results: dict[str, Scrubbed]) -> bool:
    return not any(kind.startswith("SECRET") for result in results.values() for _, _, kind in result.spans)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(_PROSE, min_size=1, max_size=3))
def test_round_trip_is_exact(scrubber: Scrubber, texts: list[str]) -> None:
    vault, thread = Vault(), {f"m{number}": text for number, text in enumerate(texts)}
    results = scrubber.scrub_thread(thread, vault)
    for where, text in thread.items():
        result = results[where]
        outside, at = [], 0
        for start, end, kind in result.spans:
            outside += [text[at:start], *([] if kind.startswith("SECRET") else [text[start:end]])]
            at = end
        restored = vault.restore(result.text)
        if without_secrets(thread, results):
            assert restored == text
        assert _SECRET.sub("", restored) == _SECRET.sub("", "".join([*outside, text[at:]]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=_PROSE)
def test_a_second_time_changes_nothing(scrubber: Scrubber, text: str) -> None:
    vault = Vault()
    once = scrubber.scrub(text, vault).text
    known = list(vault.values())
    assert scrubber.scrub(once, vault).text == once
    assert list(vault.values()) == known


def test_a_scrubbed_text_loses_what_is_known_later(scrubber: Scrubber) -> None:
    vault = Vault()
    vault.seed(Identity("Ana Duarte"))
    once = scrubber.scrub("Ana Duarte and quill ab", vault).text
    assert once == "<PERSON_1> and quill ab"
    vault.seed(Identity("Quill Ab"))
    again = scrubber.scrub(once, vault).text
    assert again == "<PERSON_1> and <PERSON_2b>"
    assert vault.restore(again) == "Ana Duarte and quill ab"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(_PROSE, min_size=2, max_size=3))
def test_a_value_has_one_placeholder_in_all_texts(scrubber: Scrubber, texts: list[str]) -> None:
    vault = Vault()
    placeholders: dict[tuple[str, str], str] = {}
    for number, text in enumerate(texts):
        result = scrubber.scrub(text, vault, where=str(number))
        shift = 0
        for start, end, kind in result.spans:
            made = vault.placeholder(kind, text[start:end])
            assert result.text.startswith(made, start + shift)
            assert placeholders.setdefault((kind.split("_")[0], text[start:end]), made) == made
            shift += len(made) - (end - start)


@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(
        _VALUE,
        max_size=15,
    )
)
def test_different_spellings_never_share_a_placeholder(values: list[tuple[str, str]]) -> None:
    vault = Vault()
    made = {(kind, value): vault.placeholder(kind, value) for kind, value in values}
    assert len(set(made.values())) == len(made)
    assert all(vault.restore(placeholder) == value for (_, value), placeholder in made.items())


def test_parts_of_a_name_share_the_number() -> None:
    vault = Vault()
    vault.seed(Identity("Ana Duarte", "ana.duarte@firm.example"))
    assert [vault.placeholder("PERSON", name) for name in ("Ana", "Ms. Duarte", "ana duarte")] == [
        "<PERSON_1b>",
        "<PERSON_1c>",
        "<PERSON_1d>",
    ]
    assert vault.placeholder("USERNAME", "aduarte") == "<USERNAME_1>"
    assert vault.placeholder("PERSON", "Bo Li") == "<PERSON_2>"


def test_a_name_that_fits_two_people_is_neither() -> None:
    vault = Vault()
    vault.placeholder("PERSON", "Ana Duarte")
    vault.placeholder("PERSON", "Ana Weber")
    assert vault.placeholder("PERSON", "Ana") == "<PERSON_3>"


def test_secrets_are_never_restored_nor_kept() -> None:
    vault = Vault()
    placeholder = vault.placeholder("SECRET_TOKEN", "s3cr3t-value")
    assert placeholder == "<SECRET_1>" == vault.placeholder("SECRET_PASSWORD", "s3cr3t-value")
    assert vault.restore(placeholder) == placeholder
    assert vault.holds("s3cr3t-value")
    assert not any("s3cr3t" in repr(part) for part in vars(vault).values())


def test_values_stay_out_of_repr_and_pickle() -> None:
    vault = Vault()
    vault.seed(Identity("Ana Duarte"))
    assert repr(vault) == "Vault(1 values)"
    for leave in (pickle.dumps, copy.copy):
        with pytest.raises(TypeError, match="never pickled"):
            leave(vault)


def test_foreign_placeholders_stay_as_they_are() -> None:
    assert Vault().restore("Dear <PERSON_1>") == "Dear <PERSON_1>"


@pytest.mark.parametrize(("value", "held"), [("ana  DUARTE", True), ("Ana Weber", False), ("", False)])
def test_holds_folds_case_and_space(value: str, held: bool) -> None:
    vault = Vault()
    vault.placeholder("PERSON", "Ana Duarte")
    assert vault.holds(value) is held


@pytest.mark.parametrize(
    "spellings",
    [
        ("PERSON", "Ana Duarte", "ANA DUARTE", "Duarte, Ana", "Ms. Duarte", "A. Duarte", "Ana", "Ana  Duarte"),
        ("PERSON", "Anna Müller", "Anna", "Annas", "Müllers"),
        ("PERSON", "Tomasz Nowak", "Tomaszem", "Nowakowi", "Tomaszowi Nowakowi"),
        ("PERSON", "Anna Kowalska", "Annę Kowalską", "Anny", "Kowalskiej"),
        ("PERSON", "Jana Nováková", "Janu Novákovou", "Nováková"),
        ("PERSON", "Сергей Иванов", "Сергея Иванова", "Ивановым", "Сергею"),
        ("PHONE", "+49 30 901820", "0049-30-901820", "030/901820", "+49 (0)30 901820", "(030) 90 18 20"),
        ("PHONE", "(555) 201-3344", "+1 555 201 3344", "555.201.3344"),
        ("IBAN", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000", "de89-3704-0044-0532-0130-00"),
        ("CREDIT_CARD", "4242 4242 4242 4242", "4242424242424242", "4242-4242-4242-4242"),
    ],
)
def test_spellings_of_one_thing_share_its_number(spellings: tuple[str, ...]) -> None:
    kind, *values = spellings
    vault = Vault()
    made = [vault.placeholder(kind, value) for value in values]
    assert {placeholder.strip("<>").rstrip("bcdefgh") for placeholder in made} == {f"{kind}_1"}
    assert len(set(made)) == len(made)
    assert [vault.restore(placeholder) for placeholder in made] == values


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("PERSON", "Daniel", "Daniela"),
        ("PERSON", "Carlo Rossi", "Carla Rossi"),
        ("PERSON", "Andrea", "Andreas"),
        ("PERSON", "Ana Duarte", "Ana Weber"),
        ("PHONE", "+49 30 901820", "+44 30 901820"),
        ("PHONE", "+49 30 901820", "+49 30 901821"),
        ("IBAN", "DE89370400440532013000", "DE89370400440532013001"),
        ("NATIONAL_ID", "536-22-8726", "536-22-8727"),
    ],
)
def test_other_things_have_other_numbers(kind: str, one: str, other: str) -> None:
    vault = Vault()
    assert (vault.placeholder(kind, one), vault.placeholder(kind, other)) == (f"<{kind}_1>", f"<{kind}_2>")


@pytest.mark.parametrize(("value", "held"), [("0049 30 901820", True), ("030-901820", True), ("+44 30 901820", False)])
def test_holds_a_number_however_it_is_grouped(value: str, held: bool) -> None:
    vault = Vault()
    vault.placeholder("PHONE", "+49 30 901820")
    assert vault.holds(value) is held


def test_a_crowd_takes_no_longer_for_each_of_its_people() -> None:
    vault = Vault()
    looked_at = 0

    class Counted(Person):
        def fits(self, kind: str, value: str) -> bool:
            nonlocal looked_at
            looked_at += 1
            return super().fits(kind, value)

    for number in range(400):
        vault._people._people[number + 1] = Counted()
        vault.placeholder("PERSON", f"Ana Duarte{chr(97 + number // 26)}{chr(97 + number % 26)}")
    assert looked_at < 400 * 130
