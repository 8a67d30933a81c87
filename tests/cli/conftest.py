"""The command line in this process (quick) and as a process of its own (as people run it)."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import structlog

import draftdesk
from settings import PREFIX

COMMAND = [sys.executable, "-m", "draftdesk"]


def environment(**changes: str) -> dict[str, str]:
    """This one without settings of ours and without anything that makes output colourful."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}
    return ours | {"OMP_NUM_THREADS": "1", "TERM": "xterm-256color"} | changes


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


@dataclass
class Shell:
    """Runs `draftdesk` with arguments, in a folder of its own."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)

    def run(self, *words: str, given: bytes = b"", variables: Mapping[str, str] = {}) -> Outcome:
        done = subprocess.run(
            [*COMMAND, *words],
            input=given,
            capture_output=True,
            cwd=self.folder,
            env=environment(**self.variables | dict(variables)),
            timeout=120,
            check=False,
        )
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    def interrupted(self, *words: str, after: str) -> Outcome:
        """Ctrl+C as soon as a line of output holds `after`."""
        process = subprocess.Popen(
            [*COMMAND, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            env=environment(**self.variables),
        )
        assert process.stdout
        seen = ""
        for line in process.stdout:
            seen += line
            if after in line:
                break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        return Outcome(process.returncode, seen + out, err)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator["InProcess"]:
    """`draftdesk` within this process, which spares the start."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    yield InProcess(monkeypatch, capsys)
    structlog.reset_defaults()


@dataclass
class InProcess:
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str, **variables: str) -> Outcome:
        for name, value in variables.items():
            self.monkeypatch.setenv(name, value)
        self.monkeypatch.setattr(sys, "argv", ["draftdesk", *words])
        with pytest.raises(SystemExit) as left:
            draftdesk.main()
        told = self.capsys.readouterr()
        code = left.value.code
        return Outcome(code if isinstance(code, int) else 0, told.out, told.err)
