"""Large and hostile texts: whether time grows with size alone, and how much memory it takes."""

import random
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.engines import Engine
from benchmarks.rounds import Tell, spread_of

MEGA = 1_000_000
_SERVICES = ("gateway", "billing-worker", "scheduler", "auth", "ingest", "search-api")
_SYLLABLES = "ba ce di fo gu ka le mi no pu ra se ti vo za bel dan mor tis ven".split()
_TRAPS = ("a", "1-", "@.", "a@", "/", "eyJ.", "<!--", "((", "A1 ", "0.0.", "Re: ", "\u0301", "password: ", "::")
_MIXED = "Grüße от Анны \u200b👩\u200d💻 \u202eabc\u202c 価格 e\u0301 \x00 \r\n שלום +49 30 123 x@y.example".split(" ")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a text of about `size` characters is made; measured at `small` and `large`, memory at `largest`."""

    name: str
    make: Callable[[int], str]
    small: int
    large: int
    largest: int


def shapes() -> list[Shape]:
    """Every shape that is measured."""
    named = [Shape(f"trap {ascii(trap.strip())[1:-1]}", _repeated(trap), 50_000, 200_000, 200_000) for trap in _TRAPS]
    return [
        Shape("log", log_text, MEGA, 4 * MEGA, 5 * MEGA),
        Shape("one line", one_line, 50_000, 200_000, 200_000),
        Shape("names", names_text, 50_000, 200_000, 200_000),
        Shape("mixed scripts", mixed_text, 50_000, 200_000, 200_000),
        *named,
    ]


def log_text(size: int) -> str:
    """Lines of a service's log, about `size` characters; the same for the same size."""
    rng = random.Random(0)  # noqa: S311  the same text at every run
    lines: list[str] = []
    left = size
    while left > 0:
        lines.append(_log_line(rng, len(lines)))
        left -= len(lines[-1]) + 1
    return "\n".join(lines)[:size]


def one_line(size: int) -> str:
    """The same without a line break."""
    return log_text(size).replace("\n", " ")


def names_text(size: int) -> str:
    """Letters to ever new persons: each name that is found is looked for in the whole text again."""
    rng = random.Random(0)  # noqa: S311  the same text at every run
    parts: list[str] = []
    left = size
    while left > 0:
        first, last = ("".join(rng.choices(_SYLLABLES, k=3)).capitalize() for _ in range(2))
        parts.append(f"Dear {first} {last},\nplease see the ticket.\nRegards,\n{last} {first}\n\n")
        left -= len(parts[-1])
    return "".join(parts)[:size]


def mixed_text(size: int) -> str:
    """Words and signs of many scripts in ever new orders."""
    rng = random.Random(0)  # noqa: S311  the same text at every run
    return " ".join(rng.choices(_MIXED, k=size // 2 + 1))[:size]


def measure_big(engine: Engine, chosen: Sequence[Shape], rounds: int, tell: Tell) -> Iterator[dict[str, Any]]:
    """For each shape ms/KB at both sizes, turn by turn, their ratio, and the peak of memory."""
    engine(log_text(10_000))
    for shape in chosen:
        tell(shape.name)
        yield _growth(engine, shape, rounds) | _memory(engine, shape)


def _growth(engine: Engine, shape: Shape, rounds: int) -> dict[str, Any]:
    small, large = shape.make(shape.small), shape.make(shape.large)
    pairs = [(_ms_per_kb(engine, small), _ms_per_kb(engine, large)) for _ in range(rounds)]
    return {
        "shape": shape.name,
        "small": shape.small,
        "large": shape.large,
        "ms_per_kb_small": asdict(spread_of([one for one, _ in pairs])),
        "ms_per_kb_large": asdict(spread_of([other for _, other in pairs])),
        "growth": asdict(spread_of([other / one for one, other in pairs])),
    }


def _memory(engine: Engine, shape: Shape) -> dict[str, Any]:
    text = shape.make(shape.largest)
    tracemalloc.start()
    try:
        engine(text)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return {"largest": shape.largest, "peak_mb": peak / MEGA, "peak_bytes_per_character": peak / len(text)}


def _ms_per_kb(engine: Engine, text: str) -> float:
    started = time.process_time()
    engine(text)
    return (time.process_time() - started) * 1000 / (len(text.encode("utf-8", "replace")) / 1024)


def _repeated(part: str) -> Callable[[int], str]:
    """Whole parts only: a cut one at the end may be read as something else."""
    return lambda size: part * (size // len(part))


def _log_line(rng: random.Random, number: int) -> str:
    stamp = f"2026-03-{number // 86_400 % 28 + 1:02}T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}Z"
    start = f"{stamp} {rng.choice(('INFO', 'WARN', 'ERROR', 'DEBUG'))} {rng.choice(_SERVICES)}[{rng.randrange(9999)}]:"
    match rng.randrange(5):
        case 0:
            return f"{start} request_id={rng.getrandbits(64):016x} path=/v1/orders/{rng.randrange(10**6)} status=200"
        case 1:
            return (
                f"{start} retry {rng.randrange(9)} of 10.{rng.randrange(256)}.4.7:8443 after {rng.randrange(5000)} ms"
            )
        case 2:
            return (
                f"{start} user=user{rng.randrange(10**5)}@mail.example logged in from 198.51.100.{rng.randrange(256)}"
            )
        case 3:
            return f'{start} {{"trace": "{rng.getrandbits(128):032x}", "rows": {rng.randrange(10**4)}, "ok": true}}'
    return f"{start} TimeoutError in /srv/app/releases/{rng.randrange(400)}/worker/queue.py line {rng.randrange(900)}"
