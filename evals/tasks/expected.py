"""What cases may expect in more than one form."""

from typing import Annotated, Any

from pydantic import BeforeValidator


def _wordings(value: Any) -> Any:
    """One wording stands for a list of one."""
    return [[one] if isinstance(one, str) else one for one in value] if isinstance(value, list) else value


Facts = Annotated[list[list[str]], BeforeValidator(_wordings)]
"""Facts, each a list of wordings, any one of which counts."""
