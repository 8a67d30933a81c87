"""The clarifying question that stands instead of a guess: exactly what is missing, and nothing that is there."""

from collections.abc import Mapping, Sequence

from assistant.evidence import from_statement, sentence
from assistant.records import Passage, Sentence
from assistant.statements import Statement
from assistant.texts.order import Order
from assistant.writers.extractive.cues import says
from assistant.writers.extractive.voice import Voice
from assistant.writers.extractive.wants import Held, any_trouble, lacking, named, tells, trouble
from assistant.writers.extractive.wording import LEANS
from assistant.writers.material import Material, Quotable

MAX_ITEMS = 4
"""Of one question: who is asked for more sends nothing."""
NEAR = 0.5
"""Cosine from which an article that does not answer is about the same thing, so that its list of what to send fits."""
_VAGUE = ("area", "picture", "outcome", "wording", "time")
_TOLD_BY_OUTCOME = ("steps", "shown")


def write_question(
    order: Order, material: Material, voice: Voice, *, room: int = MAX_ITEMS
) -> Mapping[str, Sequence[Sentence]]:
    """What to ask for this verdict, at most `room` things; nothing where there is nothing to ask."""
    kind = order.verdict.kind
    if kind == "contradiction":
        return {"question": [voice.frame("ask_contradiction", "question")]}
    if kind not in ("needs_customer_info", "knowledge_gap"):
        return {"question": []}
    held = Held(material)
    if kind == "knowledge_gap" and not _in_trouble(held):
        return {"question": [voice.frame(name, "question") for name in _about_a_wish(held)]}
    names = _about_nothing(held) if kind == "needs_customer_info" else _about_trouble(held)
    listed = _listed(order.sources, material, held) if kind == "knowledge_gap" else []
    items = _items(names, listed, voice)
    return {"question": [voice.frame("ask_intro", "closing"), *items[:room]] if items else []}


def requests(quotable: Quotable, held: Held) -> list[Statement]:
    """What an article asks a customer to send and the ticket does not hold yet, in its order."""
    asked = [s for s in quotable.statements if s.asks and s.kind != "sentence" and not LEANS.search(s.text)]
    return [s for s in asked if held.concerns(s.text) and not held.answers(s.text)]


def _in_trouble(held: Held) -> bool:
    """Something is said to be wrong, at least as often as something is asked for that is no help with it."""
    texts = [held.subject, *(text.rstrip() for text in held.said)]
    wishes = {text for text in texts if (tells("wish", text) or text.endswith("?")) and not tells("help", text)}
    wrong = [text for text in texts if text not in wishes and says("fails", text)]
    return bool(wrong) and len(wrong) >= len(wishes)


def _about_a_wish(held: Held) -> list[str]:
    """What a colleague needs who says whether it can be had: the purpose and the date, or one of them."""
    purpose, date = tells("purpose", held.words), tells("deadline", held.words)
    if purpose and date:
        return []
    return ["ask_deadline" if purpose else "ask_purpose" if date else "ask_gap"]


def _about_nothing(held: Held) -> list[str]:
    """What to ask where the ticket does not say what is wrong: the part, unless a word tells it, then what happened."""
    kind = [name for name in trouble(held, at_least=2) if name not in _TOLD_BY_OUTCOME]
    names = [name for name in _VAGUE if not (name == "area" and kind)]
    if not tells("picture", held.thread):
        names.remove("picture")
    return lacking([*names, *(name for name in kind if name not in names)], held)


def _about_trouble(held: Held) -> list[str]:
    return lacking(trouble(held) or any_trouble(), held)


def _listed(sources: Sequence[Passage], material: Material, held: Held) -> list[Statement]:
    """The requests of the best article, where it is near enough to be about the same thing."""
    if not sources or sources[0].dense < NEAR:
        return []
    return requests(material.quotable(sources[0].chunk.document_id), held)


def _items(names: Sequence[str], listed: Sequence[Statement], voice: Voice) -> list[Sentence]:
    """A line for each thing, in the words of the article where it asks for it, then what the article asks besides."""
    left, items = list(listed), []
    for name in names:
        theirs = next((one for one in left if name in named(one.text)), None)
        if theirs is not None:
            left.remove(theirs)
        items.append(_quoted(theirs) if theirs is not None else voice.frame(f"missing_{name}", "question"))
    return [*items, *(_quoted(one) for one in left)]


def _quoted(request: Statement) -> Sentence:
    return sentence(request.text, "question", from_statement(request))
