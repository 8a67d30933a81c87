"""The check after writing: nothing leaves that is not this ticket's own."""

from guardrails.findings import Finding
from guardrails.people import fold
from guardrails.scrub import Scrubber, bare
from guardrails.vault import PLACEHOLDER, Vault

_FOREIGN = "A value that this ticket does not state was masked. Check where it came from before you send."


def check_output(text: str, *, vault: Vault, scrubber: Scrubber, where: str = "") -> tuple[str, list[Finding]]:
    """Mask personal values, secrets and placeholders in `text` that are not this ticket's own, and report them.

    `text` is what was written, before `vault.restore`. Values that the ticket states may stand there in clear; they
    are put back into their placeholder so that one way of restoring remains. Secrets never stay.
    """
    findings: list[Finding] = []
    parts: list[str] = []
    at = 0
    for start, end, kind in scrubber.scrub(text, where=where).spans:
        value = text[start:end]
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
