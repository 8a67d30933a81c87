"""Building: a diff against what is there, checked before it serves; a failure leaves the old index alone."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from guardrails.errors import ScrubFailed
from ingest.build import Builder
from ingest.cache import EmbeddingCache
from ingest.documents import COLLECTIONS
from ingest.errors import EmbedderError, IndexCorrupt, IndexUnwritable, SourceError

from .index_house import BrokenEmbedder, HashingEmbedder, House, UselessEmbedder, ticket, write_lines


@pytest.fixture
def built(house: House) -> House:
    house.three_pages()
    house.build()
    return house


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file may grow beyond `size` bytes: what a full disk looks like to a process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def everything(house: House) -> dict[str, list[str]]:
    """Texts in Chroma by document, after looking that the lexical index holds the same ids."""
    index = house.open()
    found: dict[str, list[str]] = {}
    for collection in COLLECTIONS:
        assert set(index.lexical[collection].ids) == index.store.ids(collection) == index.manifest.ids(collection)
        for chunk in index.store.chunks(collection, index.store.ids(collection)).values():
            found.setdefault(chunk.document_id, []).append(chunk.text)
    index.store.close()
    return found


def test_pages_and_cases_reach_their_collections(house: House) -> None:
    house.three_pages()
    write_lines(house.tickets, ticket())
    report = house.build(house.kb, house.tickets)
    index = house.open()
    assert (report.generation, report.written, report.chunks) == ("gen-000001", True, 8)
    held = {collection: index.store.count(collection) for collection in COLLECTIONS}
    assert held == {
        ("knowledge", "public"): 2,
        ("knowledge", "internal"): 1,
        ("cases", "public"): 4,
        ("cases", "internal"): 1,
    }
    assert [(chunk.part, chunk.role) for chunk in index.document("T-1")] == [
        ("problem", "customer"),
        ("tried", "agent"),
        ("note", "agent"),
        ("tried", "customer"),
        ("resolution", "agent"),
    ]
    assert index.document("nothing") == []
    assert index.manifest.documents["runbook"].title == "runbook"
    index.store.close()


def test_chunks_come_back_as_they_went_in(house: House) -> None:
    house.page("a", "# H\n\nText.", groups="[tier2]", url="https://kb.example/a", reviewed="2026-01-02", policy="true")
    house.build()
    index = house.open()
    (chunk,) = index.document("a")
    assert (chunk.groups, chunk.url, chunk.reviewed, chunk.policy) == (
        ("tier2",),
        "https://kb.example/a",
        "2026-01-02",
        True,
    )
    assert list(index.chunks([chunk.id], chunk.collection)) == [chunk.id]
    assert index.shelf(chunk.pool).vectors_of([chunk.id]).shape == (1, 64)
    index.store.close()


def test_twice_writes_nothing(built: House) -> None:
    report = built.build()
    assert (report.generation, report.written, report.embedded) == ("gen-000001", False, 0)
    assert built.generations.names() == ["gen-000001"]


def test_only_what_changed_is_embedded(built: House) -> None:
    built.embedder.encoded.clear()
    built.page("webhooks", "# Webhooks\n\nDeliveries are tried eight times.")
    report = built.build()
    assert (report.generation, report.embedded) == ("gen-000002", 1)
    assert built.embedder.encoded == ["webhooks\nWebhooks\nDeliveries are tried eight times."]
    assert everything(built)["webhooks"] == ["Deliveries are tried eight times."]
    assert built.open().manifest.parent == "gen-000001"


def test_a_removed_page_disappears(built: House) -> None:
    (built.kb / "exports.md").unlink()
    built.build()
    assert sorted(everything(built)) == ["runbook", "webhooks"]
    index = built.open()
    assert "export" not in str(index.manifest)
    assert index.lexical[("knowledge", "public")].document_frequency("export") == 0
    index.store.close()


def test_a_page_that_became_internal_leaves_the_public_collection(built: House) -> None:
    built.page("exports", "# Exports\n\nAn export is kept for thirty days and then removed.", audience="internal")
    built.build()
    index = built.open()
    assert {id_.partition("#")[0] for id_ in index.store.ids(("knowledge", "public"))} == {"webhooks"}
    assert {id_.partition("#")[0] for id_ in index.store.ids(("knowledge", "internal"))} == {"exports", "runbook"}
    index.store.close()


def test_removing_everything_leaves_an_index_that_works(built: House) -> None:
    built.build(removed_sources=[str(built.kb)])
    assert everything(built) == {}
    index = built.open()
    assert len(index.lexical[("knowledge", "public")].postings("secret")[0]) == 0
    index.store.close()


def test_what_was_left_out_is_in_the_manifest(house: House) -> None:
    house.three_pages()
    (house.kb / "bad.md").write_bytes(b"caf\xe9")
    house.build()
    assert house.open().manifest.skipped == [{"where": "bad.md", "reason": "not UTF-8 (byte 3): save it as UTF-8"}]


def test_progress_is_told_step_by_step(house: House) -> None:
    house.three_pages()
    told: list[tuple[str, int, int]] = []
    house.build(progress=lambda *step: told.append(step))
    assert list(dict.fromkeys(step for step, _, _ in told)) == ["read", "scrub", "embed", "write", "check"]
    assert all(done <= total or not total for _, done, total in told)
    assert told[-1] == ("check", 1, 1)


def test_another_embedder_makes_everything_anew(built: House) -> None:
    report = built.builder(HashingEmbedder("other")).build([built.kb])
    assert (report.embedded, built.open().manifest.embedder) == (3, "other:64")
    assert sorted(everything(built)) == ["exports", "runbook", "webhooks"]


def test_fresh_reuses_nothing_but_vectors_and_keeps_other_sources(built: House) -> None:
    write_lines(built.tickets, ticket())
    report = built.build(built.tickets, fresh=True)
    assert (report.generation, report.embedded) == ("gen-000002", 5)
    assert sorted(everything(built)) == ["T-1", "exports", "runbook", "webhooks"]


def test_many_documents(house: House) -> None:
    write_lines(house.tickets, *(ticket(f"T-{n}", messages=[{"text": f"Error {n}."}]) for n in range(150)))
    assert house.build(house.tickets).chunks == 150
    assert len(everything(house)) == 150


def test_only_so_many_generations_are_kept(house: House) -> None:
    for number in range(4):
        house.page("a", f"Text {number}.")
        house.builder(keep=2).build([house.kb])
    assert house.generations.names() == ["gen-000003", "gen-000004"]
    assert house.open().manifest.parent == "gen-000003"


class TestFailure:
    """Whatever goes wrong, the generation before serves, and the next build succeeds and clears up."""

    def failed(self, house: House) -> None:
        assert house.generations.current() == "gen-000001"
        assert sorted(everything(house)) == ["exports", "runbook", "webhooks"]
        house.build()
        assert not list(house.generations.folder.glob("*.building"))
        assert house.generations.names() == ["gen-000001", "gen-000002"]
        assert sorted(everything(house)) == ["exports", "new", "runbook", "webhooks"]

    def test_the_embedder_gives_up(self, built: House) -> None:
        built.page("new", "New text.")
        with pytest.raises(EmbedderError, match="not finite"):
            built.builder(BrokenEmbedder()).build([built.kb])
        self.failed(built)

    def test_vectors_that_cannot_be_searched(self, house: House) -> None:
        house.three_pages()
        with pytest.raises((IndexCorrupt, IndexUnwritable)):
            house.builder(UselessEmbedder("useless")).build([house.kb])
        assert house.generations.names() == []
        house.build()
        assert len(everything(house)) == 3

    def test_a_source_disappears(self, built: House) -> None:
        built.page("new", "New text.")
        with pytest.raises(SourceError):
            built.build(built.kb, built.root / "nowhere")
        self.failed(built)

    @pytest.mark.parametrize("size", [0, 100, 50_000, 150_000])
    def test_the_disk_is_full(self, built: House, size: int) -> None:
        built.page("new", "New text.")
        with largest_file(size), pytest.raises(IndexUnwritable):
            built.build()
        self.failed(built)

    def test_what_a_crash_left_is_cleared(self, built: House) -> None:
        built.page("new", "New text.")
        leftover = built.generations.folder / "gen-000002.building"
        (leftover / "chroma").mkdir(parents=True)
        (leftover / "chroma" / "chroma.sqlite3").write_bytes(b"half")
        self.failed(built)

    def test_finished_and_never_switched_to(self, built: House) -> None:
        built.page("new", "New text.")
        built.build()
        built.generations.switch("gen-000001")
        built.build()
        assert built.generations.current() == "gen-000003"
        assert sorted(everything(built)) == ["exports", "new", "runbook", "webhooks"]

    def test_a_text_that_cannot_be_scrubbed(self, built: House) -> None:
        class Refusing:
            def analyze_batch(self, texts: object) -> object:
                raise RuntimeError("the name model is gone")

        from guardrails.scrub import Scrubber

        built.page("new", "New text.")
        builder = Builder(
            built.generations,
            embedder=built.embedder,
            scrubber=Scrubber(Refusing()),  # type: ignore[arg-type]  # an analyzer that fails
            cache=EmbeddingCache(built.root / "other.sqlite"),
            guard_version="guard-1",
        )
        with pytest.raises(ScrubFailed):
            builder.build([built.kb])
        self.failed(built)

    def test_the_index_folder_cannot_be_made(self, house: House) -> None:
        house.three_pages()
        house.var.write_text("a file where the folder should be")
        with pytest.raises(IndexUnwritable, match=r"cannot write in .*index"):
            house.build()
