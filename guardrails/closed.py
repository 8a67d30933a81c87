"""Guards fail closed: whatever breaks in one, nothing goes on, and no error quotes the text."""

from collections.abc import Callable
from typing import TypeVar

from guardrails.errors import ScrubFailed

_T = TypeVar("_T")


def closed(work: Callable[[], _T]) -> _T:
    """Do the work, or refuse with an error that carries neither the text nor the error that may quote it."""
    try:
        return work()
    except ScrubFailed:
        raise
    except Exception as exc:
        broken = type(exc).__name__
    # Outside of the handler, so that the new error does not lead to the old one.
    raise ScrubFailed(f"the text could not be scrubbed ({broken}); nothing was passed on")
