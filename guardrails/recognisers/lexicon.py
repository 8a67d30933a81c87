"""Which words are names, which are everyday or technical words, and which can be either."""

from collections.abc import Iterable
from dataclasses import dataclass

from guardrails.people import fold
from guardrails.rules import read_rules

_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("es", ""), ("es", "e"), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"),
    ("ly", ""), ("er", ""), ("er", "e"), ("able", ""), ("able", "e"), ("ation", "e"), ("ness", ""), ("un", ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Folded word lists. `common` holds the base forms of English words that are no names.

    `everyday` are the words of other languages that help desks use.
    """

    given: frozenset[str]
    family: frozenset[str]
    ambiguous: frozenset[str]
    roles: frozenset[str]
    technical: frozenset[str]
    products: frozenset[str]
    function: frozenset[str]
    common: frozenset[str]
    everyday: frozenset[str] = frozenset()

    def is_given(self, word: str) -> bool:
        """Whether people are called so."""
        return fold(word) in self.given

    def is_name(self, word: str) -> bool:
        """Whether it is a known given or family name."""
        return (folded := fold(word)) in self.given or folded in self.family

    def is_clear_name(self, word: str) -> bool:
        """Whether it is a known name and hardly anything else."""
        return self.is_name(word) and (folded := fold(word)) not in self.ambiguous and folded not in self.technical

    def is_never(self, word: str) -> bool:
        """Whether it is a word for a role, a product, a month: no name wherever it stands."""
        folded = fold(word)
        return folded in self.roles or (folded in self.technical and folded not in self.given)

    def is_function(self, word: str) -> bool:
        """Whether it is a word that can never be part of a name, in any of the languages."""
        folded = fold(word)
        return folded in self.function or self.is_never(word)

    def is_everyday(self, word: str) -> bool:
        """Whether it is an everyday word of another language than English, and nobody's name."""
        return (folded := fold(word)) in self.everyday and folded not in self.given and folded not in self.family

    def is_product_noun(self, word: str) -> bool:
        """Whether products are named so: a given name before it is a product's (Victoria Metrics)."""
        return fold(word) in self.products

    def is_ordinary(self, word: str) -> bool:
        """Whether it is an everyday or technical word in one of its forms, and no clear name."""
        folded = fold(word)
        if "-" in folded:
            return folded in self.common or all(map(self.is_ordinary, filter(None, folded.split("-"))))
        if folded in self.roles or folded in self.technical:
            return True
        if folded in self.given or folded in self.family:
            return folded in self.ambiguous
        return (
            folded in self.common
            or any(folded.endswith(end) and self._is_base(folded[: -len(end)] + base) for end, base in _ENDINGS)
            or _undoubled(folded) in self.common
        )

    def _is_base(self, word: str) -> bool:
        """Whether it is an everyday word that other words are made of; Annas is no plural of a coin."""
        return word in self.common and (word not in self.given or word in self.ambiguous)


def _undoubled(word: str) -> str:
    """running -> run, mapped -> map."""
    for end in ("ing", "ed", "er"):
        stem = word.removesuffix(end)
        if stem != word and len(stem) > 2 and stem[-1] == stem[-2]:
            return stem[:-1]
    return word


def load_lexicon(*, common: Iterable[str], house_terms: Iterable[str] = ()) -> Lexicon:
    """The package's lists, with `common` English words from the language model and the house's own words."""
    names, technical = read_rules("names.yaml"), read_rules("technical.yaml")
    everyday = frozenset[str]().union(*map(_folded, technical["everyday"].values()))
    house = {word for term in house_terms for word in fold(term).split()}
    return Lexicon(
        given=_folded(names["given"]),
        family=_folded(names["family"]),
        ambiguous=_folded(names["ambiguous"]) | house,
        roles=_folded(names["roles"]) | _folded(names["months"]),
        technical=_folded(technical["words"]) | house,
        products=_folded(technical["product_nouns"]),
        function=_folded(technical["foreign"]),
        common=frozenset(common) | _folded(technical["foreign"]) | everyday,
        everyday=everyday,
    )


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(words).split())
