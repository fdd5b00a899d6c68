"""The gate: only text that a reader of the page sees goes on, and only from a PDF without leaks.

    PDF + pages as read -> findings -> refused, or pages of shown text

It closes when in doubt: a PDF that cannot be compared with its own picture is refused too.
"""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from ingest.hidden_text import CannotJudge, Finding, Inspection, inspect, unaccounted
from lrt_search.domain import Page
from lrt_search.errors import HiddenTextError, NoTextError, UnjudgedDocumentError


class Leaks(Exception):
    """Everything that was found, the harmless too: the cause of a ``HiddenTextError``."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(f"{len(findings)} findings")


def only_shown(
    name: str, content: bytes, pages: Sequence[Page], file_name: str = ""
) -> tuple[Page, ...]:
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
    leaks = [finding for finding in inspection.findings if not finding.harmless]
    if leaks:
        raise HiddenTextError(
            name=name, found=_in_words(leaks), document_id=_id(content)
        ) from Leaks(inspection.findings)
    shown = inspection.shown
    if len(shown) != len(pages):
        detail = f"{len(pages)} / {len(shown)} p."
        raise UnjudgedDocumentError(name=name, detail=detail, document_id=_id(content))
    return tuple(
        replace(page, text=seen) if unaccounted(page.text, seen) else page
        for page, seen in zip(pages, shown, strict=True)
    )


def released_pages(name: str, content: bytes) -> tuple[Page, ...]:
    """Return the pages of a PDF that was released from quarantine: what they show, and no more.

    Raises:
        NoTextError: they show no text.
        UnjudgedDocumentError: that could not be found out.
    """
    shown = _inspected(name, content).shown
    if not any(text.strip() for text in shown):
        raise NoTextError(name=name, pages=len(shown))
    return tuple(Page(number, None, text) for number, text in enumerate(shown, start=1))


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
