"""Refine a text in turns, without a model: choose, leave out, move. Nothing new is ever written here.

The turns are made again from the first one each time, so that one turn less undoes the last, and a text that was
written anew (in another tone, or longer) is still without step 3.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field, replace

from assistant.records import Note, Text
from assistant.steering.blocks import has_core, is_lead, spots, without_orphans
from assistant.steering.edits import Edit, InLanguage, KeepOnly, LeaveOut, Longer, Move, Redo, Shorter, Toned, Undo
from assistant.steering.ops import Moved, Only, Op, Without
from assistant.steering.resolve import NotThere, NotUnderstood, resolve_all
from assistant.steering.shorten import Weigh, least
from assistant.steering.steering import Steering
from assistant.steering.turns import UNDERSTOOD, understand
from assistant.texts.kinds import SPECS

Write = Callable[[Steering], Text | None]
"""Has the text written with this steering; its `turns` are only those that a model has to read."""


def standing(turns: Sequence[str]) -> tuple[str, ...]:
    """The turns that count once what was undone is taken away.

    >>> standing(["shorter", "warmer", "undo"])
    ('shorter',)
    """
    kept: list[str] = []
    undone: list[str] = []
    for turn in turns:
        edits = understand(turn)
        if edits == (Undo(),):
            undone += [kept.pop()] if kept else []
        elif edits == (Redo(),):
            kept += [undone.pop()] if undone else []
        else:
            kept.append(turn)
            undone.clear()
    return tuple(kept)


def asks_for_change(steering: Steering) -> bool:
    """Whether a text has to be changed after it was written, so that none of it may be shown before."""
    return (
        steering.length == "short"
        or steering.tone == "brief"
        or any(map(understand, (steering.instruction, *steering.turns)))
    )


@dataclass
class Refiner:
    """Carries out the turns of one text. `languages` are those that can be written in; None when a model is set."""

    write: Write
    weigh: Weigh
    languages: Set[str] | None = None
    _asked: Steering = field(default_factory=Steering, init=False)
    _done: list[Op] = field(default_factory=list, init=False)
    _notes: list[Note] = field(default_factory=list, init=False)
    _bases: dict[Steering, Text | None] = field(default_factory=dict, init=False)

    def refine(self, steering: Steering) -> Text | None:
        """The text with every turn that stands; `notes` tell of those that could not be carried out."""
        self._asked = replace(steering, turns=())
        if steering.instruction and self.languages is not None:
            self._instruct(steering.instruction)
        for turn in standing(steering.turns):
            self._take(turn)
        text = self._current()
        if text is None:
            return None
        unread = self._asked.turns if _without_model(text) else ()
        return replace(text, notes=(*text.notes, *self._notes, *(_not_understood(turn) for turn in unread)))

    def change(self, text: Text, steering: Steering) -> Text | None:
        """`text` with the last turn alone, where that takes no writing; None when it has to be written."""
        last = standing(steering.turns)[-1:]
        edits = understand(last[0]) if last else ()
        if not edits or any(isinstance(edit, Toned | InLanguage | Longer | Undo | Redo) for edit in edits):
            return None
        self._asked = replace(steering, turns=())
        self._bases[self._asked] = text
        self._take(last[0])
        found = self._current() if not self._asked.turns else None
        return replace(found, notes=(*found.notes, *self._notes)) if found else None

    def _instruct(self, instruction: str) -> None:
        """Without a model, an instruction is followed where it reads like a turn."""
        if understand(instruction):
            self._take(instruction)
        if not understand(instruction) or self._asked.turns:
            self._asked = replace(self._asked, turns=())
            self._notes.append(_not_understood(instruction))

    def _take(self, turn: str) -> None:
        """One turn: all of it, or a note why not."""
        edits = understand(turn)
        asked, done = self._asked, list(self._done)
        try:
            if not edits:
                raise NotUnderstood(turn)
            for edit in edits:
                self._do(edit)
        except NotThere as exc:
            self._asked, self._done = asked, done
            self._notes.append(Note("turn_without_effect", f"“{turn}” changed nothing: {exc}."))
        except NotUnderstood:
            self._done = done
            self._asked = replace(asked, turns=(*asked.turns, turn))

    def _do(self, edit: Edit) -> None:
        match edit:
            case Toned(tone):
                self._asked = replace(self._asked, tone=tone)
            case InLanguage(code):
                if self.languages is not None and code not in self.languages:
                    raise NotThere(f"without a chat model only these languages are written: {_listed(self.languages)}")
                self._asked = replace(self._asked, language=code)
            case Longer():
                self._longer()
            case Undo() | Redo():
                raise NotThere("say it in a turn of its own")
            case _:
                self._change(edit)

    def _change(self, edit: Edit) -> None:
        """What can be done to the text as it is now."""
        text = self._current()
        if text is None:
            return
        op = self._op(edit, text)
        changed = op.apply(text)
        if not has_core(changed, text):
            raise NotThere("without that nothing of what the text is for would be left")
        if changed == text:
            raise NotThere("it is so already")
        self._done.append(op)

    def _op(self, edit: Edit, text: Text) -> Op:
        match edit:
            case LeaveOut(targets):
                return Without(tuple(spot.key for spot in resolve_all(targets, text)))
            case KeepOnly(targets):
                resolve_all(targets, text)
                return Only(targets)
            case Move(targets, place, anchor):
                to = tuple(spot.key for spot in resolve_all((anchor,), text)) if anchor else ()
                return Moved(tuple(spot.key for spot in resolve_all(targets, text)), place, to)
            case Shorter():
                if keys := least(text, self.weigh):
                    return Without(tuple(keys), for_length=True)
                raise NotThere("nothing is left that it could do without; leave out a step by its number")
        raise NotUnderstood(str(edit))

    def _longer(self) -> None:
        """What was left out for length comes back, the last first; then more is written."""
        shortened = [n for n, op in enumerate(self._done) if isinstance(op, Without) and op.for_length]
        if shortened:
            del self._done[shortened[-1]]
            return
        before = self._current()
        self._asked = replace(self._asked, length="normal" if self._asked.length == "short" else "long")
        after = self._current()
        if before is not None and after is not None and len(spots(after)) <= len(spots(before)):
            raise NotThere("the sources hold nothing more that bears on this ticket")

    def _current(self) -> Text | None:
        """The text as asked for now, with everything that was done to it."""
        if self._asked not in self._bases:
            self._bases[self._asked] = self._base(self._asked)
        base = self._bases[self._asked]
        if base is None:
            return None
        text = base
        for op in self._done:
            text = op.apply(text)
        return without_orphans(text, base)

    def _base(self, asked: Steering) -> Text | None:
        """As written, with what a tone and a length ask for that the writer did not see to."""
        text = self.write(asked)
        if text is None or not _without_model(text):
            return text
        if asked.tone == "brief" and SPECS[text.kind].reader == "customer":
            quotes = [s.key for s in spots(text) if s.sentence.role == "acknowledgement" and not is_lead(s)]
            text = _if_core(Without(tuple(quotes)), text)
        if asked.length == "short" and text.kind != "reply":
            text = _if_core(Without(tuple(least(text, self.weigh))), text)
        return text


def _if_core(op: Op, text: Text) -> Text:
    changed = op.apply(text)
    return changed if has_core(changed, text) else text


def _without_model(text: Text) -> bool:
    """Written by the extractive writer, perhaps because the model failed."""
    return text.made_by.startswith("extractive")


def _not_understood(turn: str) -> Note:
    return Note("turn_not_understood", f"“{turn}” was not understood. Without a chat model: {UNDERSTOOD}.")


def _listed(languages: Set[str]) -> str:
    return ", ".join(sorted(languages))
