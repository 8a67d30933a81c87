"""Stack traces as artifacts: the whole block, normalised to its exception and its own topmost frame."""

from collections.abc import Iterator

from assistant.artifacts.artifact import Spot
from ingest.stack_traces import find_stack_traces


def find_traces(text: str) -> Iterator[Spot]:
    """Stack traces of `text`."""
    for trace in find_stack_traces(text):
        parts = [part for part in (trace.exception, f"at {trace.frame}" if trace.frame else "") if part]
        yield Spot("stack_trace", trace.start, trace.end, " ".join(parts) or None)
