"""The entries of an answer while it is still being written, and what is wrong with it once it is whole."""

import json
import re
from typing import Any, TypeVar

from langchain_core.utils.json import parse_json_markdown
from pydantic import BaseModel, ValidationError

_MAX_MISTAKES = 12

Shape = TypeVar("Shape", bound=BaseModel)


class Entries:
    """Takes JSON in pieces and gives each object of its first list as soon as it is whole.

    >>> entries = Entries("sentences")
    >>> entries.feed('{"sentences": [{"text": "One <PER'), entries.feed('SON_1>."}, {"te')
    ([], [{'text': 'One <PERSON_1>.'}])
    """

    def __init__(self, name: str) -> None:
        self._open = re.compile(rf'"{re.escape(name)}"\s*:\s*\[')
        self._decoder = json.JSONDecoder(strict=False)
        self._text = ""
        self._at = -1

    def feed(self, piece: str) -> list[dict[str, Any]]:
        """The objects that are whole with this piece."""
        self._text += piece
        if self._at < 0 and (opened := self._open.search(self._text)):
            self._at = opened.end()
        if self._at < 0 or "}" not in self._text[self._at :]:
            return []
        found: list[dict[str, Any]] = []
        while (value := self._next()) is not None:
            if isinstance(value, dict):
                found.append(value)
        return found

    def _next(self) -> Any:
        """The next value, or None where it is not whole yet or the list has ended."""
        while self._text[self._at : self._at + 1] in (" ", "\n", "\r", "\t", ","):
            self._at += 1
        if self._text[self._at : self._at + 1] != "{":
            return None
        try:
            value, self._at = self._decoder.raw_decode(self._text, self._at)
        except ValueError:
            return None
        return value


def parsed(text: str, shape: type[Shape]) -> tuple[Shape | None, list[str]]:
    """The whole answer, or None and what is wrong with it, without a word of it."""
    try:
        return shape.model_validate(parse_json_markdown(text)), []
    except ValidationError as exc:
        errors = exc.errors(include_input=False, include_url=False, include_context=False)[:_MAX_MISTAKES]
        return None, [f"{'.'.join(map(str, error['loc'])) or 'answer'}: {error['msg']}" for error in errors]
    except ValueError:
        return None, ["answer: this is not a JSON object of the shape that was asked for"]
