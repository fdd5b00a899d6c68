"""Questions in a file: read as they are, asked each once, and gone on with."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lrt_search.archive import Archive, open_archive
from lrt_search.batch import Journal, PreparedEmbedder, about, run
from lrt_search.cli import main
from lrt_search.domain import NO_FILTERS
from lrt_search.errors import (
    LrtError,
    NoQuestionColumnError,
    NoQuestionsError,
    UnreadableQuestionsError,
)
from lrt_search.questions import QuestionFile, read_questions
from lrt_search.retrieval import search
from lrt_search.search_record import RecordedSearch, from_json
from lrt_search.settings import Settings
from lrt_search.tables import csv_of
from lrt_search.testing import ToyEmbedder
from tests.job import Job


def texts(content: bytes) -> list[str]:
    return [line.text for line in read_questions(content, "x.csv").lines]


@pytest.mark.parametrize(
    "content",
    [
        "vraag\nCoördinatie, één\nplek\n".replace(
            "Coördinatie, één", '"Coördinatie, één"'
        ).encode(),
        '\ufeffnr;Vraag \r\n1;"Coördinatie, één"\r\n2;plek\r\n'.encode(),
        "nr\tquestion\n1\tCoördinatie, één\n2\tplek".encode("utf-16"),
        'nr,ZOEKTERM\n1,"Coördinatie, één"\n\n2, plek \n,,\n'[:-4].encode("cp1252"),
        '"zoekterm";"vraag"\n"x";"Coördinatie, één"\n"y";"plek"\n'.encode("cp1252"),
    ],
)
def test_a_file_is_read_however_a_spreadsheet_wrote_it(content: bytes) -> None:
    assert texts(content) == ["Coördinatie, één", "plek"]


def test_a_question_may_run_over_lines() -> None:
    (line,) = read_questions(b'vraag\n"een ""plek""\nin Drenthe"\n', "x.csv").lines
    assert (line.text, line.line, line.trouble) == ('een "plek"\nin Drenthe', 3, None)


def test_a_line_that_cannot_be_a_question_is_one_with_a_reason() -> None:
    lines = read_questions(b"vraag,nr\nwie, wat en waar,1\n,2\nplek,3\n", "x.csv").lines
    assert [line.text for line in lines] == ["wie, wat en waar,1".replace(", ", ", "), "", "plek"]
    assert [line.trouble is None for line in lines] == [False, True, True]


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        (b"", NoQuestionColumnError, "Columns found: "),
        (b"naam;plaats\nx;y\n", NoQuestionColumnError, "Columns found: naam, plaats"),
        (b"Vragen\nx\n", NoQuestionColumnError, "Columns found: Vragen"),
        (b"vraag\n", NoQuestionsError, "x.csv"),
        (b"vraag\n\n;\n"[:7], NoQuestionsError, "x.csv"),
        (b'vraag\n"nooit gesloten\nplek\n', UnreadableQuestionsError, "x.csv"),
        (b"vraag\nplek\x00\n", UnreadableQuestionsError, "zero bytes"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", UnreadableQuestionsError, "zero bytes"),
        (b"vraag\n" + b"a" * 200_000, UnreadableQuestionsError, "x.csv"),
    ],
)
def test_what_is_no_file_of_questions_is_refused(
    content: bytes, error: type[LrtError], said: str
) -> None:
    with pytest.raises(error) as caught:
        read_questions(content, "x.csv")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+31", "'+31"),
        ("-niet", "'-niet"),
        ("@x", "'@x"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("a=1", "a=1"),
        (-3, "-3"),
        (None, ""),
        (True, "ja"),
        ('a;"b"', '"a;""b"""'),
        ("half \ud83d", "half ?"),
    ],
)
def test_a_table_holds_no_formula(cell: object, written: str) -> None:
    assert csv_of([[cell]]).removesuffix("\r\n").replace('""', '""') == (written or '""')


# --- asking --------------------------------------------------------------------------------


class CountingEmbedder(ToyEmbedder):
    """Counts how often the model is called."""

    calls = 0

    def embed_queries(self, texts: Any) -> Any:
        self.calls += 1
        return super().embed_queries(texts)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    job = Job(tmp_path_factory.mktemp("batch"))
    job.put("a.txt", "De gemeenten vragen om flexwoningen.", "Er komt een plek.")
    job.ingest()
    return job.settings.index


QUESTIONS = read_questions(
    "vraag\nflexwoningen\n...\nplek\n=x\nvan:\n<b>\n' OR 1=1 --\n\u202e\u0007\nde\n".encode()
    + b"a" * 10_000
    + b"\nNEAR(*\n",
    "x.csv",
)


def asked(archive: Archive, embedder: PreparedEmbedder, path: Path) -> Iterator[RecordedSearch]:
    journal = Journal(path, about(archive, QUESTIONS, NO_FILTERS, 5))
    return run(archive, embedder, QUESTIONS, journal, search, filters=NO_FILTERS, limit=5)


def test_every_question_has_an_answer_or_a_reason(index: Path, tmp_path: Path) -> None:
    model = CountingEmbedder()
    embedder = PreparedEmbedder(model)
    archive = open_archive(Settings(index=index), embedder)
    found = list(asked(archive, embedder, tmp_path / "j"))
    assert [one.number for one in found] == list(range(1, len(QUESTIONS.lines) + 1))
    assert [one.query for one in found] == [line.text for line in QUESTIONS.lines]
    assert found[0].found and found[1].refused and found[4].refused and found[9].refused
    assert model.calls == 1
    alone = search(open_archive(Settings(index=index), ToyEmbedder()), "flexwoningen", limit=5)
    assert [hit.passage_id for hit in found[0].hits] == [
        hit.passage.passage_id for hit in alone.hits
    ]


@pytest.mark.parametrize("torn", [b"", b'{"nummer": 4, "vra', b"null\n"])
def test_a_batch_that_was_killed_goes_on_where_it_was(
    index: Path, tmp_path: Path, torn: bytes
) -> None:
    embedder = PreparedEmbedder(ToyEmbedder())
    archive = open_archive(Settings(index=index), embedder)
    whole = list(asked(archive, embedder, tmp_path / "whole"))
    killed = asked(archive, embedder, tmp_path / "j")
    before = [next(killed) for _ in range(3)]
    del killed
    with (tmp_path / "j").open("ab") as file:
        file.write(torn)
    after = list(asked(archive, embedder, tmp_path / "j"))
    assert before + after == whole
    assert list(asked(archive, embedder, tmp_path / "j")) == []


def test_a_journal_of_something_else_is_not_gone_on_with(index: Path, tmp_path: Path) -> None:
    embedder = PreparedEmbedder(ToyEmbedder())
    archive = open_archive(Settings(index=index), embedder)
    next(asked(archive, embedder, tmp_path / "j"))
    other = QuestionFile("0" * 64, QUESTIONS.lines)
    journal = Journal(tmp_path / "j", about(archive, other, NO_FILTERS, 5))
    assert journal.begun_anew and not journal.done


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lrt_search.batch_command.load_embedder", lambda settings: ToyEmbedder())


def test_the_command_writes_results_and_record(
    toy: None, index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "vragen.csv"
    given.write_text("vraag\nflexwoningen\n...\n", encoding="utf-8")
    out, made = tmp_path / "uit", tmp_path / "r.pdf"
    arguments = ["--index", str(index), "batch", str(given), "--out", str(out)]
    assert main([*arguments, "--record", str(made)]) == 8
    assert "2 vragen: 1 gevonden, 0 niet gevonden, 1 niet gezocht." in capsys.readouterr().out
    assert sorted(path.name for path in out.iterdir()) == ["resultaten.csv", "resultaten.json"]
    assert made.read_bytes().startswith(b"%PDF")
    record = from_json((out / "resultaten.json").read_text(encoding="utf-8"), "x")
    assert [one.query for one in record.searches] == ["flexwoningen", "..."]
    assert main(arguments) == 116
    assert "bestaat al" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "out", "code"),
    [
        ("naam\nx\n", "r.csv", 118),
        ("vraag\n", "r.csv", 119),
        ('vraag\n"x', "r.csv", 117),
        (None, "r.csv", 117),
        ("vraag\nx\n", "r.xlsx", 116),
        ("vraag\nx\n", "vragen.csv", 116),
    ],
)
def test_the_command_refuses_what_it_cannot_do(
    toy: None,
    index: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: str | None,
    out: str,
    code: int,
) -> None:
    given = tmp_path / "vragen.csv"
    if content is not None:
        given.write_text(content, encoding="utf-8")
    command = ["--index", str(index), "batch", str(given), "--out", str(tmp_path / out)]
    assert main(command) == code
    assert capsys.readouterr().err.startswith("lrt-search: ")
