"""Links in what was written: only those to trusted places stay; of the others the words stay."""

import re
from collections.abc import Callable

from guardrails.disguise import without_entities
from guardrails.findings import Finding
from guardrails.hosts import HOST, is_host
from guardrails.normalise import normalise

_ADVICE = "A link that the knowledge base does not hold was taken out."
_URL = (
    r"(?:[a-z][a-z0-9+.-]{1,20}:[/\\]{2}|https?:[/\\]?(?=\S)|h[a-z*]{2}ps?\s?\[?:\]?[/\\]{2}"
    r"|[/\\]{2}(?=[\w-]{1,63}\.)|(?:mailto|javascript|data|vbscript|tel|sms):|www\.)"
)
_ADDRESS = r"[^\s()<>]{0,4000}(?:\([^\s()<>]{0,500}\)[^\s()<>]{0,500})?"
_TITLE = r"(?:\s[^()\n]{0,300})?"
_LINK = re.compile(
    rf"(?P<image>!\[(?P<alt>[^\[\]\n]{{0,500}})\]\(\s{{0,3}}<?(?P<src>{_ADDRESS})>?{_TITLE}\))"
    rf"|(?P<link>\[(?P<words>[^\[\]\n]{{0,500}})\]\(\s{{0,3}}<?(?P<href>{_ADDRESS})>?{_TITLE}\))"
    r"|(?P<definition>^[ ]{0,3}\[[^\[\]\n]{1,200}\]:[ \t]{0,8}<?(?P<target>[^\s<>]{1,4000})>?[^\n]{0,300}$)"
    r"|(?P<end></(?:a|iframe|script|form|object|embed|video|audio|svg|style|button)>)"
    r"|(?P<tag><[\s/]{0,3}(?P<name>a|img|iframe|link|script|form|object|embed|video|audio|source|svg|base|meta|style|button|input|area|image|use|frame|portal)(?=[\s/>])(?P<attributes>[^<>]{0,4000})>)"
    rf"|<(?P<auto>{_URL}[^\s<>]{{1,4000}})>"
    rf"|(?P<bare>(?<![\w@/.-]){_URL}(?:\[(?:\.|dot|:)\]|[^\s<>\"'`\]]){{1,4000}})",
    re.IGNORECASE | re.MULTILINE,
)
_ATTRIBUTE = re.compile(
    r"(?:href|src|action|data|poster|srcset|xlink:href|content|background|formaction|ping|cite)\s{0,3}=\s{0,3}[\"']?"
    r"([^\s\"'>]{1,4000})",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"\]\(\s{0,3}\)")
_ROUNDS = 4
"""What is left may be a link again (`ht[tp](x)s://…`), so it is read again so often; then it goes without its signs."""

Trusted = Callable[[str], bool]
Spelled = Callable[[str], str]
"""What stands for a bare host name: itself, a form that nothing makes a link of, or nothing."""


def clean_links(
    text: str, *, trusted: Trusted, spelled: Spelled | None = None, where: str = ""
) -> tuple[str, list[Finding]]:
    """Take out every link and image whose address `trusted` does not accept; images and HTML always lose their address.

    A bare host name (`evil.example/x`, `evil[.]example`) is a link too: without a path `spelled` says what stands for
    it, with one it goes like any other link. Offsets of findings count in the text without hidden characters.

    >>> clean_links("See [the guide](https://evil.example/x).", trusted=lambda url: False)[0]
    'See the guide.'
    """
    cleaner = _Cleaner(trusted, spelled or (lambda host: host if trusted(host) else ""), where)
    plain = normalise(text)
    text = without_entities(plain.text if plain.removed else text)
    for _ in range(_ROUNDS):
        before, text = text, cleaner.clean(text)
        if text == before:
            return text, cleaner.findings
    return re.sub(r"[:/\\.\[\]()<>]+", " ", text), cleaner.findings


class _Cleaner:
    """One text's links, and what was seen of them."""

    def __init__(self, trusted: Trusted, spelled: Spelled, where: str) -> None:
        self._trusted = trusted
        self._spelled = spelled
        self._where = where
        self._made: set[str] = set()
        self.findings: list[Finding] = []

    def clean(self, text: str) -> str:
        parts: list[str] = []
        at = 0
        for match in _LINK.finditer(text):
            parts += [self._hosts(text[at : match.start()]), self._link(match)]
            at = match.end()
        return _EMPTY.sub("]", "".join(parts) + self._hosts(text[at:]))

    def _link(self, match: re.Match[str]) -> str:
        address, words = _parts(match)
        if match["bare"]:
            words = _tail(match["bare"])
            address = address[: len(address) - len(words)]
        if match["end"]:
            return ""
        if address and not (match["image"] or match["tag"]) and self._trusted(address):
            return self._words(match) if match["link"] else match[0]
        if not address and not match["image"] and not match["tag"]:
            return match[0] if not match["link"] else words
        self._tell(match)
        return words

    def _words(self, match: re.Match[str]) -> str:
        """A trusted link whose words name another place is only its words."""
        words = self.clean(match["words"])
        return match[0] if words == match["words"] else words

    def _hosts(self, text: str) -> str:
        return HOST.sub(self._host, text) if "." in text or not text.isascii() or "dot" in text.lower() else text

    def _host(self, match: re.Match[str]) -> str:
        if not is_host(match):
            return match[0]
        tail = _tail(match["rest"]) if match["rest"] else ""
        address = match[0][: len(match[0]) - len(tail)]
        if address in self._made or self._trusted(address):
            return match[0]
        if address == match["host"] and (spelled := self._spelled(address)):
            self._made.add(spelled)
            return spelled + tail
        self._tell(match)
        return tail

    def _tell(self, match: re.Match[str]) -> None:
        self.findings.append(Finding("link.unknown", self._where, match.start(), match.end(), "warning", _ADVICE))


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
