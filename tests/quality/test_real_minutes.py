"""Real minutes, where they lie beside the project; their text is never copied into it."""

from datetime import date
from pathlib import Path

import pytest

from ingest.documents import ReadFile, Reading, read_document
from ingest.minutes import recognise_minutes
from ingest.pages import read_pages
from ingest.passages import cut_passages
from ingest.redactions import mark_redactions
from ingest.sources import TXT, find_sources
from lrt_search.archive import Archive, open_archive
from lrt_search.catalogue import DocumentRecord
from lrt_search.coverage import Naming, coverage
from lrt_search.domain import REDACTION_MARK, Layout, RedactionLook
from lrt_search.retrieval import search
from lrt_search.settings import Settings
from lrt_search.statements import StatementKind
from tests.program import program

DATA = Path(__file__).parents[3] / "shared" / "data"
SEED = DATA / "minutes" / "lrt-2023-12-08.txt"
COUNCIL = DATA / "pdf" / "denhaag"

needs_seed = pytest.mark.skipif(not SEED.is_file(), reason=f"needs {SEED.name}")
needs_council = pytest.mark.skipif(not COUNCIL.is_dir(), reason="needs the council minutes")


def read(path: Path) -> DocumentRecord:
    (source,) = find_sources([path])
    read = read_document(source, Reading())
    assert isinstance(read, ReadFile), read
    (record,) = read.records
    return record


@needs_seed
def test_the_seed_minutes_are_recognised() -> None:
    record = read(SEED)
    assert record.document.layout is Layout.LRT
    assert [item.label for item in record.document.agenda_items] == ["1", "2", "3", "4", "5"]
    named = [person for person in record.document.meeting.attendees if person.organisation]
    assert sum(person.name is not None for person in named) == 9
    assert sum(person.name is None for person in named) == 6
    assert sum("Actie" in passage.text for passage in record.passages) == 5
    for mark in ("Pagina 3", "Directoraat", "11 december 2023"):
        assert not any(mark in passage.text for passage in record.passages)


@needs_seed
def test_the_seed_minutes_name_the_two_meetings_before_them() -> None:
    record = read(SEED)
    found = coverage([record.document], record.passages)
    assert [(one.day, one.naming) for one in found.named] == [
        (date(2023, 11, 3), Naming.ADOPTED),
        (date(2023, 11, 10), Naming.ADOPTED),
    ]


@needs_seed
def test_the_names_left_blank_in_the_seed_minutes_become_redactions() -> None:
    pages = read_pages(SEED.name, SEED.read_bytes(), TXT)
    marked = [mark_redactions(page) for page in pages]
    found = [redaction for _, redactions in marked for redaction in redactions]
    assert [redaction.look for redaction in found] == [RedactionLook.GAP] * 6
    assert sum(page.text.count(REDACTION_MARK) for page, _ in marked) == 6
    plain, minutes = recognise_minutes(pages), recognise_minutes([page for page, _ in marked])
    assert minutes.meeting == plain.meeting
    assert minutes.agenda_items == plain.agenda_items
    ids = [
        [passage.passage_id for passage in cut_passages("d", read, recognised)]
        for read, recognised in ((pages, plain), ([page for page, _ in marked], minutes))
    ]
    assert ids[0] == ids[1]


@pytest.fixture(scope="module")
def seed_archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The seed minutes, ingested as a user would."""
    index = tmp_path_factory.mktemp("seed") / "index"
    ingested = program(index, "ingest", str(SEED))
    assert ingested.returncode == 0, ingested.stderr
    return open_archive(Settings(index=index))


@needs_seed
@pytest.mark.slow
@pytest.mark.parametrize(
    "question", ["decisions on defensielocaties", "besluiten over defensielocaties"]
)
def test_the_seed_minutes_answer_the_demo_question(seed_archive: Archive, question: str) -> None:
    hits = search(seed_archive, question).hits
    assert [hit.citation.sub_heading for hit in hits[:2]] == ["Extra inzet Rijk"] * 2
    assert all("defensie" in hit.passage.text for hit in hits[:2])


@needs_council
@pytest.mark.slow
@pytest.mark.parametrize(
    "path", sorted(COUNCIL.glob("*notulen*.pdf")), ids=lambda path: path.name[9:25]
)
def test_council_minutes_are_recognised(path: Path) -> None:
    record = read(path)
    document = record.document
    assert document.layout is Layout.COUNCIL
    assert document.page_count >= 100
    assert document.meeting.date_guess is not None
    assert len(document.agenda_items) >= 4
    speakers = {passage.speaker for passage in record.passages}
    assert "De voorzitter" in speakers
    assert len(speakers) > 20
    texts = {page.number: page.text for page in record.pages}
    for passage in record.passages:
        stretches = [texts[span.page_number][span.start : span.end] for span in passage.spans]
        assert passage.text == "\n".join(stretches)
    shown = sum(len(passage.text) for passage in record.passages)
    assert shown >= 0.95 * sum(len(page.text.strip()) for page in record.pages)


@needs_seed
def test_all_nine_named_people_of_the_seed_minutes_have_their_organisation() -> None:
    attendees = read(SEED).document.meeting.attendees
    named = [(one.short_name, one.role) for one in attendees if one.name and one.organisation]
    assert named == [
        ("JenV", "staatssecretaris"),
        ("BZK", "minister"),
        ("VNG", None),
        ("VNG", None),
        ("CdK", None),
        ("IPO", None),
        ("COA", None),
        ("Aedes", None),
        ("VB", None),
    ]


@needs_seed
def test_all_five_actions_of_the_seed_minutes_have_all_their_owners() -> None:
    record = read(SEED)
    actions = [one for one in record.statements if one.kind is StatementKind.ACTION_ITEM]
    assert [one.owners for one in actions] == [
        ("BZK",),
        ("CdK",),
        ("JenV",),
        ("BZK", "Aedes"),
        ("JenV",),
    ]
    texts = {page.number: page.text for page in record.pages}
    for one in record.statements:
        stretches = [texts[span.page_number][span.start : span.end] for span in one.spans]
        assert one.text == "\n".join(stretches)
