"""The registers: what they list, what filters leave, and what a person's review changes."""

import csv
import io
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.withdrawal import withdraw
from lrt_search.answers import answer
from lrt_search.archive import Archive, open_archive
from lrt_search.cli import main
from lrt_search.errors import AmbiguousStatementError, InvalidQueryError, NotInRegisterError
from lrt_search.register_csv import register_as_csv
from lrt_search.register_filters import filters_from, parameters_of
from lrt_search.registers import (
    Entry,
    RegisterFilters,
    entries_of,
    find_statement,
    list_register,
    lost_reviews,
)
from lrt_search.retrieval import search
from lrt_search.reviews import Review, Verdict, note_review, reviews, reviews_file
from lrt_search.statements import DecisionOutcome, StatementKind
from lrt_search.testing import ToyEmbedder
from lrt_search.threads import Progress
from lrt_search.wording import Wording
from tests.job import Job

SIGNED = "Aanvulling bestuursovereenkomst Zandhoven is getekend."
TASK = "Actie JenV: aanvulling op de bestuursovereenkomst, te tekenen voor 20 oktober."
DECISION = "Besloten wordt kazerne Zandhoven te sluiten."
# What else was said: among few sentences no word is rare enough to tell a matter.
ELSE = [f"Over onderwerp{number} sprak vergadering{number}." for number in range(250)]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """Three meetings: a task and a decision, what became of the task, and something else."""
    job = Job(tmp_path_factory.mktemp("registers"))
    job.put("a.txt", TASK, DECISION, "Het voorstel wordt verworpen.", date="15 september 2023")
    job.put("b.txt", SIGNED, "SJenV zegt toe een brief te sturen.", date="17 november 2023")
    job.put("c.txt", *ELSE, "Actie BZK en Aedes: lijst van woningen.", date="9 februari 2024")
    job.ingest()
    return job


@pytest.fixture
def job(first: Job, tmp_path: Path) -> Job:
    """That archive, copied."""
    job = Job(tmp_path)
    shutil.copytree(first.settings.index, job.settings.index)
    shutil.copytree(first.inbox, job.inbox, dirs_exist_ok=True)
    return job


@pytest.fixture(scope="module")
def archive(first: Job) -> Archive:
    return opened(first)


def opened(job: Job) -> Archive:
    return open_archive(job.settings, job.embedder)


def texts(
    archive: Archive, kind: StatementKind = StatementKind.ACTION_ITEM, **filters: object
) -> list[str]:
    wanted = RegisterFilters(**filters)  # type: ignore[arg-type]
    return [one.statement.quotation for one in list_register(archive, kind, wanted).entries]


def entry(archive: Archive, text: str) -> Entry:
    every = (one for kind in StatementKind for one in list_register(archive, kind).entries)
    (found,) = [one for one in every if one.statement.quotation == text]
    return found


def note(job: Job, text: str, verdict: Verdict) -> str:
    statement = entry(opened(job), text).statement
    review = Review(
        statement.statement_id, statement.document_id, verdict, "2026-11-25T12:00:00Z", "De Griffie"
    )
    note_review(job.settings.index, review)
    return statement.statement_id


def test_the_newest_meeting_comes_first(archive: Archive) -> None:
    assert texts(archive) == ["Actie BZK en Aedes: lijst van woningen.", TASK]


def test_an_entry_has_its_place_and_what_became_of_it(archive: Archive) -> None:
    found = entry(archive, TASK)
    assert found.citation.meeting_date == date(2023, 9, 15)
    assert found.citation.permalink.endswith(f"#{found.statement.passage_id}")
    assert found.progress is Progress.DONE
    assert found.evidence is not None
    assert (found.evidence.text, found.evidence.meeting_date) == (SIGNED, date(2023, 11, 17))


def test_what_nothing_later_tells_of_is_open(archive: Archive) -> None:
    found = entry(archive, "Actie BZK en Aedes: lijst van woningen.")
    assert (found.progress, found.evidence) == (Progress.OPEN, None)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"organisation": "SJenV"}, [TASK]),
        ({"organisation": "aedes"}, ["Actie BZK en Aedes: lijst van woningen."]),
        ({"organisation": "COA"}, []),
        ({"progress": Progress.DONE}, [TASK]),
        ({"first_date": date(2023, 9, 16)}, ["Actie BZK en Aedes: lijst van woningen."]),
        ({"first_date": date(2023, 9, 15), "last_date": date(2023, 9, 15)}, [TASK]),
        ({"words": "woning lijsten"}, ["Actie BZK en Aedes: lijst van woningen."]),
        ({"words": "woning zandhoven"}, []),
        ({"confirmed": True}, []),
        ({"rejected": True}, []),
    ],
)
def test_filters(archive: Archive, filters: dict[str, Any], expected: list[str]) -> None:
    assert texts(archive, StatementKind.ACTION_ITEM, **filters) == expected


def test_decisions_are_filtered_by_their_outcome(archive: Archive) -> None:
    found = texts(archive, StatementKind.DECISION, outcome=DecisionOutcome.REJECTED)
    assert found == ["Het voorstel wordt verworpen."]


def test_a_page_of_a_register_says_how_many_there_are(archive: Archive) -> None:
    listing = list_register(archive, StatementKind.ACTION_ITEM, limit=1, offset=1)
    assert [one.statement.quotation for one in listing.entries] == [TASK]
    assert (listing.total, listing.unfiltered) == (2, 2)
    assert {"Aedes", "BZK", "JenV"} <= set(listing.organisations)


def test_the_statements_of_a_document_come_in_its_order(archive: Archive) -> None:
    document_id = entry(archive, TASK).statement.document_id
    found = [one.statement.quotation for one in entries_of(archive, document_id)]
    assert found == [TASK, DECISION, "Het voorstel wordt verworpen."]


# --- reviews -------------------------------------------------------------------------------


def test_what_was_rejected_is_shown_nowhere_but_where_it_is_asked_for(job: Job) -> None:
    note(job, TASK, Verdict.REJECTED)
    archive = opened(job)
    assert TASK not in texts(archive)
    assert texts(archive, rejected=True) == [TASK]
    assert search(archive, "soort:actie eigenaar:JenV").total == 0
    (hit,) = search(archive, f'"{TASK}"').hits
    assert hit.statements == ()
    quoted = {one.quotation: one.statement for one in answer(archive, TASK).sentences}
    assert quoted[TASK] is None


@pytest.mark.parametrize("again", ["ingest", "rebuild"])
def test_a_review_survives(job: Job, again: str) -> None:
    note(job, TASK, Verdict.CONFIRMED)
    job.put("d.txt", "Nog een vergadering.", date="12 april 2024")
    job.ingest() if again == "ingest" else job.rebuild()
    archive = opened(job)
    assert entry(archive, TASK).confirmed
    assert texts(archive, confirmed=True) == [TASK]
    assert lost_reviews(archive) == 0


def test_a_review_of_what_no_rule_finds_any_more_is_counted(job: Job) -> None:
    note(job, TASK, Verdict.CONFIRMED)
    gone = Review("s" + "0" * 15, "1" * 16, Verdict.REJECTED, "2026-11-25T12:00:00Z")
    note_review(job.settings.index, gone)
    assert lost_reviews(opened(job)) == 1


def test_the_reviews_of_a_withdrawn_document_go_with_it(job: Job) -> None:
    gone = note(job, TASK, Verdict.REJECTED)
    kept = note(job, "SJenV zegt toe een brief te sturen.", Verdict.CONFIRMED)
    document_id = opened(job).all_statements[gone].document_id
    withdraw(job.settings, document_id, "op verzoek")
    assert list(reviews(job.settings.index)) == [kept]
    assert gone not in reviews_file(job.settings.index).read_text(encoding="utf-8")
    archive = opened(job)
    assert archive.follow_ups == ()
    assert TASK not in texts(archive)


def test_a_review_holds_no_word_of_the_document(job: Job) -> None:
    note(job, DECISION, Verdict.CONFIRMED)
    assert "Zandhoven" not in reviews_file(job.settings.index).read_text(encoding="utf-8")


def test_a_statement_is_found_by_the_beginning_of_its_id(archive: Archive) -> None:
    statement = entry(archive, TASK).statement
    assert find_statement(archive, f" {statement.statement_id[:9].upper()}") == statement
    with pytest.raises(NotInRegisterError):
        find_statement(archive, "s0000zz")
    with pytest.raises(NotInRegisterError):
        find_statement(archive, "s")


def test_an_id_that_several_begin_with_is_told(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    statement = entry(archive, TASK).statement
    twice = {key: replace(statement, statement_id=key) for key in ("sabcd1", "sabcd2")}
    monkeypatch.setattr(archive, "all_statements", twice)
    with pytest.raises(AmbiguousStatementError):
        find_statement(archive, "sabcd")
    assert find_statement(archive, "sabcd2") == twice["sabcd2"]


# --- search --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("soort:actie eigenaar:SJenV", [TASK]),
        ("kind:action owner:BZK owner:Aedes", ["Actie BZK en Aedes: lijst van woningen."]),
        ("soort:actie eigenaar:COA", []),
        ("soort:besluit kazerne", [DECISION, "Het voorstel wordt verworpen."]),
        ("soort:toezegging organisatie:JenV", ["SJenV zegt toe een brief te sturen."]),
        ("soort:toezegging organisatie:VNG", []),
    ],
)
def test_passages_are_found_by_what_they_state(
    archive: Archive, query: str, expected: list[str]
) -> None:
    assert [one.passage.quotation for one in search(archive, query).hits] == expected


def test_a_hit_says_what_was_recognised_in_it(archive: Archive) -> None:
    (hit,) = search(archive, "soort:actie eigenaar:Aedes").hits
    assert [(one.kind, one.owners) for one in hit.statements] == [
        (StatementKind.ACTION_ITEM, ("BZK", "Aedes"))
    ]


def test_an_unknown_kind_is_refused(archive: Archive) -> None:
    with pytest.raises(InvalidQueryError):
        search(archive, "soort:geheim")


# --- filters and CSV -----------------------------------------------------------------------


def test_filters_are_read_and_written() -> None:
    given = {
        "organisatie": "BZK",
        "van": "2023",
        "tot": "maart 2024",
        "status": "loopt",
        "uitkomst": "verworpen",
        "woorden": "twee  woorden",
        "bevestigd": "true",
        "verslag": "abc",
    }
    filters, faults = filters_from(given)
    assert faults == []
    assert filters == RegisterFilters(
        "BZK",
        date(2023, 1, 1),
        date(2024, 3, 31),
        Progress.RUNNING,
        DecisionOutcome.REJECTED,
        "twee woorden",
        True,
        document_id="abc",
    )
    written = {"van": "2023-01-01", "tot": "2024-03-31", "woorden": "twee woorden"}
    assert parameters_of(filters) == given | written


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("organisatie", ""),
        ("van", "gisteren"),
        ("tot", "2024-02-30"),
        ("status", "bijna"),
        ("uitkomst", ""),
        ("woorden", "?"),
        ("woorden", "a" * 201),
        ("bevestigd", "ja"),
        ("verslag", ""),
    ],
)
def test_a_filter_that_cannot_be_used_is_told_by_name(name: str, value: str) -> None:
    filters, faults = filters_from({name: value})
    assert [one.name for one in faults] == [name]
    assert not filters


def test_a_period_that_ends_before_it_begins_is_told() -> None:
    assert [one.name for one in filters_from({"van": "2024", "tot": "2023"})[1]] == ["tot"]


def test_csv_is_for_a_spreadsheet_and_holds_no_formula(job: Job) -> None:
    job.put("e.txt", 'Actie =HYPERLINK("x"): "lijst"; nu.', date="1 mei 2024")
    job.put("f.txt", "-2+3 besloten wordt tot ▮ iets.", date="2 mei 2024")
    job.ingest()
    archive = opened(job)
    entries = [one for kind in StatementKind for one in list_register(archive, kind).entries]
    text = register_as_csv(entries, "http://host", Wording("nl"), masked=False)
    assert text.startswith("\ufeffSoort;Tekst;Vergaderdatum;")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == len(entries)
    assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+-@" and cell]
    (task,) = [row for row in rows if row["Tekst"] == TASK]
    assert (task["Eigenaars"], task["Status"], task["Bewijs"]) == ("JenV", "afgerond", SIGNED)
    assert task["Link"].startswith("http://host/v/")


# --- the command line ----------------------------------------------------------------------


@pytest.fixture
def run(job: Job, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> "Run":
    monkeypatch.setattr("lrt_search.archive.load_embedder", lambda settings: ToyEmbedder())
    return Run(job, capsys)


class Run:
    """Runs ``lrt-search register`` in English; returns exit code and what was printed."""

    def __init__(self, job: Job, capsys: pytest.CaptureFixture[str]) -> None:
        self.job = job
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str]:
        index = str(self.job.settings.index)
        code = main(["--language", "en", "--index", index, "register", *arguments])
        out, err = self._capsys.readouterr()
        return code, out + err


def test_the_command_line_lists_and_reviews(run: Run) -> None:
    code, said = run("list", "actions", "--organisation", "SJenV")
    assert code == 0
    assert "Status: done" in said
    assert SIGNED in said.replace("\n    ", " ")
    key = entry(opened(run.job), TASK).statement.statement_id
    assert run("reject", key[:8], "--by", "De Griffie", "--reason", "is een vraag")[0] == 0
    assert key not in run("list", "actions")[1]
    code, said = run("list", "actions", "--rejected")
    assert key in said
    assert "De Griffie: is een vraag" in said
    assert run("confirm", key)[0] == 0
    assert "Confirmed on" in run("list", "actions", "--confirmed")[1]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("confirm", "s0000zz"), 121, "no statement s0000zz"),
        (("list", "actions", "--from", "gisteren"), 32, "Parameter --from"),
        (("list", "actions", "--status", "bijna"), 32, "Parameter --status"),
        (("list", "actions", "--limit", "0"), 32, "Parameter --limit"),
        (("list", "actions", "--confirmed", "--rejected"), 32, "either"),
        (("reject", "s0000", "--reason", " "), 32, "--reason"),
    ],
)
def test_the_command_line_refuses(
    run: Run, arguments: tuple[str, ...], code: int, said: str
) -> None:
    exit_code, told = run(*arguments)
    assert exit_code == code
    assert said in told


def test_damaged_reviews_are_told(run: Run) -> None:
    reviews_file(run.job.settings.index).write_text("{}\n", encoding="utf-8")
    code, said = run("list", "decisions")
    assert code == 120
    assert "line 1" in said
