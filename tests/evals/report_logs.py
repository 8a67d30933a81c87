"""A log with everything that a report has to show, and one from before it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from evals.comparing.figures import figures_of
from evals.running.log import CaseRun, Log, SuiteRun, read_log, write_log
from evals.scorers.score import Score, no_answer, not_graded

from .made_logs import case, log, suite

ATTACK = "<script>window.hacked = 1</script><img src=x onerror='window.hacked=2'>{{ 7 * 7 }} </style></script>"


def output(text: str = "Restart the hub.", **more: Any) -> dict[str, Any]:
    """What task `assist` keeps of a ticket."""
    evidence = [{"kind": "passage", "source": "kb-hub#2", "start": 4, "end": 20, "quote": f"{text} Then wait."}]
    sentence = {"text": text, "evidence": evidence, "findings": ["link"]}
    reply = {"kind": "reply", "made_by": "extractive", "sections": [{"section": "reply", "sentences": [sentence]}]}
    passage = {"document": "kb-hub", "chunk": "kb-hub#2", "pool": "knowledge", "audience": "public", "score": 0.81}
    triage = {"category": {"label": "hub", "confidence": 0.91}, "team": {"outcome": "abstained"}}
    return {
        "verdict": "answerable",
        "verdict_score": 0.9,
        "reply": reply,
        "knowledge": [passage],
        "triage": triage,
    } | more


def figured(made: Log) -> Log:
    """With the figures that a run would have written."""
    return replace(made, figures=tuple(one.as_json() for each in made.suites for one in figures_of(each)))


def written(made: Log, path: Path) -> Log:
    """Through a file and back, as every report gets it."""
    write_log(figured(made), path)
    return read_log(path)


def verdict_suite(new: bool = True) -> SuiteRun:
    """Twelve cases: one wrong, one held back, one failed, one attack; chances, labels and slices in the details."""
    return suite(
        "verdict",
        {"verdict": []},
        cases=tuple(_verdict_case(number, new) for number in range(12)),
        version=3,
        thresholds={"verdict": {"at_least": 0.95, "answered": 0.5}},
        made_with={"model": "", "prompts": {"reply": "abc"}, "guards": "g2" if new else "g1"},
    )


def leak_suite() -> SuiteRun:
    """The same inputs through the same task, and a scorer of which lower is better."""
    cases = tuple(
        replace(one, scores={"char_leak": Score(1.0, "a name was left", weight=4) if n == 3 else Score(0.0)})
        for n, one in enumerate(verdict_suite().cases[:6])
    )
    return suite("leaks", {"char_leak": []}, cases=cases, thresholds={"char_leak": {"at_most": 0}})


def rich_log(path: Path, *, new: bool = True) -> Log:
    """As read from its file."""
    settings = {"model": "", "min_support": 0.4 if new else 0.3}
    run = {
        "started": "2026-11-24T10:00:00+00:00",
        "seconds": 12.5,
        "settings": settings,
        "given": {"suites": ["verdict"]},
    }
    return written(log(verdict_suite(new), leak_suite(), **run), path)


def _verdict_case(number: int, new: bool) -> CaseRun:
    right = number != 1 or not new
    detail = {"chance": 0.6 + number / 30, "right": right, "truth": "gap", "given": "gap" if right else "answerable"}
    score = Score(float(right), "" if right else "answerable instead of gap", detail=detail)
    text = ATTACK if number == 2 else f"Restart the {'new' if new and number == 1 else 'old'} hub {number}."
    made = case(
        f"T-{number:02}",
        {"verdict": no_answer("it held back") if number == 4 else score},
        slices={"language": ["en", "de"][number % 2], "tier": "gold"},
        output=output(text),
        timings_ms={"write": 10.0 + number, "total": 20.0 + number},
        tokens={"in": 100, "out": 20, "cost": 0.001},
    )
    if number == 5 and new:
        failed, scores = "ModelTimeout (model_timeout)", {"verdict": not_graded("failed")}
        return replace(made, output=None, error=failed, scores=scores, timings_ms={}, tokens={})
    return made
