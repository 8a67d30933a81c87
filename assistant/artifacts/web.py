"""HTTP requests, statuses and URLs."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urlsplit

from assistant.artifacts.artifact import Spot

_STATUSES = (
    {status.value for status in HTTPStatus}
    | {419, 420, 440, 444, 449, 460, 463, 494, 495, 496, 497, 498, 499}
    | set(range(520, 531))
)
_PHRASES = "|".join(
    sorted(
        (re.escape(status.phrase).replace(r"\ ", "[ -]?") for status in HTTPStatus if status >= 300),
        key=len,
        reverse=True,
    )
)
_URL_CHARS = r"(?:[^\s<>\"'`\\{}|]|<[A-Z_]{2,30}_\d+>)"
_URL = re.compile(
    rf"\b(?:https?|wss?|ftp)://{_URL_CHARS}{{2,2000}}|\bwww\.[a-z0-9-]+\.{_URL_CHARS}{{2,2000}}", re.IGNORECASE
)
_REQUEST = re.compile(
    rf"(?<![\w/-])(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s{{1,3}}[\"'`]?(?P<target>https?://{_URL_CHARS}{{2,2000}}"
    rf"|/{_URL_CHARS}{{0,2000}})(?P<http>\s+HTTP/)?"
)
_UNITS = (
    r"(?!\s*(?:%|€|\$|£|ms\b|s\b|sec|min|hours?|days?|rows?|records?|emails?|messages?"
    r"|users?|items?|results?|files?|entries|times|people|events?|orders?|tickets?"
    r"|kb\b|mb\b|gb\b|px\b|bytes|euro|eur\b|usd\b|dollars?|lines?|characters?"
    r"|contacts?|of (?:our|the|them|these|those)))"
)
_CODE = rf"(?P<status>[1-5]\d\d)(?![\w.,:/-]*\d)(?![\w%€$]){_UNITS}"
_STATUS_PATTERNS = (
    re.compile(rf"\bHTTP(?:S)?/\d(?:\.\d)?[\"']?\s{{1,3}}{_CODE}", re.IGNORECASE),
    re.compile(
        rf"\b(?:(?:http|response|status|return)[ _-]?(?:status|code|statuscode)?(?:[ _-]?code)?"
        rf"|statuscode|rc)[\"']?(?:\s?[:=]\s?|\s+(?:is |was |of )?)[\"'`(]?{_CODE}",
        re.IGNORECASE,
    ),
    re.compile(rf"(?P<status>[345]\d\d)\s?[-\u2013:(]?\s?(?:{_PHRASES})\b", re.IGNORECASE),
    re.compile(
        r"\b(?:return(?:s|ed|ing)?|respond(?:s|ed|ing)?(?: with)?|answer(?:s|ed|ing)?(?: with)?"
        r"|repl(?:y|ies|ied)(?: with)?|fail(?:s|ed|ing)? with|reject(?:s|ed)? with"
        r"|throws?|threw|throwing|g[eo]t(?:s|ting)?|receiv(?:e|es|ed|ing)|see(?:s"
        r"|ing)?|gives?|came back|comes back|back) (?:with |as )?(?:an? |the |only "
        r"|back |HTTP |error |status |code ){0,4}(?P<status>[2-5]\d\d)(?![\w.,:/-]*\d)(?!\w"
        r"|[%€$])(?=\s*(?:$|[\n.,;:!?)\"'`/]|(?:for|on|when|from|and|since|to|in|at"
        r"|with|but|as|after|if|or|code|error|errors|response|responses|status|every"
        r"|instead|again|while|even|because|today|now|from)\b))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:errors?|fehler|erreur|http)(?: code)?[ :]{{1,2}}"
        rf"(?P<status>[45]\d\d)(?![\w.,:/-]*\d)(?![\w%€$]){_UNITS}",
        re.IGNORECASE,
    ),
    re.compile(r"(?<![\w.,$€#-])(?P<status>[45]\d\d)(?:s\b|(?= (?:error|response|status)\b))"),
    re.compile(
        r"\b(?:an?|with|HTTP|intermittent|random|occasional|getting|seeing|many|constant"
        r"|the)\s(?P<status>[45]\d\d)(?=\s(?:errors|responses)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:an?|with(?: an?)?) (?P<status>4(?:0[0-9]|1[0-9]|2[0-9])|50[0-5])(?=\s*(?:$"
        r"|[\n.,;!?)]|(?:for|on|when|from|since|at|if|or|and|every)\b))"
    ),
)


def find_urls(text: str) -> Iterator[Spot]:
    """URLs without the punctuation that follows them; normalised with scheme and host in lower case."""
    for match in _URL.finditer(text):
        end = match.start() + len(_without_tail(match.group()))
        yield Spot("url", match.start(), end, _normal_url(text[match.start() : end]))


def _without_tail(url: str) -> str:
    """The URL without closing marks that belong to the sentence: a bracket counts only when it was opened inside."""
    while url:
        if (
            url[-1] in ".,;:!?*_~…"
            or (url[-1] == ")" and url.count("(") < url.count(")"))
            or (url[-1] == "]" and url.count("[") < url.count("]"))
        ):
            url = url[:-1]
        else:
            break
    return url


def _normal_url(url: str) -> str | None:
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
    except ValueError:
        return None
    host = parts.netloc if "<" in parts.netloc else parts.netloc.lower()
    return f"{parts.scheme.lower()}://{host}{parts.path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")


def find_requests(text: str) -> Iterator[Spot]:
    """A method with its path or URL; normalised to the method and the path."""
    for match in _REQUEST.finditer(text):
        target = _without_tail(match["target"])
        if target == "/" and not match["http"]:
            continue
        yield Spot(
            "http_request", match.start(), match.start("target") + len(target), f"{match['method']} {_path(target)}"
        )


def _path(target: str) -> str:
    try:
        return urlsplit(target).path or "/"
    except ValueError:
        return target


def find_statuses(text: str) -> Iterator[Spot]:
    """Status codes that the words around them make one; a bare number is none."""
    for rank, pattern in enumerate(reversed(_STATUS_PATTERNS)):
        for match in pattern.finditer(text):
            if int(match["status"]) in _STATUSES:
                yield Spot(
                    "http_status", match.start("status"), match.end("status"), match["status"], rank=min(rank, 4)
                )
