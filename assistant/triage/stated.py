"""The labels that an agent states: the house's own, called what they are called today, or refused with what is near."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from assistant.errors import CorrectionInvalid
from assistant.triage.examples import SINGLE
from assistant.triage.learner import NONE_OF_THESE
from assistant.triage.taxonomy import KINDS, Kind, Taxonomy, folded
from ingest.read_ticket import shown

MAX_TAGS = 20
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Stated:
    """What was stated; `tags` None where nothing was said of them."""

    labels: Mapping[Kind, str]
    tags: tuple[str, ...] | None


def stated(
    labels: Mapping[str, str],
    tags: Sequence[str] | None,
    *,
    taxonomy: Taxonomy,
    learned: Mapping[Kind, Collection[str]],
) -> Stated:
    """`CorrectionInvalid` for a label that the taxonomy does not list; where it lists none of a kind, `learned` counts.

    A category may also be said to be none of these.
    """
    if not labels and tags is None:
        raise CorrectionInvalid(f"the correction states nothing: give one or more of {', '.join(KINDS)}")
    if unknown := [kind for kind in labels if kind not in SINGLE]:
        raise CorrectionInvalid(f"no kind of label{shown(unknown[0])}: there are {', '.join(KINDS)}")
    if len(tags or ()) > MAX_TAGS:
        raise CorrectionInvalid(f"{len(tags or ())} tags are too many: give at the most {MAX_TAGS}")
    found = {kind: _name(kind, labels[kind], taxonomy, learned) for kind in SINGLE if kind in labels}
    own = None if tags is None else tuple(dict.fromkeys(_name("tags", tag, taxonomy, learned) for tag in tags))
    return Stated(found, own)


def _name(kind: Kind, label: str, taxonomy: Taxonomy, learned: Mapping[Kind, Collection[str]]) -> str:
    """What this label is called today."""
    listed = taxonomy.of(kind)
    if kind == "category" and folded(label) in map(folded, NONE_OF_THESE):
        return "none_of_these"
    names = sorted(listed.names or learned.get(kind, ()))
    by_folded = {folded(name): name for name in names}
    current = listed.current(label)
    if name := by_folded.get(folded(current)):
        return name
    if not current and label.strip():
        raise CorrectionInvalid(f"the {kind}{shown(label)} is retired: there are {', '.join(names)}")
    near = get_close_matches(folded(label), by_folded, n=_NEAR, cutoff=0.5)
    known = "did you mean " + ", ".join(by_folded[one] for one in near) if near else f"there are {', '.join(names)}"
    raise CorrectionInvalid(f"no {kind}{shown(label)}: {known if names else 'the house has none yet'}")
