"""Postal addresses in the ways of many countries go; what only looks like one stays."""

import pytest

from guardrails.scrub import Scrubber

ADDRESSES = [
    ("Ship it to 14 Rosewood Lane, Leeds LS1 4DY", "Rosewood"),
    ("ship to Flat 2, 88 Kingsland Road, London E2 8DA", "Kingsland"),
    ("1600 Elmwood Ave NW\nSpringfield, IL 62704", "Elmwood"),
    ("my address: 14 Rue des Lilas, 75011 Paris", "Lilas"),
    ("Lindenstraße 14, 10969 Berlin", "Lindenstraße"),
    ("Calle Mayor 5, 2º B, 28013 Madrid", "Mayor"),
    ("Av. Paulista, 1578 - Bela Vista, São Paulo - SP, 01310-200", "Paulista"),
    ("Prinsengracht 263, 1016 GV Amsterdam", "Prinsengracht"),
    ("Storgatan 3, 411 38 Göteborg", "Storgatan"),
    ("Via Garibaldi 22, 20121 Milano", "Garibaldi"),
    ("Vesterbrogade 12, 2. tv, 1620 København V", "Vesterbrogade"),
    ("Ul. Długa 12/4, 00-238 Warszawa", "Długa"),
    ("Fő utca 12, 1011 Budapest", "Fő utca"),
    ("Strada Lungă 45, Brașov 500030", "Lungă"),
    ("Atatürk Caddesi No: 15, 34000 İstanbul", "Atatürk"),
    ("ул. Ленина, д. 5, кв. 12, Москва 101000", "Ленина"),
    ("Λεωφόρος Αλεξάνδρας 14, 114 73 Αθήνα", "Αλεξάνδρας"),
    ("רחוב הרצל 15, תל אביב", "הרצל"),
    ("東京都渋谷区神南1-2-3", "神南"),
    ("送到北京市朝阳区建国路88号", "建国路"),
    ("서울특별시 강남구 테헤란로 152", "테헤란로"),
    ("42 MG Road, Bengaluru 560001", "MG Road"),
    ("Jl. Sudirman No. 12, Jakarta 10220", "Sudirman"),
    ("PO Box 442, Nairobi 00100", "Box 442"),
    ("Rua das Flores, 455, apto 1203, Curitiba - PR, 80010-120", "80010-120"),
    ("Via Alessandro Volta 3, int. 5, 20121 Milano (MI)", "(MI)"),
    ("<addr><line1>Ivy Cottage</line1><postcode>HR2 9AB</postcode></addr>", "Ivy Cottage"),
    ("UPDATE people SET street = '9 Weaver Yard' WHERE id = 4", "Weaver"),
    ("Street .................. Unit 7, 12 Foundry Road", "Foundry"),
    ("Deliver to:\nKofi Asante\n27 Harbour Terrace\nUnit 4\nDunedin 9016", "Harbour"),
]
KEPT = [
    "FWK-3001, FWK-3002, FWK-3003 and FWK-3004 come again",
    "La caja 4821 LKM no pasa la barrera",
    "Room 204, Building 7, Level 3",
    "Replace 12 batteries in Rack 14, Row 3",
    "Summary: 404 errors on 3 nodes in region eu-west-1",
    "Build 4711 on Ubuntu 22.04 failed at step 3 of 12",
    "Sales Order 12345 for 3 Widgets at 4.50 EUR",
    "550 5.1.1 mailbox unavailable, 451 try again later",
    "boundary=_000_AM0PR03MB4978DD2CA33BAA2FF47",
    "chapter 5 page 12 section 3.1 of the guide",
    "HTTP/1.1 502 Bad Gateway after 30000 ms",
    "Address space 0x7fff5000 is full; street smart defaults help.",
    "SELECT street, zip FROM places WHERE id = 40001",
    "The office in Berlin moves to Hamburg in 2027.",
]


@pytest.mark.parametrize(("text", "part"), ADDRESSES)
def test_an_address_goes(scrubber: Scrubber, text: str, part: str) -> None:
    result = scrubber.scrub(text)
    assert part not in result.text
    assert "ADDRESS" in {kind for *_, kind in result.spans}


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_address_stays(scrubber: Scrubber, text: str) -> None:
    assert scrubber.scrub(text).text == text


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("wohnhaft Lindenstraße 9, 7000 Chur. Version 22.10 startet nicht", "Version"),
        ("Il habite 4 impasse des Saules, 1180 Uccle. Son compte est fermé", "Son compte"),
        ("Sie finden uns in der Kellergasse 18, 3550 Langenlois. Danke", "Danke"),
    ],
)
def test_an_address_ends_where_the_next_sentence_begins(scrubber: Scrubber, text: str, rest: str) -> None:
    assert rest in scrubber.scrub(text).text
