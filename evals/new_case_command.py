"""`draftdesk eval new-case`: what went wrong today is measured tomorrow."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from evals.errors import EvalError

if TYPE_CHECKING:  # what these modules import takes seconds to load, and `--help` needs none of it
    from assistant.assistant import Assistant
    from evals.running.task import Task
    from settings import Settings

TicketFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="[TICKET_FILE]", help="A ticket .json, tickets .jsonl (with --id), or the body of a POST /v1/feedback."
    ),
]
TicketId = Annotated[str, typer.Option("--id", help="The ticket in the file, or the one that was corrected.")]
Feedback = Annotated[
    bool, typer.Option("--from-feedback", help="From what an agent corrected: the latest, or that of --id.")
]
OfSuite = Annotated[str, typer.Option("--suite", help="A suite of tickets that the case is for, by name or file.")]
Kind = Annotated[str, typer.Option(help="The kind of text to write, for a suite of written texts, such as reply.")]
Name = Annotated[str, typer.Option(help="Id of the case instead of the ticket's number.")]
To = Annotated[
    Path | None, typer.Option(help="The YAML file that the case is added to; SUITE-cases.yaml here without it.")
]


def add_new_case(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command("new-case")(new_case)


def new_case(
    ctx: typer.Context,
    file: TicketFile = None,
    id_: TicketId = "",
    from_feedback: Feedback = False,
    suite: OfSuite = "verdict",
    kind: Kind = "",
    name: Name = "",
    to: To = None,
) -> None:
    """Make a case of a ticket or a correction: people made up, what the assistant says now as a proposal."""
    from assistant.assembly import house_taxonomy
    from assistant.errors import AssistantError
    from evals.case_file import append_case
    from evals.new_case import draft_of, stuff_of_correction, stuff_of_file
    from ingest.assembly import house_scrubber
    from ingest.errors import IngestError

    if (file is None) != from_feedback:
        raise typer.BadParameter("name a file with a ticket, or --from-feedback and no file", param_hint="TICKET_FILE")
    notes = Console(stderr=True)
    path = to or Path(f"{Path(suite).stem}-cases.yaml")
    try:
        task = _task(suite)
        with notes.status("Loading the models"):
            scrubber = house_scrubber(ctx.obj)
            if file is None:
                stuff = stuff_of_correction(ctx.obj, id_, scrubber=scrubber)
            else:
                stuff = stuff_of_file(file, id_, scrubber=scrubber, taxonomy=house_taxonomy(ctx.obj))
            draft = draft_of(stuff, task, name=name, kind=kind, assistant=_assistant(ctx.obj, notes))
        append_case(draft, path, task)
    except (EvalError, IngestError, AssistantError) as exc:
        raise typer.BadParameter(str(exc), param_hint="TICKET_FILE") from None
    console = Console(highlight=False)
    console.print(draft.text(), markup=False, soft_wrap=True)
    console.print(
        f"Added to {path}. Look at every line with `# check`, then name the file under `data:` of the suite {suite}:\n"
        f"  - path: {path}\nand run it: draftdesk eval run {suite}",
        markup=False,
        soft_wrap=True,
    )


def _task(suite: str) -> "Task":
    from evals.errors import SuiteInvalid
    from evals.running.suite import find_suites, load_suite

    task = load_suite(find_suites([suite])[0]).task
    if "ticket" not in task.given.model_fields:
        raise SuiteInvalid(f"suite {suite} takes no tickets: name one of the task assist or write, such as verdict")
    return task


def _assistant(settings: "Settings", notes: Console) -> "Assistant | None":
    """The house's own, if it has an index."""
    from assistant.assembly import build_assistant
    from ingest.errors import IndexMissing

    assistant = build_assistant(settings)
    try:
        assistant.index()
    except IndexMissing:
        notes.print("There is no index, so the case has no proposal: write what is right for it.")
        return None
    return assistant
