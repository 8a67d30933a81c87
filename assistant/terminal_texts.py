"""A written text for a person who reads it in a terminal: sections, citations, notes, and how it was made."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from assistant.records import Evidence, Note, Section, Sentence, Usage, Written
from assistant.texts.kinds import SPECS


def print_written(console: Console, done: Written) -> None:
    """The text with the evidence of every sentence, or why there is none."""
    spec = SPECS[done.kind]
    console.rule(f"{spec.title} for {escape(done.ticket_id)}")
    sources: list[str] = []
    if done.text is None:
        _print_nothing(console, done)
    for section in (one for one in done.text.sections if one.sentences) if done.text else ():
        if spec.reader == "agent" or len(section.sentences) > 1:
            console.print(f"[bold]{escape(section.title)}[/bold]")
        _print_section(console, section, sources)
    if sources:
        console.print("\n[bold]Evidence[/bold]")
    for number, source in enumerate(sources, start=1):
        console.print(Padding(f"[dim]\\[{number}][/dim] {escape(source)}", (0, 0, 0, 2)))
    print_notes(console, (*(done.text.notes if done.text else ()), *done.notes))
    for finding in (one for one in done.findings if one.severity != "info"):
        color = "red" if finding.severity == "blocking" else "yellow"
        console.print(f"[{color}]! {finding.kind}[/] in {escape(finding.where)}: {escape(finding.advice)}")
    made_by = done.text.made_by if done.text else done.made_with.writer
    total = sum(done.timings_ms.values())
    console.print(f"[dim]written by {escape(made_by)} from {done.made_with.generation} in {total:.0f} ms[/dim]")
    print_usage(console, done.usage)


def print_notes(console: Console, notes: Iterable[Note]) -> None:
    """What the reader should know about how a text came to be."""
    for note in notes:
        console.print(f"[yellow]note:[/yellow] {escape(note.text)}")


def print_usage(console: Console, usage: Usage) -> None:
    """Tokens and money, where a chat model was asked."""
    if usage.calls:
        cost = "no price is set" if usage.cost is None else f"{usage.cost:.4f} {usage.currency}".rstrip()
        tokens = f"{usage.tokens_in} tokens in, {usage.tokens_out} tokens out"
        console.print(f"[dim]{usage.calls} calls, {tokens}, {escape(cost)}[/dim]")


def cite(sentence: Sentence, sources: list[str]) -> str:
    """Marks such as `[1][2]`; new sources are added to the list that they count in."""
    marks = []
    for evidence in sentence.evidence:
        if evidence.kind != "frame":
            source = _source(evidence)
            if source not in sources:
                sources.append(source)
            marks.append(f"\\[{sources.index(source) + 1}]")
    return "".join(dict.fromkeys(marks))


def _print_nothing(console: Console, done: Written) -> None:
    console.print(f"[bold]No text[/bold] ({done.verdict.kind}): {escape(done.verdict.reason)}")
    if done.question:
        console.print("Ask the customer instead:")
        console.print(Padding(escape(done.question.text), (0, 0, 0, 2)))


def _print_section(console: Console, section: Section, sources: list[str]) -> None:
    step = 0
    for one in section.sentences:
        step = step + 1 if one.role == "step" else 0
        mark = f"{step}. " if step else "- " if one.role in ("question", "statement") else ""
        console.print(Padding(f"{mark}{escape(one.text)} [dim]{cite(one, sources)}[/dim]", (0, 0, 0, 2)))
        for finding in (found for found in one.findings if found.severity != "info"):
            console.print(Padding(f"[yellow]! {finding.kind}: {escape(finding.advice)}[/yellow]", (0, 0, 0, 4)))


def _source(evidence: Evidence) -> str:
    title = f" “{evidence.title}”" if evidence.title else ""
    return f"{evidence.kind} {evidence.source}{title}, characters {evidence.start} to {evidence.end}"
