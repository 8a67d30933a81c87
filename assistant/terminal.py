"""An answer for a person who reads it in a terminal."""

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from assistant.records import Assist, Label, Passage, Sentence

_VERDICTS = {
    "answerable": "green",
    "needs_customer_info": "yellow",
    "knowledge_gap": "yellow",
    "contradiction": "red",
    "out_of_scope": "magenta",
}


def print_assist(console: Console, done: Assist) -> None:
    """The whole answer for a person: verdict, triage, summary, knowledge, draft with evidence, findings."""
    color = _VERDICTS[done.verdict.kind]
    console.rule(f"Ticket {escape(done.ticket_id)}")
    console.print(f"[bold {color}]{done.verdict.kind}[/] ({done.verdict.score:.2f})  {escape(done.verdict.reason)}")
    for name in ("category", "severity", "team"):
        console.print(f"  {name:9}{_label(getattr(done.triage, name))}")
    console.print("\n[bold]Summary[/bold]")
    for section in done.summary.sections:
        if section.sentences:
            console.print(f"  [dim]{section.title}[/dim]")
            for one in section.sentences:
                console.print(Padding(f"- {escape(one.text)}", (0, 0, 0, 4)))
    console.print("\n[bold]Knowledge[/bold]")
    print_passages(console, done.knowledge)
    console.print("[bold]Solved tickets[/bold]")
    print_passages(console, done.cases)
    _print_reply(console, done)
    for finding in done.findings:
        if finding.severity != "info":
            color = "red" if finding.severity == "blocking" else "yellow"
            console.print(f"[{color}]! {finding.kind}[/] in {escape(finding.where)}: {escape(finding.advice)}")
    for left_out in done.left_out:
        console.print(f"[yellow]left out:[/yellow] {escape(left_out)}")
    total = sum(done.timings_ms.values())
    console.print(f"[dim]written by {done.made_with.writer} from {done.made_with.generation} in {total:.0f} ms[/dim]\n")


def _print_reply(console: Console, done: Assist) -> None:
    if done.draft is None:
        console.print("\n[bold]No draft[/bold]" + (": ask the customer instead" if done.question else ""))
        if done.question:
            console.print(Padding(escape(done.question.text), (0, 0, 0, 2)))
        return
    console.print("\n[bold]Draft[/bold]")
    step = 0
    sources: list[str] = []
    for one in done.draft.sentences:
        step = step + 1 if one.role == "step" else 0
        mark = f"{step}. " if step else "- " if one.role == "question" else ""
        console.print(Padding(f"{mark}{escape(one.text)} [dim]{_cite(one, sources)}[/dim]", (0, 0, 0, 2)))
    console.print("[bold]Evidence[/bold]")
    for number, source in enumerate(sources, start=1):
        console.print(Padding(f"[dim]\\[{number}][/dim] {escape(source)}", (0, 0, 0, 2)))


def _cite(one: Sentence, sources: list[str]) -> str:
    marks = []
    for evidence in one.evidence:
        if evidence.kind == "frame":
            continue
        title = f" “{evidence.title}”" if evidence.title else ""
        source = f"{evidence.kind} {evidence.source}{title}, characters {evidence.start} to {evidence.end}"
        if source not in sources:
            sources.append(source)
        marks.append(f"\\[{sources.index(source) + 1}]")
    return "".join(marks)


def _label(label: Label) -> str:
    if label.abstained:
        nearest = ", ".join(f"{one.label} {one.confidence:.0%}" for one in label.alternatives)
        return f"[yellow]not sure[/yellow]: {escape(label.reason + (f' ({nearest})' if nearest else ''))}"
    return escape(f"{label.label} ({label.confidence:.0%})")


def print_passages(console: Console, passages: tuple[Passage, ...] | list[Passage]) -> None:
    table = Table("score", "cosine", "document", "passage", "", box=None, header_style="dim")
    for passage in passages:
        chunk = passage.chunk
        place = f"{chunk.title}{' > ' + chunk.heading if chunk.heading else ''}"
        badge = "" if passage.quotable else "[yellow]internal[/yellow]"
        table.add_row(f"{passage.score:.2f}", f"{passage.dense:.2f}", escape(chunk.document_id), escape(place), badge)
    console.print(table)
