"""``lrt-search evaluate`` as a user runs it, with the toy model."""

import json
import os
from pathlib import Path

import pytest

from lrt_search.cli import main
from lrt_search.settings import Settings
from lrt_search.testing import ToyEmbedder
from tests.ingest.test_judged_folder import put

TEXTS = {
    "a": "De otter keert terug in de vaart.",
    "b": "Kazerne Zandhoven sluit in november.",
    "c": "Vier schepen liggen aan de kade.",
}
QUERIES = {
    "q1": ("otter", "keyword", "a"),
    "q2": ("Wanneer sluit de kazerne?", "question", "b"),
    "q3": ("vaartuigen", "paraphrase", "c"),  # has no word of its answer
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that the tests share, as one that keeps it would."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: Path) -> Path:
    for name in [name for name in os.environ if name.startswith("LRT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kept").symlink_to(kept)

    def load(settings: Settings) -> ToyEmbedder:
        return ToyEmbedder()

    monkeypatch.setattr("ingest.evaluate_command.load_embedder", load)
    corpus = [{"_id": key, "text": text} for key, text in TEXTS.items()]
    queries = [
        {"_id": key, "text": text, "metadata": {"type": kind}}
        for key, (text, kind, _) in QUERIES.items()
    ]
    return put(
        tmp_path / "judged",
        corpus="\n".join(map(json.dumps, corpus)),
        queries="\n".join(map(json.dumps, queries)),
        qrels="".join(f"{key}\t{text_id}\t1\n" for key, (_, _, text_id) in QUERIES.items()),
    )


def evaluate(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["--language", "en", "evaluate", "--keep", "kept", *map(str, arguments)]) == 0
    out, err = capsys.readouterr()
    assert "otter" not in err
    return out


def test_the_figures_stand_by_type_for_all_three_systems(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = evaluate(capsys, folder).splitlines()
    assert lines[0] == "3 queries over 3 texts (3 passages), model toy."
    start = next(number for number, line in enumerate(lines) if line.startswith("MRR@10"))
    assert lines[start].split("  ")[-1].strip() == "the search"
    rows = {line.split()[0]: line.split()[2::2] for line in lines[start + 1 : start + 5]}
    assert rows["keyword"] == ["1.000", "1.000", "1.000"]
    assert rows["paraphrase"][0] == "0.000"
    assert rows["all"][0] == "0.667"
    assert any("p = " in line and "of 3" in line for line in lines)


def test_json_holds_every_figure_and_no_text(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = evaluate(capsys, folder, "--json")
    found = json.loads(out)
    assert found["queries"] == found["all"]["queries"] == 3
    assert found["types"]["keyword"]["nDCG@10"]["product"]["mean"] == 1.0
    assert set(found["tests"]) == {"nDCG@10", "recall@50", "MRR@10"}
    assert not any(text in out for text, _, _ in QUERIES.values())


def test_a_saved_run_is_compared_with_query_by_query(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "run.json"
    evaluate(capsys, folder, "--save", saved)
    assert not any(text in saved.read_text() for text, _, _ in QUERIES.values())
    before = json.loads(saved.read_text())
    before["queries"]["q1"]["product"]["nDCG@10"] = 0.4
    del before["queries"]["q2"]
    before["about"]["corpus_sha256"] = "andere"
    saved.write_text(json.dumps(before))
    found = json.loads(evaluate(capsys, folder, "--json", "--compare", saved))["compared"]
    assert (found["same_corpus"], found["queries_left_out"]) == (False, 1)
    assert found["tests"]["nDCG@10"]["better"] == 1
    assert found["tests"]["nDCG@10"]["mean"] == pytest.approx(0.3)
    assert "other texts" in evaluate(capsys, folder, "--compare", saved)


def test_the_texts_of_queries_are_saved_when_asked(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "run.json"
    evaluate(capsys, folder, "--save", saved, "--save-texts")
    assert json.loads(saved.read_text())["queries"]["q1"]["text"] == "otter"


def test_losses_show_the_query_only_when_asked(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where no word of a question is known the product shows the nearest few: none here.
    monkeypatch.setattr("lrt_search.retrieval.NEAREST", 0)
    assert "vaartuigen" not in evaluate(capsys, folder)
    shown = evaluate(capsys, folder, "--show-losses", "5").splitlines()
    (line,) = [line for line in shown if "vaartuigen" in line]
    assert line.strip().startswith("q3 (paraphrase): meaning alone")
    losses = json.loads(evaluate(capsys, folder, "--json", "--show-losses", "5"))["losses"]
    assert [loss["query"] for loss in losses] == ["q3"]


def test_queries_without_an_answer_are_told_apart(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "niets.txt").write_text("kerkasiel\nFrontex\n")
    found = json.loads(evaluate(capsys, folder, "--json", "--no-answer", tmp_path / "niets.txt"))[
        "answerable"
    ]
    assert (found["answerable"], found["unanswerable"]) == (3, 2)
    assert 0.5 < found["auroc"] <= 1.0
    assert found["curve"][-1] == {"false_positive": 1.0, "true_positive": 1.0}
    assert "AUROC" in evaluate(capsys, folder, "--no-answer", tmp_path / "niets.txt")


def test_a_query_that_cannot_be_searched_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "queries.jsonl").write_text(
        '{"_id": "q1", "text": "otter"}\n{"_id": "q2", "text": "?!"}\n'
    )
    out = evaluate(capsys, folder)
    assert "queries that cannot be searched: 1." in out
    assert "judgments that name an unknown id: 1." in out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nergens"], 10),
        (["."], 90),
        (["judged", "--no-answer", "nergens.txt"], 10),
        (["judged", "--compare", "nergens.json"], 10),
        (["judged", "--compare", "judged/queries.jsonl"], 96),
        (["judged", "--save", "nergens/run.json"], 97),
        (["judged", "--keep", "kept", "--save", "judged"], 97),
        (["judged", "--keep", "judged"], 95),
        (["judged", "--show-losses", "-1"], 32),
        (["judged", "--save-texts"], 32),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int
) -> None:
    assert main(["--language", "en", "evaluate", *arguments]) == code
    err = capsys.readouterr().err
    assert err.count("lrt-search: ") == 1
    assert "otter" not in err
