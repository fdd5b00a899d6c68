"""``lrt-search answer`` and ``lrt-search cite``."""

import argparse
import json
import sys
import textwrap
from datetime import date

from lrt_search import as_json
from lrt_search.answer_wording import (
    about_in_words,
    cut_off_in_words,
    group_in_words,
    lack_in_words,
    order_in_words,
    sentence_quoted,
    source_in_words,
    weak_in_words,
    withheld_overall_in_words,
)
from lrt_search.answers import NEAREST, Answer, AnswerSentence, Lack, Order
from lrt_search.answers import answer as answer_question
from lrt_search.archive import open_archive
from lrt_search.citation_formats import CitationFormat, write
from lrt_search.command import WIDTH, filters_of, hit_lines, question_of
from lrt_search.language import N_
from lrt_search.references import address_of, references
from lrt_search.settings import Settings
from lrt_search.summary import Summary
from lrt_search.summary_endpoint import summarise
from lrt_search.summary_wording import (
    dropped_in_words,
    lack_of_summary_in_words,
    made_by_in_words,
)
from lrt_search.wording import (
    Wording,
    looked_through,
    not_looked_through,
    ocr_in_words,
    period,
    signs_in_words,
    undated_in_words,
)


def answer(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the sentences that answer a question; return the exit code, 0 also for none.

    Raises:
        QueryError: the question cannot be used.
        ArchiveError, ModelError: there is nothing to search, or nothing to search it with.
        SettingError: a summary is asked for, and its settings cannot be used.
    """
    wording = Wording(settings.language)
    filters = filters_of(arguments, wording)
    query = question_of(arguments)
    archive = open_archive(settings)
    found = answer_question(archive, query, filters=filters, expand=arguments.expand)
    summary = summarise(found, settings) if arguments.summary else None
    if arguments.json:
        told = as_json.answer_as_json(found, "", summary)
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    lines = _lines(found, wording, settings.base_url)
    if summary is not None:
        lines = [*_summary_lines(summary, wording), "", *lines]
    signs = archive.coverage().signs if found.lack is Lack.NOTHING_FOUND else 0
    if signs:
        lines.append(signs_in_words(signs, wording))
    print("\n".join(lines))
    return 0


def cite(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print references to passages in one form; return the exit code.

    Raises:
        UnknownPassageError, NotInArchiveError, WithdrawnError: one cannot be cited.
        ArchiveError, ModelError: the archive cannot be opened.
    """
    archive = open_archive(settings)
    cited = references(archive, arguments.passages, settings.base_url)
    sys.stdout.write(write(CitationFormat(arguments.format), cited, date.today()))
    return 0


def _lines(found: Answer, wording: Wording, base_url: str) -> list[str]:
    outcome, translate = found.outcome, wording.translate
    lines: list[str] = []
    if outcome.missing_words:
        text = translate(N_("Not in the archive: {words}."))
        lines += [text.format(words=", ".join(outcome.missing_words)), ""]
    told = [lack_in_words(found, wording), weak_in_words(found, wording)]
    told.append(undated_in_words(outcome, wording))
    lines += [one for one in told if one]
    if found.lack is None:
        lines += [order_in_words(found.order, wording), ""]
    for group in found.groups:
        if found.order is Order.KIND and len(found.groups) > 1:
            lines += [group_in_words(group.kind, wording), ""]
        for one in group.sentences:
            lines += _sentence_lines(one, wording, base_url, masked=found.searched.masked)
    if found.lack is Lack.NOTHING_FOUND and outcome.hits:
        lines += ["", translate(N_("Nearest, but probably about something else:")), ""]
        for hit in outcome.hits[:NEAREST]:
            lines += hit_lines(hit, wording, masked=found.searched.masked)
    covered = period(found.searched, wording) or ""
    lines.append(f"{looked_through(found.searched, wording)} {covered}".rstrip())
    lines += not_looked_through(found.searched, wording)
    withheld = withheld_overall_in_words(found.withheld, wording)
    return [*lines, withheld] if withheld else lines


def _summary_lines(summary: Summary, wording: Wording) -> list[str]:
    told = [lack_of_summary_in_words(summary, wording), dropped_in_words(summary, wording)]
    lines = [one for one in told if one]
    if summary.sentences:
        text = " ".join(
            " ".join([one.text, *(f"[{number}]" for number in one.numbers)])
            for one in summary.sentences
        )
        lines = [made_by_in_words(summary, wording), *textwrap.wrap(text, WIDTH), *lines]
    return lines


def _sentence_lines(
    one: AnswerSentence, wording: Wording, base_url: str, *, masked: bool
) -> list[str]:
    number = f"[{one.number}] "
    indent = " " * len(number)
    quotation = f"{number}“{sentence_quoted(one, wording, masked=masked)}”"
    cut, ocr = cut_off_in_words(one, wording), ocr_in_words(one.citation.reading, wording)
    about = [*about_in_words(one, wording), *(said for said in (cut, ocr) if said)]
    return [
        *textwrap.wrap(quotation, WIDTH, subsequent_indent=indent),
        *([f"{indent}{' · '.join(about)}"] if about else []),
        *textwrap.wrap(
            source_in_words(one.citation, wording),
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
        ),
        f"{indent}{address_of(one.citation, base_url)}",
        "",
    ]
