"""Scrubbing: personal data and secrets out, placeholders in. A text that cannot be scrubbed goes nowhere."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from guardrails.analyzer import Analyzer
from guardrails.closed import closed
from guardrails.earlier import Earlier
from guardrails.findings import Finding
from guardrails.hits import LITERAL, Hit, Shield, resolve
from guardrails.known import KnownValues
from guardrails.origins import attributed
from guardrails.recognisers.house import DENIED
from guardrails.registry import PERSONAL
from guardrails.repeats import Shortened, shortened
from guardrails.vault import BARE_PLACEHOLDER, PLACEHOLDER, Vault
from guardrails.windows import analysed_in_windows

ROTATE = "A secret was sent in clear text. Ask its owner to revoke it and to make a new one."
_PROPAGATED = frozenset({"PERSON", "EMAIL", "USERNAME", "ADDRESS"})
_NUMBERS = frozenset(
    {"PHONE", "IBAN", "BANK_ACCOUNT", "CREDIT_CARD", "PASSPORT", "NATIONAL_ID", "LICENCE_PLATE", "VEHICLE_ID"}
    | {"DEVICE_ID", "COORDINATES", "MAC_ADDRESS"}
)
_MIN_SECRET = 6
_BARE_KINDS = frozenset({*PERSONAL, "ORGANISATION", "SECRET", LITERAL})
_SURROGATE = re.compile("[\ud800-\udfff]")
_Row = tuple[Shortened, list[Hit], list[Shield]]


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """A text without personal data and secrets. `spans` are (start, end, kind) in the text that was given.

    `hits` are the same places with their scores and who said so.
    """

    text: str
    findings: tuple[Finding, ...] = ()
    spans: tuple[tuple[int, int, str], ...] = ()
    hits: tuple[Hit, ...] = ()


class Scrubber:
    """Masks what `analyzer` finds. Texts are expected to be normalised; offsets count in the text as given."""

    def __init__(self, analyzer: Analyzer, *, channel: str = "") -> None:
        self._analyzer = analyzer
        self._channel = channel

    def for_channel(self, channel: str) -> "Scrubber":
        """The same for texts of one channel, for which the house may have switched kinds off."""
        return Scrubber(self._analyzer, channel=channel)

    def _analysed(self, texts: Sequence[str]) -> list[_Row]:
        """What the analyzer finds, without kinds that are off in this channel; what the house denies always counts.

        Repeated lines are left out: the hits are in the shorter texts that come with them.
        """
        short = [shortened(encodable(text)) for text in texts]
        found = analysed_in_windows([each.text for each in short], self._analyzer.analyze_batch)
        off = self._analyzer.house.kinds_off(self._channel) if self._channel else frozenset()
        return [
            (each, [hit for hit in hits if hit.kind not in off or hit.source == DENIED], shields)
            for each, (hits, shields) in zip(short, found, strict=True)
        ]

    def scrub(
        self, text: str, vault: Vault | None = None, *, where: str = "", earlier: Earlier | None = None
    ) -> Scrubbed:
        """One text. With a vault the placeholders are numbered and can be restored, without one they cannot.

        `earlier` is what stood before, when the text is a block of a longer one that is checked without a vault.
        """
        if vault is None:
            return closed(lambda: self._alone([text], where, earlier or Earlier())[0])
        return self.scrub_thread({where: text}, vault)[where]

    def scrub_thread(self, texts: Mapping[str, str], vault: Vault) -> dict[str, Scrubbed]:
        """The texts of one ticket: what is found in one of them is masked in all of them.

        A text that was scrubbed with this vault keeps its placeholders.
        """
        return closed(lambda: self._thread(texts, vault))

    def scrub_batch(self, texts: Sequence[str], *, where: str = "") -> list[Scrubbed]:
        """Unrelated texts, irreversibly: each is masked by itself, with placeholders that carry no number."""
        return closed(lambda: self._alone(texts, where, Earlier()))

    def _alone(self, texts: Sequence[str], where: str, earlier: Earlier) -> list[Scrubbed]:
        before = earlier.before
        results = []
        for text, row in zip(texts, self._analysed([before + text for text in texts]), strict=True):
            settled = _settled(*row, self._known([row], earlier.values))
            results.append(_masked(text, _moved(settled, len(before)), None, where))
        return results

    def _thread(self, texts: Mapping[str, str], vault: Vault) -> dict[str, Scrubbed]:
        new = {where: text for where, text in texts.items() if not vault.made(text)}
        rows = self._analysed(list(new.values()))
        known = self._known(rows, vault.values())
        done = {}
        for (where, text), row in zip(new.items(), rows, strict=True):
            done[where] = _masked(text, _settled(*row, known), vault, where)
        for where in (where for where in texts if where not in new):
            done[where] = self._again(texts[where], known, vault, where)
        for scrubbed in done.values():
            vault.remember(scrubbed.text)
        return {where: done[where] for where in texts}

    def _again(self, text: str, known: KnownValues, vault: Vault, where: str) -> Scrubbed:
        """A text that was scrubbed with this vault: its placeholders stay, and what is known since then goes."""
        if not vault.has_grown_since(text):
            return Scrubbed(text)
        placeholders = [Shield(match.start(), match.end(), hard=True) for match in PLACEHOLDER.finditer(text)]
        shields = [*placeholders, *self._analyzer.shields.find(text)]
        return _masked(text, resolve(known.find(text), shields, text=text), vault, where)

    def _known(self, rows: Sequence[_Row], stated: Iterable[tuple[str, str]]) -> KnownValues:
        """The stated values and those that were found in the texts, to be found again in all of them."""
        known = KnownValues(self._analyzer.lexicon)
        for kind, value in stated:
            known.add(kind, value, any_case=True)
        for short, hits, shields in rows:
            for hit in resolve(hits, shields, text=short.text):
                value = short.text[hit.start : hit.end]
                if hit.kind in _PROPAGATED or ((hit.secret or hit.kind in _NUMBERS) and unmistakable(value)):
                    known.add(hit.kind, value)
        return known


def _settled(short: Shortened, hits: list[Hit], shields: list[Shield], known: KnownValues) -> list[Hit]:
    """The hits of one text and the known values in it, settled, in the places of the whole text."""
    text = short.text
    claims = [*hits, *known.find(text), *literals(text)]
    settled = attributed(resolve(claims, [*shields, *given_out(text)], text=text), hits)
    return short.spread(settled)


def literals(text: str) -> Iterator[Hit]:
    """What looks like one of our placeholders and may have been typed by somebody."""
    if "<" in text:
        yield from (Hit(match.start(), match.end(), LITERAL) for match in PLACEHOLDER.finditer(text))


def given_out(text: str) -> Iterator[Shield]:
    """Placeholders without a number, of texts that were scrubbed for the index: nothing in them is a value."""
    if "<" in text:
        for match in BARE_PLACEHOLDER.finditer(text):
            if match[0][1:-1] in _BARE_KINDS:
                yield Shield(match.start(), match.end(), hard=True)


def encodable(text: str) -> str:
    """The same text, letter for letter, without the halves of surrogate pairs, which no model reads."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _moved(hits: list[Hit], by: int) -> list[Hit]:
    """Hits that reach beyond the first `by` characters, counted from there."""
    if not by:
        return hits
    return [replace(hit, start=max(0, hit.start - by), end=hit.end - by) for hit in hits if hit.end > by]


def unmistakable(value: str) -> bool:
    """Whether a secret or number is nothing that stands elsewhere for something else."""
    return len(value) >= _MIN_SECRET and not value.isalpha()


def _masked(text: str, hits: list[Hit], vault: Vault | None, where: str) -> Scrubbed:
    """Put placeholders in the place of the hits, which are in order and apart."""
    parts: list[str] = []
    findings: list[Finding] = []
    at = 0
    for hit in hits:
        value = text[hit.start : hit.end]
        parts += [text[at : hit.start], vault.placeholder(hit.kind, value) if vault else bare(hit.kind, value)]
        at = hit.end
        if hit.kind != LITERAL:
            findings.append(_finding(hit, where))
    parts.append(text[at:])
    spans = tuple((hit.start, hit.end, hit.kind) for hit in hits)
    return Scrubbed("".join(parts), tuple(findings), spans, tuple(hits))


def bare(kind: str, value: str) -> str:
    """A placeholder that cannot be restored; a number that a text brings along is taken off."""
    if kind == LITERAL:
        return PLACEHOLDER.sub(r"<\1>", value)
    return "<SECRET>" if kind.startswith("SECRET") else f"<{kind}>"


def _finding(hit: Hit, where: str) -> Finding:
    if hit.secret:
        name = hit.kind.removeprefix("SECRET").strip("_").lower() or "value"
        return Finding(f"secret.{name}", where, hit.start, hit.end, "warning", ROTATE)
    return Finding(f"pii.{hit.kind.lower()}", where, hit.start, hit.end, "info")
