"""Which addresses may stand in a sentence: those of the documents that it cites, and those that they name."""

import re

from assistant.records import Sentence
from guardrails.hosts import defanged
from guardrails.links import Spelled, Trusted


def trust(sentence: Sentence) -> Trusted:
    """Addresses of the cited documents themselves, and those that stand in the public text that is quoted."""
    addresses = {evidence.url for evidence in sentence.evidence if evidence.url}
    quotes = "\n".join(e.quote for e in sentence.evidence if e.kind == "passage")
    return lambda url: url in addresses or _stands(url, quotes, r"(?![\w@-]|[.:/?#&=%]\w|/[/\\])")


def spelled_hosts(sentence: Sentence, customer: bool) -> Spelled:
    """A host that public text names stays; one that the ticket names can be read, and in a reply is no link."""
    public = "\n".join(e.quote for e in sentence.evidence if e.kind in ("passage", "frame"))
    own = "\n".join(e.quote for e in sentence.evidence if e.kind in ("message", "field"))

    def spelled(host: str) -> str:
        stated = _stands(host, own)
        if _stands(host, public) or (stated and not customer):
            return host
        return defanged(host) if stated else ""

    return spelled


def _stands(address: str, quotes: str, then: str = r"(?![\w@-]|\.\w)") -> bool:
    """Whether an address stands whole in a text: `a.example` does not stand in `a.example.evil`."""
    return re.search(rf"(?<![\w.@-])(?<!\w/){re.escape(address)}{then}", quotes, re.IGNORECASE) is not None
