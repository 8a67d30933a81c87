"""`python -m benchmarks.triage`: our classifier against TF-IDF with logistic regression, in one run on one thread."""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


def main(
    texts: Annotated[int, typer.Option(min=50, help="Made texts to learn from.")] = 5000,
    labels: Annotated[int, typer.Option(min=2, help="Labels, each as common as the others.")] = 40,
    asked: Annotated[int, typer.Option(min=1, help="Made texts to predict.")] = 500,
    rounds: Annotated[int, typer.Option(min=1, help="How often everything is timed.")] = 3,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the texts.")] = 0,
    out: Annotated[Path | None, typer.Option("--json", help="Write the figures to this file.")] = None,
) -> None:
    """Time learning and predicting; embeddings are made beforehand and cost neither side anything."""
    os.environ.update(dict.fromkeys(THREADS, "1"))  # before anything that reads them is imported
    result: dict[str, Any] = {
        "command": "benchmarks.triage",
        "settings": {"texts": texts, "labels": labels, "asked": asked, "rounds": rounds, "seed": seed, "threads": 1},
        **_measured(texts, labels, asked, rounds, seed),
    }
    _show(result)
    if out:
        out.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _measured(texts: int, labels: int, asked: int, rounds: int, seed: int) -> dict[str, Any]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    from assistant.triage.learner import learn
    from benchmarks.made_labels import made
    from benchmarks.rounds import spread_of

    lessons, exam = made(texts, labels, seed=seed), made(asked, labels, seed=seed + 1)
    seconds: dict[str, list[float]] = {
        f"{who} {what}": [] for what in ("train", "predict") for who in ("ours", "plain")
    }
    for number in range(rounds):
        _tell(f"round {number + 1} of {rounds}")
        for who in ("ours", "plain") if number % 2 == 0 else ("plain", "ours"):
            if who == "ours":
                took, ours = _timed(lambda: learn(lessons.texts, lessons.vectors, lessons.labels))
                asking = _timed(lambda: ours.predict(exam.texts, exam.vectors))[0]  # noqa: B023  # called at once
            else:
                plain = make_pipeline(TfidfVectorizer(sublinear_tf=True), LogisticRegression(max_iter=200))
                took, _ = _timed(lambda: plain.fit(lessons.texts, lessons.labels))  # noqa: B023  # called at once
                asking = _timed(lambda: plain.predict_proba(exam.texts))[0]  # noqa: B023  # called at once
            seconds[f"{who} train"].append(took)
            seconds[f"{who} predict"].append(asking)
    ratios = {
        what: asdict(spread_of([a / b for a, b in zip(seconds[f"ours {what}"], seconds[f"plain {what}"], strict=True)]))
        for what in ("train", "predict")
    }
    return {
        "train_seconds": {who: asdict(spread_of(seconds[f"{who} train"])) for who in ("ours", "plain")},
        "ms_per_text": {
            who: asdict(spread_of([one * 1000 / asked for one in seconds[f"{who} predict"]]))
            for who in ("ours", "plain")
        },
        "ratio": ratios,
    }


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Processor time, so that a busy machine changes little."""
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


def _show(result: dict[str, Any]) -> None:
    print(f"{'':16}{'median (fastest to slowest) ours':>36}{'TF-IDF + logistic regression':>36}{'ratio':>28}")
    for name, what in (("train_seconds", "train"), ("ms_per_text", "predict")):
        ours, plain = (_spread(result[name][who]) for who in ("ours", "plain"))
        print(f"{name:16}{ours:>36}{plain:>36}{_spread(result['ratio'][what]):>28}")


def _spread(one: dict[str, float]) -> str:
    return f"{one['median']:.2f} ({one['low']:.2f} to {one['high']:.2f})"


def _tell(step: str) -> None:
    print(f"… {step}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    if not __package__:
        raise SystemExit("run it from the repository's folder as `python -m benchmarks.triage`")
    typer.run(main)
