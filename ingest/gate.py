"""The gate: only text that a reader of the page sees goes on, and only from a PDF without leaks.

    PDF + pages as read -> findings -> refused, or pages of shown text with their redactions
                                       pages without a text that can be used -> read as pictures

Two readers read a page: pypdf, and pypdfium2, which draws it too. The text of the first is taken,
unless that of the second is clearly better; never a letter that the page does not show.

It closes when in doubt: a PDF that cannot be compared with its own picture is refused too.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain

from ingest.hidden_text import (
    CannotJudge,
    Finding,
    Inspection,
    inspect,
    is_picture,
    unaccounted,
)
from ingest.redactions import letters_shown, mark_redactions
from ingest.scanned_pages import ScannedPage, read_scanned_pages
from ingest.text_quality import USABLE, quality
from ingest.whole_words import settled, with_whole_words
from lrt_search.domain import NOT_JUDGED, Page, PageReading, ReadingMethod, Redaction
from lrt_search.errors import (
    HiddenTextError,
    NoReaderError,
    NoTextError,
    UnjudgedDocumentError,
)

# Letters of a stamp, or of a running head, that a program put over a page that is a picture.
_STAMP = 200
# How many times the letters of its text layer a picture must hold to take its place.
_MORE = 1.5

SECOND_READER = "pypdfium2"
# Of quality, so that a misjudged word does not change the reader and with it the lines of a page.
_CLEARLY = 5
# Letters, and of those of the page, that the first reader may miss: odd bullets and accents.
_MISSED, _SHARE_MISSED = 20, 0.05


class Leaks(Exception):
    """Everything that was found, the harmless too: the cause of a ``HiddenTextError``."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(f"{len(findings)} findings")


@dataclass(frozen=True, slots=True)
class ShownPages:
    """What may go on of a document.

    Attributes:
        pages: In order, with a ``REDACTION_MARK`` for each redaction on a page with text.
        redactions: In the order of their marks.
    """

    pages: tuple[Page, ...]
    redactions: tuple[Redaction, ...]


def only_shown(
    name: str,
    content: bytes,
    pages: Sequence[Page] | None,
    file_name: str = "",
    *,
    document_id: str | None = None,
    earlier: Sequence[bytes] | None = None,
) -> ShownPages:
    """Return ``pages`` with nothing in them that a reader of the PDF cannot see.

    The text of a page stays as it was read, unless it has letters that the page does not show,
    lacks many that it does show, or reads worse: then the text that is shown takes its place.

    Args:
        name: For the error messages.
        content: The PDF.
        pages: As they were read; None where they could not be, and only what is shown is left.
        file_name: As the file was called when it was given, which may tell more than ``name``.
        document_id: For the error messages, where ``content`` is not as it was received.
        earlier: The earlier states of the file, where they are not in ``content``.

    Raises:
        HiddenTextError: the PDF holds text that its pages do not show; ``Leaks`` is its cause.
        UnjudgedDocumentError: that could not be found out.
        NoTextError: no page shows a text that can be read.
    """
    document_id = document_id or _id(content)
    inspection = _inspected(name, content, document_id, file_name, earlier)
    refuse_leaks(name, document_id, inspection.findings)
    shown = inspection.shown
    if pages is None:
        return _read_and_marked(name, content, document_id, _as_shown(shown), inspection)
    if len(shown) != len(pages):
        detail = f"{len(pages)} / {len(shown)} p."
        raise UnjudgedDocumentError(name=name, detail=detail, document_id=document_id)
    only = [_better(page, seen) for page, seen in zip(pages, shown, strict=True)]
    return _read_and_marked(name, content, document_id, only, inspection)


def refuse_leaks(name: str, document_id: str, findings: tuple[Finding, ...]) -> None:
    """Refuse a document of any form that has findings that are not harmless.

    Raises:
        HiddenTextError: it has; ``Leaks`` is its cause.
    """
    leaks = [finding for finding in findings if not finding.harmless]
    if leaks:
        raise HiddenTextError(
            name=name, found=_in_words(leaks), document_id=document_id
        ) from Leaks(findings)


def released_pages(
    name: str,
    content: bytes,
    *,
    document_id: str | None = None,
    earlier: Sequence[bytes] | None = None,
) -> ShownPages:
    """Return the pages of a PDF that was released from quarantine: what they show, and no more.

    Raises:
        NoTextError: they show no text that can be read.
        UnjudgedDocumentError: that could not be found out.
    """
    document_id = document_id or _id(content)
    inspection = _inspected(name, content, document_id, "", earlier)
    return _read_and_marked(name, content, document_id, _as_shown(inspection.shown), inspection)


def _as_shown(shown: Sequence[str]) -> list[Page]:
    return [_seen_page(Page(number, None, ""), text) for number, text in enumerate(shown, start=1)]


def _seen_page(page: Page, seen: str) -> Page:
    seen = settled(seen)
    reading = PageReading(reader=SECOND_READER, quality=quality(seen)) if seen else NOT_JUDGED
    return replace(page, text=seen, reading=reading)


def _better(page: Page, seen: str) -> Page:
    """Return a page with the text of the better reader: the first, unless there is a reason."""
    if unaccounted(page.text, seen):
        return _seen_page(page, seen)
    missed = unaccounted(seen, page.text)
    if missed > max(_MISSED, _SHARE_MISSED * letters_shown(seen)):
        return _seen_page(page, seen)
    if quality(seen) >= quality(page.text) + _CLEARLY:
        return _seen_page(page, seen)
    return page


def pages_as_read(pages: Sequence[Page]) -> ShownPages:
    """Return the pages of a document that draws nothing, with the redactions in its text."""
    return _joined(mark_redactions(_blank_or_read(page)) for page in pages)


def _blank_or_read(page: Page) -> Page:
    return page if page.text.strip() else replace(page, reading=PageReading(ReadingMethod.BLANK))


def _read_and_marked(
    name: str,
    content: bytes,
    document_id: str,
    pages: Sequence[Page],
    inspection: Inspection,
) -> ShownPages:
    """Read the pages that are pictures, and mark the redactions of all."""
    scanned = _scanned(name, content, document_id, pages)
    chosen, placed, seen = [], list(inspection.redactions), list(inspection.shown)
    for index, page in enumerate(pages):
        scan = scanned.get(page.number)
        if scan is not None and _is_better(scan, page):
            page = replace(page, text=scan.text, reading=scan.reading)
            placed[index], seen[index] = scan.redactions, scan.text
        chosen.append(page)
    if not any(page.text.strip() for page in chosen):
        raise _without_text(name, [page.reading for page in chosen])
    return _joined(map(mark_redactions, with_whole_words(chosen), placed, seen))


def _scanned(
    name: str, content: bytes, document_id: str, pages: Sequence[Page]
) -> dict[int, ScannedPage]:
    """Read the pages whose text layer cannot be used, or is no more than a stamp on a picture."""
    poor = {
        page.number for page in pages if not letters_shown(page.text) or quality(page.text) < USABLE
    }
    short = {page.number for page in pages if letters_shown(page.text) < _STAMP}
    if not poor | short:
        return {}
    try:
        return read_scanned_pages(
            content,
            lambda page: page.number in poor or (page.number in short and is_picture(page)),
        )
    except CannotJudge as error:
        raise UnjudgedDocumentError(name=name, detail=str(error), document_id=document_id) from None


def _is_better(scan: ScannedPage, page: Page) -> bool:
    """Return whether what was read of a page as a picture takes the place of its text layer."""
    letters = letters_shown(page.text)
    if not letters:
        return True
    if scan.reading.method is not ReadingMethod.OCR:
        return False
    if quality(page.text) < USABLE:
        return quality(scan.text) > quality(page.text)
    return letters_shown(scan.text) >= _MORE * letters


def _without_text(name: str, readings: Sequence[PageReading]) -> NoTextError:
    """Return why a document has no text, with how many pages of each kind."""
    counts = Counter(reading.method for reading in readings)
    fields: dict[str, str | int] = {
        "name": name,
        "pages": len(readings),
        "blank": counts[ReadingMethod.BLANK],
        "redacted": counts[ReadingMethod.REDACTED],
        "unreadable": counts[ReadingMethod.UNREADABLE],
    }
    never_read = any(reading.is_unread_without_reader for reading in readings)
    return (NoReaderError if never_read else NoTextError)(**fields)


def _joined(marked: Iterable[tuple[Page, tuple[Redaction, ...]]]) -> ShownPages:
    pages, redactions = zip(*marked, strict=True)
    return ShownPages(pages, tuple(chain.from_iterable(redactions)))


def _inspected(
    name: str,
    content: bytes,
    document_id: str,
    file_name: str,
    earlier: Sequence[bytes] | None,
) -> Inspection:
    try:
        return inspect(content, file_name, earlier=earlier)
    except CannotJudge as error:
        raise UnjudgedDocumentError(name=name, detail=str(error), document_id=document_id) from None


def _id(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def _in_words(leaks: Sequence[Finding]) -> str:
    """Say what was found and where, and never the words: "covered_text p. 2 (14)"."""
    told = []
    for leak in leaks[:5]:
        page = f" p. {leak.page_number}" if leak.page_number else ""
        told.append(f"{leak.kind}{page} ({leak.count})")
    return ", ".join(told) + (", ..." if len(leaks) > 5 else "")
