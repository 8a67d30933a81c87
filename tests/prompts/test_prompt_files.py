"""Prompt files: read, versioned, filled in, replaced by the house's own, and never to leave in an answer."""

import json
from pathlib import Path
from typing import get_args

import pytest

from assistant.records import TextKind
from assistant.statements import plain
from guardrails.private_text import PrivateText
from ingest.sentences import sentences
from prompts.own_words import own_words
from prompts.phrases import load_phrases
from prompts.prompt import FIELDS, MAX_CHARS, TEXTS, Prompt, PromptError, load_prompts

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "prompts"
OURS = sorted(FOLDER.rglob("*.md"))


@pytest.fixture(scope="module")
def private() -> PrivateText:
    return PrivateText(own_words())


def test_every_kind_of_text_has_a_prompt() -> None:
    assert set(TEXTS) == set(get_args(TextKind))
    assert set(load_prompts()) == set(FIELDS)


def test_every_prompt_of_the_package_uses_all_that_it_is_given() -> None:
    assert {name: prompt.fields for name, prompt in load_prompts().items()} == FIELDS


def test_the_version_is_that_of_the_words() -> None:
    one, same, other = Prompt("a", "Hi $name"), Prompt("b", "Hi $name"), Prompt("a", "Hi, $name")
    assert one.version == same.version != other.version
    assert len(one.version) == 12
    assert load_prompts().versions("rules", "reply").keys() == {"rules", "reply"}


@pytest.mark.parametrize("fields", [{}, {"name": "Dana", "more": "x"}, {"nam": "Dana"}])
def test_a_wrong_field_is_an_error(fields: dict[str, str]) -> None:
    with pytest.raises(PromptError, match=r"prompt 'hello' takes \['name'\], got"):
        Prompt("hello", "Hi $name").render(**fields)


def test_what_is_filled_in_is_not_filled_in_again() -> None:
    assert Prompt("p", "$evidence").render(evidence="$sections costs $5") == "$sections costs $5"


def test_the_house_replaces_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "reply.md").write_text("Our own. $evidence", encoding="utf-8")
    ours, own = load_prompts(), load_prompts(tmp_path)
    assert own["reply"].text == "Our own. $evidence"
    assert own["reply"].filled(evidence="e", sections="s", asked="a") == "Our own. e"
    assert {name for name in ours if ours[name] != own[name]} == {"reply"}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("reply", "No evidence at all", r"reply\.md may use \$asked, \$evidence, \$sections and needs \$evidence"),
        ("reply", "$evidence $customer_name", "may use"),
        ("reply", "$evidence costs $ 5", "a dollar sign is written"),
        ("reply", "  \n", "has 4 characters|has 3 characters"),
        ("reply", "$evidence " * MAX_CHARS, "expected 1 to 8000"),
        ("answer", "$evidence", r"answer\.md is no prompt that is used: expected one of"),
    ],
)
def test_a_broken_file_of_the_house_is_named(tmp_path: Path, name: str, text: str, told: str) -> None:
    (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    with pytest.raises(PromptError, match=told):
        load_prompts(tmp_path)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "rules.md").write_bytes(b"\xff\xfe\x00rules")
    with pytest.raises(PromptError, match=r"rules\.md cannot be read: expected a text file in UTF-8"):
        load_prompts(tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="no folder"):
        load_prompts(tmp_path / "nowhere")


def test_the_prompts_for_small_models_stand_for_ours() -> None:
    small = load_prompts(FOLDER / "small")
    assert {"rules", "reply", "summary"} <= {name for name in small if small[name] != load_prompts()[name]}


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_prompt_leaves_in_an_answer(private: PrivateText, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if len(line.split()) > 12]
    assert [line for line in [text, *lines] if not private.spans(line)] == []


def test_the_houses_own_prompts_are_private_too(tmp_path: Path) -> None:
    words = "Always speak of the customer as the most valued neighbour of our orchard."
    (tmp_path / "rules.md").write_text(words, encoding="utf-8")
    assert PrivateText(own_words(tmp_path)).spans(words) != []
    assert PrivateText(own_words()).spans(words) == []


def test_honest_sentences_are_not_taken_for_prompts(private: PrivateText) -> None:
    """What the house's articles, tickets and phrases say may be said."""
    articles = [path.read_text(encoding="utf-8") for path in (ROOT / "sample" / "knowledge").rglob("*.md")]
    lines = [
        json.loads(line)
        for name in ("open", "solved")
        for line in (ROOT / "sample" / "tickets" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    articles += [message["text"] for ticket in lines for message in ticket["messages"]]
    said = {plain(text[a:b]) for text in articles for a, b in sentences(text, 0, len(text))}
    said |= set(load_phrases().frames.values())
    assert len(said) > 2000
    assert [text for text in said if private.spans(text)] == []
