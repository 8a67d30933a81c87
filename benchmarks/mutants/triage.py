"""Weakenings of triage and of the verdict."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from assistant.records import Language, Verdict
from assistant.triage.labels import Heard
from assistant.triage.thresholds import Decision
from benchmarks.mutants.change import Apply, Change, Patch, changing, giving, replaced


def abstention_off(patch: Patch) -> None:
    """A label is always given."""

    def make(old: Any) -> Any:
        return lambda labels, chances, _known, costs: old(labels, chances, 1.0, replace(costs, abstain=1e9))

    patch.replace("assistant.triage.thresholds:decide", make)


def always_abstain(patch: Patch) -> None:
    """A label is never given."""

    def decide(_labels: Any, chances: Any, _known: Any, costs: Any) -> Decision:
        return Decision("abstain", None, float(max(chances)), costs.abstain)

    patch.replace("assistant.triage.thresholds:decide", lambda _: decide)


def classes_merged(patch: Patch) -> None:
    """Two kinds of ticket are learned as one."""
    _relearned(patch, lambda column: tuple("api" if label == "webhooks" else label for label in column))


def labels_slipped(patch: Patch) -> None:
    """Each ticket is learned with the labels of the row above it."""
    _relearned(patch, lambda column: (*column[1:], *column[:1]))


def _relearned(patch: Patch, change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> None:
    def make(old: Any) -> Any:
        def learned(kind: Any, features: Any, examples: Any, *rest: Any) -> Any:
            labels = {key: change(column) for key, column in examples.labels.items()}
            return old(kind, features, replace(examples, labels=labels), *rest)

        return learned

    patch.replace("assistant.triage.model:_learned", make)


def majority_label(patch: Patch) -> None:
    """Whatever the ticket, the commonest label."""

    def make(_: Any) -> Any:
        def heard(self: Any, looks: Any, *, rules: Any) -> list[Heard]:  # noqa: ARG001
            counts = sorted(self.counts.items(), key=lambda one: -one[1])
            total = sum(self.counts.values())
            names, shares = tuple(name for name, _ in counts), tuple(count / total for _, count in counts)
            return [Heard(names, (0.9, *(share * 0.1 for share in shares[1:])), 1.0) for _ in range(len(looks))]

        return heard

    patch.replace("assistant.triage.labels:Learned.heard", make)


def _always(kind: Any) -> Apply:
    return changing("assistant.verdict:judge", lambda verdict: Verdict(kind, verdict.reason, verdict.score))


def _threshold(answer: float) -> Apply:
    def make(old: Any) -> Any:
        return lambda signs, thresholds: old(signs, replace(thresholds, answer=answer))

    return replaced("assistant.verdict:judge", make)


def team_not_by_category(patch: Patch) -> None:
    """The team is what was learned, whatever team the house has for the category."""
    patch.replace("assistant.triage.model:TriageModel._team", lambda _: lambda _self, learned, _category: learned)


CHANGES = (
    Change("abstention_off", "triage", "agents wanted a label on every ticket", abstention_off),
    Change("always_abstain", "triage", "a threshold was written as a percentage", always_abstain),
    Change(
        "calibration_off",
        "triage",
        "a step of training was taken out",
        giving("assistant.triage.calibration:stretch", lambda: 1.0),
    ),
    Change(
        "overconfident",
        "triage",
        "scores were scaled twice",
        changing("assistant.triage.calibration:stretch", lambda far: 4 * far),
    ),
    Change("classes_merged", "triage", "two queues were joined in an export", classes_merged),
    Change("labels_slipped", "triage", "a column moved by a row", labels_slipped),
    Change("majority_label", "triage", "an empty model was served", majority_label),
    Change("team_not_by_category", "triage", "a table of teams was not read", team_not_by_category),
    Change(
        "severity_policy_ignored",
        "triage",
        "the policy's file was not found",
        giving("assistant.triage.severity:PolicyReader.judge", lambda: None),
    ),
    Change(
        "language_ignored",
        "triage",
        "the library for languages was dropped",
        giving("assistant.triage.language:language", lambda: Language("en", 1.0, "the house's")),
    ),
    Change("always_answerable", "verdict", "every ticket was to have a draft", _always("answerable")),
    Change("never_answerable", "verdict", "a condition was turned round", _always("knowledge_gap")),
    Change("threshold_lowered", "verdict", "more drafts were asked for", _threshold(0.2)),
    Change("threshold_raised", "verdict", "fewer mistakes were asked for", _threshold(0.8)),
    Change(
        "contradictions_unseen",
        "verdict",
        "a comparison was taken out for speed",
        giving("assistant.judging:Judge._contradiction", lambda: None),
    ),
    Change(
        "vague_answered",
        "verdict",
        "a question too many was complained of",
        giving("assistant.verdict:_says_too_little", lambda: False),
    ),
    Change(
        "nothing_out_of_scope",
        "verdict",
        "a list of examples was lost",
        giving("assistant.prototypes:Prototypes.similarity", float),
    ),
    Change(
        "verdict_by_best_score",
        "verdict",
        "a chance was replaced by a cosine",
        replaced("assistant.verdict:Signs.score", lambda _: property(lambda signs: round(signs.best_article, 3))),
    ),
)
