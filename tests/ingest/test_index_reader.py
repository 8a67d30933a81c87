"""A reader notices a switch, and a broken generation never takes the place of a good one."""

import shutil

import pytest

from ingest.errors import IndexCorrupt, IndexMissing

from .index_house import House

PUBLIC = ("knowledge", "public")


@pytest.fixture
def built(house: House) -> House:
    house.three_pages()
    house.build()
    return house


def test_no_index(house: House) -> None:
    with pytest.raises(IndexMissing, match="there is no index"):
        house.reader().index()


def test_the_first_build_is_noticed(house: House) -> None:
    reader = house.reader()
    with pytest.raises(IndexMissing):
        reader.index()
    house.three_pages()
    house.build()
    assert reader.index().name == "gen-000001"


def test_a_switch_is_noticed_and_the_one_before_can_still_be_read(built: House) -> None:
    reader = built.reader()
    before = reader.index()
    assert reader.index() is before
    (built.kb / "exports.md").unlink()
    built.build()
    after = reader.index()
    assert (before.name, after.name) == ("gen-000001", "gen-000002")
    assert len(before.document("exports")) == 1
    assert after.document("exports") == []


def test_a_rollback_is_noticed(built: House) -> None:
    reader = built.reader()
    for number in range(3):
        built.page("exports", f"Text {number}.")
        built.build()
        assert reader.index().document("exports")[0].text == f"Text {number}."
    built.generations.switch("gen-000002")
    assert reader.index().document("exports")[0].text == "Text 0."
    built.generations.switch("gen-000004")
    assert reader.index().document("exports")[0].text == "Text 2."


@pytest.mark.parametrize("part", ["chroma", "lexical", "manifest.json", ""])
def test_a_broken_new_one_is_not_taken(built: House, part: str) -> None:
    reader = built.reader()
    old = reader.index()
    built.page("new", "New text.")
    built.build()
    broken = built.serving / part
    shutil.rmtree(broken) if broken.is_dir() else broken.unlink()
    assert reader.index() is old
    assert reader.index() is old
    assert len(old.document("exports")) == 1
    built.build(fresh=True)
    assert reader.index().name in ("gen-000002", "gen-000003")
    assert len(reader.index().document("new")) == 1


@pytest.mark.parametrize("content", ["garbage", "gen-000099"])
def test_a_broken_pointer_changes_nothing_for_who_reads(built: House, content: str) -> None:
    reader = built.reader()
    old = reader.index()
    (built.generations.folder / "current").write_text(content)
    assert reader.index() is old
    with pytest.raises(IndexCorrupt, match=content):
        built.reader().index()
