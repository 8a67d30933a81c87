"""What triage says reaches the agent: in the terminal, and as JSON with everything that speaks for it."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from assistant.records import Alternative, Assist, Evidence, Label, Language, PolicyRule, Tag, Tone, Triage
from assistant.terminal import print_assist
from assistant.wire import AssistOut, part_json

from .desk import Desk, make_ticket

QUOTE = Evidence("message", "m1", 4, 15, "API is [down")
SURE = Label("webhooks", 0.91, False, "learned from 9 solved tickets", terms=("signing secret",))
TRIAGE = Triage(
    category=SURE,
    severity=Label("sev1", 1.0, False, "policy: cut off", made_by="policy", rule=PolicyRule("cut off", (QUOTE,))),
    team=Label(None, 0.3, True, "no team reaches 50% confidence", (Alternative("sre", 0.3),), outcome="abstained"),
    product_area=Label(None, 0.2, False, "it is like no product area that the house knows", outcome="none_of_these"),
    tags=(Tag("how-to", 0.8, "learned"), Tag("legal", 1.0, "words", ("DPA",))),
    language=Language("de", 0.99, "from 80 letters"),
    sentiment=Tone("neutral"),
    urgency=Tone("high", (QUOTE,)),
    why=(),
)


@pytest.fixture(scope="module")
def done(desk: Desk) -> Assist:
    answer = desk.assistant.assist(make_ticket("Since the rotation every webhook delivery is answered with 401."))
    return replace(answer, triage=TRIAGE)


def shown(done: Assist) -> str:
    out = StringIO()
    print_assist(Console(file=out, width=160), done)
    return out.getvalue()


@pytest.mark.parametrize(
    "line",
    [
        "category      webhooks (91%)  from signing secret",
        "severity      sev1  policy: cut off  “API is [down”",
        "team          not sure: no team reaches 50% confidence (sre 30%)",
        "product area  none of these: it is like no product area that the house knows",
        "tags          how-to (80%), legal",
        "language      de",
        "sentiment     neutral",
        "urgency       high  “API is [down”",
    ],
)
def test_the_terminal_shows_it(done: Assist, line: str) -> None:
    assert line in [row.strip() for row in shown(done).splitlines()]


def test_an_unknown_language_says_why(done: Assist) -> None:
    unknown = replace(done.triage, language=Language(None, 0.0, "too few words to tell"))
    assert "language      unknown: too few words to tell" in shown(replace(done, triage=unknown))


def test_json_holds_everything(done: Assist) -> None:
    written = json.loads(AssistOut.of(done).model_dump_json())["triage"]
    assert written == json.loads(part_json("triage", done.triage))
    assert written["severity"]["rule"] == {
        "name": "cut off",
        "quotes": [
            {"kind": "message", "source": "m1", "start": 4, "end": 15, "quote": "API is [down", "title": "", "url": ""}
        ],
    }
    assert [written[name]["outcome"] for name in ("category", "team", "product_area")] == [
        "given",
        "abstained",
        "none_of_these",
    ]
    assert written["category"]["terms"] == ["signing secret"]
    assert [tag["made_by"] for tag in written["tags"]] == ["learned", "words"]
    assert written["language"]["code"] == "de"
    assert written["urgency"]["quotes"][0]["quote"] == "API is [down"


def test_the_real_answer_has_every_part(desk: Desk) -> None:
    text = "Hello, nobody at our five stores can sign in since 8. Please hurry!"
    triage = desk.assistant.assist(make_ticket(text, subject="Sign-in")).triage
    assert triage.language.code == "en"
    assert triage.urgency.value == "high"
    assert triage.category.label or triage.category.alternatives
