"""Every change by its name, and the suites that are run first for a weakening."""

from collections.abc import Mapping

from benchmarks.mutants import code, guards, model, retrieval, triage, words, writing
from benchmarks.mutants.change import Change

_MODULES = (guards, retrieval, triage, writing, model, words, code)
CHANGES: Mapping[str, Change] = {change.name: change for module in _MODULES for change in module.CHANGES}
_FIRST: Mapping[str, tuple[str, ...]] = {
    "guards": ("pii", "leaks"),
    "retrieval": ("retrieval",),
    "triage": ("triage",),
    "verdict": ("verdict",),
    "writing": ("reply", "texts", "summary", "model"),
    "model": ("model", "prompts"),
    # What is told apart from its family.
    "secrets_kept": ("secrets",),
    "told_passwords_kept": ("secrets",),
    "zero_width_kept": ("leaks", "injection"),
    "hidden_markup_kept": ("leaks", "injection"),
    "vault_not_restored": ("leaks",),
    "vault_shared": ("leaks",),
    "placeholders_not_stable": ("leaks",),
    "knowledge_not_scrubbed": ("leaks",),
    "quarantine_off": ("leaks",),
    "injection_scan_off": ("injection",),
    "injection_seldom_seen": ("injection",),
    "findings_lost": ("leaks",),
    "commitments_allowed": ("policy",),
    "refund_rule_off": ("policy",),
    "blocking_only_warns": ("policy",),
    "links_kept": ("leaks", "model"),
    "logs_hold_text": ("leaks",),
    "copies_not_folded": ("copies", "retrieval"),
    "language_ignored": ("language",),
    "asked_language_ignored": ("language",),
    "evidence_check_off": ("model",),
    "evidence_loosened": ("model",),
    "numbers_unchecked": ("model",),
    "negations_unchecked": ("model",),
    "stronger_claims_let_through": ("model",),
    "sections_swapped": ("summary",),
    "instruction_ignored": ("texts",),
    "facts_ignored": ("texts",),
    "tone_ignored": ("texts",),
    "length_ignored": ("texts",),
    "steering_ignored": ("texts",),
    "timeline_dropped": ("summary",),
    "tried_dropped": ("summary",),
    "nothing_asked": ("summary", "texts"),
    "long_threads_cut": ("long_threads",),
    "last_message_dropped": ("summary", "long_threads"),
    "first_message_dropped": ("summary", "long_threads"),
    "quotes_read_as_own": ("summary", "texts"),
    "artifacts_unseen": ("artifacts",),
    "fence_removed": ("prompts",),
    "marks_not_escaped": ("prompts",),
    "prompt_without_citations": ("prompts",),
    "prompt_without_promises": ("prompts",),
    "last_message_not_sent": ("prompts",),
    "notes_sent": ("prompts",),
    "attacks_sent": ("prompts",),
    "agent_wish_not_sent": ("prompts",),
    "knowledge_not_sent": ("prompts",),
}


def first_of(change: Change) -> tuple[str, ...]:
    """Where a weakening is looked for first. It only saves time: one that passes there is put to all the others."""
    return _FIRST.get(change.name, _FIRST.get(change.family, ()))
