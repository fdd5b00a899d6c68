"""What stands on the pages, and which error says why nothing could be read."""

import inspect
import random
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pypdf
import pypdf.errors
import pytest
from docx.opc.exceptions import OpcError, PackageNotFoundError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.pages import read_pages
from ingest.sources import DOCX, PDF, TXT
from lrt_search.errors import (
    DamagedDocumentError,
    EmptyFileError,
    EncryptedDocumentError,
    ReaderFailedError,
    SourceDocumentError,
)
from tests.fixtures.pdf_factory import draw_image_only_pdf, draw_plain_pdf, encrypt_pdf

PAGES = ("Opening\nDe voorzitter opent.", "Coördinatie: € 5, “één”", "Sluiting")


def texts_of(content: bytes, media_type: str) -> list[str]:
    return [page.text for page in read_pages("a", content, media_type)]


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw_plain_pdf(PAGES, tmp_path_factory.mktemp("pages") / "a.pdf")


# --- PDF -----------------------------------------------------------------------------------


def test_a_pdf_is_read_page_by_page(pdf: Path) -> None:
    pages = read_pages("a.pdf", pdf.read_bytes(), PDF)
    assert [page.text.strip() for page in pages] == list(PAGES)
    assert [(page.number, page.label) for page in pages] == [(1, None), (2, None), (3, None)]


def test_a_page_without_text_keeps_its_number(tmp_path: Path) -> None:
    path = draw_plain_pdf(("Een", "", "Drie"), tmp_path / "a.pdf")
    assert texts_of(path.read_bytes(), PDF) == ["Een", "", "Drie"]


def test_rubbish_around_a_pdf_is_passed_over(pdf: Path) -> None:
    content = b"HTTP/1.1 200 OK\r\n\r\n" + pdf.read_bytes() + b"\r\n<!-- -->\r\n"
    assert [text.strip() for text in texts_of(content, PDF)] == list(PAGES)


def test_a_pdf_with_a_password_is_told(pdf: Path, tmp_path: Path) -> None:
    path = encrypt_pdf(pdf, tmp_path / "b.pdf", "geheim")
    with pytest.raises(EncryptedDocumentError) as caught:
        read_pages("b.pdf", path.read_bytes(), PDF)
    assert caught.value.fields == {"name": "b.pdf"}


def test_a_pdf_that_only_forbids_copying_is_read(pdf: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(pdf))
    writer.encrypt(user_password="", owner_password="geheim", algorithm="AES-256")
    content = BytesIO()
    writer.write(content)
    assert [text.strip() for text in texts_of(content.getvalue(), PDF)] == list(PAGES)


def test_the_pages_of_a_scan_have_no_text_of_their_own(tmp_path: Path) -> None:
    path = draw_image_only_pdf(tmp_path / "scan.pdf")
    assert texts_of(path.read_bytes(), PDF) == [""]


def test_a_pdf_without_pages_is_told() -> None:
    content = BytesIO()
    pypdf.PdfWriter().write(content)
    with pytest.raises(DamagedDocumentError, match="no pages"):
        read_pages("a.pdf", content.getvalue(), PDF)


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.9])
def test_a_pdf_that_breaks_off_is_told_or_read_as_far_as_it_goes(pdf: Path, share: float) -> None:
    whole = pdf.read_bytes()
    with pytest.raises((DamagedDocumentError, ReaderFailedError)):
        read_pages("a.pdf", whole[: int(len(whole) * share)], PDF)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + bytes(range(256)) * 20,
        b"%PDF-1.7\nxref\n0 1\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\nstartxref\n99999999\n%%EOF",
    ],
)
def test_what_only_begins_as_a_pdf_is_told(content: bytes) -> None:
    with pytest.raises((DamagedDocumentError, ReaderFailedError)):
        read_pages("a.pdf", content, PDF)


@given(seed=st.integers(0, 2**32), flips=st.integers(1, 40))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_pdf_with_altered_bytes_is_read_or_told(pdf: Path, seed: int, flips: int) -> None:
    content = bytearray(pdf.read_bytes())
    dice = random.Random(seed)
    for _ in range(flips):
        content[dice.randrange(len(content))] = dice.randrange(256)
    try:
        pages = read_pages("a.pdf", bytes(content), PDF)
    except SourceDocumentError as error:
        detail = str(error.fields.get("detail", "x")).replace(" ", "")
        assert detail.isidentifier(), "only the class of a foreign error is told"
    else:
        assert [page.number for page in pages] == list(range(1, len(pages) + 1))
        assert all(char >= " " or char in "\n\t" for page in pages for char in page.text)


FOREIGN: dict[type[Exception], type[SourceDocumentError]] = {
    pypdf.errors.DeprecationError: ReaderFailedError,
    pypdf.errors.DependencyError: ReaderFailedError,
    pypdf.errors.PyPdfError: DamagedDocumentError,
    pypdf.errors.PdfReadError: DamagedDocumentError,
    pypdf.errors.PageSizeNotDefinedError: DamagedDocumentError,
    pypdf.errors.PdfReadWarning: ReaderFailedError,
    pypdf.errors.PdfStreamError: DamagedDocumentError,
    pypdf.errors.ParseError: DamagedDocumentError,
    pypdf.errors.FileNotDecryptedError: EncryptedDocumentError,
    pypdf.errors.WrongPasswordError: EncryptedDocumentError,
    pypdf.errors.EmptyFileError: DamagedDocumentError,
    pypdf.errors.EmptyImageDataError: DamagedDocumentError,
    pypdf.errors.LimitReachedError: DamagedDocumentError,
    pypdf.errors.XmpDocumentError: DamagedDocumentError,
}


def test_every_error_of_pypdf_has_a_place_in_our_tree() -> None:
    known = {
        kind
        for _, kind in inspect.getmembers(pypdf.errors, inspect.isclass)
        if issubclass(kind, Exception)
    }
    assert known == FOREIGN.keys()


@pytest.mark.parametrize(
    ("foreign", "ours"),
    [
        *FOREIGN.items(),
        (OpcError, DamagedDocumentError),
        (PackageNotFoundError, DamagedDocumentError),
        (RecursionError, ReaderFailedError),
        (KeyError, ReaderFailedError),
    ],
)
def test_an_error_of_a_reader_is_told_by_its_class_alone(
    monkeypatch: pytest.MonkeyPatch, foreign: type[Exception], ours: type[SourceDocumentError]
) -> None:
    def broken(content: BytesIO) -> object:
        raise foreign("tekst van het verslag")

    monkeypatch.setattr(pypdf, "PdfReader", broken)
    with pytest.raises(ours) as caught:
        read_pages("a.pdf", b"%PDF-1.7", PDF)
    assert type(caught.value) is ours
    assert "verslag" not in str(caught.value)
    assert caught.value.fields.get("detail", foreign.__name__) == foreign.__name__


# --- DOCX ----------------------------------------------------------------------------------


def docx_with(write: Callable[["docx.document.Document"], object]) -> bytes:
    document = docx.Document()
    write(document)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def test_a_docx_is_read_in_the_order_of_its_blocks() -> None:
    def write(document: "docx.document.Document") -> None:
        document.add_heading("1. Opening", level=1)
        document.add_paragraph("De voorzitter opent.")
        document.add_paragraph("Verslag akkoord.", style="List Bullet")
        document.add_paragraph("Met één wijziging.", style="List Bullet 2")
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(
            [cell for row in table.rows for cell in row.cells],
            ("Wie", "Wat", "VNG", "Brief\naan JenV"),
            strict=True,
        ):
            cell.text = text
        document.add_paragraph("Sluiting.")

    (text,) = texts_of(docx_with(write), DOCX)
    assert [line for line in text.split("\n") if line.strip()] == [
        "1. Opening",
        "De voorzitter opent.",
        "• Verslag akkoord.",
        "o Met één wijziging.",
        "Wie\tWat",
        "VNG\tBrief aan JenV",
        "Sluiting.",
    ]


def test_an_empty_paragraph_of_a_list_has_no_bullet() -> None:
    def write(document: "docx.document.Document") -> None:
        document.add_paragraph(" ", style="List Bullet")
        document.add_paragraph("Punt.", style="List Number")

    (text,) = texts_of(docx_with(write), DOCX)
    assert text.split() == ["•", "Punt."]


def test_a_docx_without_text_is_told() -> None:
    with pytest.raises(EmptyFileError):
        read_pages("a.docx", docx_with(lambda document: document.add_paragraph(" ")), DOCX)


@pytest.mark.parametrize("size", [10, 1000, -200])
def test_a_docx_that_breaks_off_is_told(size: int) -> None:
    content = docx_with(lambda document: document.add_paragraph("Punt."))
    with pytest.raises((DamagedDocumentError, ReaderFailedError)):
        read_pages("a.docx", content[:size], DOCX)


# --- TXT -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Één punt.".encode(), ["Één punt."]),
        ("Één punt.".encode("utf-8-sig"), ["Één punt."]),
        ("Één punt: € 5, “ja”".encode("cp1252"), ["Één punt: € 5, “ja”"]),
        (b"a\x81b \xe9", ["a\N{REPLACEMENT CHARACTER}b é"]),
        ("Één punt.".encode("utf-16"), ["Één punt."]),
        (b"een\r\ntwee\rdrie\n", ["een\ntwee\ndrie\n"]),
        (b"een\ftwee\f", ["een", "twee", ""]),
        (b"\feen", ["", "een"]),
        (b"a\tb\x00\x07\x1bc", ["a\tbc"]),
        ("a\vb\x85c\u2028d\u2029e".encode(), ["a\nb\nc\nd\ne"]),
    ],
)
def test_a_text_is_read_as_it_was_written(content: bytes, expected: list[str]) -> None:
    assert texts_of(content, TXT) == expected


@pytest.mark.parametrize("content", ["\ufeff".encode(), b"\x00\x01", b"\f\f\f"])
def test_a_text_without_a_word_is_told(content: bytes) -> None:
    with pytest.raises(EmptyFileError):
        read_pages("a.txt", content, TXT)


@given(st.binary())
def test_any_bytes_are_text_or_told(content: bytes) -> None:
    try:
        pages = read_pages("a.txt", content, TXT)
    except EmptyFileError:
        return
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert all(char >= " " or char in "\n\t" for page in pages for char in page.text)


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1))
def test_printed_text_comes_back_as_it_was(text: str) -> None:
    try:
        pages = read_pages("a.txt", text.encode(), TXT)
    except EmptyFileError:
        assert not text.strip()
    else:
        assert [page.text for page in pages] == [text]
