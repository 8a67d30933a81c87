"""Write a small file so that a crash leaves the old one or the new one."""

import os
from pathlib import Path


def write_durably(path: Path, text: str) -> None:
    """Replace the content of `path`, on the disk before this returns."""
    waiting = path.with_name(f"{path.name}.new")
    with waiting.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    waiting.replace(path)
