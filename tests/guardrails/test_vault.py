"""The vault gives back exactly what stood there, and nothing that it must not."""

import copy
import pickle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guardrails.scrub import Scrubber
from guardrails.vault import Identity, Vault

_PIECES = st.sampled_from(
    [
        "Hi Ana,\n",
        "Regards,\nAna Duarte",
        " ana.duarte@firm.example ",
        "ANA DUARTE",
        "<PERSON_1>",
        "<EMAIL_1b>",
        "<TEXT_1>",
        " +49 30 901820 ",
        "Ana's",
        " 🎉 ",
        "\n",
        "Mr. Duarte",
        "<",
        ">",
        " 93.184.216.34 ",
        "IBAN DE89370400440532013000",
        "é",
        " ",
    ]
)

_VALUE = st.tuples(st.sampled_from(["PERSON", "EMAIL", "PHONE", "USERNAME"]), st.text(min_size=1, max_size=12))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.one_of(_PIECES, st.text(max_size=20)), max_size=12))
def test_round_trip_is_exact(scrubber: Scrubber, pieces: list[str]) -> None:
    text = "".join(pieces)
    vault = Vault()
    result = scrubber.scrub(text, vault)
    if not any(kind.startswith("SECRET") for _, _, kind in result.spans):
        assert vault.restore(result.text) == text


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
