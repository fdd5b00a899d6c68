"""Passwords, damage and a second reader: the gate judges the bytes that are indexed."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from ingest.command import read_passwords
from ingest.documents import Reading, read_document
from ingest.gate import SECOND_READER, only_shown
from ingest.limits import Limits
from ingest.opening import mend, open_pdf
from ingest.pages import read_pages
from ingest.pipeline import build_index, rebuild_index
from ingest.sources import PDF, SourceFile, find_sources
from lrt_search.archive import open_archive
from lrt_search.catalogue import DocumentRecord
from lrt_search.domain import Page, PageReading, SkippedSource
from lrt_search.errors import EncryptedDocumentError, SettingError
from lrt_search.retrieval import search
from tests.fixtures.leaky_pdf import HIDDEN, LEAKS, SHOWN
from tests.fixtures.pdf_factory import draw_plain_pdf, encrypt_pdf
from tests.job import Job, Silence, threads

PASSWORD = "zeer geheim"
TEXT = (
    "De voorzitter opent de vergadering en heet de aanwezigen welkom.\nVNG vraagt om flexwoningen."
)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return draw_plain_pdf((TEXT, "Sluiting"), tmp_path / "plain.pdf")


def read(path: Path, *passwords: str) -> DocumentRecord | SkippedSource:
    result = read_document(SourceFile(path, path.name, str(path)), Reading(passwords=passwords))
    if isinstance(result, SkippedSource):
        return result
    [record] = result.records
    return record


# --- Passwords -----------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ["AES-256", "RC4-40"])
def test_a_document_is_read_with_its_password(pdf: Path, tmp_path: Path, algorithm: str) -> None:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(pdf))
    writer.encrypt(user_password=PASSWORD, owner_password="eigenaar", algorithm=algorithm)
    path = tmp_path / "b.pdf"
    writer.write(path)
    record = read(path, "fout", PASSWORD)
    assert isinstance(record, DocumentRecord)
    assert "flexwoningen" in record.pages[0].text
    refused = read(path, "fout")
    assert isinstance(refused, SkippedSource)
    assert refused.reason == "EncryptedDocumentError"


def test_a_password_is_told_nowhere(pdf: Path, tmp_path: Path) -> None:
    path = encrypt_pdf(pdf, tmp_path / "b.pdf", PASSWORD)
    assert PASSWORD not in repr(Reading(passwords=(PASSWORD,)))
    with pytest.raises(EncryptedDocumentError, match="--password-file") as caught:
        open_pdf("b.pdf", path.read_bytes(), Limits(), ["fout geraden"])
    assert "geraden" not in str(caught.value) + repr(caught.value.fields)
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_what_is_hidden_behind_a_password_is_refused(tmp_path: Path) -> None:
    leaky = tmp_path / "leaky.pdf"
    leaky.write_bytes(LEAKS["black_box"].draw(True))
    refused = read(encrypt_pdf(leaky, tmp_path / "b.pdf", PASSWORD), PASSWORD)
    assert isinstance(refused, SkippedSource)
    assert refused.reason == "HiddenTextError"


def test_an_earlier_state_behind_a_password_is_looked_into(pdf: Path, tmp_path: Path) -> None:
    before = draw_plain_pdf((f"{TEXT}\n{HIDDEN}", "Sluiting"), tmp_path / "before.pdf")
    both = [encrypt_pdf(one, tmp_path / "b.pdf", PASSWORD).read_bytes() for one in (before, pdf)]
    path = tmp_path / "both.pdf"
    path.write_bytes(both[0] + both[1])
    refused = read(path, PASSWORD)
    assert isinstance(refused, SkippedSource)
    assert "earlier_revision" in str(dict(refused.fields)["found"])


def written(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_the_index_keeps_the_document_as_received_and_no_password(job: Job, pdf: Path) -> None:
    path = encrypt_pdf(pdf, job.inbox / "b.pdf", PASSWORD)
    given = find_sources([job.inbox])
    arguments = (job.settings, job.embedder)
    report = build_index(*arguments, given, Silence(), threads, [PASSWORD])
    assert report.skipped == ()
    (hit, *_) = search(open_archive(*arguments), "flexwoningen").hits
    assert hit.citation.page_number == 1
    assert PASSWORD.encode() not in written(job.settings.index)
    assert path.read_bytes() in written(job.settings.index)
    # Without the password: what is known is carried over, and what is made anew is told.
    assert build_index(*arguments, given, Silence(), threads).carried == 1
    told = rebuild_index(*arguments, Silence(), threads).skipped
    assert [one.reason for one in told] == ["EncryptedDocumentError"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"een\ntwee woorden \r\n\n\xef\xbb\xbf", ("een", "twee woorden ", "\ufeff")),
        (b"\xef\xbb\xbfge\xc3\xabist\n", ("geëist",)),
        (b"ge\xebist\n", ("geëist",)),
        (b"", ()),
    ],
)
def test_passwords_are_read_one_a_line(
    tmp_path: Path, content: bytes, expected: tuple[str, ...]
) -> None:
    path = tmp_path / "passwords"
    path.write_bytes(content)
    assert read_passwords(str(path)) == expected


def test_a_password_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="--password-file"):
        read_passwords(str(tmp_path / "nowhere"))


# --- Damage --------------------------------------------------------------------------------


def without_the_end_of_streams(content: bytes) -> bytes:
    """Damage what pypdf insists on and pdfium does not: the keyword at the end of a stream."""
    return content.replace(b"endstream", b"endstreem")


def test_a_damaged_document_is_mended_and_told_so(
    pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "damaged.pdf"
    path.write_bytes(without_the_end_of_streams(pdf.read_bytes()))
    record = read(path)
    assert isinstance(record, DocumentRecord)
    assert "flexwoningen" in record.pages[0].text
    assert record.pages[0].reading.reader == f"pikepdf+{SECOND_READER}"
    assert [name.split()[0] for name in record.document.readers] == ["pikepdf", SECOND_READER]


def test_a_damaged_document_that_was_changed_is_not_mended(pdf: Path) -> None:
    """Nobody can tell which of its states is the last that was meant."""
    content = pdf.read_bytes()
    added = BytesIO(content)
    writer = pypdf.PdfWriter(added, incremental=True)
    writer.add_metadata({"/Title": "later"})
    changed = BytesIO()
    writer.write(changed)
    assert mend(open_pdf("a.pdf", content[:-30], Limits())) is not None
    assert mend(open_pdf("a.pdf", changed.getvalue()[:-30], Limits())) is None


# --- Two readers ---------------------------------------------------------------------------


def first_page(pdf: Path, change: Callable[[str], str]) -> Page:
    content = pdf.read_bytes()
    first, second = read_pages("a.pdf", content, PDF)
    poor = Page(1, None, change(first.text), first.reading)
    return only_shown("a.pdf", content, [poor, second]).pages[0]


def test_the_first_reader_is_kept_where_both_do_as_well(pdf: Path) -> None:
    page = first_page(pdf, str)
    assert page.reading == PageReading(reader="pypdf", quality=100)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: " ".join(text),
        lambda text: text.replace(" ", "").replace("\n", ""),
        lambda text: text[:20],
    ],
)
def test_what_reads_worse_or_lacks_text_is_read_by_the_second(
    pdf: Path, change: Callable[[str], str]
) -> None:
    page = first_page(pdf, change)
    assert page.reading.reader == SECOND_READER
    assert page.text == TEXT


def test_a_letter_that_is_not_shown_comes_from_neither() -> None:
    content = LEAKS["black_box"].draw(False)
    (page,) = only_shown("a.pdf", content, [Page(1, None, f"{SHOWN} {HIDDEN}")]).pages
    assert HIDDEN not in page.text
    assert page.reading.reader == SECOND_READER


# --- Text that can be quoted ---------------------------------------------------------------


def test_what_is_quoted_stands_so_in_the_text_of_its_page(tmp_path: Path) -> None:
    lines = (
        "De verga-\ndering begint.\nEen e\ufb03ci\u00ebnte aanpak:\nde vergadering gaat akkoord."
    )
    record = read(draw_plain_pdf((lines, "Sluiting van de vergadering."), tmp_path / "a.pdf"))
    assert isinstance(record, DocumentRecord)
    texts = {page.number: page.text for page in record.pages}
    assert "De vergadering\nbegint." in texts[1]
    for passage in record.passages:
        spans = (texts[span.page_number][span.start : span.end] for span in passage.spans)
        assert passage.text == "\n".join(spans)


def labelled(pdf: Path, *labels: dict[str, object]) -> list[str | None]:
    """Return what the pages are called, where the PDF calls them so from each page on."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(pdf))
    for index, label in enumerate(labels):
        writer.set_page_label(index, index, **label)  # type: ignore[arg-type]
    writer.write(pdf)
    record = read(pdf)
    assert isinstance(record, DocumentRecord)
    return [page.label for page in record.pages]


def test_a_page_is_called_as_the_pdf_calls_it_but_by_no_word(pdf: Path) -> None:
    """The words of a label stand on no page, so they may be anything."""
    assert labelled(pdf, {"style": "/r", "start": 3}, {"style": "/D", "start": 12}) == ["iii", "12"]
    assert labelled(pdf, {"prefix": HIDDEN}, {"prefix": "A-", "style": "/D"}) == [None, None]
