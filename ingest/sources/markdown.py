"""A folder of Markdown files with front matter: runbooks and KB articles."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from guardrails.normalise import normalise
from ingest.documents import Part, Skipped, SourceDocument

MAX_BYTES = 5_000_000
"""A page larger than this is an export or a log by mistake; it is left out and named."""

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_OPENED = re.compile(r"\A---[ \t]*\n[A-Za-z_]+:")
_FIRST_HEADING = re.compile(r"^#[ \t]+(.+)$", re.MULTILINE)


class FrontMatter(BaseModel):
    """What a page says about itself. Without an audience it is internal: nothing becomes public by oversight."""

    model_config = ConfigDict(extra="allow")

    id: str = ""
    title: str = ""
    audience: Literal["public", "internal"] = "internal"
    groups: list[str] = Field(default_factory=list)
    owner: str = ""
    reviewed: str = ""
    url: str = ""
    policy: bool = False


def read_markdown(folder: Path) -> Iterator[SourceDocument | Skipped]:
    """Every `*.md` file below `folder`, in name order; a file that cannot be read is skipped and named."""
    for path in sorted(folder.rglob("*.md")):
        if path.name.lower() != "readme.md":
            yield _read(path, folder)


def _read(path: Path, folder: Path) -> SourceDocument | Skipped:
    where = path.relative_to(folder).as_posix()
    try:
        if path.stat().st_size > MAX_BYTES:
            return _damaged(where, f"larger than {MAX_BYTES:,} bytes: split it, or leave it out of the folder")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as exc:
        return _damaged(where, f"not UTF-8 (byte {exc.start}): save it as UTF-8")
    except OSError as exc:
        return _damaged(where, f"cannot be read: {exc.strerror}")
    try:
        front, body = _parts(text)
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        return _damaged(where, "front matter is not YAML" + (f" (line {mark.line + 2})" if mark else ""))
    except RecursionError:
        return _damaged(where, "front matter is nested too deep")
    except ValidationError as exc:
        field = ".".join(str(step) for step in exc.errors()[0]["loc"])
        return _damaged(where, f"front matter: {field or 'it'}: {exc.errors()[0]['msg']}")
    except ValueError as exc:
        return _damaged(where, f"front matter: {exc}")
    body = normalise(body).text
    if not body.strip():
        return Skipped(where, "no text below the front matter")
    return SourceDocument(
        id=front.id or path.relative_to(folder).with_suffix("").as_posix(),
        title=front.title or _title(body, path),
        pool="knowledge",
        parts=(Part("body", body, front.audience),),
        source=str(folder),
        place=where,
        groups=tuple(sorted(front.groups)),
        owner=front.owner,
        reviewed=front.reviewed,
        url=front.url,
        policy=front.policy,
    )


def _damaged(where: str, reason: str) -> Skipped:
    return Skipped(where, reason, place=where, damaged=True)


def _parts(text: str) -> tuple[FrontMatter, str]:
    match = _FRONT_MATTER.match(text)
    if not match:
        if _OPENED.match(text):
            raise ValueError("it is not closed: end it with a line ---")
        return FrontMatter(), text
    values: Any = yaml.safe_load(match.group(1)) or {}
    if isinstance(values, dict):
        values = {str(key): _plain(value) for key, value in values.items() if value is not None}
    return FrontMatter.model_validate(values), text[match.end() :]


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | bool | list | dict) else str(value)


def _title(body: str, path: Path) -> str:
    heading = _FIRST_HEADING.search(body)
    return heading.group(1).strip() if heading else path.stem.replace("-", " ").replace("_", " ").capitalize()
