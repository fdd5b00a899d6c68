"""Folders of judged queries: what is read, what is refused, and an index of its own."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.judged_folder import JudgedFolder, judged_archive, read_judged_folder, read_queries
from lrt_search.errors import (
    BrokenJudgmentError,
    DuplicateIdError,
    EmptyCorpusError,
    EvaluationError,
    NoJudgedQueryError,
    NotForEvaluationError,
    NotJudgedFolderError,
    PathNotFoundError,
)
from lrt_search.settings import Settings
from lrt_search.systems import rank, units_of
from lrt_search.testing import ToyEmbedder
from tests.job import Silence

CORPUS = (
    {"_id": "a", "title": "Schepen", "text": "Akkoord met vier stuks."},
    {"_id": "b", "title": "", "text": "Kazerne Zandhoven sluit."},
)
QUERIES = (
    {"_id": "1", "text": "schepen", "metadata": {"type": "keyword"}},
    {"_id": "2", "text": "Wanneer sluit Zandhoven?", "type": "question"},
)
QRELS = "query-id\tcorpus-id\tscore\n1\ta\t1\n2\tb\t2\n"


def put(folder: Path, **files: str) -> Path:
    """Write a judged folder; ``corpus``, ``queries``, ``qrels`` replace its files."""
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    for name, default in (("corpus", CORPUS), ("queries", QUERIES)):
        text = "".join(json.dumps(entry) + "\n" for entry in default)
        (folder / f"{name}.jsonl").write_text(files.get(name, text), encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text(files.get("qrels", QRELS), encoding="utf-8")
    return folder


def test_the_beir_layout_is_read(tmp_path: Path) -> None:
    found = read_judged_folder(put(tmp_path))
    assert [(query.query_id, query.kind) for query in found.queries] == [
        ("1", "keyword"),
        ("2", "question"),
    ]
    assert found.judgments == {"1": {"a": 1}, "2": {"b": 2}}
    assert (found.wordless, found.unjudged, found.unknown) == (0, 0, 0)


def test_ids_meta_and_a_single_file_of_judgments_are_read_too(tmp_path: Path) -> None:
    corpus = json.dumps({"id": 7, "text": "Ja.", "meta": {"agenda": "Zwembad\n3", "page": 3}})
    queries = json.dumps({"id": "1", "text": "zwembad", "type": "agenda", "n_rel": 1})
    put(tmp_path, corpus=corpus, queries=queries)
    (tmp_path / "qrels" / "test.tsv").unlink()
    (tmp_path / "qrels").rmdir()
    (tmp_path / "qrels.tsv").write_text("1\t7\t1\n")  # without a line of column names
    found = read_judged_folder(tmp_path)
    assert found.judgments == {"1": {"7": 1}}
    (record,) = found.records
    assert record.document.context_of(record.passages[0]) == "Zwembad 3"


def test_another_split_is_read_when_asked(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "qrels" / "dev.tsv").write_text("1\tb\t1\n")
    assert read_judged_folder(tmp_path, "dev").judgments == {"1": {"b": 1}}
    with pytest.raises(NotJudgedFolderError, match="qrels/train.tsv is missing"):
        read_judged_folder(tmp_path, "train")


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    corpus = "\n".join(map(json.dumps, [*CORPUS, {"_id": "c", "text": " - "}]))
    queries = "\n".join(map(json.dumps, [*QUERIES, {"_id": "3", "text": "nooit beoordeeld"}]))
    qrels = QRELS + "9\ta\t1\n1\tz\t1\n1\tb\t0\n3\ta\t0\n"
    found = read_judged_folder(put(tmp_path, corpus=corpus, queries=queries, qrels=qrels))
    assert (found.wordless, found.unjudged, found.unknown) == (1, 1, 2)
    assert found.judgments["1"] == {"a": 1, "b": 0}


SECRET = "burger Jansen"


@pytest.mark.parametrize(
    ("files", "error", "line"),
    [
        ({"corpus": f'{{"_id": "a", "text": "{SECRET}'}, BrokenJudgmentError, 1),
        ({"corpus": json.dumps(CORPUS[0]) + f'\n["{SECRET}"]'}, BrokenJudgmentError, 2),
        ({"queries": json.dumps({"text": SECRET})}, BrokenJudgmentError, 1),
        ({"queries": json.dumps({"_id": SECRET})}, BrokenJudgmentError, 1),
        ({"qrels": f"1\t{SECRET}\n"}, BrokenJudgmentError, 1),
        ({"qrels": QRELS + f"1\ta\t{SECRET}\n"}, BrokenJudgmentError, 4),
        ({"qrels": QRELS + "1\ta\t2\n"}, BrokenJudgmentError, 4),
        ({"queries": f'{{"_id": 1, "text": "{SECRET}"}}\n' * 2}, DuplicateIdError, 2),
        ({"corpus": ""}, EmptyCorpusError, None),
        ({"corpus": '{"_id": "a", "text": "..."}'}, EmptyCorpusError, None),
        ({"qrels": "1\tz\t1\n"}, NoJudgedQueryError, None),
        ({"qrels": "1\ta\t0\n"}, NoJudgedQueryError, None),
        ({"queries": ""}, NoJudgedQueryError, None),
    ],
)
def test_a_broken_folder_is_refused_with_the_line_and_none_of_its_words(
    tmp_path: Path, files: dict[str, str], error: type[EvaluationError], line: int | None
) -> None:
    with pytest.raises(error) as refused:
        read_judged_folder(put(tmp_path, **files))
    assert refused.value.fields.get("line") == line
    assert SECRET not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_folder_without_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotJudgedFolderError, match="corpus.jsonl is missing"):
        read_judged_folder(tmp_path)
    with pytest.raises(PathNotFoundError):
        read_judged_folder(tmp_path / "nergens")


def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / "queries.jsonl").write_bytes(b'{"_id": "1", "text": "een"}\n\xff\xfe\n')
    with pytest.raises(BrokenJudgmentError, match="Line 2 of .*UTF-8"):
        read_judged_folder(tmp_path)


def test_queries_without_an_answer_are_read_from_lines_or_json(tmp_path: Path) -> None:
    lines, entries = tmp_path / "niets.txt", tmp_path / "niets.jsonl"
    lines.write_text("kerkasiel\n\n  Frontex \n", encoding="utf-8-sig")
    entries.write_text('{"_id": "n1", "text": "kerkasiel"}\n')
    assert [query.text for query in read_queries(lines)] == ["kerkasiel", "Frontex"]
    assert [query.query_id for query in read_queries(entries)] == ["n1"]
    with pytest.raises(PathNotFoundError):
        read_queries(tmp_path / "weg.txt")
    lines.write_text(" \n")
    with pytest.raises(BrokenJudgmentError, match="holds no query"):
        read_queries(lines)


# --- its index ------------------------------------------------------------------------------


def embedded(folder: JudgedFolder, keep: Path | None, name: str = "toy") -> list[str]:
    """Open the archive of a folder; return the texts that were embedded for it."""
    embedder = ToyEmbedder(name)
    with judged_archive(folder, Settings(), embedder, keep, Silence()) as archive:
        assert len(archive.documents()) == len(folder.records)
    return embedder.embedded


def test_a_long_text_is_ranked_by_its_best_passage(tmp_path: Path) -> None:
    filler = "De raad vergadert over de begroting van het jaar. " * 60
    corpus = [
        {"_id": "lang", "text": filler + "De otter keert terug in de vaart."},
        {"_id": "kort", "text": "De otter komt."},
        {"_id": "niets", "text": filler},
    ]
    qrels = "1\tlang\t1\n"
    folder = read_judged_folder(
        put(tmp_path / "f", corpus="\n".join(map(json.dumps, corpus)), qrels=qrels)
    )
    assert len(folder.records[0].passages) > 2
    with judged_archive(folder, Settings(), ToyEmbedder(), None, Silence()) as archive:
        found = rank(archive, "otter vaart", units_of(archive)).by_system
    assert found["words"][0] == found["product"][0] == "lang"
    assert sorted(found["words"]) == ["kort", "lang"]


def test_its_title_helps_to_find_a_text(tmp_path: Path) -> None:
    folder = read_judged_folder(put(tmp_path / "f"))
    with judged_archive(folder, Settings(), ToyEmbedder(), None, Silence()) as archive:
        assert rank(archive, "schepen", units_of(archive)).by_system["product"][0] == "a"


def test_an_unchanged_corpus_is_not_embedded_again(tmp_path: Path) -> None:
    folder, keep = read_judged_folder(put(tmp_path / "f")), tmp_path / "keep"
    assert len(embedded(folder, keep)) == 2
    assert embedded(folder, keep) == []
    assert len(embedded(folder, keep, "ander model")) == 2


@pytest.mark.parametrize("field", ["text", "title"])
def test_only_what_changed_is_embedded_again(tmp_path: Path, field: str) -> None:
    keep = tmp_path / "keep"
    embedded(read_judged_folder(put(tmp_path / "f")), keep)
    changed = [CORPUS[0], CORPUS[1] | {field: "De otter."}]
    folder = read_judged_folder(put(tmp_path / "f", corpus="\n".join(map(json.dumps, changed))))
    assert len(embedded(folder, keep)) == 1
    assert len(list((keep / "generations").iterdir())) == 1


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    folder = read_judged_folder(put(tmp_path / "f"))
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "current").write_text("een archief")
    with pytest.raises(NotForEvaluationError):
        embedded(folder, tmp_path / "index")
    assert [path.name for path in (tmp_path / "index").iterdir()] == ["current"]


def test_without_a_folder_to_keep_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    folder = read_judged_folder(put(tmp_path / "f"))
    settings = replace(Settings(), index=tmp_path / "index")
    with judged_archive(folder, settings, ToyEmbedder(), None, Silence()):
        assert list((tmp_path / "tmp").iterdir())
    assert not list((tmp_path / "tmp").iterdir())
    assert not settings.index.exists()
