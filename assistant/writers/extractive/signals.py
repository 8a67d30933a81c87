"""Artifacts as lines of a text: each with its kind, its value and the message that holds it."""

from assistant.artifacts import Artifact
from assistant.evidence import from_frame, sentence
from assistant.records import Evidence, Sentence
from assistant.writers.material import Material

IDS = ("request_id", "trace_id", "correlation_id", "delivery_id", "object_id", "uuid")
_SHOWN = (*IDS, "http_request", "http_status")
_LIMITS = {"http_request": 2, "http_status": 2, "object_id": 2, "uuid": 2}
_OTHERS = 4
_MAX_CHARS = 200
_TIMES = 4
_FRAMES = 2
"""Lines of a trace that are shown from its top and, where the top only says that one follows, from its end."""


def kind_name(kind: str) -> str:
    """`request_id` in words."""
    return kind.replace("_", " ")


def signal_lines(material: Material) -> list[Sentence]:
    """Ids first, then what the machine said, then when."""
    found: list[Sentence] = []
    for kind in _SHOWN:
        own = [one for one in material.artifacts if one.kind == kind and one.value.strip()]
        found += [signal_line(one) for one in own[: _LIMITS.get(kind, _OTHERS)]]
    return found


def trace_lines(material: Material) -> list[Sentence]:
    """The first frames of each trace: what was thrown, and where."""
    traces = [one for one in material.artifacts if one.kind == "stack_trace"]
    return [sentence_ for trace in traces[:2] if (sentence_ := _trace(trace)) is not None]


def time_lines(material: Material) -> list[Sentence]:
    """The times that the thread tells, as told and in UTC; those with a zone before those where it was taken."""
    told = [(message, one) for message in material.ticket.messages for one in message.moments]
    told.sort(key=lambda pair: (not pair[1].told, pair[1].at))
    found, seen = [], set()
    for message, one in told:
        if one.at in seen:
            continue
        seen.add(one.at)
        value = " ".join(message.text[one.start : one.end].split())
        place = Evidence("message", message.id, one.start, one.end, message.text[one.start : one.end])
        utc = Evidence("field", one.source, 0, len(one.stamp), one.stamp)
        frame = from_frame("artifact", "timestamp")
        found.append(sentence(f"Timestamp: {value} = {one.stamp}", "statement", frame, place, utc))
    return found[:_TIMES]


def signal_line(one: Artifact) -> Sentence:
    """Its kind and its value, a long one cut at the end of its first line."""
    first = one.value.split("\n")[0][:_MAX_CHARS].rstrip()
    name = kind_name(one.kind)
    place = Evidence("message", one.message_id, one.start, one.start + len(first), first)
    return sentence(f"{name.capitalize()}: {' '.join(first.split())}", "statement", from_frame("artifact", name), place)


def _trace(one: Artifact) -> Sentence | None:
    """Top and end of a trace, each as it stands."""
    lines = one.value.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]
    full = [n for n, line in enumerate(lines) if line.strip()]
    if not full:
        return None
    shown = full[: _FRAMES + 1] + [n for n in full[-_FRAMES:] if n not in full[: _FRAMES + 1]]
    places = [
        Evidence("message", one.message_id, one.start + starts[n], one.start + starts[n] + len(lines[n]), lines[n])
        for n in shown
    ]
    words = " | ".join(" ".join(lines[n].split())[:_MAX_CHARS] for n in shown)
    name = kind_name("stack_trace")
    return sentence(f"{name.capitalize()}: {words}", "statement", from_frame("artifact", name), *places)
