"""`python -m benchmarks.guardrails`: our scrubber against Presidio as it comes, in one run on one thread."""

import json
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


class Input(StrEnum):
    """What is measured."""

    texts = "texts"
    big = "big"


def main(
    input_: Annotated[
        Input, typer.Option("--input", help="texts: against Presidio. big: growth and memory on large texts.")
    ] = Input.texts,
    files: Annotated[
        list[Path] | None,
        typer.Option("--file", exists=True, help="JSON Lines with `text`, beside the sample; may be repeated."),
    ] = None,
    named: Annotated[
        list[str] | None, typer.Option("--shape", help="With big: only this shape; may be repeated.")
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often everything is timed.")] = 5,
    limit: Annotated[int, typer.Option(min=0, help="At the most this many texts of a kind; 0 for all.")] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the drawing and of the bootstrap.")] = 0,
    out: Annotated[Path | None, typer.Option("--json", help="Write the figures to this file.")] = None,
) -> None:
    """Time the scrubber: against Presidio's default engine on the same texts, or on large and hostile input."""
    os.environ.update(dict.fromkeys(THREADS, "1"))  # before anything that reads them is imported
    result: dict[str, Any] = {
        "command": "benchmarks.guardrails",
        "settings": {"input": input_.value, "rounds": rounds, "limit": limit, "seed": seed, "threads": 1},
    }
    if input_ is Input.big:
        result["shapes"] = _big(named or [], rounds)
    else:
        result |= _against_presidio(files or [], rounds=rounds, limit=limit, seed=seed)
    if out:
        out.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _against_presidio(files: list[Path], *, rounds: int, limit: int, seed: int) -> dict[str, Any]:
    from benchmarks.engines import default_presidio, our_scrubber
    from benchmarks.rounds import compare, count_hits, time_rounds
    from benchmarks.texts import drawn, file_texts, sample_texts

    texts = drawn([*sample_texts(), *(text for path in files for text in file_texts(path))], limit, seed)
    _tell("loading both engines")
    engines = {"ours": our_scrubber(), "presidio": default_presidio()}
    hits = count_hits(engines, texts, seed=seed)  # and so both are warm
    times = compare(time_rounds(engines, texts, rounds, _tell), texts, seed=seed)
    _show(times, hits)
    return {"times": times, "hits_per_kb": hits}


def _show(times: dict[str, Any], hits: dict[str, dict[str, Any]]) -> None:
    print(f"{'':28}{'texts':>6}{'KB':>8}  ms/KB: median (min to max) ours, presidio          ratio (95 % interval)")
    for group, one in times.items():
        ours, theirs = (f"{ms['median']:.2f} ({ms['low']:.2f} to {ms['high']:.2f})" for ms in one["ms_per_kb"].values())
        print(
            f"{group[-27:]:28}{one['texts']:6}{one['kilobytes']:8.1f}  {ours:24} {theirs:26} {_interval(one['ratio'])}"
        )
    print("\nmasked things per KB (95 % interval): ours, presidio")
    for group, engines in hits.items():
        print(f"{group[-27:]:28}" + "  ".join(f"{_interval(one):24}" for one in engines.values()))


def _big(named: list[str], rounds: int) -> list[dict[str, Any]]:
    from benchmarks.big import measure_big, shapes
    from benchmarks.engines import our_scrubber

    known = {shape.name: shape for shape in shapes()}
    if unknown := set(named) - known.keys():
        raise typer.BadParameter(f"{sorted(unknown)} is none of {list(known)}", param_hint="--shape")
    chosen = [shape for name, shape in known.items() if not named or name in named]
    found = []
    print(f"{'':18}{'characters':>20}  {'ms/KB small, large':>20}  growth (min to max)    peak MB at size")
    for one in measure_big(our_scrubber(), chosen, rounds, _tell):
        found.append(one)
        ms = f"{one['ms_per_kb_small']['median']:.2f}, {one['ms_per_kb_large']['median']:.2f}"
        growth = f"{one['growth']['median']:.2f} ({one['growth']['low']:.2f} to {one['growth']['high']:.2f})"
        sizes = f"{one['small']:,}, {one['large']:,}"
        print(f"{one['shape']:18}{sizes:>20}  {ms:>20}  {growth:22} {one['peak_mb']:.0f} at {one['largest']:,}")
    return found


def _interval(one: dict[str, float]) -> str:
    return f"{one['value']:.3f} ({one['low']:.3f} to {one['high']:.3f})"


def _tell(step: str) -> None:
    print(f"… {step}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    if not __package__:
        raise SystemExit("run it from the repository's folder as `python -m benchmarks.guardrails`")
    typer.run(main)
