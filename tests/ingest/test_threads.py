"""Reading messages: what is body, and what is quote, signature, greeting, code, log or disclaimer."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lines import lines
from ingest.stack_traces import find_stack_traces
from ingest.threads import read_message

PIECES = [
    "Hi team,", "", "It fails since Monday.", "> we shipped a fix",
    "On Mon, Nov 2, 2026 at 9:14 AM Ana <ana@a.example> wrote:",
    "-----Original Message-----", "From: Ana Duarte", "Sent: Monday", "To: Support", "Best regards,", "Ana", "-- ",
    "Sent from my iPhone", "```", "    x = call(1)",
    "Traceback (most recent call last):", '  File "a.py", line 3, in f',
    "ValueError: no", "\tat a.b.C.d(C.java:3)", "2026-11-03 14:05:01 ERROR x=1", '{"a": 1}', "<a>1</a>", "a,b,c",
    "1,2,3",
    "HTTP/1.1 401 Unauthorized", "Server: nginx", "panic: no", "PS: one more thing", "\r", "é\u200b", "\x00",
]  # fmt: skip


def parts(text: str) -> list[tuple[str, str]]:
    return [(part.kind, text[part.start : part.end].strip()) for part in read_message(text)]


def of_kind(text: str, kind: str) -> list[str]:
    return [part for found, part in parts(text) if found == kind]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("\n".join)))
def test_segments_cover_the_text_exactly(text: str) -> None:
    found = read_message(text)
    assert "".join(text[part.start : part.end] for part in found) == text
    assert [part.start for part in found] == [0, *(part.end for part in found[:-1])][: len(found)]
    assert all(part.start < part.end for part in found)
    assert all(one.kind != other.kind for one, other in pairwise(found))


def test_an_empty_text_has_no_segments() -> None:
    assert read_message("") == ()


@given(st.text())
def test_lines_cover_the_text_exactly(text: str) -> None:
    assert "".join(text[line.start : line.end] for line in lines(text)) == text


OWN = "It still fails.\n\n"

QUOTES = [
    "> We shipped a fix.\n> Please try.",
    ">> deeper\n> less deep",
    "On Mon, Nov 2, 2026 at 9:14 AM Ana <ana@a.example> wrote:\n> Please try.",
    "On Mon, Nov 2, 2026 at 9:14 AM <PERSON_1> <<EMAIL_1>> wrote:\n\nPlease try.\nThanks",
    "On Mon, Nov 2, 2026 at 9:14 AM Ana Duarte of the very long company\n<ana@a.example> wrote:\n> Please try.",
    "Am 02.11.2026 um 09:14 schrieb Ana Duarte <ana@a.example>:\n> Bitte versuchen.",
    "Le lun. 2 nov. 2026 à 09:14, Ana <ana@a.example> a écrit :\n> Essayez.",
    "El lun, 2 nov 2026 a las 9:14, Ana (<ana@a.example>) escribió:\n> Pruebe.",
    "-----Original Message-----\nFrom: Ana\nSubject: x\n\nPlease try.",
    "-----Ursprüngliche Nachricht-----\nVon: Ana\n\nBitte versuchen.",
    "---------- Forwarded message ---------\nFrom: Ana\n\nPlease try.",
    "From: Ana Duarte <ana@a.example>\nSent: Monday, 2 November 2026 09:14\nTo: Support\nSubject: RE: x\n\nPlease try.",
    "________________________________\nVon: Ana Duarte\nGesendet: Montag, 2. November\nAn: Support\n\nBitte.",
    "De : Ana Duarte\nEnvoyé : lundi 2 novembre 2026\nÀ : Support\nObjet : x\n\nEssayez.",
    "**From:** Ana Duarte\n**Sent:** Monday\n**To:** Support\n\nPlease try.",
    "##- Please type your reply above this line -##\nYour request was received.",
]


@pytest.mark.parametrize("quote", QUOTES)
def test_quotes(quote: str) -> None:
    assert parts(OWN + quote) == [("body", OWN.strip()), ("quote", quote)]


@pytest.mark.parametrize(
    "text",
    [
        "Open Settings > Security > Sessions.",
        "Open Settings\nthen press the > button.",
        "On Monday your colleague wrote:\nwe will call you.\nNobody called.",
        "On the status page you wrote: all is well.",
        "On 3 November I wrote to you.",
        "From: 3 November\nTo: 5 November\nplease export these days.",
        "From our side nothing changed.\nTo be sure we checked twice.",
        "The importer wrote:\n12 records.",
        "Am Montag ging es noch.",
        "El lunes funcionaba todavía.",
        "-----\nA rule above, no quotation.",
        "The original message was lost.",
    ],
)
def test_no_quotes(text: str) -> None:
    assert of_kind(text, "quote") == []


def test_an_answer_below_a_quotation_is_body() -> None:
    text = (
        "On 2 Nov 2026, Ana <ana@a.example> wrote:\n> Which plan?\n\nThe Scale plan.\n\n> Since when?\n\nSince Monday."
    )
    assert of_kind(text, "body") == ["The Scale plan.", "Since Monday."]


SIGNATURES = [
    "-- \nAna Duarte\nBrightmoor Foods",
    "--\nAna Duarte",
    "Best regards,\nAna Duarte\nIT Manager\nTel. +351 21 000 00 00",
    "Kind regards\n\nAna",
    "Thanks,\nana",
    "Thanks, Ana",
    "Thank you in advance!",
    "Cheers\nAna Duarte | Platform Engineer | Brightmoor Foods Inc.",
    "Mit freundlichen Grüßen\nKordula Hornich\nEhlertstraße 12, 53093 Ahaus\nkordula@hornich.example",
    "Cordialement,\nAlix Paris",
    "Un saludo,\nMirta",
    "Regards,\n<PERSON_1>\n<PHONE_1>",
    "Sent from my iPhone",
    "Von meinem iPhone gesendet",
    "Envoyé de mon iPhone",
    "Get Outlook for iOS<https://aka.example/x>",
    "Ana Duarte\nHead of Infrastructure",
    "Ana Duarte\nIT Manager, Brightmoor Foods\nPhone: +351 21 000 00 00",
]


@pytest.mark.parametrize("signature", SIGNATURES)
def test_signatures(signature: str) -> None:
    body = "The import stopped again this morning."
    assert parts(f"{body}\n\n{signature}") == [("body", body), ("signature", signature)]


@pytest.mark.parametrize(
    "text",
    [
        "Thanks for the quick fix, but the import still stops at row 400.",
        "Thanks\nit works now, but the second import still fails with the same error as before.",
        "Best practice is to rotate the key. Can you confirm?",
        "Regards the second problem, nothing changed.",
        "The file is called\n--verbose\nand cannot be deleted.",
        "Cheers to the team that built this thing!",
        "We want to keep the mail footer 'Sent from my iPhone' in our templates.",
        "Which versions?\nWindows 11\nChrome 141",
        "Product: Console\nSeverity: high",
        "It stopped at this line:\nServer Name",
        "My phone is +351 21 000 00 00, call me when it is fixed.",
        "Kind of sad.",
    ],
)
def test_no_signatures(text: str) -> None:
    assert of_kind(text, "signature") == []


def test_signature_before_a_quotation() -> None:
    text = "It works.\n\nBest,\nAna\n\nOn 2 Nov 2026 at 9:14, Support <s@a.example> wrote:\n> Try this."
    assert [kind for kind, _ in parts(text)] == ["body", "signature", "quote"]


@pytest.mark.parametrize(
    "greeting",
    ["Hi team,", "Hello", "Hello there", "Dear Sir or Madam,", "Good morning Ana,", "Hallo zusammen,", "Hola:",
     "Sehr geehrte Damen und Herren,", "Bonjour,", "Buenos días,", "To whom it may concern:", "Dear <PERSON_1>,"],
)  # fmt: skip
def test_greetings(greeting: str) -> None:
    assert parts(f"{greeting}\n\nit fails.") == [("greeting", greeting), ("body", "it fails.")]


@pytest.mark.parametrize(
    "text", ["Hi Ana, it fails.", "Hello, it fails.", "Dear all, it fails.", "Hi! It fails.", "Hi - it fails."]
)
def test_greetings_at_the_beginning_of_a_line(text: str) -> None:
    assert [kind for kind, _ in parts(text)] == ["greeting", "body"]
    assert parts(text)[1][1].lower() == "it fails."


@pytest.mark.parametrize(
    "text",
    ["Hi-res icons are blurred.", "Hello world crashes on start", "Dear customers get billed twice.", "History, again.",
     "Hey is that a known problem?", "Good morning reports are late.", "Hi there is a problem", "It fails.\nHi again,",
     "Helloworld,", "Holadays, all wrong.", "Highlights, please.", "Dearest feature request of ours"],
)  # fmt: skip
def test_no_greetings(text: str) -> None:
    assert of_kind(text, "greeting") == []


PYTHON = (
    'Traceback (most recent call last):\n  File "/app/run.py", line 3, in main\n    call()\n'
    '  File "/usr/lib/python3.11/json/decoder.py", line 9, in decode\nValueError: no JSON'
)
LOGS = [
    PYTHON,
    PYTHON + "\n\nDuring handling of the above exception, another exception occurred:\n\n" + PYTHON,
    'Exception in thread "main" java.lang.IllegalStateException: closed\n\tat a.b.Worker.run(Worker.java:131)\n'
    "\tat java.base/java.lang.Thread.run(Thread.java:840)\nCaused by: java.io.IOException: pipe\n\t... 12 more",
    "TypeError: x is not a function\n    at render (https://app.example/main.js:12:34)\n    at Array.map (<anonymous>)",
    "System.InvalidOperationException: empty\n   at Shop.Cart.Pay(Int32 id) in C:\\src\\Cart.cs:line 42\n"
    "   at System.Threading.Tasks.Task.Run()",
    "panic: runtime error: index out of range\n\ngoroutine 1 [running]:\nmain.load(0x1)\n\t/src/main.go:12 +0x1d",
    "2026-11-03 14:05:01,123 ERROR [worker-3] import failed id=imp_2291\n2026-11-03T14:05:02Z INFO retry",
    "Nov  3 14:05:01 web01 sshd[812]: Failed password",
    '10.0.0.1 - - [03/Nov/2026:14:05:01 +0100] "GET /a HTTP/1.1" 500 18',
    "[ERROR] db: connection lost",
    "level=error msg=\"compaction failed\"",
    "POST /v2/orders HTTP/1.1\nHost: api.example\nContent-Type: application/json",
    "HTTP/1.1 401 Unauthorized\nDate: Tue, 03 Nov 2026 14:05:01 GMT",
    "> GET /v2/orders HTTP/1.1\n> Host: api.example\n>\n< HTTP/1.1 401 Unauthorized\n< Server: nginx",
]  # fmt: skip


@pytest.mark.parametrize("log", LOGS)
def test_logs(log: str) -> None:
    text = f"This is what we see:\n\n{log}\n\nWhat does it mean?"
    assert parts(text) == [("body", "This is what we see:"), ("log", log), ("body", "What does it mean?")]


CODES = [
    "```\nplain words in a fence\n\nwith a gap\n```",
    "```json\n{\n```",
    "{noformat}\nwords\n{noformat}",
    '{"log": {"entries": [{"request": {"method": "GET"}}]}}',
    '{\n  "a": 1,\n  "b": [\n    "c",\n    2\n  ]\n}',
    "<order id=\"1\">\n  <line>2</line>\n</order>",
    "id;name;total\n1;Oats;2\n2;Rye;3",
    "id,name,total\n1,Oats,2\n2,Rye,3",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "curl -H 'Accept: */*' \\\n  https://api.example/v2/orders",
    "$ kubectl get pods",
    "    client = connect(url)\n    client.send({})",
    "Return-Path: <a@a.example>\nReceived: from mx.example by b.example;\n Tue, 3 Nov 2026\nFrom: a@a.example",
    ">>> import json",
]  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_code(code: str) -> None:
    text = f"This is what we do:\n\n{code}\n\nWhat is wrong with it?"
    found = [(part.kind, text[part.start : part.end].strip("\n")) for part in read_message(text)]
    assert found == [("body", "This is what we do:"), ("code", code), ("body", "What is wrong with it?")]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-03 14:05 we clicked on import.\n2026-11-03 14:20 nothing had happened.",
        "At 14:05:01 it failed.",
        "14:05 I clicked.\n14:06 it failed.",
        "POST /v2/orders fails since this morning.",
        "GET is fine, POST is not.",
        "ERROR messages everywhere!",
        "WARNING: Please do not restart, we are in the middle of a demo.",
        "Note: it fails.\nImportant: it is urgent.",
        "at home (yesterday) it worked",
        "We met at Acme (Berlin) at noon",
        "    This paragraph is indented, as some people do.\n    It is prose all the same.",
        "We use apples, pears, and plums,\nand bread, butter, and jam,\nand tea, milk, and honey.",
        "<PERSON_1> and <PERSON_2> cannot log in.",
        "<PERSON_1>\n<PERSON_2>",
        "[sic] he said so.",
        '"It works", she said.\n"It does not", he said.',
        "Our traceback is long.",
        "```\nan opened fence that is never closed",
        "curl does not work from our office.",
        "git is not installed.",
        "1,5 seconds, then 2,5 seconds, then it stops.",
    ],
)  # fmt: skip
def test_neither_log_nor_code(text: str) -> None:
    assert of_kind(text, "log") + of_kind(text, "code") == []


@pytest.mark.parametrize(
    "legal",
    [
        "This e-mail and any attachments are confidential and may be privileged.",
        "CONFIDENTIALITY NOTICE: the contents are meant for the addressee only.",
        "If you are not the intended recipient, please delete this message.",
        "Diese E-Mail enthält vertrauliche Informationen. Bitte löschen.",
        "Ce message et ses pièces jointes sont confidentiels et destinés au seul destinataire.",
        "Please consider the environment before printing this email.",
    ],
)
def test_disclaimers(legal: str) -> None:
    text = f"It fails again today.\n\nRegards,\nAna\n\n{legal}"
    assert [kind for kind, _ in parts(text)] == ["body", "signature", "disclaimer"]


def test_a_mail_banner_is_a_disclaimer() -> None:
    text = "CAUTION: This email originated from outside of the organization.\n\nIt fails again today."
    assert [kind for kind, _ in parts(text)] == ["disclaimer", "body"]


@pytest.mark.parametrize(
    "text",
    [
        "Is this confidential? We would like to share the report.",
        "It fails.\n\nThe message of the day is wrong on every page.",
        "It fails.\n\nWe sent the file in confidence, please keep it confidential.",
        "It fails.\n\nThe recipient did not get the mail.",
        "It fails.\n\nOur environment is staging.",
    ],
)
def test_no_disclaimers(text: str) -> None:
    assert of_kind(text, "disclaimer") == []


def test_the_exception_and_the_own_frame_of_a_trace() -> None:
    (trace,) = find_stack_traces("before\n" + PYTHON + "\nafter")
    assert (trace.exception, trace.frame) == ("ValueError: no JSON", "main (/app/run.py:3)")


def test_a_trace_of_library_frames_names_the_topmost() -> None:
    (trace,) = find_stack_traces("java.lang.Error\n\tat java.util.A.b(A.java:1)\n\tat java.util.C.d(C.java:2)")
    assert trace.frame == "java.util.A.b(A.java:1)"


def test_large_input_is_read() -> None:
    text = "x" * 200_000 + "\n" + "It fails, again and again. \n" * 190_000
    assert [part.kind for part in read_message(text)] == ["body"]
