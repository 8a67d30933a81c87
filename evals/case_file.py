"""Write a case into a YAML file that people edit: what stands there stays as it is, letter by letter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from evals.errors import CaseRefused, SuiteInvalid
from evals.formats.catalog import read_cases
from evals.running.task import Task
from ingest.durable import write_durably

CHECK = "check"


@dataclass(frozen=True, slots=True)
class Draft:
    """A case before somebody has looked at it. `said` tells where each expectation comes from, for its comment."""

    id: str
    input: Mapping[str, Any]
    expect: Mapping[str, Any]
    said: Mapping[str, str]
    slices: Mapping[str, str]

    def text(self) -> str:
        """As YAML, with a comment at everything that has to be looked at."""
        lines = [
            f"# Made on {datetime.now(UTC):%Y-%m-%d} by `draftdesk eval new-case`; people and numbers are made up.",
            f"- id: {_inline(self.id)}",
            *_indented(_block({"input": dict(self.input)}), 2),
            "  expect:",
        ]
        for name, value in self.expect.items():
            lines.append(f"    {_inline({name: value})[1:-1]}  # {self.said.get(name, CHECK)}")
        if not self.expect:
            lines[-1] = f"  expect: {{}}  # {CHECK}: write what is right for it"
        if self.slices:
            lines.append(f"  slices: {_inline(dict(self.slices))}")
        return "\n".join(lines) + "\n"


def append_case(draft: Draft, path: Path, task: Task) -> None:
    """`CaseRefused` where the id is there already, `SuiteInvalid` where file or case cannot be read as cases."""
    if path.suffix not in (".yaml", ".yml"):
        raise CaseRefused(f"--to {path}: expected a file that ends in .yaml")
    if not path.parent.is_dir():
        raise CaseRefused(f"--to {path}: there is no folder {path.parent}: make it first")
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    there = {case.id for case in read_cases(path, "cases", task, {})} if before.strip() else set()
    if draft.id in there:
        raise CaseRefused(f"{path} has a case {draft.id!r} already: choose another --name, or take that one out")
    waiting = path.with_name(f".{path.stem}.checked.yaml")
    whole = (before.rstrip("\n") + "\n\n" if before.strip() else "") + draft.text()
    try:
        waiting.write_text(whole, encoding="utf-8")
        found = {case.id for case in read_cases(waiting, "cases", task, {})}
    finally:
        waiting.unlink(missing_ok=True)
    if found != there | {draft.id}:
        raise SuiteInvalid(f"{path}: the new case cannot be added behind what stands there: name another file")
    write_durably(path, whole)


class _Readable(yaml.SafeDumper):
    """Texts of several lines as blocks, which people can edit."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Readable.add_representer(str, _text)


def _block(value: Any) -> list[str]:
    return yaml.dump(value, Dumper=_Readable, sort_keys=False, allow_unicode=True, width=10**6).splitlines()


def _inline(value: Any) -> str:
    """On one line."""
    told = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10**9, sort_keys=False)
    return str(told).removesuffix("\n").removesuffix("\n...")


def _indented(lines: Iterable[str], by: int) -> list[str]:
    return [f"{' ' * by}{line}" if line else "" for line in lines]
