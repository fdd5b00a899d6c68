"""Reads the catalogue of a finished generation."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from lrt_search.catalogue.records import (
    Counts,
    DocumentRecord,
    PassagePlace,
    PassageText,
    SourceRecord,
)
from lrt_search.catalogue.rows import (
    attendee_of,
    clock_of,
    follow_up_of,
    page_of,
    provenance_of,
    reading_of,
    redaction_of,
    statement_of,
    withheld_of,
)
from lrt_search.compounds import is_related
from lrt_search.domain import (
    REDACTION_MARK,
    AgendaItem,
    Document,
    Layout,
    Meeting,
    MeetingDoubt,
    Page,
    PageReading,
    Part,
    Passage,
    PassageKind,
    ReadingMethod,
    Readings,
    Redaction,
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
from lrt_search.statements import Statement
from lrt_search.stemming import stem
from lrt_search.threads import FollowUp

# What a match weighs in each column of ``words``: in the passage, in the heading above it, once
# more where the word has exactly the form asked for, and as part of a compound in either.
_WEIGHTS = (1.0, 0.4, 0.05, 0.5, 0.2)


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
            attendees=tuple(attendee_of(person) for person in people if not person["absent"]),
            absent=tuple(attendee_of(person) for person in people if person["absent"]),
            chair=row["chair"],
            start=clock_of(row["start_time"]),
            end=clock_of(row["end_time"]),
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
                Source(source["name"], provenance_of(source))
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
            SourceRecord(row["path"], row["name"], row["document_id"], provenance_of(row))
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
        return tuple(map(page_of, rows))

    def page(self, document_id: str, number: int) -> Page:
        """Return one page of a document that the catalogue holds."""
        return page_of(
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
        return {row["number"]: reading_of(row) for row in rows}

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
            statement_of(row, spans[row["statement_id"]], owners.get(row["statement_id"], ()))
            for row in rows
        )

    def follow_ups(self) -> tuple[FollowUp, ...]:
        """Return the later sentences on the statements of all documents, as they were added."""
        rows = self._db.execute("SELECT * FROM follow_up ORDER BY statement_id, position")
        return tuple(map(follow_up_of, rows))

    def redactions(self, document_id: str) -> tuple[Redaction, ...]:
        """Return the redactions of a document, in the order of its pages."""
        return tuple(redaction_of(row) for row in self._rows("redaction", document_id))

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
            row["document_id"]: Withheld() if row["redactions"] is None else withheld_of(row)
            for row in rows
        }

    def shares(self, document_id: str) -> Shares:
        """Return how much of a document and of its parts was withheld."""
        return self._shares(self._document(document_id))

    def _shares(self, document: Document) -> Shares:
        rows = self._db.execute(
            "SELECT * FROM withheld WHERE document_id = ?", (document.document_id,)
        )
        found = {(row["page_number"], row["agenda_position"]): withheld_of(row) for row in rows}
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
        found = {row["number"]: withheld_of(row) for row in rows}
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
        return tuple(map(redaction_of, rows))

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
        return [(row["document_id"], page_of(row)) for row in rows]

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
