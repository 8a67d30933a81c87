"""What to quote of an article: the one list of steps that fits best, and what a reply needs beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from assistant.statements import Statement
from assistant.writers.extractive.platforms import Platforms, for_another
from assistant.writers.extractive.wording import LEANS, PAGE_TALK, hands_off, is_step, masked, quotable_alone, warns
from assistant.writers.material import Quotable
from ingest.documents import Chunk
from ingest.embed import Vectors

MAX_STEPS = 8
MAX_STATEMENTS = 14
"""Steps and statements together: what a customer reads."""
MIN_EXPLANATION = 3
"""So many statements are told before each one has to bring something new."""
MAX_PROSE = 4
MIN_RELEVANCE = 0.4
"""Relevance below which a sentence is about something else."""
MIN_STEP_RELEVANCE = 0.25
"""A list of steps below this mean is for another problem; steps name buttons, so it is lower than for prose."""
MIN_GAIN = 0.1
"""What a statement has to add to what is there already."""
MIN_NEW = 0.05
"""What each further one has to add to what is asked, or was answered in a ticket of the same kind …"""
NEAR_THE_BEST = 0.7
"""… unless it is this near to the most relevant statement of the article."""
_RELEVANCE = 0.5
"""What relevance to the whole question weighs beside what a statement covers."""
_CAUSE_BONUS = 0.1
"""What a heading that promises the cause is worth: an opening paragraph repeats the symptom in the asker's words."""
_WARNING_BONUS = 0.1
_MIN_STEP_WORDS = 4
_LIST_COVERS = 0.2
"""What it counts that the steps of a list are what agents told to do."""
_SAME = 0.85
"""Cosine from which two sentences say the same."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Statements to quote, in the order in which they are to be read; `after` is for when the steps are done."""

    explanation: tuple[Statement, ...]
    steps: tuple[Statement, ...]
    after: tuple[Statement, ...] = ()


def excerpt(
    quotable: Quotable,
    best: Chunk,
    covers: Vectors | None = None,
    *,
    room: int = MAX_STATEMENTS,
    asked: Platforms = MappingProxyType({}),
) -> Excerpt:
    """The best list of steps and what else of the article answers; where there is none, the best passage's sentences.

    `best` is the chunk that was found for the question. `covers` says how well each statement meets each need, shape
    `(needs, statements)`; `room` is how many statements there may be, `asked` are the platforms of the question.
    """
    statements = quotable.statements
    covers = np.zeros((0, len(statements)), dtype=np.float32) if covers is None else covers
    usable = [n for n, one in enumerate(statements) if not (one.asks or masked(one) or for_another(one, asked))]
    steps = _whole(statements, _best_steps(quotable, usable, covers, best)[: min(MAX_STEPS, room)])
    left = max(room // 4, min(room // 2, room - len(steps)))
    chosen = _explanation(quotable, [n for n in usable if n not in steps], covers, best, steps, left)
    if not steps and not len(covers):
        chosen = sorted(set(chosen[:1]) | set(_prose(quotable, usable, best)))[:MAX_PROSE]
    elif not steps and len(chosen) < MIN_EXPLANATION:
        chosen = sorted({*chosen, *_prose(quotable, usable, best)})[:MAX_PROSE]
    lead = _lead(statements, steps[0]) if steps else []
    after = {n for n in chosen if steps and n > steps[-1] and _follows(statements[n])}
    return Excerpt(
        tuple(statements[n] for n in [*sorted(set(chosen) - after - set(lead)), *lead]),
        tuple(statements[n] for n in steps),
        tuple(statements[n] for n in sorted(after)),
    )


def _follows(statement: Statement) -> bool:
    """Read after the steps: neither the cause nor a warning, which belong before them."""
    return not statement.explains and not warns(statement.text)


def _whole(statements: Sequence[Statement], steps: Sequence[int]) -> list[int]:
    """Without a last step that only announces what was cut off, or sends its reader to support."""
    kept = list(steps)
    while kept and (statements[kept[-1]].text.endswith(":") or hands_off(statements[kept[-1]])):
        kept.pop()
    return kept


def _explanation(
    quotable: Quotable, candidates: Sequence[int], covers: Vectors, best: Chunk, steps: Sequence[int], limit: int
) -> list[int]:
    """The statements that add most, one by one: each counts for what the ones before it have not covered yet."""
    alone = [n for n in candidates if quotable_alone(quotable.statements[n])]
    met = covers[:, list(steps)].max(axis=1, initial=0.0)
    enough = NEAR_THE_BEST * float(quotable.scores.max(initial=0.0))
    chosen: list[int] = []
    while alone and len(chosen) < limit:
        gains = {n: _own_worth(quotable, n, best) + float(np.maximum(0.0, covers[:, n] - met).sum()) for n in alone}
        top = max(alone, key=lambda n: gains[n])
        if gains[top] < MIN_GAIN:
            break
        alone.remove(top)
        new = float(np.maximum(0.0, covers[:, top] - met).sum())
        if len(chosen) >= MIN_EXPLANATION and new < MIN_NEW and quotable.scores[top] < enough:
            continue
        if all(float(quotable.vectors[top] @ quotable.vectors[m]) <= _SAME for m in (*chosen, *steps)):
            chosen.append(top)
            met = np.maximum(met, covers[:, top])
    return chosen


def _own_worth(quotable: Quotable, n: int, best: Chunk) -> float:
    """What a statement is worth whatever else is said."""
    statement = quotable.statements[n]
    place = statement.explains - statement.follows_up + (statement.chunk.id == best.id) - _opens(quotable, n)
    return _RELEVANCE * (float(quotable.scores[n]) + _CAUSE_BONUS * place + _WARNING_BONUS * warns(statement.text))


def _opens(quotable: Quotable, n: int) -> bool:
    """Stands before the first heading of an article that has some: what the page is about, which the asker knows."""
    return not quotable.statements[n].chunk.heading and any(s.chunk.heading for s in quotable.statements)


def _best_steps(quotable: Quotable, usable: Sequence[int], covers: Vectors, best: Chunk) -> list[int]:
    """The list that fits best: relevance, more under a heading that promises a way out or in the passage found."""
    statements, scores = quotable.statements, quotable.scores
    lists = [items for items in _lists(statements, usable) if _instructs([statements[n] for n in items])]

    def fit(items: list[int]) -> float:
        first = statements[items[0]]
        top = np.sort(scores[items])[-3:]
        met = np.sort(covers[:, items].sum(axis=0))[-3:]
        worth = float(np.mean(top)) + _LIST_COVERS * float(np.mean(met))
        return worth + 0.12 * first.remedy + 0.12 * (first.chunk.id == best.id)

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
        if not is_step(statements[n]):
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
    return [first - 1] if announces and not LEANS.search(before.text) and len(before.text.split()) > 3 else []


def _prose(quotable: Quotable, usable: Sequence[int], best: Chunk) -> list[int]:
    """The passage found: its most relevant sentence and its neighbours, so that it reads as it was written."""
    own = [n for n in usable if quotable.statements[n].chunk.id == best.id]
    if not own:
        return []
    centre = max(own, key=lambda n: quotable.scores[n])
    if quotable.scores[centre] < MIN_RELEVANCE:
        return []
    start = centre
    while start - 1 in own and LEANS.search(quotable.statements[start].text) and centre - start < 2:
        start -= 1
    run = [n for n in own if start <= n <= centre + 2]
    texts = {n: quotable.statements[n].text for n in run}
    return [n for n in run if not texts[n].endswith("?") and not PAGE_TALK.match(texts[n])]
