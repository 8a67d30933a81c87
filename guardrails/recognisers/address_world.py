"""Postal addresses in East Asian, Cyrillic, Greek, Turkish, Hebrew, Arabic and Indian ways of writing."""

# ruff: noqa: E501  a pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

from guardrails.hits import Hit
from guardrails.recognisers.shape import LETTER, UPPER

_HAN = r"[\u3400-\u9fff]"
_KANA = r"[\u3005\u3040-\u30ff\u3400-\u9fff]"
_HANGUL = r"[\uac00-\ud7af]"
_W = rf"[{UPPER}](?:{LETTER}|['’.-]){{0,30}}"
_NUMBER = r"\d{1,5}(?:[-/]\d{1,5}){0,3}"
_CODE_TOWN = rf"(?:,?[ \n](?:\d{{5,6}}|\d{{3}} ?\d{{2}})[ ]{_W}(?:[ /]{_W}){{0,2}}|(?:,[ ]{_W}(?:[ -]{_W}){{0,2}}){{1,3}}(?:,?[ ]\d{{5,6}})?)?"
_FLAT = r"(?:,? ?(?:д|дом|буд|кв|к|корп|стр|оф|бл|№|No|no|kat|K|D|daire)[.:]? ?\d{1,4}[а-яa-z]?){0,4}"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:〒? ?\d{{3}}-?\d{{4}} ?)?{_HAN}{{2,3}}[都道府県]{_KANA}{{1,14}}?[区市町村郡]{_KANA}{{0,16}}(?:\d{{1,4}}|[一二三四五六七八九十]{{1,3}})(?:丁目|番地?|号|[-－−ー]|\d{{1,4}}){{0,8}}(?:[ 　]?[^\s、。]{{1,20}}号?室?)?",
        rf"{_HAN}{{2,30}}(?:路|街|道|巷|弄|段|村)\d{{1,5}}(?:号|號|弄|巷|室|楼|樓|栋|单元|座|[-之]|\d{{1,5}}){{0,10}}(?: ?\d{{6}})?",
        rf"(?:{_HANGUL}{{1,8}}(?:특별자치도|특별자치시|특별시|광역시|도|시|군|구|읍|면)[ ]){{1,3}}{_HANGUL}{{1,10}}\d{{0,3}}(?:로|길|동|가)(?:\d{{1,4}}번?길)?[ ]\d{{1,4}}(?:-\d{{1,4}})?(?:번지)?(?:,? ?\d{{1,4}}(?:동|호|층)){{0,3}}",
        rf"(?i:(?<!\w)(?:г\.|город|м\.|с\.|пос\.)[ ]?)?(?:{_W},[ ])?(?i:(?<!\w)(?:ул|улица|вул|вулиця|пр|просп|проспект|пр-т|пер|переулок|пров|бул|бульвар|ш|шоссе|наб|набережная|пл|площадь|площа|аллея|проезд|бул)(?:\.[ ]?|[ ]))(?:\d{{1,3}}[ -])?(?:{_W}|[{UPPER}]\.|лет|им\.)(?:[ ](?:{_W}|лет)){{0,3}},?[ ](?:д\.?|дом|буд\.?|№)?[ ]?\d{{1,4}}[а-яА-Я]?(?:/\d{{1,4}})?{_FLAT}{_CODE_TOWN}",
        rf"(?:(?<!\w)(?:Λεωφόρος|Λεωφ\.|Λ\.|Οδός|Οδ\.|Πλατεία|Πλ\.)[ ])(?:{_W}[ ]){{1,4}}\d{{1,4}}{_CODE_TOWN}",
        rf"(?<!\w)(?:{_W}[ ]){{1,4}}(?:Caddesi|Cad\.|Sokağı|Sokak|Sok\.|Mahallesi|Mah\.|Bulvarı|Blv\.)(?:,?[ ](?:{_W}[ ]){{1,3}}(?:Caddesi|Cad\.|Sokağı|Sokak|Sok\.))?,?[ ](?:No[:.]?[ ]?)?\d{{1,4}}(?:/\d{{1,4}})?{_FLAT}{_CODE_TOWN}",
        r"(?<!\w)(?:רחוב|רח'|שדרות|שד'|דרך)[ ][\u05d0-\u05ea\"' -]{2,30}[ ]\d{1,4}(?:,[ ][\u05d0-\u05ea -]{2,20})?(?:,?[ ]\d{5,7})?",
        r"(?<!\w)(?:شارع|طريق|حي|خیابان|کوچه|بلوار)[ ][\u0620-\u06d3 ]{2,40}?[ ،,]{1,2}(?:رقم |پلاک |مبنى )?\d{1,5}(?:[ ،,]{1,2}[\u0620-\u06d3]{2,20}){0,2}",
        rf"(?<!\w)(?:No\.?[ ]|H\.?[ ]?No\.?[ ]?|Plot[ ](?:No\.?[ ])?|Flat[ ](?:No\.?[ ])?|#)?{_NUMBER}[A-Z]?,?[ ](?:{_W}[ ]){{1,4}}(?:Nagar|Colony|Marg|Chowk|Bazaar|Layout|Enclave|Vihar|Puram|Pally|Salai|Sector|Phase)(?:[ ]\d{{1,3}})?(?:,[ ]{_W}(?:[ ]{_W}){{0,2}}){{0,3}}(?:[ ,-]{{1,3}}\d{{3}}[ ]?\d{{3}})?",
    )
)
_LEAD = re.compile(
    r"[\u3400-\u9fff]*?(?:[寄送发运]到|地址[是为]?|[住位在]于|[我家]?[住在]+|至|往)(?=[\u3400-\u9fff]{3})"
)
"""What a Chinese sentence says before the address itself."""
_WORTH = re.compile(
    r"[\u0370-\ud7af]|Caddesi|Cad\.|Soka|Sok\.|Mah|Bulvar|Nagar|Colony|Marg|Chowk|Layout|Enclave|Vihar|Puram|Salai|Sector|Phase"
)


def find_world_addresses(text: str) -> Iterator[Hit]:
    """Addresses by the words and the order of parts that these countries use."""
    if not _WORTH.search(text):
        return
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            lead = _LEAD.match(match[0])
            yield Hit(match.start() + (lead.end() if lead else 0), match.end(), "ADDRESS", 0.92)
