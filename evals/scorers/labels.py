"""Scorers of labels: are they right, their chances honest, and held back where triage is unsure?"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from evals.scorers.score import NOT_ASKED, Score, Scorer, no_answer, not_graded
from evals.triage_figures import Labelled, calibration_error, coverage, macro_f1

NONE = "none_of_these"
_ASSIST, _LEARN = frozenset({"assist"}), frozenset({"learn"})
KINDS = {**dict.fromkeys(("category", "severity", "team", "product_area"), _ASSIST), "label": _LEARN}
"""Kinds of labels, and the task that gives them."""
_ABSTAINED = 0.5
"""What a ticket costs that a person has to label, where a wrong label costs 1."""
_Judge = Callable[[Any, Any], Score]


def chances(label: Any) -> dict[str, float]:
    """The chance of each label that was told, whether it was given or not."""
    told = dict(label.alternatives)
    if label.label:
        told[label.label] = label.confidence
    return told


def given(label: Any) -> str:
    """What was said: a label, that it is none of them, or nothing."""
    return NONE if label.outcome == NONE else label.label or ""


def _asked(kind: str, judge: Callable[[str, Any], Score]) -> _Judge:
    """`judge` of the right label and the one that came out, where the case names the right one."""

    def scored(expect: Any, output: Any) -> Score:
        truth = getattr(expect, kind, "")
        if not truth:
            return NOT_ASKED
        label = output.triage.get(kind)
        return not_graded(f"no {kind} was asked for") if label is None else judge(truth, label)

    return scored


def _told(truth: str, label: Any) -> str:
    said = given(label) or "abstained"
    return "" if said == truth else f"{said} instead of {truth}"


def _accuracy(truth: str, label: Any) -> Score:
    said = given(label)
    if not said:
        return no_answer(_told(truth, label))
    detail = {"truth": truth, "given": said, "label": truth, "chance": label.confidence, "right": said == truth}
    return Score(float(said == truth), _told(truth, label), detail=detail)


def _right(truth: str, label: Any) -> Score:
    return Score(float(given(label) == truth), _told(truth, label))


def _cost(truth: str, label: Any) -> Score:
    said = given(label)
    return Score(0.0 if said == truth else 1.0 if said else _ABSTAINED, _told(truth, label))


def _brier(truth: str, label: Any) -> Score:
    """Half the squared distance of all the chances told from 1 for the right label and 0 for the others."""
    told = {NONE: 1.0} if label.outcome == NONE else chances(label)
    others = sum(chance**2 for name, chance in told.items() if name != truth)
    chance = told.get(truth, 0.0)
    return Score(((1 - chance) ** 2 + others) / 2, f"{chance:.2f} for {truth}")


def _likeliest(truth: str, label: Any) -> Score:
    """With the likeliest label, held back or not; texts that are none of the labels have no likeliest one."""
    told = chances(label)
    if truth == NONE:
        return NOT_ASKED
    if not told:
        return no_answer("nothing was told")
    best = max(told, key=lambda name: told[name])
    return Score(told[best], detail={"truth": truth, "given": best, "chance": told[best], "right": best == truth})


def _labelled(scores: Sequence[Score]) -> Labelled:
    names = sorted({str(score.detail[key]) for score in scores for key in ("truth", "given")})
    number = {name: place for place, name in enumerate(names)}
    truth, said = (np.array([number[str(s.detail[key])] for s in scores], dtype=np.int64) for key in ("truth", "given"))
    return Labelled(truth, said, np.array([float(score.detail["chance"]) for score in scores]))


def _statistic(figure: Callable[[Labelled], float]) -> Callable[[Sequence[Score]], float | None]:
    return lambda scores: figure(_labelled(scores)) if scores else None


def _scorers(kind: str, tasks: frozenset[str]) -> tuple[Scorer, ...]:
    name = kind.replace("_", " ")
    likeliest = _asked(kind, _likeliest)
    return (
        Scorer(f"{kind}_accuracy", f"share of right ones where a {name} was given", tasks, _asked(kind, _accuracy)),
        Scorer(f"{kind}_right", f"share of all texts that got the right {name}", tasks, _asked(kind, _right)),
        Scorer(
            f"{kind}_cost", f"a wrong {name} costs 1, none {_ABSTAINED:g}", tasks, _asked(kind, _cost), better="lower"
        ),
        Scorer(
            f"{kind}_brier",
            f"squared distance of the chances of each {name} from what is right, halved",
            tasks,
            _asked(kind, _brier),
            better="lower",
        ),
        Scorer(
            f"{kind}_macro_f1",
            f"mean F1 of the likeliest {name}, each counting the same",
            tasks,
            likeliest,
            statistic=_statistic(macro_f1),
        ),
        Scorer(
            f"{kind}_ece",
            f"how far the chance of the likeliest {name} is from how often it is right",
            tasks,
            likeliest,
            better="lower",
            statistic=_statistic(calibration_error),
        ),
        Scorer(
            f"{kind}_coverage",
            f"share of the texts that can get a {name} with 9 of 10 right",
            tasks,
            likeliest,
            statistic=_statistic(coverage),
        ),
    )


def tags_f1(expect: Any, output: Any) -> Score:
    """F1 of the tags; without any, none is right."""
    if expect.tags is None:
        return NOT_ASKED
    wanted, said = set(expect.tags), set(output.tags)
    both = len(wanted & said)
    value = 2 * both / (len(wanted) + len(said)) if wanted or said else 1.0
    wrong = [f"missing {one}" for one in sorted(wanted - said)] + [f"too much {one}" for one in sorted(said - wanted)]
    return Score(value, ", ".join(wrong))


def language_told(expect: Any, output: Any) -> Score:
    """1 where the language of the ticket is told right; no answer where none is told."""
    if not expect.language:
        return NOT_ASKED
    said = output.ticket_language
    if not said:
        return no_answer("no language is told")
    return Score(float(said == expect.language), "" if said == expect.language else f"{said}, not {expect.language}")


SCORERS: tuple[Scorer, ...] = (
    *(scorer for kind, tasks in KINDS.items() for scorer in _scorers(kind, tasks)),
    Scorer("tags_f1", "F1 of the tags", _ASSIST, tags_f1),
    Scorer("language_told", "share of the tickets whose language is told right", _ASSIST, language_told),
)
