"""Values that are known already are masked wherever they stand: in every message, in any case, spacing and grouping."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from guardrails.hits import Hit
from guardrails.inflection import forms
from guardrails.people import PARTICLES, TITLES, name_words, user_names
from guardrails.recognisers.lexicon import Lexicon
from guardrails.same_number import MAX_SIGNS, MIN_DIGITS, NUMBERS, is_number, spellings

MAX_WORDS = 64
"""Words of the longest value that is looked for; what is longer has a form of its own and is found by it."""
MAX_DECLINED = 2_000
"""People whose names are looked for in other cases and as user names too."""
MAX_UNSPACED = 200
"""Values in scripts without spaces, which are looked for within words."""

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_GAP = re.compile(r"\W{0,24}")
_NUMBER_GAP = re.compile(r"[ \u00a0\t]{0,3}[-./()]{0,3}[ \u00a0\t]{0,3}(?:\n[> \t]{0,8})?")
_LINE_BREAK = re.compile(r"[^\S\n]*\n[>\s]*")
_DASH = re.compile(r"[-\u2010-\u2013\u00ad]")
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n>*\-•\"(]\s{0,3})$")
_THE = re.compile(r"(?<!\w)[Tt]he[ ]$")
"""No one name of a person has an article; a product may (the Cassandra ring)."""
_NEXT_CAPITAL = re.compile(r"[ \u00a0]([^\W\d_a-z][^\W\d_]{2,30})")
_PREFIX = 4
_WHOLE, _PART = 0.95, 0.6
_MIN_VALUE = 3


@dataclass(frozen=True, slots=True)
class _Entry:
    """A value that ends at a node. `part`: a lone name, which must look like one; `loose`: in whatever case."""

    kind: str
    lead: str = ""
    tail: str = ""
    part: bool = False
    loose: bool = False
    declined: bool = False


@dataclass(slots=True)
class _Node:
    """What can follow: (gap, word) to the next node; and the value that ends here."""

    next: dict[tuple[str, str], "_Node"] = field(default_factory=dict)
    entry: _Entry | None = None


class KnownValues:
    """Finds values again. The time depends on the length of the text, not on how many values there are."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._roots: dict[str, _Node] = {}
        self._numbers: dict[str, str] = {}
        self._prefixes: set[str] = set()
        self._unspaced: dict[str, str] = {}
        self._seen: set[tuple[str, str]] = set()
        self._declined = 0

    def add(self, kind: str, value: str, *, any_case: bool = False) -> None:
        """Know a value; of a person's name also the parts, cases and user names that can stand alone."""
        if (kind, value) in self._seen:
            return
        self._seen.add((kind, value))
        if kind in NUMBERS and is_number(value):
            self._file_number(kind, value)
        if _UNSPACED.search(value) and len(value) > 1 and len(self._unspaced) < MAX_UNSPACED:
            self._unspaced[value] = kind
        loose = any_case or kind != "PERSON" or value.islower()
        self._file(kind, value, part=kind == "PERSON" and not _SPACE.search(value), loose=loose)
        if kind == "PERSON":
            self._add_name(value)

    def find(self, text: str) -> Iterator[Hit]:
        """Every place where a known value stands, as whole words."""
        for value, kind in self._unspaced.items() if not text.isascii() else ():
            yield from (Hit(match.start(), match.end(), kind, _WHOLE) for match in re.finditer(re.escape(value), text))
        if not self._roots and not self._numbers:
            return
        for word in _WORD.finditer(text):
            folded = word[0].casefold()
            if (node := self._roots.get(folded)) and (hit := self._longest(text, word, node)):
                yield hit
            if folded[:_PREFIX] in self._prefixes and (hit := self._number(text, word.start(), word.end(), folded)):
                yield hit

    def _add_name(self, name: str) -> None:
        """The parts of a name, and, while there are not too many, their cases and the user names made of them."""
        self._declined += 1
        for part in {piece for whole in _SPACE.split(name) for piece in (whole, *whole.split("-"))}:
            bare = part.strip(".,'’\"()")
            if len(bare) < 3 or not bare[0].isupper() or self._says_nothing(bare):
                continue
            if bare != name:
                self._file("PERSON", bare, part=True)
            if self._declined <= MAX_DECLINED:
                for form in forms(bare):
                    self._file("PERSON", form, part=True, declined=True)
        if self._declined <= MAX_DECLINED:
            for user_name in user_names(name_words(name)):
                if not self._lexicon.is_ordinary(user_name):
                    self._file("USERNAME", user_name, loose=True, declined=True)

    def _says_nothing(self, word: str) -> bool:
        """Whether a part of a name belongs to many: a particle, a title, a role."""
        return word.casefold() in PARTICLES | TITLES or self._lexicon.is_never(word)

    def _file(self, kind: str, value: str, *, part: bool = False, loose: bool = False, declined: bool = False) -> None:
        """Walk the value's words from the root, making nodes; what is there already stays unless it was a guess."""
        words = list(_WORD.finditer(value))
        if not words or len(words) > MAX_WORDS or (len(value) < _MIN_VALUE and not (part and value.istitle())):
            return
        node = self._roots.setdefault(words[0][0].casefold(), _Node())
        for before, word in pairwise(words):
            step = (_gap(value[before.end() : word.start()]), word[0].casefold())
            node = node.next.setdefault(step, _Node())
        if node.entry is None or node.entry.declined or (node.entry.part and not part):
            lead, tail = value[: words[0].start()], value[words[-1].end() :]
            node.entry = _Entry(kind, lead, tail, part, loose, declined)

    def _file_number(self, kind: str, value: str) -> None:
        for spelling in spellings(kind, value):
            if MIN_DIGITS <= len(spelling) <= MAX_SIGNS:
                self._numbers.setdefault(spelling, kind)
                self._prefixes.update(spelling[:length] for length in range(1, _PREFIX + 1))

    def _longest(self, text: str, word: re.Match[str], node: _Node | None) -> Hit | None:
        """The longest value that begins with this word and stands here."""
        best: Hit | None = None
        start, end = word.span()
        while node:
            if node.entry and (hit := self._hit(text, start, end, node.entry)):
                best = hit
            gap = _GAP.match(text, end) if node.next else None
            following = _WORD.match(text, gap.end()) if gap else None
            if gap is None or following is None:
                break
            node, end = node.next.get((_gap(gap[0]), following[0].casefold())), following.end()
        return best

    def _hit(self, text: str, start: int, end: int, entry: _Entry) -> Hit | None:
        """The hit with the signs that the value began and ended with; secrets must have them."""
        lead = entry.lead if entry.lead and text.endswith(entry.lead, 0, start) else ""
        tail = entry.tail if entry.tail and text.startswith(entry.tail, end) else ""
        if entry.kind.startswith("SECRET"):
            if lead != entry.lead or tail != entry.tail:
                return None
        elif not self._stands(text, start, end, entry):
            return None
        score = _PART if entry.part else _WHOLE
        return Hit(start - len(lead), end + len(tail), entry.kind, score)

    def _number(self, text: str, start: int, end: int, signs: str) -> Hit | None:
        """The longest known number that begins here, however it is grouped."""
        found = 0
        while len(signs) <= MAX_SIGNS:
            if signs in self._numbers:
                found, kind = end, self._numbers[signs]
            gap = _NUMBER_GAP.match(text, end)
            following = _WORD.match(text, gap.end() if gap else end)
            if following is None or not following[0].isalnum():
                break
            signs, end = signs + following[0].casefold(), following.end()
        if not found:
            return None
        while start and text[start - 1] in "+(" and text[start - 1] != text[start]:
            start -= 1
        return Hit(start, found, kind, _WHOLE)

    def _stands(self, text: str, start: int, end: int, entry: _Entry) -> bool:
        """Whether the word here is the value: a lone name has a capital and is no everyday word."""
        if entry.kind != "PERSON":
            return True
        found = text[start:end]
        if not entry.part:
            return entry.loose or any(map(str.isupper, found)) or _in_small_letters(text, start, end)
        if self._lexicon.is_ordinary(found) and _THE.search(text, max(0, start - 5), start):
            return False
        if (after := _NEXT_CAPITAL.match(text, end)) and self._lexicon.is_product_noun(after[1]):
            return False
        ordinary = self._lexicon.is_ordinary(found)
        if entry.declined and (ordinary or self._lexicon.is_function(found)):
            return False
        if not found[0].isupper():
            return (entry.loose or _in_small_letters(text, start, end)) and not ordinary
        return not (ordinary and _SENTENCE_START.search(text, max(0, start - 4), start))


_SPACE = re.compile(r"[\s,]+")


def _gap(between: str) -> str:
    """What stands between two words, however it is spaced and broken into lines; a hyphen counts as a space."""
    if between in (" ", ".", "@"):
        return between
    signs = "".join(_LINE_BREAK.sub(" ", between).split())
    return " " if not signs or _DASH.fullmatch(signs) else signs


def _in_small_letters(text: str, start: int, end: int) -> bool:
    """Whether the line, as far as one can see it, is written without capitals: a name in it has none either."""
    begin = max(text.rfind("\n", max(0, start - 200), start) + 1, start - 200, 0)
    stop = text.find("\n", end, end + 200)
    around = text[begin : stop if stop >= 0 else end + 200]
    return around.islower()
