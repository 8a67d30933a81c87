"""Passages stay in the language in which they were published; a text around them in another one says so."""

from dataclasses import replace

from assistant.languages.search import language_name
from assistant.records import Note, Text
from assistant.triage.language import language


def with_languages(text: Text) -> Text:
    """`text`, with a note where what it quotes of the knowledge is in another language than its own words."""
    quotes = " ".join(e.quote for s in text.sentences for e in s.evidence if e.kind == "passage" and e.quote in s.text)
    found = language(quotes).code if quotes else None
    if found is None or found == text.language:
        return text
    own, other = language_name(text.language), language_name(found)
    told = f"The house's words are in {own}, what is quoted is in {other}: translate it, or send it as it is."
    return replace(text, notes=(*text.notes, Note("languages_differ", told)))
