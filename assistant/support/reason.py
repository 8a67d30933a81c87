"""Why a sentence is not supported, in a kind for machines and in words for whoever writes it again."""

from dataclasses import dataclass

ADVICE = {
    "none": "it points at no evidence: point at the words that say so, or leave it out",
    "token": "a number, address, path or code that its evidence lacks: copy it exactly, or leave it out",
    "overlap": "its evidence says something else: say only what it says, or point at the words that say so",
    "added": "its evidence does not hold this part: leave it out, or point at the words that say so",
    "swap": "its evidence has other words in this place: use those",
    "name": "its evidence does not hold this name: use the name that stands there",
    "negation": "its evidence says the opposite: keep every “not”, “never”, “without”, before and after as they are",
    "roles": "its evidence says this the other way round: keep who does what, and what leads to what",
    "amount": "its evidence binds the number to something else: keep number and unit together",
    "stronger": "it claims more than its evidence: keep “may”, “some”, “usually”, “only” and “up to” as they are",
    "offset": "its quotation does not stand where it says",
    "frame": "it claims to be a phrase of the house and is none",
    "internal": "its source is not for this reader: rest it on a public one",
    "injected": "its evidence stands in a paragraph that gives orders to a model",
    "ticket_only": "it answers with the ticket's own words alone: point at an article or at a fact of the agent",
    "other_case": "it holds a number of somebody else's order, ticket or account",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """`kind` is a key of `ADVICE`; `words` are the ones that gave it, as they stand in the scrubbed sentence."""

    kind: str
    words: str = ""

    def advice(self) -> str:
        """What is wrong and what would be right."""
        about = f" (“{self.words}”)" if self.words else ""
        return f"a sentence was removed, {self.kind}{about}: {ADVICE[self.kind]}"
