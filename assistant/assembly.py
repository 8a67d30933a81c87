"""Put the assistant together from settings: the one place that says which real part stands where."""

from assistant.assistant import Assistant
from assistant.writers.extractive import ExtractiveWriter
from guardrails.private_text import PrivateText
from guardrails.promise_model import model as promise_model
from guardrails.promises import PromiseGuard
from ingest.assembly import build_embedder, build_generations, house_scrubber
from ingest.embed import Embedder
from ingest.index import IndexReader
from prompts.own_words import own_words
from prompts.phrases import load_phrases
from settings import Settings


def build_assistant(settings: Settings) -> Assistant:
    phrases = load_phrases(settings.language)
    embedder = build_embedder(settings)
    return Assistant(
        IndexReader(build_generations(settings)),
        embedder=embedder,
        scrubber=house_scrubber(settings),
        writer=ExtractiveWriter(phrases),
        phrases=phrases,
        private=PrivateText(own_words()),
        groups=frozenset(settings.agent_groups),
        error_prefixes=settings.error_prefixes,
        promises=promise_guard(embedder),
    )


def promise_guard(embedder: Embedder) -> PromiseGuard:
    """Rules and model for commitments; rules alone with another embedder than the model was trained with."""
    return PromiseGuard(model=promise_model.load(), embed=embedder.encode, embedder=embedder.fingerprint)
