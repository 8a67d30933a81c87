"""The messages that a model gets: rules, task and evidence; what to repair; parts of a long thread to condense."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from assistant.steering.steering import Length, Steering, Tone
from assistant.texts.kinds import Reader, TextSpec
from assistant.texts.order import Order
from assistant.writers.model.answer import model_sections
from assistant.writers.model.catalog import Catalog
from assistant.writers.model.items import line
from prompts.prompt import Prompts

_READERS: Mapping[Reader, str] = MappingProxyType(
    {
        "agent": "a support agent or an engineer of the house",
        "customer": "the customer, who may read nothing that is internal",
    }
)
_TONES: Mapping[Tone, str] = MappingProxyType(
    {
        "neutral": "neutral and courteous",
        "warm": "warm, as to somebody one knows, without flattery",
        "formal": "formal",
        "brief": "brief, nothing but what is needed",
    }
)
_LENGTHS: Mapping[Length, str] = MappingProxyType(
    {
        "short": "as short as it can be without losing a step",
        "normal": "as long as it takes, no longer",
        "long": "thorough, with every detail that the evidence holds",
    }
)
_LANGUAGES = MappingProxyType({"en": "English", "de": "German", "fr": "French", "es": "Spanish"})
_MAX_TYPED = 2000
"""Characters of what the agent typed that are passed on."""
_MAX_MISTAKES = 12


def messages(order: Order, catalog: Catalog, prompts: Prompts) -> list[BaseMessage]:
    """What asks a model for the text that is ordered, with `catalog` as all that it may rest on."""
    task = prompts[order.kind].filled(
        sections=_sections(order.spec), asked=_asked(order, prompts), evidence=catalog.render()
    )
    return [_rules(order, catalog, prompts), HumanMessage(task)]


def repair_message(mistakes: Sequence[str], prompts: Prompts) -> BaseMessage:
    """What asks for the entries with these mistakes once more; each mistake quotes its entry."""
    told = list(dict.fromkeys(line(mistake) for mistake in mistakes))
    listed = [f"- {mistake}" for mistake in told[:_MAX_MISTAKES]]
    return HumanMessage(prompts["repair"].filled(mistakes="\n".join(listed)))


def condense_messages(part: Catalog, number: int, of: int, order: Order, prompts: Prompts) -> list[BaseMessage]:
    """What asks for the notes of one part of a long thread, the `number`th `of` all."""
    task = prompts["condense"].filled(
        about=order.spec.title.lower(),
        number=str(number),
        of=str(of),
        evidence=part.render(),
    )
    return [_rules(order, part, prompts), HumanMessage(task)]


def used(order: Order, *, condensed: bool = False, repaired: bool = False) -> tuple[str, ...]:
    """The names of the prompts that a text was made with, for its record."""
    more = {"refine": bool(order.steering.turns), "condense": condensed, "repair": repaired}
    return ("rules", order.kind, *(name for name, was in more.items() if was))


def _rules(order: Order, catalog: Catalog, prompts: Prompts) -> BaseMessage:
    steering = order.steering
    return SystemMessage(
        prompts["rules"].filled(
            reader=_READERS[order.spec.reader],
            language=_LANGUAGES.get(order.language, f"the one with the ISO 639-1 code {order.language!r}"),
            tone=_TONES[steering.tone],
            length=_LENGTHS[steering.length],
            nonce=catalog.nonce,
        )
    )


def _sections(spec: TextSpec) -> str:
    return "\n".join(
        f"- {s.name}: {s.about}; at most {s.limit} {'entry' if s.limit == 1 else 'entries'}"
        for s in model_sections(spec)
    )


def _asked(order: Order, prompts: Prompts) -> str:
    """What the agent typed: it steers, and is no evidence."""
    steering: Steering = order.steering
    parts = []
    if steering.instruction:
        parts.append(f"The agent asks: {line(steering.instruction)[:_MAX_TYPED]}")
    if steering.turns:
        turns = [f"{n}. {line(turn)[:_MAX_TYPED]}" for n, turn in enumerate(steering.turns, start=1)]
        parts.append(prompts["refine"].filled(turns="\n".join(turns)))
    return "\n\n".join(parts) or "The agent has asked for nothing in particular."
