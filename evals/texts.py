"""Every kind of text against gold cases: facts in their sections, and what must not be there."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from assistant.assembly import build_assistant
from assistant.assistant import Assistant
from assistant.files import load_tickets
from assistant.records import Text, TextKind
from assistant.texts.kinds import SPECS
from evals.errors import EvalError
from evals.outcome import Outcome, watched
from evals.statistics import Measure, mean_of
from ingest.build import Progress
from ingest.documents import Skipped
from ingest.errors import TicketInvalid
from ingest.sources.jsonl import read_lines
from ingest.tickets import Ticket
from settings import Settings


def _wordings(value: Any) -> Any:
    """One wording stands for a list of one."""
    return [[one] if isinstance(one, str) else one for one in value] if isinstance(value, list) else value


Facts = Annotated[list[list[str]], BeforeValidator(_wordings)]


class TextGold(BaseModel):
    """What a text of a kind must say about a ticket. Each fact is a list of wordings, any one of which counts.

    `file` holds the ticket `id`, beside the file of the gold; `must` are facts by section.
    """

    model_config = ConfigDict(extra="forbid")

    id: str
    file: str
    kind: TextKind
    must: dict[str, Facts]
    must_not: list[str] = []


@dataclass(frozen=True, slots=True)
class TextCase:
    """A gold case and the text that was written; None where there was nothing to write."""

    gold: TextGold
    text: Text | None

    def section(self, name: str) -> str:
        """What stands in a section."""
        sections = self.text.sections if self.text else ()
        return "\n".join(s.text for section in sections if section.name == name for s in section.sentences).casefold()

    @property
    def whole(self) -> str:
        return "\n".join(sentence.text for sentence in self.text.sentences).casefold() if self.text else ""


def measure_texts(
    file: Path, settings: Settings, *, limit: int = 0, seed: int = 0, progress: Progress, kinds: Sequence[str] = ()
) -> Outcome:
    """Write every text that the gold names, as an agent would order it, and look for its facts."""
    golds, skipped = read_gold(file)
    wanted = [gold for gold in golds if not kinds or gold.kind in kinds][: limit or None]
    if not wanted:
        raise EvalError(f"no gold case in {file} for these kinds: expected one of {', '.join(get_args(TextKind))}")
    tickets = _tickets(file, wanted)
    assistant = build_assistant(settings)
    assistant.warm_up()
    started = time.perf_counter()
    cases = [_case(assistant, gold, tickets[gold.file, gold.id]) for gold in watched(wanted, "texts", progress)]
    by_kind = {kind: [case for case in cases if case.gold.kind == kind] for kind in SPECS}
    return Outcome(
        command="eval texts",
        data=file,
        n=len(cases),
        settings={"seed": seed, "limit": limit, "kinds": list(kinds)},
        seconds=time.perf_counter() - started,
        measures=measures(cases, seed=seed),
        by="by_kind",
        parts={kind: measures(own, seed=seed) for kind, own in by_kind.items() if own},
        skipped=skipped,
    )


def measures(cases: Sequence[TextCase], *, seed: int = 0) -> list[Measure]:
    """Shares over cases: a fact share is the mean of the cases' shares."""
    texts = [case.text for case in cases if case.text is not None]
    told = [(n, s) for n, text in enumerate(texts) for s in text.sentences]
    barred = [case for case in cases if case.gold.must_not]
    return [
        mean_of("written", [float(case.text is not None) for case in cases], seed=seed),
        mean_of("facts_in_section", [_share(case, anywhere=False) for case in cases if case.gold.must], seed=seed),
        mean_of("facts_anywhere", [_share(case, anywhere=True) for case in cases if case.gold.must], seed=seed),
        mean_of("must_not", [float(bool(said(case))) for case in barred], seed=seed),
        mean_of("without_evidence", [float(not s.evidence) for _, s in told], seed=seed, groups=[n for n, _ in told]),
    ]


def facts(case: TextCase) -> Iterator[tuple[str, list[str], bool, bool]]:
    """Section, wordings, whether the fact stands there, whether it stands anywhere."""
    for name, wanted in case.gold.must.items():
        for wordings in wanted:
            there, whole = case.section(name), case.whole
            folded = [" ".join(one.casefold().split()) for one in wordings]
            yield name, wordings, any(one in there for one in folded), any(one in whole for one in folded)


def said(case: TextCase) -> list[str]:
    """What stands in the text and must not."""
    return [one for one in case.gold.must_not if one.casefold() in case.whole]


def _share(case: TextCase, *, anywhere: bool) -> float:
    return mean(whole if anywhere else there for _, _, there, whole in facts(case))


def read_gold(file: Path) -> tuple[list[TextGold], list[Skipped]]:
    """The cases of a file. `EvalError` names the line and the field of one that cannot be used."""
    golds: list[TextGold] = []
    skipped: list[Skipped] = []
    for line in read_lines(file):
        if isinstance(line, Skipped):
            skipped.append(line)
            continue
        where, value = line
        golds.append(_gold(where, value))
    if not golds:
        raise EvalError(f"no gold case in {file}: expected lines of {{id, file, kind, must, must_not}}")
    return golds, skipped


def _gold(where: str, value: Mapping[str, Any]) -> TextGold:
    try:
        gold = TextGold.model_validate(value)
    except ValidationError as exc:
        first = exc.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise EvalError(f"{where}: {place}: {first['msg']}") from None
    known = [section.name for section in SPECS[gold.kind].sections]
    for name in gold.must:
        if name not in known:
            raise EvalError(f"{where}: must.{name}: {gold.kind} has no such section: take one of {', '.join(known)}")
    return gold


def _tickets(file: Path, golds: Sequence[TextGold]) -> dict[tuple[str, str], Ticket]:
    """The tickets that the gold names, from the files beside it."""
    found: dict[tuple[str, str], Ticket] = {}
    try:
        for name in dict.fromkeys(gold.file for gold in golds):
            found |= {(name, ticket.id): ticket for ticket in load_tickets(file.parent / name)[0]}
    except TicketInvalid as exc:
        raise EvalError(str(exc)) from exc
    for gold in golds:
        if (gold.file, gold.id) not in found:
            raise EvalError(f"no ticket {gold.id!r} in {file.parent / gold.file}: the gold of {file.name} names it")
    return found


def _case(assistant: Assistant, gold: TextGold, ticket: Ticket) -> TextCase:
    return TextCase(gold, assistant.write(ticket, gold.kind).text)
