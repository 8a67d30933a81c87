"""What the fields of a ticket state is known, and what is technical in them stays."""

import pytest

from guardrails.scrub import Scrubber
from guardrails.stated import kind_of, stated
from guardrails.vault import Vault


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("email", "EMAIL"),
        ("Contact e-mail", "EMAIL"),
        ("customerEmail", "EMAIL"),
        ("email_address", "EMAIL"),
        ("Phone", "PHONE"),
        ("mobile number", "PHONE"),
        ("name", "PERSON"),
        ("first_name", "PERSON"),
        ("Requester", "PERSON"),
        ("user_name", "USERNAME"),
        ("username", "USERNAME"),
        ("login", "USERNAME"),
        ("account", "ACCOUNT_ID"),
        ("Account number", "ACCOUNT_ID"),
        ("shipping address", "ADDRESS"),
        ("company", "ORGANISATION"),
        ("date_of_birth", "DATE_OF_BIRTH"),
        ("product_name", ""),
        ("hostname", ""),
        ("ip_address", ""),
        ("file name", ""),
        ("account_type", ""),
        ("plan", ""),
        ("team", ""),
        ("workspace_id", ""),
        ("order number", ""),
        ("version", ""),
        ("mail_server", ""),
        ("phone_model", ""),
        ("number", ""),
        ("", ""),
    ],
)
def test_a_field_says_what_it_holds(key: str, kind: str) -> None:
    assert kind_of(key) == kind


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "yes"},
        {"phone": "n/a"},
        {"name": "Unknown"},
        {"owner": "platform"},
        {"account": "growth"},
        {"name": "x" * 300},
    ],
)
def test_a_value_that_cannot_be_it_is_left(fields: dict[str, str]) -> None:
    assert list(stated(fields)) == []


def test_stated_values_are_masked_wherever_they_stand(scrubber: Scrubber) -> None:
    vault = Vault()
    fields = {"login": "zq-7", "account": "4471-B", "cc_email": "al@firm.example; bo@firm.example", "name": "quill ab"}
    for kind, value in stated(fields):
        vault.placeholder(kind, value)
    text = "zq-7 cannot open 4471-B. QUILL AB told al@firm.example and bo@firm.example on 4471-C."
    result = scrubber.scrub(text, vault)
    assert result.text == "<USERNAME_1> cannot open <ACCOUNT_ID_1>. <PERSON_4b> told <EMAIL_2> and <EMAIL_3> on 4471-C."
    assert vault.restore(result.text) == text
