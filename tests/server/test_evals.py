"""Eval runs over HTTP: started, followed, cancelled, told as history; and the page that shows them."""

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect

from evals.running.log import CaseRun, Log, SuiteRun, write_log
from evals.scorers.score import Score
from server import create_app  # noqa: TID251  tests start it
from settings import Settings

from .desk import client_of, error_of

OVERFLOWING = """() => [...document.querySelectorAll("body *")]
  .filter((node) => node.checkVisibility() && !node.closest(".ops-scroll, svg"))
  .filter((node) => node.getBoundingClientRect().right > innerWidth + 0.5).map((node) => node.outerHTML)"""


def a_log(mean: float, *, limit: int = 0, started: str = "2026-11-20T10:15:00+00:00") -> Log:
    case = CaseRun("C-1", "0" * 16, {"language": "en"}, {"length": 3}, {"char_leak": Score(mean, "left: EMAIL")})
    suite = SuiteRun(
        "pii", 1, "mask", "evals/suites/pii.yaml", ("char_leak",), {"char_leak": {"at_most": 0.05}}, {}, (case,)
    )
    figure = {"suite": "pii", "scorer": "char_leak", "n": 1, "mean": mean, "low": 0.0, "high": 0.4}
    run = {"started": started, "seed": 0, "limit": limit, "code": "abc123", "seconds": 2.5, "given": {}}
    return Log(run, (suite,), (figure | {"no_answer": 0, "not_graded": 0, "slices": {}},))


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A folder with two runs of the command line, one of them over part of the cases, and one that was cut short."""
    (tmp_path / "evals").mkdir()
    write_log(a_log(0.25), tmp_path / "evals" / "20261120-101500-pii.jsonl")
    write_log(a_log(0.125, started="2026-11-21T10:15:00+00:00"), tmp_path / "evals" / "20261121-101500-pii.jsonl")
    write_log(a_log(0.5, limit=1), tmp_path / "evals" / "20261119-101500-pii.jsonl")
    whole = (tmp_path / "evals" / "20261120-101500-pii.jsonl").read_text().splitlines()
    (tmp_path / "evals" / "20261118-101500-pii.jsonl").write_text("\n".join(whole[:3]) + "\n")
    return tmp_path


@pytest.fixture
def client(var: Path) -> Iterator[TestClient]:
    """The application over that folder; without an index nothing else is loaded."""
    with client_of(create_app(Settings(var=var))) as made:
        yield made


def followed(client: TestClient, id_: str) -> dict[str, object]:
    """A run that has ended; at the most two minutes are waited."""
    for _ in range(480):
        told = client.get(f"/v1/evals/{id_}").json()
        if told["state"] != "running":
            break
        time.sleep(0.25)
    return dict(told)


def test_history_tells_whole_and_broken_runs_newest_first(client: TestClient) -> None:
    told = client.get("/v1/evals").json()
    assert [run["id"][:8] for run in told["runs"]] == ["20261121", "20261120", "20261119", "20261118"]
    assert [run["state"] for run in told["runs"]] == ["done", "done", "done", "failed"]
    assert told["runs"][0]["figures"][0]["mean"] == 0.125
    assert told["runs"][0]["run"]["code"] == "abc123"
    assert "cut short" in told["runs"][3]["problem"]
    assert {"pii", "verdict"} <= {suite["name"] for suite in told["suites"]}


def test_a_run_is_started_followed_and_kept(client: TestClient, var: Path) -> None:
    started = client.post("/v1/evals", json={"suites": ["pii"], "limit": 2})
    assert started.status_code == 202
    run = started.json()
    assert (run["state"], run["planned"], run["suites"]) == ("running", 2, ["pii"])
    busy = error_of(client.post("/v1/evals", json={"suites": ["pii"]}), 409)
    assert busy["code"] == "eval_busy"
    done = followed(client, run["id"])
    assert (done["state"], done["cases"], done["problem"]) == ("done", 2, "")
    assert client.get("/v1/evals").json()["runs"][0]["id"] == run["id"]
    lines = [json.loads(line) for line in (var / "evals" / f"{run['id']}.jsonl").read_text().splitlines()]
    assert (lines[0]["kind"], lines[-1]["kind"]) == ("run", "end")


def test_a_cancelled_run_says_so_and_makes_room(client: TestClient) -> None:
    first = client.post("/v1/evals", json={"suites": ["pii"]}).json()
    cancelled = client.post(f"/v1/evals/{first['id']}/cancel", json={}).json()
    assert cancelled["state"] == "cancelled"
    second = client.post("/v1/evals", json={"suites": ["pii"], "limit": 1})
    assert second.status_code == 202
    assert client.post(f"/v1/evals/{second.json()['id']}/cancel", json={}).json()["state"] in ("cancelled", "done")


def test_what_cannot_be_run_is_refused(client: TestClient) -> None:
    unknown = error_of(client.post("/v1/evals", json={"suites": ["../../etc/passwd"]}), 404)
    assert unknown["code"] == "eval_unknown"
    assert "pii" in unknown["message"]
    assert client.post("/v1/evals", json={"tier": "all"}).status_code == 422
    assert client.post("/v1/evals", json={"suite": "pii"}).status_code == 422
    assert client.get("/v1/evals/20200101-000000-none").status_code == 404
    assert client.get("/v1/evals/%2e%2e%2fsecret").status_code == 404
    assert error_of(client.get("/v1/evals/20261118-101500-pii/report"), 409)["code"] == "eval_log_invalid"


def test_the_gate_says_whether_a_run_may_go_live(client: TestClient) -> None:
    told = client.get("/v1/evals/20261121-101500-pii/gate").json()
    assert not told["passed"]
    missed = [one for one in told["failures"] if one["rule"] == "threshold"]
    assert [(one["scorer"], one["new"], one["allowed"]) for one in missed] == [("char_leak", 0.125, 0.05)]
    assert error_of(client.get("/v1/evals/20261118-101500-pii/gate"), 409)["code"] == "eval_log_invalid"


def test_a_report_runs_in_a_place_of_its_own(client: TestClient) -> None:
    page = client.get("/v1/evals/20261121-101500-pii/report?against=20261120-101500-pii")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["content-security-policy"].startswith("sandbox allow-scripts")
    assert "allow-same-origin" not in page.headers["content-security-policy"]
    assert "char_leak" in page.text


@pytest.fixture
def page(browser: Browser, var: Path) -> Iterator[Page]:
    """The evals page of a server of its own; nothing may be complained about."""
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(create_app(Settings(var=var)), log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        context = browser.new_context(viewport={"width": 360, "height": 780}, base_url=address)
        opened = context.new_page()
        opened.set_default_timeout(20_000)
        complaints: list[str] = []
        opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.goto("/ops")
        yield opened
        context.close()
        server.should_exit = True
        thread.join(20)
    assert complaints == []


def test_the_page_shows_history_and_trend_and_runs_a_suite(page: Page) -> None:
    line = page.locator("[data-scorer=char_leak]")
    expect(line).to_contain_text("0.125")
    expect(line).to_contain_text("−0.125")  # against the run before; the one over part of the cases is no point
    expect(page.locator("tbody tr")).to_have_count(4)
    expect(page.locator("#gate")).to_contain_text("The gate is shut")
    expect(page.locator("#gate")).to_contain_text("pii/char_leak at most 0.05, reached 0.125")
    assert page.evaluate(OVERFLOWING) == []
    for box in page.get_by_role("checkbox", name=re.compile("Nov 2")).all()[:2]:
        box.check()
    compare = page.get_by_role("link", name="Compare the two")
    assert (compare.get_attribute("href") or "").endswith("20261121-101500-pii/report?against=20261120-101500-pii")
    page.get_by_text("Only some suites").click()
    page.get_by_label(re.compile("^pii ")).check()
    page.get_by_label(re.compile("at the most")).fill("1")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#going")).to_contain_text(re.compile("Cancelled|Done"))
    expect(page.locator("tbody tr")).to_have_count(5)
    expect(page.get_by_role("button", name="Run")).to_be_enabled()
