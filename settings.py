"""One settings object, read once at the top and handed down as plain values."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent


class Settings(BaseSettings):
    """Every setting is an environment variable with the prefix `DRAFTDESK_`; an unknown one is an error."""

    model_config = SettingsConfigDict(env_prefix="DRAFTDESK_", extra="forbid", frozen=True)

    var: Path = Field(Path("var"), description="folder for everything that Draftdesk writes: index, caches")
    sources: list[Path] = Field(
        default=[
            ROOT / "sample" / "knowledge" / "kb",
            ROOT / "sample" / "knowledge" / "runbooks",
            ROOT / "sample" / "tickets" / "solved.jsonl",
        ],
        description="sources that `draftdesk index build` reads when none is named (a JSON list of paths)",
    )
    embedder: str = Field("all-MiniLM-L6-v2", description="the packaged embedder, or a folder with another model")
    threads: int = Field(1, ge=1, le=64, description="torch threads in the service: one query is fastest with one")
    index_threads: int = Field(2, ge=1, le=64, description="torch threads while indexing")
    keep_generations: int = Field(5, ge=1, le=100, description="generations of the index that are kept for rollback")
    agent_groups: list[str] = Field(
        default=["support"],
        description="groups of the agents who use this service, for internal documents (a JSON list)",
    )
    house_terms: list[str] = Field(
        default=["Fennwick"],
        description="product and feature names that are never taken for somebody's name (a JSON list)",
    )
    language: str = Field("en", description="language of the phrases around extracted text")
    host: str = Field("127.0.0.1", description="address to serve on; only loopback until there is access control")
    port: int = Field(8420, ge=0, le=65535, description="port to serve on; 0 takes a free one")
    sample: bool = Field(True, description="offer the sample company's open tickets in the sidebar page")
    log_level: str = Field("INFO", description="least level of log events: DEBUG, INFO, WARNING, ERROR")

    @property
    def index_folder(self) -> Path:
        return self.var / "index"

    @property
    def cache_file(self) -> Path:
        return self.var / "cache" / "embeddings.sqlite"
