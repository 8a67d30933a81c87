"""What can go wrong in a guard. Messages never carry the text that was being guarded."""


class GuardrailError(Exception):
    """A guard could not do its work; whatever it guarded must not go on."""


class ScrubFailed(GuardrailError):
    """A text could not be scrubbed, so it goes nowhere."""


class RulesInvalid(GuardrailError):
    """A rule file of the package or of the house cannot be used as it is."""
