"""Scorers of likeness: how near a text is to what people wrote for the same ticket."""

from collections.abc import Sequence
from typing import Any

from evals.rouge import RougeMissing, rouge
from evals.scorers.score import NOT_ASKED, Score, Scorer, no_answer, not_graded
from evals.scorers.texts import TASKS, main_text, sectioned


def similarity(expect: Any, output: Any) -> Score:
    """ROUGE-L (F1, stemmed) of the answer's own sentences against what was sent; greeting and closing are left out."""
    if not expect.sent:
        return NOT_ASKED
    text = main_text(output)
    if text is None:
        return no_answer(f"nothing was written: {output.verdict}")
    return _rouge([one.text for one in text.sentences if one.role not in ("greeting", "closing")], [expect.sent])


def brief_similarity(expect: Any, output: Any) -> Score:
    """ROUGE-L of the first lines of the summary against those that people wrote, the best of them."""
    if not expect.summaries:
        return NOT_ASKED
    text = sectioned(output)
    sections = text.sections if text else ()
    brief = [one.text for section in sections if section.section == "brief" for one in section.sentences]
    return _rouge(brief, expect.summaries) if brief else no_answer("there are no first lines")


def _rouge(said: Sequence[str], references: Sequence[str]) -> Score:
    try:
        return Score(rouge(" ".join(said), references).best["rougeL"])
    except RougeMissing as exc:
        return not_graded(str(exc))


SCORERS: tuple[Scorer, ...] = (
    Scorer("similarity", "ROUGE-L of what was written against what a person sent", TASKS, similarity),
    Scorer("brief_similarity", "ROUGE-L of a summary's first lines against people's", TASKS, brief_similarity),
)
