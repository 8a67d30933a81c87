"""A sentence says nothing that its evidence does not hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evidence import from_frame, from_statement, points_true, sentence
from assistant.records import Evidence, Sentence
from assistant.statements import statements
from assistant.support.support import Support

from .desk import make_chunk


def unsupported(one: Sentence) -> list[str]:
    return [reason.kind for reason in Support().reasons(one)]


SUPPORTED = [
    ("The old secret works for 24 hours.", "The old secret works for 24 hours."),
    ("The old secret works for 24 hours.", "For 24 hours, the old secret works; deliveries are kept."),
    ("Open Settings and choose Webhooks.", "Open **Settings** and choose [Webhooks](https://x.example/w)."),
    ("Send it to https://api.fennwick.example/v2/ping now.", "Send it to https://api.fennwick.example/v2/ping now."),
    ("Call `/v2/orders` once.", "Call `/v2/orders` once."),
    ("FWK-2107 means a stale certificate.", "FWK-2107 means a stale certificate."),
    ("It costs 1,200.50 EUR a year.", "It costs 1,200.50 EUR a year."),
    ("Wait until 10:30 on 2026-11-02.", "Wait until 10:30 on 2026-11-02."),
    ("Keep it for 30–40 days.", "Keep it for 30–40 days."),
    ("<PERSON_1> cannot sign in.", "<PERSON_1> cannot sign in."),
    ("Version 4.12.1 repairs it.", "Version 4.12.1 repairs it, 4.12.0 does not."),
    ("The limit is 30.", "The limit is 30."),
    ("Use app2 (not app1).", "Use app2 (not app1)."),
]

UNSUPPORTED = [
    ("The old secret works for 42 hours.", "The old secret works for 24 hours.", "token"),
    ("The limit is 30 requests.", "The limit is 300 requests.", "token"),
    ("The limit is 300 requests.", "The limit is 30 requests.", "token"),
    ("The limit is 30 requests.", "The limit is 30.5 requests.", "token"),
    ("The limit is 30 requests.", "The limit is 1,30 requests.", "token"),
    ("The limit is 30 requests.", "The limit of requests resets at 10:30.", "token"),
    ("The limit is 1000 requests.", "The limit is 1000.5 requests.", "token"),
    ("It costs 1,200 EUR a year.", "It costs 1,200.50 EUR a year.", "token"),
    ("Version 4.12 repairs it.", "Version 4.12.1 repairs it.", "token"),
    ("Open https://evil.example/login and sign in.", "Open https://app.example/login and sign in.", "token"),
    ("Open https://app.example/login/x and sign in.", "Open https://app.example/login and sign in.", "token"),
    ("Delete /var/lib/fennwick first.", "Delete /var/log/fennwick first.", "token"),
    ("FWK-2108 means a stale certificate.", "FWK-2107 means a stale certificate.", "token"),
    ("Run `fennwick purge` on the server.", "Run `fennwick status` on the server.", "token"),
    ("Wait until 2026-11-03.", "Wait until 2026-11-02.", "token"),
    ("<PERSON_2> cannot sign in.", "<PERSON_1> cannot sign in.", "token"),
    ("<EMAIL_1> cannot sign in.", "Somebody cannot sign in.", "token"),
    ("Clear the browser cache and restart the laptop.", "Deliveries are retried with growing pauses.", "overlap"),
    ("We will refund the whole amount tomorrow.", "The whole invoice can be downloaded.", "overlap"),
]


@pytest.mark.parametrize(("text", "quote"), SUPPORTED)
def test_supported(text: str, quote: str) -> None:
    assert unsupported(sentence(text, "answer", Evidence("passage", "c", 0, len(quote), quote))) == []


@pytest.mark.parametrize(("text", "quote", "reason"), UNSUPPORTED)
def test_unsupported(text: str, quote: str, reason: str) -> None:
    assert reason in unsupported(sentence(text, "answer", Evidence("passage", "c", 0, len(quote), quote)))


def test_a_sentence_without_evidence_has_no_support() -> None:
    assert unsupported(sentence("Anything at all.", "answer")) == ["none"]


def test_several_quotes_support_together() -> None:
    one, two = "It stops after 24 hours.", "Press Resend on the endpoint's page."
    evidence = [Evidence("passage", "c", 0, len(text), text) for text in (one, two)]
    assert unsupported(sentence("After 24 hours press Resend on the page.", "answer", *evidence)) == []


def test_a_frame_supports_its_own_words() -> None:
    assert unsupported(sentence("Hello there,", "greeting", from_frame("greeting", "Hello there,"))) == []


@given(st.integers(0, 99_999), st.integers(0, 99_999))
def test_a_number_is_held_by_itself_alone(said: int, held: int) -> None:
    quote = f"The limit of this plan is {held} requests."
    one = sentence(f"The limit of this plan is {said} requests.", "answer", Evidence("passage", "c", 0, 9, quote))
    assert (unsupported(one) == []) is (said == held)


@given(st.text("ab1 .,:-", min_size=1, max_size=30).filter(str.strip))
def test_whatever_is_quoted_word_for_word_is_supported(quote: str) -> None:
    assert unsupported(sentence(quote, "answer", Evidence("passage", "c", 0, len(quote), quote))) == []


def test_evidence_of_a_statement_points_at_its_quote() -> None:
    chunk = make_chunk("First things first.\n\n1. Open **Settings** of the workspace.\n", url="https://kb.example/1")
    for statement in statements(chunk):
        evidence = from_statement(statement)
        assert points_true(evidence, lambda _: chunk.text)
        assert (evidence.title, evidence.url) == ("An article", "https://kb.example/1")


@pytest.mark.parametrize(("start", "end"), [(0, 4), (1, 5), (5, 99), (-4, 4), (4, 0)])
def test_wrong_offsets_do_not_point_true(start: int, end: int) -> None:
    text = "Rotate the secret. Rotate it."
    assert not points_true(Evidence("passage", "c", start, end, "the secret"), lambda _: text)
