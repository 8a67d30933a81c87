"""What a draft cites against what a person's answer cited: the real path over a small folder."""

import json
from pathlib import Path

import pytest

from evals.citations import Cited, measure_citations, measures
from settings import Settings


def test_silence_counts_as_nothing_cited() -> None:
    found = [Cited(("a", "b"), frozenset({"b"})), Cited(("c",), frozenset({"c"})), Cited((), frozenset({"a"}))]
    figures = {one.name: one for one in measures(found)}
    assert figures["drafted"].mean == pytest.approx(2 / 3)
    assert figures["cited_top1"].mean == pytest.approx(1 / 3)
    assert figures["cited_top3"].mean == pytest.approx(2 / 3)
    assert (figures["cited_top1_of_drafts"].n, figures["cited_top1_of_drafts"].mean) == (2, 0.5)


def test_the_real_path(tmp_path: Path) -> None:
    pages = {
        "kb-resume": ("Resume a paused endpoint", "Open the page of the endpoint and press Resume to start it again."),
        "kb-invoice": ("Download an invoice", "Open the billing page and press PDF beside the invoice to download it."),
    }
    rows = [{"id": id_, "title": title, "text": text, "kind": "article"} for id_, (title, text) in pages.items()]
    queries = [
        {"id": "q1", "title": "Endpoint is paused", "text": "Our endpoint is paused. How do we resume the endpoint?"},
        {"id": "q2", "title": "Nobody judged this", "text": "How do I download an invoice as PDF?"},
    ]
    for name, lines in (("corpus.jsonl", rows), ("queries.jsonl", queries)):
        (tmp_path / name).write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tkb-resume\t1\n", encoding="utf-8")
    settings = Settings(var=tmp_path / "var")
    outcome = measure_citations(tmp_path, settings, limit=0, seed=0, progress=lambda *_: None)
    assert outcome.n == 1
    figures = {one.name: one for one in outcome.measures}
    assert figures["cited_top3"].n == 1
    assert figures["cited_top1"].mean <= figures["drafted"].mean
