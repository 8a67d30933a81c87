"""The `draftdesk` command: gathers the commands of the packages and serves the application."""

import ipaddress
import logging
import sys
from pathlib import Path
from typing import Annotated

import structlog
import typer
from pydantic import ValidationError
from rich.console import Console

from assistant import commands as assistant_commands
from assistant.errors import AssistantError
from evals import commands as eval_commands
from guardrails.errors import GuardrailError
from ingest import commands as index_commands
from ingest.errors import IngestError
from prompts.phrases import PhraseError
from settings import Settings

app = typer.Typer(
    help="Draftdesk: evidence-bound drafts, summaries and triage for support tickets.\n\n"
    "First build the index (draftdesk index build), then draft a reply (draftdesk draft TICKET.json) "
    "or serve the sidebar (draftdesk serve).",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(index_commands.app, name="index")
app.add_typer(eval_commands.app, name="eval")
app.command()(assistant_commands.draft)
app.command()(assistant_commands.search)


@app.callback()
def main_options(
    ctx: typer.Context,
    var: Annotated[Path | None, typer.Option("--var", help="Folder for index and caches (DRAFTDESK_VAR).")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show log events.")] = False,
) -> None:
    settings = Settings(var=var) if var else Settings()
    set_up_logging(settings.log_level if verbose or ctx.invoked_subcommand == "serve" else "ERROR")
    ctx.obj = settings


@app.command()
def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(help="Loopback only, until there is access control.")] = "",
    port: Annotated[int | None, typer.Option(min=0, max=65535)] = None,
) -> None:
    """Serve the sidebar and the HTTP API on this machine."""
    import uvicorn

    from server import create_app

    settings: Settings = ctx.obj
    address = host or settings.host
    check_loopback(address)
    chosen = settings.port if port is None else port
    config = uvicorn.Config(create_app(settings), host=address, port=chosen, access_log=False, log_level="warning")
    socket = config.bind_socket()
    shown = f"[{address}]" if ":" in address else address
    typer.echo(
        f"Draftdesk serves the sidebar at http://{shown}:{socket.getsockname()[1]}/ (API at /docs). Ctrl+C stops it."
    )
    uvicorn.Server(config).run(sockets=[socket])


def check_loopback(address: str) -> None:
    """Refuse to serve beyond this machine: there is no access control yet."""
    try:
        local = address == "localhost" or ipaddress.ip_address(address).is_loopback
    except ValueError:
        local = False
    if not local:
        raise typer.BadParameter(
            f"refusing to bind to {address!r}: without access control only loopback (127.0.0.1, ::1) is served",
            param_hint="--host",
        )


def set_up_logging(level: str) -> None:
    """Events as JSON lines on standard error; they carry kinds, counts and ids, never ticket text."""
    numbers = logging.getLevelNamesMapping()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(numbers.get(level.upper(), logging.INFO)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def main() -> None:
    """Run; an error of ours becomes its message and its next step, and exit code 1."""
    errors = Console(stderr=True, highlight=False)
    try:
        app()
    except (IngestError, AssistantError) as exc:
        errors.print(f"error: {exc}", markup=False)
        errors.print(f"next:  {exc.hint}", markup=False)
        raise SystemExit(1) from None
    except (GuardrailError, PhraseError) as exc:
        errors.print(f"error: {exc}", markup=False)
        raise SystemExit(1) from None
    except ValidationError as exc:
        for problem in exc.errors():
            name = "_".join(str(step) for step in problem["loc"]).upper()
            errors.print(f"error: setting DRAFTDESK_{name}: {problem['msg']}", markup=False)
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
