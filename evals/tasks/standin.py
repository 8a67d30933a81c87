"""Task: standin."""

from evals.running.task import Task

TASK: Task | None = None
