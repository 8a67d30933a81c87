"""Which articles answer which part of the question."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.query import without_placeholders
from assistant.reading import Span
from assistant.records import Passage
from assistant.relevance import relevance
from assistant.writers.extractive.central import central, may_be_repeated
from assistant.writers.extractive.needs import asks
from assistant.writers.extractive.parts import parts
from assistant.writers.material import Material, Quotable

MAX_TOPICS = 3
MIN_CONFIDENCE = 0.3
"""Chance of an answer from which an article of its own is quoted for a part; the ticket as a whole has one already."""
LEAD = 0.12
"""… and that it has to be ahead of an article that is quoted already."""
_MIN_PART_WORDS = 6


@dataclass(frozen=True, slots=True)
class Topic:
    """A part of the question and the article that answers it.

    `spans` are the sentences of the problem that it answers. `about` is the sentence that names it to the customer,
    where it is not the first. `quotable` holds the article's statements with their relevance to this part.
    """

    passage: Passage
    quotable: Quotable
    spans: tuple[int, ...]
    about: Span | None = None


def topics(material: Material, sources: Sequence[Passage]) -> list[Topic]:
    """The best article for the whole question, and others for parts of it that are plainly about something else."""
    passage = sources[0]
    first = Topic(passage, material.quotable(passage.chunk.document_id), tuple(range(len(material.problem))))
    others: list[Topic] = []
    of_parts = parts(material.problem)
    for part in of_parts if len(of_parts) > 1 else []:
        known = {topic.passage.chunk.document_id for topic in (first, *others)}
        topic = _other(material, part, known)
        if topic is not None and len(others) < MAX_TOPICS - 1:
            others.append(topic)
    elsewhere = {n for topic in others for n in topic.spans}
    return [replace(first, spans=tuple(n for n in first.spans if n not in elsewhere)), *others]


def _other(material: Material, part: Sequence[int], known: set[str]) -> Topic | None:
    """The article for a part, when it is none of those that are quoted already."""
    words = without_placeholders(" ".join(material.problem[n].text for n in part))
    about = _named(material, part)
    if len(words.split()) < _MIN_PART_WORDS or about is None:
        return None
    subject = "" if material.ticket.injected("subject") else without_placeholders(material.ticket.subject)
    looked = material.look(f"{subject}\n{words}".strip())
    if looked is None or not looked.public:
        return None
    best = looked.public[0]
    near = max((p.confidence or 0.0 for p in looked.public if p.chunk.document_id in known), default=0.0)
    if best.chunk.document_id in known or (best.confidence or 0.0) < max(MIN_CONFIDENCE, near + LEAD):
        return None
    own = material.quotable(best.chunk.document_id)
    scores = relevance(looked.query, [statement.text for statement in own.statements], own.vectors)
    return Topic(best, replace(own, scores=scores), tuple(part), about)


def _named(material: Material, part: Sequence[int]) -> Span | None:
    """The sentence of a part that asks; a question before a complaint."""
    spans = [material.problem[n] for n in part]
    fitting = [
        span
        for span in spans
        if asks(span.text) and len(span.text.split()) >= _MIN_PART_WORDS and may_be_repeated(span.text)
    ]
    fitting = [span for span in fitting if span != central(material)]
    return next((s for s in fitting if s.text.rstrip().endswith("?")), fitting[0] if fitting else None)
