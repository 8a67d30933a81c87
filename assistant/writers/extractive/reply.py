"""The writer that needs no generative model: it selects, orders and joins what the knowledge says, word for word."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

import numpy as np

from assistant.evidence import from_frame, from_span, from_statement, sentence
from assistant.query import names_trouble
from assistant.reading import Span
from assistant.records import Draft, Evidence, Passage, Sentence, SentenceRole
from assistant.writers.excerpt import Excerpt, excerpt
from assistant.writers.material import Material, Quotable
from guardrails.vault import PLACEHOLDER
from ingest.embed import Vectors
from prompts.phrases import Phrases

NAME = "extractive"

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


class ExtractiveWriter:
    """Greeting, acknowledgement, explanation and steps from the best public article, open questions, closing."""

    name = NAME

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def reply(self, material: Material, sources: Sequence[Passage]) -> Draft:
        """A reply from `sources`, the public passages that answer the ticket, best first."""
        sentences = [self._greeting(material), *self._acknowledgement(material)]
        topics = _topics(material, sources)
        for topic in topics:
            sentences += self._answer(material, topic)
        sentences += self._questions(material, material.quotable(topics[0].passage.chunk.document_id))
        sentences.append(self._frame("closing", "closing"))
        return Draft(NAME, tuple(_once(sentences)))

    def question(self, frame: str) -> Sentence:
        """The one clarifying question that stands instead of a guess."""
        return self._frame(frame, "question")

    def _frame(self, name: str, role: SentenceRole) -> Sentence:
        text = self._phrases.say(name)
        return sentence(text, role, from_frame(name, text))

    def _filled(self, frame: str, role: SentenceRole, *evidence: Evidence, **fields: str) -> Sentence:
        """A frame around words of the ticket: both are its evidence."""
        text = self._phrases.say(frame, **fields)
        return sentence(text, role, from_frame(frame, self._phrases.frames[frame]), *evidence)

    def _greeting(self, material: Material) -> Sentence:
        name = material.ticket.greeting_name
        if not name:
            return self._frame("greeting_no_name", "greeting")
        return self._filled("greeting", "greeting", Evidence("field", "customer.name", 0, len(name), name), name=name)

    def _acknowledgement(self, material: Material) -> list[Sentence]:
        """The subject, and the customer's own sentence that says most about the problem."""
        found = []
        subject = material.ticket.subject
        if subject and not material.ticket.injected("subject"):
            evidence = Evidence("message", "subject", 0, len(subject), subject)
            found.append(self._filled("acknowledgement_subject", "acknowledgement", evidence, quote=_shown(subject)))
        span = _central(material)
        if span is not None:
            found.append(self._filled("acknowledgement", "acknowledgement", from_span(span), quote=_shown(span.text)))
        return found

    def _answer(self, material: Material, topic: _Topic) -> list[Sentence]:
        quotable = material.quotable(topic.passage.chunk.document_id)
        chosen: Excerpt = excerpt(quotable, topic.passage.chunk)
        found = [sentence(s.text, "answer", from_statement(s)) for s in chosen.explanation]
        found += [sentence(s.text, "step", from_statement(s)) for s in chosen.steps]
        if topic.about is not None and found:
            quote = _shown(topic.about.text)
            found.insert(0, self._filled("second_topic", "acknowledgement", from_span(topic.about), quote=quote))
        return found

    def _questions(self, material: Material, quotable: Quotable) -> list[Sentence]:
        """What the article asks for and the ticket does not hold yet."""
        kinds = {artifact.kind for artifact in material.artifacts}
        thread = " ".join(message.text for message in material.ticket.messages).lower()
        asked = [s for s in quotable.statements if s.asks and s.kind != "sentence"]
        missing = [s for s in asked if not _answered(s.text, kinds, thread)]
        if not missing:
            return []
        questions = [sentence(s.text, "question", from_statement(s)) for s in missing[:MAX_QUESTIONS]]
        return [self._frame("questions_intro", "closing"), *questions]


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


def _once(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    seen: set[str] = set()
    for one in sentences:
        key = one.text.casefold()
        if key not in seen:
            seen.add(key)
            yield one
