"""Parts that are slow to make, once for all tests."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from playwright.sync_api import Browser, sync_playwright

from guardrails.assembly import build_scrubber
from guardrails.scrub import Scrubber
from ingest.assembly import guard_version, house_rules
from ingest.build import Builder
from ingest.cache import EmbeddingCache
from ingest.embed import SentenceTransformerEmbedder
from ingest.generations import Generations
from settings import Settings

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = Path(os.environ.get("DRAFTDESK_CHROMIUM", "/usr/bin/chromium"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]

PAGES = """kb/kb-webhook-401 kb/kb-webhook-retries kb/kb-webhook-signatures kb/kb-erp-connector kb/kb-sso-login-loop
runbooks/rb-webhook-401""".split()
SOLVED_EVERY = 4
"""One of so many solved tickets is indexed: enough for triage, and for a suite that stays quick."""


@pytest.fixture(autouse=True)
def fresh_logging() -> Iterator[None]:
    """A command that a test ran in this process sets logging up for the whole process; the next test begins anew."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def scrubber() -> Scrubber:
    """The real scrubber with the sample company's rules."""
    return build_scrubber(house_rules(Settings()))


@pytest.fixture(scope="session")
def real_embedder() -> SentenceTransformerEmbedder:
    """The default embedder with its real weights."""
    return SentenceTransformerEmbedder(threads=1)


@pytest.fixture(scope="session")
def embedding_cache(tmp_path_factory: pytest.TempPathFactory) -> EmbeddingCache:
    """Vectors of the real embedder, each made once for all tests, whichever process runs them."""
    return EmbeddingCache(of_all_workers(tmp_path_factory) / "embeddings.sqlite")


def of_all_workers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that every process of this run sees."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def made_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that `make` filled, whichever process came first; read it, or copy it to write."""
    shared = of_all_workers(tmp_path_factory)
    done = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            begun = shared / f"{name}.begun"
            shutil.rmtree(begun, ignore_errors=True)
            begun.mkdir()
            make(begun)
            begun.rename(done)
    return done


@pytest.fixture(scope="session")
def sample_settings(
    tmp_path_factory: pytest.TempPathFactory,
    scrubber: Scrubber,
    real_embedder: SentenceTransformerEmbedder,
    embedding_cache: EmbeddingCache,
) -> Settings:
    """Settings of a desk over a small part of the sample company, indexed as `draftdesk index build` does it."""
    sources = made_once(tmp_path_factory, "sample-sources", _write_sources)
    of_sample = Settings(var=Path("var"), sources=[sources / "knowledge", sources / "solved.jsonl"])

    def build(folder: Path) -> None:
        Builder(
            Generations(of_sample.model_copy(update={"var": folder}).index_folder),
            embedder=real_embedder,
            scrubber=scrubber,
            cache=embedding_cache,
            guard_version=guard_version(house_rules(of_sample)),
        ).build(of_sample.sources)

    var = tmp_path_factory.mktemp("sample") / "var"
    shutil.copytree(made_once(tmp_path_factory, "sample-var", build), var)
    return of_sample.model_copy(update={"var": var})


def _write_sources(root: Path) -> None:
    pages = root / "knowledge"
    pages.mkdir()
    for page in PAGES:
        source = ROOT / "sample" / "knowledge" / f"{page}.md"
        (pages / source.name).write_bytes(source.read_bytes())
    solved = root / "solved.jsonl"
    lines = (ROOT / "sample" / "tickets" / "solved.jsonl").read_text(encoding="utf-8").splitlines()
    solved.write_text("\n".join(lines[::SOLVED_EVERY]), encoding="utf-8")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Set DRAFTDESK_NO_BROWSER=1 to leave these tests out on a machine without one."""
    if not CHROMIUM.exists():
        if os.environ.get("DRAFTDESK_NO_BROWSER") == "1":
            pytest.skip("no Chromium, and DRAFTDESK_NO_BROWSER=1")
        pytest.fail(f"no browser at {CHROMIUM}: run `apt-get install chromium`, or set DRAFTDESK_CHROMIUM to its path")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), headless=True, args=FLAGS)
        yield started
        started.close()
