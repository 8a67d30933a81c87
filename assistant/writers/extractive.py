"""The writer that needs no generative model: it selects, orders and joins what the knowledge says, word for word."""

import re
from collections.abc import Iterator, Sequence, Set

import numpy as np

from assistant.evidence import from_frame, from_span, from_statement, sentence
from assistant.reading import Span
from assistant.records import Draft, Evidence, Passage, Sentence
from assistant.statements import Statement
from assistant.writers.material import Material
from ingest.documents import Chunk
from prompts.phrases import Phrases

NAME = "extractive"

MAX_STEPS = 7
MAX_EXPLANATIONS = 2
MAX_QUESTIONS = 3
_MIN_EXPLANATION = 0.35
"""Relevance below which a sentence is about something else; the lowest that kept an explanation in the sample's drafts."""
_SECOND_DOCUMENT = 0.92
"""A second article is quoted when it scores at least this share of the first: two problems, or two halves of an answer."""
_QUOTE_CHARS = 220

_IMPERATIVE = re.compile(
    r"^(?:\W*)(?:then |next |first |now |finally |in [^,]{3,40}, |on [^,]{3,40}, |at [^,]{3,40}, |if [^,]{3,80}, )?"
    r"(?:add|ask|change|check|choose|clear|click|close|compare|confirm|contact|copy|create|delete|deselect|disable|"
    r"double-click|download|drag|edit|enable|ensure|enter|export|find|follow|go|highlight|hold|import|install|launch|log|"
    r"look|make|mark|move|navigate|open|paste|pick|place|press|put|reduce|re-?enter|re-?import|reload|remove|rename|repeat|"
    r"replace|reset|restart|restore|resume|return|revoke|right-click|rotate|run|save|scroll|search|select|send|set|sign|"
    r"start|stop|switch|sync|tap|test|tick|try|turn|type|uncheck|uninstall|unpause|untick|update|upload|use|verify|visit|wait|"
    r"write)\b",
    re.IGNORECASE,
)
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


class ExtractiveWriter:
    """Greeting, acknowledgement, explanation and steps from the best public article, open questions, closing."""

    name = NAME

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def reply(self, material: Material, sources: Sequence[Passage]) -> Draft:
        """A reply from `sources`, the public passages that answer the ticket, best first."""
        sentences = [self.greeting(material), self.acknowledgement(material)]
        for position, passage in enumerate(self._documents(sources)):
            sentences += self._answer(material, passage, steps=MAX_STEPS if position == 0 else MAX_STEPS // 2)
        sentences += self._questions(material, sources[0])
        closing = self._phrases.say("closing")
        sentences.append(sentence(closing, "closing", from_frame("closing", closing)))
        return Draft(NAME, tuple(_once(sentences)))

    def question(self, frame: str) -> Sentence:
        """The one clarifying question that stands instead of a guess."""
        text = self._phrases.say(frame)
        return sentence(text, "question", from_frame(frame, text))

    def greeting(self, material: Material) -> Sentence:
        name = material.ticket.greeting_name
        if not name:
            text = self._phrases.say("greeting_no_name")
            return sentence(text, "greeting", from_frame("greeting_no_name", text))
        text = self._phrases.say("greeting", name=name)
        field = Evidence("field", "customer.name", 0, len(name), name)
        return sentence(text, "greeting", from_frame("greeting", self._phrases.frames["greeting"]), field)

    def acknowledgement(self, material: Material) -> Sentence:
        """The customer's own sentence that says most about the problem; the subject where there is none."""
        span = _central(material)
        if span is not None:
            text = self._phrases.say("acknowledgement", quote=_shown(span.text))
            return sentence(
                text,
                "acknowledgement",
                from_frame("acknowledgement", self._phrases.frames["acknowledgement"]),
                from_span(span),
            )
        subject = material.ticket.subject
        text = self._phrases.say("acknowledgement_subject", quote=subject)
        frame = from_frame("acknowledgement_subject", self._phrases.frames["acknowledgement_subject"])
        return sentence(text, "acknowledgement", frame, Evidence("message", "subject", 0, len(subject), subject))

    def _documents(self, sources: Sequence[Passage]) -> list[Passage]:
        first = sources[0]
        close = [p for p in sources[1:] if p.chunk.pool == "knowledge" and p.score >= _SECOND_DOCUMENT * first.score]
        return [first, *close[:1]]

    def _answer(self, material: Material, passage: Passage, *, steps: int) -> list[Sentence]:
        part = "resolution" if passage.chunk.pool == "cases" else ""
        found, scored = material.public_statements(passage.chunk.document_id, part=part)
        usable = [n for n, s in enumerate(found) if not s.asks]
        chosen = _explanations([n for n in usable if not _is_step(found[n])], found, scored.scores, scored.vectors)
        listed = _steps(found, usable, scored.scores, passage.chunk)[:steps]
        if not listed:
            more = [n for n in usable if n not in chosen]
            chosen += sorted(more, key=lambda n: -scored.scores[n])[: 4 - len(chosen)]
        sentences = [] if part == "" else [self._frame("case_intro")]
        sentences += [_quoted(found[n], "answer") for n in sorted(chosen)]
        return sentences + [_quoted(found[n], "step") for n in listed]

    def _frame(self, name: str) -> Sentence:
        text = self._phrases.say(name)
        return sentence(text, "answer", from_frame(name, text))

    def _questions(self, material: Material, source: Passage) -> list[Sentence]:
        """What the article asks for and the ticket does not hold yet."""
        if source.chunk.pool != "knowledge":
            return []
        found, _ = material.public_statements(source.chunk.document_id)
        kinds = {artifact.kind for artifact in material.artifacts}
        thread = " ".join(message.text for message in material.ticket.messages).lower()
        missing = [s for s in found if s.asks and s.kind != "sentence" and not _answered(s.text, kinds, thread)]
        if not missing:
            return []
        return [self._frame("questions_intro"), *(_quoted(s, "question") for s in missing[:MAX_QUESTIONS])]


def _central(material: Material) -> Span | None:
    """The sentence nearest to the whole question; long enough to say something, short enough to be read back."""
    spans = material.problem
    scores = material.problem_scores.scores
    fitting = [
        n for n, span in enumerate(spans) if 5 <= len(span.text.split()) <= 45 and not span.text.rstrip().endswith("?")
    ]
    if not fitting:
        return None
    return spans[max(fitting, key=lambda n: scores[n] - 0.01 * n)]


def _shown(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= _QUOTE_CHARS:
        return text
    return text[:_QUOTE_CHARS].rsplit(" ", 1)[0] + " …"


def _quoted(statement: Statement, role: str) -> Sentence:
    return sentence(statement.text, role, from_statement(statement))  # type: ignore[arg-type]


def _is_step(statement: Statement) -> bool:
    return statement.kind == "step" or (statement.kind == "bullet" and bool(_IMPERATIVE.match(statement.text)))


def _explanations(usable: list[int], found: list[Statement], scores: np.ndarray, vectors: np.ndarray) -> list[int]:
    """The most relevant sentences that do not say the same thing twice (maximal marginal relevance)."""
    chosen: list[int] = []
    for n in sorted(usable, key=lambda n: -scores[n]):
        if len(chosen) == MAX_EXPLANATIONS or scores[n] < _MIN_EXPLANATION:
            break
        if found[n].text.endswith((":", "?")) or any(float(vectors[n] @ vectors[m]) > 0.85 for m in chosen):
            continue
        chosen.append(n)
    return chosen


def _steps(found: list[Statement], usable: list[int], scores: np.ndarray, best: Chunk) -> list[int]:
    """The list of steps that fits best: its mean relevance, more for a heading that promises a way out."""
    lists: dict[tuple[str, int], list[int]] = {}
    for n in usable:
        if _is_step(found[n]):
            lists.setdefault((found[n].chunk.id, found[n].block), []).append(n)
    joined = _join_across_chunks(list(lists.values()), found)
    if not joined:
        return []

    def fit(items: list[int]) -> float:
        first = found[items[0]]
        bonus = 0.15 * first.remedy + 0.1 * (first.chunk.id == best.id) + 0.05 * (first.kind == "step")
        return float(np.mean([scores[n] for n in items])) + bonus + 0.02 * min(len(items), 5)

    return max(joined, key=fit)


def _join_across_chunks(lists: list[list[int]], found: list[Statement]) -> list[list[int]]:
    """A list that was cut between two chunks of one section is one list."""
    joined: list[list[int]] = []
    for items in lists:
        last = joined[-1] if joined else None
        if last is not None and last[-1] + 1 == items[0]:
            one, two = found[last[-1]], found[items[0]]
            if one.chunk.id != two.chunk.id and one.chunk.heading == two.chunk.heading and one.kind == two.kind:
                last.extend(items)
                continue
        joined.append(list(items))
    return joined


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
