"""What goes wrong when a chat model is asked: one closed set of kinds, whatever library and provider it came from."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Any, Literal

from langchain_core import exceptions as lc

FailureKind = Literal[
    "unreachable",
    "first_token",
    "timeout",
    "rate_limited",
    "unavailable",
    "cut",
    "length",
    "unauthorised",
    "not_found",
    "rejected",
    "too_long",
    "refused",
    "empty",
    "invalid",
    "nothing",
    "unsupported",
    "book",
    "task_budget",
    "day_budget",
    "busy",
    "other",
]

_TRANSIENT: frozenset[FailureKind] = frozenset({"unreachable", "rate_limited", "unavailable"})
_TOLD: Mapping[FailureKind, str] = MappingProxyType(
    {
        "unreachable": "could not be reached",
        "first_token": "did not begin to answer in time",
        "timeout": "did not answer within {seconds:g} s",
        "rate_limited": "takes no more requests for now (rate limit)",
        "unavailable": "failed on its side",
        "cut": "broke off",
        "length": "reached its limit of output before it was done",
        "unauthorised": "refused our key (tell your operator)",
        "not_found": "is not known to its provider (tell your operator)",
        "rejected": "rejected the request (tell your operator)",
        "too_long": "cannot read so long a ticket",
        "refused": "declined to write this",
        "empty": "gave no answer",
        "invalid": "gave an answer that cannot be read",
        "nothing": "found nothing in the evidence to write from",
        "unsupported": "wrote nothing that its evidence supports",
        "book": "was not asked, because what models cost cannot be written down (tell your operator)",
        "task_budget": "was not asked, because the budget of tokens for one text is used up",
        "day_budget": "was not asked, because today's budget for models is used up",
        "busy": "is busy with other tickets",
        "other": "could not be used",
    }
)


class ModelFailed(Exception):
    """The model gave nothing that can be used. `retry_after_s` is how long its provider asks us to wait."""

    def __init__(self, kind: FailureKind, *, retry_after_s: float | None = None) -> None:
        super().__init__(kind)
        self.kind: FailureKind = kind
        self.retry_after_s = retry_after_s

    @property
    def transient(self) -> bool:
        """Whether the same request may succeed a little later."""
        return self.kind in _TRANSIENT


def told(kind: FailureKind, model: str, *, seconds: float) -> str:
    """What an agent is told of a failure.

    >>> told("timeout", "openai:x", seconds=30)
    'The chat model openai:x did not answer within 30 s'
    """
    return f"The chat model {model} {_TOLD[kind].format(seconds=seconds)}"


def failure_of(error: BaseException) -> ModelFailed:
    """An error of LangChain, of a provider's library or of the network as one of ours; never with its message."""
    if isinstance(error, ModelFailed):
        return error
    if any(type(one).__name__ == "ConnectTimeout" for one in _causes(error)):
        return ModelFailed("unreachable")
    for kind, classes in _CLASSES.items():
        if isinstance(error, classes):
            return ModelFailed(kind, retry_after_s=_retry_after(error) if kind in _TRANSIENT else None)
    names = [one.__name__ for one in type(error).__mro__]
    for name, kind in _NAMES.items():
        if name in names:
            return ModelFailed(kind)
    status = _status(error)
    return ModelFailed(_kind_of_status(status), retry_after_s=_retry_after(error)) if status else ModelFailed("other")


_CLASSES: Mapping[FailureKind, tuple[type[BaseException], ...]] = MappingProxyType(
    {
        "unauthorised": (lc.ModelAuthenticationError, lc.ModelPermissionDeniedError),
        "not_found": (lc.ModelNotFoundError,),
        "rate_limited": (lc.ModelRateLimitError,),
        "too_long": (lc.ContextOverflowError,),
        "rejected": (lc.ModelInvalidRequestError,),
        "timeout": (lc.ModelTimeoutError, TimeoutError),
        "unreachable": (lc.ModelConnectionError, ConnectionError),
        "unavailable": (lc.ModelAPIError,),
    }
)
"""What LangChain's providers raise, the more particular first; not all of them do."""
_NAMES: Mapping[str, FailureKind] = MappingProxyType(
    {
        "LengthFinishReasonError": "length",
        "ContentFilterFinishReasonError": "refused",
        "ModelRefusalError": "refused",
        "TimeoutException": "timeout",
        "ReadTimeoutError": "timeout",
        "ConnectError": "unreachable",
        "TransportError": "cut",
        "ProtocolError": "cut",
        "IncompleteRead": "cut",
    }
)
"""Errors of libraries that may not be installed, by the names of their classes and of what these are made from."""


def _kind_of_status(status: int) -> FailureKind:
    by_status: Mapping[int, FailureKind] = {
        401: "unauthorised",
        403: "unauthorised",
        404: "not_found",
        408: "unavailable",
        413: "too_long",
        429: "rate_limited",
    }
    return by_status.get(status) or ("unavailable" if status >= 500 else "rejected" if status >= 400 else "other")


def _status(error: BaseException) -> int:
    """The HTTP status, where libraries keep it."""
    for value in (getattr(error, "status_code", None), getattr(error, "code", None), _answer(error, "status_code")):
        if isinstance(value, int) and 400 <= value < 600:
            return value
    return 0


def _answer(error: BaseException, name: str) -> Any:
    """A part of the provider's answer, if the error or what caused it has one."""
    for one in _causes(error):
        value = getattr(getattr(one, "response", None), name, None)
        if value is not None:
            return value
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__


def _retry_after(error: BaseException) -> float | None:
    """Seconds that the provider asks us to wait: a number of seconds or a date."""
    headers = _answer(error, "headers")
    said = headers.get("retry-after", "") if isinstance(headers, Mapping) else ""
    try:
        return max(0.0, float(said))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
