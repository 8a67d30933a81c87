"""A retrieval folder: each judged query of queries.jsonl, with the documents that qrels.tsv calls relevant.

The corpus is what the suite's `sources` name, which is the same folder.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.errors import DataInvalid, SuiteInvalid
from evals.folder import check_folder, file_of, read_judgements, read_queries
from evals.running.task import Task
from ingest.read_ticket import as_ticket


def read(path: Path, task: Task, options: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each query goes in as a ticket, as `eval retrieval` does. `options.pool` is where it is searched (knowledge)."""
    try:
        check_folder(path)
        judgements = read_judgements(path)
        file = file_of(path, "queries.jsonl")
        queries, skipped = read_queries(file)
    except DataInvalid as exc:
        raise SuiteInvalid(str(exc)) from exc
    if left_out := [*skipped, *judgements.skipped]:
        raise SuiteInvalid("\n".join(f"{path / one.where}: {one.reason}" for one in left_out))
    pool = {"pool": str(options["pool"])} if options.get("pool") and "pool" in task.given.model_fields else {}
    for query in queries:
        relevant = sorted(judgements.relevant.get(query.id, ()))
        if relevant:
            ticket = as_ticket(id_=query.id, title=query.title, text=query.text, created=query.created or None)
            yield (
                f"{file}: {query.id}",
                {"id": query.id, "input": {"ticket": ticket, **pool}, "expect": {"relevant": relevant}},
            )
