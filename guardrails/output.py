"""The check after writing: nothing leaves that is not this ticket's own."""

import re
from collections.abc import Sequence

from guardrails.disguise import readings
from guardrails.earlier import Earlier
from guardrails.findings import Finding
from guardrails.normalise import normalise
from guardrails.people import fold
from guardrails.private_text import NOTHING, PrivateText, joined, sentence_around
from guardrails.scrub import Scrubber, bare
from guardrails.vault import PLACEHOLDER, Vault

_NAMES = ("PERSON", "LOCATION", "ORGANISATION")
"""Kinds that are told by the look of words, and told wrongly in a language that the reader of names does not know."""
_FOREIGN = "A value that this ticket does not state was masked. Check where it came from before you send."
_OWN_TEXT = "Words of the system's own instructions were taken out. Somebody may have asked the writer for them."
_ENCODED = "Encoded text with a personal value or a secret in it was taken out."


def check_output(
    text: str,
    *,
    vault: Vault,
    scrubber: Scrubber,
    where: str = "",
    private: PrivateText = NOTHING,
    earlier: Earlier | None = None,
    phrases: Sequence[str] = (),
) -> tuple[str, list[Finding]]:
    """Mask personal values, secrets and placeholders in `text` that are not this ticket's own, and report them.

    `text` is what was written, before `vault.restore`. Values that the ticket states may stand there in clear; they
    are put back into their placeholder so that one way of restoring remains. Secrets never stay. A sentence with
    words of the system (`private`) goes whole. Where something in `text` was hidden from readers, the readable text
    takes its place, and offsets count in that. `earlier` is what stood before, for a block of a longer text; it
    learns the values of this one. What stands in `phrases`, the words of the house around this text, is nobody's name.
    """
    plain = normalise(text)
    text, told = _without_private(plain.text if plain.removed else text, private, where)
    text, encoded = _without_encoded(text, scrubber, where)
    text, foreign = _without_foreign(text, vault, scrubber, where, earlier, phrases)
    return text, [*told, *encoded, *foreign]


def _without_private(text: str, private: PrivateText, where: str) -> tuple[str, list[Finding]]:
    """Sentences with words of the system go, up to their full stop."""
    gone = joined(sentence_around(text, start, end) for start, end in private.spans(text))
    findings = [Finding("leak.system_text", where, start, end, "blocking", _OWN_TEXT) for start, end in gone]
    for start, end in reversed(gone):
        text = text[:start] + text[end:]
    return text, findings


def _without_encoded(text: str, scrubber: Scrubber, where: str) -> tuple[str, list[Finding]]:
    """A value stays a value in Base64."""
    findings = []
    for start, end, words in reversed(list(readings(text))):
        if scrubber.scrub(words, where=where).spans:
            findings.append(Finding("foreign.encoded", where, start, end, "blocking", _ENCODED))
            text = f"{text[:start]}<SECRET>{text[end:]}"
    return text, findings[::-1]


def _without_foreign(
    text: str, vault: Vault, scrubber: Scrubber, where: str, earlier: Earlier | None, phrases: Sequence[str]
) -> tuple[str, list[Finding]]:
    findings: list[Finding] = []
    parts: list[str] = []
    at = 0
    for start, end, kind in scrubber.scrub(text, where=where, earlier=earlier).spans:
        value = text[start:end]
        if kind in _NAMES and any(re.search(rf"(?<!\w){re.escape(value)}(?!\w)", phrase) for phrase in phrases):
            continue
        if earlier:
            earlier.add(kind, value)
        parts.append(text[at:start])
        at = end
        if PLACEHOLDER.fullmatch(value):
            new, finding = _placeholder(value, vault, where, start, end)
        else:
            new, finding = _value(value, kind, vault, where, start, end)
        parts.append(new)
        findings += [finding] if finding else []
    return "".join(parts) + text[at:], findings


def _placeholder(value: str, vault: Vault, where: str, start: int, end: int) -> tuple[str, Finding | None]:
    if vault.knows(value):
        return value, None
    return PLACEHOLDER.sub(r"<\1>", value), Finding("foreign.placeholder", where, start, end, "warning", _FOREIGN)


def _value(value: str, kind: str, vault: Vault, where: str, start: int, end: int) -> tuple[str, Finding | None]:
    if kind.startswith("SECRET"):
        own = vault.placeholder(kind, value) if vault.holds(value) else "<SECRET>"
        return own, Finding("foreign.secret", where, start, end, "blocking", _FOREIGN)
    if vault.holds(value):
        return vault.placeholder(kind, value), None
    if kind == "PERSON" and owns_name(vault, value):
        return value, None
    return bare(kind, value), Finding(f"foreign.{kind.lower()}", where, start, end, "warning", _FOREIGN)


def owns_name(vault: Vault, value: str) -> bool:
    """Whether every word of a name belongs to a name that the ticket states."""
    own = {word for kind, known in vault.values() if kind == "PERSON" for word in fold(known).split()}
    return all(word in own for word in fold(value).split())
