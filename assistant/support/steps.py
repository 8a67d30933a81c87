"""A list of steps told in part or out of order: named to the agent, never taken away."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.records import Evidence, Sentence
from assistant.statements import Statement, statements
from assistant.support.score import coverage
from assistant.support.words import read_words
from guardrails.findings import Finding
from ingest.documents import Chunk

MIN_TOLD = 0.5
"""Share of a step's words from which a sentence that points at several steps tells it."""
_QUOTE_CHARS = 160


@dataclass(frozen=True, slots=True)
class Told:
    """A step of a list and the positions of the sentences that tell it."""

    step: Statement
    by: tuple[int, ...]


def step_findings(placed: Sequence[tuple[str, Sentence]], document: Callable[[str], Sequence[Chunk]]) -> list[Finding]:
    """What is missing of the lists that the steps among `placed` (where, sentence) come from, and what is misplaced.

    `document` gives the chunks of the document that a chunk id belongs to, in order.
    """
    telling = [(where, sentence) for where, sentence in placed if sentence.role == "step"]
    sources = dict.fromkeys(e.source for _, one in telling for e in _passages(one))
    found: list[Finding] = []
    seen: set[str] = set()
    for source in sources:
        if source in seen:
            continue
        chunks = document(source)
        seen.update(chunk.id for chunk in chunks)
        for steps in _lists(chunks):
            told = [_told(step, telling) for step in steps]
            if any(one.by for one in told):
                found += [*_missing(told, telling), *_misplaced(told, telling)]
    return found


def _missing(told: Sequence[Told], telling: Sequence[tuple[str, Sentence]]) -> list[Finding]:
    found: list[Finding] = []
    if not _meant_whole(told):
        return found
    where = telling[next(one.by[0] for one in told if one.by)][0]
    for number, one in enumerate(told, 1):
        if one.by:
            where = telling[one.by[0]][0]
            continue
        about = f"step {number} of {len(told)} of “{one.step.chunk.title}” is missing: “{_shown(one.step.text)}”"
        found.append(_finding("step_missing", where, f"{about}: put it in, unless it was left out on purpose"))
    return found


def _meant_whole(told: Sequence[Told]) -> bool:
    """A numbered list always is; of bullets some may be picked, but not all except one, or with a gap in between."""
    by = [n for n, one in enumerate(told) if one.by]
    gap = len(by) <= by[-1] - by[0]
    return told[0].step.kind == "step" or gap or len(by) == len(told) - 1 > 1


def _misplaced(told: Sequence[Told], telling: Sequence[tuple[str, Sentence]]) -> list[Finding]:
    """The steps of an ordered list that come before one that precedes them in the article."""
    found = []
    latest = -1
    for number, one in enumerate(told, 1):
        if not one.by or one.step.kind != "step":
            continue
        if one.by[-1] < latest:
            about = f"step {number} of “{one.step.chunk.title}” comes too early: “{_shown(one.step.text)}”"
            found.append(_finding("step_order", telling[one.by[-1]][0], f"{about}: keep the order of the article"))
        latest = max(latest, one.by[-1])
    return found[:1]


def _told(step: Statement, telling: Sequence[tuple[str, Sentence]]) -> Told:
    return Told(step, tuple(n for n, (_, sentence) in enumerate(telling) if _tells(sentence, step)))


def _tells(sentence: Sentence, step: Statement) -> bool:
    """Points at this step alone, or points at it among others and has its words."""
    for evidence in _passages(sentence):
        if evidence.source != step.chunk.id or evidence.start >= step.end or evidence.end <= step.start:
            continue
        alone = step.start <= evidence.start and evidence.end <= step.end
        if alone or coverage(read_words(step.text), read_words(sentence.text)) >= MIN_TOLD:
            return True
    return False


def _lists(chunks: Iterable[Chunk]) -> list[list[Statement]]:
    """Lists of a document; one that was cut between two chunks of a section is one list."""
    found: list[list[Statement]] = []
    for chunk in chunks:
        before: Statement | None = None
        for statement in statements(chunk):
            listed = statement.kind in ("step", "bullet")
            last = found[-1][-1] if found else None
            if listed and last is not None and _goes_on(last, statement, before):
                found[-1].append(statement)
            elif listed:
                found.append([statement])
            before = statement
    return found


def _goes_on(last: Statement, statement: Statement, before: Statement | None) -> bool:
    if last.chunk.id == statement.chunk.id:
        return last.block == statement.block
    same = last.chunk.document_id == statement.chunk.document_id and last.chunk.heading == statement.chunk.heading
    return before is None and same and last.kind == statement.kind


def _passages(sentence: Sentence) -> list[Evidence]:
    return [e for e in sentence.evidence if e.kind == "passage"]


def _finding(kind: str, where: str, advice: str) -> Finding:
    return Finding(f"evidence.{kind}", where, 0, 0, "warning", advice)


def _shown(text: str) -> str:
    return text if len(text) <= _QUOTE_CHARS else text[:_QUOTE_CHARS].rsplit(" ", 1)[0] + " …"
