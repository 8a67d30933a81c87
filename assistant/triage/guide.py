"""What the house's taxonomy says of a label: enough to learn it before any ticket carries it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guide:
    """A label in the house's own words."""

    label: str
    description: str = ""
    examples: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()

    def texts(self) -> tuple[str, ...]:
        """What the label can be learned from without a ticket: its name, description, synonyms, and each example."""
        name = self.label.replace("_", " ").replace("-", " ")
        told = (f"{name}. {self.description}".rstrip(". ") if self.description else name, *self.synonyms)
        return tuple(text for text in (*told, *self.examples) if text.strip())
