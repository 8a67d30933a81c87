"""The macro that fits a ticket, its slots filled from the ticket."""

from collections import Counter
from threading import Lock

from assistant.artifacts import Artifact
from assistant.records import Evidence, Note, Sentence, SentenceRole
from assistant.texts.macros import Macro, Macros, Slot
from assistant.texts.order import Order
from assistant.writers.extractive.made import Made
from assistant.writers.extractive.voice import Voice
from assistant.writers.material import Material
from ingest.embed import Embedder, Vectors

_FITS = 0.35
"""Cosine of ticket and `when` below which no macro is suggested."""
_CATEGORY = 0.08
"""What a macro gains when the ticket's category, or that of most tickets like it, is one of its own."""
_VERDICT = 0.15
"""… and when it is for what the verdict says: a ticket that says too little is like none of the others."""
_OTHERS = 2
_GREETING_WORDS = 4


class MacroShelf:
    """Chooses among the macros of the house; reads them once for each embedder. Thread-safe."""

    def __init__(self, macros: Macros) -> None:
        self._macros = macros.macros
        self._read: tuple[str, Vectors] | None = None
        self._lock = Lock()

    def write(self, order: Order, material: Material, voice: Voice) -> Made:
        """The best macro, line by line; a line with a slot that nothing fills goes by the rule of that slot."""
        if not self._macros:
            return Made({}, (Note("no_macros", "The house has no macros: name their file in DRAFTDESK_MACROS."),))
        ranked = self._ranked(material, order.verdict.kind)
        named = [m for m in self._macros if m.id in order.steering.instruction.split()]
        best, score = (named[0], 1.0) if named else ranked[0]
        if score < _FITS:
            return Made({}, (Note("no_macro", f"No macro fits well; “{best.title}” ({best.id}) comes nearest."),))
        lines, notes = _filled(best, material, voice)
        others = [m for m, value in ranked if m is not best and value >= _FITS][:_OTHERS]
        told = [Note("macro", f"The macro “{best.title}” ({best.id}).")]
        if others:
            told.append(Note("macro_others", "Others that may fit: " + ", ".join(m.id for m in others) + "."))
        return Made({"body": lines}, (*told, *notes))

    def _ranked(self, material: Material, verdict: str) -> list[tuple[Macro, float]]:
        vectors, category = self._vectors(material.embedder), _category(material)
        scores = vectors @ material.query.vector
        gains = [
            _CATEGORY * (category in macro.categories) + _VERDICT * (verdict in macro.verdicts)
            for macro in self._macros
        ]
        pairs = [(macro, float(scores[n]) + gains[n]) for n, macro in enumerate(self._macros)]
        return sorted(pairs, key=lambda pair: -pair[1])

    def _vectors(self, embedder: Embedder) -> Vectors:
        with self._lock:
            if self._read is None or self._read[0] != embedder.fingerprint:
                texts = [f"{macro.title}\n{macro.when}" for macro in self._macros]
                self._read = embedder.fingerprint, embedder.encode(texts)
            return self._read[1]


def _category(material: Material) -> str:
    """What the ticket is, as its field says, or as most of the solved tickets like it were."""
    if stated := material.ticket.fields.get("category", ""):
        return stated
    votes: Counter[str] = Counter()
    for case in material.cases:
        if label := case.chunk.fields.get("category"):
            votes[label] += max(0, round(100 * case.dense))
    return votes.most_common(1)[0][0] if votes else ""


def _filled(macro: Macro, material: Material, voice: Voice) -> tuple[list[Sentence], list[Note]]:
    lines: list[Sentence] = []
    notes: list[Note] = []
    for number, line in enumerate(macro.body):
        slots = macro.slots_of(number)
        values = {slot.name: _value(slot, material) for slot in slots}
        open_slots = [slot for slot in slots if values[slot.name] is None]
        notes += [_told_open(slot) for slot in open_slots]
        if any(slot.missing == "drop" for slot in open_slots):
            if number == 0 and slots[0].source == "customer.name":
                lines.append(voice.frame("greeting_no_name", "greeting"))
            continue
        held = {name: one for name, one in values.items() if one is not None}
        frame = macro.frame(number, [slot.name for slot in open_slots])
        fields = {name: one.quote for name, one in held.items()}
        lines.append(voice.filled(frame, _role(line, number), *held.values(), **fields))
    return lines, list({note.text: note for note in notes}.values())


def _value(slot: Slot, material: Material) -> Evidence | None:
    """What the ticket says for a slot, and where."""
    ticket = material.ticket
    if slot.source == "customer.name":
        name = ticket.greeting_name
        return Evidence("field", "customer.name", 0, len(name), name) if name else None
    if slot.source.startswith("field:"):
        key = slot.source.removeprefix("field:").strip()
        value = ticket.fields.get(key, "")
        return Evidence("field", f"fields.{key}", 0, len(value), value) if value else None
    public = {message.id for message in ticket.messages if message.public}
    return next((_of(a) for a in material.artifacts if a.kind == slot.source and a.message_id in public), None)


def _of(one: Artifact) -> Evidence:
    return Evidence("message", one.message_id, one.start, one.end, one.value)


def _told_open(slot: Slot) -> Note:
    left = "its line is left out" if slot.missing == "drop" else f"it stands there as {slot.gap}"
    source = "only you know it" if slot.source == "ask" else f"the ticket holds no {slot.source.replace('_', ' ')}"
    return Note("slot_open", f"The slot “{slot.name}” is open, {source}: {left}.")


def _role(line: str, number: int) -> SentenceRole:
    if number == 0 and line.rstrip().endswith(",") and len(line.split()) <= _GREETING_WORDS:
        return "greeting"
    return "question" if line.rstrip().endswith("?") else "answer"
