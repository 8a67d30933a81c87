"""Harmless changes of words and knowledge: what writers and owners of the knowledge base do every day."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from types import MappingProxyType
from typing import Any

from benchmarks.mutants.change import Apply, Change, Patch, changing, replaced
from prompts.phrases import Phrases
from prompts.prompt import Prompt

_KB, _RUNBOOKS, _SOLVED = "sample/knowledge/kb", "sample/knowledge/runbooks", "sample/tickets/solved.jsonl"
_ARTICLE = """---
id: {id}
title: {title}
audience: {audience}
groups: {groups}
owner: {owner}
reviewed: 2026-09-21
product_area: {area}
tags: [{tags}]
---

{text}
"""
_HOLIDAYS = _ARTICLE.format(
    id="kb-warehouse-holidays",
    title="Mark a warehouse as closed on public holidays",
    audience="public",
    groups="[]",
    owner="warehouse",
    area="warehouses",
    tags="warehouse, calendar, public holidays",
    text="""A warehouse that is closed on a public holiday should promise no dispatch on that day. The calendar of the
warehouse tells the shop which days do not count.

## Add the holidays

1. Open Warehouses, choose the warehouse, and open the tab Calendar.
2. Press Add closed day and choose the date.
3. Tick Every year for a holiday that is always on the same date.

## What changes

Orders that come in on a closed day are promised for the next open day. Orders that were promised before stay as they
are.""",
)
_PAGER = _ARTICLE.format(
    id="rb-label-spooler",
    title="Runbook: label spooler does not start",
    audience="internal",
    groups="[support]",
    owner="warehouse",
    area="warehouses",
    tags="labels, spooler",
    text="""The label spooler of a warehouse does not start after an update of its computer.

## Checks

1. Ask for the version that the window About of the spooler shows.
2. Compare it with the list of versions in the release folder.

## Escalation

Escalate to warehouse when the version is the latest and the spooler still does not start.""",
)
_TICKET: dict[str, Any] = {
    "id": "S-9001",
    "subject": "Second language on packing slips",
    "messages": [
        {
            "id": "m1",
            "author": {"role": "customer", "name": "Henrike Maas", "email": "h.maas@polderfoods.example"},
            "public": True,
            "created_at": "2026-09-22T09:12:00+02:00",
            "text": "Hello, can packing slips be printed in Dutch and in French at once? Belgian shops ask for both.",
        },
        {
            "id": "m2",
            "author": {"role": "agent", "name": "Mei Tanaka", "email": "mei.tanaka@fennwick.example"},
            "public": True,
            "created_at": "2026-09-22T10:03:00+02:00",
            "text": "Hello Henrike, a packing slip has one language, the one of the shop. I have filed your wish.",
        },
    ],
    "fields": {"category": "feature_request", "severity": "sev4", "team": "product", "product_area": "Orders"},
    "customer": {"name": "Henrike Maas", "email": "h.maas@polderfoods.example", "tier": "growth"},
    "status": "solved",
    "resolution": "Packing slips have one language; the wish is recorded.",
}


def _swap(path: str, old: str, new: str) -> Apply:
    return lambda patch: patch.file(path, lambda text: text.replace(old, new, 1))


def _sections_swapped(text: str) -> str:
    """The last two sections of an article in the other order."""
    *first, one, other = text.split("\n## ")
    return "\n## ".join([*first, other.rstrip() + "\n", one.rstrip() + "\n"])


def two_fewer(patch: Patch) -> None:
    """Two solved tickets are taken out, drawn by lot."""
    patch.lines(_SOLVED, lambda rows: [row for row in rows if row not in Random(6).sample(rows, 2)])  # noqa: S311


def _frame(language: str, name: str, text: str) -> Apply:
    def changed(phrases: Phrases) -> Phrases:
        if phrases.language != language:
            return phrases
        return replace(phrases, frames=dict(phrases.frames) | {name: text})

    return changing("prompts.phrases:load_phrases", changed)


def _prompt(name: str, old: str, new: str) -> Apply:
    def changed(prompt: Prompt) -> Prompt:
        return replace(prompt, text=prompt.text.replace(old, new)) if prompt.name == name else prompt

    return changing("prompts.prompt:_load", changed)


def _reason(change: Callable[[str], str]) -> Apply:
    return changing("assistant.verdict:judge", lambda verdict: replace(verdict, reason=change(verdict.reason)))


def label_renamed(patch: Patch) -> None:
    """A heading of the summary reads otherwise."""
    from assistant.texts.kinds import SPECS

    spec = SPECS["summary"]
    sections = tuple(replace(s, title="What was tried") if s.name == "tried" else s for s in spec.sections)
    patch.constant(
        "assistant.texts.kinds:SPECS", MappingProxyType({**SPECS, "summary": replace(spec, sections=sections)})
    )


def _harmless(name: str, family: Any, stands_for: str, apply: Apply) -> Change:
    return Change(name, family, stands_for, apply, harmless=True)


CHANGES = (
    _harmless(
        "closing_with_comma",
        "words",
        "a comma in a frame",
        _frame("en", "closing", "Please reply to this message, if anything is still open."),
    ),
    _harmless(
        "thanks_reworded",
        "words",
        "a frame in other words",
        _frame("en", "acknowledgement_subject", "We have received your message about “$quote”, thank you."),
    ),
    _harmless(
        "greeting_reworded", "words", "a greeting that the house likes better", _frame("en", "greeting", "Hi $name,")
    ),
    _harmless("label_renamed", "words", "a heading reads better", label_renamed),
    _harmless(
        "reason_reworded",
        "words",
        "an agent did not understand a reason",
        _reason(lambda told: told.replace("because", "as")),
    ),
    _harmless(
        "prompt_comma",
        "words",
        "punctuation of a prompt",
        _prompt("rules", "Plain words, active verbs,", "Plain words; active verbs;"),
    ),
    _harmless(
        "prompt_reworded",
        "words",
        "a sentence of a prompt in other words",
        _prompt("summary", "and has half a minute", "and has thirty seconds for it"),
    ),
    _harmless(
        "policy_message_reworded",
        "words",
        "what an agent is told of a rule",
        _swap(
            "sample/house-policy.yaml", "Offers a private way to reach a person.", "Names a private way to a person."
        ),
    ),
    _harmless(
        "runbook_comma",
        "knowledge",
        "a comma in a runbook",
        _swap(f"{_RUNBOOKS}/rb-webhook-401.md", "this runbook finds out whether", "this runbook finds out, whether"),
    ),
    _harmless(
        "paragraph_split",
        "knowledge",
        "a long paragraph became two",
        _swap(
            f"{_RUNBOOKS}/rb-dashboard-queries.md",
            "no customer data is changed. Support may",
            "no customer data is changed.\n\nSupport may",
        ),
    ),
    _harmless(
        "article_typo",
        "knowledge",
        "a word of an article was mended",
        _swap(
            f"{_KB}/kb-clock-skew.md",
            "makes Fennwick, or your own endpoint, reject",
            "makes Fennwick or your endpoint reject",
        ),
    ),
    _harmless(
        "sections_moved",
        "knowledge",
        "two sections of an article changed places",
        lambda patch: patch.file(f"{_KB}/kb-api-rate-limits.md", _sections_swapped),
    ),
    _harmless(
        "reviewed_again",
        "knowledge",
        "an article was reviewed and found right",
        _swap(f"{_KB}/kb-clock-skew.md", "reviewed: 2026-05-18", "reviewed: 2026-10-02"),
    ),
    _harmless(
        "one_more_article",
        "knowledge",
        "an article on something new",
        lambda patch: patch.file(f"{_KB}/kb-warehouse-holidays.md", lambda _: _HOLIDAYS),
    ),
    _harmless(
        "one_more_runbook",
        "knowledge",
        "a runbook on something new",
        lambda patch: patch.file(f"{_RUNBOOKS}/rb-label-spooler.md", lambda _: _PAGER),
    ),
    _harmless(
        "one_more_ticket",
        "knowledge",
        "a ticket was solved",
        lambda patch: patch.lines(_SOLVED, lambda rows: [*rows, _TICKET]),
    ),
    _harmless("two_tickets_fewer", "knowledge", "two customers had their tickets erased", two_fewer),
    _harmless(
        "sources_reversed",
        "knowledge",
        "sources are named in another order",
        replaced("ingest.plan:_read", lambda old: lambda names, indexed: old(names[::-1], indexed)),
    ),
)
