"""Task `artifacts`: what a ticket holds of timestamps, ids, codes and traces; needs no index."""

from typing import Any

from evals.running.bench import Bench
from evals.running.task import Kept, Ran
from evals.tasks.assist import ArtifactKept, AssistExpect, AssistGiven
from ingest.read_ticket import read_ticket


class ArtifactsOutput(Kept):
    """All that was found, as the log may hold it."""

    artifacts: list[ArtifactKept] = []


class ArtifactsTask:
    """The assistant's own finder, on the scrubbed ticket."""

    name = "artifacts"
    about = "what a ticket holds of timestamps, ids, codes and traces"
    given = AssistGiven
    expect = AssistExpect
    output = ArtifactsOutput

    def run(self, bench: Bench, given: Any) -> Ran:
        """Values are scrubbed again before they are kept, with the ticket's own placeholders."""
        ticket = read_ticket(given.ticket)
        found = bench.assistant.artifacts(ticket)
        return Ran(bench.cleaner.record(ArtifactsOutput(artifacts=[ArtifactKept.of(one) for one in found]), ticket))


TASK = ArtifactsTask()
