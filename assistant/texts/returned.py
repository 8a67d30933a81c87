"""A text that comes back from the page to be changed: as untrusted as the ticket, and masked like it."""

from dataclasses import replace

from assistant.errors import SteeringInvalid
from assistant.reading import ReadTicket
from assistant.records import Evidence, Section, Sentence, Text, TextKind
from assistant.texts.kinds import SPECS
from guardrails.normalise import normalise
from guardrails.scrub import Scrubber
from guardrails.vault import Vault
from ingest.index import Index

MAX_SENTENCES = 80
MAX_EVIDENCE = 12
MAX_CHARS = 2000


def returned(
    before: Text, kind: TextKind, ticket: ReadTicket, index: Index, *, scrubber: Scrubber, vault: Vault
) -> Text:
    """`before` with its words scrubbed and every quote taken from its source anew; it still has to be checked.

    Raises `SteeringInvalid` for a text of another kind, or one that no writer here would have written.
    """
    if before.kind != kind:
        raise SteeringInvalid(f"`before` is a text of the kind {before.kind!r}, and {kind!r} is asked for")
    if len(before.sentences) > MAX_SENTENCES or any(len(s.text) > MAX_CHARS for s in before.sentences):
        raise SteeringInvalid(f"`before` is longer than {MAX_SENTENCES} sentences of {MAX_CHARS} characters")
    words = {f"before.{n}": normalise(s.text).text for n, s in enumerate(before.sentences)}
    masked = iter([done.text for done in scrubber.scrub_thread(words, vault).values()] if words else [])
    found: dict[str, list[Sentence]] = {}
    for section in before.sections:
        for sentence in section.sentences:
            evidence = tuple(_again(e, ticket, index) for e in sentence.evidence[:MAX_EVIDENCE])
            found.setdefault(section.name, []).append(
                replace(sentence, text=next(masked), evidence=evidence, findings=())
            )
    sections = tuple(Section(s.name, s.title, tuple(found.get(s.name, ()))) for s in SPECS[kind].sections)
    return Text(kind, before.made_by, sections, before.language)


def _again(evidence: Evidence, ticket: ReadTicket, index: Index) -> Evidence:
    """What really stands there; a phrase of the house is compared with the house's own by the checks."""
    if evidence.kind == "frame":
        return Evidence("frame", evidence.source, evidence.start, evidence.end, evidence.quote)
    if evidence.kind == "passage":
        chunk = index.chunk(evidence.source)
        text = chunk.text if chunk else ""
    else:
        text = ticket.text_of(evidence.source)
    start, end = max(evidence.start, 0), max(evidence.end, 0)
    return Evidence(evidence.kind, evidence.source, start, end, text[start:end])
