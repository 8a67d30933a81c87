"""What a ticket is about, in named sections; every sentence is the thread's own, with its place."""

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.evidence import from_frame, from_span, from_statement, sentence
from assistant.frames import EMPTY_MESSAGE
from assistant.reading import ReadMessage, Span
from assistant.records import Evidence, Sentence, Verdict
from assistant.statements import statements
from assistant.texts.order import Order
from assistant.writers.extractive.voice import Voice
from assistant.writers.material import Material

_IMPACT = re.compile(
    r"\b((?:all|none|most|half) of|(?:all|every) (?:our|the|my|users?|customers?|orders?|staff|single|event|one)"
    r"|no one|nobody|everyone|everybody|urgent\w*|critical|production|blocked|blocking|cannot work|can't work"
    r"|down|outage|losing|lost|deadline|revenue|money|complain\w*|stuck|escalat\w*|asap|unusable|affect\w*|impact\w*"
    r"|\d[\d,.]* (?:users?|people|orders?|customers?|agents?|employees|colleagues|records?|rows?|invoices?"
    r"|e-?mails?))\b",
    re.IGNORECASE,
)
_TRIED = re.compile(
    r"\b(tried|trying|already|restarted|re-?installed|reset|cleared|checked|updated|switched|disabled|removed|rebooted"
    r"|re-?ran|re-?uploaded|rotated|changed|did(?:n't| not) help|no luck|still (?:the same|fails?|failing|happens)"
    r"|without success|to no avail)\b",
    re.IGNORECASE,
)
_ENVIRONMENT = re.compile(
    r"\b(version|windows|mac ?os|linux|ubuntu|android|ios|iphone|ipad|chrome|firefox|safari|edge|okta|entra|azure ad"
    r"|browser|plan|sandbox|staging|production|python|java|node|php|\.net)\b",
    re.IGNORECASE,
)
_FIELD_CHARS = 80
_TIMELINE_MESSAGES = 8


def write_summary(order: Order, material: Material, _voice: Voice) -> Mapping[str, Sequence[Sentence]]:
    """All sections, in the order in which an agent asks for them; a section without sentences was not found."""
    used: set[tuple[str, int]] = set()
    return {
        "problem": _problem(material, used),
        "impact": _matching(material.problem, _IMPACT, used, limit=2),
        "environment": _environment(material, used),
        "timeline": _timeline(material.ticket.messages),
        "tried": _tried(material, used),
        "open_questions": _open_questions(material),
        "next_step": _next_step(material, order.verdict),
    }


def _statement(span: Span) -> Sentence:
    return sentence(" ".join(span.text.split()), "statement", from_span(span))


def _problem(material: Material, used: set[tuple[str, int]]) -> list[Sentence]:
    """The subject, and the two most central sentences in the order in which they were written."""
    subject = material.ticket.subject
    found: list[Sentence] = (
        [sentence(subject, "statement", Evidence("message", "subject", 0, len(subject), subject))] if subject else []
    )
    spans, scores = material.problem, material.problem_scores
    ranked = sorted(range(len(spans)), key=lambda n: -scores[n])
    chosen = [n for n in ranked if len(spans[n].text.split()) >= 4 and spans[n].text.strip() != subject][:2]
    for n in sorted(chosen):
        used.add((spans[n].message_id, spans[n].start))
        found.append(_statement(spans[n]))
    return found


def _matching(
    spans: Iterable[Span], pattern: re.Pattern[str], used: set[tuple[str, int]], *, limit: int
) -> list[Sentence]:
    found: list[Sentence] = []
    for span in spans:
        if len(found) == limit:
            break
        if (span.message_id, span.start) not in used and pattern.search(span.text) and not span.text.endswith("?"):
            used.add((span.message_id, span.start))
            found.append(_statement(span))
    return found


def _environment(material: Material, used: set[tuple[str, int]]) -> list[Sentence]:
    """Ticket fields, versions, and a sentence that names system, browser or plan."""
    found = [_field(key, value) for key, value in material.ticket.fields.items() if len(value) <= _FIELD_CHARS][:6]
    seen: set[str] = set()
    for artifact in material.artifacts:
        if artifact.kind == "version" and artifact.value.lower() not in seen:
            seen.add(artifact.value.lower())
            evidence = Evidence("message", artifact.message_id, artifact.start, artifact.end, artifact.value)
            found.append(sentence(artifact.value, "statement", evidence))
    return found[:8] + _matching(material.problem, _ENVIRONMENT, used, limit=1)


def _field(key: str, value: str) -> Sentence:
    name = key.replace("_", " ")
    text = f"{name.capitalize()}: {value}"
    return sentence(
        text, "statement", from_frame("field", name), Evidence("field", f"fields.{key}", 0, len(value), value)
    )


def _timeline(messages: tuple[ReadMessage, ...]) -> list[Sentence]:
    """When each message came; the first and the latest ones of a long thread."""
    dated = [message for message in messages if message.created_at is not None]
    if len(dated) > _TIMELINE_MESSAGES:
        dated = [dated[0], *dated[1 - _TIMELINE_MESSAGES :]]
    found = []
    for message in dated:
        when = message.stamp
        first = message.sentences[0] if message.sentences else None
        words = " ".join(first.text.split()) if first else EMPTY_MESSAGE
        who = f"{message.role}{'' if message.public else ' (internal note)'}"
        stamp = Evidence("field", f"{message.id}.created_at", 0, len(when), when)
        evidence = (stamp, from_span(first)) if first else (stamp, from_frame("empty_message", words))
        found.append(sentence(f"{when}, {who}: {words}", "statement", from_frame("author", who), *evidence))
    return found


def _tried(material: Material, used: set[tuple[str, int]]) -> list[Sentence]:
    spans = [span for message in material.ticket.messages for span in message.sentences]
    return _matching(spans, _TRIED, used, limit=5)


def _open_questions(material: Material) -> list[Sentence]:
    """The customer's questions since the last answer, and the agent's that nobody answered yet."""
    public = [message for message in material.ticket.messages if message.public]
    last_agent = max((n for n, message in enumerate(public) if message.role == "agent"), default=-1)
    since = [m for m in public[last_agent + 1 :] if m.role == "customer"]
    spans = [span for message in since for span in message.sentences]
    if last_agent >= 0 and not since:
        spans = list(public[last_agent].sentences)
    return [_statement(span) for span in spans if span.text.rstrip().endswith("?") and len(span.text.split()) >= 3][:5]


def _next_step(material: Material, verdict: Verdict) -> list[Sentence]:
    """The verdict's reason, and the first check of an internal runbook where one fits (for the agent's eyes)."""
    found = [
        sentence(verdict.reason, "statement", from_frame(f"verdict.{verdict.kind}", verdict.reason), *verdict.evidence)
    ]
    runbook = next((p for p in material.knowledge if not p.quotable), None)
    if runbook is not None:
        first = next((s for s in statements(runbook.chunk) if s.kind == "step"), None)
        if first is not None:
            found.append(sentence(first.text, "statement", from_statement(first)))
    return found
