"""What a shorter text does without: what matters least to the ticket, and never a step out of a list."""

from collections.abc import Callable, Sequence

from assistant.records import Text
from assistant.steering.blocks import Key, Spot, is_lead, says, spots
from assistant.texts.kinds import SPECS

Weigh = Callable[[Sequence[str]], Sequence[float]]
"""How much each of these sentences has to do with the ticket."""

KEPT_SHARE = 0.67
"""Share of the words that can go which a shorter text keeps."""


def least(text: Text, weigh: Weigh) -> list[Key]:
    """The sentences to leave out; none when what is left cannot do without any."""
    loose = _of_a_reply(text) if text.kind == "reply" else _of_sections(text)
    if not loose:
        return []
    scores = weigh([spot.sentence.text for spot in loose])
    order = sorted(range(len(loose)), key=lambda n: (_rank(loose[n]), scores[n], -n))
    words = [len(spot.sentence.text.split()) for spot in loose]
    to_go = (1 - KEPT_SHARE) * sum(words)
    gone: list[Key] = []
    for n in order:
        if gone and to_go <= 0:
            break
        gone.append(loose[n].key)
        to_go -= words[n]
    return gone


def _rank(spot: Spot) -> int:
    """Quotes of the customer go first, then explanations, then questions."""
    return {"acknowledgement": 0, "question": 2}.get(spot.sentence.role, 1)


def _of_a_reply(text: Text) -> list[Spot]:
    """Quotes, explanations and questions, but for the first sentence of an answer that has no steps."""
    loose = [spot for spot in spots(text) if spot.sentence.role in ("acknowledgement", "answer", "question")]
    loose = [spot for spot in loose if not is_lead(spot)]
    core = [spot for spot in spots(text) if spot.section in SPECS[text.kind].core]
    if not any(spot.sentence.role == "step" for spot in core):
        first = next((spot for spot in core if spot.sentence.role in ("answer", "question", "statement")), None)
        loose = [spot for spot in loose if spot != first]
    asked = [spot for spot in loose if spot.sentence.role == "question"]
    # The last question would leave the line that leads to it alone.
    return [spot for spot in loose if spot not in asked[:1]]


def _of_sections(text: Text) -> list[Spot]:
    """Every section keeps the first sentence that says something."""
    loose = []
    for section in text.sections:
        inside = [Spot(section.name, sentence) for sentence in section.sentences]
        first = next((spot for spot in inside if says(spot)), inside[0] if inside else None)
        loose += [spot for spot in inside if spot != first and not is_lead(spot)]
    return [spot for spot in loose if spot.sentence.role not in ("step", "greeting", "closing")]
