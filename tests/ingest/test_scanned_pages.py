"""What stands on a scan is read as it stands there; and nothing that nobody sees."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from benchmarks.ocr import ErrorRates, error_rates
from ingest import ocr
from ingest.gate import ShownPages, only_shown
from ingest.pages import read_pages
from ingest.scanned_pages import ScannedPage, _respelled, read_scanned_pages
from ingest.sources import PDF
from lrt_search.domain import REDACTION_MARK, PageReading, ReadingMethod
from lrt_search.errors import NoReaderError, NoTextError
from tests.fixtures.pdf_factory import draw_plain_pdf
from tests.fixtures.scans import HEIGHT, WIDTH, Bar, Scan, bar_over, draw_scan
from tests.ingest.test_ocr import needs_tesseract
from tests.job import Job

LINES = (
    "De voorzitter opent de vergadering en heet allen welkom.",
    "De heer Voorbeeldnaam meldt zich af voor dit overleg.",
    "",
    "Verslag van de vorige vergadering akkoord.",
)
MINUTES = Scan(LINES)
NAME = bar_over(LINES, "Voorbeeldnaam")
MADE = Path(__file__).parents[3] / "shared" / "data" / "pdf" / "made"
WOO = MADE.parent / "woo_redacted_scans"


def scanned(*pages: Scan) -> list[ScannedPage]:
    return list(read_scanned_pages(draw_scan(*pages), lambda _page: True).values())


def shown(content: bytes) -> ShownPages:
    return only_shown("scan.pdf", content, read_pages("scan.pdf", content, PDF))


@pytest.fixture
def no_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)


@needs_tesseract
def test_a_scan_is_read_line_by_line_with_a_gap_between_paragraphs() -> None:
    (page,) = scanned(MINUTES)
    assert page.text == "\n".join(LINES)
    assert page.reading.method is ReadingMethod.OCR
    assert page.reading.reader == "tesseract"
    assert 80 <= (page.reading.confidence or 0) <= 100


@needs_tesseract
def test_a_page_that_lay_on_its_side_is_read() -> None:
    (page,) = scanned(replace(MINUTES, turn=1))
    assert page.text.split() == " ".join(LINES).split()


@needs_tesseract
def test_a_bullet_is_one() -> None:
    (page,) = scanned(Scan(("Besloten is:", "•    de taakstelling te verhogen;", "•    de duur.")))
    lines = [line for line in page.text.split("\n") if line]
    assert lines[1:] == ["• de taakstelling te verhogen;", "• de duur."]


@needs_tesseract
@pytest.mark.parametrize(
    ("label", "grounds"), [("5.1.2.e", ("5.1.2e",)), ("10.2.g", ("10.2g",)), ("", ())]
)
def test_a_bar_becomes_a_mark_with_its_ground(label: str, grounds: tuple[str, ...]) -> None:
    pages = shown(draw_scan(Scan(LINES, (replace(NAME, label=label),))))
    (redaction,) = pages.redactions
    assert redaction.grounds == grounds
    assert f"De heer {REDACTION_MARK} meldt zich af" in pages.pages[0].text
    assert not any(map(str.isdigit, pages.pages[0].text))


@needs_tesseract
def test_words_beside_a_passage_that_is_no_rectangle_are_read() -> None:
    lines = ("De heer opent de vergadering", "en heet allen welkom", "in de kleine zaal.")
    bars = (Bar(250, 57, 380, 71), Bar(48, 71, 380, 85), Bar(48, 85, 90, 99))
    (page,) = scanned(Scan(lines, bars))
    assert "vergadering" in page.text
    assert "zaal" in page.text
    assert "welkom" not in page.text
    assert len(page.redactions) == 1


@needs_tesseract
def test_the_place_of_a_redaction_on_a_turned_page_is_that_on_the_page_as_shown() -> None:
    (page,) = scanned(replace(Scan(LINES, (NAME,)), turn=2))
    (redaction,) = page.redactions
    assert "meldt zich af" in page.text
    assert redaction.place is not None
    left, top, right, bottom = redaction.place
    assert (left, top) == pytest.approx((WIDTH - NAME.right, HEIGHT - NAME.bottom), abs=5)
    assert (right, bottom) == pytest.approx((WIDTH - NAME.left, HEIGHT - NAME.top), abs=5)


@needs_tesseract
@pytest.mark.parametrize(
    "page",
    [
        Scan(LINES, (Bar(45, 98, 380, 118, LINES[3], 0, label_shade=8),)),
        Scan(LINES, (Bar(45, 98, 380, 118, LINES[3], 200, label_shade=208),)),
        Scan(("Een gewone regel van het verslag.",), (Bar(45, 98, 380, 118, "Geheim", 247, 240),)),
    ],
    ids=["under black", "under grey", "on paper"],
)
def test_a_trace_that_nobody_sees_is_not_read(page: Scan) -> None:
    (read,) = scanned(page)
    assert "regel" in read.text or "welkom" in read.text
    assert "akkoord" not in read.text
    assert "Geheim" not in read.text


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("§.1.2¢", "5.1.2e"),
        ("Sl2e", "512e"),
        ("5.1.2.1", "5.1.2.i"),
        ("10.2.9", "10.2.g"),
        ("5.1.5", "5.1.5"),
        ("Samen 12", "Samen 12"),
    ],
)
def test_a_label_is_read_as_what_can_stand_there(read: str, meant: str) -> None:
    assert _respelled(read) == meant


@needs_tesseract
def test_what_is_marked_for_redaction_is_not_read() -> None:
    pdf = pikepdf.open(BytesIO(draw_scan(MINUTES)))
    place = [NAME.left, HEIGHT - NAME.bottom, NAME.right, HEIGHT - NAME.top]
    mark = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Redact, Rect=pikepdf.Array(place)
    )
    pdf.pages[0].obj.Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(mark)]))
    content = BytesIO()
    pdf.save(content)
    (page,) = read_scanned_pages(content.getvalue(), lambda _page: True).values()
    assert "welkom" in page.text
    assert "Voorbeeldnaam" not in page.text


def test_dust_is_no_text() -> None:
    (page,) = scanned(Scan(specks=40))
    assert (page.text, page.reading) == ("", PageReading(ReadingMethod.BLANK))


def test_a_page_that_is_redacted_as_a_whole_is_told_so() -> None:
    (page,) = scanned(Scan(bars=(Bar(20, 20, 400, 280, "5.1.2e"),)))
    assert (page.text, page.reading.method) == ("", ReadingMethod.REDACTED)
    assert len(page.redactions) == 1


@needs_tesseract
def test_a_drawing_is_unreadable() -> None:
    bars = tuple(Bar(60 + 9 * n, 60 + 9 * n, 66 + 9 * n, 64 + 9 * n, shade=120) for n in range(20))
    (page,) = scanned(Scan(bars=bars))
    assert (page.text, page.reading.method) == ("", ReadingMethod.UNREADABLE)


def test_without_tesseract_a_page_is_unread(no_tesseract: None) -> None:
    (page,) = scanned(MINUTES)
    assert page.reading == PageReading(ReadingMethod.UNREADABLE)
    assert page.reading.is_unread_without_reader


# --- Whole documents ---------------------------------------------------------------------------


@needs_tesseract
def test_only_the_pages_without_a_text_are_read_as_pictures(tmp_path: Path) -> None:
    path = draw_plain_pdf(("Een bladzijde met een eigen tekst.",), tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        with pikepdf.open(_saved(tmp_path, draw_scan(MINUTES, Scan()))) as scan:
            pdf.pages.extend(scan.pages)
        pdf.save(path)
    pages = shown(path.read_bytes()).pages
    assert [page.reading.method for page in pages] == [
        ReadingMethod.TEXT_LAYER,
        ReadingMethod.OCR,
        ReadingMethod.BLANK,
    ]
    assert "eigen tekst" in pages[0].text
    assert pages[1].text == "\n".join(LINES)


def _saved(folder: Path, content: bytes) -> Path:
    path = folder / "scan.pdf"
    path.write_bytes(content)
    return path


def test_a_document_without_text_says_what_its_pages_are(no_tesseract: None) -> None:
    content = draw_scan(Scan(), Scan(bars=(Bar(20, 20, 400, 280),)), MINUTES)
    with pytest.raises(NoReaderError, match="tesseract-ocr-nld") as caught:
        shown(content)
    counts = {"pages": 3, "blank": 1, "redacted": 1, "unreadable": 1}
    assert caught.value.fields == {"name": "scan.pdf", **counts}


def test_blank_pages_need_no_tesseract(no_tesseract: None) -> None:
    with pytest.raises(NoTextError) as caught:
        shown(draw_scan(Scan(), Scan()))
    assert type(caught.value) is NoTextError


@needs_tesseract
def test_pages_are_read_as_soon_as_tesseract_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = Job(tmp_path)
    path = draw_plain_pdf(("Een bladzijde met een eigen tekst.",), job.inbox / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        with pikepdf.open(_saved(tmp_path, draw_scan(MINUTES))) as scan:
            pdf.pages.extend(scan.pages)
        pdf.save(path)
    with monkeypatch.context() as absent:
        absent.setattr(ocr, "available", lambda: False)
        before = job.ingest()
        assert not job.ingest().changed
    assert before.unread_pages == (("inbox/a.pdf", 1),)
    assert before.reader_missing
    after = job.ingest()
    assert after.changed
    assert (after.unread_pages, after.reader_missing) == ((), False)
    assert after.searched is not None
    assert after.searched.unread_pages == 0
    assert not job.ingest().changed


# --- How well ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("read", "true", "expected"),
    [
        ("een twee", "een  twee\n", ErrorRates(0, 0, 0)),
        ("een twea", "een twee", ErrorRates(12.5, 12.5, 12.5)),
        ("– punt een", "− punt een", ErrorRates(10, 0, 0)),
        ("voet een twee", "een twee voet", ErrorRates(900 / 13, 900 / 13, 0)),
    ],
)
def test_what_differs_is_counted(read: str, true: str, expected: ErrorRates) -> None:
    rates = error_rates([read], true)
    assert (rates.all, rates.signs, rates.moved) == pytest.approx(
        (expected.all, expected.signs, expected.moved)
    )


@pytest.mark.slow
@needs_tesseract
@pytest.mark.skipif(not MADE.is_dir(), reason="needs ../shared/data/pdf/made")
@pytest.mark.parametrize("number", [0, 2, 4, 5])
def test_of_fifty_letters_of_a_scan_one_at_most_is_read_wrong(number: int) -> None:
    (scan,) = MADE.glob(f"scan_{number}_*.pdf")
    read = read_scanned_pages(scan.read_bytes(), lambda _page: True)
    truth = scan.with_suffix(".groundtruth.txt").read_text("utf-8")
    assert error_rates([page.text for page in read.values()], truth).moved <= 2


@pytest.mark.slow
@needs_tesseract
@pytest.mark.skipif(not WOO.is_dir(), reason="needs ../shared/data/pdf/woo_redacted_scans")
def test_a_released_scan_can_be_searched_and_keeps_its_redactions() -> None:
    pages = shown((WOO / "0001.pdf").read_bytes())
    assert pages.pages[0].reading.method is ReadingMethod.OCR
    assert "5.1.2e" in {ground for one in pages.redactions for ground in one.grounds}
    assert len(pages.redactions) >= 15
    assert all(pages.pages[0].text[one.offset or 0] == REDACTION_MARK for one in pages.redactions)


@pytest.mark.slow
@needs_tesseract
@pytest.mark.skipif(not WOO.is_dir(), reason="needs ../shared/data/pdf/woo_redacted_scans")
def test_a_box_beside_nothing_but_the_label_of_another_has_a_mark_too() -> None:
    """On its pages stand boxes in rows, without a letter between them."""
    [path] = WOO.glob("woo_niet_evacueren*.pdf")
    pages = shown(path.read_bytes())
    assert {page.reading.method for page in pages.pages} == {ReadingMethod.OCR}
    texts = {page.number: page.text for page in pages.pages}
    for one in pages.redactions:
        assert texts[one.page_number][one.offset or 0] == REDACTION_MARK
