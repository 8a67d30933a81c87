"""`draftdesk guard check`: what would be masked in tickets, documents and logs, and why, before anything is indexed."""

import json as json_format
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

if TYPE_CHECKING:  # what these modules import takes seconds to load, and `--help` needs none of it
    from guardrails.findings import Finding
    from guardrails.hits import Hit
    from guardrails.scrub import Scrubber

STDIN = Path("-")
MAX_BYTES = 64_000_000
"""A longer file is refused: split it."""
_MAX_ROWS = 1000
"""Rows of a table at the most; they are for people."""
Format = Literal["auto", "ticket", "text"]


class FailOn(StrEnum):
    """What makes the command fail."""

    SECRET = "secret"  # noqa: S105  the name of a kind, no password
    INJECTION = "injection"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Checked:
    """One text as it would go on. `hits` and `placeholders` go together; injections are places in `masked`."""

    file: str
    ticket: str
    where: str
    channel: str
    text: str = field(repr=False)
    masked: str
    hits: "tuple[Hit, ...]"
    placeholders: tuple[str, ...]
    injections: "tuple[Finding, ...]"

    @property
    def name(self) -> str:
        return ", ".join(filter(None, (self.file, self.ticket, self.where)))


def check(
    ctx: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(help="Tickets (.json, .jsonl), or Markdown, text and log files; - reads text.")
    ],
    channel: Annotated[
        str, typer.Option(help="Where the texts come from; without it, what a ticket says, and knowledge for files.")
    ] = "",
    read_as: Annotated[
        Format, typer.Option("--as", help="Read the files as tickets or as text, whatever their names.")
    ] = "auto",
    json: Annotated[
        Path | None, typer.Option("--json", help="Write kinds and places, never values, to this file.")
    ] = None,
    show_values: Annotated[
        bool, typer.Option("--show-values", help="Show the values too: mind who sees your screen.")
    ] = False,
    no_text: Annotated[bool, typer.Option("--no-text", help="Show the tables only.")] = False,
    fail_on: Annotated[
        list[FailOn] | None, typer.Option(help="Exit with 1 when such a thing was found. Repeat for more.")
    ] = None,
) -> None:
    """Show what would be masked and who says so, and instructions that are aimed at the model."""
    if json and not json.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {json.parent}: make it first", param_hint="--json")
    console = Console(highlight=False)
    rows: list[dict[str, Any]] = []
    for one in _checked(files, ctx.obj, channel=channel, read_as=read_as):
        rows.append(as_json(one))
        if one.hits or one.injections or not one.ticket:
            _print(console, one, show_values=show_values, text=not no_text)
    masked = [hit for row in rows for hit in row["masked"]]
    injections = [found for row in rows for found in row["injection"]]
    secrets = sum(hit["kind"].startswith("SECRET") for hit in masked)
    console.print(
        f"{len(rows)} texts: {len(masked)} places masked, {secrets} of them secrets; {len(injections)} instructions."
    )
    if json:
        json.write_text(json_format.dumps({"texts": rows}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    counts = {FailOn.SECRET: secrets, FailOn.INJECTION: len(injections), FailOn.ANY: len(masked) + len(injections)}
    if any(counts[name] for name in fail_on or ()):
        raise typer.Exit(1)


def as_json(one: Checked) -> dict[str, Any]:
    """Kinds and places; no value and no text."""
    return {
        "file": one.file,
        "ticket": one.ticket,
        "where": one.where,
        "channel": one.channel,
        "masked": [
            {"kind": hit.kind, "start": hit.start, "end": hit.end, "line": line, "column": column}
            | {"placeholder": placeholder, "said_by": hit.source, "score": round(hit.score, 3)}
            for hit, placeholder, (line, column) in zip(
                one.hits, one.placeholders, places(one.text, one.hits), strict=True
            )
        ],
        "injection": [{"kind": found.kind, "start": found.start, "end": found.end} for found in one.injections],
    }


def places(text: str, hits: "tuple[Hit, ...]") -> Iterator[tuple[int, int]]:
    """Line and column of each hit, counted from 1; the hits are in text order."""
    line, begin = 1, 0
    for hit in hits:
        while (end := text.find("\n", begin, hit.start)) >= 0:
            line, begin = line + 1, end + 1
        yield line, hit.start - begin + 1


def _checked(files: list[Path], settings: Any, *, channel: str, read_as: Format) -> Iterator[Checked]:
    """Every text of every file; the progress line is gone before the texts of a file are handed on."""
    scrubber = None
    for number, file in enumerate(files, start=1):
        with _waiting(f"Checking {file} ({number} of {len(files)})"):
            from ingest.assembly import house_scrubber

            scrubber = scrubber or house_scrubber(settings)
            if read_as == "ticket" or (read_as == "auto" and _holds_tickets(file)):
                found = list(_tickets(file, scrubber, channel))
            else:
                found = [_document(file, scrubber, channel or "knowledge")]
        yield from found


def _waiting(what: str) -> Progress:
    """A line with the time that went by, for large files."""
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    bar.add_task(escape(what), total=None)
    return bar


def _holds_tickets(file: Path) -> bool:
    return file.name.removesuffix(".gz").endswith((".json", ".jsonl"))


def _tickets(file: Path, scrubber: "Scrubber", channel: str) -> Iterator[Checked]:
    """Each text of each ticket, exactly as the assistant reads it."""
    from assistant.files import load_tickets
    from assistant.reading import channel_of, scrub_ticket
    from guardrails.vault import Vault

    tickets, skipped = load_tickets(file)
    for skip in skipped:
        typer.echo(f"left out: {skip.where}: {skip.reason}", err=True)
    for ticket in tickets:
        vault = Vault()
        texts = scrub_ticket(ticket, scrubber=scrubber, vault=vault, channel=channel)
        for where, done in texts.scrubbed.items():
            text = texts.normal[where]
            given = tuple(vault.placeholder(hit.kind, text[hit.start : hit.end]) for hit in done.hits)
            aimed = tuple(f for f in texts.findings if f.where == where and f.kind.startswith("injection."))
            name = channel or channel_of(ticket)
            yield Checked(str(file), ticket.id, where, name, text, done.text, done.hits, given, aimed)


def _document(file: Path, scrubber: "Scrubber", channel: str) -> Checked:
    """A whole file as one text, irreversibly masked as the index holds it."""
    from guardrails.injection import scan
    from guardrails.normalise import normalise
    from guardrails.scrub import bare

    text = normalise(_text(file)).text
    done = scrubber.for_channel(channel).scrub(text)
    given = tuple(bare(hit.kind, text[hit.start : hit.end]) for hit in done.hits)
    aimed = tuple(found for found in scan(done.text) if found.kind.startswith("injection."))
    return Checked(str(file), "", "", channel, text, done.text, done.hits, given, aimed)


def _text(file: Path) -> str:
    try:
        if file == STDIN:
            raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with file.open("rb") as stream:
                raw = stream.read(MAX_BYTES + 1)
    except OSError as exc:
        raise typer.BadParameter(f"cannot read {file}: {exc.strerror}", param_hint="FILES") from exc
    if len(raw) > MAX_BYTES:
        raise typer.BadParameter(f"{file} is longer than {MAX_BYTES:,} bytes: split it", param_hint="FILES")
    return raw.decode("utf-8-sig", errors="replace")


def _print(console: Console, one: Checked, *, show_values: bool, text: bool) -> None:
    console.rule(escape(one.name))
    if text:
        console.print(one.masked, markup=False, soft_wrap=True)
    table = Table("kind", "line:column", "placeholder", "said by", "score", box=None, header_style="dim")
    if show_values:
        table.add_column("value")
    shown = one.hits[:_MAX_ROWS]
    for hit, placeholder, (line, column) in zip(shown, one.placeholders, places(one.text, shown), strict=False):
        value = [escape(" ".join(one.text[hit.start : hit.end].split()))] if show_values else []
        table.add_row(hit.kind, f"{line}:{column}", placeholder, escape(hit.source), f"{hit.score:.2f}", *value)
    if one.hits:
        console.print(table)
    if len(one.hits) > len(shown):
        console.print(f"… and {len(one.hits) - len(shown)} places more: --json writes all of them.")
    for found in one.injections:
        console.print(f"[red]! {found.kind}[/] at {found.start}: {escape(found.advice)}")
