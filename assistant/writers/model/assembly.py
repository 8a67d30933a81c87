"""Put the writer with a chat model together from settings."""

from assistant.errors import ModelUnusable
from assistant.writers.model.budget import Budget, Limits, Prices
from assistant.writers.model.client import ChatClient
from assistant.writers.model.patience import Patience
from assistant.writers.model.providers import ModelChoice, build_model
from assistant.writers.model.spend import SpendBook
from assistant.writers.model.writer import ModelWriter
from assistant.writers.writer import Writer
from prompts.phrases import Phrasebook
from prompts.prompt import PromptError, load_prompts
from settings import Settings


def build_model_writer(settings: Settings, phrases: Phrasebook, fallback: Writer) -> ModelWriter:
    """The model of the settings, within their budgets. `ModelUnusable` says what is missing."""
    patience = Patience.within(settings.model_timeout_s)
    choice = ModelChoice(settings.model, settings.model_url, settings.model_answer_tokens, settings.model_temperature)
    try:
        prompts = load_prompts(settings.prompts)
    except PromptError as exc:
        raise ModelUnusable(str(exc)) from exc
    return ModelWriter(
        ChatClient(build_model(choice, patience), patience=patience),
        fallback=fallback,
        prompts=prompts,
        phrases=phrases,
        budget=build_budget(settings),
        context_tokens=settings.model_context_tokens,
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
