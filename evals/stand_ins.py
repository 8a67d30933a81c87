"""A ticket with made-up people in the place of real ones: checked twice, and refused if anything of theirs is left."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.reading import Texts, scrub_ticket
from evals.errors import CaseRefused
from evals.made_up import MadeUp
from guardrails.normalise import normalise
from guardrails.people import fold
from guardrails.scrub import Scrubber
from guardrails.vault import BARE_PLACEHOLDER, LITERAL, PLACEHOLDER, Vault
from ingest.read_ticket import read_ticket
from ingest.tickets import Author, Ticket

_ROUNDS = 4
_KEY = re.compile(r"[\w .-]{1,40}")
_MIN_VALUE = 3


def made_up_ticket(ticket: Ticket, id_: str, *, scrubber: Scrubber) -> dict[str, Any]:
    """The ticket as JSON, without anything of the people in it. `CaseRefused` where that cannot be reached."""
    vault = Vault()
    texts = scrub_ticket(ticket, scrubber=scrubber, vault=vault, typed=_typed(ticket))
    originals = _originals(texts) | _stated(ticket, vault)
    made = MadeUp(originals)
    for _ in range(_ROUNDS):
        value = _filled(ticket, id_, texts, vault, made)
        again = _again(value, scrubber)
        unmasked = [p for p, v in made.given.items() if any(v in done.text for done in again.scrubbed.values())]
        given_up = [placeholder for placeholder in unmasked if made.give_up(placeholder)]
        if not given_up:
            break
    _refuse_what_is_left(value, again, originals, made)
    return value


def made_up_text(text: str) -> str:
    """A text that was scrubbed before its values were forgotten, with made-up ones for its placeholders."""
    originals = {match[0]: _EXAMPLES.get(match[1], "") for match in PLACEHOLDER.finditer(text)}
    bare = {match[0]: f"{match[0][:-1]}_{n}>" for n, match in enumerate(BARE_PLACEHOLDER.finditer(text), start=900)}
    originals |= {numbered: _EXAMPLES.get(name[1:-1], "") for name, numbered in bare.items()}
    made = MadeUp({placeholder: value for placeholder, value in originals.items() if value})
    return made.filled(BARE_PLACEHOLDER.sub(lambda match: bare[match[0]], text))


_EXAMPLES: Mapping[str, str] = {
    "PERSON": "Xx Xx",
    "EMAIL": "x",
    "PHONE": "0",
    "IP_ADDRESS": "0",
    "IBAN": "X",
    "CREDIT_CARD": "0",
}


def _typed(ticket: Ticket) -> dict[str, str]:
    return {"organisation": ticket.customer.organisation} if ticket.customer.organisation else {}


def _originals(texts: Texts) -> dict[str, str]:
    """The values by their placeholders, secrets among them, as they stood in the texts."""
    found: dict[str, str] = {}
    for place, done in texts.scrubbed.items():
        text = texts.normal[place]
        for (start, end, _), match in zip(done.spans, PLACEHOLDER.finditer(done.text), strict=True):
            found[match[0]] = text[start:end]
    return found


def _people(ticket: Ticket) -> list[Author]:
    customer = ticket.customer
    return [Author("customer", customer.name, customer.email), *(message.author for message in ticket.messages)]


def _stated(ticket: Ticket, vault: Vault) -> dict[str, str]:
    """The values that stand in the ticket's own fields for people."""
    stated: dict[str, str] = {}
    for person in _people(ticket):
        for kind, value in (("PERSON", person.name), ("EMAIL", person.email)):
            if plain := _plain(value):
                stated[vault.placeholder(kind, plain)] = plain
    if plain := _plain(ticket.customer.organisation):
        stated[vault.placeholder("ORGANISATION", plain)] = plain
    return stated


def _plain(value: str) -> str:
    return " ".join(normalise(value).text.split())


def _filled(ticket: Ticket, id_: str, texts: Texts, vault: Vault, made: MadeUp) -> dict[str, Any]:
    def of(kind: str, value: str) -> str:
        return made.filled(vault.placeholder(kind, plain)) if (plain := _plain(value)) else ""

    def author(one: Author) -> dict[str, Any]:
        known = {"role": one.role, "name": of("PERSON", one.name), "email": of("EMAIL", one.email)}
        return {key: value for key, value in known.items() if value}

    domains = _domains(ticket)
    text = {place: _elsewhere(made.filled(done.text), domains) for place, done in texts.scrubbed.items()}
    customer = {
        "name": of("PERSON", ticket.customer.name),
        "email": of("EMAIL", ticket.customer.email),
        "organisation": of("ORGANISATION", ticket.customer.organisation),
        "tier": ticket.customer.tier if _KEY.fullmatch(ticket.customer.tier) else "",
    }
    messages = [
        {"id": message.id, "author": author(message.author)}
        | ({} if message.public else {"public": False})
        | ({"created_at": message.created_at.isoformat()} if message.created_at else {})
        | {"text": text[message.id]}
        for message in ticket.messages
    ]
    fields = {
        key.removeprefix("fields."): value
        for key, value in text.items()
        if key.startswith("fields.") and _KEY.fullmatch(key.removeprefix("fields."))
    }
    value = {"id": id_, "subject": text["subject"], "messages": messages, "fields": fields}
    value["customer"] = {key: one for key, one in customer.items() if one}
    return {key: one for key, one in value.items() if one}


def _domains(ticket: Ticket) -> list[str]:
    """Where the customer's people get their mail: hosts of it name the organisation."""
    addresses = [one.email for one in _people(ticket) if one.role == "customer"]
    found = {address.rpartition("@")[2].strip().lower() for address in addresses if "." in address.rpartition("@")[2]}
    return sorted(found, key=len, reverse=True)


def _elsewhere(text: str, domains: list[str]) -> str:
    """With another domain, and without the spaces at the ends of lines, which no block of YAML keeps."""
    for number, domain in enumerate(domains, start=1):
        text = re.sub(
            rf"(?<![\w-]){re.escape(domain)}(?![\w-])", f"customer{number}.example", text, flags=re.IGNORECASE
        )
    return "\n".join(line.rstrip() for line in text.splitlines())


def _again(value: Mapping[str, Any], scrubber: Scrubber) -> Texts:
    ticket = read_ticket(value)
    return scrub_ticket(ticket, scrubber=scrubber, vault=Vault(), typed=_typed(ticket))


def _refuse_what_is_left(value: Mapping[str, Any], again: Texts, originals: Mapping[str, str], made: MadeUp) -> None:
    """Nothing of the originals may stand in the case, and the scrubber may find nothing but what was made up."""
    known = [fold(one) for one in made.given.values()]
    kinds = {
        kind
        for place, done in again.scrubbed.items()
        for start, end, kind in done.spans
        if kind != LITERAL and not _made_of(fold(again.normal[place][start:end]), known)
    }
    whole = "\n".join(_strings(value))
    folded = fold(whole)
    kinds |= {
        placeholder[1:].rpartition("_")[0]
        for placeholder, original in originals.items()
        if not placeholder.startswith(f"<{LITERAL}_") and _stands(original, whole, folded)
    }
    if kinds:
        told = ", ".join(sorted(kind.lower().replace("_", " ") for kind in kinds))
        raise CaseRefused(f"the case would still hold personal data ({told}): nothing was written")


def _made_of(found: str, known: list[str]) -> bool:
    return any(found in one or one in found for one in known)


def _stands(original: str, whole: str, folded: str) -> bool:
    """Whether a value is still there: a single word in its own case, for `Will` is a name and `will` is none."""
    if len(original.strip()) < _MIN_VALUE:
        return False
    if original.isalpha():
        return re.search(rf"(?<!\w){re.escape(original)}(?!\w)", whole) is not None
    return re.search(rf"(?<!\w){re.escape(fold(original))}(?!\w)", folded) is not None


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _strings(part)]
