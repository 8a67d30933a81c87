"""Pieces of patterns that several recognisers share: what a name looks like in any European spelling."""

# ruff: noqa: E501  a table or pattern broken over lines hides its mistakes

UPPER = "".join(
    chr(code) for span in (range(0x41, 0x588), range(0x1E00, 0x1F00)) for code in span if chr(code).isupper()
)
"""Capital letters of the Latin, Greek, Cyrillic and Armenian scripts, for a character class."""

CASELESS = "\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\u0900-\u0dff\u0e01-\u0e4e\u10d0-\u10fa\u200c\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Letters and vowel signs of scripts without capitals: Hebrew, Arabic, Indian, Thai, Georgian, East Asian."""

LETTER = r"[^\W\d_]"
WORD = rf"[{UPPER}](?:{LETTER}|['’\-](?={LETTER})){{0,39}}"
INITIAL = rf"[{UPPER}]\.(?:-?[{UPPER}]\.)?"
PARTICLE = (
    r"(?:van der|van den|van de|von der|de la|de los|de las|van|von|vom|de|der|den|del|della|di|da|das|dos|do|du|la|le|el|al|bin|ibn"
    r"|ben|ter|ten|te|zu|zum|zur|y|e|af|av|af|'t)"
)
JOINED = r"(?:(?:al|el|ben|bin|ibn|ould|el)-|(?:d|l|de|dell|dall|della)['’])"
"""What stands before a capital within a name, without a space: Zainab al-Hashimi, Gino dell'Acqua."""
NAME = rf"(?:{INITIAL}|{WORD})(?:[ \u00a0](?:{PARTICLE}[ \u00a0])?{JOINED}?(?:{WORD}|{INITIAL}))" "{0,3}"
"""One to four capitalised words, with initials and particles between them."""

LOWER_NAME = rf"{LETTER}{{2,20}}(?: (?:{PARTICLE} )?{LETTER}{{2,20}}){{0,2}}"
"""A name as people type it in chats; only for cues that nothing but a name can follow."""

CASELESS_NAME = rf"[{CASELESS}]{{2,20}}(?:[ ・][{CASELESS}]{{1,20}}){{0,3}}"
"""A name where there are no capitals; only for cues that nothing but a name can follow."""
