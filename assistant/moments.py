"""The times that a message tells, in UTC: those with a zone as told, the others by the zone its sender wrote from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from assistant.artifacts.artifact import Spot
from assistant.artifacts.times import find_times
from assistant.artifacts.zones import ZONE, stated_zone, zone_named

_SLACK = timedelta(minutes=5)
"""Clocks differ: a time so little after the message is no time to come."""
_CLOCK = re.compile(
    r"(?<![\w./:-])(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?::(?P<second>\d\d))?)?\s?(?P<half>[ap]\.?m\b\.?)?"
    rf"(?:\s?\(?(?P<zone>{ZONE})\)?)?(?![\w:%-])"
)
_BEFORE = re.compile(
    r"\b(?:since|at|from|until|till|around|about|after|before|between|and|um|seit|ab|bis|gegen|depuis|dès|à|vers"
    r"|desde|a las|hasta)\s(?:(?:about|around|circa|ca\.|roughly)\s)?$",
    re.IGNORECASE,
)
_NOT_TODAY = re.compile(
    r"\b(?:tomorrow|next|every|each|daily|always|by|due|schedul\w+|plan\w*|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri"
    r"|sat(?:ur)?|sun)(?:day)?s?|morgen|jeden|täglich|bis|demain|chaque|mañana|cada)\b",
    re.IGNORECASE,
)
_NEAR = 30
"""Characters before a clock in which a word says that another day is meant."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that stands at `start:end` of a message. `stamp` is how it is written, and says where a zone was taken."""

    message_id: str
    start: int
    end: int
    at: datetime
    stamp: str
    told: bool

    @property
    def source(self) -> str:
        """What evidence for the time in UTC points at."""
        return f"{self.message_id}.utc.{self.start}"


def moments(message_id: str, text: str, sent_at: datetime | None) -> list[Moment]:
    """Every time of a message that is clear, by its place; what lies after the message is a plan and no event."""
    found: dict[int, Moment] = {}
    spots = sorted(find_times(text, sent_at), key=lambda spot: (spot.start - spot.end, -spot.rank))
    for spot in spots:
        if any(spot.start < one.end and one.start < spot.end for one in found.values()):
            continue
        if (one := _of_spot(message_id, text, spot, sent_at)) is not None:
            found[spot.start] = one
    for one in _clocks(message_id, text, sent_at):
        if not any(one.start < other.end and other.start < one.end for other in found.values()):
            found[one.start] = one
    past = [one for one in found.values() if sent_at is None or not sent_at.tzinfo or one.at <= sent_at + _SLACK]
    return sorted(past, key=lambda one: one.start)


def _of_spot(message_id: str, text: str, spot: Spot, sent_at: datetime | None) -> Moment | None:
    """A time with its day; without a zone, by the sender's."""
    if spot.normalised:
        return _moment(message_id, spot.start, spot.end, datetime.fromisoformat(spot.normalised), True, sent_at)
    offset = _offset(sent_at)
    value = text[spot.start : spot.end]
    if not offset or not re.search(r"\d{4}|[A-Za-z]{3}|\d[./-]\d", value):
        return None
    again = [one for one in find_times(f"{value} {offset}", sent_at) if one.normalised]
    if not again or not again[0].normalised:
        return None
    return _moment(message_id, spot.start, spot.end, datetime.fromisoformat(again[0].normalised), False, sent_at)


def _clocks(message_id: str, text: str, sent_at: datetime | None) -> Iterator[Moment]:
    """Times of day alone: the last such time before the message was sent."""
    if sent_at is None or not sent_at.tzinfo:
        return
    common = stated_zone(text)
    for match in _CLOCK.finditer(text):
        lead = text[max(0, match.start() - _NEAR) : match.start()]
        if not (match["minute"] or match["half"]) or not (match["zone"] or _BEFORE.search(lead)):
            continue
        if _NOT_TODAY.search(lead.rpartition("\n")[2].rpartition(". ")[2]):
            continue
        zone = zone_named(match["zone"]) if match["zone"] else common
        if match["zone"] and zone is None:
            continue
        at = _last(match, zone or sent_at.tzinfo, sent_at)
        if at is not None:
            yield _moment(message_id, match.start(), match.end(), at, zone is not None, sent_at)


def _last(match: re.Match[str], zone: tzinfo, sent_at: datetime) -> datetime | None:
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    minute, second = int(match["minute"] or 0), int(match["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    at = sent_at.astimezone(zone).replace(hour=hour, minute=minute, second=second, microsecond=0)
    return at if at <= sent_at + _SLACK else at - timedelta(days=1)


def _moment(message_id: str, start: int, end: int, at: datetime, told: bool, sent_at: datetime | None) -> Moment:
    utc = at.astimezone(UTC)
    stamp = utc.strftime("%Y-%m-%d %H:%M:%S" if utc.second else "%Y-%m-%d %H:%M") + " UTC"
    return Moment(message_id, start, end, utc, stamp if told else f"{stamp} (zone taken: {_offset(sent_at)})", told)


def _offset(sent_at: datetime | None) -> str:
    """The sender's zone as `+02:00`; empty where the message does not tell."""
    if sent_at is None or sent_at.utcoffset() is None:
        return ""
    return sent_at.isoformat()[-6:]
