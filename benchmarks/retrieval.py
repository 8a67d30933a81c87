"""`python -m benchmarks.retrieval`: what a search costs in a large index, beside Chroma's own query, on one thread."""

import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from benchmarks.guardrails import THREADS

_PLAIN = "Chroma, 10 nearest"


def main(
    chunks: Annotated[int, typer.Option(min=100, help="Chunks of the made index.")] = 50_000,
    queries: Annotated[int, typer.Option(min=1, help="Questions that are asked.")] = 100,
    rounds: Annotated[int, typer.Option(min=1, help="How often each is asked in each way.")] = 3,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the made texts and of the bootstrap.")] = 0,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Make the index here and keep it; used again when it is there.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--json", help="Write the figures to this file.")] = None,
) -> None:
    """Make an index and time opening it, and searches in it: as many groups see them, as one does, as customers do."""
    os.environ.update(dict.fromkeys(THREADS, "1"))  # before anything that reads them is imported
    with TemporaryDirectory(prefix="draftdesk-benchmark-") as place:
        result: dict[str, Any] = {
            "command": "benchmarks.retrieval",
            "n": queries,
            "settings": {"chunks": chunks, "rounds": rounds, "seed": seed, "threads": 1},
            "metrics": _measured(folder or Path(place), chunks, queries, rounds=rounds, seed=seed),
        }
    if out:
        out.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _measured(folder: Path, chunks: int, queries: int, *, rounds: int, seed: int) -> dict[str, Any]:
    from benchmarks.made_index import made_in, questions_in
    from benchmarks.searches import opened, searches, time_searches

    name = f"{chunks}-{queries}-{seed}"
    if not (folder / name / "questions.json").exists():
        _tell(f"making an index of {chunks:,} chunks; Chroma takes minutes for 50,000")
        made_in(folder / name, chunks, queries, seed=seed)
    index, opening = opened(folder / name)
    try:
        _show_opening(opening)
        times = time_searches(
            searches(index, folder / name), questions_in(folder / name), rounds, _tell, plain=_PLAIN, seed=seed
        )
    finally:
        index.store.close()
    _show(times)
    return {"opening": opening, "searches": times}


def _show_opening(opening: dict[str, dict[str, float]]) -> None:
    print(f"{'':34}{'CPU s':>8}{'wall s':>8}{'MB':>8}")
    for name, one in opening.items():
        print(f"{name:34}{one['cpu_s']:8.2f}{one['wall_s']:8.2f}{one['mb']:8.0f}")


def _show(times: dict[str, dict[str, Any]]) -> None:
    print(f"\n{'':34}{'CPU ms p50':>12}{'p95':>8}{'wall ms p50':>13}{'p95':>8}  CPU over plain Chroma (95 % interval)")
    for name, one in times.items():
        ratio = f"{one['ratio']['value']:.2f} ({one['ratio']['low']:.2f} to {one['ratio']['high']:.2f})"
        cpu, wall = one["cpu_ms"], one["wall_ms"]
        print(f"{name:34}{cpu['p50']:12.2f}{cpu['p95']:8.2f}{wall['p50']:13.2f}{wall['p95']:8.2f}  {ratio}")


def _tell(step: str) -> None:
    print(f"… {step}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    if not __package__:
        raise SystemExit("run it from the repository's folder as `python -m benchmarks.retrieval`")
    typer.run(main)
