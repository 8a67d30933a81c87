"""`--learn-from`: an older retrieval folder's queries and judgements as the house's solved tickets."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.errors import TuningImpossible
from assistant.retrieval.learned import LearnedRanking
from assistant.retrieval.tune import Tuning, tune
from assistant.retrieval.votes import CitingCases
from evals.errors import DataInvalid
from evals.folder import QueryIn, file_of, read_judgements, read_queries
from guardrails.scrub import Scrubber
from ingest.build import Progress
from ingest.documents import Skipped
from ingest.index import Index
from ingest.read_ticket import as_ticket

_PREFIX = "learned-from/"
"""In front of the ids of solved tickets, so that none of them is a document of the corpus."""
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Lesson:
    """Solved tickets in a file of their own, scrubbed already."""

    folder: Path
    file: Path
    tickets: int
    ids: frozenset[str]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """What the throw-away house made of its solved tickets; `ranking` is None when nothing was adopted."""

    ranking: LearnedRanking | None
    tuning: Tuning | None
    note: str


NOTHING = Learned(None, None, "")


def case_id(query_id: str) -> str:
    """The id that a query of the older folder has as a solved ticket."""
    return f"{_PREFIX}{query_id}"


@contextmanager
def lesson(folder: Path, scrubber: Scrubber, progress: Progress) -> Iterator[Lesson]:
    """The solved tickets of an older folder, in a file that is removed afterwards. `DataInvalid` when it has none."""
    path = file_of(folder, "queries.jsonl")
    if not path.is_file():
        raise DataInvalid(f"no queries.jsonl in {folder}: --learn-from takes a folder with queries.jsonl and qrels.tsv")
    queries, skipped = read_queries(path)
    relevant = read_judgements(folder).relevant
    solved = [query for query in queries if query.id in relevant and (query.title + query.text).strip()]
    if not solved:
        raise DataInvalid(f"no query of {folder} has a relevant document: do queries.jsonl and qrels.tsv fit together?")
    with TemporaryDirectory(prefix="draftdesk-learn-") as place:
        file = Path(place) / "solved.jsonl"
        with file.open("w", encoding="utf-8") as stream:
            for first in range(0, len(solved), _BATCH):
                progress("scrub", first, len(solved))
                for value in _tickets(solved[first : first + _BATCH], relevant.__getitem__, scrubber):
                    stream.write(json.dumps(value, ensure_ascii=False) + "\n")
        ids = frozenset(case_id(query.id) for query in solved)
        yield Lesson(folder, file, len(solved), ids, tuple(skipped))


def learn(index: Index, progress: Progress) -> Learned:
    """What `draftdesk index tune` would do over this index; nothing is written."""
    cases = CitingCases.of(index)
    try:
        tuning = tune(index, cases, progress=progress)
    except TuningImpossible as exc:
        return Learned(None, None, f"nothing was learned: {exc}")
    told = (
        f"nDCG@10 of the later {tuning.measured_on} of the solved tickets: base {tuning.base:.3f}, "
        f"learned {tuning.tuned:.3f}, difference {tuning.low:+.3f} to {tuning.high:+.3f}"
    )
    if not tuning.helps:
        return Learned(None, tuning, f"what was learned was not adopted; {told}")
    return Learned(LearnedRanking(tuning.ranker, cases), tuning, f"what was learned was adopted; {told}")


def _tickets(
    queries: list[QueryIn], relevant: Callable[[str], frozenset[str]], scrubber: Scrubber
) -> Iterator[dict[str, object]]:
    """As a help desk exports them. Scrubbed before they reach a file, and again when they are indexed."""
    clean = iter(scrubber.for_channel("cases").scrub_batch([text for q in queries for text in (q.title, q.text)]))
    for query in queries:
        title, text = next(clean).text, next(clean).text
        ticket = as_ticket(id_=case_id(query.id), title=title, text=text, created=query.created or None)
        yield ticket | {"status": "solved", "fields": {"articles": sorted(relevant(query.id))}}
