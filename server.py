"""The HTTP surface: composition root, routes of a few lines, errors to responses. Nothing imports it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import structlog
from fastapi import Body, FastAPI, Header, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from fastapi_offline import FastAPIOffline
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from assistant.assembly import build_assistant
from assistant.assistant import VERSION, Assistant
from assistant.errors import (
    AssistantError,
    CorrectionInvalid,
    ModelUnusable,
    QueryInvalid,
    RerankerUnusable,
    SpendUnusable,
    SteeringInvalid,
    TriageBusy,
    TriageUnwritable,
    VersionUnusable,
)
from assistant.wire import AssistOut, SearchOut, part_json
from evals.errors import BaselineMissing, EvalBusy, EvalError, EvalUnknown, LogInvalid, SuiteInvalid
from evals.jobs import EvalJobs
from guardrails.errors import GuardrailError
from http_evals import add_eval_routes
from http_gate import TOO_LARGE, Gate, error, unexpected
from http_models import (
    FEEDBACK,
    ArtifactsOut,
    ErrorOut,
    Feedback,
    FeedbackOut,
    Health,
    Ready,
    SearchRequest,
    SteeredRequest,
    TicketRequest,
    TriageOut,
    TriageWithdrawal,
)
from http_stream import Put, streamed, wants_stream
from http_texts import TheAssistant, add_text_routes
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
from ingest.sources.jsonl import read_lines
from ingest.status import index_status
from settings import ROOT, Settings, load_settings

log = structlog.get_logger()

SIDEBAR = Path(__file__).parent / "sidebar"
SAMPLE = ROOT / "sample" / "tickets" / "open.jsonl"

STATUS: dict[type[Exception], int] = {
    TicketInvalid: 422,
    QueryInvalid: 422,
    SteeringInvalid: 422,
    CorrectionInvalid: 422,
    SourceError: 422,
    SuiteInvalid: 422,
    EvalUnknown: 404,
    BaselineMissing: 404,
    EvalBusy: 409,
    LogInvalid: 409,
    IndexBusy: 409,
    TriageBusy: 409,
    IndexMissing: 503,
    IndexCorrupt: 503,
    EmbedderError: 503,
    RerankerUnusable: 503,
    ModelUnusable: 503,
    SpendUnusable: 503,
    IndexUnwritable: 503,
    TriageUnwritable: 503,
    VersionUnusable: 503,
    GuardrailError: 500,
    AssistantError: 500,
    IngestError: 500,
    EvalError: 500,
}
"""The one table from our errors to HTTP; a subclass that is not named takes its parent's."""


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
        await run_in_threadpool(app.state.evals.close)

    app = FastAPIOffline(
        title="Draftdesk",
        version=VERSION,
        description="Evidence-bound drafts, summaries and triage for support tickets.",
        lifespan=lifespan,
        responses={status: {"model": ErrorOut} for status in (413, 415, 422, 500, 503)},
    )
    app.state.settings = chosen
    app.state.assistant = build_assistant(chosen, serving=True)
    app.state.evals = EvalJobs(chosen)
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


def _add_routes(app: FastAPI) -> None:
    @app.post("/v1/assist", response_model=AssistOut, tags=["ticket"])
    def assist(
        body: SteeredRequest, request: Request, assistant: TheAssistant, accept: Annotated[str, Header()] = ""
    ) -> Any:
        """Everything for a ticket in one call; with `Accept: text/event-stream` part by part as it is made."""
        ticket, steering, request_id = body.ticket.ticket(), body.steering.steering(), request.state.request_id
        if not wants_stream(accept):
            return AssistOut.of(assistant.assist(ticket, steering=steering), request_id=request_id)
        # Without an index, or with a wish that cannot be followed, this is an error with a status, not a stream.
        assistant.check(steering)
        assistant.index()

        def work(put: Put) -> str:
            done = assistant.assist(
                ticket, steering=steering, tell=lambda part, value: put(part, part_json(part, value))
            )
            return AssistOut.of(done, request_id=request_id).model_dump_json()

        return streamed(work, _error_body)

    add_text_routes(app, _error_body)
    add_eval_routes(app)

    @app.post("/v1/triage", tags=["ticket"])
    def triage(body: TicketRequest, assistant: TheAssistant) -> TriageOut:
        """Category, severity and team with confidence, or an abstention."""
        return TriageOut(triage=assistant.classify(body.ticket.ticket()))

    @app.post("/v1/feedback", tags=["ticket"])
    def feedback(body: Annotated[Feedback, Body(examples=[FEEDBACK])], assistant: TheAssistant) -> FeedbackOut:
        """What an agent says that a ticket really is: kept without anything personal, and learned from soon."""
        if isinstance(body, TriageWithdrawal):
            return FeedbackOut(triage=assistant.withdraw(body.ticket_id))
        labels, ticket = body.labels, body.ticket.ticket()
        return FeedbackOut(triage=assistant.correct(ticket, labels.single(), tags=labels.tags, agent=body.agent))

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

    @app.get("/ops", include_in_schema=False)
    def ops() -> FileResponse:
        return FileResponse(SIDEBAR / "ops.html")


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
        if kind in STATUS and isinstance(exc, IngestError | AssistantError | GuardrailError | EvalError):
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
