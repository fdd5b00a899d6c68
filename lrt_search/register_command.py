"""``lrt-search register list``: decisions, action items, commitments and requests."""

import argparse
import json
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace

from lrt_search.archive import Archive, open_archive
from lrt_search.command import limit_of
from lrt_search.errors import InvalidParameterError
from lrt_search.language import N_
from lrt_search.register_csv import register_as_csv
from lrt_search.register_filters import filters_from
from lrt_search.register_json import listing_as_json
from lrt_search.register_wording import (
    confidence_in_words,
    empty_in_words,
    link_in_words,
    outcome_in_words,
    owners_in_words,
    status_in_words,
)
from lrt_search.registers import Entry, Listing, RegisterFilters, Step, list_register, lost_reviews
from lrt_search.settings import Settings
from lrt_search.statement_kinds import kind_named
from lrt_search.statements import StatementKind
from lrt_search.wording import (
    Wording,
    looked_through,
    not_looked_through,
    period,
    place,
    words_with_redactions,
)

_WIDTH = 88
_MOST = 10_000
# The filters of a register by the options that give them.
_OPTIONS = {
    "organisatie": "organisation",
    "van": "first",
    "tot": "last",
    "status": "status",
    "uitkomst": "outcome",
    "woorden": "words",
    "verslag": "document",
}
_NAMES = {"first": "--from", "last": "--to"}


def list_statements(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the statements of a register; return the exit code, 0 also for none.

    Raises:
        InvalidParameterError: a filter, or the number asked for, cannot be used.
        ArchiveError, ModelError: there is no archive, or it cannot be read as it stands.
    """
    wording = Wording(settings.language)
    kind = kind_named(arguments.kind)
    assert kind is not None, "the command line takes no other"
    limit = limit_of(arguments, _MOST, wording)
    filters = _filters(arguments, wording)
    archive = open_archive(settings)
    listing = list_register(archive, kind, filters, limit=limit)
    searched = archive.searched()
    if arguments.json:
        answer = listing_as_json(listing, searched, 1, limit, root="")
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    elif arguments.csv:
        text = register_as_csv(listing.entries, "", wording, masked=searched.masked)
        sys.stdout.buffer.write(text.encode())
    else:
        print("\n".join(_lines(archive, kind, listing, filters, wording)))
    return 0


def _filters(arguments: argparse.Namespace, wording: Wording) -> RegisterFilters:
    translate = wording.translate
    given = {
        name: value
        for name, option in _OPTIONS.items()
        if (value := getattr(arguments, option)) is not None
    }
    given |= {"bevestigd": "true"} if arguments.confirmed else {}
    filters, faults = filters_from(given)
    if faults:
        option = _OPTIONS[faults[0].name]
        name = _NAMES.get(option, f"--{option}")
        raise InvalidParameterError(name=name, expected=translate(faults[0].expected))
    if not arguments.rejected:
        return filters
    if arguments.confirmed:
        expected = translate(N_("give either --confirmed or --rejected"))
        raise InvalidParameterError(name="--rejected", expected=expected)
    return replace(filters, rejected=True)


def _lines(
    archive: Archive,
    kind: StatementKind,
    listing: Listing,
    filters: RegisterFilters,
    wording: Wording,
) -> Iterator[str]:
    translate, searched = wording.translate, archive.searched()
    for entry in listing.entries:
        yield from _entry_lines(entry, wording, masked=searched.masked)
    if not listing.unfiltered and not filters.rejected:
        yield from textwrap.wrap(empty_in_words(kind, wording), _WIDTH)
    text = N_("Shown: {shown} of {total}; without filters {all}.")
    yield translate(text).format(
        shown=len(listing.entries), total=listing.total, all=listing.unfiltered
    )
    if listing.undated:
        yield wording.ngettext(
            "{count} statement of a meeting without a known date is left out.",
            "{count} statements of meetings without a known date are left out.",
            listing.undated,
        )
    lost = lost_reviews(archive)
    if lost:
        yield wording.ngettext(
            "{count} review is of a statement that no rule finds any more.",
            "{count} reviews are of statements that no rule finds any more.",
            lost,
        )
    yield f"{looked_through(searched, wording)} {period(searched, wording) or ''}".rstrip()
    yield from not_looked_through(searched, wording)


def _entry_lines(entry: Entry, wording: Wording, *, masked: bool) -> Iterator[str]:
    translate, statement, citation = wording.translate, entry.statement, entry.citation
    day = wording.day(citation.meeting_date) if citation.meeting_date else None
    item = citation.agenda_item.heading if citation.agenda_item else None
    outcome = outcome_in_words(statement.outcome, wording) if statement.outcome else None
    head = [day, citation.title if day is None else None, item, place(citation, wording), outcome]
    yield f"{statement.statement_id}  {' · '.join(part for part in head if part)}"
    words = words_with_redactions(statement.quotation, entry.redactions, wording, masked=masked)
    yield from _wrapped(f"“{words}”")
    owners = owners_in_words(statement, wording)
    if owners:
        yield from _wrapped(translate(N_("Owners: {owners}")).format(owners=owners))
    if statement.due_text:
        yield from _wrapped(translate(N_("Due, as printed: {due}")).format(due=statement.due_text))
    status = translate(N_("Status: {status}")).format(status=status_in_words(entry, wording))
    yield from _wrapped(status)
    if entry.evidence:
        yield from _step_lines(entry.evidence, wording, masked=masked)
    for title, steps in ((N_("Before:"), entry.before), (N_("After:"), entry.after)):
        others = [one for one in steps if entry.evidence is None or one.link != entry.evidence.link]
        if others:
            yield from _wrapped(translate(title))
        for one in others:
            yield from _step_lines(one, wording, masked=masked)
    if entry.review:
        verdict = N_("Confirmed on {moment}") if entry.confirmed else N_("Rejected on {moment}")
        told = translate(verdict).format(moment=wording.moment(entry.review.at))
        said = [entry.review.by, entry.review.reason]
        yield from _wrapped(": ".join([told, *(one for one in said if one)]))
    yield from _wrapped(confidence_in_words(statement, wording))
    yield f"  {citation.permalink}"
    yield ""


def _step_lines(step: Step, wording: Wording, *, masked: bool) -> Iterator[str]:
    day = wording.day(step.meeting_date) if step.meeting_date else "?"
    words = words_with_redactions(step.text, step.redactions, wording, masked=masked)
    yield from _wrapped(f"- {day}: “{words}”", "    ")
    yield from _wrapped(f"{link_in_words(step, wording)}  {step.permalink}", "      ")


def _wrapped(text: str, indent: str = "  ") -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
