"""What a summary is compared with: the first and last turns, the lead, and the turns nearest to the centroid."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, sqrt

from ingest.lexical import tokenize

MAX_WORDS = 40
"""Words of the lead and of the centroid's turns."""


def baselines(turns: Sequence[str]) -> Mapping[str, str]:
    """By name, the texts that no assistant is needed for."""
    return {
        "lead": lead(turns),
        "centroid": centroid(turns),
        "first_turn": turns[0],
        "first_and_last_turn": " ".join([turns[0], turns[-1]]),
        "whole_dialogue": " ".join(turns),
    }


def lead(turns: Sequence[str], max_words: int = MAX_WORDS) -> str:
    """The beginning, up to so many words.

    >>> lead(["It fails.", "Which version do you use?"], 4)
    'It fails. Which version'
    """
    return " ".join(" ".join(turns).split()[:max_words])


def centroid(turns: Sequence[str], max_words: int = MAX_WORDS) -> str:
    """The turns whose words are most like those of the whole dialogue, in their order, up to so many words."""
    bags = [Counter(tokenize(turn)) for turn in turns]
    spread = Counter(word for bag in bags for word in bag)
    weighted = [{word: n * (1 + log(len(bags) / spread[word])) for word, n in bag.items()} for bag in bags]
    middle: Counter[str] = Counter()
    for bag in weighted:
        middle.update(bag)
    ranked = sorted(range(len(turns)), key=lambda n: (-_cosine(weighted[n], middle), n))
    chosen: list[int] = []
    for n in ranked:
        chosen.append(n)
        if sum(len(turns[m].split()) for m in chosen) >= max_words:
            break
    return " ".join(" ".join(turns[n] for n in sorted(chosen)).split()[:max_words])


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    length = sqrt(sum(v * v for v in one.values())) * sqrt(sum(v * v for v in other.values()))
    return sum(value * other.get(word, 0.0) for word, value in one.items()) / length if length else 0.0
