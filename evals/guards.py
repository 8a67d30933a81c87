"""`eval pii`, `secrets`, `injection` and `policy`: the guards that the server uses, over labelled texts."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from assistant.reading import read
from evals.alignment import to_raw
from evals.attacks import Scored, measure_attacks, measure_slices
from evals.labelled import LabelRow, SpanIn, SpansRow
from evals.outcome import Outcome, watched
from evals.policy import Judged, measure_policy, measure_rules
from evals.rows import read_rows, sample
from evals.spans import Labelled, Masked, measure_labels, measure_spans
from guardrails.errors import ScrubFailed
from guardrails.findings import Finding
from guardrails.normalise import normalise
from guardrails.promises import check_promises
from guardrails.scrub import Scrubber
from guardrails.vault import LITERAL, Vault
from ingest.assembly import house_scrubber
from ingest.build import Progress
from ingest.sentences import sentences
from ingest.tickets import Author, Message, Ticket
from settings import Settings

_SEVERITIES = {"info": 1, "warning": 2, "blocking": 3}
_MOST = 1000


def measure_masking(
    command: str, file: Path, settings: Settings, *, limit: int, seed: int, progress: Progress
) -> Outcome:
    """`eval pii` and `eval secrets`: whatever the scrubber masks counts, of either family."""
    started = time.perf_counter()
    rows, skipped = read_rows(file, SpansRow)
    scrubber = _warm(settings)
    results = [_mask(scrubber, row) for row in watched(sample(rows, limit, seed), "scrub", progress)]
    cases = [one for one in results if isinstance(one, Masked)]
    grouped = any(case.group is not None for case in cases)
    return Outcome(
        command,
        file,
        len(cases),
        _settings(settings, limit, seed) | {"drawn_by": "template" if grouped else "row"},
        time.perf_counter() - started,
        measure_spans(cases, seed=seed),
        by="by_label",
        parts=measure_labels(cases, seed=seed),
        counts={
            "spans_to_mask": sum(len(case.must) for case in cases),
            "spans_to_keep": sum(len(case.keep) for case in cases),
            "unaligned": results.count("unaligned"),
            "not_scrubbed": results.count("not_scrubbed"),
        },
        notes=[
            "record_leak is of the records with something to mask; unaligned and not scrubbed records are not scored"
        ],
        skipped=skipped,
    )


def measure_injection(file: Path, settings: Settings, *, limit: int, seed: int, progress: Progress) -> Outcome:
    """`eval injection`: each text read as a customer's message, as the assistant reads it."""
    started = time.perf_counter()
    rows, skipped = read_rows(file, LabelRow)
    scrubber = _warm(settings)
    scored = [
        Scored(row.label, row.slice, suspicion(_injections(scrubber, row.text)))
        for row in watched(sample(rows, limit, seed), "scan", progress)
    ]
    return Outcome(
        "eval injection",
        file,
        len(scored),
        _settings(settings, limit, seed) | {"threshold": "any finding"},
        time.perf_counter() - started,
        measure_attacks(scored, seed=seed),
        by="by_slice",
        parts=measure_slices(scored, seed=seed),
        counts={"attacks": sum(row.label for row in scored), "harmless": sum(1 - row.label for row in scored)},
        notes=[
            "findings have no score: for buried_recall@0.01 texts rank by worst severity, then by number of findings"
        ],
        skipped=skipped,
    )


def measure_promises(file: Path, settings: Settings, *, limit: int, seed: int, progress: Progress) -> Outcome:
    """`eval policy`: each sentence checked as a sentence of a draft that no policy document stands behind."""
    started = time.perf_counter()
    rows, skipped = read_rows(file, LabelRow)
    judged = [
        Judged(row.label, row.slice, _rules(row.text)) for row in watched(sample(rows, limit, seed), "scan", progress)
    ]
    return Outcome(
        "eval policy",
        file,
        len(judged),
        _settings(settings, limit, seed),
        time.perf_counter() - started,
        measure_policy(judged, seed=seed),
        by="by_rule",
        parts=measure_rules(judged, seed=seed),
        counts={"must_be_flagged": sum(row.label for row in judged), "must_pass": sum(1 - row.label for row in judged)},
        skipped=skipped,
    )


def suspicion(findings: Sequence[Finding]) -> float:
    """0 without a finding; otherwise worst severity first, number of findings second."""
    if not findings:
        return 0.0
    worst = max(_SEVERITIES[finding.severity] for finding in findings)
    return float(worst * _MOST + min(len(findings), _MOST - 1))


def _mask(scrubber: Scrubber, row: SpansRow) -> Masked | Literal["unaligned", "not_scrubbed"]:
    started = time.perf_counter()
    normal = normalise(row.text).text
    try:
        scrubbed = scrubber.scrub(normal, Vault())
    except ScrubFailed:
        return "not_scrubbed"
    milliseconds = (time.perf_counter() - started) * 1000
    spans = [(start, end) for start, end, kind in scrubbed.spans if kind != LITERAL]
    masked = to_raw(spans, row.text, normal)
    if masked is None:
        return "unaligned"
    return Masked(
        length=len(row.text),
        must=_labelled(row.spans),
        keep=_labelled(row.keep),
        amb=_labelled(row.amb),
        masked=tuple(masked),
        milliseconds=milliseconds,
        kilobytes=len(row.text.encode("utf-8", "replace")) / 1024,
        group=row.template,
    )


def _labelled(spans: Sequence[SpanIn]) -> tuple[Labelled, ...]:
    return tuple(Labelled(span.start, span.end, span.label) for span in spans)


def _injections(scrubber: Scrubber, text: str) -> list[Finding]:
    ticket = Ticket("eval", "", (Message("m1", Author("customer"), text),))
    found = read(ticket, scrubber=scrubber, vault=Vault()).findings
    return [finding for finding in found if finding.kind.startswith("injection.")]


def _rules(text: str) -> frozenset[str]:
    """Rules that fire on any sentence."""
    spans = sentences(text, 0, len(text)) or [(0, len(text))]
    found = [finding for start, end in spans for finding in check_promises(text[start:end])]
    return frozenset(finding.kind.removeprefix("promise.") for finding in found)


def _warm(settings: Settings) -> Scrubber:
    scrubber = house_scrubber(settings)
    scrubber.scrub("warm up")
    return scrubber


def _settings(settings: Settings, limit: int, seed: int) -> dict[str, Any]:
    return {"limit": limit, "seed": seed, "house_terms": list(settings.house_terms)}
