"""What the commands print, write and say when they fail holds none of the values that their input held."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import draftdesk
from settings import PREFIX
from tests.cli.conftest import COMMAND, environment

from .house import leaked
from .values import SECRET, Planted, planted

VALUES = [one for one in planted() if one.kind != "name"][:48]
PAGE, CASE, TICKET, OTHER = (VALUES[n : n + 12] for n in range(0, 48, 12))
SOURCES = ["--source", "kb", "--source", "solved.jsonl"]
HONEST = "Since we rotated the signing secret of the webhook every delivery fails with 401."


def as_a_process(folder: Path, *words: str) -> str:
    """Everything that one command says, from the start of its process to the end."""
    done = subprocess.run(
        [*COMMAND, *words],
        capture_output=True,
        cwd=folder,
        env=environment(PYTHONPATH=str(Path.cwd()), DRAFTDESK_LOG_LEVEL="DEBUG"),
        timeout=200,
        check=False,
    )
    return done.stdout.decode() + done.stderr.decode()


@dataclass(frozen=True)
class Here:
    """Commands within this process, which spares the start."""

    monkeypatch: pytest.MonkeyPatch
    capfd: pytest.CaptureFixture[str]

    def __call__(self, *words: str) -> str:
        """Everything that one command says, whoever writes it."""
        self.monkeypatch.setattr(sys, "argv", ["draftdesk", *words])
        with pytest.raises(SystemExit):
            draftdesk.main()
        told = self.capfd.readouterr()
        return told.out + told.err


@pytest.fixture
def here(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Here:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DRAFTDESK_LOG_LEVEL", "DEBUG")
    monkeypatch.chdir(folder)
    return Here(monkeypatch, capfd)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("commands")
    (root / "kb").mkdir()
    lines = "\n\n".join(one.text for one in PAGE)
    email = next(one.value for one in planted() if one.kind == "e-mail")
    (root / "kb" / f"{email}.md").write_text(f"---\naudience: public\n---\n# Webhooks\n\n{HONEST}\n\n{lines}\n")
    (root / "kb" / f"broken {email}.md").write_text(f"---\naudience: {OTHER[0].text}\n---\n{OTHER[1].text}")
    case = [{"author": {"role": "customer"}, "text": HONEST + "\n\n" + "\n\n".join(one.text for one in CASE)}]
    solved = [
        {"id": "S-1", "status": "solved", "messages": case},
        {"id": "S-2", "status": OTHER[2].text, "messages": case},
        {"id": "S-3", "status": "solved", "messages": [{"author": {"role": OTHER[3].text}, "text": "x"}]},
        {"id": OTHER[4].text, "messages": []},
    ]
    text = "\n".join(json.dumps(one) for one in solved) + f'\n{{"id": "{OTHER[5].value}\n'
    (root / "solved.jsonl").write_text(text)
    own = {"author": {"role": "customer"}, "text": HONEST + "\n\n" + "\n\n".join(one.text for one in TICKET)}
    bad = {"id": "T-2", "messages": [{"author": {"role": OTHER[6].text}, "text": OTHER[7].text}]}
    (root / "t.jsonl").write_text(json.dumps({"id": "T-1", "messages": [own]}) + "\n" + json.dumps(bad) + "\n")
    spans = [{"id": str(n), "text": one.text, "spans": [_span(one)]} for n, one in enumerate(OTHER)]
    (root / "pii.jsonl").write_text("\n".join(json.dumps(one) for one in spans))
    return root


def _span(one: Planted) -> dict[str, object]:
    start = one.text.index(one.value)
    return {"start": start, "end": start + len(one.value), "label": "SECRET" if one.secret else "PERSON"}


def test_no_command_gives_a_value_away(folder: Path, here: Here) -> None:
    file = str(next(one.value for one in planted() if one.kind == "e-mail"))
    everything = [*VALUES, Planted("e-mail", file, "")]
    planned = here("index", "plan", *SOURCES, "--json")
    built = as_a_process(folder, "index", "build", *SOURCES)
    assert "email-" in planned
    assert "gen-000001" in built
    said = [
        planned,
        built,
        here("index", "status"),
        here("search", *OTHER[8].text.split()),
        here("eval", "pii", "pii.jsonl", "--json", "out.json"),
        (folder / "out.json").read_text(),
    ]
    assert leaked(everything, "\n".join(said)) == {}
    written = b"\n".join(path.read_bytes() for path in sorted((folder / "var").rglob("*")) if path.is_file())
    assert b"email-" in written
    assert leaked(everything, written) == {}
    draft = as_a_process(folder, "draft", "t.jsonl")
    assert leaked([*PAGE, *CASE, *OTHER, *(one for one in TICKET if one.kind in SECRET)], draft) == {}
