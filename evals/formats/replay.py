"""Solved tickets as they came in, against what became of them: the cases of a back-test (`draftdesk eval replay`)."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.triage.examples import stored_id
from assistant.triage.language import language
from evals.replay.past import Past
from evals.replay.plan import Wanted, chosen
from evals.running.task import Task

_PLAIN = re.compile(r"[\w /&.+-]{1,40}")
_VERDICTS = {"answered": "answerable", "asked_back": "needs_customer_info"}


def read(path: Path, task: Task, options: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:  # noqa: ARG001
    """A case for each solved ticket of the time that `options` tell; see `evals.replay.plan.Wanted`."""
    wanted = Wanted(
        path,
        after=str(options.get("after", "0001-01-01")),
        before=str(options.get("before", "")),
        knowledge=tuple(Path(one) for one in options.get("knowledge", ())),
        fields=tuple(options.get("fields", ())),
        taxonomy=Path(options["taxonomy"]) if options.get("taxonomy") else None,
    )
    for past in chosen(wanted)[2]:
        yield f"{path}: ticket {case_id(past)}", as_case(past)


def case_id(past: Past) -> str:
    """A ticket number as it is; of anything else, which may be a name, a hash."""
    return stored_id(past.id)


def as_case(past: Past) -> dict[str, Any]:
    """The ticket as it came in, and what became of it as the expectation."""
    expect: dict[str, Any] = dict(past.labels) | {"relevant": list(past.articles), "sent": past.sent}
    if past.tags is not None:
        expect["tags"] = list(past.tags)
    if past.happened:
        expect["verdict"] = _VERDICTS[past.happened]
    return {
        "id": case_id(past),
        "input": {"ticket": dict(past.ticket)},
        "expect": {key: value for key, value in expect.items() if value or key == "tags"},
        "slices": _slices(past),
    }


def _slices(past: Past) -> dict[str, str]:
    fields = past.ticket.get("fields", {})
    channel = next((str(fields[name]) for name in ("channel", "via", "source") if fields.get(name)), "unknown")
    return {
        "category": _plain(past.labels.get("category", "unknown")),
        "month": past.opened[:7],
        "language": language(past.opening).code or "unknown",
        "channel": _plain(channel),
        "happened": past.happened or "unclear",
    }


def _plain(value: str) -> str:
    """A word of a system; what stands in a field may be anything."""
    return value if _PLAIN.fullmatch(value) else "other"
