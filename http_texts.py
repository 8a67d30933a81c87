"""Routes for texts: every kind under one name, and the names of their own that the commonest have."""

from typing import Annotated, Any, get_args

from fastapi import Depends, FastAPI, Header, Request

from assistant.assistant import Assistant
from assistant.records import Draft, Text, TextKind, Written
from assistant.steering.steering import Length, Steering, Tone
from assistant.steering.turns import UNDERSTOOD
from assistant.texts.kinds import SPECS
from assistant.wire import WrittenOut, part_json
from http_models import KindOut, RefineRequest, ReplyOut, SectionOut, SummaryOut, TextRequest, TextsOut
from http_stream import ErrorBody, Put, streamed, wants_stream


def the_assistant(request: Request) -> Assistant:
    assistant: Assistant = request.app.state.assistant
    return assistant


TheAssistant = Annotated[Assistant, Depends(the_assistant)]


def add_text_routes(app: FastAPI, error_body: ErrorBody) -> None:
    """`error_body` is what an error in the middle of a stream becomes."""

    @app.get("/v1/texts", tags=["texts"])
    def texts(assistant: TheAssistant) -> TextsOut:
        """Every kind of text with its reader and sections, and what a text can be asked to be like."""
        return texts_out(assistant)

    @app.post("/v1/texts/{kind}", response_model=WrittenOut, tags=["texts"])
    def text(
        kind: TextKind,
        body: TextRequest,
        request: Request,
        assistant: TheAssistant,
        accept: Annotated[str, Header()] = "",
    ) -> Any:
        """One text for a ticket; with `Accept: text/event-stream` sentence by sentence as they pass the checks."""
        ticket, steering, request_id = body.ticket.ticket(), body.steering.steering(), request.state.request_id
        if not wants_stream(accept):
            done = assistant.write(ticket, kind, steering=steering, before=body.before)
            return WrittenOut.of(done, request_id=request_id)
        # Without an index, or with a wish that cannot be followed, this is an error with a status, not a stream.
        assistant.check(steering)
        assistant.index()

        def work(put: Put) -> str:
            done = assistant.write(
                ticket,
                kind,
                steering=steering,
                before=body.before,
                tell=lambda part, value: put(part, part_json(part, value)),
            )
            return WrittenOut.of(done, request_id=request_id).model_dump_json()

        return streamed(work, error_body)

    @app.post("/v1/summary", tags=["texts"])
    def summary(body: TextRequest, request: Request, assistant: TheAssistant) -> SummaryOut:
        """What the ticket is about, in named sections with evidence; with `before`, only new messages are read."""
        done = assistant.write(body.ticket.ticket(), "summary", steering=body.steering.steering(), before=body.before)
        nothing = Text("summary", done.made_with.writer, SPECS["summary"].empty())
        return SummaryOut(**_fields(done, request), summary=done.text or nothing)

    @app.post("/v1/reply", tags=["texts"])
    def reply(body: TextRequest, request: Request, assistant: TheAssistant) -> ReplyOut:
        """A checked draft, or a verdict and what to ask."""
        return _reply(body, body.steering.steering(), request, assistant)

    @app.post("/v1/refine", tags=["texts"])
    def refine(body: RefineRequest, request: Request, assistant: TheAssistant) -> ReplyOut:
        """The reply once more, with the turns of refinement in `steering.turns`; one turn less undoes the last."""
        return _reply(body, body.asked(), request, assistant)

    @app.post("/v1/escalation", tags=["texts"])
    def escalation(body: TextRequest, request: Request, assistant: TheAssistant) -> WrittenOut:
        """A report for engineers: how to reproduce it, what was seen, what is missing."""
        steering = body.steering.steering()
        done = assistant.write(body.ticket.ticket(), "escalation", steering=steering, before=body.before)
        return WrittenOut.of(done, request_id=request.state.request_id)


def _reply(body: TextRequest, steering: Steering, request: Request, assistant: Assistant) -> ReplyOut:
    done = assistant.write(body.ticket.ticket(), "reply", steering=steering, before=body.before)
    return ReplyOut(**_fields(done, request), draft=Draft.of(done.text) if done.text else None)


def _fields(done: Written, request: Request) -> dict[str, Any]:
    """The fields that every written text has."""
    return dict(WrittenOut.of(done, request_id=request.state.request_id))


def texts_out(assistant: Assistant) -> TextsOut:
    """All kinds and how they can be steered."""
    kinds = [
        KindOut(
            kind=spec.kind,
            title=spec.title,
            reader=spec.reader,
            sections=[SectionOut(name=one.name, title=one.title, about=one.about) for one in spec.sections],
        )
        for spec in SPECS.values()
    ]
    languages = sorted(assistant.languages) if assistant.languages is not None else None
    return TextsOut(
        texts=kinds,
        tones=list(get_args(Tone)),
        lengths=list(get_args(Length)),
        languages=languages,
        turns=UNDERSTOOD,
    )
