"""Writes the catalogue of a generation that nobody reads yet."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from lrt_search.analysis import Term, searchable, terms
from lrt_search.catalogue.records import (
    DocumentRecord,
    SourceRecord,
)
from lrt_search.catalogue.schema import SCHEMA
from lrt_search.compounds import Compounds, is_related
from lrt_search.domain import (
    Document,
    Page,
    Passage,
    SkippedSource,
    VersionLink,
    Withheld,
)
from lrt_search.separable import separated
from lrt_search.statements import Statement
from lrt_search.stemming import stem
from lrt_search.threads import FollowUp


class CatalogueWriter:
    """Writes the catalogue of a generation that nobody reads yet."""

    def __init__(self, path: Path) -> None:
        """Create an empty catalogue at ``path``, which must not exist."""
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA secure_delete = ON")  # What a page no longer holds is zeroes.
        self._db.executescript(SCHEMA)
        self._source_count = 0
        self._passages_with: Counter[tuple[str, str]] = Counter()
        self._headings: set[tuple[str, int | None, str | None]] = set()

    def add_document(self, record: DocumentRecord) -> None:
        """Add a document with its pages and passages; its sources are added apart."""
        document, meeting = record.document, record.document.meeting
        key = document.document_id
        self._insert(
            "document",
            [
                (
                    key,
                    document.sha256,
                    document.media_type,
                    document.title,
                    document.layout,
                    meeting.body,
                    meeting.date_guess.isoformat() if meeting.date_guess else None,
                    meeting.date_text,
                    meeting.time_text,
                    meeting.place,
                    meeting.chair,
                    meeting.start.isoformat("minutes") if meeting.start else None,
                    meeting.end.isoformat("minutes") if meeting.end else None,
                    " ".join(meeting.doubts),
                    document.page_count,
                    int(document.paged),
                    document.part.position if document.part else None,
                    document.part.count if document.part else None,
                    document.page_numbers.start,
                    document.ingested_at,
                    json.dumps(document.readers),
                )
            ],
        )
        self._insert("page", [_page_row(key, page) for page in record.pages])
        self._insert(
            "attendee",
            [
                (
                    key,
                    position,
                    person.name,
                    person.organisation,
                    person.short_name,
                    person.role,
                    int(position > len(meeting.attendees)),
                )
                for position, person in enumerate((*meeting.attendees, *meeting.absent), start=1)
            ],
        )
        self._insert(
            "agenda_item",
            [
                (key, item.position, item.label, item.title, item.page_number)
                for item in document.agenda_items
            ],
        )
        self._insert(
            "sensitive",
            [(key, one.kind, one.page_number, one.count) for one in record.sensitive],
        )
        for passage in record.passages:
            self._add_passage(document, passage)
        self._add_redactions(key, record)
        for statement in record.statements:
            self._add_statement(statement)

    def _add_redactions(self, key: str, record: DocumentRecord) -> None:
        self._insert(
            "redaction",
            [
                (
                    key,
                    position,
                    redaction.page_number,
                    redaction.offset,
                    redaction.look,
                    json.dumps(redaction.grounds),
                    *(redaction.place or (None, None, None, None)),
                    redaction.size,
                )
                for position, redaction in enumerate(record.redactions, start=1)
            ],
        )
        shares = record.shares
        parts = [
            (0, 0, shares.document),
            *(
                (number, 0, page)
                for number, page in zip(record.document.page_numbers, shares.pages, strict=False)
            ),
            *((0, position, item) for position, item in enumerate(shares.agenda_items, start=1)),
        ]
        self._insert(
            "withheld",
            [
                (key, page, item, part.percent, part.redactions, json.dumps(part.grounds))
                for page, item, part in parts
                if part != Withheld()
            ],
        )

    def _add_statement(self, statement: Statement) -> None:
        key, due = statement.statement_id, statement.due_date_guess
        self._insert(
            "statement",
            [
                (
                    key,
                    statement.document_id,
                    statement.passage_id,
                    statement.position,
                    statement.kind,
                    statement.text,
                    statement.rule,
                    statement.confidence,
                    statement.agenda_position,
                    statement.speaker,
                    statement.speaker_organisation,
                    statement.due_text,
                    due.isoformat() if due else None,
                    statement.outcome,
                )
            ],
        )
        self._insert(
            "statement_span",
            [
                (key, position, span.page_number, span.start, span.end)
                for position, span in enumerate(statement.spans, start=1)
            ],
        )
        self._insert(
            "statement_owner",
            [(key, position, owner) for position, owner in enumerate(statement.owners, start=1)],
        )

    def _add_passage(self, document: Document, passage: Passage) -> None:
        number = self._db.execute(
            "INSERT INTO passage VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                passage.passage_id,
                passage.document_id,
                passage.position,
                passage.kind,
                passage.level,
                passage.text,
                passage.agenda_position,
                passage.sub_heading,
                passage.speaker,
            ),
        ).lastrowid
        self._insert(
            "passage_span",
            [
                (number, position, span.page_number, span.start, span.end)
                for position, span in enumerate(passage.spans, start=1)
            ],
        )
        self._insert("folded", [(number, searchable(passage.quotation))])
        texts = [passage.quotation]
        # A heading stands on the page once, however many passages it stands above.
        above = (document.document_id, passage.agenda_position, passage.sub_heading)
        if above not in self._headings:
            self._headings.add(above)
            texts.append(document.context_of(passage))
        for text in texts:
            self._passages_with.update({(term.form, term.stem) for term in terms(text)})

    def _fill_words(self) -> None:
        """Fill the word index, now that the words of the whole archive are known."""
        counts = {form: count for (form, _), count in self._passages_with.items()}
        by_stem: dict[str, list[str]] = {}
        for form, stemmed in self._passages_with:
            by_stem.setdefault(stemmed, []).append(form)

        def related(form: str) -> int:
            others = by_stem.get(stem(form), ())
            return sum(counts[other] for other in others if is_related(form, other))

        compounds = Compounds(lambda form: counts.get(form, 0), related)
        parts = {form: compounds.parts(form) for form in counts}
        self._insert(
            "vocabulary",
            [
                (form, stemmed, count, " ".join(parts[form]))
                for (form, stemmed), count in sorted(self._passages_with.items())
            ],
        )
        rows = self._db.execute(
            "SELECT number, text, agenda_item.title, sub_heading FROM passage LEFT JOIN agenda_item"
            " ON agenda_item.document_id = passage.document_id"
            " AND agenda_item.position = agenda_position"
        )
        self._db.executemany(
            "INSERT INTO words (rowid, passage, context, exact, parts, context_parts)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                _words_row(number, text, (title, heading), parts)
                for number, text, title, heading in rows
            ),
        )

    def add_sources(self, sources: Iterable[SourceRecord]) -> None:
        """Add the paths that documents were ingested under, in order."""
        for source in sources:
            self._source_count += 1
            known = source.provenance
            row = (source.path, source.name, self._source_count, source.document_id)
            self._insert("source", [(*row, known.url, known.decision, known.document_number)])

    def add_versions(self, links: Iterable[VersionLink]) -> None:
        """Add which documents are versions of each other."""
        self._insert(
            "version_link", [(link.document_id, link.other_id, link.shared) for link in links]
        )

    def add_follow_ups(self, found: Iterable[FollowUp]) -> None:
        """Add the later sentences on statements; those of one statement in their order."""
        positions: Counter[str] = Counter()
        for one in found:
            positions[one.statement_id] += 1
            spans = [(span.page_number, span.start, span.end) for span in one.spans]
            self._insert(
                "follow_up",
                [
                    (
                        one.statement_id,
                        positions[one.statement_id],
                        one.document_id,
                        one.passage_id,
                        one.text,
                        json.dumps(spans),
                        one.kind,
                        one.progress,
                        json.dumps(one.words),
                        int(one.sure),
                        one.later_id,
                    )
                ],
            )

    def add_skipped(self, skipped: Iterable[tuple[str, SkippedSource]]) -> None:
        """Add files that could not be read, by path."""
        self._insert(
            "skipped",
            [
                (path, source.source_name, source.reason, json.dumps(dict(source.fields)))
                for path, source in skipped
            ],
        )

    def _insert(self, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self._db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def close(self) -> None:
        """Commit, put the file in order and close it."""
        self._fill_words()
        self._db.commit()
        self._db.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._db.commit()
        self._db.execute("PRAGMA optimize")
        self._db.execute("VACUUM")
        self._db.close()


def _page_row(document_id: str, page: Page) -> tuple[object, ...]:
    how = page.reading
    read = (how.method, how.reader, how.confidence, how.quality)
    return (document_id, page.number, page.label, page.text, *read)


def _words_row(
    number: int, text: str, above: Iterable[str | None], parts: Mapping[str, Sequence[str]]
) -> tuple[object, ...]:
    """Return the row of a passage in the word index: a column of words for each way to match.

    A verb that stands in two parts is beside the parts of compounds: it too is no word of the page.
    """
    line = " ".join(text.split())
    passage = terms(line)
    context = terms(" - ".join(words for words in above if words))
    return (
        number,
        " ".join(term.stem for term in passage),
        " ".join(term.stem for term in context),
        " ".join(term.form for term in (*passage, *context)),
        " ".join((*_part_stems(passage, parts), *(one.stem for one in separated(line, passage)))),
        " ".join(_part_stems(context, parts)),
    )


def _part_stems(found: Iterable[Term], parts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for term in found:
        yield from term.pieces
        yield from map(stem, parts[term.form])


@contextmanager
def writing(path: Path) -> Iterator[CatalogueWriter]:
    """Write a catalogue; it is committed when the block ends without an error."""
    writer = CatalogueWriter(path)
    try:
        yield writer
    except BaseException:
        writer._db.close()
        raise
    writer.close()
