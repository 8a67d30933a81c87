"""Dates of birth, told by the word beside them; other dates stay."""

# ruff: noqa: E501  a table or pattern broken over lines hides its mistakes

import re
from collections.abc import Iterator

from guardrails.hits import Hit
from guardrails.recognisers.announced import alternatives, lower

_WORDS = [
    word.strip()
    for word in (
        "born on|born|dob|d.o.b|date of birth|birth date|birthday|bday|geb.|geb|geboren am|geboren op|geboren|geburtsdatum|"
        "geburtstag|né le|née le|né e le|né(e) le|date de naissance|ddn|nacido el|nacida el|nacido|nacida|nací el|"
        "fecha de nacimiento|f. nac|f.nac|nato a|nata a|nato il|nata il|nato/a il|data di nascita|nascido em|nascida em|nascido a|nascida a|nasci em|"
        "nasci a|data de nascimento|geboortedatum|geb. datum|urodzony|urodzona|urodziłem się|urodziłam się|data urodzenia|"
        "född|födelsedatum|født|fødselsdato|fødselsdag|syntynyt|syntymäaika|narozen|narozena|datum narození|narodený|dátum narodenia|"
        "născut|născută|data nașterii|született|születési idő|születési dátum|doğum tarihi|doğum günü|rođen|rođena|datum rođenja|"
        "дата рождения|родился|родилась|дата народження|ημερομηνία γέννησης|tanggal lahir|生年月日|出生日期"
    ).split("|")
]
_CUE = re.compile(rf"(?<![^\W_])(?:{alternatives(_WORDS)})(?![^\W\d_])")
_MONTH = r"[^\W\d_]{3,14}\.?"
_DATE = (
    r"(?:\d{4}(?P<j>[-./])\d{1,2}(?P=j)\d{1,2}(?!\d)|\d{1,2}[-./ ]{1,2}\d{1,2}[-./ ]{1,2}(?:\d{4}|\d{2})(?!\d)|(?:19|20)\d{6}(?!\d)"
    rf"|(?:the )?\d{{1,2}}(?:st|nd|rd|th|er|\.|º)?[ -](?:of |de |d['’])?{_MONTH},?[ -](?:of |de |del )?(?:\d{{4}}|\d{{2}})(?!\d)"
    rf"|{_MONTH}[ -]\d{{1,2}}(?:st|nd|rd|th)?,?[ -]\d{{2,4}}(?!\d)|(?:19|20)\d\d ?年 ?\d{{1,2}} ?月 ?\d{{1,2}} ?日)"
)
_AFTER = re.compile(
    rf"[\"'`]?\)?[\s\"'`:=,(<>|\[*–-]{{0,8}}(?:\(?[^\W\d_]{{1,12}}\)?[\s\"':=,-]{{1,3}}){{0,8}}?(?<![^\W_])(?P<date>{_DATE})",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?<![\w./-])(?P<date>{_DATE})[ ,(]{{1,3}}(?:is |ist |est |es |è |é )?(?:my |his |her |mein |ma |mi |la mia )?$",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:T|[ ,]{1,2})\d\d?:\d\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NEAR = 8
_REACH = 110


def find_birth(text: str) -> Iterator[Hit]:
    """Dates after (or right before) a word for birth in about twenty languages."""
    lowered = lower(text)
    for cue in _CUE.finditer(lowered):
        if match := _AFTER.match(text, cue.end(), cue.end() + _REACH):
            near = match.start("date") - cue.end() <= _NEAR and not _CLOCK.match(text, match.end("date"))
            if _plausible(match["date"], near=near):
                yield Hit(match.start("date"), match.end("date"), "DATE_OF_BIRTH", 0.97)
                continue
        before = max(0, cue.start() - 50)
        if (match := _BEFORE.search(text, before, cue.start())) and _plausible(match["date"], near=False):
            yield Hit(match.start("date"), match.end("date"), "DATE_OF_BIRTH", 0.97)


def _plausible(date: str, *, near: bool) -> bool:
    """Whether somebody who writes to a help desk can be born then; right after the word any date counts."""
    year = _YEAR.search(date)
    return near or (year is not None and 1900 <= int(year[0]) <= 2015)
