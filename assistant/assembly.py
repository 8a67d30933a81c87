"""Put the assistant together from settings: the one place that says which real part stands where."""

from assistant.assistant import Assistant
from assistant.errors import ModelUnusable
from assistant.prompting.shadow import Shadow
from assistant.retrieval.cross_encoder import CrossEncoderReranker
from assistant.retrieval.tuned import TunedFile, TunedReader
from assistant.texts.macros import NO_MACROS, Macros, with_macros
from assistant.texts.macros_file import load_macros
from assistant.triage.keeper import TriageKeeper
from assistant.triage.taxonomy import Taxonomy
from assistant.triage.taxonomy_file import load_taxonomy
from assistant.writers.extractive.writer import ExtractiveWriter
from assistant.writers.writer import Writer
from guardrails.normalise import normalise
from guardrails.policy_file import load_policy
from guardrails.policy_guard import PolicyGuard
from guardrails.private_text import PrivateText
from guardrails.promise_model import model as promise_model
from guardrails.promises import PromiseGuard
from guardrails.scrub import Scrubber
from ingest.assembly import build_embedder, build_generations, house_scrubber
from ingest.embed import Embedder
from ingest.index import IndexReader
from prompts.own_words import own_words
from prompts.phrases import Phrasebook, load_phrasebook
from settings import Settings


def build_assistant(settings: Settings, *, serving: bool = False, embedder: Embedder | None = None) -> Assistant:
    """The assistant. The one that is `serving` learns from corrections by itself, and counts what it triaged.

    `embedder` is the house's, where one is loaded already.
    """
    macros = load_macros(settings.macros)
    phrases = with_macros(load_phrasebook(settings.language), macros)
    embedder = embedder or build_embedder(settings)
    scrubber = house_scrubber(settings)
    writer = build_writer(settings, phrases, macros)
    own = (settings.prompts, settings.shadow_prompts) if settings.shadow_prompts else (settings.prompts,)
    return Assistant(
        IndexReader(build_generations(settings)),
        embedder=embedder,
        scrubber=scrubber,
        writer=writer,
        phrases=phrases,
        private=PrivateText(tuple(text for folder in own for text in own_words(folder))),
        groups=frozenset(settings.agent_groups),
        error_prefixes=settings.error_prefixes,
        reads=frozenset(settings.embedder_languages),
        policy=policy_guard(settings, embedder),
        triage=build_triage(settings, embedder, scrubber=scrubber, serving=serving),
        tuned=TunedReader(TunedFile(settings.tuned_folder)),
        reranker=build_reranker(settings),
        shadow=build_shadow(settings, phrases, writer),
    )


def build_shadow(settings: Settings, phrases: Phrasebook, writer: Writer) -> Shadow | None:
    """The trial of other prompts, where the settings name some. `ModelUnusable` without a model to try them with."""
    if settings.shadow_prompts is None:
        return None
    if not settings.model:
        raise ModelUnusable("DRAFTDESK_SHADOW_PROMPTS tries prompts of a chat model, and DRAFTDESK_MODEL names none")
    from assistant.writers.model.assembly import build_shadow_of

    return build_shadow_of(writer, settings, phrases)


def build_writer(settings: Settings, phrases: Phrasebook, macros: Macros = NO_MACROS) -> Writer:
    """The writer of the settings: with a chat model where they name one, else the extractive one."""
    own = ExtractiveWriter(phrases, macros=macros)
    if not settings.model:
        return own
    # LangChain and a provider's library are an extra, and take a second to load.
    from assistant.writers.model.assembly import build_model_writer

    return build_model_writer(settings, phrases, own)


def build_triage(
    settings: Settings, embedder: Embedder, *, scrubber: Scrubber | None = None, serving: bool = False
) -> TriageKeeper:
    """Triage with the corrections and versions that are kept in the folder of the settings.

    `scrubber` is the house's, where one is loaded already.
    """
    return TriageKeeper(
        settings.triage_folder,
        embedder=embedder,
        taxonomy=house_taxonomy(settings, scrubber),
        groups=frozenset(settings.agent_groups),
        learn_after_s=settings.learn_after_s if serving else 0,
        counting=serving,
    )


def build_reranker(settings: Settings) -> CrossEncoderReranker | None:
    """The cross-encoder of the settings, if they name one. `RerankerUnusable` when there is none in its folder."""
    return CrossEncoderReranker(settings.reranker, threads=settings.threads) if settings.reranker else None


def house_taxonomy(settings: Settings, scrubber: Scrubber | None = None) -> Taxonomy:
    """The labels and the policy of the house, with nothing personal in what is learned from."""
    guard = scrubber or house_scrubber(settings)
    return load_taxonomy(settings.taxonomy, scrub=lambda text: guard.scrub(normalise(text).text).text)


def policy_guard(settings: Settings, embedder: Embedder) -> PolicyGuard:
    """The rules of the package and of the house. `RulesInvalid` names every mistake in the file of the house."""
    return PolicyGuard(load_policy(settings.policy), promise_guard(embedder))


def promise_guard(embedder: Embedder) -> PromiseGuard:
    """Rules and model for commitments; rules alone with another embedder than the model was trained with."""
    return PromiseGuard(model=promise_model.load(), embed=embedder.encode, embedder=embedder.fingerprint)
