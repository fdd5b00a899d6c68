"""A source document -> its pages of text. The only importer of pypdf."""

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from traceback import walk_tb
from zipfile import ZipFile

import pypdf
import pypdf.errors

from ingest.findings import CannotJudge, Finding
from ingest.heartbeat import beat
from ingest.html_text import html_text
from ingest.limits import Limits
from ingest.shown_text import ShownText
from ingest.sources import DOCX, HTML, PDF, UTF_16_MARKS
from ingest.text_quality import quality
from ingest.whole_words import settled
from ingest.word_text import DAMAGED, word_text
from lrt_search.domain import Page, PageReading
from lrt_search.errors import (
    DamagedDocumentError,
    EmptyFileError,
    EncryptedDocumentError,
    ReaderFailedError,
    SourceDocumentError,
    TooLargeUnpackedError,
    TooManyPagesError,
)
from lrt_search.language import N_

# pypdf tells of every oddity it mends; a reader of the report needs the outcome only, and its
# messages may hold text of the document.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

# The programs that read a document, but for plain text.
READERS = {PDF: "pypdf", DOCX: "python-docx"}

# A number, or a Roman one as before a preface.
_LABEL = re.compile(r"\d{1,5}|[ivxlc]{1,8}|[IVXLC]{1,8}")

# Form feed, and the separators that str.splitlines() would cut at but no reader sees as a line.
_LINE_BREAKS = {"\r\n": "\n", "\r": "\n", "\v": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}

# What of pypdf's configuration says how many bytes a compressed part may come to.
_UNPACKING = (
    "array_based_stream_maximum_output_length",
    "brotli_maximum_output_length",
    "jbig2_maximum_output_length",
    "lzw_maximum_output_length",
    "maximum_declared_stream_length",
    "run_length_maximum_output_length",
    "zlib_maximum_output_length",
)
RUNNING: dict[str, Callable[[bytes], ShownText]] = {DOCX: word_text, HTML: html_text}
"""Readers of documents without pages of their own, which hold more than they show."""


def read_pages(
    name: str, content: bytes, media_type: str, limits: Limits | None = None
) -> tuple[Page, ...]:
    """Read the text of a document page by page; ``name`` is for the error messages.

    A page without text is kept with an empty text, so that page numbers stay right. The printed
    page label is not read here: that is for ``minutes.py``, which knows heads and feet. ``label``
    is what the PDF itself calls the page, where it says so.

    Raises:
        SourceDocumentError: EncryptedDocumentError, DamagedDocumentError, EmptyFileError (no
            text, and no PDF), TooManyPagesError, TooLargeUnpackedError or ReaderFailedError (the
            reader met something it does not know).
        CannotJudge: it cannot be said what an HTML file or a Word document shows.
        MemoryError: It takes more than this process may have.
    """
    limits = limits or Limits()
    labels: Mapping[int, str] = {}
    try:
        if media_type == PDF:
            texts, labels = _pdf_texts(name, content, limits)
        elif media_type in RUNNING:
            if media_type == DOCX:
                _check_unpacked(name, content, limits)
            texts = [RUNNING[media_type](content).text]
        else:
            texts = _decoded(content).split("\f")
            _check_pages(name, len(texts), limits)
    except (SourceDocumentError, CannotJudge, MemoryError):
        raise
    except pypdf.errors.LimitReachedError as error:
        if not _raised_in(error, "pypdf.filters"):
            raise DamagedDocumentError(name=name, detail=type(error).__name__) from error
        raise TooLargeUnpackedError(name=name, limit=limits.max_unpacked) from error
    except (pypdf.errors.FileNotDecryptedError, pypdf.errors.WrongPasswordError) as error:
        raise EncryptedDocumentError(name=name) from error
    except (pypdf.errors.PyPdfError, *DAMAGED) as error:
        raise DamagedDocumentError(name=name, detail=type(error).__name__) from error
    except Exception as error:  # A broken file may raise anything; only its class is told.
        raise ReaderFailedError(name=name, detail=type(error).__name__) from error
    reader = READERS.get(media_type, "")
    pages = tuple(
        _page(number, labels.get(number), _clean(text), reader)
        for number, text in enumerate(texts, start=1)
    )
    # A PDF may be a scan: its pages are read as pictures later.
    if media_type != PDF and not any(page.text.strip() for page in pages):
        raise EmptyFileError(name=name)
    return pages


def _page(number: int, label: str | None, text: str, reader: str) -> Page:
    if not text.strip():
        return Page(number, label, text)
    return Page(number, label, text, PageReading(reader=reader, quality=quality(text)))


def _raised_in(error: Exception, module: str) -> bool:
    *_, (frame, _) = walk_tb(error.__traceback__)
    return bool(frame.f_globals["__name__"] == module)


def _check_pages(name: str, pages: int, limits: Limits) -> None:
    if pages > limits.max_pages:
        raise TooManyPagesError(name=name, pages=pages, limit=limits.max_pages)


def _check_unpacked(name: str, content: bytes, limits: Limits) -> None:
    # What a part says that it comes to is all that is ever read of it.
    with ZipFile(BytesIO(content)) as package:
        largest = max((part.file_size for part in package.infolist()), default=0)
    if largest > limits.unpacked_bytes:
        raise TooLargeUnpackedError(name=name, limit=limits.max_unpacked)


def _pdf_texts(name: str, content: bytes, limits: Limits) -> tuple[list[str], dict[int, str]]:
    """Return the texts of the pages, and the labels that the PDF gives them."""
    unpacking = dict.fromkeys(_UNPACKING, limits.unpacked_bytes)
    with pypdf.apply_configuration(pypdf.get_configuration().with_overwrites(**unpacking)):
        reader = pypdf.PdfReader(BytesIO(content))
        # An owner's password only forbids copying: such a file opens with an empty user password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise EncryptedDocumentError(name=name)
        if not reader.pages:
            raise DamagedDocumentError(name=name, detail=N_("it has no pages"))
        _check_pages(name, len(reader.pages), limits)
        return list(_texts(reader)), dict(_labels(reader))


def _texts(reader: pypdf.PdfReader) -> Iterator[str]:
    for page in reader.pages:
        yield settled(page.extract_text())
        beat()


def _labels(reader: pypdf.PdfReader) -> Iterator[tuple[int, str]]:
    """Yield physical pages with the label that a viewer of the PDF calls them by.

    A label with words in it may say what no page shows, so only numbers are taken.
    """
    try:
        labels = reader.page_labels if "/PageLabels" in reader.root_object else []
    except MemoryError:
        raise
    except Exception:  # Labels that are broken are none: the pages count without them.
        return
    for number, label in enumerate(labels, start=1):
        if _LABEL.fullmatch(label):
            yield number, label


def findings_beside(content: bytes, media_type: str) -> tuple[Finding, ...]:
    """Return what one of the ``RUNNING`` documents holds and does not show."""
    return RUNNING[media_type](content).findings


def _decoded(content: bytes) -> str:
    if content.startswith(UTF_16_MARKS):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _clean(text: str) -> str:
    """Make line breaks one kind and drop characters that no reader sees."""
    for found, wanted in _LINE_BREAKS.items():
        text = text.replace(found, wanted)
    return "".join(
        char
        for char in text
        if char in "\n\t" or not ("\x00" <= char < " " or "\ud800" <= char <= "\udfff")
    )
