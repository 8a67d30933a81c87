"""Times that a message tells: in UTC by the zone that is told, else by the sender's, and never a plan."""

from datetime import UTC, datetime

import pytest

from assistant.moments import moments

SENT = datetime.fromisoformat("2026-05-04T10:30:00+02:00")


def stamps(text: str, sent_at: datetime | None = SENT) -> list[str]:
    return [one.stamp for one in moments("m1", text, sent_at)]


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("It fails since 07:12 UTC.", "2026-05-04 07:12 UTC"),
        ("2026-05-03T22:15:30Z ERROR out of space", "2026-05-03 22:15:30 UTC"),
        ("It began on 3 May 2026 at 18:00 CEST.", "2026-05-03 16:00 UTC"),
        ("Nothing works since 9:40.", "2026-05-04 07:40 UTC (zone taken: +02:00)"),
        ("The job died around 23:50.", "2026-05-03 21:50 UTC (zone taken: +02:00)"),
        ("It stopped at 9am.", "2026-05-04 07:00 UTC (zone taken: +02:00)"),
        ("It stopped on 3 May 2026 at 18:00.", "2026-05-03 16:00 UTC (zone taken: +02:00)"),
    ],
)
def test_times_in_utc(text: str, stamp: str) -> None:
    assert stamps(text) == [stamp]


@pytest.mark.parametrize(
    "text",
    [
        "We need it tomorrow at 9:00.",
        "The job runs every night at 02:00.",
        "Please call me by 11:15.",
        "The price was 10.00, the score 3:1.",
        "On Monday at 9:00 it stopped.",
        "The maintenance is on 5 May 2026 at 18:00 UTC.",
    ],
)
def test_plans_and_unclear_days_are_no_events(text: str) -> None:
    assert stamps(text) == []


def test_without_the_senders_zone_only_what_names_one() -> None:
    naive = datetime(2026, 5, 4, 10, 30)
    assert stamps("Since 9:40 nothing works.", naive) == []
    assert stamps("Since 2026-05-04 09:40 UTC nothing works.", naive) == ["2026-05-04 09:40 UTC"]


def test_the_place_is_where_the_time_stands() -> None:
    text = "Down since 07:12 UTC."
    (one,) = moments("m1", text, SENT)
    assert text[one.start : one.end] == "07:12 UTC"
    assert one.at == datetime(2026, 5, 4, 7, 12, tzinfo=UTC)
    assert one.source == "m1.utc.11"
