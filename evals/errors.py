"""Errors of the evals, for whoever brought the data."""

from typing import ClassVar


class EvalError(Exception):
    """Base of everything that the evals raise. `hint` is the next step; `code` is stable for machines."""

    code: ClassVar[str] = "eval_error"
    hint: ClassVar[str] = "read the message, mend the cause and run the command again"


class DataInvalid(EvalError):
    """A file or a folder to measure on is missing, or holds nothing that can be used."""

    code = "eval_data_invalid"
    hint = "name a file or a folder in the format that `draftdesk eval COMMAND --help` tells"
