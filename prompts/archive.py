"""Every text that a prompt ever had, by its version: kept when it is first used, so that two can be compared later."""

import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from prompts.prompt import Prompt, PromptError

_LEAST = 4
"""Characters of a version that are enough to name it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One version of a prompt, and when it was first used."""

    prompt: Prompt
    since: datetime


class PromptArchive:
    """A folder with `NAME/VERSION.md`. A file that is there is never written again; safe for many processes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, prompt: Prompt) -> bool:
        """Keep this text by its version; False where it was there already. Raises `OSError`."""
        path = self._folder / prompt.name / f"{prompt.version}.md"
        if path.exists():
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(prompt.text.encode())
                stream.flush()
                os.fsync(stream.fileno())
            os.link(beside, path)
        except FileExistsError:
            return False
        finally:
            Path(beside).unlink(missing_ok=True)
        return True

    def versions(self, name: str) -> list[Kept]:
        """All that are known of a prompt, the newest first. A file that is not what its name says is passed over."""
        found = []
        for path in (self._folder / name).glob("*.md"):
            prompt = Prompt(name, path.read_bytes().decode(errors="replace"))
            if prompt.version == path.stem:
                found.append(Kept(prompt, datetime.fromtimestamp(path.stat().st_mtime, UTC)))
        return sorted(found, key=lambda kept: (kept.since, kept.prompt.version), reverse=True)

    def version(self, name: str, version: str) -> Prompt:
        """The text of a version, or of the only one that begins like this. `PromptError` says which there are."""
        known = [kept.prompt for kept in self.versions(name)]
        found = [one for one in known if len(version) >= _LEAST and one.version.startswith(version)]
        if len(found) == 1:
            return found[0]
        listed = ", ".join(one.version for one in known) or "none was used yet"
        wrong = "more than one version" if found else "no version"
        raise PromptError(f"{wrong} {version!r} of the prompt {name!r}: expected one of these: {listed}")
