"""Task `policy`: sentences of a draft, with what stands behind them, judged by the rules of the house."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Literal

from assistant.frames import Frames
from assistant.policy import Judged, PolicyCheck
from assistant.records import Evidence, Sentence
from evals.running.bench import Bench
from evals.running.task import Kept, Ran, Strict
from guardrails.policy_guard import Hit, PolicyGuard
from ingest.documents import Chunk
from ingest.sentences import sentences
from prompts.phrases import Phrasebook, load_phrasebook

Behind = Literal["policy", "knowledge", "internal", "case", "fact"]
"""A public policy document, another public article, one for agents only, a solved ticket, or a fact of the agent."""
_SOURCE = "eval"


class PolicyGiven(Strict):
    """A text for a customer. `says` is what its evidence says, the text itself without it; `by` what sort that is."""

    text: str
    by: Behind | None = None
    says: str = ""


class PolicyExpect(Strict):
    """Whether a rule has to object to the words, what it is about, and its name; `warns` where it does not block.

    `sent` is whether the customer may read it, as it is, with what stands behind it: what no rule objects to may be
    sent, what one blocks may not, if the case says nothing. `mended` is whether it has to be rewritten.
    """

    flag: bool
    about: str = ""
    rule: str = ""
    warns: bool = False
    sent: bool | None = None
    mended: bool | None = None

    @property
    def may_be_sent(self) -> bool:
        """As it is."""
        return (not self.flag or self.warns) if self.sent is None else self.sent


class ObjectionKept(Kept):
    """A rule that objects. `blocking` is false where it only warns; `score` is of the model, 0 for a pattern."""

    rule: str
    about: str
    blocking: bool
    score: float = 0.0


class PolicyOutput(Kept):
    """What was objected to in the words alone, and what became of the text with its evidence.

    `stays` is false where a sentence is taken out, `mended` true where one was rewritten, `left` are the rules that
    object to what it became.
    """

    objections: list[ObjectionKept] = []
    stays: bool = True
    mended: bool = False
    left: list[str] = []


class PolicyTask:
    """The guard of the settings, and the check that every draft goes through."""

    name = "policy"
    about = "a sentence of a draft and what stands behind it: which rules object, and what becomes of it"
    given = PolicyGiven
    expect = PolicyExpect
    output = PolicyOutput

    def run(self, bench: Bench, given: Any) -> Ran:
        """Each sentence by itself, as in a draft."""
        guard = _Once(bench.policy)
        texts = [given.text[start:end] for start, end in sentences(given.text, 0, len(given.text))] or [given.text]
        hits = [hit for found in guard.check_all(texts) for hit in found]
        made = PolicyOutput(objections=[_kept(hit) for hit in _each_rule(hits)])
        chunk = _chunk(given)
        check = PolicyCheck(guard, Frames(_phrases()), lambda _: chunk)
        for text in texts:
            judged = check.check(Sentence(text, "statement", _evidence(text, given)), text, "eval", lambda _: True)
            made = _with(made, guard, text, judged)
        return Ran(made)


class _Once(PolicyGuard):
    """The same guard, which reads each sentence once."""

    def __init__(self, guard: PolicyGuard) -> None:
        super().__init__(guard.policy)
        self._guard = guard
        self._read: dict[str, list[Hit]] = {}

    def check_all(self, texts: Sequence[str]) -> list[list[Hit]]:
        """What the guard said, or says now."""
        new = [text for text in dict.fromkeys(texts) if text not in self._read]
        self._read |= dict(zip(new, self._guard.check_all(new), strict=True))
        return [self._read[text] for text in texts]


@cache
def _phrases() -> Phrasebook:
    return load_phrasebook()


def _each_rule(hits: list[Hit]) -> Iterator[Hit]:
    """One hit of each rule: one that blocks before one that warns."""
    seen: set[str] = set()
    for hit in sorted(hits, key=lambda hit: (not hit.blocking, -hit.score)):
        if hit.rule.name not in seen:
            seen.add(hit.rule.name)
            yield hit


def _kept(hit: Hit) -> ObjectionKept:
    return ObjectionKept(
        rule=hit.rule.name, about=hit.rule.about, blocking=hit.rule.severity == "blocking", score=round(hit.score, 4)
    )


def _with(made: PolicyOutput, guard: PolicyGuard, text: str, judged: Judged) -> PolicyOutput:
    """The same with what became of one more sentence."""
    mended = judged.stays and judged.text != text
    left = [hit.rule.name for hit in guard.check(judged.text) if hit.blocking] if mended else []
    return made.model_copy(
        update={
            "stays": made.stays and judged.stays,
            "mended": made.mended or mended,
            "left": sorted({*made.left, *left}),
        }
    )


def _evidence(text: str, given: PolicyGiven) -> tuple[Evidence, ...]:
    if given.by is None:
        return ()
    quote = given.says or text
    return (Evidence("fact" if given.by == "fact" else "passage", _SOURCE, 0, len(quote), quote),)


def _chunk(given: PolicyGiven) -> Chunk:
    """A passage of the sort that stands behind the sentence."""
    text = given.says or given.text
    return Chunk(
        document_id=_SOURCE,
        title="",
        heading="",
        part="",
        text=text,
        start=0,
        end=len(text),
        pool="cases" if given.by == "case" else "knowledge",
        audience="internal" if given.by == "internal" else "public",
        ordinal=0,
        policy=given.by == "policy",
    )


TASK = PolicyTask()
