"""A case: what goes in, what is expected of it, and what it is an example of."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a suite. `input` and `expect` are JSON that the suite's task has checked.

    Cases of one `group` (fills of one template) are not independent. `where` is the place in the file.
    """

    id: str
    input: Mapping[str, Any]
    expect: Mapping[str, Any]
    slices: Mapping[str, str] = field(default_factory=dict)
    where: str = ""
    group: str = ""


def digest(value: Any) -> str:
    """Names a JSON value: 16 hex digits of the SHA-256 of its canonical form.

    >>> digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})
    True
    """
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode("utf-8", "replace")).hexdigest()[:16]
