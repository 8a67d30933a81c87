"""What a rule file of the house can hold, and what is wrong with what it holds."""

import re
import warnings
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from guardrails.house import MASKED, PATTERNED
from guardrails.recognisers.house import MAX_MATCH
from guardrails.traps import MAX_PATTERN, may_be_empty, repeats_nothing, trap
from guardrails.vault import SECRET


def _kind(known: Sequence[str], refused: str = "") -> Callable[[str], str]:
    """A check that a kind is one of `known`; `refused` says what to do about secrets."""

    def check(value: str) -> str:
        if value in known:
            return value
        if refused and value.upper().startswith(SECRET):
            raise ValueError(refused)
        near = get_close_matches(value.upper(), known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"take one of {', '.join(known)}"
        raise ValueError(f"{value!r} is no kind, {hint}")

    return check


def _value(value: str) -> str:
    if len(value.strip()) < 2:
        raise ValueError("is shorter than 2 characters: it would be met everywhere")
    if not re.search(r"\w", value):
        raise ValueError("holds no letter and no figure: only words and phrases can be listed")
    return " ".join(value.split())


def _none_as(empty: Callable[[], Any]) -> BeforeValidator:
    """A key with nothing behind it, as when all its entries are commented out."""
    return BeforeValidator(lambda value: empty() if value is None else value)


Value = Annotated[str, AfterValidator(_value)]
_DENY = "a secret does not belong in a file: have it rotated, and describe its format under patterns"
_OFF = "secrets cannot be switched off in any channel: leave it out"


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class DenyIn(_In):
    """Values of one kind that are always masked."""

    kind: Annotated[str, AfterValidator(_kind(MASKED, _DENY))]
    values: list[Value] = Field(min_length=1)


class PatternIn(_In):
    """A format of the house's own."""

    kind: Annotated[str, AfterValidator(_kind(PATTERNED))]
    name: Value
    pattern: str
    context: Annotated[list[Value], _none_as(list)] = []
    examples: list[str] = Field(min_length=1)
    not_examples: Annotated[list[str], _none_as(list)] = []

    @field_validator("pattern")
    @classmethod
    def _sound(cls, pattern: str) -> str:
        if problem := pattern_problem(pattern):
            raise ValueError(problem)
        return pattern

    @field_validator("examples")
    @classmethod
    def _matched(cls, examples: list[str], info: ValidationInfo) -> list[str]:
        if missed := [number for number, one in _found(examples, info) if one is None]:
            raise ValueError(f"number {_numbers(missed)} is not matched by the pattern: correct one of them")
        if long := [number for number, one in _found(examples, info) if one and one.end() - one.start() > MAX_MATCH]:
            raise ValueError(f"number {_numbers(long)} is longer than {MAX_MATCH} characters, the most that is matched")
        return examples

    @field_validator("not_examples")
    @classmethod
    def _left_alone(cls, not_examples: list[str], info: ValidationInfo) -> list[str]:
        if hit := [number for number, one in _found(not_examples, info) if one is not None]:
            raise ValueError(f"number {_numbers(hit)} is matched by the pattern: make the pattern narrower")
        return not_examples


class ChannelIn(_In):
    """Switches of one channel."""

    off: Annotated[list[Annotated[str, AfterValidator(_kind(MASKED, _OFF))]], _none_as(list)] = []


class HouseIn(_In):
    """A whole rule file."""

    allow: Annotated[list[Value], _none_as(list)] = []
    deny: Annotated[list[DenyIn], _none_as(list)] = []
    patterns: Annotated[list[PatternIn], _none_as(list)] = []
    channels: Annotated[dict[str, Annotated[ChannelIn, _none_as(dict)]], _none_as(dict)] = {}


KEYS: dict[tuple[str, ...], list[str]] = {
    (): list(HouseIn.model_fields),
    ("deny",): list(DenyIn.model_fields),
    ("patterns",): list(PatternIn.model_fields),
    ("channels",): list(ChannelIn.model_fields),
}
"""The keys that can stand at each place of the file, for saying which one was meant."""


def pattern_problem(pattern: str) -> str:
    """What keeps a regular expression from being used on texts of strangers; "" when nothing does."""
    if len(pattern) > MAX_PATTERN:
        return f"is longer than {MAX_PATTERN} characters: make it two patterns"
    shown = f"'{pattern}'"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern)
    except re.error as exc:
        return f"{shown} is no regular expression: {exc.msg} at position {exc.pos}"
    except (Warning, RecursionError, OverflowError) as exc:
        return f"{shown} is a doubtful regular expression: {exc}"
    if may_be_empty(pattern):
        return f"{shown} can match where there is nothing: ask for at least one character"
    if repeats_nothing(pattern):
        return f"{shown} repeats a part that can be empty, which may take for ever: make that part not empty"
    if text := trap(pattern):
        return (
            f"{shown} takes for ever on a text that begins with {text!r}: "
            "no repeat within a repeat, no alternatives that can begin alike within a repeat, bounds such as {1,40}"
        )
    return ""


def _found(texts: list[str], info: ValidationInfo) -> list[tuple[int, re.Match[str] | None]]:
    """Each text with what the pattern finds in it, numbered from 1; none when the pattern itself was refused."""
    if "pattern" not in info.data:
        return []
    pattern = re.compile(info.data["pattern"])
    return [(number, pattern.search(text)) for number, text in enumerate(texts, start=1)]


def _numbers(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))
