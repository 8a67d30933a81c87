"""Every task by its name."""

from functools import cache
from importlib import import_module

from evals.running.task import Task

_MODULES = "assist search learn artifacts write mask policy scan leak prompt standin".split()


@cache
def tasks() -> dict[str, Task]:
    """All of them; loaded when first asked for."""
    found = [import_module(f"evals.tasks.{name}").TASK for name in _MODULES]
    return {task.name: task for task in found if task is not None}
