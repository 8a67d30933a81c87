"""`eval summary`: dialogues go in as tickets; the first lines of their summaries are held against what people wrote."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.assembly import build_assistant
from assistant.assistant import Assistant
from assistant.records import Section, Text
from evals.dialogues import DialogueIn
from evals.outcome import Outcome, watched
from evals.rouge import KINDS, Rouge, between, rouge
from evals.rows import read_rows, sample
from evals.statistics import Measure, mean_of
from evals.summary_baselines import MAX_WORDS, baselines
from evals.throwaway import indexed
from ingest.build import Progress
from ingest.documents import Skipped
from ingest.errors import TicketInvalid
from settings import Settings

_NAMES = (*KINDS, *(f"{kind}_mean" for kind in KINDS))
_FLAT = ("lead", "centroid")
_PAGE = {"id": "page", "title": "About this index", "text": "No knowledge is needed to sum a dialogue up."}
_NOTES = (
    "scored is the section `brief` of the summary; rouge with stemming, F1: best of the references, _mean over them",
    "`quotations` is the same without the house's frames around what was quoted: how much the frames add",
    f"lead and centroid have up to {MAX_WORDS} words; `one_person`: each reference against the others of its dialogue",
)


@dataclass(frozen=True, slots=True)
class Scored:
    """One dialogue: how well each text does, by name; `brief` is what the assistant wrote."""

    by_text: Mapping[str, Rouge]
    words: int
    empty: bool
    unsupported: int


def measure_summary(file: Path, settings: Settings, *, limit: int, seed: int, progress: Progress) -> Outcome:
    """Raises `DataInvalid` without a usable row, `RougeMissing`, and whatever writing raises."""
    started = time.perf_counter()
    rows, skipped = read_rows(file, DialogueIn)
    rouge("", [""])
    with _assistant(settings, progress) as assistant:
        scored, more = _score(assistant, sample(rows, limit, seed), progress)
    own, flat, parts = _measures(scored, seed)
    return Outcome(
        "eval summary",
        file,
        len(scored),
        {"limit": limit, "seed": seed, "section": "brief", "stemmer": True, "house_rules": str(settings.house_rules)},
        time.perf_counter() - started,
        [*own, *flat],
        plain={"words_per_brief": round(sum(one.words for one in scored) / max(1, len(scored)), 1)},
        by="by_text",
        parts=parts,
        counts={
            "dialogues_without_a_brief": sum(one.empty for one in scored),
            "sentences_without_evidence": sum(one.unsupported for one in scored),
        },
        notes=_NOTES,
        skipped=[*skipped, *more],
    )


@contextmanager
def _assistant(settings: Settings, progress: Progress) -> Iterator[Assistant]:
    """The assistant as configured, over an index that knows nothing: no knowledge of the house may help."""
    with TemporaryDirectory(prefix="draftdesk-eval-") as place:
        corpus = Path(place) / "corpus.jsonl"
        corpus.write_text(json.dumps(_PAGE) + "\n", encoding="utf-8")
        with indexed(Path(place), settings, progress) as throwaway:
            assistant = build_assistant(throwaway.settings)
            try:
                yield assistant
            finally:
                assistant.index().store.close()


def _score(assistant: Assistant, rows: Sequence[DialogueIn], progress: Progress) -> tuple[list[Scored], list[Skipped]]:
    scored, skipped = [], []
    for row in watched(rows, "sum up", progress):
        try:
            ticket = row.ticket()
        except TicketInvalid as exc:
            skipped.append(Skipped(row.id, str(exc)))
            continue
        text = assistant.write(ticket, "summary").text
        scored.append(_scored(row, text))
    return scored, skipped


def _scored(row: DialogueIn, text: Text | None) -> Scored:
    brief = section_of(text, "brief")
    sentences = brief.sentences if brief else ()
    quoted = [e.quote for s in sentences for e in s.evidence if e.kind == "message"]
    written = " ".join(sentence.text for sentence in sentences)
    texts = {"brief": written, "quotations": " ".join(quoted)} | dict(baselines([said for _, said in row.said]))
    by_text = {name: rouge(one, row.summaries) for name, one in texts.items()}
    if (people := between(row.summaries)) is not None:
        by_text["one_person"] = people
    return Scored(by_text, len(written.split()), not sentences, sum(not s.evidence for s in sentences))


def section_of(text: Text | None, name: str) -> Section | None:
    """The section of this name; None when there is no text or no such section."""
    return next((section for section in text.sections if section.name == name), None) if text else None


def _measures(scored: Sequence[Scored], seed: int) -> tuple[list[Measure], list[Measure], dict[str, list[Measure]]]:
    """Of what was written, of the two baselines that have stable names, and of every other text by its name."""
    names = dict.fromkeys(name for one in scored for name in one.by_text)
    found = {name: [one.by_text[name].figures() for one in scored if name in one.by_text] for name in names}

    def of(name: str, prefix: str = "") -> list[Measure]:
        figures = found.get(name, [])
        return [mean_of(f"{prefix}{kind}", [one[kind] for one in figures], seed=seed) for kind in _NAMES]

    flat = [measure for name in _FLAT for measure in of(name, f"{name}_")]
    return of("brief"), flat, {name: of(name) for name in names if name not in (*_FLAT, "brief")}
