"""A house in which a thousand values were planted, and everything that came out of it on every path."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.records import Text
from assistant.texts.kinds import SPECS
from assistant.texts.order import Check, Order, unchecked
from assistant.verdict import Thresholds
from assistant.writers.extractive.writer import ExtractiveWriter
from assistant.writers.material import Material
from guardrails.scrub import Scrubber
from ingest.index import IndexReader
from prompts.phrases import load_phrasebook
from tests.ingest.index_house import HashingEmbedder, House, message, ticket, write_lines

from .values import Planted

PER_SOURCE = 20
PER_TICKET = 25
SOURCES = 20
ALWAYS = Thresholds(answer=-9, in_scope=-9, prototype=9, solved_without=9, min_words=0)
ASKED = {"ticket": {"id": "T", "messages": [{"text": "The endpoint answers with 401."}]}}
HONEST = "Since we rotated the signing secret of the webhook every delivery fails with 401."


@dataclass
class ReadingWriter(ExtractiveWriter):
    """The real writer, which keeps what a model in its place would have read."""

    read: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(load_phrasebook())

    def write(self, order: Order, material: Material, check: Check = unchecked) -> Text:
        ticket_ = material.ticket
        self.read += [ticket_.subject, *ticket_.fields.values(), *(one.text for one in ticket_.messages)]
        self.read += [repr(material.artifacts), repr(material.knowledge), repr(material.cases), repr(order)]
        return super().write(order, material, check)


class Lines(logging.Handler):
    """Every line that any library logs, at every level."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith("httpx"):  # the test's own client, on the other side
            self.lines.append(self.format(record))


@dataclass
class Heard:
    """What came out, by where it came out; `answers` by the number of the ticket."""

    answers: dict[int, list[str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    searches: list[str] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)


@dataclass
class PlantedHouse:
    """Sources, tickets, the index and the assistant over them."""

    house: House
    values: Sequence[Planted]
    writer: ReadingWriter = field(default_factory=ReadingWriter)
    logged: Lines = field(default_factory=Lines)
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def of_sources(self) -> Sequence[Planted]:
        return self.values[: PER_SOURCE * SOURCES]

    def of_ticket(self, number: int) -> Sequence[Planted]:
        first = PER_SOURCE * SOURCES + number * PER_TICKET
        return self.values[first : first + PER_TICKET]

    @property
    def tickets(self) -> range:
        return range((len(self.values) - PER_SOURCE * SOURCES) // PER_TICKET)

    def build(self) -> None:
        """Ten pages and ten solved tickets with twenty values each, indexed the real way."""
        cases = []
        for number in range(SOURCES):
            held = self.of_sources[number * PER_SOURCE : (number + 1) * PER_SOURCE]
            lines = "\n\n".join(one.text for one in held)
            if number % 2:
                self.house.page(f"page-{number}", f"# Webhooks\n\n1. Rotate the signing secret.\n\n{lines}\n")
                continue
            thread = [
                message("customer", f"{HONEST}\n\n" + "\n\n".join(one.text for one in held[:10])),
                message("agent", "\n\n".join(one.text for one in held[10:15]), public=False),
                message("agent", "Copy the new secret into the receiver.\n\n" + "\n\n".join(o.text for o in held[15:])),
            ]
            cases.append(ticket(f"S-{number}", messages=thread))
        write_lines(self.house.tickets, *cases)
        self.house.build(self.house.kb, self.house.tickets)

    def assistant(self, scrubber: Scrubber) -> Assistant:
        return Assistant(
            IndexReader(self.house.generations),
            embedder=self.house.embedder,
            scrubber=scrubber,
            writer=self.writer,
            phrases=load_phrasebook(),
            groups=frozenset({"support"}),
            thresholds=ALWAYS,
        )

    def body(self, number: int) -> dict[str, Any]:
        """A ticket with its values in messages, a note, the subject, a quotation and the fields."""
        held = self.of_ticket(number)
        quoted = "\n".join(f"> {line}" for line in held[20].text.splitlines())
        first = f"{HONEST}\n\n" + "\n\n".join(one.text for one in held[:12])
        return {
            "ticket": {
                "id": f"T-{number}",
                "subject": " ".join(held[21].text.split()),
                "fields": {"note": held[22].text, "reference": held[23].text},
                "messages": [
                    {"author": {"role": "customer"}, "text": first},
                    {"author": {"role": "agent"}, "public": False, "text": "\n".join(o.text for o in held[12:20])},
                    {"author": {"role": "customer"}, "text": f"{held[24].text}\n\nSupport wrote:\n{quoted}"},
                ],
            }
        }

    def steered(self, number: int) -> dict[str, Any]:
        """The same ticket, with its values in everything that an agent types beside it."""
        held = [" ".join(one.text.split())[:200] for one in self.of_ticket(number)]
        steering = {"instruction": held[0], "facts": [held[1], held[2]], "turns": ["shorter", held[3]]}
        return self.body(number) | {"steering": steering}

    def listen(self) -> None:
        """Keep every event and every line at the lowest level."""

        def keep(_: Any, __: str, event: Any) -> Any:
            self.events.append(dict(event))
            raise structlog.DropEvent

        structlog.configure(
            processors=[structlog.contextvars.merge_contextvars, structlog.processors.format_exc_info, keep]
        )
        logging.getLogger().addHandler(self.logged)
        logging.getLogger().setLevel(logging.DEBUG)

    def hush(self) -> None:
        logging.getLogger().removeHandler(self.logged)
        logging.getLogger().setLevel(logging.WARNING)
        structlog.reset_defaults()

    def written(self) -> bytes:
        """Every byte below `var/`."""
        return b"\n".join(path.read_bytes() for path in sorted(self.house.var.rglob("*")) if path.is_file())

    @property
    def embedded(self) -> str:
        embedder: HashingEmbedder = self.house.embedder
        return "\n".join(embedder.encoded)


def walk(planted: PlantedHouse, client: TestClient) -> Heard:
    """Every path of the HTTP surface, with every ticket whole and some on each other path."""
    heard = Heard()
    for number in planted.tickets:
        body = planted.body(number)
        said = heard.answers.setdefault(number, [])
        said.append(client.post("/v1/assist", json=body).text)
        if number % 8 == 0:
            said.append(client.post("/v1/assist", json=body, headers={"Accept": "text/event-stream"}).text)
            said += [client.post(f"/v1/{path}", json=body).text for path in ("summary", "triage", "reply", "artifacts")]
            steered = planted.steered(number)
            said += [client.post(f"/v1/texts/{kind}", json=steered).text for kind in SPECS if kind != "article"]
            said.append(client.post("/v1/refine", json=steered).text)
            heard.articles.append(client.post("/v1/texts/article", json=steered).text)
    for one in planted.values[::10]:
        heard.searches.append(client.post("/v1/search", json={"text": one.text}).text)
        heard.errors += broken(client, one)
    heard.errors.append(client.get("/v1/index/status").text)
    return heard


def broken(client: TestClient, one: Planted) -> list[str]:
    """Requests that are refused, with a value in every place that a refusal could repeat."""
    text, headers = one.text, {"Content-Type": "application/json"}
    line = text.replace("\n", " ").encode("ascii", "ignore").decode()
    answers = [
        client.post("/v1/assist", json={"ticket": {"id": "T", "messages": text}}),
        client.post("/v1/assist", json={"ticket": {"id": "T", "messages": [{"author": {"role": text}, "text": "x"}]}}),
        client.post("/v1/assist", json={"ticket": {"id": text, "messages": []}} | {text: text}),
        client.post("/v1/assist", json={"ticket": {"id": "T", "messages": [{"text": "x", "created_at": text}]}}),
        client.post("/v1/assist", json={"ticket": {"id": "T", "messages": [{"text": "x", "public": text}]}}),
        client.post("/v1/search", json={"text": "x", "pool": text, "limit": text}),
        client.post("/v1/reply", json=ASKED | {"steering": {"language": text, "tone": text}}),
        client.post("/v1/reply", json=ASKED | {"steering": {"turns": [text * 40]}}),
        client.post(f"/v1/texts/{line[:40]}", json=ASKED),
        client.post("/v1/assist", content=('{"ticket": "' + text).encode(), headers=headers),
        client.post("/v1/assist", content=text.encode(), headers={"Content-Type": "text/plain"}),
        client.get(f"/v1/{line}"),
        client.get("/v1/index/status", params={"q": text}),
        client.delete("/v1/assist", headers={"X-Value": line}),
        client.get("/healthz", headers={"Host": line.replace(" ", "")[:40]}),
    ]
    return [answer.text + json.dumps(dict(answer.headers)) for answer in answers]


def leaked(planted: Sequence[Planted], text: str | bytes) -> dict[str, str]:
    """Which of the values stand in `text` in any form, and of which kind they are."""
    hay = text.lower() if isinstance(text, bytes) else text.encode(errors="surrogatepass").lower()
    return {one.value: one.kind for one in planted if any(form in hay for form in one.forms())}
