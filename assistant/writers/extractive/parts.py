"""The parts of a question: a customer who asks about two things gets an answer to both."""

import re
from collections.abc import Sequence

from assistant.reading import Span

_OPENS = re.compile(
    r"\W*(?:"
    r"(?:\d{1,2}|[A-Ha-h])[.)]\s"
    r"|(?:issue|question|problem|point|topic|item|frage|punkt|problème|pregunta|problema)\s"
    r"(?:no\.? ?)?(?:\d|one|two|three)\b"
    r"|(?:and |und |et |y )?(?:second(?:ly)?|third(?:ly)?|one more|another|also|separately|besides|additionally"
    r"|in addition|on another|on top of|apart from|quite apart|by the way|p\.? ?s\b|before i go"
    r"|außerdem|ausserdem|zweitens|noch etwas|übrigens|par ailleurs|deuxièmement|autre chose|en outre|de plus"
    r"|además|por otro lado|otra cosa|en segundo lugar)\b"
    r"|and (?:before|will|can|could|do|does|is|are|how|what|when|where|why|who|which|should|would|may|shall)\b"
    r")",
    re.IGNORECASE,
)
"""How people begin the next thing: a number, or words that put it beside the last one."""


def parts(spans: Sequence[Span]) -> list[list[int]]:
    """Indexes of the sentences of each part, in order; a question about one thing is one part."""
    found: list[list[int]] = [[]]
    for n, span in enumerate(spans):
        if found[-1] and _OPENS.match(span.text):
            found.append([])
        found[-1].append(n)
    return found
