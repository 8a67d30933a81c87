"""How triage stands, for people and machines: what serves and why, what waits to be learned, what drifts."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from assistant.errors import AssistantError
from assistant.triage.corrections import corrected_examples
from assistant.triage.drift import Drift, of_solved, of_triaged
from assistant.triage.examples import Examples, merged
from assistant.triage.keeper import TriageKeeper
from assistant.triage.seen import Row
from assistant.triage.serving import load_version
from assistant.triage.taxonomy import KINDS
from assistant.triage.versions import REFERENCE, Version
from ingest.index import Index
from ingest.lock import holder


def triage_status(keeper: TriageKeeper, index: Index) -> dict[str, Any]:
    """What serves, what is stale about it, and what waits to be learned."""
    versions, held = keeper.kept_versions, keeper.corrections.read()
    version, why = _usable(keeper)
    since = version.learned_until if version else ""
    return {
        "serves": f"version {version.version}" if version else f"what {index.name} teaches by itself",
        "why": why,
        "version": version_json(version) if version else None,
        "stale": _stale(version, index, keeper) if version else [],
        "corrections": len(held.corrections),
        "waiting": sum(one.at > since for one in held.corrections),
        "damaged_lines": held.damaged,
        "unlisted": _unlisted(_examples(keeper, index), keeper),
        "versions": versions.names(),
        "learning": holder(versions.folder),
    }


def version_json(version: Version) -> dict[str, Any]:
    """A version for people: without the hashes of its files."""
    shown = asdict(version)
    return {key: value for key, value in shown.items() if key not in ("files", "format", "data")}


def triage_drift(keeper: TriageKeeper, index: Index, *, days: int) -> dict[str, Any]:
    """What was triaged and solved in the last `days` days, against before. Without a version nothing was counted."""
    since = (datetime.now(UTC) - timedelta(days=days)).date().isoformat()
    version, why = _usable(keeper)
    before: list[Row] = []
    if version is not None:
        path = keeper.kept_versions.folder / version.version / REFERENCE
        before = [Row(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
    triaged = of_triaged(before, keeper.seen.rows(since=since)) if version else []
    solved = of_solved(_examples(keeper, index), since=since)
    return {
        "since": since,
        "version": version.version if version else "",
        "why": why or ("" if version else "no version was trained yet, so nothing was counted"),
        "triaged": [_told(one) for one in triaged],
        "solved": [_told(one) for one in solved],
    }


def _usable(keeper: TriageKeeper) -> tuple[Version | None, str]:
    """The version that serves, or why the one that should cannot."""
    versions = keeper.kept_versions
    try:
        name = versions.current()
        return (load_version(versions, name, keeper.lessons).version, "") if name else (None, "")
    except AssistantError as exc:
        return None, str(exc)


def _stale(version: Version, index: Index, keeper: TriageKeeper) -> list[str]:
    found = []
    if version.generation != index.name:
        found.append(f"it was learned from {version.generation}, {index.name} serves")
    if version.taxonomy != keeper.lessons.taxonomy.version:
        found.append("the taxonomy was changed since")
    return found


def _examples(keeper: TriageKeeper, index: Index) -> Examples:
    corrected = corrected_examples(keeper.corrections.read().corrections, keeper.lessons.embedder)
    return keeper.lessons.examples(merged(keeper.lessons.solved(index), corrected))


def _unlisted(examples: Examples, keeper: TriageKeeper) -> dict[str, Mapping[str, int]]:
    """Labels that tickets carry and the taxonomy does not list, by kind."""
    taxonomy = keeper.lessons.taxonomy
    found: dict[str, Mapping[str, int]] = {}
    for kind in KINDS:
        given = [tag for own in examples.tags for tag in own] if kind == "tags" else examples.labels[kind]
        if unlisted := taxonomy.unlisted(kind, given):
            found[kind] = unlisted
    return found


def _told(one: Drift) -> dict[str, Any]:
    return asdict(one) | {"verdict": one.verdict}
