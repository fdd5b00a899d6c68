"""What the archive holds and what it lacks, as lines of text: ``lrt-search status``.

The same figures are on the page ``/over`` and, as JSON, in ``as_json.archive_as_json``.
``docs/report.md`` says what each of them means.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from lrt_search.domain import Document, ReadingMethod, together
from lrt_search.language import N_
from lrt_search.wording import (
    Wording,
    doubts_in_words,
    gap_in_words,
    holdings,
    judged_in_words,
    layout_in_words,
    left_out,
    missing_numbers_in_words,
    months_in_words,
    named_in_words,
    part_in_words,
    period,
    quarantine_in_words,
    reading_in_words,
    readings_in_words,
    series_in_words,
    share_in_words,
    skipped_lines,
)

if TYPE_CHECKING:
    from lrt_search.archive import Archive

MOST = 20  # Entries of a list that are shown where not all were asked for.


def report_lines(archive: "Archive", wording: Wording, *, whole: bool) -> Iterator[str]:
    """Say what the archive holds and what it lacks.

    Args:
        archive: Of which generation.
        wording: In which language.
        whole: Show long lists to their end; else it is told how many entries are left out.
    """
    translate = wording.translate
    searched, documents = archive.searched(), archive.documents()
    yield " ".join(filter(None, (holdings(searched, wording), period(searched, wording))))
    made = translate(N_("Generation {name}, model {model}, made {moment}."))
    manifest = archive.manifest
    yield made.format(
        name=archive.generation,
        model=manifest.model.name,
        moment=wording.moment(manifest.created_at),
    )

    def section(title: str, entries: Iterable[Sequence[str]]) -> Iterator[str]:
        listed = list(entries)
        if not listed:
            return
        yield ""
        yield translate(title)
        shown = listed if whole else listed[:MOST]
        for entry in shown:
            yield from entry
        if len(listed) > len(shown):
            yield f"  {left_out(len(listed) - len(shown), wording)}"

    yield from section(N_("Pages:"), _pages(archive, wording))
    yield from section(N_("Documents:"), _documents(archive, documents, wording))
    yield from section(N_("Meetings by year:"), _years(archive, wording))
    yield from section(N_("Series of meetings:"), _series(archive, wording))
    yield from section(
        N_("Meetings that minutes name and the archive does not hold:"), _named(archive, wording)
    )
    yield from section(N_("To know about the dates:"), _dates(archive, documents, wording))
    skipped = archive.skipped()
    if skipped:
        yield ""
        yield translate(N_("Not searchable:"))
        yield from skipped_lines(skipped, wording, None if whole else MOST)
    waiting = quarantine_in_words(skipped, wording)
    if waiting:
        yield waiting
    yield from section(
        N_("Withdrawn:"),
        ([f"  - {one.document_id}  {one.day}  {one.reason}"] for one in archive.withdrawals()),
    )


def _pages(archive: "Archive", wording: Wording) -> Iterator[Sequence[str]]:
    total = together(archive.readings().values())
    for method in ReadingMethod:
        if total.count(method):
            yield [f"  {reading_in_words(method, total, wording)}"]


def _documents(
    archive: "Archive", documents: Sequence[Document], wording: Wording
) -> Iterator[Sequence[str]]:
    withheld, readings = archive.withheld(), archive.readings()
    for document in documents:
        key, day = document.document_id, document.meeting.date_guess
        pages = wording.ngettext("{count} page", "{count} pages", document.page_count)
        share = share_in_words(withheld[key], wording)
        part = part_in_words(document, wording)
        told = ", ".join(filter(None, (document.source_names[0], part, pages, share)))
        lines = [f"  {key}  {day or '----------'}  {document.title}  ({told})"]
        read = readings[key]
        if read.count(*ReadingMethod) > read.count(ReadingMethod.TEXT_LAYER):
            lines.append(f"    {readings_in_words(read, wording)}")
        layout = layout_in_words(document, wording)
        told_of = [*([layout] if layout else []), *doubts_in_words(document.meeting, wording)]
        lines += [f"    ? {sentence}" for sentence in told_of]
        sensitive = archive.sensitive(key)
        if sensitive:
            lines.append(f"    ! {judged_in_words(sensitive, archive.manifest.masked, wording)}")
        yield lines


def _years(archive: "Archive", wording: Wording) -> Iterator[Sequence[str]]:
    for year, months in groupby(archive.coverage().months, key=lambda one: one[0]):
        held = list(months)
        count = wording.number(sum(count for _, _, count in held))
        yield [f"  {year}  {count:>4}  {months_in_words(held, wording)}"]


def _series(archive: "Archive", wording: Wording) -> Iterator[Sequence[str]]:
    for series in archive.coverage().series:
        numbers = missing_numbers_in_words(series, wording)
        yield [
            f"  {series.body}: {series_in_words(series, wording)}",
            *(f"    ? {gap_in_words(gap, wording)}" for gap in series.gaps),
            *([f"    ? {numbers}"] if numbers else []),
        ]


def _named(archive: "Archive", wording: Wording) -> Iterator[Sequence[str]]:
    for named in archive.coverage().named:
        places = ", ".join(place.permalink for place in named.places)
        yield [f"  ? {named_in_words(named, wording)} ({places})"]


def _dates(
    archive: "Archive", documents: Sequence[Document], wording: Wording
) -> Iterator[Sequence[str]]:
    coverage = archive.coverage()
    titles = {one.document_id: f"{one.title}, {one.source_names[0]}" for one in documents}
    translate = wording.translate
    for day, ids in coverage.same_day:
        text = translate(N_("More than one document of {day}: {documents}"))
        told = ", ".join(f"{one} ({titles[one]})" for one in ids)
        yield [f"  - {text.format(day=wording.day(day), documents=told)}"]
    for text, ids in (
        (N_("Without a readable date: {document}"), coverage.undated),
        (N_("Does not say who met: {document}"), coverage.without_body),
    ):
        for one in ids:
            yield [f"  - {translate(text).format(document=f'{one} ({titles[one]})')}"]
