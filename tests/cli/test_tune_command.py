"""`draftdesk index tune`, as it is run."""

import json
from pathlib import Path

import pytest

from guardrails.scrub import Scrubber
from settings import Settings
from tests.assistant.solved_house import SAID, build, customers
from tests.ingest.index_house import House

from .conftest import InProcess


@pytest.fixture
def house(tmp_path: Path, scrubber: Scrubber) -> House:
    return House(tmp_path, scrubber)


def test_it_learns_shows_and_goes_back(run: InProcess, house: House) -> None:
    build(house, *customers(100))
    var = str(house.var)
    assert run("--var", var, "index", "tune", "--show").out == "Serves: base.\n"
    done = run("--var", var, "index", "tune")
    assert done.code == 0
    for part in ("100 solved tickets cite 4 articles", "Measured on 30", "95 % interval +", "Adopted", "--undo"):
        assert part in done.out, part
    shown = run("--var", var, "index", "tune", "--show", "--json")
    (adopted,) = json.loads(shown.out)["adopted"]
    assert (adopted["tickets"], adopted["low"] > 0) == (100, True)
    assert json.loads(shown.out)["serves"] == f"the ranking learned at {adopted['made_at']}"
    undone = run("--var", var, "index", "tune", "--undo")
    assert "was taken back" in undone.out
    assert "Now serves: base." in undone.out
    assert run("--var", var, "index", "tune", "--undo").out == "Nothing to undo: no ranking was adopted.\n"
    written = "".join(path.read_text(encoding="utf-8") for path in (house.var / "tuned").iterdir())
    assert not any(word in written for words in SAID.values() for word in words.split())


def test_what_does_not_help_is_not_adopted_and_says_so(run: InProcess, house: House) -> None:
    build(house, *customers(100, cites="any"))
    done = run("--var", str(house.var), "index", "tune", "--json")
    assert done.code == 0
    told = json.loads(done.out)
    assert (told["adopted"], told["measured_on"]) == (False, 30)
    assert told["low"] <= 0
    assert not (house.var / "tuned").exists()
    assert "Not adopted" in run("--var", str(house.var), "index", "tune").out


def test_another_embedder_is_told(run: InProcess, house: House) -> None:
    build(house, *customers(100))
    var = str(house.var)
    assert run("--var", var, "index", "tune").code == 0
    file = house.var / "tuned" / "ranking.json"
    file.write_text(file.read_text(encoding="utf-8").replace("hashing:64", "older:64"), encoding="utf-8")
    shown = run("--var", var, "index", "tune", "--show").out
    assert "It is ignored: learned with the embedder 'older:64', the index has 'hashing:64'" in shown
    assert "Serves: base." in shown


def test_too_little_to_learn_from_is_an_error_with_the_next_step(run: InProcess, sample_settings: Settings) -> None:
    done = run("--var", str(sample_settings.var), "index", "tune")
    assert done.code == 1
    assert "solved tickets cite an article that the index holds (groups left out), 70 are needed" in done.err
    assert "next:  index more solved tickets with the articles that their answers cited" in done.err


def test_undo_and_show_exclude_each_other_and_no_index_is_told(run: InProcess, tmp_path: Path) -> None:
    both = run("--var", str(tmp_path), "index", "tune", "--undo", "--show")
    assert both.code == 2
    assert "exclude each other" in both.err
    nothing = run("--var", str(tmp_path), "index", "tune")
    assert nothing.code == 1
    assert "draftdesk index build" in nothing.err
