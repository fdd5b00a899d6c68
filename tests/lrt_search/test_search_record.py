"""The search record: fixed, checked, and asked again."""

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from ingest.withdrawal import withdraw
from lrt_search.archive import Archive, open_archive
from lrt_search.errors import (
    InvalidParameterError,
    LrtError,
    NoRecordError,
    OtherArchiveError,
    RecordVersionError,
    TamperedRecordError,
)
from lrt_search.record_files import COLUMNS, content_of
from lrt_search.replay import Replay, replay
from lrt_search.retrieval import search
from lrt_search.search_record import (
    Question,
    SearchRecord,
    ask,
    from_json,
    record,
    recorded,
    to_json,
)
from lrt_search.wording import Wording
from tests.job import Job

DUTCH = Wording("nl")
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def record_of(archive: Archive, *queries: str, **more: Any) -> SearchRecord:
    asked = [
        ask(archive, number, Question(query, **more), search, DUTCH)
        for number, query in enumerate(queries, start=1)
    ]
    return record(archive, asked, DUTCH, NOW)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Job:
    job = Job(tmp_path_factory.mktemp("record"))
    job.put("a.txt", "De gemeenten vragen om flexwoningen.", "Het COA zegt [gelakt] toe: één plek.")
    job.put("b.txt", "=SOM(A1) flexwoningen <b>vet</b> & meer ▲.", date="5 mei 2023")
    (job.inbox / "leeg.pdf").write_bytes(b"")
    job.ingest()
    return job


@pytest.fixture(scope="module")
def archive(filled: Job) -> Archive:
    return open_archive(filled.settings, filled.embedder)


def test_holds_what_was_asked_of_which_archive_and_what_came_of_it(archive: Archive) -> None:
    made = record_of(archive, "flexwoningen", "...")
    manifest = archive.folder / "manifest.json"
    assert made.archive.generation == archive.generation
    assert made.archive.manifest_sha256 == hashlib.sha256(manifest.read_bytes()).hexdigest()
    assert made.archive.fingerprint == archive.embedder.card.fingerprint
    assert [one.name for one in made.archive.skipped] == ["inbox/leeg.pdf"]
    assert made.made_at == "2026-11-25T12:00:00Z"
    first, second = made.searches
    assert (first.query, first.evidence) == ("flexwoningen", "sterk")
    assert first.total == len(first.hits) == 3
    assert [hit.sha256 for hit in first.hits] == [
        archive.documents_by_id[hit.document_id].sha256 for hit in first.hits
    ]
    assert second.refused is not None and second.hits == ()


def test_reads_back_as_it_was_written(archive: Archive) -> None:
    made = record_of(archive, "flexwoningen", "plek", "...")
    assert from_json(to_json(made), "x.json") == made


@pytest.mark.skipif(shutil.which("jq") is None, reason="needs jq")
def test_the_checksum_can_be_recomputed_without_this_program(
    archive: Archive, tmp_path: Path
) -> None:
    made = record_of(archive, 'één flexwoning "plek" \\ ▮ 😀')
    path = tmp_path / "record.json"
    path.write_text(to_json(made), encoding="utf-8")
    content = subprocess.run(["jq", "-cjS", ".inhoud", str(path)], capture_output=True).stdout
    assert hashlib.sha256(content).hexdigest() == made.checksum


def test_a_passage_is_set_aside_with_its_reason(archive: Archive) -> None:
    outcome = search(archive, "flexwoningen")
    passage_id = outcome.hits[0].passage.passage_id
    question = Question("flexwoningen", set_aside={passage_id: "Gaat over\niets anders"})
    one = recorded(archive, 1, question, outcome)
    assert [hit.set_aside for hit in one.hits] == ["Gaat over iets anders", None, None]
    assert (len(one.counted), len(one.put_aside)) == (2, 1)


@pytest.mark.parametrize("aside", [{"onbekend": "want"}, {"": "want"}])
def test_only_a_hit_can_be_set_aside(archive: Archive, aside: dict[str, str]) -> None:
    with pytest.raises(InvalidParameterError):
        recorded(archive, 1, Question("flexwoningen", set_aside=aside), search(archive, "flex"))


def test_the_csv_has_a_row_for_each_hit_and_no_formula(archive: Archive) -> None:
    made = record_of(archive, "flexwoningen", "...", "=cmd|' /C calc'!A0")
    content = content_of(made, "csv", DUTCH)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert list(rows[0]) == COLUMNS
    assert [row["status"] for row in rows][2:4] == ["treffer", "niet gezocht"]
    assert {row["controlegetal"] for row in rows} == {made.checksum}
    assert "'=SOM(A1) flexwoningen <b>vet</b> & meer ▲." in [row["tekst"] for row in rows]
    assert not [cell for row in rows for cell in row.values() if cell[:1] in {"=", "+", "-", "@"}]


def test_the_pdf_has_the_checksum_on_every_page_and_says_it_all(archive: Archive) -> None:
    made = record_of(archive, *["flexwoningen"] * 8, "...")
    reader = PdfReader(io.BytesIO(content_of(made, "pdf", DUTCH)))
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert made.checksum in page and f"pagina {number} van {len(pages)}" in page
    text = " ".join(" ".join(pages).split())
    assert "“=SOM(A1) flexwoningen <b>vet</b> & meer [U+25B2].”" in text
    assert "leeg.pdf" in text and "Niet gezocht:" in text
    assert str(reader.root_object["/Lang"]) == "nl"
    assert reader.metadata is not None and reader.metadata.title == "Zoekslagverantwoording"


def test_the_pdf_writes_redactions_in_words(archive: Archive) -> None:
    reader = PdfReader(io.BytesIO(content_of(record_of(archive, "toe plek"), "pdf", DUTCH)))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "Het COA zegt [gelakt] toe: één plek." in " ".join(text.split())


# --- refusals ------------------------------------------------------------------------------


def altered(text: str, **values: object) -> str:
    return json.dumps(json.loads(text) | values)


@pytest.mark.parametrize(
    ("alter", "error"),
    [
        (lambda text: "", NoRecordError),
        (lambda text: "\x00\x01 SELECT", NoRecordError),
        (lambda text: "[" * 100_000, NoRecordError),
        (lambda text: "{}", NoRecordError),
        (lambda text: "[]", NoRecordError),
        (lambda text: text[:-40], NoRecordError),
        (lambda text: altered(text, inhoud=None), NoRecordError),
        (lambda text: altered(text, versie=2), RecordVersionError),
        (lambda text: altered(text, versie="1; DROP"), RecordVersionError),
        (lambda text: text.replace('"rang": 1', '"rang": 2'), TamperedRecordError),
        (lambda text: text.replace("flexwoningen", "flexwoninge"), TamperedRecordError),
        (lambda text: altered(text, controlegetal={"waarde": "0" * 64}), TamperedRecordError),
    ],
)
def test_what_is_no_record_is_refused(archive: Archive, alter: Any, error: type[LrtError]) -> None:
    with pytest.raises(error):
        from_json(alter(to_json(record_of(archive, "flexwoningen"))), "x.json")


def test_content_of_another_form_with_a_right_checksum_is_refused(archive: Archive) -> None:
    made = record_of(archive, "flexwoningen")
    content = made.content()
    content["zoekslagen"][0]["totaal"] = "veel"
    from lrt_search.search_record import checksum

    whole = json.loads(to_json(made)) | {"inhoud": content}
    whole["controlegetal"]["waarde"] = checksum(content)
    with pytest.raises(NoRecordError):
        from_json(json.dumps(whole), "x.json")


# --- asked again ---------------------------------------------------------------------------


def asked_again(job: Job, made: SearchRecord) -> Replay:
    archive = open_archive(job.settings, job.embedder)
    return replay(archive, made, search, DUTCH, "x.json")


def test_the_same_archive_gives_the_same_outcome(filled: Job, archive: Archive) -> None:
    found = asked_again(filled, record_of(archive, "flexwoningen", "...", "onvindbaar"))
    assert found.same and not found.state


@pytest.mark.parametrize("expand", [True, False])
def test_it_is_asked_again_with_the_other_words_it_was_asked_with(
    archive: Archive, expand: bool
) -> None:
    made = record_of(archive, "tijdelijke woningen", expand=expand)
    (one,) = from_json(to_json(made), "x.json").searches
    assert bool(one.expansions) is expand
    again = ask(archive, 1, one.asked(), search, DUTCH)
    assert again.expansions == one.expansions


def test_what_changed_in_the_archive_is_told(job: Job) -> None:
    job.put("a.txt", "De gemeenten vragen om flexwoningen.")
    job.put("b.txt", "Er komen flexwoningen.", date="5 mei 2023")
    job.ingest()
    made = record_of(open_archive(job.settings, job.embedder), "flexwoningen")
    gone = made.searches[0].hits[0]
    job.put("c.txt", "Nog meer flexwoningen.", date="1 juni 2024")
    job.ingest()
    withdraw(job.settings, gone.document_id, "Niet goed gelakt", None)
    found = asked_again(job, made)
    assert not found.same
    assert len(found.added) == 1 and "Generation" in [one.name for one in found.state]
    assert found.withdrawn == {gone.document_id: "Niet goed gelakt"}
    (one,) = found.searches
    assert [hit.source_name for hit in one.new] == ["inbox/c.txt"]
    assert [hit.passage_id for hit in one.missing] == [gone.passage_id]


def test_a_moved_hit_is_told(filled: Job, archive: Archive) -> None:
    made = record_of(archive, "flexwoningen")
    (one,) = made.searches
    first, second, *rest = one.hits
    swapped = replace(one, hits=(replace(second, rank=1), replace(first, rank=2), *rest))
    found = asked_again(filled, replace(made, searches=(swapped,)))
    assert [(moved.hit.rank, moved.now) for moved in found.searches[0].moved] == [(1, 2), (2, 1)]


def test_a_record_of_another_archive_is_refused(filled: Job, archive: Archive) -> None:
    made = record_of(archive, "flexwoningen")
    others = tuple(
        replace(one, document_id=f"f{one.document_id[1:]}") for one in made.archive.documents
    )
    elsewhere = replace(made, archive=replace(made.archive, documents=others))
    with pytest.raises(OtherArchiveError, match="none of its 2 documents"):
        asked_again(filled, elsewhere)


def test_no_sentence_of_a_refusal_holds_a_question(archive: Archive) -> None:
    text = to_json(record_of(archive, "geheime vraag")).replace('"rang": 1', '"rang": 2', 1)
    with pytest.raises(LrtError) as caught:
        from_json(text.replace('"taal": "nl"', '"taal": "en"'), "x.json")
    assert not re.search("geheim", str(caught.value))
