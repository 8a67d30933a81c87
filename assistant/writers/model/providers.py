"""Which chat models there are and how each is set up; every one is an extra that a house installs for itself."""

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import MappingProxyType
from typing import Any

from assistant.errors import ModelUnusable
from assistant.writers.model.client import Model
from assistant.writers.model.patience import Patience

_OFF = frozenset({"", "0", "false", "no"})
_TRACING = ("LANGCHAIN_TRACING", "LANGCHAIN_HANDLER")
"""Old switches of LangChain for tracing; with one of them it refuses to work at all."""
_GATEWAY = "LANGSMITH_GATEWAY"
_LOUD = ("openai", "anthropic", "google_genai", "botocore", "httpx", "httpx2", "httpcore", "langchain_openai")
"""Libraries that write requests into their logs when a variable of theirs says so."""


@dataclass(frozen=True, slots=True)
class Provider:
    """How a provider is called in LangChain, which extra of ours brings it, and the names of what we set.

    `needs` are the variables that it takes its key and address from.
    """

    name: str
    extra: str
    module: str
    needs: str
    url: str = "base_url"
    answer_tokens: str = "max_tokens"
    options: Mapping[str, Any] = field(default_factory=dict)
    strict: bool = False


_OPENAI: Mapping[str, Any] = MappingProxyType({"max_retries": 0, "stream_usage": True})
PROVIDERS: Mapping[str, Provider] = MappingProxyType(
    {
        "openai": Provider("openai", "openai", "langchain_openai", "OPENAI_API_KEY", options=_OPENAI, strict=True),
        "azure": Provider(
            "azure_openai",
            "azure",
            "langchain_openai",
            "AZURE_OPENAI_API_KEY, AZURE_OPENAI_ENDPOINT, OPENAI_API_VERSION",
            url="azure_endpoint",
            options=_OPENAI,
            strict=True,
        ),
        "anthropic": Provider(
            "anthropic", "anthropic", "langchain_anthropic", "ANTHROPIC_API_KEY", options={"max_retries": 0}
        ),
        "ollama": Provider("ollama", "ollama", "langchain_ollama", "OLLAMA_HOST", answer_tokens="num_predict"),
        "bedrock": Provider("bedrock_converse", "bedrock", "langchain_aws", "the credentials and region of AWS"),
        "vertex": Provider(
            "google_genai",
            "vertex",
            "langchain_google_genai",
            "GOOGLE_APPLICATION_CREDENTIALS, GOOGLE_CLOUD_PROJECT",
            answer_tokens="max_output_tokens",
            options={"max_retries": 1, "vertexai": True},
        ),
    }
)


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A chat model as the settings name it: `name` is `provider:model`."""

    name: str
    url: str = ""
    answer_tokens: int = 2000
    temperature: float | None = None


def build_model(choice: ModelChoice, patience: Patience, *, environment: Mapping[str, str] = os.environ) -> Model:
    """The model, not asked yet. `ModelUnusable` says what is missing: a package, a provider, a key."""
    short, colon, model = choice.name.partition(":")
    if not colon or not model.strip() or short not in PROVIDERS:
        raise ModelUnusable(
            f"no chat model {choice.name!r}: expected provider:model with one of {', '.join(PROVIDERS)}"
        )
    provider = PROVIDERS[short]
    _closed_to_others(environment, choice)
    try:
        import_module(provider.module)
        init_chat_model = import_module("langchain.chat_models").init_chat_model
    except ImportError as exc:
        raise ModelUnusable(
            f"{choice.name!r} needs packages that are not installed: pip install 'draftdesk[{provider.extra}]'"
        ) from exc
    try:
        chat = init_chat_model(model, model_provider=provider.name, **_options(provider, choice, patience, environment))
    except Exception as exc:
        # Providers raise what they like here, and some name the values of variables: none of it is passed on.
        raise ModelUnusable(
            f"{choice.name!r} cannot be set up ({type(exc).__name__}); what may be wrong or missing: {provider.needs}"
        ) from exc
    _quiet()
    return Model(choice.name, chat, strict=provider.strict and not choice.url)


def _options(
    provider: Provider, choice: ModelChoice, patience: Patience, environment: Mapping[str, str]
) -> dict[str, Any]:
    options: dict[str, Any] = {provider.answer_tokens: choice.answer_tokens, **provider.options}
    if choice.temperature is not None:
        options["temperature"] = choice.temperature
    if choice.url:
        options[provider.url] = choice.url
    if provider.module == "langchain_openai":
        # Nothing is kept at the provider's; a server that only speaks its API need not know the option.
        options |= {"use_responses_api": False} if choice.url else {"store": False}
        options["timeout"] = (patience.connect_s, max(patience.first_s, patience.idle_s))
        if choice.url and provider.name == "openai" and not environment.get("OPENAI_API_KEY"):
            options["api_key"] = "none"
    elif provider.name in ("anthropic", "google_genai"):
        options["timeout"] = patience.total_s
    elif provider.name == "ollama":
        options["client_kwargs"] = {"timeout": patience.total_s}
    return options


def _closed_to_others(environment: Mapping[str, str], choice: ModelChoice) -> None:
    """Nobody but the provider gets to read a ticket: variables that send texts elsewhere are an error."""
    if not choice.url and environment.get(_GATEWAY, "").lower() not in _OFF:
        raise ModelUnusable(
            f"{_GATEWAY} would send every text through a third party: unset it, or name the address that you mean in "
            "DRAFTDESK_MODEL_URL"
        )
    for name in _TRACING:
        if environment.get(name, "").lower() not in _OFF:
            raise ModelUnusable(
                f"{name} is set, and LangChain does not work with it: unset it (nothing is traced here)"
            )


def _quiet() -> None:
    """Requests hold the texts of tickets, so the libraries' logs of them stay off, whatever the environment says."""
    for name in _LOUD:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
