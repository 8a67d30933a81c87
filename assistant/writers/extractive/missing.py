"""What an engineer will ask for and the ticket does not hold: only what fits the kind of trouble."""

import re
from collections.abc import Sequence

from assistant.records import Sentence
from assistant.writers.extractive.cues import says
from assistant.writers.extractive.pieces import Piece
from assistant.writers.extractive.voice import Voice
from assistant.writers.extractive.wants import Held, lacking
from assistant.writers.material import Material

_CALLS = ("http_request", "http_status", "error_code", "request_id", "delivery_id")
_ON_A_PAGE = re.compile(
    r"\b(?:page|browser|screen|login|log ?in|sign(?:s|ing)? ?in|button|click\w*|dashboards?|widgets?|tab|web|website"
    r"|site|loads?|Seite|Anmeldung|página|pantalla)\b",
    re.IGNORECASE,
)
_OF_A_CALL = re.compile(r"\b(?:API|endpoint|webhooks?|curl)\b|https?://", re.IGNORECASE)
_ON_A_DEVICE = re.compile(
    r"\b(?:app|phone|iphone|ipad|android|tablet|device|handheld|scanner|printer|client|sdk)\b", re.IGNORECASE
)


def missing(material: Material, found: Sequence[Piece], voice: Voice) -> list[Sentence]:
    """A line for each thing, most wanted first."""
    held = Held(material)
    words = " ".join([material.ticket.subject, *(p.text for p in found if p.message.role == "customer")])
    thread = " ".join(message.text for message in material.ticket.messages)
    called = any(artifact.kind in _CALLS for artifact in material.artifacts)
    page, call = bool(_ON_A_PAGE.search(words)), called or bool(_OF_A_CALL.search(thread))
    fails = says("fails", words) and not held.holds("response")
    wanted = {
        "request_id": (page or call) and not held.holds("delivery_id"),
        "time": True,
        "wording": fails,
        "recording": page,
        "version": page or bool(_ON_A_DEVICE.search(words)),
        "frequency": True,
        "reach": True,
    }
    names = lacking([name for name, wants in wanted.items() if wants], held)
    return [voice.frame(f"missing_{name}", "statement") for name in names]
