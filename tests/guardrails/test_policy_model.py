"""The model that reads by meaning, as part of the rules in force."""

from pathlib import Path

import pytest

from assistant.assembly import policy_guard
from guardrails.errors import RulesInvalid
from guardrails.findings import Repair
from guardrails.policy_guard import PolicyGuard
from guardrails.promise_model.model import load
from guardrails.promises import PromiseGuard
from guardrails.tongue import other_tongue
from ingest.embed import SentenceTransformerEmbedder
from settings import Settings

GERMAN = "Senden Sie uns niemals Ihr Passwort."
"""The model takes it for a request, since it knows little but English."""


@pytest.fixture(scope="module")
def guard(real_embedder: SentenceTransformerEmbedder) -> PolicyGuard:
    model = PromiseGuard(model=load(), embed=real_embedder.encode, embedder=real_embedder.fingerprint)
    return PolicyGuard(commitments=model)


def test_what_the_model_alone_sees_takes_an_english_sentence_out(guard: PolicyGuard) -> None:
    (hit,) = guard.check("Breakfast costs you nothing during your stay.")
    assert (hit.rule.name, hit.blocking) == ("credit", True)
    assert 0.5 < hit.score <= 1


def test_in_another_language_it_only_warns(guard: PolicyGuard) -> None:
    assert guard.by_rules(GERMAN) == []
    (hit,) = guard.check(GERMAN)
    assert (hit.unsure, hit.blocking) == (True, False)
    finding = hit.finding("draft.1")
    assert (finding.severity, finding.repair) == ("warning", Repair("ask"))
    assert "read it yourself" in finding.advice


def test_a_pattern_takes_it_out_in_any_language(guard: PolicyGuard) -> None:
    hits = guard.check("Bitte senden Sie uns Ihr Passwort, wir erstatten Ihnen den Betrag.")
    assert {"credentials", "refund"} <= {hit.rule.name for hit in hits if hit.blocking}


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Der Filter verbirgt die Zeilen.", True),
        ("Le filtre masque les lignes.", True),
        ("El filtro oculta las filas.", True),
        ("The filter hides the rows.", False),
        ("The die is cast, and the la la of it is on air.", False),
        ("Restart now.", False),
        ("", False),
    ],
)
def test_other_tongues_are_known_by_their_small_words(text: str, other: bool) -> None:
    assert other_tongue(text) is other


def test_a_broken_file_of_the_house_stops_the_start(tmp_path: Path, real_embedder: SentenceTransformerEmbedder) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text("offf: []\nlimits: {lix: low}\n", encoding="utf-8")
    with pytest.raises(RulesInvalid) as caught:
        policy_guard(Settings(policy=path), real_embedder)
    assert [line.rpartition("policy.yaml")[2][:8] for line in str(caught.value).splitlines()] == [
        ":1: offf",
        ":2: limi",
    ]
