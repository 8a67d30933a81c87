"""A prompt by what people call it: its name, a version of it, or a file."""

from pathlib import Path

from prompts.archive import PromptArchive
from prompts.prompt import MAX_CHARS, Prompt, PromptError, Prompts


def named(asked: str, live: Prompts, archive: PromptArchive) -> Prompt:
    """`reply` is the live one, `reply@1a2b3c` a version of it, and anything else a file.

    `PromptError` says what there is instead.
    """
    name, at, version = asked.partition("@")
    known = set(live)
    if name in known and not at:
        return live[name]
    if name in known:
        return live[name] if live[name].version == version else archive.version(name, version)
    path = Path(asked)
    if not path.is_file():
        raise PromptError(
            f"no prompt and no file {asked!r}: expected NAME, NAME@VERSION or a file, with one of the names "
            f"{', '.join(sorted(known))}"
        )
    try:
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as exc:
        raise PromptError(f"{path} cannot be read: expected a text file in UTF-8") from exc
    if len(text) > MAX_CHARS:
        raise PromptError(f"{path} has {len(text)} characters: expected 1 to {MAX_CHARS}")
    return Prompt(path.stem, text)
