"""Passages for a person who reads them in a terminal, each with the reason why it was found."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from assistant.records import Passage, SharedTerm
from assistant.retrieval.lookup import Found
from assistant.retrieval.matches import word_spans
from ingest.documents import Pool

EXCERPT_CHARS = 240
_LEAD_IN = 40
"""Characters of an excerpt before its first shared word."""
_TERMS = 4
"""Shared words in the short reason."""
_INDENT = 5
_POOLS: Mapping[Pool, str] = {"knowledge": "Knowledge", "cases": "Solved tickets"}
_NO_TITLES: Mapping[str, str] = MappingProxyType({})


def print_found(console: Console, found: Found, *, details: bool = False) -> None:
    """Every pool that was searched, with excerpts and with what to do where nothing was found."""
    for pool, passages in found.passages.items():
        console.print(f"[bold]{_POOLS[pool]}[/bold]" + ("" if passages else ": nothing found."))
        print_passages(console, passages, excerpts=True, details=details, titles=found.titles)
        if pool in found.advice:
            console.print(Padding(f"[yellow]{escape(found.advice[pool])}[/yellow]", (0, 0, 1, 2)))


def print_passages(
    console: Console,
    passages: Sequence[Passage],
    *,
    excerpts: bool = False,
    details: bool = False,
    titles: Mapping[str, str] = _NO_TITLES,
) -> None:
    """Title, place and a line with the reason for each; `titles` are those of near copies."""
    for number, passage in enumerate(passages, start=1):
        console.print(_headline(number, passage), soft_wrap=False)
        if excerpts:
            console.print(Padding(_excerpt(passage), (0, 0, 0, _INDENT)))
        console.print(Padding(Text(f"why: {reason(passage)}", style="dim"), (0, 0, 0, _INDENT)))
        for line in _details(passage, titles) if details else ():
            console.print(Padding(Text(line, style="dim"), (0, 0, 0, _INDENT + 2)))
        if excerpts:
            console.print()


def reason(passage: Passage) -> str:
    """Why it was found, in one line: shared words, similarity, other factors, near copies."""
    words = ", ".join(term.word for term in passage.why.terms[:_TERMS])
    copies = len(passage.duplicates)
    said = [
        f"shares {words}" if words else "no shared word",
        f"similarity {max(passage.dense, 0):.2f}",
        *passage.why.factors,
        f"{copies} near {'copy' if copies == 1 else 'copies'}" if copies else "",
    ]
    return " · ".join(one for one in said if one)


def _headline(number: int, passage: Passage) -> Text:
    chunk = passage.chunk
    line = Text(f"{number:3}. ")
    line.append(chunk.title, style="bold")
    if chunk.heading and chunk.heading != chunk.title:
        line.append(f" > {chunk.heading}")
    line.append(f"  {chunk.document_id}", style="dim")
    if passage.confidence is not None:
        line.append(f"  {passage.confidence:.0%} likely to hold the answer", style="dim")
    if not passage.quotable:
        line.append("  internal", style="yellow")
    return line


def _excerpt(passage: Passage) -> Text:
    """The part of the passage that holds most of the shared words, and these marked."""
    whole = " ".join(passage.chunk.text.split())
    spans = word_spans(whole, (term.word for term in passage.why.terms))
    start = _best_start(whole, spans)
    end = _word_end(whole, start + EXCERPT_CHARS)
    before, after = "… " if start else "", " …" if end < len(whole) else ""
    text = Text(before + whole[start:end] + after)
    for first, last in spans:
        if first >= start and last <= end:
            text.stylize("bold underline", first - start + len(before), last - start + len(before))
    return text


def _best_start(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """Where the window with the most different shared words begins, at the beginning of a word."""
    starts = [0, *(text.rfind(" ", 0, max(0, first - _LEAD_IN)) + 1 for first, _ in spans)]

    def held(start: int) -> int:
        return len({text[a:b].casefold() for a, b in spans if start <= a and b <= start + EXCERPT_CHARS})

    return max(starts, key=lambda start: (held(start), -start))


def _word_end(text: str, at: int) -> int:
    """The end of the last whole word before `at`."""
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", 0, at + 1)
    return space if space > at - EXCERPT_CHARS // 2 else at


def _details(passage: Passage, titles: Mapping[str, str]) -> list[str]:
    """Everything that counted, a line for each."""
    chunk = passage.chunk
    copies = [f"{id_} ({titles[id_]})" if id_ in titles else id_ for id_ in passage.duplicates]
    return [
        f"score {passage.score:.3f} in its pool · words (BM25) {passage.lexical:.2f} · similarity {passage.dense:.3f}",
        *(_term(term) for term in passage.why.terms),
        *(f"factor: {factor}" for factor in passage.why.factors),
        *(f"near copy: {copy}" for copy in copies),
        f"passage {chunk.id}, {chunk.part}, characters {chunk.start} to {chunk.end}",
    ]


def _term(term: SharedTerm) -> str:
    return f"word “{term.word}” in {', '.join(term.fields)}, weight {term.weight:.2f}"
