"""The texts of an output, whichever task it came from: what several scorers of texts read."""

import re
from collections.abc import Iterator
from typing import Any

from assistant.records import Evidence
from assistant.statements import plain
from assistant.support.support import is_quotation
from assistant.texts.kinds import SPECS
from evals.tasks.shapes import EvidenceKept, SentenceKept, TextKept

TASKS = frozenset({"assist", "write"})
_QUOTED = re.compile("[“„«].*[”“»]")


def folded(text: str) -> str:
    """As facts are looked for: case and line breaks ignored."""
    return " ".join(text.casefold().split())


def told(sentences: list[SentenceKept]) -> str:
    """All that the sentences say, folded."""
    return "\n".join(folded(one.text) for one in sentences)


def main_text(output: Any) -> TextKept | None:
    """The text that was asked for: of `write` its own, of `assist` the reply."""
    found: TextKept | None = output.text if hasattr(output, "text") else output.reply
    return found


def sectioned(output: Any) -> TextKept | None:
    """The text whose sections are scored: of `write` its own, of `assist` the summary."""
    found: TextKept | None = output.text if hasattr(output, "text") else output.summary
    return found


def texts(output: Any) -> list[TextKept]:
    """Every text that there is."""
    found = [main_text(output), sectioned(output)]
    return [text for number, text in enumerate(found) if text is not None and text not in found[:number]]


def sentences(output: Any) -> list[SentenceKept]:
    """Every sentence of every text, and the questions."""
    return [*(one for text in texts(output) for one in text.sentences), *output.questions]


def for_customer(output: Any) -> list[SentenceKept]:
    """What a customer would read: nothing of a text that is for agents."""
    text = main_text(output)
    if text is not None and SPECS[text.kind].reader != "customer":  # type: ignore[index]  # a kind of ours
        return list(output.questions)
    found: list[SentenceKept] = output.said
    return found


def passages(sentence: SentenceKept) -> Iterator[EvidenceKept]:
    """The passages that a sentence points at."""
    return (one for one in sentence.evidence if one.kind == "passage")


def own_words(sentence: SentenceKept) -> str:
    """A sentence without what it quotes: what its writer has put around it."""
    quoted = [as_evidence(one) for one in sentence.evidence if one.kind != "frame"]
    if quoted and is_quotation(plain(sentence.text), quoted):
        return ""
    text = " ".join(sentence.text.split())
    for one in quoted:
        quote = " ".join(one.quote.split())
        text = text.replace(quote, " ") if quote else text
    return " ".join(_QUOTED.sub(" ", text).split())


def as_evidence(kept: EvidenceKept) -> Evidence:
    """As the checks of the assistant take it."""
    return Evidence("frame" if kept.kind == "frame" else "passage", kept.source, kept.start, kept.end, kept.quote)
