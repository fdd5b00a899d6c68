"""A source document -> its pages of text. The only importer of pypdf and python-docx."""

import logging
from collections.abc import Iterator
from io import BytesIO
from traceback import walk_tb
from zipfile import BadZipFile, ZipFile

import docx
import pypdf
import pypdf.errors
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.hyperlink import Hyperlink
from docx.text.paragraph import Paragraph

from ingest.heartbeat import beat
from ingest.limits import Limits
from ingest.sources import DOCX, PDF, UTF_16_MARKS
from lrt_search.domain import Page
from lrt_search.errors import (
    DamagedDocumentError,
    EmptyFileError,
    EncryptedDocumentError,
    NoTextError,
    ReaderFailedError,
    SourceDocumentError,
    TooLargeUnpackedError,
    TooManyPagesError,
)
from lrt_search.language import N_

# pypdf tells of every oddity it mends; a reader of the report needs the outcome only, and its
# messages may hold text of the document.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

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


def read_pages(
    name: str, content: bytes, media_type: str, limits: Limits | None = None
) -> tuple[Page, ...]:
    """Read the text of a document page by page; ``name`` is for the error messages.

    A page without text is kept with an empty text, so that page numbers stay right. The printed
    page label is not read here: that is for ``minutes.py``, which knows heads and feet.

    Raises:
        SourceDocumentError: EncryptedDocumentError, DamagedDocumentError, NoTextError (no page
            has text), TooManyPagesError, TooLargeUnpackedError or ReaderFailedError (the reader
            met something it does not know).
        MemoryError: It takes more than this process may have.
    """
    limits = limits or Limits()
    try:
        if media_type == PDF:
            texts = list(_pdf_texts(name, content, limits))
        elif media_type == DOCX:
            _check_unpacked(name, content, limits)
            texts = [_docx_text(content)]
        else:
            texts = _decoded(content).split("\f")
            _check_pages(name, len(texts), limits)
    except (SourceDocumentError, MemoryError):
        raise
    except pypdf.errors.LimitReachedError as error:
        if not _raised_in(error, "pypdf.filters"):
            raise DamagedDocumentError(name=name, detail=type(error).__name__) from error
        raise TooLargeUnpackedError(name=name, limit=limits.max_unpacked) from error
    except (pypdf.errors.FileNotDecryptedError, pypdf.errors.WrongPasswordError) as error:
        raise EncryptedDocumentError(name=name) from error
    except (pypdf.errors.PyPdfError, OpcError, BadZipFile) as error:
        raise DamagedDocumentError(name=name, detail=type(error).__name__) from error
    except Exception as error:  # A broken file may raise anything; only its class is told.
        raise ReaderFailedError(name=name, detail=type(error).__name__) from error
    pages = tuple(Page(number, None, _clean(text)) for number, text in enumerate(texts, start=1))
    if not any(page.text.strip() for page in pages):
        if media_type != PDF:
            raise EmptyFileError(name=name)
        raise NoTextError(name=name, pages=len(pages))
    return pages


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


def _pdf_texts(name: str, content: bytes, limits: Limits) -> Iterator[str]:
    unpacking = dict.fromkeys(_UNPACKING, limits.unpacked_bytes)
    with pypdf.apply_configuration(pypdf.get_configuration().with_overwrites(**unpacking)):
        yield from _texts_within_limits(name, content, limits)


def _texts_within_limits(name: str, content: bytes, limits: Limits) -> Iterator[str]:
    reader = pypdf.PdfReader(BytesIO(content))
    # An owner's password only forbids copying: such a file opens with an empty user password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise EncryptedDocumentError(name=name)
    if not reader.pages:
        raise DamagedDocumentError(name=name, detail=N_("it has no pages"))
    _check_pages(name, len(reader.pages), limits)
    for page in reader.pages:
        yield page.extract_text()
        beat()


def _docx_text(content: bytes) -> str:
    return "\n".join(_docx_lines(docx.Document(BytesIO(content))))


def _docx_lines(document: "docx.document.Document") -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield "\t".join(cell.text.replace("\n", " ") for cell in row.cells)
        elif isinstance(block, Paragraph):
            style = (block.style.name or "") if block.style is not None else ""
            # The glyph or number of a list is made by Word and not part of its text.
            mark = ("o " if style.endswith("2") else "• ") if style.startswith("List") else ""
            text = _seen(block)
            yield mark + text if text.strip() else ""
            yield ""


def _seen(paragraph: Paragraph) -> str:
    """Return the text of a paragraph without the runs that are formatted as hidden."""
    words = []
    for part in paragraph.iter_inner_content():
        runs = part.runs if isinstance(part, Hyperlink) else [part]
        words += [run.text for run in runs if not run.font.hidden]
    return "".join(words)


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
