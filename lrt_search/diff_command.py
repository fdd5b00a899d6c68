"""``lrt-search diff``: what became visible, hidden or other words between two documents."""

import argparse
import json
import textwrap
from collections.abc import Iterator
from itertools import groupby

from lrt_search import as_json
from lrt_search.archive import open_archive
from lrt_search.domain import Document
from lrt_search.language import N_
from lrt_search.settings import Settings
from lrt_search.versions import Change, Difference
from lrt_search.wording import (
    Wording,
    changed_in_words,
    changes_in_words,
    hardly_alike_in_words,
    pages_in_words,
    side_in_words,
)

_WIDTH = 88


def diff(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print what differs between two documents of the archive; return the exit code.

    Raises:
        InvalidParameterError: an id is the beginning of several.
        NotInArchiveError, WithdrawnError: there is no such document, or no longer.
        ArchiveError, ModelError: the archive cannot be served as it stands.
    """
    archive = open_archive(settings)
    before, after = archive.find(arguments.before), archive.find(arguments.after)
    found = archive.difference(before, after)
    wording = Wording(settings.language)
    if arguments.json:
        answer = as_json.difference_as_json(before, after, found)
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    elif before.document_id == after.document_id:
        text = N_("{document_id} is one and the same document: nothing differs.")
        print(wording.translate(text).format(document_id=before.document_id))
    else:
        masked = archive.manifest.masked
        print("\n".join(_lines(before, after, found, wording, masked=masked)))
    return 0


def _lines(
    before: Document, after: Document, found: Difference, wording: Wording, *, masked: bool
) -> Iterator[str]:
    for sign, document in (("-", before), ("+", after)):
        day = wording.day(document.meeting.date_guess) if document.meeting.date_guess else None
        told = ", ".join(filter(None, (document.title, day, document.source_names[0])))
        yield f"{sign} {document.document_id}  {told}"
    yield ""
    if not found.related:
        yield hardly_alike_in_words(found, wording)
        return
    yield changes_in_words(found, wording)
    for text in pages_in_words(found, wording):
        yield f"  {text}"
    for (old, new), changes in groupby(found.changes, key=_pages_of):
        label = str(old) if old == new else f"{old} → {new}"
        yield ""
        yield wording.translate(N_("p. {label}")).format(label=label)
        for change in changes:
            yield from _told(change, wording, masked=masked)


def _pages_of(change: Change) -> tuple[int, int]:
    return change.before.page_number, change.after.page_number


def _told(change: Change, wording: Wording, *, masked: bool) -> Iterator[str]:
    yield f"  {changed_in_words(change.kind, wording)}"
    for sign, side in (("-", change.before), ("+", change.after)):
        if side.text:
            words = side_in_words(side, wording, masked=masked)
            yield from textwrap.wrap(
                f"“{words}”", _WIDTH, initial_indent=f"  {sign} ", subsequent_indent="    "
            )
    if change.left or change.right:
        text = wording.translate(N_("between “{left}” and “{right}”"))
        yield from textwrap.wrap(
            text.format(left=change.left, right=change.right),
            _WIDTH,
            initial_indent="    ",
            subsequent_indent="    ",
        )
