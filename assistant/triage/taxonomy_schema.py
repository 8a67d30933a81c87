"""What a taxonomy file can hold, and what is wrong with what it holds."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from assistant.triage.policy import REACHES
from assistant.triage.wordings import wording_problem


def _none_as(empty: Callable[[], Any]) -> BeforeValidator:
    """A key with nothing behind it, as when all its entries are commented out."""
    return BeforeValidator(lambda value: empty() if value is None else value)


def _text(value: str) -> str:
    if not (plain := " ".join(value.split())):
        raise ValueError("is empty: write it out or leave it out")
    return plain


def _wording(value: str) -> str:
    if problem := wording_problem(value):
        raise ValueError(problem)
    return value


def _number(value: Any) -> Any:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ValueError("expected a number, for example 0.5") from None
    if not 0 <= number < 1e6:
        raise ValueError("expected a number from 0 up")
    return number


def _share(value: float) -> float:
    if value > 1:
        raise ValueError("expected a chance from 0 to 1")
    return value


def _count(value: Any) -> Any:
    if not (isinstance(value, str) and value.isascii() and value.isdigit() and 0 < int(value) < 10**9):
        raise ValueError("expected a whole number from 1 up")
    return int(value)


def _reach(value: str) -> str:
    if value not in REACHES:
        raise ValueError(f"{value!r} is no reach: take one of {', '.join(REACHES)}")
    return value


Text = Annotated[str, AfterValidator(_text)]
Wording = Annotated[str, AfterValidator(_text), AfterValidator(_wording)]
Number = Annotated[float, BeforeValidator(_number)]
_Texts = Annotated[list[Text], _none_as(list)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class LabelIn(_In):
    """A label; a description or two examples teach it before any ticket carries it."""

    name: Text
    description: Annotated[str, _none_as(str)] = ""
    examples: _Texts = []
    synonyms: _Texts = []


class CategoryIn(LabelIn):
    """A category, with the team that usually takes it."""

    team: Annotated[str, _none_as(str)] = ""


class CostsIn(_In):
    """What mistakes cost."""

    wrong: Number = 1.0
    abstain: Number = 0.5
    least_known: Annotated[Number, AfterValidator(_share)] = 0.1
    by_label: Annotated[dict[str, Number], _none_as(dict)] = {}


class _KindIn(_In):
    retired: _Texts = []
    costs: Annotated[CostsIn, _none_as(CostsIn)] = CostsIn()


class LabelsIn(_KindIn):
    """One kind of labels."""

    labels: Annotated[list[LabelIn], _none_as(list)] = []


class CategoriesIn(_KindIn):
    """The categories."""

    labels: Annotated[list[CategoryIn], _none_as(list)] = []


class ConditionIn(_In):
    """What a rule asks for."""

    impact: _Texts = []
    words: Annotated[list[Wording], _none_as(list)] = []
    reach: Annotated[str, AfterValidator(_reach)] | None = None
    at_least: Annotated[int, BeforeValidator(_count)] = 0
    tier: _Texts = []
    fields: Annotated[dict[str, Annotated[list[Text], Field(min_length=1)]], _none_as(dict)] = {}


class RuleIn(_In):
    """A rule for severity."""

    rule: Text
    severity: Text
    when: ConditionIn
    unless: Annotated[ConditionIn, _none_as(ConditionIn)] = ConditionIn()


class SeverityIn(_KindIn):
    """The severities, from the worst on, and the policy that gives them."""

    labels: Annotated[list[LabelIn], _none_as(list)] = []
    impacts: Annotated[dict[str, list[Wording]], _none_as(dict)] = {}
    rules: Annotated[list[RuleIn], _none_as(list)] = []


class TaxonomyIn(_In):
    """A whole taxonomy file."""

    category: Annotated[CategoriesIn, _none_as(CategoriesIn)] = CategoriesIn()
    team: Annotated[LabelsIn, _none_as(LabelsIn)] = LabelsIn()
    product_area: Annotated[LabelsIn, _none_as(LabelsIn)] = LabelsIn()
    tags: Annotated[LabelsIn, _none_as(LabelsIn)] = LabelsIn()
    severity: Annotated[SeverityIn, _none_as(SeverityIn)] = SeverityIn()


def _keys() -> dict[tuple[str, ...], list[str]]:
    keys: dict[tuple[str, ...], list[str]] = {(): list(TaxonomyIn.model_fields)}
    for kind in TaxonomyIn.model_fields:
        severity, category = kind == "severity", kind == "category"
        keys[kind,] = list((SeverityIn if severity else LabelsIn).model_fields)
        keys[kind, "labels"] = list((CategoryIn if category else LabelIn).model_fields)
        keys[kind, "costs"] = list(CostsIn.model_fields)
    keys["severity", "rules"] = list(RuleIn.model_fields)
    for part in ("when", "unless"):
        keys["severity", "rules", part] = list(ConditionIn.model_fields)
    return keys


KEYS = _keys()
"""The keys that can stand at each place of the file, for saying which one was meant."""
