"""A summary that goes on from an earlier one: which messages are new, and what of the earlier text still stands.

The earlier text comes from outside. Nothing of it is believed: a sentence stands where its evidence still says so, in
this ticket's own placeholders, and it goes through the same checks as a new one.
"""

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from hashlib import sha256
from typing import get_args

from assistant.reading import ReadMessage, ReadTicket
from assistant.records import Evidence, Section, Sentence, Text, Verdict, VerdictKind
from assistant.steering.steering import Steering
from assistant.texts.kinds import SPECS
from guardrails.vault import PLACEHOLDER, Vault
from ingest.tickets import Ticket

MAX_SENTENCES = 60
"""Sentences of a section of an earlier text that are looked at."""
_NOT_JUDGED = "Not judged again, because nothing has changed since this summary was made."
_DIGEST_CHARS = 16


@dataclass(frozen=True, slots=True)
class Standing:
    """What an earlier text is still worth. `text` holds the sentences that stand, its basis the messages they cover.

    `same` means that nothing has changed and all of it stands; `verdict` is then what was judged.
    """

    text: Text
    same: bool
    verdict: Verdict


def basis(ticket: Ticket, steering: Steering, *, writer: str, generation: str) -> tuple[str, ...]:
    """What a summary is made from: what was asked of whom, the head of the ticket, the index, and each message."""
    head = (ticket.subject, sorted(ticket.fields.items()), ticket.customer, ticket.status, ticket.resolution)
    return (
        f"asked {_digest(writer, *map(str, astuple(steering)))}",
        f"head {_digest(repr(head))}",
        f"index {generation}",
        *(f"message {m.id} {_digest(repr(m))}" for m in ticket.messages),
    )


def based(text: Text, entries: Sequence[str], verdict: Verdict) -> Text:
    """The text with its basis and what was judged: what comes back with it is not judged again."""
    return replace(text, basis=(*entries, f"verdict {verdict.kind} {verdict.score:.3f}"))


def standing(before: Text, now: Sequence[str], ticket: ReadTicket, vault: Vault) -> Standing | None:
    """What of `before` stands for `ticket`, whose basis is `now`; None when all has to be written anew.

    That is so when something else was asked for, when the head of the ticket has changed, or when what carried the
    earlier text is gone.
    """
    then = set(before.basis)
    if before.kind != "summary" or not _about(now, "asked", "head") <= then:
        return None
    covered = [entry for entry in now if entry.startswith("message ") and entry in then]
    verdict = _verdict(before.basis)
    sections = _sections(before, ticket, frozenset(map(_id, covered)), vault)
    text = Text("summary", before.made_by, sections, before.language, before.notes, tuple(covered))
    core = [s for section in sections if section.name in SPECS["summary"].core for s in section.sentences]
    if not core or verdict is None or not covered:
        return None
    whole = len(text.sentences) == len(before.sentences)
    unchanged = _about(now, "index", "message") | _about(now, "asked", "head")
    same = whole and unchanged == {entry for entry in then if not entry.startswith("verdict ")}
    return Standing(text, same, verdict)


def covered(before: Text | None) -> frozenset[str]:
    """The ids of the messages that an earlier text stands for: the others are to be read."""
    return frozenset(_id(entry) for entry in before.basis if entry.startswith("message ")) if before else frozenset()


def narrowed(ticket: ReadTicket, before: Text) -> ReadTicket:
    """The ticket with all of its new messages, and of the others only the sentences that `before` quotes.

    The texts stay whole, so that offsets keep their meaning; what is searched, embedded and sent goes by sentences.
    """
    known = covered(before)
    quoted = [e for s in before.sentences for e in s.evidence if e.kind == "message"]
    messages = (_only(m, quoted) if m.id in known else m for m in ticket.messages)
    return replace(ticket, messages=tuple(messages))


def _only(message: ReadMessage, quoted: Sequence[Evidence]) -> ReadMessage:
    own = [e for e in quoted if e.source == message.id]
    kept = (s for s in message.sentences if any(e.start < s.end and e.end > s.start for e in own))
    return replace(message, sentences=tuple(kept))


def _sections(before: Text, ticket: ReadTicket, unchanged: frozenset[str], vault: Vault) -> tuple[Section, ...]:
    """The known sections with what stands of them."""
    there = {section.name: section.sentences[:MAX_SENTENCES] for section in before.sections}
    return tuple(
        Section(spec.name, spec.title, tuple(_stands(there.get(spec.name, ()), ticket, unchanged, vault)))
        for spec in SPECS["summary"].sections
    )


def _stands(
    sentences: Sequence[Sentence], ticket: ReadTicket, unchanged: frozenset[str], vault: Vault
) -> list[Sentence]:
    found = []
    for sentence in sentences:
        evidence = [_again(e, ticket, unchanged, vault) for e in sentence.evidence]
        again = tuple(e for e in evidence if e is not None)
        if again and len(again) == len(evidence):
            text = _masked(sentence.text, "\n".join(e.quote for e in again), vault)
            found.append(replace(sentence, text=text, evidence=again, findings=()))
    return found


def _again(evidence: Evidence, ticket: ReadTicket, unchanged: frozenset[str], vault: Vault) -> Evidence | None:
    """The same place in the ticket as it is read now; None when it says something else, or is gone."""
    if evidence.kind not in ("message", "field"):
        return evidence
    message = next(
        (m for m in ticket.messages if evidence.source.split(".utc.")[0] in (m.id, f"{m.id}.created_at")), None
    )
    if message is not None and message.id not in unchanged:
        return None
    text = ticket.text_of(evidence.source)
    if vault.restore(text[evidence.start : evidence.end]) == vault.restore(evidence.quote):
        return replace(evidence, quote=text[evidence.start : evidence.end])
    quote = _masked(evidence.quote, text, vault)
    start = text.find(quote) if quote else -1
    return replace(evidence, start=start, end=start + len(quote), quote=quote) if start >= 0 else None


def _masked(text: str, held: str, vault: Vault) -> str:
    """`text` with the placeholders of `held` in the place of their values, the longest value first."""
    values = {match[0]: vault.restore(match[0]) for match in PLACEHOLDER.finditer(held)}
    for placeholder, value in sorted(values.items(), key=lambda item: -len(item[1])):
        if value != placeholder:
            text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", lambda _, made=placeholder: made, text)  # type: ignore[misc]
    return text


def _verdict(entries: Sequence[str]) -> Verdict | None:
    """What was judged then; None where the basis does not tell."""
    for entry in entries:
        word, _, rest = entry.partition(" ")
        kind, _, score = rest.partition(" ")
        if word == "verdict" and kind in get_args(VerdictKind) and score.replace(".", "", 1).isdecimal():
            return Verdict(kind, _NOT_JUDGED, min(1.0, float(score)))  # type: ignore[arg-type]  # one of them
    return None


def _about(entries: Sequence[str], *words: str) -> set[str]:
    return {entry for entry in entries if entry.partition(" ")[0] in words}


def _id(entry: str) -> str:
    return entry.removeprefix("message ").rpartition(" ")[0]


def _digest(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode(errors="surrogatepass")).hexdigest()[:_DIGEST_CHARS]
