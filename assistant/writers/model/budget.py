"""What a text may cost: tokens for itself, tokens and money for all texts of a day. Counted, and stopped in time."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

import structlog
from langchain_core.messages import BaseMessage

from assistant.errors import SpendUnusable
from assistant.records import TextKind, Usage
from assistant.writers.model.failures import FailureKind, ModelFailed
from assistant.writers.model.spend import SpendBook, Spent
from assistant.writers.model.stream import Piece
from assistant.writers.model.tokens import estimate

_PER_MILLION = 1_000_000
_NO_LIMIT = 10**9
_MESSAGE_TOKENS = 8
"""What a message takes beside its text."""
_FREE: frozenset[FailureKind] = frozenset(
    {"unreachable", "rate_limited", "unavailable", "unauthorised", "not_found", "rejected", "too_long", "busy"}
)
"""Failures of which a provider takes no money: it never began to write."""


log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Prices:
    """Of the house, for a million tokens."""

    tokens_in: float
    tokens_out: float
    currency: str

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        """
        >>> Prices(2.0, 8.0, "EUR").cost(10_000, 500)
        0.024
        """
        return (tokens_in * self.tokens_in + tokens_out * self.tokens_out) / _PER_MILLION


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be spent; 0 is no limit. `answer_tokens` is the most that one answer takes."""

    answer_tokens: int
    task_tokens: int = 0
    day_tokens: int = 0
    day_cost: float = 0.0


class Budget:
    """The limits and prices of the house, and the book of what was spent. Thread-safe."""

    def __init__(self, limits: Limits, *, book: SpendBook | None = None, prices: Prices | None = None) -> None:
        self.limits = limits
        self.prices = prices
        self.book = book

    def meter(self, kind: TextKind, model: str) -> "Meter":
        """For one text."""
        return Meter(self, kind, model)


class Meter:
    """Counts the calls for one text, which may run at the same time."""

    def __init__(self, budget: Budget, kind: TextKind, model: str) -> None:
        self.kind = kind
        self.model = model
        self.usage = Usage(currency=budget.prices.currency if budget.prices else "")
        self._budget = budget
        self._held = 0
        self._lock = threading.Lock()

    def room(self) -> int:
        """Tokens that are left for this text, at the most."""
        limit = self._budget.limits.task_tokens
        return max(0, limit - self.usage.tokens_in - self.usage.tokens_out - self._held) if limit else _NO_LIMIT

    def call(self, messages: Sequence[BaseMessage]) -> "Call":
        """Set aside the most that a call may take; `ModelFailed` where that would go over a budget."""
        asked = sum(estimate(str(message.text)) + _MESSAGE_TOKENS for message in messages)
        most = self.spent(asked, self._budget.limits.answer_tokens, estimated=True)
        tokens = most.tokens_in + most.tokens_out
        with self._lock:
            if tokens > self.room():
                raise ModelFailed("task_budget")
            held = self._hold(most)
            self._held += tokens
        return Call(self, asked, held, tokens)

    def _hold(self, most: Spent) -> str:
        limits, book = self._budget.limits, self._budget.book
        if book is None:
            return ""
        try:
            held = book.hold(most, day_tokens=limits.day_tokens, day_cost=limits.day_cost)
        except SpendUnusable as exc:
            log.error("model.book_unusable", reason=str(exc))
            raise ModelFailed("book") from exc
        if held is None:
            raise ModelFailed("day_budget")
        return held

    def spent(self, tokens_in: int, tokens_out: int, *, estimated: bool) -> Spent:
        """A call's tokens with what they cost."""
        prices = self._budget.prices
        cost = prices.cost(tokens_in, tokens_out) if prices else None
        currency = prices.currency if prices else ""
        return Spent(self.kind, self.model, 1, tokens_in, tokens_out, cost, currency, estimated)

    def settle(self, spent: Spent, held: str, tokens: int) -> None:
        """Put a call into the text's account and into the day's, in the place of what was set aside."""
        with self._lock:
            used = self.usage
            self._held -= tokens
            self.usage = replace(
                used,
                calls=used.calls + 1,
                tokens_in=used.tokens_in + spent.tokens_in,
                tokens_out=used.tokens_out + spent.tokens_out,
                cost=None if spent.cost is None else (used.cost or 0.0) + spent.cost,
            )
        try:
            if self._budget.book:
                self._budget.book.settle(held, spent)
        except SpendUnusable as exc:
            # What was set aside still counts for the day, which is never less than what the call took.
            log.error("model.book_unusable", reason=str(exc))


class Call:
    """One call that was set aside for; `failed` is how it ended, if badly."""

    def __init__(self, meter: Meter, asked: int, held: str, tokens: int) -> None:
        self.failed: ModelFailed | None = None
        self._meter = meter
        self._asked = asked
        self._held = held
        self._tokens = tokens

    def settle(self, pieces: Sequence[Piece]) -> Spent:
        """What it took: by the provider's count; by our estimate, and marked so, where it sends none."""
        tokens_in, tokens_out = sum(p.tokens_in for p in pieces), sum(p.tokens_out for p in pieces)
        estimated = not tokens_in and not (self.failed and self.failed.kind in _FREE)
        if estimated:
            tokens_in, tokens_out = self._asked, max(tokens_out, estimate("".join(p.text for p in pieces)))
        spent = self._meter.spent(tokens_in, tokens_out, estimated=estimated)
        self._meter.settle(spent, self._held, self._tokens)
        return spent
