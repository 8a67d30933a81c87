"""Signs in what a customer says: of the impact, of whom it hits, of the mood. Each with the place where it stands."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from assistant.query import problem_sentences
from assistant.reading import ReadTicket, Span
from assistant.records import Evidence
from assistant.triage.asserted import asserted, negated
from assistant.triage.wordings import Said, Wordings, longest

_DATA = Path(__file__).with_name("data")


def impacts() -> Mapping[str, tuple[str, ...]]:
    """Our wordings of what a trouble does, by name: `outage`, `data_loss`, …"""
    return {name: tuple(wordings) for name, wordings in data("impact").items()}


@lru_cache(maxsize=8)
def data(name: str) -> Mapping[str, Any]:
    """One of the word lists that lie beside this module."""
    found: Mapping[str, Any] = yaml.safe_load((_DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def told(ticket: ReadTicket) -> list[Span]:
    """What the customer says: the subject and the sentences of the messages, without quotes, logs and injections."""
    subject = "" if ticket.injected("subject") else ticket.subject
    first = [Span("subject", 0, len(subject), subject, "customer", True)] if subject else []
    return [*first, *problem_sentences(ticket)]


def said(wordings: Wordings, spans: Sequence[Span]) -> list[tuple[Span, Said]]:
    """Where something is said to be so: not denied, not feared, not asked after."""
    return [(s, place) for s in spans for place in longest(wordings.find(s.text)) if asserted(s.text, place)]


def named(wordings: Wordings, spans: Sequence[Span]) -> list[tuple[Span, Said]]:
    """Where something is spoken of, as far as it is not denied; a question speaks of it, too."""
    return [(s, place) for s in spans for place in longest(wordings.find(s.text)) if not negated(s.text, place)]


def quotes(places: Iterable[tuple[Span, Said]]) -> tuple[Evidence, ...]:
    """The places as evidence that points into the ticket."""
    return tuple(quote(span, place.start, place.end) for span, place in places)


def quote(span: Span, start: int, end: int) -> Evidence:
    """A piece of what was said; `start` and `end` count within the sentence."""
    return Evidence("message", span.message_id, span.start + start, span.start + end, span.text[start:end])
