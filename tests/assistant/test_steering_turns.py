"""What agents say to change a text, understood without a model; what says more than that is not understood at all."""

import pytest

from assistant.steering.edits import Edit, InLanguage, KeepOnly, LeaveOut, Longer, Move, Shorter, Target, Toned, Undo
from assistant.steering.refine import standing
from assistant.steering.turns import understand


def out(*targets: Target) -> LeaveOut:
    return LeaveOut(targets)


def step(*numbers: int, group: int = 0) -> Target:
    return Target("step", numbers, group)


@pytest.mark.parametrize(
    ("turn", "edits"),
    [
        ("shorter", [Shorter()]),
        ("Make it shorter, please.", [Shorter()]),
        ("Could you make it a bit shorter?", [Shorter()]),
        ("too long", [Shorter()]),
        ("kürzer bitte", [Shorter()]),
        ("plus court, s'il vous plaît", [Shorter()]),
        ("un poco más corto, por favor", [Shorter()]),
        ("longer", [Longer()]),
        ("more detail", [Longer()]),
        ("ausführlicher", [Longer()]),
        ("formal", [Toned("formal")]),
        ("make it sound more formal", [Toned("formal")]),
        ("warmer", [Toned("warm")]),
        ("a little friendlier please", [Toned("warm")]),
        ("less formal", [Toned("neutral")]),
        ("in German", [InLanguage("de")]),
        ("auf Deutsch", [InLanguage("de")]),
        ("translate it into French", [InLanguage("fr")]),
        ("en español", [InLanguage("es")]),
        ("leave out step 3", [out(step(3))]),
        ("Leave step 3 out.", [out(step(3))]),
        ("remove steps 2 and 4", [out(step(2), step(4))]),
        ("drop steps 2-4", [out(step(2, 3, 4))]),
        ("skip the last step", [out(step(-1))]),
        ("leave out the second and third step", [out(step(2), step(3))]),
        ("delete step 1 of list 2", [out(step(1, group=2))]),
        ("lass Schritt 3 weg", [out(step(3))]),
        ("Schritt 3 weglassen", [out(step(3))]),
        ("enlève l'étape 3", [out(step(3))]),
        ("quita el paso 2", [out(step(2))]),
        ("leave out the second paragraph", [out(Target("paragraph", (2,)))]),
        ("drop the last two sentences", [out(Target("sentence", (-2, -1)))]),
        ("remove the sentence about SAML", [out(Target("sentence", words="saml"))]),
        ("leave out the quote", [out(Target("quote"))]),
        ("without the questions", [out(Target("question"))]),
        ("ohne die Fragen", [out(Target("question"))]),
        ("no greeting", [out(Target("greeting"))]),
        ("leave out the timeline", [out(Target("section", words="timeline"))]),
        ("keep only the steps", [KeepOnly((step(),))]),
        ("nur die Schritte", [KeepOnly((step(),))]),
        ("move the questions to the top", [Move((Target("question"),), "start")]),
        ("move step 3 before step 2", [Move((step(3),), "before", step(2))]),
        ("shorter and more formal", [Shorter(), Toned("formal")]),
        ("leave out step 3 and make it warmer", [out(step(3)), Toned("warm")]),
        ("shorter, without the quote", [Shorter(), out(Target("quote"))]),
        ("undo", [Undo()]),
    ],
)
def test_what_is_meant_is_understood(turn: str, edits: list[Edit]) -> None:
    assert list(understand(turn)) == edits


@pytest.mark.parametrize(
    "turn",
    [
        "",
        "   ",
        "...",
        "don't leave out step 3",
        "do not make it shorter",
        "not shorter",
        "not formal",
        "mention the outage of last week",
        "add a line about the new release",
        "say that we are sorry",
        "tell them to restart the router",
        "explain step 3",
        "explain it in German terms",
        "rewrite step 2",
        "say hello from me",
        "shorten the delivery time",
        "step 3",
        "3",
        "the customer is German",
        "no",
        "no refund is possible before Monday, tell them",
        "make it rhyme",
        "shorter and mention the outage",
        "use bullet points",
        "ask for the version",
        "sound like a human",
        "answer their second question first, then say why",
    ],
)
def test_what_says_more_is_not_understood(turn: str) -> None:
    edits = understand(turn)
    named = [t for e in edits if isinstance(e, LeaveOut | KeepOnly) for t in e.targets if t.part == "section"]
    assert not edits or named, edits


def test_what_was_undone_does_not_count() -> None:
    assert standing(["shorter", "warmer", "undo"]) == ("shorter",)
    assert standing(["undo", "shorter"]) == ("shorter",)
    assert standing(["shorter", "undo", "redo"]) == ("shorter",)
    assert standing(["shorter", "undo", "formal", "redo"]) == ("formal",)
    assert standing(["make it rhyme", "undo"]) == ()
