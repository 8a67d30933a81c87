"""Errors of the assistant, one class for each thing that the caller can do about it."""

from typing import ClassVar


class AssistantError(Exception):
    """Base of everything that the assistant raises. `hint` is the next step; `code` is stable for machines."""

    code: ClassVar[str] = "assistant_error"
    hint: ClassVar[str] = "try again; if it happens again, report the request id"


class QueryInvalid(AssistantError):
    """A search without words, or with too many."""

    code = "query_invalid"
    hint = "search for one word or more, up to 4,000 characters; a whole ticket is given as a ticket"


class SteeringInvalid(AssistantError):
    """An instruction, facts, turns or a language that cannot be followed."""

    code = "steering_invalid"
    hint = "say less, or choose one of what there is; GET /v1/texts lists kinds of text, tones, lengths and languages"


class NothingToLearn(AssistantError):
    """No label has an example or a description to learn it from."""

    code = "nothing_to_learn"
    hint = "give solved tickets that carry labels, or describe the labels in the taxonomy file"


class ClassifierDamaged(AssistantError):
    """A saved classifier is missing, or is not the one that was written."""

    code = "classifier_damaged"
    hint = "learn anew from the index, or go back to the version before"


class CorrectionInvalid(AssistantError):
    """A correction names a label that the house does not have, or says nothing."""

    code = "correction_invalid"
    hint = "use the labels of your taxonomy file; a new label is described there first"


class TriageBusy(AssistantError):
    """Another process is learning, or writing a correction."""

    code = "triage_busy"
    hint = "wait until it is done; `draftdesk triage status` shows who is at it"


class TriageUnwritable(AssistantError):
    """Corrections or versions of triage cannot be written: no space, no permission, or no folder."""

    code = "triage_unwritable"
    hint = "make room or give write permission in the folder of DRAFTDESK_VAR and try again; triage serves as before"


class VersionUnusable(AssistantError):
    """A version of triage is damaged, not there, or made for other settings than these."""

    code = "version_unusable"
    hint = "take another with `draftdesk triage rollback --to`, or learn anew with `draftdesk triage train`"


class TaxonomyInvalid(AssistantError):
    """The taxonomy file cannot be read, or holds mistakes; the message has a line for each."""

    code = "taxonomy_invalid"
    hint = "correct the file that DRAFTDESK_TAXONOMY names; docs/triage.md shows what can stand in it"


class MacrosInvalid(AssistantError):
    """The file with the house's macros cannot be read, or holds mistakes; the message has a line for each."""

    code = "macros_invalid"
    hint = "correct the file that DRAFTDESK_MACROS names; docs/texts.md shows what can stand in it"


class TuningImpossible(AssistantError):
    """The index holds too little to learn a ranking from."""

    code = "tuning_impossible"
    hint = "index more solved tickets with the articles that their answers cited (field `articles`), then try again"


class TuningUnusable(AssistantError):
    """The file with the learned ranking is damaged, or of another version."""

    code = "tuning_unusable"
    hint = "remove the file and run `draftdesk index tune` again; the base ranking serves meanwhile"


class RerankerUnusable(AssistantError):
    """The cross-encoder of the settings is not there, is damaged, or is a model of another kind."""

    code = "reranker_unusable"
    hint = "let DRAFTDESK_RERANKER name a folder with a cross-encoder of sentence-transformers, or leave it empty"


class ModelUnusable(AssistantError):
    """The chat model of the settings cannot be set up: an unknown provider, a missing package or key."""

    code = "model_unusable"
    hint = "see docs/models.md for DRAFTDESK_MODEL, or leave it empty: the extractive writer needs no model"


class SpendUnusable(AssistantError):
    """The file that counts what chat models cost cannot be read or written."""

    code = "spend_unusable"
    hint = "make room or give write permission in the folder of DRAFTDESK_VAR; a damaged model-spend.sqlite is removed"
