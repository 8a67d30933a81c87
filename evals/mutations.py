"""Wrong sentences made of right ones, each in one way: what a writer gets wrong, and a check has to see."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Mutate = Callable[[str, "Stock", random.Random], str | None]
"""The sentence made wrong, or None where it offers nothing to change."""

_NUMBER = re.compile(r"(?<![\w.,:/<_-])\d{1,6}(?:[.,]\d{1,3})?(?![\w>]|[.,:/-]\d)")
_URL = re.compile(r"https?://[^\s<>()\"'”]+")
_WORDS = "two three four five six seven eight nine ten twelve twenty thirty".split()
_WORD_NUMBER = re.compile(rf"\b({'|'.join(_WORDS)})\b")
_UNITS = re.compile(r"\b(\d+|two|three|ten) (seconds|minutes|hours|days|weeks|months|years|KB|MB|GB|EUR|USD)\b")
_UNIT_NAMES = "seconds minutes hours days weeks months years KB MB GB EUR USD".split()
_AUXILIARY = re.compile(r"\b(is|are|was|were|can|will|must|should|does|do|has|have|could)\b(?! not\b|n't|not\b)")
_DENIED = re.compile(r"\b(?:do|does|did) not |\bnot |\bnever |(?<=can)not\b|n't\b|\bno longer ")
_IMPERATIVE = re.compile(
    r"^(?!If |When |The |A |An |Your |This |It |In |On |You |To )[A-Z][a-z]+ (?=the |your |a |it )"
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]+)*(?![\w>])")
_STRONGER = (
    (r"\b(?:may|might|can|could)\b(?! not)", "will"),
    (r"\b(?:[Ss]ome|[Mm]any|[Mm]ost)\b", "all"),
    (r"\b(?:usually|often|sometimes|normally|typically|generally)\b", "always"),
    (r"\bshould\b", "must"),
    (r"\bup to\b", "at least"),
)
_OPPOSITES = tuple(
    line.split()
    for line in """
enable disable|enabled disabled|before after|always never|more less|increase decrease|add remove|added removed
open close|allow block|allowed blocked|start stop|starts stops|first last|on off|old new|public private|online offline
install uninstall|show hide|shown hidden|lock unlock|accept reject|accepted rejected|connect disconnect
connected disconnected|minimum maximum|above below|inside outside|upload download|import export|active inactive
valid invalid|available unavailable|automatically manually|automatic manual|required optional|longer shorter
higher lower|earlier later|same different|full empty|sender recipient|incoming outgoing|permanent temporary|all no
visible invisible|successful failed|true false|select deselect|larger smaller|newer older|with without|top bottom
next previous|keep delete|saved lost|works fails|work fail|left right|internal external|include exclude|known unknown
possible impossible|correct wrong|supported unsupported|encrypted unencrypted|check uncheck|owner guest|create delete
raise lower|upgrade downgrade|approve decline|strong weak|read write|can cannot|everyone nobody|within after
""".replace("\n", "|").split("|")
    if line
)
_SWAPPED = {one: other for pair in _OPPOSITES for one, other in (pair, pair[::-1])}
_OPPOSITE_WORD = re.compile(rf"\b({'|'.join(sorted(_SWAPPED, key=len, reverse=True))})\b")


@dataclass(frozen=True, slots=True)
class Stock:
    """What a mutation draws from: names and steps of other articles than the one that the sentence quotes."""

    names: Sequence[str] = ()
    steps: Sequence[str] = ()


def number(text: str, _stock: Stock, draw: random.Random) -> str | None:
    """A figure off by a digit, by one or by a factor; a number in words for another."""
    found = list(_NUMBER.finditer(text))
    if found:
        one = draw.choice(found)
        return text[: one.start()] + _other_figure(one[0], draw) + text[one.end() :]
    spelled = _WORD_NUMBER.search(text)
    if spelled is None:
        return None
    return _put(text, spelled, draw.choice([word for word in _WORDS if word != spelled[0]]))


def unit(text: str, _stock: Stock, draw: random.Random) -> str | None:
    """Days for hours, MB for GB."""
    found = _UNITS.search(text)
    if found is None:
        return None
    own = _UNIT_NAMES.index(found[2])
    first = 0 if own < 7 else 7 if own < 10 else 10
    kin = _UNIT_NAMES[first : {0: 7, 7: 10, 10: 12}[first]]
    return text[: found.start(2)] + draw.choice([name for name in kin if name != found[2]]) + text[found.end(2) :]


def url(text: str, _stock: Stock, draw: random.Random) -> str | None:
    """An address changed, or one that nobody named."""
    found = _URL.search(text)
    if found:
        return _put(text, found, found[0].rstrip("/.") + draw.choice(["/account", "-login", "/v9/reset"]))
    address = draw.choice(["https://help.zorvane.example/reset", "https://files.zorvane.example/tool.zip"])
    return f"{text.rstrip('.')} at {address}." if len(text.split()) > 3 else None


def negation(text: str, _stock: Stock, draw: random.Random) -> str | None:
    """A denial put in or taken out, in one of the ways that the sentence offers."""
    made = []
    if found := _DENIED.search(text):
        made.append(_put(text, found, ""))
    elif found := _AUXILIARY.search(text):
        short = found[0] not in ("can", "will", "must") and draw.random() < 0.3
        made.append(_put(text, found, f"{found[0]}n't" if short else f"{found[0]} not"))
        made.append(_put(text, found, f"{found[0]} never"))
    elif _IMPERATIVE.match(text):
        made += [f"{start} {text[0].lower()}{text[1:]}" for start in ("Do not", "Never", "Don't")]
    return draw.choice(made) if made else None


def opposite(text: str, _stock: Stock, draw: random.Random) -> str | None:
    """One word for its opposite."""
    found = list(_OPPOSITE_WORD.finditer(text))
    if not found:
        return None
    one = draw.choice(found)
    return _put(text, one, _SWAPPED[one[0]])


def name(text: str, stock: Stock, draw: random.Random) -> str | None:
    """A product, plan or menu for one of another article."""
    found = list(_NAME.finditer(text))
    others = [one for one in stock.names if one.lower() not in text.lower()]
    if not found or not others:
        return None
    return _put(text, draw.choice(found), draw.choice(others))


def step_added(text: str, stock: Stock, draw: random.Random) -> str | None:
    """A step of another article, joined on."""
    if not stock.steps or len(text.split()) < 4:
        return None
    step = draw.choice(stock.steps).rstrip(".")
    return f"{text.rstrip('.')}{draw.choice([', then ', ' and ', '. Then '])}{step[0].lower()}{step[1:]}."


def step_invented(text: str, stock: Stock, draw: random.Random) -> str | None:
    """A step of another article in its place."""
    return draw.choice(stock.steps) if stock.steps and len(text.split()) > 3 else None


def stronger(text: str, _stock: Stock, draw: random.Random) -> str | None:
    """may -> will, some -> all, usually -> always."""
    found = [(m, word) for pattern, word in _STRONGER if (m := re.search(pattern, text))]
    if not found:
        return None
    one, word = draw.choice(found)
    return _put(text, one, word.capitalize() if one[0][0].isupper() else word)


MUTATIONS: Mapping[str, Mutate] = {
    one.__name__: one for one in (number, unit, url, negation, opposite, name, step_added, step_invented, stronger)
}
"""By the name under which each is reported."""


def names_in(text: str) -> list[str]:
    """What a text uses as names: capitals where no sentence begins."""
    return [found[0] for found in _NAME.finditer(text)]


def _put(text: str, found: re.Match[str], words: str) -> str:
    return text[: found.start()] + words + text[found.end() :]


def _other_figure(figure: str, draw: random.Random) -> str:
    digits = [n for n, letter in enumerate(figure) if letter.isdigit()]
    way = draw.choice(("digit", "factor", "one"))
    if way == "factor" and len(digits) == len(figure):
        return figure + "0"
    if way == "one" and len(digits) == len(figure):
        return str(int(figure) + 1)
    at = draw.choice(digits)
    return figure[:at] + draw.choice([d for d in "123456789" if d != figure[at]]) + figure[at + 1 :]
