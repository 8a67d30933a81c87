"""The book of what chat models were paid: by day, model and kind of text, in a file that outlives the process."""

import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.errors import SpendUnusable
from assistant.records import TextKind

_HOLD = timedelta(minutes=15)
"""What a process set aside and never settled is free again after this: it died meanwhile."""
_SCHEMA = """
create table if not exists spent (
    day text not null, kind text not null, model text not null, currency text not null,
    calls integer not null, estimated integer not null,
    tokens_in integer not null, tokens_out integer not null, cost real,
    primary key (day, kind, model, currency)
) without rowid;
create table if not exists held (
    id text primary key, day text not null, until text not null, tokens integer not null, cost real not null
) without rowid;
"""


@dataclass(frozen=True, slots=True)
class Spent:
    """Calls for one kind of text. `cost` is None where the house has stated no price."""

    kind: TextKind
    model: str
    calls: int
    tokens_in: int
    tokens_out: int
    cost: float | None
    currency: str
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class SpentDay:
    """What a day's calls for one kind of text took; `estimated` of the calls had no count from the provider."""

    day: str
    kind: str
    model: str
    calls: int
    estimated: int
    tokens_in: int
    tokens_out: int
    cost: float | None
    currency: str


class SpendBook:
    """A SQLite file; safe for many threads and processes. No text is in it. Days are those of UTC."""

    def __init__(self, path: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._path = path
        self._now = now

    def hold(self, most: Spent, *, day_tokens: int = 0, day_cost: float = 0.0) -> str | None:
        """Set aside the most that a call may take; None where that goes over the day's limits (0 is no limit)."""
        now, tokens, cost = self._now(), most.tokens_in + most.tokens_out, most.cost or 0.0
        day = now.date().isoformat()
        with self._connection() as connection:
            connection.execute("delete from held where until < ?", (now.isoformat(),))
            tokens_spent, cost_spent = connection.execute(
                "select coalesce(sum(tokens), 0), coalesce(sum(cost), 0) from ("
                "select tokens_in + tokens_out as tokens, coalesce(cost, 0) as cost from spent where day = ? "
                "union all select tokens, cost from held where day = ?)",
                (day, day),
            ).fetchone()
            if (day_tokens and tokens_spent + tokens > day_tokens) or (day_cost and cost_spent + cost > day_cost):
                return None
            held = uuid.uuid4().hex
            until = (now + _HOLD).isoformat()
            connection.execute("insert into held values (?, ?, ?, ?, ?)", (held, day, until, tokens, cost))
            return held

    def settle(self, held: str, spent: Spent) -> None:
        """Write down what the call really took."""
        row = (
            self._now().date().isoformat(),
            spent.kind,
            spent.model,
            spent.currency,
            spent.calls,
            spent.calls if spent.estimated else 0,
            spent.tokens_in,
            spent.tokens_out,
            spent.cost,
        )
        with self._connection() as connection:
            connection.execute("delete from held where id = ?", (held,))
            connection.execute(
                "insert into spent values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do update set "
                "calls = calls + excluded.calls, estimated = estimated + excluded.estimated, "
                "tokens_in = tokens_in + excluded.tokens_in, tokens_out = tokens_out + excluded.tokens_out, "
                "cost = case when cost is null then excluded.cost else cost + coalesce(excluded.cost, 0) end",
                row,
            )

    def days(self, *, last: int = 30) -> list[SpentDay]:
        """What was spent on the last so many days, the newest first."""
        if not self._path.is_file():
            return []
        since = (self._now().date() - timedelta(days=last - 1)).isoformat()
        with self._connection() as connection:
            rows = connection.execute(
                "select day, kind, model, calls, estimated, tokens_in, tokens_out, cost, currency from spent "
                "where day >= ? order by day desc, kind, model",
                (since,),
            ).fetchall()
        return [SpentDay(*row) for row in rows]

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """One transaction that no other can come between."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=30.0, isolation_level=None)) as connection:
                connection.execute("pragma journal_mode = wal")
                connection.execute("pragma synchronous = normal")
                connection.executescript(_SCHEMA)
                connection.execute("begin immediate")
                try:
                    yield connection
                except BaseException:
                    connection.execute("rollback")
                    raise
                connection.execute("commit")
        except (OSError, sqlite3.Error) as exc:
            raise SpendUnusable(f"cannot use {self._path}: {exc}") from exc
