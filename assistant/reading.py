"""Read a ticket the safe way: normalised, scanned, scrubbed, cut into sentences with their offsets."""

import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType

from assistant.moments import Moment, moments
from assistant.steering.steering import NONE, Steering
from guardrails.findings import Finding
from guardrails.house import channel_name
from guardrails.injection import scan, scan_removed
from guardrails.normalise import normalise
from guardrails.scrub import Scrubbed, Scrubber
from guardrails.stated import stated
from guardrails.vault import Identity, Vault
from ingest.sentences import sentences
from ingest.threads import Segment, read_message
from ingest.tickets import Role, Ticket

_TITLES = frozenset(
    "dr dr. prof prof. mr mr. mrs mrs. ms ms. miss herr frau monsieur madame m. mme señor señora sr. sra.".split()
)
_MARK = "\\u0300-\\u036f\\u0591-\\u05c7\\u064b-\\u065f\\u0900-\\u0dff\\u0e31-\\u0e4e"
_NAME = re.compile(rf"[^\W\d_](?:[^\W\d_{_MARK}]|[{_MARK}]|['’‘ʼ-](?!$)){{0,38}}\.?")
_CHANNEL_FIELDS = ("channel", "via", "source")
_TEXT_FIELDS = 40
"""Ticket fields that are read at the most."""


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence of a message: `text == message.text[start:end]`."""

    message_id: str
    start: int
    end: int
    text: str
    role: Role
    public: bool


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """A message whose `text` is normalised and scrubbed; segments and sentences are offsets into it."""

    id: str
    role: Role
    public: bool
    created_at: datetime | None
    text: str
    segments: tuple[Segment, ...]
    sentences: tuple[Span, ...]

    @property
    def stamp(self) -> str:
        """When it came, as it is written in a summary: in UTC where its zone is known."""
        if self.created_at is None:
            return ""
        zone = " UTC" if self.created_at.tzinfo else " (zone not stated)"
        moment = self.created_at.astimezone(UTC) if self.created_at.tzinfo else self.created_at
        return moment.strftime("%Y-%m-%d %H:%M") + zone

    @property
    def moments(self) -> list[Moment]:
        """The times that its text tells, in UTC."""
        return moments(self.id, self.text, self.created_at)

    @property
    def own_words(self) -> str:
        """What its author wrote for this message, without quotes, code, greeting and signature."""
        return "\n".join(self.text[s.start : s.end].strip() for s in self.segments if s.kind == "body").strip()


@dataclass(frozen=True, slots=True)
class ReadTicket:
    """A ticket that may be embedded, searched, shown to a model and logged by kind: nothing personal is in it."""

    id: str
    subject: str
    messages: tuple[ReadMessage, ...]
    greeting_name: str
    fields: dict[str, str]
    findings: tuple[Finding, ...]
    left_out: tuple[str, ...]
    tier: str = ""
    steering: Steering = NONE
    status: str = ""
    resolution: str = ""

    def by(self, role: Role, *, public: bool = True) -> list[ReadMessage]:
        """Messages of one role and audience, oldest first."""
        return [m for m in self.messages if m.role == role and m.public == public]

    @property
    def facts(self) -> dict[str, str]:
        """What only the agent knows, by the name of its evidence."""
        return {f"fact.{number}": fact for number, fact in enumerate(self.steering.facts, start=1)}

    def injected(self, place: str) -> bool:
        """Whether an instruction to a model was seen in this text."""
        return any(f.where == place and f.kind.startswith("injection.") for f in self.findings)

    def injected_parts(self, place: str) -> list[tuple[int, int]]:
        """The paragraphs of a text with an instruction to a model: what follows the instruction is its payload."""
        text = self.text_of(place)
        found = [f for f in self.findings if f.where == place and f.kind.startswith("injection.") and f.end > f.start]
        parts = []
        for finding in found:
            start, end = text.rfind("\n\n", 0, finding.start), text.find("\n\n", finding.end)
            parts.append((max(start, 0), end if end >= 0 else len(text)))
        return parts

    def text_of(self, source: str) -> str:
        """The text that evidence with this source points into; empty when there is no such message or field."""
        if source == "subject":
            return self.subject
        if source == "customer.name":
            return self.greeting_name
        if source == "resolution":
            return self.resolution
        if source in (facts := self.facts):
            return facts[source]
        for message in self.messages:
            if message.id == source:
                return message.text
            if f"{message.id}.created_at" == source:
                return message.stamp
            if source.startswith(f"{message.id}.utc."):
                return next((one.stamp for one in message.moments if one.source == source), "")
        return self.fields.get(source.removeprefix("fields."), "") if source.startswith("fields.") else ""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a ticket by their places: normalised (with all values), scrubbed, and what was found in them."""

    normal: dict[str, str] = field(repr=False)
    scrubbed: dict[str, Scrubbed]
    findings: tuple[Finding, ...]


def read(ticket: Ticket, *, scrubber: Scrubber, vault: Vault, steering: Steering = NONE) -> ReadTicket:
    """Scrub a whole ticket with one vault, so that a value has one placeholder everywhere.

    What the agent typed (`steering`) is scrubbed with it. Raises `ScrubFailed`: then nothing of the ticket may be used.
    """
    more = {"resolution": ticket.resolution} if ticket.resolution else {}
    texts = scrub_ticket(ticket, scrubber=scrubber, vault=vault, typed=more | _typed(steering))
    normal, scrubbed = texts.normal, texts.scrubbed
    messages = tuple(
        _message(scrubbed[m.id].text, m.id, m.author.role, m.public, _moment(m.created_at)) for m in ticket.messages
    )
    return ReadTicket(
        id=ticket.id,
        subject=" ".join(scrubbed["subject"].text.split()),
        messages=messages,
        # A name whatever it looks like: no recogniser knows every one of two letters.
        greeting_name=vault.placeholder("PERSON", name) if (name := normal["customer.name"].strip()) else "",
        fields={key.removeprefix("fields."): done.text for key, done in scrubbed.items() if key.startswith("fields.")},
        findings=texts.findings,
        left_out=ticket.left_out,
        tier=ticket.customer.tier,
        status=ticket.status,
        resolution=scrubbed["resolution"].text if ticket.resolution else "",
        steering=replace(
            steering,
            instruction=scrubbed["instruction"].text if steering.instruction else "",
            facts=tuple(scrubbed[f"fact.{n}"].text for n in range(1, len(steering.facts) + 1)),
            turns=tuple(scrubbed[f"turn.{n}"].text for n in range(1, len(steering.turns) + 1)),
        ),
    )


def scrub_ticket(
    ticket: Ticket,
    *,
    scrubber: Scrubber,
    vault: Vault,
    channel: str = "",
    typed: Mapping[str, str] = MappingProxyType({}),
) -> Texts:
    """Normalise, scrub and scan every text of a ticket; `channel` counts before what the ticket says of itself.

    `typed` are more texts by their places, such as what the agent typed beside the ticket.
    """
    _seed(vault, ticket)
    normal, findings = _normalised(ticket, typed)
    own = scrubber.for_channel(channel) if channel else for_ticket(scrubber, ticket)
    scrubbed = own.scrub_thread(normal, vault)
    for place, done in scrubbed.items():
        findings += done.findings
        findings += scan(done.text, where=place)
    return Texts(normal, scrubbed, tuple(findings))


def for_ticket(scrubber: Scrubber, ticket: Ticket) -> Scrubber:
    """The scrubber that the house wants for the ticket's channel."""
    channel = channel_of(ticket)
    return scrubber.for_channel(channel) if channel else scrubber


def channel_of(ticket: Ticket) -> str:
    """Where a ticket came from, in lower case, when one of its fields tells: the house switches kinds off by it."""
    fields = {key.lower(): value for key, value in ticket.fields.items()}
    return next((channel_name(fields[name]) for name in _CHANNEL_FIELDS if fields.get(name, "").strip()), "")


def _seed(vault: Vault, ticket: Ticket) -> None:
    """Names in the form and in the order of the texts, so that they are found there and numbered alike each time."""
    customer = ticket.customer
    people = [Identity(customer.name, customer.email, customer.organisation, "customer")]
    people += [Identity(author.name, author.email, "", author.role) for author in (m.author for m in ticket.messages)]
    for person in dict.fromkeys(people):
        vault.seed(Identity(*(normalise(value).text for value in astuple(person))))
    for kind, value in stated({key: normalise(text).text for key, text in _stated(ticket)}):
        vault.placeholder(kind, value)


def _typed(steering: Steering) -> dict[str, str]:
    """What the agent typed, by its place."""
    places = {"instruction": steering.instruction} if steering.instruction else {}
    places |= {f"fact.{number}": fact for number, fact in enumerate(steering.facts, start=1)}
    return places | {f"turn.{number}": turn for number, turn in enumerate(steering.turns, start=1)}


def _normalised(ticket: Ticket, typed: Mapping[str, str]) -> tuple[dict[str, str], list[Finding]]:
    """Every text of the ticket by its place, and a finding where something was hidden in it."""
    customer = ticket.customer.name or next((m.author.name for m in ticket.messages if m.author.role == "customer"), "")
    texts = {"subject": ticket.subject, "customer.name": _first_name(customer)}
    texts |= {message.id: message.text for message in ticket.messages}
    texts |= {f"fields.{key}": value for key, value in _stated(ticket)}
    texts |= typed
    normal: dict[str, str] = {}
    findings: list[Finding] = []
    for place, text in texts.items():
        done = normalise(text)
        normal[place] = done.text
        findings += scan_removed(text, done, where=place)
    return normal, findings


def _stated(ticket: Ticket) -> list[tuple[str, str]]:
    """The fields that hold something."""
    return [(key, value) for key, value in ticket.fields.items() if value][:_TEXT_FIELDS]


def _first_name(name: str) -> str:
    """What to greet somebody with: `Dr. Mia Sand` is greeted as Mia, `Sand, Mia` too."""
    _, comma, given = name.partition(",")
    words = [word for word in (given if comma and given.strip() else name).split() if word.lower() not in _TITLES]
    first = words[0].strip(",") if words else ""
    # A field of the ticket is a stranger's text: what is no name (an address, an order) greets nobody.
    return first if _NAME.fullmatch(first) else ""


def _moment(created_at: datetime | None) -> datetime | None:
    """When a message came; exports write the first or the last day of the calendar for what they do not know."""
    return created_at if created_at and 1 < created_at.year < 9999 else None


def _message(text: str, id_: str, role: Role, public: bool, created_at: datetime | None) -> ReadMessage:
    segments = read_message(text)
    spans = tuple(
        Span(id_, start, end, text[start:end], role, public)
        for segment in segments
        if segment.kind == "body"
        for start, end in sentences(text, segment.start, segment.end)
    )
    return ReadMessage(id_, role, public, created_at, text, segments, spans)
