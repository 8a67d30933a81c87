"""Put the writer with a chat model together from settings."""

from pathlib import Path

from assistant.errors import ModelUnusable
from assistant.prompting.book import TrialBook
from assistant.prompting.shadow import Shadow, changed_prompts
from assistant.writers.extractive.writer import ExtractiveWriter
from assistant.writers.model.budget import Budget, Limits, Prices
from assistant.writers.model.client import ChatClient, Model
from assistant.writers.model.patience import Patience
from assistant.writers.model.providers import ModelChoice, build_model
from assistant.writers.model.spend import SpendBook
from assistant.writers.model.writer import ModelWriter
from assistant.writers.writer import Writer
from prompts.archive import PromptArchive
from prompts.phrases import Phrasebook
from prompts.prompt import PromptError, Prompts, load_prompts
from settings import Settings


def build_model_writer(
    settings: Settings, phrases: Phrasebook, fallback: Writer, model: Model | None = None
) -> ModelWriter:
    """The model of the settings or `model`, within their budgets. `ModelUnusable` says what is missing."""
    return _writer(settings, phrases, fallback, _prompts(settings.prompts), model)


def build_shadow_of(live: Writer, settings: Settings, phrases: Phrasebook) -> Shadow:
    """`live` with the prompts of the settings tried beside its own. `ModelUnusable` says what is wrong with them."""
    if not isinstance(live, ModelWriter) or settings.shadow_prompts is None:
        raise ModelUnusable("DRAFTDESK_SHADOW_PROMPTS tries prompts of a chat model: set DRAFTDESK_MODEL as well")
    own, tried = _prompts(settings.prompts), _prompts(settings.shadow_prompts)
    # What is not in the folder is tried as it is live, and not as it comes with this package.
    given = {path.stem for path in settings.shadow_prompts.glob("*.md")}
    prompts = Prompts({name: (tried if name in given else own)[name] for name in own})
    if not (changed := changed_prompts(own, prompts)):
        raise ModelUnusable(
            f"{str(settings.shadow_prompts)!r} has no prompt that differs from the live ones: put NAME.md there, with "
            "one of the names that `draftdesk prompts list` shows, or unset DRAFTDESK_SHADOW_PROMPTS"
        )
    other = _writer(settings, phrases, ExtractiveWriter(phrases), prompts)
    return Shadow(live, other, changed=changed, book=TrialBook(settings.shadow_folder))


def _prompts(folder: Path | None) -> Prompts:
    try:
        return load_prompts(folder)
    except PromptError as exc:
        raise ModelUnusable(str(exc)) from exc


def _writer(
    settings: Settings, phrases: Phrasebook, fallback: Writer, prompts: Prompts, model: Model | None = None
) -> ModelWriter:
    patience = Patience.within(settings.model_timeout_s)
    choice = ModelChoice(settings.model, settings.model_url, settings.model_answer_tokens, settings.model_temperature)
    return ModelWriter(
        ChatClient(model or build_model(choice, patience), patience=patience),
        fallback=fallback,
        prompts=prompts,
        phrases=phrases,
        budget=build_budget(settings),
        context_tokens=settings.model_context_tokens,
        archive=PromptArchive(settings.prompts_folder),
    )


def build_budget(settings: Settings) -> Budget:
    """What models may cost, and the book of what they did."""
    prices = None
    if settings.model_price_in or settings.model_price_out:
        prices = Prices(settings.model_price_in, settings.model_price_out, settings.model_currency)
    if settings.model_day_cost and prices is None:
        raise ModelUnusable(
            "DRAFTDESK_MODEL_DAY_COST cannot be kept without prices: set DRAFTDESK_MODEL_PRICE_IN and "
            "DRAFTDESK_MODEL_PRICE_OUT"
        )
    limits = Limits(
        settings.model_answer_tokens, settings.model_task_tokens, settings.model_day_tokens, settings.model_day_cost
    )
    return Budget(limits, book=SpendBook(settings.spend_file), prices=prices)
