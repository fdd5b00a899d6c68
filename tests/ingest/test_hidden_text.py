"""What a PDF holds and does not show is found, and never told; what it shows is kept."""

from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from ingest import ocr
from ingest.findings import CannotJudge, Finding, FindingKind
from ingest.hidden_text import Inspection, inspect, unaccounted
from ingest.pages import read_pages
from ingest.sources import PDF
from tests.fixtures.example_archive import EXAMPLE_MINUTES
from tests.fixtures.leaky_pdf import HIDDEN, LEAKS, ODDITIES, SHOWN
from tests.fixtures.pdf_factory import draw_minutes

DATA = Path(__file__).parents[3] / "shared" / "data" / "pdf"
MADE, STRESS, COUNCIL = DATA / "made", DATA / "stress", DATA / "denhaag"
# The mark is on the page beside words that a reader sees, so they are no secret yet.
MARKED_ONLY = {"redaction_never_applied", "redaction_with_a_text_over_it"}

needs_tesseract = pytest.mark.skipif(
    not ocr.available(), reason="needs Tesseract with Dutch: apt-get install tesseract-ocr-nld"
)
needs_data = pytest.mark.skipif(not MADE.is_dir(), reason="needs ../shared/data/pdf")


@cache
def drawn(name: str, *, leaky: bool = True) -> bytes:
    return LEAKS[name].draw(leaky)


@cache
def odd(name: str) -> bytes:
    return ODDITIES[name]()


# What one test asks of the inspection of a file, another has asked already: it is done once.
inspected = cache(inspect)


def of_leak(name: str) -> Inspection:
    return inspected(drawn(name), LEAKS[name].file_name)


def judge(content: bytes) -> tuple[Finding, ...]:
    return inspected(content).findings


def shown_text(content: bytes) -> tuple[str, ...]:
    return inspected(content).shown


def drawn_leaks(**only: object) -> list[object]:
    """Return the names of the drawn leaks for a table; some of them need Tesseract."""
    return [
        pytest.param(name, marks=needs_tesseract) if leak.by_reading else name
        for name, leak in LEAKS.items()
        if all(getattr(leak, field) == value for field, value in only.items())
    ]


def telling(content: bytes) -> dict[FindingKind, int]:
    """Return the kinds that send a document to quarantine, with how much of each."""
    return counts_of(judge(content))


def counts_of(findings: tuple[Finding, ...]) -> dict[FindingKind, int]:
    found: dict[FindingKind, int] = {}
    for finding in findings:
        if not finding.harmless:
            found[finding.kind] = found.get(finding.kind, 0) + finding.count
    return found


@pytest.fixture
def black_box() -> bytes:
    return drawn("black_box")


# --- each way to hide a word badly ------------------------------------------------------------


@pytest.mark.parametrize("kind", FindingKind)
def test_every_kind_is_drawn_twice_with_a_clean_twin(kind: FindingKind) -> None:
    names = [name for name, leak in LEAKS.items() if leak.kind is kind]
    assert len({drawn(name) + LEAKS[name].file_name.encode() for name in names}) >= 2


@pytest.mark.parametrize("name", drawn_leaks())
def test_a_leak_is_found_and_named(name: str) -> None:
    leak = LEAKS[name]
    findings = of_leak(name).findings
    assert leak.kind in {one.kind for one in findings if one.harmless == leak.harmless}


@pytest.mark.parametrize("name", drawn_leaks(harmless=True))
def test_what_is_harmless_sends_nobody_to_quarantine(name: str) -> None:
    assert not counts_of(of_leak(name).findings)


@pytest.mark.parametrize("name", LEAKS)
def test_the_hidden_word_is_not_in_the_text_that_is_shown(name: str) -> None:
    """Nor is a word that is marked for redaction, though a reader of the page still sees it."""
    assert HIDDEN.lower() not in "".join(of_leak(name).shown).lower()


@pytest.mark.parametrize("name", LEAKS)
def test_its_clean_twin_is_clean(name: str) -> None:
    assert not telling(drawn(name, leaky=False))


@pytest.mark.parametrize("name", drawn_leaks())
def test_shown_text_is_what_the_page_shows(name: str) -> None:
    text = "\n".join(of_leak(name).shown)
    assert SHOWN in text
    assert name in MARKED_ONLY or HIDDEN[:3] not in text


@pytest.mark.parametrize("name", LEAKS)
def test_no_finding_holds_a_word(name: str) -> None:
    assert HIDDEN.casefold() not in repr(of_leak(name).findings).casefold()


def test_a_name_that_the_pages_show_is_no_secret() -> None:
    inspection = inspect(drawn("render_mode_3", leaky=False), f"brief aan mevr. {HIDDEN}.pdf")
    assert not counts_of(inspection.findings)


@pytest.mark.parametrize("name", drawn_leaks(kind=FindingKind.COVERED_TEXT))
def test_every_letter_under_a_box_is_counted(name: str) -> None:
    kind = LEAKS[name].kind
    assert counts_of(of_leak(name).findings)[kind] == len(HIDDEN)


@pytest.mark.parametrize("name", drawn_leaks(kind=FindingKind.UNSHOWN_OCR, by_reading=False))
@pytest.mark.parametrize("leaky", [True, False])
def test_without_tesseract_the_ink_of_a_scan_decides(name: str, leaky: bool) -> None:
    inspection = inspect(drawn(name, leaky=leaky), with_ocr=False)
    assert any(not finding.harmless for finding in inspection.findings) is leaky
    assert SHOWN in inspection.shown[0]


@needs_tesseract
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_scan_may_lie_on_its_side(turn: int) -> None:
    for leaky in (True, False):
        content = drawn("scan_with_a_label_of_the_size_of_the_word", leaky=leaky)
        with pikepdf.open(BytesIO(content)) as pdf:
            pdf.pages[0].rotate(turn, relative=False)
            written = BytesIO()
            pdf.save(written)
        assert (FindingKind.UNSHOWN_OCR in telling(written.getvalue())) is leaky
        assert SHOWN in shown_text(written.getvalue())[0]


@needs_tesseract
def test_a_scan_that_tesseract_fails_on_cannot_be_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CannotJudge, match="^CannotReadPicture$"):
        inspect(drawn("scan_recognised_before_blackening", leaky=False))
    inspect(drawn("black_box"))  # has no layer to be read again


@needs_tesseract
@pytest.mark.parametrize("name", drawn_leaks(kind=FindingKind.UNREAD_OCR))
def test_what_cannot_be_read_again_does_not_go_on(name: str) -> None:
    assert HIDDEN not in of_leak(name).shown[0]
    assert HIDDEN in shown_text(drawn(name, leaky=False))[0]


@pytest.mark.parametrize("name", ODDITIES)
def test_what_only_looks_like_a_leak_is_clean(name: str) -> None:
    content = odd(name)
    assert not telling(content)
    assert SHOWN in shown_text(content)[0]


@pytest.mark.parametrize(
    ("name", "word"),
    [("words_printed_twice", "dik"), ("shadow_under_words", "schaduw")],
)
def test_words_painted_twice_are_shown_once(name: str, word: str) -> None:
    assert shown_text(odd(name))[0].count(word) == 1


@pytest.mark.parametrize("name", ["tail_of_a_word_in_a_narrow_cell", "template_words_in_white"])
def test_harmless_hidden_letters_are_still_not_shown(name: str) -> None:
    content = odd(name)
    assert any(finding.harmless and finding.page_number == 1 for finding in judge(content))
    text = shown_text(content)[0]
    assert "Typ" not in text
    assert "penningm" not in text


def test_the_ground_on_a_box_is_shown() -> None:
    assert "5.1.2e" in shown_text(drawn("labelled_black_box"))[0]


def test_the_page_is_told() -> None:
    with pikepdf.open(BytesIO(drawn("black_box", leaky=False))) as pdf:
        with pikepdf.open(BytesIO(drawn("black_box"))) as leaky:
            pdf.pages.extend(leaky.pages)
        written = BytesIO()
        pdf.save(written)
    assert [
        finding.page_number for finding in judge(written.getvalue()) if not finding.harmless
    ] == [2]


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("leaky", [True, False])
def test_a_page_may_be_turned_and_start_elsewhere(turn: int, leaky: bool, black_box: bytes) -> None:
    content = black_box if leaky else drawn("black_box", leaky=False)
    with pikepdf.open(BytesIO(content)) as pdf:
        page = pdf.pages[0]
        page.rotate(turn, relative=False)
        page.mediabox = pikepdf.Array([15, 25, 415, 295])
        written = BytesIO()
        pdf.save(written)
    assert (FindingKind.COVERED_TEXT in telling(written.getvalue())) is leaky
    assert SHOWN in shown_text(written.getvalue())[0]


def test_a_page_may_draw_through_a_form(black_box: bytes) -> None:
    with pikepdf.open(BytesIO(black_box)) as pdf, pikepdf.new() as other:
        other.add_blank_page(page_size=(420, 300))
        other.pages[0].add_overlay(pdf.pages[0], pikepdf.Rectangle(100, 50, 310, 200))
        written = BytesIO()
        other.save(written)
    assert telling(written.getvalue()) == {FindingKind.COVERED_TEXT: len(HIDDEN)}


@pytest.mark.parametrize("side", [2_000, 14_400])
def test_a_huge_page_is_drawn_smaller(side: int) -> None:
    with pikepdf.open(BytesIO(drawn("black_box", leaky=False))) as pdf:
        pdf.pages[0].mediabox = pikepdf.Array([0, 0, side, side])
        written = BytesIO()
        pdf.save(written)
    judge(written.getvalue())


def test_the_example_archive_is_clean(tmp_path: Path) -> None:
    for spec in EXAMPLE_MINUTES[::6]:
        path = draw_minutes(spec, tmp_path)
        assert not telling(path.read_bytes()), path.name


@pytest.mark.parametrize("name", ["black_box", "text_without_size", "white_text"])
def test_another_reader_reads_letters_that_are_not_shown(name: str) -> None:
    for leaky in (True, False):
        content = drawn(name, leaky=leaky)
        (page,) = read_pages("voorbeeld.pdf", content, PDF)
        (shown,) = shown_text(content)
        assert unaccounted(page.text, shown) == (len(HIDDEN) if leaky else 0)


# --- what cannot be judged --------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7\n", b"<html></html>", bytes(5000), b"%PDF-1.7\n" + bytes(range(256)) * 20],
    ids=["empty", "head", "html", "zeros", "noise"],
)
def test_what_does_not_open_cannot_be_judged(content: bytes) -> None:
    with pytest.raises(CannotJudge):
        judge(content)
    with pytest.raises(CannotJudge):
        shown_text(content)


@pytest.mark.parametrize("password", ["", "geheim"])
def test_only_an_empty_password_opens(password: str, black_box: bytes) -> None:
    with pikepdf.open(BytesIO(black_box)) as pdf:
        written = BytesIO()
        pdf.save(written, encryption=pikepdf.Encryption(user=password, owner="eigenaar", R=6))
    if password:
        with pytest.raises(CannotJudge):
            judge(written.getvalue())
    else:
        assert telling(written.getvalue()) == {FindingKind.COVERED_TEXT: len(HIDDEN)}


def test_an_exception_holds_no_text_of_the_document(black_box: bytes) -> None:
    for cut in range(200, len(black_box) - 1, 400):
        try:
            judge(black_box[:cut])
        except CannotJudge as error:
            assert str(error).isascii()
            assert len(str(error)) < 40
            assert error.__cause__ is None


def test_more_ends_than_can_be_looked_at(black_box: bytes) -> None:
    with pytest.raises(CannotJudge):
        judge(black_box + b"%%EOF\n" * 30)


@pytest.mark.parametrize(("page", "count"), [(0, 1), (1, 0)])
def test_a_finding_counts_from_one(page: int, count: int) -> None:
    with pytest.raises(ValueError, match="not a finding"):
        Finding(FindingKind.OUTLINE, page, count, harmless=False)


# --- real files -------------------------------------------------------------------------------

CAUGHT = {
    "redacted_bad_black_boxes.pdf": FindingKind.COVERED_TEXT,
    "redacted_black_highlight.pdf": FindingKind.REDACT_MARK,
    "redacted_marked_not_applied.pdf": FindingKind.REDACT_MARK,
    "hidden_white_and_invisible_text.pdf": FindingKind.SAME_COLOUR_TEXT,
}
CLEAN = [
    "redacted_good.pdf",
    "rotated_90.pdf",
    "two_columns.pdf",
    "blank_3_pages.pdf",
    "scan_1_150dpi_skew0_noise8.pdf",
]


@needs_data
@pytest.mark.parametrize("name", CAUGHT)
def test_a_made_leak_is_caught(name: str) -> None:
    assert CAUGHT[name] in telling((MADE / name).read_bytes())


@needs_data
@pytest.mark.parametrize("name", CLEAN)
def test_a_made_clean_file_is_clean(name: str) -> None:
    assert not telling((MADE / name).read_bytes())


@needs_data
@pytest.mark.parametrize(
    "path", sorted((STRESS / "xray").glob("rect*")), ids=lambda path: path.stem
)
def test_boxes_below_their_text_hide_nothing(path: Path) -> None:
    assert not telling(path.read_bytes())


@pytest.mark.slow
@pytest.mark.skipif(not COUNCIL.is_dir(), reason="needs the council papers")
@pytest.mark.parametrize(
    "path", sorted(COUNCIL.glob("*__[bm]*.pdf")), ids=lambda path: path.stem[:24]
)
def test_council_papers_are_clean(path: Path) -> None:
    assert not telling(path.read_bytes())
