"""Numbers and names of accounts that lead to a person go, in the spellings of many countries; their look-alikes stay."""

# ruff: noqa: E501  tables of sentences

import pytest

from guardrails.recognisers.bank import find_bank
from guardrails.recognisers.birth import find_birth
from guardrails.recognisers.contact import find_emails
from guardrails.recognisers.device import find_devices
from guardrails.recognisers.identity import find_identity
from guardrails.recognisers.national_ids import find_national_ids
from guardrails.recognisers.network import find_network
from guardrails.recognisers.payment import find_payment
from guardrails.recognisers.phone import find_phones
from guardrails.recognisers.place import find_places
from guardrails.recognisers.vehicle import find_vehicle
from guardrails.registry import Find
from guardrails.scrub import Scrubber

MASKED = [
    # national ids and tax numbers, with the word that announces them
    ("my DNI is 54362315K, thanks", "54362315K", "NATIONAL_ID"),
    ("mi NIE: X2482300W", "X2482300W", "NATIONAL_ID"),
    ("codice fiscale RCCMNL83S18D969H", "RCCMNL83S18D969H", "NATIONAL_ID"),
    ("Steuer-IdNr. 36574261809", "36574261809", "NATIONAL_ID"),
    ("Mein Personalausweis L01X00T471 ist abgelaufen", "L01X00T471", "NATIONAL_ID"),
    ("Sozialversicherungsnummer: 15070649C103", "15070649C103", "NATIONAL_ID"),
    ("numéro de sécurité sociale : 2 95 10 99 126 111 93", "2 95 10 99 126 111 93", "NATIONAL_ID"),
    ("BSN 111222333", "111222333", "NATIONAL_ID"),
    ("PESEL: 44051401359", "44051401359", "NATIONAL_ID"),
    ("86010112345 (PESEL)", "86010112345", "NATIONAL_ID"),
    ("Aadhaar number 2341 2341 2346", "2341 2341 2346", "NATIONAL_ID"),
    ("TFN 123 456 782", "123 456 782", "NATIONAL_ID"),
    ("NHS number: 943 476 5919", "943 476 5919", "NATIONAL_ID"),
    ("T.C. kimlik no 17291716060", "17291716060", "NATIONAL_ID"),
    ("social security number (SSN) is 536-22-8726", "536-22-8726", "NATIONAL_ID"),
    ("my national ID is ZZ 765210 T.", "ZZ 765210 T", "NATIONAL_ID"),
    ('{"nationalId": "44051401359"}', "44051401359", "NATIONAL_ID"),
    ("driver's license D1234-56789-01234", "D1234-56789-01234", "NATIONAL_ID"),
    ("Führerschein B072RRE2I55", "B072RRE2I55", "NATIONAL_ID"),
    # and by their shape and check digits alone
    ("54362315K", "54362315K", "NATIONAL_ID"),
    ("it says 85.07.30-033.28 there", "85.07.30-033.28", "NATIONAL_ID"),
    ("756.9217.0769.85 is on the card", "756.9217.0769.85", "NATIONAL_ID"),
    ("(16.727.230/0001-97)", "16.727.230/0001-97", "NATIONAL_ID"),
    ("111.444.777-35", "111.444.777-35", "NATIONAL_ID"),
    ("880320-0016", "880320-0016", "NATIONAL_ID"),
    ("131052-308T", "131052-308T", "NATIONAL_ID"),
    ("151086 95088", "151086 95088", "NATIONAL_ID"),
    ("BOXW310820HNERXN09", "BOXW310820HNERXN09", "NATIONAL_ID"),
    ("GODE561231GR8", "GODE561231GR8", "NATIONAL_ID"),
    ("360426199101010071", "360426199101010071", "NATIONAL_ID"),
    ("971013-2019902", "971013-2019902", "NATIONAL_ID"),
    ("710319/2745", "710319/2745", "NATIONAL_ID"),
    ("20-05536168-2", "20-05536168-2", "NATIONAL_ID"),
    ("12.531.909-2", "12.531.909-2", "NATIONAL_ID"),
    ("S1234567D", "S1234567D", "NATIONAL_ID"),
    ("15070649C103", "15070649C103", "NATIONAL_ID"),
    # passports
    ("my passport no. X4RTBPFW4 was issued", "X4RTBPFW4", "PASSPORT"),
    ("Reisepassnummer: C01X00T47", "C01X00T47", "PASSPORT"),
    ("numéro de passeport : 12AB34567", "12AB34567", "PASSPORT"),
    ("pasaporte AAB123456", "AAB123456", "PASSPORT"),
    ('"passportNumber": "K1234567"', "K1234567", "PASSPORT"),
    # dates of birth
    ("I was born on 4 May 1984 in Leeds", "4 May 1984", "DATE_OF_BIRTH"),
    ("DOB: 04/05/1984", "04/05/1984", "DATE_OF_BIRTH"),
    ('"dateOfBirth": "1984-05-04"', "1984-05-04", "DATE_OF_BIRTH"),
    ("geb. 04.05.1984", "04.05.1984", "DATE_OF_BIRTH"),
    ("Geburtsdatum ist der 4. Mai 1984", "4. Mai 1984", "DATE_OF_BIRTH"),
    ("née le 4 mai 1984", "4 mai 1984", "DATE_OF_BIRTH"),
    ("fecha de nacimiento: 4 de mayo de 1984", "4 de mayo de 1984", "DATE_OF_BIRTH"),
    ("nato a Roma il 04/05/1984", "04/05/1984", "DATE_OF_BIRTH"),
    ("nascida em 04-05-1984", "04-05-1984", "DATE_OF_BIRTH"),
    ("geboortedatum 4 mei 1984", "4 mei 1984", "DATE_OF_BIRTH"),
    ("data urodzenia 4 maja 1984", "4 maja 1984", "DATE_OF_BIRTH"),
    ("my date of birth (for verification) is 1984/05/04.", "1984/05/04", "DATE_OF_BIRTH"),
    # cards and accounts
    ("charged 378282246310005 twice", "378282246310005", "CREDIT_CARD"),
    ("4242.4242.4242.4242 was charged", "4242.4242.4242.4242", "CREDIT_CARD"),
    ("card 4242 4242 4242 4242, CVV 123", "123", "CREDIT_CARD"),
    ("iban de89 3704 0044 0532 0130 00", "de89 3704 0044 0532 0130 00", "IBAN"),
    ("mein Konto ist 12345678 und die BLZ 50010517", "50010517", "BANK_ACCOUNT"),
    ("mein Konto ist 12345678 und die BLZ 50010517", "12345678", "BANK_ACCOUNT"),
    ("routing number 021000021 and account 123456789012", "123456789012", "BANK_ACCOUNT"),
    ("sort code 20-00-00, account 55779911", "20-00-00", "BANK_ACCOUNT"),
    ("CLABE 032180000118359719", "032180000118359719", "BANK_ACCOUNT"),
    ("bank account 1234-1234-16 1234567890", "1234-1234-16 1234567890", "BANK_ACCOUNT"),
    # vehicles and devices
    ("Kennzeichen M-AB 123E", "M-AB 123E", "LICENCE_PLATE"),
    ("license plate 7ABC123", "7ABC123", "LICENCE_PLATE"),
    ("plaque d'immatriculation AB-123-CD", "AB-123-CD", "LICENCE_PLATE"),
    ("targa AB 123 CD", "AB 123 CD", "LICENCE_PLATE"),
    ("my car AB12 CDE was towed", "AB12 CDE", "LICENCE_PLATE"),
    ('"licensePlate": "AB12CDE"', "AB12CDE", "LICENCE_PLATE"),
    ("it is 1HGCM82633A004352", "1HGCM82633A004352", "VEHICLE_ID"),
    ("Fahrgestellnummer WVWZZZ1JZXW000001", "WVWZZZ1JZXW000001", "VEHICLE_ID"),
    ("IMEI: 35-209900-176148-1", "35-209900-176148-1", "DEVICE_ID"),
    ("advertising ID 38400000-8cf0-11bd-b23e-10b96e40000d", "38400000-8cf0-11bd-b23e-10b96e40000d", "DEVICE_ID"),
    ("androidId=9774d56d682e549c", "9774d56d682e549c", "DEVICE_ID"),
    # places
    ("I am at 52.520008, 13.404954 now", "52.520008, 13.404954", "COORDINATES"),
    ("routing 021000021 at the bank", "021000021", "BANK_ACCOUNT"),
    ("GPS position 52.52, 13.40", "52.52, 13.40", "COORDINATES"),
    ('{"lat": 52.52, "lng": 13.405}', "13.405", "COORDINATES"),
    ("https://maps.example.com/maps/@52.520008,13.404954,17z", "52.520008,13.404954", "COORDINATES"),
    ("geo:37.786971,-122.399677", "37.786971,-122.399677", "COORDINATES"),
    ("40°26′46″N 79°58′56″W", "40°26′46″N 79°58′56″W", "COORDINATES"),
    # telephone
    ("ring +1 (555) 123-4567 x123", "+1 (555) 123-4567 x123", "PHONE"),
    ("Tel. 030/123456-12", "030/123456-12", "PHONE"),
    ("Tel: +33(0)1 23 45 67 89", "+33(0)1 23 45 67 89", "PHONE"),
    ("Handy 01711234567", "01711234567", "PHONE"),
    ("01.23.45.67.89", "01.23.45.67.89", "PHONE"),
    ("090-1234-5678", "090-1234-5678", "PHONE"),
    ("8 (912) 345-67-89", "8 (912) 345-67-89", "PHONE"),
    ("(11) 91234-5678", "(11) 91234-5678", "PHONE"),
    ("nobody is answering at 699 956 915", "699 956 915", "PHONE"),
    ("Ana | 699 956 915", "699 956 915", "PHONE"),
    ("https://wa.me/491711234567", "491711234567", "PHONE"),
    ("Best regards,\nAna\n1390996030\n", "1390996030", "PHONE"),
    ("Phone:\n 358 0594\n", "358 0594", "PHONE"),
    ("call me back at 0818.0225", "0818.0225", "PHONE"),
    ("+(370) 66 123 456", "+(370) 66 123 456", "PHONE"),
    ("call 902-868-5995x2890", "902-868-5995x2890", "PHONE"),
    ('{"phone": "5551234567"}', "5551234567", "PHONE"),
    # mail
    ("ana[at]firm[dot]example", "ana[at]firm[dot]example", "EMAIL"),
    ("ana dot duarte at firm dot com", "ana dot duarte at firm dot com", "EMAIL"),
    ("ana AT firm DOT com", "ana AT firm DOT com", "EMAIL"),
    ("ana @ firm.com", "ana @ firm.com", "EMAIL"),
    # user names
    ("Accepted publickey for kmensah from 10.0.0.1", "kmensah", "USERNAME"),
    ("ssh -p 2222 kmensah@bastion.prod.internal", "kmensah", "USERNAME"),
    ("kmensah@web-01:~$ uptime", "kmensah", "USERNAME"),
    (r"ACME\kmensah was locked", "kmensah", "USERNAME"),
    ("uid=kmensah,ou=people,dc=acme", "kmensah", "USERNAME"),
    ("cn=kmensah,ou=users,dc=acme", "kmensah", "USERNAME"),
    ('password authentication failed for user "kmensah"', "kmensah", "USERNAME"),
    ("Access denied for user 'kmensah'@'10.0.0.1'", "kmensah", "USERNAME"),
    ("ls ~kmensah/bin", "kmensah", "USERNAME"),
    ("sudo -u kmensah id", "kmensah", "USERNAME"),
    ("thanks @kmensah, works", "kmensah", "USERNAME"),
    ("Benutzername: kmensah", "kmensah", "USERNAME"),
    (r"C:\Users\Kofi Mensah\AppData\x.log", "Kofi Mensah", "USERNAME"),
    ("twitter.com/kmensah", "kmensah", "USERNAME"),
    # addresses of machines
    ("seen from 93[.]184[.]216[.]34", "93[.]184[.]216[.]34", "IP_ADDRESS"),
    ("from 2a02:8108:8ac0:1f::12: Connection reset", "2a02:8108:8ac0:1f::12", "IP_ADDRESS"),
    ("host/93.184.216.34:8020", "93.184.216.34", "IP_ADDRESS"),
    ("0011.22aa.4455", "0011.22aa.4455", "MAC_ADDRESS"),
    ("hwaddr=001a2b3c4d5e", "001a2b3c4d5e", "MAC_ADDRESS"),
]

KEPT = [
    "reference 44051401359 and 111222333",  # right check digits, but no word and no shape
    "54362315A",  # a wrong check letter
    "111.444.777-36",
    "756.9217.0769.86",
    "260304-1123 and 20260304-1234 are backups",
    "1HGCM82634A004352",
    "the passport middleware 0.6.0 expires on 2027-04-03",
    "passport page 3 of 12",
    "The reminder for birthdays ran on 2026-03-04",
    "Your account number 99887766 and customer number 55667788 are open",
    "Konto 99887766 ist gesperrt",
    "4111111111111112",
    "the certificate expires 04/27",
    "my card expires 04/27",
    "IBAN is required",
    "it is model AB12 CDE, part B-MW 1234",
    "plate count is 12",
    "serial S3Z9NB0K123456",
    "request 38400000-8cf0-11bd-b23e-10b96e40000d",
    "embedding [0.1234, -0.5678, 12.3456, 78.9012]",
    "weights 0.12345, 0.56789",
    "latency 12.3456 ms, 15.4321 ms",
    "The user called it 1048576 times",
    "order 123-456-7890",
    "routing 12345678 packets of 91234567",
    "plate 123456 lines",
    "@RequestMapping before the class",
    "stack 0012345678 0023456789",
    "1.2345,2.3456",
    "PATCH /scim/v2/Users/kmensah01",
    "curl -d @payload7.json",
    "Visual C/C++ 12.00.8168",
    "The mobile app 12.3.4567 crashed",
    "version 1.2.3.4 of openssl 3.0.13.1",
    "memory: +1073741824",
    "option (a) config.yaml",
    "look at example dot com",
    "getty@tty1.service and user@1000.service",
    "nginx@sha256 and react@latest",
    "std::vector, add::face, dead::beef",
    "xbox.com/games",
    r"{\"a\": \"FAILED\nretrying\nERROR\ttimeout\"}",
]


@pytest.mark.parametrize(("text", "value", "kind"), MASKED)
def test_it_goes_as_what_it_is(scrubber: Scrubber, text: str, value: str, kind: str) -> None:
    found = [(text[start:end].lstrip("@"), name) for start, end, name in scrubber.scrub(text).spans]
    assert any(value in stretch and name == kind for stretch, name in found), found


@pytest.mark.parametrize("text", KEPT)
def test_its_look_alike_stays(scrubber: Scrubber, text: str) -> None:
    assert scrubber.scrub(text).text == text


FINDERS: tuple[Find, ...] = (
    find_bank, find_birth, find_devices, find_emails, find_identity, find_national_ids, find_network, find_payment,
    find_phones, find_places, find_vehicle,
)  # fmt: skip


@pytest.mark.parametrize(
    "unit", ["1 ", "A-1 ", "a@b.", "born a ", "passport ", "exp 04/27 ", "(1", "0000:", "1.1,1.1 "]
)
def test_a_long_line_is_read_to_its_end(unit: str) -> None:
    """A pattern whose time grew with the square of the length would not come back."""
    text = unit * (200_000 // len(unit)) + " mail lena.brandt@fabrikam.example"
    hits = [hit for find in FINDERS for hit in find(text)]
    assert "lena.brandt@fabrikam.example" in {text[hit.start : hit.end] for hit in hits}
