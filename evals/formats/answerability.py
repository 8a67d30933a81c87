"""A folder of questions that its corpus answers, and of others: what is expected is the verdict.

The corpus is what the suite's `sources` name, which is the same folder.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.answerability import read_questions
from evals.errors import DataInvalid, SuiteInvalid
from evals.folder import check_folder
from evals.running.task import Task
from ingest.read_ticket import as_ticket


def read(path: Path, task: Task, options: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:  # noqa: ARG001
    """Each question as a ticket; one that says neither is no case. `options.unanswerable` is the verdict for others.

    Why nothing answers a question is not told by such folders: `knowledge_gap` unless the suite says otherwise.
    """
    try:
        check_folder(path)
        yes, no, _ = read_questions(path)
    except DataInvalid as exc:
        raise SuiteInvalid(str(exc)) from exc
    gap = str(options.get("unanswerable") or "knowledge_gap")
    for verdict, asked in (("answerable", yes), (gap, no)):
        for query in asked:
            ticket = as_ticket(id_=query.id, title=query.title, text=query.text, created=query.created or None)
            slices = {"answer": "yes" if verdict == "answerable" else "no"}
            value = {"id": query.id, "input": {"ticket": ticket}, "expect": {"verdict": verdict}, "slices": slices}
            yield f"{path}: {query.id}", value
