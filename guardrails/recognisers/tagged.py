"""What the name tagger says, weighed against the word lists: it is a hint, and product names must stay."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from guardrails.hits import Hit
from guardrails.names.tagger import Span
from guardrails.people import PARTICLES
from guardrails.recognisers.lexicon import Lexicon
from guardrails.recognisers.shape import CASELESS, INITIAL, JOINED, LETTER, UPPER, WORD
from guardrails.recognisers.trim import LIKELY, SPACES, Trimmer

_CAPITAL = re.compile(rf"(?:{JOINED}?{WORD}|{INITIAL})['’]?s?")
_JOINED = re.compile(rf"{JOINED}[{UPPER}]")
_NEXT = re.compile(rf"[ \u00a0]({WORD})(?![\w@/=_-])")
_BEFORE = re.compile(rf"(?<![\w@./=_-])({WORD})[ \u00a0]$")
_MACHINE = re.compile(
    r"(?i)\b(?:(?:re)?boot(?:ed|ing)?|(?:re)?start(?:ed|ing)?|ssh(?: (?:in)?to)?|drain(?:ed|ing)?|patch(?:ed|ing)?|"
    r"upgrad(?:ed|ing)|deploy(?:ed|ing)?(?: to)?|migrat(?:ed|ing)|scal(?:ed|ing)|hosts?|nodes?|servers?|machines?)"
    r"[ ](?:\w+ and )?$"
)
"""What is done to machines: a name in small letters after it is a host's."""
_SMALL = re.compile(rf"{LETTER}(?:{LETTER}|['’\-](?={LETTER}))+")
_COMMAND = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}|(?:ctl|cli|sql|cfg|conf|tls|ssl|dns|vpn|sync)$")
"""What commands and programs are called like, and hardly anybody."""
_CASELESS = re.compile(rf"[{CASELESS}\u0300-\u036f・.]+")
_TECHNICAL_NEIGHBOURS = "-_/=@\\#$%&<>+*~^"
_ADDRESSED = re.compile(
    r"(?i)(?:^|[\s,.!])(?:hi|hello|hey|dear|thanks|thank you|thx|cheers|regards|best|sincerely|hallo|hola|bonjour|ciao|"
    r"olá|danke|merci|gracias|grazie|obrigad[oa]|bedankt|hej|merhaba|gr(?:uß|üße|oeten?)|saludos|cordialement|saluti|"
    r"i'm|i am|its|it's|name's|name is|this is|mfg|lg|vg|mvh|pozdrawiam|tack|takk|tak|hej|hei|ahoj)[,!. ]{1,3}$"
)
_SIGNED = re.compile(r"^[ \t~-]{0,4}$")
_LAST = re.compile(r"[ \t]*(?:[,.!]|$|\n)")
_ASKED = re.compile(
    r"(?i)(?:^|[\s,.(])(?:ask|asked|tell|told|remind|ping|message|call|called|contact|email|mail|text|with|from|by|cc|for|to|"
    r"and|is|does|did|can|will|when|said|says|à|de|con|an|von|mit|für|met|van|z|od|med|till)[ ]$"
)
"""What may stand before a name that is typed without a capital."""
_LATER_CAPITAL = re.compile(rf"\w\W+[{UPPER}]")
_LINE = 400
_WORD = re.compile(r"\S+")
_FAMILY = re.compile(r"(?:(?<=[\s、。，,：:！!])|(?<![\s\S]))[\u3400-\u9fff]{1,2}$")
_HANGUL = re.compile(r"[\uac00-\ud7af]+")
_EAST_ASIAN = re.compile(r"[\u3005-\u9fff]")
_HAN = re.compile(r"[\u3400-\u9fff]{2}")
_HAN_FAMILIES = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾萧蕭肖田董袁潘蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜"
    "崔钟鍾谭譚陆陸汪范石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯"
)  # fmt: skip
"""Family names that most Chinese bear."""
_HALF = 0.6
NEVER = 2.0
"""A probability that is not reached."""


class Tagged:
    """Decides which spans of the name tagger are names."""

    def __init__(self, lexicon: Lexicon, trimmer: Trimmer) -> None:
        self._lexicon = lexicon
        self._trimmer = trimmer

    def find(self, text: str, spans: Sequence[Span]) -> Iterator[Hit]:
        """Names among `spans`."""
        for told in spans:
            span = self._grown(text, self._bared(text, _capitals(text, told)))
            if span.kind != "PERSON":
                continue
            if _CASELESS.fullmatch(text[span.start : span.end].replace(" ", "")):
                if not any(map(self._lexicon.is_ordinary, SPACES.split(text[span.start : span.end]))):
                    yield from _caseless(text, span)
                continue
            if glued(text, span.start, span.end):
                continue
            words = [word for word in SPACES.split(text[span.start : span.end].replace(",", " ")) if word]
            plain, addressed = _around(text, span)
            if text[span.start].islower() and _MACHINE.search(text, max(0, span.start - 40), span.start):
                continue
            if not words or span.score < self.needed(words, plain=plain, addressed=addressed):
                continue
            if hit := self._trimmer.trimmed(text, span.start, span.end, score=LIKELY, cued=span.score > 0.95):
                yield hit

    def _bared(self, text: str, span: Span) -> Span:
        """A span in small letters without the words at its ends that are never part of a name."""
        if span.kind != "PERSON" or not text[span.start].islower():
            return span
        words = list(_WORD.finditer(text, span.start, span.end))
        while len(words) > 1 and self._lexicon.is_function(words[-1][0]):
            words.pop()
        while len(words) > 1 and self._lexicon.is_function(words[0][0]):
            words.pop(0)
        return replace(span, start=words[0].start(), end=words[-1].end()) if words else span

    def _grown(self, text: str, span: Span) -> Span:
        """The span with a strange word beside it that has a capital too: the tagger may see half of a name."""
        if span.kind != "PERSON" or not text[span.start].isupper() or span.score < _HALF:
            return span
        if " " not in text[span.start : span.end]:
            if (after := _NEXT.match(text, span.end)) and self._is_strange(after[1]):
                return replace(span, end=after.end(1))
            if (before := _BEFORE.search(text, max(0, span.start - _LINE), span.start)) and self._is_strange(before[1]):
                return replace(span, start=before.start(1))
        return span

    def _is_strange(self, word: str) -> bool:
        """Whether a word is in no list of everyday words, and no abbreviation."""
        return len(word) > 2 and not word.isupper() and not self._lexicon.is_ordinary(word)

    def needed(self, words: Sequence[str], *, plain: bool, addressed: bool) -> float:
        """How sure the tagger must be of these words: the less they look like a name, the surer.

        Small letters are trusted in a `plain` line, which has no capitals, and where somebody is `addressed`.
        """
        lexicon = self._lexicon
        names = [word for word in words if word not in PARTICLES]
        known = len(names) > 1 and any(map(lexicon.is_clear_name, names))
        if not names or any(lexicon.is_never(word) and not (known and lexicon.is_given(word)) for word in names):
            return NEVER
        strange = [word for word in names if not lexicon.is_ordinary(word)]
        clear = any(map(lexicon.is_clear_name, names))
        if all(map(_CAPITAL.fullmatch, names)):
            return _of_capitals(len(names), len(strange), clear=clear, shouted=all(map(str.isupper, names)))
        if all(map(_SMALL.fullmatch, names)):
            if not clear and any(map(_COMMAND.search, names)):
                return NEVER
            if not (plain or addressed) and " " not in " ".join(words):
                return 0.9 if clear else NEVER
            return 0.6 if clear else _of_small(len(names), len(strange), plain=plain, addressed=addressed)
        return NEVER


def _around(text: str, span: Span) -> tuple[bool, bool]:
    """Whether the line has no capitals and room for a name, and whether somebody is addressed or signs there."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    before, line = text[max(start, span.start - 40) : span.start], text[start : end if end >= 0 else len(text)]
    signs = bool(_SIGNED.match(before) and _LAST.match(text, span.end))
    plain = not _LATER_CAPITAL.search(line[-_LINE:])
    return plain and (" " in text[span.start : span.end] or bool(_ASKED.search(before))), (
        signs or bool(_ADDRESSED.search(before))
    )


def _of_small(size: int, strange: int, *, plain: bool, addressed: bool) -> float:
    if strange < size:
        return 0.97 if strange and size > 1 and (plain or addressed) else NEVER
    return 0.9 if addressed or plain else NEVER


def _of_capitals(size: int, strange: int, *, clear: bool, shouted: bool) -> float:
    if shouted:
        return 0.7 if clear else 0.9 if size > 1 and strange == size else NEVER
    if clear:
        return 0.3
    if size == 1:
        return 0.9 if strange else NEVER
    return 0.6 if strange == size else 0.85 if strange else 0.97


def _capitals(text: str, span: Span) -> Span:
    """The span without the small words at its ends, when there is a capital in it."""
    found = text[span.start : span.end]
    words = list(_WORD.finditer(found))
    large = [word for word in words if not word[0][0].islower() or _JOINED.match(word[0])]
    if not large or len(large) == len(words):
        return span
    return replace(span, start=span.start + large[0].start(), end=span.start + large[-1].end())


def _caseless(text: str, span: Span) -> Iterator[Hit]:
    """A name in a script without capitals; inside a run of Chinese signs it must begin like a family name."""
    start = _whole(text, span.start)
    found, before = text[start : span.end], text[max(0, start - 1) : start]
    if start < span.start and span.end - span.start == 1 and found[0] not in _HAN_FAMILIES:
        return
    if _HANGUL.fullmatch(found):
        needed = 0.6 if len(found) > 2 else NEVER
    elif _HAN.fullmatch(before + found[0]):
        needed = 0.9 if found[0] in _HAN_FAMILIES else NEVER
    else:
        needed = 0.6 if " " in found or _EAST_ASIAN.match(found) else 0.9
    if span.score >= needed and len(found) > 1:
        yield Hit(start, span.end, "PERSON", LIKELY)


def _whole(text: str, start: int) -> int:
    """Where a Chinese or Japanese name begins of which the second half was found."""
    return lead.start() if (lead := _FAMILY.search(text, max(0, start - 3), start)) else start


def glued(text: str, start: int, end: int) -> bool:
    """Whether a span is a piece of an address, a path or an identifier."""
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    if before in ("/", "\\") and after[:1] == before and " " in text[start:end]:
        return False
    if before and (before in _TECHNICAL_NEIGHBOURS + "." or before.isalnum()) and before not in "@~*<>/\\-#":
        return True
    if text[start].islower() and (after == "]:" or after[:1] in ("(", "[", "{")):
        return True
    return bool(after) and (after[0] in "_/=@\\" or (after[0] == "." and after[1:].isalnum()))
