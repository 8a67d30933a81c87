"""The house's own words around extracted text, with the frame as evidence of each."""

from assistant.evidence import from_frame, sentence
from assistant.records import Evidence, Sentence, SentenceRole
from prompts.phrases import Phrases


class Voice:
    """Says the phrases of one language."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases

    def frame(self, name: str, role: SentenceRole) -> Sentence:
        """A phrase without fields."""
        text = self.phrases.say(name)
        return sentence(text, role, from_frame(name, text))

    def filled(self, frame: str, role: SentenceRole, /, *evidence: Evidence, **fields: str) -> Sentence:
        """A phrase around words of the ticket: both are its evidence."""
        text = self.phrases.say(frame, **fields)
        return sentence(text, role, from_frame(frame, self.phrases.frames[frame]), *evidence)

    def greeting(self, name: str) -> Sentence:
        """By first name where there is one; `name` is the ticket's placeholder for it."""
        if not name:
            return self.frame("greeting_no_name", "greeting")
        return self.filled("greeting", "greeting", Evidence("field", "customer.name", 0, len(name), name), name=name)
