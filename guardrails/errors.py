"""What can go wrong in a guard. Messages never carry the text that was being guarded."""

from typing import ClassVar


class GuardrailError(Exception):
    """A guard could not do its work; whatever it guarded must not go on. `code` is stable for machines."""

    code: ClassVar[str] = "guardrail_failed"
    hint: ClassVar[str] = "nothing was passed on; try again, and report the request id if it happens again"


class ScrubFailed(GuardrailError):
    """A text could not be scrubbed, so it goes nowhere."""

    code = "scrub_failed"
    hint = "nothing was passed on; install again with the pinned constraints.txt, and report it if it happens again"


class RulesInvalid(GuardrailError):
    """A rule file of the package or of the house cannot be used as it is."""

    code = "rules_invalid"
    hint = "mend the rule that the message names, and start again"


class ModelInvalid(GuardrailError):
    """A model file of the package is missing or is not the one that its card describes."""

    code = "model_invalid"
    hint = "install the package again, or make the model anew with the command that its card names"
