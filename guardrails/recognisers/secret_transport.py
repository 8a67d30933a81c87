"""Secrets on their way: in URLs, headers, cookies and command lines."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

from guardrails.hits import Hit
from guardrails.recognisers.secret_values import UUID, entropy, is_placeholder, trimmed

_URL_PASSWORD = re.compile(
    r"\b[a-z][a-z0-9+.-]{1,30}://[^\s:/@\"'<>]{0,80}:([^\s/\"'<>]{1,200})@(?=[\w\[])", re.IGNORECASE
)
_URL_TOKEN_USER = re.compile(r"\bhttps?://([A-Za-z0-9_-]{20,200})@(?=\w)", re.IGNORECASE)
_AUTH = re.compile(
    r"\b(?:proxy-)?authorization[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?:(?:bearer|basic|token|digest|apikey|negotiate|aws4-hmac-sha256|ssws|key|hmac)\s{1,3})?(?!(?:bearer|basic|token|digest|negotiate)\b)([^\s\"',]{6,4000}(?:, ?signature=\w+)?)",
    re.IGNORECASE,
)
_BEARER = re.compile(r"\bbearer\s{1,3}([A-Za-z0-9_.~+/=-]{16,4000})", re.IGNORECASE)
_HEADER = re.compile(
    r"\b(?:x-(?:api-key|auth-token|access-token|amz-security-token|vault-token|gitlab-token|hub-signature(?:-256)?)|api-key|private-token)[\"']?\s{0,3}[:=]\s{0,3}[\"']?([^\s\"',;]{6,2000})",
    re.IGNORECASE,
)
_COOKIE = re.compile(r"\b(?:set-)?cookie[\"']?\s{0,3}[:=]\s{0,3}[\"']?([^\n\"']{4,4000})", re.IGNORECASE)
_COOKIE_PAIR = re.compile(r"([\w.-]{1,60})=([^;,\s\"']{6,4000})")
_SESSION_NAME = re.compile(
    r"(?i).*(?:sess|sid$|^sid|auth|token|jwt|csrf|xsrf|remember|login|_id$|ssid|identity|credential)"
)
_SESSION = re.compile(
    r"\b(?:session(?:_?id)?|sess(?:ion)?_?(?:key|token)|connect\.sid|jsessionid|phpsessid|asp\.net_sessionid|sid|_gitlab_session)=([A-Za-z0-9%_.~+/=-]{16,600})",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"[?&;]((?:sig|signature|x-amz-signature|x-goog-signature|x-amz-security-token|x-amz-credential|sas|access_token|id_token|refresh_token|api_?key|auth(?:_?token)?|client_secret|password|passwd|secret|code|key-pair-id|policy|hmac|jwt|session(?:_?id)?)=([^\s&\"'<>#)\]]{6,4000}))",
    re.IGNORECASE,
)
_SAS = re.compile(r"\?((?=[^\s\"'<>]{0,800}\bsig=)[^\s\"'<>)\]]{20,1200})")
_CLI = re.compile(
    r"(?<![\w-])(?:-u|--user|--proxy-user)[ =][\"']?[\w.@\\+-]{1,80}:([^\s\"']{3,200})|\b(?:mysql|mysqldump|mariadb|mysqladmin)\b[^\n|;]{0,200}?\s-p[\"']?([^\s\"']{3,100})|\bsshpass\s{1,3}-p\s{0,3}[\"']?([^\s\"']{3,100})|--(?:password|passwd|pass|token|secret|api-key|apikey|auth-token|client-secret)[ =][\"']?([^\s\"'-][^\s\"']{2,400})|\b(?:redis-cli)\b[^\n]{0,100}?\s-a\s{1,3}(\S{3,100})|\bPGPASSWORD=[\"']?([^\s\"']{3,100})",
    re.IGNORECASE,
)
_COMMUNITY = re.compile(
    r"\bsnmp-server community ([^\s\"']{3,80})|\benable secret (?:\d )?([^\s\"']{4,100})|\bpre-shared-key (?:\w{1,10} )?([^\s\"']{4,120})",
    re.IGNORECASE,
)
_SHELL = re.compile(
    r"\bdocker(?:[ \w.-]{0,20})? login\b[^\n|]{0,160}?\s-p[ =]?[\"']?([^\s\"']{3,200})|\bnet use\b[^\n]{3,120}?[ ]([^\s/\\\"']{4,60})(?=[ ]/user:)|(?<![/\w])/user:\S{1,60}[ ]([^\s/\"']{4,60})"
    r"|\becho[ ](?:-n )?[\"']?([^\s\"'|]{3,120})[\"']?[ ]?\|[ ]?(?:sudo (?:-S )?)?(?:passwd|chpasswd|sudo -S|docker login|kinit|openssl)|\bcreate user\b[^\n]{1,100}?\bidentified by[ ][\"']([^\"'\n]{3,120})[\"']"
    r"|\b(?:create|alter) (?:user|role)\b[^\n]{1,120}?\bpassword[ ][\"']([^\"'\n]{3,120})[\"']|\bConvertTo-SecureString[ ][\"']([^\"'\n]{3,120})[\"']|\bhtpasswd[ ](?:-\w+ ){0,3}-b\w*[ ][^\n]{1,80}[ ](\S{3,80})$",
    re.IGNORECASE | re.MULTILINE,
)
_TUPLE = re.compile(r"\bauth\s?=\s?\(\s?[\"'][^\"'\n]{1,80}[\"']\s?,\s?[\"']([^\"'\n]{3,200})[\"']")
_MARKUP = re.compile(
    r"<([\w:.-]{0,40}(?:password|passwd|secret|api-?key|token|passphrase|private-?key|Pass)[\w:.-]{0,20})(?:\s[^<>]{0,200})?>\s{0,20}([^<>\s]{3,400})\s{0,20}</"
    r"|\b(?:key|name|id)=[\"']([\w:.-]{0,60}(?:password|passwd|pwd|secret|api-?_?key|token|passphrase|pass))[\"'][^<>\n]{0,60}?\bvalue=[\"']([^\"'\n]{3,400})[\"']",
    re.IGNORECASE,
)
_SHADOW = re.compile(r"^[a-z_][\w.-]{0,31}:(\$[\w./$=,+]{12,200}):\d", re.MULTILINE)


_PATTERNS: tuple[tuple[re.Pattern[str], str, tuple[str, ...]], ...] = (
    (_URL_PASSWORD, "SECRET_PASSWORD", ("://",)),
    (_URL_TOKEN_USER, "SECRET_TOKEN", ("://",)),
    (_SAS, "SECRET_SIGNED_URL", ("sig=",)),
    (_AUTH, "SECRET_AUTHORIZATION", ("authorization",)),
    (_BEARER, "SECRET_AUTHORIZATION", ("bearer",)),
    (_HEADER, "SECRET_TOKEN", ("-token", "api-key", "-signature")),
    (_SESSION, "SECRET_SESSION", ("sess", "sid=")),
    (_CLI, "SECRET_PASSWORD", ("-u", "--", "mysql", "mariadb", "sshpass", "redis-cli", "pgpassword")),
    (_COMMUNITY, "SECRET_PASSWORD", ("community", "enable secret", "pre-shared")),
    (
        _SHELL,
        "SECRET_PASSWORD",
        ("docker", "net use", "/user:", "echo ", "create ", "alter ", "securestring", "htpasswd"),
    ),
    (_MARKUP, "SECRET_PASSWORD", ("</", "value=")),
    (_TUPLE, "SECRET_PASSWORD", ("auth",)),
    (_SHADOW, "SECRET_PASSWORD_HASH", (":$",)),
)
"""Pattern, kind, and what a text must hold (in small letters) for the pattern to be tried on it."""


def in_transport(text: str) -> Iterator[Hit]:
    """Secrets in URLs, headers, cookies and command lines."""
    folded = text.lower()
    for pattern, kind, needs in _PATTERNS:
        if any(needle in folded for needle in needs):
            yield from _valued(text, pattern, kind)
    if "://" in folded:
        yield from _in_query(text)
    if "cookie" in folded:
        yield from _in_cookies(text)


def _in_query(text: str) -> Iterator[Hit]:
    for match in _SIGNED.finditer(text):
        value = match[2]
        if not is_placeholder(value) and not UUID.fullmatch(value) and (entropy(value) > 2.5 or len(value) > 20):
            yield Hit(match.start(2), match.end(2), "SECRET_SIGNED_URL", 0.95)


def _in_cookies(text: str) -> Iterator[Hit]:
    for match in _COOKIE.finditer(text):
        for pair in _COOKIE_PAIR.finditer(text, match.start(1), match.end(1)):
            if _SESSION_NAME.match(pair[1]) or (len(pair[2]) >= 24 and entropy(pair[2]) > 3.5):
                yield Hit(pair.start(2), pair.end(2), "SECRET_SESSION", 0.95)


def _valued(text: str, pattern: re.Pattern[str], kind: str) -> Iterator[Hit]:
    for match in pattern.finditer(text):
        group = match.lastindex or 0
        if group and not is_placeholder(match[group]) and not is_placeholder(match[group].split()[0]):
            yield trimmed(text, match.start(group), match.end(group), kind)
