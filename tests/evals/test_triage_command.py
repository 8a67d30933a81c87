"""`draftdesk eval triage`, end to end: files in, figures with n and interval out."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from draftdesk import app

WAYS = ("please help", "since this morning", "for the whole team", "again and again", "on every machine", "as of today")
SAID = {
    "billing": ("The invoice shows a wrong amount", "We were charged twice for one order"),
    "login": ("The password reset mail never arrives", "Single sign-on sends us back to the login page"),
}


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def lessons() -> list[dict[str, str]]:
    return [
        {"text": f"{text} {way}.", "label": label} for label, texts in SAID.items() for text in texts for way in WAYS
    ]


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["--var", str(root / "var"), "eval", "triage", *words])


def test_figures_with_n_and_interval(tmp_path: Path) -> None:
    train = write(tmp_path / "train.jsonl", lessons())
    exam = [
        {"text": "my invoice has a wrong amount", "label": "billing"},
        {"text": "the mail to reset my password does not arrive", "label": "login"},
        {"text": "how long do I boil an egg", "label": "oos"},
        {"text": "the parcel is lost", "label": "shipping"},
    ]
    out = tmp_path / "out.json"
    done = run(tmp_path, str(train), str(write(tmp_path / "test.jsonl", exam)), "--json", str(out))
    assert done.exit_code == 0, done.output
    assert "95 % interval" in done.stdout
    found = json.loads(out.read_text(encoding="utf-8"))
    assert (found["command"], found["n"]) == ("eval triage", 4)
    metrics = found["metrics"]
    assert metrics.keys() >= {
        "accuracy",
        "macro_f1",
        "ece",
        "coverage@0.9",
        "oos_auroc",
        "train_seconds",
        "ms_per_text",
    }
    # Two of three right: the label that was never learned counts wrong, the text of no label not at all.
    assert metrics["accuracy"] == pytest.approx(2 / 3)
    assert metrics["oos_auroc"] > 0.5
    interval = found["intervals"]["accuracy"]
    assert (interval["n"], interval["low"] < metrics["accuracy"] < interval["high"]) == (3, True)


@pytest.mark.parametrize(
    ("label_of_train", "label_of_test", "told"),
    [("oos", "billing", "no label is described"), ("billing", "oos", "has a label")],
)
def test_files_without_labels_are_refused(tmp_path: Path, label_of_train: str, label_of_test: str, told: str) -> None:
    train = write(tmp_path / "train.jsonl", [{"text": "the invoice", "label": label_of_train}])
    done = run(tmp_path, str(train), str(write(tmp_path / "t.jsonl", [{"text": "an invoice", "label": label_of_test}])))
    assert done.exit_code != 0
    assert told in " ".join(done.output.replace("│", " ").split())
