"""The command line: two languages, and every refusal one sentence with its exit code."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from ingest.withdrawal import withdraw
from lrt_search import __version__, errors
from lrt_search.archive import open_archive
from lrt_search.cli import main
from lrt_search.settings import Settings
from lrt_search.testing import ToyEmbedder
from tests.job import Job, threads

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def settings_of_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let no variable of the one who runs the tests in, and no index of theirs."""
    for name in [name for name in os.environ if name.startswith("LRT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read documents in threads and embed them with the toy model."""

    def load(settings: Settings) -> ToyEmbedder:
        return ToyEmbedder()

    monkeypatch.setattr("ingest.command.load_embedder", load)
    monkeypatch.setattr("lrt_search.archive.load_embedder", load)
    monkeypatch.setattr("ingest.pipeline.pool_factory", lambda workers, limits: threads)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> str:
    job = Job(tmp_path_factory.mktemp("cli"))
    job.put("a.txt", "De gemeenten vragen om flexwoningen.", "Verslag akkoord.")
    (job.inbox / "leeg.pdf").write_bytes(b"")
    job.ingest()
    return str(job.settings.index)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """Run a command that is to be refused; return its exit code and its sentence."""
    code = main(arguments)
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert err.startswith("lrt-search: ")
    assert err.count("\n") == 1
    return code, err.removeprefix("lrt-search: ").strip()


def stopped(*arguments: str) -> object:
    """Run a command that argparse ends itself; return its exit code."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    return caught.value.code


# --- help and language ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    ["ingest", "rebuild", "withdraw", "reinstate", "quarantine", "search", "status", "serve"],
)
def test_help_is_dutch_by_default(capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert stopped(command, "--help") == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"gebruik: lrt-search {command} ")
    assert "toon deze uitleg en stop" in shown
    assert "usage" not in shown


@pytest.mark.parametrize("arguments", [["--language", "en"], ["--language=en"]])
def test_help_is_english_on_request(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert stopped(*arguments, "--help") == 0
    shown = capsys.readouterr().out
    assert shown.startswith("usage: lrt-search ")
    assert "find passages that answer a question" in shown
    assert "gebruik" not in shown


def test_help_is_english_by_setting(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LRT_LANGUAGE", "en")
    assert stopped("search", "--help") == 0
    assert capsys.readouterr().out.startswith("usage: lrt-search search ")


def test_the_argument_wins_over_the_setting(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LRT_LANGUAGE", "en")
    assert stopped("--language", "nl", "--help") == 0
    assert capsys.readouterr().out.startswith("gebruik: ")


def test_no_command_prints_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert capsys.readouterr().out.startswith("gebruik: lrt-search ")


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert stopped("--version") == 0
    assert capsys.readouterr().out == f"lrt-search {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "dutch", "english"),
    [
        (["zoek"], "ongeldige keuze: 'zoek'", "invalid choice: 'zoek'"),
        (
            ["ingest"],
            "deze argumenten zijn verplicht: PAD",
            "the following arguments are required: PATH",
        ),
        (["search", "x", "--limit", "tien"], "ongeldige waarde", "invalid int value: 'tien'"),
        (["search", "x", "--limit"], "hier hoort één waarde bij", "expected one argument"),
        (["status", "--color"], "--color", "unrecognized arguments: --color"),
    ],
)
def test_what_cannot_be_parsed_is_told_in_both_languages(
    capsys: pytest.CaptureFixture[str], arguments: list[str], dutch: str, english: str
) -> None:
    for language, expected in (("nl", dutch), ("en", english)):
        assert stopped("--language", language, *arguments) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert expected in err
        assert ("usage" in err) == (language == "en")


def test_the_module_is_the_same_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lrt_search", "--language", "en", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert done.stdout.startswith("usage: lrt-search ")


HEAVY = "torch chromadb flask pypdf docx rich sentence_transformers numpy sqlite3 Stemmer".split()


@pytest.mark.parametrize("arguments", [["--help"], ["ingest", "--help"], ["search", "--help"]])
def test_help_imports_no_library(arguments: list[str]) -> None:
    program = (
        "import sys\nfrom lrt_search.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr == "[]\n"


# --- refusals ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (["ingest", "nergens"], 10, "nergens bestaat niet"),
        (["ingest", "leeg"], 11, "Geen document gevonden in leeg"),
        (["search", "opvang"], 20, "Er is nog geen index in index"),
        (["status"], 20, "Er is nog geen index in index"),
        (["serve"], 20, "Er is nog geen index in index"),
        (["rebuild"], 20, "Er is nog geen index in index"),
        (["search", "x", "--limit", "0"], 32, "--limit is onbruikbaar"),
        (["search", "x", "--limit", "1001"], 32, "van 1 tot en met 1000"),
        (["search", "x", "--limit", "-5"], 32, "--limit is onbruikbaar"),
        (["record", "x", "--out", "a.json", "--limit", "1001"], 32, "van 1 tot en met 1000"),
        (["batch", "a.csv", "--out", "b.csv", "--limit", "0"], 32, "--limit is onbruikbaar"),
        (["--index", "", "status"], 5, "--index is ''"),
        (["withdraw", "abcd", "--reason", "x"], 20, "Er is nog geen index in index"),
        (["reinstate", "abcd", "--reason", "x"], 20, "Er is nog geen index in index"),
        (["serve", "--port", "70000"], 5, "--port is '70000'"),
        (["serve", "--port", "http"], 5, "--port is 'http'"),
    ],
)
@pytest.mark.usefixtures("toy")
def test_a_refusal_is_one_sentence_with_its_exit_code(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    arguments: list[str],
    code: int,
    expected: str,
) -> None:
    (tmp_path / "leeg").mkdir()
    found, sentence = refused(capsys, *arguments)
    assert found == code
    assert expected in sentence


@pytest.mark.parametrize(
    ("query", "code"), [("", 30), ("  ", 30), ("?!", 30), ("opvang " * 1500, 31)]
)
@pytest.mark.usefixtures("toy")
def test_a_question_that_cannot_be_searched_is_refused(
    capsys: pytest.CaptureFixture[str], index: str, query: str, code: int
) -> None:
    found, sentence = refused(capsys, "--index", index, "search", query)
    assert found == code
    assert "opvang" not in sentence


@pytest.mark.parametrize(
    ("variable", "value"),
    [("LRT_PORT", "veel"), ("LRT_LANGUAGE", "fr"), ("LRT_INDXE", "map"), ("LRT_BATCH", "0")],
)
def test_a_variable_that_cannot_be_used_is_refused(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    value: str,
) -> None:
    monkeypatch.setenv(variable, value)
    code, sentence = refused(capsys, "status")
    assert code == 5
    assert f"{variable} is '{value}'" in sentence


def test_a_refusal_is_english_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    code, sentence = refused(capsys, "--language", "en", "status")
    assert code == 20
    assert sentence.startswith("There is no index in index yet.")


def test_the_installed_command_ends_with_the_exit_code(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lrt_search", "--index", str(tmp_path / "index"), "status"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (20, "")
    assert done.stderr.count("\n") == 1


def test_a_fault_of_the_program_tells_its_kind_and_never_its_message(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: object) -> int:
        raise ValueError("secret words")

    monkeypatch.setattr("lrt_search.command.status", broken)
    code, sentence = refused(capsys, "status")
    assert code == 1
    assert "(ValueError)" in sentence
    assert "secret" not in sentence


def test_an_interrupt_says_that_nothing_changed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*given: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("lrt_search.command.status", interrupted)
    assert main(["status"]) == 130
    assert capsys.readouterr().err == "Gestopt. Het archief blijft zoals het was.\n"


# --- answers -------------------------------------------------------------------------------


@pytest.mark.usefixtures("toy")
def test_documents_are_ingested_and_a_bad_one_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    job = Job(tmp_path)
    job.put("a.txt", "De gemeenten vragen om flexwoningen.")
    assert main(["ingest", "inbox"]) == 0
    assert "Klaar: 1 nieuw" in capsys.readouterr().out
    (job.inbox / "leeg.pdf").write_bytes(b"")
    assert main(["ingest", "inbox"]) == 3
    assert "inbox/leeg.pdf is leeg" in capsys.readouterr().out
    assert main(["rebuild"]) == 0
    assert main(["search", "flexwoningen"]) == 0
    assert "“De gemeenten vragen om flexwoningen.”" in capsys.readouterr().out


@pytest.mark.usefixtures("toy")
def test_a_hit_is_quoted_with_its_place_and_reason(
    capsys: pytest.CaptureFixture[str], index: str
) -> None:
    assert main(["--index", index, "search", "flexwoningen", "in", "gemeenten"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "Landelijke Regietafel Migratie en Integratie · 3 maart 2022 · 1. OPENING · regel 6" in (
        " ".join(out.split())
    )
    assert "“De gemeenten vragen om flexwoningen.”" in out
    assert "Gevonden op de woorden: gemeenten, flexwoningen" in out
    assert re.search(r"^ +/v/[0-9a-f]{16}/p/1#p[0-9a-f]{15}$", out, re.MULTILINE)
    assert "Doorzocht: 1 document, 1 pagina, 2 passages." in out


@pytest.mark.usefixtures("toy")
def test_unknown_words_are_told(capsys: pytest.CaptureFixture[str], index: str) -> None:
    assert main(["--index", index, "--language", "en", "search", "Flexwoningen eenhoorn"]) == 0
    assert capsys.readouterr().out.startswith("Not in the archive: eenhoorn.\n")


@pytest.mark.usefixtures("toy")
def test_a_question_is_read_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, index: str
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("flexwoningen\n"))
    assert main(["--index", index, "search", "--json", "-"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["resultaten"][0]["reden"]["woorden"] == ["flexwoningen"]


@pytest.mark.usefixtures("toy")
def test_no_more_hits_than_asked_for(capsys: pytest.CaptureFixture[str], index: str) -> None:
    assert main(["--index", index, "search", "--json", "--limit", "1", "opening"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (len(answer["resultaten"]), answer["pageSize"]) == (1, 1)


@pytest.mark.usefixtures("toy")
def test_the_status_says_what_is_there_and_what_is_lacking(
    capsys: pytest.CaptureFixture[str], index: str
) -> None:
    assert main(["--index", index, "status"]) == 0
    out = capsys.readouterr().out
    assert "Het archief bevat 1 document met 1 pagina" in out
    assert "model toy" in out
    assert (
        "2022-03-03  Landelijke Regietafel Migratie en Integratie  (inbox/a.txt, 1 pagina)" in out
    )
    assert "Niet doorzoekbaar:\n  - inbox/leeg.pdf is leeg" in out


@pytest.mark.usefixtures("toy")
def test_the_status_says_what_is_to_be_judged(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    job = Job(tmp_path)
    job.put("a.txt", "Bel 06-12345678.", "Bel 06-12345679 of mail a.eik@voorbeeld.nl.")
    job.ingest()
    assert main(["--language", "en", "--index", str(job.settings.index), "status"]) == 0
    out = capsys.readouterr().out
    assert "    ! 1 e-mail address, 2 telephone numbers to be judged (p. 1)\n" in out
    assert main(["--index", str(job.settings.index), "status", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["afgeschermd"] is False
    assert answer["verslagen"][0]["gevoelig"] == [
        {"soort": "email", "pagina": 1, "aantal": 1},
        {"soort": "phone", "pagina": 1, "aantal": 2},
    ]


@pytest.mark.usefixtures("toy")
def test_a_mask_is_told_in_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    job = Job(tmp_path)
    job.settings = replace(job.settings, mask_sensitive="yes")
    job.put("a.txt", "Bel voor flexwoningen 06-12345678.")
    job.ingest()
    arguments = ["--language", "en", "--index", str(job.settings.index)]
    assert main([*arguments, "search", "flexwoningen"]) == 0
    assert "“Bel voor flexwoningen [masked by this archive].”" in capsys.readouterr().out
    assert main([*arguments, "status"]) == 0
    assert "    ! 1 telephone number masked (p. 1)\n" in capsys.readouterr().out


@pytest.mark.usefixtures("toy")
def test_the_status_for_programs(capsys: pytest.CaptureFixture[str], index: str) -> None:
    assert main(["--index", index, "status", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["model"] == "toy"
    assert [one["bronnen"] for one in answer["verslagen"]] == [["inbox/a.txt"]]
    (skipped,) = answer["overgeslagen"]
    assert (skipped["bron"], skipped["reden"]) == ("inbox/leeg.pdf", "EmptyFileError")
    assert skipped["uitleg"].startswith("inbox/leeg.pdf is leeg. ")
    assert answer["gelezen"]["tekstlaag"] == 1
    assert answer["dekking"]["perMaand"] == [{"jaar": 2022, "maand": 3, "vergaderingen": 1}]


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Make an archive of monthly minutes with a gap; return the arguments that choose it."""
    job = Job(tmp_path_factory.mktemp("series"))
    months = ("januari", "februari", "maart", "april", "december")
    for number, month in enumerate(months, start=1):
        job.put(f"{month}.txt", f"Punt {number}.", date=f"{7 + number} {month} 2023")
    job.put("mei.txt", "Verslag van 9 mei akkoord.", date="12 juni 2023")
    job.put("zonder.txt", "Nog iets.", date="ooit")
    for number in range(22):
        (job.inbox / f"leeg{number}.pdf").write_bytes(b"")
    job.ingest()
    return ["--language", "en", "--index", str(job.settings.index)]


@pytest.mark.usefixtures("toy")
def test_the_status_says_where_minutes_may_be_missing(
    capsys: pytest.CaptureFixture[str], series: list[str]
) -> None:
    assert main([*series, "status"]) == 0
    out = capsys.readouterr().out
    assert "  2023     6  January, February, March, April, June, December\n" in out
    assert ": 6 meetings, usually 32 days apart (recesses left out).\n" in out
    assert "    ? Between 12 June 2023 and 12 December 2023 (135 days, recesses left out)" in out
    assert re.search(
        r"  \? 9 May 2023: its minutes are discussed or adopted, and are not in the archive"
        r" \(/v/[0-9a-f]{16}/p/1#p[0-9a-f]{15}\)\n",
        out,
    )
    assert re.search(r"Without a readable date: [0-9a-f]{16} \(.*, inbox/zonder.txt\)\n", out)


@pytest.mark.usefixtures("toy")
def test_a_long_list_is_told_whole_on_request(
    capsys: pytest.CaptureFixture[str], series: list[str]
) -> None:
    assert main([*series, "status"]) == 0
    out = capsys.readouterr().out
    assert "  - 22 files. Fetch the document again" in out
    assert out.count(" is empty.\n") == 20
    assert "    ... and 2 more; all of them with: lrt-search status --all\n" in out
    assert main([*series, "status", "--all"]) == 0
    out = capsys.readouterr().out
    assert out.count(" is empty.\n") == 22
    assert " more; all of them" not in out


@pytest.mark.usefixtures("toy")
def test_not_found_says_what_was_not_searched(
    capsys: pytest.CaptureFixture[str], series: list[str]
) -> None:
    assert main([*series, "search", "eenhoorn"]) == 0
    out = capsys.readouterr().out
    assert "22 files could not be read and are not searched.\n" in out
    assert out.endswith("There are 2 signs that minutes may be missing from this archive.\n")


@pytest.mark.usefixtures("toy")
def test_a_document_is_withdrawn_told_and_allowed_again(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    Job(tmp_path).put("a.txt", "De gemeenten vragen om flexwoningen.")
    assert main(["ingest", "inbox"]) == 0
    assert main(["--language", "en", "status"]) == 0
    found = re.search(r"^  ([0-9a-f]{16})  2022-03-03 ", capsys.readouterr().out, re.MULTILINE)
    assert found
    reason = "op verzoek van een betrokkene"
    assert main(["--language", "en", "withdraw", found[1], "--reason", reason]) == 0
    assert f"Its links now answer: {reason}." in capsys.readouterr().out
    assert main(["--language", "en", "status"]) == 0
    assert re.search(
        rf"Withdrawn:\n  - {found[1]}  \d{{4}}-\d\d-\d\d  {reason}", (capsys.readouterr().out)
    )
    assert main(["status", "--json"]) == 0
    (gone,) = json.loads(capsys.readouterr().out)["ingetrokken"]
    assert (gone["id"], gone["reden"]) == (found[1], reason)
    assert main(["ingest", "inbox"]) == 73
    assert f"lrt-search reinstate {found[1]}" in capsys.readouterr().out
    assert main(["--language", "en", "reinstate", found[1][:6], "--reason", "vergissing"]) == 0
    assert "may be taken in again" in capsys.readouterr().out
    assert main(["ingest", "inbox"]) == 0


def test_what_differs_between_two_releases_is_told(
    capsys: pytest.CaptureFixture[str], toy: None, tmp_path: Path
) -> None:
    job = Job(tmp_path)
    words = [f"woord{number}" for number in range(80)]
    text = f"VNG vraagt om {{}} bij de opvang van {' '.join(words)}."
    job.put("a.txt", text.format("[gelakt: 5.1.2e]"))
    job.put("b.txt", text.format("flexwoningen"))
    (job.inbox / "c.txt").write_text("Heel andere woorden over de begroting van dit jaar.")
    index = ["--index", str(job.settings.index)]
    main([*index, "ingest", str(job.inbox)])
    capsys.readouterr()
    main([*index, "status", "--json"])
    ids = {one["bronnen"][0]: one["id"] for one in json.loads(capsys.readouterr().out)["verslagen"]}
    first, second, other = (ids[f"inbox/{name}.txt"] for name in "abc")

    assert main([*index, "--language", "en", "diff", first[:8], second]) == 0
    told = capsys.readouterr().out
    assert "1 place became visible, 0 places became hidden, 0 other changes" in told
    assert "- “[redacted: 5.1.2e]”" in told
    assert "+ “flexwoningen”" in told
    assert main([*index, "diff", second, first, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    (change,) = answer["wijzigingen"]
    assert (change["soort"], change["voor"]["tekst"]) == ("verborgen", "flexwoningen")
    assert change["na"]["weglakkingen"][0]["gronden"] == ["5.1.2e"]
    assert answer["paginas"] == [{"voor": 1, "na": 1, "verplaatst": False}]

    assert main([*index, "--language", "en", "diff", first, first]) == 0
    assert "is one and the same document" in capsys.readouterr().out
    assert main([*index, "--language", "en", "diff", first, other]) == 0
    assert "nothing in common" in capsys.readouterr().out
    assert main([*index, "diff", first, "0000"]) == errors.NotInArchiveError.exit_code

    job.ingest()
    archive = open_archive(job.settings, job.embedder)
    assert [one.document.document_id for one in archive.versions(first)] == [second]
    assert [one.document.document_id for one in archive.versions(second)] == [first]
    assert archive.versions(other) == ()
    withdraw(job.settings, second, "op verzoek")
    assert archive.versions(first) == ()
    assert open_archive(job.settings, job.embedder).versions(first) == ()


def test_a_bundle_is_told_as_such_and_withdrawn_as_a_whole(
    capsys: pytest.CaptureFixture[str], toy: None, tmp_path: Path
) -> None:
    job = Job(tmp_path)
    minutes = [job.put(name, "Akkoord.").read_text() for name in ("a.txt", "b.txt")]
    for path in job.inbox.iterdir():
        path.unlink()
    minutes[1] = minutes[1].replace("3 maart", "7 april")
    (job.inbox / "bundel.txt").write_text("\f".join(minutes), encoding="utf-8")
    index = ["--language", "en", "--index", str(job.settings.index)]
    main([*index, "ingest", str(job.inbox)])
    main([*index, "status"])
    told = capsys.readouterr().out
    assert "inbox/bundel.txt, part 2 of 2, page 2 of the file" in told
    found = re.search(r"[0-9a-f]{16}-p2", told)
    assert found
    main([*index, "withdraw", found.group(), "--reason", "op verzoek"])
    told = capsys.readouterr().out
    assert f"Document {found.group()[:16]} is withdrawn" in told
    assert "Its file binds 2 documents; all of them are withdrawn." in told


@pytest.mark.usefixtures("toy")
def test_no_model_is_loaded_to_withdraw(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, index: str
) -> None:
    monkeypatch.setattr("ingest.command.load_embedder", None)
    monkeypatch.setattr("lrt_search.archive.load_embedder", None)
    code, _ = refused(capsys, "--index", index, "withdraw", "zzzz", "--reason", "x")
    assert code == 33


# --- answers and references ----------------------------------------------------------------


def test_answer_prints_the_sentences_and_cite_a_reference(
    capsys: pytest.CaptureFixture[str], index: str, toy: None
) -> None:
    assert main(["--index", index, "answer", "flexwoningen"]) == 0
    told = capsys.readouterr().out
    assert "[1] “De gemeenten vragen om flexwoningen.”" in told
    assert main(["--index", index, "answer", "--json", "flexwoningen"]) == 0
    answer = json.loads(capsys.readouterr().out)
    link = answer["groepen"][0]["zinnen"][0]["citaat"]["permalink"]
    assert link in told
    assert main(["--index", index, "cite", link, "--format", "ris"]) == 0
    assert capsys.readouterr().out.startswith("TY  - GOVDOC")


def test_no_answer_says_so_and_what_was_searched(
    capsys: pytest.CaptureFixture[str], index: str, toy: None
) -> None:
    assert main(["--index", index, "--language", "en", "answer", "xylofoonles"]) == 0
    told = capsys.readouterr().out
    assert "Not found: the archive has no answer to this question." in told
    assert "Searched: 1 document" in told


def test_a_passage_that_is_not_there_is_refused(
    capsys: pytest.CaptureFixture[str], index: str, toy: None
) -> None:
    code, told = refused(capsys, "--index", index, "--language", "en", "cite", "p0")
    assert code == errors.UnknownPassageError.exit_code
    assert "p0" in told


@pytest.mark.parametrize(
    ("quotation", "code", "said"),
    [
        ("gemeenten vragen om flexwoningen", 0, "Letterlijk: dit staat zo in het archief"),
        ("gemeenten vragen om drie flexwoningen", 4, "! Getal of datum: “drie” staat daar niet"),
        ("heel iets anders", 6, "Niet gevonden: nergens"),
    ],
)
def test_verify_tells_its_verdict_by_its_exit_code_too(
    toy: None, index: str, capsys: pytest.CaptureFixture[str], quotation: str, code: int, said: str
) -> None:
    assert main(["--index", index, "verify", *quotation.split()]) == code
    assert said in capsys.readouterr().out


def test_verify_reads_from_standard_input(
    toy: None, index: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO("“gemeenten vragen\nom flexwoningen”,\n"))
    assert main(["--index", index, "verify", "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["uitslag"] == "letterlijk"


@pytest.mark.parametrize(
    ("given", "code"), [(["..."], 110), (["a" * 10_000], 111), (["--document", "zz", "flex"], 33)]
)
def test_verify_refuses_what_it_cannot_check(
    toy: None, index: str, capsys: pytest.CaptureFixture[str], given: list[str], code: int
) -> None:
    assert refused(capsys, "--index", index, "verify", *given)[0] == code
