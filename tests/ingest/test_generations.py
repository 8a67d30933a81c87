"""Generations on disk: names, the pointer, manifests, and what is cleared away."""

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import IndexCorrupt, IndexMissing
from ingest.generations import DocumentEntry, Generations, Manifest

MANIFEST = Manifest(
    generation="gen-000001",
    parent="",
    created_at="2026-01-02T03:04:05+00:00",
    made_by="ada@desk",
    embedder="hashing:64",
    dimension=64,
    recipe="r1",
    documents={"a": DocumentEntry("h", "/kb", "a.md", "Ä title", "knowledge", {"knowledge-public": ["a#1", "a#2"]})},
    skipped=[{"where": "b.md", "reason": "not UTF-8"}],
    files={"lexical/x": "00"},
)


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    (tmp_path / "index").mkdir()
    return Generations(tmp_path / "index")


def make(generations: Generations, name: str = "gen-000001") -> Path:
    folder = generations.begin(name)
    generations.write_manifest(folder, MANIFEST)
    generations.finish(folder)
    return generations.folder / name


def test_begin_finish_switch(generations: Generations) -> None:
    assert generations.next_name() == "gen-000001"
    folder = generations.begin("gen-000001")
    assert generations.names() == []
    generations.write_manifest(folder, MANIFEST)
    assert generations.finish(folder) == "gen-000001"
    assert generations.names() == ["gen-000001"]
    with pytest.raises(IndexMissing):
        generations.current()
    generations.switch("gen-000001")
    assert generations.current() == "gen-000001"
    assert generations.next_name() == "gen-000002"


def test_a_manifest_comes_back_as_it_was_written(generations: Generations) -> None:
    make(generations)
    found = generations.manifest("gen-000001")
    assert found == MANIFEST
    assert found.ids(("knowledge", "public")) == {"a#1", "a#2"}
    assert found.ids(("cases", "public")) == set()


def test_numbers_count_and_not_letters(generations: Generations) -> None:
    for name in ("gen-1000000", "gen-999999", "gen-000002", "gen-junk", "gen-3", "gen-000004.building"):
        (generations.folder / name).mkdir()
    (generations.folder / "gen-000007").write_text("a file")
    assert generations.names() == ["gen-000002", "gen-999999", "gen-1000000"]
    assert generations.next_name() == "gen-1000001"
    assert generations.before("gen-1000000") == "gen-999999"
    assert generations.before("gen-000002") == ""
    assert generations.before("") == "gen-1000000"


def test_begin_clears_what_crashed(generations: Generations) -> None:
    for name in ("gen-000001.building", "gen-000009.building"):
        (generations.folder / name / "chroma").mkdir(parents=True)
    assert list(generations.begin("gen-000001").iterdir()) == []
    assert [path.name for path in generations.folder.iterdir()] == ["gen-000001.building"]


def test_prune_keeps_the_newest_and_the_serving_one(generations: Generations) -> None:
    for number in range(1, 6):
        make(generations, f"gen-00000{number}")
    generations.switch("gen-000001")
    assert generations.prune(3) == ["gen-000002", "gen-000003"]
    assert generations.names() == ["gen-000001", "gen-000004", "gen-000005"]
    assert generations.prune(1) == ["gen-000004", "gen-000005"]
    assert generations.names() == ["gen-000001"]


class TestPointer:
    def test_none(self, tmp_path: Path) -> None:
        with pytest.raises(IndexMissing, match="there is no index in") as caught:
            Generations(tmp_path / "nowhere").current()
        assert "draftdesk index build" in caught.value.hint

    @pytest.mark.parametrize(
        "content",
        [b"", b"\n", b"garbage", b"\xff\x00\xfe", b"../../etc", b"gen-1", b"gen-000001.building", b"x" * 9000],
    )
    def test_garbage(self, generations: Generations, content: bytes) -> None:
        make(generations)
        (generations.folder / "current").write_bytes(content)
        with pytest.raises(
            IndexCorrupt, match=r"the pointer .*current holds .*expected a name such as 'gen-000001'"
        ) as caught:
            generations.current()
        assert "rollback" in caught.value.hint
        assert len(str(caught.value)) < 400

    def test_a_folder(self, generations: Generations) -> None:
        (generations.folder / "current").mkdir()
        with pytest.raises(IndexCorrupt, match=r"the pointer .*current cannot be read: Is a directory"):
            generations.current()

    def test_at_a_generation_that_is_gone(self, generations: Generations) -> None:
        generations.switch("gen-000042")
        with pytest.raises(IndexCorrupt, match="the index points at 'gen-000042', which is not there"):
            generations.current()
        assert generations.pointed_at() == "gen-000042"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "cannot be read (JSONDecodeError)"),
        ("garbage", "cannot be read (JSONDecodeError)"),
        ("[]", "cannot be read (AttributeError)"),
        ("null", "cannot be read (AttributeError)"),
        ('{"format": 2}', "cannot be read (KeyError)"),
        ('{"format": 2, "documents": []}', "cannot be read (AttributeError)"),
        ('{"format": 2, "documents": {}}', "cannot be read (TypeError)"),
        ('{"format": 2, "documents": {"a": {"hash": "x"}}}', "cannot be read (TypeError)"),
        ('{"format": 99, "documents": {}}', "has format 99, this version reads 2"),
    ],
)
def test_a_damaged_manifest(generations: Generations, content: str, message: str) -> None:
    folder = make(generations)
    (folder / "manifest.json").write_text(content)
    with pytest.raises(IndexCorrupt) as caught:
        generations.manifest("gen-000001")
    assert message in str(caught.value)
    assert "gen-000001" in str(caught.value)


@pytest.mark.parametrize("change", [lambda path: path.unlink(), lambda path: path.write_bytes(b"\xff\xfe{}")])
def test_no_manifest_to_read(generations: Generations, change: Any) -> None:
    change(make(generations) / "manifest.json")
    with pytest.raises(IndexCorrupt, match="the manifest of gen-000001 cannot be read"):
        generations.manifest("gen-000001")


def test_a_key_of_a_later_version_is_refused(generations: Generations) -> None:
    path = make(generations) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"later": 1}))
    with pytest.raises(IndexCorrupt, match="TypeError"):
        generations.manifest("gen-000001")
