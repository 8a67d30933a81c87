"""A text of a prompt is kept once by its version, and found again by a part of it."""

import threading
from pathlib import Path

import pytest

from prompts.archive import PromptArchive
from prompts.prompt import Prompt, PromptError

OLD, NEW = Prompt("reply", "Answer.\n$evidence\n"), Prompt("reply", "Answer well.\r\n$evidence ü\n")


def test_every_version_is_kept_as_it_was(tmp_path: Path) -> None:
    archive = PromptArchive(tmp_path)
    assert [archive.keep(one) for one in (OLD, NEW, OLD)] == [True, True, False]
    assert {kept.prompt for kept in archive.versions("reply")} == {OLD, NEW}
    assert archive.version("reply", NEW.version[:5]) == NEW
    assert archive.versions("summary") == []


def test_many_writers_leave_one_whole_file(tmp_path: Path) -> None:
    kept: list[bool] = []
    threads = [threading.Thread(target=lambda: kept.append(PromptArchive(tmp_path).keep(OLD))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept) == [False] * 7 + [True]
    assert [path.name for path in (tmp_path / "reply").iterdir()] == [f"{OLD.version}.md"]


def test_a_file_that_was_changed_is_no_version(tmp_path: Path) -> None:
    archive = PromptArchive(tmp_path)
    archive.keep(OLD)
    (tmp_path / "reply" / f"{OLD.version}.md").write_text("Something else.")
    assert archive.versions("reply") == []


@pytest.mark.parametrize("version", ["", "abc", "ffffffffffff"])
def test_a_version_that_nobody_used_is_told_with_those_there_are(tmp_path: Path, version: str) -> None:
    archive = PromptArchive(tmp_path)
    archive.keep(OLD)
    with pytest.raises(PromptError, match=OLD.version):
        archive.version("reply", version)
