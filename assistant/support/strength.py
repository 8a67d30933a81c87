"""A claim made stronger than its evidence makes it: may -> will, some -> all, “up to” and “only” left out or put in."""

from collections.abc import Iterator

from assistant.support.cues import ALL, ANY_ALL, NOT, ONLY, RESTRICTS, weak_verb
from assistant.support.reading import Reading
from assistant.support.reason import Reason

_HEDGES = frozenset({"may", "some", "upto"})


def stronger(own: Reading, held: Reading) -> Iterator[Reason]:
    """Where `own` claims more than `held` does."""
    told = held.lowers()
    if not told & ANY_ALL:
        for word in own.words:
            if word.lower in ALL and not (word.lower in ("never", "nobody") and told & NOT):
                yield Reason("stronger", word.text)
    if not told & RESTRICTS and (narrow := [word for word in own.words if word.lower in ONLY - {"just", "alone"}]):
        yield Reason("stronger", narrow[0].text)
    for at, word in enumerate(own.words):
        if not (word.content or word.number):
            continue
        places = held.nearest(own, at, held.same(word))
        if places and (about := _more(own, at, held, places)):
            yield Reason("stronger", f"{about} {word.text}".strip())


def _more(own: Reading, at: int, held: Reading, places: list[int]) -> str | None:
    """What was added to or left out of the word `at`; None where nothing was."""
    ours, theirs = own.heads.get(at, set()), [held.heads.get(n, set()) for n in places]
    sentence = own.lowers(own.words[at].sentence)
    hedged = all(cues & _HEDGES or ("can" in cues and weak_verb(own.words[at])) for cues in theirs)
    mild = all(cues & {"may", "can"} for cues in theirs)
    if "least" in ours and all("upto" in cues for cues in theirs):
        return "at least"
    if "upto" in ours and all("least" in cues for cues in theirs):
        return "at most"
    if "all" in ours and all(cues & {"some", "may"} for cues in theirs):
        return "all"
    if "will" in ours and mild:
        return "will"
    if "must" in ours and mild and not any("must" in cues for cues in theirs):
        return "must"
    if hedged and not _hedges(own, own.words[at].sentence):
        return ""
    if all("only" in cues for cues in theirs) and not sentence & RESTRICTS:
        return ""
    return None


def _hedges(own: Reading, sentence: int) -> bool:
    """Whether a sentence holds back anywhere."""
    return any(
        one.cue in _HEDGES or one.cue == "can" for one in own.about if own.words[one.at].sentence == sentence
    ) or bool(
        own.lowers(sentence) & {"about", "around", "approximately", "roughly", "maximum", "limit", "within", "if"}
    )
