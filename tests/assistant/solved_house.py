"""A house whose customers have their own words for things: only its solved tickets know which article helps."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from tests.ingest.index_house import House, message, ticket, write_lines

ANSWER = "Please read the page named below and follow its steps one after the other, then tell us how it went."
ARTICLES = {
    "rotation": "Rotate the signing key and store it in the receiver.",
    "retention": "An export is deleted after thirty days by the cleaner.",
    "federation": "Set the clock of the identity provider by a time server.",
    "pagination": "Ask for the following page with the cursor of the last.",
}
SAID = {
    "rotation": "doorbell rings twice but nobody answers callback kaput",
    "retention": "yesterday papers vanished folder empty download gone",
    "federation": "going around circles white screen colleagues locked outside",
    "pagination": "list stops hundred rows rest never arrives truncated",
}


def solved(id_: str, text: str, articles: Sequence[str], *, day: int | None = 0) -> dict[str, Any]:
    """A solved ticket that cites `articles`, so many days after the first; without a date for None."""
    created = None if day is None else f"{date(2025, 1, 1) + timedelta(days=day)}T10:00:00Z"
    messages = [
        message("customer", text, created_at=created),
        message("agent", ANSWER, created_at=created),
    ]
    return ticket(id_, subject="", messages=messages, fields={"articles": list(articles)})


def said_about(article: str, random: np.random.Generator) -> str:
    """What a customer says about it: some of the words that customers use for it, and some of everybody's."""
    everybody = "help please today team again morning since need quickly account".split()
    words = [*random.choice(SAID[article].split(), size=4, replace=False), *random.choice(everybody, size=3)]
    return " ".join(words)


def customers(n: int, *, seed: int = 0, cites: str = "right", dated: bool = True) -> list[dict[str, Any]]:
    """`n` solved tickets, one a day. They cite what helped, or, for `cites` "any", whatever came to hand."""
    random = np.random.default_rng(seed)
    names = list(ARTICLES)
    tickets = []
    for number in range(n):
        about = names[random.integers(len(names))]
        cited = about if cites == "right" else names[random.integers(len(names))]
        day = number if dated else None
        tickets.append(solved(f"S-{number:03d}", said_about(about, random), [cited], day=day))
    return tickets


def build(house: House, *tickets: dict[str, Any]) -> None:
    """Index the articles and these solved tickets."""
    for name, text in ARTICLES.items():
        house.page(name, text)
    write_lines(house.tickets, *tickets)
    house.build(house.kb, house.tickets)
