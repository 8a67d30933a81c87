"""Sentences appear as they pass; what was shown stays; what did not pass is repaired once."""

import json
from dataclasses import replace

import pytest

from assistant.records import Sentence
from assistant.writers.model.entries import Entries

from .chat_server import PIECE, Answer, ChatServer
from .model_house import PASTE, REPLY, RETRY, SAID, WORKS, WRONG, Case, Reader, answer, entry, make_writer, note, texts


def test_a_reply_of_the_model_between_the_courtesies_of_the_house(server: ChatServer, case: Case) -> None:
    server.will(Answer(REPLY))
    reader = Reader()
    text = make_writer(server).write(case.order(), case.material, reader.check)
    assert text.made_by == "openai:test-model"
    assert texts(text)[1:-1] == [SAID["text"], PASTE["text"], RETRY["text"], WORKS["text"]]
    assert text.sections[0].sentences[0].evidence[0].kind == "frame"
    assert text.sections[-1].sentences[0].evidence[0].kind == "frame"
    assert sorted(reader.shown) == sorted(texts(text))
    assert text.notes == ()


def test_sentences_are_shown_while_the_model_still_writes(server: ChatServer, case: Case) -> None:
    first = answer(PASTE)[: -len('], "nothing_to_say": ""}')]
    server.will(Answer(answer(PASTE, SAID, RETRY), hold=len(first) // PIECE + 1))
    seen: list[str] = []
    reader = Reader()

    def check(section: str, sentence: Sentence) -> Sentence | None:
        seen.append(section)
        server.go.set()
        return reader.check(section, sentence)

    make_writer(server).write(case.order(), case.material, check)
    assert server.went, "the server waited in vain for the first sentence to be shown"
    assert seen == ["answer", "greeting", "acknowledgement", "answer", "closing"]


def test_nothing_is_shown_before_a_sentence_of_the_core_passed(server: ChatServer, case: Case) -> None:
    server.will(Answer(answer(SAID, WRONG)))
    reader = Reader()
    text = make_writer(server).write(case.order(), case.material, reader.check)
    assert text.made_by == "extractive"
    assert reader.shown == []


class TestRepair:
    def test_a_step_is_put_where_it_belongs(self, server: ChatServer, case: Case) -> None:
        server.will(Answer(answer(PASTE, WRONG, WORKS)), Answer(answer(RETRY)))
        reader = Reader()
        text = make_writer(server).write(case.order(), case.material, reader.check)
        assert texts(text)[1:-1] == [PASTE["text"], RETRY["text"], WORKS["text"]]
        assert [one for one in reader.shown if one in texts(text)[1:-1]] == texts(text)[1:-1]
        assert text.notes == ()

    def test_the_model_is_told_what_was_wrong(self, server: ChatServer, case: Case) -> None:
        server.will(Answer(answer(PASTE, WRONG)), Answer(answer(RETRY)))
        make_writer(server).write(case.order(), case.material, Reader().check)
        before, after = (request["messages"] for request in server.requests)
        assert after[: len(before)] == before
        assert json.loads(after[-2]["content"])["sentences"] == [PASTE, WRONG]
        assert WRONG["text"][:20] in after[-1]["content"]

    def test_there_is_one_round_only(self, server: ChatServer, case: Case) -> None:
        server.will(Answer(answer(PASTE, WRONG, WORKS)))
        text = make_writer(server).write(case.order(), case.material, Reader().check)
        assert len(server.requests) == 2
        assert texts(text)[1:-1] == [PASTE["text"], WORKS["text"]]
        left_out = note(text, "model_left_out")
        assert left_out is not None
        assert left_out.text.startswith("1 sentence of the chat model")

    def test_steps_that_fit_nowhere_are_left_out(self, server: ChatServer, case: Case) -> None:
        server.will(Answer(answer(PASTE, WRONG)), Answer(answer(RETRY, WORKS)))
        text = make_writer(server).write(case.order(), case.material, Reader().check)
        assert texts(text)[1:-1] == [PASTE["text"]]

    def test_where_order_does_not_matter_they_go_to_the_end(self, server: ChatServer, case: Case) -> None:
        said = entry("problem", "Our endpoint answers every delivery with 401.", "m1.1")
        wrong = entry("problem", "The secret was rotated in 1999.", "m1.2")
        right = entry("problem", "We rotated the signing secret on Monday.", "m1.2")
        more = entry("problem", "Webhook deliveries fail.", "subject")
        server.will(Answer(answer(wrong, said)), Answer(answer(right, more)))
        text = make_writer(server).write(case.order("summary"), case.material, Reader().check)
        assert texts(text) == [said["text"], right["text"], more["text"]]

    def test_an_answer_that_cannot_be_read_is_asked_for_again(self, server: ChatServer, case: Case) -> None:
        server.will(Answer("Here you are: paste the secret."), Answer(REPLY))
        text = make_writer(server).write(case.order(), case.material, Reader().check)
        assert text.made_by == "openai:test-model"
        assert texts(text)[1:-1] == [SAID["text"], PASTE["text"], RETRY["text"], WORKS["text"]]


def test_what_is_said_twice_stands_once(server: ChatServer, case: Case) -> None:
    server.will(Answer(answer(PASTE, PASTE, RETRY)))
    text = make_writer(server).write(case.order(), case.material, Reader().check)
    assert texts(text)[1:-1] == [PASTE["text"], RETRY["text"]]


def test_a_section_takes_no_more_than_its_limit(server: ChatServer, case: Case) -> None:
    many = [
        entry("acknowledgement", words, "m1.1", "m1.2")
        for words in (
            "Our endpoint answers every delivery with 401.",
            "We rotated the signing secret on Monday.",
            "Every delivery answers with 401.",
        )
    ]
    server.will(Answer(answer(*many, PASTE)))
    text = make_writer(server).write(case.order(), case.material, Reader().check)
    assert [len(section.sentences) for section in text.sections if section.name == "acknowledgement"] == [2]


@pytest.mark.parametrize(("language", "greeting"), [("de", "Guten"), ("en", "Hello"), ("pt", "")])
def test_the_courtesies_are_in_the_language_of_the_text(
    server: ChatServer, case: Case, language: str, greeting: str
) -> None:
    server.will(Answer(REPLY))
    text = make_writer(server).write(replace(case.order(), language=language), case.material)
    assert text.language == language
    assert [one.split()[0] for one in texts(text)[:1]] == [greeting or SAID["text"].split()[0]]
    assert len(texts(text)) == (6 if greeting else 4)


def test_a_fenced_answer_is_read(server: ChatServer, case: Case) -> None:
    server.will(Answer(f"```json\n{json.dumps(json.loads(REPLY), indent=2)}\n```"))
    text = make_writer(server).write(case.order(), case.material, Reader().check)
    assert (text.made_by, len(server.requests)) == ("openai:test-model", 1)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 1000])
def test_entries_come_whole_however_the_text_is_cut(size: int) -> None:
    wanted = [entry("answer", 'Say "yes" to <PERSON_1>, {all} [of] it \\ ünïcode 🎈.', "k1.1"), PASTE, RETRY]
    text = "Sure:\n" + answer(*wanted, nothing="") + "\nDone }"
    entries = Entries("sentences")
    found = [one for at in range(0, len(text), size) for one in entries.feed(text[at : at + size])]
    assert found == wanted


@pytest.mark.parametrize(
    "text", ["", "}", '{"sentences": "none"}', '{"sentences": [}', '{"other": [{"a": 1}]}', "[{}]"]
)
def test_what_has_no_entries_gives_none(text: str) -> None:
    assert Entries("sentences").feed(text) == []
