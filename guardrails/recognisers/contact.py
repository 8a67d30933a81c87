"""E-mail addresses, also where they are spelled out against robots."""

# ruff: noqa: E501  a table or pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

from guardrails.hits import Hit

_LOCAL = r"[^\W_](?:[\w.+%'-]{0,62}[\w+%-])?"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_AT = r"(?:@|(?<=[\w+%-])%40|\s?[\[({<]\s?(?:at|@|arroba|chiocciola|arobase|ät)\s?[\])}>]\s?)"
_DOT = r"(?:\.|\s?[\[({<]\s?(?:dot|punkt|point|punto|ponto|punt|\.)\s?[\])}>]\s?)"
EMAIL = re.compile(rf"(?<![\w.+%-]){_LOCAL}{_AT}{_LABEL}(?:{_DOT}{_LABEL}){{1,5}}", re.IGNORECASE)
_TLD = r"(?:com|org|net|edu|gov|io|co|de|fr|es|it|nl|uk|at|ch|be|pl|se|dk|no|fi|pt|br|in|au|ca|eu|cz|info|biz|example)"
_WORD_DOT = r" (?:dot|DOT|punkt|point|punto|ponto) "
_WORD_AT = r" (?:at|AT|arroba|chiocciola|arobase|klammeraffe) "
_SPOKEN = re.compile(
    rf"(?<![\w.+%-])(?P<local>[^\W_][\w+-]{{0,40}}(?:(?:{_WORD_DOT}|\.)[\w+-]{{1,40}}){{0,3}})"
    rf"(?:{_WORD_AT}(?:{_LABEL}{_WORD_DOT}){{1,3}}| (?:AT|arroba|chiocciola|arobase) (?:{_LABEL}\.){{1,3}}"
    rf"| ?@ ?{_LABEL}(?:{_WORD_DOT}{_LABEL}){{0,2}}{_WORD_DOT}| @ (?:{_LABEL}\.){{1,3}}){_TLD}(?![\w-])"
)
_HINT = re.compile(r"@|%40|[\[({<]\s?(?:at|@|arroba|chiocciola|arobase|ät)\s?[\])}>]", re.IGNORECASE)
_SPOKEN_HINT = re.compile(r" (?:at|AT|@|arroba|chiocciola|arobase|klammeraffe) | (?:dot|DOT|punkt|point|punto|ponto) ")
_NO_LOCAL = frozenset(
    "us me him her them it look is was are be available hosted site website page and or up directly here online work works down".split()
)
_NO_TLD = re.compile(
    r"\.(?:(?!xn--)[\w-]*\d[\w-]*|service|socket|target|timer|slice|scope|mount|swap|path|device|sh|py|js|go|ya?ml|json|conf|log)$",
    re.IGNORECASE,
)
_USERINFO = re.compile(r"://[^\s/@]{0,90}[:@]$")
_CLONE = re.compile(r"(?:git|ssh|hg|svn)@", re.IGNORECASE)
_ROLE = re.compile(
    r"(?:support|help|helpdesk|info|sales|billing|security|abuse|postmaster|no-?reply|do-?not-?reply|noreply\w*|admin|"
    r"hostmaster|webmaster|office|contact|service|privacy|legal|notifications?|alerts?|mailer-daemon|root)@",
    re.IGNORECASE,
)
_SSH = re.compile(r"\b(?:ssh|sftp|mosh|ssh-copy-id)(?:[ ]-[A-Za-z]\w{0,4}(?:[ ][^\s@-][^\s@]{0,80})?){0,4}[ ]$")
_REMOTE_PATH = re.compile(r":[~/][\w.~/-]")


def find_emails(text: str) -> Iterator[Hit]:
    """Addresses, also written with (at); addresses of a role (`support@…`), of clone URLs and of machines stay."""
    if _HINT.search(text):
        for match in EMAIL.finditer(text):
            if _is_email(text, match):
                yield Hit(match.start(), match.end(), "EMAIL", 0.99)
    if _SPOKEN_HINT.search(text):
        for match in _SPOKEN.finditer(text):
            if match["local"].lower() not in _NO_LOCAL and not _ROLE.match(match["local"] + "@"):
                yield Hit(match.start(), match.end(), "EMAIL", 0.96)


def _is_email(text: str, match: re.Match[str]) -> bool:
    if _NO_TLD.search(match[0]):
        return False
    before = text[max(0, match.start() - 100) : match.start()]
    if ("%40" in match[0] and not before.endswith(("=", "%22", '"', "'"))) or _USERINFO.search(before):
        return False
    return not (_CLONE.match(match[0]) or _ROLE.match(match[0]) or is_login(text, match.start(), match.end()))


def is_login(text: str, start: int, end: int) -> bool:
    """Whether user@host is a login at a machine: after `ssh`, or before a path there."""
    return _REMOTE_PATH.match(text, end) is not None or _SSH.search(text, max(0, start - 120), start) is not None
