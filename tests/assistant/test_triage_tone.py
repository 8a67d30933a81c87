"""Mood and hurry are told where words say so, and courtesy, denial and the words of the trade are neither."""

import pytest

from assistant.triage.language import language
from assistant.triage.signs import data
from assistant.triage.tone import sentiment, urgency
from assistant.triage.wordings import wording_problem

from .triage_words import spans

NEGATIVE = [
    "This is unacceptable.",
    "I am really frustrated with this connector.",
    "We are not happy with the answer.",
    "It is the third time that I report this, for the third time nobody reacts.",
    "What a waste of time.",
    "Still no reply from you.",
    "The support is a joke: is this a joke?",
    "We are fed up and will cancel our contract.",
    "That is not great.",
    "I am so disappointed.",
    "Wir sind sehr verärgert.",
    "C'est inadmissible.",
]
POSITIVE = [
    "The new dashboard is great.",
    "We love the scanner app.",
    "Everything works perfectly.",
    "I am very happy with the connector.",
    "Well done!",
    "Thank you for the quick and excellent help.",
    "Wir sind begeistert.",
]
NEUTRAL = [
    "The export stops with an error.",
    "It failed with a fatal error, critical in the log.",
    "400 Bad Request",
    "The signature is bad and the request was rejected.",
    "Thank you for your help.",
    "Thanks in advance, kind regards.",
    "It would be great to have a filter.",
    "I am happy to send you the log.",
    "We would appreciate an answer.",
    "Have a great day.",
    "A great number of orders is in the queue.",
    "I am not frustrated, only curious.",
    "How can I cancel the export?",
    "Our customers complain to us in a form.",
    "The job was killed and the worker died.",
    "Hope you are well.",
]
HIGH = [
    "This is urgent.",
    "Please fix it asap.",
    "We need a solution immediately.",
    "Please hurry.",
    "It must be done by tomorrow.",
    "We need this today.",
    "Our trucks are waiting.",
    "Call me back.",
    "Help!!!",
    "NOBODY CAN SIGN IN HERE",
    "Bitte dringend um Hilfe.",
    "Merci de répondre au plus vite.",
]
LOW = [
    "No rush.",
    "It is not urgent.",
    "This isn't urgent at all.",
    "Whenever you find time.",
    "Just curious how that works.",
    "Take your time.",
    "A nice-to-have for us.",
    "Es eilt nicht, keine Eile.",
]
NORMAL = [
    "The export stops with an error.",
    "The report is from today.",
    "It runs each night and ends tomorrow morning.",
    "The field is empty in the form.",
    "HTTP GET POST",
    "It fails with FWK-1029 TOO MANY",
    "How does the priority queue work?",
    "The delivery was late in May.",
    "We fixed it ourselves.",
    "Thanks!",
]


@pytest.mark.parametrize("text", NEGATIVE)
def test_negative(text: str) -> None:
    found = sentiment(spans(text))
    assert found.value == "negative"
    assert all(text[one.start : one.end] == one.quote for one in found.quotes)
    assert found.quotes


@pytest.mark.parametrize("text", POSITIVE)
def test_positive(text: str) -> None:
    assert sentiment(spans(text)).value == "positive"


@pytest.mark.parametrize("text", NEUTRAL)
def test_neither(text: str) -> None:
    found = sentiment(spans(text))
    assert (found.value, [one.quote for one in found.quotes]) == ("neutral", [])


@pytest.mark.parametrize("text", HIGH)
def test_in_a_hurry(text: str) -> None:
    found = urgency(spans(text))
    assert found.value == "high"
    assert all(text[one.start : one.end] == one.quote for one in found.quotes)


@pytest.mark.parametrize("text", LOW)
def test_in_no_hurry(text: str) -> None:
    assert urgency(spans(text)).value == "low"


@pytest.mark.parametrize("text", NORMAL)
def test_no_word_of_hurry(text: str) -> None:
    found = urgency(spans(text))
    assert (found.value, [one.quote for one in found.quotes]) == ("normal", [])


def test_what_is_said_more_often_counts_and_on_equal_terms_the_trouble() -> None:
    assert sentiment(spans("I love the app. The last update is terrible.")).value == "negative"
    assert sentiment(spans("I love the app. It is great. One page is ugly and that is awful.")).value == "positive"


def test_nothing_said_is_neither() -> None:
    assert (sentiment([]).value, urgency([]).value) == ("neutral", "normal")


def test_every_wording_of_ours_can_be_read() -> None:
    for name, wordings in data("tone").items():
        assert not [one for one in wordings if wording_problem(one)], name


LANGUAGES = [
    ("en", "The nightly export stops after ten minutes and the file is empty."),
    ("en", "Where can I find the invoice for March?"),
    ("de", "Seit gestern bricht der nächtliche Export nach zehn Minuten ab."),
    ("de", "Wo finde ich die Rechnung für März?"),
    ("fr", "Depuis hier, l'export de nuit s'arrête au bout de dix minutes."),
    ("es", "Desde ayer la exportación nocturna se detiene a los diez minutos."),
    ("it", "Da ieri l'esportazione notturna si ferma dopo dieci minuti."),
    ("nl", "Sinds gisteren stopt de nachtelijke export na tien minuten."),
    ("pt", "Desde ontem a exportação noturna para depois de dez minutos."),
    ("pl", "Od wczoraj nocny eksport zatrzymuje się po dziesięciu minutach."),
    ("sv", "Sedan igår stannar den nattliga exporten efter tio minuter."),
    ("cs", "Od včerejška se noční export po deseti minutách zastaví."),
    ("uk", "З учорашнього дня нічний експорт зупиняється через десять хвилин."),
    ("ja", "昨日から夜間のエクスポートが十分後に止まります。"),
    ("zh", "从昨天开始，夜间导出在十分钟后停止。"),
    ("ar", "منذ أمس يتوقف التصدير الليلي بعد عشر دقائق."),
]


@pytest.mark.parametrize(("code", "text"), LANGUAGES)
def test_the_language_of_a_sentence(code: str, text: str) -> None:
    found = language(text)
    assert found.code == code
    assert 0.5 <= found.confidence <= 1


@pytest.mark.parametrize(
    "text",
    ["", "401", "help", "FWK-1029", "https://app.fennwick.example/settings/security", "<PERSON_1> <EMAIL_1>", "🎉🎉🎉"],
)
def test_too_little_to_tell(text: str) -> None:
    found = language(text)
    assert (found.code, found.confidence, found.reason) == (None, 0.0, "too few words to tell")


def test_codes_and_links_are_of_no_language() -> None:
    text = "Der Webhook liefert seit dem Umzug keine Ereignisse mehr."
    noise = " https://hooks.example/in?source=the_thing GET /v2/orders/this/that req_4f1c9a07be23d851"
    assert language(text + noise).code == "de"
