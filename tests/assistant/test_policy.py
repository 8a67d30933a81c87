"""What a customer is told: a sentence that breaks a rule is backed, mended and told, or taken out."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.checks import Checker
from assistant.evidence import sentence
from assistant.reading import ReadTicket, read
from assistant.records import Evidence, Sentence, Text
from assistant.steering.steering import Length, Steering, Tone
from guardrails.findings import Repair
from guardrails.policy_file import builtin_policy
from guardrails.policy_guard import PolicyGuard
from guardrails.scrub import Scrubber
from guardrails.vault import Vault
from ingest.documents import Chunk
from ingest.index import Index
from tests.ingest.index_house import House, message, ticket, write_lines

from .desk import make_ticket, quoted, written

STEP = "Open the page of the endpoint and press Resume."
CLEARS = "Pressing Resume will clear the queue of the endpoint."
ALWAYS = "The queue is always emptied in the order of arrival."
GUESS = "The delay probably comes from the receiver."
INSECURE = "Disable the certificate verification of the test receiver."
RISKY = "The root cause is a receiver that answers too late."
PROMISED = "We will refund the fee of your last delivery in full."
FACTS = ("We will refund the fee of October.", "The root cause is a full disk on the relay.")


class Bench:
    """A checker over a small real index: an article, a policy, and what another customer was told."""

    def __init__(self, house: House, *, steering: Steering | None = None) -> None:
        body = "\n\n".join([f"1. {STEP}", CLEARS, ALWAYS, GUESS, INSECURE, RISKY])
        house.page("article", body, url="https://kb.example/article")
        house.page("refunds", f"{PROMISED}\n\n| Plan | Refund we give |\n|---|---|\n| Growth | full |\n", policy="true")
        told = [message("customer", "The last delivery failed."), message("agent", f"Sorry for that. {PROMISED}")]
        write_lines(house.tickets, ticket("S-7", messages=told))
        house.build(house.kb, house.tickets)
        self.index: Index = house.open()
        vault = Vault()
        own = make_ticket("Deliveries fail since Monday.", subject="Deliveries fail")
        self.ticket: ReadTicket = read(
            own, scrubber=house.scrubber, vault=vault, steering=steering or Steering(facts=FACTS)
        )
        self.checker = Checker(self.ticket, self.index, vault=vault, scrubber=house.scrubber)

    def chunk(self, document: str, words: str = "") -> Chunk:
        return next(one for one in self.index.document(document) if words in one.text)

    def quote(self, words: str, *, text: str = "") -> Sentence:
        return quoted(self.chunk("article", words), words, text=text)

    def fact(self, number: int, *, text: str = "") -> Sentence:
        words = self.ticket.text_of(f"fact.{number}")
        return sentence(text or words, "answer", Evidence("fact", f"fact.{number}", 0, len(words), words))

    def checked(self, *sentences: Sentence) -> Text | None:
        return self.checker.text(written("reply", "answer", *sentences))

    def texts(self, *sentences: Sentence) -> list[str]:
        found = self.checked(*sentences)
        return [one.text for one in found.sentences] if found else []

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(finding.kind, finding.severity) for finding in self.checker.findings]


@pytest.fixture
def bench(house: House, scrubber: Scrubber) -> Bench:
    return Bench(house)


def test_a_claim_is_softened_and_the_repair_is_shown(bench: Bench) -> None:
    found = bench.checked(bench.quote(CLEARS, text="Pressing Resume will definitely clear the queue of the endpoint."))
    assert found is not None
    (one,) = found.sentences
    assert one.text == "Pressing Resume should clear the queue of the endpoint."
    (finding,) = one.findings
    assert (finding.kind, finding.severity) == ("policy.certainty", "warning")
    assert finding.repair == Repair("soften", "will definitely", "should", made=True)
    assert "“will definitely” became “should”" in finding.advice


def test_a_mended_sentence_needs_its_evidence_again(bench: Bench) -> None:
    one = bench.quote(STEP, text="Open the page of the endpoint, press Resume.")
    assert bench.texts(one) == [one.text]
    clears = "Rest assured that 14 times Resume helps."
    assert bench.texts(bench.quote(STEP), bench.quote(STEP, text=clears)) == [STEP]
    assert bench.told[-1][0].startswith("evidence.")


def test_a_repair_does_not_let_another_promise_through(bench: Bench) -> None:
    text = "We will definitely refund you, press Resume on the page of the endpoint."
    assert bench.texts(bench.quote(STEP), bench.quote(STEP, text=text)) == [STEP]
    assert bench.told
    assert not any(finding.repair and finding.repair.made for finding in bench.checker.findings)


def test_the_house_may_say_always(bench: Bench) -> None:
    assert bench.texts(bench.quote(ALWAYS)) == [ALWAYS]
    assert bench.told == []
    own = "You always clear the queue of the endpoint by pressing Resume."
    assert bench.texts(bench.quote(CLEARS, text=own)) == [own.replace("always", "usually")]
    assert bench.told == [("policy.absolute", "warning")]


def test_a_guess_of_the_knowledge_is_no_guess_of_ours(bench: Bench) -> None:
    assert bench.texts(bench.quote(GUESS)) == [GUESS]
    assert bench.told == []
    own = "From the receiver the delay comes, I think."
    assert bench.texts(bench.quote(GUESS, text=own)) == [own]
    assert bench.told == [("policy.hedge", "warning")]


def test_a_guess_that_sounds_like_a_finding_goes(bench: Bench) -> None:
    own = "It must be a problem of the receiver, the delay comes from the receiver."
    assert bench.texts(bench.quote(STEP), bench.quote(GUESS, text=own)) == [STEP]
    assert bench.told == [("policy.speculation", "blocking")]


def test_unsafe_advice_of_a_public_article_is_never_passed_in_silence(bench: Bench) -> None:
    assert bench.texts(bench.quote(INSECURE)) == [INSECURE]
    assert {severity for _, severity in bench.told} == {"warning"}
    assert ("policy.protection_off", "warning") in bench.told


def test_unsafe_advice_in_our_own_words_goes(bench: Bench) -> None:
    own = "Of the test receiver disable certificate verification."
    assert bench.texts(bench.quote(STEP), bench.quote(INSECURE, text=own)) == [STEP]
    assert ("policy.protection_off", "blocking") in bench.told


def test_what_another_customer_was_promised_is_no_promise_to_this_one(bench: Bench) -> None:
    case = bench.chunk("S-7", PROMISED)
    assert bench.texts(bench.quote(STEP), quoted(case, PROMISED)) == [STEP]
    assert bench.told == [("policy.refund", "blocking")]


def test_a_policy_stands_behind_it(bench: Bench) -> None:
    assert bench.texts(quoted(bench.chunk("refunds"), PROMISED)) == [PROMISED]
    assert bench.told == []


def test_a_row_of_a_policys_table_in_words_is_the_policys_own(bench: Bench) -> None:
    chunk = bench.chunk("refunds")
    start = chunk.text.index("| Plan")
    table = chunk.text[start:].rstrip()
    evidence = Evidence("passage", chunk.id, start, start + len(table), table)
    own = sentence("Plan Growth: Refund we give full.", "answer", evidence)
    more = sentence("Plan Growth: we give you a full refund tomorrow.", "answer", evidence)
    assert PolicyGuard().by_rules("we give you a full refund tomorrow")
    assert bench.texts(own, more) == [own.text]


def test_a_person_stands_behind_a_fact_and_no_more(bench: Bench) -> None:
    assert bench.texts(bench.fact(1), bench.fact(2)) == list(FACTS)
    assert bench.told == []
    more = bench.fact(1, text="We will refund the fee of October and waive the fee.")
    assert bench.texts(bench.fact(2), more) == [FACTS[1]]
    assert ("policy.refund", "blocking") in bench.told or ("policy.credit", "blocking") in bench.told


def test_a_root_cause_that_an_article_states_is_told(bench: Bench) -> None:
    assert bench.texts(bench.quote(RISKY)) == [RISKY]
    assert ("policy.root_cause", "warning") in bench.told


@pytest.mark.parametrize(("tone", "length", "told"), [("neutral", "normal", 0), ("brief", "normal", 1)])
def test_a_sentence_of_our_own_has_a_length(
    house: House, scrubber: Scrubber, tone: Tone, length: Length, told: int
) -> None:
    bench = Bench(house, steering=Steering(tone=tone, length=length))
    own = " and ".join([STEP.rstrip(".")] * 3) + "."
    assert bench.texts(bench.quote(STEP, text=own)) == [own]
    assert bench.told == [("policy.long_sentence", "warning")] * told


def limited(bench: Bench, house: House, *, grade: int = 14, lix: int = 62) -> Checker:
    """The checker of a house with other limits."""
    policy = builtin_policy()
    limits = replace(policy.limits, least_words=8, words={"reply": 25}, grade=grade, lix=lix)
    guard = PolicyGuard(replace(policy, limits=limits))
    return Checker(bench.ticket, bench.index, vault=Vault(), scrubber=house.scrubber, policy=guard)


def kinds(checker: Checker, sentences: Sequence[Sentence], language: str = "en") -> list[str]:
    checker.findings.clear()
    checker.text(replace(written("reply", "answer", *sentences), language=language))
    return [finding.kind for finding in checker.findings]


def test_a_whole_text_has_a_length_and_a_reading_level(bench: Bench, house: House) -> None:
    easy, hard = limited(bench, house), limited(bench, house, grade=2, lix=20)
    short, long = [bench.quote(STEP)], [bench.quote(words) for words in (STEP, CLEARS, ALWAYS)]
    assert kinds(easy, short) == []
    assert kinds(easy, long) == ["policy.long_text"]
    assert kinds(hard, short) == ["policy.hard_to_read"]
    assert kinds(hard, short, language="de") == ["policy.hard_to_read"]
    assert "Flesch-Kincaid" not in hard.findings[0].advice


def test_a_note_for_agents_is_not_judged_by_what_customers_are_told(bench: Bench) -> None:
    found = bench.checker.text(written("handover", "state", bench.quote(INSECURE), bench.quote(RISKY)))
    assert found is not None
    assert [one.text for one in found.sentences] == [INSECURE, RISKY]
    assert bench.told == []
