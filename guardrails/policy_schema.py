"""What a file of policy rules can hold."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from guardrails.policy import About, Backing, Model

_NAME = r"^[a-z][a-z0-9_]{1,39}$"


def _told(value: str) -> str:
    if len(value.strip()) < 2:
        raise ValueError("is shorter than 2 characters: tell the agent what is wrong and what to do")
    return value


def _number(value: Any) -> Any:
    """The file is read as text."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        raise ValueError(f"expected a number, found {value!r}") from None


def _whole(value: Any) -> Any:
    number = _number(value)
    if isinstance(number, float) and number != int(number):
        raise ValueError(f"expected a whole number, found {value!r}")
    return int(number) if isinstance(number, float) else number


def _or(empty: Any) -> BeforeValidator:
    """A key with nothing behind it."""
    return BeforeValidator(lambda value: empty if value is None else value)


Words = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=100_000)]
Factor = Annotated[float, BeforeValidator(_number), Field(ge=0.1, le=10)]
Texts = Annotated[list[str], _or([])]
Kind = Literal["reply", "question", "update", "incident_update", "macro"]
Tone = Literal["neutral", "warm", "formal", "brief"]
Length = Literal["short", "normal", "long"]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class SwapIn(_In):
    """Words that give way to others; `by` may be empty."""

    find: str
    by: Annotated[str, _or("")] = ""


class RuleIn(_In):
    """A rule, or what the house changes about one."""

    about: About | None = None
    severity: Literal["blocking", "warning"] | None = None
    message: Annotated[str, AfterValidator(_told)] | None = None
    model: Model | None = None
    patterns: Texts = []
    unless: Texts = []
    exceptions: Annotated[list[Backing], _or([])] | None = None
    repair: Literal["drop", "replace", "soften", "ask"] | None = None
    swaps: Annotated[list[SwapIn], _or([])] = []
    examples: Texts = []
    not_examples: Texts = []


class LimitsIn(_In):
    """What the house changes about the limits."""

    sentence_words: Words | None = None
    grade: Words | None = None
    lix: Words | None = None
    least_words: Words | None = None
    words: Annotated[dict[Kind, Words], _or({})] = {}
    tones: Annotated[dict[Tone, Factor], _or({})] = {}
    lengths: Annotated[dict[Length, Factor], _or({})] = {}


class PolicyIn(_In):
    """A whole file."""

    off: Texts = []
    words: Annotated[dict[str, str], _or({})] = {}
    rules: Annotated[
        dict[Annotated[str, Field(pattern=_NAME)], Annotated[RuleIn, _or({})]],
        _or({}),
    ] = {}
    limits: Annotated[LimitsIn, _or({})] = LimitsIn()


KEYS: dict[tuple[str, ...], list[str]] = {
    (): list(PolicyIn.model_fields),
    ("rules",): list(RuleIn.model_fields),
    ("limits",): list(LimitsIn.model_fields),
}
"""The keys that can stand at each place of the file, for saying which one was meant."""
