"""Every kind of source: what becomes a document, and what is left out and named."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from guardrails.scrub import Scrubber
from ingest.documents import Skipped, SourceDocument
from ingest.errors import SourceError
from ingest.sources.detect import MAX_TITLE_CHARS, read_source
from ingest.sources.markdown import MAX_BYTES

from .index_house import House, message, ticket, write_lines


def documents(path: Path) -> list[SourceDocument]:
    return [item for item in read_source(path) if isinstance(item, SourceDocument)]


def skipped(path: Path) -> list[Skipped]:
    return [item for item in read_source(path) if isinstance(item, Skipped)]


def page(folder: Path, content: str | bytes, name: str = "page.md") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


class TestMarkdown:
    def test_front_matter_becomes_fields(self, tmp_path: Path) -> None:
        page(
            tmp_path,
            "---\nid: kb-1\ntitle: Rate limits\naudience: public\ngroups: [tier2, billing]\nowner: sre\n"
            "reviewed: 2026-01-28\nurl: https://kb.example/1\npolicy: true\ntags: [a]\nteam:\n---\n# Limits\n\n429.\n",
        )
        (found,) = documents(tmp_path)
        assert (found.id, found.title, found.pool, found.groups) == (
            "kb-1",
            "Rate limits",
            "knowledge",
            ("billing", "tier2"),
        )
        assert (found.owner, found.reviewed, found.url, found.policy) == (
            "sre",
            "2026-01-28",
            "https://kb.example/1",
            True,
        )
        assert [(part.name, part.audience) for part in found.parts] == [("body", "public")]
        assert found.parts[0].text == "# Limits\n\n429.\n"

    @pytest.mark.parametrize("front", ["", "---\n---\n", "---\naudience:\ngroups:\npolicy:\n---\n"])
    def test_without_an_audience_it_is_internal(self, tmp_path: Path, front: str) -> None:
        (found,) = documents(page(tmp_path, f"{front}# Drain the queue\n\nThen restart.\n", "ops/drain-queue.md"))
        assert found.parts[0].audience == "internal"
        assert (found.id, found.title) == ("ops/drain-queue", "Drain the queue")

    def test_title_from_the_file_name(self, tmp_path: Path) -> None:
        assert documents(page(tmp_path, "Just text.", "drain_the-queue.md"))[0].title == "Drain the queue"

    @pytest.mark.parametrize(
        "raw",
        [
            b"\xef\xbb\xbf---\ntitle: T\n---\nOne.\n\nTwo.\n",
            b"---\r\ntitle: T\r\n---\r\nOne.\r\n\r\nTwo.\r\n",
            b"---  \ntitle: T\n---\t\nOne.\n\nTwo.\n",
        ],
        ids=["byte order mark", "CRLF", "spaces after the dashes"],
    )
    def test_same_page_however_it_was_saved(self, tmp_path: Path, raw: bytes) -> None:
        (found,) = documents(page(tmp_path, raw))
        assert (found.title, found.parts[0].text) == ("T", "One.\n\nTwo.\n")

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            ("---\ntitle: [unclosed\n---\ntext", "front matter is not YAML (line 3)"),
            ("---\ntitle: a: b\n---\ntext", "front matter is not YAML (line 2)"),
            ("---\n- a\n- b\n---\ntext", "front matter: it: Input should be a valid dictionary"),
            ("---\naudience: everyone\n---\ntext", "front matter: audience: Input should be 'public' or 'internal'"),
            ("---\ngroups: support\n---\ntext", "front matter: groups: Input should be a valid list"),
            ("---\npolicy: perhaps\n---\ntext", "front matter: policy: Input should be a valid boolean"),
            ("---\nreviewed: 2026-13-45\n---\ntext", "front matter: month must be in 1..12"),
            ("---\ntitle: T\naudience: internal\n\n# Never closed", "front matter: it is not closed"),
            ("---\ntags: " + "[" * 2000 + "\n---\ntext", "front matter is nested too deep"),
            (b"caf\xe9", "not UTF-8 (byte 3): save it as UTF-8"),
            (b"\xff\xfet\x00", "not UTF-8 (byte 0)"),
            ("x" * (MAX_BYTES + 1), "larger than 5,000,000 bytes"),
        ],
    )
    def test_a_page_that_cannot_be_read_is_named(self, tmp_path: Path, content: str | bytes, reason: str) -> None:
        page(tmp_path, "# Good\n\ntext", "good.md")
        (bad,) = skipped(page(tmp_path, content, "bad.md"))
        assert (bad.where, bad.place, bad.damaged) == ("bad.md", "bad.md", True)
        assert bad.reason.startswith(reason)
        assert [found.id for found in documents(tmp_path)] == ["good"]

    @pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: path.symlink_to("nowhere")])
    def test_what_is_no_file_is_named(self, tmp_path: Path, make: Any) -> None:
        page(tmp_path, "text", "good.md")
        make(tmp_path / "bad.md")
        (bad,) = skipped(tmp_path)
        assert bad.where == "bad.md"
        assert bad.reason.startswith("cannot be read: ")

    def test_a_thematic_break_is_no_front_matter(self, tmp_path: Path) -> None:
        assert documents(page(tmp_path, "---\n\nA rule above.\n"))[0].parts[0].text == "---\n\nA rule above.\n"

    def test_an_empty_page_is_left_out_and_not_damaged(self, tmp_path: Path) -> None:
        page(tmp_path, "---\nid: a\n---\n<!-- nothing yet -->\n")
        assert skipped(tmp_path) == [Skipped("page.md", "no text below the front matter")]

    def test_readme_is_not_knowledge(self, tmp_path: Path) -> None:
        page(tmp_path, "About this folder.", "README.md")
        assert [found.id for found in documents(page(tmp_path, "text", "a.md"))] == ["a"]

    def test_fields_are_one_clean_line(self, tmp_path: Path) -> None:
        (found,) = documents(page(tmp_path, '---\ntitle: "A\\u200bb\\nc\\x07 \\ud800d"\nowner: " sre "\n---\ntext'))
        assert (found.title, found.owner) == ("Ab c \ufffdd", "sre")
        assert found.content_hash

    def test_a_title_is_cut(self, tmp_path: Path) -> None:
        assert len(documents(page(tmp_path, f"---\ntitle: {'a' * 5000}\n---\ntext"))[0].title) == MAX_TITLE_CHARS


class TestTickets:
    def test_parts_keep_role_and_audience(self, tmp_path: Path) -> None:
        value = ticket(resolution="Secret was old.", fields={})
        (found,) = documents(write_lines(tmp_path / "solved.jsonl", value))
        assert (found.id, found.title, found.pool) == ("T-1", "Deliveries rejected", "cases")
        assert [(part.name, part.role, part.audience, part.message_id) for part in found.parts] == [
            ("problem", "customer", "public", "m1"),
            ("tried", "agent", "public", "m2"),
            ("note", "agent", "internal", "m3"),
            ("tried", "customer", "public", "m4"),
            ("resolution", "agent", "public", "m5"),
            ("resolution", "agent", "internal", "resolution"),
        ]

    def test_the_closing_thanks_do_not_solve(self, tmp_path: Path) -> None:
        value = ticket()
        value["messages"] += [message("customer", "Works, thank you!"), message("agent", "Glad to hear that.")]
        (found,) = documents(write_lines(tmp_path / "solved.jsonl", value))
        assert [part.message_id for part in found.parts if part.name == "resolution"] == ["m5"]

    def test_only_indexed_fields_are_kept(self, tmp_path: Path) -> None:
        fields = {"category": "webhooks", "articles": ["kb-1", "kb-2"], "severity": 2, "team": None, "contract": "C-77"}
        (found,) = documents(write_lines(tmp_path / "solved.jsonl", ticket(fields=fields, internal_id="x")))
        assert found.fields == {"category": "webhooks", "articles": "kb-1, kb-2", "severity": "2"}

    def test_that_no_article_helped_is_kept(self, tmp_path: Path) -> None:
        (found,) = documents(write_lines(tmp_path / "solved.jsonl", ticket(fields={"articles": []})))
        assert found.fields == {"articles": ""}

    @pytest.mark.parametrize("status", ["open", "new", "pending", "", None])
    def test_open_tickets_are_no_cases(self, tmp_path: Path, status: str | None) -> None:
        (left,) = skipped(write_lines(tmp_path / "t.jsonl", ticket(status=status)))
        assert left.where == "t.jsonl:1"
        assert "only solved tickets become cases" in left.reason
        assert not left.damaged

    @pytest.mark.parametrize("status", ["solved", "Closed", "RESOLVED"])
    def test_solved_ones_are(self, tmp_path: Path, status: str) -> None:
        assert len(documents(write_lines(tmp_path / "t.jsonl", ticket(status=status)))) == 1

    def test_without_customer_text_nothing_finds_it(self, tmp_path: Path) -> None:
        value = ticket(messages=[message("agent", "We will restart your worker at ten.")])
        assert [left.reason for left in skipped(write_lines(tmp_path / "t.jsonl", value))] == [
            "no customer text to find it by"
        ]

    def test_the_latest_time_counts_whatever_its_zone(self, tmp_path: Path) -> None:
        times = ["2026-01-02T10:00:00", "2026-01-02T12:00:00+05:00", "2026-01-02T09:30:00-02:00", None, ""]
        messages = [message("customer", "It fails.", created_at=time) for time in times]
        (found,) = documents(write_lines(tmp_path / "t.jsonl", ticket(messages=messages)))
        assert found.updated == "2026-01-02T09:30:00-02:00"

    def test_lone_surrogates_and_control_characters(self, tmp_path: Path) -> None:
        value = ticket(subject="a\ud800b\x00c", messages=[message("customer", "it\x1b[31m fails\udfff")])
        (found,) = documents(write_lines(tmp_path / "t.jsonl", value))
        assert (found.title, found.parts[0].text) == ("a\ufffdbc", "it fails\ufffd")
        assert found.content_hash

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            (b'{"id": 1', "not JSON: Expecting ',' delimiter at column 9"),
            (b"[1, 2]", "a JSON list, expected an object"),
            (b'"text"', "a JSON str, expected an object"),
            (b'{"id": "caf\xe9"}', "not UTF-8 (byte 11 of the line)"),
            (b'{"id": ' + b"9" * 5000 + b"}", "not JSON that can be read: a number with thousands of digits"),
            (b"[" * 200_000, "not JSON: nested too deep"),
            (b'{"subject": "no id"}', "id: Field required"),
            (b'{"id": null, "subject": "no id"}', "id: Value error, an id is needed"),
            (b'{"id": "a"}', "ticket 'a' is empty: expected a subject or a message with text"),
            (
                b'{"id": " ", "subject": "s", "status": "solved", "messages": [{"text": "x"}]}',
                "id: Value error, an id is needed",
            ),
            (b'{"id": "\\u200b", "subject": "s", "status": "solved", "messages": [{"text": "x"}]}', "an empty id"),
        ],
    )
    def test_a_broken_line_is_named_and_the_others_are_read(self, tmp_path: Path, line: bytes, reason: str) -> None:
        path = tmp_path / "t.jsonl"
        good = json.dumps(ticket()).encode()
        path.write_bytes(b"\xef\xbb\xbf" + good.replace(b"T-1", b"T-0") + b"\r\n\n" + line + b"\n" + good)
        (bad,) = skipped(path)
        assert (bad.where.partition(":")[0], bad.place, bad.reason, bad.damaged) == ("t.jsonl", "t.jsonl", reason, True)
        assert [found.id for found in documents(path)] == ["T-0", "T-1"]

    def test_gzipped(self, tmp_path: Path) -> None:
        path = tmp_path / "solved.jsonl.gz"
        path.write_bytes(gzip.compress(json.dumps(ticket()).encode()))
        assert [found.place for found in documents(path)] == ["solved.jsonl.gz"]

    @pytest.mark.parametrize(
        "damage", [lambda raw: raw[:-20], lambda raw: b"plain", lambda raw: raw[:30] + b"\xff" * 40 + raw[70:]]
    )
    def test_a_damaged_archive_is_an_error(self, tmp_path: Path, damage: Any) -> None:
        path = tmp_path / "solved.jsonl.gz"
        text = "\n".join(json.dumps(ticket(f"T-{n}")) for n in range(50))
        path.write_bytes(damage(gzip.compress(text.encode())))
        with pytest.raises(SourceError, match=r"cannot read .*solved\.jsonl\.gz"):
            list(read_source(path))


class TestCorpus:
    def test_articles_and_cases(self, tmp_path: Path) -> None:
        answer = {
            "text": "Open the profile folder, remove the lock file in it and start the program again.",
            "helpful": 3,
        }
        late = {
            "text": "I have another idea that takes a lot longer but might also help you in the end.",
            "helpful": None,
        }
        thanks = {"role": "customer", "text": "That was it."}
        write_lines(
            tmp_path / "corpus.jsonl",
            {
                "id": 7,
                "title": "Profiles",
                "text": "A profile holds data.",
                "groups": None,
                "policy": None,
                "extra": {},
            },
            {
                "id": "q",
                "title": "Locked",
                "text": "It says locked.",
                "topic": "start",
                "answers": [answer, late, thanks],
            },
        )
        article, case = documents(tmp_path)
        assert (article.id, article.pool, article.title) == ("7", "knowledge", "Profiles")
        assert (case.pool, case.fields) == ("cases", {"category": "start", "approvals": "3"})
        assert [(part.name, part.role) for part in case.parts] == [
            ("problem", "customer"),
            ("resolution", "agent"),
            ("tried", "agent"),
            ("tried", "customer"),
        ]

    def test_gzipped(self, tmp_path: Path) -> None:
        line = json.dumps({"id": "a", "text": "Text."}).encode()
        (tmp_path / "corpus.jsonl.gz").write_bytes(gzip.compress(line))
        assert [found.title for found in documents(tmp_path)] == ["a"]

    @pytest.mark.parametrize(
        ("value", "reason"),
        [
            ({"title": "no id", "text": "x"}, "id: Field required"),
            ({"id": "a", "text": "x", "audience": "all"}, "audience: Input should be 'public' or 'internal'"),
            ({"id": "a", "answers": "none"}, "answers: Input should be a valid list"),
            ({"id": "a", "title": "only a title"}, "no text"),
            ({"id": "a", "text": " ", "title": "", "answers": []}, "no text"),
            ({"id": None, "text": "x"}, "id: Value error, an id is needed"),
        ],
    )
    def test_a_record_that_is_left_out(self, tmp_path: Path, value: dict[str, Any], reason: str) -> None:
        write_lines(tmp_path / "corpus.jsonl", value)
        assert [left.reason for left in skipped(tmp_path)] == [reason]


class TestWhatKind:
    def test_no_such_path(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="no source at"):
            list(read_source(tmp_path / "nowhere"))

    @pytest.mark.parametrize("name", ["notes.txt", "tickets.json", "page.md"])
    def test_a_file_of_another_kind(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_text("text")
        with pytest.raises(SourceError, match="nothing to index in"):
            list(read_source(tmp_path / name))

    def test_an_emptied_folder_is_an_error_and_not_an_empty_source(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="nothing to index in"):
            list(read_source(tmp_path))


def test_a_value_in_a_file_name_is_not_kept(tmp_path: Path, scrubber: Scrubber) -> None:
    house = House(tmp_path, scrubber)
    house.page("ana.duarte@zarnwick.example", "Rotate the secret.", id="")
    house.page("ben@zarnwick.example", "Rotate the secret.", id="")
    house.page("broken-carl@zarnwick.example", "")
    first = [item for item in read_source(house.kb) if isinstance(item, SourceDocument)]
    assert [item for item in read_source(house.kb) if isinstance(item, SourceDocument)] == first
    assert len({item.id for item in first}) == 2
    told = repr([(item.id, item.place) for item in first])
    told += repr([item for item in read_source(house.kb) if not isinstance(item, SourceDocument)])
    assert "email-" in told
    assert "zarnwick" not in told
