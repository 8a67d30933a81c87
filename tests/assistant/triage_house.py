"""A small house whose triage learns: two kinds of tickets in many wordings, an index, and what is kept of triage."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.query import dense_text
from assistant.reading import read
from assistant.triage.guide import Guide
from assistant.triage.keeper import Corrected, ToLearn, TriageKeeper
from assistant.triage.taxonomy import Labels, Listed, Taxonomy
from guardrails.vault import Vault
from ingest.index import Index
from ingest.read_ticket import read_ticket
from tests.ingest.index_house import House, message, ticket, write_lines

WHO = "Our receiver|The warehouse|Their portal|My colleague|The shop|The till|Our importer|The partner".split("|")
WHAT = {
    "webhooks": "sees the webhook fail|gets no delivery|refuses the signature|lost the signing secret|answers with 401",
    "billing": "pays a wrong amount|got the invoice twice|wants a refund|misses the order number|sees a double charge",
}
ANSWER = "Please have a look at the settings page once more, choose the right entry there and press the button Save."
TAXONOMY = Taxonomy(
    {
        "category": Labels(
            (Listed(Guide("webhooks", synonyms=("call backs",))), Listed(Guide("billing"))), retired=("fax",)
        ),
        "tags": Labels((Listed(Guide("urgent")), Listed(Guide("vip")))),
    },
    version="taxonomy-1",
)


def sentences(category: str) -> list[str]:
    """Forty ways to say it."""
    return [f"{who} {what} since Monday." for who in WHO for what in WHAT[category].split("|")]


def solved_tickets(each: int = 40) -> list[dict[str, Any]]:
    """So many of each kind, rightly labelled."""
    return [
        ticket(
            f"S-{number}{n:02}",
            subject="Help",
            fields={"category": category},
            messages=[
                message("customer", text, created_at=f"2026-0{1 + n % 9}-01T10:00:00Z"),
                message("agent", ANSWER),
            ],
        )
        for number, category in enumerate(WHAT, start=1)
        for n, text in enumerate(sentences(category)[:each])
    ]


def indexed(house: House, *values: Mapping[str, Any]) -> Index:
    write_lines(house.tickets, *(values or solved_tickets()))
    house.build(house.tickets)
    return house.open()


def keeper(house: House, **changes: Any) -> TriageKeeper:
    """As the assembly puts it together, in the house's folder."""
    values: dict[str, Any] = {"embedder": house.embedder, "taxonomy": TAXONOMY, "groups": frozenset({"support"})}
    return TriageKeeper(house.var / "triage", **values | changes)


def correct(
    house: House,
    kept: TriageKeeper,
    index: Index,
    id_: str,
    text: str,
    category: str = "",
    *,
    tags: Sequence[str] | None = None,
    agent: str = "",
) -> Corrected:
    """A correction on the way that the assistant takes: read, scrubbed, embedded, judged, kept."""
    value = read_ticket({"id": id_, "subject": "Help", "messages": [message("customer", text)]})
    own = read(value, scrubber=house.scrubber, vault=Vault())
    words = dense_text(own)
    vector = house.embedder.encode([words])[0]
    said = kept.serving(index).model.triage(own, words, vector, [])
    labels = {"category": category} if category else {}
    return kept.correct(lambda: index, ToLearn(id_, words, vector), labels, tags=tags, agent=agent, said=said)


def category_of(house: House, kept: TriageKeeper, index: Index, text: str) -> str:
    """The likeliest category that serves now, however likely."""
    model = kept.serving(index).model
    told = model.classifiers["category"].predict([text], house.embedder.encode([text]))
    return told.labels[int(told.probabilities[0].argmax())]
