"""What a customer says of a trouble is heard where it is claimed, and nowhere else."""

import pytest

from assistant.triage.reach import hit
from assistant.triage.signs import impacts
from assistant.triage.wordings import WordingInvalid, Wordings, wording_problem

from .triage_words import heard, spans

SAID = [
    ("outage", "The portal has been down since six this morning."),
    ("outage", "Our whole webshop is offline."),
    ("outage", "Nobody in our Lyon office can log on."),
    ("outage", "We get a 503 Service Unavailable on each page."),
    ("outage", "None of our drivers can open the route list."),
    ("outage", "There is no banner on your page, yet the API is down."),
    ("outage", "Do you know why the site is unreachable?"),
    ("outage", "We are all locked out."),
    ("outage", "Nothing works any more in our warehouse."),
    ("outage", "Seit 7 Uhr kann niemand im Lager arbeiten."),
    ("data_loss", "After the update all bookings of March have vanished."),
    ("data_loss", "We lost three weeks of inventory."),
    ("data_loss", "Half of the records were accidentally deleted by the sync."),
    ("data_loss", "Not only the menu, all our files are gone."),
    ("data_loss", "This is data loss on a large scale."),
    ("data_loss", "Toutes nos commandes ont disparu."),
    ("security", "A client in Spain can see the invoices of another company."),
    ("security", "Our API key was leaked in a repository."),
    ("security", "Someone logged into my account from Brazil, an unknown device."),
    ("security", "I believe my account has been hacked."),
    ("security", "We see the orders of other customers in our list."),
    ("money", "You charged our card twice for October."),
    ("money", "There is a duplicate payment on the statement."),
    ("money", "Please refund the second one."),
    ("blocked", "The nightly export stopped working."),
    ("blocked", "I am unable to save the form."),
    ("blocked", "The labels don't print."),
    ("blocked", "Every upload fails with FWK-1422."),
    ("degraded", "Reports are very slow this week."),
    ("degraded", "It sometimes fails and then works."),
    ("degraded", "The totals are outdated."),
    ("recovered", "It is working again since ten."),
    ("recovered", "The site is back online."),
    ("workaround", "As a workaround we type them in."),
    ("cosmetic", "There is a typo on the start page."),
]
NOT_SAID = [
    ("outage", "The portal is not down."),
    ("outage", "The shop isn't down, it only looks different."),
    ("outage", "There was no outage on our side."),
    ("outage", "Is your platform down?"),
    ("outage", "What happens if the service is unavailable for a day?"),
    ("outage", "In case the API is down, whom can we call?"),
    ("outage", "The outage is over."),
    ("outage", "Sales went down by ten per cent in May."),
    ("outage", "Please scroll down to the second entry."),
    ("outage", "Nobody told us about the new price list."),
    ("outage", "Everyone can sign in."),
    ("outage", "I tried three browsers and nothing works."),
    ("data_loss", "Luckily no orders were lost."),
    ("data_loss", "Nothing was deleted and the records are not gone."),
    ("data_loss", "Could our data be lost during the migration?"),
    ("data_loss", "How do we prevent data loss?"),
    ("data_loss", "We haven't lost any scans."),
    ("data_loss", "Data loss did not occur."),
    ("data_loss", "I lost my patience."),
    ("data_loss", "Es sind keine Daten verloren."),
    ("security", "The server answers 401 Unauthorized."),
    ("security", "There was no data breach."),
    ("security", "Is somebody hacking us?"),
    ("security", "Our boss thinks that we were hacked."),
    ("security", "We open the orders of our customers each morning."),
    ("security", "To avoid a security incident we rotate keys."),
    ("money", "The invoice is correct, thank you."),
    ("money", "We were not charged twice."),
    ("blocked", "It is not blocked any more."),
    ("blocked", "Saving works."),
    ("degraded", "The page isn't slow."),
    ("degraded", "If it is slow again I will write."),
    ("recovered", "I will try again tomorrow."),
    ("workaround", "There is no workaround."),
    ("cosmetic", "The button does what it should."),
]


@pytest.mark.parametrize(("impact", "text"), SAID)
def test_a_claim_is_heard(impact: str, text: str) -> None:
    found = heard(text, impact)
    assert found
    assert all(text[one.start : one.end] == one.quote for one in found)


@pytest.mark.parametrize(("impact", "text"), NOT_SAID)
def test_what_is_denied_feared_or_asked_is_no_claim(impact: str, text: str) -> None:
    assert [one.quote for one in heard(text, impact)] == []


def test_every_wording_of_ours_can_be_read() -> None:
    for name, wordings in impacts().items():
        assert not [one for one in wordings if wording_problem(one)], name


def test_offsets_count_within_the_message() -> None:
    text = "Hello.\n\nSince noon the API is down. Please help."
    (one,) = heard(text, "outage")
    assert text[one.start : one.end] == one.quote == "API is down"


REACHES = [
    ("Everyone in the company is affected.", "everyone", 0),
    ("Nobody can print.", "everyone", 0),
    ("All 40 users get the error.", "everyone", 40),
    ("All our stores wait.", "everyone", 0),
    ("Several colleagues see it.", "many", 0),
    ("Many of our customers complain.", "many", 0),
    ("It is only me.", "one", 0),
    ("One user cannot open it, everyone else is fine.", "one", 0),
    ("My colleague has the problem.", "one", 0),
    ("17 drivers are waiting.", None, 17),
    ("Twelve people and 3 depots cannot work.", None, 12),
    ("We have 1,200 active users and they all wait.", None, 1200),
    ("It works for all users in Berlin.", None, 0),
    ("The other 5 devices are fine.", None, 0),
    ("We want a licence for 60 users.", None, 0),
    ("Our plan is limited to 25 users.", None, 0),
    ("The error is FWK-2107 in line 40.", None, 0),
    ("Order 60 stores nothing.", None, 0),
    ("The import has 38,000 rows.", None, 0),
    ("Not everyone is affected.", None, 0),
]


@pytest.mark.parametrize(("text", "reach", "count"), REACHES)
def test_whom_it_hits(text: str, reach: str | None, count: int) -> None:
    found = hit(spans(text))
    assert (found.reach, found.count) == (reach, count)
    for one in (*found.reach_quotes, *found.count_quotes):
        assert text[one.start : one.end] == one.quote


def test_only_me_is_believed_before_everyone() -> None:
    assert hit(spans("Everyone says it works. It fails for me only.")).reach == "one"


@pytest.mark.parametrize("wording", ["", "...", "... down", "down ...", "a|", "it*", "what?", "(x)", "x" * 401])
def test_a_wording_that_cannot_be_read_is_refused(wording: str) -> None:
    assert wording_problem(wording)
    with pytest.raises(WordingInvalid):
        Wordings([wording])


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("can't sign_in", "I can’t sign in"),
        ("can't sign_in", "we cannot sign-in"),
        ("won't start", "it will not start"),
        ("doesn't work", "that does not work"),
        ("data ... lost", "data from the last week is lost"),
        ("refund*", "Refunding"),
    ],
)
def test_ways_to_write_one_wording(wording: str, text: str) -> None:
    assert list(Wordings([wording]).find(text))


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("down", "download"),
        ("data ... lost", "data of one two three four five six lost"),
        ("data ... lost", "data is fine. The key is lost"),
        ("sign_in", "signing"),
    ],
)
def test_what_a_wording_leaves_alone(wording: str, text: str) -> None:
    assert not list(Wordings([wording]).find(text))


def test_a_long_text_does_not_take_for_ever() -> None:
    text = "data data data orders nobody everything is was not " * 4000
    assert list(Wordings(["data ... lost"]).find(text)) == []
