"""The gate: only text that a reader of the page sees goes on, and only from a PDF without leaks.

    PDF + pages as read -> findings -> refused, or pages of shown text with their redactions

Two readers read a page: pypdf, and pypdfium2, which draws it too. The text of the first is taken,
unless that of the second is clearly better; never a letter that the page does not show.

It closes when in doubt: a PDF that cannot be compared with its own picture is refused too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain

from ingest.hidden_text import CannotJudge, Finding, Inspection, inspect, unaccounted
from ingest.redactions import letters_shown, mark_redactions
from ingest.text_quality import quality
from lrt_search.domain import NOT_JUDGED, Page, PageReading, Redaction
from lrt_search.errors import HiddenTextError, NoTextError, UnjudgedDocumentError

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
    """
    document_id = document_id or _id(content)
    inspection = _inspected(name, content, document_id, file_name, earlier)
    refuse_leaks(name, document_id, inspection.findings)
    shown = inspection.shown
    if pages is None:
        return _marked(_as_shown(name, shown), inspection)
    if len(shown) != len(pages):
        detail = f"{len(pages)} / {len(shown)} p."
        raise UnjudgedDocumentError(name=name, detail=detail, document_id=document_id)
    only = [_better(page, seen) for page, seen in zip(pages, shown, strict=True)]
    return _marked(only, inspection)


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
        NoTextError: they show no text.
        UnjudgedDocumentError: that could not be found out.
    """
    inspection = _inspected(name, content, document_id or _id(content), "", earlier)
    return _marked(_as_shown(name, inspection.shown), inspection)


def _as_shown(name: str, shown: Sequence[str]) -> list[Page]:
    if not any(text.strip() for text in shown):
        raise NoTextError(name=name, pages=len(shown))
    return [_seen_page(Page(number, None, ""), text) for number, text in enumerate(shown, start=1)]


def _seen_page(page: Page, seen: str) -> Page:
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
    return _joined(mark_redactions(page) for page in pages)


def _marked(pages: Sequence[Page], inspection: Inspection) -> ShownPages:
    return _joined(
        mark_redactions(page, placed, seen)
        for page, placed, seen in zip(pages, inspection.redactions, inspection.shown, strict=True)
    )


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
