"""Source documents and the chunks that they are split into."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Literal

from ingest.compounds import in_words

Pool = Literal["knowledge", "cases"]
Audience = Literal["public", "internal"]
Collection = tuple[Pool, Audience]

POOLS: tuple[Pool, ...] = ("knowledge", "cases")
COLLECTIONS: tuple[Collection, ...] = (
    ("knowledge", "public"),
    ("knowledge", "internal"),
    ("cases", "public"),
    ("cases", "internal"),
)


def collection_name(collection: Collection) -> str:
    """The name that a collection has in the stores: `knowledge-public`."""
    return "-".join(collection)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a document with one author role and one audience.

    `name` is `body` for knowledge; `problem`, `tried`, `resolution` or `note` for a solved ticket.
    """

    name: str
    text: str
    audience: Audience
    role: str = ""
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A runbook, a KB article or a solved ticket, as its source holds it (not scrubbed yet).

    `place` is the file below `source`; it is not part of the content, so a moved page is not a changed one.
    `updated` and `reviewed` are ISO 8601 dates or empty. `policy` marks a document that commitments may rest on.
    """

    id: str
    title: str
    pool: Pool
    parts: tuple[Part, ...]
    source: str
    place: str
    groups: tuple[str, ...] = ()
    owner: str = ""
    reviewed: str = ""
    updated: str = ""
    url: str = ""
    policy: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def content_hash(self) -> str:
        """SHA-256 over everything that reaches the index, so that equal hash means nothing to do."""
        content = asdict(self) | {"source": "", "place": ""}
        return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A document, or part of a source, that was left out, and why. Never carries document text.

    `damaged` says that something is there which could not be read: what the index holds from `place` is kept.
    """

    where: str
    reason: str
    place: str = ""
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """A span of one part of a scrubbed document: `text == part.text[start:end]`.

    `title` and `heading` are also in front of the text when it is embedded or indexed.
    """

    document_id: str
    title: str
    heading: str
    part: str
    text: str
    start: int
    end: int
    pool: Pool
    audience: Audience
    ordinal: int
    groups: tuple[str, ...] = ()
    url: str = ""
    reviewed: str = ""
    updated: str = ""
    owner: str = ""
    role: str = ""
    policy: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """`document#hash`: a chunk that changed in any way is another chunk."""
        digest = sha256(json.dumps(asdict(self), sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        return f"{self.document_id}#{digest[:12]}"

    @property
    def collection(self) -> Collection:
        return (self.pool, self.audience)

    @property
    def indexed_text(self) -> str:
        """What is embedded: title, heading and text; a title that is one word (`KubeNodeLost`) in its words."""
        return "\n".join(piece for piece in (in_words(self.title), self.heading, self.text) if piece)

    @property
    def lexical_text(self) -> str:
        """What is indexed word by word: there, names count whole and in parts by themselves."""
        return "\n".join(piece for piece in (self.title, self.heading, self.text) if piece)
