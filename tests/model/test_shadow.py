"""Other prompts are tried after the answer was given: checked the same way, logged without a value, in nobody's way."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.assembly import build_assistant, build_writer
from assistant.assistant import Assistant
from assistant.errors import ModelUnusable
from assistant.prompting.shadow import Shadow
from ingest.read_ticket import read_ticket
from prompts.archive import PromptArchive
from prompts.phrases import load_phrasebook
from prompts.prompt import load_prompts
from settings import Settings

from .chat_server import Answer, ChatServer
from .model_house import MODEL
from .test_assistant import OTHERS, TICKET, Obedient

MARK = "Mention the article first."


@pytest.fixture
def tried(sample_settings: Settings, tmp_path: Path, server: ChatServer) -> Settings:
    """Settings with a summary to try; what is written goes to a folder of the test, the index is shared."""
    folder = tmp_path / "tried"
    folder.mkdir()
    (folder / "summary.md").write_text(f"{MARK}\n{load_prompts()['summary'].text}")
    (tmp_path / "var").mkdir()
    for shared in sample_settings.var.iterdir():
        if shared.name not in ("prompts", "shadow"):
            (tmp_path / "var" / shared.name).symlink_to(shared)
    server.answers = Obedient(server)
    return sample_settings.model_copy(
        update={"var": tmp_path / "var", "model": MODEL, "model_url": server.url, "shadow_prompts": folder}
    )


@pytest.fixture
def assistant(tried: Settings) -> Assistant:
    return build_assistant(tried)


def settled(assistant: Assistant) -> None:
    assert assistant.shadow is not None
    assistant.shadow.settle()


def logged(settings: Settings) -> list[dict[str, Any]]:
    return [
        json.loads(line) for path in settings.shadow_folder.glob("*.jsonl") for line in path.read_text().splitlines()
    ]


def test_both_texts_are_logged_and_neither_holds_a_value(
    assistant: Assistant, tried: Settings, server: ChatServer, capsys: pytest.CaptureFixture[str]
) -> None:
    done = assistant.assist(read_ticket(TICKET))
    settled(assistant)
    (row,) = logged(tried)
    assert (row["kind"], row["ticket_id"], row["model"]) == ("summary", "T-1", MODEL)
    live, shadow = row["live"], row["shadow"]
    assert live["prompts"] == {name: done.made_with.prompts[name] for name in live["prompts"]}
    assert live["prompts"]["summary"] != shadow["prompts"]["summary"]
    assert live["prompts"]["rules"] == shadow["prompts"]["rules"]
    for side in (live, shadow):
        assert 0 < side["kept"] < side["written"]
        assert side["removed"]
        assert side["tokens_in"] == 800 * side["calls"]
        assert side["text"]
    assert (live["text"], live["kept"]) == (shadow["text"], shadow["kept"])
    kept = capsys.readouterr()
    for value in ("Ana", "Duarte", "7946", "zarnwick.example", *OTHERS.split()[:2], "evil.example"):
        assert value not in json.dumps(row)
        assert value not in kept.out + kept.err
    assert sum(MARK in json.dumps(request) for request in server.requests) == shadow["calls"]


def test_the_answer_counts_only_what_it_took_itself(assistant: Assistant, server: ChatServer) -> None:
    done = assistant.assist(read_ticket(TICKET))
    settled(assistant)
    live = [request for request in server.requests if MARK not in json.dumps(request)]
    assert len(live) < len(server.requests)
    assert done.usage.calls == len(live)


def test_a_text_whose_prompts_are_the_same_is_not_asked_for_twice(
    assistant: Assistant, tried: Settings, server: ChatServer
) -> None:
    assert assistant.write(read_ticket(TICKET), "handover").text is not None
    settled(assistant)
    assert MARK not in server.prompts
    assert logged(tried) == []


def test_a_trial_that_fails_harms_nobody(assistant: Assistant, tried: Settings, server: ChatServer) -> None:
    tried.shadow_folder.write_text("no folder")
    for _ in range(2):
        assert assistant.write(read_ticket(TICKET), "summary").text is not None
        settled(assistant)
    assert server.prompts.count(MARK) >= 2


def test_the_tried_text_may_fail_and_says_so(assistant: Assistant, tried: Settings, server: ChatServer) -> None:
    class Failing(Obedient):
        def pop(self, index: object = 0) -> Answer:
            return Answer(status=400) if MARK in json.dumps(self.server.requests[-1]) else super().pop(index)

    server.answers = Failing(server)
    written = assistant.write(read_ticket(TICKET), "summary")
    settled(assistant)
    assert written.text is not None
    assert written.text.made_by == MODEL
    (row,) = logged(tried)
    assert (row["live"]["failed"], row["shadow"]["failed"], row["shadow"]["kept"]) == ("", "rejected", 0)


def test_the_budget_of_the_day_ends_trials_too(tried: Settings, server: ChatServer) -> None:
    assistant = build_assistant(tried.model_copy(update={"model_day_tokens": 20_000, "model_answer_tokens": 2_000}))
    for _ in range(8):
        assistant.write(read_ticket(TICKET), "summary")
        settled(assistant)
    spent = len(server.requests)
    assert assistant.write(read_ticket(TICKET), "summary").text is not None
    settled(assistant)
    assert len(server.requests) == spent


def test_what_a_model_was_given_is_kept_by_its_version(assistant: Assistant, tried: Settings) -> None:
    done = assistant.write(read_ticket(TICKET), "summary")
    settled(assistant)
    archive = PromptArchive(tried.prompts_folder)
    versions = {kept.prompt.version for kept in archive.versions("summary")}
    assert {done.made_with.prompts["summary"]} < versions
    assert len(versions) == 2
    assert MARK in "".join(kept.prompt.text for kept in archive.versions("summary"))


def test_the_extractive_writer_is_given_no_prompt(sample_settings: Settings) -> None:
    done = build_assistant(sample_settings).write(read_ticket(TICKET), "summary")
    assert done.made_with.prompts == {}


@pytest.mark.parametrize(("wrong", "told"), [("model", "DRAFTDESK_MODEL"), ("empty", "NAME.md"), ("name", "no prompt")])
def test_a_trial_that_cannot_be_is_told_at_the_start(tried: Settings, wrong: str, told: str) -> None:
    assert tried.shadow_prompts is not None
    given = tried.shadow_prompts / "summary.md"
    if wrong == "empty":
        given.unlink()
    if wrong == "name":
        given.rename(given.with_name("sumary.md"))
    changed = tried.model_copy(update={"model": ""}) if wrong == "model" else tried
    with pytest.raises(ModelUnusable, match=told):
        build_assistant(changed)


def test_what_is_not_in_the_folder_is_tried_as_it_is_live(tried: Settings, tmp_path: Path) -> None:
    from assistant.writers.model.assembly import build_shadow_of

    own = tmp_path / "own"
    own.mkdir()
    (own / "rules.md").write_text(f"The rules of this house.\n{load_prompts()['rules'].text}")
    settings = tried.model_copy(update={"prompts": own})
    phrases = load_phrasebook()
    shadow = build_shadow_of(build_writer(settings, phrases), settings, phrases)
    assert isinstance(shadow, Shadow)
    assert shadow.changed == {"summary"}
