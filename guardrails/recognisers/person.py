"""People's names: from what stands around them, from lists, from addresses, and from the name tagger."""

import re
from collections.abc import Iterator, Sequence

from guardrails.hits import Hit
from guardrails.names.tagger import Span, agreed
from guardrails.recognisers.brands import without_brands
from guardrails.recognisers.cues import CUED, HINTED
from guardrails.recognisers.lexicon import Lexicon
from guardrails.recognisers.listed import Listed
from guardrails.recognisers.name_fields import find_name_fields
from guardrails.recognisers.signature import find_signatures
from guardrails.recognisers.speakers import find_speakers
from guardrails.recognisers.tagged import Tagged
from guardrails.recognisers.trim import LIKELY, SPACES, SURE, Trimmer
from guardrails.recognisers.world_names import find_world_names

_LIKELY, _CERTAIN = 0.5, 0.9
"""So sure must the tagger be of two words, and of one, for everyday words beside a cue."""


class PersonFinder:
    """Finds names of people; built once with the word lists of `lexicon`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._trimmer = Trimmer(lexicon)
        self._listed = Listed(lexicon, self._trimmer)
        self._tagged = Tagged(lexicon, self._trimmer)

    def find(self, text: str, spans: Sequence[Span] = ()) -> Iterator[Hit]:
        """Names in `text`; `spans` are what the name tagger found in it."""
        return without_brands(text, list(self._found(text, spans)), self._lexicon)

    def _found(self, text: str, spans: Sequence[Span]) -> Iterator[Hit]:
        people = [span for span in spans if span.kind == "PERSON"]
        for pattern in CUED:
            for match in pattern.finditer(text):
                group = match.lastgroup or 0
                spoken = group == "s" or self._is_told(people, match, group)
                if hit := self._trimmer.trimmed(text, *match.span(group), score=SURE, cued=True, spoken=spoken):
                    yield hit
        yield from self._hinted(text, people)
        yield from find_signatures(text, lexicon=self._lexicon, trimmer=self._trimmer)
        yield from find_name_fields(text, people, lexicon=self._lexicon, trimmer=self._trimmer)
        yield from find_speakers(text, people, lexicon=self._lexicon)
        yield from self._listed.find(text, people)
        yield from find_world_names(text, lexicon=self._lexicon)
        yield from self._tagged.find(text, people)

    def _is_told(self, people: Sequence[Span], match: re.Match[str], group: str | int) -> bool:
        """Whether the tagger sees a name beside the cue; of one word alone it must be certain."""
        return agreed(people, *match.span(group), score=_LIKELY if " " in match[group] else _CERTAIN)

    def _hinted(self, text: str, people: Sequence[Span]) -> Iterator[Hit]:
        """Names after weak cues, when a list or the name tagger agrees, or when there are two strange words."""
        for pattern in HINTED:
            for match in pattern.finditer(text):
                sure = self._is_told(people, match, "n")
                hit = self._trimmer.trimmed(text, *match.span("n"), score=LIKELY, cued=True, spoken=sure)
                if not hit:
                    continue
                words = SPACES.split(text[hit.start : hit.end])
                strange = [word for word in words if not self._lexicon.is_ordinary(word) and not word.isupper()]
                seen = agreed(people, hit.start, hit.end, score=_LIKELY)
                strange += words if sure and any(map(self._lexicon.is_name, words)) else []
                if any(map(self._lexicon.is_clear_name, words)) or len(strange) > 1 or (seen and strange):
                    yield hit
