"""What requests carry and what answers hold, beyond the answer of the assistant itself."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.artifacts import Artifact
from assistant.assistant import VERSION
from assistant.errors import QueryInvalid, SteeringInvalid
from assistant.records import Draft, Text, TextKind, Triage
from assistant.retrieval.lookup import MAX_CHARS, Pools, Scope
from assistant.steering.limits import FACT_CHARS, FACTS, INSTRUCTION_CHARS, TURN_CHARS, TURNS
from assistant.steering.steering import Length, Steering, Tone
from assistant.steering.turns import UNDERSTOOD
from assistant.texts.kinds import Reader
from assistant.triage.keeper import Corrected
from assistant.wire import WrittenOut
from ingest.read_ticket import TicketIn
from ingest.tickets import Ticket


class ErrorBody(BaseModel):
    """What was wrong and what to do next."""

    code: str = Field(examples=["index_missing"])
    message: str = Field(examples=["there is no index in var/index"])
    hint: str = Field(examples=["build one: draftdesk index build"])


class ErrorOut(BaseModel):
    """The one shape of every error."""

    error: ErrorBody


class TicketRequest(BaseModel):
    """A request carries the whole ticket; the service keeps no copy of its text."""

    ticket: TicketIn


_TICKET = TicketIn.model_json_schema()["examples"][0]


class SteeringIn(BaseModel):
    """What the agent asks of a text, all of it optional. It is masked with the ticket's values like the ticket."""

    model_config = ConfigDict(extra="forbid")

    instruction: str = Field("", max_length=INSTRUCTION_CHARS, description="one line, read by a chat model")
    facts: list[Annotated[str, Field(min_length=1, max_length=FACT_CHARS)]] = Field(
        [],
        max_length=FACTS,
        description="what only the agent knows; becomes evidence of its own kind: fact.1, fact.2 …",
    )
    tone: Tone = "neutral"
    length: Length = "normal"
    language: str = Field("", max_length=8, description="ISO 639-1; empty for the customer's own, where it is known")
    turns: list[Annotated[str, Field(min_length=1, max_length=TURN_CHARS)]] = Field(
        [],
        max_length=TURNS,
        description=f"refinements so far, oldest first; one less undoes the last. Without a chat model: {UNDERSTOOD}",
    )

    def steering(self) -> Steering:
        return Steering(
            self.instruction, tuple(self.facts), self.tone, self.length, self.language.lower(), tuple(self.turns)
        )


class SteeredRequest(TicketRequest):
    """A ticket, and what the agent asks of the reply."""

    steering: SteeringIn = SteeringIn()


class TextRequest(SteeredRequest):
    """A ticket, what the agent asks of the text, and the text that is there already, if any."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"ticket": _TICKET, "steering": {"tone": "formal", "facts": ["We fixed it on our side."]}}]
        }
    )

    before: Text | None = Field(None, description="the text of this kind as it was answered before")


class RefineRequest(TextRequest):
    """A reply to refine: `steering.turns` holds one turn at least, the newest last."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"ticket": _TICKET, "steering": {"turns": ["shorter", "leave out the quote"]}}]}
    )

    steering: SteeringIn

    def asked(self) -> Steering:
        """`SteeringInvalid` without a turn."""
        if not self.steering.turns:
            raise SteeringInvalid("there is no turn in steering.turns, so there is nothing to refine")
        return self.steering.steering()


class SearchRequest(BaseModel):
    """Free words or a ticket, one of the two."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "webhook deliveries fail with 401"}]})

    text: str | None = Field(None, min_length=1, max_length=MAX_CHARS, description="free words")
    ticket: TicketIn | None = Field(None, description="searched for as /v1/assist does")
    pool: Pools = "knowledge"
    limit: int = Field(8, ge=1, le=50, description="of each pool")
    audience: Literal["public"] | None = Field(None, description="public: only what a customer may read")
    fields: dict[Annotated[str, Field(max_length=100)], Annotated[str, Field(max_length=200)]] = Field(
        {}, max_length=10, description="what the document's own fields must say, such as category"
    )

    def scope(self) -> Scope:
        return Scope(self.pool, self.limit, self.audience == "public", self.fields)

    def asked(self) -> str | Ticket:
        """`QueryInvalid` unless there is exactly one thing to search for."""
        if self.text is not None and self.ticket is not None:
            raise QueryInvalid("both text and a ticket are given: search for one of them")
        if self.ticket is not None:
            return self.ticket.ticket()
        if self.text is None:
            raise QueryInvalid("neither text nor a ticket is given")
        return self.text


class LabelsIn(BaseModel):
    """What an agent says that a ticket is: only what is stated is corrected."""

    model_config = ConfigDict(extra="forbid")

    category: str | None = Field(None, max_length=200, description="none_of_these where no category fits")
    severity: str | None = Field(None, max_length=200)
    team: str | None = Field(None, max_length=200)
    product_area: str | None = Field(None, max_length=200)
    tags: list[Annotated[str, Field(max_length=200)]] | None = Field(None, max_length=100, description="all that fit")

    def single(self) -> dict[str, str]:
        """The stated labels of the kinds of which a ticket has one."""
        return self.model_dump(exclude={"tags"}, exclude_none=True)


class TriageFeedback(BaseModel):
    """A correction of triage. Of the ticket only the scrubbed words are kept."""

    kind: Literal["triage"]
    ticket: TicketIn
    labels: LabelsIn
    agent: str = Field("", max_length=200, description="who says so; kept as it is when it is a plain number")


class TriageWithdrawal(BaseModel):
    """Takes the correction of a ticket back."""

    kind: Literal["triage_withdrawn"]
    ticket_id: str = Field(min_length=1, max_length=200)


Feedback = Annotated[TriageFeedback | TriageWithdrawal, Field(discriminator="kind")]

FEEDBACK = {
    "kind": "triage",
    "ticket": _TICKET,
    "labels": {"category": "webhooks"},
    "agent": "17",
}


class FeedbackOut(BaseModel):
    """What was kept, and when it is learned from."""

    triage: Corrected


class SummaryOut(WrittenOut):
    """What the ticket is about; `summary` is the same as `text`, and never null."""

    summary: Text


class ReplyOut(WrittenOut):
    """A checked draft, or the reason why there is none and what to ask instead. `draft` is `text` in one piece."""

    draft: Draft | None


class SectionOut(BaseModel):
    """A section of a kind of text."""

    name: str = Field(examples=["reproduction"])
    title: str = Field(examples=["Steps to reproduce"])
    about: str = Field(examples=["what was done, in order"])


class KindOut(BaseModel):
    """A kind of text that can be asked for."""

    kind: TextKind
    title: str = Field(examples=["Engineering escalation"])
    reader: Reader
    sections: list[SectionOut]


class TextsOut(BaseModel):
    """Every kind of text, and how it can be steered. `languages` is null where a chat model writes in any."""

    texts: list[KindOut]
    tones: list[Tone]
    lengths: list[Length]
    languages: list[str] | None
    turns: str = Field(description="what a turn may say without a chat model")


class TriageOut(BaseModel):
    """What the ticket probably is."""

    triage: Triage


class ArtifactsOut(BaseModel):
    """What a ticket holds of timestamps, ids, codes, requests, versions and traces."""

    artifacts: list[Artifact]


class Health(BaseModel):
    """Alive."""

    status: Literal["ok"] = "ok"
    version: str = VERSION


class Ready(BaseModel):
    """Able to answer, and from which generation."""

    status: Literal["ready"] = "ready"
    generation: str
