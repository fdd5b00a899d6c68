"""``lrt-search verify``: is this quotation in the archive?"""

import argparse
import json
import sys
import textwrap
from collections.abc import Iterator

from lrt_search import as_json
from lrt_search.archive import open_archive
from lrt_search.domain import REDACTION_MARK
from lrt_search.language import N_
from lrt_search.quotations import Match, Verdict
from lrt_search.settings import Settings
from lrt_search.verification import Check, Place
from lrt_search.verification import verify as check_quotation
from lrt_search.versions import Side
from lrt_search.wording import (
    Wording,
    looked_through,
    match_in_words,
    not_looked_through,
    ocr_in_words,
    period,
    place,
    side_in_words,
    signs_in_words,
    step_in_words,
    verdict_in_words,
)

_WIDTH = 88
# What the command ends with; docs/errors.md tells them.
EXIT_CODES = {Verdict.VERBATIM: 0, Verdict.NEARLY: 4, Verdict.NOT_FOUND: 6}


def verify(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print whether the archive holds a quotation, and where; return the exit code.

    Raises:
        QueryError: the quotation, or the id of the document, cannot be used.
        NotInArchiveError, WithdrawnError: there is no such document, or no longer.
        ArchiveError, ModelError: the archive cannot be served as it stands.
    """
    quotation = " ".join(arguments.quotation)
    if quotation.strip() == "-":
        quotation = sys.stdin.read()
    archive = open_archive(settings)
    document = archive.find(arguments.document) if arguments.document is not None else None
    check = check_quotation(archive, quotation, document)
    if arguments.json:
        print(json.dumps(as_json.check_as_json(check, root=""), ensure_ascii=False, indent=2))
    else:
        wording = Wording(settings.language)
        signs = archive.coverage().signs if check.verdict is Verdict.NOT_FOUND else 0
        print("\n".join(_lines(check, signs, wording)))
    return EXIT_CODES[check.verdict]


def _lines(check: Check, signs: int, wording: Wording) -> Iterator[str]:
    yield verdict_in_words(check, wording)
    for number, one in enumerate(check.places, start=1):
        yield ""
        yield from _place_lines(number, one, wording, masked=check.searched.masked)
    if len(check.places) < check.total:
        text = wording.translate(N_("{shown} of {total} places are shown."))
        yield text.format(shown=len(check.places), total=check.total)
    if not check.complete:
        text = N_("These words are so common that not every place was looked at: quote more.")
        yield wording.translate(text)
    yield ""
    covered = period(check.searched, wording) or ""
    yield f"{looked_through(check.searched, wording)} {covered}".rstrip()
    yield from not_looked_through(check.searched, wording)
    if signs:
        yield signs_in_words(signs, wording)
    yield wording.translate(N_("Checked in {count} ms.")).format(count=check.milliseconds)


def _place_lines(number: int, one: Place, wording: Wording, *, masked: bool) -> Iterator[str]:
    citation, match = one.citation, one.match
    day = wording.day(citation.meeting_date) if citation.meeting_date else None
    item = citation.agenda_item.heading if citation.agenda_item else None
    parts = [citation.title, day, item, citation.sub_heading, place(citation, wording)]
    label = f"{number}. "
    indent = " " * len(label)

    def wrapped(text: str, begin: str = indent) -> Iterator[str]:
        yield from textwrap.wrap(text, _WIDTH, initial_indent=begin, subsequent_indent=indent)

    yield from wrapped(" · ".join(part for part in parts if part), label)
    if match.verbatim:
        side = Side(citation.page_number, one.text, one.redactions)
        words = f"“{side_in_words(side, wording, masked=masked)}”"
        around = (f"({match.before})" if match.before else "", words)
        yield from wrapped(" ".join(filter(None, (*around, match.after and f"({match.after})"))))
    else:
        yield from wrapped(f"“{_marked_up(match, wording)}”")
        percent = wording.translate(N_("{percent} percent of the words are the same."))
        yield from wrapped(percent.format(percent=int(match.similarity * 100)))
        for step in match.differences:
            yield from wrapped(f"! {step_in_words(step, wording)}")
    for text in match_in_words(match, wording):
        yield from wrapped(f"! {text}")
    read = ocr_in_words(citation.reading, wording)
    if read:
        yield from wrapped(read)
    yield indent + one.permalink


def _marked_up(match: Match, wording: Wording) -> str:
    """Write both: "er [-vier-] {+drie+} locaties" has "vier" where the archive has "drie"."""
    redacted = f"[{wording.translate(N_('redacted'))}]"
    parts: list[str] = []
    for step in match.steps:
        if step.same:
            parts.append(step.source)
            continue
        if step.quoted:
            parts.append(f"[-{step.quoted}-]")
        if step.source:
            parts.append(f"{{+{step.source}+}}")
    return " ".join(parts).replace(REDACTION_MARK, redacted)
