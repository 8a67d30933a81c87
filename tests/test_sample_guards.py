"""What was planted in the sample's open tickets never comes back in what the assistant reads or writes."""

import json
from typing import Any

import pytest

from guardrails.normalise import normalise
from guardrails.scrub import Scrubber
from guardrails.vault import Vault
from settings import ROOT

OPEN = ROOT / "sample" / "tickets" / "open.jsonl"
PLANTED = {
    "O-001": ["Tulpen!Veld-2291"],
    "O-006": ["fwk_live_"],
    "O-019": ["BEGIN PRIVATE KEY"],
    "O-028": ["whsec_"],
    "O-032": ["fwk_live_", "whsec_"],
}
"""Secrets, or how they begin, by ticket."""


def ticket(ticket_id: str) -> dict[str, Any]:
    lines = OPEN.read_text(encoding="utf-8").splitlines()
    return next(value for line in lines if (value := json.loads(line))["id"] == ticket_id)


@pytest.mark.parametrize("ticket_id", sorted(PLANTED))
def test_planted_secrets_are_masked_and_told(ticket_id: str, scrubber: Scrubber) -> None:
    messages = {str(n): normalise(m["text"]).text for n, m in enumerate(ticket(ticket_id)["messages"])}
    planted = PLANTED[ticket_id]
    assert all(secret in "\n".join(messages.values()) for secret in planted)
    done = scrubber.scrub_thread(messages, Vault())
    text = "\n".join(one.text for one in done.values())
    assert [secret for secret in planted if secret in text] == []
    assert any(finding.kind.startswith("secret.") for one in done.values() for finding in one.findings)
