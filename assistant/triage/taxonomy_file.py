"""Reads the house's taxonomy from a YAML file; tells every mistake in it with its line, its field and the remedy."""

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

from assistant.errors import TaxonomyInvalid
from assistant.triage.guide import Guide
from assistant.triage.policy import REACHES, Condition, Policy, Rule
from assistant.triage.signs import impacts
from assistant.triage.taxonomy import KINDS, Kind, Labels, Listed, Taxonomy, folded
from assistant.triage.taxonomy_schema import KEYS, CategoryIn, ConditionIn, CostsIn, LabelIn, SeverityIn, TaxonomyIn
from assistant.triage.thresholds import Costs
from guardrails.yaml_file import (
    Composed,
    Mistake,
    Place,
    Unreadable,
    all_told,
    composed,
    read_text,
    schema_mistakes,
)

_REMEDY = "correct DRAFTDESK_TAXONOMY"
_SHORTEN = "leave out examples, a few for each label are enough"

Scrub = Callable[[str], str]


def load_taxonomy(path: Path, *, scrub: Scrub = str) -> Taxonomy:
    """The taxonomy of a file; `TaxonomyInvalid` has a line for every mistake in it.

    `scrub` takes personal values out of descriptions and examples, which are learned from as tickets are.
    """
    try:
        text = read_text(path, remedy=_REMEDY, shorten=_SHORTEN)
    except Unreadable as exc:
        raise TaxonomyInvalid(str(exc)) from exc
    found = composed(text, levels="a taxonomy needs seven levels")
    mistakes = found.mistakes
    if found.root is not None:
        mistakes += schema_mistakes(TaxonomyIn, found, keys=KEYS, what="a taxonomy")
    if not mistakes:
        mistakes += _conflicts(TaxonomyIn.model_validate(found.root), found)
    if mistakes:
        raise TaxonomyInvalid(all_told(path, mistakes))
    read = TaxonomyIn.model_validate(found.root)
    return Taxonomy(
        {kind: _labels(read, kind, scrub) for kind in KINDS},
        _policy(read.severity),
        sha256(text.encode()).hexdigest()[:12],
    )


def _conflicts(read: TaxonomyIn, found: Composed) -> Iterator[Mistake]:
    """What cannot stand in one file together."""
    for kind in KINDS:
        yield from _same_names(read, kind, found)
        names = [one.name for one in getattr(read, kind).labels]
        for name in getattr(read, kind).costs.by_label:
            yield from _unknown(found, (kind, "costs", "by_label", name), name, names, f"no label of {kind}")
    teams = [one.name for one in read.team.labels]
    for number, category in enumerate(read.category.labels):
        if category.team and teams:
            yield from _unknown(found, ("category", "labels", number, "team"), category.team, teams, "no team")
    yield from _rule_mistakes(read.severity, found)


def _same_names(read: TaxonomyIn, kind: Kind, found: Composed) -> Iterator[Mistake]:
    """A name, a synonym or a retired name that stands for two labels."""
    seen: dict[str, Place] = {}
    own = getattr(read, kind)
    places: list[tuple[Place, str]] = []
    for number, one in enumerate(own.labels):
        at: Place = (kind, "labels", number)
        places += [((*at, "name"), one.name), *(((*at, "synonyms", n), old) for n, old in enumerate(one.synonyms))]
    places += [((kind, "retired", number), name) for number, name in enumerate(own.retired)]
    for place, name in places:
        first = seen.setdefault(folded(name), place)
        if first[:3] != place[:3]:
            problem = f"{name!r} stands for another label on line {found.lines[first]} already: decide for one of them"
            yield found.mistake(place, problem)


def _rule_mistakes(severity: SeverityIn, found: Composed) -> Iterator[Mistake]:
    names, known = [one.name for one in severity.labels], [*impacts(), *severity.impacts]
    seen: dict[str, Place] = {}
    for number, rule in enumerate(severity.rules):
        at: Place = ("severity", "rules", number)
        yield from _unknown(found, (*at, "severity"), rule.severity, names, "no label of severity")
        if (first := seen.setdefault(rule.rule.casefold(), at)) != at:
            yield found.mistake((*at, "rule"), f"is the name of a rule on line {found.lines[first]} too")
        if _condition(rule.when).empty:
            yield found.mistake((*at, "when"), f"asks for nothing: take one of {', '.join(ConditionIn.model_fields)}")
        for part, condition in (("when", rule.when), ("unless", rule.unless)):
            for n, impact in enumerate(condition.impact):
                yield from _unknown(found, (*at, part, "impact", n), impact, known, "no list of wordings")


def _unknown(found: Composed, place: Place, name: str, known: list[str], what: str) -> Iterator[Mistake]:
    if name not in known:
        near = get_close_matches(name, known, n=1)
        listed = f"take one of {', '.join(known)}" if known else "list it first"
        yield found.mistake(place, f"{name!r} is {what}, " + (f"did you mean {near[0]!r}?" if near else listed))


def _labels(read: TaxonomyIn, kind: Kind, scrub: Scrub) -> Labels:
    own = getattr(read, kind)
    return Labels(tuple(_listed(one, scrub) for one in own.labels), tuple(own.retired), _costs(own.costs))


def _listed(label: LabelIn, scrub: Scrub) -> Listed:
    described = scrub(label.description) if label.description else ""
    guide = Guide(label.name, described, tuple(scrub(one) for one in label.examples), tuple(label.synonyms))
    return Listed(guide, label.team if isinstance(label, CategoryIn) else "")


def _costs(costs: CostsIn) -> Costs:
    return Costs(costs.wrong, costs.abstain, dict(costs.by_label), costs.least_known)


def _policy(severity: SeverityIn) -> Policy:
    rules = tuple(Rule(r.rule, r.severity, _condition(r.when), _condition(r.unless)) for r in severity.rules)
    own = {name: tuple(wordings) for name, wordings in severity.impacts.items()}
    return Policy(rules, tuple(one.name for one in severity.labels), own)


def _condition(read: ConditionIn) -> Condition:
    return Condition(
        impact=tuple(read.impact),
        words=tuple(read.words),
        reach=next((reach for reach in REACHES if reach == read.reach), None),
        at_least=read.at_least,
        tier=tuple(read.tier),
        fields={name: tuple(values) for name, values in read.fields.items()},
    )
