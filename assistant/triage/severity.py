"""Severity by the house's policy: which rule speaks, and for which words of the ticket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.reading import ReadTicket, Span
from assistant.records import Evidence
from assistant.triage.policy import REACHES, Condition, Policy, Rule
from assistant.triage.reach import Hit, hit
from assistant.triage.signs import impacts, named, quotes, said, told
from assistant.triage.wordings import Wordings

_NO_CLAIMS = frozenset({"question", "wish"})
"""Who asks or wishes claims nothing: a question is said in a question."""


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that holds, and the words of the ticket for it (none where only a tier or a field was asked for)."""

    rule: Rule
    quotes: tuple[Evidence, ...]


class PolicyReader:
    """Knows a policy and reads tickets by it."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        own = impacts()
        names = {*own, *policy.impacts}
        self._impacts = {name: Wordings([*own.get(name, ()), *policy.impacts.get(name, ())]) for name in names}
        conditions = [part for rule in policy.rules for part in (rule.when, rule.unless)]
        self._words = {one.words: Wordings(one.words) for one in conditions if one.words}

    def judge(self, ticket: ReadTicket) -> Fired | None:
        """The rule with the worst severity that holds, the first of several; None where none holds."""
        signs = _Signs(ticket, self._impacts, self._words)
        fired = [one for rule in self._policy.rules if (one := _fired(rule, signs)) is not None]
        return min(fired, key=lambda one: self._policy.rank(one.rule), default=None)


class _Signs:
    """What a ticket says, found once and when first asked for."""

    def __init__(
        self,
        ticket: ReadTicket,
        impacts: Mapping[str, Wordings],
        words: Mapping[tuple[str, ...], Wordings],
    ) -> None:
        self.tier = ticket.tier.casefold().strip()
        self.fields = {name.casefold(): value.casefold().strip() for name, value in ticket.fields.items()}
        self.spans: Sequence[Span] = told(ticket)
        self.hit: Hit = hit(self.spans)
        self._impacts, self._words = impacts, words
        self._found: dict[object, tuple[Evidence, ...]] = {}

    def impact(self, name: str) -> tuple[Evidence, ...]:
        if name not in self._found:
            find = named if name in _NO_CLAIMS else said
            self._found[name] = quotes(find(self._impacts[name], self.spans))
        return self._found[name]

    def words(self, wordings: tuple[str, ...]) -> tuple[Evidence, ...]:
        if wordings not in self._found:
            self._found[wordings] = quotes(named(self._words[wordings], self.spans))
        return self._found[wordings]


def _fired(rule: Rule, signs: _Signs) -> Fired | None:
    parts = _parts(rule.when, signs)
    if not all(held for held, _ in parts) or any(held for held, _ in _parts(rule.unless, signs)):
        return None
    places = dict.fromkeys(place for _, quoted in parts for place in quoted)
    return Fired(rule, tuple(places))


def _parts(condition: Condition, signs: _Signs) -> list[tuple[bool, tuple[Evidence, ...]]]:
    """For each thing that is asked for, whether it is there, and the words that say so."""
    parts: list[tuple[bool, tuple[Evidence, ...]]] = []
    if condition.impact:
        quoted = tuple(place for name in condition.impact for place in signs.impact(name))
        parts.append((bool(quoted), quoted))
    if condition.words:
        quoted = signs.words(condition.words)
        parts.append((bool(quoted), quoted))
    if condition.reach:
        parts.append(_reaches(condition, signs.hit))
    if condition.at_least:
        parts.append((signs.hit.count >= condition.at_least, signs.hit.count_quotes))
    if condition.tier:
        parts.append((signs.tier in {tier.casefold() for tier in condition.tier}, ()))
    for name, values in condition.fields.items():
        stated = signs.fields.get(name.casefold(), "")
        parts.append((stated in {value.casefold() for value in values}, ()))
    return parts


def _reaches(condition: Condition, found: Hit) -> tuple[bool, tuple[Evidence, ...]]:
    """`one` means one alone; `many` takes everyone, too."""
    if found.reach is None or condition.reach is None:
        return False, ()
    exact = condition.reach == "one" or found.reach == "one"
    least = REACHES.index(found.reach) >= REACHES.index(condition.reach)
    return (found.reach == condition.reach if exact else least), found.reach_quotes
