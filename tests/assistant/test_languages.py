"""Tickets in other languages: words for the search, what it says of itself, and the frame of the reply."""

import pytest

from assistant.languages.glossary import LANGUAGES, glossary
from assistant.languages.search import Search, search_of
from assistant.records import Language, Verdict

ENGLISH = frozenset({"en"})
ANSWERABLE = Verdict("answerable", "Public knowledge covers this.", 0.8)


def found(code: str | None, text: str, *, reads: frozenset[str] = ENGLISH) -> Search:
    return search_of(Language(code, 0.9, ""), text, reads=reads)


@pytest.mark.parametrize(
    ("language", "text", "english"),
    [
        ("de", "Die Rechnungen fehlen seit gestern.", "invoice missing since yesterday."),
        ("de", "Lagerleiterin", "warehouse manager"),
        ("de", "FWK-1029 beim CSV-Import", "FWK-1029 beim CSV-import"),
        ("fr", "Le mot de passe a expiré", "password expire"),
        ("fr", "l’importation des clients", "’import customer"),
        ("es", "No llegan las facturas", "not arrive invoice"),
        ("es", "La contraseña caducó", "password expire"),
    ],
)
def test_words_become_english_and_the_rest_stays(language: str, text: str, english: str) -> None:
    assert glossary(language).english(text) == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_accents_do_not_count(language: str) -> None:
    assert glossary("fr").english("déconnexion") == glossary("fr").english("deconnexion") == "sign out"
    assert glossary(language).english("") == ""
    assert glossary(language).share("") == 0.0


def test_a_language_without_a_list_is_an_error() -> None:
    with pytest.raises(KeyError, match="no glossary for 'pl'"):
        glossary("pl")


@pytest.mark.parametrize(
    ("code", "reads"), [("en", ENGLISH), (None, ENGLISH), ("de", frozenset()), ("pl", frozenset())]
)
def test_what_the_embedder_reads_is_searched_as_it_is(code: str | None, reads: frozenset[str]) -> None:
    search = found(code, "Die Rechnung ist falsch", reads=reads)
    assert not search.weak
    assert search.english("Die Rechnung") == "Die Rechnung"
    assert search.notes() == ()
    assert search.judged(ANSWERABLE) == ANSWERABLE


def test_a_search_by_the_list_says_so_and_may_answer() -> None:
    search = found("de", "Die Rechnung für die neue Karte ist falsch")
    assert search.words("Rechnung FWK-1029") == "invoice FWK-1029\nRechnung FWK-1029"
    assert [note.code for note in search.notes()] == ["search_weak"]
    assert "German" in search.notes()[0].text
    assert search.judged(ANSWERABLE) == ANSWERABLE


def test_what_could_not_be_read_is_neither_answered_nor_sent_away() -> None:
    polish = found("pl", "Faktura jest nieprawidłowa")
    assert polish.judged(ANSWERABLE).kind == "knowledge_gap"
    assert "Polish" in polish.judged(ANSWERABLE).reason
    german = found("de", "Die Rechnung ist falsch")
    assert german.judged(Verdict("out_of_scope", "", 0.1)).kind == "needs_customer_info"
    unread = found("de", "Xylofon Quarzit Fjordblick Mumpitz")
    assert unread.judged(ANSWERABLE).kind == "knowledge_gap"
