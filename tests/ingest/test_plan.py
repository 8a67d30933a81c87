"""The plan: what a build would add, change, remove, keep; compared with what the index holds."""

from pathlib import Path

import pytest

from ingest.errors import IngestError, SourceError
from ingest.generations import Generations
from ingest.plan import Plan, reasons

from .index_house import House, ticket, write_lines


@pytest.fixture
def built(house: House) -> House:
    house.three_pages()
    house.build()
    return house


def summary(plan: Plan) -> dict[str, list[str]]:
    """The parts of a plan that are not empty, as ids."""
    ids = {
        "added": [document.id for document in plan.added],
        "changed": [document.id for document in plan.changed],
        "moved": [document.id for document in plan.moved],
        "removed": list(plan.removed),
        "unchanged": list(plan.unchanged),
        "kept": [skip.where for skip in plan.kept],
        "skipped": [skip.where for skip in plan.skipped],
    }
    return {name: sorted(found) for name, found in ids.items() if found}


def test_everything_is_added_at_first_and_nothing_is_written(house: House) -> None:
    house.three_pages()
    plan = house.builder().plan([house.kb])
    assert summary(plan) == {"added": ["exports", "runbook", "webhooks"]}
    assert not plan.empty
    assert not house.var.exists()


def test_nothing_to_do(built: House) -> None:
    plan = built.builder().plan([built.kb])
    assert summary(plan) == {"unchanged": ["exports", "runbook", "webhooks"]}
    assert plan.empty


def test_added_changed_removed(built: House) -> None:
    built.page("webhooks", "Other text.")
    built.page("new", "New text.")
    (built.kb / "exports.md").unlink()
    assert summary(built.builder().plan([built.kb])) == {
        "added": ["new"],
        "changed": ["webhooks"],
        "removed": ["exports"],
        "unchanged": ["runbook"],
    }


def test_a_moved_page_is_not_a_changed_one(built: House) -> None:
    (built.kb / "exports.md").rename(built.kb / "data-exports.md")
    plan = built.builder().plan([built.kb])
    assert summary(plan) == {"moved": ["exports"], "unchanged": ["exports", "runbook", "webhooks"]}
    assert not plan.empty


def test_the_indexed_version_of_a_damaged_page_stays(built: House) -> None:
    (built.kb / "exports.md").write_bytes(b"caf\xe9")
    (built.kb / "webhooks.md").unlink()
    plan = built.builder().plan([built.kb])
    assert summary(plan) == {
        "removed": ["webhooks"],
        "unchanged": ["runbook"],
        "kept": ["exports"],
        "skipped": ["exports.md"],
    }
    built.build()
    assert sorted(built.open().manifest.documents) == ["exports", "runbook"]


def test_a_damaged_page_of_one_source_keeps_nothing_of_another(built: House) -> None:
    built.page("note", "A note.", folder="other")
    other = built.root / "other"
    (other / "note.md").rename(other / "exports.md")
    built.build(other)
    (built.kb / "exports.md").unlink()
    (other / "exports.md").write_bytes(b"caf\xe9")
    plan = built.builder().plan([built.kb, other])
    assert (plan.removed, [skip.where for skip in plan.kept]) == (("exports",), ["note"])


def test_a_broken_line_keeps_the_cases_of_its_file(house: House) -> None:
    write_lines(house.tickets, ticket("T-1"), ticket("T-2"))
    house.build(house.tickets)
    with house.tickets.open("w") as stream:
        stream.write('{"id": "T-1", "subj\n')
    assert summary(house.builder().plan([house.tickets]))["kept"] == ["T-1", "T-2"]


def test_other_sources_stay(built: House) -> None:
    write_lines(built.tickets, ticket())
    assert summary(built.builder().plan([built.tickets])) == {"added": ["T-1"]}
    built.build(built.tickets)
    assert sorted(built.open().manifest.documents) == ["T-1", "exports", "runbook", "webhooks"]


class TestDuplicates:
    def test_in_one_folder_the_first_is_taken(self, house: House) -> None:
        house.page("a", "First.", id="same")
        house.page("b", "Second.", id="same")
        plan = house.builder().plan([house.kb])
        assert [document.place for document in plan.added] == ["a.md"]
        assert [(skip.where, skip.reason) for skip in plan.skipped] == [
            ("b.md", "id 'same' is already used by a.md: give it its own id")
        ]

    def test_across_sources_of_one_build(self, house: House) -> None:
        house.page("a", "First.", id="same")
        house.page("b", "Second.", id="same", folder="other")
        plan = house.builder().plan([house.kb, house.root / "other"])
        assert [skip.reason for skip in plan.skipped] == ["id 'same' is already used by a.md: give it its own id"]

    def test_with_another_source_of_the_index(self, built: House) -> None:
        built.page("b", "Second.", id="exports", folder="other")
        plan = built.builder().plan([built.root / "other"])
        assert [skip.reason for skip in plan.skipped] == [f"id 'exports' is already indexed from {built.kb}"]
        assert plan.empty

    def test_on_two_lines(self, house: House) -> None:
        write_lines(house.tickets, ticket(), ticket(subject="Again"))
        plan = house.builder().plan([house.tickets])
        assert ([d.title for d in plan.added], reasons(plan.skipped).total()) == (["Deliveries rejected"], 1)


class TestRemovedSources:
    def test_everything_of_it_goes(self, built: House) -> None:
        write_lines(built.tickets, ticket())
        built.build(built.tickets)
        plan = built.builder().plan([built.tickets], removed_sources=[str(built.kb)])
        assert summary(plan) == {"removed": ["exports", "runbook", "webhooks"], "unchanged": ["T-1"]}

    def test_even_what_was_just_changed(self, built: House) -> None:
        built.page("exports", "Changed.")
        plan = built.builder().plan([built.kb], removed_sources=[str(built.kb)])
        assert summary(plan) == {"removed": ["exports", "runbook", "webhooks"]}

    def test_a_folder_that_moved(self, built: House) -> None:
        moved = built.kb.rename(built.root / "knowledge")
        plan = built.builder().plan([moved], removed_sources=[str(built.kb)])
        everything = ["exports", "runbook", "webhooks"]
        assert summary(plan) == {"moved": everything, "unchanged": everything}
        built.build(moved, removed_sources=[str(built.kb)])
        assert {entry.source for entry in built.open().manifest.documents.values()} == {str(moved)}

    def test_an_unknown_one_is_an_error(self, built: House) -> None:
        with pytest.raises(SourceError, match=r"the index has nothing from /nowhere: it has .*/kb"):
            built.builder().plan([built.kb], removed_sources=["/nowhere"])


class TestRecipe:
    """Other guards, another embedder or other split settings: everything is made anew, and nothing is lost."""

    def test_everything_is_changed(self, built: House) -> None:
        plan = built.builder(guard="guard-2").plan([built.kb])
        assert summary(plan) == {"changed": ["exports", "runbook", "webhooks"]}

    def test_other_sources_of_the_index_are_read_as_well(self, built: House) -> None:
        write_lines(built.tickets, ticket())
        report = built.builder(guard="guard-2").build([built.tickets])
        assert summary(report.plan) == {"added": ["T-1"], "changed": ["exports", "runbook", "webhooks"]}
        assert sorted(built.open().manifest.documents) == ["T-1", "exports", "runbook", "webhooks"]

    def test_another_source_that_is_gone_is_an_error(self, built: House) -> None:
        write_lines(built.tickets, ticket())
        built.kb.rename(built.root / "elsewhere")
        with pytest.raises(SourceError, match=r"no source at .*kb"):
            built.builder(guard="guard-2").build([built.tickets])
        assert len(built.open().manifest.documents) == 3

    def test_a_damaged_page_is_named_as_removed(self, built: House) -> None:
        (built.kb / "exports.md").write_bytes(b"caf\xe9")
        plan = built.builder(guard="guard-2").plan([built.kb])
        assert summary(plan) == {"changed": ["runbook", "webhooks"], "removed": ["exports"], "skipped": ["exports.md"]}


@pytest.mark.parametrize("name", ["empty", "nowhere"])
def test_a_source_that_cannot_be_read_plans_nothing(built: House, name: str) -> None:
    (built.root / "empty").mkdir()
    with pytest.raises(IngestError, match=name):
        built.build(built.kb, built.root / name)
    assert Generations(built.var / "index").names() == ["gen-000001"]


def test_a_relative_source_is_the_same_source(built: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built.root)
    assert built.builder().plan([Path("kb")]).empty
