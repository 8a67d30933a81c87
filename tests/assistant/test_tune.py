"""`draftdesk index tune`: learns from earlier solved tickets, and serves only if later ones show that it helps."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import structlog

from assistant.errors import TuningImpossible, TuningUnusable
from assistant.retrieval.examples import Example, make_examples, open_cases
from assistant.retrieval.learned import Ranker
from assistant.retrieval.tune import NEEDED, Tuning, fit, interval, tune
from assistant.retrieval.tuned import KEPT, Adopted, TunedFile, TunedReader
from assistant.retrieval.votes import CitingCases
from ingest.errors import IndexBusy
from ingest.index import Index
from ingest.lock import writer_lock
from tests.ingest.index_house import House

from .solved_house import build, customers, solved

DAYS = 100


def silent(_step: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def tuned(index: Index) -> Tuning:
    return tune(index, CitingCases.of(index), progress=silent)


def example(scores: list[float], strengths: list[float], cited: int) -> Example:
    flags = np.arange(len(scores)) == cited
    return Example(np.array(scores), np.array(strengths), flags, 1)


def test_a_house_whose_tickets_know_more_than_its_pages_learns(house: House) -> None:
    build(house, *customers(DAYS))
    steps: list[str] = []
    index = house.open()
    found = tune(index, CitingCases.of(index), progress=lambda step, done, total: steps.append(step))
    assert found.helps
    assert found.low <= found.gain <= found.high
    assert found.tuned > found.base
    assert found.gain == pytest.approx(found.tuned - found.base)
    assert (found.tickets, found.articles, found.measured_on, found.by_time) == (DAYS, 4, 30, True)
    assert found.fitted_on == 53  # 70 earlier ones, the first quarter of which only votes
    assert list(dict.fromkeys(steps)) == ["learn", "measure"]


def test_a_house_whose_tickets_cite_whatever_came_to_hand_keeps_its_ranking(house: House) -> None:
    build(house, *customers(DAYS, cites="any"))
    found = tuned(house.open())
    assert not found.helps
    assert found.low <= 0


def test_tickets_without_dates_are_split_all_the_same(house: House) -> None:
    build(house, *customers(DAYS, dated=False))
    found = tuned(house.open())
    assert (found.by_time, found.measured_on, found.helps) == (False, 30, True)


def test_too_few_tickets_are_told_with_how_many_are_needed(house: House) -> None:
    build(house, *customers(NEEDED - 1), solved("S-999", "doorbell rings", []))
    with pytest.raises(TuningImpossible, match=f"{NEEDED - 1} solved tickets cite an article.* {NEEDED} are needed"):
        tuned(house.open())


def test_what_is_only_for_some_does_not_teach(house: House) -> None:
    house.page("closed", "Only for some.", audience="internal", groups="[sre]")
    closed = [solved(f"C-{n}", "doorbell rings twice", ["rotation", "closed"], day=n) for n in range(5)]
    build(house, *customers(20), *closed)
    cases = CitingCases.of(house.open())
    taught = {cases.cases[row].id for row in open_cases(cases)}
    assert len(cases.cases) == 25
    assert taught == {f"S-{n:03d}" for n in range(20)}


def test_only_earlier_tickets_vote_for_what_is_learned_from(house: House) -> None:
    build(house, *customers(12))
    index = house.open()
    cases = CitingCases.of(index)
    rows = sorted(open_cases(cases), key=lambda row: int(cases.days[row]))
    examples = make_examples(
        index, cases, rows, voters=lambda row: cases.before(int(cases.days[row])), told=lambda done, total: None
    )
    first, last = examples[0], examples[-1]
    assert not first.strengths.any()
    assert last.strengths.any()
    assert all(one.relevant == one.cited.sum() == 1 for one in examples)


def test_a_ticket_does_not_find_itself_or_a_later_one_among_what_it_may_cite(house: House) -> None:
    twins = [solved(f"T-{n}", "doorbell rings twice nobody answers", ["S-000"], day=50 + n) for n in range(3)]
    build(house, *customers(5), *twins)
    index = house.open()
    cases = CitingCases.of(index)
    rows = [row for row, case in enumerate(cases.cases) if case.id == "T-1"]
    (one,) = make_examples(
        index, cases, rows, voters=lambda row: cases.before(int(cases.days[row])), told=lambda done, total: None
    )
    assert len(one.scores) == 6  # five customers and T-0; neither T-1 itself nor T-2
    assert (one.relevant, one.cited.sum()) == (1, 1)


def test_the_fit_follows_what_was_cited() -> None:
    by_votes = [example([1.0, 0.5, 0.2], [0.0, 0.0, 0.9], cited=2) for _ in range(200)]
    by_score = [example([1.0, 0.5, 0.2], [0.0, 0.0, 0.9], cited=0) for _ in range(200)]
    mixed = by_votes[:100] + by_score[:100]
    assert fit(by_score) < fit(mixed) < fit(by_votes)
    assert fit(by_score) == pytest.approx(0, abs=0.05)
    assert np.mean([one.ndcg(fit(by_votes)) for one in by_votes]) == 1
    assert fit([]) == fit([example([], [], cited=0)]) > 0


def test_ndcg_counts_what_was_cited_and_not_found() -> None:
    one = example([1.0, 0.5], [0.0, 1.0], cited=1)
    assert one.ndcg(0.0) == pytest.approx(1 / np.log2(3))
    assert one.ndcg(2.0) == 1
    assert replace(one, relevant=2).ndcg(2.0) == pytest.approx(1 / (1 + 1 / np.log2(3)))
    assert example([], [], cited=0).ndcg(1.0) == 0


def test_the_interval_holds_the_mean_and_is_the_same_every_time() -> None:
    values = np.random.default_rng(1).normal(0.2, 0.3, size=80)
    low, high = interval(values, seed=0)
    assert low < values.mean() < high
    assert interval(values, seed=0) == (low, high)
    assert high - low == pytest.approx(4 * values.std() / np.sqrt(80), rel=0.1)


class TestTunedFile:
    """`var/tuned/ranking.json` and who reads it."""

    @pytest.fixture
    def file(self, house: House) -> TunedFile:
        return TunedFile(house.var / "tuned")

    @pytest.fixture
    def one(self) -> Adopted:
        when = str(date(2026, 1, 1))
        return Adopted("hashing:64", "gen-000001", when, "dana@desk", 100, 4, 53, 30, 0.5, 0.7, 0.1, 0.3, 1.5)

    def test_the_last_one_adopted_serves_and_undo_goes_back(self, file: TunedFile, one: Adopted) -> None:
        later = replace(one, vote_weight=2.0)
        assert file.read() == ()
        assert file.undo() == (None, None)
        file.adopt(one)
        file.adopt(later)
        assert file.read() == (one, later)
        assert file.undo() == (later, one)
        assert file.undo() == (one, None)
        assert file.read() == ()

    def test_a_long_past_does_not_pile_up(self, file: TunedFile, one: Adopted) -> None:
        for number in range(KEPT + 3):
            file.adopt(replace(one, vote_weight=float(number)))
        assert [adopted.vote_weight for adopted in file.read()] == [float(n) for n in range(3, KEPT + 3)]

    def test_it_holds_numbers_and_nothing_of_any_ticket(self, house: House, file: TunedFile) -> None:
        build(house, *customers(DAYS))
        index = house.open()
        file.adopt(Adopted.of(tuned(index), index))
        (adopted,) = json.loads(file.path.read_text(encoding="utf-8"))["adopted"]
        assert {key for key, value in adopted.items() if not isinstance(value, int | float)} == {
            "embedder", "generation", "made_at", "made_by",
        }  # fmt: skip
        assert sorted(path.name for path in file.path.parent.iterdir()) == ["ranking.json", "writer.lock"]

    @pytest.mark.parametrize(
        "text",
        ["", "{", "[]", '{"format": 2, "adopted": []}', '{"format": 1, "adopted": [{"vote_weight": 1}]}'],
    )
    def test_a_damaged_file_is_told_and_never_serves(self, house: House, file: TunedFile, text: str) -> None:
        build(house, *customers(3))
        file.path.parent.mkdir(parents=True)
        file.path.write_text(text, encoding="utf-8")
        with pytest.raises(TuningUnusable, match=r"ranking\.json"):
            file.read()
        with pytest.raises(TuningUnusable):
            file.undo()
        with structlog.testing.capture_logs() as logs:
            assert TunedReader(file).ranking(house.open()) is None
        assert [(entry["event"], entry["reason"]) for entry in logs] == [("ranking.ignored", "damaged")]

    @pytest.mark.parametrize("weight", [-0.1, float("nan"), float("inf")])
    def test_a_weight_that_is_none_is_refused(self, file: TunedFile, one: Adopted, weight: float) -> None:
        file.adopt(one)
        text = file.path.read_text(encoding="utf-8").replace("1.5", json.dumps(weight))
        file.path.write_text(text, encoding="utf-8")
        with pytest.raises(TuningUnusable):
            file.read()

    def test_two_writers_do_not_meet(self, file: TunedFile, one: Adopted) -> None:
        with writer_lock(file.path.parent), pytest.raises(IndexBusy):
            file.adopt(one)
        assert file.read() == ()

    def test_what_was_learned_with_another_embedder_is_ignored_and_told(
        self, house: House, file: TunedFile, one: Adopted
    ) -> None:
        build(house, *customers(3))
        file.adopt(replace(one, embedder="another:64"))
        with structlog.testing.capture_logs() as logs:
            assert TunedReader(file).ranking(house.open()) is None
        assert [(entry["event"], entry["learned_with"]) for entry in logs] == [("ranking.ignored", "another:64")]

    def test_a_reader_notices_what_is_adopted_undone_or_built(
        self, house: House, file: TunedFile, one: Adopted
    ) -> None:
        build(house, *customers(3))
        index, reader = house.open(), TunedReader(file)
        assert reader.ranking(index) is None
        file.adopt(one)
        first = reader.ranking(index)
        assert first is not None
        assert (first.ranker, len(first.cases.cases)) == (Ranker(1.5), 3)
        assert reader.ranking(index) is first
        build(house, *customers(4))
        again = reader.ranking(house.open())
        assert again is not None
        assert len(again.cases.cases) == 4
        file.undo()
        assert reader.ranking(house.open()) is None
