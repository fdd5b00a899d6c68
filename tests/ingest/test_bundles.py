"""A file that binds several minutes becomes several documents; any other file stays one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from ingest.bundles import split
from ingest.documents import ReadFile, Reading, read_document
from ingest.pages import read_pages
from ingest.quarantine import State, held_documents
from ingest.sources import PDF, find_sources
from ingest.withdrawal import withdraw
from lrt_search import errors
from lrt_search.archive import Archive, open_archive
from lrt_search.catalogue import DocumentRecord
from lrt_search.domain import Layout, Page, Part
from lrt_search.generations import current_generation
from lrt_search.manifest import read_manifest
from lrt_search.retrieval import search
from tests.fixtures.leaky_pdf import HIDDEN, LEAKS
from tests.fixtures.pdf_factory import draw_image_only_pdf, draw_plain_pdf
from tests.job import HEAD, Job

LETTER = "Besluit op uw verzoek\nDatum\n1 mei 2024\nGeachte heer,\nHierbij ontvangt u de stukken."
LIST = "Inventarislijst\nVerslag LRT 3 maart 2022\nVerslag LRT 7 april 2022\nBesluitenlijst mei"
LRT = HEAD.format(date="3 maart 2022") + "1. OPENING\n• VNG vraagt om flexwoningen."
LRT_NEXT = "2. LOCATIES\n• Provincies zoeken kazernes."
RAAD = (
    "Vergadering\ngemeenteraad Lindendam\ngehouden op\ndonderdag 7 april 2022\n"
    "Voorzitter: de burgemeester\nAan de orde is:\nA. Opening.\nDe voorzitter. Welkom allemaal."
)
RAAD_NEXT = "Aan de orde is:\nB. Woningen.\nMevrouw Iep (VVD). Er komen zeilschepen."
LIST_OF_DECISIONS = (
    "Besluitenlijst\nDatum: 11 mei 2022\nLocatie: Utrecht\nAanwezig: Eik, Beuk\n"
    "Besloten is de taakstelling te verhogen."
)
SCAN = ""
LETTER_BETWEEN = "Pagina 1 van 1\nGeachte leden,\nHierbij de stukken voor de volgende keer."


def pages_of(*texts: str) -> list[Page]:
    return [Page(number, None, text) for number, text in enumerate(texts, start=1)]


def firsts(*texts: str) -> list[int]:
    """Return the first page of each part."""
    return [part.start for part in split(pages_of(*texts))]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([LRT, LRT_NEXT, RAAD, RAAD_NEXT, LIST_OF_DECISIONS], [1, 3, 5]),
        ([LETTER, LIST, LRT, LRT_NEXT, SCAN, RAAD, LIST_OF_DECISIONS], [1, 3, 6, 7]),
        ([SCAN, LRT, LRT_NEXT, RAAD], [1, 2, 4]),
        ([LRT, LETTER_BETWEEN, RAAD], [1, 2, 3]),
        ([LIST_OF_DECISIONS, LIST_OF_DECISIONS.replace("11 mei", "12 mei")], [1, 2]),
        # Numbered from 1 anew, under a title without labels.
        (
            [f"Verslag overleg {n}\nPagina {page} van 2\nTekst." for n in "AB" for page in (1, 2)],
            [1, 3],
        ),
        # The number that the publisher gave each document.
        (
            [
                f"Doc. {n}\nVerslag overleg {n}\nTekst.\npagina {p}"
                for n in (11, 12)
                for p in (4, 5)
            ],
            [1, 3],
        ),
    ],
    ids=["three layouts", "letter, list, scan", "scan first", "letter between", "one page each"]
    + ["numbering", "stamps"],
)
def test_a_bundle_is_split_where_documents_begin(texts: Sequence[str], expected: list[int]) -> None:
    parts = split(pages_of(*texts))
    assert [part.start for part in parts] == expected
    assert [number for part in parts for number in part] == list(range(1, len(texts) + 1))


@pytest.mark.parametrize(
    "texts",
    [
        [LRT],
        [LETTER, LIST, LRT, LRT_NEXT],
        [LRT, "Landelijke Regietafel\nDe tekst gaat door.", "Verslag van 3 februari\nAkkoord."],
        # The head is printed on every page.
        [f"Verslag LRT\nDatum: 3 maart 2022\nLocatie: Webex\nPunt {n}." for n in range(1, 5)],
        [f"Verslag LRT\nDatum: 3 maart 2022\nPagina 1 van 1\nPunt {n}." for n in range(1, 5)],
        # Minutes that hold others whole, with page numbers that run on.
        [f"Pagina 1 van 3\n{LRT}", f"Pagina 2 van 3\n{RAAD}", "Pagina 3 van 3\nRondvraag."],
        # Words at the top of a page that only sound like a head.
        [LRT, "Datum van de volgende vergadering is\n3 mei 2022\nplaats volgt nog"],
        # An inventory that lists minutes is no minutes, with whatever numbers.
        [f"Pagina 1 van 1\n{LIST}", f"Pagina 1 van 1\n{LRT}"],
        [LRT, "Bijlage 1\nPagina 1 van 2\nEen tabel met cijfers.", "Pagina 2 van 2\nMeer cijfers."],
    ],
    ids=[
        "one",
        "letter and one",
        "titles",
        "running head",
        "always page 1",
        "quoted",
        "like a head",
        "list",
        "annex",
    ],
)
def test_a_file_with_one_set_of_minutes_stays_one(texts: Sequence[str]) -> None:
    assert firsts(*texts) == [1]


def test_pages_are_physical_pages_wherever_they_begin() -> None:
    pages = [replace(page, number=page.number + 36) for page in pages_of(LRT, LRT_NEXT, RAAD)]
    assert split(pages) == (range(37, 39), range(39, 40))


# --- real files ----------------------------------------------------------------------------


def bound(paths: Sequence[Path], target: Path) -> Path:
    """Bind PDFs into one, as a publisher does."""
    with pikepdf.new() as bundle:
        for path in paths:
            with pikepdf.open(path) as single:
                bundle.pages.extend(single.pages)
        bundle.save(target)
    return target


def read(path: Path) -> tuple[DocumentRecord, ...]:
    (source,) = find_sources([path])
    result = read_document(source, Reading())
    assert isinstance(result, ReadFile), result
    return tuple(result.records)


@pytest.mark.slow
def test_each_part_of_a_bound_file_reads_as_it_does_alone(
    example_minutes: Path, tmp_path: Path
) -> None:
    paths = sorted(example_minutes.glob("*.pdf"))[3:5]
    scan = draw_image_only_pdf(tmp_path / "scan.pdf", "")
    letter = draw_plain_pdf([LETTER], tmp_path / "brief.pdf")
    bundle = read(bound([letter, paths[0], scan, paths[1]], tmp_path / "bundel.pdf"))
    assert [one.document.part for one in bundle] == [Part(1, 3, 1), Part(2, 3, 2), Part(3, 3, 6)]
    assert [one.document.layout for one in bundle] == [Layout.PLAIN, Layout.LRT, Layout.LRT]
    assert len({one.document.sha256 for one in bundle}) == 1
    for path, part in zip(paths, bundle[1:], strict=True):
        (alone,) = read(path)
        document = part.document
        first = document.page_numbers.start
        assert document.document_id == f"{document.sha256[:16]}-p{first}"
        assert (document.title, document.meeting) == (
            alone.document.title,
            alone.document.meeting,
        )
        assert [item.title for item in document.agenda_items] == [
            item.title for item in alone.document.agenda_items
        ]
        assert [one.text for one in part.passages] == [one.text for one in alone.passages]
        shifted = [one.page_number + first - 1 for one in alone.passages]
        assert [one.page_number for one in part.passages] == shifted
        texts = {page.number: page.text for page in part.pages}
        for passage in part.passages:
            spans = [texts[one.page_number][one.start : one.end] for one in passage.spans]
            assert "\n".join(spans) == passage.text
        assert [page.label for page in part.pages][:3] == [page.label for page in alone.pages]
        assert part.shares.agenda_items == alone.shares.agenda_items
        assert part.shares.document == alone.shares.document
        assert {one.page_number for one in part.redactions} <= set(document.page_numbers)
        assert [one.grounds for one in part.redactions] == [one.grounds for one in alone.redactions]


@pytest.mark.slow
def test_no_example_minutes_are_split(example_minutes: Path) -> None:
    paths = sorted(example_minutes.glob("*.pdf"))
    assert len(paths) > 10
    for path in paths:
        assert len(split(read_pages(path.name, path.read_bytes(), PDF))) == 1, path.name


@pytest.mark.slow
def test_no_council_minutes_are_split_and_bound_ones_are(
    council_pages: Mapping[str, Sequence[Page]],
) -> None:
    every: list[Page] = []
    starts = set()
    for name, pages in council_pages.items():
        assert len(split(pages)) == 1, name
        if "notulen" in name:
            starts.add(len(every) + 1)
        every += [replace(page, number=len(every) + page.number) for page in pages]
    assert len(starts) == 4
    assert starts <= {part.start for part in split(every)}


# --- the archive ---------------------------------------------------------------------------


@pytest.fixture
def bundle(job: Job) -> Path:
    """A bundle in the inbox: a letter, minutes on two pages, and decisions."""
    path = job.inbox / "bundel.txt"
    path.write_text("\f".join([LETTER, LRT, LRT_NEXT, LIST_OF_DECISIONS]), encoding="utf-8")
    return path


def opened(job: Job) -> Archive:
    return open_archive(job.settings, job.embedder)


def by_page(archive: Archive) -> list[str]:
    documents = sorted(archive.documents(), key=lambda one: one.page_numbers.start)
    return [one.document_id for one in documents]


def test_each_part_is_a_document_with_the_pages_of_the_file(job: Job, bundle: Path) -> None:
    assert job.ingest().new == 3
    archive = opened(job)
    letter, minutes, decisions = (archive.document(one) for one in by_page(archive))
    file_id = letter.sha256[:16]
    assert [letter.document_id, minutes.document_id, decisions.document_id] == [
        f"{file_id}-p1",
        f"{file_id}-p2",
        f"{file_id}-p4",
    ]
    assert list(minutes.page_numbers) == [2, 3]
    assert (minutes.meeting.date_guess, decisions.meeting.date_guess) == (
        date(2022, 3, 3),
        date(2022, 5, 11),
    )
    (hit, *_) = search(archive, "kazernes").hits
    assert hit.citation.permalink.startswith(f"/v/{file_id}-p2/p/3#")
    assert {one.page_number for one in archive.passages(decisions.document_id)} == {4}
    assert archive.parts(minutes) == (letter, minutes, decisions)
    assert archive.searched().pages == 4


def test_the_inventory_names_a_bundle_once(job: Job, bundle: Path) -> None:
    job.ingest()
    manifest = read_manifest(current_generation(job.settings.index))
    assert [entry.name for entry in manifest.inventory.sources] == ["inbox/bundel.txt"]
    assert len(list((job.settings.index / "sources").iterdir())) == 1


def test_an_unchanged_bundle_is_carried_over_with_its_vectors(job: Job, bundle: Path) -> None:
    job.ingest()
    before = current_generation(job.settings.index)
    assert not job.ingest().changed
    assert current_generation(job.settings.index) == before
    job.embedder.embedded.clear()
    job.put("a.txt", "Een nieuw punt.", date="1 juni 2022")
    report = job.ingest()
    assert (report.new, report.carried) == (1, 3)
    assert job.progress.names == ["inbox/a.txt"]
    assert job.embedder.embedded == ["OPENING: Een nieuw punt."]
    (document, *_) = search(opened(job), "kazernes").hits
    assert document.passage.quotation == "Provincies zoeken kazernes."


def test_a_changed_bundle_replaces_all_its_parts(job: Job, bundle: Path) -> None:
    job.ingest()
    old = by_page(opened(job))
    bundle.write_text("\f".join([LRT, RAAD, RAAD_NEXT]), encoding="utf-8")
    report = job.ingest()
    assert (report.new, report.replaced) == (2, 3)
    new = by_page(opened(job))
    assert len(new) == 2
    assert not set(new) & set(old)


def test_a_bundle_that_became_one_document_leaves_no_part_behind(job: Job, bundle: Path) -> None:
    job.ingest()
    bundle.write_text(LRT, encoding="utf-8")
    job.ingest()
    (document,) = opened(job).documents()
    assert document.part is None
    assert document.document_id == document.sha256[:16]


def test_a_bundle_that_went_bad_keeps_all_its_parts(job: Job, bundle: Path) -> None:
    job.ingest()
    bundle.write_bytes(b"")
    report = job.ingest()
    assert [one.reason for one in report.skipped] == ["EmptyFileError"]
    assert opened(job).searched().documents == 3


def test_a_second_copy_of_a_bundle_is_another_source_of_each_part(job: Job, bundle: Path) -> None:
    job.ingest()
    (job.inbox / "kopie.txt").write_bytes(bundle.read_bytes())
    job.ingest()
    names = {document.source_names for document in opened(job).documents()}
    assert names == {("inbox/bundel.txt", "inbox/kopie.txt")}


def test_a_bundle_is_made_anew_from_its_kept_copy(job: Job, bundle: Path) -> None:
    job.ingest()
    before = by_page(opened(job))
    bundle.unlink()
    assert job.rebuild().new == 3
    assert by_page(opened(job)) == before


def test_to_withdraw_a_part_withdraws_the_whole_file(job: Job, bundle: Path) -> None:
    job.put("a.txt", "Blijft staan.", date="1 juni 2022")
    job.ingest()
    ids = [one for one in by_page(opened(job)) if "-p" in one]
    assert withdraw(job.settings, ids[1], "op verzoek").document_id == ids[1][:16]
    archive = opened(job)
    assert archive.searched().documents == 1
    for document_id in [*ids, ids[0][:16]]:
        with pytest.raises(errors.WithdrawnError):
            archive.document(document_id)
    assert not search(archive, "kazernes").found
    with pytest.raises(errors.NotInArchiveError):
        archive.document(f"{ids[0][:16]}-x")
    assert [one.reason for one in job.ingest().skipped] == ["WithdrawnDocumentError"]


@pytest.mark.slow
def test_a_finding_on_one_page_holds_the_whole_bundle_until_it_is_released(job: Job) -> None:
    leak = job.inbox.parent / "lek.pdf"
    leak.write_bytes(LEAKS["black_box"].draw(True))
    minutes = [draw_plain_pdf([text], leak.with_name(f"{text[:3]}.pdf")) for text in (LRT, RAAD)]
    bound([minutes[0], leak, minutes[1]], job.inbox / "bundel.pdf")
    assert [one.reason for one in job.ingest().skipped] == ["HiddenTextError"]
    (held,) = held_documents(job.settings.index)
    assert job.release(held.document_id).new == 2
    archive = opened(job)
    assert by_page(archive) == [f"{held.document_id}-p1", f"{held.document_id}-p3"]
    told = " ".join(one.text for key in by_page(archive) for one in archive.passages(key))
    assert "flexwoningen" in told
    assert HIDDEN not in told
    (held,) = held_documents(job.settings.index)
    assert held.state is State.RELEASED
    assert not list((job.settings.index / "sources").glob("*"))
    assert not job.ingest().changed
