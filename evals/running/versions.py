"""What a run was made with: code, packages, guards, prompts, model, index."""

import subprocess
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from assistant.assistant import VERSION
from evals.running.case import digest
from guardrails.policy_file import load_policy
from ingest.assembly import build_generations, guard_version, house_rules
from ingest.errors import IndexMissing
from prompts.prompt import load_prompts
from settings import ROOT, Settings

_PACKAGES = (
    "chromadb bm25s sentence-transformers torch numpy scikit-learn presidio-analyzer spacy langchain langchain-core "
    "langchain-openai rouge-score"
).split()
_SECRET = frozenset({"model_url"})


def code_revision() -> str:
    """The commit of a checkout, with `+` where files differ from it; the version of the package outside of one."""
    try:
        commit, changed = (
            subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, timeout=10, check=True).stdout  # noqa: S603, S607
            for words in (["rev-parse", "--short=12", "HEAD"], ["status", "--porcelain", "--untracked-files=no"])
        )
    except (OSError, subprocess.SubprocessError):
        return VERSION
    return commit.strip() + ("+" if changed.strip() else "")


def packages() -> dict[str, str]:
    """Versions of the packages that results depend on, where they are installed."""
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def made_with(settings: Settings) -> dict[str, Any]:
    """Versions of guards, prompts, model, embedder and index, as they are told in every answer."""
    return {
        "embedder": settings.embedder,
        "reranker": settings.reranker,
        "model": settings.model,
        "prompts": _prompts(settings),
        "policy": load_policy(settings.policy).version,
        "guards": guard_version(house_rules(settings)),
        "index": _index(settings),
    }


def plain_settings(settings: Settings) -> Mapping[str, Any]:
    """The settings as JSON, without what may hold a key."""
    return {name: value for name, value in settings.model_dump(mode="json").items() if name not in _SECRET}


def _index(settings: Settings) -> dict[str, Any]:
    """What the generation that serves holds. Its name and dates are left out: they differ from build to build."""
    generations = build_generations(settings)
    try:
        manifest = generations.manifest(generations.current())
    except IndexMissing:
        return {}
    held = {
        id_: sorted(chunk for ids in entry.chunks.values() for chunk in ids)
        for id_, entry in manifest.documents.items()
    }
    return {
        "documents": len(held),
        "chunks": sum(map(len, held.values())),
        "digest": digest(held),
        "embedder": manifest.embedder,
        "recipe": manifest.recipe,
    }


def _prompts(settings: Settings) -> dict[str, str]:
    prompts = load_prompts(settings.prompts)
    return {name: prompts[name].version for name in prompts}
