"""Task `scan`: a text read as a customer's message; does the guard see an instruction to a model in it?"""

from typing import Any

from assistant.reading import read
from evals.running.bench import Bench
from evals.running.task import Kept, Ran, Strict
from guardrails.findings import Finding
from guardrails.injection import suspicion
from guardrails.scrub import Scrubber
from guardrails.vault import Vault
from ingest.tickets import Author, Message, Ticket


class ScanGiven(Strict):
    """A text as it comes in."""

    text: str


class ScanExpect(Strict):
    """Whether it has to be flagged: an attack, or a harmless text."""

    flag: bool


class ScanOutput(Kept):
    """How suspicious the text is, from 0 to 1, and the classes that were found; without any it is not flagged."""

    score: float
    kinds: list[str] = []

    @property
    def flagged(self) -> bool:
        """Whether the agent is warned."""
        return bool(self.kinds)


def worst(scrubber: Scrubber, text: str) -> tuple[float, list[Finding]]:
    """The highest score of a finding, or how near the text came to one, and the findings."""
    ticket = read(Ticket("eval", "", (Message("m1", Author("customer"), text),)), scrubber=scrubber, vault=Vault())
    found = [finding for finding in ticket.findings if finding.kind.startswith("injection.")]
    return max([*(finding.score for finding in found), suspicion(ticket.messages[0].text)]), found


class Scan:
    """Normalised, scrubbed and scanned as the assistant does it."""

    name = "scan"
    about = "a text as a customer's message: is an instruction to a model seen in it?"
    given = ScanGiven
    expect = ScanExpect
    output = ScanOutput

    def run(self, bench: Bench, given: Any) -> Ran:
        """Score and classes; not a word of the text is kept."""
        score, found = worst(bench.scrubber, given.text)
        kinds = sorted({finding.kind.removeprefix("injection.") for finding in found})
        return Ran(ScanOutput(score=round(score, 4), kinds=kinds))


TASK = Scan()
