"""Cuts a candidate down to the name in it, and refuses what cannot be one."""

import re

from guardrails.hits import Hit
from guardrails.people import PARTICLES, TITLES
from guardrails.recognisers.cues import CLOSING
from guardrails.recognisers.lexicon import Lexicon
from guardrails.recognisers.shape import UPPER

SURE, LIKELY = 0.92, 0.6
SPACES = re.compile(r"[\s\u00a0]+")
_PIECE = re.compile(r"[^\s,+\u00a0]+")
_CLOSING = re.compile(CLOSING, re.IGNORECASE)
_COMPANY = re.compile(
    r"(?<=\w)[ ,]{1,2}(?:Inc|LLC|PLC|Ltd|Limited|GmbH|AG|KG|KGaA|SE|SARL|SAS|B\.?V|N\.?V|AB|Oy|Oyj|ApS|Corp|"
    r"Corporation|Group|Holdings?|S\.A|S\.L|S\.p\.A|S\.r\.l|s\.r\.o|a\.s|Pty|Pvt|& Co|& Sons|Team)\b"
)
"""What makes a company's or a team's name of the words before it."""
_NUMBERED = re.compile(r"[-_#]\d")
"""An identifier goes on after its prefix."""
_CONTRACTED = re.compile(r"(?![DMN])[A-Z]['’][a-z]")
"""T'bird is short for something; people are called O'Brien and M'baye."""
_LAST_INITIAL = re.compile(rf"[ .][{UPPER}]\Z")
_SUFFIX = re.compile(r"(?:,?[ ](?:Jr|Sr)\b\.?|[ ](?:II|III|IV)\b)")
"""What tells a father from his son."""
_INNER_CAPITAL = re.compile(
    r"(?<!Mc)(?<!Mac)(?<!De)(?<!Di)(?<!Du)(?<!Le)(?<!La)(?<!Van)(?<!Fitz)(?<!Ó)(?<![\-'’.])"
    rf"(?<=[^\W\d_{UPPER}])[{UPPER}]|[{UPPER}]{{2}}[a-z]"
)


class Trimmer:
    """Knows the word lists of `lexicon`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def trimmed(self, text: str, start: int, end: int, *, score: float, cued: bool, spoken: bool = False) -> Hit | None:
        """The hit without the ordinary words at its ends; none when no name is left.

        `cued` tells that something around it speaks for a name, `spoken` that even an everyday word must be one.
        """
        spans = [(start + match.start(), start + match.end()) for match in _PIECE.finditer(text[start:end])]
        while spans and self._drops(text[slice(*spans[0])], alone=len(spans) == 1 and not spoken, cued=cued):
            spans.pop(0)
            spoken = False
        while spans and self._drops(text[slice(*spans[-1])], alone=len(spans) == 1 and not spoken, cued=cued):
            if cued and len(spans) > 2 and self._short_name(text[slice(*spans[-1])]):
                break
            spans.pop()
        while len(spans) > 1 and self._leads(text[slice(*spans[0])], text[slice(*spans[1])]):
            spans.pop(0)
        if not spans:
            return None
        begin = spans[0][0]
        finish = _without_ending(text, begin, spans[-1])
        if len(spans) > 1 and _LAST_INITIAL.search(text, begin, finish) and text.startswith(".", finish):
            finish += 1
        if suffix := _SUFFIX.match(text, finish):
            finish = suffix.end()
        found = text[begin:finish]
        if _NUMBERED.match(text, finish) or _COMPANY.search(text, max(begin, finish - 12), finish + 12):
            return None
        if _CLOSING.fullmatch(found) or any(map(str.isdigit, found)) or _INNER_CAPITAL.search(found):
            return None
        if not self._plausible(found, spoken=spoken):
            return None
        return Hit(begin, finish, "PERSON", score)

    def _leads(self, word: str, following: str) -> bool:
        """Whether a word is what a sentence begins with before a name: "Titulaire Ana Ruiz", "Contact Ana"."""
        if self._lexicon.is_everyday(word):
            return True
        return self._lexicon.is_ordinary(word) and not self._lexicon.is_name(word) and self._lexicon.is_given(following)

    def _short_name(self, word: str) -> bool:
        """Whether a third word of a name, an everyday one elsewhere, belongs to it: Nguyen Van An."""
        return word.istitle() and len(word) < 5 and not self._lexicon.is_never(word)

    def _plausible(self, found: str, *, spoken: bool) -> bool:
        """Whether the words together can be a name: not all of them everyday words, none of them a product's noun."""
        words = [word.strip(".'’") for word in SPACES.split(found)]
        if len(words) == 1 and _CONTRACTED.match(found):
            return False
        if max(map(len, words)) < 2 or (len(words) > 1 and any(map(self._lexicon.is_product_noun, words))):
            return False
        return spoken or not all(map(self._lexicon.is_ordinary, words)) or any(map(self._lexicon.is_name, words))

    def _drops(self, word: str, *, alone: bool, cued: bool) -> bool:
        """Whether a word at the end of a candidate is no part of the name."""
        bare = word.strip(".'’").removesuffix("'s").removesuffix("’s")
        if alone and _CLOSING.fullmatch(bare):
            return True
        if bare.casefold() in PARTICLES or bare.casefold() in TITLES or len(bare) < 2:
            return alone or bare.casefold() in TITLES or (bare in PARTICLES and not cued) or word in ("I", "A")
        if alone and bare.isupper() and len(bare) < 6 and not self._lexicon.is_name(bare):
            return True
        if self._lexicon.is_function(bare):
            return not (cued and self._lexicon.is_given(bare))
        if alone and self._lexicon.is_ordinary(bare):
            return not (cued and self._lexicon.is_name(bare))
        return False


def _without_ending(text: str, begin: int, last: tuple[int, int]) -> int:
    """Where the name ends without possessives and signs; the point of an initial stays."""
    finish = last[1]
    while (found := text[begin:finish]).endswith(("'s", "’s", ".", "'", "’", "-")):
        if found.endswith(".") and last[1] - last[0] == 2:
            break
        finish -= 2 if found.endswith(("'s", "’s")) else 1
    return finish
