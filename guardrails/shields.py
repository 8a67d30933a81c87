"""Technical tokens that survive scrubbing: ids, hashes, versions, times, host names, paths, and the house's own words."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator, Sequence

from guardrails.hits import Shield
from guardrails.origins import HOUSE_TERM
from guardrails.phrases import Phrases
from guardrails.recognisers.device import announces_device

_TOKEN = re.compile(r"[^\s\"'<>(){},;|`]+")
_DIGIT = re.compile(r"\d")
_UUID = re.compile(
    r"(?<![0-9A-Za-z])[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![0-9A-Za-z])"
)
_HASH = re.compile(r"(?<![0-9A-Za-z])(?:(?:sha\d{1,3}|md5)[:-])?(?:[0-9a-f]{7,128}|[0-9A-F]{16,128})(?![0-9A-Za-z])")
_CODE = re.compile(
    r"v?\d+(?:\.\d+){1,4}(?:[-+._][A-Za-z0-9.+_-]{1,40})?"  # version
    r"|[A-Z][A-Z0-9]{0,9}[-_#]?\d{2,12}(?:-[A-Z0-9]{1,12}){0,3}"  # ticket, order, error code
    r"|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|E[A-Z]{4,}|SIG[A-Z]{3,}"  # constant
    r"|0x[0-9A-Fa-f]+|#\d{3,}"
    r"|(?:req|trace|span|corr|job|run|evt|msg|cus|sub|in|pi|ch|txn|acct|ord|conn|sess|wh|tkt|usr|org|tnt)_[A-Za-z0-9]{6,40}"
    r"|01[0-9A-HJKMNP-TV-Z]{24}"  # ULID
    r"|[A-Z]{2,6}-[A-Z0-9]{2,}(?:-[A-Z0-9]+){0,4}"
    r"|\d+(?:ms|s|m|h|d|Ki|Mi|Gi|KB|MB|GB|TB|B|%|px|k|M)"
)
_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z][a-z0-9-]{1,30}(?::\d{1,5})?|[a-z][a-z0-9]*(?:-[a-z0-9]+)*-?\d+[a-z0-9-]*(?::\d{1,5})?"
)
_CAMEL = re.compile(r"[A-Za-z]+[a-z][A-Z][A-Za-z]*|[a-z_]+\w*_\w+|[A-Za-z.]+Exception|[A-Za-z.]+Error")
_MONTHS = r"(?:Jan|Feb|M[aä]r|Apr|Ma[iy]|Jun|Jul|Aug|Sep|Oct|Okt|Nov|De[cz])[a-z]*"
_TIME = re.compile(
    r"(?<![\w.])(?:\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:[ ]?(?:Z|UTC|GMT|CES?T|[+-]\d\d:?\d\d))?)?"
    rf"|\d{{1,2}}/{_MONTHS}/\d{{4}}(?::\d\d:\d\d:\d\d(?: [+-]\d{{4}})?)?"
    rf"|{_MONTHS}\.? \d{{1,2}}(?:,? \d{{4}})?(?:,? \d\d:\d\d(?::\d\d)?)?|\d{{1,2}}\.? {_MONTHS}\.?(?: \d{{4}})?(?:,? \d\d:\d\d(?::\d\d)?)?"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4}(?:,? \d\d:\d\d(?::\d\d)?)?|\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,6})?)?(?: ?[AaPp][Mm])?)(?![\w])"
)


class Shields:
    """Finds what survives. `house_terms` are products, features and teams; they survive always and are never names."""

    def __init__(self, *, house_terms: Sequence[str] = ()) -> None:
        self._house = Phrases(term for term in house_terms if len(term.strip()) > 1)

    def find(self, text: str) -> Iterator[Shield]:
        """Every technical stretch in `text`; those of the house and full ids are hard."""
        for match in self._house.find(text):
            yield Shield(match.start(), match.end(), hard=True, why=HOUSE_TERM)
        if _DIGIT.search(text):
            for match in _UUID.finditer(text):
                device = announces_device(text[max(0, match.start() - 60) : match.start()])
                yield Shield(match.start(), match.end(), hard=not device, why="full id")
            for pattern, why in ((_HASH, "hash"), (_TIME, "time")):
                for match in pattern.finditer(text):
                    yield Shield(match.start(), match.end(), why=why)
        for match in _TOKEN.finditer(text):
            if technical(match[0]):
                yield Shield(match.start(), match.end(), why="technical token")


def technical(token: str) -> bool:
    """Whether a token has the shape of an id, a version, a host name or an identifier of a program.

    >>> [word for word in "pg-replica-9 Ana ERR_TLS v1.4.2 Ben-David 10:32".split() if technical(word)]
    ['pg-replica-9', 'ERR_TLS', 'v1.4.2']
    """
    if token.isalpha() and (token.islower() or token.istitle()):
        return False
    bare = token.strip("[].:=!?*")
    if len(bare) > 200 or "@" in bare or (bare.isalpha() and (bare.islower() or bare.istitle())):
        return False
    for part in bare.split("=") if "=" in bare else (bare,):
        if _CODE.fullmatch(part) or _HOST.fullmatch(part) or _CAMEL.fullmatch(part):
            return True
    return False
