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


class SuiteInvalid(EvalError):
    """A suite or its cases cannot be used; the message has a line for every mistake: file, line, field, problem."""

    code = "eval_suite_invalid"
    hint = "mend these lines; docs/evals.md tells what a suite and a case hold"


class LogInvalid(EvalError):
    """A run log cannot be read: damaged, unfinished, or of another version."""

    code = "eval_log_invalid"
    hint = "run the suites again with `draftdesk eval run`"
