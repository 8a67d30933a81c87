"""Errors of the assistant, one class for each thing that the caller can do about it."""

from typing import ClassVar


class AssistantError(Exception):
    """Base of everything that the assistant raises. `hint` is the next step; `code` is stable for machines."""

    code: ClassVar[str] = "assistant_error"
    hint: ClassVar[str] = "try again; if it happens again, report the request id"


class QueryInvalid(AssistantError):
    """A search without words."""

    code = "query_invalid"
    hint = "give at least one word to search for"
