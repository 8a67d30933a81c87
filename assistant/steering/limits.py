"""How much an agent may ask for: everything beyond it is refused with what may be."""

from collections.abc import Set

from assistant.errors import SteeringInvalid
from assistant.steering.steering import Steering

INSTRUCTION_CHARS = 500
FACTS = 10
FACT_CHARS = 500
TURNS = 20
TURN_CHARS = 200


def check_steering(steering: Steering, *, languages: Set[str] | None = None) -> None:
    """Raise `SteeringInvalid` for what cannot be followed.

    `languages` are those that can be written in; None where a chat model may be asked for any.
    """
    _chars("the instruction", steering.instruction, INSTRUCTION_CHARS)
    _count("facts", steering.facts, FACTS, FACT_CHARS)
    _count("turns", steering.turns, TURNS, TURN_CHARS)
    if not steering.language:
        return
    if languages is not None and steering.language not in languages:
        raise SteeringInvalid(
            f"cannot write in {steering.language!r}: without a chat model there are phrases for "
            f"{', '.join(sorted(languages))}"
        )
    if not (len(steering.language) == 2 and steering.language.isascii() and steering.language.islower()):
        raise SteeringInvalid(f"no language {steering.language!r}: expected a code of ISO 639-1, such as de")


def _chars(what: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise SteeringInvalid(f"{what} has {len(text)} characters, more than {limit}")


def _count(what: str, texts: tuple[str, ...], limit: int, chars: int) -> None:
    if len(texts) > limit:
        raise SteeringInvalid(f"there are {len(texts)} {what}, more than {limit}")
    for number, text in enumerate(texts, start=1):
        if not text.strip():
            raise SteeringInvalid(f"number {number} of the {what} is empty")
        _chars(f"number {number} of the {what}", text, chars)
