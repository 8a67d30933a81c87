"""How a statement is worded: whether it can be quoted alone, tells to do something, or talks about its own page."""

import re

from assistant.statements import Statement
from guardrails.vault import BARE_PLACEHOLDER

MIN_WORDS = 5
"""A sentence with fewer words says too little by itself."""
_MIN_LONE_STEP_WORDS = 9

LEANS = re.compile(
    r"^\W*(?:and|but|then|so|or|also|however|otherwise|instead|therefore|this|that|these|those|it|its|they|he|she|see"
    r"|for (?:more|further|details|information)|to learn|in this article|the following|as (?:above|below|described)"
    r"|for (?:example|instance)|similarly|likewise|again|alternatively|additionally|in addition|as a result"
    r"|to do (?:so|this|that)|if (?:so|not)\b|you can (?:\w+ )?(?:it|them)|in the \w+ that (?:appears|opens)"
    r"|both|here|(?:using|with|in|after|by) (?:this|that|these|those|such))\b"
    r"|\b(?:next (?:question|section|step)|following (?:steps|section)|this (?:article|page|section)"
    r"|screenshot|figure \d)\b"
    r"|^there (?:are|is) (?:\w+ ){0,3}(?:ways?|methods?|options?|possibilit(?:y|ies)|reasons?|causes?|kinds?|types?)\b"
    r"|\bthe (?:above|below)\b|\b(?:the|as|see|listed|shown|described) (?:\w+ ){0,2}(?:above|below)\b(?!\s*\d)"
    r"|(?<!and )(?<!or )\b(?:above|below)(?=\s*[.,;:)]|$)",
    re.IGNORECASE,
)
"""A sentence that cannot stand alone: it leans on the one before, or on the page around it."""

_COMPLAINT = re.compile(r"(?:^|[\s(])[\"“„«]\s?(?:[a-zà-ÿ]|I\b|We\b|My\b|Our\b|Why\b|How\b)\S*(?:\s+[^\s\"”“»]+){4,}")
"""What customers are quoted as saying: this customer has said it already."""

PAGE_TALK = re.compile(
    r"(?:learn (?:how|more|about|to)|how (?:to|do|can)|what (?:is|are)|why |i |my |more details )", re.IGNORECASE
)
"""A heading or an opening that tells what the page will tell."""

_HAND_OFF = re.compile(
    r"\b(?:ask (?:a question|for (?:help|support)|us)|(?:contact|write to|reach out to) (?:us|(?:our )?support)"
    r"|support (?:forum|team)|open an? (?:new )?(?:support )?(?:ticket|case))\b",
    re.IGNORECASE,
)
"""The page passes its reader on to support: the reader is there already."""

_WARNS = re.compile(
    r"\b(?:never|do not|don[’']t|must not|cannot be (?:undone|restored|recovered)|permanently|irreversibl[ey]"
    r"|deletes? (?:all|every|any|unsaved|unsynced)|(?:is|are|will be|gets?) (?:lost|deleted|erased|overwritten))\b",
    re.IGNORECASE,
)

_PURPOSE = re.compile(
    r"^\W*(?:if|to|when|unless|before|after|once|until|never|do not|don[’']t)\b"
    r"|\b(?:because|so that|otherwise|until|unless|within|at (?:least|most)|only|never)\b",
    re.IGNORECASE,
)
"""Tells what an instruction is for or how far it goes, so that it is more than a piece of some list."""

_ENDS = re.compile(r"[.…][\"'”’»)\]]*$")
_ADVERTISES = re.compile(r"!\W*$")
_SAYS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|can|could|will|would|may|might|must|should|needs?)\b", re.IGNORECASE
)
_MIN_UNENDED_WORDS = 8
"""A bullet without a full stop and fewer words, or without any of these verbs, is an entry of a menu."""

_IMPERATIVE = re.compile(
    r"^(?:\W*)(?:then |next |first |now |finally |(?:in|on|at|under|from) [^,]{3,60}, |(?:if|to) [^,]{3,80}, )?"
    r"(?:add|ask|change|check|choose|clear|click|close|compare|confirm|contact|copy|create|delete|deselect|disable|"
    r"double-click|download|drag|edit|enable|ensure|enter|export|find|follow|go|highlight|hold|import|install|launch|log|"
    r"look|make|mark|move|navigate|open|paste|pick|place|press|put|reduce|re-?enter|re-?import|reload|remove|rename|"
    r"repeat|replace|reset|restart|restore|resume|return|revoke|right-click|rotate|run|save|scroll|search|select|send|"
    r"set|sign|start|stop|switch|sync|tap|test|tick|try|turn|type|uncheck|uninstall|unpause|untick|update|upload|use|"
    r"verify|visit|wait|write)\b",
    re.IGNORECASE,
)


def is_step(statement: Statement) -> bool:
    """A numbered item, or a bullet that tells to do something."""
    return statement.kind == "step" or (statement.kind == "bullet" and bool(_IMPERATIVE.match(statement.text)))


def stands_alone(text: str) -> bool:
    """A whole sentence that says something by itself, and neither a heading nor the page talking about itself."""
    words = len(text.split())
    if text.endswith((":", "?")) or not (text[0].isupper() or text[0] in '“"`') or words < MIN_WORDS:
        return False
    lone_step = _IMPERATIVE.match(text) and (words < _MIN_LONE_STEP_WORDS or not _PURPOSE.search(text))
    leans = LEANS.search(text) or PAGE_TALK.match(text)
    return not (lone_step or leans or _HAND_OFF.search(text) or _COMPLAINT.search(text))


def quotable_alone(statement: Statement) -> bool:
    """`stands_alone`; a row of a table always does: its first cell is its subject."""
    if statement.kind == "row":
        return len(statement.text.split()) >= MIN_WORDS and not _HAND_OFF.search(statement.text)
    if statement.kind == "step" and not _PURPOSE.search(statement.text):
        return False
    return _is_whole(statement) and stands_alone(statement.text)


def hands_off(statement: Statement) -> bool:
    """Sends its reader to support."""
    return bool(_HAND_OFF.search(statement.text))


def masked(statement: Statement) -> bool:
    """Holds what was masked when the page was indexed. A step stays for its list to be whole: the agent sees it."""
    return statement.kind != "step" and bool(BARE_PLACEHOLDER.search(statement.text))


def _is_whole(statement: Statement) -> bool:
    """Ends as a sentence does; a bullet may go without, when it says something all the same."""
    text = statement.text
    if _ENDS.search(text):
        return True
    if _ADVERTISES.search(text):
        return warns(text)
    return statement.kind != "sentence" and len(text.split()) >= _MIN_UNENDED_WORDS and bool(_SAYS.search(text))


def warns(text: str) -> bool:
    """Says what would do harm: what is lost, what cannot be undone, what never to do."""
    return bool(_WARNS.search(text))
