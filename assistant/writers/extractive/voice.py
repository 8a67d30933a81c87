"""The house's own words around extracted text, with the frame as evidence of each."""

from assistant.evidence import from_frame, sentence
from assistant.records import Evidence, Sentence, SentenceRole
from assistant.steering.steering import Tone
from prompts.phrases import Phrases


class Voice:
    """Says the phrases of one language; `greeting.warm` stands for `greeting` where that tone is asked for."""

    def __init__(self, phrases: Phrases, tone: Tone = "neutral") -> None:
        self.phrases = phrases
        self._tone = tone

    def _toned(self, name: str) -> str:
        """The phrase of this name in the tone asked for, or as it always is."""
        return toned if (toned := f"{name}.{self._tone}") in self.phrases.frames else name

    def frame(self, name: str, role: SentenceRole) -> Sentence:
        """A phrase without fields."""
        name = self._toned(name)
        text = self.phrases.say(name)
        return sentence(text, role, from_frame(name, text))

    def filled(self, frame: str, role: SentenceRole, /, *evidence: Evidence, **fields: str) -> Sentence:
        """A phrase around words of the ticket: both are its evidence."""
        frame = self._toned(frame)
        text = self.phrases.say(frame, **fields)
        return sentence(text, role, from_frame(frame, self.phrases.frames[frame]), *evidence)

    def greeting(self, name: str) -> Sentence:
        """By first name where there is one; `name` is the ticket's placeholder for it."""
        if not name:
            return self.frame("greeting_no_name", "greeting")
        return self.filled("greeting", "greeting", Evidence("field", "customer.name", 0, len(name), name), name=name)
