"""`draftdesk guard policy`, as Support Ops run it."""

from pathlib import Path

import pytest

from .conftest import InProcess

OFF = "off: [credit, long_text]\nlimits: {words: {reply: 99}}\n"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: InProcess) -> InProcess:
    """The command line in a folder with a policy file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policy.yaml").write_text(OFF, encoding="utf-8")
    monkeypatch.setenv("DRAFTDESK_POLICY", "policy.yaml")
    monkeypatch.setenv("COLUMNS", "200")
    return run


def test_what_is_in_force_is_shown(house: InProcess) -> None:
    told = house("guard", "policy")
    assert told.code == 0
    assert "policy.yaml has no mistakes." in told.out
    names = [line.split()[0] for line in told.out.splitlines() if line.strip()]
    assert "refund" in names
    assert "credit" not in names
    assert "reply 99" in told.out
    assert "Switched off: credit, long_text." in told.out


def test_every_mistake_is_told_with_its_line(house: InProcess, tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("off: [credits]\nrules:\n  refund: {severty: warning}\n", encoding="utf-8")
    told = house("guard", "policy")
    assert told.code != 0
    assert "policy.yaml:1: off[1]: 'credits' is no rule" in told.err
    assert "policy.yaml:3: rules.refund.severty" in told.err


def test_sentences_are_tried(house: InProcess) -> None:
    kept = house("guard", "policy", "--rules-only", "--try", "The export always finishes.", "--try", "Open the page.")
    assert kept.code == 0
    assert "warning absolute, “The export always”" in kept.out
    assert "becomes: The export usually finishes." in kept.out
    assert "no rule objects" in kept.out
    gone = house("guard", "policy", "--rules-only", "--try", "We will definitely refund you.")
    assert gone.code == 1
    assert "blocking refund" in gone.out
    assert "taken out" in gone.out
    assert "becomes" not in gone.out


def test_another_file_can_be_tried(house: InProcess, tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_text("off: [refund]\n", encoding="utf-8")
    told = house("guard", "policy", "new.yaml", "--rules-only", "--try", "We will refund the fee.")
    assert told.code == 0
    assert "no rule objects" in told.out


def test_the_model_reads_what_no_rule_foresaw(house: InProcess, tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text("", encoding="utf-8")
    text = "Breakfast costs you nothing during your stay."
    assert house("guard", "policy", "all.yaml", "--rules-only", "--try", text).code == 0
    told = house("guard", "policy", "all.yaml", "--try", text)
    assert told.code == 1
    assert "blocking credit" in told.out
