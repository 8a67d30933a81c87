"""One settings object, read once at the top and handed down as plain values."""

import json
import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent
PREFIX = "DRAFTDESK_"


class SettingsInvalid(Exception):
    """One or more settings cannot be used; `problems` names all of them."""

    code = "settings_invalid"
    hint = "correct or unset these variables; docs/settings.md lists every setting"

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _json_list(value: Any) -> Any:
    """A list as it is; from the environment, a JSON list."""
    if not isinstance(value, str):
        return value
    try:
        found = json.loads(value)
    except ValueError:
        found = None
    if not isinstance(found, list):
        raise ValueError('expected a JSON list, for example ["one", "two"]')
    return found


_List = (NoDecode, BeforeValidator(_json_list))
_Level = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR"],
    BeforeValidator(lambda value: value.upper() if isinstance(value, str) else value),
]


class Settings(BaseSettings):
    """Every setting is an environment variable with the prefix `DRAFTDESK_`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    var: Path = Field(Path("var"), description="folder for everything that Draftdesk writes: index, caches")
    sources: Annotated[list[Path], *_List] = Field(
        default=[
            ROOT / "sample" / "knowledge" / "kb",
            ROOT / "sample" / "knowledge" / "runbooks",
            ROOT / "sample" / "tickets" / "solved.jsonl",
        ],
        description="sources that `draftdesk index build` reads when none is named (a JSON list of paths)",
    )
    embedder: str = Field("all-MiniLM-L6-v2", description="the packaged embedder, or a folder with another model")
    embedder_languages: Annotated[list[str], *_List] = Field(
        default=["en"],
        description="languages that the embedder reads, as ISO 639-1 codes (a JSON list); `[]` for a multilingual "
        "model. A ticket in another language is searched by a small word list (German, French, Spanish), and the "
        "answer says so",
    )
    reranker: str = Field(
        "",
        description="folder with a cross-encoder (sentence-transformers) that reads the 20 best passages of each "
        "search again; empty for none",
    )
    threads: int = Field(1, ge=1, le=64, description="torch threads in the service: one query is fastest with one")
    index_threads: int = Field(2, ge=1, le=64, description="torch threads while indexing")
    keep_generations: int = Field(5, ge=1, le=100, description="generations of the index that are kept for rollback")
    agent_groups: Annotated[list[str], *_List] = Field(
        default=["support"],
        description="groups of the agents who use this service, for internal documents (a JSON list)",
    )
    house_rules: Path = Field(
        ROOT / "sample" / "house-rules.yaml",
        description="YAML file with your own names and rules for masking, see [guardrails.md](guardrails.md)",
    )
    policy: Path = Field(
        ROOT / "sample" / "house-policy.yaml",
        description="YAML file with your own rules for what no customer is told, see [policy.md](policy.md)",
    )
    taxonomy: Path = Field(
        ROOT / "sample" / "taxonomy.yaml",
        description="YAML file with your labels and your policy for severity, see [triage.md](triage.md)",
    )
    macros: Path = Field(
        ROOT / "sample" / "macros.yaml",
        description="YAML file with your macros and their slots, see [texts.md](texts.md)",
    )
    error_prefixes: list[str] = Field(
        default=["FWK"], description="what your own error codes begin with, such as `FWK` in `FWK-1029` (a JSON list)"
    )
    learn_after_s: int = Field(
        20,
        ge=0,
        le=86400,
        description="seconds without another correction before the server learns triage anew; 0 leaves that to "
        "`draftdesk triage train`",
    )
    language: str = Field("en", description="language of the phrases around extracted text")
    model: str = Field(
        "",
        description="chat model that writes, as provider:model (openai, azure, anthropic, ollama, bedrock or vertex; "
        "its key comes from the provider's own variable); empty for none, see [models.md](models.md)",
    )
    model_url: str = Field("", description="address of the chat model's API, for a server that speaks the provider's")
    model_timeout_s: float = Field(
        60.0, gt=0, le=600, description="seconds that one text may take; then it is put together without the model"
    )
    model_context_tokens: int = Field(
        16_000, ge=4_000, description="tokens that the model reads at once; a longer thread is condensed in parts"
    )
    model_answer_tokens: int = Field(2_000, ge=200, description="tokens that one answer of the model takes at the most")
    model_temperature: float | None = Field(None, ge=0, le=2, description="temperature; none leaves it to the provider")
    model_task_tokens: int = Field(200_000, ge=0, description="tokens that one text may take; 0 for no limit")
    model_day_tokens: int = Field(0, ge=0, description="tokens that a day's texts may take (UTC); 0 for no limit")
    model_day_cost: float = Field(
        0.0, ge=0, description="money that a day's texts may cost (UTC), by your prices; 0 for no limit"
    )
    model_price_in: float = Field(0.0, ge=0, description="what you pay for a million tokens that the model reads")
    model_price_out: float = Field(0.0, ge=0, description="what you pay for a million tokens that the model writes")
    model_currency: str = Field("USD", min_length=1, max_length=8, description="currency of these prices")
    prompts: Path | None = Field(
        None, description="folder with your own prompts, each standing for ours of the same name; none for ours"
    )
    shadow_prompts: Path | None = Field(
        None,
        description="folder with prompts to try beside the live ones: the model is asked a second time in the "
        "background and both texts are logged, see [prompts.md](prompts.md); none for no trial",
    )
    host: str = Field("127.0.0.1", description="address to serve on; only loopback until there is access control")
    port: int = Field(8420, ge=0, le=65535, description="port to serve on; 0 takes a free one")
    sample: bool = Field(True, description="offer the sample company's open tickets in the sidebar page")
    log_level: _Level = Field("INFO", description="least level of log events: DEBUG, INFO, WARNING or ERROR")

    @property
    def index_folder(self) -> Path:
        return self.var / "index"

    @property
    def triage_folder(self) -> Path:
        return self.var / "triage"

    @property
    def tuned_folder(self) -> Path:
        return self.var / "tuned"

    @property
    def prompts_folder(self) -> Path:
        return self.var / "prompts"

    @property
    def shadow_folder(self) -> Path:
        return self.var / "shadow"

    @property
    def spend_file(self) -> Path:
        return self.var / "model-spend.sqlite"

    @property
    def cache_file(self) -> Path:
        return self.var / "cache" / "embeddings.sqlite"


def load_settings(**given: Any) -> Settings:
    """Settings from the environment, with `given` before it; `SettingsInvalid` names everything that is wrong."""
    problems = unknown_variables(os.environ)
    try:
        settings = Settings(**given)
    except ValidationError as exc:
        problems += [_problem(dict(error)) for error in exc.errors(include_input=False, include_url=False)]
        raise SettingsInvalid(tuple(problems)) from None
    if problems:
        raise SettingsInvalid(tuple(problems))
    return settings


def unknown_variables(environment: Mapping[str, str]) -> list[str]:
    """A line for every variable that has our prefix and is no setting.

    >>> unknown_variables({"DRAFTDESK_PROT": "1", "DRAFTDESK_PORT": "1", "HOME": "/"})
    ['unknown variable DRAFTDESK_PROT, did you mean DRAFTDESK_PORT?']
    """
    known = [name.upper() for name in Settings.model_fields]
    lines = []
    for name in sorted(environment):
        setting = name.upper().removeprefix(PREFIX)
        if name.upper().startswith(PREFIX) and setting not in known:
            near = get_close_matches(setting, known, n=1)
            lines.append(f"unknown variable {name}" + (f", did you mean {PREFIX}{near[0]}?" if near else ""))
    return lines


def settings_page() -> str:
    """`docs/settings.md`: every setting with its default and what it is for."""
    rows = [
        f"| `{PREFIX}{name.upper()}` | {_shown(field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    head = (
        "# Settings\n\nEvery setting is an environment variable. An unknown variable with the prefix, or a value that "
        "cannot be used, is an error at start-up that names all of them. `make docs` writes this page.\n"
    )
    return "\n".join([head, "| variable | default | what it is |", "| --- | --- | --- |", *rows, ""])


def _problem(error: dict[str, Any]) -> str:
    name = f"{PREFIX}{error['loc'][0]}".upper()
    place = f" (item {error['loc'][1] + 1})" if len(error["loc"]) > 1 and isinstance(error["loc"][1], int) else ""
    return f"{name}{place}: {error['msg'].removeprefix('Value error, ')}"


def _shown(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, list):
        return "`" + json.dumps([_plain(one) for one in value]) + "`"
    return f"`{_plain(value)}`"


def _plain(value: Any) -> str:
    return str(value.relative_to(ROOT)) if isinstance(value, Path) and value.is_absolute() else str(value)


if __name__ == "__main__":
    print(settings_page(), end="")  # noqa: T201  `make docs` reads it
