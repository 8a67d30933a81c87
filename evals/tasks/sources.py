"""What the texts of one ticket are held against when they are kept: its own words, and the index."""

from collections.abc import Sequence

from assistant.evidence import points_true
from assistant.reading import ReadTicket, read
from assistant.records import Evidence, Sentence
from assistant.steering.steering import NONE, Steering
from assistant.support.steps import step_findings
from guardrails.scrub import Scrubber
from guardrails.vault import Vault
from ingest.documents import Chunk
from ingest.index import Index
from ingest.tickets import Ticket


class Sources:
    """Looks up what evidence points at, so that a log tells whether it stands there and who may read it.

    `calls` is how often a chat model was asked for these texts.
    """

    def __init__(
        self, index: Index, ticket: Ticket, *, scrubber: Scrubber, steering: Steering = NONE, calls: int = 0
    ) -> None:
        self.calls = calls
        self._scrubber = scrubber
        self._index = index
        self._vault = Vault()
        self._ticket: ReadTicket = read(ticket, scrubber=scrubber, vault=self._vault, steering=steering)
        self._notes = tuple(message.id for message in ticket.messages if not message.public)
        self._chunks: dict[str, Chunk | None] = {}

    def audience(self, evidence: Evidence) -> str:
        """`internal` for what no customer may read, `public` for a passage that everybody may, else nothing."""
        if evidence.kind == "passage":
            chunk = self._chunk(evidence.source)
            if chunk is None or (chunk.pool == "cases" and chunk.role != "agent"):
                return "internal"
            return chunk.audience
        source = evidence.source
        of_a_note = any(source == id_ or source.startswith(f"{id_}.utc.") for id_ in self._notes)
        return "internal" if source == "resolution" or of_a_note else ""

    def holds(self, evidence: Evidence) -> bool:
        """Whether the quote stands in its source at its offsets, in whole words; a phrase stands in no source."""
        if evidence.kind == "frame":
            return True
        if evidence.kind == "passage":
            return points_true(evidence, self._text_of) and _whole_words(self._text_of(evidence), evidence)
        # What was restored for the agent is longer or shorter than what the offsets count.
        text = self._ticket.text_of(evidence.source)
        restored = self._vault.restore(text[evidence.start : evidence.end])
        return restored == evidence.quote and _whole_words(text, evidence)

    def quote(self, evidence: Evidence) -> str:
        """What is quoted, without anybody's personal data: as it stands in the scrubbed source, if it does."""
        if evidence.kind in ("frame", "passage"):
            return evidence.quote
        if self.holds(evidence):
            return self._ticket.text_of(evidence.source)[evidence.start : evidence.end]
        return self._scrubber.scrub(evidence.quote, self._vault).text

    def greets(self, sentences: Sequence[Sentence]) -> bool | None:
        """Whether the greeting has the first name that the ticket states, or none where it states none."""
        greeting = next((one for one in sentences if one.role == "greeting"), None)
        if greeting is None:
            return None
        name = self._vault.restore(self._ticket.greeting_name)
        return name in greeting.text if name else all(e.kind == "frame" for e in greeting.evidence)

    def steps(self, sentences: Sequence[Sentence]) -> tuple[int, int, int]:
        """How many steps are told, how many of their lists are missing, how many stand too early."""
        placed = [(str(number), one) for number, one in enumerate(sentences)]
        kinds = [finding.kind for finding in step_findings(placed, self._list_of)]
        told = sum(one.role == "step" and any(e.kind == "passage" for e in one.evidence) for one in sentences)
        return told, kinds.count("evidence.step_missing"), kinds.count("evidence.step_order")

    def _list_of(self, chunk_id: str) -> list[Chunk]:
        """The document of a cited chunk, as far as the same people may read it."""
        cited = self._chunk(chunk_id)
        chunks = self._index.document(cited.document_id) if cited else []
        return [one for one in chunks if cited and one.audience == cited.audience]

    def _text_of(self, evidence: Evidence) -> str:
        chunk = self._chunk(evidence.source)
        return chunk.text if chunk else ""

    def _chunk(self, chunk_id: str) -> Chunk | None:
        if chunk_id not in self._chunks:
            self._chunks[chunk_id] = self._index.chunk(chunk_id)
        return self._chunks[chunk_id]


def _whole_words(text: str, evidence: Evidence) -> bool:
    """Neither end is in the middle of a word."""
    ends = (text[max(at - 1, 0) : at + 1] for at in (evidence.start, evidence.end) if at)
    return not any(len(pair) == 2 and pair.isalnum() for pair in ends)
