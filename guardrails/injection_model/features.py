"""What the model sees of a window: its words and letters, hashed, and what makes it out of place in its text."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from guardrails.injection_model.address import RELATIONS, relations
from guardrails.injection_model.units import MAX_RUN, Unit, units, windows, worth_judging
from guardrails.rules import read_rules

WORD_BITS = 17
CHAR_BITS = 16
MAX_TOKENS = 200
CLASSES = (
    "model", "answer", "you", "self", "compose", "alter", "act", "reply", "drop", "rules", "secret", "money",
    "trouble", "polite", "authority", "site", "spelling", "lore", "duty",
)  # fmt: skip
_ORDERS = ("compose", "alter", "act", "reply", "drop")
_EXTRA = (
    *(f"begins_{name}" for name in _ORDERS),
    "question", "link", "placeholder", "markup", "quoted", "symbols", "capitals",
    "whole", "buried", "first", "last", "own_line", "strange", "strange_buried", "long", "run_2", "run_3",
    "compose_buried", "compose_edge", "compose_whole", "alter_buried", "act_buried", "act_edge", "answer_altered",
    "answer_you", "model_ordered", "model_you", "drop_rules", "question_astray", "ordered_no_self", "plain_edge",
    "secret_reply", "whole_rules", "trouble_self", "authority_ordered", "site_answer", "spelling_ordered",
    "lore_astray", "lore_trouble", "drop_self", "lore_whole",
    "spelling_whole", "alter_whole", "model_whole", "third_person",
    "addressed", "addressed_buried", "addressed_no_self", "addressed_ordered", "addressed_question",
    "writing_no_self", "writing_buried", "quiet_addressed", "always_addressed", "reported",
)  # fmt: skip
NAMES = CLASSES + RELATIONS + _EXTRA
"""Names of the features that are not hashed."""

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Columns = dict[str, npt.NDArray[Any]]

_LINK = re.compile(r"https?://\S{1,300}|www\.\S{1,200}|<(?:URL|LINK)(?:_\d+)?>", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,63}){1,4}|<EMAIL(?:_\d+)?>|\[e-?mail\]", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"<[A-Z][A-Z_]{2,20}?(?:_\d+)?>")
_MARKUP = re.compile(
    r"<\|[a-z_]+\|>|\[/?INST\]|<</?SYS>>|<(?:system|sys|information|info|important|instructions?|admin|prompt|user)\b"
    r"|^\W{0,4}(?:system|developer|admin|assistant)\b[^\w\n]{0,3}[:\]>]|^#{2,4} \w|\"role\"\s?:|^(?:=|-){3,}",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|0+|[<>\[\]{}|#!?:\"“”`=*/]")
_DIGITS = re.compile(r"\d+")
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ]")
_LETTERS = re.compile(r"[^\W\d_]")
_SKIPPED = frozenset('please kindly and then now also so first just " “ * > - # : then, instead instead, bitte'.split())
_GOLDEN, _SILVER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as the model sees it. Hashed features are given by unit, the others by window."""

    units: list[Unit]
    kept: list[int]
    windows: list[tuple[int, int]]
    words: Ints
    word_unit: Ints
    chars: Ints
    char_unit: Ints
    hand: Floats

    def span(self, window: int) -> tuple[int, int]:
        first, last = self.windows[window]
        return self.units[self.kept[first]].start, self.units[self.kept[last]].end


@dataclass(frozen=True, slots=True)
class _UnitFacts:
    tokens: list[str]
    classes: int
    begins: int
    marks: tuple[float, ...]
    relations: tuple[bool, ...]


def see(text: str) -> Seen:
    """Units, windows and features of a text; nothing in them when it holds no words."""
    found = units(text)
    kept = worth_judging(text, found)
    runs = windows(found, kept)
    pieces = [text[found[n].start : found[n].end] for n in kept]
    folded = [fold(piece) for piece in pieces]
    facts = [_facts(piece, one) for piece, one in zip(pieces, folded, strict=True)]
    words, word_unit = _word_grams([fact.tokens for fact in facts])
    chars, char_unit = _char_grams(folded)
    hand = _hand(text, found, kept, runs, facts)
    return Seen(found, kept, runs, words, word_unit, chars, char_unit, hand)


def fold(text: str) -> str:
    """Lower case, one form for look-alike letters, addresses and links as one word each."""
    text = unicodedata.normalize("NFKC", text) if not text.isascii() else text
    text = _MAIL.sub(" xmail ", _LINK.sub(" xlink ", text))
    return _DIGITS.sub("0", _PLACEHOLDER.sub(" xname ", text).lower()).replace("’", "'")


@cache
def _classes() -> dict[str, int]:
    """The classes of each listed word, as bits in the order of `CLASSES`."""
    by_word: dict[str, int] = {}
    for name, listed in read_rules("injection_words.yaml").items():
        for word in listed.split():
            by_word[word] = by_word.get(word, 0) | 1 << CLASSES.index(name)
    return by_word


def _facts(piece: str, folded: str) -> _UnitFacts:
    tokens = _TOKEN.findall(folded)[:MAX_TOKENS]
    known = _classes()
    classes = 0
    for token in tokens:
        classes |= known.get(token, 0)
    head = next((token for token in tokens[:6] if token not in _SKIPPED), "")
    begins = next((n for n, name in enumerate(_ORDERS) if known.get(head, 0) >> CLASSES.index(name) & 1), -1)
    letters = len(_LETTERS.findall(piece)) or 1
    marks = (
        piece.rstrip("\"' )*").endswith("?"),
        "xlink" in folded or "xmail" in folded,
        "xname" in folded,
        _MARKUP.search(piece) is not None,
        piece.count('"') + piece.count("'") + piece.count("“") >= 2,
        1 - letters / max(len(piece), 1),
        len(_CAPITALS.findall(piece)) / letters,
    )
    return _UnitFacts(tokens, classes, begins, marks, relations(folded))


@lru_cache(maxsize=20_000)
def _hash(token: str) -> int:
    return crc32(token.encode("utf-8", "replace"))


def _word_grams(units_tokens: list[list[str]]) -> tuple[Ints, Ints]:
    """Hashes of single words, pairs, triples and pairs with a gap; a unit's edges count as words."""
    flat: list[int] = []
    owner: list[int] = []
    for number, tokens in enumerate(units_tokens):
        hashed = [1, *map(_hash, tokens), 2]
        flat += hashed
        owner += [number] * len(hashed)
    one = np.array(flat, dtype=np.uint64)
    unit = np.array(owner, dtype=np.int64)
    grams, owners = [], []
    for step, salt in (((0,), 1), ((0, 1), 2), ((0, 1, 2), 3), ((0, 2), 4)):
        size = len(one) - step[-1]
        if size <= 0:
            continue
        value = np.full(size, salt, dtype=np.uint64)
        for offset in step:
            value = (value ^ one[offset : offset + size]) * _GOLDEN
            value ^= value >> np.uint64(29)
        inside = unit[:size] == unit[step[-1] : step[-1] + size]
        grams.append(value[inside] >> np.uint64(64 - WORD_BITS))
        owners.append(unit[:size][inside])
    return _joined(grams), _joined(owners)


def _char_grams(pieces: list[str]) -> tuple[Ints, Ints]:
    """Hashes of all runs of four and of five letters inside a unit."""
    folded = [f" {' '.join(piece.split())} " for piece in pieces]
    text = "".join(folded)
    points = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    unit = np.repeat(np.arange(len(folded), dtype=np.int64), [len(one) for one in folded])
    grams, owners = [], []
    for size in (4, 5):
        count = len(points) - size + 1
        if count <= 0:
            continue
        value = np.full(count, size, dtype=np.uint64)
        for offset in range(size):
            value = (value ^ points[offset : offset + count]) * _SILVER
            value ^= value >> np.uint64(31)
        inside = unit[:count] == unit[size - 1 : size - 1 + count]
        grams.append(value[inside] >> np.uint64(64 - CHAR_BITS))
        owners.append(unit[:count][inside])
    return _joined(grams), _joined(owners)


def _joined(arrays: list[npt.NDArray[np.uint64]] | list[Ints]) -> Ints:
    return np.concatenate(arrays).astype(np.int64) if arrays else np.zeros(0, dtype=np.int64)


def _strangeness(facts: list[_UnitFacts]) -> list[tuple[float, float]]:
    """For each unit: how many content words it has, and how many of these stand nowhere else in the text."""
    stems = [{token[:5] for token in fact.tokens if len(token) > 3} for fact in facts]
    counts: dict[str, int] = {}
    for unit in stems:
        for stem in unit:
            counts[stem] = counts.get(stem, 0) + 1
    return [(len(unit), sum(counts[stem] == 1 for stem in unit)) for unit in stems]


def _hand(
    text: str, found: list[Unit], kept: list[int], runs: list[tuple[int, int]], facts: list[_UnitFacts]
) -> Floats:
    """The named features of every window, worked out for all windows at once."""
    if not runs:
        return np.zeros((0, len(NAMES)), dtype=np.float32)
    first, last = np.array(runs).T
    columns = _columns(facts, first, last) | _places(text, found, kept, facts, first, last)
    _combine(columns)
    return np.stack([columns[name] for name in NAMES], axis=1).astype(np.float32)


def _columns(facts: list[_UnitFacts], first: Ints, last: Ints) -> Columns:
    """What a window's units say: a feature holds when it does for any of them."""
    held = np.array(
        [[*(bool(one.classes >> n & 1) for n in range(len(CLASSES))), *one.relations, *one.marks] for one in facts]
    )
    begins = np.array([fact.begins for fact in facts])
    marks = ("question", "link", "placeholder", "markup", "quoted", "symbols", "capitals")
    values = np.concatenate([held, begins[:, None] == np.arange(len(_ORDERS))], axis=1).astype(np.float32)
    window = values[first]
    for step in range(1, MAX_RUN):
        window = np.maximum(window, values[np.minimum(first + step, last)])
    names = (*CLASSES, *RELATIONS, *marks, *(f"begins_{name}" for name in _ORDERS))
    return {name: window[:, n] for n, name in enumerate(names)}


def _places(text: str, found: list[Unit], kept: list[int], facts: list[_UnitFacts], first: Ints, last: Ints) -> Columns:
    """Where a window stands in its text, and how little it has to do with the rest."""
    numbers = np.array(kept)
    bounds = np.array([(unit.start, unit.end, unit.line) for unit in found])
    at, to = numbers[first], numbers[last]
    share = (bounds[to, 1] - bounds[at, 0]) / max(len(text.strip()), 1)
    buried = share < 0.5
    lines = np.concatenate([[-1], bounds[:, 2], [-1]])
    content, alone = np.concatenate([[(0, 0)], np.cumsum(_strangeness(facts), axis=0)]).T
    words = content[last + 1] - content[first]
    strange = (alone[last + 1] - alone[first]) / np.maximum(words, 1)
    length = np.concatenate([[0], np.cumsum([len(fact.tokens) for fact in facts])])
    return {
        "whole": share > 0.9,
        "buried": buried,
        "first": (at == 0) & buried,
        "last": (to == len(found) - 1) & buried,
        "own_line": (lines[at] != bounds[at, 2]) & (lines[to + 2] != bounds[to, 2]) & buried,
        "strange": strange,
        "strange_buried": strange * buried,
        "long": np.minimum(length[last + 1] - length[first], 60) / 60,
        "run_2": last - first == 1,
        "run_3": last - first == 2,
    }


def _combine(c: Columns) -> None:
    """Features that mean something only together."""
    flags = {name: values > 0 for name, values in c.items()}
    no_self = ~(flags["self"] | flags["trouble"] | flags["polite"])
    edge = flags["first"] | flags["last"]
    astray = c["strange"] > 0.55
    ordered = np.logical_or.reduce([flags[f"begins_{name}"] for name in _ORDERS])
    c["compose_buried"] = flags["begins_compose"] & flags["buried"] & astray
    c["compose_edge"] = flags["begins_compose"] & edge & astray & no_self
    c["compose_whole"] = flags["begins_compose"] & flags["whole"]
    c["alter_buried"] = flags["begins_alter"] & flags["buried"] & flags["answer"]
    c["act_buried"] = flags["begins_act"] & flags["buried"] & no_self
    c["act_edge"] = flags["begins_act"] & edge & no_self
    c["answer_altered"] = flags["begins_alter"] & flags["answer"]
    c["answer_you"] = flags["answer"] & flags["you"] & no_self
    c["model_ordered"] = flags["model"] & ordered
    c["model_you"] = flags["model"] & flags["you"]
    c["drop_rules"] = flags["drop"] & flags["rules"]
    c["question_astray"] = flags["question"] & edge & no_self & astray
    c["ordered_no_self"] = ordered & no_self
    c["plain_edge"] = edge & no_self & astray & flags["own_line"]
    c["secret_reply"] = flags["secret"] & flags["begins_reply"]
    c["whole_rules"] = flags["whole"] & flags["rules"]
    c["trouble_self"] = flags["trouble"] & flags["self"]
    c["authority_ordered"] = flags["authority"] & ordered
    c["site_answer"] = flags["site"] & flags["answer"]
    c["spelling_ordered"] = flags["spelling"] & (ordered | flags["answer"]) & no_self
    c["lore_astray"] = flags["lore"] & flags["buried"] & no_self & (ordered | flags["question"])
    c["lore_trouble"] = flags["lore"] & ~no_self
    for name in ("lore", "spelling", "model"):
        c[f"{name}_whole"] = flags[name] & flags["whole"]
    c["alter_whole"] = (flags["begins_alter"] | flags["begins_act"]) & flags["whole"]
    c["third_person"] = flags["model"] & flags["duty"]
    c["drop_self"] = flags["drop"] & flags["self"]
    addressed = np.logical_or.reduce([flags[name] for name in ("spoken_to", "spoken_of", "held_to", "if_reader")])
    c["addressed"] = addressed
    c["addressed_buried"] = addressed & flags["buried"]
    c["addressed_no_self"] = addressed & no_self
    c["addressed_ordered"] = addressed & (ordered | flags["begins_reply"] | flags["for_always"])
    c["addressed_question"] = addressed & flags["question"]
    c["writing_no_self"] = flags["when_writing"] & no_self
    c["writing_buried"] = flags["when_writing"] & flags["buried"]
    c["quiet_addressed"] = flags["kept_quiet"] & (addressed | flags["answer"])
    c["always_addressed"] = flags["for_always"] & (addressed | flags["answer"])
    c["reported"] = flags["quoted"] & (addressed | flags["other_task"])
