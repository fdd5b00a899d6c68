"""Opens the index: wires catalogue, word index, vectors and model into one archive."""

import threading
import weakref
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lrt_search.catalogue import Catalogue
from lrt_search.coverage import WORDS_THAT_NAME, Coverage, coverage
from lrt_search.domain import (
    NO_PROVENANCE,
    AgendaItem,
    Citation,
    Document,
    Page,
    PageReading,
    Passage,
    Readings,
    Redaction,
    Searched,
    SensitiveCount,
    Shares,
    SkippedSource,
    Span,
    Version,
    Withheld,
    file_id_of,
)
from lrt_search.embedding import Embedder, load_embedder
from lrt_search.errors import (
    DamagedIndexError,
    InvalidParameterError,
    ModelMismatchError,
    NotInArchiveError,
    UnknownPassageError,
)
from lrt_search.fusion import Background
from lrt_search.generations import (
    CATALOGUE,
    VECTORS,
    current_generation,
    current_name,
    generations_folder,
)
from lrt_search.language import N_
from lrt_search.lexical_index import LexicalIndex
from lrt_search.manifest import Manifest, read_manifest
from lrt_search.reviews import Review, Verdict, reviews
from lrt_search.settings import Settings
from lrt_search.spelling import Spelling
from lrt_search.statements import Statement
from lrt_search.threads import FollowUp
from lrt_search.vector_index import VectorIndex
from lrt_search.versions import Difference, difference
from lrt_search.withdrawn import Withdrawal, withdrawals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_AT_ONCE = 1000  # Passages fetched in one query: SQLite has a most for values.
_SAMPLE = 1000  # Passages that a question is held against, to know what its cosines are worth.


class Archive:
    """One generation of the index, opened to read; safe to share between threads."""

    def __init__(self, generation: Path, embedder: Embedder, settings: Settings) -> None:
        """Open the generation in the folder ``generation``.

        Raises:
            IndexVersionError: it has another format.
            ModelMismatchError: its vectors were made by another model than ``embedder``.
            DamagedIndexError: a part is missing, or the parts do not agree.
        """
        self.generation = generation.name
        self.settings = settings
        self.embedder = embedder
        self.manifest: Manifest = read_manifest(generation)
        check_model(self.manifest, embedder, generation)
        self.catalogue = Catalogue(generation / CATALOGUE)
        self.lexical = LexicalIndex(self.catalogue)
        self.vectors = VectorIndex(generation / VECTORS)
        counts = self.catalogue.counts()
        if not counts.passages == counts.words == len(self.vectors):
            raise DamagedIndexError(
                path=str(generation.parent.parent),
                detail=f"{counts.passages} passages, {counts.words} in the word index, "
                f"{len(self.vectors)} vectors",
            )
        self.folder = generation
        self._index = generation.parent.parent

    def documents(self) -> tuple[Document, ...]:
        """Return all documents: the newest meeting first, undated ones last, then by title."""
        return self.catalogue.documents()

    @cached_property
    def documents_by_id(self) -> dict[str, Document]:
        """The documents by their ids, read once."""
        return {document.document_id: document for document in self.documents()}

    def document(self, document_id: str) -> Document:
        """Return one document.

        Raises:
            NotInArchiveError: there is none with this id.
            WithdrawnError: there was one, or its file was withdrawn with all that it binds.
        """
        # Read anew each time: a withdrawal holds for a server that runs, and at once.
        withdrawn = withdrawals(self._index).get(file_id_of(document_id))
        if withdrawn:
            raise withdrawn.error()
        return self._held(document_id)

    def _held(self, document_id: str) -> Document:
        document = self.catalogue.document(document_id)
        if document is None:
            raise NotInArchiveError(document_id=document_id[:64])
        return document

    def parts(self, document: Document) -> tuple[Document, ...]:
        """Return all documents of the file that ``document`` stands in, itself included."""
        return self.catalogue.parts(document.sha256) if document.part else (document,)

    def versions(self, document_id: str) -> tuple[Version, ...]:
        """Return the other versions of a document, the most alike first."""
        links = self.catalogue.versions(document_id)
        withdrawn = withdrawals(self._index) if links else {}
        return tuple(
            Version(self._held(link.other_id), link.shared)
            for link in links
            if file_id_of(link.other_id) not in withdrawn
        )

    def find(self, beginning: str) -> Document:
        """Return the one document whose id begins with ``beginning``.

        Raises:
            InvalidParameterError: more than one does.
            NotInArchiveError: none does.
            WithdrawnError: it was withdrawn.
        """
        asked = beginning.strip().lower()
        ids = {one.document_id for one in self.documents()}
        fitting = [asked] if asked in ids else [one for one in ids if one.startswith(asked)]
        if len(fitting) > 1:
            expected = N_("more than one document begins so; give more digits of the id")
            raise InvalidParameterError(name=beginning[:64], expected=expected)
        return self.document(fitting[0] if fitting else asked)

    def difference(self, before: Document, after: Document) -> Difference:
        """Return what differs between two documents."""
        pages = [self.catalogue.pages(one.document_id) for one in (before, after)]
        redactions = [self.catalogue.redactions(one.document_id) for one in (before, after)]
        return difference(pages[0], redactions[0], pages[1], redactions[1])

    def passages(
        self, document_id: str, first_page: int = 1, last_page: int | None = None
    ) -> tuple[Passage, ...]:
        """Return the passages of a document that stand on the pages given, in order."""
        return self.catalogue.passages(document_id, first_page, last_page)

    def passages_by_id(self, passage_ids: Sequence[str]) -> tuple[Passage, ...]:
        """Return passages by their ids, in the order of the catalogue."""
        return self.catalogue.passages_by_id(passage_ids)

    def statements(self, document_id: str) -> tuple[Statement, ...]:
        """Return what the sentences of a document decide, ask, promise or hold, in order.

        Raises:
            NotInArchiveError: there is none with this id.
            WithdrawnError: it was withdrawn.
        """
        return self.catalogue.statements(self.document(document_id).document_id)

    @cached_property
    def all_statements(self) -> dict[str, Statement]:
        """The statements of all documents by their ids, read once."""
        return {one.statement_id: one for one in self.catalogue.statements()}

    @cached_property
    def _by_passage(self) -> dict[str, tuple[Statement, ...]]:
        found: dict[str, tuple[Statement, ...]] = {}
        for one in self.all_statements.values():
            found[one.passage_id] = (*found.get(one.passage_id, ()), one)
        return found

    def statements_by_passage(self) -> dict[str, tuple[Statement, ...]]:
        """Return the statements of each passage that has some, but for those a person rejected."""
        return self.statements_of(self._by_passage)

    def statements_of(self, passage_ids: Iterable[str]) -> dict[str, tuple[Statement, ...]]:
        """Return the same of the passages given only."""
        rejected = self.rejected()
        left = {
            key: tuple(
                one for one in self._by_passage.get(key, ()) if one.statement_id not in rejected
            )
            for key in passage_ids
        }
        return {key: found for key, found in left.items() if found}

    @cached_property
    def follow_ups(self) -> tuple[FollowUp, ...]:
        """The later sentences on all statements, read once."""
        return self.catalogue.follow_ups()

    def reviews(self) -> dict[str, Review]:
        """Return what persons said of statements, by their ids; read anew each time.

        Raises:
            DamagedReviewsError: the file cannot be read.
        """
        return reviews(self._index)

    def rejected(self) -> frozenset[str]:
        """Return the ids of the statements that a person rejected.

        Raises:
            DamagedReviewsError: the file cannot be read.
        """
        return frozenset(
            key for key, one in self.reviews().items() if one.verdict is Verdict.REJECTED
        )

    def sensitive(self, document_id: str) -> tuple[SensitiveCount, ...]:
        """Return what a person should judge in a document, by page and kind."""
        return self.catalogue.sensitive(document_id)

    def passage(self, passage_id: str) -> Passage:
        """Return one passage of a document that is in the archive.

        Raises:
            UnknownPassageError: there is none with this id.
            WithdrawnError: its document was withdrawn.
        """
        numbers = self.catalogue.numbers_of([passage_id])
        if passage_id not in numbers:
            raise UnknownPassageError(passage_id=passage_id[:64])
        number = numbers[passage_id]
        passage = self.catalogue.passages_by_number([number])[number]
        self.document(passage.document_id)
        return passage

    def citation(self, passage: Passage, spans: Sequence[Span] | None = None) -> Citation:
        """Say where a passage stands; where the part of it under ``spans`` does, if given."""
        document = self._held(passage.document_id)
        item = document.agenda_item(passage.agenda_position)
        return self._cited(
            document, passage.passage_id, item, passage.sub_heading, spans or passage.spans
        )

    def cite(self, citation: Citation, spans: Sequence[Span]) -> Citation:
        """Say where a part of a passage stands, of which ``citation`` says where the whole does."""
        document = self._held(citation.document_id)
        item, heading = citation.agenda_item, citation.sub_heading
        return self._cited(document, citation.passage_id, item, heading, spans)

    def _cited(
        self,
        document: Document,
        passage_id: str,
        agenda_item: AgendaItem | None,
        sub_heading: str | None,
        spans: Sequence[Span],
    ) -> Citation:
        span = spans[0]
        page = self.catalogue.page(document.document_id, span.page_number)
        numbers = {one.page_number for one in spans} - {page.number}
        others = [self.catalogue.page(document.document_id, number) for number in sorted(numbers)]
        published = [one.provenance for one in document.sources if one.provenance != NO_PROVENANCE]
        return Citation(
            document_id=document.document_id,
            passage_id=passage_id,
            sha256=document.sha256,
            title=document.title,
            source_name=document.source_names[0],
            meeting_date=document.meeting.date_guess,
            agenda_item=agenda_item,
            sub_heading=sub_heading,
            page_number=span.page_number,
            page_label=page.label if page.label != str(page.number) else None,
            line_number=None if document.paged else page.text.count("\n", 0, span.start) + 1,
            span=span,
            reading=_least_sure([page, *others]),
            body=document.meeting.body,
            provenance=published[0] if published else NO_PROVENANCE,
            spans=tuple(spans),
        )

    def page_readings(
        self, document_id: str, first_page: int, last_page: int
    ) -> dict[int, PageReading]:
        """Return how the pages given of a document were read, by their number."""
        return self.catalogue.page_readings(document_id, first_page, last_page)

    def redactions(self, document_id: str) -> tuple[Redaction, ...]:
        """Return the redactions of a document, in the order of its pages.

        Raises:
            NotInArchiveError: there is none with this id.
        """
        return self.catalogue.redactions(self.document(document_id).document_id)

    def shares(self, document_id: str) -> Shares:
        """Return how much of a document and of its parts was withheld.

        Raises:
            NotInArchiveError: there is none with this id.
        """
        return self.catalogue.shares(self._held(document_id).document_id)

    def withheld(self) -> dict[str, Withheld]:
        """Return what was withheld of each document as a whole, by id."""
        return self.catalogue.withheld()

    def withheld_overall(self) -> Withheld:
        """Return about how much of the whole archive was withheld: the mean over its pages."""
        return self._withheld_overall

    @cached_property
    def _withheld_overall(self) -> Withheld:
        shares = self.withheld()
        pages = {one.document_id: one.page_count for one in self.documents()}
        known = {key: one.percent for key, one in shares.items() if one.percent is not None}
        redactions = sum(one.redactions for one in shares.values())
        count = sum(pages[key] for key in known)
        mean = sum(pages[key] * percent for key, percent in known.items()) / count if count else 0
        # As elsewhere: anything redacted is at least one percent.
        return Withheld(max(round(mean), 1 if redactions else 0), redactions)

    def ground_counts(self) -> dict[str, int]:
        """Count the redactions by the ground printed on them, in the whole archive."""
        return self.catalogue.ground_counts()

    def readings(self) -> dict[str, Readings]:
        """Return how the pages of each document were read, by id."""
        return self._readings

    @cached_property
    def _readings(self) -> dict[str, Readings]:
        return self.catalogue.readings()

    def readings_of(self, document_id: str) -> Readings:
        """Return how the pages of one document were read."""
        return self.catalogue.readings_of(document_id)

    def coverage(self) -> Coverage:
        """Say which meetings the archive holds, and where minutes may be missing."""
        return self._coverage

    @cached_property
    def _coverage(self) -> Coverage:
        numbers = self.lexical.with_any(WORDS_THAT_NAME)
        passages = (
            passage
            for start in range(0, len(numbers), _AT_ONCE)
            for passage in self.catalogue.passages_by_number(
                numbers[start : start + _AT_ONCE]
            ).values()
        )
        made = datetime.fromisoformat(self.manifest.created_at).date()
        return coverage(self.documents(), passages, today=made)

    def background(self, vector: "NDArray[np.float32]") -> Background:
        """Hold a question against passages from all over the archive.

        Args:
            vector: Of the question, ``(dimension,)``, unit length.
        """
        if not len(self._sample):
            return Background(0.0, 0.0)
        cosines = self._sample @ vector
        return Background(float(cosines.mean()), float(cosines.std()))

    @cached_property
    def _sample(self) -> "NDArray[np.float32]":
        """Vectors of passages at even distances in the archive: always the same ones."""
        import numpy as np

        count = len(self.vectors)
        step = max(1, count // _SAMPLE)
        ids = self.catalogue.ids_of(self.catalogue.numbers()[::step][:_SAMPLE])
        known = self.vectors.vectors(ids)
        rows = [known[one] for one in ids]
        return np.stack(rows) if rows else np.zeros((0, self.embedder.card.dimension), np.float32)

    @cached_property
    def spelling(self) -> Spelling:
        """The words of the archive, to mend a misspelt one by; read once."""
        return Spelling(dict(self.catalogue.forms()))

    def withdrawals(self) -> tuple[Withdrawal, ...]:
        """Return what was withdrawn, the last one first."""
        return tuple(reversed(withdrawals(self._index).values()))

    def skipped(self) -> tuple[SkippedSource, ...]:
        """Return the files that were given and could not be read, by name."""
        return tuple(self.catalogue.skipped().values())

    def searched(self) -> Searched:
        """Say what a search of this archive looks through."""
        return self._searched

    @cached_property
    def _searched(self) -> Searched:
        counts = self.catalogue.counts()
        first, last = self.catalogue.period()
        return Searched(
            generation=self.generation,
            documents=counts.documents,
            pages=counts.pages,
            passages=counts.passages,
            first_date=first,
            last_date=last,
            skipped=counts.skipped,
            unread_pages=counts.unread_pages,
            masked=self.manifest.masked,
            ocr_pages=counts.ocr_pages,
        )

    def close(self) -> None:
        """Close the files."""
        self.catalogue.close()
        self.vectors.close()


def _least_sure(pages: Sequence[Page]) -> PageReading:
    """Return how pages were read: with OCR where one of them was, and with the least confidence."""
    sureness = [100 if one.reading.confidence is None else one.reading.confidence for one in pages]
    return pages[sureness.index(min(sureness))].reading


def check_model(manifest: Manifest, embedder: Embedder, generation: Path) -> None:
    """Refuse vectors that another model made: they cannot be compared.

    Raises:
        ModelMismatchError: with the command that mends it.
    """
    made, now = manifest.model, embedder.card
    if made.fingerprint != now.fingerprint:
        raise ModelMismatchError(
            path=str(generation.parent.parent),
            found=f"{made.name} ({made.fingerprint[:12]})",
            expected=f"{now.name} ({now.fingerprint[:12]})",
        )


def open_archive(settings: Settings, embedder: Embedder | None = None) -> Archive:
    """Open the generation that is served.

    Raises:
        ArchiveError: there is none, or it cannot be served as it stands.
        ModelError: the model cannot be loaded.
    """
    generation = current_generation(settings.index)
    return Archive(generation, embedder or load_embedder(settings), settings)


class ServedArchive:
    """The archive as a running server sees it: always the generation served now.

    A call that finds ``current`` changed opens the new generation; the one before it stays open
    for the requests that still read it, and is closed with the last of them: what was withdrawn
    is then in no open file of the server either.
    """

    def __init__(self, settings: Settings, embedder: Embedder | None = None) -> None:
        """Serve the index of ``settings``; nothing is opened yet."""
        self._settings = settings
        self._embedder = embedder
        self._archive: Archive | None = None
        self._lock = threading.Lock()

    def __call__(self) -> Archive:
        """Return the archive of the generation served now.

        Raises:
            ArchiveError, ModelError: it cannot be served as it stands.
        """
        while True:
            name = current_name(self._settings.index)
            try:
                return self._opened(name)
            except DamagedIndexError:
                # Another one may have taken its place, and its files, while it was opened.
                if current_name(self._settings.index) == name:
                    raise

    def _opened(self, name: str) -> Archive:
        archive = self._archive
        if archive is not None and archive.generation == name:
            return archive
        with self._lock:
            if self._archive is None or self._archive.generation != name:
                if self._embedder is None:
                    self._embedder = load_embedder(self._settings)
                generation = generations_folder(self._settings.index) / name
                opened = Archive(generation, self._embedder, self._settings)
                # Only a request still holds the archive before; with it go its files.
                weakref.finalize(opened, _close, opened.catalogue, opened.vectors).atexit = False
                self._archive = opened
            return self._archive


def _close(catalogue: Catalogue, vectors: VectorIndex) -> None:
    catalogue.close()
    vectors.close()
