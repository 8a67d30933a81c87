"""How long and how hard to read a text for customers may be, by its kind, its tone and the length asked for."""

from assistant.records import Text
from assistant.steering.steering import Steering
from guardrails.findings import Finding, Repair
from guardrails.policy import Limits, Policy
from guardrails.reading_level import grade, lix, words

_ASK = Repair("ask")


def sentence_limit(text: str, where: str, policy: Policy, steering: Steering) -> tuple[Finding, ...]:
    """A sentence of our own that is too long."""
    most = _most(policy.limits.sentence_words, policy.limits, steering, by_length=False)
    count = len(words(text))
    if "long_sentence" in policy.off or count <= most:
        return ()
    advice = f"A sentence of {count} words, more than {most}. Make it two."
    return (_finding("long_sentence", where, len(text), advice),)


def text_limits(text: Text, policy: Policy, steering: Steering) -> list[Finding]:
    """A text that is too long for its kind, or too hard to read."""
    sentences = [sentence.text for sentence in text.sentences]
    count = sum(len(words(one)) for one in sentences)
    found = []
    most = policy.limits.words.get(text.kind)
    if most and "long_text" not in policy.off and count > (allowed := _most(most, policy.limits, steering)):
        advice = f"{count} words, more than {allowed} for this text. Ask for a shorter one, or leave parts out."
        found.append(_finding("long_text", text.kind, 0, advice))
    if "hard_to_read" not in policy.off and count >= policy.limits.least_words:
        found += _hard(sentences, text, policy.limits)
    return found


def _hard(sentences: list[str], text: Text, limits: Limits) -> list[Finding]:
    if text.language == "en":
        level, most, measure = grade(sentences), limits.grade, "Flesch-Kincaid grade"
    else:
        level, most, measure = lix(sentences), limits.lix, "LIX"
    if level <= most:
        return []
    advice = f"Hard to read: {measure} {level:.0f}, more than {most}. Use shorter sentences and plainer words."
    return [_finding("hard_to_read", text.kind, 0, advice)]


def _most(most: int, limits: Limits, steering: Steering, *, by_length: bool = True) -> int:
    return round(most * limits.factor(steering.tone, steering.length if by_length else "normal"))


def _finding(name: str, where: str, end: int, advice: str) -> Finding:
    return Finding(f"policy.{name}", where, 0, end, "warning", advice, repair=_ASK)
