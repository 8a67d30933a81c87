"""`draftdesk guard policy`: what Support Ops run to see, to check and to try the rules of what no customer is told."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:  # what these modules import takes seconds to load, and `--help` needs none of it
    from guardrails.policy import Policy
    from guardrails.policy_guard import Hit, PolicyGuard


def policy(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="A file of rules; without one, the file of DRAFTDESK_POLICY.")
    ] = None,
    sentence: Annotated[
        list[str] | None, typer.Option("--try", help="A sentence to try on the rules. Repeat for more.")
    ] = None,
    rules_only: Annotated[
        bool, typer.Option("--rules-only", help="Try without the model, which takes seconds to load.")
    ] = False,
) -> None:
    """Check a file of policy rules, show what is in force, or try sentences on it. Every mistake is told at once.

    A sentence is tried as one in our own words, with no policy document and no person behind it. Exits with 1 when one
    of them would be taken out.
    """
    from guardrails.policy_file import load_policy

    path = file or ctx.obj.policy
    found = load_policy(path)
    console = Console(highlight=False)
    if not sentence:
        console.print(f"{path} has no mistakes.", markup=False)
        _print_rules(console, found)
        return
    with Console(stderr=True).status("Loading the model"):
        guard = _guard(ctx, found, rules_only=rules_only)
    taken_out = [_try(console, guard, one) for one in sentence]
    if any(taken_out):
        raise typer.Exit(1)


def _guard(ctx: typer.Context, found: "Policy", *, rules_only: bool) -> "PolicyGuard":
    from guardrails.policy_guard import PolicyGuard

    if rules_only:
        return PolicyGuard(found)
    from assistant.assembly import promise_guard
    from ingest.assembly import build_embedder

    return PolicyGuard(found, promise_guard(build_embedder(ctx.obj)))


def _try(console: Console, guard: "PolicyGuard", sentence: str) -> bool:
    """Print what the rules say of it; whether it would be taken out."""
    from guardrails.repairs import mended

    hits = guard.check(sentence)
    better, changes = mended(sentence, [hit.rule for hit in hits])
    left = guard.check(better) if changes else hits
    out = any(hit.blocking for hit in left)
    console.print(escape(sentence))
    for hit in hits:
        console.print(_line(hit, sentence))
    if not hits:
        console.print("  no rule objects")
    elif out:
        console.print("  taken out")
    elif changes:
        console.print(f"  becomes: {escape(better)}")
    return out


def _line(hit: "Hit", sentence: str) -> str:
    found = hit.finding("")
    colour = "red" if hit.blocking else "yellow"
    words = escape(sentence[hit.start : hit.end])
    return f"  [{colour}]{found.severity}[/] {hit.rule.name}, “{words}”: {escape(found.advice)}"


def _print_rules(console: Console, found: "Policy") -> None:
    table = Table("rule", "about", "severity", "repair", "excused by", "patterns", box=None, header_style="dim")
    for rule in found.rules:
        patterns = f"{len(rule.patterns)} and model {rule.model}" if rule.model else str(len(rule.patterns))
        excused = ", ".join(sorted(rule.exceptions)) or "nothing"
        table.add_row(rule.name, rule.about, rule.severity, rule.repair, excused, patterns)
    console.print(table)
    limits = found.limits
    words = ", ".join(f"{kind} {most}" for kind, most in limits.words.items())
    console.print(f"Words of a sentence: {limits.sentence_words}; of a text: {words}.")
    console.print(f"Reading level: grade {limits.grade} in English, LIX {limits.lix} in other languages.")
    if found.off:
        console.print(f"Switched off: {', '.join(sorted(found.off))}.")
