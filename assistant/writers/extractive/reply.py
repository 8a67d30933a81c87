"""The reply: what public articles say to the problem, word for word."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from assistant.evidence import from_span, from_statement, sentence
from assistant.query import names_trouble
from assistant.reading import Span
from assistant.records import Evidence, Passage, Sentence
from assistant.texts.order import Order
from assistant.writers.extractive.excerpt import Excerpt, excerpt
from assistant.writers.extractive.voice import Voice
from assistant.writers.material import Material, Quotable
from guardrails.vault import PLACEHOLDER
from ingest.embed import Vectors

MAX_QUESTIONS = 3
_TOPIC_SOURCES = 4
"""Articles that a second problem is looked for in."""
_TOPIC_COSINE = 0.5
"""A sentence of the ticket is about an article from this similarity on."""
_TOPIC_LEAD = 0.12
"""… and about another problem than the first article's when the other one is nearer by this much."""
_QUOTE_CHARS = 240
_HAS = {
    r"request id|correlation id|trace": {"request_id", "trace_id", "correlation_id"},
    r"delivery id": {"delivery_id"},
    r"import id|export id": {"import_id", "export_id"},
    r"\btimes?\b|timestamp|when\b": {"timestamp"},
    r"version|build": {"version"},
    r"error (?:code|message|text)|exact wording": {"error_code", "error_signature"},
    r"status|response": {"http_status"},
    r"stack ?trace|traceback": {"stack_trace"},
    r"\burl\b|link|address of": {"url"},
}
"""What a question asks for, and the artifacts that answer it already."""


@dataclass(frozen=True, slots=True)
class _Topic:
    """A problem of the ticket and the article that answers it; `about` is the sentence that names a second problem."""

    passage: Passage
    about: Span | None = None


def write_reply(order: Order, material: Material, voice: Voice) -> Mapping[str, Sequence[Sentence]]:
    """Greeting, acknowledgement, explanation and steps from the best public articles, open questions, closing."""
    topics = _topics(material, order.sources)
    parts = {
        "greeting": [voice.greeting(material.ticket.greeting_name)],
        "acknowledgement": _acknowledgement(material, voice),
        "answer": [one for topic in topics for one in _answer(material, topic, voice)],
        "questions": _questions(material, material.quotable(topics[0].passage.chunk.document_id), voice),
        "closing": [voice.frame("closing", "closing")],
    }
    return _once(parts)


def _acknowledgement(material: Material, voice: Voice) -> list[Sentence]:
    """The subject, and the customer's own sentence that says most about the problem."""
    found = []
    subject = material.ticket.subject
    if subject and not material.ticket.injected("subject"):
        evidence = Evidence("message", "subject", 0, len(subject), subject)
        found.append(voice.filled("acknowledgement_subject", "acknowledgement", evidence, quote=_shown(subject)))
    span = _central(material)
    if span is not None:
        found.append(voice.filled("acknowledgement", "acknowledgement", from_span(span), quote=_shown(span.text)))
    return found


def _answer(material: Material, topic: _Topic, voice: Voice) -> list[Sentence]:
    quotable = material.quotable(topic.passage.chunk.document_id)
    chosen: Excerpt = excerpt(quotable, topic.passage.chunk)
    found = [sentence(s.text, "answer", from_statement(s)) for s in chosen.explanation]
    found += [sentence(s.text, "step", from_statement(s)) for s in chosen.steps]
    if topic.about is not None and found:
        quote = _shown(topic.about.text)
        found.insert(0, voice.filled("second_topic", "acknowledgement", from_span(topic.about), quote=quote))
    return found


def _questions(material: Material, quotable: Quotable, voice: Voice) -> list[Sentence]:
    """What the article asks for and the ticket does not hold yet."""
    kinds = {artifact.kind for artifact in material.artifacts}
    thread = " ".join(message.text for message in material.ticket.messages).lower()
    asked = [s for s in quotable.statements if s.asks and s.kind != "sentence"]
    missing = [s for s in asked if not _answered(s.text, kinds, thread)]
    if not missing:
        return []
    questions = [sentence(s.text, "question", from_statement(s)) for s in missing[:MAX_QUESTIONS]]
    return [voice.frame("questions_intro", "closing"), *questions]


def _topics(material: Material, sources: Sequence[Passage]) -> list[_Topic]:
    """The best article, and another one where a sentence of the ticket is plainly nearer to it."""
    first = _Topic(sources[0])
    central = _central(material)
    spans = [n for n, span in enumerate(material.problem) if span != central and _asks(span.text)]
    if not spans:
        return [first]
    asked = material.problem_vectors[spans]
    near = _nearness(asked, material.quotable(sources[0].chunk.document_id).vectors)
    for passage in sources[1:_TOPIC_SOURCES]:
        other = _nearness(asked, material.quotable(passage.chunk.document_id).vectors)
        best = int(np.argmax(np.where(other >= _TOPIC_COSINE, other - near, -1.0)))
        if other[best] >= _TOPIC_COSINE and other[best] - near[best] >= _TOPIC_LEAD:
            return [first, _Topic(passage, material.problem[spans[best]])]
    return [first]


def _nearness(asked: Vectors, statements: Vectors) -> Vectors:
    """The best cosine of each sentence with any statement of a document."""
    best: Vectors = (asked @ statements.T).max(axis=1, initial=0.0)
    return best


def _central(material: Material) -> Span | None:
    """The sentence nearest to the whole question; one that names trouble before one that sets the scene."""
    spans, scores = material.problem, material.problem_scores
    fitting = [n for n, span in enumerate(spans) if 5 <= len(span.text.split()) <= 45 and _may_be_repeated(span.text)]
    if not fitting:
        return None
    return spans[max(fitting, key=lambda n: scores[n] + 0.1 * names_trouble(spans[n].text) - 0.01 * n)]


def _asks(text: str) -> bool:
    return len(text.split()) >= 6 and (text.rstrip().endswith("?") or names_trouble(text))


def _may_be_repeated(text: str) -> bool:
    """Names may be read back to their owner; account numbers, addresses and secrets are never repeated in a mail."""
    kinds = {match[1] for match in PLACEHOLDER.finditer(text)}
    return kinds <= {"PERSON", "ORGANISATION"}


def _shown(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= _QUOTE_CHARS:
        return text
    return text[:_QUOTE_CHARS].rsplit(" ", 1)[0] + " …"


def _answered(question: str, kinds: Set[str], thread: str) -> bool:
    """Whether the ticket holds what is asked for: an artifact of that kind, or an id with the prefix that is named."""
    prefixes = re.findall(r"`([a-z]{2,5}_)`", question)
    if prefixes:
        return any(re.search(rf"\b{prefix}\w{{6,}}", thread) for prefix in prefixes)
    asked = [answers for pattern, answers in _HAS.items() if re.search(pattern, question, re.IGNORECASE)]
    return bool(asked) and all(kinds & answers for answers in asked)


def _once(parts: Mapping[str, Sequence[Sentence]]) -> dict[str, list[Sentence]]:
    """Without what was said before, whatever the section."""
    seen: set[str] = set()
    kept: dict[str, list[Sentence]] = {}
    for name, sentences in parts.items():
        kept[name] = []
        for one in sentences:
            if one.text.casefold() not in seen:
                seen.add(one.text.casefold())
                kept[name].append(one)
    return kept
