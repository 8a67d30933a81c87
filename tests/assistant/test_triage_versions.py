"""Versions: learned from corrections, compared before they serve, switched at once, rolled back and remembered."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from assistant.errors import CorrectionInvalid, NothingToLearn, TriageBusy, TriageUnwritable, VersionUnusable
from assistant.triage.background import Background
from assistant.triage.keeper import ToLearn, TriageKeeper
from assistant.triage.lock import triage_lock
from assistant.triage.regression import Answer, judge
from assistant.triage.reports import triage_drift, triage_status
from assistant.triage.rollback import roll_back
from assistant.triage.stated import stated
from assistant.triage.taxonomy import Taxonomy
from assistant.triage.training import Trainer
from assistant.triage.versions import MODEL, Versions
from guardrails.scrub import Scrubber
from ingest.index import Index
from tests.ingest.index_house import HashingEmbedder, House

from .triage_house import TAXONOMY, category_of, correct, indexed, keeper, sentences

NEW = "The scanner of the gate beeps all day"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, scrubber: Scrubber) -> Index:
    """Of eighty solved tickets; what is kept of triage goes into each test's own house."""
    return indexed(House(tmp_path_factory.mktemp("solved"), scrubber))


def answers(before: str, after: str, *, label: str = "a", corrected: bool = False) -> list[Answer]:
    """One answer a ticket: `+` right, `-` wrong."""
    return [
        Answer(f"T-{label}{n}", "category", label, one == "+", other == "+", corrected)
        for n, (one, other) in enumerate(zip(before, after, strict=True))
    ]


class TestCheck:
    def test_nothing_held_out_is_accepted_and_said(self) -> None:
        found = judge([], against="the index alone")
        assert (found.accepted, found.figures) == (True, ())
        assert "nothing could be compared" in found.reason

    def test_equal_and_better_are_accepted(self) -> None:
        assert judge(answers("++--", "++--"), against="v").accepted
        better = judge(answers("+" * 50 + "-" * 50, "+" * 70 + "-" * 30), against="v")
        assert better.accepted
        assert (better.figures[0].n, better.figures[0].before, better.figures[0].after) == (100, 0.5, 0.7)
        assert 0 < better.figures[0].low < 0.2 < better.figures[0].high

    def test_worse_is_refused_with_the_figures(self) -> None:
        found = judge(answers("+" * 100, "+" * 80 + "-" * 20), against="version 000003")
        assert not found.accepted
        assert "falls behind version 000003" in found.reason
        assert "n = 100, difference -0.200 [-0." in found.reason

    def test_one_ticket_less_of_a_few_is_refused_and_of_many_is_within_the_margin(self) -> None:
        assert not judge(answers("+" * 20, "+" * 19 + "-"), against="v").accepted
        assert judge(answers("+" * 2000, "+" * 1999 + "-"), against="v").accepted

    def test_gains_elsewhere_do_not_pay_for_a_label_that_is_lost(self) -> None:
        lost = answers("+" * 15, "-" * 12 + "+" * 3, label="rare")
        won = answers("-" * 100 + "+" * 100, "+" * 50 + "-" * 50 + "+" * 100, label="often")
        found = judge(lost + won, against="v")
        assert not found.accepted
        assert found.losing == ("category 'rare' (12 of 15 held-out tickets turn wrong, 0 right)",)

    def test_a_label_may_wobble_by_chance(self) -> None:
        few = answers("+" * 9, "-" * 9, label="rare")  # too few to look at by themselves
        wobble = answers("++++++----", "----++++++", label="other")
        won = answers("-" * 100, "+" * 60 + "-" * 40, label="often")
        assert judge(few + wobble + won, against="v").accepted

    def test_wrong_corrections_cannot_praise_themselves(self) -> None:
        corrected = answers("-" * 60, "+" * 60, corrected=True)
        untouched = answers("+" * 100, "+" * 80 + "-" * 20, label="b")
        found = judge(corrected + untouched, against="v")
        assert not found.accepted
        assert "tickets nobody corrected" in found.reason


class TestStated:
    def test_names_synonyms_and_none_of_these(self) -> None:
        for given, name in [
            ("webhooks", "webhooks"), ("Call Backs", "webhooks"), ("BILLING", "billing"),
            ("none_of_these", "none_of_these"), ("out of scope", "none_of_these"),
        ]:  # fmt: skip
            assert stated({"category": given}, None, taxonomy=TAXONOMY, learned={}).labels == {"category": name}
        found = stated({}, ["urgent", "VIP", "urgent"], taxonomy=TAXONOMY, learned={})
        assert (found.labels, found.tags) == ({}, ("urgent", "vip"))

    @pytest.mark.parametrize(
        ("labels", "tags", "told"),
        [
            ({}, None, "states nothing"),
            ({"colour": "red"}, None, "no kind of label 'colour': there are category, severity"),
            ({"category": "webhoks"}, None, "no category 'webhoks': did you mean webhooks"),
            ({"category": "zzz"}, None, "there are billing, webhooks"),
            ({"category": " "}, None, "no category: there are"),
            ({"category": "fax"}, None, "the category 'fax' is retired"),
            ({"category": "Ana Duarte, ana@x.example"}, None, "no category: there are billing, webhooks"),
            ({"severity": "none_of_these"}, None, "no severity"),
            ({"team": "identity"}, None, "no team 'identity': the house has none yet"),
            ({}, ["urgent", "nope"], "no tags 'nope'"),
            ({}, ["urgent"] * 21, "21 tags are too many"),
        ],
    )
    def test_what_the_house_does_not_have_is_refused_with_what_is_near(
        self, labels: dict[str, str], tags: list[str] | None, told: str
    ) -> None:
        with pytest.raises(CorrectionInvalid, match=told):
            stated(labels, tags, taxonomy=TAXONOMY, learned={})

    def test_where_the_taxonomy_lists_none_what_was_learned_counts(self) -> None:
        found = stated({"category": "Hooks"}, None, taxonomy=Taxonomy(), learned={"category": ("hooks",)})
        assert found.labels == {"category": "hooks"}


def test_without_a_version_the_index_teaches(house: House, index: Index) -> None:
    kept = keeper(house)
    serving = kept.serving(index)
    assert (serving.name, serving.version) == ("gen-000001", None)
    assert category_of(house, kept, index, "the webhook is refused") == "webhooks"
    assert not (house.var / "triage").exists()


def test_a_version_serves_as_soon_as_it_was_learned(house: House, index: Index) -> None:
    kept, beside = keeper(house), keeper(house)  # as another process has it open
    assert beside.serving(index).name == "gen-000001"
    done = kept.train(index)
    assert done.version is not None
    assert (done.outcome, done.version.version, done.version.parent) == ("serves", "000001", "")
    assert (done.version.solved, done.version.corrections) == (80, 0)
    assert 5 < done.version.held_out < 30
    assert done.version.labels["category"] == {"billing": 40, "webhooks": 40}
    for one in (kept, beside):
        assert one.serving(index).name == "version 000001"
        assert category_of(house, one, index, "the webhook is refused") == "webhooks"


def test_the_same_tickets_are_not_learned_twice_unless_asked(house: House, index: Index) -> None:
    kept = keeper(house)
    kept.train(index)
    again = kept.train(index)
    assert (again.outcome, again.version) == ("unchanged", None)
    assert "version 000001 serves and was learned from the same" in again.reason
    told: list[str] = []
    asked = kept.train(index, again=True, tell=told.append)
    assert asked.version is not None
    assert asked.version.version == "000002"
    assert (told[0].split()[0], told[-1]) == ("reading", "writing")
    first, second = (house.var / "triage" / "versions" / name / MODEL for name in ("000001", "000002"))
    files = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert [(second / path).read_bytes() for path in files] == [(first / path).read_bytes() for path in files]


def test_corrections_teach_a_wording_that_was_unknown(house: House, index: Index) -> None:
    kept = keeper(house)
    kept.train(index)
    wrong = category_of(house, kept, index, NEW)
    right = "billing" if wrong == "webhooks" else "webhooks"
    for n in range(12):
        told = correct(house, kept, index, f"T-{n}", f"{NEW} at number {n}.", right, agent="17")
    assert (told.labels, told.made_by, told.corrections) == ({"category": right}, "version 000001", 12)
    assert told.learns_in_s is None
    assert kept.train(index).outcome == "serves"
    assert category_of(house, kept, index, NEW) == right
    found = triage_status(kept, index)
    assert (found["serves"], found["corrections"], found["waiting"]) == ("version 000002", 12, 0)


def test_a_correction_of_a_solved_ticket_wins_over_its_label(house: House, index: Index) -> None:
    kept = keeper(house)
    correct(house, kept, index, "S-100", sentences("webhooks")[0], "billing", tags=["vip"])
    done = kept.train(index)
    assert done.version is not None
    assert (done.version.solved, done.version.corrections) == (79, 1)
    assert done.version.labels["category"] == {"billing": 41, "webhooks": 39}
    assert done.version.labels["tags"] == {"vip": 1}


def test_a_version_that_falls_behind_is_refused_and_kept(house: House, index: Index) -> None:
    kept = keeper(house)
    kept.train(index)
    for n in range(120):  # somebody calls the webhook wordings billing, in tickets of other numbers
        correct(house, kept, index, f"T-{n}", sentences("webhooks")[n % 40], "billing")
    done = kept.train(index)
    assert done.outcome == "refused"
    assert "tickets nobody corrected" in done.reason
    assert kept.serving(index).name == "version 000001"
    assert Versions(house.var / "triage" / "versions").names() == ["000001", "000002"]
    again = kept.train(index)
    assert (again.outcome, again.reason) == ("unchanged", "version 000002 was learned from the same and was refused")
    assert triage_status(kept, index)["waiting"] == 120


def test_a_withdrawn_correction_is_forgotten(house: House, index: Index) -> None:
    kept = keeper(house)
    correct(house, kept, index, "T-1", f"{NEW} quartzviolin.", "billing")
    kept.train(index)
    withdrawn = kept.withdraw(lambda: index, "T-1")
    assert (withdrawn.withdrawn, withdrawn.corrections) == (True, 0)
    done = kept.train(index)
    assert done.version is not None
    assert done.version.corrections == 0
    with pytest.raises(CorrectionInvalid, match="no correction of ticket T-1"):
        kept.withdraw(lambda: index, "T-1")
    kept_text = (house.var / "triage" / "corrections.jsonl").read_text(encoding="utf-8")
    assert "quartzviolin" not in kept_text


class TestRollback:
    def test_the_one_before_serves_at_once_and_the_data_is_remembered(self, house: House, index: Index) -> None:
        kept = keeper(house)
        kept.train(index)
        correct(house, kept, index, "T-1", NEW, "billing")
        kept.train(index)
        assert roll_back(kept) == ("000002", "000001")
        assert kept.serving(index).name == "version 000001"
        done = kept.train(index)
        assert done.outcome == "unchanged"
        assert "version 000002 was learned from the same and was rolled back by" in done.reason
        correct(house, kept, index, "T-2", NEW, "billing")
        assert kept.train(index).outcome == "serves"

    def test_forward_again_forgets_it(self, house: House, index: Index) -> None:
        kept = keeper(house)
        kept.train(index)
        correct(house, kept, index, "T-1", NEW, "billing")
        kept.train(index)
        roll_back(kept)
        assert roll_back(kept, to="000002") == ("000001", "000002")
        assert kept.kept_versions.taken_back() == {}
        assert kept.serving(index).name == "version 000002"

    def test_the_first_goes_back_to_the_index(self, house: House, index: Index) -> None:
        kept = keeper(house)
        kept.train(index)
        assert roll_back(kept) == ("000001", "")
        assert kept.serving(index).name == "gen-000001"
        assert kept.train(index).outcome == "unchanged"

    def test_where_there_is_nothing_to_go_to(self, house: House, index: Index) -> None:
        kept = keeper(house)
        with pytest.raises(VersionUnusable, match="nothing to take back"):
            roll_back(kept)
        kept.train(index)
        with pytest.raises(VersionUnusable, match="no version '000009': there are 000001, or index"):
            roll_back(kept, to="000009")

    def test_a_damaged_pointer_is_mended_by_it(self, house: House, index: Index) -> None:
        kept = keeper(house)
        kept.train(index)
        (house.var / "triage" / "versions" / "current").write_text("nonsense", encoding="utf-8")
        assert kept.serving(index).name == "gen-000001"
        assert roll_back(kept, to="000001") == ("", "000001")
        assert kept.serving(index).name == "version 000001"


def _spoil(name: str) -> Callable[[Path], None]:
    def spoil(version: Path) -> None:
        path = next(path for path in sorted(version.rglob(name)) if path.is_file())
        path.write_bytes(path.read_bytes()[:-7] + b"spoiled")

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        _spoil("manifest.json"),
        _spoil("*.npz"),
        _spoil("words.npy"),
        _spoil("model.json"),
        lambda version: (version / "reference.json").unlink(),
        lambda version: (version / "manifest.json").unlink(),
        lambda version: version.rename(version.with_name("gone")),
        lambda version: (version.parent / "current").write_text("000009", encoding="utf-8"),
    ],
    ids=["manifest", "weights", "words", "model", "reference", "no-manifest", "no-folder", "pointer"],
)
def test_a_damaged_version_is_never_used_and_status_says_so(
    house: House, index: Index, spoil: Callable[[Path], None]
) -> None:
    keeper(house).train(index)
    spoil(house.var / "triage" / "versions" / "000001")
    kept = keeper(house)
    serving = kept.serving(index)
    assert (serving.name, serving.version) == ("gen-000001", None)
    assert serving.why
    assert category_of(house, kept, index, "the webhook is refused") == "webhooks"
    found = triage_status(kept, index)
    assert found["serves"] == "what gen-000001 teaches by itself"
    assert found["why"] == serving.why
    done = kept.train(index, again=True)
    assert done.outcome == "serves"
    assert kept.serving(index).version == done.version


def test_a_version_of_another_embedder_is_not_used(house: House) -> None:
    keeper(house).train(indexed(house))
    house.embedder = HashingEmbedder("other")
    house.build(house.tickets)
    kept, after = keeper(house), house.open()
    assert kept.serving(after).name == "gen-000002"
    assert "embedder 'hashing:64'" in triage_status(kept, after)["why"]
    assert kept.train(after).outcome == "serves"
    assert kept.serving(after).name == "version 000002"


def test_a_version_of_tickets_that_not_everybody_may_read_is_not_used(house: House, index: Index) -> None:
    keeper(house, groups=frozenset({"support", "finance"})).train(index)
    kept = keeper(house)
    assert kept.serving(index).name == "gen-000001"
    assert "agents of other groups" in kept.serving(index).why
    assert keeper(house, groups=frozenset({"support", "finance", "sre"})).serving(index).name == "version 000001"


def test_a_new_generation_or_taxonomy_leaves_it_serving_and_status_tells(house: House) -> None:
    keeper(house).train(indexed(house))
    house.page("exports", "# Exports\n\nAn export is kept for thirty days and then removed.")
    house.build(house.kb)
    kept, after = keeper(house, taxonomy=Taxonomy(TAXONOMY.kinds, version="taxonomy-2")), house.open()
    assert kept.serving(after).name == "version 000001"
    assert triage_status(kept, after)["stale"] == [
        "it was learned from gen-000001, gen-000002 serves",
        "the taxonomy was changed since",
    ]


def test_old_versions_go_and_never_the_one_that_serves(house: House, index: Index) -> None:
    kept = keeper(house)
    trainer = Trainer(kept.lessons, kept.kept_versions, kept.corrections, keep=2)
    for _ in range(3):
        trainer.train(index, again=True)
    assert kept.kept_versions.names() == ["000002", "000003"]
    assert kept.kept_versions.beyond(1, current="000002") == ["000003"]


def test_two_do_not_learn_at_once(house: House, index: Index) -> None:
    kept = keeper(house)
    with triage_lock(house.var / "triage" / "versions", timeout_s=0), pytest.raises(TriageBusy, match="being written"):
        kept.train(index)
    assert kept.train(index).outcome == "serves"


def test_nothing_to_learn_from_is_said(house: House) -> None:
    house.three_pages()
    house.build(house.kb)
    with pytest.raises(NothingToLearn, match="no solved ticket"):
        keeper(house).train(house.open())


@pytest.mark.parametrize("ids", [["T-1"], ["T-3"], ["T-1", "T-2", "T-3", "T-4", "T-5", "T-6"]])
def test_corrections_alone_can_be_learned_from_however_few(house: House, ids: list[str]) -> None:
    """Of these T-3 and T-6 are held out."""
    house.three_pages()
    house.build(house.kb)
    kept, index = keeper(house), house.open()
    for n, id_ in enumerate(ids):
        correct(house, kept, index, id_, sentences(("billing", "webhooks")[n % 2])[n], ("billing", "webhooks")[n % 2])
    done = kept.train(index)
    assert done.version is not None
    assert (done.version.solved, done.version.corrections) == (0, len(ids))


def test_without_a_folder_nothing_is_kept(house: House, index: Index) -> None:
    kept = TriageKeeper(None, embedder=house.embedder, taxonomy=TAXONOMY, groups=frozenset({"support"}))
    assert kept.serving(index).name == "gen-000001"
    with pytest.raises(TriageUnwritable, match="keeps no corrections"):
        correct(house, kept, index, "T-1", NEW, "billing")


def test_a_crash_while_learning_leaves_what_served(house: House, index: Index) -> None:
    kept = keeper(house)
    kept.train(index)
    left = house.var / "triage" / "versions" / "000002.building"
    left.mkdir()
    (left / "model").write_text("half", encoding="utf-8")
    assert keeper(house).serving(index).name == "version 000001"
    assert kept.train(index, again=True).outcome == "serves"
    assert not left.exists()


class TestInTheBackground:
    def test_corrections_are_learned_once_it_is_quiet(self, house: House, index: Index) -> None:
        kept = keeper(house, learn_after_s=0.05)
        for n in range(3):
            assert correct(house, kept, index, f"T-{n}", f"{NEW} {n}.", "billing").learns_in_s == 0.05
        assert kept.wait(60)
        version = kept.serving(index).version
        assert version is not None
        assert version.corrections == 3
        kept.close()

    def test_it_runs_one_at_a_time_and_once_more_for_what_came_meanwhile(self) -> None:
        started, go, runs = Event(), Event(), []

        def work() -> None:
            runs.append(1)
            started.set()
            assert go.wait(30)

        background = Background(work, after_s=0.01)
        background.ask()
        assert started.wait(30)
        for _ in range(5):
            background.ask()
        assert runs == [1]
        go.set()
        assert background.wait(30)
        assert runs == [1, 1]

    def test_a_failure_ends_nothing(self) -> None:
        runs: list[int] = []

        def work() -> None:
            runs.append(1)
            if len(runs) == 1:
                raise NothingToLearn("nothing")

        background = Background(work, after_s=0.01)
        for _ in range(2):
            background.ask()
            assert background.wait(30)
        assert runs == [1, 1]

    def test_never_or_closed_never_runs(self) -> None:
        runs: list[int] = []
        never = Background(lambda: runs.append(1), after_s=0)
        assert not never.ask()
        closed = Background(lambda: runs.append(1), after_s=0.01)
        closed.close()
        assert not closed.ask()
        assert runs == []


def test_many_corrections_while_it_learns(house: House, index: Index) -> None:
    kept = keeper(house, learn_after_s=0.01)

    def work(n: int) -> int:
        return correct(house, kept, index, f"T-{n}", f"{NEW} at gate {n}.", "billing").corrections

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(work, range(16)))
    assert max(counts) == 16
    assert kept.wait(120)
    assert triage_status(kept, index)["corrections"] == 16
    serving = kept.serving(index).version
    assert serving is not None
    assert serving.corrections == 16
    kept.close()


def test_drift_reads_what_was_counted(house: House, index: Index) -> None:
    kept = keeper(house, counting=True)
    words = "the scanner of the gate beeps zebra quartz violin"
    for n in range(40):
        kept.count(ToLearn(f"T-{n}", words, house.embedder.encode([words])[0]), kept.serving(index))
    assert kept.seen.rows() == []  # without a version there is nothing to compare with
    assert "no version was trained yet" in triage_drift(kept, index, days=30)["why"]
    kept.train(index)
    for n in range(40):
        kept.count(ToLearn(f"T-{n}", words, house.embedder.encode([words])[0]), kept.serving(index))
    found = triage_drift(kept, index, days=30)
    assert found["version"] == "000001"
    unseen = next(one for one in found["triaged"] if one["name"] == "share of words never seen")
    assert (unseen["n_lately"], unseen["verdict"] in ("drift", "too few")) == (40, True)
    assert unseen["value"] > 0.3
    solved = next(one for one in found["solved"] if one["name"] == "category of solved tickets")
    assert solved["n_before"] == 80
