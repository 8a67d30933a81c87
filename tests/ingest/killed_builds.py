"""Run as a script: builds that die by SIGKILL at a step, each in a process of its own, over an index that was good.

`killed_builds.py ROOT STEP…` makes the house ROOT/STEP for every step. The parent never opens Chroma, so it may fork.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from index_house import House  # type: ignore[import-not-found]  # as a script it finds its neighbour by path

from guardrails.assembly import build_scrubber
from guardrails.scrub import Scrubber


def run(root: Path, scrubber: Scrubber, step: str) -> None:
    root.mkdir()
    house = House(root, scrubber)
    house.three_pages()
    if _in_a_child(lambda: house.build()) != 0:
        raise SystemExit("the first build failed")
    house.page("new", "New text.")

    def die(at: str, done: int, _total: int) -> None:
        if f"{at}-{done}" == step:
            os.kill(os.getpid(), signal.SIGKILL)

    if _in_a_child(lambda: house.build(progress=die)) != -signal.SIGKILL:
        raise SystemExit(f"the build was not killed at {step}")


def _in_a_child(work: Callable[[], object]) -> int:
    pid = os.fork()
    if pid == 0:
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


if __name__ == "__main__":
    shared = build_scrubber()
    shared.scrub("Loads the name model once, before the children.")
    for name in sys.argv[2:]:
        run(Path(sys.argv[1]) / name, shared, name)
