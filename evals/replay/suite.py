"""A back-test as a suite with a file of its own beside the log, so that `draftdesk eval score` can read it again."""

from pathlib import Path
from typing import Any

import yaml

from evals.formats.replay import case_id
from evals.replay.past import LABELS
from evals.replay.plan import Replay
from evals.running.suite import Suite, load_suite
from evals.scorers.catalog import scorers

NAME = "replay"
_LABELS = [f"{kind}_{what}" for kind in LABELS for what in ("accuracy", "right", "brier", "ece")]
SCORERS = (
    *"recall@1 recall@3 recall@5 recall@10 mrr@10 ndcg@10 found@1 found@3 found@5".split(),
    *_LABELS,
    *"tags_f1 verdict verdict_macro_f1 verdict_score verdict_auroc similarity sent_specifics".split(),
    *"citation_precision citation_recall unsupported misquoted internal_quoted".split(),
)
"""Scorers for what really happened, and those that need no expectation; those that there are."""


def write_suite(replay: Replay, path: Path, known: Path) -> Suite:
    """Write the suite's file and read it. `known` is the folder of the throw-away sources.

    The file names that folder as its sources, so that nobody runs it over an index that knows the answers.
    """
    there = scorers()
    value: dict[str, Any] = {
        "name": NAME,
        "version": 1,
        "about": f"solved tickets since {replay.wanted.after} again, with only what was known before them",
        "task": "assist",
        "tier": "full",
        "sources": [str(known)],
        "data": _data(replay),
        "scorers": [{"name": name} for name in SCORERS if name in there and "assist" in there[name].tasks],
    }
    head = "# Made by `draftdesk eval replay`, for `draftdesk eval score` and the reports.\n"
    path.write_text(head + yaml.safe_dump(value, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return load_suite(path)


def _data(replay: Replay) -> list[dict[str, Any]]:
    """The tickets by whether an article that their answer cited was known: the ceiling of what could be found."""
    knew = replay.knew()
    groups: dict[str, list[str]] = {}
    for past in replay.pasts:
        name = {True: "yes", False: "no", None: "cited none"}[knew.get(past.id)]
        groups.setdefault(name, []).append(case_id(past))
    path, options = str(replay.wanted.path.resolve()), replay.wanted.options
    return [
        {"path": path, "format": "replay", "options": options(), "only": ids, "slices": {"known": name}}
        for name, ids in sorted(groups.items())
    ]
