"""The stand-in says its script in the words of the prompt, and each scorer tells what became of it."""

import json
import threading
from typing import Any

import pytest
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.writers.model.failures import failure_of
from evals.errors import SuiteInvalid
from evals.formats.cases import read
from evals.scorers.score import Score
from evals.scorers.standin import SCORERS
from evals.standin.chat import ScriptedChat
from evals.standin.script import AnswerIn, ModelIn, watched
from evals.standin.sent import Sent
from evals.standin.speech import notes, speech
from evals.tasks.catalog import tasks
from evals.tasks.standin import StandinExpect, StandinOutput

SENT = Sent(
    (
        (
            "human",
            "<data aa11bb22>\n[m1.1] Ask <PERSON_1> at noon.\n[k1.1] Restart the sync in 5 minutes.\n</data aa11bb22>",
        ),
    )
)
JUDGES = {scorer.name: scorer.judge for scorer in SCORERS}
LINE = "Restart the sync in 5 minutes."


def sentence(text: str, *quotes: str, moved: bool = False) -> dict[str, Any]:
    evidence = [{"kind": "passage", "source": "kb#1", "quote": quote, "moved": moved} for quote in quotes]
    return {"text": text, "evidence": evidence}


def judged(name: str, said: list[dict[str, Any]], *read: dict[str, Any], expect: Any = None, **output: Any) -> Score:
    text = {"kind": "reply", "made_by": "x", "sections": [{"section": "answer", "sentences": list(read)}]}
    whole = {"kind": "reply", "verdict": "answerable", "made_by": "model", "text": text, "said": said} | output
    return JUDGES[name](StandinExpect.model_validate(expect or {}), StandinOutput.model_validate(whole))


GOOD = {"text": LINE, "rests_on": LINE}
BAD = {"text": "Restart the sync in 50 minutes.", "rests_on": LINE, "bad": "another number"}


def said_of(**one: Any) -> tuple[list[dict[str, Any]], list[Any]]:
    text, said = speech(AnswerIn.model_validate({"says": [one]}), SENT)
    return json.loads(text)["sentences"], list(said)


def test_a_sentence_is_made_from_the_line_that_was_sent_and_cites_it() -> None:
    entries, said = said_of(line="restart the sync", swap={"5": "50"}, bad="another number")
    assert entries == [{"section": "answer", "cites": ["k1.1"], "text": "Restart the sync in 50 minutes."}]
    assert (said[0].rests_on, said[0].own, said[0].played) == (LINE, True, True)


def test_a_text_of_its_own_may_hold_the_line_and_cite_another() -> None:
    entries, said = said_of(line="restart the sync", text="{line} Or not.", cites=["ask person at noon", "=k9.9"])
    assert entries[0]["text"] == f"{LINE} Or not."
    assert entries[0]["cites"] == ["m1.1", "k9.9"]
    assert said[0].own is False


@pytest.mark.parametrize(
    "one",
    [
        {"line": "print the label"},
        {"line": "restart the sync", "swap": {"7": "8"}},
        {"text": "x", "cites": ["print the label"]},
    ],
)
def test_what_the_prompt_does_not_hold_is_not_said(one: dict[str, Any]) -> None:
    entries, said = said_of(**one)
    assert not entries
    assert not said[0].played


def test_parts_of_a_long_thread_are_condensed_with_their_labels() -> None:
    found = json.loads(notes(SENT))["notes"]
    assert found[1] == {"text": LINE, "cites": ["k1.1"]}


def chat(*answers: dict[str, Any]) -> ScriptedChat:
    return ScriptedChat(answers=[AnswerIn.model_validate(answer) for answer in answers], patience_s=0.02)


def asked(model: ScriptedChat, *more: str) -> str:
    messages = [SystemMessage("rules"), *(HumanMessage(text) for text in (SENT.text, *more))]
    return "".join(str(chunk.text) for chunk in model.stream(messages))


def test_answers_come_in_turn_and_the_last_for_ever() -> None:
    model = chat({"raw": "one"}, {"raw": "two"})
    assert [asked(model) for _ in range(3)] == ["one", "two", "two"]
    assert len(model.sent) == 3
    assert model.sent[0].lines == SENT.lines


def test_notes_are_given_out_of_turn_where_their_shape_is_asked_for() -> None:
    model = chat({"raw": "one"})
    assert json.loads(asked(model, 'Answer so:\n{"properties": {"notes": {}}}'))["notes"]
    assert asked(model) == "one"


@pytest.mark.parametrize(
    ("fails", "kind", "wait_s"),
    [
        ("rate_limited", "rate_limited", None),
        ("wait_an_hour", "rate_limited", 3600),
        ("unavailable", "unavailable", None),
        ("unauthorised", "unauthorised", None),
        ("too_long", "too_long", None),
        ("unreachable", "unreachable", None),
    ],
)
def test_failures_are_those_of_a_provider(fails: str, kind: str, wait_s: float | None) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011  what it is read as is what counts
        asked(chat({"fails": fails}))
    failure = failure_of(caught.value)
    assert (failure.kind, failure.retry_after_s) == (kind, wait_s)


@pytest.mark.parametrize("fails", ["cut", "stalls"])
def test_an_answer_that_is_cut_has_no_end(fails: str) -> None:
    with pytest.raises(json.JSONDecodeError):
        json.loads(asked(chat({"says": [{"line": "restart the sync"}], "fails": fails})))


def test_an_endless_answer_ends_when_nobody_can_wait_for_it_any_more() -> None:
    assert asked(chat({"raw": "{}", "fails": "endless"})).rstrip() == "{}"


def test_calls_at_the_same_time_are_all_kept() -> None:
    model = chat({"raw": "one"})
    threads = [threading.Thread(target=asked, args=(model,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(model.sent) == 8


def test_limits_are_named_as_the_settings_are() -> None:
    assert ModelIn(timeout_s=2.5).settings["model_timeout_s"] == 2.5


def test_strings_are_watched_by_name() -> None:
    assert [(one.name, one.seen) for one in watched({"a": "KEY", "b": "x1"}, "the key")] == [("a", True), ("b", False)]


def test_a_bad_sentence_that_is_read_counts_also_when_it_was_only_shown_on_the_way() -> None:
    assert judged("unsupported_kept", [BAD], sentence(LINE, LINE)).value == 0.0
    assert judged("unsupported_kept", [BAD], sentence(BAD["text"], LINE)) == Score(1.0, "got through: another number")
    assert judged("unsupported_kept", [BAD], shown=[BAD["text"]]).value == 1.0
    assert judged("unsupported_kept", [BAD | {"trace": "in 50"}], sentence("Wait in 50 ways.")).value == 1.0


def test_true_words_are_bad_only_where_they_point_elsewhere() -> None:
    stray = GOOD | {"bad": "the wrong label", "own": False}
    assert judged("unsupported_kept", [stray], sentence(LINE, LINE)).value == 0.0
    assert judged("unsupported_kept", [stray], sentence(LINE, "Something else.")).value == 1.0


def test_bad_sentences_that_were_never_said_cannot_be_judged() -> None:
    assert judged("unsupported_kept", [BAD | {"played": False}]).state == "not_graded"
    assert judged("unsupported_kept", [GOOD]).state == "not_asked"


def test_good_sentences_are_counted_once_and_with_their_values_restored() -> None:
    person = {"text": "Ask <PERSON_1> at noon.", "rests_on": "Ask <PERSON_1> at noon."}
    kept = judged("good_kept", [GOOD, GOOD, person], sentence("Ask Ana Duarte at noon."))
    assert kept == Score(0.5, "1 of 2 good sentences are lost")
    assert judged("good_kept", [GOOD, person], sentence(LINE), sentence("Ask <TEXT_4> at noon!")).value == 1.0


def test_good_sentences_are_lost_where_the_house_wrote_and_no_answer_where_nobody_did() -> None:
    assert judged("good_kept", [GOOD], sentence(LINE), made_by="house").value == 0.0
    assert judged("good_kept", [GOOD], made_by="nobody", text=None).state == "no_answer"
    assert judged("good_kept", [GOOD], made_by="house", expect={"made_by": "house"}).state == "not_asked"
    assert judged("good_kept", [BAD]).state == "not_asked"
    assert judged("good_kept", [GOOD | {"played": False}], sentence(LINE)).value == 0.0


def test_kept_sentences_must_point_at_what_they_were_made_from() -> None:
    assert judged("cited_right", [GOOD], sentence(LINE, LINE)).value == 1.0
    assert judged("cited_right", [GOOD], sentence(LINE, "Something else.")).value == 0.0
    assert judged("cited_right", [GOOD], sentence(LINE, LINE, moved=True)).value == 0.0
    assert judged("cited_right", [GOOD]).state == "not_asked"
    assert judged("cited_right", [GOOD | {"own": False}], sentence(LINE, "x")).state == "not_asked"


def test_a_text_without_a_sentence_is_by_nobody() -> None:
    model = {"made_by": "model"}
    assert judged("made_by", [], sentence(LINE), expect=model).value == 1.0
    assert judged("made_by", [], expect=model) == Score(0.0, "nobody instead of model")
    assert judged("made_by", [], sentence(LINE), expect={"made_by": "house"}).value == 0.0
    assert judged("made_by", [], sentence(LINE)).state == "not_asked"


def test_a_fallback_must_say_so_and_why() -> None:
    expect = {"made_by": "house", "told": [["too slow", "in time"]]}
    both = judged("labelled", [], expect=expect, notes=["model_fallback"], told=["It did not answer in time."])
    assert both.value == 1.0
    assert judged("labelled", [], expect=expect, notes=["model_fallback"], told=["It refused."]).value == 0.5
    assert judged("labelled", [], expect=expect) == Score(0.0, "not said: model_fallback, too slow")
    assert judged("labelled", [], expect={"made_by": "model"}).state == "not_asked"


def test_values_are_restored_and_none_that_may_not_be() -> None:
    seen = [{"name": "mine", "seen": True}, {"name": "theirs", "seen": True}]
    expect = {"holds": ["mine"]}
    assert judged("restored", [], expect=expect, watched=seen).value == 1.0
    assert judged("restored", [], expect=expect, watched=[]) == Score(0.0, "not there: mine")
    assert judged("restored", [], expect=expect, watched=seen, placeholders=2).value == 0.0
    assert judged("never_shown", [], expect=expect, watched=seen) == Score(1.0, "theirs")
    assert judged("never_shown", [], expect=expect, watched=seen[:1]).state == "not_asked"


def test_a_model_may_be_asked_so_often_and_no_more() -> None:
    assert judged("overasked", [], expect={"calls": 1}, asked=1).value == 0.0
    assert judged("overasked", [], expect={"calls": 1}, asked=2).value == 1.0
    assert judged("overasked", [], asked=99).state == "not_asked"


def test_a_case_may_name_a_ticket_of_a_file(tmp_path: Any) -> None:
    (tmp_path / "tickets.jsonl").write_text('{"id": "T-1", "subject": "s", "gold": {}}\n', encoding="utf-8")
    (tmp_path / "cases.jsonl").write_text('{"id": "a", "input": {"ticket": "T-1"}}\n', encoding="utf-8")
    options = {"folder": str(tmp_path), "tickets": "tickets.jsonl"}
    [(_, case)] = read(tmp_path / "cases.jsonl", tasks()["standin"], options)
    assert case["input"]["ticket"] == {"id": "T-1", "subject": "s"}
    with pytest.raises(SuiteInvalid, match=r"cases\.jsonl:1: input\.ticket: no ticket 'T-1'"):
        list(read(tmp_path / "cases.jsonl", tasks()["standin"], {"folder": str(tmp_path)}))


def test_what_a_guard_takes_out_must_be_reported() -> None:
    expect = {"reported": ["foreign.placeholder", "leak.secret"]}
    half = judged("reported", [], expect=expect, findings=["foreign.placeholder"])
    assert half == Score(0.5, "not reported: leak.secret")
    assert judged("reported", [], findings=["leak.secret"]).state == "not_asked"
