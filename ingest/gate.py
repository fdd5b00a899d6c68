"""The gate: only text that a reader of the page sees goes on, and only from a PDF without leaks.

    PDF + pages as read -> findings -> refused, or pages of shown text

It closes when in doubt: a PDF that cannot be compared with its own picture is refused too.
"""

from collections.abc import Sequence
from dataclasses import replace

from ingest.hidden_text import CannotJudge, Finding, inspect, unaccounted
from lrt_search.domain import Page
from lrt_search.errors import HiddenTextError, UnjudgedDocumentError


def only_shown(name: str, content: bytes, pages: Sequence[Page]) -> tuple[Page, ...]:
    """Return ``pages`` with nothing in them that a reader of the PDF cannot see.

    The text of a page stays as it was read, unless it has letters that the page does not show:
    then the text that is shown takes its place.

    Raises:
        HiddenTextError: the PDF holds text that its pages do not show.
        UnjudgedDocumentError: that could not be found out.
    """
    try:
        inspection = inspect(content)
    except CannotJudge as error:
        raise UnjudgedDocumentError(name=name, detail=str(error)) from None
    leaks = [finding for finding in inspection.findings if not finding.harmless]
    if leaks:
        raise HiddenTextError(name=name, found=_in_words(leaks))
    shown = inspection.shown
    if len(shown) != len(pages):
        raise UnjudgedDocumentError(name=name, detail=f"{len(pages)} / {len(shown)} p.")
    return tuple(
        replace(page, text=seen) if unaccounted(page.text, seen) else page
        for page, seen in zip(pages, shown, strict=True)
    )


def _in_words(leaks: Sequence[Finding]) -> str:
    """Say what was found and where, and never the words: "covered_text p. 2 (14)"."""
    told = []
    for leak in leaks[:5]:
        page = f" p. {leak.page_number}" if leak.page_number else ""
        told.append(f"{leak.kind}{page} ({leak.count})")
    return ", ".join(told) + (", ..." if len(leaks) > 5 else "")
