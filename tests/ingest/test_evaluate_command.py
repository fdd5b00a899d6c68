"""``lrt-search evaluate`` as a user runs it, with the toy model."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from lrt_search.answers import Answer, AnswerSentence, answer_from
from lrt_search.archive import Archive
from lrt_search.cli import main
from lrt_search.domain import Outcome
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
    "q3": ("flamingo", "paraphrase", "c"),  # has no word of its answer
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


def evaluate(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> str:
    assert main(["--language", "en", "evaluate", "--keep", "kept", *map(str, arguments)]) == code
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
    assert "flamingo" not in evaluate(capsys, folder)
    shown = evaluate(capsys, folder, "--show-losses", "5").splitlines()
    (line,) = [line for line in shown if "flamingo" in line]
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


def test_answers_are_checked_and_counted_by_type(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = evaluate(capsys, folder).splitlines()
    start = lines.index("Answers to 2 of 3 queries, 2 sentences in all:")
    assert lines[start + 1 : start + 6] == [
        "  verbatim in the text of their pages: 100.0 % (2 of 2)",
        "  on the page cited: 100.0 % (2 of 2)",
        "  with a source that leads to them: 100.0 % (2 of 2)",
        "  from a text judged relevant: 100.0 % (2 of 2)",
        "  most sentences in an answer: 1 (may be 7); most characters: 36 (may be 1200)",
    ]
    table = [line.split("  ") for line in lines if line.startswith(("answers", "keyword"))]
    assert [cell.strip() for cell in table[-2] if cell] == [
        *("answers", "n", "with a relevant sentence", "strong", "weak", "none")
    ]
    rows = {line.split()[0]: line.split()[1:] for line in lines[start + 8 : start + 12]}
    assert rows["all"][:2] == ["3", "0.667"]
    assert rows["keyword"] == ["1", "1.000", "[1.000-1.000]", "1", "0", "0"]
    assert rows["paraphrase"] == ["1", "0.000", "[0.000-0.000]", "0", "0", "1"]
    assert lines[start + 12] == "  Aimed at: 0.900 or more of all with a relevant sentence."
    assert not any("do not answer" in line for line in lines)


def test_a_strong_answer_to_what_the_texts_do_not_answer_is_called_wrong(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "niets.txt").write_text("otter\nkerkasiel\n?!\n")
    found = json.loads(evaluate(capsys, folder, "--json", "--no-answer", tmp_path / "niets.txt"))
    of_none = found["answers"]["unanswerable"]
    assert of_none["queries"] == 3
    assert of_none["strong"] == {"count": 1, "share": pytest.approx(1 / 3)}
    assert (of_none["weak"]["count"], of_none["none"]["count"]) == (0, 2)
    # Rounded up: no figure looks better than it is.
    out = evaluate(capsys, folder, "--no-answer", tmp_path / "niets.txt")
    assert "  strong, and so wrong: 33.4 % (1 of 3); aimed at: 5 % at most" in out
    assert "  none: 66.6 % (2 of 3)" in out


def test_json_holds_the_figures_of_answers(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = json.loads(evaluate(capsys, folder, "--json"))["answers"]
    every = {"count": 2, "share": 1.0}
    assert [answers[key] for key in ("verbatim", "page_right", "cited")] == [every] * 3
    assert answers["answered"] == {"count": 2, "share": pytest.approx(2 / 3)}
    assert answers["longest"] == {"sentences": 1, "characters": 36}
    assert answers["all"]["with_relevant_sentence"]["mean"] == pytest.approx(2 / 3)
    assert answers["types"]["paraphrase"]["none"] == {"count": 1, "share": 1.0}
    assert answers["unsound"] == []
    assert "unanswerable" not in answers


def test_a_broken_promise_names_its_query(
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def misquoted(archive: Archive, outcome: Outcome) -> Answer:
        found = answer_from(archive, outcome)
        groups = tuple(
            replace(group, sentences=tuple(map(in_capitals, group.sentences)))
            for group in found.groups
        )
        return replace(found, groups=groups)

    def in_capitals(one: AnswerSentence) -> AnswerSentence:
        otter = "otter" in one.quotation
        return (
            replace(one, sentence=replace(one.sentence, text=one.quotation.upper()))
            if otter
            else one
        )

    monkeypatch.setattr("ingest.evaluate_command.answer_from", misquoted)
    (tmp_path / "niets.txt").write_text("kerkasiel\notter\n")
    out = evaluate(capsys, folder, "--no-answer", tmp_path / "niets.txt", code=9)
    assert "  verbatim in the text of their pages: 33.3 % (1 of 3)" in out
    assert "answers to these queries breaks a promise: q1\n" in out
    assert "answers to these queries of --no-answer breaks a promise: 2\n" in out


def test_a_saved_run_tells_what_came_of_each_answer(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate(capsys, folder, "--save", tmp_path / "run.json")
    saved = json.loads((tmp_path / "run.json").read_text())["queries"]
    assert (saved["q1"]["answer"]["evidence"], saved["q1"]["answer"]["relevant"]) == ("strong", 1)
    assert saved["q3"]["answer"]["sentences"] == 0


def test_answers_are_compared_with_those_of_a_saved_run(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "run.json"
    evaluate(capsys, folder, "--save", path)
    before = json.loads(path.read_text())
    before["queries"]["q1"]["answer"]["relevant"] = 0
    path.write_text(json.dumps(before))
    found = json.loads(evaluate(capsys, folder, "--json", "--compare", path))["compared"]
    told = found["answers_with_relevant_sentence"]
    assert (told["better"], told["worse"], told["queries"]) == (1, 0, 3)
    assert told["mean"] == pytest.approx(1 / 3)
    out = evaluate(capsys, folder, "--compare", path)
    assert "  answers with a relevant sentence: +0.333" in out


def test_a_run_saved_without_answers_is_compared_all_the_same(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "run.json"
    evaluate(capsys, folder, "--save", path)
    before = json.loads(path.read_text())
    for one in before["queries"].values():
        del one["answer"]
    path.write_text(json.dumps(before))
    found = json.loads(evaluate(capsys, folder, "--json", "--compare", path))["compared"]
    assert found["answers_with_relevant_sentence"] is None
    out = evaluate(capsys, folder, "--compare", path)
    assert "the saved run holds no answers to compare with" in out


@pytest.mark.parametrize(
    "answer", [{}, [], {"evidence": "sure"}, {"evidence": "weak", "sentences": "many"}]
)
def test_a_saved_run_with_a_broken_answer_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], answer: object
) -> None:
    path = tmp_path / "run.json"
    evaluate(capsys, folder, "--save", path)
    before = json.loads(path.read_text())
    before["queries"]["q1"]["answer"] = answer
    path.write_text(json.dumps(before))
    assert main(["evaluate", str(folder), "--compare", str(path)]) == 96


def test_a_query_that_cannot_be_searched_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "queries.jsonl").write_text(
        '{"_id": "q1", "text": "otter"}\n{"_id": "q2", "text": "?!"}\n'
    )
    out = evaluate(capsys, folder)
    assert "queries that cannot be searched: 1." in out
    assert "judgments that name an unknown id: 1." in out
    assert "Answers to 1 of 2 queries" in out


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
