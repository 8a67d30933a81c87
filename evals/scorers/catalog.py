"""Every scorer by its name."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from importlib import import_module

from evals.scorers.score import Scorer

MODULES = """ranking labels verdict artifacts facts evidence style similarity specifics found masking flags leaks
prompts standin graded""".split()


@cache
def scorers() -> dict[str, Scorer]:
    """All of them; loaded when first asked for."""
    modules = [import_module(f"evals.scorers.{name}") for name in MODULES]
    return {scorer.name: scorer for module in modules for scorer in module.SCORERS}


def unknown(name: str, known: Iterable[str]) -> str:
    """What to say about a name that is none of `known`."""
    near = get_close_matches(name, list(known), n=1)
    meant = f"did you mean {near[0]!r}?" if near else f"take one of {', '.join(sorted(known))}"
    return f"{name!r} is not known: {meant}"
