"""Weakenings of the guards: personal data, secrets, attacks, what no customer is told, links."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import structlog

from assistant.opening import Opened
from assistant.reading import read
from assistant.steering.steering import NONE
from benchmarks.mutants.change import Change, Patch, all_of, giving, replaced
from guardrails.hits import Hit
from guardrails.people import People
from guardrails.vault import Vault

_FOUND = "guardrails.recognisers"
_WORD = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")


def _nothing() -> Iterator[Any]:
    return iter(())


def zero_width_kept(patch: Patch) -> None:
    """Letters that nobody sees stay between those of an address."""
    from guardrails.normalise import _STEPS

    patch.constant("guardrails.normalise:_STEPS", tuple(one for one in _STEPS if one[0] != "zero_width"))


def hidden_markup_kept(patch: Patch) -> None:
    """Comments and hidden elements are read like any text."""
    from guardrails.normalise import _STEPS

    hidden = ("html_comment", "hidden_markup")
    patch.constant("guardrails.normalise:_STEPS", tuple(one for one in _STEPS if one[0] not in hidden))


def vault_shared(patch: Patch) -> None:
    """One vault serves every ticket of the process."""
    shared = Vault()

    def make(_: Any) -> Callable[..., Opened]:
        def opened(self: Any, index: Any, ticket: Any, steering: Any = NONE) -> Opened:
            own = read(ticket, scrubber=self.scrubber, vault=shared, steering=steering)
            return Opened(index, own, shared, self.artifacts(own), self._search(own))

        return opened

    patch.replace("assistant.opening:Opener.open", make)


def placeholders_not_stable(patch: Patch) -> None:
    """The same value gets another number each time."""

    def placeholder(old: Any) -> Any:
        def made(self: Any, kind: str, value: str) -> Any:
            self._placeholders.pop((kind, value), None)
            return old(self, kind, value)

        return made

    def number(old: Any) -> Any:
        def given(self: Any, kind: str, value: str) -> Any:
            self._numbers, self._people, self._phones = {}, People(), {}
            return old(self, kind, value)

        return given

    patch.replace("guardrails.vault:Vault.placeholder", placeholder)
    patch.replace("guardrails.vault:Vault._number", number)


def over_masking(patch: Patch) -> None:
    """Every word with a capital inside a sentence is taken for a name."""

    def make(old: Any) -> Any:
        def find(self: Any, text: str, spans: Any = ()) -> Iterator[Hit]:
            yield from old(self, text, spans)
            yield from (Hit(*match.span(), "PERSON", 0.95) for match in _WORD.finditer(text))

        return find

    patch.replace(f"{_FOUND}.person:PersonFinder.find", make)


def logs_hold_text(patch: Patch) -> None:
    """An event tells what the ticket says."""

    def make(old: Any) -> Any:
        def opened(self: Any, index: Any, ticket: Any, steering: Any = NONE) -> Any:
            structlog.get_logger().info("ticket.opened", id=ticket.id, text=[one.text for one in ticket.messages])
            return old(self, index, ticket, steering)

        return opened

    patch.replace("assistant.opening:Opener.open", make)


def commitments_allowed(patch: Patch) -> None:
    """Neither the rules nor the model look for commitments."""
    patch.replace("guardrails.promises:check_promises", lambda _: lambda *_args, **_options: [])
    patch.replace(
        "guardrails.promises:PromiseGuard.check_all", lambda _: lambda _self, texts, **_o: [[] for _ in texts]
    )


def refund_rule_off(patch: Patch) -> None:
    """The house's file switches the one rule off."""
    patch.file("sample/house-policy.yaml", lambda text: text.replace("\noff: []", "\noff: [refund]"))


def blocking_only_warns(patch: Patch) -> None:
    """A sentence that may not be sent is marked, and stays."""
    patch.replace("guardrails.policy_guard:Hit.blocking", lambda _: property(lambda _self: False))


def injection_seldom_seen(patch: Patch) -> None:
    """Only what is all but certain is a finding."""

    def make(old: Any) -> Any:
        return lambda *args, **options: [one for one in old(*args, **options) if one.score >= 0.995]

    patch.replace("guardrails.injection:scan", make)


def findings_lost(patch: Patch) -> None:
    """What the guards saw in a ticket does not reach the answer."""

    def make(old: Any) -> Any:
        return lambda *args, **options: replace(old(*args, **options), findings=())

    patch.replace("assistant.reading:scrub_ticket", make)


CHANGES = (
    Change(
        "scrubber_off",
        "guards",
        "a flag for debugging was left on",
        giving("guardrails.scrub:_settled", list),
    ),
    Change(
        "persons_kept",
        "guards",
        "the name model did not load and nobody noticed",
        giving(f"{_FOUND}.person:PersonFinder.find", _nothing),
    ),
    Change(
        "emails_kept",
        "guards",
        "a recogniser was taken out for being slow",
        giving(f"{_FOUND}.contact:find_emails", _nothing),
    ),
    Change(
        "phones_kept", "guards", "a recogniser raised false alarms", giving(f"{_FOUND}.phone:find_phones", _nothing)
    ),
    Change(
        "accounts_kept",
        "guards",
        "numbers of cards and accounts were taken for a matter of the shop",
        all_of(giving(f"{_FOUND}.bank:find_bank", _nothing), giving(f"{_FOUND}.payment:find_payment", _nothing)),
    ),
    Change(
        "national_ids_kept",
        "guards",
        "a list of countries came out empty",
        all_of(
            giving(f"{_FOUND}.national_ids:find_national_ids", _nothing),
            giving(f"{_FOUND}.identity:find_identity", _nothing),
        ),
    ),
    Change(
        "addresses_kept",
        "guards",
        "postal addresses were thought harmless",
        giving(f"{_FOUND}.address:find_addresses", _nothing),
    ),
    Change(
        "usernames_kept",
        "guards",
        "logins were thought harmless",
        giving(f"{_FOUND}.username:UsernameFinder.find", _nothing),
    ),
    Change(
        "secrets_kept",
        "guards",
        "another scanner was to take over",
        giving(f"{_FOUND}.secrets:SecretFinder.find", _nothing),
    ),
    Change(
        "told_passwords_kept",
        "guards",
        "only formats of issuers are looked for",
        giving(f"{_FOUND}.secret_prose:ProseSecrets.find", _nothing),
    ),
    Change("zero_width_kept", "guards", "a step of cleaning was lost in a refactoring", zero_width_kept),
    Change("hidden_markup_kept", "guards", "a step of cleaning was switched off for speed", hidden_markup_kept),
    Change(
        "vault_not_restored",
        "guards",
        "agents are shown placeholders",
        replaced("assistant.restore:restored", lambda _: lambda value, _vault: value),
    ),
    Change("vault_shared", "guards", "a cache between tickets", vault_shared),
    Change("placeholders_not_stable", "guards", "a look-up by value was lost", placeholders_not_stable),
    Change(
        "knowledge_not_scrubbed",
        "guards",
        "the knowledge base was said to hold nothing personal",
        replaced("ingest.prepare:scrub_documents", lambda _: lambda documents, _scrubber: list(documents)),
    ),
    Change("quarantine_off", "guards", "an owner was in a hurry", giving("ingest.quarantine:judge_document", tuple)),
    Change("injection_scan_off", "guards", "the scan took too long", giving("guardrails.injection:scan", list)),
    Change("injection_seldom_seen", "guards", "a threshold was raised against false alarms", injection_seldom_seen),
    Change("findings_lost", "guards", "a field was not handed on", findings_lost),
    Change("commitments_allowed", "guards", "a guard was not wired to the policy", commitments_allowed),
    Change("refund_rule_off", "guards", "billing asked for it, for a day", refund_rule_off),
    Change("blocking_only_warns", "guards", "agents read the drafts anyway", blocking_only_warns),
    Change(
        "links_kept",
        "guards",
        "customers complained of missing links",
        replaced("guardrails.links:clean_links", lambda _: lambda text, **_options: (text, [])),
    ),
    Change("over_masking", "guards", "better too much than too little", over_masking),
    Change("logs_hold_text", "guards", "somebody needed to see what happens", logs_hold_text),
)
