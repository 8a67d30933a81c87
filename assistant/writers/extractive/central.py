"""The customer's own sentence that says most about the problem."""

from assistant.query import names_trouble
from assistant.reading import Span
from assistant.writers.material import Material
from guardrails.vault import PLACEHOLDER

_MIN_WORDS, _MAX_WORDS = 5, 45


def central(material: Material) -> Span | None:
    """The sentence nearest to the whole question; one that names trouble before one that sets the scene."""
    spans, scores = material.problem, material.problem_scores
    fitting = [n for n, span in enumerate(spans) if _says_enough(span.text) and may_be_repeated(span.text)]
    if not fitting:
        return None
    return spans[max(fitting, key=lambda n: scores[n] + 0.1 * names_trouble(spans[n].text) - 0.01 * n)]


def _says_enough(text: str) -> bool:
    return _MIN_WORDS <= len(text.split()) <= _MAX_WORDS and not text.rstrip().endswith(":")


def may_be_repeated(text: str) -> bool:
    """Names may be read back to their owner; account numbers, addresses and secrets are never repeated in a mail."""
    kinds = {match[1] for match in PLACEHOLDER.finditer(text)}
    return kinds <= {"PERSON", "ORGANISATION"}
