"""Settings for one run: another model, another prompt, another value."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import ValidationError

from evals.errors import DataInvalid
from prompts.prompt import load_prompts
from settings import Settings


@contextmanager
def changed(
    settings: Settings, *, model: str = "", prompts: Sequence[str], values: Sequence[str]
) -> Iterator[Settings]:
    """The settings with `model`, prompts (`NAME=FILE`) and values (`SETTING=VALUE`) changed, for as long as it is open.

    `DataInvalid` for what cannot be used.
    """
    updates: dict[str, Any] = dict(_pair(one, "--set", "SETTING=VALUE") for one in values)
    for name in updates:
        if name not in Settings.model_fields:
            near = get_close_matches(name, Settings.model_fields, n=1)
            raise DataInvalid(
                f"--set {name}: there is no such setting" + (f"; did you mean {near[0]!r}?" if near else "")
            )
    if model:
        updates["model"] = model
    with TemporaryDirectory(prefix="draftdesk-prompts-") as place:
        if prompts:
            updates["prompts"] = _prompts(settings, prompts, Path(place))
        try:
            yield Settings.model_validate(settings.model_dump() | updates)
        except ValidationError as exc:
            first = exc.errors(include_input=False, include_url=False)[0]
            raise DataInvalid(f"--set {first['loc'][0]}: {first['msg'].removeprefix('Value error, ')}") from None


def _pair(text: str, option: str, form: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise DataInvalid(f"{option} {text}: expected {form}")
    return name.strip().lower().removeprefix("draftdesk_"), value


def _prompts(settings: Settings, given: Sequence[str], folder: Path) -> Path:
    """A folder with the house's own prompts, if any, and those given."""
    if settings.prompts:
        for own in settings.prompts.glob("*.md"):
            copyfile(own, folder / own.name)
    known = set(load_prompts(settings.prompts))
    for one in given:
        name, file = _pair(one, "--prompt", "NAME=FILE")
        if name not in known:
            raise DataInvalid(f"--prompt {name}: there is no such prompt; take one of {', '.join(sorted(known))}")
        if not Path(file).is_file():
            raise DataInvalid(f"--prompt {name}: there is no file {file}")
        copyfile(file, folder / f"{name}.md")
    return folder
