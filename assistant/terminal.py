"""An answer for a person who reads it in a terminal."""

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from assistant.records import Assist, Evidence, Label, Tag, Tone, Triage
from assistant.terminal_passages import print_passages
from assistant.terminal_texts import cite, print_notes, print_usage

_VERDICTS = {
    "answerable": "green",
    "needs_customer_info": "yellow",
    "knowledge_gap": "yellow",
    "contradiction": "red",
    "out_of_scope": "magenta",
}
_QUOTES = 3
"""Words of the ticket that are shown for a rule or a mood."""


def print_assist(console: Console, done: Assist) -> None:
    """The whole answer for a person: verdict, triage, summary, knowledge, draft with evidence, findings."""
    color = _VERDICTS[done.verdict.kind]
    console.rule(f"Ticket {escape(done.ticket_id)}")
    console.print(f"[bold {color}]{done.verdict.kind}[/] ({done.verdict.score:.2f})  {escape(done.verdict.reason)}")
    _print_triage(console, done.triage)
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
    print_notes(console, (*(done.draft.notes if done.draft else ()), *done.notes))
    total = sum(done.timings_ms.values())
    writer = done.draft.made_by if done.draft else done.made_with.writer
    console.print(f"[dim]written by {escape(writer)} from {done.made_with.generation} in {total:.0f} ms[/dim]")
    print_usage(console, done.usage)
    console.print()


def _print_triage(console: Console, triage: Triage) -> None:
    for name in ("category", "severity", "team", "product_area"):
        label: Label = getattr(triage, name)
        console.print(f"  {name.replace('_', ' '):14}{_label(label)}{_why(label)}")
    if triage.tags:
        tags = ", ".join(_sure(tag.label, tag) for tag in triage.tags)
        console.print(f"  {'tags':14}{escape(tags)}")
    language = triage.language
    console.print(f"  {'language':14}{escape(language.code or f'unknown: {language.reason}')}")
    for name in ("sentiment", "urgency"):
        tone: Tone = getattr(triage, name)
        console.print(f"  {name:14}{tone.value}[dim]{escape(_quoted(tone.quotes))}[/dim]")
    if triage.why:
        near = ", ".join(f"{one.ticket_id} ({one.similarity:.2f})" for one in triage.why)
        console.print(f"  {'like':14}[dim]{escape(near)}[/dim]")


def _why(label: Label) -> str:
    """The words that spoke for a label: those that a rule holds for, or those that were learned."""
    if label.rule is not None:
        return f"  [dim]{escape(label.reason + _quoted(label.rule.quotes))}[/dim]"
    return f"  [dim]{escape('from ' + ', '.join(label.terms))}[/dim]" if label.label and label.terms else ""


def _quoted(quotes: tuple[Evidence, ...]) -> str:
    return "  " + ", ".join(f"“{' '.join(one.quote.split())}”" for one in quotes[:_QUOTES]) if quotes else ""


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
        console.print(Padding(f"{mark}{escape(one.text)} [dim]{cite(one, sources)}[/dim]", (0, 0, 0, 2)))
    console.print("[bold]Evidence[/bold]")
    for number, source in enumerate(sources, start=1):
        console.print(Padding(f"[dim]\\[{number}][/dim] {escape(source)}", (0, 0, 0, 2)))


def _label(label: Label) -> str:
    if label.label is None:
        nearest = ", ".join(f"{one.label} {one.confidence:.0%}" for one in label.alternatives)
        said = "none of these" if label.outcome == "none_of_these" else "not sure"
        return f"[yellow]{said}[/yellow]: {escape(label.reason + (f' ({nearest})' if nearest else ''))}"
    return escape(_sure(label.label, label))


def _sure(name: str, said: Label | Tag) -> str:
    """A chance stands behind what was learned; what the house or the customer says has none."""
    return f"{name} ({said.confidence:.0%})" if said.made_by == "learned" else name
