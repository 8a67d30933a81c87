"""Personal data and secrets of the sources are in no byte of anything that a build writes."""

import pytest

from .index_house import House, message, ticket, write_lines

PLANTED = [
    "Kowalczyk",
    "nadia.kowalczyk@brightmoor.example",
    "7946 0958",
    "DE89 3704 0044 0532 0130 00",
    "4111 1111 1111 1111",
    "AKIAQ7ZX4PLMN2VB6TCY",
    "Hunter2-planted",
]
NAME, MAIL, PHONE, IBAN, CARD, KEY, PASSWORD = PLANTED
BODY = (
    f"Dear support,\n\nmy name is Nadia {NAME}, write to {MAIL} or call +44 20 {PHONE}.\n"
    f"Please pay back to {IBAN}; the card was {CARD}.\naws_access_key_id = {KEY}\npassword: {PASSWORD}\n"
)


@pytest.fixture
def leaky(house: House) -> House:
    house.page("handover", f"# Call Nadia {NAME}\n\n{BODY}", title=f"Handover from Nadia {NAME} ({MAIL})")
    write_lines(
        house.tickets,
        ticket(
            "T-1",
            subject=f"Refund for Nadia {NAME}",
            messages=[
                message("customer", BODY, author={"role": "customer", "name": f"Nadia {NAME}", "email": MAIL}),
                message(
                    "agent",
                    f"Hello Nadia {NAME}, we have sent the reset link to {MAIL}, please open it within an hour.",
                ),
                message("agent", f"Card {CARD} checked with Nadia {NAME}.", public=False),
            ],
            customer={"name": f"Nadia {NAME}", "email": MAIL, "organisation": "Brightmoor"},
            fields={"category": f"refund for {MAIL}", "team": f"Nadia {NAME}", "contract": KEY},
            resolution=f"Paid to {IBAN} for Nadia {NAME}.",
        ),
    )
    house.build(house.kb, house.tickets)
    return house


@pytest.mark.parametrize("planted", PLANTED)
def test_no_file_holds_it(leaky: House, planted: str) -> None:
    files = [path for path in leaky.var.rglob("*") if path.is_file()]
    assert {"chroma.sqlite3", "manifest.json", "embeddings.sqlite", "ids.json"} <= {path.name for path in files}
    needles = {planted.lower().encode(), planted.lower().replace(" ", "").encode()}
    for path in files:
        content = path.read_bytes().lower()
        assert not any(needle in content for needle in needles), path


def test_what_is_no_personal_data_is_still_there(leaky: House) -> None:
    index = leaky.open()
    texts = [chunk.text for id_ in ("handover", "T-1") for chunk in index.document(id_)]
    assert any("Please pay back to" in text for text in texts)
    assert any("we have sent the reset link to" in text for text in texts)
    assert index.document("T-1")[0].title == "Refund for <PERSON>"
    assert index.document("T-1")[0].fields == {"category": "refund for <EMAIL>", "team": "<PERSON>"}
    index.store.close()


def test_it_is_neither_embedded_nor_told(leaky: House) -> None:
    told = "\n".join(leaky.embedder.encoded).lower()
    assert not any(planted.lower() in told for planted in PLANTED)
