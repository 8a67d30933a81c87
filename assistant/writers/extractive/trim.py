"""Cut what says nothing off the ends of somebody's words: handles, greetings, fillers, thanks, signatures."""

import re

_NAME = r"(?:<[A-Z_]+_\d+[a-z]*>|[A-ZÀ-Þ][\w’'-]*)"
_GREETING = (
    r"(?:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening|day)|hallo|guten (?:morgen|tag|abend)|moin"
    r"|liebe[rs]?|sehr geehrte[rs]?|bonjour|bonsoir|salut|hola|buen(?:os|as) (?:d[ií]as|tardes|noches)|estimad[oa]s?)"
)
_FILLER = (
    r"(?:so|well|ok(?:ay)?|oh|ah|um+|yes|no|yeah|yep|also|and|but|anyway|basically|actually|sure|right|great|perfect"
    r"|thanks|thank you|understood|got it|gotcha|i see|ja|nein|also|gut|danke|oui|non|merci|bon|s[ií]"
    r"|bueno|gracias|vale)"
)
_LEADS = (
    re.compile(r"(?:[.,#]?@\w+[:,]?\s+)+"),
    re.compile(
        rf"(?i:{_GREETING})(?: (?i:there|team|all|both|guys|everyone|folks|zusammen|tous|todos)\b)?"
        rf"(?:,? {_NAME}){{0,3}}\s*[,.!:;-]+\s*(?=\w)"
    ),
    re.compile(rf"(?:{_NAME},\s+)(?=\w)"),
    re.compile(rf"(?i:(?:{_FILLER}[,.!:;-]+\s*)+)(?=\w)"),
    re.compile(r"(?i:(?:so|well|ok|okay|oh|also|and|but|anyway|basically|actually) )(?=\w)"),
    re.compile(
        r"(?i:(?:i|we)?\W?(?:am|m|are|re)? ?(?:so |very |really |truly )?(?:sorry|apologi[sz]e|apologies)\b"
        r"[^,.;!?]{0,60}(?:[,;]\s*(?:but |and )?|\s+but\s+))(?=\w)"
    ),
)
_TAILS = (
    re.compile(r"(?:\s+#\w+)+$"),
    re.compile(r"\s+\(?\d/\d\)?$"),
    re.compile(r"(?<=[.!?])\s*[-^~*/]?\s?[A-Z]{2}$"),
    re.compile(
        r"(?i:[ ,.;!-]+(?:many thanks|thanks?|thank you|cheers|regards|vielen dank|danke|merci|gracias)"
        r"(?: (?:you|so much|very much|a lot|in advance|again|im voraus|d'avance))?)"
        rf"(?:,? {_NAME})?[.!]*$"
    ),
)
_WORD = re.compile(r"\w+")


def trimmed(text: str) -> str:
    """The words of `text`, on one line, without idle ends; a part of the text, never a word that is not in it.

    >>> trimmed("Hi Ana, so the export stops after ten minutes. Thanks in advance!")
    'the export stops after ten minutes'
    """
    text, before = " ".join(text.split()), ""
    while text != before:
        before = text
        for lead in _LEADS:
            text = _unless_empty(lead.sub("", text, count=1) if lead.match(text) else text, text)
        for tail in _TAILS:
            text = _unless_empty(tail.sub("", text, count=1), text)
    return text


def shortened(text: str, words: int) -> str:
    """At the most so many words of `text`; where something was cut off, `…` says so."""
    kept = text.split()
    return text if len(kept) <= words else " ".join(kept[:words]) + " …"


def _unless_empty(text: str, otherwise: str) -> str:
    return text if _WORD.search(text) else otherwise
