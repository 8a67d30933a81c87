"""`eval pii`, `secrets`, `injection` and `policy`: the guards that the server uses, over labelled texts."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from assistant.assembly import policy_guard
from evals.annotated import read_annotated
from evals.attacks import Scored, measure_attacks, measure_slices
from evals.labelled import LabelRow, SpanIn, SpansRow
from evals.outcome import Outcome, watched
from evals.policy import Judged, measure_policy, measure_rules
from evals.rows import read_rows, sample
from evals.spans import Labelled, Masked, measure_labels, measure_spans
from evals.tasks.mask import mask
from evals.tasks.scan import worst
from guardrails.errors import ScrubFailed
from guardrails.injection import THRESHOLD
from guardrails.injection_model.model import AGAIN, CARD
from guardrails.injection_model.recipe import FALSE_ALARMS, by_family, scores_of
from guardrails.injection_model.recipe import cross_validate as cross_validate_rows
from guardrails.injection_model.rows import Row, mark_of
from guardrails.model_file import DATA, read_card
from guardrails.normalise import normalise
from guardrails.policy_guard import PolicyGuard
from guardrails.scrub import Scrubber
from ingest.assembly import build_embedder, house_scrubber
from ingest.build import Progress
from ingest.sentences import sentences
from settings import Settings

_CROSS_VALIDATED = (
    "out of source: each source was scored by a model trained on the other sources and on our own made-up texts; "
    f"the threshold is where {FALSE_ALARMS:.1%} of the harmless support-like texts are flagged"
)


def measure_masking(
    command: str,
    file: Path,
    settings: Settings,
    *,
    spans: Path | None = None,
    limit: int,
    seed: int,
    progress: Progress,
) -> Outcome:
    """`eval pii` and `eval secrets`: whatever the scrubber masks counts, of either family.

    With `spans`, a file of annotations, `file` holds the texts and only those annotated are measured.
    """
    started = time.perf_counter()
    rows, skipped = read_annotated(file, spans) if spans else read_rows(file, SpansRow)
    scrubber = _warm(settings)
    results = [_mask(scrubber, row) for row in watched(sample(rows, limit, seed), "scrub", progress)]
    cases = [one for one in results if isinstance(one, Masked)]
    grouped = any(case.group is not None for case in cases)
    return Outcome(
        command,
        file,
        len(cases),
        _settings(settings, limit, seed)
        | {"drawn_by": "template" if grouped else "row"}
        | ({"spans": str(spans)} if spans else {}),
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
            "record_leak is of the records with something to mask; unaligned and not scrubbed records are not scored",
            "precision by label is of the spans masked as that kind; hits_per_kb counts masked spans, right and wrong",
        ],
        skipped=skipped,
    )


def measure_injection(
    file: Path,
    settings: Settings,
    *,
    cross_validate: bool = False,
    limit: int,
    seed: int,
    progress: Progress,
) -> Outcome:
    """`eval injection`: each text read as a customer's message, as the assistant reads it.

    With `cross_validate` models trained on the other sources of the file judge each source, as its texts stand.
    """
    started = time.perf_counter()
    rows, skipped = read_rows(file, LabelRow)
    chosen = sample(rows, limit, seed)
    scored = _out_of_source(chosen, progress) if cross_validate else _as_read(chosen, settings, progress)
    seen = 0 if cross_validate else sum(row.trained_on for row in scored)
    notes = [_CROSS_VALIDATED] if cross_validate else []
    if seen:
        notes.append(f"{seen} of {len(scored)} rows were trained on: their figures flatter; quote --cross-validate")
    return Outcome(
        "eval injection",
        file,
        len(scored),
        _settings(settings, limit, seed) | {"threshold": THRESHOLD, "cross_validate": cross_validate},
        time.perf_counter() - started,
        measure_attacks(scored, seed=seed),
        by="by_slice",
        parts=measure_slices(scored, seed=seed),
        counts={
            "attacks": sum(row.label for row in scored),
            "harmless": sum(1 - row.label for row in scored),
            "trained_on": seen,
        },
        notes=notes,
        skipped=skipped,
    )


def measure_promises(file: Path, settings: Settings, *, limit: int, seed: int, progress: Progress) -> Outcome:
    """`eval policy`: each sentence checked as a sentence of a draft that no policy document stands behind."""
    started = time.perf_counter()
    rows, skipped = read_rows(file, LabelRow)
    guard = policy_guard(settings, build_embedder(settings))
    judged = [
        Judged(row.label, row.slice, *_rules(guard, row.text))
        for row in watched(sample(rows, limit, seed), "scan", progress)
    ]
    return Outcome(
        "eval policy",
        file,
        len(judged),
        _settings(settings, limit, seed)
        | {"made_by": guard.made_by, "policy": str(settings.policy), "policy_version": guard.policy.version},
        time.perf_counter() - started,
        measure_policy(judged, seed=seed),
        by="by_rule",
        parts=measure_rules(judged, seed=seed),
        counts={
            "must_be_flagged": sum(row.label for row in judged),
            "must_pass": sum(1 - row.label for row in judged),
            "flagged_by_a_warning": sum(bool(row.rules and row.warned) for row in judged if row.label),
            "must_pass_with_a_warning": sum(bool(row.warned) for row in judged if not row.label),
        },
        notes=[guard.note] if guard.note else [],
        skipped=skipped,
    )


def _mask(scrubber: Scrubber, row: SpansRow) -> Masked | Literal["unaligned", "not_scrubbed"]:
    try:
        places, milliseconds = mask(scrubber, row.text)
    except ScrubFailed:
        return "not_scrubbed"
    if places is None:
        return "unaligned"
    return Masked(
        length=len(row.text),
        must=_labelled(row.spans),
        keep=_labelled(row.keep),
        amb=_labelled(row.amb),
        masked=tuple((start, end) for start, end, _ in places),
        kinds=tuple(kind for _, _, kind in places),
        milliseconds=milliseconds,
        kilobytes=len(row.text.encode("utf-8", "replace")) / 1024,
        group=row.template,
    )


def _labelled(spans: Sequence[SpanIn]) -> tuple[Labelled, ...]:
    return tuple(Labelled(span.start, span.end, span.label) for span in spans)


def _as_read(rows: Sequence[LabelRow], settings: Settings, progress: Progress) -> list[Scored]:
    """Texts by the model of the package, which may have been trained on some of them."""
    scrubber = _warm(settings)
    marks = set(read_card(DATA / CARD, again=AGAIN).get("trained_on", ()))
    return [
        Scored(row.label, row.slice, worst(scrubber, row.text)[0], mark_of(row.text) in marks)
        for row in watched(rows, "scan", progress)
    ]


def _out_of_source(rows: Sequence[LabelRow], progress: Progress) -> list[Scored]:
    """Each source (its attacks and its harmless texts) by a model that was trained without it."""
    training = [Row(normalise(row.text).text, row.label, row.slice) for row in rows]
    logits = cross_validate_rows(training, by_family(training), tell=progress)
    scores = scores_of(training, logits).tolist()
    return [Scored(row.label, row.slice, score) for row, score in zip(rows, scores, strict=True)]


def _rules(guard: PolicyGuard, text: str) -> tuple[frozenset[str], frozenset[str]]:
    """What the rules are about that object to any sentence, by pattern or by the model, and those that only warn."""
    spans = sentences(text, 0, len(text)) or [(0, len(text))]
    found = [hit for hits in guard.check_all([text[start:end] for start, end in spans]) for hit in hits]
    objecting = frozenset(hit.rule.about for hit in found if hit.rule.severity == "blocking")
    return objecting, frozenset(hit.rule.name for hit in found if not hit.blocking)


def _warm(settings: Settings) -> Scrubber:
    scrubber = house_scrubber(settings)
    scrubber.scrub("warm up")
    return scrubber


def _settings(settings: Settings, limit: int, seed: int) -> dict[str, Any]:
    return {"limit": limit, "seed": seed, "house_rules": str(settings.house_rules)}
