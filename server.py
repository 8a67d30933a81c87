"""The HTTP surface: composition root, routes of a few lines, errors to responses. Nothing imports it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import structlog
from fastapi import Body, Depends, FastAPI, Header, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, StreamingResponse
from fastapi.sse import format_sse_event
from fastapi.staticfiles import StaticFiles
from fastapi_offline import FastAPIOffline
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from assistant.artifacts import Artifact
from assistant.assembly import build_assistant
from assistant.assistant import VERSION, Assistant
from assistant.errors import (
    AssistantError,
    CorrectionInvalid,
    QueryInvalid,
    RerankerUnusable,
    TriageBusy,
    TriageUnwritable,
    VersionUnusable,
)
from assistant.records import Draft, Sentence, Text, Triage, Verdict
from assistant.retrieval.lookup import MAX_CHARS, Pools, Scope
from assistant.triage.keeper import Corrected
from assistant.wire import AssistOut, SearchOut, part_json
from guardrails.errors import GuardrailError
from http_gate import TOO_LARGE, Gate, error, unexpected
from ingest.errors import (
    EmbedderError,
    IndexBusy,
    IndexCorrupt,
    IndexMissing,
    IndexUnwritable,
    IngestError,
    SourceError,
    TicketInvalid,
)
from ingest.read_ticket import TicketIn
from ingest.sources.jsonl import read_lines
from ingest.status import index_status
from ingest.tickets import Ticket
from settings import ROOT, Settings, load_settings

log = structlog.get_logger()

SIDEBAR = Path(__file__).parent / "sidebar"
SAMPLE = ROOT / "sample" / "tickets" / "open.jsonl"

STATUS: dict[type[Exception], int] = {
    TicketInvalid: 422,
    QueryInvalid: 422,
    CorrectionInvalid: 422,
    SourceError: 422,
    IndexBusy: 409,
    TriageBusy: 409,
    IndexMissing: 503,
    IndexCorrupt: 503,
    EmbedderError: 503,
    RerankerUnusable: 503,
    IndexUnwritable: 503,
    TriageUnwritable: 503,
    VersionUnusable: 503,
    GuardrailError: 500,
    AssistantError: 500,
    IngestError: 500,
}
"""The one table from our errors to HTTP; a subclass that is not named takes its parent's."""


class ErrorBody(BaseModel):
    """What was wrong and what to do next."""

    code: str = Field(examples=["index_missing"])
    message: str = Field(examples=["there is no index in var/index"])
    hint: str = Field(examples=["build one: draftdesk index build"])


class ErrorOut(BaseModel):
    """The one shape of every error."""

    error: ErrorBody


class TicketRequest(BaseModel):
    """A request carries the whole ticket; the service keeps no copy of its text."""

    ticket: TicketIn


class SearchRequest(BaseModel):
    """Free words or a ticket, one of the two."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "webhook deliveries fail with 401"}]})

    text: str | None = Field(None, min_length=1, max_length=MAX_CHARS, description="free words")
    ticket: TicketIn | None = Field(None, description="searched for as /v1/assist does")
    pool: Pools = "knowledge"
    limit: int = Field(8, ge=1, le=50, description="of each pool")
    audience: Literal["public"] | None = Field(None, description="public: only what a customer may read")
    fields: dict[Annotated[str, Field(max_length=100)], Annotated[str, Field(max_length=200)]] = Field(
        {}, max_length=10, description="what the document's own fields must say, such as category"
    )

    def scope(self) -> Scope:
        return Scope(self.pool, self.limit, self.audience == "public", self.fields)

    def asked(self) -> str | Ticket:
        """`QueryInvalid` unless there is exactly one thing to search for."""
        if self.text is not None and self.ticket is not None:
            raise QueryInvalid("both text and a ticket are given: search for one of them")
        if self.ticket is not None:
            return self.ticket.ticket()
        if self.text is None:
            raise QueryInvalid("neither text nor a ticket is given")
        return self.text


class LabelsIn(BaseModel):
    """What an agent says that a ticket is: only what is stated is corrected."""

    model_config = ConfigDict(extra="forbid")

    category: str | None = Field(None, max_length=200, description="none_of_these where no category fits")
    severity: str | None = Field(None, max_length=200)
    team: str | None = Field(None, max_length=200)
    product_area: str | None = Field(None, max_length=200)
    tags: list[Annotated[str, Field(max_length=200)]] | None = Field(None, max_length=100, description="all that fit")

    def single(self) -> dict[str, str]:
        """The stated labels of the kinds of which a ticket has one."""
        return self.model_dump(exclude={"tags"}, exclude_none=True)


class TriageFeedback(BaseModel):
    """A correction of triage. Of the ticket only the scrubbed words are kept."""

    kind: Literal["triage"]
    ticket: TicketIn
    labels: LabelsIn
    agent: str = Field("", max_length=200, description="who says so; kept as it is when it is a plain number")


class TriageWithdrawal(BaseModel):
    """Takes the correction of a ticket back."""

    kind: Literal["triage_withdrawn"]
    ticket_id: str = Field(min_length=1, max_length=200)


Feedback = Annotated[TriageFeedback | TriageWithdrawal, Field(discriminator="kind")]

FEEDBACK = {
    "kind": "triage",
    "ticket": TicketIn.model_json_schema()["examples"][0],
    "labels": {"category": "webhooks"},
    "agent": "17",
}


class FeedbackOut(BaseModel):
    """What was kept, and when it is learned from."""

    triage: Corrected


class SummaryOut(BaseModel):
    """What the ticket is about."""

    summary: Text


class TriageOut(BaseModel):
    """What the ticket probably is."""

    triage: Triage


class ReplyOut(BaseModel):
    """A checked draft, or the reason why there is none and what to ask instead."""

    verdict: Verdict
    draft: Draft | None
    question: Sentence | None


class ArtifactsOut(BaseModel):
    """What a ticket holds of timestamps, ids, codes, requests, versions and traces."""

    artifacts: list[Artifact]


class Health(BaseModel):
    """Alive."""

    status: Literal["ok"] = "ok"
    version: str = VERSION


class Ready(BaseModel):
    """Able to answer, and from which generation."""

    status: Literal["ready"] = "ready"
    generation: str


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; models and index load in the background once it starts.

    Raises what `build_assistant` raises: settings that cannot work end the start, a missing index does not.
    """
    chosen = settings or load_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        warming = asyncio.create_task(_warm_up(app.state.assistant))
        yield
        warming.cancel()
        app.state.assistant.triage.close()

    app = FastAPIOffline(
        title="Draftdesk",
        version=VERSION,
        description="Evidence-bound drafts, summaries and triage for support tickets.",
        lifespan=lifespan,
        responses={status: {"model": ErrorOut} for status in (413, 415, 422, 500, 503)},
    )
    app.state.settings = chosen
    app.state.assistant = build_assistant(chosen, serving=True)
    _add_errors(app)
    _add_routes(app)
    app.mount("/sidebar", StaticFiles(directory=SIDEBAR), name="sidebar")
    app.add_middleware(Gate)
    return app


async def _warm_up(assistant: Assistant) -> None:
    try:
        await run_in_threadpool(assistant.warm_up)
        log.info("server.ready", generation=assistant.index().name)
    except Exception as exc:
        log.error("server.not_ready", error=type(exc).__name__, hint=getattr(exc, "hint", ""))


def _assistant(request: Request) -> Assistant:
    assistant: Assistant = request.app.state.assistant
    return assistant


TheAssistant = Annotated[Assistant, Depends(_assistant)]


def _add_routes(app: FastAPI) -> None:
    @app.post("/v1/assist", response_model=AssistOut, tags=["ticket"])
    def assist(
        body: TicketRequest, request: Request, assistant: TheAssistant, accept: Annotated[str, Header()] = ""
    ) -> Any:
        """Everything for a ticket in one call; with `Accept: text/event-stream` part by part as it is made."""
        request_id: str = request.state.request_id
        ticket = body.ticket.ticket()
        if "text/event-stream" in accept:
            assistant.index()  # without one this is an error with a status, not a stream
            return StreamingResponse(_stream(assistant, ticket, request_id), media_type="text/event-stream")
        return AssistOut.of(assistant.assist(ticket), request_id=request_id)

    @app.post("/v1/summary", tags=["ticket"])
    def summary(body: TicketRequest, assistant: TheAssistant) -> SummaryOut:
        """What the ticket is about, in named sections with evidence."""
        return SummaryOut(summary=assistant.assist(body.ticket.ticket()).summary)

    @app.post("/v1/triage", tags=["ticket"])
    def triage(body: TicketRequest, assistant: TheAssistant) -> TriageOut:
        """Category, severity and team with confidence, or an abstention."""
        return TriageOut(triage=assistant.assist(body.ticket.ticket()).triage)

    @app.post("/v1/feedback", tags=["ticket"])
    def feedback(body: Annotated[Feedback, Body(examples=[FEEDBACK])], assistant: TheAssistant) -> FeedbackOut:
        """What an agent says that a ticket really is: kept without anything personal, and learned from soon."""
        if isinstance(body, TriageWithdrawal):
            return FeedbackOut(triage=assistant.withdraw(body.ticket_id))
        labels, ticket = body.labels, body.ticket.ticket()
        return FeedbackOut(triage=assistant.correct(ticket, labels.single(), tags=labels.tags, agent=body.agent))

    @app.post("/v1/reply", tags=["ticket"])
    def reply(body: TicketRequest, assistant: TheAssistant) -> ReplyOut:
        """A checked draft, or a verdict and what to ask."""
        done = assistant.assist(body.ticket.ticket())
        return ReplyOut(verdict=done.verdict, draft=done.draft, question=done.question)

    @app.post("/v1/artifacts", tags=["ticket"])
    def artifacts(body: TicketRequest, assistant: TheAssistant) -> ArtifactsOut:
        """Timestamps in UTC, ids, error codes, requests, versions, stack traces."""
        return ArtifactsOut(artifacts=list(assistant.artifacts(body.ticket.ticket())))

    @app.post("/v1/search", tags=["knowledge"])
    def search(body: SearchRequest, assistant: TheAssistant) -> SearchOut:
        """Passages for free words or for a ticket, by pool, each with the reason why it was found."""
        return SearchOut.of(assistant.look_up(body.asked(), body.scope()))

    @app.get("/v1/index/status", tags=["knowledge"])
    def status(request: Request) -> dict[str, Any]:
        """Which generation serves and what it holds."""
        return index_status(request.app.state.settings)

    @app.get("/v1/sample/tickets", tags=["sample"])
    def sample_tickets(request: Request) -> dict[str, Any]:
        """The sample company's open tickets, for trying the sidebar."""
        if not request.app.state.settings.sample or not SAMPLE.is_file():
            raise HTTPException(404, "this server offers no sample tickets")
        lines = [line for line in read_lines(SAMPLE) if isinstance(line, tuple)]
        return {"tickets": [{key: value for key, value in ticket.items() if key != "gold"} for _, ticket in lines]}

    @app.get("/healthz", tags=["service"])
    def healthz() -> Health:
        """The process is alive."""
        return Health()

    @app.get("/readyz", tags=["service"])
    def readyz(assistant: TheAssistant) -> Ready:
        """The service can answer; 503 with the command that mends it otherwise."""
        return Ready(generation=assistant.index().name)

    @app.get("/", include_in_schema=False)
    def page() -> FileResponse:
        return FileResponse(SIDEBAR / "index.html")


async def _stream(assistant: Assistant, ticket: Ticket, request_id: str) -> AsyncIterator[bytes]:
    """Parts as they are made, then `done` with everything, or `error`. Nothing unchecked is ever sent."""
    loop = asyncio.get_running_loop()
    parts: asyncio.Queue[tuple[str, str] | None] = asyncio.Queue()

    def put(name: str, data: str) -> None:
        loop.call_soon_threadsafe(parts.put_nowait, (name, data))

    def work() -> None:
        try:
            done = assistant.assist(ticket, tell=lambda part, value: put(part, part_json(part, value)))
            put("done", AssistOut.of(done, request_id=request_id).model_dump_json())
        except Exception as exc:
            put("error", json.dumps(_error_body(exc)[1]))
        finally:
            loop.call_soon_threadsafe(parts.put_nowait, None)

    working = asyncio.ensure_future(run_in_threadpool(work))
    while (part := await parts.get()) is not None:
        yield format_sse_event(event=part[0], data_str=part[1])
    await working


def _add_errors(app: FastAPI) -> None:
    for kind in STATUS:
        app.add_exception_handler(kind, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


async def _ours(_: Request, exc: Exception) -> JSONResponse:
    status, body = _error_body(exc)
    return JSONResponse(body, status)


def _error_body(exc: Exception) -> tuple[int, dict[str, dict[str, str]]]:
    """Status and body of an error."""
    for kind in type(exc).__mro__:
        if kind in STATUS and isinstance(exc, IngestError | AssistantError | GuardrailError):
            return STATUS[kind], {"error": {"code": exc.code, "message": str(exc), "hint": exc.hint}}
    return 500, unexpected(exc)


async def _invalid(_: Request, exc: Exception) -> JSONResponse:
    """Where the first fault is and what was expected there; never what was sent."""
    assert isinstance(exc, RequestValidationError)
    faults = exc.errors()
    if faults[0]["type"] == "json_invalid":
        message = f"the body is not JSON: {faults[0]['ctx']['error']} at character {faults[0]['loc'][-1]}"
        return error(422, "request_invalid", message, "see /docs for the shape and an example")
    place = ".".join(str(step) for step in faults[0]["loc"])
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    # A check of our own may quote the value; what pydantic says by itself does not.
    what = "a value that cannot be used here" if faults[0]["type"] == "value_error" else faults[0]["msg"]
    message = f"{place}: {what}{more}"
    return error(422, "request_invalid", message, "see /docs for the shape and an example")


async def _http(_: Request, exc: Exception) -> JSONResponse:
    assert isinstance(exc, HTTPException)
    if exc.status_code == TOO_LARGE[0]:
        return error(*TOO_LARGE)
    hint = "see /docs for what this server offers"
    headers = dict(exc.headers or {})
    return error(exc.status_code, f"http_{exc.status_code}", str(exc.detail), hint, headers)
