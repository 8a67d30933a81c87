"""Routes for eval runs: start one, follow it, read its figures and its report, and what the history says."""

from typing import Annotated, Any, Literal

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from evals.jobs import EvalJobs, Job, Wish


class EvalRequest(BaseModel):
    """What to run: suites of the package by name, or all of a tier."""

    model_config = ConfigDict(extra="forbid")

    suites: list[str] = Field([], max_length=100, examples=[["retrieval", "pii"]])
    tier: Literal["", "quick", "full"] = Field("quick", description="asked only where no suite is named")
    limit: int = Field(0, ge=0, description="at the most this many cases of each suite; 0 for all")
    seed: int = Field(0, ge=0)


class EvalOut(BaseModel):
    """A run. `figures` are there once it is done."""

    id: str = Field(examples=["20261123-101500-quick"])
    state: Literal["running", "done", "failed", "cancelled"]
    started: str
    seconds: float
    seconds_left: float | None
    cases: int
    planned: int
    failed: int = Field(description="cases that ended with an error")
    suites: list[str]
    problem: str
    run: dict[str, Any]
    figures: list[dict[str, Any]]

    @classmethod
    def of(cls, job: Job) -> "EvalOut":
        names = "id state started seconds seconds_left cases planned failed problem".split()
        values = {name: getattr(job, name) for name in names}
        return cls(**values, suites=list(job.suites), run=dict(job.run), figures=[dict(one) for one in job.figures])


class GateOut(BaseModel):
    """May the run go live? Each failure names rule, suite, scorer, what was and is, and the cases that moved."""

    passed: bool
    failures: list[dict[str, Any]]


class SuiteOut(BaseModel):
    """A suite of the package."""

    name: str
    about: str
    tier: str
    cases: int


class EvalsOut(BaseModel):
    """Runs, the newest first, and the suites that can be run."""

    runs: list[EvalOut]
    suites: list[SuiteOut]


def the_jobs(request: Request) -> EvalJobs:
    jobs: EvalJobs = request.app.state.evals
    return jobs


TheJobs = Annotated[EvalJobs, Depends(the_jobs)]


def add_eval_routes(app: FastAPI) -> None:
    @app.get("/v1/evals", tags=["evals"])
    def evals(jobs: TheJobs) -> EvalsOut:
        """Every run that there is a log of, of the command line too, and the suites of the package."""
        suites = [SuiteOut(**one) for one in jobs.suites()]
        return EvalsOut(runs=[EvalOut.of(job) for job in jobs.history()], suites=suites)

    @app.post("/v1/evals", status_code=202, tags=["evals"])
    def start(body: EvalRequest, jobs: TheJobs) -> EvalOut:
        """Start a run; one at a time. Follow it with its id."""
        return EvalOut.of(jobs.start(Wish(tuple(body.suites), body.tier, body.limit, body.seed)))

    @app.get("/v1/evals/{id_}", tags=["evals"])
    def run(id_: str, jobs: TheJobs) -> EvalOut:
        """How far a run is, or what it came to."""
        return EvalOut.of(jobs.job(id_))

    @app.get("/v1/evals/{id_}/gate", tags=["evals"])
    def gate(id_: str, jobs: TheJobs) -> GateOut:
        """The run against the committed baseline, as `draftdesk eval gate --log` judges it."""
        return GateOut(**jobs.gate(id_))

    @app.post("/v1/evals/{id_}/cancel", tags=["evals"])
    def cancel(id_: str, jobs: TheJobs) -> EvalOut:
        """Stop a run; what it has done stays in its log."""
        return EvalOut.of(jobs.cancel(id_))

    @app.get("/v1/evals/{id_}/report", tags=["evals"], response_class=HTMLResponse)
    async def report(id_: str, jobs: TheJobs, against: str = "") -> HTMLResponse:
        """The run as one page; with `against`, the id of another run, beside that one."""
        return HTMLResponse(await run_in_threadpool(jobs.report, id_, against))
