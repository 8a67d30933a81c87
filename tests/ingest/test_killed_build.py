"""`kill -9` in the middle of a build: the old generation serves, and the next build succeeds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from guardrails.scrub import Scrubber
from ingest.lock import holder

from .index_house import House

STEPS = ["scrub-0", "embed-0", "write-0", "check-0"]
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one house for each step at which its build was killed."""
    root = tmp_path_factory.mktemp("killed")
    environment = os.environ | {"PYTHONPATH": f"{HERE}{os.pathsep}{HERE.parents[1]}"}
    script = [sys.executable, "-W", "ignore", str(HERE / "killed_builds.py"), str(root), *STEPS]
    done = subprocess.run(script, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    return root


@pytest.mark.parametrize("step", STEPS)
def test_the_old_one_serves_and_the_next_build_succeeds(killed: Path, scrubber: Scrubber, step: str) -> None:
    house = House(killed / step, scrubber)
    folder = house.generations.folder
    assert (folder / "writer.json").exists()
    assert holder(folder) == ""
    assert bool(list(folder.glob("*.building"))) == (step == "check-0")

    index = house.reader().index()
    assert (index.name, sorted(index.manifest.documents)) == ("gen-000001", ["exports", "runbook", "webhooks"])
    assert len(index.document("exports")) == 1

    assert house.build().generation == "gen-000002"
    assert len(house.open().document("new")) == 1
    assert not list(folder.glob("*.building"))
    assert not house.build().written
