"""Only this ticket's own values come back, and never a secret."""

from assistant.artifacts import Artifact
from assistant.evidence import from_frame, sentence
from assistant.records import Draft, Passage
from assistant.restore import restored
from guardrails.findings import Finding
from guardrails.vault import Vault

from .desk import make_chunk


def filled() -> Vault:
    vault = Vault()
    vault.placeholder("PERSON", "Runa Okafor")
    vault.placeholder("SECRET_PASSWORD", "hunter2-Tulip")
    return vault


def test_every_string_of_a_structure_is_restored() -> None:
    made = sentence("Hello <PERSON_1>,", "greeting", from_frame("greeting", "Hello <PERSON_1>,"))
    draft = restored(Draft("test", (made,)), filled())
    assert draft.sentences[0].text == "Hello Runa Okafor,"
    assert draft.sentences[0].evidence[0].quote == "Hello Runa Okafor,"
    assert restored(["<PERSON_1>", ("<PERSON_1>", 3, None)], filled()) == ["Runa Okafor", ("Runa Okafor", 3, None)]


def test_secrets_stay_masked() -> None:
    assert restored("It is <SECRET_1>", filled()) == "It is <SECRET_1>"


def test_placeholders_of_others_stay() -> None:
    assert restored("<PERSON_2> and <EMAIL_1> and <PERSON>", filled()) == "<PERSON_2> and <EMAIL_1> and <PERSON>"


def test_a_value_that_looks_like_a_placeholder_is_not_restored_twice() -> None:
    vault = filled()
    vault.placeholder("TEXT", "<PERSON_1>")
    assert restored("<TEXT_1>", vault) == "<PERSON_1>"


def test_indexed_text_is_never_touched() -> None:
    chunk = make_chunk("Ask <PERSON_1> about it.", title="About <PERSON_1>")
    assert restored(Passage(chunk, 1.0, 1.0, 1.0), filled()).chunk is chunk


def test_findings_and_offsets_stay() -> None:
    finding = Finding("pii.person", "m1", 0, 3, "info", "<PERSON_1>")
    assert restored((finding,), filled())[0] is finding
    artifact = Artifact("url", "https://x.example/<PERSON_1>", None, "m1", 4, 32)
    assert restored(artifact, filled()) == Artifact("url", "https://x.example/Runa Okafor", None, "m1", 4, 32)


def test_the_value_given_is_not_changed() -> None:
    made = sentence("Hello <PERSON_1>,", "greeting", from_frame("greeting", "Hello,"))
    restored(made, filled())
    assert made.text == "Hello <PERSON_1>,"
