"""Read which parts of a text are meant: "step 3", "the second and third paragraph", "the last two sentences"."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from assistant.steering import wordings
from assistant.steering.edits import Part, Target

_COUNTED = ("step", "paragraph", "sentence", "question", "quote")
_MANY = 99
"""No list is longer: a number beyond it is no number of a step."""
_ABOUT = re.compile(
    r"(?:(?P<part>\S+)|everything|anything|what is|alles|tout|todo) "
    r"(?:(?:that |which )?(?:mentions?|says|names|contains)|with|about|on|über|mit|sur|avec|sobre|con) "
    r"[\"“]?(?P<words>.+?)[\"”]?"
)


def targets(words: str) -> tuple[Target, ...]:
    """Every part that is named; empty when one of them is not understood."""
    found: list[Target] = []
    pieces = _pieces(words)
    noun = _first_noun(pieces)
    for piece in pieces:
        target = _target(piece, noun)
        if target is None:
            return ()
        noun = target if target.part in _COUNTED else noun
        found.append(target)
    return tuple(found)


def _pieces(words: str) -> list[str]:
    """The parts between `and`, commas and the like."""
    joints = "|".join(re.escape(joint) for joint in wordings.JOINTS)
    return [piece for piece in (piece.strip() for piece in re.split(joints, words)) if piece]


def _first_noun(pieces: Iterable[str]) -> Target | None:
    """What "second" in "the second and third step" counts."""
    return next((t for t in (_target(piece, None) for piece in pieces) if t and t.part in _COUNTED), None)


def _target(piece: str, noun: Target | None) -> Target | None:
    piece, group = _of_list(piece)
    piece = without_articles(piece)
    if not piece:
        return None
    if part := named(piece):
        return Target(part, group=group)
    if found := _numbered(piece, group) or _about(piece):
        return found
    numbers = _numbers(piece)
    if numbers and noun is not None:
        return Target(noun.part, numbers, group or noun.group)
    # Perhaps the title of a section; the text that is changed knows.
    return Target("section", words=piece) if re.fullmatch(r"[^\W\d][\w ()'’-]{1,40}", piece) else None


def _of_list(piece: str) -> tuple[str, int]:
    """`step 3 of list 2` is step 3 of the second list."""
    lists = "|".join(wordings.LISTS)
    match = re.fullmatch(
        rf"(.+?) (?:of|in|from|der|in der|de|de la|dans la) (?:the )?(?:(?:{lists}) (\w+)|(\w+) (?:{lists}))", piece
    )
    number = _number(match[2] or match[3]) if match else None
    return (match[1], number) if match and number else (piece, 0)


def _numbered(piece: str, group: int) -> Target | None:
    """`step 3`, `steps 2-4`, `third step`, `last two steps`."""
    first, _, rest = piece.partition(" ")
    if (part := named(first)) in _COUNTED and (numbers := _numbers(rest)):
        return Target(part, numbers, group)
    before, _, last = piece.rpartition(" ")
    if (part := named(last)) in _COUNTED:
        numbers = _some(before) or _numbers(before)
        return Target(part, numbers, group) if numbers else None
    return None


def _about(piece: str) -> Target | None:
    """`the sentence about SAML`, `everything about webhooks`."""
    match = _ABOUT.fullmatch(piece)
    part = (named(match["part"]) if match["part"] else "sentence") if match else None
    return (
        Target(part, words=without_articles(match["words"]))
        if match and part in ("sentence", "step", "question")
        else None
    )


def _some(words: str) -> tuple[int, ...]:
    """`first two` and `last 3`."""
    which, _, count = words.partition(" ")
    many, end = _number(count), _number(which)
    if not many or many < 2 or end not in (1, -1):
        return ()
    return tuple(range(1, many + 1)) if end == 1 else tuple(range(-many, 0))


def _numbers(words: str) -> tuple[int, ...]:
    """One number or a range; empty when it is neither."""
    words = without_articles(words)
    if (single := _number(words)) is not None:
        return (single,)
    ranges = "|".join(re.escape(joint) for joint in wordings.RANGES)
    match = re.fullmatch(rf"(\S+?)\s*(?:\s(?:{ranges})\s|[-–])\s*(\S+)", words)
    ends = (_number(match[1]), _number(match[2])) if match else (None, None)
    if ends[0] is None or ends[1] is None or not 0 < ends[0] <= ends[1]:
        return ()
    return tuple(range(ends[0], ends[1] + 1))


def _number(word: str) -> int | None:
    word = word.strip().removeprefix("#").removesuffix(".").removesuffix("º").removesuffix("ª")
    if word.isdecimal():
        return int(word) if 0 < int(word) <= _MANY else None
    return _number_words().get(word)


@cache
def _number_words() -> dict[str, int]:
    return {word: number for number, words in wordings.NUMBERS.items() for word in words}


@cache
def _part_words() -> dict[str, Part]:
    return {word: part for part, words in wordings.PARTS.items() for word in words}


def named(words: str) -> Part | None:
    """The part that these words name, all of them."""
    return _part_words().get(words)


def without_articles(words: str) -> str:
    """`all the steps` names the steps."""
    return strip_leads(words, wordings.ARTICLES)


def strip_leads(words: str, leads: Sequence[str]) -> str:
    """Without any of `leads` at the beginning, again and again; never everything."""
    while True:
        rest = next((r for lead in _longest(tuple(leads)) if (r := _after(words, lead))), "")
        if not rest:
            return words
        words = rest


def _after(words: str, lead: str) -> str:
    """What follows `lead` where `words` begin with it."""
    if not words.startswith(lead):
        return ""
    rest = words[len(lead) :]
    return rest.strip() if lead.endswith("'") or rest[:1].isspace() or rest[:1] == "," else ""


@cache
def _longest(leads: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(leads, key=len, reverse=True))
