"""What a test of the writer with a chat model needs: a small ticket and article, answers, and the writer itself."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.records import Note, Passage, Sentence, Text, TextKind, Verdict
from assistant.support.support import Support
from assistant.texts.order import Order
from assistant.writers.extractive.writer import ExtractiveWriter
from assistant.writers.material import Material
from assistant.writers.model.budget import Budget, Limits
from assistant.writers.model.client import ChatClient
from assistant.writers.model.patience import Patience
from assistant.writers.model.providers import ModelChoice, build_model
from assistant.writers.model.writer import ModelWriter
from guardrails.scrub import Scrubber
from prompts.phrases import load_phrasebook
from prompts.prompt import load_prompts
from tests.assistant.desk import as_read, make_chunk, make_material
from tests.ingest.index_house import HashingEmbedder

from .chat_server import ChatServer

MODEL = "openai:test-model"
ARTICLE = "Paste the new secret into your endpoint. Then retry the failed deliveries. Both secrets work for 24 hours."
PATIENT = Patience(total_s=30.0, connect_s=5.0, first_s=30.0, idle_s=30.0)

Entry = dict[str, Any]


def entry(section: str, text: str, *cites: str) -> Entry:
    """A sentence as a model writes it."""
    return {"section": section, "text": text, "cites": list(cites)}


def answer(*entries: Entry, nothing: str = "") -> str:
    """A whole answer."""
    return json.dumps({"sentences": list(entries), "nothing_to_say": nothing})


PASTE = entry("answer", "Paste the new secret into your endpoint.", "k1.1")
RETRY = entry("answer", "Then retry the failed deliveries.", "k1.2")
WORKS = entry("answer", "Both secrets work for 24 hours.", "k1.3")
WRONG = entry("answer", "Then retry the 77 failed deliveries.", "k1.2")
SAID = entry("acknowledgement", "Our endpoint answers every delivery with 401.", "m1.1")
REPLY = answer(SAID, PASTE, RETRY, WORKS)


@dataclass
class Reader:
    """An agent who sees each sentence as it passes; what is shown is never taken back."""

    shown: list[str] = field(default_factory=list)

    def check(self, _section: str, sentence: Sentence) -> Sentence | None:
        if Support().reasons(sentence):
            return None
        self.shown.append(sentence.text)
        return sentence

    def kept_all(self, text: Text) -> bool:
        """Whether everything that was shown stands in the text."""
        return set(self.shown) <= {sentence.text for sentence in text.sentences}


@dataclass(frozen=True)
class Case:
    """A ticket with an article that answers it."""

    material: Material
    sources: Sequence[Passage]

    def order(self, kind: TextKind = "reply") -> Order:
        return Order(kind, Verdict("answerable", "covered", 0.9), self.sources)


def make_case(scrubber: Scrubber, *messages: str) -> Case:
    said = messages or ("Our endpoint answers every delivery with 401. We rotated the signing secret on Monday.",)
    ticket = as_read(scrubber, *said, subject="Webhook deliveries fail", customer={"name": "Ana Duarte"})
    chunk = make_chunk(ARTICLE)
    passage = Passage(chunk, 0.9, 0.9, 0.0)
    return Case(make_material(ticket, HashingEmbedder(), chunks=[chunk], knowledge=[passage]), [passage])


def make_writer(
    server: ChatServer,
    *,
    patience: Patience = PATIENT,
    budget: Budget | None = None,
    answer_tokens: int = 2000,
    context_tokens: int = 16_000,
) -> ModelWriter:
    phrases = load_phrasebook()
    model = build_model(ModelChoice(MODEL, server.url, answer_tokens), patience)
    return ModelWriter(
        ChatClient(model, patience=patience),
        fallback=ExtractiveWriter(phrases),
        prompts=load_prompts(),
        phrases=phrases,
        budget=budget or Budget(Limits(answer_tokens)),
        context_tokens=context_tokens,
    )


def texts(text: Text) -> list[str]:
    return [sentence.text for sentence in text.sentences]


def note(text: Text, code: str) -> Note | None:
    return next((one for one in text.notes if one.code == code), None)
