"""A PDF as received -> the bytes that are read and judged: within limits, decrypted, or mended.

Both readers and the gate get the same bytes. What is rewritten here lives in memory only; the copy
that is kept of a document stays as it was received.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf

from ingest.document_parts import earlier_revisions, from_its_head
from ingest.heartbeat import beat
from ingest.limits import Limits
from lrt_search.errors import (
    EncryptedDocumentError,
    SourceDocumentError,
    TooLargeUnpackedError,
    TooManyPagesError,
)

# What writes a damaged file anew.
MENDER = "pikepdf"

_OBJECT = re.compile(rb"\d\s+obj\b")
_END = re.compile(rb"%%EOF")
# A file for the web says so in its first object, and has an end after its first page too.
_LINEARISED, _HEAD = b"/Linearized", 1024
_TOO_LARGE = "memory limit exceeded"


@dataclass(frozen=True, slots=True)
class OpenedPdf:
    """A PDF that can be read.

    Attributes:
        content: The bytes to read and to judge.
        earlier: The earlier states of the file as it was received, where ``content`` is rewritten;
            None where it is not, and they are in ``content``.
    """

    content: bytes = field(repr=False)
    earlier: tuple[bytes, ...] | None = field(default=None, repr=False)


def open_pdf(name: str, content: bytes, limits: Limits, passwords: Sequence[str] = ()) -> OpenedPdf:
    """Return a PDF as it can be read; one that nothing here can open comes back as it is.

    Args:
        name: For the error messages.
        content: As received.
        limits: What it may have.
        passwords: To be tried where it asks for one.

    Raises:
        EncryptedDocumentError: None of the passwords opens it.
        TooManyPagesError, TooLargeUnpackedError: It breaks a limit.
    """
    content = from_its_head(content)
    try:
        with _opened(content) as pdf:
            _check(name, pdf, limits)
            return OpenedPdf(content)
    except pikepdf.PasswordError:
        pass  # Not here: what is raised in a handler hangs on to what it handles.
    except (SourceDocumentError, MemoryError):
        raise
    except Exception:  # A broken file may raise anything; the readers and the gate tell of it.
        return OpenedPdf(content)
    return _decrypted(name, content, limits, passwords)


def mend(opened: OpenedPdf) -> OpenedPdf | None:
    """Write a damaged PDF anew, with the objects that can be found in it.

    Returns:
        None where that cannot be done, or where it was changed after it was made: nobody can tell
        then whether what is found is what it holds now.
    """
    if _was_changed(opened.content):
        return None
    try:
        with _opened(opened.content) as pdf:
            if not len(pdf.pages):
                return None
            return OpenedPdf(_written(pdf), opened.earlier or ())
    except MemoryError:
        raise
    except Exception:  # What a broken file raises; it stays as damaged as it was.
        return None


def _opened(content: bytes, password: str = "") -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(content), password=password, suppress_warnings=True)


def _written(pdf: pikepdf.Pdf) -> bytes:
    written = BytesIO()
    pdf.save(written, encryption=False)
    return written.getvalue()


# --- Limits ------------------------------------------------------------------------------------


def _check(name: str, pdf: pikepdf.Pdf, limits: Limits) -> None:
    """Refuse a PDF that is too long, or that has a part that is too large when unpacked.

    pypdf passes over a drawing that is too large, and would so lose text without a word.
    """
    if len(pdf.pages) > limits.max_pages:
        raise TooManyPagesError(name=name, pages=len(pdf.pages), limit=limits.max_pages)
    most = limits.unpacked_bytes
    pikepdf.settings.set_qpdf_limits(flate_max_memory=most, run_length_max_memory=most)
    for stream in _drawings(pdf):
        try:
            size = len(stream.read_bytes())
        except MemoryError:
            raise
        except Exception as error:  # What is damaged is for the readers to tell of.
            size = most + 1 if _TOO_LARGE in str(error) else 0
        if size > most:
            raise TooLargeUnpackedError(name=name, limit=limits.max_unpacked)
        beat()


def _drawings(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the streams of a PDF, but for pictures: those are drawn line by line."""
    for entry in pdf.objects:
        if isinstance(entry, pikepdf.Stream) and str(entry.get("/Subtype", "")) != "/Image":
            yield entry


# --- Passwords ---------------------------------------------------------------------------------


def _decrypted(name: str, content: bytes, limits: Limits, passwords: Sequence[str]) -> OpenedPdf:
    for password in passwords:
        try:
            with _opened(content, password) as pdf:
                _check(name, pdf, limits)
                return OpenedPdf(_written(pdf), tuple(_earlier(content, password)))
        except pikepdf.PasswordError:
            continue
        except pikepdf.PdfError:
            return OpenedPdf(content)
    raise EncryptedDocumentError(name=name)


def _earlier(content: bytes, password: str) -> Iterator[bytes]:
    """Yield the earlier states of an encrypted file, decrypted; half a file often does not open."""
    for held in earlier_revisions(content):
        try:
            with _opened(held, password) as pdf:
                yield _written(pdf)
        except pikepdf.PdfError:
            continue


# --- Damage ------------------------------------------------------------------------------------


def _was_changed(content: bytes) -> bool:
    """Return whether a file goes on after an end: somebody has added to it."""
    ends = [match.end() for match in _END.finditer(content)]
    own = ends[1:] if _LINEARISED in content[:_HEAD] else ends
    return bool(own) and _OBJECT.search(content, own[0]) is not None
