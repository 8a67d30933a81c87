"""What an engineer will ask for and the ticket does not hold: only what fits the kind of trouble."""

import re
from collections.abc import Sequence

from assistant.records import Sentence
from assistant.writers.extractive.cues import says
from assistant.writers.extractive.pieces import Piece
from assistant.writers.extractive.voice import Voice
from assistant.writers.material import Material

_CALLS = ("http_request", "http_status", "error_code", "request_id", "delivery_id")
_IDS = {"request_id", "trace_id", "correlation_id", "delivery_id", "object_id"}
_EXACT = {"error_code", "error_signature", "stack_trace", "http_status"}
_ON_A_PAGE = re.compile(
    r"\b(?:page|browser|screen|login|log ?in|sign(?:s|ing)? ?in|button|click\w*|dashboards?|widgets?|tab|web|website"
    r"|site|loads?|Seite|Anmeldung|página|pantalla)\b",
    re.IGNORECASE,
)
_OF_A_CALL = re.compile(r"\b(?:API|endpoint|webhooks?|curl)\b|https?://", re.IGNORECASE)
_ON_A_DEVICE = re.compile(
    r"\b(?:app|phone|iphone|ipad|android|tablet|device|handheld|scanner|printer|client|sdk)\b", re.IGNORECASE
)
_HOW_OFTEN = re.compile(
    r"\b(?:always|every|each|never|sometimes|once|twice|only|all|often|from time to time|intermittent\w*|random\w*"
    r"|now and then|since|again and again|not one|nothing|nobody|no one|immer|jedes|siempre|toujours"
    r"|\d+ (?:of|out of) \d+|\d+ ?%)\b",
    re.IGNORECASE,
)


def missing(material: Material, found: Sequence[Piece], voice: Voice) -> list[Sentence]:
    """A line for each thing, most wanted first."""
    kinds = {artifact.kind for artifact in material.artifacts}
    words = " ".join([material.ticket.subject, *(p.text for p in found if p.message.role == "customer")])
    thread = " ".join(message.text for message in material.ticket.messages)
    page, call = bool(_ON_A_PAGE.search(words)), bool(kinds & set(_CALLS)) or bool(_OF_A_CALL.search(thread))
    names: list[str] = []
    if (page or call) and not kinds & _IDS:
        names.append("missing_request_id")
    if (name := _time(material)) is not None:
        names.append(name)
    if not kinds & _EXACT and says("fails", words):
        names.append("missing_wording")
    if page and not re.search(r"startedDateTime|\bHAR\b", thread):
        names.append("missing_recording")
    if _needs_version(material, words):
        names.append("missing_version")
    if not _HOW_OFTEN.search(words):
        names.append("missing_frequency")
    if not says("impact", words):
        names.append("missing_reach")
    return [voice.frame(name, "statement") for name in names if name in voice.phrases.frames]


def _time(material: Material) -> str | None:
    """What is wrong with the times that the thread tells, if anything."""
    own = [one for message in material.ticket.messages if message.role == "customer" for one in message.moments]
    if any(one.told for one in own):
        return None
    vague = own or any(artifact.kind == "timestamp" for artifact in material.artifacts)
    return "missing_zone" if vague else "missing_time"


def _needs_version(material: Material, words: str) -> bool:
    """Something of the customer's own fails, and nobody says which version of it."""
    stated = any(a.kind == "version" for a in material.artifacts)
    fields = any("version" in key for key in material.ticket.fields)
    return not stated and not fields and bool(_ON_A_DEVICE.search(words) or _ON_A_PAGE.search(words))
