"""The gate: only text that a reader of the page sees goes on, and only from a PDF without leaks.

    PDF + pages as read -> findings -> refused, or pages of shown text with their redactions

It closes when in doubt: a PDF that cannot be compared with its own picture is refused too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain

from ingest.hidden_text import CannotJudge, Finding, Inspection, inspect, unaccounted
from ingest.redactions import mark_redactions
from lrt_search.domain import Page, Redaction
from lrt_search.errors import HiddenTextError, NoTextError, UnjudgedDocumentError


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


def only_shown(name: str, content: bytes, pages: Sequence[Page], file_name: str = "") -> ShownPages:
    """Return ``pages`` with nothing in them that a reader of the PDF cannot see.

    The text of a page stays as it was read, unless it has letters that the page does not show:
    then the text that is shown takes its place.

    Args:
        name: For the error messages.
        content: The PDF.
        pages: As they were read.
        file_name: As the file was called when it was given, which may tell more than ``name``.

    Raises:
        HiddenTextError: the PDF holds text that its pages do not show; ``Leaks`` is its cause.
        UnjudgedDocumentError: that could not be found out.
    """
    inspection = _inspected(name, content, file_name)
    refuse_leaks(name, content, inspection.findings)
    shown = inspection.shown
    if len(shown) != len(pages):
        detail = f"{len(pages)} / {len(shown)} p."
        raise UnjudgedDocumentError(name=name, detail=detail, document_id=_id(content))
    only = [
        replace(page, text=seen) if unaccounted(page.text, seen) else page
        for page, seen in zip(pages, shown, strict=True)
    ]
    return _marked(only, inspection)


def refuse_leaks(name: str, content: bytes, findings: tuple[Finding, ...]) -> None:
    """Refuse a document of any form that has findings that are not harmless.

    Raises:
        HiddenTextError: it has; ``Leaks`` is its cause.
    """
    leaks = [finding for finding in findings if not finding.harmless]
    if leaks:
        found, document_id = _in_words(leaks), sha256(content).hexdigest()[:16]
        raise HiddenTextError(name=name, found=found, document_id=document_id) from Leaks(findings)


def released_pages(name: str, content: bytes) -> ShownPages:
    """Return the pages of a PDF that was released from quarantine: what they show, and no more.

    Raises:
        NoTextError: they show no text.
        UnjudgedDocumentError: that could not be found out.
    """
    inspection = _inspected(name, content)
    shown = inspection.shown
    if not any(text.strip() for text in shown):
        raise NoTextError(name=name, pages=len(shown))
    pages = [Page(number, None, text) for number, text in enumerate(shown, start=1)]
    return _marked(pages, inspection)


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


def _inspected(name: str, content: bytes, file_name: str = "") -> Inspection:
    try:
        return inspect(content, file_name)
    except CannotJudge as error:
        raise UnjudgedDocumentError(
            name=name, detail=str(error), document_id=_id(content)
        ) from None


def _id(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def _in_words(leaks: Sequence[Finding]) -> str:
    """Say what was found and where, and never the words: "covered_text p. 2 (14)"."""
    told = []
    for leak in leaks[:5]:
        page = f" p. {leak.page_number}" if leak.page_number else ""
        told.append(f"{leak.kind}{page} ({leak.count})")
    return ", ".join(told) + (", ..." if len(leaks) > 5 else "")
