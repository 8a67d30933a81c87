"""A repair changes only the words that a rule names, never what a sentence says of the world."""

import pytest

from guardrails.policy_file import builtin_policy
from guardrails.policy_guard import PolicyGuard
from guardrails.repairs import harmless, keeps, mended

RULES = [rule for rule in builtin_policy().rules if rule.swaps]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("This will definitely clear the queue.", "This should clear the queue."),
        ("Definitely restart the worker.", "Restart the worker."),
        ("Rest assured that the queue is clear.", "The queue is clear."),
        ("We guarantee that the export finishes.", "The export finishes."),
        ("The export always finishes in every case.", "The export usually finishes in most cases."),
        ("Der Neustart hilft definitiv bei Fehler 17.", "Der Neustart hilft bei Fehler 17."),
        ("Der Export ist immer vollständig.", "Der Export ist meist vollständig."),
        ("L'export fonctionne dans tous les cas.", "L'export fonctionne dans la plupart des cas."),
        ("La exportación funciona siempre.", "La exportación funciona normalmente."),
    ],
)
def test_words_give_way(before: str, after: str) -> None:
    found, changes = mended(before, RULES)
    assert found == after
    assert all(change.before.casefold() in before.casefold() for change in changes)
    assert PolicyGuard().by_rules(after) == []


@pytest.mark.parametrize(
    "text",
    [
        "Clear the queue with the command below.",
        "Definitely.",
        "Das ist definitiv.",
        "We will refund the fee.",
        "The delay can never happen again.",
    ],
)
def test_what_has_no_safe_repair_stays_as_it_is(text: str) -> None:
    assert mended(text, RULES) == (text, [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Set the limit to 40 now please.", "Set the limit to 50 now please."),
        ("Set the limit to 40 now please.", "Set the limit now please."),
        ("Do not restart the worker now.", "Do restart the worker now."),
        ("Restart the worker right now.", "Do not restart the worker right now."),
        ("Restart Atlas on the first node.", "Restart Gorvex on the first node."),
        ("Ask <PERSON_1> about the first node.", "Ask <PERSON_2> about the first node."),
        ("Ask <PERSON_1> about the first node.", "Ask about the first node."),
        ("It is ready now.", "It is."),
        ("Starten Sie den Dienst nicht neu.", "Starten Sie den Dienst neu."),
        ("Ne redémarrez pas le service maintenant.", "Redémarrez le service maintenant."),
        ("No reinicie el servicio ahora mismo.", "Reinicie el servicio ahora mismo."),
    ],
)
def test_figures_names_and_negations_never_change(before: str, after: str) -> None:
    assert not keeps(before, after)
    assert keeps(before, before) is (len(before.split()) >= 3)


@pytest.mark.parametrize(
    ("words", "allowed"), [("should", True), ("", True), ("in most cases", True), ("never", False)]
)
def test_what_a_swap_may_put_in(words: str, allowed: bool) -> None:
    assert harmless(words) is allowed
    assert not harmless(f"{words} 3")
    assert not harmless(f"{words} in Berlin")


def test_no_swap_of_the_package_brings_along_a_fact() -> None:
    assert all(harmless(swap.by) for rule in RULES for swap in rule.swaps)
