"""Whether a sentence is in German, French or Spanish, by the small words that every sentence of them has."""

import re

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    "the of to is and you we your for with this that it in on are be will not has have our an as at was can if".split()
)
_OTHER = (
    frozenset(
        "der die das und nicht ist sie wir ihnen ihr ihre ihren ein eine einen den dem mit für auf bei wird werden"
        " haben hat kann können uns bitte im zum zur von sich auch wenn es aus vom dass sind war".split()
    ),
    frozenset(
        "le la les et est vous nous votre notre une un des du de dans pour pas sur avec que qui au aux ce cette sont"
        " sera ne il elle se par en ou vos nos son sa".split()
    ),
    frozenset(
        "el la los las y es usted su sus nuestra nuestro una un del de en para con que por se lo está le les al como"
        " son no ha han".split()
    ),
)


def other_tongue(text: str) -> bool:
    """Whether more of its small words are German, French or Spanish than English.

    >>> other_tongue("Le filtre masque les lignes."), other_tongue("The filter hides the rows.")
    (True, False)
    """
    words = [word.casefold() for word in _WORD.findall(text)]
    english = sum(word in _ENGLISH for word in words)
    return any((count := sum(word in known for word in words)) >= 2 and count > english for known in _OTHER)
