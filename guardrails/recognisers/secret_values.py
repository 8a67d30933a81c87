"""What a secret looks like, and what only shows where one would stand."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from math import log2

from guardrails.hits import Hit

_PLACEHOLDER = re.compile(
    r"""(?ix) ^(?: <[^<>]*>? | \[[^\[\]]*\]? | \$?\{+[^{}]*\}*.* | \$\(.* | \$[A-Za-z_]\w* | %[A-Za-z_]\w*%? | \*{2,}.* | x{3,}.* | \.{2,}.* | •+.*
    | (?:your|my|the|some|insert|enter|put|add|use)[-_ .][\w.-]* | change[-_]?(?:me|it).* | redacted.* | removed | masked | hidden | (?:example|sample|placeholder|dummy)[a-z_ .-]*
    | \([^()]*\)? | null | none | nil | true | false | undefined | empty | string | required | optional | yes | no | n/?a | todo | tbd | secret | token | password | env | key | value
    | (?:wrong|incorrect|invalid|bad|fake|foo|bar|test)[-_ ]?(?:password|secret|key|token)? | os\.environ.* | process\.env.* | getenv.* | env\(.* | vault:.* | ref\+.* | secretkeyref.* | valuefrom.* | file:.* | !\w+ .* | arn:.*
    | <?REPLACE.* | pk_(?:live|test)_.* | ssh-(?:rsa|ed25519|dss).* | ecdsa-.* | sha(?:1|256|384|512)[:-].* )$"""
)  # fmt: skip
SENTENCE_WORD = re.compile(
    r"(?i)(?:reset|resets|expired|expires|expire|policy|manager|field|fields|login|logins|rotation|rotated|change|changes|changed|prompt|not|is|was|are|were|has|have|had|does|do|did|will|"
    r"would|should|can|cannot|must|may|authentication|auth|and|or|for|in|on|to|of|at|from|with|by|but|if|when|that|which|page|link|links|mail|email|hash|hashes|store|list|"
    r"strength|length|limit|limits|only|still|again|never|always|invalid|incorrect|wrong|correct|valid|required|missing|empty|blank|same|too|being|been|protected|based|less|free|"
    r"the|a|an|my|your|our|their|his|her|its|this|these|those|it|they|we|you|i|no|none|set|failed|fails|fail|error|errors|denied|accepted|rejected|working|works|"
    r"ist|war|wurde|nicht|und|oder|falsch|abgelaufen|est|était|pas|et|ou|expiré|incorrecte?|es|no|era|incorrecta|y|o|ha|a|le|la|de|des|du|el|vergessen|oublié|olvidada?|"
    r"stored|saved|sent|given|shared|known|unknown|different|checked|unchecked|username|user|optional|required|normal|encrypted|plain|basic|oauth2?|kerberos|ntlm|hashed|rotate|generated|provided|entered|saved|now|here|below|above|there|attached|enabled|disabled|managed|synced|longer|strong|weak|available|visible)[.,;:!?]?"
)
_CALL = re.compile(r"^[\w.]+\(|^https?://|^/[\w/.-]+$|^\*+$")
_RUN = re.compile(r"([xX0*.#])\1{7}|(?i:your[-_]|[-_]here\b)")
_NUMBERED = re.compile(r"[a-z]+[-_]?\d{1,2}")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


def kinds_of_signs(value: str) -> int:
    """How many of small letters, capitals, digits and signs a value mixes."""
    kinds = (str.islower, str.isupper, str.isdigit, lambda char: not char.isalnum())
    return sum(any(kind(char) for char in value) for kind in kinds)


def is_placeholder(value: str) -> bool:
    """Whether a value only shows where a secret would stand."""
    return _PLACEHOLDER.match(value) is not None or len(set(value)) <= 2


def is_example(value: str) -> bool:
    """Whether a value in the shape of a key is a sample from a manual: EXAMPLE in it, or a run of one sign."""
    return "EXAMPLE" in value.upper() or _RUN.search(value) is not None


def is_value(value: str, key: str, *, quoted: bool) -> bool:
    """Whether what stands after a key such as `token:` is a secret rather than prose, a type or a number."""
    bare = value.rstrip(".,;:!?")
    if len(bare) < 3 or is_placeholder(bare) or SENTENCE_WORD.fullmatch(bare) or _CALL.search(bare):
        return False
    kind = family(key)
    if " " in bare and any(SENTENCE_WORD.fullmatch(word) for word in bare.split()):
        return False
    if kind == "PASSWORD":
        return quoted or looks_chosen(bare) or " " not in value
    if UUID.fullmatch(bare) and "key" not in key.lower() and "secret" not in key.lower():
        return False
    if key.lower() == "pin":
        return bare.isdigit() and 4 <= len(bare) <= 8
    return (
        len(bare) >= 8
        and " " not in bare
        and (any(char.isdigit() for char in bare) or entropy(bare) > 3.5)
        and not bare.replace(".", "").isdigit()
        and not _NUMBERED.fullmatch(bare)
    )


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


def family(key: str) -> str:
    lowered = key.lower()
    if any(
        part in lowered
        for part in ("pass", "pwd", "kennwort", "contrase", "mot", "mdp", "senha", "wachtwoord", "pin", "credential")
    ):
        return "PASSWORD"
    return "TOKEN" if "token" in lowered else "KEY"


def trimmed(text: str, start: int, end: int, kind: str) -> Hit:
    """The hit without the punctuation of the sentence that it stands in."""
    while (
        end > start + 3
        and text[end - 1] in ".,;:)]}"
        and text[start:end].count(")") > text[start:end].count("(") - (text[end - 1] != ")")
    ):
        end -= 1
    return Hit(start, end, kind, 0.95)
