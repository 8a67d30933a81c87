"""`--help` says what a newcomer needs, and costs no model."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main

import draftdesk

from .conftest import InProcess

HEAVY = ["chromadb", "fastapi", "numpy", "presidio_analyzer", "scipy", "sklearn", "spacy", "torch", "uvicorn"]


def commands(command: Any, *path: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with the words that call it."""
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from commands(child, *path, name)


ALL = list(commands(typer.main.get_command(draftdesk.app)))


def test_all_commands_are_here() -> None:
    assert {" ".join(path) for path, command in ALL if not hasattr(command, "commands")} == {
        "draft", "search", "serve", "write", "usage", "index plan", "index build", "index status", "index rollback",
        "index quarantine", "index release", "index tune",
        "eval tickets", "eval retrieval", "eval answerability", "eval citations", "eval summary", "eval triage",
        "eval pii", "eval secrets", "eval injection", "eval policy", "eval evidence", "eval texts",
        "eval replay", "eval new-case", "eval compare", "eval gate", "eval report",
        "eval run", "eval score", "eval list", "eval schema",
        "guard check", "guard explain", "guard rules", "guard train-names", "guard train-injection",
        "guard train-promises", "guard policy",
        "prompts list", "prompts show", "prompts diff", "prompts shadow",
        "triage status", "triage train", "triage correct", "triage versions", "triage rollback", "triage drift",
    }  # fmt: skip


@pytest.mark.parametrize(("path", "command"), ALL, ids=[" ".join(path) or "draftdesk" for path, _ in ALL])
def test_help_explains_the_command_and_each_of_its_options(run: InProcess, path: tuple[str, ...], command: Any) -> None:
    outcome = run(*path, "--help")
    assert outcome.code == 0
    assert len(command.help) > 20
    assert " ".join(command.help.split())[:40] in " ".join(outcome.out.split())
    for param in command.params:
        assert len(param.help or "") > 5, f"{param.name} of {' '.join(path)} has no help"


def test_help_and_example_load_nothing_heavy() -> None:
    code = (
        "import sys, json, draftdesk\n"
        "for words in (['--help'], ['index', 'build', '--help'], ['draft', '--help'], ['draft', '--example']):\n"
        "    sys.argv = ['draftdesk', *words]\n"
        "    try: draftdesk.main()\n"
        "    except SystemExit as left: assert not left.code\n"
        "print('\\n' + json.dumps(sorted(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = json.loads(done.stdout.splitlines()[-1])
    assert "assistant.commands" in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_no_words_show_the_help(run: InProcess) -> None:
    assert "draftdesk index build" in " ".join(run().out.split())
