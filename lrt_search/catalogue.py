"""The catalogue of a generation: documents, pages, agenda items, passages and the word index.

One SQLite file, the truth from which everything else can be rebuilt; the only module that knows
its tables. ``docs/index-format.md`` explains them. A reader opens it immutable: a generation that
is served is never written again.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from lrt_search.analysis import Term, searchable, stem, terms
from lrt_search.compounds import Compounds, is_related
from lrt_search.domain import (
    NO_PROVENANCE,
    REDACTION_MARK,
    AgendaItem,
    Attendee,
    Document,
    Layout,
    Meeting,
    MeetingDoubt,
    Page,
    PageReading,
    Part,
    Passage,
    PassageKind,
    Provenance,
    ReadingMethod,
    Readings,
    Redaction,
    RedactionLook,
    SensitiveCount,
    SensitiveKind,
    Shares,
    SkippedSource,
    Source,
    Span,
    VersionLink,
    Withheld,
)
from lrt_search.errors import DamagedIndexError
from lrt_search.statements import DecisionOutcome, Statement, StatementKind
from lrt_search.threads import FollowUp, LinkKind, Progress

_SCHEMA = """
CREATE TABLE document (
    document_id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, media_type TEXT NOT NULL,
    title TEXT NOT NULL, layout TEXT NOT NULL, body TEXT, date_guess TEXT, date_text TEXT,
    time_text TEXT, place TEXT, chair TEXT, start_time TEXT, end_time TEXT, doubts TEXT NOT NULL,
    page_count INTEGER NOT NULL, paged INTEGER NOT NULL,
    part INTEGER, part_count INTEGER, first_page INTEGER NOT NULL,
    ingested_at TEXT NOT NULL, readers TEXT NOT NULL
) STRICT;
CREATE TABLE source (
    path TEXT NOT NULL, name TEXT NOT NULL, position INTEGER NOT NULL,
    document_id TEXT NOT NULL REFERENCES document, url TEXT, decision TEXT, document_number TEXT,
    PRIMARY KEY (path, document_id)
) STRICT;
CREATE TABLE page (
    document_id TEXT NOT NULL REFERENCES document, number INTEGER NOT NULL, label TEXT,
    text TEXT NOT NULL, method TEXT NOT NULL, reader TEXT NOT NULL, confidence INTEGER,
    quality INTEGER, PRIMARY KEY (document_id, number)
) STRICT;
CREATE TABLE attendee (
    document_id TEXT NOT NULL REFERENCES document, position INTEGER NOT NULL, name TEXT,
    organisation TEXT, short_name TEXT, role TEXT, absent INTEGER NOT NULL,
    PRIMARY KEY (document_id, position)
) STRICT;
CREATE TABLE agenda_item (
    document_id TEXT NOT NULL REFERENCES document, position INTEGER NOT NULL,
    label TEXT NOT NULL, title TEXT NOT NULL, page_number INTEGER NOT NULL,
    PRIMARY KEY (document_id, position)
) STRICT;
CREATE TABLE passage (
    number INTEGER PRIMARY KEY, passage_id TEXT NOT NULL UNIQUE,
    document_id TEXT NOT NULL REFERENCES document, position INTEGER NOT NULL, kind TEXT NOT NULL,
    level INTEGER NOT NULL, text TEXT NOT NULL, agenda_position INTEGER, sub_heading TEXT,
    speaker TEXT, UNIQUE (document_id, position)
) STRICT;
CREATE TABLE passage_span (
    passage_number INTEGER NOT NULL REFERENCES passage, position INTEGER NOT NULL,
    page_number INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    PRIMARY KEY (passage_number, position)
) STRICT;
CREATE TABLE redaction (
    document_id TEXT NOT NULL REFERENCES document, position INTEGER NOT NULL,
    page_number INTEGER NOT NULL, "offset" INTEGER, look TEXT NOT NULL, grounds TEXT NOT NULL,
    "left" INTEGER, top INTEGER, "right" INTEGER, bottom INTEGER, size INTEGER NOT NULL,
    PRIMARY KEY (document_id, position)
) STRICT;
CREATE INDEX redaction_place ON redaction (document_id, page_number, "offset");
CREATE TABLE withheld (
    document_id TEXT NOT NULL REFERENCES document, page_number INTEGER NOT NULL,
    agenda_position INTEGER NOT NULL, percent INTEGER, redactions INTEGER NOT NULL,
    grounds TEXT NOT NULL, PRIMARY KEY (document_id, page_number, agenda_position)
) STRICT;
CREATE TABLE sensitive (
    document_id TEXT NOT NULL REFERENCES document, kind TEXT NOT NULL,
    page_number INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (document_id, page_number, kind)
) STRICT;
CREATE TABLE statement (
    statement_id TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES document,
    passage_id TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
    rule TEXT NOT NULL, confidence INTEGER NOT NULL, agenda_position INTEGER, speaker TEXT,
    speaker_organisation TEXT, due_text TEXT, due_date_guess TEXT, outcome TEXT,
    UNIQUE (document_id, position)
) STRICT;
CREATE INDEX statement_passage ON statement (passage_id);
CREATE TABLE statement_span (
    statement_id TEXT NOT NULL REFERENCES statement, position INTEGER NOT NULL,
    page_number INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    PRIMARY KEY (statement_id, position)
) STRICT;
CREATE TABLE statement_owner (
    statement_id TEXT NOT NULL REFERENCES statement, position INTEGER NOT NULL,
    owner TEXT NOT NULL, PRIMARY KEY (statement_id, position)
) STRICT;
CREATE TABLE follow_up (
    statement_id TEXT NOT NULL REFERENCES statement, position INTEGER NOT NULL,
    document_id TEXT NOT NULL REFERENCES document, passage_id TEXT NOT NULL, text TEXT NOT NULL,
    spans TEXT NOT NULL, kind TEXT NOT NULL, progress TEXT, words TEXT NOT NULL,
    sure INTEGER NOT NULL, later_id TEXT REFERENCES statement, PRIMARY KEY (statement_id, position)
) STRICT;
CREATE TABLE version_link (
    document_id TEXT NOT NULL REFERENCES document, other_id TEXT NOT NULL REFERENCES document,
    shared INTEGER NOT NULL, PRIMARY KEY (document_id, other_id)
) STRICT;
CREATE TABLE skipped (
    path TEXT PRIMARY KEY, name TEXT NOT NULL, reason TEXT NOT NULL, fields TEXT NOT NULL
) STRICT;
CREATE TABLE vocabulary (
    form TEXT PRIMARY KEY, stem TEXT NOT NULL, passages INTEGER NOT NULL, parts TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX vocabulary_stem ON vocabulary (stem);
CREATE TABLE folded (
    passage_number INTEGER PRIMARY KEY REFERENCES passage, text TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE words USING fts5 (
    passage, context, exact, parts, context_parts, content = '',
    tokenize = "unicode61 remove_diacritics 0 tokenchars '.:,&'"
);
"""

# What a match weighs in each column of ``words``: in the passage, in the heading above it, once
# more where the word has exactly the form asked for, and as part of a compound in either.
_WEIGHTS = (1.0, 0.4, 0.05, 0.5, 0.2)


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """Under which path and name a document was ingested.

    Attributes:
        path: Absolute path at the time; tells a new version of a file from another file.
        name: As shown.
        document_id: The document it holds; a file that binds several has a row for each.
        provenance: Where it was published.
    """

    path: str
    name: str
    document_id: str
    provenance: Provenance = NO_PROVENANCE


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document with all that was read from it: what a generation holds of one source.

    Attributes:
        document: The document itself.
        pages: Its pages, in order.
        passages: Cut from them, in order.
        redactions: In the order of its pages.
        shares: How much they withhold.
        sensitive: What of its text a person should judge, also where it was masked.
        statements: What its sentences decide, ask, promise or hold, in order.
    """

    document: Document
    pages: tuple[Page, ...]
    passages: tuple[Passage, ...]
    redactions: tuple[Redaction, ...] = ()
    shares: Shares = Shares()
    sensitive: tuple[SensitiveCount, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class PassagePlace:
    """Where a passage stands, by its number; the rest as in ``Passage``."""

    number: int
    document_id: str
    agenda_position: int | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class PassageText:
    """The words of a passage, by its number; the rest as in ``Passage``."""

    number: int
    passage_id: str
    document_id: str
    position: int
    text: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What a catalogue holds; a writer compares it before a generation is served."""

    documents: int
    pages: int
    unread_pages: int
    passages: int
    words: int
    skipped: int
    ocr_pages: int = 0


class Catalogue:
    """Reads the catalogue of a finished generation; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Open the catalogue at ``path``.

        Raises:
            DamagedIndexError: it is not there, or no SQLite file with our tables.
        """
        self.path = path
        if not path.is_file():
            raise DamagedIndexError(path=str(path.parent), detail=f"{path.name} is missing")
        # SQLite serialises the calls of threads on one connection (threadsafety 3).
        self._db = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._db.row_factory = sqlite3.Row
        try:
            self.counts()
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise DamagedIndexError(
                path=str(path.parent), detail=f"{path.name} cannot be read"
            ) from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def check(self) -> None:
        """Let SQLite check the whole file.

        Raises:
            DamagedIndexError: with what SQLite says of it.
        """
        verdict = self._one("PRAGMA integrity_check")[0]
        if verdict != "ok":
            raise DamagedIndexError(path=str(self.path.parent), detail="SQLite integrity check")

    def counts(self) -> Counts:
        """Count what the catalogue holds."""
        row = self._one(
            "SELECT (SELECT count(*) FROM document) AS documents,"
            " (SELECT count(*) FROM page) AS pages,"
            " (SELECT count(*) FROM page WHERE method = 'unreadable') AS unread_pages,"
            " (SELECT count(*) FROM passage) AS passages,"
            " (SELECT count(*) FROM words) AS words,"
            " (SELECT count(*) FROM skipped) AS skipped,"
            " (SELECT count(*) FROM page WHERE method = 'ocr') AS ocr_pages"
        )
        return Counts(**dict(row))

    def period(self) -> tuple[date | None, date | None]:
        """Return the earliest and the latest meeting with a known date."""
        row = self._one("SELECT min(date_guess), max(date_guess) FROM document")
        first, last = (date.fromisoformat(value) if value else None for value in row)
        return first, last

    def documents(self) -> tuple[Document, ...]:
        """Return all documents: the newest meeting first, undated ones last, then by title."""
        rows = self._db.execute(
            "SELECT document_id FROM document"
            " ORDER BY date_guess IS NULL, date_guess DESC, title, document_id"
        ).fetchall()
        return tuple(self._document(row["document_id"]) for row in rows)

    def document(self, document_id: str) -> Document | None:
        """Return one document, or None where there is none with this id."""
        try:
            return self._document(document_id)
        except KeyError:
            return None

    def parts(self, sha256: str) -> tuple[Document, ...]:
        """Return the documents that a file binds, in the order of its pages."""
        rows = self._db.execute(
            "SELECT document_id FROM document WHERE sha256 = ? ORDER BY first_page", (sha256,)
        ).fetchall()
        return tuple(self._document(row["document_id"]) for row in rows)

    def _document(self, document_id: str) -> Document:
        row = self._db.execute(
            "SELECT *, (SELECT count(*) FROM passage WHERE passage.document_id = ?1)"
            " AS passage_count FROM document WHERE document_id = ?1",
            (document_id,),
        ).fetchone()
        if row is None:
            raise KeyError(document_id)
        people = self._rows("attendee", document_id)
        meeting = Meeting(
            body=row["body"],
            date_guess=date.fromisoformat(row["date_guess"]) if row["date_guess"] else None,
            date_text=row["date_text"],
            time_text=row["time_text"],
            place=row["place"],
            attendees=tuple(_attendee(person) for person in people if not person["absent"]),
            absent=tuple(_attendee(person) for person in people if person["absent"]),
            chair=row["chair"],
            start=_clock(row["start_time"]),
            end=_clock(row["end_time"]),
            doubts=tuple(map(MeetingDoubt, row["doubts"].split())),
        )
        return Document(
            document_id=row["document_id"],
            sha256=row["sha256"],
            media_type=row["media_type"],
            title=row["title"],
            layout=Layout(row["layout"]),
            meeting=meeting,
            page_count=row["page_count"],
            paged=bool(row["paged"]),
            sources=tuple(
                Source(source["name"], _provenance(source))
                for source in self._rows("source", document_id)
            ),
            agenda_items=tuple(
                AgendaItem(item["position"], item["label"], item["title"], item["page_number"])
                for item in self._rows("agenda_item", document_id)
            ),
            passage_count=row["passage_count"],
            part=None
            if row["part"] is None
            else Part(row["part"], row["part_count"], row["first_page"]),
            ingested_at=row["ingested_at"],
            readers=tuple(json.loads(row["readers"])),
        )

    def _rows(self, table: str, document_id: str) -> list[sqlite3.Row]:
        return self._db.execute(
            f"SELECT * FROM {table} WHERE document_id = ? ORDER BY position", (document_id,)
        ).fetchall()

    def sources(self) -> tuple[SourceRecord, ...]:
        """Return every source path, in the order they came."""
        rows = self._db.execute("SELECT * FROM source ORDER BY position")
        return tuple(
            SourceRecord(row["path"], row["name"], row["document_id"], _provenance(row))
            for row in rows
        )

    def skipped(self) -> dict[str, SkippedSource]:
        """Return the files that were given and could not be read, by path."""
        return {
            row["path"]: SkippedSource(
                row["name"], row["reason"], tuple(json.loads(row["fields"]).items())
            )
            for row in self._db.execute("SELECT * FROM skipped ORDER BY name, path")
        }

    def record(self, document_id: str) -> DocumentRecord:
        """Return a document with all that was read from it, as it was added."""
        document = self._document(document_id)
        return DocumentRecord(
            document=document,
            pages=self.pages(document_id),
            passages=self.passages(document_id),
            redactions=self.redactions(document_id),
            shares=self._shares(document),
            sensitive=self.sensitive(document_id),
            statements=self.statements(document_id),
        )

    def pages(self, document_id: str) -> tuple[Page, ...]:
        """Return the pages of a document, in order."""
        rows = self._db.execute(
            "SELECT * FROM page WHERE document_id = ? ORDER BY number", (document_id,)
        )
        return tuple(map(_page, rows))

    def page(self, document_id: str, number: int) -> Page:
        """Return one page of a document that the catalogue holds."""
        return _page(
            self._one(
                "SELECT * FROM page WHERE document_id = ? AND number = ?", document_id, number
            )
        )

    def readings(self) -> dict[str, Readings]:
        """Return how the pages of each document were read, by id."""
        ids = self._db.execute("SELECT document_id FROM document")
        return {key: Readings() for (key,) in ids} | self._readings("")

    def readings_of(self, document_id: str) -> Readings:
        """Return how the pages of one document were read."""
        return self._readings("WHERE document_id = ?", document_id).get(document_id, Readings())

    def _readings(self, which: str, *values: str) -> dict[str, Readings]:
        # Of a text layer only the count: of a large archive that is nearly every page.
        rows = self._db.execute(
            "SELECT document_id, method, count(*) AS pages,"
            f" CASE WHEN method <> '{ReadingMethod.TEXT_LAYER}'"
            " THEN json_group_array(json_array(number, confidence)) ELSE '[]' END AS each"
            f" FROM page {which} GROUP BY document_id, method",
            values,
        )
        found: dict[str, Readings] = {}
        for row in rows:
            each = sorted(json.loads(row["each"]), key=lambda page: int(page[0]))
            method, one = ReadingMethod(row["method"]), found.get(row["document_id"], Readings())
            found[row["document_id"]] = Readings(
                one.pages | {method: row["pages"]},
                one.numbers | ({method: tuple(number for number, _ in each)} if each else {}),
                one.confidences
                + tuple(
                    sure for _, sure in each if method is ReadingMethod.OCR and sure is not None
                ),
            )
        return found

    def page_readings(
        self, document_id: str, first_page: int, last_page: int
    ) -> dict[int, PageReading]:
        """Return how the pages given of a document were read, by their number."""
        rows = self._db.execute(
            "SELECT number, method, reader, confidence, quality FROM page"
            " WHERE document_id = ? AND number BETWEEN ? AND ?",
            (document_id, first_page, last_page),
        )
        return {row["number"]: _reading(row) for row in rows}

    def sensitive(self, document_id: str) -> tuple[SensitiveCount, ...]:
        """Return what looks sensitive in a document, by page and kind."""
        rows = self._db.execute(
            "SELECT kind, page_number, count FROM sensitive WHERE document_id = ?"
            " ORDER BY page_number, kind",
            (document_id,),
        )
        return tuple(SensitiveCount(SensitiveKind(kind), *rest) for kind, *rest in rows)

    def passages(
        self, document_id: str, first_page: int = 1, last_page: int | None = None
    ) -> tuple[Passage, ...]:
        """Return the passages of a document that stand (partly) on the pages given, in order."""
        rows = self._db.execute(
            "SELECT * FROM passage WHERE document_id = ? AND EXISTS (SELECT 1 FROM passage_span"
            " WHERE passage_number = number AND page_number BETWEEN ? AND ?) ORDER BY position",
            (document_id, first_page, last_page if last_page is not None else 10**9),
        ).fetchall()
        return tuple(self._passages(rows))

    def passages_by_number(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """Return passages by their number in the catalogue."""
        rows = self._db.execute(
            "SELECT * FROM passage WHERE number IN (SELECT value FROM json_each(?))",
            (_listed(numbers),),
        ).fetchall()
        return dict(zip((row["number"] for row in rows), self._passages(rows), strict=True))

    def passages_by_id(self, passage_ids: Collection[str]) -> tuple[Passage, ...]:
        """Return passages by their ids, in the order of the catalogue."""
        rows = self._db.execute(
            "SELECT * FROM passage WHERE passage_id IN (SELECT value FROM json_each(?))"
            " ORDER BY number",
            (_listed(passage_ids),),
        ).fetchall()
        return tuple(self._passages(rows))

    def ids_of(self, numbers: Collection[int]) -> list[str]:
        """Return the ids of passages by their numbers, in the order of the numbers."""
        rows = self._db.execute(
            "SELECT passage_id FROM passage"
            " WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number",
            (_listed(numbers),),
        )
        return [passage_id for (passage_id,) in rows]

    def numbers(self) -> list[int]:
        """Return the numbers of all passages, in order."""
        return [number for (number,) in self._db.execute("SELECT number FROM passage ORDER BY 1")]

    def numbers_of(self, passage_ids: Sequence[str]) -> dict[str, int]:
        """Return the numbers of passages by their ids; an id that is not there is left out."""
        rows = self._db.execute(
            "SELECT passage_id, number FROM passage"
            " WHERE passage_id IN (SELECT value FROM json_each(?))",
            (_listed(passage_ids),),
        )
        return dict(rows.fetchall())

    def versions(self, document_id: str) -> tuple[VersionLink, ...]:
        """Return the links of a document to its other versions, the most alike first."""
        rows = self._db.execute(
            "SELECT iif(document_id = ?1, other_id, document_id) AS other, shared"
            " FROM version_link WHERE ?1 IN (document_id, other_id) ORDER BY shared DESC, other",
            (document_id,),
        )
        return tuple(VersionLink(document_id, other, shared) for other, shared in rows)

    def statements(self, document_id: str | None = None) -> tuple[Statement, ...]:
        """Return the statements of a document, in order; of all documents where none is named."""
        which = "" if document_id is None else "WHERE document_id = ?"
        values = () if document_id is None else (document_id,)
        ours = f"WHERE statement_id IN (SELECT statement_id FROM statement {which})"
        spans: dict[str, list[Span]] = {}
        for key, *place in self._db.execute(
            'SELECT statement_id, page_number, start, "end" FROM statement_span'
            f" {ours} ORDER BY statement_id, position",
            values,
        ):
            spans.setdefault(key, []).append(Span(*place))
        owners: dict[str, list[str]] = {}
        for key, owner in self._db.execute(
            f"SELECT statement_id, owner FROM statement_owner {ours}"
            " ORDER BY statement_id, position",
            values,
        ):
            owners.setdefault(key, []).append(owner)
        rows = self._db.execute(
            f"SELECT * FROM statement {which} ORDER BY document_id, position", values
        )
        return tuple(
            _statement(row, spans[row["statement_id"]], owners.get(row["statement_id"], ()))
            for row in rows
        )

    def follow_ups(self) -> tuple[FollowUp, ...]:
        """Return the later sentences on the statements of all documents, as they were added."""
        rows = self._db.execute("SELECT * FROM follow_up ORDER BY statement_id, position")
        return tuple(map(_follow_up, rows))

    def redactions(self, document_id: str) -> tuple[Redaction, ...]:
        """Return the redactions of a document, in the order of its pages."""
        return tuple(_redaction(row) for row in self._rows("redaction", document_id))

    def ground_counts(self) -> dict[str, int]:
        """Count the redactions by the ground printed on them, the most frequent first."""
        rows = self._db.execute(
            "SELECT ground.value, count(*) AS times FROM redaction, json_each(grounds) AS ground"
            " GROUP BY ground.value ORDER BY times DESC, ground.value"
        )
        return dict(rows.fetchall())

    def withheld(self) -> dict[str, Withheld]:
        """Return what was withheld of each document as a whole, by id."""
        rows = self._db.execute(
            "SELECT document.document_id, percent, redactions, grounds FROM document"
            " LEFT JOIN withheld ON withheld.document_id = document.document_id"
            " AND page_number = 0 AND agenda_position = 0"
        )
        return {
            row["document_id"]: Withheld() if row["redactions"] is None else _withheld(row)
            for row in rows
        }

    def shares(self, document_id: str) -> Shares:
        """Return how much of a document and of its parts was withheld."""
        return self._shares(self._document(document_id))

    def _shares(self, document: Document) -> Shares:
        rows = self._db.execute(
            "SELECT * FROM withheld WHERE document_id = ?", (document.document_id,)
        )
        found = {(row["page_number"], row["agenda_position"]): _withheld(row) for row in rows}
        return Shares(
            document=found.get((0, 0), Withheld()),
            pages=tuple(found.get((number, 0), Withheld()) for number in document.page_numbers),
            agenda_items=tuple(
                found.get((0, item.position), Withheld()) for item in document.agenda_items
            ),
        )

    def withheld_around(self, numbers: Sequence[int]) -> dict[int, Withheld]:
        """Return what was withheld of the agenda items that passages fall under.

        Args:
            numbers: Of passages. One that falls under no agenda item is judged by its page.
        """
        rows = self._db.execute(
            "SELECT number, withheld.percent, withheld.redactions, withheld.grounds"
            " FROM passage JOIN withheld ON withheld.document_id = passage.document_id"
            " AND withheld.agenda_position = coalesce(passage.agenda_position, 0)"
            " AND withheld.page_number = iif(passage.agenda_position IS NULL,"
            " (SELECT page_number FROM passage_span WHERE passage_number = number AND position = 1)"
            ", 0) WHERE number IN (SELECT value FROM json_each(?))",
            (_listed(numbers),),
        ).fetchall()
        found = {row["number"]: _withheld(row) for row in rows}
        return {number: found.get(number, Withheld()) for number in numbers}

    def _passages(self, rows: Sequence[sqlite3.Row]) -> Iterator[Passage]:
        for row in rows:
            spans = self._db.execute(
                'SELECT page_number, start, "end" FROM passage_span'
                " WHERE passage_number = ? ORDER BY position",
                (row["number"],),
            )
            yield Passage(
                passage_id=row["passage_id"],
                document_id=row["document_id"],
                position=row["position"],
                kind=PassageKind(row["kind"]),
                text=row["text"],
                spans=tuple(Span(*span) for span in spans),
                agenda_position=row["agenda_position"],
                sub_heading=row["sub_heading"],
                speaker=row["speaker"],
                level=row["level"],
                redactions=self._redactions_in(row) if REDACTION_MARK in row["text"] else (),
            )

    def _redactions_in(self, passage: sqlite3.Row) -> tuple[Redaction, ...]:
        rows = self._db.execute(
            "SELECT redaction.* FROM passage_span AS span JOIN redaction"
            " ON document_id = ? AND redaction.page_number = span.page_number"
            ' AND "offset" >= span.start AND "offset" < span."end"'
            ' WHERE passage_number = ? ORDER BY span.position, "offset"',
            (passage["document_id"], passage["number"]),
        )
        return tuple(map(_redaction, rows))

    def match_words(
        self,
        match: str,
        limit: int,
        also: Sequence[tuple[float, str]] = (),
        within: Collection[int] | None = None,
    ) -> list[tuple[int, float]]:
        """Run a query of FTS5 over the word index.

        Args:
            match: FTS5 syntax, built of quoted stems: never a reader's own text. May be empty
                where there is something in ``also``.
            limit: At most so many.
            also: More queries, each with what its scores weigh against those of ``match``.
            within: Numbers of the passages looked at; None for all.

        Returns:
            Passage numbers and BM25 scores (higher is better), best first; ties by number.
        """
        weights = ", ".join(map(str, _WEIGHTS))
        # "+": the passages are looked for by their words, and not the words in each passage.
        only = "" if within is None else " AND +rowid IN (SELECT value FROM json_each(:within))"
        queries = [(1.0, match), *also] if match else list(also)
        values: dict[str, object] = {f"match{n}": one for n, (_, one) in enumerate(queries)}
        values["limit"] = limit
        if within is not None:
            values["within"] = _listed(within)
        ranked = ", ".join(
            f"ranked{n} AS MATERIALIZED (SELECT rowid, -{weight} * bm25(words, {weights}) AS score"
            f" FROM words WHERE words MATCH :match{n}{only})"
            for n, (weight, _) in enumerate(queries)
        )
        every = " UNION ALL ".join(f"SELECT * FROM ranked{n}" for n in range(len(queries)))
        rows = self._db.execute(
            f"WITH {ranked} SELECT rowid, sum(score) AS score FROM ({every})"
            " GROUP BY rowid ORDER BY score DESC, rowid LIMIT :limit",
            values,
        )
        return [(number, score) for number, score in rows]

    def count_words(self, match: str) -> int:
        """Count the passages that a query of FTS5 matches."""
        return int(self._one("SELECT count(*) FROM words WHERE words MATCH ?", match)[0])

    def numbers_with(self, match: str) -> list[int]:
        """Return the numbers of all passages that a query of FTS5 matches, in order."""
        rows = self._db.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid", (match,)
        )
        return [number for (number,) in rows]

    def numbers_saying(self, phrase: str) -> list[int]:
        """Return the numbers of the passages that hold a phrase, in order.

        Args:
            phrase: As ``analysis.searchable`` makes it.
        """
        try:
            phrase.encode()
        except UnicodeEncodeError:  # Half a character: no text has it, and SQLite takes none.
            return []
        rows = self._db.execute(
            "SELECT passage_number FROM folded WHERE instr(text, ?) ORDER BY passage_number",
            (phrase,),
        )
        return [number for (number,) in rows]

    def places(self) -> list[PassagePlace]:
        """Return where every passage stands: the newest meeting first, undated ones last."""
        rows = self._db.execute(
            "SELECT number, document_id, agenda_position, speaker"
            " FROM passage JOIN document USING (document_id)"
            " ORDER BY date_guess IS NULL, date_guess DESC, title, document_id, position"
        )
        return [PassagePlace(*row) for row in rows]

    def texts_around(self, numbers: Collection[int], reach: int) -> list[PassageText]:
        """Return the words of passages, and of those up to ``reach`` before and after each.

        Returns:
            In the order of documents and of their passages, each once.
        """
        # The passages of a document are numbered one after the other.
        rows = self._db.execute(
            "WITH near AS (SELECT DISTINCT number FROM json_each(:numbers) AS asked JOIN passage"
            " ON number BETWEEN asked.value - :reach AND asked.value + :reach)"
            " SELECT number, passage_id, document_id, position, text FROM passage"
            " WHERE number IN (SELECT number FROM near) ORDER BY document_id, position",
            {"numbers": _listed(numbers), "reach": reach},
        )
        return [PassageText(*row) for row in rows]

    def pages_with(self, words: Sequence[str], limit: int) -> list[tuple[str, Page]]:
        """Return the pages, at most ``limit``, with all of some words as they read; by document."""
        holds = " AND ".join("instr(text, ?)" for _ in words)
        rows = self._db.execute(
            f"SELECT * FROM page WHERE {holds} ORDER BY document_id, number LIMIT ?",
            (*words, limit),
        )
        return [(row["document_id"], _page(row)) for row in rows]

    def form_count(self, form: str) -> int:
        """Count the passages that have a word in exactly this form."""
        row = self._one("SELECT passages FROM vocabulary WHERE form = ?", form)
        return row["passages"] if row else 0

    def related_count(self, form: str) -> int:
        """Count the passages that have another form of a word, each form by itself."""
        rows = self._db.execute(
            "SELECT form, passages FROM vocabulary WHERE stem = ?", (stem(form),)
        )
        return sum(count for other, count in rows if is_related(form, other))

    def forms(self) -> list[tuple[str, int]]:
        """Return every word of the archive, by its form, and how many passages have it."""
        rows = self._db.execute("SELECT form, passages FROM vocabulary ORDER BY form")
        return [(form, passages) for form, passages in rows]

    def parts_of(self, forms: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Return the parts of words, as forms; a word that no passage has is left out."""
        rows = self._db.execute(
            "SELECT form, parts FROM vocabulary WHERE form IN (SELECT value FROM json_each(?))",
            (_listed(forms),),
        )
        return {form: tuple(parts.split()) for form, parts in rows}

    def _one(self, sql: str, *values: object) -> Any:
        return self._db.execute(sql, values).fetchone()


def _listed(values: Iterable[object]) -> str:
    """Write values as JSON: SQLite takes a text of any length, but not any number of values."""
    return json.dumps(list(values))


def _page(row: sqlite3.Row) -> Page:
    return Page(row["number"], row["label"], row["text"], _reading(row))


def _reading(row: sqlite3.Row) -> PageReading:
    return PageReading(
        ReadingMethod(row["method"]), row["reader"], row["confidence"], row["quality"]
    )


def _provenance(row: sqlite3.Row) -> Provenance:
    return Provenance(row["url"], row["decision"], row["document_number"])


def _attendee(row: sqlite3.Row) -> Attendee:
    return Attendee(row["name"], row["organisation"], row["short_name"], row["role"])


def _clock(value: str | None) -> time | None:
    return time.fromisoformat(value) if value else None


def _statement(row: sqlite3.Row, spans: Iterable[Span], owners: Iterable[str]) -> Statement:
    due, outcome = row["due_date_guess"], row["outcome"]
    return Statement(
        statement_id=row["statement_id"],
        document_id=row["document_id"],
        passage_id=row["passage_id"],
        position=row["position"],
        kind=StatementKind(row["kind"]),
        text=row["text"],
        spans=tuple(spans),
        rule=row["rule"],
        confidence=row["confidence"],
        agenda_position=row["agenda_position"],
        speaker=row["speaker"],
        speaker_organisation=row["speaker_organisation"],
        owners=tuple(owners),
        due_text=row["due_text"],
        due_date_guess=date.fromisoformat(due) if due else None,
        outcome=DecisionOutcome(outcome) if outcome else None,
    )


def _follow_up(row: sqlite3.Row) -> FollowUp:
    return FollowUp(
        statement_id=row["statement_id"],
        document_id=row["document_id"],
        passage_id=row["passage_id"],
        text=row["text"],
        spans=tuple(Span(*place) for place in json.loads(row["spans"])),
        kind=LinkKind(row["kind"]),
        progress=Progress(row["progress"]) if row["progress"] else None,
        words=tuple(json.loads(row["words"])),
        sure=bool(row["sure"]),
        later_id=row["later_id"],
    )


def _redaction(row: sqlite3.Row) -> Redaction:
    left, top, right, bottom = (row[side] for side in ("left", "top", "right", "bottom"))
    return Redaction(
        page_number=row["page_number"],
        offset=row["offset"],
        look=RedactionLook(row["look"]),
        grounds=tuple(json.loads(row["grounds"])),
        place=None if left is None else (left, top, right, bottom),
        size=row["size"],
    )


def _withheld(row: sqlite3.Row) -> Withheld:
    return Withheld(row["percent"], row["redactions"], tuple(json.loads(row["grounds"])))


class CatalogueWriter:
    """Writes the catalogue of a generation that nobody reads yet."""

    def __init__(self, path: Path) -> None:
        """Create an empty catalogue at ``path``, which must not exist."""
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA secure_delete = ON")  # What a page no longer holds is zeroes.
        self._db.executescript(_SCHEMA)
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
    """Return the row of a passage in the word index: a column of words for each way to match."""
    passage = terms(" ".join(text.split()))
    context = terms(" - ".join(words for words in above if words))
    return (
        number,
        " ".join(term.stem for term in passage),
        " ".join(term.stem for term in context),
        " ".join(term.form for term in (*passage, *context)),
        " ".join(_part_stems(passage, parts)),
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
