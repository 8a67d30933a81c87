"""Texts that tell a model what to do: they are the house's own and never leave in an answer."""

import re
from pathlib import Path

_FIELD = re.compile(r"\$\{?\w+\}?")


def own_words(folder: Path | None = None) -> tuple[str, ...]:
    """Every prompt of this package and of the house's `folder`, in name order. Phrases are no prompts: they are read.

    Fields are left out: what is filled in is somebody's text, not ours.
    """
    folders = [Path(__file__).parent, *([folder] if folder is not None and folder.is_dir() else [])]
    paths = [path for own in folders for path in sorted(own.rglob("*.md"))]
    return tuple(_FIELD.sub("\n", path.read_text(encoding="utf-8", errors="replace")) for path in paths)
