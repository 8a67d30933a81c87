"""Why a place is masked and another one stays: every claim on a text, with what became of it."""

from dataclasses import dataclass
from typing import Literal

from guardrails.analyzer import Analyzer
from guardrails.hits import Hit, Shield
from guardrails.recognisers.house import DENIED
from guardrails.scrub import Scrubber

Fate = Literal["masked", "beaten", "shielded", "off", "dropped"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What one recogniser said of one place, and what became of it."""

    hit: Hit
    fate: Fate
    because: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The masked text, all claims in text order, and what stays because it is technical or allowed."""

    masked: str
    claims: tuple[Claim, ...]
    stays: tuple[Shield, ...]


def explain(text: str, analyzer: Analyzer, *, channel: str = "") -> Explanation:
    """Everything that was said of a normalised text, also what lost."""
    scrubbed = Scrubber(analyzer).for_channel(channel).scrub(text)
    hits, shields = analyzer.analyze(text)
    off = analyzer.house.kinds_off(channel)
    claims = [
        _claim(hit, scrubbed.hits, shields, f"switched off in {channel}" if hit.kind in off else "") for hit in hits
    ]
    claimed = {(claim.hit.start, claim.hit.end, claim.hit.kind) for claim in claims if claim.fate == "masked"}
    spread = [Claim(hit, "masked") for hit in scrubbed.hits if not _covered(hit, claimed)]
    stays = {(shield.start, shield.end): shield for shield in shields if not _touches(shield, scrubbed.hits)}
    return Explanation(
        scrubbed.text,
        tuple(sorted(set(claims) | set(spread), key=lambda claim: (claim.hit, claim.hit.source))),
        tuple(stays[place] for place in sorted(stays)),
    )


def _claim(hit: Hit, settled: tuple[Hit, ...], shields: list[Shield], off: str) -> Claim:
    if off and hit.source != DENIED:
        return Claim(hit, "off", off)
    over = [one for one in settled if one.start < hit.end and hit.start < one.end]
    if any(one.kind == hit.kind for one in over):
        return Claim(hit, "masked")
    if over:
        return Claim(hit, "beaten", f"{over[0].kind} of {over[0].source} ({over[0].score:.2f})")
    why = dict.fromkeys(shield.why for shield in shields if shield.start < hit.end and hit.start < shield.end)
    return (
        Claim(hit, "shielded", ", ".join(filter(None, why)))
        if why
        else Claim(hit, "dropped", "only signs are left of it")
    )


def _covered(hit: Hit, claimed: set[tuple[int, int, str]]) -> bool:
    return any(start < hit.end and hit.start < end and kind == hit.kind for start, end, kind in claimed)


def _touches(shield: Shield, settled: tuple[Hit, ...]) -> bool:
    return any(hit.start < shield.end and shield.start < hit.end for hit in settled)
