"""Texts of any kind: a line names a ticket of a file beside it, the kind, and what must stand in which section."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.records import TextKind
from assistant.texts.kinds import SPECS
from evals.errors import SuiteInvalid
from evals.formats.cases import rows
from evals.rows import reason_of
from evals.running.task import Task
from evals.tasks.expected import Facts

_OF_GOLD = ("facts", "forbidden", "relevant", "verdict")


class TextGold(BaseModel):
    """What a text of a kind must say about a ticket. Each fact is a list of wordings, any one of which counts.

    `file` holds the ticket `id`, beside the file of the gold; `must` are facts by section. Several cases on one
    ticket have names (`case`); `input` steers the text, `expect` asks for more, and with `gold` the facts, forbidden
    words, documents and verdict that the ticket itself carries are asked for, too.
    """

    model_config = ConfigDict(extra="forbid")

    id: str
    file: str
    kind: TextKind
    must: dict[str, Facts] = {}
    must_not: list[str] = []
    case: str = ""
    input: dict[str, Any] = {}
    expect: dict[str, Any] = {}
    gold: bool = False

    @property
    def name(self) -> str:
        """The id of the case."""
        return "/".join(filter(None, (self.id, self.kind, self.case)))


def read(path: Path, task: Task, options: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Cases of `options.kinds`, all without it. For `assist`, summaries alone: it writes them by the way."""
    kinds = options.get("kinds") or ([*SPECS] if task.name == "write" else ["summary"])
    tickets: dict[str, dict[str, Mapping[str, Any]]] = {}
    for where, gold in read_gold(path):
        if gold.kind not in kinds:
            continue
        if gold.file not in tickets:
            tickets[gold.file] = {str(ticket.get("id")): ticket for _, ticket in rows(path.parent / gold.file)}
        if gold.id not in tickets[gold.file]:
            raise SuiteInvalid(f"{where}: id: there is no ticket {gold.id!r} in {path.parent / gold.file}")
        yield where, _case(gold, tickets[gold.file][gold.id], task)


def read_gold(path: Path) -> Iterator[tuple[str, TextGold]]:
    """Lines with their place. `SuiteInvalid` names line and field of one that cannot be used."""
    for where, value in rows(path):
        try:
            gold = TextGold.model_validate(value)
        except ValidationError as exc:
            raise SuiteInvalid(f"{where}: {reason_of(exc)}") from None
        known = [section.name for section in SPECS[gold.kind].sections]
        for name in gold.must:
            if name not in known:
                told = f"{gold.kind} has no such section: take one of {', '.join(known)}"
                raise SuiteInvalid(f"{where}: must.{name}: {told}")
        yield where, gold


def _case(gold: TextGold, ticket: Mapping[str, Any], task: Task) -> Mapping[str, Any]:
    own = ticket.get("gold") if gold.gold else None
    expect = {key: own[key] for key in _OF_GOLD if key in own} if isinstance(own, dict) else {}
    expect |= {"must": gold.must, "must_not": gold.must_not}
    expect |= {key: gold.input[key] for key in ("tone", "language") if key in gold.input}
    given: dict[str, Any] = {"ticket": {key: value for key, value in ticket.items() if key != "gold"}}
    if task.name == "write":
        given |= {"kind": gold.kind, **gold.input}
    tier = str((ticket.get("customer") or {}).get("tier") or "unknown")
    slices = {"kind": gold.kind, "tier": tier}
    if language := gold.input.get("language"):
        slices["language"] = str(language)
    return {"id": gold.name, "input": given, "expect": expect | gold.expect, "slices": slices}
