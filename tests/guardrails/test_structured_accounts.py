"""Account names in logs, chats, fields, links and tables; plates, addresses and numbers told the other way round."""

import pytest

from guardrails.recognisers.lexicon import Lexicon
from guardrails.recognisers.username import UsernameFinder
from guardrails.scrub import Scrubber

MASKED = [
    # chats
    ("<kestrel42> hi\n<ana_b> hello", "kestrel42", "USERNAME"),
    ("[10:32] kestrel42: hi, any news?", "kestrel42", "USERNAME"),
    ("10:32 <pixelfox> hi there", "pixelfox", "USERNAME"),
    ("ping kestrel.owl#4821 on the server", "kestrel.owl", "USERNAME"),
    ('slack: "@k.mensah"', "k.mensah", "USERNAME"),
    ("What is your username?\nKofi: k.mensah84, on Android", "k.mensah84", "USERNAME"),
    # fields, lists and columns
    ("enroll refused owner=kmensah policy=strict", "kmensah", "USERNAME"),
    ('{"actor":"kmensah","op":"del"}', "kmensah", "USERNAME"),
    ("created_by: kmensah", "kmensah", "USERNAME"),
    ("Benutzer=kmensah Quelle=10.0.0.1", "kmensah", "USERNAME"),
    ("utente=k.mensah motivo=OTP", "k.mensah", "USERNAME"),
    ("samAccountName: KMensah", "KMensah", "USERNAME"),
    ('"watchers": ["lhuang", "kmensah"]', "kmensah", "USERNAME"),
    ("id,login,role\n1,kmensah,viewer\n2,lhuang,admin\n", "lhuang", "USERNAME"),
    ("login: kmensah198412", "kmensah198412", "USERNAME"),
    # logs and shells
    ("uid=1001(kmensah) gid=100(users)", "kmensah", "USERNAME"),
    ("kmensah:x:1001:1001:,,,:/srv:/bin/sh", "kmensah", "USERNAME"),
    ("acme\\k.mensah\n", "k.mensah", "USERNAME"),
    ("\\\\fs01\\profiles$\\kmensah\\desktop", "kmensah", "USERNAME"),
    ("usuario kmensah bloqueado tras 5 intentos", "kmensah", "USERNAME"),
    ("gebruiker kmensah geweigerd vanaf 10.0.0.1", "kmensah", "USERNAME"),
    # sentences
    ("assigned to k.mensah yesterday", "k.mensah", "USERNAME"),
    ("please create account kmensah with role viewer", "kmensah", "USERNAME"),
    ("Unlock the user account kmensah, please", "kmensah", "USERNAME"),
    ("password reset for kmensah.", "kmensah", "USERNAME"),
    ("Please remove Lupita Cardenas (lcardenas2)", "lcardenas2", "USERNAME"),
    # links
    ("https://portal.example/u/kmensah/settings", "kmensah", "USERNAME"),
    ('"GET /users/kofi-mensah/avatar HTTP/1.1"', "kofi-mensah", "USERNAME"),
    ("https://forum.example/t/1234?u=kmensah", "kmensah", "USERNAME"),
    # plates
    ("AB12 CDE is my number plate", "AB12 CDE", "LICENCE_PLATE"),
    ("Three plates are missing (7KLM482, BX-731-QT)", "BX-731-QT", "LICENCE_PLATE"),
    ("The trailer TX64 HBD was accepted", "TX64 HBD", "LICENCE_PLATE"),
    ('"plate": "W-48213K"', "W-48213K", "LICENCE_PLATE"),
    ("駐車場 品川 300 あ 12-34 です", "品川 300 あ 12-34", "LICENCE_PLATE"),
    # addresses of machines in prose
    ("We see 84.22.114.9 again and again.", "84.22.114.9", "IP_ADDRESS"),
    ("Please look at 93.184.216.34.", "93.184.216.34", "IP_ADDRESS"),
    ("Blocked since noon: 84.115.23.20.", "84.115.23.20", "IP_ADDRESS"),
    # documents
    ("Reisepass-Nr.: C4VFK3RN9", "C4VFK3RN9", "PASSPORT"),
    ("X4RTBPFW4 is my passport number", "X4RTBPFW4", "PASSPORT"),
    ("Aadhaar upload loops for ever. 2341 2341 2346 is right", "2341 2341 2346", "NATIONAL_ID"),
    ("ID number 8001015009087 fails", "8001015009087", "NATIONAL_ID"),
    ("TC kimlik numaranız?\nDefne: 17291716060", "17291716060", "NATIONAL_ID"),
    # telephone
    ("from Declan (+353 86 400 1182)", "+353 86 400 1182", "PHONE"),
    ("Tel. +49 451 / 70 21 - 118", "+49 451 / 70 21 - 118", "PHONE"),
    ("Teléfono 612 345 098", "612 345 098", "PHONE"),
    (
        "call oh two oh seven nine four six oh three three one please",
        "oh two oh seven nine four six oh three three one",
        "PHONE",
    ),
    # dates of birth
    ("I was born on the 3rd of January 1958", "3rd of January 1958", "DATE_OF_BIRTH"),
]

KEPT = [
    "<kestrel> is the name of the setting",
    "<div> is closed twice",
    "[10:32] agent: hello\n[10:33] customer: hi",
    "PR owner/repo#1234 and ticket#4711",
    "owner=root actor=jenkins login=postgres created_by: svc_backup user=ec2-user",
    "sudo -u gitlab-runner id",
    "uid=33(www-data) gid=33(www-data)",
    "nobody:x:65534:65534:nobody:/:/usr/sbin/nologin",
    "The password for the account was reset",
    "Please delete the account completely",
    "Kafka Streams (kstreams) is retired",
    "assigned to the backend team",
    "assigned to eth0 and to node-3",
    "https://portal.example/users/settings and /users/12345 and /u/me",
    "/api/users/usr_8f3kd92lq0/roles",
    "/media/user/remote_folder is empty",
    r"YOURDOMAIN\yourusername",
    "with username xxxx",
    "jq -r '.items[] | @tsv'",
    "the mail address including the @btinternet part",
    "user_id=u12345678",
    "usuario bloqueado",
    "id,status,role\n1,open,viewer\n",
    # versions, not addresses
    "Thunderbird 102.15.1.0 crashes",
    "Win 10 Pro TB 102.10.1.0",
    "after the update to 84.22.114.9",
    "upgraded from 12.1.33.4 to 12.1.34.200",
    "we run 93.184.216.34 (64-bit)",
    "thumbprint 9A:4F:11:0C:72:D0:88:E1",
    "DriverVersion: 27.20.100.9624",
    # no plates, documents, cards
    "model AB12 CDE for trucks",
    "the SKU BX-731-QT and order AB 123 CD",
    "Pasnummer PAS-0912",
    "container born 2026-03-04T10:00:00Z",
    "4242 4242 4242 4242 is our asset number",
    "batch 0211-4711-0815",
    "p99=51.500, 0.141 lat=12.5ms",
    "one two three four",
]


@pytest.mark.parametrize(("text", "value", "kind"), MASKED)
def test_it_goes_as_what_it_is(scrubber: Scrubber, text: str, value: str, kind: str) -> None:
    found = [(text[start:end], name) for start, end, name in scrubber.scrub(text).spans]
    assert any(value in stretch and name == kind for stretch, name in found), found


@pytest.mark.parametrize("text", KEPT)
def test_its_look_alike_stays(scrubber: Scrubber, text: str) -> None:
    assert scrubber.scrub(text).text == text


NO_WORDS = Lexicon(*(frozenset[str]() for _ in range(8)))


@pytest.mark.parametrize(
    "text",
    [
        "kmensah   4711     1  0 10:32 ?        00:00:01 vim",
        "PID USER PR NI VIRT\n 4711 kmensah   20   0  123456 2345 R vim",
        "kmensah  pts/0  10.0.0.1  Mar 4 11:22 still logged in",
        "drwxr-xr-x 2 kmensah staff 4096 Mar 4 11:22 conf.d",
    ],
)
def test_the_owner_in_a_listing_is_found(text: str) -> None:
    found = [text[hit.start : hit.end] for hit in UsernameFinder(NO_WORDS).find(text)]
    assert found == ["kmensah"]


@pytest.mark.parametrize(
    "unit",
    [
        "a,",
        "user,",
        "[10:32] ",
        "<ab> ",
        "users: [",
        "/users/",
        "account a ",
        "owner=",
        "@ab ",
        "a\\b\n",
        "u#12",
        "user a ",
        "?u=",
    ],
)
def test_a_long_line_is_read_to_its_end(unit: str) -> None:
    """A pattern whose time grew with the square of the length would not come back."""
    text = unit * (200_000 // len(unit)) + "\nuid=1001(kmensah) "
    assert "kmensah" in {text[hit.start : hit.end] for hit in UsernameFinder(NO_WORDS).find(text)}
