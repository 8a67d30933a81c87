"""Timestamps, as logs and people write them, normalised to UTC where the text says which zone is meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from assistant.artifacts.artifact import Spot
from assistant.artifacts.zones import ZONE, as_utc, stated_zone, zone_named

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar jänner janvier enero",
            "feb february februar février fevrier febrero",
            "mar march märz mars marzo",
            "apr april avril abril",
            "may mai mayo",
            "jun june juni juin junio",
            "jul july juli juillet julio",
            "aug august août aout agosto",
            "sep sept september septembre septiembre",
            "oct october okt oktober octobre octubre",
            "nov november novembre noviembre",
            "dec december dez dezember décembre decembre diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?\s{1,2})?"
_CLOCK = r"(?P<hour>\d{1,2})(?::|h)(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
_HALF = r"(?:\s?(?P<half>[ap]\.?m\b\.?))?(?:\s?(?:Uhr|hrs|h)\b)?"
_ZONE = rf"(?:\s{{0,2}}\(?(?P<zone>(?-i:{ZONE}))\)?)?"
_TIME = rf"(?:{_CLOCK}{_HALF}|(?P<hour_only>\d{{1,2}})\s?(?P<half_only>[ap]\.?m\b\.?)){_ZONE}"
_AT = (
    r"(?:,?\s{1,2}(?:at|um|à|a las|alle|around|about|gegen|vers)\s{1,2}(?:about "
    r"|around |approx\. |ca\. )?|,?\s{1,2}|\s[-\u2013@]\s|T)"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|er|º)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_ISO_DATE = r"(?P<year>(?:19|20)\d\d)[-/](?P<month>\d\d)[-/](?P<day>\d\d)"
_NUMERIC = r"(?P<first>\d{1,2})(?P<mark>[./-])(?P<then>\d{1,2})(?P=mark)(?P<year>20\d\d|\d\d)"

_FORMS = tuple(
    re.compile(rf"(?<![\w./:-]){form}", re.IGNORECASE if position != 0 else 0)
    for position, form in enumerate(
        (
            rf"{_ISO_DATE}(?:[T_ ]|, |\s?at )(?P<hour>\d\d):(?P<minute>\d\d)"
            rf"(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d{{1,9}}))?)?{_ZONE}(?!:?\d|[A-Za-z])",
            rf"(?P<day>\d\d)/(?P<month>[A-Z][a-z]{{2}})/{_YEAR}:(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)\s{_ZONE}",
            rf"{_WEEKDAY}{_DAY}(?:\sde|\sof)?\s{{1,2}}{_MONTH}(?:,?\s(?:de\s)?{_YEAR})?{_AT}{_TIME}(?![:\d])",
            rf"{_WEEKDAY}{_MONTH}\s{{1,2}}{_DAY}(?:,?\s{_YEAR})?{_AT}{_TIME}(?:\s{_YEAR.replace('year', 'late_year')}"
            rf"(?![\w:]))?(?![:\d])",
            rf"{_TIME}(?:,?\s(?:on|am|le|of)\s|,?\s){_WEEKDAY}(?:the\s)?{_DAY}(?:\sof)?\s{_MONTH}(?:,?\s{_YEAR})?(?!"
            rf"[:\d])",
            rf"{_TIME}(?:,?\s(?:on)\s|,?\s){_WEEKDAY}{_MONTH}\s{_DAY}(?:,?\s{_YEAR})?(?![:\d])",
            rf"{_TIME}\son\s{_ISO_DATE}(?![\w:])",
            rf"{_NUMERIC}{_AT}{_TIME}(?![:\d])",
            rf"{_TIME}\s(?:on|am|le)\s{_NUMERIC}(?![:\d])",
        )
    )
)
_CLOCK_ONLY = re.compile(
    rf"(?<![\w./:-])(?:{_CLOCK}{_HALF}|(?P<hour_only>\d{{1,2}})\s?(?P<half_only>[ap]m))\s{{0,2}}\(?(?P<zone>(?-i:{ZONE}))\)?",
    re.IGNORECASE,
)
_EPOCH = re.compile(
    r"(?:(?<![A-Za-z])(?:(?:unix|epoch)(?:[ _-]?(?:time(?:stamp)?|ms|seconds|millis))?"
    r"|[a-z_-]{0,24}time_?stamp|ts|time|t|iat|exp|nbf|created(?:_?at)?|updated(?:_?at)?"
    r"|expires(?:_?at)?|date)"
    r"[\"']?\s?(?:[:=]|is|was|\s)\s?[\"']?)(?P<value>\d{16}|\d{13}|\d{10})(?![\w.]*\d)",
    re.IGNORECASE,
)
_EPOCH_FROM, _EPOCH_TO = 946_684_800, 4_102_444_800


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the message says beside the time itself."""

    zone: tzinfo | None
    sent_at: datetime | None


def find_times(text: str, sent_at: datetime | None = None) -> Iterator[Spot]:
    """Timestamps of `text`. A date that the calendar does not have is not one; an unclear one has no normal form."""
    setting = _Setting(stated_zone(text), sent_at)
    for form in _FORMS:
        for match in form.finditer(text):
            if spot := _spot(match, setting):
                yield spot
    for match in _CLOCK_ONLY.finditer(text):
        if _clock(match.groupdict()) is not None:
            yield Spot("timestamp", match.start(), _end(match), None, rank=-1)
    for match in _EPOCH.finditer(text):
        seconds = int(match["value"]) / 10 ** (len(match["value"]) - 10)
        if _EPOCH_FROM <= seconds < _EPOCH_TO:
            moment = datetime.fromtimestamp(0, UTC) + timedelta(seconds=seconds)
            yield Spot("timestamp", match.start("value"), match.end("value"), as_utc(moment), rank=1)


def _end(match: re.Match[str]) -> int:
    """The end without a bracket that was opened before the time."""
    inside = match.group()
    return match.end() - (1 if inside.endswith(")") and "(" not in inside else 0)


def _spot(match: re.Match[str], setting: _Setting) -> Spot | None:
    parts = match.groupdict()
    clock = _clock(parts)
    if clock is None:
        return None
    try:
        moment = _moment(parts, clock, setting)
    except ValueError:
        return None
    zone = _zone(parts, clock, setting)
    normal = as_utc(moment.replace(tzinfo=zone)) if moment and zone else None
    return Spot("timestamp", match.start(), _end(match), normal, rank=0 if _date_first(match) else -1)


def _date_first(match: re.Match[str]) -> bool:
    """Whether the date stands before the time; in a list of such times, a time belongs to the date before it."""
    day = "day" if "day" in match.re.groupindex else "first"
    clock = "hour" if match["hour"] else "hour_only"
    return match.start(day) < match.start(clock)


Clock = tuple[int, int, int, int]


def _clock(parts: dict[str, str | None]) -> Clock | None:
    """Hour, minute, second and microsecond; None when no clock shows them."""
    hour = int(parts.get("hour") or parts.get("hour_only") or 0)
    half = (parts.get("half") or parts.get("half_only") or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    minute, second = int(parts.get("minute") or 0), int(parts.get("second") or 0)
    micro = int((parts.get("fraction") or "0").ljust(6, "0")[:6])
    return (hour, minute, second, micro) if hour < 24 and minute < 60 and second < 60 else None


def _moment(parts: dict[str, str | None], clock: Clock, setting: _Setting) -> datetime | None:
    """The local time; None when the day or the year is not clear, ValueError when the calendar has no such day."""
    month = parts.get("month") or ""
    year = parts.get("year") or parts.get("late_year")
    if first := parts.get("first"):
        day, month_number = _day_and_month(int(first), int(parts["then"] or 0), parts["mark"] or "")
        if day is None:
            return None
    else:
        day, month_number = int(parts["day"] or 0), int(month) if month.isdigit() else _MONTHS[month.lower()]
    if year:
        full_year = int(year) if len(year) == 4 else 2000 + int(year)
        return datetime(full_year, month_number, day, *clock)
    datetime(2024, month_number, day)
    return _latest(month_number, day, clock, setting.sent_at)


def _day_and_month(first: int, then: int, mark: str) -> tuple[int | None, int]:
    """Day and month of `3.11.`, `25/11` and `11/25`; no day for `3/11`, which is either."""
    if mark == "." or first > 12 or first == then:
        return first, then
    if then > 12:
        return then, first
    if not (first >= 1 and then >= 1):
        raise ValueError("no such day")
    return None, 0


def _latest(month: int, day: int, clock: Clock, sent_at: datetime | None) -> datetime | None:
    """The last such day that was not after the message: in January, "Dec 30" is last year's."""
    if sent_at is None:
        return None
    limit = sent_at.replace(tzinfo=None) + timedelta(days=2)
    for year in range(limit.year, limit.year - 5, -1):
        try:
            moment = datetime(year, month, day, *clock)
        except ValueError:
            continue
        if moment <= limit:
            return moment
    return None


def _zone(parts: dict[str, str | None], clock: Clock, setting: _Setting) -> tzinfo | None:
    name = parts.get("zone")
    if not name:
        return setting.zone
    if _is_range(name, parts, clock):
        return setting.zone
    return zone_named(name, twelve_hours=bool(parts.get("half") or parts.get("half_only")))


def _is_range(name: str, parts: dict[str, str | None], clock: Clock) -> bool:
    """`14:05-15:30` is a span of time and not a zone."""
    return name[0] == "-" and parts.get("second") is None and ":" in name and int(name[1:3]) >= clock[0]
