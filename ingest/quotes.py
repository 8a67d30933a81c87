"""Which lines of a message are quoted from an earlier one: `>` lines, attributions, Outlook blocks, header runs."""

import re
from collections.abc import Sequence

from ingest.lines import Line

_QUOTED = re.compile(r"\s{0,3}>(?!>>\s|\s?[<=])|\s{0,3}\|\s?>")
_REPL = re.compile(r"\s{0,3}>>>(?:\s|$)")
_ATTRIBUTION_START = re.compile(r"\s{0,3}(?:On|Am|Le|El|Em|Il|Op)\s\S")
_ATTRIBUTION_END = re.compile(
    r"(?:\bwrote|\bschrieb\b.{0,160}|\ba écrit|\bescribió|\bescreveu|\bha scritto|\bschreef\b.{0,160})\s?:\s*$"
)
_SAID = re.compile(r"\S.{0,120}\b(?:said|wrote|schrieb|a écrit|escribió)\s?:?\s*$")
_DATED = re.compile(r"\b(?:19|20)\d\d\b.{0,200}(?:\d{1,2}[:.h]\d\d|[<@])|\d{1,2}[:.h]\d\d.{0,200}[<@]")
_BREAK = re.compile(
    r"\s{0,3}(?:-{2,}\s?(?:Original Message|Original Appointment|Forwarded message|Ursprüngliche Nachricht"
    r"|Weitergeleitete Nachricht|Message d'origine|Message original|Message transféré"
    r"|Mensaje original|Mensaje reenviado"
    r"|Messaggio originale|Mensagem original)\s?-{2,}"
    r"|Begin forwarded message:|Anfang der weitergeleiteten Nachricht:|Début du message réexpédié\s?:"
    r"|(?:##?-\s?|-+\s?)?Please type your reply above this line(?:\s?-##?)?|-+\s?Reply above this line\s?-+)\s*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s{0,3}[_-]{8,}\s*$")
_FROM = re.compile(r"[\s*]{0,4}(?:From|Von|De|Da|Van)\*{0,2}\s?:\*{0,2}\s+\S.*[^\W\d_]", re.IGNORECASE)
_SENT = re.compile(
    r"[\s*]{0,4}(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado(?: el)?|Fecha|Data"
    r"|Inviato|Verzonden)\*{0,2}\s?:\*{0,2}\s+\S",
    re.IGNORECASE,
)
_TO = re.compile(
    r"[\s*]{0,4}(?:To|Cc|An|À|A|Para|Aan|Subject|Betreff|Objet|Asunto|Assunto"
    r"|Oggetto|Onderwerp)\*{0,2}\s?:\*{0,2}\s+\S",
    re.IGNORECASE,
)
_HEADER_LINES = 8


def quoted_lines(rows: Sequence[Line], taken: Sequence[bool]) -> list[bool]:
    """For each line whether it is quoted; a line that is `taken` never begins a quotation."""
    quoted = [False] * len(rows)
    position = 0
    while position < len(rows):
        if taken[position] or rows[position].blank:
            position += 1
            continue
        if _begins_history(rows, position):
            first = position - 1 if position and _RULE.match(rows[position - 1].text) else position
            quoted[first:] = [True] * (len(rows) - first)
            break
        attribution = _attribution_end(rows, position)
        if attribution:
            last = _marked_end(rows, _next_filled(rows, attribution), taken)
            if last is None and _DATED.search(_joined(rows, position, attribution)):
                last = len(rows)
            if last:
                quoted[position:last] = [True] * (last - position)
                position = last
                continue
        elif _QUOTED.match(rows[position].text):
            quoted[position] = True
        position += 1
    return quoted


def _begins_history(rows: Sequence[Line], position: int) -> bool:
    """An Outlook separator, or a run of header lines that begins with the sender."""
    row = rows[position].text
    if _BREAK.match(row):
        return True
    if not _FROM.match(row):
        return False
    run = [line.text for line in rows[position + 1 : position + _HEADER_LINES] if not line.blank][:4]
    return any(_SENT.match(line) for line in run) and any(_TO.match(line) for line in run)


def _attribution_end(rows: Sequence[Line], position: int) -> int | None:
    """The line after `On … wrote:`, which mail programs wrap over up to three lines."""
    if _ATTRIBUTION_START.match(rows[position].text):
        for last in range(position + 1, min(position + 4, len(rows) + 1)):
            if rows[last - 1].blank:
                return None
            if _ATTRIBUTION_END.search(rows[last - 1].text):
                return last if any(char.isdigit() for char in _joined(rows, position, last)) else None
    return position + 1 if _SAID.match(rows[position].text) and not _QUOTED.match(rows[position].text) else None


def _marked_end(rows: Sequence[Line], first: int, taken: Sequence[bool]) -> int | None:
    """The line after the run of `>` lines that begins at `first`, if one does."""
    last = first
    while last < len(rows) and not taken[last] and _QUOTED.match(rows[last].text):
        last += 1
    return last if last > first else None


def _next_filled(rows: Sequence[Line], position: int) -> int:
    limit = min(position + 3, len(rows))
    return next((n for n in range(position, limit) if not rows[n].blank), limit)


def _joined(rows: Sequence[Line], first: int, last: int) -> str:
    return " ".join(line.text for line in rows[first:last])


def repl_lines(rows: Sequence[Line]) -> list[bool]:
    """Lines of a Python prompt (`>>> …`), which are code and not a quotation three levels deep."""
    prompts = [_REPL.match(line.text) is not None for line in rows]
    deep = [_QUOTED.match(line.text) is not None for line in rows]
    return [
        prompt and not (deep[n - 1] if n else False) and not (deep[n + 1] if n + 1 < len(rows) else False)
        for n, prompt in enumerate(prompts)
    ]
