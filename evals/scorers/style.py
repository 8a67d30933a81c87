"""Scorers of form: tone, length, language, greeting, and whether a text says honestly who made it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.triage.language import language
from evals.scorers.score import NOT_ASKED, Score, Scorer, no_answer, not_graded
from evals.scorers.texts import TASKS, main_text, own_words, texts
from evals.tasks.shapes import SentenceKept, TextKept
from guardrails.vault import PLACEHOLDER

_WRITE = frozenset({"write"})
SURE = 0.7
"""Chance from which the language of a single sentence counts."""
OURS = "extractive"
"""What a text is made by that no chat model wrote."""
FELL_BACK = "model_fallback"
"""Note of a text that a chat model was asked for in vain."""
_FRAME = re.compile(r"^phrases#\w+\.(warm|formal|brief)$")
_SIGNS: Mapping[str, re.Pattern[str]] = {
    "warm": re.compile(
        r"\b(?:hi|hey|glad|happy|great|thanks|just|hallo|danke|gerne?|freuen|einfach|merci|volontiers|plaisir|simplement"
        r"|hola|gracias|gusto|encantad\w+|con mucho)\b|!",
        re.I,
    ),
    "formal": re.compile(
        r"\b(?:dear|regarding|hereby|kindly|should (?:you|this|any\w*)|sincerely|we would ask|sehr geehrte\w*|bezüglich"
        r"|hiermit|sollten? \w+|wir danken|madame|monsieur|concernant|nous vous (?:remercions|prions)|veuillez"
        r"|estimad\w+|relativo|rogamos|agradecemos|atentamente)\b",
        re.I,
    ),
}
_CONTRACTED = re.compile(r"\b\w+[’'](?:re|ve|ll|d|m|t)\b", re.I)
_STEEP = 2
"""Half as long again as asked for is wholly wrong."""
_BRIEF_WORDS = 16
"""Words that a sentence of the writer's own may have on average in a brief text."""


def tone_fits(expect: Any, output: Any) -> Score:
    """1 where the house's phrases are those of the tone asked for; with none of them, where the words are."""
    if expect.tone in (None, "neutral"):
        return NOT_ASKED
    text = main_text(output)
    if text is None:
        return no_answer(f"nothing was written: {output.verdict}")
    named = [found[1] for one in _frames(text) if (found := _FRAME.match(one))]
    if _frames(text):
        fits = bool(named) and all(one == expect.tone for one in named)
        return Score(float(fits), "" if fits else f"phrases of another tone than {expect.tone}")
    fits = _reads(text, expect.tone)
    return Score(float(fits), "" if fits else f"no sign of the tone {expect.tone}")


def length_fits(expect: Any, output: Any) -> Score:
    """1 where the text has as many words as were asked for; less the farther off it is."""
    if expect.words is None:
        return NOT_ASKED
    text = main_text(output)
    if text is None:
        return no_answer(f"nothing was written: {output.verdict}")
    least, most = expect.words
    words = sum(len(one.text.split()) for one in text.sentences)
    off = (words - most) / most if words > most else (least - words) / least if words < least else 0.0
    value = max(0.0, 1 - _STEEP * off)
    return Score(value, "" if value == 1 else f"{words} words, asked for {least} to {most}")


def language_right(expect: Any, output: Any) -> Score:
    """Share of the writer's own words that are in the language asked for; 0 where the text says another one.

    What is quoted counts nowhere: knowledge stays in its language. Sentences too short to tell do not count.
    """
    if not expect.language:
        return NOT_ASKED
    text = main_text(output)
    said = text.sentences if text else output.questions
    if not said:
        return no_answer(f"nothing was written: {output.verdict}")
    if text is not None and text.language != expect.language:
        return Score(0.0, f"says {text.language} instead of {expect.language}")
    right = wrong = 0
    for own in filter(None, map(_words, said)):
        found = language(own)
        if found.code is not None and found.confidence >= SURE:
            right += len(own) if found.code == expect.language else 0
            wrong += len(own) if found.code != expect.language else 0
    if not right + wrong:
        return not_graded("too few words of the writer's own to tell")
    return Score(right / (right + wrong), f"{wrong} characters in another language" if wrong else "")


def greeting(_expect: Any, output: Any) -> Score:
    """1 where the customer is greeted by the first name of the ticket, or by none where it states none."""
    text = main_text(output)
    if text is None or text.greeted is None:
        return NOT_ASKED
    return Score(float(text.greeted), "" if text.greeted else "greets without the name of the ticket, or with another")


def made_by_told(_expect: Any, output: Any) -> Score:
    """1 where every text says who made it: a chat model only where one was asked, and no model only where none was.

    Where a model was asked in vain, the text says that it was put together without it.
    """
    found = texts(output)
    if not found:
        return NOT_ASKED
    wrong = [text.kind for text in found if not _honest(text)]
    return Score(float(not wrong), f"made by another than it says: {', '.join(wrong)}" if wrong else "")


def _honest(text: TextKept) -> bool:
    if text.made_by != OURS:
        return text.calls > 0
    return text.calls == 0 or FELL_BACK in text.notes


def _frames(text: TextKept) -> Sequence[str]:
    return [evidence.source for one in text.sentences for evidence in one.evidence if evidence.kind == "frame"]


def _reads(text: TextKept, tone: str) -> bool:
    """Whether words that no frame gave read like the tone."""
    own = [words for one in text.sentences if (words := own_words(one))]
    whole = " ".join(own)
    if tone == "brief":
        return sum(len(one.split()) for one in own) <= _BRIEF_WORDS * len(own)
    return bool(_SIGNS[tone].search(whole)) and not (tone == "formal" and _CONTRACTED.search(whole))


def _words(sentence: SentenceKept) -> str:
    """The writer's own words; a sentence whose every word is quoted has none."""
    return PLACEHOLDER.sub(" ", own_words(sentence)).strip(" .,:;“”„«»\"'")


SCORERS: tuple[Scorer, ...] = (
    Scorer("tone_fits", "share of the texts in the tone asked for", _WRITE, tone_fits),
    Scorer("length_fits", "how near the texts are to the length asked for", _WRITE, length_fits),
    Scorer("language_right", "share of the own words in the language asked for", TASKS, language_right),
    Scorer("greeting", "share of the texts that greet by the name of the ticket", TASKS, greeting),
    Scorer("made_by_told", "share of the cases whose texts say who made them", TASKS, made_by_told),
)
