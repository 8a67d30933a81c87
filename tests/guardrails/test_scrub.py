"""What must go goes, what is technical stays, and offsets are right."""

import pytest

from guardrails.analyzer import Analyzer
from guardrails.errors import ScrubFailed
from guardrails.hits import Hit, Shield, resolve
from guardrails.known import KnownValues
from guardrails.scrub import Scrubber
from guardrails.vault import Identity, Vault

MASKED = [
    ("Hi Ana,\n\nit works now.", "Ana"),
    ("Please call Nadia Brandt on +49 30 901820.", "Nadia Brandt"),
    ("Please call Nadia Brandt on +49 30 901820.", "+49 30 901820"),
    ("It still fails.\n\nKind regards,\nTomasz Wilk", "Tomasz Wilk"),
    ("Mit freundlichen Grüßen\nJörg Äschbacher", "Jörg Äschbacher"),
    ("Je m'appelle Maëlle Le Goff et rien ne marche.", "Maëlle Le Goff"),
    ("Soy Itziar Agirre, del equipo de redes.", "Itziar Agirre"),
    ("From: Bo Li <bo.li@firm.example>", "Bo Li"),
    ("From: Bo Li <bo.li@firm.example>", "bo.li@firm.example"),
    ("write to ana.duarte (at) firm.example please", "ana.duarte (at) firm.example"),
    ("Frau Özdemir kann sich nicht anmelden.", "Özdemir"),
    ('{"customer": "Kwame Mensah", "id": 4}', "Kwame Mensah"),
    ("File /home/kmensah/app/run.py, line 4", "kmensah"),
    (r"C:\Users\kmensah\AppData\x.log", "kmensah"),
    ("Blocked 93.184.216.34 at the edge", "93.184.216.34"),
    ("seen from 2a02:8108:8ac0:1f::12 again", "2a02:8108:8ac0:1f::12"),
    ("I was born on 4 May 1984.", "4 May 1984"),
    ("Card 4242 4242 4242 4242 was charged", "4242 4242 4242 4242"),
    ("IBAN DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00"),
    ("my passport number is X4RTBPFW4", "X4RTBPFW4"),
    ("SSN 536-22-8726 on file", "536-22-8726"),
    ("Send it to 12 Rosewood Lane, Leeds LS1 4DY", "12 Rosewood Lane"),
    ("Lindenstraße 14, 10969 Berlin", "Lindenstraße 14, 10969 Berlin"),
    ("Ana's laptop is broken; ask Ana Duarte to help.", "Ana"),
]

KEPT = [
    "Upgrade from 4.2.1-rc3 to v5.0.0 on 2026-03-04T11:22:33Z.",
    "Pod api-gateway-2516f107b-mtztx restarted on 10.0.4.17 and 192.168.1.20:8443.",
    "trace 7f3e9c1a2b4d5e6f708192a3b4c5d6e7, commit 9ae1f3c, build 20260304.2",
    "tenant 12757470-d0eb-41a0-9d92-7718b4283ac7 gets ERR_TLS_CERT_ALTNAME_INVALID",
    "Ticket #58581 and INV-672722 belong to order PO-09791.",
    "Does Madison Gateway support S3 lifecycle rules? Victoria Metrics does.",
    "Jenkins says the build is green, Grafana shows nothing.",
    "The certificate expires on 4 May 2027; DNS is 8.8.8.8.",
    "Open Settings > Billing and choose Add Payment Method.",
    "SELECT id, status FROM jobs WHERE updated_at > '2026-03-08 01:00:39,123'",
    "HTTP/1.1 502 Bad Gateway after 30000 ms, 1048576 bytes",
    "at com.acme.ingest.Worker.run(Worker.java:131)",
    "Set max_tokens: 4096 and top_p: 0.9.",
    "Please add the webhook, then ask Support to replay it.",
    "Mark the message as read, then Grant access to the folder.",
    "sha256:f06ea5ea21122b7b60909865c4905b4fc3db1014c4bed7c2c595d060a5739fa2",
    "The session cookie is deleted on logout; password login is disabled by policy.",
    "Kind regards help nobody when the API returns 429.",
    "April invoices are late, May ones are fine.",
    "support@acme.example answers within a day",
    "Use `@Override` and `@media print` as before.",
    "ssh git@github.example/acme/repo.git fails",
    "Load is 1700000000000 since epoch, 4111111111111112 rows",
    "🎉 Works on 🐧 too — done ✅",
]


@pytest.mark.parametrize(("text", "value"), MASKED)
def test_personal_values_go(scrubber: Scrubber, text: str, value: str) -> None:
    assert value not in scrubber.scrub(text).text


@pytest.mark.parametrize("text", KEPT)
def test_technical_text_stays(scrubber: Scrubber, text: str) -> None:
    assert scrubber.scrub(text).text == text


def test_possessive_and_parts_share_the_person(scrubber: Scrubber) -> None:
    vault = Vault()
    result = scrubber.scrub("Ana Duarte called. Ana's laptop, ana.duarte@firm.example.", vault)
    assert result.text == "<PERSON_1> called. <PERSON_1b>'s laptop, <EMAIL_1>."


def test_value_found_once_is_masked_in_the_whole_thread(scrubber: Scrubber) -> None:
    texts = {"m1": "my name is Xanthippe Vroom", "m2": "did Xanthippe Vroom reply? tell vroom"}
    result = scrubber.scrub_thread(texts, Vault())
    assert "Xanthippe" not in result["m2"].text
    assert result["m1"].text.split()[-1] == result["m2"].text.split()[1]


def test_seeded_identity_is_masked_without_any_cue(scrubber: Scrubber) -> None:
    vault = Vault()
    vault.seed(Identity("Quill Ab", "q@firm.example", "Umbra GmbH", "customer"))
    assert scrubber.scrub("quill ab of Umbra GmbH", vault).text == "<PERSON_1b> of <ORGANISATION_1>"


def test_secret_in_one_message_goes_from_all_and_never_returns(scrubber: Scrubber) -> None:
    vault = Vault()
    result = scrubber.scrub_thread({"a": "password: Tr0ub4dor&3", "b": "is Tr0ub4dor&3 right?"}, vault)
    assert "Tr0ub4dor" not in result["b"].text
    assert "Tr0ub4dor" not in vault.restore(result["a"].text + result["b"].text)


def test_spans_are_offsets_into_the_given_text(scrubber: Scrubber) -> None:
    text = "🎉 Hi Ana,\n\ncall +49 30 901820.\n"
    spans = scrubber.scrub(text).spans
    assert [(text[start:end], kind) for start, end, kind in spans] == [("Ana", "PERSON"), ("+49 30 901820", "PHONE")]


def test_batch_is_irreversible_and_takes_numbers_off(scrubber: Scrubber) -> None:
    assert scrubber.scrub_batch(["Hi Ana,", "see <PERSON_1>"])[1].text == "see <PERSON>"
    assert scrubber.scrub("Hi Ana, ok").text == "Hi <PERSON>, ok"


def test_findings_tell_kind_and_place_but_not_the_value(scrubber: Scrubber) -> None:
    finding = scrubber.scrub("password: Tr0ub4dor&3", where="m3").findings[0]
    assert (finding.kind, finding.where, finding.start, finding.severity) == ("secret.password", "m3", 10, "warning")
    assert "Tr0ub4dor" not in repr(finding)


class BrokenAnalyzer(Analyzer):
    """A real analyser whose model is gone."""

    def __init__(self) -> None:
        pass


def test_a_failure_refuses_and_does_not_quote_the_text() -> None:
    with pytest.raises(ScrubFailed) as caught:
        Scrubber(BrokenAnalyzer()).scrub("Ana Duarte")
    assert "Ana" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("hits", "shields", "kept"),
    [
        ([Hit(0, 4, "A"), Hit(2, 6, "B")], [], [(0, 4), (4, 6)]),
        ([Hit(0, 4, "A"), Hit(4, 6, "B")], [], [(0, 4), (4, 6)]),
        ([Hit(0, 9, "A"), Hit(2, 3, "B"), Hit(5, 6, "C")], [], [(0, 9)]),
        ([Hit(2, 4, "A", 0.5)], [Shield(0, 5)], []),
        ([Hit(2, 4, "A", 0.95)], [Shield(0, 5)], [(2, 4)]),
        ([Hit(2, 4, "A", 0.95)], [Shield(0, 5, hard=True)], []),
        ([Hit(2, 4, "SECRET_X", 0.95)], [Shield(0, 5, hard=True)], [(2, 4)]),
    ],
)
def test_resolve(hits: list[Hit], shields: list[Shield], kept: list[tuple[int, int]]) -> None:
    assert [(hit.start, hit.end) for hit in resolve(hits, shields)] == kept


AGAIN = [
    ("Ana Duarte", "ANA DUARTE wrote", "ANA DUARTE"),
    ("Ana Duarte", "ask Duarte, Ana about it", "Duarte, Ana"),
    ("Ana Duarte", "ask Ana\nDuarte about it", "Ana\nDuarte"),
    ("Ana Duarte", "> ask Ana\n> Duarte about it", "Ana\n> Duarte"),
    ("Ana Duarte", "the Duartes’ flat and Ana’s desk", "Duartes"),
    ("Ana Duarte", "assigned to ADuarte today", "ADuarte"),
    ("Ana Duarte", "see ana_duarte, ana.duarte and aduarte", "duarte"),
    ("Ana Duarte", "hi, ana said it works", "ana"),
    ("Ana-Maria Lopez", "and Ana- Maria too", "Ana- Maria"),
    ("Ana-Maria Lopez", "and Ana-\nMaria too", "Ana-\nMaria"),
    ("Ana-Maria Lopez", "and Ana Maria Lopez too", "Ana Maria Lopez"),
    ("Anna Krämer", "Annas Rechner, Krämers Konto", "Annas"),
    ("Anna Krämer", "Annas Rechner, Krämers Konto", "Krämers"),
    ("Anna Kowalska", "proszę zapytać Annę Kowalską", "Annę Kowalską"),
    ("Tomasz Wilk", "rozmawiałem z Tomaszem Wilkiem", "Tomaszem"),
    ("Jana Nováková", "mluvil jsem s Janou Novákovou", "Novákovou"),
    ("Иван Петров", "позвоните Ивану Петрову", "Петрову"),
    ("Li Wei", "then Li Wei's pod", "Li Wei"),
    ("李伟", "请联系李伟处理", "李伟"),
]
LEFT = [
    ("Ana Duarte", "Anabel Duartenberg in /usr/share/analysis"),
    ("Mark Stone", "mark the message, then turn every stone"),
    ("Will Page", "This page will load. Page 4 of 5."),
    ("Rose Marino", "the price rose by 4"),
    ("Dr. de la Cruz", "Dr. Watson and de la Rue"),
]


@pytest.mark.parametrize(("name", "text", "value"), AGAIN)
def test_a_known_name_is_found_in_every_form(scrubber: Scrubber, name: str, text: str, value: str) -> None:
    vault = Vault()
    vault.seed(Identity(name))
    result = scrubber.scrub(text, vault)
    assert value not in result.text
    assert vault.restore(result.text) == text


@pytest.mark.parametrize(("name", "text"), LEFT)
def test_words_that_only_look_like_a_known_name_stay(scrubber: Scrubber, name: str, text: str) -> None:
    vault = Vault()
    vault.seed(Identity(name))
    known = KnownValues(scrubber._analyzer.lexicon)
    for kind, value in vault.values():
        known.add(kind, value, any_case=True)
    assert list(known.find(text)) == []


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("PHONE", "+49 30 901820", "ref 0049-30-901820 x"),
        ("PHONE", "+49 30 901820", "ref 030/901820 x"),
        ("PHONE", "+49 30 901820", "ref 030 90 18 20 x"),
        ("PHONE", "+49 30 901820", "ref +49 30\n901820 x"),
        ("PHONE", "030/901820", "ref (030) 901820 x"),
        ("PHONE", "(555) 201-3344", "ref 5552013344 x"),
        ("IBAN", "DE89 3704 0044 0532 0130 00", "ref DE89370400440532013000 x"),
        ("IBAN", "DE89370400440532013000", "ref de89 3704 0044\n0532 0130 00 x"),
        ("CREDIT_CARD", "4242 4242 4242 4242", "ref 4242-4242-4242-4242 x"),
        ("CREDIT_CARD", "4242424242424242", "ref 4242 4242 4242 4242 x"),
        ("EMAIL", "ana.duarte@firm.example", "ref ana.duarte@\nfirm.example x"),
        ("EMAIL", "ana.duarte@firm.example", "ref ANA.DUARTE@FIRM.EXAMPLE x"),
        ("USERNAME", "@kmensah", "ref kmensah x"),
        ("ADDRESS", "12 Rosewood Lane, Leeds", "ref 12 Rosewood Lane,\nLeeds x"),
    ],
)
def test_a_known_value_is_found_however_it_is_written(scrubber: Scrubber, kind: str, value: str, text: str) -> None:
    vault = Vault()
    first = vault.placeholder(kind, value)
    result = scrubber.scrub(text, vault).text
    assert result.startswith(f"ref {first[:-1]}")
    assert result.endswith(" x")
    assert vault.restore(result) == text
