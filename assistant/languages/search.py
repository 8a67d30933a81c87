"""Which language a ticket is searched in, and how sure such a search can be."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from assistant.languages.glossary import LANGUAGES, Glossary, glossary
from assistant.records import Language, Note, Verdict
from ingest.embed import Advance, Embedder, Vectors

NAMES = {
    "ar": "Arabic",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fi": "Finnish",
    "fr": "French",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "sv": "Swedish",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}
"""English names of common languages, for what agents read; any other is named by its code."""

MIN_KNOWN = 0.4
"""Share of the words that must be known before a search by them says anything; half of a text are little words."""


def language_name(code: str) -> str:
    """The English name of a language, or its code."""
    return NAMES.get(code, code)


@dataclass(frozen=True, slots=True)
class Search:
    """How one ticket is searched. `known` is the share of its words that were put into English, 0 to 1."""

    language: str | None
    weak: bool = False
    glossary: Glossary | None = None
    known: float = 1.0

    def english(self, text: str) -> str:
        """What the embedder can read of a text of this ticket."""
        return self.glossary.english(text) if self.glossary else text

    def words(self, text: str) -> str:
        """What words are searched: names and codes are the same in both."""
        return f"{self.glossary.english(text)}\n{text}" if self.glossary else text

    def embedder(self, embedder: Embedder) -> Embedder:
        """Reads texts of this ticket's language."""
        return GlossingEmbedder(embedder, self.glossary) if self.glossary else embedder

    def notes(self) -> tuple[Note, ...]:
        """What an agent should know of a weak search."""
        if not self.weak:
            return ()
        how = f"by the English of a small word list ({self.known:.0%} of the words)" if self.glossary else "as it is"
        advice = "check that the sources fit, or set a multilingual model with DRAFTDESK_EMBEDDER"
        asked = f"the customer writes in {self._name}, the search reads English, and it was asked {how}"
        return (Note("search_weak", f"The search was weak: {asked}: {advice}."),)

    def judged(self, verdict: Verdict) -> Verdict:
        """The verdict that such a search can bear: what could not be read is neither answered nor sent away."""
        if not self.weak or (self.known >= MIN_KNOWN and verdict.kind != "out_of_scope"):
            return verdict
        if self.known >= MIN_KNOWN:
            reason = f"No draft, because too little of the {self._name} ticket could be read to tell what it is about."
            return replace(verdict, kind="needs_customer_info", reason=reason)
        reason = f"No draft, because the customer writes in {self._name} and the search reads English alone."
        return replace(verdict, kind="knowledge_gap", reason=reason)

    @property
    def _name(self) -> str:
        return language_name(self.language or "")


READABLE = Search(None)


def search_of(language: Language, text: str, *, reads: Set[str]) -> Search:
    """How to search for a ticket in `language`; `reads` are the languages of the embedder, empty for any."""
    code = language.code
    if code is None or not reads or code in reads:
        return Search(code)
    if code in LANGUAGES and "en" in reads:
        words = glossary(code)
        return Search(code, weak=True, glossary=words, known=words.share(text))
    return Search(code, weak=True, known=0.0)


class GlossingEmbedder:
    """Puts texts into English word by word before the embedder reads them."""

    def __init__(self, embedder: Embedder, words: Glossary) -> None:
        self._embedder = embedder
        self._words = words

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    def encode(self, texts: Sequence[str], *, advance: Advance | None = None) -> Vectors:
        return self._embedder.encode([self._words.english(text) for text in texts], advance=advance)
