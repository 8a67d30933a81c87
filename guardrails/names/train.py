"""Trains the name tagger on made-up text, measures it on templates and countries that it has not seen, and saves it."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from guardrails.names.features import row
from guardrails.names.generate import Generator, LoremMaker, Sample
from guardrails.names.network import Network, Words
from guardrails.names.pools import Locale, draw, house_pool, locales
from guardrails.names.tagger import GLUED, KINDS, LABELS, Span, Tagger, unpacked, word_rows
from guardrails.names.templates import load_templates
from guardrails.names.tokens import Token, tokens
from guardrails.recognisers.lexicon import Lexicon

MODEL_FILE: Final = "names-model.npz"
CARD_FILE: Final = "names-model.json"
_LONGEST: Final = 160
"""Tokens of one training text; what goes beyond is cut off."""
_BATCH_TOKENS: Final = 4000
_RATE: Final = 0.004
_LISTS: Final = [row(f"l:{name}") for name in ("given", "name", "clear", "ordinary", "never", "function", "product")]
_FORGOTTEN: Final = 0.3
_BARE: Final = 3
"""Words with so few rows, which are signs and numbers, are never forgotten."""
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How much text, how often, from which seed."""

    texts: int = 90_000
    passes: int = 3
    validation_texts: int = 4_000
    pool_size: int = 250
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Example:
    """A text as numbers: which words, which of them are glued to the one before, and their labels."""

    words: list[int]
    glued: list[bool]
    labels: list[int]


@dataclass(frozen=True, slots=True)
class Rows:
    """The table rows of a word, how much each counts, and which of them come from a list."""

    places: npt.NDArray[np.int64]
    amounts: npt.NDArray[np.float32]
    by_list: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, word: str, lexicon: Lexicon) -> "Rows":
        """The rows of one word."""
        rows = list(word_rows(word, lexicon))
        places = np.array([place for place, _ in rows])
        return cls(places, np.array([amount for _, amount in rows], dtype=np.float32), np.isin(places, _LISTS))


class Vocabulary:
    """Numbers the words of the training text, and knows the table rows of each."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._numbers: dict[str, int] = {}
        self.rows: list[Rows] = []

    def number(self, word: str) -> int:
        """The word's number, given out at the first time."""
        if word not in self._numbers:
            self._numbers[word] = len(self.rows)
            self.rows.append(Rows.of(word, self._lexicon))
        return self._numbers[word]

    def example(self, sample: Sample) -> Example:
        """The sample as numbers."""
        every = list(tokens(sample.text))[:_LONGEST]
        return Example(
            [self.number(token.text) for token in every],
            [token.glued for token in every],
            labels(every, sample.spans),
        )


def labels(every: Sequence[Token], spans: Sequence[tuple[int, int, str]]) -> list[int]:
    """The label of each token: outside, the first of a span, or inside one."""
    result = [0] * len(every)
    for start, end, kind in spans:
        first = LABELS.index(f"B-{kind}")
        inside = [at for at, token in enumerate(every) if start <= token.start and token.end <= end]
        for at in inside:
            result[at] = first if at == inside[0] else first + 1
    return result


def train(
    lexicon: Lexicon, recipe: Recipe, *, out: Path, validate: bool = True, report: Report = lambda _: None
) -> dict[str, Any]:
    """Train on everything and save model and card into the folder `out`; returns the card.

    With `validate` another model is trained first, without the templates and countries that are held out, and
    measured on these: the card tells its figures.
    """
    torch.set_num_threads(1)
    figures: dict[str, Any] = {}
    if validate:
        model = fit(lexicon, recipe, held_out=False, report=report)
        figures = measured(
            tagger_of(model, lexicon), generator(lexicon, recipe, held_out=True), recipe.validation_texts
        )
        report(f"on what is held out: {json.dumps(figures)}")
    data = packed(fit(lexicon, recipe, held_out=None, report=report))
    card = _card(recipe, figures, data)
    out.mkdir(parents=True, exist_ok=True)
    (out / MODEL_FILE).write_bytes(data)
    (out / CARD_FILE).write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return card


def generator(lexicon: Lexicon, recipe: Recipe, *, held_out: bool | None) -> Generator:
    """Made-up text of the trained part, of the held-out part, or with None of both."""
    codes = locales(held_out=False) + locales(held_out=True) if held_out is None else locales(held_out=held_out)
    pools: list[Locale] = [draw(code, seed=recipe.seed, size=recipe.pool_size) for code in codes]
    if not held_out:
        pools.append(house_pool(lexicon, like=pools[codes.index("en_US")]))
    seed = recipe.seed + (1 if held_out else 0)
    return Generator(load_templates(held_out=held_out), pools, lexicon=lexicon, seed=seed, lorem=LoremMaker(seed))


def fit(lexicon: Lexicon, recipe: Recipe, *, held_out: bool | None, report: Report) -> Network:
    """A network trained on the recipe's texts."""
    vocabulary = Vocabulary(lexicon)
    examples = [
        vocabulary.example(made) for made in generator(lexicon, recipe, held_out=held_out).samples(recipe.texts)
    ]
    report(f"{len(examples)} texts, {len(vocabulary.rows)} different words")
    torch.manual_seed(recipe.seed)
    model, rng = Network(), Random(recipe.seed)  # noqa: S311  made-up text, nothing secret
    dice = np.random.default_rng(recipe.seed)
    optimiser = torch.optim.Adam(model.parameters(), lr=_RATE)
    plan = [batch for _ in range(recipe.passes) for batch in batches(examples, rng)]
    rates = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=_RATE, total_steps=len(plan) + 1, pct_start=0.1)
    model.train()
    for step, batch in enumerate(plan):
        loss = _loss(model, vocabulary, batch, dice)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch has no types for it
        optimiser.step()
        rates.step()
        if step % 200 == 0:
            report(f"step {step} of {len(plan)}, loss {loss.item():.4f}")
    return model.eval()


def batches(examples: Sequence[Example], rng: Random) -> Iterator[list[Example]]:
    """Examples of about the same length together, the batches in random order."""
    order = sorted(range(len(examples)), key=lambda at: (len(examples[at].words), rng.random()))
    found: list[list[Example]] = [[]]
    for at in order:
        if found[-1] and (len(found[-1]) + 1) * len(examples[at].words) > _BATCH_TOKENS:
            found.append([])
        if examples[at].words:
            found[-1].append(examples[at])
    rng.shuffle(found)
    return iter(found)


def _loss(model: Network, vocabulary: Vocabulary, batch: Sequence[Example], dice: np.random.Generator) -> Tensor:
    numbers = sorted({word for example in batch for word in example.words})
    place = {number: at for at, number in enumerate(numbers)}
    size = max(len(example.words) for example in batch)
    places = np.full((len(batch), size), -1)
    glued, wanted = np.zeros((len(batch), size), dtype=np.float32), np.full((len(batch), size), -100)
    for at, example in enumerate(batch):
        length = len(example.words)
        places[at, :length] = [place[word] for word in example.words]
        glued[at, :length] = example.glued
        wanted[at, :length] = example.labels
    words = gathered([vocabulary.rows[number] for number in numbers], dice)
    scores = model(words, torch.from_numpy(places), torch.from_numpy(glued), GLUED)
    return functional.cross_entropy(scores.flatten(0, 1), torch.from_numpy(wanted).flatten(), ignore_index=-100)


def gathered(words: Sequence[Rows], dice: np.random.Generator) -> Words:
    """The rows of many words, one after another.

    At times a word is without itself and without the lists that hold it, so that the network leans on neither alone.
    """
    sizes = np.array([len(rows.places) for rows in words])
    offsets = np.cumsum(sizes) - sizes
    amounts = np.concatenate([rows.amounts for rows in words])
    by_list = np.concatenate([rows.by_list for rows in words])
    amounts[offsets[(dice.random(len(words)) < _FORGOTTEN) & (sizes > _BARE)]] = 0
    amounts[by_list & np.repeat(dice.random(len(words)) < _FORGOTTEN, sizes)] = 0
    places = np.concatenate([rows.places for rows in words])
    return Words(torch.from_numpy(places), torch.from_numpy(amounts), torch.from_numpy(offsets))


def packed(model: Network) -> bytes:
    """The model's file; the same numbers give the same bytes."""
    buffer = BytesIO()
    np.savez_compressed(buffer, **model.arrays())  # type: ignore[arg-type]  # numpy's keyword is a flag
    return buffer.getvalue()


def tagger_of(model: Network, lexicon: Lexicon) -> Tagger:
    """The trained network as it will be used."""
    with np.load(BytesIO(packed(model)), allow_pickle=False) as arrays:
        return Tagger(unpacked(arrays), lexicon)


def measured(tagger: Tagger, source: Generator, count: int) -> dict[str, Any]:
    """Characters found, right and wanted by kind, on `count` texts."""
    texts = list(source.samples(count))
    found = [tagger.tag(sample.text) for sample in texts]
    return {"texts": count} | {kind.lower(): _scored(kind, texts, found) for kind in KINDS}


def _scored(kind: str, texts: Sequence[Sample], found: Sequence[Sequence[Span]]) -> dict[str, float]:
    wanted = right = told = spans = 0
    for sample, hits in zip(texts, found, strict=True):
        must = {at for start, end, label in sample.spans if label == kind for at in range(start, end)}
        got = {at for hit in hits if hit.kind == kind and hit.score >= 0.5 for at in range(hit.start, hit.end)}
        spans += sum(label == kind for _, _, label in sample.spans)
        wanted, right, told = wanted + len(must), right + len(must & got), told + len(got)
    return {
        "spans": spans,
        "char_recall": round(right / max(1, wanted), 4),
        "char_precision": round(right / max(1, told), 4),
    }


def _card(recipe: Recipe, figures: dict[str, Any], data: bytes) -> dict[str, Any]:
    return {
        "model": MODEL_FILE,
        "sha256": sha256(data).hexdigest(),
        "bytes": len(data),
        "finds": list(KINDS),
        "made_by": "draftdesk guard train-names",
        "recipe": asdict(recipe),
        "data": "text made from the templates in name_templates.yaml and name_templates_world.yaml, filled with "
        "Faker's names and addresses of about 100 locales, with names of names.yaml, and with words grown from their "
        "halves; no real person and no real ticket",
        "held_out": "one template in ten and eleven locales, for the figures only; the model that is shipped was "
        "trained on all templates and locales by the same recipe",
        "figures_on_held_out": figures,
        "limits": [
            "made-up text: figures on real tickets are lower",
            "names that are everyday words are found by their surroundings only",
            "a hint for the recognisers, which refuse words that products and roles are called by",
        ],
    }
