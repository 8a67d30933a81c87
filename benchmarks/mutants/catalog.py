"""Every change by its name, and the suites that are run first for a family of weakenings."""

from collections.abc import Mapping

from benchmarks.mutants import code, guards, model, retrieval, triage, words, writing
from benchmarks.mutants.change import Change

_MODULES = (guards, retrieval, triage, writing, model, words, code)
CHANGES: Mapping[str, Change] = {change.name: change for module in _MODULES for change in module.CHANGES}
FIRST: Mapping[str, tuple[str, ...]] = {
    "guards": ("pii", "secrets", "injection", "policy", "leaks"),
    "retrieval": ("retrieval",),
    "triage": ("triage",),
    "verdict": ("verdict",),
    "writing": ("texts", "model", "long_threads", "summary"),
    "model": ("prompts", "model"),
}
"""What to look at first only saves time: a weakening that passes these is put to all the others."""
