"""Texts that tell a model what to do: they are the house's own and never leave in an answer."""

from pathlib import Path


def own_words() -> tuple[str, ...]:
    """Every prompt of this package, in name order. Phrases are no prompts: they are made to be read."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.rglob("*.md")))
