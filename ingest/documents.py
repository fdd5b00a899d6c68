"""One source file -> its documents with their pages and passages: the step that runs in parallel.

A file holds one document, or several that it binds (``bundles.py``).
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ingest.bundles import split
from ingest.findings import CannotJudge
from ingest.footnotes import with_raised_numbers
from ingest.gate import (
    Leaks,
    ShownPages,
    only_shown,
    pages_as_read,
    refuse_leaks,
    released_pages,
)
from ingest.limits import Limits
from ingest.minutes import Minutes, recognise_minutes
from ingest.opening import MENDER, OpenedPdf, mend, open_pdf
from ingest.pages import RUNNING, findings_beside, read_pages
from ingest.passages import cut_passages
from ingest.quarantine import Decision, Quarantined, State
from ingest.reader_versions import versions_of
from ingest.records import Records
from ingest.sensitive import count_sensitive, masked_pages, redactions_after_masking
from ingest.sources import HTML, PDF, TXT, SourceBytes, SourceFile, read_source, skipped
from ingest.statements import recognise_statements
from ingest.supervised import ChildDiedError, ChildHungError, ChildProcesses
from ingest.withheld import shares_of
from lrt_search.catalogue import DocumentRecord
from lrt_search.domain import (
    REDACTION_MARK,
    Document,
    Page,
    Part,
    SkippedSource,
    Source,
    redactions_in,
)
from lrt_search.errors import (
    DamagedDocumentError,
    EmptyFileError,
    HiddenTextError,
    NoTextError,
    ReaderFailedError,
    ReaderHungError,
    RejectedDocumentError,
    SourceDocumentError,
    TooMuchMemoryError,
    UnjudgedDocumentError,
)
from lrt_search.generations import utc_now

# Raise it when reading, recognising or cutting changes: documents are then read anew.
PIPELINE_VERSION = 4


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What was read of a source file.

    Attributes:
        records: The documents that it binds, in order; most files hold one.
    """

    records: Records


Read = ReadFile | SkippedSource
"""What comes of a source file: its documents, or the reason why there are none."""

Decisions = Mapping[str, Decision]
"""What was decided about documents that were in quarantine, by SHA-256."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How documents are to be read; it travels with them to the process that reads them.

    Attributes:
        mask_sensitive: Whether what looks sensitive is masked before minutes are recognised.
        decisions: What was decided about documents that were in quarantine, by SHA-256.
        limits: What the reading of one document may take.
        passwords: To be tried on documents that ask for one. Never told.
    """

    mask_sensitive: bool = False
    decisions: Decisions = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    passwords: tuple[str, ...] = field(default=(), repr=False)


def read_document(source: SourceFile, reading: Reading) -> Read:
    """Read one source file; whatever is wrong with it is told, never raised."""
    if source.refusal:
        return source.refusal
    try:
        return _document(source, reading)
    except SourceDocumentError as error:
        return skipped(source, error)
    except MemoryError:
        limit = reading.limits.read_memory
        return skipped(source, TooMuchMemoryError(name=source.name, limit=limit))
    except Exception as error:
        # The one broad catch of the job: a broken file may raise anything, and must not stop the
        # others. Only the class is kept: a message may hold text of the document.
        return skipped(source, ReaderFailedError(name=source.name, detail=type(error).__name__))


def _document(source: SourceFile, reading: Reading) -> Read:
    received = read_source(source)
    try:
        shown = _shown_pages(source, received, reading)
    except (HiddenTextError, UnjudgedDocumentError) as error:
        return _quarantined(source, received, error)
    parts = split(shown.pages)
    return ReadFile(
        Records.of(
            _record(source, received, reading, _part_of(shown, numbers), part)
            for position, numbers in enumerate(parts, start=1)
            for part in [Part(position, len(parts), numbers.start) if len(parts) > 1 else None]
        )
    )


def _title(source: SourceFile, minutes: Minutes) -> str:
    """Return how a document is called: by the first line of its head, else by its file.

    A line with a redaction is no title: it is a letter's, or a list's.
    """
    is_whole = REDACTION_MARK not in minutes.title
    return (minutes.title if is_whole else "") or Path(source.name).stem


def _part_of(shown: ShownPages, numbers: range) -> ShownPages:
    return ShownPages(
        tuple(page for page in shown.pages if page.number in numbers),
        tuple(one for one in shown.redactions if one.page_number in numbers),
    )


def _record(
    source: SourceFile,
    received: SourceBytes,
    reading: Reading,
    shown: ShownPages,
    part: Part | None,
) -> DocumentRecord:
    """Make a document of pages: of all pages of its file, or of a part of them."""
    pages, redactions = shown.pages, shown.redactions
    sensitive = count_sensitive(pages)
    if reading.mask_sensitive:
        redactions = redactions_after_masking(pages, redactions)
        pages = masked_pages(pages)
    paged = received.media_type not in {TXT, HTML} or len(pages) > 1 or part is not None
    minutes = recognise_minutes(pages)
    pages = with_raised_numbers(pages, minutes.footnotes)
    file_id = received.sha256[:16]
    document = Document(
        document_id=f"{file_id}-p{part.first_page}" if part else file_id,
        sha256=received.sha256,
        media_type=received.media_type,
        title=_title(source, minutes),
        layout=minutes.layout,
        meeting=minutes.meeting,
        page_count=len(pages),
        paged=paged,
        sources=(Source(source.name, source.provenance),),
        agenda_items=minutes.agenda_items,
        part=part,
        ingested_at=utc_now(),
        readers=versions_of(page.reading.reader for page in pages),
    )
    passages = cut_passages(document.document_id, pages, minutes)
    return DocumentRecord(
        document=replace(document, passage_count=len(passages)),
        pages=_labelled(pages, minutes) if paged else pages,
        passages=tuple(
            replace(one, redactions=redactions_in(redactions, one.spans)) for one in passages
        ),
        redactions=redactions,
        shares=shares_of(pages, redactions, minutes.item_starts),
        sensitive=sensitive,
        statements=recognise_statements(document.document_id, passages, pages, minutes),
    )


def _shown_pages(source: SourceFile, received: SourceBytes, reading: Reading) -> ShownPages:
    name = source.name
    decision = reading.decisions.get(received.sha256)
    if decision and decision.state is State.REJECTED:
        document_id = received.sha256[:16]
        raise RejectedDocumentError(name=name, day=decision.day, document_id=document_id)
    is_released = decision is not None and decision.state is State.RELEASED
    if received.media_type in RUNNING:
        return _running_pages(name, received, reading.limits, is_released=is_released)
    if received.media_type == PDF:
        return _pages_of_pdf(source, received, reading, is_released=is_released)
    return pages_as_read(read_pages(name, received.content, received.media_type, reading.limits))


def _running_pages(
    name: str, received: SourceBytes, limits: Limits, *, is_released: bool
) -> ShownPages:
    """Return what a document without pages of its own shows; of one with leaks, on release."""
    content, media_type = received.content, received.media_type
    document_id = received.sha256[:16]
    try:
        pages = read_pages(name, content, media_type, limits)
    except EmptyFileError:
        pages = ()  # Perhaps all of it is hidden.
    except CannotJudge as error:
        raise UnjudgedDocumentError(name=name, detail=str(error), document_id=document_id) from None
    if not is_released:
        refuse_leaks(name, document_id, findings_beside(content, media_type))
    if not pages:
        raise EmptyFileError(name=name)
    return pages_as_read(pages)


def _pages_of_pdf(
    source: SourceFile, received: SourceBytes, reading: Reading, *, is_released: bool
) -> ShownPages:
    name, document_id = source.name, received.sha256[:16]
    pdf = open_pdf(name, received.content, reading.limits, reading.passwords)
    if is_released:
        return released_pages(name, pdf.content, document_id=document_id, earlier=pdf.earlier)
    try:
        pages = read_pages(name, pdf.content, PDF, reading.limits)
    except (DamagedDocumentError, ReaderFailedError) as error:
        return _read_the_second_way(source, pdf, document_id, error)
    return only_shown(
        name, pdf.content, pages, source.file_name, document_id=document_id, earlier=pdf.earlier
    )


def _read_the_second_way(
    source: SourceFile, pdf: OpenedPdf, document_id: str, error: SourceDocumentError
) -> ShownPages:
    """Return what a damaged PDF shows once it is mended.

    Raises:
        SourceDocumentError: ``error`` where it cannot be mended, or shows no text then.
    """
    mended = mend(pdf)
    if mended is None:
        raise error
    try:
        shown = only_shown(
            source.name,
            mended.content,
            None,
            source.file_name,
            document_id=document_id,
            earlier=mended.earlier,
        )
    except NoTextError:
        raise error from None
    return replace(shown, pages=tuple(map(_told_as_mended, shown.pages)))


def _told_as_mended(page: Page) -> Page:
    if not page.reading.reader:
        return page
    return replace(page, reading=replace(page.reading, reader=f"{MENDER}+{page.reading.reader}"))


def _quarantined(
    source: SourceFile, received: SourceBytes, error: SourceDocumentError
) -> Quarantined:
    told = skipped(source, error)
    leaks = error.__cause__
    return Quarantined(
        told.source_name,
        told.reason,
        told.fields,
        sha256=received.sha256,
        media_type=received.media_type,
        findings=leaks.findings if isinstance(leaks, Leaks) else (),
    )


def _labelled(pages: Sequence[Page], minutes: Minutes) -> tuple[Page, ...]:
    return tuple(replace(page, label=minutes.labels.get(page.number, page.label)) for page in pages)


def read_documents(
    sources: Sequence[SourceFile],
    make_executor: Callable[[], Executor],
    reading: Reading,
) -> Generator[tuple[SourceFile, Read], None, None]:
    """Read many source files at the same time, in the order they get done.

    A document that hangs or kills its reader is told, and the others are read. Whoever closes the
    iterator, or stops it with Ctrl-C, waits for none of them.
    """
    executor = make_executor()
    try:
        waiting = {executor.submit(read_document, source, reading): source for source in sources}
        for future in as_completed(waiting):
            source = waiting[future]
            yield source, _outcome(source, future, reading.limits)
    except BaseException:
        executor.shutdown(cancel_futures=True)
        raise
    executor.shutdown()


def _outcome(source: SourceFile, future: "Future[Read]", limits: Limits) -> Read:
    try:
        return future.result()
    except ChildHungError:
        return skipped(source, ReaderHungError(name=source.name, limit=limits.page_seconds))
    except ChildDiedError as error:
        return skipped(source, ReaderFailedError(name=source.name, detail=str(error)))


def pool_factory(workers: int, limits: Limits) -> Callable[[], Executor]:
    """Return what makes the executor for ``read_documents``: a child process for each document.

    Args:
        workers: How many are read at the same time; 0 means one per core.
        limits: What each may take; the same as those of the ``Reading``.
    """
    return partial(ChildProcesses, workers, limits)
