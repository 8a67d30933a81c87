"""Secrets: keys in the formats of their issuers, values of keys that announce one, and what people tell in prose."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator, Sequence
from math import log2

from guardrails.errors import RulesInvalid
from guardrails.hits import Hit
from guardrails.rules import read_rules

_PLACEHOLDER = re.compile(
    r"""(?ix) ^(?: <[^<>]*>? | \[[^\[\]]*\]? | \$?\{+[^{}]*\}*.* | \$\(.* | \$[A-Za-z_]\w* | %[A-Za-z_]\w*%? | \*{2,}.* | x{3,}.* | \.{2,}.* | •+.*
    | (?:your|my|the|some|insert|enter|put|add|use)[-_ .][\w.-]* | change[-_]?(?:me|it).* | redacted.* | removed | masked | hidden | (?:example|sample|placeholder|dummy)[a-z_ .-]*
    | null | none | nil | true | false | undefined | empty | string | required | optional | yes | no | n/?a | todo | tbd | secret | token | password | env | key | value
    | (?:wrong|incorrect|invalid|bad|fake|foo|bar|test)[-_ ]?(?:password|secret|key|token)? | os\.environ.* | process\.env.* | getenv.* | env\(.* | vault:.* | ref\+.* | secretkeyref.* | valuefrom.* | file:.* | !\w+ .* | arn:.*
    | <?REPLACE.* | pk_(?:live|test)_.* | ssh-(?:rsa|ed25519|dss).* | ecdsa-.* | sha(?:1|256|384|512)[:-].* )$"""
)  # fmt: skip
_SENTENCE_WORD = re.compile(
    r"(?i)(?:reset|resets|expired|expires|expire|policy|manager|field|fields|login|logins|rotation|rotated|change|changes|changed|prompt|not|is|was|are|were|has|have|had|does|do|did|will|"
    r"would|should|can|cannot|must|may|authentication|auth|and|or|for|in|on|to|of|at|from|with|by|but|if|when|that|which|page|link|links|mail|email|hash|hashes|store|list|"
    r"strength|length|limit|limits|only|still|again|never|always|invalid|incorrect|wrong|correct|valid|required|missing|empty|blank|same|too|being|been|protected|based|less|free|"
    r"the|a|an|my|your|our|their|his|her|its|this|these|those|it|they|we|you|i|no|none|set|failed|fails|fail|error|errors|denied|accepted|rejected|working|works|"
    r"ist|war|wurde|nicht|und|oder|falsch|abgelaufen|est|était|pas|et|ou|expiré|incorrecte?|es|no|era|incorrecta|y|o|ha|a|le|la|de|des|du|el|vergessen|oublié|olvidada?|"
    r"stored|saved|sent|given|shared|known|unknown|different|checked|unchecked|username|user|optional|required|normal|encrypted|plain|basic|oauth2?|kerberos|ntlm|hashed|rotate|generated|provided|entered|saved|now|here|below|above|there|attached|enabled|disabled|managed|synced|longer|strong|weak|available|visible)[.,;:!?]?"
)
_CODE = r"(?<![\w-])((?=[\w-]*\d)[A-Za-z0-9]{3,10}(?:-[A-Za-z0-9]{3,10}){1,7}|\d{3}[ -]\d{3}|\d{4,10}|(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{5,16})(?![\w-])"
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
    r"(?<![\w-])(?:-u|--user|--proxy-user)[ =][\"']?[\w.@\\+-]{1,80}:([^\s\"']{3,200})|\b(?:mysql|mysqldump|mariadb|mysqladmin)\b[^\n|;]{0,200}?\s-p([^\s\"']{3,100})|\bsshpass\s{1,3}-p\s{0,3}[\"']?([^\s\"']{3,100})|--(?:password|passwd|pass|token|secret|api-key|apikey|auth-token|client-secret)[ =][\"']?([^\s\"'-][^\s\"']{2,400})|\b(?:redis-cli)\b[^\n]{0,100}?\s-a\s{1,3}(\S{3,100})|\bPGPASSWORD=[\"']?([^\s\"']{3,100})",
    re.IGNORECASE,
)
_COMMUNITY = re.compile(
    r"\bsnmp-server community ([^\s\"']{3,80})|\benable secret (?:\d )?([^\s\"']{4,100})|\bpre-shared-key (?:\w{1,10} )?([^\s\"']{4,120})",
    re.IGNORECASE,
)
_SHADOW = re.compile(r"^[a-z_][\w.-]{0,31}:(\$[\w./$=,+]{12,200}):\d", re.MULTILINE)
_BLOB = re.compile(r"(?<![\w+/=.-])[A-Za-z0-9+/_-]{20,120}={0,2}(?![\w+/=-])")
_BLOB_CUE = re.compile(r"(?i)(?:\b(?:key|token|secret|credential|api key|license)\b)[^\n]{0,40}$")
_NOT_BLOB_CUE = re.compile(
    r"(?i)(?:public|fingerprint|sha\d*|md5|etag|digest|checksum|commit|hash|trace|span|request|publishable|accessor|cert|integrity|signature of|host[ -]?key|not found|id)\W[^\n]{0,24}$"
)


class SecretFinder:
    """Finds secrets; `house_patterns` are (name, regular expression) pairs of the house's own formats."""

    def __init__(self, *, house_patterns: Sequence[tuple[str, str]] = ()) -> None:
        rules = read_rules("secrets.yaml")
        own = [("SECRET_" + re.sub(r"\W+", "_", name).upper(), pattern) for name, pattern in house_patterns]
        self._formats = [
            (kind, _compiled(kind, pattern))
            for kind, pattern in [(f["kind"], f["pattern"]) for f in rules["formats"]] + own
        ]
        keys, words, codes = rules["keys"], rules["password_words"], rules["code_words"]
        self._assigned = re.compile(
            rf"(?<![A-Za-z0-9])(?:[\w.-]{{0,60}}[_.-])?({keys})(?:[_-]?(?:value|b64|base64|hash))?[\"']?[ \t]{{0,8}}(?::|=>|:?=)[ \t]{{0,8}}(?:[\"']([^\"'\n]{{1,400}})[\"']|([^\s\"',;}}\])<>][^\s\"',;<>]{{0,400}}|<[^>\n]{{1,40}}>))",
            re.IGNORECASE,
        )
        self._camel = re.compile(
            r"(?<![A-Za-z])[a-z]{1,20}((?:Password|Secret|ApiKey|Token|PrivateKey|AccessKey|AccountKey))[\"']?[ \t]{0,8}[:=][ \t]{0,8}[\"']?([^\s\"',;}<>]{4,400})"
        )
        self._prose = re.compile(
            rf"\b{words}\b(?:[ ](?:for|of|pour|de|für|para)[ ][\w.@-]{{1,40}}(?:[ ][\w.@-]{{1,40}})?)?[ ]?(?:is|was|are|=|:|->|ist|war|lautet|est|était|es|era|to|has been set to|set to|changed to)[ ]?:?[ ]{{0,2}}"
            r"(?:still |now |currently |just |maintenant |jetzt |nun |ahora )?([\"'`“«]?)([^\s\"'`”»<>]{3,120})",
            re.IGNORECASE,
        )
        self._beside = re.compile(rf"\b{words}[ ]{{1,3}}([^\s\"'`“”«»<>,;]{{6,120}})", re.IGNORECASE)
        self._codes = re.compile(rf"\b(?:{codes})\b", re.IGNORECASE)

    def find(self, text: str) -> Iterator[Hit]:
        """Every secret in `text`, with the value alone as the span."""
        for kind, pattern in self._formats:
            for match in pattern.finditer(text):
                group = 1 if pattern.groups else 0
                yield Hit(match.start(group), match.end(group), kind, 0.99)
        for finder in (
            self._by_key,
            self._in_prose,
            self._right_beside,
            _in_pairs,
            self._in_codes,
            _in_transport,
            _in_blobs,
        ):
            yield from finder(text)

    def _by_key(self, text: str) -> Iterator[Hit]:
        """`DB_PASSWORD=…`, `"client_secret": "…"`, `auth.token=…`."""
        for match in self._assigned.finditer(text):
            group = 2 if match[2] is not None else 3
            value = _QUERY_TAIL.sub("", match[group])
            if is_value(value, match[1], quoted=group == 2):
                yield _trimmed(text, match.start(group), match.start(group) + len(value), "SECRET_" + _family(match[1]))
        for match in self._camel.finditer(text):
            if is_value(match[2], match[1], quoted=True):
                yield _trimmed(text, match.start(2), match.end(2), "SECRET_" + _family(match[1]))

    def _in_prose(self, text: str) -> Iterator[Hit]:
        """ "my password is …", "Passwort: …", "le mot de passe est …"."""
        for match in self._prose.finditer(text):
            value = match[2]
            stands = match[1] or (not _SENTENCE_WORD.fullmatch(value) and looks_chosen(value))
            if stands and not is_placeholder(value.rstrip(".,;:!?")):
                yield _trimmed(text, match.start(2), match.end(2), "SECRET_PASSWORD")

    def _right_beside(self, text: str) -> Iterator[Hit]:
        """ "user ana, password Xy!7…": no word between; strong by its look, or with a login named right before."""
        for match in self._beside.finditer(text):
            value = match[1].rstrip(".,;:!?)")
            named = _LOGIN.search(text, max(0, match.start() - _LOGIN_REACH), match.start()) is not None
            if kinds_of_signs(value) >= (2 if named else 3) and len(value) >= _MIN_BESIDE and not is_placeholder(value):
                yield Hit(match.start(1), match.start(1) + len(value), "SECRET_PASSWORD", 0.9)

    def _in_codes(self, text: str) -> Iterator[Hit]:
        """One-time and recovery codes: codes on the line after a word for them."""
        code = _CODE_PATTERN
        for match in self._codes.finditer(text):
            line_end = text.find("\n", match.end())
            reach = min(match.end() + 160, line_end if line_end >= 0 else len(text))
            gap_end = match.end() + 48
            for found in code.finditer(text, match.end(), reach):
                if found.start() > gap_end or _CODE_BREAK.search(text, match.end(), found.start()):
                    break
                yield Hit(found.start(1), found.end(1), "SECRET_CODE", 0.93)
                gap_end = found.end() + 16


_QUERY_TAIL = re.compile(r"&[\w.-]{1,40}=.*$")
_CODE_PATTERN = re.compile(_CODE)
_CODE_BREAK = re.compile(
    r"(?i)[.!?]\s|\b(?:error|status|http|version|port|after|within|in|line|ticket|request|case|order|since|on|at|v)\b|[({]"
)


def _in_transport(text: str) -> Iterator[Hit]:
    """Secrets in URLs, headers, cookies and command lines."""
    if "://" in text:
        for pattern, kind in (
            (_URL_PASSWORD, "SECRET_PASSWORD"),
            (_URL_TOKEN_USER, "SECRET_TOKEN"),
            (_SAS, "SECRET_SIGNED_URL"),
        ):
            yield from _valued(text, pattern, kind)
        for match in _SIGNED.finditer(text):
            if (
                not is_placeholder(match[2])
                and not _UUID.fullmatch(match[2])
                and (entropy(match[2]) > 2.5 or len(match[2]) > 20)
            ):
                yield Hit(match.start(2), match.end(2), "SECRET_SIGNED_URL", 0.95)
    for pattern, kind in (
        (_AUTH, "SECRET_AUTHORIZATION"),
        (_BEARER, "SECRET_AUTHORIZATION"),
        (_HEADER, "SECRET_TOKEN"),
        (_SESSION, "SECRET_SESSION"),
        (_CLI, "SECRET_PASSWORD"),
        (_COMMUNITY, "SECRET_PASSWORD"),
        (_SHADOW, "SECRET_PASSWORD_HASH"),
    ):
        yield from _valued(text, pattern, kind)
    for match in _COOKIE.finditer(text):
        for pair in _COOKIE_PAIR.finditer(text, match.start(1), match.end(1)):
            if _SESSION_NAME.match(pair[1]) or (len(pair[2]) >= 24 and entropy(pair[2]) > 3.5):
                yield Hit(pair.start(2), pair.end(2), "SECRET_SESSION", 0.95)


def _in_blobs(text: str) -> Iterator[Hit]:
    """Random-looking strings after a word such as key or token, when nothing says that they are public."""
    for match in _BLOB.finditer(text):
        if len(match[0]) < 200 and entropy(match[0]) > 3.6 and mixed(match[0]):
            before = text[max(0, match.start() - 60) : match.start()]
            if _BLOB_CUE.search(before) and not _NOT_BLOB_CUE.search(before) and not _UUID.search(match[0]):
                yield Hit(match.start(), match.end(), "SECRET_TOKEN", 0.9)


def _valued(text: str, pattern: re.Pattern[str], kind: str) -> Iterator[Hit]:
    for match in pattern.finditer(text):
        group = match.lastindex or 0
        if group and not is_placeholder(match[group]) and not is_placeholder(match[group].split()[0]):
            yield _trimmed(text, match.start(group), match.end(group), kind)


def _trimmed(text: str, start: int, end: int, kind: str) -> Hit:
    """The hit without the punctuation of the sentence that it stands in."""
    while (
        end > start + 3
        and text[end - 1] in ".,;:)]}"
        and text[start:end].count(")") > text[start:end].count("(") - (text[end - 1] != ")")
    ):
        end -= 1
    return Hit(start, end, kind, 0.95)


def _in_pairs(text: str) -> Iterator[Hit]:
    """ "credentials: admin / Xy!7…": the second of two."""
    for match in _PAIR.finditer(text):
        if looks_chosen(match[1]) and kinds_of_signs(match[1]) >= 2 and not is_placeholder(match[1]):
            yield _trimmed(text, match.start(1), match.end(1), "SECRET_PASSWORD")


def kinds_of_signs(value: str) -> int:
    """How many of small letters, capitals, digits and signs a value mixes."""
    kinds = (str.islower, str.isupper, str.isdigit, lambda char: not char.isalnum())
    return sum(any(kind(char) for char in value) for kind in kinds)


def is_placeholder(value: str) -> bool:
    """Whether a value only shows where a secret would stand."""
    return _PLACEHOLDER.match(value) is not None or len(set(value)) <= 2


def is_value(value: str, key: str, *, quoted: bool) -> bool:
    """Whether what stands after a key such as `token:` is a secret rather than prose, a type or a number."""
    bare = value.rstrip(".,;:!?")
    if len(bare) < 3 or is_placeholder(bare) or _SENTENCE_WORD.fullmatch(bare) or _CALL.search(bare):
        return False
    family = _family(key)
    if " " in bare and any(_SENTENCE_WORD.fullmatch(word) for word in bare.split()):
        return False
    if family == "PASSWORD":
        return quoted or looks_chosen(bare) or " " not in value
    if _UUID.fullmatch(bare) and "key" not in key.lower() and "secret" not in key.lower():
        return False
    if key.lower() == "pin":
        return bare.isdigit() and 4 <= len(bare) <= 8
    return (
        len(bare) >= 8
        and " " not in bare
        and (any(char.isdigit() for char in bare) or entropy(bare) > 3.5)
        and not bare.replace(".", "").isdigit()
    )


_LOGIN = re.compile(
    r"\b(?:user(?: ?name| ?id)?|login|log in|account|benutzer(?:name)?|utilisateur|usuario)\b", re.IGNORECASE
)
_LOGIN_REACH = 60
_MIN_BESIDE = 7
_PAIR = re.compile(
    r"\b(?:credentials|logins?|login data|zugangsdaten|identifiants|credenciales)\b(?: are| is|:| =)?[ ]{0,2}"
    r"[\w.@+-]{2,60}[ ]?/[ ]?([^\s\"'<>,;]{6,120})",
    re.IGNORECASE,
)
_CALL = re.compile(r"^[\w.]+\(|^https?://|^/[\w/.-]+$|^\*+$")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


def looks_chosen(value: str) -> bool:
    """Whether a word in a sentence has the look of a password: a digit, a sign, mixed case, or several joined words."""
    bare = value.rstrip(".,;:!?)")
    if len(bare) < 4:
        return False
    upper_inside = any(char.isupper() for char in bare[1:]) and any(char.islower() for char in bare)
    return (
        any(char.isdigit() for char in bare)
        or upper_inside
        or any(char in "!@#$%^&*+=?~_" for char in value)
        or bare.count("-") >= 2
    )


def entropy(value: str) -> float:
    """Bits a character."""
    size = len(value)
    return (
        -sum(count / size * log2(count / size) for count in (value.count(char) for char in set(value))) if size else 0.0
    )


def mixed(value: str) -> bool:
    """Whether a string mixes digits with capitals and small letters, as random keys do and words don't."""
    return any(c.isdigit() for c in value) and any(c.isupper() for c in value) and any(c.islower() for c in value)


def _family(key: str) -> str:
    lowered = key.lower()
    if any(
        part in lowered
        for part in ("pass", "pwd", "kennwort", "contrase", "mot", "mdp", "senha", "wachtwoord", "pin", "credential")
    ):
        return "PASSWORD"
    return "TOKEN" if "token" in lowered else "KEY"


def _compiled(kind: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as exc:
        raise RulesInvalid(f"secret pattern {kind!r} is not a regular expression ({exc}): mend or remove it") from exc
