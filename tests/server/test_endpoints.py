"""Every endpoint answers, and its documented example works as it stands."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from guardrails.scrub import Scrubber
from ingest.build import Builder
from ingest.cache import EmbeddingCache
from ingest.embed import SentenceTransformerEmbedder
from ingest.generations import Generations
from server import create_app  # noqa: TID251  tests start it
from settings import Settings

from .desk import STREAM, TICKET, client_of, error_of, events

DOCUMENTED = {
    ("post", "/v1/assist"),
    ("get", "/v1/texts"),
    ("post", "/v1/texts/{kind}"),
    ("post", "/v1/summary"),
    ("post", "/v1/triage"),
    ("post", "/v1/feedback"),
    ("post", "/v1/reply"),
    ("post", "/v1/refine"),
    ("post", "/v1/escalation"),
    ("post", "/v1/artifacts"),
    ("post", "/v1/search"),
    ("get", "/v1/evals"),
    ("post", "/v1/evals"),
    ("get", "/v1/evals/{id_}"),
    ("get", "/v1/evals/{id_}/gate"),
    ("post", "/v1/evals/{id_}/cancel"),
    ("get", "/v1/evals/{id_}/report"),
    ("get", "/v1/index/status"),
    ("get", "/v1/sample/tickets"),
    ("get", "/healthz"),
    ("get", "/readyz"),
}


def example(schema: dict[str, Any], part: dict[str, Any]) -> Any:
    """What the OpenAPI page fills in for `part`: its example, or an object of its properties' examples."""
    if "$ref" in part:
        return example(schema, schema["components"]["schemas"][part["$ref"].rpartition("/")[2]])
    if part.get("examples"):
        return part["examples"][0]
    if "enum" in part:
        return part["enum"][0]
    if "properties" in part:
        named = part["properties"].items()
        return {name: example(schema, one) for name, one in named if name in part.get("required", [])}
    raise AssertionError(f"nothing to fill in for {part}")


def test_every_documented_endpoint_works_with_its_example(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    seen = set()
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            seen.add((method, path))
            assert operation["description"], path
            if "evals" in operation["tags"]:  # they start processes, and take ids of runs: test_evals tries them
                continue
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            value = example(schema, body["schema"]) if body else None
            parts = [one for one in operation.get("parameters", []) if one["in"] == "path"]
            at = path.format(**{one["name"]: example(schema, one["schema"]) for one in parts})
            response = client.request(method, at, json=value)
            assert response.status_code == 200, (method, path, response.text)
    assert seen == DOCUMENTED


def test_assist_gives_everything_with_its_evidence(client: TestClient) -> None:
    response = client.post("/v1/assist", json={"ticket": TICKET})
    found = response.json()
    assert found["verdict"]["kind"] == "answerable"
    assert found["request_id"] == response.headers["x-request-id"]
    assert {"kb-webhook-401", "rb-webhook-401"} & {one["document_id"] for one in found["knowledge"][:2]}
    assert {one["kind"] for one in found["artifacts"]} >= {"trace_id", "http_status"}
    assert found["draft"]["sentences"]
    assert all(sentence["evidence"] for sentence in found["draft"]["sentences"])
    assert found["draft"]["sentences"][0]["text"] == "Hello Ana,"


def test_parts_are_the_same_as_in_the_whole(client: TestClient) -> None:
    body = {"ticket": TICKET}
    whole = client.post("/v1/assist", json=body).json()
    summary = client.post("/v1/summary", json=body).json()
    assert summary["summary"] == summary["text"] == whole["summary"]
    assert client.post("/v1/triage", json=body).json() == {"triage": whole["triage"]}
    assert client.post("/v1/artifacts", json=body).json() == {"artifacts": whole["artifacts"]}
    reply = client.post("/v1/reply", json=body).json()
    assert {key: reply[key] for key in ("verdict", "draft", "question")} == {
        key: whole[key] for key in ("verdict", "draft", "question")
    }


def test_stream_tells_parts_in_order_and_ends_with_the_whole(client: TestClient) -> None:
    response = client.post("/v1/assist", json={"ticket": TICKET}, headers=STREAM)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store"
    told = events(response)
    assert [name for name, _ in told if name != "progress"] == [
        "artifacts", "passages", "triage", "verdict", "draft", "summary", "done",
    ]  # fmt: skip
    assert [data["step"] for name, data in told if name == "progress"] == [
        "scrub", "retrieve", "triage", "draft", "summary",
    ]  # fmt: skip
    parts, done = dict(told), told[-1][1]
    assert done["request_id"] == response.headers["x-request-id"]
    for name in ("artifacts", "triage", "summary", "verdict"):
        assert parts[name] == done[name], name
    assert parts["passages"] == {"knowledge": done["knowledge"], "cases": done["cases"]}
    assert parts["draft"] == done["draft"]


def test_search_takes_pool_and_limit(client: TestClient) -> None:
    body = {"text": "signing secret rotated", "pool": "cases", "limit": 2}
    found = client.post("/v1/search", json=body).json()["passages"]
    assert len(found) == 2
    assert {one["pool"] for one in found} == {"cases"}
    assert error_of(client.post("/v1/search", json={"text": "  "}), 422)["code"] == "query_invalid"


def test_status_reads_beside_the_service(client: TestClient) -> None:
    found = client.get("/v1/index/status").json()
    assert (found["generation"], found["faults"], found["documents"]) == ("gen-000001", [], 44)
    assert client.post("/v1/search", json={"text": "webhook"}).json()["passages"]


def test_sample_tickets_come_without_their_gold(client: TestClient, empty: TestClient) -> None:
    tickets = client.get("/v1/sample/tickets").json()["tickets"]
    assert len(tickets) >= 60
    assert not any("gold" in ticket for ticket in tickets)
    error_of(empty.get("/v1/sample/tickets"), 404)


def test_without_an_index_the_next_step_is_told(empty: TestClient) -> None:
    assert empty.get("/healthz").json()["status"] == "ok"
    for response in (
        empty.get("/readyz"),
        empty.get("/v1/index/status"),
        empty.post("/v1/assist", json={"ticket": TICKET}),
        empty.post("/v1/assist", json={"ticket": TICKET}, headers=STREAM),
    ):
        error = error_of(response, 503)
        assert (error["code"], error["hint"]) == ("index_missing", "build one: draftdesk index build")
    assert empty.post("/v1/artifacts", json={"ticket": TICKET}).json()["artifacts"]


def test_many_streams_at_once_all_end(client: TestClient) -> None:
    def ask(number: int) -> list[tuple[str, Any]]:
        ticket = TICKET | {"id": f"T-{number}"}
        return events(client.post("/v1/assist", json={"ticket": ticket}, headers=STREAM))

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(ask, range(12)))
    assert [told[-1][0] for told in answers] == ["done"] * 12
    assert [told[-1][1]["ticket_id"] for told in answers] == [f"T-{number}" for number in range(12)]
    assert len({json.dumps(told[-1][1]["draft"]) for told in answers}) == 1


def test_a_new_generation_serves_without_a_restart(
    tmp_path: Path, scrubber: Scrubber, real_embedder: SentenceTransformerEmbedder, embedding_cache: EmbeddingCache
) -> None:
    settings = Settings(var=tmp_path / "var", sources=[tmp_path / "pages"])
    generations = Generations(settings.index_folder)
    builder = Builder(
        generations, embedder=real_embedder, scrubber=scrubber, cache=embedding_cache, guard_version="test"
    )

    def add(name: str, text: str) -> None:
        page = tmp_path / "pages" / f"{name}.md"
        page.parent.mkdir(exist_ok=True)
        page.write_text(f"---\nid: {name}\ntitle: The {name}\naudience: public\n---\n{text}\n")
        builder.build(settings.sources)

    add("lamp", "The lamp blinks twice when it is ready.")
    with client_of(create_app(settings)) as client:
        assert client.get("/readyz").json() == {"status": "ready", "generation": "gen-000001"}
        add("horn", "The horn sounds when the door opens.")
        assert client.get("/readyz").json() == {"status": "ready", "generation": "gen-000002"}
        found = client.post("/v1/search", json={"text": "horn sounds"}).json()["passages"]
        assert found[0]["document_id"] == "horn"
