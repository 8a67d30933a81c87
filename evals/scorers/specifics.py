"""Scorer of particulars: links, commands, menu paths, codes and numbers that a person's answer had."""

import re
from typing import Any

from evals.scorers.score import NOT_ASKED, Score, Scorer, no_answer
from evals.scorers.texts import TASKS, main_text
from ingest.rows import address

_URL = re.compile(r"https?://[^\s<>()\[\]\"'`]+")
_PERSONAL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)\+?\d(?:[ ()/-]{0,2}\d){8,}(?!\w)")
_NUMBERED = re.compile(r"^[ \t]*\d{1,2}[.)][ \t]", re.MULTILINE)
_CODE = re.compile(r"`([^`\n]{2,})`")
_PATH = re.compile(r"(?<![\w>])[A-Z][\w-]*(?: [\w-]+){0,3}(?: ?(?:>|→|›) ?[A-Z][\w-]*(?: [\w-]+){0,3})+")
_STEP = re.compile(r"\s*(?:>|→|›)\s*")
_TOKEN = re.compile(r"[^\W_](?:[\w./:%-]*\w)?%?")


def specifics(text: str) -> set[str]:
    """What of a text must be the same in any answer that means the same.

    >>> sorted(specifics("1. Open Settings > Webhooks\\n2. Raise the limit to 50, error FWK-1029"))
    ['50', 'fwk-1029', 'settings > webhooks']
    """
    found = {address(link.rstrip(".,;:!?")) for link in _URL.findall(text)}
    rest = _NUMBERED.sub(" ", _PERSONAL.sub(" ", _URL.sub(" ", text)))
    found |= {_plain(code) for code in _CODE.findall(rest)}
    rest = _CODE.sub(" ", rest)
    found |= {_menu(path) for path in _PATH.findall(rest)}
    tokens = (token for token in _TOKEN.findall(rest) if any(one.isdigit() for one in token))
    return {one for one in found | {token.casefold() for token in tokens} if len(one) > 1}


def sent_specifics(expect: Any, output: Any) -> Score:
    """Share of them that the text has, too; the reason only counts them, for what was sent is nobody else's."""
    wanted = specifics(expect.sent) if expect.sent else set()
    if not wanted:
        return NOT_ASKED
    text = main_text(output)
    if text is None:
        return no_answer(f"nothing was written: {output.verdict}")
    had = wanted & specifics("\n".join(one.text for one in text.sentences))
    return Score(len(had) / len(wanted), f"{len(had)} of {len(wanted)}")


def _menu(path: str) -> str:
    """One word of each step, for nobody can tell where the sentence around it begins and ends."""
    first, *others = _STEP.split(path.casefold())
    return " > ".join([first.split()[-1], *(step.split()[0] for step in others)])


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


SCORERS: tuple[Scorer, ...] = (
    Scorer(
        "sent_specifics",
        "share of the links, commands, codes and numbers that a person's answer had",
        TASKS,
        sent_specifics,
    ),
)
