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


class EvalBusy(EvalError):
    """A run is going on; another would only make both slow."""

    code = "eval_busy"
    hint = "wait for it, or cancel it"


class EvalUnknown(EvalError):
    """There is no run of this name."""

    code = "eval_unknown"
    hint = "GET /v1/evals names the runs there are"


class GateInvalid(EvalError):
    """A gate file cannot be used; the message has a line for every mistake."""

    code = "eval_gate_invalid"
    hint = "mend these lines; docs/evals.md tells what a gate holds"


class BaselineMissing(EvalError):
    """There is no baseline to compare with."""

    code = "eval_baseline_missing"
    hint = "make one with `draftdesk eval gate --update`, and commit it"


class CaseRefused(EvalError):
    """A case was not written: it would hold personal data, or its id is there already."""

    code = "eval_case_refused"
    hint = "take out what the message names, or choose another ticket, --name or --to, and run the command again"


class LangChainMissing(EvalError):
    """A suite puts a stand-in in a chat model's place, and what chat models stand on is not installed."""

    code = "eval_langchain_missing"
    hint = "pip install 'draftdesk[openai]', or name the suites to run and leave this one out"
