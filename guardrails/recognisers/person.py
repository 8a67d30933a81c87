"""People's names: from what stands around them, from lists, from addresses, and from the name tagger."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from guardrails.hits import Hit
from guardrails.names.tagger import Span
from guardrails.recognisers.cues import CUED, HINTED
from guardrails.recognisers.lexicon import Lexicon
from guardrails.recognisers.listed import Listed
from guardrails.recognisers.signature import find_signatures
from guardrails.recognisers.tagged import Tagged
from guardrails.recognisers.trim import LIKELY, SPACES, SURE, Trimmer
from guardrails.recognisers.world_names import find_world_names


class PersonFinder:
    """Finds names of people; built once with the word lists of `lexicon`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._trimmer = Trimmer(lexicon)
        self._listed = Listed(lexicon, self._trimmer)
        self._tagged = Tagged(lexicon, self._trimmer)

    def find(self, text: str, spans: Sequence[Span] = ()) -> Iterator[Hit]:
        """Names in `text`; `spans` are what the name tagger found in it."""
        for pattern in CUED:
            for match in pattern.finditer(text):
                group, spoken = match.lastgroup or 0, match.lastgroup == "s"
                if hit := self._trimmer.trimmed(text, *match.span(group), score=SURE, cued=True, spoken=spoken):
                    yield hit
        people = [span for span in spans if span.kind == "PERSON"]
        yield from self._hinted(text, people)
        yield from find_signatures(text, lexicon=self._lexicon, trimmer=self._trimmer)
        yield from self._listed.find(text)
        yield from find_world_names(text, lexicon=self._lexicon)
        yield from self._tagged.find(text, people)

    def _hinted(self, text: str, people: Sequence[Span]) -> Iterator[Hit]:
        """Names after weak cues, when a list or the name tagger agrees, or when there are two strange words."""
        starts = [span.start for span in people]
        for pattern in HINTED:
            for match in pattern.finditer(text):
                if not (hit := self._trimmer.trimmed(text, *match.span("n"), score=LIKELY, cued=True)):
                    continue
                words = SPACES.split(text[hit.start : hit.end])
                strange = [word for word in words if not self._lexicon.is_ordinary(word) and not word.isupper()]
                near = people[max(0, bisect_right(starts, hit.start) - 1) :][:2]
                agreed = any(span.start < hit.end and hit.start < span.end and span.score >= 0.5 for span in near)
                if any(map(self._lexicon.is_clear_name, words)) or len(strange) > 1 or (agreed and strange):
                    yield hit
