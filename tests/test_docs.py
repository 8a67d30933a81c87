"""What the documents show is true: Python examples run, commands exist."""

import doctest
import importlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

import draftdesk
from settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SOURCES = [
    path
    for name in ("assistant", "evals", "guardrails", "ingest", "prompts")
    for path in sorted((ROOT / name).rglob("*.py"))
] + sorted(ROOT.glob("*.py"))
OF_THE_TESTS = {"DRAFTDESK_CHROMIUM", "DRAFTDESK_NO_BROWSER"}
WITH_EXAMPLES = [path for path in SOURCES if re.search(r"(?m)^ *>>> ", path.read_text(encoding="utf-8"))]


def blocks(page: Path, language: str) -> Iterator[str]:
    """The text of each fenced block of one language."""
    found: list[str] = []
    parser = CodeBlockParser(language=language, evaluator=lambda example: found.append(str(example.parsed)))
    for example in Sybil(parsers=[parser], path=str(ROOT)).parse(page).examples():
        example.evaluate()
    yield from found


def commands_in(text: str) -> Iterator[list[str]]:
    """Each call of `draftdesk` in a shell block, as words; a backslash at the end goes on, `>` ends a call."""
    for line in text.replace("\\\n", " ").splitlines():
        command = line.removeprefix("$ ").strip()
        for part in re.split(r" [|>] ", command):
            if part.startswith(("draftdesk ", ".venv/bin/draftdesk ")):
                yield shlex.split(part, comments=True)[1:]


SHOWN = [
    (page.relative_to(ROOT).as_posix(), words)
    for page in PAGES
    for language in ("bash", "sh", "console", "shell")
    for block in blocks(page, language)
    for words in commands_in(block)
] + [
    (page.relative_to(ROOT).as_posix(), shlex.split(call)[1:])
    for page in PAGES
    for call in re.findall(r"`(draftdesk [^`…]+)`", page.read_text(encoding="utf-8"))
]


def parse(words: list[str]) -> None:
    """As the command line would, without running anything; a wrong word is an error."""
    command: Any = typer.main.get_command(draftdesk.app)
    context = None
    while True:
        context = command.make_context("draftdesk", words, parent=context)
        rest = [*context._protected_args, *context.args]
        if not rest or not hasattr(command, "commands"):
            return
        assert rest[0] in command.commands, f"no command {rest[0]!r}"
        command, words = command.commands[rest[0]], rest[1:]
        if not words:  # a sentence about a command calls it by its name alone
            return


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_examples_of_the_code_run(path: Path) -> None:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    failed, tried = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert (failed, tried > 0) == (0, True)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_python_of_the_documents_runs(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    examples = list(Sybil(parsers=[PythonCodeBlockParser()], path=str(ROOT)).parse(page).examples())
    assert len(examples) == text.count("```python\n"), "an example that nobody runs"
    assert "```pycon" not in text, "Sybil skips these: write ```python"
    for example in examples:
        example.evaluate()


@pytest.mark.parametrize(("page", "words"), SHOWN, ids=[f"{page}: {' '.join(words)}" for page, words in SHOWN])
def test_commands_of_the_documents_exist(page: str, words: list[str]) -> None:
    parse(words)


def test_a_wrong_command_would_be_noticed() -> None:
    text = "$ draftdesk index build --sauce kb\ndraftdesk drafft x.json\necho x | draftdesk draft - --json  # a note\n"
    first, second, third = commands_in(text)
    with pytest.raises(Exception, match="--sauce"):
        parse(first)
    with pytest.raises(AssertionError, match="drafft"):
        parse(second)
    assert third == ["draft", "-", "--json"]
    parse(third)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_settings_and_files_that_documents_name_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | OF_THE_TESTS
    assert set(re.findall(rf"{PREFIX}[A-Z_]+", text)) - known == set()
    links = re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", text)
    assert [link for link in links if not (page.parent / link).exists()] == []
