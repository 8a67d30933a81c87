"""Versions of software, with the product's name where it stands beside them."""

import re
from collections.abc import Iterator

from assistant.artifacts.artifact import Spot

_PRODUCTS = (
    "Chrome|Chromium|Firefox|Safari|Edge|Edg|Opera|Brave|Vivaldi|Windows Server"
    "|Windows|Win|macOS|Mac OS X|OS X|iPadOS|iOS|Android"
    "|Ubuntu|Debian|Fedora|RHEL|CentOS|Linux Mint|Alpine|ChromeOS|Node(?:\\.js)?"
    "|Python|Java|JDK|OpenJDK|PHP|Ruby|Go|golang"
    "|\\.NET(?: Core| Framework)?|OpenSSL|TLS|SSL|nginx|Apache|PostgreSQL|Postgres"
    "|MySQL|MariaDB|MongoDB|Redis|Kafka|Kubernetes"
    "|k8s|Docker|Helm|Terraform|Postman|curl|Thunderbird|TB|Outlook|Excel|Office"
    "|Exchange|Teams|Slack|Word|WordPress|npm|pip"
    "|React|Angular|Vue|Spring Boot|Django|Rails|Electron|Elasticsearch|Grafana|Prometheus"
)
_NUMBER = (
    r"\d{1,9}(?:\.\d{1,9}){0,4}(?:[-+]?(?:alpha|beta|rc|dev|esr|b|a|p|preview"
    r"|snapshot|post|build)[.-]?\d{0,6}|-\d{1,4}(?:-[a-z]+)?)?"
)
_DOTTED = (
    r"\d{1,9}(?:\.\d{1,9}){1,4}(?:[-+]?(?:alpha|beta|rc|dev|esr|b|a|p|preview"
    r"|snapshot|post|build)[.-]?\d{0,6}|-\d{1,4}(?:-[a-z]+)?)?"
)
_END = r"(?![\w%€$]|\.\d|[,:]\d|/\d|\s?(?:am|pm|GB|MB|KB|%|ms|bit)\b)"
_NAMED = re.compile(
    rf"(?<![\w./-])(?P<name>{_PRODUCTS})(?:/|\s{{1,2}}|[ ,]{{0,2}}\(?(?:version"
    rf"|ver\.?|v\.?|release)\s?:?\s?v?\s?|\s?:\s?v?|\s?-\s?v)v?(?P<number>{_NUMBER}){_END}",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    rf"(?<![\w-])(?:(?P<name>[A-Z][\w.+-]{{1,40}}(?: [A-Z][\w.+-]{{1,40}})?)[ ,]{{1,2}})?\(?(?:[Vv]ersion"
    rf"|VERSION|[Vv]er\.?|[Rr]elease|[Ff]irmware|[Bb]uild)[\"']?(?:\s?[:=]\s?|\s+(?:is "
    rf"|number |no\.? )?)[\"'`]?v?(?P<number>{_DOTTED}|\d{{1,4}}){_END}"
)
_V = re.compile(rf"(?<![\w./-])(?:(?P<name>[A-Z][\w+-]{{1,40}}) )?v\.?\s?(?P<number>{_DOTTED})(?![\w%]|\.\d)")
_UNKNOWN = re.compile(
    rf"(?<![\w./-])(?P<name>[A-Z][\w+-]{{1,40}}(?: [A-Z][\w+-]{{1,40}})?)[ /](?P<number>\d{{1,9}}(?:\.\d{{1,9}}){{2,4}}"
    rf"(?:[-+]?(?:alpha|beta|rc|dev|esr|b|build)[.-]?\d{{0,6}})?){_END}"
)
_MOVED = re.compile(
    rf"(?i:\b(?:upgrad|updat|downgrad|migrat|backport|aktualisier|mis(?:e)? à jour"
    rf"|roll(?:ed|ing)? back|went|moved|going)\w*"
    rf"(?: (?:to|from|auf|von|vers|à|de|version)){{1,2}}) (?P<name>)v?(?P<number>{_DOTTED}){_END}"
)
_TO = re.compile(rf"(?<=\d) (?:to|auf|->|→) (?P<name>)v?(?P<number>\d{{1,9}}(?:\.\d{{1,9}}){{2,4}}){_END}")
_AGENT = re.compile(rf"(?<![\w./:-])(?P<name>[a-z][a-z-]{{2,30}})/v?(?P<number>\d{{1,9}}(?:\.\d{{1,9}}){{1,4}}){_END}")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:19|20)\d\d|(?:19|20)\d\d\.\d\d\.\d\d")
_NO_NAME = re.compile(
    r"(?:the|this|that|our|your|my|a|an|in|on|at|with|for|from|to|since|version"
    r"|step|section|chapter|figure|table|page|part|item|server|host|ip|address"
    r"|node|and|after|before|using|running|new|old|latest|current|which|what|is"
    r"|was|are|update|upgrade|issue|also|when|if|chapter|is|it|has|have|using"
    r"|user)",
    re.IGNORECASE,
)
_CANONICAL = {name.lower(): name for name in re.sub(r"\\|\([^)]*\)\??", "", _PRODUCTS).split("|")} | {
    "edg": "Edge",
    "win": "Windows",
    "tb": "Thunderbird",
    "postgres": "PostgreSQL",
    "k8s": "Kubernetes",
    "golang": "Go",
    "node.js": "Node",
}
_WHOLE_OK = re.compile(
    r"(?i)chrom|firefox|safari|edge?|opera|windows|win|macos|mac os|os x|i(?:pad)?os"
    r"|android|ubuntu|debian|fedora|java|jdk|python|node|php|postgres|mysql|thunderbird"
    r"|tb|office|angular|react|vue|outlook|excel|word|exchange"
)


def find_versions(text: str) -> Iterator[Spot]:
    """Numbers that a product's name, "version" or a `v` makes a version; normalised as name and number."""
    for rank, pattern in enumerate((_UNKNOWN, _MOVED, _TO, _AGENT, _V, _LABELLED, _NAMED)):
        for match in pattern.finditer(text):
            name, number = match["name"] or "", match["number"]
            if pattern is _NAMED and "." not in number and not _is_major(match["name"], number):
                continue
            if pattern in (_UNKNOWN, _MOVED, _TO) and _is_address(number):
                continue
            if _DATE.fullmatch(number) or (pattern is _UNKNOWN and _NO_NAME.fullmatch(name)):
                continue
            start = match.start("number") if pattern in (_MOVED, _TO) else match.start()
            if name and _NO_NAME.fullmatch(name.split()[0]):
                start, name = match.end("name") + 1, ""
            start += len(text[start : match.end()]) - len(text[start : match.end()].lstrip(" ,("))
            known = _CANONICAL.get(name.lower(), name)
            end = match.end("number")
            end += text[end : end + 1] == ")" and "(" in text[start:end]
            yield Spot("version", start, end, f"{known} {number}".strip(), rank=rank)


def _is_major(name: str, number: str) -> bool:
    """`Windows 11` and `Chrome 141` are versions, `Excel 500` and `Office 12000` are not."""
    return _WHOLE_OK.match(name) is not None and len(number) <= 4 and (int(number) < 400 or 1998 <= int(number) <= 2040)


def _is_address(number: str) -> bool:
    parts = number.split(".")
    return len(parts) == 4 and all(part.isdigit() and int(part) <= 255 for part in parts)
