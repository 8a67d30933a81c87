"""A draft for the knowledge base from a ticket that was solved: what to see, why, what to do, how to check."""

from collections.abc import Callable, Sequence

import numpy as np

from assistant.evidence import sentence
from assistant.records import Evidence, Note, Sentence
from assistant.texts.order import Order
from assistant.writers.extractive.closed import is_solved, resolution
from assistant.writers.extractive.cues import fixed, says
from assistant.writers.extractive.facts import of_facts
from assistant.writers.extractive.made import Made
from assistant.writers.extractive.pieces import Piece, asks, by, central, in_order, pieces, plainly
from assistant.writers.extractive.publishable import Publishable
from assistant.writers.extractive.signals import signal_line
from assistant.writers.extractive.voice import Voice
from assistant.writers.material import Material

_APPLIES = ("product_area", "plan", "product", "version", "product_version")
_MAX_STEPS = 10
_COVERED_COSINE = 0.62
"""A step is in an article already from this similarity with one of its statements on."""
_COVERED_SHARE = 0.6
_MAX_CHECKS = 2
_DOCUMENTS = 3


def write_article(_order: Order, material: Material, _voice: Voice) -> Made:
    """Nothing personal, and nothing that was not said in public or noted as the resolution."""
    if not is_solved(material.ticket):
        why = "No article: this ticket is not solved, so nothing has proved right yet."
        return Made({}, (Note("not_solved", why),))
    found, public = pieces(material.ticket), Publishable(material)
    steps = public.take(found, _is_step, _MAX_STEPS)
    left_out = public.left_out
    checks = _last_checks(steps)
    doing = [public.linked(p, "step") for p in steps if p not in checks]
    checks += public.take(reversed(found), lambda p: by(p, "customer") and fixed(p.text) and not asks(p), 1)
    causes = public.take(reversed(found), lambda p: by(p, "agent") and _is_cause(p), 2)
    symptoms = _symptoms(material, found, public)
    causal, ways = _noted(material, public)
    done = [] if doing and not left_out else ways
    parts = {
        "title": _title(material, symptoms, public),
        "symptoms": [*(plainly(p) for p in in_order(symptoms, found)), *_codes(material, symptoms)],
        "cause": [*causal[:1], *(public.linked(p, "statement") for p in in_order(causes, found))][:3],
        "steps": [*doing, *done, *(f for f in of_facts(material, "steps", "step") if public.allows(f.text))],
        "check": [plainly(p) for p in in_order(checks, found)][:3],
        "applies_to": _applies_to(material),
    }
    return Made(parts, tuple(_notes(material, parts["steps"], left_out)))


def _symptoms(material: Material, found: Sequence[Piece], public: Publishable) -> list[Piece]:
    """What fails, as the first report says it; where nothing does, what it says anyway."""
    reported = _reported(found, central(material, found))
    failing = public.take(reported, _is_symptom, 3)
    return failing if len(failing) > 1 else failing + public.take(reported, _is_report, 2 - len(failing))


def _noted(material: Material, public: Publishable) -> tuple[list[Sentence], list[Sentence]]:
    """The resolution that was noted: what it says about the cause, and the rest of it as steps."""
    noted = [line for line in resolution(material.ticket) if public.allows(line.text)]
    causal = [line for line in noted if says("cause", line.text)]
    return causal, [_as_step(line) for line in ([line for line in noted if line not in causal] or noted)]


def _notes(material: Material, steps: Sequence[Sentence], left_out: int) -> list[Note]:
    notes = _exists(material, steps)
    if left_out:
        text = f"{left_out} of the agents' lines were left out, because they hold something of this customer."
        notes.append(Note("steps_left_out", text))
    if not steps:
        notes.append(Note("no_steps", "No article: the ticket does not say in public what solved it."))
    return notes


def _is_step(piece: Piece) -> bool:
    """What an agent told to do, in a list or as an order."""
    if not by(piece, "agent", public=True) or piece.text.rstrip().endswith("?"):
        return False
    words = len(piece.text.split())
    return words >= 2 if piece.item else words >= 3 and says("tells", piece.text)


def _last_checks(steps: Sequence[Piece]) -> list[Piece]:
    """The steps at the end that only try whether the others have helped."""
    number = len(steps)
    while number > max(1, len(steps) - _MAX_CHECKS) and says("checks", steps[number - 1].text):
        number -= 1
    return list(steps[number:])


def _is_cause(piece: Piece) -> bool:
    return says("cause", piece.text) and not asks(piece) and not says("tells", piece.text) and not piece.item


def _is_symptom(piece: Piece) -> bool:
    failing = says("fails", piece.text) and _is_report(piece) and not says("counted", piece.text)
    return failing and not says("ruled_out", piece.text) and len(piece.text.split()) >= 3 and not fixed(piece.text)


def _is_report(piece: Piece) -> bool:
    return not asks(piece) and len(piece.text.split()) >= 3 and not says("tried", piece.text) and not fixed(piece.text)


def _reported(found: Sequence[Piece], weight: Callable[[Piece], float]) -> list[Piece]:
    """What the customer wrote before the first answer, the most central sentences first."""
    own: list[Piece] = []
    for piece in found:
        if by(piece, "agent", public=True):
            break
        own += [piece] if by(piece, "customer", public=True) else []
    return sorted(own, key=weight)


def _codes(material: Material, symptoms: Sequence[Piece]) -> list[Sentence]:
    """The codes and statuses of the customer's that no symptom holds."""
    said = " ".join(p.text for p in symptoms)
    own = {message.id for message in material.ticket.messages if message.role == "customer" and message.public}
    kinds = ("error_code", "http_status")
    found = [a for kind in kinds for a in material.artifacts if a.kind == kind and a.message_id in own]
    return [signal_line(a) for a in found if a.value not in said][:2]


def _title(material: Material, symptoms: Sequence[Piece], public: Publishable) -> list[Sentence]:
    subject = material.ticket.subject
    if subject and not material.ticket.injected("subject") and public.allows(subject):
        return [sentence(subject, "statement", Evidence("message", "subject", 0, len(subject), subject))]
    return [plainly(symptoms[0])] if symptoms else []


def _as_step(line: Sentence) -> Sentence:
    return sentence(line.text, "step", *line.evidence)


def _applies_to(material: Material) -> list[Sentence]:
    fields = material.ticket.fields
    lines = []
    for key, value in ((key, fields[key]) for key in _APPLIES if fields.get(key)):
        lines.append(sentence(value, "statement", Evidence("field", f"fields.{key}", 0, len(value), value)))
    for one in material.artifacts:
        if one.kind == "version":
            place = Evidence("message", one.message_id, one.start, one.end, one.value)
            lines.append(sentence(one.value, "statement", place))
    return lines[:6]


def _exists(material: Material, steps: Sequence[Sentence]) -> list[Note]:
    """The published article that holds most of these steps already."""
    if not steps:
        return []
    vectors = material.embedder.encode([step.text for step in steps])
    documents = {p.chunk.document_id: p.chunk.title for p in material.knowledge if p.quotable}
    for document_id, title in list(documents.items())[:_DOCUMENTS]:
        statements = material.quotable(document_id)
        if not len(statements.vectors):
            continue
        best = (vectors @ statements.vectors.T).max(axis=1)
        if float(np.mean(best >= _COVERED_COSINE)) >= _COVERED_SHARE:
            text = f"“{title}” ({document_id}) holds most of this already: change it, instead of writing another."
            return [Note("article_exists", text)]
    return []
