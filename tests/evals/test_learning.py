"""`draftdesk eval retrieval DIR --learn-from DIR2`, end to end with the real parts."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from draftdesk import app
from tests.assistant.solved_house import ARTICLES, said_about

OLDER, NEWER = 80, 12
FRAME = re.compile(r"[\s│╭╮╰╯─]+")


def folder(root: Path, name: str, queries: list[dict[str, Any]], answers: dict[str, str]) -> Path:
    place = root / name
    place.mkdir()
    pages = [{"id": id_, "title": id_, "text": text} for id_, text in ARTICLES.items()]
    (place / "corpus.jsonl").write_text("\n".join(json.dumps(page) for page in pages), encoding="utf-8")
    (place / "queries.jsonl").write_text("\n".join(json.dumps(query) for query in queries), encoding="utf-8")
    rows = [f"{query}\t{page}\t1" for query, page in answers.items()]
    (place / "qrels.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *rows]), encoding="utf-8")
    return place


def asked(numbers: range, *, seed: int) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Queries in the words of customers, one a day, and the article that answers each."""
    random, names = np.random.default_rng(seed), list(ARTICLES)
    answers = {f"q{number:03d}": names[random.integers(len(names))] for number in numbers}
    queries = [
        {"id": id_, "text": said_about(page, random), "created": str(np.datetime64("2025-01-01") + int(id_[1:]))}
        for id_, page in answers.items()
    ]
    return queries, answers


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["--var", str(root / "var"), "eval", "retrieval", *words])


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache of vectors for all runs."""
    return tmp_path_factory.mktemp("learning")


@pytest.fixture(scope="module")
def older(root: Path) -> Path:
    return folder(root, "older", *asked(range(OLDER), seed=1))


@pytest.fixture(scope="module")
def newer(root: Path) -> Path:
    return folder(root, "newer", *asked(range(OLDER, OLDER + NEWER), seed=2))


def figures(root: Path, *words: str) -> dict[str, Any]:
    done = run(root, *words, "--json", str(root / "out.json"))
    assert done.exit_code == 0, done.output
    value: dict[str, Any] = json.loads((root / "out.json").read_text(encoding="utf-8"))
    return value


def test_what_older_tickets_cited_helps_to_find_and_they_are_never_found(root: Path, newer: Path, older: Path) -> None:
    found = figures(root, str(newer), "--learn-from", str(older))
    metrics = found["metrics"]
    assert found["settings"]["adopted"] is True
    assert found["settings"]["pools"] == ["knowledge"]
    assert (found["counts"]["documents"], found["counts"]["solved_tickets"]) == (len(ARTICLES), OLDER)
    assert found["counts"]["solved_tickets_that_taught"] == OLDER
    assert metrics["ndcg@10"] > metrics["unlearned_ndcg@10"]
    assert metrics["gain_ndcg@10"] == pytest.approx(metrics["ndcg@10"] - metrics["unlearned_ndcg@10"])
    assert found["intervals"]["gain_ndcg@10"]["n"] == NEWER
    assert "what was learned was adopted" in found["notes"][-1]


def test_a_ticket_dated_at_the_query_or_later_and_the_query_itself_teach_nothing_of_it(root: Path, older: Path) -> None:
    """The first of the older queries asked again: nothing came before it, so nobody votes."""
    first = json.loads((older / "queries.jsonl").read_text(encoding="utf-8").splitlines()[0])
    one = folder(root, "one", [first], {"q000": "rotation"})
    found = figures(root, str(one), "--learn-from", str(older))
    assert found["counts"]["queries_that_are_solved_tickets_too"] == 1
    assert found["settings"]["adopted"] is True
    assert found["metrics"]["gain_ndcg@10"] == 0


def test_too_few_tickets_teach_nothing_and_that_is_told(root: Path, newer: Path) -> None:
    found = figures(root, str(newer), "--learn-from", str(newer))
    assert (found["settings"]["adopted"], found["settings"]["vote_weight"]) == (False, None)
    assert "nothing was learned: 12 solved tickets cite an article" in found["notes"][-1]
    assert "gain_ndcg@10" not in found["metrics"]


def test_a_folder_without_tickets_to_learn_from_is_refused(root: Path, newer: Path, tmp_path: Path) -> None:
    done = run(root, str(newer), "--learn-from", str(tmp_path))
    assert done.exit_code == 2
    assert "no queries.jsonl in" in FRAME.sub(" ", done.output)
    empty = folder(tmp_path, "empty", [{"id": "x", "text": "hello"}], {"y": "rotation"})
    done = run(root, str(newer), "--learn-from", str(empty))
    assert done.exit_code == 2
    assert "no query of" in FRAME.sub(" ", done.output)
