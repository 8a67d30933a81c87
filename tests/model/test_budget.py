"""What models may cost: counted by the provider's numbers, kept over restarts, and stopped before it is spent."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.errors import ModelUnusable, SpendUnusable
from assistant.records import Usage
from assistant.writers.model.assembly import build_budget
from assistant.writers.model.budget import Budget, Limits, Prices
from assistant.writers.model.spend import SpendBook, Spent
from settings import Settings

from .chat_server import Answer, ChatServer
from .model_house import PASTE, REPLY, RETRY, WORKS, WRONG, Case, Reader, answer, make_writer, note

EUROS = Prices(2.0, 8.0, "EUR")
CALL = Spent("reply", "openai:x", 1, 900, 100, 0.0026, "EUR")
MORNING = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
HOLDS = """
import sys
from pathlib import Path
from assistant.writers.model.spend import SpendBook, Spent
book = SpendBook(Path(sys.argv[1]))
call = Spent("reply", "m", 1, 8, 2, None, "")
held = [book.hold(call, day_tokens=300) for _ in range(20)]
for one in held:
    if one is not None:
        book.settle(one, call)
print(sum(one is not None for one in held))
"""


def book_at(tmp_path: Path, moment: datetime = MORNING) -> SpendBook:
    return SpendBook(tmp_path / "var" / "spend.sqlite", now=lambda: moment)


class TestUsage:
    def test_is_what_the_provider_counted(self, server: ChatServer, case: Case, tmp_path: Path) -> None:
        server.will(Answer(answer(PASTE, WRONG), usage=(1200, 80)), Answer(answer(RETRY), usage=(1400, 20)))
        writer = make_writer(server, budget=Budget(Limits(2000), book=book_at(tmp_path), prices=EUROS))
        writer.write(case.order(), case.material, Reader().check)
        usage = writer.usage()
        assert (usage.calls, usage.tokens_in, usage.tokens_out, usage.currency) == (2, 2600, 100, "EUR")
        assert usage.cost == pytest.approx((2600 * 2 + 100 * 8) / 1_000_000)
        assert writer.usage() == Usage()
        (day,) = book_at(tmp_path).days()
        assert (day.day, day.kind, day.model) == ("2026-11-02", "reply", "openai:test-model")
        assert (day.calls, day.estimated, day.tokens_in, day.tokens_out) == (2, 0, 2600, 100)

    def test_is_estimated_and_marked_so_without_a_count(self, server: ChatServer, case: Case, tmp_path: Path) -> None:
        server.will(Answer(REPLY, usage=None))
        writer = make_writer(server, budget=Budget(Limits(2000), book=book_at(tmp_path)))
        writer.write(case.order(), case.material)
        usage = writer.usage()
        assert usage.tokens_in > 100
        assert usage.tokens_out > 20
        assert usage.cost is None
        assert [day.estimated for day in book_at(tmp_path).days()] == [1]

    def test_counts_an_answer_that_was_cut(self, server: ChatServer, case: Case) -> None:
        server.will(Answer(REPLY, cut=20))
        writer = make_writer(server)
        writer.write(case.order(), case.material)
        assert writer.usage().tokens_out > 10

    @pytest.mark.parametrize("status", [401, 404, 429, 503])
    def test_counts_no_tokens_of_a_call_that_was_turned_away(self, server: ChatServer, case: Case, status: int) -> None:
        server.will(Answer(status=status, headers=(("Retry-After", "3600"),)))
        writer = make_writer(server)
        writer.write(case.order(), case.material)
        usage = writer.usage()
        assert (usage.calls, usage.tokens_in, usage.tokens_out) == (1, 0, 0)

    def test_belongs_to_the_thread_that_asked(self, server: ChatServer, case: Case) -> None:
        server.will(Answer(REPLY))
        writer = make_writer(server)
        writer.write(case.order(), case.material)
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(writer.usage).result() == Usage()
        assert writer.usage().calls == 1


class TestStops:
    def test_before_a_text_takes_more_than_its_budget(self, server: ChatServer, case: Case) -> None:
        text = make_writer(server, budget=Budget(Limits(2000, task_tokens=3000))).write(case.order(), case.material)
        told = note(text, "model_fallback")
        assert told is not None
        assert "the budget of tokens for one text is used up" in told.text
        assert server.requests == []

    def test_before_a_repair_that_is_not_paid_for(self, server: ChatServer, case: Case) -> None:
        server.will(Answer(answer(PASTE, WRONG, WORKS), usage=(4000, 1500)))
        writer = make_writer(server, budget=Budget(Limits(2000, task_tokens=7000)))
        text = writer.write(case.order(), case.material, Reader().check)
        assert len(server.requests) == 1
        assert text.made_by == "openai:test-model"
        assert note(text, "model_cut")

    @pytest.mark.parametrize("limits", [Limits(2000, day_tokens=9000), Limits(2000, day_cost=0.03)])
    def test_when_the_day_has_spent_its_budget(
        self, server: ChatServer, case: Case, tmp_path: Path, limits: Limits
    ) -> None:
        server.will(Answer(REPLY, usage=(5000, 500)))

        def write(moment: datetime) -> str:
            budget = Budget(limits, book=book_at(tmp_path, moment), prices=EUROS)
            text = make_writer(server, budget=budget).write(case.order(), case.material)
            told = note(text, "model_fallback")
            return told.text if told else text.made_by

        # Each time with a new book over the same file, as after a restart.
        written = [write(MORNING + timedelta(hours=hour)) for hour in range(5)]
        asked = len(server.requests)
        assert written[:asked] == ["openai:test-model"] * asked
        assert 1 <= asked < 5
        assert all("today's budget for models is used up" in told for told in written[asked:])
        assert write(MORNING + timedelta(days=1)) == "openai:test-model"

    def test_when_the_book_cannot_be_written(self, server: ChatServer, case: Case, tmp_path: Path) -> None:
        (tmp_path / "spend.sqlite").mkdir()
        budget = Budget(Limits(2000), book=SpendBook(tmp_path / "spend.sqlite"))
        text = make_writer(server, budget=budget).write(case.order(), case.material)
        told = note(text, "model_fallback")
        assert told is not None
        assert "cannot be written down" in told.text
        assert server.requests == []

    def test_a_budget_in_money_needs_prices(self, tmp_path: Path) -> None:
        with pytest.raises(ModelUnusable, match="DRAFTDESK_MODEL_PRICE_IN"):
            build_budget(Settings(var=tmp_path, model_day_cost=5))


class TestBook:
    def test_what_was_set_aside_counts_until_it_is_settled(self, tmp_path: Path) -> None:
        book = book_at(tmp_path)
        first = book.hold(CALL, day_tokens=1500)
        assert first is not None
        assert book.hold(CALL, day_tokens=1500) is None
        book.settle(first, replace(CALL, tokens_in=300))
        assert book.hold(CALL, day_tokens=1500) is not None

    def test_what_a_dead_process_set_aside_is_free_after_a_while(self, tmp_path: Path) -> None:
        assert book_at(tmp_path).hold(CALL, day_tokens=1500) is not None
        assert book_at(tmp_path, MORNING + timedelta(minutes=14)).hold(CALL, day_tokens=1500) is None
        assert book_at(tmp_path, MORNING + timedelta(minutes=16)).hold(CALL, day_tokens=1500) is not None

    def test_days_are_told_apart_and_the_newest_comes_first(self, tmp_path: Path) -> None:
        for moment in (MORNING - timedelta(days=40), MORNING - timedelta(days=1), MORNING, MORNING):
            book = book_at(tmp_path, moment)
            book.settle(book.hold(CALL) or "", CALL)
        days = book_at(tmp_path).days(last=30)
        assert [(day.day, day.calls, day.tokens_in) for day in days] == [
            ("2026-11-02", 2, 1800),
            ("2026-11-01", 1, 900),
        ]
        assert days[0].cost == pytest.approx(0.0052)

    def test_many_processes_and_threads_stay_within_the_day(self, tmp_path: Path) -> None:
        path = tmp_path / "spend.sqlite"
        command = [sys.executable, "-c", HOLDS, str(path)]
        running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        book, call = SpendBook(path), Spent("reply", "m", 1, 8, 2, None, "")

        def hold(_: int) -> int:
            held = book.hold(call, day_tokens=300)
            if held is not None:
                book.settle(held, call)
            return int(held is not None)

        with ThreadPoolExecutor(4) as pool:
            got = sum(pool.map(hold, range(20)))
        got += sum(int(process.communicate(timeout=60)[0]) for process in running)
        assert got == 30
        assert sum(day.tokens_in + day.tokens_out for day in SpendBook(path).days()) == 300

    def test_a_damaged_book_says_what_to_do(self, tmp_path: Path) -> None:
        path = tmp_path / "spend.sqlite"
        path.write_bytes(b"no database" * 500)
        with pytest.raises(SpendUnusable, match=r"cannot use .*spend\.sqlite"):
            SpendBook(path).days()

    def test_a_book_that_was_never_opened_is_empty(self, tmp_path: Path) -> None:
        assert SpendBook(tmp_path / "nowhere" / "spend.sqlite").days() == []
        assert not (tmp_path / "nowhere").exists()
