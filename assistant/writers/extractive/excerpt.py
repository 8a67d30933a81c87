"""What to quote of an article: the explanation, and the one list of steps that fits the question best."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.statements import Statement
from assistant.writers.material import Quotable
from ingest.documents import Chunk
from ingest.embed import Vectors

MAX_STEPS = 8
MAX_EXPLANATION = 3
MAX_PROSE = 4
MIN_RELEVANCE = 0.4
"""Relevance below which a sentence is about something else."""
MIN_STEP_RELEVANCE = 0.25
"""A list of steps below this mean is for another problem; steps name buttons, so it is lower than for prose."""
_MIN_STEP_WORDS = 4
_MIN_LONE_STEP_WORDS = 9
_CAUSE_BONUS = 0.1
"""What a heading that promises the cause is worth: an opening paragraph repeats the symptom in the asker's words."""
_SAME = 0.85
"""Cosine from which two sentences say the same."""

_LEANS = re.compile(
    r"^\W*(?:and|but|then|so|or|also|however|otherwise|instead|therefore|this|that|these|those|it|its|they|he|she|see"
    r"|for (?:more|further|details|information)|to learn|in this article|the following|as (?:above|below|described)"
    r"|both|here|(?:using|with|in|after|by) (?:this|that|these|those))\b"
    r"|\b(?:above|below|next (?:question|section|step)|following (?:steps|section)|this (?:article|page|section)"
    r"|screenshot|figure \d)\b",
    re.IGNORECASE,
)
"""A sentence that cannot stand alone: it leans on the one before, or on the page around it."""

_PAGE_TALK = re.compile(
    r"(?:learn (?:how|more|about|to)|how (?:to|do|can)|what (?:is|are)|why |i |my |more details )", re.IGNORECASE
)
"""A heading or an opening that tells what the page will tell."""

_HAND_OFF = re.compile(
    r"\b(?:ask (?:a question|for help|us)|contact (?:us|support)|support (?:forum|team))\b", re.IGNORECASE
)
"""The page passes its reader on to support: the reader is there already."""

_IMPERATIVE = re.compile(
    r"^(?:\W*)(?:then |next |first |now |finally |(?:in|on|at|under|from) [^,]{3,60}, |(?:if|to) [^,]{3,80}, )?"
    r"(?:add|ask|change|check|choose|clear|click|close|compare|confirm|contact|copy|create|delete|deselect|disable|"
    r"double-click|download|drag|edit|enable|ensure|enter|export|find|follow|go|highlight|hold|import|install|launch|log|"
    r"look|make|mark|move|navigate|open|paste|pick|place|press|put|reduce|re-?enter|re-?import|reload|remove|rename|"
    r"repeat|replace|reset|restart|restore|resume|return|revoke|right-click|rotate|run|save|scroll|search|select|send|"
    r"set|sign|start|stop|switch|sync|tap|test|tick|try|turn|type|uncheck|uninstall|unpause|untick|update|upload|use|"
    r"verify|visit|wait|write)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Statements to quote, in the order in which they are to be read."""

    explanation: tuple[Statement, ...]
    steps: tuple[Statement, ...]


def excerpt(quotable: Quotable, best: Chunk) -> Excerpt:
    """The best list of steps with what leads to it; where there is none, the best passage's own sentences.

    `best` is the chunk that was found for the question.
    """
    statements = quotable.statements
    usable = [n for n, statement in enumerate(statements) if not statement.asks]
    steps = _best_steps(statements, usable, quotable.scores, best)
    explanation = _explanation(quotable, [n for n in usable if not _is_step(statements[n])], best)
    if not steps:
        explanation = sorted(set(explanation[:1]) | set(_prose(quotable, usable, best)))[:MAX_PROSE]
    elif lead := _lead(statements, steps[0]):
        explanation = sorted({*explanation, *lead})
    return Excerpt(
        tuple(statements[n] for n in sorted(explanation)),
        tuple(statements[n] for n in _whole(statements, steps[:MAX_STEPS])),
    )


def _whole(statements: Sequence[Statement], steps: Sequence[int]) -> list[int]:
    """Without a last step that only announces what was cut off."""
    kept = list(steps)
    while kept and statements[kept[-1]].text.endswith(":"):
        kept.pop()
    return kept


def _is_step(statement: Statement) -> bool:
    return statement.kind == "step" or (statement.kind == "bullet" and bool(_IMPERATIVE.match(statement.text)))


def _explanation(quotable: Quotable, candidates: Sequence[int], best: Chunk) -> list[int]:
    """The most relevant sentences that stand alone and do not say the same thing twice."""
    chosen: list[int] = []

    def fit(n: int) -> float:
        statement = quotable.statements[n]
        bonus = statement.explains - statement.follows_up + (statement.chunk.id == best.id)
        return float(quotable.scores[n]) + _CAUSE_BONUS * bonus

    for n in sorted(candidates, key=lambda n: -fit(n)):
        text = quotable.statements[n].text
        if len(chosen) == MAX_EXPLANATION or fit(n) < MIN_RELEVANCE:
            break
        if not _stands_alone(text):
            continue
        if all(float(quotable.vectors[n] @ quotable.vectors[m]) <= _SAME for m in chosen):
            chosen.append(n)
    return chosen


def _stands_alone(text: str) -> bool:
    """A whole sentence that says something by itself, and neither a heading nor the page talking about itself."""
    if text.endswith((":", "?")) or not (text[0].isupper() or text[0] in '“"`') or len(text.split()) < 5:
        return False
    lone_step = _IMPERATIVE.match(text) and len(text.split()) < _MIN_LONE_STEP_WORDS
    return not (lone_step or _LEANS.search(text) or _PAGE_TALK.match(text) or _HAND_OFF.search(text))


def _best_steps(statements: Sequence[Statement], usable: Sequence[int], scores: Vectors, best: Chunk) -> list[int]:
    """The list that fits best: relevance, more under a heading that promises a way out or in the passage found."""
    lists = [items for items in _lists(statements, usable) if _instructs([statements[n] for n in items])]

    def fit(items: list[int]) -> float:
        first = statements[items[0]]
        top = np.sort(scores[items])[-3:]
        return float(np.mean(top)) + 0.12 * first.remedy + 0.12 * (first.chunk.id == best.id)

    fitting = [items for items in lists if fit(items) >= MIN_STEP_RELEVANCE]
    return max(fitting, key=fit) if fitting else []


def _instructs(items: Sequence[Statement]) -> bool:
    """Steps to follow, not the entries of a menu."""
    words = sum(len(item.text.split()) for item in items) / len(items)
    return words >= _MIN_STEP_WORDS and (len(items) > 1 or items[0].kind == "step")


def _lists(statements: Sequence[Statement], usable: Sequence[int]) -> list[list[int]]:
    """Runs of steps; a list that was cut between two chunks of one section is one list."""
    found: list[list[int]] = []
    for n in usable:
        if not _is_step(statements[n]):
            continue
        last = found[-1][-1] if found else None
        if last is not None and last + 1 == n and _same_list(statements[last], statements[n]):
            found[-1].append(n)
        else:
            found.append([n])
    return found


def _same_list(one: Statement, two: Statement) -> bool:
    if one.chunk.id == two.chunk.id:
        return one.block == two.block
    return one.chunk.heading == two.chunk.heading and one.kind == two.kind


def _lead(statements: Sequence[Statement], first: int) -> list[int]:
    """The sentence right before a list, when it announces it and says enough to."""
    if first == 0:
        return []
    before, step = statements[first - 1], statements[first]
    announces = before.kind == "sentence" and before.text.endswith(":") and before.chunk.heading == step.chunk.heading
    return [first - 1] if announces and not _LEANS.search(before.text) and len(before.text.split()) > 3 else []


def _prose(quotable: Quotable, usable: Sequence[int], best: Chunk) -> list[int]:
    """The passage found: its most relevant sentence and its neighbours, so that it reads as it was written."""
    own = [n for n in usable if quotable.statements[n].chunk.id == best.id]
    if not own:
        return []
    centre = max(own, key=lambda n: quotable.scores[n])
    if quotable.scores[centre] < MIN_RELEVANCE:
        return []
    start = centre
    while start - 1 in own and _LEANS.search(quotable.statements[start].text) and centre - start < 2:
        start -= 1
    run = [n for n in own if start <= n <= centre + 2]
    texts = {n: quotable.statements[n].text for n in run}
    return [n for n in run if not texts[n].endswith("?") and not _PAGE_TALK.match(texts[n])]
