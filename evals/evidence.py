"""`eval evidence`: correct drafts stay, and each way of making a sentence wrong is seen by the real checks."""

import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from assistant.assembly import policy_guard
from assistant.checks import Checker
from assistant.evidence import sentence
from assistant.judging import Judge
from assistant.opening import Opener
from assistant.records import Evidence, Section, Sentence, Text, Verdict
from assistant.statements import statements
from assistant.steering.steering import Steering
from assistant.texts.order import Order
from assistant.writers.extractive.writer import ExtractiveWriter
from evals.folder import QueryIn
from evals.mutations import MUTATIONS, Stock, names_in
from evals.outcome import Outcome, watched
from evals.rows import read_rows, sample
from evals.statistics import Measure, mean_of
from ingest.assembly import build_embedder, build_generations, house_scrubber
from ingest.build import Progress
from ingest.errors import TicketInvalid
from ingest.index import Index, IndexReader
from ingest.read_ticket import read_ticket
from ingest.tickets import Ticket
from prompts.phrases import load_phrasebook
from settings import Settings

LABELLED = Path(__file__).with_name("support") / "labelled.jsonl"
UNSEEN = Path(__file__).with_name("support") / "unseen.jsonl"
"""Written without a look at the checks after they were made; since then faults that it showed were mended."""
_MAX_DOCUMENTS = 150
"""Articles that names and steps are drawn from."""
_NUMBER = re.compile(r"\d[.)]\s*$")
_CORRECT = Verdict("answerable", "", 1.0)


class Wrong(BaseModel):
    """A sentence that its evidence does not hold, and how it is wrong."""

    how: str
    text: str


class SupportRow(BaseModel):
    """Evidence with sentences that it holds and sentences that it does not hold."""

    id: str
    split: Literal["dev", "test", "unseen"]
    evidence: Annotated[list[str], Field(min_length=1)]
    faithful: list[str]
    unfaithful: list[Wrong]


@dataclass
class Tally:
    """Of each kind whether it was seen, with the ticket that it belongs to."""

    seen: dict[str, list[tuple[str, float]]] = field(default_factory=lambda: defaultdict(list))
    milliseconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def measures(self, prefix: str, seed: int) -> list[Measure]:
        """Share of each kind whose name begins with `prefix`."""
        kinds = [kind for kind in self.seen if kind.startswith(prefix)]
        return [self.measure(kind, kind.removeprefix(prefix), seed) for kind in sorted(kinds)]

    def measure(self, kind: str, name: str, seed: int) -> Measure:
        rows = self.seen[kind]
        return mean_of(name, [value for _, value in rows], seed=seed, groups=[group for group, _ in rows])


def measure_evidence(
    file: Path,
    settings: Settings,
    *,
    limit: int,
    seed: int,
    progress: Progress,
    labelled: Sequence[Path] = (LABELLED, UNSEEN),
) -> Outcome:
    """Extractive drafts for the tickets or questions of `file`, then the `labelled` sentences, those of the house."""
    started = time.perf_counter()
    tickets, skipped = _tickets(file, limit, seed)
    opener, index = _opener(settings)
    tally, draw = Tally(), random.Random(seed)  # noqa: S311  a drawing that can be repeated
    try:
        bench = _Bench(opener, index, tally, draw)
        for ticket in watched(tickets, "check", progress):
            bench.draft(ticket)
        for one in labelled:
            rows, bad = read_rows(one, SupportRow)
            skipped += bad
            for row in watched(rows, "check", progress):
                bench.labelled(row)
    finally:
        index.store.close()
    plain = {f"{kind}_ms_p50": round(_median(values), 2) for kind, values in tally.milliseconds.items()}
    return Outcome(
        "eval evidence",
        file,
        len(tickets),
        {"limit": limit, "seed": seed, "embedder": settings.embedder, "index": index.name},
        time.perf_counter() - started,
        [tally.measure("alarm.draft", "false_alarms", seed), tally.measure("alarm.steps", "false_step_alarms", seed)],
        plain=plain,
        by="by_mutation",
        parts={
            "drafts": tally.measures("draft.", seed),
            "labelled, dev": tally.measures("dev.", seed),
            "labelled, test": tally.measures("test.", seed),
            "labelled, unseen": tally.measures("unseen.", seed),
        },
        counts={"drafts": len({group for group, _ in tally.seen["alarm.draft"]})},
        notes=[
            "by mutation: share of the wrong sentences that the checks removed, changed or marked",
            "false_alarms: share of the sentences of correct drafts that were; of the labelled ones: `faithful`",
        ],
        skipped=skipped,
    )


class _Bench:
    """Writes drafts, makes them wrong, and has them checked."""

    def __init__(self, opener: Opener, index: Index, tally: Tally, draw: random.Random) -> None:
        self._opener = opener
        self._index = index
        self._tally = tally
        self._draw = draw
        self._writer = ExtractiveWriter(load_phrasebook())
        self._stock = _stock(index)

    def draft(self, ticket: Ticket) -> None:
        """One ticket: its draft as it is, and each of its sentences in every wrong way."""
        opened = self._opener.open(self._index, ticket)
        found = self._opener.find(opened)
        if not found.public:
            return
        material = self._opener.material(opened, found)
        text = self._writer.write(Order("reply", _CORRECT, found.public), material)
        checker = self._opener.checker(opened, ticket)
        for section, one in _claims(text):
            self._told("alarm.draft", ticket.id, self._seen(checker, section, one, "quotation"))
            cited = {e.source.rpartition("#")[0] for e in one.evidence}
            stock = self._stock_without(cited)
            for kind, mutate in MUTATIONS.items():
                wrong = mutate(one.text, stock, self._draw)
                if wrong is not None and wrong != one.text:
                    seen = self._seen(checker, section, replace(one, text=wrong), "mutation")
                    self._told(f"draft.{kind}", ticket.id, seen)
        self._steps(ticket.id, checker, text)

    def labelled(self, row: SupportRow) -> None:
        """The sentences of one row, with its evidence as facts that an agent stated."""
        ticket = read_ticket({"id": row.id, "messages": [{"author": {"role": "customer"}, "text": "Please help."}]})
        opened = self._opener.open(self._index, ticket, Steering(facts=tuple(row.evidence)))
        facts = [Evidence("fact", name, 0, len(fact), fact) for name, fact in opened.ticket.facts.items()]
        checker = self._opener.checker(opened, ticket)
        for text in row.faithful:
            seen = self._seen(checker, "state", sentence(text, "statement", *facts), "paraphrase")
            self._told(f"{row.split}.faithful", row.id, seen)
        for wrong in row.unfaithful:
            seen = self._seen(checker, "state", sentence(wrong.text, "statement", *facts), "paraphrase")
            self._told(f"{row.split}.{wrong.how}", row.id, seen)

    def _seen(self, checker: Checker, section: str, one: Sentence, kind: str) -> float:
        """1 where the sentence did not come through as it was."""
        started = time.perf_counter()
        passed = checker.one("handover" if section == "state" else "reply", section, one)
        self._tally.milliseconds[kind].append((time.perf_counter() - started) * 1000)
        return float(passed is None or passed.text != one.text.strip())

    def _steps(self, group: str, checker: Checker, text: Text) -> None:
        """The draft with a step left out, and with two of them the other way round."""
        before = _step_findings(checker, text)
        steps = [one for one in text.sentences if one.role == "step"]
        if not steps:
            return
        self._told("alarm.steps", group, float(before > 0))
        if len(steps) > 1 and all(self._numbered(one) for one in steps):
            gone = self._draw.choice(steps)
            kept = _with(text, [one for one in steps if one is not gone])
            self._told("draft.step_dropped", group, float(_step_findings(checker, kept) > before))
            turned = [steps[1], steps[0], *steps[2:]]
            self._told("draft.steps_swapped", group, float(_step_findings(checker, _with(text, turned)) > before))

    def _numbered(self, step: Sentence) -> bool:
        """Whether it stands in a numbered list: bullets may be picked and told in any order."""
        first = next(e for e in step.evidence if e.kind == "passage")
        chunk = self._index.chunk(first.source)
        return chunk is not None and bool(_NUMBER.search(chunk.text[: first.start]))

    def _stock_without(self, documents: set[str]) -> Stock:
        others = [stock for id_, stock in self._stock.items() if id_ not in documents]
        return Stock(
            [name for stock in others for name in stock.names], [step for stock in others for step in stock.steps]
        )

    def _told(self, kind: str, group: str, seen: float) -> None:
        self._tally.seen[kind].append((group, seen))


def _claims(text: Text) -> Iterator[tuple[str, Sentence]]:
    """The sentences that say something of the product."""
    for section in text.sections:
        for one in section.sentences:
            if one.role in ("answer", "step", "question") and any(e.kind == "passage" for e in one.evidence):
                yield section.name, one


def _with(text: Text, steps: Sequence[Sentence]) -> Text:
    """The text with these steps alone, in this order, at the end of its answer."""
    sections = []
    for section in text.sections:
        others = [one for one in section.sentences if one.role != "step"]
        more = steps if section.name == "answer" else ()
        sections.append(Section(section.name, section.title, (*others, *more)))
    return replace(text, sections=tuple(sections))


def _step_findings(checker: Checker, text: Text) -> int:
    first = len(checker.findings)
    checker.text(text)
    return sum(one.kind.startswith("evidence.step") for one in checker.findings[first:])


def _stock(index: Index) -> dict[str, Stock]:
    """Names and steps of the public articles, by document."""
    found: dict[str, Stock] = {}
    for id_ in sorted(index.manifest.documents):
        chunks = [chunk for chunk in index.document(id_) if chunk.pool == "knowledge" and chunk.audience == "public"]
        told = [one for chunk in chunks for one in statements(chunk)]
        if told:
            names = sorted({name for one in told for name in names_in(one.text)})
            steps = [one.text for one in told if one.kind == "step" and len(one.text.split()) > 3]
            found[id_] = Stock(names, steps)
        if len(found) == _MAX_DOCUMENTS:
            break
    return found


def _opener(settings: Settings) -> tuple[Opener, Index]:
    embedder = build_embedder(settings)
    groups = frozenset(settings.agent_groups)
    opener = Opener(
        embedder=embedder,
        scrubber=house_scrubber(settings),
        phrases=load_phrasebook(),
        groups=groups,
        confidences=Judge(embedder, groups=groups).confidences,
        error_prefixes=settings.error_prefixes,
        reads=frozenset(settings.embedder_languages),
        policy=policy_guard(settings, embedder),
    )
    return opener, IndexReader(build_generations(settings)).index()


class _AnyRow(BaseModel, extra="allow"):
    """A ticket as a help desk exports it, or a question of a retrieval folder."""

    id: Any


def _tickets(file: Path, limit: int, seed: int) -> tuple[list[Ticket], list[Any]]:
    from ingest.documents import Skipped

    rows, skipped = read_rows(file, _AnyRow)
    tickets: list[Ticket] = []
    for row in sample(rows, limit, seed):
        value = row.model_dump(exclude={"gold"})
        try:
            tickets.append(read_ticket(value) if "messages" in value else QueryIn.model_validate(value).ticket())
        except (TicketInvalid, ValueError) as exc:
            skipped.append(Skipped(f"{file.name} {row.id}", str(exc).splitlines()[0]))
    return tickets, skipped


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2] if values else 0.0
