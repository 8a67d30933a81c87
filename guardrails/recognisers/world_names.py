"""Names beside the honorifics and phrases that other scripts use."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

from guardrails.hits import Hit
from guardrails.recognisers.lexicon import Lexicon
from guardrails.recognisers.shape import CASELESS_NAME, WORD
from guardrails.recognisers.trim import SURE

_HAN = r"[\u3400-\u9fff]"
_KANA = r"[\u3005\u3041-\u30ff\u3400-\u9fff]"
_HANGUL = r"[\uac00-\ud7af]"
_SURNAME = "[김이박최정강조윤장임한오서신권황안송류홍전고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길]"
_TWO = rf"{WORD}(?:[ ]{WORD}){{0,2}}"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:我叫|我的名字是|我的名字叫|本人叫|联系人|姓名|收件人|申请人)[：: ]{{0,2}}(?P<n>{_HAN}{{2,4}}?)(?=[，。,.；;！!（(\s]|先生|女士|小姐|$)",
        rf"(?:(?<=[，。,！!：:\s])|^)(?P<n>{_HAN}{{1,4}}?)(?=先生|女士|小姐|太太)",
        rf"(?:(?<=[、。,：:\s])|^)(?P<n>{_KANA}{{1,8}}(?:[ 　]{_KANA}{{1,6}})?)(?=[ 　]?(?:様|さま|氏|殿)(?:[、。,\s]|から|が|は|の|に|を|へ|と|$))",
        rf"(?:(?<=[、。,：:\s])|^)(?P<n>[\u3400-\u9fff]{{1,4}}(?:[ 　]{_KANA}{{1,6}})?|[\u30a1-\u30ff]{{2,10}})(?=さん)",
        rf"(?:氏名|お名前|担当者|連絡先)[：: ]{{1,2}}(?P<n>{_KANA}{{2,8}}(?:[ 　]{_KANA}{{1,6}})?)(?=[\s、。（(]|様|$)",
        rf"(?P<n>{_KANA}{{2,6}}(?:[ 　]{_KANA}{{1,5}})?)(?=と申します)",
        rf"(?<!{_HANGUL})(?P<n>{_HANGUL}{{2,4}})(?=[ ]?(?:씨|고객님|과장님|부장님|대리님|선생님|님께|님이|님의|님,)(?!{_HANGUL}{{2}}))",
        rf"(?:제 이름은|성함:|이름:|담당자:|이름은)[ ]?(?P<n>{_HANGUL}{{2,4}}?)(?=입니다|이고|이라고|라고|[ \n,.]|$)",
        rf"(?<!{_HANGUL})(?P<n>(?!고객|선생|사장|부장|과장|팀장|차장|주임|대표|원장|교수|기사|담당|모든|여러){_SURNAME}{_HANGUL}{{1,3}}?)(?=[ ]?(?:님|씨))",
        rf"(?:^|(?<=[.,!\n ]))(?:저는[ ])?(?P<n>{_SURNAME}{_HANGUL}{{2}})(?=입니다|이에요|예요|이라고 합니다|라고 합니다)",
        r"(?:(?:ผม|ดิฉัน|ฉัน)?ชื่อ|คุณ|นาย|นางสาว|นาง)[: ]{0,2}(?P<n>[\u0e01-\u0e4e]{2,20}[ ][\u0e01-\u0e4e]{2,20})(?=[ \n,]|$)",
        rf"(?i:меня зовут|моё имя|мое имя|мене звати|моє ім'я|казвам се|зовем се|менің атым)[ —-]{{1,3}}(?P<n>{_TWO})",
        rf"(?i:(?<!\w)(?:господин|госпожа|г-н|г-жа|пан|пані|уважаем(?:ый|ая)|дорог(?:ой|ая)|шановн(?:ий|а)|коллега|сотрудник|клиент)[ ])(?P<n>{_TWO})",
        rf"(?im:^[ >]{{0,4}}(?:привет|здравствуйте|добрый день|доброе утро|добрый вечер|спасибо|привіт|вітаю|добрий день|дякую|здравей|здравейте),?[ ])(?P<n>(?-i:{_TWO}))(?=[!,.\n]|$)",
        rf"(?i:με λένε|λέγομαι|ονομάζομαι|το όνομά μου είναι)[ ](?P<n>{_TWO})",
        rf"(?i:(?<!\w)(?:κ\.|κος|κα|κύριε|κυρία|κύριος|αγαπητέ|αγαπητή|καλημέρα|καλησπέρα|γεια σου|ευχαριστώ)[ ])(?P<n>{_TWO})",
        rf"(?:اسمي|إسمي|نام من|اسم من)[ :]{{1,2}}(?P<n>{CASELESS_NAME}?)(?=[ ](?:و|من|است|هستم)|[،,.\n]|$)",
        rf"(?<!\w)(?:السيدة?|الأستاذة?|الدكتورة?|الآنسة|آقای|خانم|عزيزي|عزيزتي)[ ](?P<n>{CASELESS_NAME}?)(?=[ ](?:المحتر|لا|لم|قد|الذي|التي|من|في|على|ينتظر|اتصل)|[،,.:\n]|$)",
        rf"(?:שמי|קוראים לי|השם שלי(?: הוא)?)[ ](?P<n>{CASELESS_NAME}?)(?=[ ](?:ו|מ|אני|לא)|[,.\n]|$)",
        rf"(?<!\w)(?:מר|גברת|גב'|ד\"ר|אדון)[ ](?P<n>{CASELESS_NAME}?)(?=[ ](?:לא|לא|התקשר|מחכה|מבקש)|[,.:\n]|$)",
        rf"(?:मेरा नाम)[ ](?P<n>{CASELESS_NAME}?)(?=[ ]है|[।,.\n]|$)",
        rf"(?<!\w)(?:श्रीमती|श्री|सुश्री|डॉ\.|प्रिय)[ ](?P<n>{CASELESS_NAME}?)(?=[ ](?:जी|ने|को|का|की|के|लॉग)|[।,.\n]|$)",
    )
)
_ANY = re.compile(r"[\u0370-\ud7af]")


def find_world_names(text: str, *, lexicon: Lexicon) -> Iterator[Hit]:
    """Names in Greek, Cyrillic, Arabic, Hebrew, Devanagari, Chinese, Japanese and Korean text."""
    if not _ANY.search(text):
        return
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            name = match["n"]
            if name and not (name.isascii() and all(map(lexicon.is_ordinary, name.split()))):
                yield Hit(match.start("n"), match.end("n"), "PERSON", SURE)
