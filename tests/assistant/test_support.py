"""A sentence says what its evidence says: in other words, and no more, no less, not the opposite."""

from collections.abc import Sequence

import pytest

from assistant.evidence import from_frame, sentence
from assistant.records import Evidence, Sentence
from assistant.statements import statements
from assistant.support.reason import ADVICE
from assistant.support.steps import step_findings
from assistant.support.support import Support, is_quotation
from evals.evidence import LABELLED, SupportRow
from evals.rows import read_rows
from ingest.documents import Chunk
from ingest.embed import Advance, SentenceTransformerEmbedder, Vectors

from .desk import make_chunk, quoted

LIST = "1. Open the page of the endpoint.\n2. Press Resume at the top.\n3. Send a test event to it.\n"


def kinds(text: str, *quotes: str, known: str = "", support: Support | None = None) -> list[str]:
    evidence = [Evidence("passage", "c", 0, len(quote), quote) for quote in quotes]
    reasons = (support or Support()).reasons(sentence(text, "answer", *evidence), known=known)
    return [reason.kind for reason in reasons]


WRONG = [
    ("The key does expire.", "The key does not expire.", "negation"),
    ("The key never expires.", "The key expires.", "negation"),
    ("Delete the key after you rotate it.", "Delete the key before you rotate it.", "negation"),
    ("Paid invoices are listed.", "Unpaid invoices are listed.", "negation"),
    ("An import will take a while.", "An import may take a while.", "stronger"),
    ("All plans include exports.", "Some plans include exports.", "stronger"),
    ("Owners only can see it.", "Owners can see it.", "stronger"),
    ("Keys live for at least 90 days.", "Keys live for up to 90 days.", "stronger"),
    ("The meter sends it three times a day.", "The meter sends it twice a day.", "amount"),
    ("Links work for 5 hours.", "Links work for 5 days.", "amount"),
    ("Use 5 retries in 30 minutes.", "Use 30 retries in 5 minutes.", "amount"),
    ("Open the page Billing of it.", "Open the page Webhooks of it.", "name"),
    ("Press Resume and reinstall your browser.", "Press Resume.", "added"),
    ("The driver scans it if the sender pays.", "The sender scans it if the driver pays.", "roles"),
    ("When the disk is full, the logs fill the queue.", "When the logs are full, the disk fills the queue.", "roles"),
    ("The editor informs the reviewer of it.", "The reviewer informs the editor of it.", "roles"),
]
RIGHT = [
    ("The old key is disabled.", "The old key is not enabled."),
    ("Rotate it before you delete the key.", "Delete the key after you rotate it."),
    ("Keys live for at most 90 days.", "Keys live for up to 90 days."),
    ("Wait for 2 days.", "Wait for two days."),
    ("You can open Settings and click Save.", "Open Settings and press Save."),
    ("Nobody but the owner can close it.", "Only the owner can close it."),
    ("The editor is informed by the reviewer.", "The reviewer informs the editor."),
    ("If the driver pays, the sender scans it.", "The sender scans it if the driver pays."),
    ("It can also be restored by a guest or an owner.", "An owner or a guest can restore it."),
    ("It heats only up to 60 degrees.", "It does not heat above 60 degrees."),
    ("It runs on a smart TV.", "It runs on smart TVs."),
    ("If it is not in use, the seat is free.", "The seat is free unless it is in use."),
]


@pytest.mark.parametrize(("text", "quote", "kind"), WRONG)
def test_what_was_changed_is_named(text: str, quote: str, kind: str) -> None:
    found = kinds(text, quote)
    assert kind in found
    assert set(found) <= ADVICE.keys()


@pytest.mark.parametrize(("text", "quote"), RIGHT)
def test_the_same_in_other_words_is_supported(text: str, quote: str) -> None:
    assert kinds(text, quote) == []


def test_a_name_may_come_from_the_title_of_what_is_cited() -> None:
    assert kinds("Open the tab in Fennwick.", "Open the tab.") == ["name"]
    assert kinds("Open the tab in Fennwick.", "Open the tab.", known="Tabs of Fennwick") == []


def test_advice_names_the_words() -> None:
    evidence = Evidence("passage", "c", 0, 9, "Open the page Webhooks of it.")
    reasons = Support().reasons(sentence("Open the page Billing of it.", "answer", evidence))
    assert any("Billing" in reason.advice() for reason in reasons)


def test_only_whole_pieces_are_a_quotation() -> None:
    quote = Evidence("passage", "c", 0, 9, "Do not open it.")
    assert is_quotation("Do not open it.", [quote])
    assert not is_quotation("Open it.", [quote])
    assert is_quotation("You wrote: “Do not open it.”", [from_frame("acknowledgement", "You wrote: “$quote”"), quote])


class Counting:
    """The real embedder; `seen` are the texts that it was given, call by call."""

    def __init__(self, embedder: SentenceTransformerEmbedder) -> None:
        self._embedder = embedder
        self.fingerprint, self.dimension = embedder.fingerprint, embedder.dimension
        self.seen: list[list[str]] = []

    def encode(self, texts: Sequence[str], *, advance: Advance | None = None) -> Vectors:
        self.seen.append(list(texts))
        return self._embedder.encode(texts, advance=advance)


def test_a_quotation_costs_no_embedding(real_embedder: SentenceTransformerEmbedder) -> None:
    counting = Counting(real_embedder)
    support = Support(counting)
    quote = "Open the page of the endpoint. Press Resume at the top."
    assert kinds(quote, quote, support=support) == []
    assert kinds("Open the page of the endpoint.", quote, support=support) == []
    assert counting.seen == []
    free = "Go to the endpoint and resume its deliveries there."
    first = kinds(free, quote, support=support)
    assert counting.seen
    before = len(counting.seen)
    assert kinds(free, quote, support=support) == first
    assert len(counting.seen) == before


def test_what_words_alone_tell_costs_no_embedding(real_embedder: SentenceTransformerEmbedder) -> None:
    counting = Counting(real_embedder)
    quote = "Do not open the page of the endpoint."
    assert kinds("Open the page of the endpoint now.", quote, support=Support(counting)) == ["negation"]
    assert kinds("Throw the tray into the lake.", quote, support=Support(counting)) == ["overlap"]
    assert counting.seen == []


def test_several_sentences_are_embedded_at_once(real_embedder: SentenceTransformerEmbedder) -> None:
    counting = Counting(real_embedder)
    support = Support(counting)
    quote = "Open the page of the endpoint and press Resume at the top."
    texts = [
        "Go to the endpoint and resume its deliveries there.",
        "Find the endpoint and have it resume its work.",
        quote,
    ]
    told = [sentence(text, "answer", Evidence("passage", "c", 0, len(quote), quote)) for text in texts]
    support.read_ahead(told)
    assert len(counting.seen) == 1
    assert quote in counting.seen[0]
    for one in told:
        support.reasons(one)
    assert len(counting.seen) == 1


def test_the_labelled_sentences_are_told_apart(real_embedder: SentenceTransformerEmbedder) -> None:
    rows, skipped = read_rows(LABELLED, SupportRow)
    assert not skipped
    support = Support(real_embedder)
    alarms = [bool(kinds(text, *row.evidence, support=support)) for row in rows for text in row.faithful]
    caught = [bool(kinds(one.text, *row.evidence, support=support)) for row in rows for one in row.unfaithful]
    assert len(alarms) + len(caught) > 400
    assert sum(alarms) / len(alarms) <= 0.03
    assert sum(caught) / len(caught) >= 0.95


def told(chunk: Chunk, *numbers: int) -> list[tuple[str, Sentence]]:
    steps = statements(chunk)
    said = [quoted(chunk, chunk.text[steps[n].start : steps[n].end], role="step") for n in numbers]
    return [(f"draft.{n}", one) for n, one in enumerate(said)]


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ((0, 1, 2), []),
        ((0, 2), ["evidence.step_missing"]),
        ((0, 1), ["evidence.step_missing"]),
        ((1, 0, 2), ["evidence.step_order"]),
        ((), []),
    ],
)
def test_a_list_told_in_part_or_out_of_order(numbers: tuple[int, ...], found: list[str]) -> None:
    chunk = make_chunk(LIST, title="Resume")
    findings = step_findings(told(chunk, *numbers), lambda _: [chunk])
    assert [one.kind for one in findings] == found
    if numbers == (0, 2):
        assert "Press Resume at the top." in findings[0].advice


@pytest.mark.parametrize(
    ("numbers", "missing"),
    [((0, 1, 2, 3), 0), ((0, 1), 0), ((2, 3), 0), ((0, 3), 2), ((0, 1, 2), 1), ((1, 2, 3), 1), ((3, 2, 1, 0), 0)],
)
def test_bullets_may_be_picked_but_not_with_a_gap(numbers: tuple[int, ...], missing: int) -> None:
    chunk = make_chunk("- Open the tab.\n- Press Resume there.\n- Send an event.\n- Read the log.\n", title="Resume")
    findings = step_findings(told(chunk, *numbers), lambda _: [chunk])
    assert [one.kind for one in findings] == ["evidence.step_missing"] * missing
