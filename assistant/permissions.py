"""Who may read what: the one place that decides."""

from collections.abc import Set

from ingest.shelf import Restricted


def may_read(one: Restricted, *, groups: Set[str], internal: bool) -> bool:
    """What is internal needs `internal`; what that names groups needs one of them."""
    if one.audience == "internal" and not internal:
        return False
    return not one.groups or not groups.isdisjoint(one.groups)
