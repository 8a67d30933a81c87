"""What is planted in tickets and knowledge stays there: no index, embedder, log or other answer holds it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from assistant.assistant import Assistant
from assistant.wire import AssistOut, part_json
from assistant.writers.extractive.writer import ExtractiveWriter
from guardrails.scrub import Scrubber
from ingest.build import Builder
from ingest.cache import EmbeddingCache
from ingest.embed import Advance, SentenceTransformerEmbedder, Vectors
from ingest.generations import Generations
from ingest.index import IndexReader
from ingest.read_ticket import read_ticket
from prompts.phrases import load_phrasebook

KEY = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7vPlantedLine"


@dataclass(frozen=True)
class Planted:
    """A made-up value, and the words in which somebody wrote it; a `secret` is never restored either."""

    kind: str
    value: str
    words: str = "{}"
    secret: bool = False

    @property
    def text(self) -> str:
        return self.words.format(self.value)


def person(value: str, words: str) -> Planted:
    return Planted("name", value, words)


def secret(kind: str, value: str, words: str) -> Planted:
    return Planted(kind, value, words, secret=True)


BODY = [
    person("Quillon Vexmoor", "My name is Quillon Vexmoor and I run the integrations."),
    person("Thessaly Brandvik", "Please call Thessaly Brandvik about it."),
    person("Özlem Karaçelik", "Frau Özlem Karaçelik is on holiday."),
    Planted("e-mail", "q.vexmoor@zarnwick.example", "Mails to {} bounce."),
    Planted("e-mail", "ops+hooks@brindle-forge.example", "Alerts go to {} as well."),
    Planted("phone", "+44 20 7946 0417", "You reach me on {} until five."),
    Planted("phone", "(212) 555-0187", "The office number is {}."),
    Planted("IBAN", "DE89 3704 0044 0532 0130 00", "Our IBAN is {}."),
    Planted("IBAN", "GB82WEST12345698765432", "The old one was IBAN {}."),
    Planted("card", "4242 4242 4242 4242", "The card {} was charged twice."),
    Planted("card", "5555-5555-5555-4444", "So was the card {}."),
    Planted("IP address", "93.184.216.77", "Requests come from {}."),
    Planted("passport", "X4RTBPFW4", "My passport number is {}."),
    Planted("national id", "536-22-8726", "My SSN is {}."),
    Planted("date of birth", "4 May 1984", "I was born on {}."),
    Planted("address", "12 Rosewood Lane", "Send the papers to {}, Leeds LS1 4DY."),
    Planted("user name", "kvexmoor", "It is in C:\\Users\\{}\\AppData\\hooks.log on my machine."),
    secret("password", "Tulpen!Veld-2291", "My password is {} if you need it."),
    secret("password", "gr33n-Heron-77", "I log in with the password: {}"),
    secret("house key", "fwk_live_9aK2mQ7xT4bV8nR1", "We use the key {} for it."),
    secret("house key", "fwk_test_Zp4Lw0Xc8Vb2Nm6Q", "In the sandbox it is {}."),
    secret("bearer", "hx83KQmz0Tn5Yw2Lr9Vd4Bs7", "Authorization: Bearer {}"),
    secret("JWT", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJxdWlsbG9uIn0.s3cr3tS1gnatureQv9", "The cookie holds {}."),
    secret("AWS key", "AKIAQ4ZXPLANTEDKEY77", "AWS_ACCESS_KEY_ID={}"),
    secret("webhook secret", "whsec_k3Jd82Lmq0Zx7Vb5Nt4R", "The signing secret is {}."),
    secret("one-time code", "481 907", "The verification code was {}."),
    secret("URL password", "p4ss-in-Url-93", "postgres://hooks:{}@db.zarnwick.example/hooks"),
    secret("private key", KEY, "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----"),
]

LOG = [
    Planted("e-mail", "l.mortensen@fjordline.example", "2026-11-02T09:14:00Z INFO auth.login user={} status=401"),
    Planted("IP address", "93.184.217.11", "2026-11-02T09:14:01Z WARN edge refused client={} code=401"),
    secret("token", "tok-8Hd7Kq2Mz5Xw9Lr4", "2026-11-02T09:14:02Z DEBUG http access_token={} sent=1"),
    secret("session", "sess9f8e7d6c5b4a39281706", "Cookie: sessionid={}"),
    secret("API key", "k9J2mX7qLp4Zt8Wv", "X-Api-Key: {}"),
]

SUBJECT = [Planted("e-mail", "subject.holm@vantrel.example", "Webhooks of {} fail with 401")]

QUOTED = [
    person("Anneliese Dorfmeister", "> My name is Anneliese Dorfmeister, I asked before."),
    Planted("phone", "+49 30 901820", "> Call me on {}."),
    secret("password", "Quoted#Pass-551", "> The password is {} by the way."),
]

FIELDS = [
    Planted("e-mail", "field.owner@quarrik.example"),
    secret("house key", "fwk_live_Fields00Planted11", "{}"),
    Planted("phone", "+44 20 7946 0533"),
]

NOTE = [
    person("Cordelia Wainfleet", "Spoke with Cordelia Wainfleet on the phone."),
    Planted("e-mail", "cordelia@wainfleet.example", "Her private address is {}."),
    secret("password", "Note$Pass-8813", "She told me that the admin password is {}."),
]

AUTHORS = [
    person("Marguerite Oduya-Lindqvist", "{}"),
    Planted("e-mail", "m.oduya@lindqvist.example"),
    person("Bartholomew Szczepanik", "{}"),
    Planted("e-mail", "bszcz@fennwick.example"),
]

PAGE = [
    person("Ottoline Harcastle", "Contact Ottoline Harcastle before you rotate it."),
    Planted("e-mail", "o.harcastle@private.example", "Write to {} first."),
    Planted("phone", "+44 20 7946 0611", "Her phone number is {}."),
    secret("house key", "fwk_live_PageKey7Planted22", "Use the key {} in the example."),
    secret("password", "Page!Secret-4471", "The admin password is {} on all nodes."),
]
PAGE_OWNER = Planted("e-mail", "page.owner@tolvane.example")
PAGE_URL = secret("token", "url-tok-7Yw3Nb6Rf1Zs", "https://kb.example/hooks?access_token={}")
PAGE_TITLE = Planted("e-mail", "title.page@harcastle.example", "Webhook 401 for {}")

CASE = [
    person("Ferdinand Achterberg", "My name is Ferdinand Achterberg and every webhook delivery fails with 401."),
    Planted("e-mail", "f.achterberg@molenaar.example", "Mails to {} bounce, too."),
    Planted("IBAN", "NL91ABNA0417164300", "Our IBAN is {}."),
    secret("password", "Case+Secret-9920", "My password is {} for your test."),
]
CASE_TITLE = Planted("e-mail", "title.case@molenaar.example", "Webhook 401 for {}")
CASE_ANSWER = Planted(
    "phone",
    "+31 20 794 0417",
    "Please rotate the signing secret once more and call me on {} when it is done, then press Resume.",
)
CASE_NOTE = secret("token", "note-tok-5Gh8Jk2Lm9Qw", "Checked with access_token={} today.")
RESOLUTION = [
    person("Ludmila Petrosyan", "Solved together with Ludmila Petrosyan over there."),
    secret("house key", "fwk_live_Resolution3Key8", "Revoked the key {} for them."),
]
CASE_FIELD = Planted("e-mail", "field.case@molenaar.example")
CASE_CUSTOM = Planted("e-mail", "custom.case@molenaar.example")
CASE_AUTHOR = person("Wolfhard Nieuwenhuis", "{}")

TICKET_VALUES = [*BODY, *LOG, *SUBJECT, *QUOTED, *FIELDS, *NOTE, *AUTHORS]
SOURCE_VALUES = [
    *PAGE,
    PAGE_OWNER,
    PAGE_URL,
    PAGE_TITLE,
    *CASE,
    CASE_TITLE,
    CASE_ANSWER,
    CASE_NOTE,
    *RESOLUTION,
    CASE_FIELD,
    CASE_CUSTOM,
    CASE_AUTHOR,
]


def lines(planted: Sequence[Planted]) -> str:
    return "\n".join(one.text for one in planted)


def planted_ticket() -> dict[str, Any]:
    body = (
        "Since we rotated the signing secret every webhook delivery fails with 401.\n\n"
        + "\n\n".join(one.text for one in BODY)
        + f"\n\n{lines(LOG)}\n\nOn Mon, 2 Nov 2026 at 09:14, Support wrote:\n{lines(QUOTED)}\n"
    )
    return {
        "id": "T-1",
        "subject": SUBJECT[0].text,
        "fields": {f"custom_{n}": one.value for n, one in enumerate(FIELDS)},
        "messages": [
            {"author": {"role": "customer", "name": AUTHORS[0].value, "email": AUTHORS[1].value}, "text": body},
            {
                "author": {"role": "agent", "name": AUTHORS[2].value, "email": AUTHORS[3].value},
                "public": False,
                "text": " ".join(one.text for one in NOTE) + f" {AUTHORS[0].value.split()[0]} agreed.",
            },
        ],
    }


def other_ticket() -> dict[str, Any]:
    text = "Since we rotated the signing secret every webhook delivery fails with 401. What can we do?"
    author = {"role": "customer", "name": "Runa Okafor"}
    return {"id": "T-2", "subject": "Webhook 401", "messages": [{"author": author, "text": text}]}


def solved_ticket() -> dict[str, Any]:
    agent = {"role": "agent", "name": CASE_AUTHOR.value}
    return {
        "id": "S-1",
        "subject": CASE_TITLE.text,
        "status": "solved",
        "fields": {"category": CASE_FIELD.value, "internal_contact": CASE_CUSTOM.value},
        "resolution": " ".join(one.text for one in RESOLUTION),
        "messages": [
            {"author": {"role": "customer"}, "text": " ".join(one.text for one in CASE)},
            {"author": agent, "text": CASE_NOTE.text + f" {CASE_AUTHOR.value}", "public": False},
            {"author": agent, "text": CASE_ANSWER.text},
        ],
    }


@dataclass
class RecordingEmbedder:
    """The real embedder, which keeps what it was given to read."""

    real: SentenceTransformerEmbedder
    read: list[str] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        return self.real.fingerprint

    @property
    def dimension(self) -> int:
        return self.real.dimension

    def encode(self, texts: Sequence[str], *, advance: Advance | None = None) -> Vectors:
        self.read += texts
        return self.real.encode(texts, advance=advance)


@dataclass(frozen=True)
class Seen:
    """Everything that came out while an index was built and three tickets were answered."""

    embedded: str
    logged: str
    written: bytes
    told: str
    own: str
    other: str


@pytest.fixture(scope="module")
def seen(
    tmp_path_factory: pytest.TempPathFactory, scrubber: Scrubber, real_embedder: SentenceTransformerEmbedder
) -> Iterator[Seen]:
    root = tmp_path_factory.mktemp("leaks")
    (root / "kb").mkdir()
    page = f"---\nid: kb-hooks\ntitle: {PAGE_TITLE.text}\naudience: public\n"
    page += f"owner: {PAGE_OWNER.text}\nurl: {PAGE_URL.text}\n---\n# Rotate\n\n" + lines(PAGE)
    page += (
        "\n\n1. Open the page of the webhook.\n2. Rotate the signing secret of the webhook when it fails with 401.\n"
    )
    (root / "kb" / "hooks.md").write_text(page, encoding="utf-8")
    (root / "solved.jsonl").write_text(json.dumps(solved_ticket()), encoding="utf-8")
    embedder = RecordingEmbedder(real_embedder)
    var = root / "var"
    generations = Generations(var / "index")
    told: list[str] = []
    with capture_logs() as events:
        Builder(
            generations,
            embedder=embedder,
            scrubber=scrubber,
            cache=EmbeddingCache(var / "cache" / "embeddings.sqlite"),
            guard_version="test",
        ).build([root / "kb", root / "solved.jsonl"], progress=lambda *step: told.append(repr(step)))
        reader, phrases = IndexReader(generations), load_phrasebook()
        assistant = Assistant(
            reader,
            embedder=embedder,
            scrubber=scrubber,
            writer=ExtractiveWriter(phrases),
            phrases=phrases,
            groups=frozenset({"support"}),
        )
        own = assistant.assist(
            read_ticket(planted_ticket()), tell=lambda part, value: told.append(part_json(part, value))
        )
        other = assistant.assist(read_ticket(other_ticket()))
        passages = assistant.search(" ".join(one.text for one in BODY), "knowledge")
    yield Seen(
        embedded="\n".join(embedder.read),
        logged=json.dumps(events, default=repr),
        written=b"\n".join(path.read_bytes() for path in sorted(var.rglob("*")) if path.is_file()),
        told="\n".join(told),
        own=AssistOut.of(own).model_dump_json(),
        other=AssistOut.of(other).model_dump_json() + repr(passages),
    )
    reader.index().store.close()


def forms(value: str) -> set[str]:
    """A value as it is written, as JSON writes it, without its spaces and dashes, and the parts of a name."""
    bare = value.replace(" ", "").replace("-", "")
    return {value, json.dumps(value)[1:-1]} | ({bare} if len(bare) > 8 else set())


def leaked(planted: Sequence[Planted], text: str | bytes) -> dict[str, str]:
    hay = text.lower() if isinstance(text, bytes) else text.lower().encode()
    found: dict[str, str] = {}
    for one in planted:
        wanted = forms(one.value) | (set(one.value.split()) if one.kind == "name" else set())
        if any(form.lower().encode() in hay for form in wanted):
            found[one.value] = one.kind
    return found


EVERYTHING = [*TICKET_VALUES, *SOURCE_VALUES]


def test_sixty_different_values_are_planted() -> None:
    values = [one.value for one in EVERYTHING]
    assert len(values) == len(set(values)) >= 60
    ticket, sources = json.dumps(planted_ticket(), ensure_ascii=False), json.dumps(solved_ticket(), ensure_ascii=False)
    assert not [one.value for one in TICKET_VALUES if json.dumps(one.value, ensure_ascii=False)[1:-1] not in ticket]
    assert not [
        one.value
        for one in SOURCE_VALUES
        if one.value not in sources + lines([*PAGE, PAGE_OWNER, PAGE_URL, PAGE_TITLE])
    ]


def test_the_embedder_reads_none_of_it(seen: Seen) -> None:
    assert "every webhook delivery fails with 401" in seen.embedded
    assert leaked(EVERYTHING, seen.embedded) == {}


def test_the_log_holds_none_of_it(seen: Seen) -> None:
    assert "assist.made" in seen.logged
    assert leaked(EVERYTHING, seen.logged) == {}


def test_no_file_holds_any_of_it(seen: Seen) -> None:
    assert b"kb-hooks" in seen.written
    assert leaked(EVERYTHING, seen.written) == {}


def test_another_ticket_learns_none_of_it(seen: Seen) -> None:
    assert "kb-hooks" in seen.other
    assert leaked(EVERYTHING, seen.other) == {}


def test_a_tickets_own_answer_holds_no_secret_and_nothing_of_the_sources(seen: Seen) -> None:
    assert "Marguerite" in seen.own
    for shown in (seen.own, seen.told):
        assert leaked([one for one in TICKET_VALUES if one.secret], shown) == {}
        assert leaked(SOURCE_VALUES, shown) == {}


def test_the_test_would_see_a_leak(tmp_path: Path) -> None:
    path = tmp_path / "leak"
    path.write_text(json.dumps({"text": BODY[2].value + " pays with 4242424242424242 and vexmoor"}), encoding="utf-8")
    assert set(leaked(BODY, path.read_bytes())) == {"Özlem Karaçelik", "4242 4242 4242 4242", "Quillon Vexmoor"}
