"""Secrets: keys in the formats of their issuers, values of keys that announce one, and what people tell in prose."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guardrails.errors import RulesInvalid
from guardrails.hits import Hit
from guardrails.recognisers.secret_codes import CodeSecrets
from guardrails.recognisers.secret_columns import ColumnSecrets
from guardrails.recognisers.secret_prose import ProseSecrets
from guardrails.recognisers.secret_transport import in_transport
from guardrails.recognisers.secret_values import UUID, entropy, family, is_example, is_value, mixed, trimmed
from guardrails.rules import read_rules

_BLOB = re.compile(r"(?<![\w+/=.-])[A-Za-z0-9+/_-]{20,120}={0,2}(?![\w+/=-])")
_BLOB_CUE = re.compile(r"(?i)(?:\b(?:key|token|secret|credential|api key|license)\b)[^\n]{0,40}$")
_NOT_BLOB_CUE = re.compile(
    r"(?i)(?:public|fingerprint|sha\d*|md5|etag|digest|checksum|commit|hash|trace|span|request|publishable|accessor|cert|integrity|signature of|host[ -]?key|not found|id)\W[^\n]{0,24}$"
)
_GOES_ON = re.compile(r"[ ]+[A-Za-z]{2,}")
"""Prose goes on after the word: "password: ask Bob"."""
_ARN = re.compile(r"\barn:[\w:/.-]*$")
_HEX = re.compile(r"(?<![\w+/=.:-])(?:[0-9a-f]{32,64}|[A-Z2-7]{16,64})(?![\w+/=-])")
_HEX_CUE = re.compile(
    r"(?i)(?:\b(?:api|auth|integration|routing|access|service|account|encryption|master|app|license|install|signing|client|shared|bot|webhook)[ _-]?(?:key|token|secret)s?|\bsecrets?|\btokens?|\bseed|\bauthenticator\b|\btotp)\b[^\n]{0,30}$"
)
_HEX_CUE_AFTER = re.compile(
    r"(?i)[\"')\], ]{0,4}\s{0,3}(?:#|//|--|\(|<-)[^\n]{0,30}\b(?:token|api key|secret|auth key|private key)\b"
)
_NAMED = re.compile(
    r"(?i)\b(?:api[ _-]?key|secret key|access key|auth token|access token|bearer token|token)[ :=]{1,3}[\"'`]?(?=[a-z]*\d)(?=\d*[a-z])([a-z0-9]{16,64})(?![\w-])"
)
_MIN_ENTROPY = 3.1
_KEY_BLOCK = "SECRET_PRIVATE_KEY"
_QUERY_TAIL = re.compile(r"&[\w.-]{1,40}=.*$")


@dataclass(frozen=True, slots=True)
class _Format:
    """A shape of secrets, tried only in texts that hold one of the strings that it `needs`."""

    kind: str
    pattern: re.Pattern[str]
    needs: tuple[str, ...] = ()


class SecretFinder:
    """Finds secrets of every kind; formats of the house come from its own rules."""

    def __init__(self) -> None:
        rules = read_rules("secrets.yaml")
        self._formats = [
            _Format(one["kind"], _compiled(one["kind"], one["pattern"]), tuple(one.get("needs", ())))
            for one in rules["formats"]
        ]
        keys = rules["keys"]
        self._assigned = re.compile(
            rf"(?<![A-Za-z0-9])({keys})(?:[_-]?(?:value|b64|base64|hash))?[\"']?[ \t]{{0,8}}(?::|=>|:?=)[ \t]{{0,8}}(?:[\"']([^\"'\n]{{1,400}})[\"']|([^\s\"',;}}\])<>][^\s\"',;<>]{{0,400}}|<[^>\n]{{1,40}}>))",
            re.IGNORECASE,
        )
        self._camel = re.compile(
            r"(?<![A-Za-z])[a-z]{1,20}((?:Password|Secret|ApiKey|Token|PrivateKey|AccessKey|AccountKey))[\"']?[ \t]{0,8}[:=][ \t]{0,8}[\"']?([^\s\"',;}<>]{4,400})"
        )
        words = rules["password_words"]
        self._told = (
            ProseSecrets(password_words=words).find,
            ColumnSecrets(password_words=words).find,
            CodeSecrets(code_words=rules["code_words"]).find,
        )

    def find(self, text: str) -> Iterator[Hit]:
        """Every secret in `text`, with the value alone as the span."""
        for one in self._formats:
            if one.needs and not any(needle in text for needle in one.needs):
                continue
            for match in one.pattern.finditer(text):
                group = 1 if one.pattern.groups else 0
                if one.kind != _KEY_BLOCK and is_example(match[group]):
                    continue
                yield Hit(match.start(group), match.end(group), one.kind, 0.99)
        for finder in (self._by_key, *self._told, in_transport, _in_blobs):
            yield from finder(text)

    def _by_key(self, text: str) -> Iterator[Hit]:
        """`DB_PASSWORD=…`, `"client_secret": "…"`, `auth.token=…`."""
        for match in self._assigned.finditer(text):
            group = 2 if match[2] is not None else 3
            value = _QUERY_TAIL.sub("", match[group])
            if _ARN.search(text, max(0, match.start() - 200), match.start()):
                continue
            if group == 3 and value.isalpha() and value.islower() and _GOES_ON.match(text, match.end()):
                continue
            if is_value(value, match[1], quoted=group == 2):
                yield trimmed(text, match.start(group), match.start(group) + len(value), "SECRET_" + family(match[1]))
        for match in self._camel.finditer(text):
            if is_value(match[2], match[1], quoted=True):
                yield trimmed(text, match.start(2), match.end(2), "SECRET_" + family(match[1]))


def _in_blobs(text: str) -> Iterator[Hit]:
    """Random-looking strings near a word such as key or token, when nothing says that they are public."""
    for match in _BLOB.finditer(text):
        if len(match[0]) < 200 and entropy(match[0]) > 3.6 and mixed(match[0]) and not UUID.search(match[0]):
            before = text[max(0, match.start() - 60) : match.start()]
            if _BLOB_CUE.search(before) and not _NOT_BLOB_CUE.search(before) and not _ARN.search(before):
                yield Hit(match.start(), match.end(), "SECRET_TOKEN", 0.9)
    for match in _NAMED.finditer(text):
        if (
            entropy(match[1]) > _MIN_ENTROPY
            and sum(char.isdigit() for char in match[1]) > 2
            and not is_example(match[1])
        ):
            yield Hit(*match.span(1), "SECRET_TOKEN", 0.9)
    for match in _HEX.finditer(text):
        before = text[max(0, match.start() - 60) : match.start()]
        cued = _HEX_CUE.search(before) or _HEX_CUE_AFTER.match(text, match.end())
        if cued and entropy(match[0]) > 2.5 and not _NOT_BLOB_CUE.search(before):
            yield Hit(match.start(), match.end(), "SECRET_TOKEN", 0.9)


def _compiled(kind: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as exc:
        raise RulesInvalid(f"secret pattern {kind!r} is not a regular expression ({exc}): mend or remove it") from exc
