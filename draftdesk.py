"""The `draftdesk` command: gathers the commands of the packages and serves the application."""

import errno
import logging
import socket
import sys
from pathlib import Path
from typing import Annotated

import structlog
import typer

from assistant import commands as assistant_commands
from assistant.errors import AssistantError
from assistant.guard_check import check
from assistant.policy_command import policy
from assistant.prompting import commands as prompt_commands
from assistant.retrieval.commands import tune
from assistant.text_commands import write
from assistant.train_promises import train_promises
from assistant.triage import commands as triage_commands
from assistant.usage_command import usage
from evals import commands as eval_commands
from evals.prompt_command import shadow
from guardrails import commands as guard_commands
from guardrails.errors import GuardrailError
from ingest import commands as index_commands
from ingest.errors import IngestError
from prompts.phrases import PhraseError
from settings import Settings, SettingsInvalid, load_settings

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
app.add_typer(guard_commands.app, name="guard")
index_commands.app.command()(tune)
guard_commands.app.command()(check)
guard_commands.app.command()(policy)
guard_commands.app.command()(train_promises)
app.add_typer(triage_commands.app, name="triage")
app.add_typer(prompt_commands.app, name="prompts")
prompt_commands.app.command()(shadow)
app.command()(assistant_commands.draft)
app.command()(assistant_commands.search)
app.command()(write)
app.command()(usage)


class CannotServe(Exception):
    """The address or the port cannot be served on."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@app.callback()
def main_options(
    ctx: typer.Context,
    var: Annotated[Path | None, typer.Option("--var", help="Folder for index and caches (DRAFTDESK_VAR).")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show log events.")] = False,
) -> None:
    settings = load_settings(var=var) if var else load_settings()
    set_up_logging(settings.log_level if verbose or ctx.invoked_subcommand == "serve" else "ERROR")
    ctx.obj = settings


@app.command()
def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(help="Address, loopback only until there is access control.")] = "",
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = None,
) -> None:
    """Serve the sidebar and the HTTP API on this machine."""
    settings: Settings = ctx.obj
    address = host or settings.host
    with listen(address, settings.port if port is None else port) as listener:
        typer.echo("Draftdesk is starting.")
        import uvicorn

        from server import create_app

        config = uvicorn.Config(create_app(settings), access_log=False, log_level="warning", ws="none")
        shown = f"[{address}]" if ":" in address else address
        typer.echo(
            f"Draftdesk serves the sidebar at http://{shown}:{listener.getsockname()[1]}/ (API at /docs). "
            "Ctrl+C stops it."
        )
        uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """A socket that only this machine can reach; `CannotServe` says why not."""
    from http_gate import is_loopback

    if not is_loopback(host):
        hint = "serve on 127.0.0.1, ::1 or localhost: there is no access control yet"
        raise CannotServe(f"refusing to serve on {host!r}: it may be reached from other machines", hint)
    try:
        # By number: what a name such as localhost stands for is decided elsewhere.
        numeric = "127.0.0.1" if host.lower() == "localhost" else host
        return socket.create_server((numeric, port), family=socket.AF_INET6 if ":" in numeric else socket.AF_INET)
    except OSError as exc:
        if exc.errno == errno.EADDRINUSE:
            hint = "take another with --port, or a free one with --port 0"
            raise CannotServe(f"port {port} of {host} is in use", hint) from exc
        reason = exc.strerror or type(exc).__name__
        raise CannotServe(f"cannot serve on port {port} of {host}: {reason}", "try --host 127.0.0.1 --port 0") from exc


def set_up_logging(level: str) -> None:
    """Events as JSON lines on standard error; they carry kinds, counts and ids, never ticket text."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def main() -> None:
    """Run; an error of ours becomes its message and its next step, and exit code 1."""
    try:
        app()
    except (IngestError, AssistantError, GuardrailError, PhraseError, SettingsInvalid, CannotServe) as exc:
        for problem in str(exc).splitlines() or [type(exc).__name__]:
            typer.echo(f"error: {problem}", err=True)
        typer.echo(f"next:  {getattr(exc, 'hint', 'set DRAFTDESK_LANGUAGE to a language there is')}", err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
