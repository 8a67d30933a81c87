"""Links in what was written: only those to trusted places stay; of the others the words stay."""

import re
from collections.abc import Callable

from guardrails.findings import Finding

_ADVICE = "A link that the knowledge base does not hold was taken out."
_URL = r"(?:[a-z][a-z0-9+.-]{1,20}://|//(?=[\w-]{1,63}\.)|(?:mailto|javascript|data|vbscript|tel|sms):|www\.)"
_LINK = re.compile(
    r"(?P<image>!\[(?P<alt>[^\[\]\n]{0,500})\]\(\s{0,3}<?(?P<src>[^\s()<>]{0,4000}(?:\([^\s()<>]{0,500}\)[^\s()<>]{0,500})?)>?(?:\s[^()\n]{0,300})?\))"
    r"|(?P<link>\[(?P<words>[^\[\]\n]{0,500})\]\(\s{0,3}<?(?P<href>[^\s()<>]{0,4000}(?:\([^\s()<>]{0,500}\)[^\s()<>]{0,500})?)>?(?:\s[^()\n]{0,300})?\))"
    r"|(?P<definition>^[ ]{0,3}\[[^\[\]\n]{1,200}\]:[ \t]{0,8}<?(?P<target>[^\s<>]{1,4000})>?[^\n]{0,300}$)"
    r"|(?P<tag><(?P<name>a|img|iframe|link|script|form|object|embed|video|audio|source|svg|base|meta)\b(?P<attributes>[^<>]{0,4000})>)"
    r"|(?P<end></(?:a|iframe|script|form|object|embed|video|audio|svg)>)"
    rf"|<(?P<auto>{_URL}[^\s<>]{{1,4000}})>"
    rf"|(?P<bare>(?<![\w@/.-]){_URL}[^\s<>\"'`\]]{{1,4000}})",
    re.IGNORECASE | re.MULTILINE,
)
_ATTRIBUTE = re.compile(
    r"(?:href|src|action|data|poster|srcset|xlink:href|content)\s{0,3}=\s{0,3}[\"']?([^\s\"'>]{1,4000})", re.IGNORECASE
)


def clean_links(text: str, *, trusted: Callable[[str], bool], where: str = "") -> tuple[str, list[Finding]]:
    """Take out every link and image whose address `trusted` does not accept; images always lose their address.

    >>> clean_links("See [the guide](https://evil.example/x).", trusted=lambda url: False)[0]
    'See the guide.'
    """
    findings: list[Finding] = []

    def replaced(match: re.Match[str]) -> str:
        address, words = _parts(match)
        if match["bare"]:
            tail = _tail(match["bare"])
            address = address[: len(address) - len(tail)]
            words = tail
        if match["end"] or (address and not match["image"] and trusted(address)):
            return match[0]
        if not address and not match["image"] and not match["tag"]:
            return match[0] if not match["link"] else words
        findings.append(Finding("link.unknown", where, match.start(), match.end(), "warning", _ADVICE))
        return words

    return _LINK.sub(replaced, text), findings


def _parts(match: re.Match[str]) -> tuple[str, str]:
    """(address, what stays when the link goes)."""
    if match["image"]:
        return match["src"], match["alt"]
    if match["link"]:
        return match["href"], match["words"]
    if match["tag"]:
        found = _ATTRIBUTE.search(match["attributes"])
        return (found[1] if found else ""), ""
    return match["target"] or match["auto"] or match["bare"] or "", ""


def _tail(url: str) -> str:
    """The punctuation of the sentence that a bare URL ends in."""
    body = url.rstrip(".,;:!?*_'")
    if body.endswith(")") and body.count("(") < body.count(")"):
        body = body.rstrip(").,;:!?*_'")
    return url[len(body) :]
