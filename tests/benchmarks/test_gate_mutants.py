"""The weakenings and harmless changes that the gate is tried on: all apply, all are undone, and one is caught."""

import json
import shutil
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from evals.comparing.baseline import read_baseline, write_baseline
from evals.running.log import LogWriter, read_log
from evals.running.run import Asked, run_suites
from evals.running.suite import load_suite
from settings import Settings

ROOT = Path(__file__).parents[2]
_SUITE = """
name: phones
version: 1
about: Does a telephone number leak?
task: mask
data:
  - path: cases.jsonl
    format: spans
scorers:
  - name: char_leak
"""
_TEXTS = ("Call me on +44 20 7946 0958 today.", "Ring 030 23125 014, please.", "My number is (555) 010-4477.")


@pytest.fixture(scope="module", autouse=True)
def _from_the_repository() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        yield


@pytest.fixture(scope="module")
def changes() -> Mapping[str, Any]:
    found: Mapping[str, Any] = import_module("benchmarks.mutants.catalog").CHANGES
    return found


@pytest.fixture(scope="module")
def change_module() -> ModuleType:
    return import_module("benchmarks.mutants.change")


@pytest.fixture
def patch(tmp_path: Path, change_module: ModuleType) -> Iterator[Any]:
    shutil.copytree(ROOT / "sample", tmp_path / "sample")
    made = change_module.Patch(tmp_path)
    yield made
    made.undo()


def test_there_are_as_many_as_is_claimed_and_each_says_what_it_stands_for(changes: Mapping[str, Any]) -> None:
    catalog = import_module("benchmarks.mutants.catalog")
    names = [change.name for module in catalog._MODULES for change in module.CHANGES]
    assert len(names) == len(set(names)) == len(changes)
    assert sum(not one.harmless for one in changes.values()) >= 40
    assert sum(one.harmless for one in changes.values()) >= 22
    assert all(one.stands_for and one.name.isidentifier() for one in changes.values())


def test_what_is_looked_at_first_exists(changes: Mapping[str, Any]) -> None:
    catalog = import_module("benchmarks.mutants.catalog")
    suites = {path.stem for path in (ROOT / "evals" / "suites").glob("*.yaml")}
    assert {name for change in changes.values() for name in catalog.first_of(change)} <= suites
    families = {change.family for change in changes.values()}
    assert catalog._FIRST.keys() <= changes.keys() | families


def test_every_change_finds_its_place_and_is_undone(
    changes: Mapping[str, Any], change_module: ModuleType, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "sample", tmp_path / "sample")
    change_module.load_production()
    before = _state(change_module)
    for change in changes.values():
        made = change_module.Patch(tmp_path)
        try:
            change.apply(made)
            assert made.touched, change.name
        finally:
            made.undo()
    assert _state(change_module) == before


def _state(change_module: ModuleType) -> dict[tuple[str, ...], int]:
    """Every name of our modules, and of the classes that are made in them, with what it stands for."""
    found: dict[tuple[str, ...], int] = {}
    for module in change_module._loaded():
        for name, value in vars(module).items():
            found[module.__name__, name] = id(value)
            if isinstance(value, type) and value.__module__ == module.__name__:
                found |= {(module.__name__, name, key): id(one) for key, one in vars(value).items()}
    return found


@pytest.mark.parametrize(
    "place", ["guardrails.scrub:no_such_thing", "guardrails.vault:Vault.no_such_thing", "no.such:x"]
)
def test_a_place_that_is_gone_is_told(patch: Any, change_module: ModuleType, place: str) -> None:
    with pytest.raises(change_module.Unpatchable):
        patch.replace(place, lambda old: old)


def test_a_file_that_stays_as_it_is_is_told(patch: Any, change_module: ModuleType) -> None:
    with pytest.raises(change_module.Unpatchable, match="stayed as it is"):
        patch.file("sample/house-policy.yaml", lambda text: text.replace("no such words", ""))


def test_a_function_is_replaced_wherever_it_was_imported(patch: Any) -> None:
    here, there = import_module("assistant.checks"), import_module("assistant.permissions")
    patch.replace("assistant.permissions:may_read", lambda _: "another")
    assert (here.may_read, there.may_read) == ("another", "another")
    patch.undo()
    assert here.may_read is there.may_read
    assert callable(here.may_read)


def test_lines_of_a_copy_are_edited_and_never_the_original(patch: Any, changes: Mapping[str, Any]) -> None:
    path = "sample/tickets/solved.jsonl"
    before = (ROOT / path).read_text(encoding="utf-8")
    changes["two_tickets_fewer"].apply(patch)
    assert (ROOT / path).read_text(encoding="utf-8") == before
    assert len((patch.root / path).read_text(encoding="utf-8").splitlines()) == len(before.splitlines()) - 2


def test_a_weakening_is_caught_and_the_unchanged_system_passes(
    tmp_path: Path, patch: Any, changes: Mapping[str, Any]
) -> None:
    world = import_module("benchmarks.mutants.world")
    suite, settings = load_suite(_suite(tmp_path)), Settings(var=tmp_path / "var")
    with (tmp_path / "log.jsonl").open("w", encoding="utf-8") as stream:
        writer = LogWriter(stream)
        writer.run({})
        list(run_suites([suite], settings, writer, asked=Asked(), progress=lambda *_: None))
        writer.end({})
    write_baseline(read_log(tmp_path / "log.jsonl"), tmp_path / "baseline.jsonl")
    before = read_baseline([tmp_path / "baseline.jsonl"])
    same = world.put_to([suite], settings, before)
    assert same["passed"], same["failures"]
    changes["phones_kept"].apply(patch)
    weaker = world.put_to([suite], settings, before, early=True)
    assert not weaker["passed"]
    assert ("zero_tolerance", "phones/char_leak") in {(one["rule"], one["name"]) for one in weaker["failures"]}
    assert weaker["outputs"] != same["outputs"]


def _result(*failures: tuple[str, str], **more: Any) -> dict[str, Any]:
    told = [{"rule": rule, "name": name} for rule, name in failures]
    return {"passed": not told, "failures": told, "outputs": {"pii": "a"}, "not_run": [], **more}


def test_what_fails_without_any_change_catches_nothing() -> None:
    command = import_module("benchmarks.gate_mutants")
    results = {
        command.CONTROL: _result(("threshold", "model/labelled")),
        "phones_kept": _result(("threshold", "model/labelled")),
        "emails_kept": _result(("threshold", "model/labelled"), ("drop", "pii/char_leak")),
        "keep_two": _result(),
        "log_level": _result(broken="it did not start", passed=False),
    }
    weaker, harmless, caught, cried = command._counted(results)
    assert (len(weaker), len(harmless), caught, cried) == (2, 2, 1, 1)
    assert not command._holds(results)


def test_a_change_without_effect_is_told_apart_from_one_that_stopped_early() -> None:
    command = import_module("benchmarks.gate_mutants")
    same, early = _result(), _result(not_run=["model"])
    other = _result(outputs={"pii": "b"})
    assert [command._no_effect(one, same) for one in (same, early, other)] == [True, False, False]


def test_a_kept_result_of_other_code_is_not_used(tmp_path: Path) -> None:
    command = import_module("benchmarks.gate_mutants")
    (tmp_path / "phones_kept.json").write_text(json.dumps(_result(made_of="now")), encoding="utf-8")
    started: list[str] = []

    class Context:
        def Process(self, *, target: Any, args: tuple[Any, ...]) -> Any:  # noqa: N802  as multiprocessing calls it
            started.append(args[0])
            raise InterruptedError(target.__name__)

    assert command._tried("phones_kept", None, tmp_path, "now", Context())["passed"]
    with pytest.raises(InterruptedError):
        command._tried("phones_kept", None, tmp_path, "other", Context())
    assert started == ["phones_kept"]


def _suite(folder: Path) -> Path:
    rows = []
    for number, text in enumerate(_TEXTS):
        start = next(at for at, char in enumerate(text) if char in "+(" or char.isdigit())
        end = max(at for at, char in enumerate(text) if char.isdigit()) + 1
        spans = [{"start": start, "end": end, "label": "PHONE"}]
        rows.append(json.dumps({"id": str(number), "text": text, "spans": spans}))
    (folder / "cases.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    path = folder / "phones.yaml"
    path.write_text(_SUITE.lstrip(), encoding="utf-8")
    return path
