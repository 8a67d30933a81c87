"""Scorers of evidence: does it hold what the sentence says, and is it from the right document for this reader?"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from assistant.evidence import made_up
from assistant.records import Evidence
from assistant.statements import plain
from assistant.support.amounts import numbers_in_words
from assistant.support.score import coverage
from assistant.support.support import is_quotation
from assistant.support.words import read_words
from evals.scorers.facts import stands
from evals.scorers.score import NOT_ASKED, Score, Scorer, no_answer
from evals.scorers.texts import TASKS, as_evidence, folded, for_customer, main_text, passages, sentences
from evals.tasks.shapes import SentenceKept
from guardrails.vault import PLACEHOLDER

LEAST_COVERED = 0.3
"""Share of a sentence's words below which its evidence is about something else."""


def unsupported(_expect: Any, output: Any) -> Score:
    """1 where a sentence has no evidence, or evidence that does not hold its numbers, links, codes or words."""
    return _any(sentences(output), lambda one: not supported(one), "not held by its evidence")


def misquoted(_expect: Any, output: Any) -> Score:
    """1 where a quote does not stand at its place in its source."""
    return _any(sentences(output), lambda one: any(e.moved for e in one.evidence), "quotes what stands elsewhere")


def internal_quoted(_expect: Any, output: Any) -> Score:
    """1 where a sentence for the customer rests on what no customer may read."""
    found = for_customer(output)
    return _any(found, lambda one: any(e.audience == "internal" for e in one.evidence), "rests on an internal source")


def supported(sentence: SentenceKept) -> bool:
    """What can be told from the words alone: the frame of the house, a quotation, or no made-up token and some overlap.

    A floor, not the check that lets a sentence pass: it asks no model, and holds for every writer.
    """
    evidence = [as_evidence(one) for one in sentence.evidence]
    if not evidence:
        return False
    # A log masks text and quote each by itself: what is masked says nothing of either.
    text = plain(PLACEHOLDER.sub(" ", sentence.text))
    if is_quotation(text, evidence) or is_quotation(text, [_unmasked(one) for one in evidence]):
        return True
    held = "\n".join(f"{plain(one.quote)}\n{one.quote}" for one in evidence)
    words = read_words(held)
    if made_up(text, held, allowed=numbers_in_words(words)):
        return False
    return coverage(read_words(text), words) >= LEAST_COVERED


def _unmasked(evidence: Evidence) -> Evidence:
    return replace(evidence, quote=PLACEHOLDER.sub(" ", evidence.quote))


def citation_precision(expect: Any, output: Any) -> Score:
    """Share of the sentences that cite a document which cite a right one."""
    if not expect.relevant:
        return NOT_ASKED
    text = main_text(output)
    if text is None:
        return no_answer(f"nothing was written: {output.verdict}")
    citing = [one for one in text.sentences if any(passages(one))]
    if not citing:
        return no_answer("no document is cited")
    right = [_cites(one, expect.relevant) for one in citing]
    return Score(sum(right) / len(right), f"others: {_others(citing, expect.relevant)}" if not all(right) else "")


def citation_recall(expect: Any, output: Any) -> Score:
    """Share of the right documents that are cited, those left out that are known to be internal."""
    internal = {one.document for one in getattr(output, "knowledge", ()) if one.audience == "internal"}
    wanted = [one for one in expect.relevant if one not in internal]
    if not wanted:
        return NOT_ASKED
    text = main_text(output)
    if text is None:
        return no_answer(f"nothing was written: {output.verdict}")
    cited = {evidence.document for one in text.sentences for evidence in passages(one)}
    missing = [one for one in wanted if one not in cited]
    return Score(1 - len(missing) / len(wanted), f"not cited: {', '.join(missing)}" if missing else "")


def facts_cited(expect: Any, output: Any) -> Score:
    """Of the facts that are told, the share told in a sentence that cites a right document."""
    if not (expect.facts and expect.relevant):
        return NOT_ASKED
    text = main_text(output)
    if text is None:
        return no_answer(f"nothing was written: {output.verdict}")
    telling = [[one for one in text.sentences if stands(fact, folded(one.text))] for fact in expect.facts]
    right = [any(_cites(one, expect.relevant) for one in found) for found in telling if found]
    return Score(sum(right) / len(right)) if right else no_answer("none of the facts is told")


def steps_kept(_expect: Any, output: Any) -> Score:
    """Share of the steps of the cited lists that are told, and in their order."""
    text = main_text(output)
    if text is None or not text.steps.told:
        return NOT_ASKED
    steps = text.steps
    whole = steps.told + steps.missing
    value = max(0.0, (steps.told - steps.misplaced) / whole)
    wrong = f"{steps.missing} missing, {steps.misplaced} too early, of {whole}"
    return Score(value, wrong if value < 1 else "")


def _cites(sentence: SentenceKept, relevant: Sequence[str]) -> bool:
    return any(evidence.document in relevant for evidence in passages(sentence))


def _others(citing: Sequence[SentenceKept], relevant: Sequence[str]) -> str:
    found = [evidence.document for one in citing for evidence in passages(one)]
    return ", ".join(dict.fromkeys(one for one in found if one not in relevant))


def _any(found: Sequence[SentenceKept], wrong: Callable[[SentenceKept], bool], what: str) -> Score:
    """1 where one of the sentences is wrong; the reason gives their numbers, for the log has their words."""
    if not found:
        return NOT_ASKED
    numbers = [str(number) for number, one in enumerate(found, 1) if wrong(one)]
    return Score(float(bool(numbers)), f"sentence {', '.join(numbers)} of {len(found)} {what}" if numbers else "")


SCORERS: tuple[Scorer, ...] = (
    Scorer("unsupported", "share of the cases with a sentence its evidence does not hold", TASKS, unsupported, "lower"),
    Scorer("misquoted", "share of the cases with a quote that does not stand where it says", TASKS, misquoted, "lower"),
    Scorer(
        "internal_quoted", "share of the cases that show a customer what is internal", TASKS, internal_quoted, "lower"
    ),
    Scorer("citation_precision", "share of the citing sentences that cite a right document", TASKS, citation_precision),
    Scorer("citation_recall", "share of the right documents that are cited", TASKS, citation_recall),
    Scorer("facts_cited", "share of the facts told that cite a right document", TASKS, facts_cited),
    Scorer("steps_kept", "share of the steps of what is cited that are told in order", TASKS, steps_kept),
)
