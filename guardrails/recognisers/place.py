"""Where somebody is: coordinates in texts, in fields and in links to maps."""

# ruff: noqa: E501  a table or pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

from guardrails.hits import Hit

_LAT, _LON = r"[+-]?\d{1,2}\.\d", r"[+-]?\d{1,3}\.\d"
_PAIR = re.compile(
    rf"(?<![\w.,+-])(?<![,;] )(?P<lat>{_LAT}{{2,15}})(?:[ ]?°)?(?:[ ]?[NSns]\b)?(?:[ ]?[,;/][ ]?|[ ])(?P<lon>{_LON}{{2,15}})"
    r"(?:[ ]?°)?(?:[ ]?[EWOew]\b)?(?![\w%]|[.,;][ ]?[+-]?\d| ?(?:ms|s|sec|MB|GB|KB|%|USD|EUR)\b)"
)
_CUE = re.compile(
    r"(?:\blat\b|\blatitud|\blo?ng\b|\blongitud|coord|koordinat|\bgps\b|geo(?:loc|point|fence))[^\n]{0,60}$",
    re.IGNORECASE,
)
_KEY = re.compile(r"\b\w{1,40}=$")
"""A key that says what the numbers are."""
_WEAK_CUE = re.compile(
    r"(?:location|located|\bposition|standort|ubicaci|posizion|localiza|emplacement|locatie|lokalizacj|sijainti|\bmaps?\b|where i am|\bplats)[^\n]{0,60}$",
    re.IGNORECASE,
)
_FIELDS = re.compile(
    rf"\blat(?:itude?|itud|itudine)?[\"']?\s{{0,2}}[:=>]{{1,2}}\s{{0,2}}[\"']?(?P<lat>{_LAT}{{1,15}})(?!\w)[^\n]{{0,40}}?\n?[^\n]{{0,20}}?"
    rf"\b(?:lo?ng?|lon(?:gitude?|gitud|gitudine)?)[\"']?\s{{0,2}}[:=>]{{1,2}}\s{{0,2}}[\"']?(?P<lon>{_LON}{{1,15}})(?!\w)",
    re.IGNORECASE,
)
_LINK = re.compile(
    rf"(?:/@|[?&](?:q|ll|sll|daddr|saddr|query|center|destination|origin|cp|mlat)=(?:loc:)?|geo:|#map=\d{{1,2}}/|/place/|/dir/)"
    rf"(?P<pair>{_LAT}{{1,15}}(?:,|%2C|/|~|&mlon=){_LON}{{1,15}})",
    re.IGNORECASE,
)
_ARC = r"\d{1,3}(?:\.\d{1,8})?[ ]?°[ ]?(?:\d{1,2}(?:[.,]\d{1,6})?[ ]?['’′´][ ]?)?(?:\d{1,2}(?:[.,]\d{1,6})?[ ]?(?:[\"”″]|['’′]{2})[ ]?)?"
_DMS = re.compile(
    rf"(?<![\w.])(?:{_ARC}[NS](?:[ ]?[,;/]?[ ]?){_ARC}[EWO](?!\w)|[NS][ ]?{_ARC}[,;/]?[ ]?[EWO][ ]?{_ARC}(?<![ ]))"
)
_PRECISE, _FAIRLY_PRECISE = 4, 3
_LARGE = 10


def find_places(text: str) -> Iterator[Hit]:
    """Pairs of latitude and longitude: precise ones anywhere, coarse ones after a word for them."""
    for pattern in (_LINK, _FIELDS) if "lat" in text or "," in text or "/" in text else ():
        for match in pattern.finditer(text):
            groups = ("pair",) if pattern is _LINK else ("lat", "lon")
            yield from (Hit(match.start(name), match.end(name), "COORDINATES", 0.95) for name in groups)
    for match in _PAIR.finditer(text):
        if _on_earth(match) and (_precise(match) or _cued(text, match)):
            spans = (
                [match.span("lat"), match.span("lon")]
                if text.endswith(("[", "[ "), 0, match.start())
                else [match.span()]
            )
            yield from (Hit(start, end, "COORDINATES", 0.95) for start, end in spans)
    if "°" in text:
        for match in _DMS.finditer(text):
            yield Hit(match.start(), match.end(), "COORDINATES", 0.95)


def _on_earth(match: re.Match[str]) -> bool:
    return abs(float(match["lat"])) <= 90 and abs(float(match["lon"])) <= 180


def _cued(text: str, match: re.Match[str]) -> bool:
    """Whether a word for coordinates stands before, or one for places and the numbers are no round ones."""
    before = max(0, match.start() - 80)
    key = _KEY.search(text, before, match.start())
    if key and not _CUE.search(key[0]) and not _WEAK_CUE.search(key[0]):
        return False
    if _CUE.search(text, before, match.start()):
        return True
    return _decimals(match) >= _FAIRLY_PRECISE and _WEAK_CUE.search(text, before, match.start()) is not None


def _decimals(match: re.Match[str]) -> int:
    return min(len(match[name].partition(".")[2]) for name in ("lat", "lon"))


def _precise(match: re.Match[str]) -> bool:
    """Whether both numbers have four decimals, a comma between them, and are no pair of small ratios."""
    largest, decimals = max(abs(float(match["lat"])), abs(float(match["lon"]))), _decimals(match)
    comma = re.search(r"[,;/NSns]", match[0]) is not None
    large = largest >= _LARGE or (largest >= 1 and (decimals > _PRECISE or "-" in match[0]))
    return decimals >= _PRECISE and comma and large
