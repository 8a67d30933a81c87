"""Labelled texts as they stand in a file, checked at the edge."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from ingest.read_ticket import Text


class SpanIn(BaseModel):
    """A labelled span; offsets in code points, the end not included."""

    start: Annotated[int, Field(ge=0)]
    end: int
    label: Text = ""


class SpansRow(BaseModel):
    """A text with the spans that must be masked, must survive, and count neither way."""

    id: Text = ""
    text: str
    spans: list[SpanIn] = []
    keep: list[SpanIn] = []
    amb: list[SpanIn] = []
    template: str | int | None = None

    @model_validator(mode="after")
    def _inside(self) -> "SpansRow":
        for span in (*self.spans, *self.keep, *self.amb):
            if not span.start < span.end <= len(self.text):
                raise ValueError(
                    f"span {span.start}-{span.end} ({span.label}) is not inside the text of {len(self.text)} characters"
                )
        return self


class TextRow(BaseModel):
    """A text without spans; they stand in a file of their own."""

    id: Text
    title: Text = ""
    text: str

    @property
    def whole(self) -> str:
        """What was labelled: the title, if there is one, an empty line, and the text."""
        return f"{self.title}\n\n{self.text}" if self.title else self.text


class AnnotationRow(BaseModel):
    """The spans of a text that stands elsewhere, and the hash of exactly the text that they were marked in."""

    id: Text
    sha256: str
    spans: list[SpanIn] = []
    keep: list[SpanIn] = []
    amb: list[SpanIn] = []


class LabelRow(BaseModel):
    """A text that must be flagged (1) or must not (0)."""

    id: Text = ""
    text: str
    label: Literal[0, 1]
    slice: Text = ""
