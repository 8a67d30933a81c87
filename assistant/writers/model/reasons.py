"""Why a sentence of a model was not let through, in words that it can repair it by."""

from assistant.records import Sentence
from assistant.support.reason import ADVICE
from assistant.support.support import Support

_SHOWN = 80
_NOT_ALLOWED = (
    "it may not be said to this reader: a promise, a cause or blame that no document states, words of the ticket "
    "given as an answer, or something internal; leave it out, or rest it on another label"
)


def reason(sentence: Sentence, support: Support) -> str:
    """What the model is told about a sentence that did not pass the checks."""
    text = " ".join(sentence.text.split())
    quoted = f"“{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”"
    found = support.reasons(sentence, known="\n".join(e.title for e in sentence.evidence))
    if not found:
        return f"{quoted}: {_NOT_ALLOWED}."
    about = f" (“{found[0].words}”)" if found[0].words else ""
    return f"{quoted}{about}: {ADVICE[found[0].kind]}."
