"""What the house's rules do to a text: allowed terms, denied values, own formats, switches by channel."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.reading import channel_of, read
from guardrails.analyzer import Analyzer
from guardrails.assembly import build_scrubber
from guardrails.explain import explain
from guardrails.house import Denied, HousePattern, HouseRules
from guardrails.phrases import Phrases
from guardrails.recognisers.house import DENIED, MAX_MATCH, HouseFinder, matches
from guardrails.scrub import Scrubber
from guardrails.vault import Vault
from ingest.assembly import guard_version
from ingest.documents import Part, SourceDocument
from ingest.prepare import scrub_documents
from ingest.tickets import Author, Customer, Message, Ticket

RULES = HouseRules(
    terms=("Fennwick", "Victoria Martin Suite", "Atlas"),
    denied=(Denied("PERSON", "Chief Bob"), Denied("USERNAME", "@night owl"), Denied("ORGANISATION", "Brindle")),
    patterns=(
        HousePattern("ACCOUNT_ID", "customer number", r"\bCUST-\d{8}\b", ("customer", "Kundin")),
        HousePattern("DEVICE_ID", "till", r"\btill (?P<value>[A-Z]\d{3})\b"),
        HousePattern("SECRET", "fennwick key", r"\bfwk_live_[A-Za-z0-9]{16}\b"),
    ),
    off={"chat": frozenset({"EMAIL", "PERSON", "ORGANISATION"}), "knowledge": frozenset({"MAC_ADDRESS"})},
)


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer(RULES)


@pytest.fixture(scope="module")
def scrubber(analyzer: Analyzer) -> Scrubber:
    return Scrubber(analyzer)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Ask Chief Bob.", "Ask <PERSON>."),
        ("ask CHIEF  bob's team", "ask <PERSON>'s team"),
        ("Signed by chief\nbob", "Signed by <PERSON>"),
        ("in /srv/chief bob/x and host-chief bob-7.local", "in /srv/<PERSON>/x and host-<PERSON>-7.local"),
        ("The handle is @Night Owl, call him", "The handle is <USERNAME>, call him"),
        ("BRINDLE runs 1.4.2 on brindle-7.example.com", "<ORGANISATION> runs 1.4.2 on <ORGANISATION>-7.example.com"),
        ("For customer CUST-00112233 the export fails", "For customer <ACCOUNT_ID> the export fails"),
        ("CUST-00112233 is the number of our customer", "<ACCOUNT_ID> is the number of our customer"),
        ("Kundin:\nCUST-00112233", "Kundin:\n<ACCOUNT_ID>"),
        ("At till B204 nothing prints", "At till <DEVICE_ID> nothing prints"),
        ("use fwk_live_9aK2mQ7xT4bV8nR1 here", "use <SECRET> here"),
        ("mail ops@atlas.example or ops@Fennwick.example", "mail <EMAIL> or <EMAIL>"),
    ],
)
def test_masked_by_the_house(scrubber: Scrubber, text: str, masked: str) -> None:
    assert scrubber.scrub(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "The chief bobbed up; our bobsleigh chief is fine",
        "Order CUST-00112233 was shipped",  # no context word
        f"customer {'and so on ' * 9}CUST-00112233",  # too far away
        "The customer wrote.\n\nCUST-00112233 is an order",  # another paragraph
        "customer CUST-0011223",
        "till b204, tilt B204",
        "Victoria Martin Suite 3.2 crashes, Hello Victoria Martin Suite team",
        "Atlas and ATLAS and atlas-7.example.com:8443",
        "brindled cats",
    ],
)
def test_left_by_the_house(scrubber: Scrubber, text: str) -> None:
    assert scrubber.scrub(text).text == text


def test_an_allowed_word_does_not_save_a_secret(scrubber: Scrubber) -> None:
    assert "Atlas" not in scrubber.scrub("the password is Atlas4711!").text
    assert scrubber.scrub("password: Fennwick").text == "password: <SECRET>"


def test_who_said_so(scrubber: Scrubber) -> None:
    found = scrubber.scrub(
        "Chief Bob: customer CUST-00112233, fwk_live_9aK2mQ7xT4bV8nR1, ana.duarte@brightmoor.example"
    )
    assert [(hit.kind, DENIED if DENIED in hit.source else hit.source.split(" + ")[0]) for hit in found.hits] == [
        ("PERSON", DENIED),
        ("ACCOUNT_ID", "house: customer number"),
        ("SECRET_FENNWICK_KEY", "house: fennwick key"),
        ("EMAIL", "contact"),
    ]
    assert [finding.kind for finding in found.findings][2] == "secret.fennwick_key"


def ticket(text: str, **fields: str) -> Ticket:
    author = Author("customer", "Ana Duarte", "ana@brightmoor.example")
    customer = Customer("Ana Duarte", "ana@brightmoor.example")
    return Ticket("T-1", "Question", (Message("m1", author, text),), customer, fields)


@pytest.mark.parametrize(
    ("fields", "channel"),
    [
        ({}, ""), ({"channel": ""}, ""), ({"channel": " Chat "}, "chat"), ({"Via": "Web  Form"}, "web form"),
        ({"source": "email", "via": "chat"}, "chat"), ({"plan": "chat"}, ""),
    ],
)  # fmt: skip
def test_the_channel_of_a_ticket(fields: dict[str, str], channel: str) -> None:
    assert channel_of(ticket("x", **fields)) == channel


def test_a_switch_spares_neither_what_the_ticket_states_nor_what_is_denied_nor_secrets(scrubber: Scrubber) -> None:
    text = (
        "Write to quill.vex@vendor.example or ana@brightmoor.example. Chief Bob and Brindle know; "
        "fwk_live_9aK2mQ7xT4bV8nR1, b8:27:eb:12:9f:01"
    )
    told = read(ticket(text, channel="Chat"), scrubber=scrubber, vault=Vault()).messages[0].text
    assert told == (
        "Write to quill.vex@vendor.example or <EMAIL_1>. <PERSON_2> and <ORGANISATION_1> know; "
        "<SECRET_1>, <MAC_ADDRESS_1>"
    )
    assert "vendor" not in read(ticket(text), scrubber=scrubber, vault=Vault()).messages[0].text
    assert "vendor" not in read(ticket(text, channel="email"), scrubber=scrubber, vault=Vault()).messages[0].text


def document(pool: str) -> SourceDocument:
    return SourceDocument(
        id=pool,
        title="Gateway b8:27:eb:12:9f:01",
        pool=pool,  # type: ignore[arg-type]  # a parameter of the test
        parts=(Part("body", "Reach b8:27:eb:12:9f:01 or mail quill.vex@vendor.example.", "internal"),),
        source="kb",
        place=f"{pool}.md",
    )


def test_documents_have_the_channel_of_their_pool_and_keep_their_order(scrubber: Scrubber) -> None:
    done = scrub_documents([document("cases"), document("knowledge"), document("cases")], scrubber)
    assert [(one.id, one.title, one.parts[0].text) for one in done] == [
        ("cases", "Gateway <MAC_ADDRESS>", "Reach <MAC_ADDRESS> or mail <EMAIL>."),
        ("knowledge", "Gateway b8:27:eb:12:9f:01", "Reach b8:27:eb:12:9f:01 or mail <EMAIL>."),
        ("cases", "Gateway <MAC_ADDRESS>", "Reach <MAC_ADDRESS> or mail <EMAIL>."),
    ]


def test_explain_tells_what_became_of_every_claim(analyzer: Analyzer) -> None:
    text = "Chief Bob, Atlas 1.4.2 and quill.vex@vendor.example, CUST-00112233"
    found = explain(text, analyzer, channel="chat")
    told = {(text[claim.hit.start : claim.hit.end], claim.fate, claim.because) for claim in found.claims}
    assert ("Chief Bob", "masked", "") in told
    assert ("quill.vex@vendor.example", "off", "switched off in chat") in told
    stays = {(text[shield.start : shield.end], shield.why) for shield in found.stays}
    assert stays >= {("Atlas", "allowed by the house"), ("1.4.2", "technical token")}
    assert found.masked == "<PERSON>, Atlas 1.4.2 and quill.vex@vendor.example, CUST-00112233"


def test_explain_tells_what_lost(analyzer: Analyzer) -> None:
    claims = explain("Write to quill.vex@brindle.example", analyzer).claims
    assert {(claim.hit.kind, claim.hit.source, claim.fate) for claim in claims} == {
        ("EMAIL", "contact", "masked"),
        ("ORGANISATION", DENIED, "beaten"),
    }
    assert [claim.because[:16] for claim in claims if claim.fate == "beaten"] == ["EMAIL of contact"]


class TestWindows:
    """A pattern sees a text in windows; nothing is lost or cut at their ends."""

    PATTERN = re.compile(r"\bK\d{1,300}\b")

    @pytest.mark.parametrize("before", range(1990, 2003))
    def test_a_value_at_the_end_of_a_window(self, before: int) -> None:
        text = "x" * (before - 1) + " K12345678 " + "y" * 3000 + " K77"
        assert [text[start:end] for start, end in matches(self.PATTERN, text)] == ["K12345678", "K77"]

    def test_long_values_in_a_row(self) -> None:
        values = [f"K{number}" + "7" * 290 for number in range(10, 40)]
        text = " ".join(values)
        assert [text[start:end] for start, end in matches(self.PATTERN, text)] == values

    def test_what_is_longer_than_a_window_is_masked_whole(self) -> None:
        text = "a" * (20 * MAX_MATCH)
        found = list(matches(re.compile("a+"), text))
        assert "".join(text[start:end] for start, end in found) == text
        assert all(one[1] == two[0] for one, two in pairwise(found))

    def test_a_costly_pattern_sees_a_window_at_a_time(self) -> None:
        """Over the whole line it would take some 10 ** 10 steps."""
        finder = HouseFinder(HouseRules(patterns=(HousePattern("DEVICE_ID", "slow", r"\d+x"),)))
        assert list(finder.find("7" * 200_000)) == []


@pytest.mark.parametrize(
    ("values", "text", "found"),
    [
        (["Bob", "Bob Gray"], "bob gray, BOB, bobby, _bob_", ["bob gray", "BOB"]),
        (["C++", ".NET"], "C++ and c++11 .net ASP.NET", ["C++", "c++", ".net", ".NET"]),
        (["O'Neil-Sand"], "o'neil-sand O'Neil Sand", ["o'neil-sand"]),
        (["田中"], "田中様、田中", ["田中", "田中"]),
        (["Straße 7"], "STRAßE  7 straße\n7 Straße 71", ["STRAßE  7", "straße\n7"]),
        ([], "nothing", []),
    ],
)
def test_phrases(values: list[str], text: str, found: list[str]) -> None:
    assert [match[0] for match in Phrases(values).find(text)] == found


class TestGuardVersion:
    """What is scrubbed by other rules is scrubbed again; order and comments of a rule file change nothing."""

    def test_each_rule_counts(self) -> None:
        rules = [
            HouseRules(),
            HouseRules(terms=("a1",)),
            HouseRules(denied=(Denied("PERSON", "a1"),)),
            HouseRules(denied=(Denied("USERNAME", "a1"),)),
            HouseRules(patterns=(HousePattern("DEVICE_ID", "a", "a1"),)),
            HouseRules(patterns=(HousePattern("DEVICE_ID", "a", "a1", ("b1",)),)),
            HouseRules(off={"chat": frozenset({"PERSON"})}),
            HouseRules(off={"email": frozenset({"PERSON"})}),
        ]
        assert len({guard_version(one) for one in rules}) == len(rules)

    def test_the_order_does_not(self) -> None:
        one = HouseRules(terms=("a1", "b1"), off={"a": frozenset({"IBAN", "PHONE"}), "b": frozenset()})
        two = HouseRules(terms=("b1", "a1"), off={"b": frozenset(), "a": frozenset({"PHONE", "IBAN"})})
        assert guard_version(one) == guard_version(two)


def test_a_broken_file_stops_the_build(tmp_path: Path) -> None:
    from guardrails.errors import RulesInvalid
    from ingest.assembly import build_builder
    from settings import Settings

    path = tmp_path / "rules.yaml"
    path.write_text("alow: []", encoding="utf-8")
    with pytest.raises(RulesInvalid, match=r"rules\.yaml:1: alow: is no key"):
        build_builder(Settings(var=tmp_path / "var", house_rules=path))


def test_terms_alone_work_as_before() -> None:
    kept = build_scrubber(HouseRules(terms=("Madison",))).scrub("Hi Madison team, regards, Ana Duarte").text
    assert kept == "Hi Madison team, regards, <PERSON>"
