"""Every kind of text against gold cases: facts in their sections, and what must not be there."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from assistant.records import TextKind
from assistant.texts.kinds import SPECS
from evals.errors import EvalError
from evals.formats.catalog import read_cases
from evals.outcome import Outcome, watched
from evals.running.bench import Bench
from evals.running.case import Case
from evals.scorers import facts
from evals.scorers.score import Judge
from evals.statistics import Measure, mean_of
from evals.tasks.catalog import tasks
from evals.tasks.write import WriteExpect, WriteOutput
from ingest.build import Progress
from settings import Settings


@dataclass(frozen=True, slots=True)
class TextCase:
    """What a text of a kind must say about a ticket, and what was written."""

    kind: str
    expect: WriteExpect
    output: WriteOutput

    def score(self, judge: Judge) -> float | None:
        """None where it is not asked; a text that is not there holds nothing."""
        found = judge(self.expect, self.output)
        return None if found.state == "not_asked" else found.value or 0.0


def measure_texts(
    file: Path, settings: Settings, *, limit: int = 0, seed: int = 0, progress: Progress, kinds: Sequence[str] = ()
) -> Outcome:
    """Write every text that the gold names, as an agent would order it, and look for its facts."""
    wanted = read_cases(file, "texts", tasks()["write"], {"kinds": list(kinds)})[: limit or None]
    if not wanted:
        raise EvalError(f"no gold case in {file} for these kinds: expected one of {', '.join(get_args(TextKind))}")
    bench = Bench(settings)
    try:
        started = time.perf_counter()
        cases = [_case(bench, case) for case in watched(wanted, "texts", progress)]
    finally:
        bench.close()
    by_kind = {kind: [case for case in cases if case.kind == kind] for kind in SPECS}
    return Outcome(
        command="eval texts",
        data=file,
        n=len(cases),
        settings={"seed": seed, "limit": limit, "kinds": list(kinds)},
        seconds=time.perf_counter() - started,
        measures=measures(cases, seed=seed),
        by="by_kind",
        parts={kind: measures(own, seed=seed) for kind, own in by_kind.items() if own},
    )


def measures(cases: Sequence[TextCase], *, seed: int = 0) -> list[Measure]:
    """Shares over cases: a fact share is the mean of the cases' shares."""
    texts = [case.output.text for case in cases if case.output.text is not None]
    told = [(n, s) for n, text in enumerate(texts) for s in text.sentences]
    judges = (facts.facts_in_section, facts.facts_anywhere, facts.must_not)
    return [
        mean_of("written", [float(case.output.text is not None) for case in cases], seed=seed),
        *(_mean(judge, cases, seed) for judge in judges),
        mean_of("without_evidence", [float(not s.evidence) for _, s in told], seed=seed, groups=[n for n, _ in told]),
    ]


def _mean(judge: Any, cases: Sequence[TextCase], seed: int) -> Measure:
    values = [value for case in cases if (value := case.score(judge)) is not None]
    return mean_of(judge.__name__, values, seed=seed)


def _case(bench: Bench, case: Case) -> TextCase:
    task = tasks()["write"]
    output: Any = task.run(bench, task.given.model_validate(case.input)).output
    return TextCase(output.kind, WriteExpect.model_validate(case.expect), output)
