"""Task: policy."""

from evals.running.task import Task

TASK: Task | None = None
