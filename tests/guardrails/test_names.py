"""Names of people in a dozen languages go, in every place where tickets have them; names of products stay."""

import json
from pathlib import Path

import pytest

from guardrails.errors import ModelInvalid
from guardrails.model_file import DATA
from guardrails.name_model import CARD_FILE, MODEL_FILE, english_words, load_tagger
from guardrails.names.tagger import Tagger
from guardrails.recognisers.lexicon import load_lexicon
from guardrails.scrub import Scrubber

GREETINGS = [
    ("Hi Oluwaseun,\n\nthe VPN is back.", "Oluwaseun"),
    ("hi team, thanks, priya", "priya"),
    ("Kedves Zsófia!\n\nNem működik.", "Zsófia"),
    ("Γεια σου Νίκο,", "Νίκο"),
    ("Здравствуйте, Ольга!", "Ольга"),
    ("Merhaba Zeynep,", "Zeynep"),
    ("Sehr geehrte Frau Szymańska,", "Szymańska"),
    ("Bonjour Maëlys, merci de votre retour.", "Maëlys"),
]
SIGNATURES = [
    ("It still fails.\n\ncheers\ndmitri", "dmitri"),
    ("С уважением,\nАртём Белов", "Артём Белов"),
    ("مع التحية،\nمحمد العلي", "محمد العلي"),
    ("תודה,\nיוסי כהן", "יוסי כהן"),
    ("धन्यवाद,\nराहुल वर्मा", "राहुल वर्मा"),
    ("Nem működik.\n\nÜdv,\nBalázs", "Balázs"),
    ("No funciona.\n\nSaludos,\nItziar Agirre\nJefa de redes", "Itziar Agirre"),
    ("Det virker ikke.\n\nMed venlig hilsen\nTorbjørn Hauge", "Torbjørn Hauge"),
]
RUNNING = [
    ("Здравствуйте, меня зовут Ольга Ковальчук, не могу войти.", "Ольга Ковальчук"),
    ("Με λένε Ελένη Παππά και δεν μπορώ να συνδεθώ.", "Ελένη Παππά"),
    ("مرحبا، اسمي فاطمة الزهراء ولا أستطيع الدخول", "فاطمة الزهراء"),
    ("שלום, שמי דנה לוי ואני לא מצליחה להתחבר", "דנה לוי"),
    ("नमस्ते, मेरा नाम प्रिया शर्मा है", "प्रिया शर्मा"),
    ("你好，我叫王小明，账号登录不了。", "王小明"),
    ("田中太郎です。ログインできません。", "田中太郎"),
    ("안녕하세요, 김민수입니다.", "김민수"),
    ("สวัสดีครับ ผมชื่อ สมชาย ใจดี เข้าระบบไม่ได้", "สมชาย ใจดี"),
    ("Xin chào, tôi là Nguyễn Thị Hương.", "Nguyễn Thị Hương"),
    ("Hei, olen Päivi Lehtonen ja tulostin ei toimi.", "Päivi Lehtonen"),
    ("Falei com a Joana hoje", "Joana"),
    ("Könnt ihr Svenja bitte freischalten?", "Svenja"),
    ("Who approved it? Thandiwe did.", "Thandiwe"),
    ("I'm Wren from accounts", "Wren"),
    ("please cc Ngozi and Temitope", "Temitope"),
    ("pls unlock the account of bjorn svensson asap", "bjorn svensson"),
    ("MARIA FERNANDEZ could not print", "MARIA FERNANDEZ"),
]
LOGS_AND_PATHS = [
    ('2026-03-01 10:22:11 INFO auth user="Tendai Moyo" ok', "Tendai Moyo"),
    ('{"assignee": {"displayName": "Oyelaran Adunni"}}', "Oyelaran Adunni"),
    ("name,email\nKofi Asante,k@firm.example", "Kofi Asante"),
    ("/home/shares/Kavita Rao/report.pdf", "Kavita Rao"),
    ("C:\\Users\\Torbjørn Hauge\\Desktop", "Torbjørn Hauge"),
    ("[10:32] Siobhan O'Rourke: it works", "Siobhan O'Rourke"),
    ("联系人：李娜", "李娜"),
    ("담당자: 박지영", "박지영"),
]
FIELDS = [
    ("LN OKONJO\nFN ADAEZE\nDOB 04/05/1990", "OKONJO ADAEZE"),
    ("BEGIN:VCARD\nN:Petrescu;Anca;;;\nEND:VCARD", "Petrescu Anca"),
    ("ORGANIZER;CN=Imogen Tetteh:mailto:i@firm.example", "Imogen Tetteh"),
    ("Card declined\nName on card MS INGRID P HALVORSEN\nReason 05", "INGRID HALVORSEN"),
    ("7c1f0de Piotr Zielony <p@firm.example> fix the build", "Piotr Zielony"),
    ('The reader logs "OKAFOR, DANIEL" at the gate.', "OKAFOR DANIEL"),
    ("IBAN changed, intestato a Fiorella Gallo, from today", "Fiorella Gallo"),
    ("Call back: Brannigan 0161 496 0001; Quintela +55 11 98765-4000", "Brannigan Quintela"),
    ("Key contact: Merlin Rook / m.rook@firm.example", "Merlin Rook"),
    ("DHCPACK on 192.168.1.5 (ipad-of-mathilda) via eth1", "mathilda"),
    ("Our DPO, Dr. Ottilie Brandauer, asks for the list.", "Ottilie Brandauer"),
    ("Customer Salma al-Rashidi (tier gold) can't log in.", "Salma al-Rashidi"),
    ("Payee Walter Hughes Jr., by wire", "Walter Hughes Jr"),
    ("It is fixed now.\nP.K.", "P.K."),
]
SPEAKERS = [
    ("Ottokar: geht der Server bei euch?\nWiebke: nö, seit heute früh nicht", "Ottokar Wiebke"),
    ("agent (Imogen): could you read me the serial?\ncustomer: yes, one moment please", "Imogen"),
    ("Gwendal: tu peux regarder ?\nSolenne: oui, je regarde tout de suite", "Gwendal Solenne"),
]
KEPT = [
    "Steps: open the page and wait\nExpected: it loads at once, right?\nActual: it hangs for a minute",
    "agent: could you restart it, please?\nbot: the ticket was closed for you\nuser: it still hangs, sorry",
    "Kasse K-07 bucht doppelt. Filiale Nord meldet dasselbe.",
    "Effacée du ticket DEM-7710. Facture jointe.",
    "The Morgan Bridge connector fails, and let Stella Boards export charts.",
    "We pay Baxter for our Baxter emails. Baxter cable is slow.",
    "The number fails the Luhn check.",
    "Rebooted marie and curie (192.168.7.2), both are fine.",
    "The ring turns amber after 12 seconds.",
    "رقم الطلب REQ-5571",
    "Atlas Gateway is down again.",
    "We moved from Zephyr Sync to Orbit Vault.",
    "Open Blaze Studio and select Nimbus Theme.",
    "Krilvex 4 crashes on start.",
    "The Brimstone dashboard shows nothing.",
    "Madison Gateway restarts, Victoria Metrics is fine.",
    "Go to Tools > Account Settings > Composition & Addressing.",
    "Does anyone else see this? I didn't get anything from anybody.",
    "## Known Issues And Workarounds",
    "will you mark this as solved, and may I grant access?",
    "The Apache Kafka consumer lags, Cassandra and Elasticsearch are healthy.",
    "Kind regards\nThe Support Team",
    "We fly from Lisbon to Oslo via Frankfurt.",
    "Acme Widgets GmbH sent a quote.",
    "Der Ordner ist samt Anhang weg, die Anzahl der Mails stimmt nicht.",
    "Le serveur de messagerie ne répond plus.",
    "Сервер не отвечает, вообще ничего не работает.",
    "Nie mogę otworzyć załącznika w programie.",
    "サーバーが動きません。画面が真っ白です。",
    "服务器无法连接，请尽快处理。",
    "서버가 작동하지 않습니다. 문제입니다.",
    "الخادم لا يعمل منذ أمس",
    "השרת לא עובד מאתמול",
    "maildir is better than mbox, treecol is a widget",
    "Error: Foo Bar Baz not found in Registry.",
    "Samsung Galaxy S21 with Android 13",
    "Product: Harbinger\nVersion: 2.1\nComponent: Weaver",
]


@pytest.mark.parametrize(("text", "name"), GREETINGS + SIGNATURES + RUNNING + LOGS_AND_PATHS + FIELDS + SPEAKERS)
def test_a_name_goes(scrubber: Scrubber, text: str, name: str) -> None:
    masked = scrubber.scrub(text).text
    assert not [part for part in name.split() if part in masked]


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_name_stays(scrubber: Scrubber, text: str) -> None:
    assert scrubber.scrub(text).text == text


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load_tagger(load_lexicon(common=english_words()))


def test_a_long_text_is_tagged_like_its_parts(tagger: Tagger) -> None:
    line = "Please ask Thandiwe Mokoena to restart the print server.\n\n"
    far = tagger.tag(line * 200)
    names = [(line * 200)[span.start : span.end] for span in far if span.kind == "PERSON"]
    assert names.count("Thandiwe Mokoena") == 200


def test_empty_and_strange_texts_have_no_names(tagger: Tagger) -> None:
    for text in ("", " \n ", "\x00\x01", "🎉🎉", "=" * 5000):
        assert tagger.tag(text) == []


def test_a_changed_model_is_refused(tmp_path: Path) -> None:
    data = bytearray((DATA / MODEL_FILE).read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / MODEL_FILE).write_bytes(data)
    (tmp_path / CARD_FILE).write_bytes((DATA / CARD_FILE).read_bytes())
    with pytest.raises(ModelInvalid, match="train-names"):
        load_tagger(load_lexicon(common=()), folder=tmp_path)


def test_a_missing_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelInvalid, match="cannot be read"):
        load_tagger(load_lexicon(common=()), folder=tmp_path)


def test_the_card_tells_how_the_model_was_made() -> None:
    card = json.loads((DATA / CARD_FILE).read_text(encoding="utf-8"))
    assert card["bytes"] == (DATA / MODEL_FILE).stat().st_size < 5_000_000
    assert card["recipe"]["seed"] == 7
    assert card["figures_on_held_out"]["texts"] >= 1000
