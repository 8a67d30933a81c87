"""Which lines of a message are courtesy and not content: greeting, signature, disclaimer."""

import re
from collections.abc import Iterator, Sequence

from ingest.lines import Line

_HELLO = (
    r"(?:hi|hello|hey|hiya|dear|greetings|good (?:morning|afternoon|evening|day)|g'day|howdy|to whom it may concern"
    r"|hallo|guten (?:tag|morgen|abend)|moin|servus|grüezi|sehr geehrte[rs]?|liebe[rs]?"
    r"|bonjour|bonsoir|salut|madame|monsieur|chère?|hola|buen(?:os|as) (?:días|tardes|noches)|estimad[oa]s?"
    r"|ciao|buongiorno|olá|prezad[oa]s?|hoi|beste|goedemorgen|goedemiddag)"
)
_GREETED = r"(?:[^\W\d_][\w'\u2019-]*\.?|<[A-Z_]+_\d+>|&|/|@[\w-]+|,(?=\s(?:Monsieur|Herr|sir|dear)))"
_GREETING_LINE = re.compile(rf"\s*{_HELLO}(?:\s+{_GREETED}){{0,6}}\s?(?P<stop>[,!.:\u2013-]*)\s*$", re.IGNORECASE)
_GREETING_INLINE = re.compile(rf"\s*{_HELLO}(?:\s+{_GREETED}){{0,3}}(?:\s?[,!]|\s[-\u2013])\s+(?=\S)", re.IGNORECASE)
_GENERIC = re.compile(
    r"(?:team|all|there|everyone|everybody|support|folks|sir|madam|guys|friends"
    r"|together|community|supporter|agent|colleague|colleagues|zusammen|kollegen"
    r"|damen|und|herren|à|tous|toutes|l'équipe|equipo|equipe|alle|again|or|the"
    r"|to)",
    re.IGNORECASE,
)
_CLOSINGS = (
    r"(?:(?:with |my |many |kind |best |warm |kindest |warmest |sincere )*(?:regards|wishes)"
    r"|(?:many |much )?thank(?:s| ?you)(?:,? (?:so much|very much|a lot|a million"
    r"|a bunch))?(?: in advance| again| all| and)?"
    r"(?: for (?:your|the|any|all) (?:[\w']+ ?){1,5})?(?:,? (?:(?:kind|best|warm) )?regards)?"
    r"|thx|tia|cheers|sincerely(?: yours)?|(?:yours|very) (?:sincerely|truly|faithfully)|best|all the best|respectfully"
    r"|take care|have a (?:nice|great|good) (?:day|evening|week(?:end)?|one)|looking forward to (?:your (?:reply"
    r"|response|answer)|hearing (?:back )?from you)"
    r"|mit (?:freundlichen|besten|herzlichen|lieben|vielen) (?:grü(?:ß|ss)en|dank)"
    r"|(?:viele|beste|liebe|freundliche|herzliche|schöne) grü(?:ß|ss)e"
    r"|(?:vielen|besten|herzlichen) dank(?: im voraus)?|danke(?: im voraus)?|gruß|lg|mfg|vg"
    r"|(?:bien )?cordialement|(?:bien )?à vous|merci(?: (?:d'avance|beaucoup|par avance"
    r"|pour votre (?:aide|retour|réponse)))?|salutations(?: distinguées)?"
    r"|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|(?:muchas )?gracias(?: de antemano| por su ayuda)?"
    r"|cordiali saluti|grazie|atenciosamente|obrigad[oa]|met vriendelijke groet(?:en)?|groeten)"
)
_SIGN_OFF = re.compile(rf"\s*{_CLOSINGS}(?:\s?[,.!:)\u2013-]+|\s?:-?\))*\s*$", re.IGNORECASE)
_SIGN_OFF_NAME = re.compile(rf"\s*{_CLOSINGS}\s?[,!.-]*\s+(?P<name>\S.{{0,40}})$", re.IGNORECASE)
_SENT_FROM = re.compile(
    r"\s*(?:sent from (?:my|mail for|outlook|yahoo|proton|samsung|gmail)\b.{0,60}|sent (?:via|with|using) .{2,40}"
    r"|get outlook for (?:ios|android).{0,60}|von meinem .{2,40} gesendet|gesendet (?:von|mit) .{2,60}"
    r"|envoyé (?:de|depuis) mon .{2,40}|enviado (?:desde|do) mi?eu? .{2,40}|inviato da(?:l mio)? .{2,40}"
    r"|verstuurd vanaf .{2,40})\s*$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:\b(?:tel|phone|mobile|mob|cell|fax|direct|office|ext|web|e-?mail|mail"
    r"|telefon|tél|handy|[tmpfe])\s?[.:]|\+\d{1,3}[\s(]\s?\d|\(\d{2,4}\)\s?\d"
    r"|\b\d{3}[-. ]\d{3,4}[-. ]\d{3,4}\b|\S@\S|\bwww\.|https?://|<(?:PHONE|PHONE_NUMBER"
    r"|EMAIL|EMAIL_ADDRESS|URL|ADDRESS|LOCATION)_\d+>"
    r"|\[(?:phone|email)\])",
    re.IGNORECASE,
)
_CARD = re.compile(
    r"\b(?:tel|phone|mobile|fax|telefon|tél)\s?[.:]|<(?:PHONE|PHONE_NUMBER)_\d+>|\+\d{1,3}[\s(-]\s?\d", re.IGNORECASE
)
_ALONE = re.compile(r"\s*(?:/|- ?|~ ?|— ?)?(?:[A-ZÀ-Þ][a-zà-ÿ]{1,14}|[A-Z][a-z]+ [A-Z]\.)\s*$|\s*<PERSON_\d+>\s*$")
_SMALL_WORDS = re.compile(
    r"(?:de|van|von|der|den|di|da|la|le|du|del|bin|al|ibn|y|e|and|of|the|for|at|in|und|für|&|\||-|\\u2013|—|/|·|•)",
    re.IGNORECASE,
)
_LEGAL_SUFFIX = re.compile(r"\b(?:Inc|Ltd|Co|Corp|Jr|Sr|St|Dr|Ph\.?D|B\.V|S\.A|S\.L|e\.V)\.$")
_DISCLAIMER = re.compile(
    r"\b(?:confidentiality notice|disclaimer\s?:|not the intended recipient|intended (?:solely|only|exclusively) for"
    r"|this (?:e-?mail|message|communication)\b[^.\n]{0,120}(?:confidential|privileged)|consider the environment before"
    r"|this (?:e-?mail|message) originated (?:from )?outside|external (?:e-?mail"
    r"|sender)\s?[:\]]|nicht der (?:richtige|vorgesehene) (?:adressat|empfänger)"
    r"|diese (?:e-?mail|nachricht)[^.\n]{0,80}vertraulich|ce (?:message|courriel|mail)[^.\n]{0,120}confidentiel"
    r"|est[ea] (?:mensaje|correo)[^.\n]{0,120}confidencial|registered in england|amtsgericht .{2,40} HRB)",
    re.IGNORECASE,
)
_BANNER = re.compile(r"\b(?:originated (?:from )?outside|external (?:e-?mail|sender)\s?[:\]])", re.IGNORECASE)
_MAX_SIGNATURE_LINES = 16


def greeting_end(line: Line) -> int:
    """Where the greeting at the beginning of `line` ends: 0 for none, the line's end for a line of its own.

    >>> [greeting_end(Line(0, len(text), text)) for text in ("Hi team,", "Hi, it broke", "Hiking")]
    [8, 4, 0]
    """
    whole = _GREETING_LINE.match(line.text)
    if whole and (whole["stop"] or all(_may_be_greeted(word) for word in line.text.split()[1:])):
        return line.end
    inline = _GREETING_INLINE.match(line.text)
    return line.start + inline.end() if inline else 0


def _may_be_greeted(word: str) -> bool:
    return word[:1].isupper() or word.startswith(("<", "@")) or _GENERIC.fullmatch(word) is not None


def signature_start(rows: Sequence[Line], first: int, last: int) -> int | None:
    """The line at which the signature of `rows[first:last]` begins, looking only at their end."""
    filled = [n for n in range(first, last) if not rows[n].blank]
    for position in filled[-_MAX_SIGNATURE_LINES:]:
        if rows[position].text.rstrip() in ("--", "—") and filled[-1] > position:
            return position
    tail = filled[-_MAX_SIGNATURE_LINES:]
    for place, position in enumerate(tail):
        if _closes(rows[position].text) and _all_card(rows, tail[place + 1 :]):
            return position
    return _card_start(rows, filled, first)


def _closes(row: str) -> bool:
    """`Best regards,` or `Thanks, Maria`."""
    if _SIGN_OFF.match(row) or _SENT_FROM.match(row):
        return True
    named = _SIGN_OFF_NAME.match(row)
    return named is not None and len(named["name"].split()) <= 3 and _is_name(named["name"])


def _all_card(rows: Sequence[Line], positions: Sequence[int]) -> bool:
    """Whether what follows a sign-off is a name, a title, contact details: short lines that are no sentences."""
    for place, position in enumerate(positions):
        row = rows[position].text.strip()
        alone = place == 0 and len(row.split()) == 1 and len(row) <= 20 and row[-1:] not in "?:"
        if not (alone or _is_card_line(row)):
            return False
    return True


def _is_card_line(row: str) -> bool:
    if _SENT_FROM.match(row) or _SIGN_OFF.match(row) or not any(char.isalnum() for char in row):
        return True
    if len(row) > 100:
        return False
    return _is_name(row) or (_CONTACT.search(row) is not None and len(row.split()) <= 12 and row[-1:] not in "?!")


def _is_name(row: str) -> bool:
    """Capitalised words, and small ones between them, as in names, titles and companies."""
    words = row.replace(",", " ").replace("|", " ").split()
    if not words or len(words) > 9 or row[-1:] in "?!:;" or (row[-1:] == "." and not _LEGAL_SUFFIX.search(row)):
        return False
    return all(
        word[:1].isupper() or word[:1].isdigit() or word[:1] in "<(@[*" or _SMALL_WORDS.fullmatch(word)
        for word in words
    )


def _card_start(rows: Sequence[Line], filled: Sequence[int], first: int) -> int | None:
    """Where a name, or a paragraph of name, title and telephone number, ends the text without a sign-off."""
    if len(filled) < 2:
        return None
    start = filled[-1]
    if _ALONE.match(rows[start].text) and _ends_prose(rows[filled[-2]].text):
        return start
    while start > first and not rows[start - 1].blank:
        start -= 1
    block = range(start, filled[-1] + 1)
    if start == filled[0] or not 2 <= len(block) <= 8 or not _is_name(rows[start].text.strip()):
        return None
    if _is_bare_name(rows, filled, block):
        return start
    card = all(_is_card_line(rows[n].text.strip()) for n in block) and any(_CARD.search(rows[n].text) for n in block)
    return start if card else None


def _is_bare_name(rows: Sequence[Line], filled: Sequence[int], block: range) -> bool:
    """`Maria Lopez` over `Head of Infrastructure`, after a paragraph that ended."""
    before = filled[len(filled) - len(block) - 1]
    texts = [rows[n].text.strip() for n in block]
    plain = all(_is_name(row) and len(row.split()) <= 5 and not any(map(str.isdigit, row)) for row in texts)
    return plain and len(texts[0].split()) in (2, 3) and _ends_prose(rows[before].text)


def _ends_prose(row: str) -> bool:
    return row.rstrip()[-1:] in ".!?" and len(row.split()) >= 3


def disclaimers(rows: Sequence[Line], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Paragraphs of legal text; the first paragraph counts only as a banner of the mail system."""
    start = first
    while start < last:
        end = start
        while end < last and not rows[end].blank:
            end += 1
        paragraph = " ".join(line.text for line in rows[start:end])[:2000]
        leading = all(line.blank for line in rows[first:start])
        if end > start and (_BANNER if leading else _DISCLAIMER).search(paragraph) and len(paragraph.split()) >= 5:
            yield start, end
        start = end + 1


def is_sent_from(row: str) -> bool:
    """Whether a line is what a mail program adds, as in `Sent from my iPhone`."""
    return _SENT_FROM.match(row) is not None
