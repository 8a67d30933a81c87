"""Has a text written by the assistant with a stand-in where the chat model would be; everything else is real."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from assistant.assembly import build_writer
from assistant.reading import ReadTicket, read
from assistant.records import Sentence, Written
from assistant.writers.writer import Writer
from evals.errors import LangChainMissing
from evals.running.bench import Bench
from evals.standin.script import ModelIn, SaidKept
from evals.standin.sent import Sent
from evals.tasks.write import WriteGiven
from guardrails.vault import Vault
from ingest.read_ticket import read_ticket
from settings import Settings

if TYPE_CHECKING:
    from evals.standin.chat import ScriptedChat

NAME = "standin:scripted"
"""What `made_by` says of a text of the stand-in."""


class PlayGiven(WriteGiven):
    """A ticket, what is asked of it, and how the model behaves. `watch` names strings to look for as they are."""

    model: ModelIn = ModelIn()
    watch: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Played:
    """What came of it. `shown` is every sentence that somebody who waits for the text saw on the way."""

    ticket: ReadTicket
    written: Written
    sent: tuple[Sent, ...]
    said: tuple[SaidKept, ...]
    shown: tuple[str, ...]


def play(bench: Bench, given: PlayGiven) -> Played:
    """One text. `LangChainMissing` where the extra for chat models is not installed."""
    ticket = read_ticket(given.ticket)
    chat = _chat(given.model)
    shown: list[str] = []

    def tell(part: str, value: Any) -> None:
        sentence = value.get("sentence") if part == "sentence" else None
        if isinstance(sentence, Sentence):
            shown.append(sentence.text)

    with TemporaryDirectory() as folder:
        assistant = bench.assistant.with_writer(_writer(bench, given.model, chat, Path(folder)))
        written = assistant.write(ticket, given.kind, steering=given.steering, tell=tell)
    own = read(ticket, scrubber=bench.scrubber, vault=Vault(), steering=given.steering)
    return Played(own, written, chat.sent, chat.said, tuple(shown))


def _chat(model: ModelIn) -> "ScriptedChat":
    try:
        from evals.standin.chat import ScriptedChat
    except ImportError as exc:
        raise LangChainMissing("the stand-in for a chat model needs LangChain") from exc
    return ScriptedChat(answers=model.answers, patience_s=model.timeout_s)


def _writer(bench: Bench, limits: ModelIn, chat: "ScriptedChat", var: Path) -> Writer:
    """The house's own writer with a chat model, its budget not touched: what it spends is counted in `var`."""
    from assistant.writers.model.assembly import build_model_writer
    from assistant.writers.model.client import Model

    phrases, macros = bench.words
    settings = Settings.model_validate(bench.settings.model_dump() | {"var": var, "model": ""} | limits.settings)
    return build_model_writer(settings, phrases, build_writer(settings, phrases, macros), Model(NAME, chat))
