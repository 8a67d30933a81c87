"""What a reader may not see changes not one bit of what the reader gets: not when it comes, changes or goes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.records import Assist, Passage
from assistant.retrieval.learned import LearnedRanking, Ranker, find
from assistant.retrieval.lookup import Scope
from assistant.retrieval.search import Query, search
from assistant.retrieval.votes import CitingCases
from assistant.verdict import informative_words
from assistant.wire import SearchOut
from ingest.documents import POOLS, Pool
from ingest.index import Index
from tests.ingest.index_house import House, message, ticket, write_lines

from .desk import make_assistant, make_ticket

NOBODY: frozenset[str] = frozenset()
SUPPORT = frozenset({"support"})
SRE = frozenset({"sre"})
HIDDEN = {"audience": "internal", "groups": "[sre]"}
PUBLIC_HIDDEN = {"audience": "public", "groups": "[sre]"}
ADDRESS = "https://docs.example.com/kb/secret"
ASKED = "After the quokka upgrade we rotated the signing secret of the webhook and every delivery fails with FWK-7788"
ROTATE = "Rotate the signing secret of the webhook when deliveries fail with 401, then press Redeliver on each of them."

Intruder = Callable[[House, str], None]
"""Puts hidden documents into a house's sources, with some more words or none."""
Seen = dict[str, Any]


def solved(number: int, text: str, note: str, **fields: Any) -> dict[str, Any]:
    messages = [
        message("customer", text),
        message("agent", note, public=False),
        message("agent", f"Please follow the steps on {ADDRESS} and then press Redeliver on each of the failed ones."),
    ]
    return ticket(f"T-{number}", subject=text[:30], messages=messages, fields=fields)


def cases(*, note: str = "Nothing else to say.") -> list[dict[str, Any]]:
    about = [
        ("Every delivery fails with 401 since we rotated the secret.", "webhooks"),
        ("The webhook signing secret was rotated and deliveries fail.", "webhooks"),
        ("The export of last month is gone from the list.", "exports"),
        ("An export was deleted before we could download it.", "exports"),
        ("A viewer cannot open the quarterly report any more.", "roles"),
        ("Our viewers lost access to each report after the upgrade.", "roles"),
    ]
    cited = [["secret"], ["secret", "intruder"], ["intruder"]]
    return [solved(n, text, note, category=label, articles=cited[n % 3]) for n, (text, label) in enumerate(about)]


def furnish(house: House) -> None:
    """What everybody's index holds; the reader may see a part of it."""
    house.page("secret", f"# Rotation\n\n{ROTATE}")
    house.page("guide", "# Guide\n\nWho rotates a signing secret checks each delivery afterwards.", url=ADDRESS)
    house.page("secret-copy", f"# Rotation\n\n{ROTATE}")
    house.page("exports", "# Exports\n\nAn export is kept for thirty days and then removed from the list.")
    house.page("roles", f"# Roles\n\nA viewer can read every report. For the secret see {ADDRESS} first.")
    house.page("imports", "# Imports\n\nAn import skips a row when a number repeats, for example FWK-1122.")
    house.page("runbook", "# Queue\n\nDrain the queue of the webhook worker before it restarts.", audience="internal")
    house.page("ours", "# Ours\n\nOnly support rotates the secret by hand.", audience="internal", groups="[support]")
    write_lines(house.tickets, *cases())
    archive(house)
    build(house)


def build(house: House) -> None:
    house.build(house.kb, house.tickets, house.root / "archive")


def archive(house: House, *records: dict[str, Any]) -> None:
    """Old questions with their answers."""
    (house.root / "archive").mkdir(exist_ok=True)
    kept = {"id": "Q-1", "title": "Secret", "text": "Where is the secret of a webhook?", "topic": "webhooks"}
    answers = [{"text": f"{ROTATE} It stands in the settings of the webhook."}]
    write_lines(house.root / "archive" / "corpus.jsonl", *(one | {"answers": answers} for one in (kept, *records)))


def one(body: str, **front: str) -> Intruder:
    def put(house: House, more: str) -> None:
        house.page("intruder", f"{body}\n\n{more}", **front)

    return put


def crowd(house: House, more: str) -> None:
    for number in range(220):
        house.page(f"crowd-{number}", f"Rotate the signing secret of the webhook number {number}. {more}", **HIDDEN)


def old_cases(house: House, more: str) -> None:
    """Solved tickets about it under other labels, dated after all others and found helpful."""
    archive(
        house,
        *(
            {
                "id": f"Q-{number}",
                "title": "Quokka",
                "text": f"{ASKED} {number}. {more} See {ADDRESS}",
                "topic": "quokkas" if number % 2 else "exports",
                "groups": ["sre"],
                "created": "2026-05-01",
            }
            for number in range(2, 42)
        ),
    )


def files(house: House) -> dict[Path, bytes]:
    """The sources."""
    sources = [*house.kb.iterdir(), *(house.root / "archive").iterdir()]
    return {path: path.read_bytes() for path in sources}


RARE = "# Quokka\n\nThe quokka upgrade breaks the signing secret: FWK-7788 in every delivery that fails."
INTRUDERS: dict[str, Intruder] = {
    "a runbook about it": one("# Secret\n\nRotate the signing secret of the webhook in the vault.", **HIDDEN),
    "an article about it": one("# Secret\n\nRotate the signing secret of the webhook for partners.", **PUBLIC_HIDDEN),
    "the rare words": one(RARE, **HIDDEN),
    "the rare words in an article": one(RARE, **PUBLIC_HIDDEN),
    "one that links to an article": one(f"# See\n\nAll about it is told on {ADDRESS} already.", **HIDDEN),
    "one at the same address": one("# Annotated\n\nThe same page, with our remarks.", url=ADDRESS, **HIDDEN),
    "a near copy": one(f"# Rotation\n\n{ROTATE}", title="secret", **HIDDEN),
    "a near copy among articles": one(f"# Rotation\n\n{ROTATE}", title="secret", **PUBLIC_HIDDEN),
    "hundreds": crowd,
    "solved tickets": old_cases,
}


def passages(index: Index, house: House, *, groups: frozenset[str], internal: bool) -> dict[Pool, list[Passage]]:
    query = Query(house.embedder.encode([ASKED])[0], ASKED, "2026-06-01")
    return {pool: search(index, query, pool, groups=groups, internal=internal, k=20) for pool in POOLS}


def learned(index: Index, house: House) -> list[Passage]:
    """In the order that solved tickets vote for."""
    query, ranking = Query(house.embedder.encode([ASKED])[0], ASKED), LearnedRanking(Ranker(0.5), CitingCases.of(index))
    return find(index, query, "knowledge", groups=SUPPORT, k=20, learned=ranking)


def plain(done: Assist) -> Assist:
    """Without what tells of the index as a whole: its number and the time that it took."""
    told = tuple(entry for entry in done.summary.basis if not entry.startswith("index "))
    summary = replace(done.summary, basis=told)
    return replace(done, summary=summary, made_with=replace(done.made_with, generation="", triage=""), timings_ms={})


def seen(house: House) -> Seen:
    """Everything that readers without the group `sre` get to see."""
    index, assistant = house.open(), make_assistant(house.reader(), house.embedder, house.scrubber)
    asked = make_ticket(ASKED, subject="Deliveries fail with FWK-7788")
    found = [assistant.look_up(ASKED, Scope("both", 20, public)) for public in (True, False)]
    got: Seen = {
        "customer": passages(index, house, groups=NOBODY, internal=False),
        "agent": passages(index, house, groups=SUPPORT, internal=True),
        "newcomer": passages(index, house, groups=NOBODY, internal=True),
        "learned": learned(index, house),
        "words": informative_words(index, Query(house.embedder.encode([ASKED])[0], ASKED), groups=SUPPORT),
        "assist": plain(assistant.assist(asked)),
        "search": [SearchOut.of(one).model_dump(exclude={"generation"}) for one in found],
    }
    index.store.close()
    return got


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory, scrubber: Any) -> Seen:
    """What is seen in a house that nothing hidden was ever put in."""
    house = House(tmp_path_factory.mktemp("usual"), scrubber)
    furnish(house)
    return seen(house)


@pytest.mark.parametrize("name", INTRUDERS)
def test_what_is_hidden_changes_not_one_bit(house: House, usual: Seen, name: str) -> None:
    furnish(house)
    before, plain_view = files(house), passages(house.open(), house, groups=SRE, internal=True)
    for more in ("", "The viewer of an export, too."):
        INTRUDERS[name](house, more)
        build(house)
        assert passages(house.open(), house, groups=SRE, internal=True) != plain_view, "it must matter to some"
        same(seen(house), usual)
    for path in files(house).keys() - before.keys():
        path.unlink()
    for path, content in before.items():
        path.write_bytes(content)
    build(house)
    same(seen(house), usual)


def same(got: Seen, usual: Seen) -> None:
    """Bit for bit; one part after the other, so that a failure tells where."""
    for part, expected in usual.items():
        assert got[part] == expected, part


@pytest.mark.parametrize(
    "note",
    [
        "The quokka upgrade breaks the signing secret: FWK-7788 in every delivery of the webhook that fails.",
        "See https://docs.example.com/kb/secret and https://docs.example.com/kb/roles for the rest of it.",
        "Every delivery fails with 401 since we rotated the secret.",
    ],
)
def test_an_internal_note_changes_nothing_of_what_a_customer_may_read(house: House, usual: Seen, note: str) -> None:
    furnish(house)
    write_lines(house.tickets, *cases(note=note))
    build(house)
    index = house.open()
    assert passages(index, house, groups=NOBODY, internal=False) == usual["customer"]
    assert passages(index, house, groups=SUPPORT, internal=True) != usual["agent"]


def test_reasons_name_only_what_may_be_read(house: House) -> None:
    furnish(house)
    for name in ("a near copy", "one that links to an article"):
        INTRUDERS[name](house, "")
        build(house)
        index = house.open()
        open_to = {
            groups: next(
                one
                for one in passages(index, house, groups=groups, internal=True)["knowledge"]
                if one.chunk.document_id in ("secret", "secret-copy")
            )
            for groups in (NOBODY, SRE)
        }
        assert "intruder" not in open_to[NOBODY].duplicates
        assert (open_to[SRE].duplicates, open_to[SRE].why) != (open_to[NOBODY].duplicates, open_to[NOBODY].why)


def test_a_house_with_nothing_but_hidden_pages_looks_empty(house: House) -> None:
    INTRUDERS["the rare words"](house, "")
    house.build()
    found = make_assistant(house.reader(), house.embedder, house.scrubber).look_up(ASKED, Scope("both"))
    assert not any(found.passages.values())
    assert set(found.advice) == set(POOLS)
    assert not any("hidden" in said or "permission" in said for said in found.advice.values())
