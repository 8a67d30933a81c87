"""One writer at a time, and a message that names who."""

import getpass
import os
from pathlib import Path

import pytest

from ingest.errors import IndexBusy, IndexUnwritable
from ingest.lock import holder, who, writer_lock


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_a_second_writer_is_told_who_holds_it(folder: Path) -> None:
    with writer_lock(folder):
        with pytest.raises(IndexBusy) as caught, writer_lock(folder):
            pytest.fail("two writers")
        assert f"is being written by {who()} (process {os.getpid()}) since 20" in str(caught.value)
        assert "draftdesk index status" in caught.value.hint
        assert holder(folder).startswith(who())
    assert holder(folder) == ""


def test_it_is_free_after_an_error(folder: Path) -> None:
    with pytest.raises(ValueError, match="in the middle"), writer_lock(folder):
        raise ValueError("in the middle")
    with writer_lock(folder):
        assert holder(folder)


@pytest.mark.parametrize("content", ['{"who": "ada@desk", "pid": 1, "since": "2026-01-01"}', "garbage", "[]", "{}", ""])
def test_the_note_of_a_dead_writer_is_no_lock(folder: Path, content: str) -> None:
    folder.mkdir()
    (folder / "writer.json").write_text(content)
    assert holder(folder) == ""
    with writer_lock(folder):
        assert holder(folder).startswith(who())


@pytest.mark.parametrize("content", ["garbage", "[]", "{}", "\udcff"])
def test_without_a_readable_note_it_is_still_busy(folder: Path, content: str) -> None:
    with writer_lock(folder):
        (folder / "writer.json").write_text(content, errors="surrogateescape")
        with pytest.raises(IndexBusy, match="by another process"), writer_lock(folder):
            pytest.fail("two writers")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file")
    with pytest.raises(IndexUnwritable, match="cannot write in"), writer_lock(tmp_path / "index"):
        pytest.fail("a lock in a file")


def test_who() -> None:
    assert who().startswith(f"{getpass.getuser()}@")
