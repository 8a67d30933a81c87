"""Time zones as people write them: offsets, abbreviations, names, and what a message says about all its times."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_HOURS = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2,
    "SAST": 2, "EEST": 3, "MSK": 3, "TRT": 3, "GST": 4, "PKT": 5, "WIB": 7, "ICT": 7, "SGT": 8, "HKT": 8, "AWST": 8,
    "JST": 9, "KST": 9, "ACST": 9.5, "AEST": 10, "ACDT": 10.5, "AEDT": 11, "NZST": 12, "NZDT": 13, "ART": -3, "BRT": -3,
    "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip
_UNCLEAR = ("IST", "CST", "AST")
"""Each names zones hours apart (India, Ireland, Israel; America, China); `CST` after am or pm is taken as American."""
_REGIONS = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}

ZONE = (
    r"(?:(?:UTC|GMT)\s?[+-]\d{1,2}(?::?\d\d)?|[+-]\d\d:?\d\d(?!\d)|[+-]\d\d(?![\d:-])|"
    + "|".join(sorted([*_HOURS, *_UNCLEAR, *_REGIONS], key=len, reverse=True))
    + r")(?![\w/])"
)
"""A zone as it stands after a time."""
_OFFSET = re.compile(r"(?:UTC|GMT)?\s?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d\d)?$")
_STATED = re.compile(
    r"(?i:\b(?:all )?(?:times?|timestamps?|zeiten|zeitangaben|uhrzeiten|heures"
    r"|horas|logs?|clock)(?: (?:are|is|shown|given|below|above|here|sind|alle"
    r"|en|in|all|stamps?|zone)){0,5}"
    r"(?: in)?[ :=]{1,3}|\btime ?zone(?: is)?[ :=]{1,3}|\bzeitzone(?: ist)?[ :=]{1,3})"
    rf"[\"'(]?(?P<zone>{ZONE}|(?:Africa|America|Asia|Atlantic|Australia|Europe|Pacific)/[A-Z][A-Za-z_]{{2,30}})"
)


def zone_named(name: str, *, twelve_hours: bool = False) -> tzinfo | None:
    """The zone that `name` means, None when it is unknown or means several.

    >>> zone_named("CET").utcoffset(None) == zone_named("+01:00").utcoffset(None), zone_named("IST")
    (True, None)
    """
    if name == "CST" and twelve_hours:
        return timezone(timedelta(hours=-6))
    if name in _HOURS:
        return timezone(timedelta(hours=_HOURS[name]))
    if "/" in name or name in _REGIONS:
        return _region(_REGIONS.get(name, name))
    match = _OFFSET.match(name)
    if not match:
        return None
    offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    if offset > timedelta(hours=14) or int(match["minutes"] or 0) not in (0, 15, 30, 45):
        return None
    return timezone(offset if match["sign"] == "+" else -offset)


def _region(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def stated_zone(text: str) -> tzinfo | None:
    """The zone that a message gives for its times, as in "(times in CET)"; None when it gives none or two."""
    names = {match["zone"] for match in _STATED.finditer(text)}
    return zone_named(names.pop()) if len(names) == 1 else None


def as_utc(moment: datetime) -> str | None:
    """ISO 8601 in UTC with `Z`; None for a time without a zone, or one that leaves the calendar in UTC."""
    if moment.tzinfo is None:
        return None
    try:
        utc = moment.astimezone(UTC)
    except OverflowError:
        return None
    return utc.replace(tzinfo=None).isoformat(timespec="milliseconds" if utc.microsecond else "seconds") + "Z"
