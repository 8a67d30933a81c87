"""What the commands print, to people and to pipes, and how they fail."""

import json
import socket
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from settings import Settings

from .conftest import InProcess, Shell

ROOT = Path(__file__).resolve().parents[2]
OPEN = ROOT / "sample" / "tickets" / "open.jsonl"
ESCAPE = "\x1b"


@pytest.fixture
def var(sample_settings: Settings) -> str:
    return str(sample_settings.var)


@pytest.fixture
def sources(sample_settings: Settings) -> dict[str, str]:
    return {"DRAFTDESK_SOURCES": json.dumps([str(source) for source in sample_settings.sources])}


class TestDraft:
    def test_the_example_is_a_ticket_that_can_be_drafted(self, shell: Shell, var: str) -> None:
        example = shell.run("draft", "--example")
        assert json.loads(example.out)["id"] == "T-1001"
        outcome = shell.run("--var", var, "draft", "-", "--json", given=example.out.encode())
        assert (outcome.code, outcome.err) == (0, "")
        (line,) = outcome.out.splitlines()
        assert json.loads(line)["ticket_id"] == "T-1001"
        assert json.loads(line)["verdict"]["kind"] == "answerable"

    def test_a_file_for_people(self, run: InProcess, var: str) -> None:
        outcome = run("--var", var, "draft", str(OPEN), "--id", "O-001")
        assert outcome.code == 0
        for part in ("Ticket O-001", "answerable", "Summary", "Knowledge", "Draft", "Hello Katrin,", "[1]", "Evidence"):
            assert part in outcome.out, part
        assert ESCAPE not in outcome.out + outcome.err

    def test_json_is_one_object_a_line(self, run: InProcess, var: str) -> None:
        outcome = run("--var", var, "draft", str(OPEN), "--limit", "2", "--json", COLUMNS="40")
        found = [json.loads(line) for line in outcome.out.splitlines()]
        assert [one["ticket_id"] for one in found] == ["O-001", "O-002"]
        assert outcome.err == ""

    def test_text_of_a_ticket_is_no_markup_and_no_control_character(
        self, run: InProcess, tmp_path: Path, var: str
    ) -> None:
        file = tmp_path / "t.json"
        text = f"The webhook says [bold]401[/bold] and [/] and {ESCAPE}]0;owned\x07{ESCAPE}[31m red. It fails."
        file.write_text(json.dumps({"id": "[red]1[/]", "subject": text, "messages": [{"text": text}]}))
        outcome = run("--var", var, "draft", str(file))
        assert outcome.code == 0
        assert "Ticket [red]1[/]" in outcome.out
        assert "[bold]401[/bold]" in outcome.out
        assert not {ESCAPE, "\x07"} & set(outcome.out + outcome.err)

    def test_what_is_left_out_is_named(self, run: InProcess, tmp_path: Path, var: str) -> None:
        file = tmp_path / "t.jsonl"
        ticket = json.dumps({"id": "1", "subject": "Webhook deliveries fail with 401"})
        file.write_text(f'{ticket}\nno json\n{{"id": "2"}}\n')
        outcome = run("--var", var, "draft", str(file), "--json")
        assert outcome.code == 0
        assert len(outcome.out.splitlines()) == 1
        assert outcome.err.splitlines() == [
            "left out t.jsonl:2: not JSON: Expecting value at column 1",
            "left out t.jsonl:3: ticket '2' is empty: expected a subject or a message with text",
        ]

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"{", "t.json is not JSON: "),
            (b"[1]", "holds a JSON list, expected a ticket object"),
            (b'{"id": "\xff"}', "is not UTF-8 (byte 8): save it as UTF-8"),
            (b"[" * 100_000, "nested too deep"),
            (b"1" * 10_000, "a number with thousands of digits"),
            (b'{"id": "1"}', "ticket '1' is empty"),
            (b'{"subject": "x"}', "id: Field required"),
        ],
        ids=["cut", "list", "no utf-8", "nested", "long number", "empty", "no id"],
    )
    def test_bad_files(self, run: InProcess, tmp_path: Path, content: bytes, told: str) -> None:
        file = tmp_path / "t.json"
        file.write_bytes(content)
        outcome = run("draft", str(file))
        assert outcome.code == 1
        error, hint = outcome.err.splitlines()
        assert error.startswith("error: ")
        assert told in error
        assert hint.startswith("next:  ")

    def test_no_such_ticket_and_no_such_file(self, run: InProcess, tmp_path: Path) -> None:
        assert "no ticket 'O-999'" in run("draft", str(OPEN), "--id", "O-999").err
        assert "cannot read missing.json: No such file" in run("draft", "missing.json").err
        assert "name a ticket file" in run("draft").err


class TestFailing:
    def test_without_an_index(self, run: InProcess) -> None:
        outcome = run("draft", str(OPEN), "--limit", "1")
        assert (outcome.code, outcome.out) == (1, "")
        assert outcome.err.splitlines()[1] == "next:  build one: draftdesk index build"

    def test_an_unknown_language(self, run: InProcess, var: str) -> None:
        outcome = run("--var", var, "draft", str(OPEN), "--limit", "1", DRAFTDESK_LANGUAGE="xx")
        assert outcome.code == 1
        assert outcome.err.startswith("error: no phrases for 'xx'")

    def test_all_bad_settings_are_told_at_once(self, run: InProcess) -> None:
        outcome = run(
            "index", "status", DRAFTDESK_PORT="abc", DRAFTDESK_PROT="1", DRAFTDESK_ZZZZ="1", DRAFTDESK_SOURCES="kb",
            DRAFTDESK_LOG_LEVEL="loud", DRAFTDESK_AGENT_GROUPS='["a", 3]',
        )  # fmt: skip
        assert outcome.code == 1
        assert outcome.err.splitlines() == [
            "error: unknown variable DRAFTDESK_PROT, did you mean DRAFTDESK_PORT?",
            "error: unknown variable DRAFTDESK_ZZZZ",
            'error: DRAFTDESK_SOURCES: expected a JSON list, for example ["one", "two"]',
            "error: DRAFTDESK_AGENT_GROUPS (item 2): Input should be a valid string",
            "error: DRAFTDESK_PORT: Input should be a valid integer, unable to parse string as an integer",
            "error: DRAFTDESK_LOG_LEVEL: Input should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'",
            "next:  correct or unset these variables; docs/settings.md lists every setting",
        ]

    def test_good_settings_are_taken(self, run: InProcess, var: str, sources: dict[str, str]) -> None:
        outcome = run("index", "plan", "--json", DRAFTDESK_VAR=var, DRAFTDESK_LOG_LEVEL="debug", **sources)
        assert json.loads(outcome.out)["unchanged"] == 44


class TestServe:
    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "8.8.8.8", "desk.example", "127.1"])
    def test_only_this_machine_is_served(self, run: InProcess, host: str) -> None:
        outcome = run("serve", "--host", host, "--port", "0")
        assert (outcome.code, outcome.out) == (1, "")
        assert f"refusing to serve on '{host}'" in outcome.err
        assert "next:  serve on 127.0.0.1, ::1 or localhost" in outcome.err

    def test_neither_by_a_setting(self, run: InProcess) -> None:
        assert "refusing to serve on '0.0.0.0'" in run("serve", DRAFTDESK_HOST="0.0.0.0").err

    def test_a_port_in_use(self, run: InProcess) -> None:
        with closing(socket.create_server(("127.0.0.1", 0))) as taken:
            port = taken.getsockname()[1]
            outcome = run("serve", "--port", str(port))
        assert (outcome.code, outcome.out) == (1, "")
        assert outcome.err.splitlines() == [
            f"error: port {port} of 127.0.0.1 is in use",
            "next:  take another with --port, or a free one with --port 0",
        ]

    @pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
    def test_names_of_this_machine_are_listened_on(self, host: str) -> None:
        from draftdesk import listen

        with closing(listen(host, 0)) as listener:
            assert listener.getsockname()[0] in ("127.0.0.1", "::1")

    def test_settings_that_cannot_work_end_the_start(self, run: InProcess) -> None:
        outcome = run("serve", "--port", "0", DRAFTDESK_EMBEDDER="nowhere")
        assert outcome.code == 1
        assert "error: no embedder at 'nowhere'" in outcome.err
        assert "no phrases for 'xx'" in run("serve", "--port", "0", DRAFTDESK_LANGUAGE="xx").err

    def test_ctrl_c_ends_it_in_silence(self, shell: Shell) -> None:
        outcome = shell.interrupted("serve", "--port", "0", after="Ctrl+C stops it")
        assert outcome.code == 130
        assert "http://127.0.0.1:" in outcome.out
        assert "Traceback" not in outcome.err


class TestIndex:
    def test_nothing_changed_loads_no_model(self, shell: Shell, var: str, sources: dict[str, str]) -> None:
        shell.variables = {"PYTHONPROFILEIMPORTTIME": "1", "DRAFTDESK_VAR": var, **sources}
        outcome = shell.run("index", "build")
        assert outcome.code == 0, outcome.err
        assert "Nothing changed: gen-000001 still serves" in outcome.out
        loaded = {line.rpartition("|")[2].strip() for line in outcome.err.splitlines()}
        assert "chromadb" in loaded
        assert not {"torch", "spacy", "sentence_transformers", "sklearn"} & loaded

    def test_status_for_people_and_for_machines(self, run: InProcess, var: str) -> None:
        assert "gen-000001 serves" in run("--var", var, "index", "status").out
        found = json.loads(run("--var", var, "index", "status", "--json", COLUMNS="30").out)
        assert found["generation"] == "gen-000001"


class TestEval:
    def test_every_mean_comes_with_n_and_interval(self, run: InProcess, var: str, tmp_path: Path) -> None:
        out = tmp_path / "figures.json"
        outcome = run("--var", var, "eval", "tickets", str(OPEN), "--limit", "4", "--json", str(out))
        assert outcome.code == 0, outcome.err
        rows = {line.split()[0]: line.split()[1:] for line in outcome.out.splitlines() if " to " in line}
        assert rows["verdict_accuracy"][0] == "4"
        assert len(rows) >= 10
        found = json.loads(out.read_text(encoding="utf-8"))
        measure: dict[str, Any] = found["metrics"]["verdict_accuracy"]
        assert measure["n"] == 4
        assert measure["low"] <= measure["mean"] <= measure["high"]
        assert rows["verdict_accuracy"][1:] == [
            f"{measure['mean']:.3f}",
            f"{measure['low']:.3f}",
            "to",
            f"{measure['high']:.3f}",
        ]

    def test_without_gold_there_is_nothing_to_measure(self, run: InProcess, tmp_path: Path) -> None:
        file = tmp_path / "t.jsonl"
        file.write_text('{"id": "1", "subject": "x"}\n')
        assert "no ticket with gold answers" in " ".join(run("eval", "tickets", str(file)).err.split())

    def test_a_gold_answer_that_means_nothing_is_named(self, run: InProcess, tmp_path: Path) -> None:
        file = tmp_path / "t.jsonl"
        file.write_text('{"id": "1", "subject": "x", "gold": {"verdict": "answerable", "fact": []}}\n')
        outcome = run("eval", "tickets", str(file))
        assert outcome.code == 1
        assert "error: ticket '1': gold.fact: Extra inputs are not permitted" in outcome.err
