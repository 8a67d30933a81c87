"""What a run may lose against the baseline: a YAML file that Support Ops keep."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from evals.errors import GateInvalid
from evals.scorers.catalog import scorers, unknown
from evals.scorers.score import Scorer
from guardrails.yaml_file import Composed, Mistake, Place, Unreadable, all_told, composed, read_text, schema_mistakes

GATE = Path(__file__).resolve().parents[1] / "gate.yaml"
"""The gate of the package's suites."""
_MADE_WITH = "code packages settings seed embedder reranker model prompts policy guards index".split()
_SHARE = Annotated[float, Field(ge=0, le=1)]
_MAYBE = Annotated[float | None, Field(ge=0, le=1)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AllowedIn(_In):
    """What one scorer may lose; what is not said is as for all."""

    drop: _MAYBE = Field(None, description="how far the figure may fall")
    cases: float | None = Field(None, ge=0, description="or by as much as this many cases count, whichever is more")
    answered: _MAYBE = Field(None, description="share of the cases that had a value and may have none now")


class DefaultIn(_In):
    """What any scorer may lose."""

    drop: _SHARE = 0.03
    cases: float = Field(2.0, ge=0)
    answered: _SHARE = 0.05


class PairedIn(_In):
    """A paired test: how often it may be wrong, and how small a fall is none."""

    significance: float = Field(gt=0, lt=1)
    floor: _SHARE


class GateIn(_In):
    """What the YAML file of a gate holds."""

    baselines: dict[str, str] = Field(default={}, description="by tier, relative to this file")
    allowed: DefaultIn = DefaultIn()
    scorers: dict[str, AllowedIn] = Field(default={}, description="by suite/scorer; * stands for any")
    zero_tolerance: list[str] = Field(default=[], description="suite/scorer of which no case may get worse")
    errors: int = Field(0, ge=0, description="cases that may end with an error")
    luck: _SHARE = Field(0.25, description="a fall with cases moved both ways is none where luck makes it so often")
    test: PairedIn = Field(
        PairedIn(significance=0.05, floor=0.01), description="of each scorer, adjusted for all of them"
    )
    together: PairedIn = Field(PairedIn(significance=0.01, floor=0.005), description="of all scorers of a task at once")
    must_match: list[str] = Field(default=[], description="what runs were made with that must be as in the baseline")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a scorer of a suite may lose. `zero`: none of its cases may get worse."""

    drop: float
    cases: float
    answered: float
    zero: bool = False


@dataclass(frozen=True, slots=True)
class PairedTest:
    """How often a test may be wrong, and how small a fall is none."""

    significance: float
    floor: float


@dataclass(frozen=True, slots=True)
class Rules:
    """A gate: where its baselines lie, and what a run may lose."""

    baselines: Mapping[str, Path]
    default: Allowed
    scorers: Mapping[str, AllowedIn]
    zero_tolerance: tuple[str, ...]
    errors: int = 0
    luck: float = 0.25
    test: PairedTest = PairedTest(0.05, 0.01)
    together: PairedTest = PairedTest(0.01, 0.005)
    must_match: tuple[str, ...] = ()

    def allowed(self, suite: str, scorer: str) -> Allowed:
        """The last line that fits wins, key by key."""
        name, found = f"{suite}/{scorer}", self.default
        values = {key: getattr(found, key) for key in ("drop", "cases", "answered")}
        for pattern, one in self.scorers.items():
            if fnmatchcase(name, pattern):
                values |= one.model_dump(exclude_none=True)
        return Allowed(**values, zero=any(fnmatchcase(name, pattern) for pattern in self.zero_tolerance))


def load_rules(path: Path = GATE) -> Rules:
    """Raises `GateInvalid` with a line for every mistake."""
    try:
        text = read_text(path, remedy="name a gate file with --file", shorten="a gate has a line for each scorer")
    except Unreadable as exc:
        raise GateInvalid(str(exc)) from exc
    found = composed(text, levels="a gate needs three levels")
    mistakes = [*found.mistakes]
    if found.root is not None:
        mistakes += schema_mistakes(GateIn, found, keys=_keys(found), what="a gate")
    if mistakes:
        raise GateInvalid(all_told(path, mistakes))
    raw = GateIn.model_validate(found.root)
    mistakes += _unknown(raw, found)
    if mistakes:
        raise GateInvalid(all_told(path, mistakes))
    return Rules(
        baselines={tier: path.parent / name for tier, name in raw.baselines.items()},
        default=Allowed(raw.allowed.drop, raw.allowed.cases, raw.allowed.answered),
        scorers=raw.scorers,
        zero_tolerance=tuple(raw.zero_tolerance),
        errors=raw.errors,
        luck=raw.luck,
        test=PairedTest(raw.test.significance, raw.test.floor),
        together=PairedTest(raw.together.significance, raw.together.floor),
        must_match=tuple(raw.must_match),
    )


def _keys(found: Composed) -> dict[tuple[str, ...], tuple[str, ...]]:
    named = found.root.get("scorers") if isinstance(found.root, dict) else None
    keys: dict[tuple[str, ...], tuple[str, ...]] = {
        (): tuple(GateIn.model_fields),
        ("allowed",): tuple(DefaultIn.model_fields),
        ("test",): tuple(PairedIn.model_fields),
        ("together",): tuple(PairedIn.model_fields),
    }
    for name in named if isinstance(named, dict) else ():
        keys[("scorers", name)] = tuple(AllowedIn.model_fields)
    return keys


def _unknown(raw: GateIn, found: Composed) -> Iterator[Mistake]:
    """Lines for scorers that there are not: they would allow or forbid nothing."""
    for tier in raw.baselines:
        if tier not in ("quick", "full"):
            yield found.mistake(("baselines", tier), f"{unknown(tier, ('quick', 'full'))}")
    for number, key in enumerate(raw.must_match):
        if key.partition(".")[0] not in _MADE_WITH:
            yield found.mistake(("must_match", number), unknown(key, _MADE_WITH))
    places: list[tuple[Place, str]] = [(("scorers", name), name) for name in raw.scorers]
    places += [(("zero_tolerance", number), name) for number, name in enumerate(raw.zero_tolerance)]
    for place, name in places:
        problem = _problem(name, scorers())
        if problem:
            yield found.mistake(place, problem)


def _problem(name: str, known: Mapping[str, Scorer]) -> str:
    suite, sign, scorer = name.partition("/")
    if not (suite and sign and scorer):
        return f"{name!r} is no suite/scorer, such as verdict/verdict or */verdict"
    return "" if _any(known, scorer) else unknown(scorer, known)


def _any(names: Iterable[str], pattern: str) -> bool:
    return any(fnmatchcase(name, pattern) for name in names)
