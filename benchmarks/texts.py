"""Texts to measure on: the sample company's tickets, logs and runbooks, and files that you bring."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "sample"
_LOG_LINE = re.compile(r"^\W{0,3}(?:\d{4}-\d\d-\d\d[T ]|\d\d:\d\d:\d\d|\w{3} +\d{1,2} \d\d:\d\d:\d\d)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sized:
    """A text, and the group that its figures are told under."""

    group: str
    text: str

    @property
    def kilobytes(self) -> float:
        """Size in UTF-8."""
        return len(self.text.encode("utf-8", "replace")) / 1024


def sample_texts() -> list[Sized]:
    """Every message of the sample's tickets, the log excerpts in them, and the runbooks."""
    messages = [text for name in ("open", "solved") for text in _messages(SAMPLE / "tickets" / f"{name}.jsonl")]
    runbooks = sorted((SAMPLE / "knowledge" / "runbooks").glob("*.md"))
    return [
        *(Sized("tickets", text) for text in messages),
        *(Sized("logs", log) for text in messages for log in log_excerpts(text)),
        *(Sized("runbooks", path.read_text(encoding="utf-8")) for path in runbooks),
    ]


def file_texts(path: Path) -> list[Sized]:
    """The `text` of each row of a JSON Lines file, with its `title` when it has one; rows without text are left out."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    texts = ("\n\n".join(filter(None, (row.get("title"), row.get("text")))) for row in rows)
    return [Sized(f"{path.parent.name}/{path.name}", text) for text in texts if text]


def log_excerpts(text: str) -> Iterator[str]:
    """The paragraphs in which a line begins with a time."""
    return (part for part in re.split(r"\n\s*\n", text) if _LOG_LINE.search(part))


def drawn(texts: list[Sized], limit: int, seed: int) -> list[Sized]:
    """At the most `limit` texts of each group (0 for all), in their order."""
    if not limit:
        return texts
    rng = random.Random(seed)  # noqa: S311  a drawing that can be repeated
    chosen: set[int] = set()
    for group in dict.fromkeys(one.group for one in texts):
        rows = [row for row, one in enumerate(texts) if one.group == group]
        chosen.update(rng.sample(rows, min(limit, len(rows))))
    return [one for row, one in enumerate(texts) if row in chosen]


def _messages(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield from (message["text"] for message in json.loads(line)["messages"])
