"""User names: in paths, in logs, after words that announce them, and as chat handles."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

from guardrails.hits import Hit
from guardrails.recognisers.lexicon import Lexicon

GENERIC = frozenset(
    "root admin administrator ubuntu ec2-user centos debian system postgres mysql redis nginx www-data nobody daemon app apps apikey user users "
    "username guest test tester public shared default anonymous jenkins git gitlab runner vagrant docker node service backup monitor deploy sa "
    "oracle elastic kafka hadoop spark me you it the a an this that none null true false unknown customer agent support all everyone channel "
    "here api bot ops dev prod staging home name id email role type is was not has no on in at to for and or with who can cannot".split()
)
_SERVICE = re.compile(
    r"(?:svc|srv|sys|app|bot|ci|job|robot|sa|service)[-_.]|.*\$$|.*[-_.](?:svc|bot|service|account|sa)$|.*\d{6}",
    re.IGNORECASE,
)
_USER = r"([A-Za-z][\w.-]{1,38}\w)"
_CERTAIN = (
    re.compile(r"(?:/home/|/Users/|[A-Za-z]:\\{1,2}(?:Users|Documents and Settings)\\{1,2})([^\s/\\\"'<>:|*?,;()]{2,40})"),
    re.compile(rf"\b(?:uid|samaccountname|userid|user_?name|login|logon|user)[\"']?[ ]?[=:][ ]?[\"']?{_USER}(?![\w@=]|%40|\.\w{{2,}}@)", re.IGNORECASE),
    re.compile(r"^\S{3,45} - ([A-Za-z][\w.@-]{1,39}) \[", re.MULTILINE),
    re.compile(r"(?:^|(?<=[\s(\[<\"',>]))@([A-Za-z][\w.-]{1,38}\w)(?=>|[\s,:;.!?)]|$)(?![^\n]{0,3}[({])", re.MULTILINE),
    re.compile(rf"\b(?:the user|user account|user name|username|login|account name|user id|benutzer(?:name)?|utilisateur|usuario|utente) (?:is |named |called |lautet |est |es )?[\"'`]?{_USER}(?![\w@])", re.IGNORECASE),
    re.compile(r"\b(?:for (?:invalid )?user|Accepted \w+ for|password for|session opened for user|su:|sudo:) ([a-z][\w.-]{1,38}\w)(?![\w@])"),
)  # fmt: skip
_LIKELY = re.compile(
    r"\b(?:uploaded|created|modified|changed|opened|closed|submitted|edited|updated|executed|run|started|triggered|deleted|locked|owned|pushed|approved|merged) by "
    r"([a-z][a-z0-9._-]{2,30}[a-z0-9])\b(?![\w@/-]|\.\w)"
)
_DECORATOR = re.compile(r"\s*(?:[({]|(?:class|def|public|private|import|media)\b)")


class UsernameFinder:
    """Finds names of accounts of people; accounts of services and everyday words stay."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find(self, text: str) -> Iterator[Hit]:
        """User names in `text`."""
        for pattern in _CERTAIN:
            for match in pattern.finditer(text):
                start = match.start(1)
                handle = text[start - 1] == "@"
                if self._names_a_person(match[1]) and not (handle and _is_word(match[1], text, match)):
                    yield Hit(start - handle, match.end(1), "USERNAME", 0.92)
        for match in _LIKELY.finditer(text):
            if self._names_a_person(match[1]):
                yield Hit(match.start(1), match.end(1), "USERNAME", 0.9)

    def _names_a_person(self, name: str) -> bool:
        if not personal(name):
            return False
        return not self._lexicon.is_ordinary(name) and not self._lexicon.is_function(name) and not name.isupper()


def personal(name: str) -> bool:
    """Whether an account name can belong to a person."""
    return name.lower().strip("-_.") not in GENERIC and not _SERVICE.match(name) and not name.isdigit()


def _is_word(name: str, text: str, match: re.Match[str]) -> bool:
    """Whether an @word is a decorator, a domain or a version tag (`@Override`, `@gmail.com`, `@latest`)."""
    return (
        name in ("media", "import", "Override", "latest", "Test")
        or _DOMAIN.search(name) is not None
        or _DECORATOR.match(text, match.end()) is not None
    )


_DOMAIN = re.compile(
    r"\.(?:com|org|net|io|de|fr|es|it|nl|uk|ca|au|co|edu|gov|info|biz|example|local|dev|app)$", re.IGNORECASE
)
