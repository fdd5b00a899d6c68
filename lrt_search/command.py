"""``lrt-search search`` and ``lrt-search status``."""

import argparse
import json
import sys
import textwrap

from lrt_search import as_json
from lrt_search.archive import Archive, open_archive
from lrt_search.domain import Filters, Hit, Outcome
from lrt_search.errors import InvalidParameterError
from lrt_search.grounds import normalise
from lrt_search.language import N_
from lrt_search.retrieval import search as find
from lrt_search.settings import Settings
from lrt_search.wording import (
    Wording,
    filters_in_words,
    holdings,
    judged_in_words,
    looked_through,
    period,
    place,
    quarantine_in_words,
    quoted,
    reason_in_words,
    share_in_words,
    skipped_in_words,
    withheld_in_words,
)

_WIDTH = 88
_MOST = 1000


def search(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the passages that answer a question; return the exit code, 0 also for none.

    Raises:
        QueryError: the question, or the number of passages asked for, cannot be used.
        ArchiveError, ModelError: there is nothing to search, or nothing to search it with.
    """
    wording = Wording(settings.language)
    if not 1 <= arguments.limit <= _MOST:
        expected = wording.translate(N_("give a whole number from {low} to {high}"))
        raise InvalidParameterError(name="--limit", expected=expected.format(low=1, high=_MOST))
    query = " ".join(arguments.query)
    if query == "-":
        query = sys.stdin.read().strip()
    filters = _filters(arguments, wording)
    archive = open_archive(settings)
    outcome = find(archive, query, filters=filters, limit=arguments.limit)
    if arguments.json:
        answer = as_json.outcome_as_json(outcome, 1, arguments.limit, root="")
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(outcome, filters, wording)))
    return 0


def _filters(arguments: argparse.Namespace, wording: Wording) -> Filters:
    for name in ("least_withheld", "most_withheld"):
        percent = getattr(arguments, name)
        if percent is not None and not 0 <= percent <= 100:
            expected = wording.translate(N_("give a whole number from {low} to {high}"))
            option = f"--{name.replace('_', '-')}"
            raise InvalidParameterError(name=option, expected=expected.format(low=0, high=100))
    return Filters(
        ground=None if arguments.ground is None else normalise(arguments.ground),
        least_withheld=arguments.least_withheld,
        most_withheld=arguments.most_withheld,
    )


def status(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print what the archive holds and what it lacks; return the exit code.

    Raises:
        ArchiveError, ModelError: it cannot be served as it stands.
    """
    archive = open_archive(settings)
    if arguments.json:
        print(json.dumps(_status_as_json(archive), ensure_ascii=False, indent=2))
        return 0
    wording = Wording(settings.language)
    searched = archive.searched()
    print(holdings(searched, wording), period(searched, wording) or "")
    made = wording.translate(N_("Generation {name}, model {model}, made {moment}."))
    moment = wording.moment(archive.manifest.created_at)
    model = archive.manifest.model.name
    print(made.format(name=archive.generation, model=model, moment=moment))
    withheld = archive.withheld()
    for document in archive.documents():
        day = document.meeting.date_guess
        pages = wording.ngettext("{count} page", "{count} pages", document.page_count)
        share = share_in_words(withheld[document.document_id], wording)
        told = ", ".join(filter(None, (document.source_names[0], pages, share)))
        print(f"  {document.document_id}  {day or '----------'}  {document.title}  ({told})")
        sensitive = archive.sensitive(document.document_id)
        if sensitive:
            print(f"    ! {judged_in_words(sensitive, archive.manifest.masked, wording)}")
    skipped = archive.skipped()
    if skipped:
        print(wording.translate(N_("Not searchable:")))
    for source in skipped:
        print(f"  - {skipped_in_words(source, wording)}")
    waiting = quarantine_in_words(skipped, wording)
    if waiting:
        print(waiting)
    withdrawn = archive.withdrawals()
    if withdrawn:
        print(wording.translate(N_("Withdrawn:")))
    for one in withdrawn:
        print(f"  - {one.document_id}  {one.day}  {one.reason}")
    return 0


def _status_as_json(archive: Archive) -> dict[str, object]:
    manifest, withheld = archive.manifest, archive.withheld()
    return {
        "doorzocht": as_json.searched_as_json(archive.searched()),
        "model": manifest.model.name,
        "gemaaktOp": manifest.created_at,
        "afgeschermd": manifest.masked,
        "verslagen": [
            as_json.document_as_json(one, withheld[one.document_id], root="")
            | {"gevoelig": as_json.sensitive_as_json(archive.sensitive(one.document_id))}
            for one in archive.documents()
        ],
        "overgeslagen": [
            {"bron": one.source_name, "reden": one.reason} for one in archive.skipped()
        ],
        "ingetrokken": [
            {"id": one.document_id, "datum": one.day, "reden": one.reason}
            for one in archive.withdrawals()
        ],
    }


def _lines(outcome: Outcome, filters: Filters, wording: Wording) -> list[str]:
    translate = wording.translate
    lines: list[str] = []
    if filters:
        count = wording.ngettext(
            "{count} passage with this filter", "{count} passages with this filter", outcome.total
        )
        text = translate(N_("{count} ({filters}), of {all} without it."))
        said = ", ".join(filters_in_words(filters, wording))
        lines += [text.format(count=count, filters=said, all=outcome.unfiltered), ""]
    if outcome.unknown_words:
        text = translate(N_("Not in the archive: {words}."))
        lines += [text.format(words=", ".join(outcome.unknown_words)), ""]
    if not outcome.found:
        lines += [translate(N_("Not found.")), looked_through(outcome.searched, wording)]
        if outcome.hits:
            lines += [
                "",
                translate(N_("Nearest in meaning, but perhaps about something else:")),
                "",
            ]
    for hit in outcome.hits:
        lines += _hit_lines(hit, wording, masked=outcome.searched.masked)
    covered = period(outcome.searched, wording) or ""
    return [*lines, f"{looked_through(outcome.searched, wording)} {covered}".rstrip()]


def _hit_lines(hit: Hit, wording: Wording, *, masked: bool) -> list[str]:
    citation = hit.citation
    day = wording.day(citation.meeting_date) if citation.meeting_date else None
    item = citation.agenda_item.heading if citation.agenda_item else None
    parts = [citation.title, day, item, citation.sub_heading, place(citation, wording)]
    number = f"{hit.rank}. "
    indent = " " * len(number)
    quotation = f"“{quoted(hit.passage, wording, masked=masked)}”"
    withheld = withheld_in_words(hit, wording)
    return [
        *textwrap.wrap(
            number + " · ".join(part for part in parts if part), _WIDTH, subsequent_indent=indent
        ),
        *textwrap.wrap(quotation, _WIDTH, initial_indent=indent, subsequent_indent=indent),
        f"{indent}{reason_in_words(hit.reason, wording)}",
        *([f"{indent}{withheld}"] if withheld else []),
        f"{indent}{citation.permalink}",
        "",
    ]
