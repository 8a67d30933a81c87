"""What holds for the project as a whole: its settings page, its dependencies, its packages, its sample company."""

import json
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from evals.gold import Gold
from ingest.read_ticket import read_ticket
from settings import Settings, settings_page

ROOT = Path(__file__).resolve().parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TOOLS = PROJECT["tool"]


@cache
def tracked() -> list[Path]:
    """Files that git knows or would take."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in done.stdout.splitlines() if (ROOT / line).is_file()]


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


class TestSettings:
    def test_the_page_is_what_the_code_says(self) -> None:
        written = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
        assert written == settings_page(), "run `make docs`"

    def test_each_is_explained(self) -> None:
        for name, field in Settings.model_fields.items():
            assert len(field.description or "") > 10, name


def wanted_packages() -> list[str]:
    """Of the project itself, of its tools and its measures; a provider of chat models has its line as a whole."""
    extras = PROJECT["project"]["optional-dependencies"]
    return [*PROJECT["project"]["dependencies"], *extras["dev"], *extras["evals"]]


class TestDependencies:
    def test_each_says_why_it_is_here(self) -> None:
        wanted = wanted_packages()
        lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
        for one in wanted:
            found = [line for line in lines if line.strip().startswith(f'"{one}"')]
            assert found, one
            for line in found:
                assert re.search(r'",\s+# \S.{8,}', line), f"{one} has no reason beside it"

    def test_each_is_pinned(self) -> None:
        pinned = {
            line.partition("==")[0].strip().lower().replace("_", "-")
            for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
            if "==" in line
        }
        wanted = wanted_packages()
        names = {re.split(r"[\[<>=!~; ]", one, maxsplit=1)[0].lower().replace("_", "-") for one in wanted}
        assert names - pinned == set()


RUN_FROM_A_CHECKOUT = {"tests", "benchmarks"}


class TestPackages:
    def test_every_module_is_installed(self) -> None:
        packages = {".".join(path.parent.relative_to(ROOT).parts) for path in tracked() if path.name == "__init__.py"}
        assert {one for one in packages if one.partition(".")[0] not in RUN_FROM_A_CHECKOUT} <= set(
            TOOLS["setuptools"]["packages"]
        )
        modules = {path.stem for path in ROOT.glob("*.py")}
        assert modules == set(TOOLS["setuptools"]["py-modules"])

    def test_every_data_file_is_installed(self) -> None:
        packages = set(TOOLS["setuptools"]["packages"])
        declared = {
            path
            for package, patterns in TOOLS["setuptools"]["package-data"].items()
            for pattern in patterns
            for path in ROOT.joinpath(*package.split(".")).glob(pattern)
        }
        roots = {ROOT / package.partition(".")[0] for package in packages}
        data = {path for path in tracked() if path.suffix != ".py" and roots & set(path.parents)}
        assert data - declared == set()

    def test_every_module_is_typed_and_measured(self) -> None:
        ours = {package.partition(".")[0] for package in TOOLS["setuptools"]["packages"]} - {"sidebar"}
        modules = set(TOOLS["setuptools"]["py-modules"])
        assert ours | modules | RUN_FROM_A_CHECKOUT == {*TOOLS["mypy"]["packages"], *TOOLS["mypy"]["modules"]}
        assert ours | modules == set(TOOLS["coverage"]["run"]["source"])

    def test_every_package_stands_under_the_import_contract(self) -> None:
        ours = {package.partition(".")[0] for package in TOOLS["setuptools"]["packages"]} - {"sidebar"}
        assert set(TOOLS["importlinter"]["root_packages"]) == ours
        (contract,) = TOOLS["importlinter"]["contracts"]
        assert set(" ".join(contract["layers"]).replace("|", " ").split()) == ours


class TestChecks:
    @pytest.mark.parametrize("tool", ["ruff format --check", "ruff check", "mypy", "lint-imports"])
    def test_are_run_by_make_check(self, tool: str) -> None:
        planned = subprocess.run(
            ["make", "--dry-run", "check"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        assert f"/{tool}" in planned

    def test_ci_runs_what_everybody_runs(self) -> None:
        script = ROOT / ".ci" / "run"
        assert script.stat().st_mode & 0o111
        assert text_of(script).rstrip().endswith("\nmake test\nmake gate")
        planned = subprocess.run(
            ["make", "--dry-run", "test"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        assert "lint-imports" in planned
        assert "-m pytest" in planned


class TestFiles:
    def test_no_file_names_one_machine_or_one_registry(self) -> None:
        elsewhere = re.compile(
            r"/(?:home|root|Users|work|opt)/\w+|[\w.-]*(?:pypi|artifactory|nexus|devpi)[\w.-]*\.(?:org|com|net|io|internal)"
            r"|^(?:--)?(?:extra-)?index-url",
            re.MULTILINE,
        )
        told = {}
        for path in tracked():
            relative = path.relative_to(ROOT).parts
            if (
                path.suffix in (".png", ".jpg")
                or relative[0] in ("sample", "tests")
                or {"probes", "cases"} & set(relative)
            ):
                continue
            if found := elsewhere.search(text_of(path)):
                told["/".join(relative)] = found[0]
        assert told == {}

    def test_every_text_ends_with_one_newline(self) -> None:
        texts = [path for path in tracked() if path.suffix in (".py", ".md", ".toml", ".yaml", ".js", ".css", ".html")]
        assert [path.name for path in texts if not re.search(r"(?s)(\A|[^\n]\n)\Z", text_of(path))] == []


class TestSample:
    @staticmethod
    def tickets(name: str) -> list[dict[str, Any]]:
        lines = (ROOT / "sample" / "tickets" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    @staticmethod
    def pages() -> dict[str, dict[str, Any]]:
        found = {}
        for path in sorted((ROOT / "sample" / "knowledge").rglob("*.md")):
            front = yaml.safe_load(path.read_text(encoding="utf-8").split("---")[1])
            assert front["id"] == path.stem
            found[front["id"]] = front
        return found

    def test_there_is_enough_of_it(self) -> None:
        assert len(self.pages()) >= 30
        assert len(self.tickets("solved")) == 150
        assert len(self.tickets("open")) == 60

    def test_pages_say_whose_they_are_and_for_whom(self) -> None:
        for id_, front in self.pages().items():
            assert front.keys() >= {"id", "title", "audience", "groups", "owner", "reviewed"}, id_
            assert front["audience"] in ("public", "internal"), id_

    def test_ids_are_unique_and_every_ticket_can_be_read(self) -> None:
        tickets = [*self.tickets("solved"), *self.tickets("open")]
        ids = [ticket["id"] for ticket in tickets]
        assert len(set(ids)) == len(ids)
        assert all(read_ticket(ticket).messages for ticket in tickets)

    def test_gold_answers_are_whole_and_name_pages_that_exist(self) -> None:
        pages = self.pages()
        for ticket in self.tickets("open"):
            gold = Gold.model_validate(ticket["gold"])
            assert set(gold.relevant) <= set(pages), ticket["id"]
            assert gold.category, ticket["id"]
            assert (gold.verdict != "answerable") or (gold.facts and gold.relevant), ticket["id"]
        verdicts = {ticket["gold"]["verdict"] for ticket in self.tickets("open")}
        assert len(verdicts) == 5

    def test_no_address_leads_to_anybody(self) -> None:
        """Only names that are reserved for examples: nobody real is written to or linked to."""
        address = re.compile(r"(?:https?://|(?<=[\w.])@)((?:[a-z0-9-]+\.)+[a-z]{2,})", re.IGNORECASE)
        reserved = re.compile(r"(?:^|\.)(?:example|test|invalid|localhost|example\.(?:com|org|net))$", re.IGNORECASE)
        told = {
            found
            for path in (ROOT / "sample").rglob("*")
            if path.is_file()
            for found in address.findall(path.read_text(encoding="utf-8"))
            if not reserved.search(found)
        }
        assert told == set()
