"""What a solved ticket looked like when it came in, and what was known by then."""

import json
from pathlib import Path
from typing import Any

import pytest

from evals.errors import DataInvalid
from evals.formats.catalog import read_cases
from evals.replay.history import read_history
from evals.replay.known import read_library
from evals.replay.leaks import Answers, in_input
from evals.replay.past import Past, Unusable, check_fields, happened, past_of
from evals.replay.plan import Wanted, plan
from evals.replay.subject import first_subject
from evals.replay.words import Copies
from evals.tasks.catalog import tasks
from ingest.documents import SourceDocument
from ingest.sources.detect import read_source

ANSWER = (
    "Please open the carton settings, choose the blue profile, raise the retry budget to fourteen "
    "and start the collector again so that the queue drains."
)
QUESTION = (
    "Since the update of last night our label printer stands still and the collector shows a queue of "
    "four hundred parcels that nobody can send."
)
SCALE = "The scale at the door shows nothing but zeros since Monday morning, what now?"
TARE = "Take the cover off, clean the four feet, put it back and press tare for ten seconds."
SECRETS = ("blue profile", "retry budget", "fourteen", "collector again")


def message(role: str, text: str, at: str, *, public: bool = True) -> dict[str, Any]:
    return {"author": {"role": role, "name": f"A {role}"}, "public": public, "created_at": at, "text": text}


def solved(id_: str = "T-1", day: str = "2026-05-04", **changes: Any) -> dict[str, Any]:
    """A ticket with its answer in every place where a help desk may keep it."""
    return {
        "id": id_,
        "subject": "Label printer stands still [SOLVED: blue profile, retry budget fourteen]",
        "messages": [
            message("customer", QUESTION, f"{day}T08:00:00+00:00"),
            message("agent", ANSWER, f"{day}T08:05:00+00:00", public=False),
            message("agent", ANSWER, f"{day}T08:30:00+00:00"),
            message("customer", f"Thank you. {ANSWER} That was it.", f"{day}T09:00:00+00:00"),
        ],
        "fields": {
            "category": "printing",
            "team": "blue profile team",
            "root_cause": ANSWER,
            "macro": "retry budget",
            "tags": ["blue profile"],
            "articles": ["kb-retry budget"],
            "channel": "email",
        },
        "customer": {"name": "Ida Marl", "tier": "scale"},
        "status": "solved",
        "resolution": ANSWER,
    } | changes


def lines(path: Path, *values: dict[str, Any]) -> Path:
    path.write_text("\n".join(json.dumps(value) for value in values), encoding="utf-8")
    return path


def page(folder: Path, name: str, text: str, front: str = "") -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.md").write_text(f"---\nid: {name}\naudience: public\n{front}---\n\n{text}\n", encoding="utf-8")


def input_of(past: Past) -> str:
    return json.dumps(past.ticket)


# --- the ticket as it came in ---


def test_nothing_that_came_later_stands_in_the_input() -> None:
    past = past_of(solved())
    told = input_of(past)
    assert not [words for words in SECRETS if words in told]
    assert past.ticket["subject"] == "Label printer stands still"
    assert [one["text"] for one in past.ticket["messages"]] == [QUESTION]
    assert past.ticket["fields"] == {"channel": "email"}
    assert not {"status", "resolution"} & past.ticket.keys()
    assert list(in_input([past])) == []


def test_what_became_of_it_is_kept_apart() -> None:
    past = past_of(solved())
    assert (past.sent, past.happened) == (ANSWER, "answered")
    assert past.labels == {"category": "printing", "team": "blue profile team"}
    assert (past.tags, past.articles) == (("blue profile",), ("kb-retry budget",))
    assert (past.opened, past.closed) == ("2026-05-04T08:00:00+00:00", "2026-05-04T09:00:00+00:00")
    assert (past.hours_to_first_answer, past.hours_to_solution) == (0.5, 0.5)


def test_an_export_that_begins_with_the_newest_message_is_put_in_order() -> None:
    value = solved()
    value["messages"] = value["messages"][::-1]
    assert [one["text"] for one in past_of(value).ticket["messages"]] == [QUESTION]


@pytest.mark.parametrize(
    ("told", "closed"),
    [
        ({}, ""),
        ({"closed_at": "2026-05-09T10:00:00+02:00"}, "2026-05-09T08:00:00+00:00"),
        ({"updated_at": "2026-07-01"}, "2026-07-01T00:00:00+00:00"),
        ({"updated_at": "2026-07-01", "solved_at": "2026-05-09"}, "2026-05-09T00:00:00+00:00"),
        ({"closed_at": "yesterday"}, ""),
    ],
)
def test_when_a_ticket_was_closed_is_known_or_it_teaches_nothing(told: dict[str, str], closed: str) -> None:
    value = solved(**told)
    del value["messages"][3]["created_at"]
    assert past_of(value).closed == closed


def test_a_field_that_customers_fill_in_can_be_kept_and_is_then_not_measured() -> None:
    past = past_of(solved(), fields=check_fields(["Category"]))
    assert past.ticket["fields"] == {"category": "printing", "channel": "email"}
    assert "category" not in past.labels
    with pytest.raises(ValueError, match="'articles' tells the answer"):
        check_fields(["articles"])


def test_a_leak_in_the_input_is_seen() -> None:
    kept = past_of(solved(), fields=(*check_fields([]), "root_cause"))
    assert [(one.place, one.whole) for one in in_input([kept])] == [("input", True)]
    quoted = past_of(solved(messages=[message("customer", f"{QUESTION} {ANSWER}", "2026-05-04T08:00:00+00:00"),
                                      message("agent", ANSWER, "2026-05-04T08:30:00+00:00")]))  # fmt: skip
    assert [one.place for one in in_input([quoted])] == ["message"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"status": "open"}, "only solved tickets"),
        ({"messages": [message("agent", ANSWER, "2026-05-04T08:00:00Z")]}, "no customer text"),
        ({"messages": [{"author": {"role": "customer"}, "text": QUESTION}]}, "has no date"),
    ],
)
def test_what_cannot_be_played_again_says_why(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(Unusable, match=why):
        past_of(solved(**changes))


@pytest.mark.parametrize(
    ("subject", "first"),
    [
        ("Import stops [Solved]", "Import stops"),
        ("Import stops (gelöst: neue Version)", "Import stops"),
        ("SOLVED: Import stops", "Import stops"),
        ("Import stops - fixed by new version", "Import stops"),
        ("Import stops | choose the blue profile, raise the limit", "Import stops"),
        ("Import stops: choose the blue profile", "Import stops"),
        ("Import stops - error 500 in step two", "Import stops - error 500 in step two"),
        ("Problem resolved itself and came back", "Problem resolved itself and came back"),
        ("Import: closed orders are missing", "Import: closed orders are missing"),
    ],
)
def test_a_subject_is_cut_only_where_the_end_of_the_ticket_speaks(subject: str, first: str) -> None:
    assert first_subject(subject, message="The import stops.", answers=[ANSWER]) == first


def test_words_that_the_customer_wrote_stay_in_the_subject_even_if_the_answer_repeats_them() -> None:
    subject = "Import: choose the blue profile does not work"
    assert first_subject(subject, message="I choose the blue profile and nothing happens", answers=[ANSWER]) == subject


@pytest.mark.parametrize(
    ("answers", "solving", "what"),
    [
        ([], None, ""),
        ([ANSWER], 0, "answered"),
        (["Which version is it?", ANSWER], 1, "asked_back"),
        (["Thanks, we are looking into it.", ANSWER], 1, ""),
        (["1. Stop it\n2. Start it\nDoes that help?", ANSWER], 1, "answered"),
    ],
)
def test_what_agents_did_first(answers: list[str], solving: int | None, what: str) -> None:
    assert happened(answers, solving) == what


def test_labels_are_asked_for_by_the_names_that_they_have_today(house: Path) -> None:
    names = house / "taxonomy.yaml"
    names.write_text("category:\n  labels:\n    - {name: Printers, synonyms: [printing]}\n", encoding="utf-8")
    assert [past.labels["category"] for past in plan(wanted(house, taxonomy=names)).pasts] == ["Printers"]


# --- what was known ---


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Tickets and pages around the first of May, with the answer of T-1 wherever it came later."""
    old = "Stop the collector in the console before you change the paper of a label printer in the warehouse."
    page(tmp_path / "kb", "kb-old", old, "updated: 2026-04-01\n")
    page(tmp_path / "kb", "kb-later", ANSWER, "updated: 2026-05-20\n")
    page(tmp_path / "kb", "kb-same-day", ANSWER, "updated: 2026-05-01\n")
    page(tmp_path / "kb", "kb-undated", "Parcels are weighed twice, at the door and on the belt, by the same scale.")
    lines(
        tmp_path / "other.jsonl",
        solved(
            "T-1",
            "2026-03-01",
            subject="In other words",
            messages=[
                message("customer", SCALE, "2026-03-01T08:00:00Z"),
                message("agent", ANSWER, "2026-03-01T09:00:00Z"),
            ],
        ),
        solved("T-7", "2026-02-01", subject="Copied into another system"),
        solved("T-8", "2026-06-01", subject="Filed once more"),
    )
    lines(
        tmp_path / "solved.jsonl",
        solved("T-0", "2026-04-02", messages=[
            message("customer", SCALE, "2026-04-02T08:00:00Z"),
            message("agent", TARE, "2026-04-02T09:00:00Z"),
        ], resolution="", fields={"category": "scales"}, subject="Scale shows zeros"),
        solved("T-1", "2026-05-04"),
        solved("T-2", "2026-06-08", subject="The same printer again"),
    )  # fmt: skip
    return tmp_path


def wanted(house: Path, **changes: Any) -> Wanted:
    given = {"after": "2026-05-01", "before": "2026-06-01", "knowledge": (house / "kb", house / "other.jsonl")}
    return Wanted(house / "solved.jsonl", **{**given, **changes})


def written(house: Path, asked: Wanted) -> list[SourceDocument]:
    """The documents that would be indexed, read as the builder reads them."""
    planned = plan(asked)
    sources = planned.library.write(house / "known", planned.steps[-1].known)
    return [one for source in sources for one in read_source(source) if isinstance(one, SourceDocument)]


def test_only_what_was_there_before_is_indexed(house: Path) -> None:
    documents = written(house, wanted(house))
    assert {one.id for one in documents} == {"kb-old", "kb-undated", "T-0"}
    text = json.dumps([[part.text for part in one.parts] for one in documents])
    assert not [words for words in SECRETS if words in text]
    planned = plan(wanted(house))
    assert planned.steps[0].copies == 1
    answers = Answers(planned.steps[0].pasts)
    assert not [seen for one in documents for seen in answers.in_document(one)]


def test_undated_pages_can_be_left_out(house: Path) -> None:
    assert {one.id for one in written(house, wanted(house, dated_only=True))} == {"kb-old", "T-0"}


def test_an_answer_in_a_page_without_a_date_is_reported(house: Path) -> None:
    page(house / "kb", "kb-leak", f"In short: {ANSWER}")
    planned = plan(wanted(house))
    answers = Answers(planned.steps[0].pasts)
    seen = [found for one in written(house, wanted(house)) for found in answers.in_document(one)]
    assert [(one.ticket, one.document, one.whole) for one in seen] == [("T-1", "kb-leak", True)]


def test_with_refresh_later_tickets_see_what_was_learned_meanwhile(house: Path) -> None:
    planned = plan(wanted(house, before="", refresh_days=10))
    known = {step.cut: {entry.id for entry in step.known} for step in planned.steps}
    assert list(known) == ["2026-05-01", "2026-05-31"]
    assert [[past.id for past in step.pasts] for step in planned.steps] == [["T-1"], ["T-2"]]
    assert [cut for cut, ids in known.items() if "kb-later" in ids] == ["2026-05-31"]
    assert "T-2" not in known["2026-05-31"]


def test_a_near_copy_with_an_older_date_is_no_knowledge() -> None:
    copies = Copies([QUESTION])
    assert copies.has(f"Fwd: {QUESTION} Regards")
    assert not copies.has("Since the update of last night our scale stands still.")
    assert not Copies(["It does not work"]).has("It does not work")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"after": "May"}, "'May' is no date"),
        ({"after": "2027-01-01", "before": ""}, "they came from 2026-04-02 to 2026-06-08"),
        ({"after": "2026-04-01", "knowledge": (), "before": "2026-04-03"}, "nothing was known before 2026-04-01"),
        ({"fields": ("Resolution",)}, "'resolution' tells the answer"),
        ({"knowledge": (Path("nowhere"),)}, "no source at nowhere"),
    ],
)
def test_what_cannot_be_planned_says_why(house: Path, changes: dict[str, Any], why: str) -> None:
    with pytest.raises(DataInvalid, match=why):
        plan(wanted(house, **changes))


def test_tickets_whose_end_has_no_date_are_never_known(house: Path) -> None:
    late = solved("T-9", "2026-04-05", subject="Another")
    del late["messages"][3]["created_at"]
    path = lines(house / "more.jsonl", late)
    history = read_history(house / "solved.jsonl")
    library = read_library([path], history)
    assert library.undatable == 1
    assert "T-9" not in {entry.id for entry in library.entries}


def test_the_ceiling_is_told_by_ticket(house: Path) -> None:
    assert plan(wanted(house)).knew() == {"T-1": False}
    page(house / "kb", "kb-retry budget", "Something else that is old enough to be known.", "updated: 2026-01-01\n")
    assert plan(wanted(house)).knew() == {"T-1": True}


def test_a_link_in_the_answer_counts_as_an_article(house: Path) -> None:
    page(
        house / "kb",
        "kb-linked",
        "Words about belts.",
        "url: https://help.example/en-US/kb/belts\nupdated: 2026-01-01\n",
    )
    linked = solved("T-5", "2026-05-06", subject="Belts", fields={})
    linked["messages"][2]["text"] = f"{ANSWER} See https://help.example/kb/belts?x=1"
    asked = wanted(house)
    (house / "solved.jsonl").write_text(json.dumps(linked), encoding="utf-8")
    assert [past.articles for past in plan(asked).pasts] == [("kb-linked",)]


# --- cases, and retrieval folders ---


def test_cases_of_a_suite_hold_the_input_and_what_became_of_it(house: Path) -> None:
    options = {"after": "2026-05-01", "knowledge": [str(house / "kb")]}
    found = read_cases(house / "solved.jsonl", "replay", tasks()["assist"], options)
    assert [case.id for case in found] == ["T-1", "T-2"]
    assert (found[0].expect["verdict"], found[0].expect["sent"]) == ("answerable", ANSWER)
    assert (found[0].slices["month"], found[0].slices["happened"]) == ("2026-05", "answered")
    assert not [words for words in SECRETS if words in json.dumps(found[0].input)]


def test_a_retrieval_folder_is_a_history_where_its_questions_are_dated(tmp_path: Path) -> None:
    lines(
        tmp_path / "corpus.jsonl",
        {"id": "kb-1", "title": "Belts", "text": "Words about belts.", "created": "2026-01-01"},
    )
    lines(
        tmp_path / "queries.jsonl",
        {"id": "q1", "title": "Belt", "text": "Belt\n\nThe belt squeaks.", "created": "2026-02-01", "topic": "belts"},
        {"id": "q2", "title": "Belt two", "text": "It squeaks again.", "created": "2026-03-01"},
        {"id": "q3", "title": "Undated", "text": "Nobody knows when."},
    )
    lines(tmp_path / "replies.jsonl", {"query_id": "q1", "replies": [{"reply": ANSWER, "created": "2026-02-02"}]})
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tkb-1\t1\nq2\tkb-1\t1\n", encoding="utf-8")
    planned = plan(Wanted(tmp_path, after="2026-02-15"))
    assert [(past.id, past.articles, past.sent) for past in planned.pasts] == [("q2", ("kb-1",), "")]
    assert {entry.id for entry in planned.steps[0].known} == {"kb-1", "q1"}
    documents = written(tmp_path, planned.wanted)
    case = next(one for one in documents if one.pool == "cases")
    assert (case.id, case.fields["articles"]) == ("q1", "kb-1")
    assert planned.history.skipped[0].where == "query q3"
