"""Scrubbing: personal data and secrets out, placeholders in. A text that cannot be scrubbed goes nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guardrails.analyzer import Analyzer
from guardrails.errors import ScrubFailed
from guardrails.findings import Finding
from guardrails.hits import Hit, Shield, resolve
from guardrails.known import KnownValues
from guardrails.vault import LITERAL, PLACEHOLDER, Vault

ROTATE = "A secret was sent in clear text. Ask its owner to revoke it and to make a new one."
_PROPAGATED = frozenset(
    {"PERSON", "EMAIL", "PHONE", "USERNAME", "ADDRESS", "IBAN", "CREDIT_CARD", "PASSPORT", "NATIONAL_ID"}
)
_MIN_SECRET = 6


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """A text without personal data and secrets. `spans` are (start, end, kind) in the text that was given."""

    text: str
    findings: tuple[Finding, ...] = ()
    spans: tuple[tuple[int, int, str], ...] = ()


class Scrubber:
    """Masks what `analyzer` finds. Texts are expected to be normalised; offsets count in the text as given."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    def scrub(self, text: str, vault: Vault | None = None, *, where: str = "") -> Scrubbed:
        """One text. With a vault the placeholders are numbered and can be restored, without one they cannot."""
        if vault is None:
            return self.scrub_batch([text], where=where)[0]
        return self.scrub_thread({where: text}, vault)[where]

    def scrub_thread(self, texts: Mapping[str, str], vault: Vault) -> dict[str, Scrubbed]:
        """The texts of one ticket: what is found in one of them is masked in all of them."""
        try:
            return self._thread(texts, vault)
        except Exception as exc:
            raise _failed(exc) from None

    def scrub_batch(self, texts: Sequence[str], *, where: str = "") -> list[Scrubbed]:
        """Unrelated texts, irreversibly: each is masked by itself, with placeholders that carry no number."""
        try:
            results = []
            for text, (hits, shields) in zip(texts, self._analyzer.analyze_batch(texts), strict=True):
                settled = self._spread([(text, hits, shields)], None)[0]
                results.append(_masked(text, settled, None, where))
            return results
        except Exception as exc:
            raise _failed(exc) from None

    def _thread(self, texts: Mapping[str, str], vault: Vault) -> dict[str, Scrubbed]:
        analysed = self._analyzer.analyze_batch(list(texts.values()))
        rows = [(text, hits, shields) for text, (hits, shields) in zip(texts.values(), analysed, strict=True)]
        settled = self._spread(rows, vault)
        return {
            where: _masked(text, hits, vault, where) for (where, text), hits in zip(texts.items(), settled, strict=True)
        }

    def _spread(self, rows: list[tuple[str, list[Hit], list[Shield]]], vault: Vault | None) -> list[list[Hit]]:
        """Settle the hits of each text, then find the values of all of them again in each."""
        known = KnownValues(self._analyzer.lexicon)
        for kind, value in vault.values() if vault else ():
            known.add(kind, value, any_case=True)
        for text, hits, shields in rows:
            for hit in resolve(hits, shields):
                value = text[hit.start : hit.end]
                if hit.kind in _PROPAGATED or (hit.kind.startswith("SECRET") and unmistakable(value)):
                    known.add(hit.kind, value)
        settled = []
        for text, hits, shields in rows:
            literals = [Hit(m.start(), m.end(), LITERAL, 1.0) for m in PLACEHOLDER.finditer(text)]
            settled.append(resolve([*hits, *known.find(text), *literals], shields))
        return settled


def unmistakable(secret: str) -> bool:
    """Whether a secret is no word that stands elsewhere for something else."""
    return len(secret) >= _MIN_SECRET and not secret.isalpha()


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
    return Scrubbed("".join(parts), tuple(findings), tuple((hit.start, hit.end, hit.kind) for hit in hits))


def bare(kind: str, value: str) -> str:
    """A placeholder that cannot be restored; a number that a text brings along is taken off."""
    if kind == LITERAL:
        return PLACEHOLDER.sub(r"<\1>", value)
    return "<SECRET>" if kind.startswith("SECRET") else f"<{kind}>"


def _finding(hit: Hit, where: str) -> Finding:
    if hit.kind.startswith("SECRET"):
        name = hit.kind.removeprefix("SECRET").strip("_").lower() or "value"
        return Finding(f"secret.{name}", where, hit.start, hit.end, "warning", ROTATE)
    return Finding(f"pii.{hit.kind.lower()}", where, hit.start, hit.end, "info")


def _failed(exc: Exception) -> ScrubFailed:
    """An error that tells what broke without the text, which exceptions of libraries may quote."""
    return ScrubFailed(f"the text could not be scrubbed ({type(exc).__name__}); nothing was passed on")
