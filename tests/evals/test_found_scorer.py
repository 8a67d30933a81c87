"""Found by an article or by an earlier ticket: either is help."""

import pytest

from evals.scorers.catalog import scorers
from evals.tasks.assist import AssistExpect, AssistOutput
from evals.tasks.shapes import PassageKept, TextKept


def passages(pool: str, *documents: str) -> list[PassageKept]:
    return [
        PassageKept(document=id_, chunk=f"{id_}#1", pool=pool, audience="public", score=1 - n / 10)
        for n, id_ in enumerate(documents)
    ]


OUTPUT = AssistOutput(
    verdict="answerable",
    verdict_score=0.5,
    summary=TextKept(kind="summary", made_by="x"),
    knowledge=passages("knowledge", "kb-a", "kb-b"),
    cases=passages("cases", "T-1", "T-2", "T-3", "T-4"),
)


@pytest.mark.parametrize(
    ("scorer", "relevant", "value"),
    [
        ("found@1", ["kb-a"], 1.0),
        ("found@1", ["T-1"], 1.0),
        ("found@1", ["kb-b"], 0.0),
        ("found@3", ["T-3", "kb-b"], 1.0),
        ("found@3", ["T-4", "kb-b"], 0.5),
        ("found@5", ["T-4", "nowhere"], 0.5),
    ],
)
def test_the_share_among_the_first_of_either_list(scorer: str, relevant: list[str], value: float) -> None:
    score = scorers()[scorer].judge(AssistExpect(relevant=relevant), OUTPUT)
    assert score.value == value
    assert ("not found" in score.reason) == (value < 1)


def test_without_anything_relevant_it_is_not_asked() -> None:
    assert scorers()["found@1"].judge(AssistExpect(), OUTPUT).state == "not_asked"
