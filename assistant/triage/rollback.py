"""Take a version of triage back: a pointer, remembered, so that the same tickets do not bring it again unasked."""

from assistant.errors import VersionUnusable
from assistant.triage.keeper import TriageKeeper
from assistant.triage.lock import triage_lock
from assistant.triage.serving import load_version
from assistant.triage.versions import Versions

INDEX = "index"
"""What to go back to for triage without any version."""
WAIT_S = 60.0


def roll_back(keeper: TriageKeeper, *, to: str = "") -> tuple[str, str]:
    """Serve `to`, by default what served before; (what served, what serves), each empty for the index alone.

    `VersionUnusable` when it is not there, cannot be used here, or nothing serves that could be taken back.
    """
    versions = keeper.kept_versions
    with triage_lock(versions.folder, timeout_s=WAIT_S):
        left = versions.pointed_at()
        if not (left or to):
            raise VersionUnusable("no version serves, so there is nothing to take back")
        target = to if to else _before(versions, left)
        if target in ("", INDEX):
            versions.turn_back(None)
            return left, ""
        if target not in versions.names():
            raise VersionUnusable(
                f"no version {target!r}: there are {', '.join(versions.names()) or 'none'}, or {INDEX}"
            )
        load_version(versions, target, keeper.lessons)
        versions.turn_back(target)
        return left, target


def _before(versions: Versions, name: str) -> str:
    """What served before it: its parent where that is still kept, otherwise the newest accepted one before it."""
    earlier = [one.version for one in versions.readable() if one.check.accepted and one.version < name]
    try:
        parent = versions.version(name).parent
    except VersionUnusable:
        parent = None
    if parent is not None and (parent == "" or parent in versions.names()):
        return parent
    return earlier[-1] if earlier else ""
