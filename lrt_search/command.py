"""``lrt-search search`` and ``lrt-search status``."""

import argparse
import json
import sys
import textwrap

from lrt_search import as_json
from lrt_search.archive import open_archive
from lrt_search.domain import Evidence, Filters, Hit, Outcome
from lrt_search.errors import InvalidParameterError
from lrt_search.grounds import normalise
from lrt_search.language import N_
from lrt_search.register_wording import recognised_in_words
from lrt_search.report import report_lines
from lrt_search.retrieval import search as find
from lrt_search.search_record import MOST_HITS
from lrt_search.settings import Settings
from lrt_search.wording import (
    WEAK,
    Wording,
    expansion_kind,
    filters_in_words,
    looked_through,
    not_looked_through,
    ocr_in_words,
    period,
    place,
    quoted,
    reason_in_words,
    signs_in_words,
    undated_in_words,
    withheld_in_words,
)

WIDTH = 88


def search(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the passages that answer a question; return the exit code, 0 also for none.

    Raises:
        QueryError: the question, or the number of passages asked for, cannot be used.
        ArchiveError, ModelError: there is nothing to search, or nothing to search it with.
    """
    wording = Wording(settings.language)
    limit = limit_of(arguments, MOST_HITS, wording)
    query, filters = question_of(arguments), filters_of(arguments, wording)
    archive = open_archive(settings)
    outcome = find(archive, query, filters=filters, limit=limit, expand=arguments.expand)
    if arguments.json:
        answer = as_json.outcome_as_json(outcome, 1, limit, root="")
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        lines = _lines(outcome, filters, wording)
        signs = 0 if outcome.found else archive.coverage().signs
        if signs:
            lines.append(signs_in_words(signs, wording))
        print("\n".join(lines))
    return 0


def question_of(arguments: argparse.Namespace) -> str:
    """Return the question asked on the command line, or on standard input for "-"."""
    query = " ".join(arguments.query)
    return sys.stdin.read().strip() if query == "-" else query


def limit_of(arguments: argparse.Namespace, most: int, wording: Wording) -> int:
    """Return how many are asked for on the command line.

    Raises:
        InvalidParameterError: it is not 1 to ``most``.
    """
    limit: int = arguments.limit
    _check("--limit", limit, 1, most, wording)
    return limit


def filters_of(arguments: argparse.Namespace, wording: Wording) -> Filters:
    """Return the filters asked for on the command line.

    Raises:
        InvalidParameterError: a share is no percentage.
    """
    for name in ("least_withheld", "most_withheld"):
        percent = getattr(arguments, name)
        if percent is not None:
            _check(f"--{name.replace('_', '-')}", percent, 0, 100, wording)
    return Filters(
        ground=None if arguments.ground is None else normalise(arguments.ground),
        least_withheld=arguments.least_withheld,
        most_withheld=arguments.most_withheld,
    )


def _check(option: str, number: int, low: int, high: int, wording: Wording) -> None:
    if not low <= number <= high:
        expected = wording.translate(N_("give a whole number from {low} to {high}"))
        raise InvalidParameterError(name=option, expected=expected.format(low=low, high=high))


def status(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print what the archive holds and what it lacks; return the exit code.

    Raises:
        ArchiveError, ModelError: it cannot be served as it stands.
    """
    archive = open_archive(settings)
    wording = Wording(settings.language)
    if arguments.json:
        answer = as_json.archive_as_json(archive, wording, root="")
        for one in answer["verslagen"]:
            one["gevoelig"] = as_json.sensitive_as_json(archive.sensitive(one["id"]))
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        print("\n".join(report_lines(archive, wording, whole=arguments.all)))
    return 0


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
    left_out = undated_in_words(outcome, wording)
    if left_out:
        lines += [left_out, ""]
    if outcome.missing_words:
        text = translate(N_("Not in the archive: {words}."))
        lines += [text.format(words=", ".join(outcome.missing_words)), ""]
    if outcome.suggestion:
        text = translate(N_("Did you mean: {query}? Passages with these words are included."))
        lines += [text.format(query=outcome.suggestion), ""]
    for one in outcome.expansions:
        text = translate(N_("Also searched for: {words} ({kind}: “{word}”)."))
        kind = expansion_kind(one, wording)
        lines.append(text.format(words=", ".join(one.also), kind=kind, word=one.word))
    if outcome.expansions:
        lines += [translate(N_("--no-expansions searches only for the words typed.")), ""]
    if outcome.evidence is Evidence.WEAK:
        lines += [f"{translate(N_('Perhaps no answer.'))} {translate(WEAK)}", ""]
    if not outcome.found:
        if outcome.narrowed and not outcome.unfiltered:
            lines.append(translate(N_("No passage meets everything that you ask.")))
        lines += [translate(N_("Not found.")), looked_through(outcome.searched, wording)]
        if outcome.hits:
            lines += [
                "",
                translate(N_("Nearest, but probably about something else:")),
                "",
            ]
    for hit in outcome.hits:
        lines += hit_lines(hit, wording, masked=outcome.searched.masked)
    covered = period(outcome.searched, wording) or ""
    lines.append(f"{looked_through(outcome.searched, wording)} {covered}".rstrip())
    return lines + not_looked_through(outcome.searched, wording)


def hit_lines(hit: Hit, wording: Wording, *, masked: bool) -> list[str]:
    """Return a hit as lines: where it stands, its words, why it was found."""
    citation = hit.citation
    day = wording.day(citation.meeting_date) if citation.meeting_date else None
    item = citation.agenda_item.heading if citation.agenda_item else None
    parts = [citation.title, day, item, citation.sub_heading, place(citation, wording)]
    number = f"{hit.rank}. "
    indent = " " * len(number)
    quotation = f"“{quoted(hit.passage, wording, masked=masked)}”"
    told = (
        recognised_in_words(hit.statements, wording),
        ocr_in_words(citation.reading, wording),
        withheld_in_words(hit, wording),
    )
    return [
        *textwrap.wrap(
            number + " · ".join(part for part in parts if part), WIDTH, subsequent_indent=indent
        ),
        *textwrap.wrap(quotation, WIDTH, initial_indent=indent, subsequent_indent=indent),
        f"{indent}{reason_in_words(hit.reason, wording)}",
        *(f"{indent}{one}" for one in told if one),
        f"{indent}{citation.permalink}",
        "",
    ]
