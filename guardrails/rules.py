"""Rules are data: YAML files in `guardrails/data`, read once when a guard is built."""

from importlib.resources import files
from typing import Any

import yaml

from guardrails.errors import RulesInvalid


def read_rules(name: str) -> Any:
    """The content of a rule file of this package."""
    source = files("guardrails").joinpath("data", name)
    try:
        return yaml.safe_load(source.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as exc:
        raise RulesInvalid(f"rule file {name!r} cannot be read: reinstall the package, or mend the file") from exc
