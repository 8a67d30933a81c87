"""`draftdesk index …`, with the real parts and the default embedder."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from draftdesk import app
from guardrails.scrub import Scrubber
from ingest.errors import IndexBusy, IndexCorrupt, IndexMissing, SourceError
from ingest.lock import writer_lock

from .index_house import House


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, scrubber: Scrubber) -> House:
    """Two generations, made by the command itself; tests work on copies."""
    house = House(tmp_path_factory.mktemp("indexed"), scrubber)
    house.three_pages()
    assert "gen-000001 serves: 3 chunks, 3 newly embedded, all checked." in run(house, "build").stdout
    house.page("exports", "# Exports\n\nAn export is kept for ninety days.")
    house.page("bad", "text", audience="everyone")
    assert run(house, "build").exit_code == 0
    return house


@pytest.fixture
def copy(indexed: House, tmp_path: Path, scrubber: Scrubber) -> House:
    """The same index in a folder of its own; its source stays the module's folder, which no test changes."""
    shutil.copytree(indexed.root, tmp_path / "copy")
    return House(tmp_path / "copy", scrubber)


def run(house: House, command: str, *options: str) -> Result:
    source = ["--source", str(house.kb)] if command in ("plan", "build") else []
    return CliRunner().invoke(app, ["--var", str(house.var), "index", command, *source, *options])


def answer(house: House, command: str, *options: str) -> dict[str, Any]:
    done = run(house, command, *options, "--json")
    assert done.exit_code == 0, done.output
    value: dict[str, Any] = json.loads(done.stdout)
    return value


def test_plan_writes_nothing(house: House) -> None:
    house.three_pages()
    done = run(house, "plan")
    assert "added      3          exports, runbook, webhooks" in done.stdout
    assert "Nothing was written. To apply: draftdesk index build" in done.stdout
    assert not house.generations.folder.exists()


def test_plan_as_json(indexed: House) -> None:
    found = answer(indexed, "plan")
    assert found["sources"] == [str(indexed.kb)]
    assert (found["added"], found["changed"], found["removed"], found["moved"], found["unchanged"]) == (
        [],
        [],
        [],
        [],
        3,
    )
    assert found["skipped"] == [
        {
            "where": "bad.md",
            "reason": "front matter: audience: Input should be 'public' or 'internal'",
            "place": "bad.md",
            "damaged": True,
        }
    ]


def test_plan_names_what_is_left_out(indexed: House) -> None:
    stdout = run(indexed, "plan").stdout
    assert "Left out: 1" in stdout
    assert "bad.md: front matter: audience" in stdout
    assert "Nothing to do." in stdout


def test_build_again_changes_nothing(indexed: House) -> None:
    assert "Nothing changed: gen-000002 still serves with 3 chunks." in run(indexed, "build").stdout
    found = answer(indexed, "build")
    assert (found["generation"], found["written"], found["chunks"], found["embedded"]) == ("gen-000002", False, 3, 0)


def test_status(indexed: House) -> None:
    stdout = run(indexed, "status").stdout
    for expected in ("gen-000002 serves, made 20", "knowledge-public    2", str(indexed.kb), "gen-000001, gen-000002"):
        assert expected in stdout
    assert "The stores hold what they should." in stdout


def test_status_as_json(indexed: House) -> None:
    found = answer(indexed, "status")
    assert (found["generation"], found["parent"], found["documents"]) == ("gen-000002", "gen-000001", 3)
    assert found["chunks"] == {"knowledge-public": 2, "knowledge-internal": 1, "cases-public": 0, "cases-internal": 0}
    assert found["sources"] == {str(indexed.kb): 3}
    assert (found["generations"], found["faults"], found["writer"]) == (["gen-000001", "gen-000002"], [], "")
    assert [skip["where"] for skip in found["skipped"]] == ["bad.md"]


def test_rollback_and_forward(copy: House) -> None:
    stdout = run(copy, "rollback").stdout
    assert "gen-000001 serves again (was gen-000002). To go forward: draftdesk index rollback --to gen-000002" in stdout
    assert copy.generations.current() == "gen-000001"
    assert "thirty days" in copy.open().document("exports")[0].text
    assert run(copy, "rollback", "--to", "gen-000002").exit_code == 0
    assert "ninety days" in copy.open().document("exports")[0].text


@pytest.mark.parametrize("to", ["gen-000009", "../../etc", "gen-000002.building"])
def test_rollback_to_what_is_not_there(copy: House, to: str) -> None:
    done = run(copy, "rollback", "--to", to)
    assert done.exit_code == 2
    assert copy.generations.current() == "gen-000002"


def test_rollback_beyond_the_first(copy: House) -> None:
    run(copy, "rollback")
    assert run(copy, "rollback").exit_code == 2
    assert copy.generations.current() == "gen-000001"


@pytest.mark.parametrize("content", ["garbage", ""])
def test_rollback_mends_a_broken_pointer(copy: House, content: str) -> None:
    (copy.generations.folder / "current").write_text(content)
    assert isinstance(run(copy, "status").exception, IndexCorrupt)
    assert run(copy, "rollback").stdout == "gen-000002 serves again.\n"
    assert run(copy, "status").exit_code == 0


def test_rollback_from_a_generation_that_is_gone(copy: House) -> None:
    shutil.rmtree(copy.serving)
    assert isinstance(run(copy, "status").exception, IndexCorrupt)
    assert run(copy, "rollback").exit_code == 0
    assert copy.generations.current() == "gen-000001"


def test_rollback_to_a_broken_one_is_refused(copy: House) -> None:
    shutil.rmtree(copy.generations.folder / "gen-000001" / "chroma")
    assert isinstance(run(copy, "rollback").exception, IndexCorrupt)
    assert copy.generations.current() == "gen-000002"


def test_remove_source(copy: House, indexed: House) -> None:
    done = answer(copy, "build", "--remove-source", str(indexed.kb))
    assert done["plan"]["moved"] == ["exports", "runbook", "webhooks"]
    assert list(answer(copy, "status")["sources"]) == [str(copy.kb)]


def test_fresh(copy: House, indexed: House) -> None:
    (copy.serving / "manifest.json").write_text("garbage")
    assert isinstance(run(copy, "build").exception, IndexCorrupt)
    found = answer(copy, "build", "--fresh")
    assert (found["generation"], found["chunks"], found["embedded"]) == ("gen-000003", 3, 0)


@pytest.mark.parametrize("command", ["status", "rollback"])
def test_without_an_index(tmp_path: Path, command: str) -> None:
    done = CliRunner().invoke(app, ["--var", str(tmp_path / "var"), "index", command])
    assert isinstance(done.exception, IndexMissing)
    assert not (tmp_path / "var").exists()


def test_without_a_source(house: House) -> None:
    assert isinstance(run(house, "build").exception, SourceError)


def test_while_another_one_writes(copy: House) -> None:
    with writer_lock(copy.generations.folder):
        assert isinstance(run(copy, "rollback").exception, IndexBusy)
        assert "Being written by" in run(copy, "status").stdout


@pytest.mark.parametrize("command", ["plan", "build", "status", "rollback"])
def test_every_command_has_help(command: str) -> None:
    done = CliRunner().invoke(app, ["index", command, "--help"])
    assert done.exit_code == 0
    assert "Usage:" in done.stdout
