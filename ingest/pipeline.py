"""The whole job on one screen: source files -> a served generation of the index, and a report."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ingest import ocr
from ingest.documents import (
    PIPELINE_VERSION,
    Decisions,
    Read,
    ReadFile,
    Reading,
    pool_factory,
    read_documents,
)
from ingest.index_writer import (
    Content,
    index_lock,
    keep_source,
    kept_source,
    prune_generations,
    write_generation,
)
from ingest.limits import Limits
from ingest.quarantine import (
    Quarantined,
    State,
    decide,
    decisions,
    find_held,
    held_source,
    hold,
    keep_held,
    settle,
    sweep,
)
from ingest.records import PackedRecord, Records
from ingest.sources import MEDIA_TYPES, SourceFile, skipped, source_sha256
from ingest.withdrawal import finish_withdrawals, records_of, refused, vectors_of
from lrt_search.archive import Archive, check_model
from lrt_search.catalogue import DocumentRecord, SourceRecord
from lrt_search.domain import (
    Document,
    Provenance,
    ReadingMethod,
    Searched,
    SensitiveCount,
    SkippedSource,
    file_id_of,
)
from lrt_search.embedding import Embedder
from lrt_search.errors import (
    MissingSourceError,
    NoIndexError,
    NotReleasableError,
    RejectedDocumentError,
    SourceDocumentError,
)
from lrt_search.generations import current_generation
from lrt_search.manifest import (
    Inventory,
    SkippedEntry,
    SourceEntry,
    file_sha256,
    read_inventory,
    read_manifest,
)
from lrt_search.settings import Settings
from lrt_search.withdrawn import withdrawals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Progress(Protocol):
    """Is told how far the job is; the command line draws bars with it."""

    def reading(self, total: int) -> None:
        """``total`` documents are going to be read."""

    def read(self, name: str) -> None:
        """One document was read, or found unreadable."""

    def embedding(self, total: int) -> None:
        """``total`` passages are going to be embedded or carried over."""

    def embedded(self, count: int) -> None:
        """``count`` more passages are done."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a job did.

    Attributes:
        searched: What the archive holds now; None when there is none.
        new: Documents read now that were not in the archive.
        carried: Documents that were in it and stay.
        replaced: Documents that went, because their file has another content now.
        skipped: Files of this job that could not be read.
        unread_pages: Of the documents read now, by name: how many pages could not be read.
        changed: Whether a new generation was written.
        sensitive: Of the documents read now, by name: what a person should judge.
        masked: Whether that was masked.
        reader_missing: Whether pages stayed unread because Tesseract is not installed.
    """

    searched: Searched | None
    new: int
    carried: int
    replaced: int
    skipped: tuple[SkippedSource, ...]
    unread_pages: tuple[tuple[str, int], ...]
    changed: bool
    sensitive: tuple[tuple[str, tuple[SensitiveCount, ...]], ...] = ()
    masked: bool = False
    reader_missing: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    """What the served generation holds.

    Attributes:
        inventory: Every file it was made from.
        files: Documents that can be carried over as they are, by the id of their file: those
            that one file binds stay and go together.
        vectors: Their vectors, by passage id.
        served: Whether there is one that can be opened.
    """

    inventory: Inventory = field(default_factory=Inventory)
    files: dict[str, Records] = field(default_factory=dict)
    vectors: dict[str, "NDArray[np.float32]"] = field(default_factory=dict)
    served: bool = False

    @property
    def ids(self) -> set[str]:
        """The ids of these documents."""
        every = self.files.values()
        return {one.document_id for records in every for one in records.documents}


def build_index(
    settings: Settings,
    embedder: Embedder,
    given: Sequence[SourceFile],
    progress: Progress,
    make_executor: Callable[[], Executor] | None = None,
    passwords: Sequence[str] = (),
) -> Report:
    """Add the files ``given`` to the archive: read what is new, carry over the rest, serve it.

    Args:
        settings: Where the index is, and how many generations to keep.
        embedder: Makes the vectors of new passages.
        given: Files to add; one with the origin of a known file takes its place.
        progress: Is told how far the job is.
        make_executor: Where documents are read; by default in child processes.
        passwords: To be tried on documents that ask for one.

    Raises:
        ArchiveError: the index cannot be written, or was made by another model or format.
        ModelError: the model cannot be loaded.
    """
    with index_lock(settings.index):
        finish_withdrawals(settings)
        known = _served(settings, embedder)
        return _build(settings, embedder, known, given, progress, make_executor, passwords)


def rebuild_index(
    settings: Settings,
    embedder: Embedder,
    progress: Progress,
    make_executor: Callable[[], Executor] | None = None,
    passwords: Sequence[str] = (),
) -> Report:
    """Make the archive anew from the source documents kept in the index, whatever made it.

    A document that asks for a password and gets none is told and leaves the archive.

    Raises:
        NoIndexError: there is no index, so there are no sources.
        ArchiveError, ModelError: as ``build_index``.
    """
    current_generation(settings.index)  # Before the lock, which would make a folder for nothing.
    with index_lock(settings.index):
        inventory = read_inventory(current_generation(settings.index))
        gone = withdrawals(settings.index)
        kept = tuple(entry for entry in inventory.sources if entry.sha256[:16] not in gone)
        known = _Known(replace(inventory, sources=kept))
        report = _build(settings, embedder, known, (), progress, make_executor, passwords)
        # Only now: what is rebuilt may be of a format that cannot be carried over.
        finish_withdrawals(settings)
        return report


def release_document(
    settings: Settings,
    embedder: Embedder,
    document: str,
    reason: str,
    by: str,
    progress: Progress,
    make_executor: Callable[[], Executor] | None = None,
) -> Report:
    """Take a document out of quarantine into the archive, with only what its pages show.

    The decision is recorded before the document is read: none is in the archive without one.

    Args:
        settings: Where the index is, and how many generations to keep.
        embedder: Makes the vectors of new passages.
        document: Its id, or the first digits of its SHA-256.
        reason: Why it may be searched; recorded.
        by: Who decided; recorded.
        progress: Is told how far the job is.
        make_executor: Where documents are read; by default in child processes.

    Raises:
        QuarantineError: there is no such document, or nobody knows what its pages show.
        MissingSourceError: its copy is gone. The decision counts when its file is ingested again.
        ArchiveError, ModelError: as ``build_index``.
    """
    with index_lock(settings.index):
        known = _served(settings, embedder)
        held = find_held(settings.index, document)
        if not held.judged:
            raise NotReleasableError(name=held.name, detail=held.detail)
        decide(settings.index, held, State.RELEASED, reason, by)
        copy = held_source(settings.index, held.sha256, held.media_type)
        if not copy.is_file() or file_sha256(copy) != held.sha256:
            raise MissingSourceError(name=held.name)
        given = [
            SourceFile(copy, origin.name, origin.path, origin.provenance) for origin in held.origins
        ]
        return _build(settings, embedder, known, given, progress, make_executor)


def _build(
    settings: Settings,
    embedder: Embedder,
    known: _Known,
    given: Sequence[SourceFile],
    progress: Progress,
    make_executor: Callable[[], Executor] | None,
    passwords: Sequence[str] = (),
) -> Report:
    sweep(settings.index)
    decided = decisions(settings.index)
    plan = _plan(settings.index, known, given)
    limits = Limits.of(settings)
    reading = Reading(settings.mask_sensitive == "yes", decided, limits, tuple(passwords))
    make_executor = make_executor or pool_factory(settings.workers, limits)
    read = _read(plan.to_read, progress, make_executor, reading)
    _quarantine(settings.index, plan.to_read, read)
    content = _content(known, plan, read, reading)
    leaks = _found_leaking(known, read)
    changed = bool(content.records or leaks) and _changes(known, content)
    if changed:
        for file in plan.to_read:
            result = read[file.origin]
            if isinstance(result, ReadFile):
                _keep(settings.index, file, result.records.documents[0], decided)
        progress.embedding(sum(one.passage_count for one in content.records.documents))
        write_generation(settings.index, content, embedder, known.vectors, progress.embedded)
        # An earlier check let it in: no generation that holds its hidden text may stay.
        keep = 1 if leaks else settings.keep_generations
        prune_generations(settings.index, keep, masked=content.masked)
    documents = content.records.documents
    settle(settings.index, {one.file_id for one in documents}, _now_held(plan, read))
    ids, before = {one.document_id for one in documents}, known.ids
    origins = {file.origin for file in [*given, *plan.to_read]} | plan.lost.keys()
    told = tuple(one for origin, one in content.skipped if origin in origins)
    return Report(
        searched=_counted(settings, embedder) if changed or known.served else None,
        new=len(ids - before),
        carried=len(ids & before),
        replaced=len(before - ids),
        skipped=(*told, *plan.withdrawn.values()),
        unread_pages=_unread_pages(read),
        changed=changed,
        sensitive=_sensitive(read),
        masked=content.masked,
        reader_missing=any(
            _is_half_read(record)
            for one in read.values()
            if isinstance(one, ReadFile)
            for record in one.records
        ),
    )


def _found_leaking(known: _Known, read: Mapping[str, Read]) -> bool:
    """Return whether a document of the archive was put into quarantine now."""
    held = {entry.sha256 for entry in known.inventory.sources}
    return any(isinstance(one, Quarantined) and one.sha256 in held for one in read.values())


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be done with every file, by origin.

    Attributes:
        order: Every origin once: known ones first, in the order they came.
        carried: Files whose documents the archive has already: a row for each document.
        to_read: Files to read.
        lost: Documents whose kept copy is gone, so that they cannot be read anew.
        withdrawn: Files with a withdrawn document, told in the report and kept nowhere.
        no_documents: Files that are none, such as a ZIP: what was told of them is over.
    """

    order: tuple[str, ...]
    carried: dict[str, tuple[SourceRecord, ...]]
    to_read: tuple[SourceFile, ...]
    lost: dict[str, SkippedSource]
    withdrawn: dict[str, SkippedSource]
    no_documents: frozenset[str]


def _plan(index: Path, known: _Known, given: Sequence[SourceFile]) -> _Plan:
    withdrawn = refused(given, withdrawals(index))
    no_documents = frozenset(file.origin for file in given if file.holds_none)
    by_origin = {
        file.origin: file for file in given if file.origin not in withdrawn and not file.holds_none
    }
    carried: dict[str, tuple[SourceRecord, ...]] = {}
    to_read: list[SourceFile] = []
    lost: dict[str, SkippedSource] = {}
    for entry in known.inventory.sources:
        copy = _copy_of(index, entry)
        file = SourceFile(copy, entry.name, entry.path, entry.provenance)
        if entry.path in by_origin:
            continue
        records = known.files.get(entry.sha256[:16])
        if records:
            carried[entry.path] = _rows(entry.path, entry.name, entry.provenance, records)
        elif copy.is_file() and file_sha256(copy) == entry.sha256:
            to_read.append(file)
        else:
            lost[entry.path] = skipped(file, MissingSourceError(name=entry.name))
    for file in by_origin.values():
        records = _known_records(known, file)
        if records is None:
            to_read.append(file)
        else:
            carried[file.origin] = _rows(file.origin, file.name, file.provenance, records)
    old = [entry.path for entry in known.inventory.sources]
    order = tuple(dict.fromkeys([*old, *by_origin]))
    return _Plan(order, carried, tuple(to_read), lost, withdrawn, no_documents)


def _copy_of(index: Path, entry: SourceEntry) -> Path:
    """Return where a copy of a document is: one that was released has it in quarantine only."""
    kept = kept_source(index, entry.sha256, entry.media_type)
    held = held_source(index, entry.sha256, entry.media_type)
    return kept if kept.is_file() or not held.is_file() else held


def _rows(
    origin: str, name: str, provenance: Provenance, records: Records
) -> tuple[SourceRecord, ...]:
    """Say of each document of a file where it came from."""
    return tuple(
        SourceRecord(origin, name, one.document_id, provenance) for one in records.documents
    )


def _known_records(known: _Known, file: SourceFile) -> Records | None:
    """Return the documents with the content of ``file``, if the archive has them unchanged."""
    if not known.files:
        return None
    # Of a file that cannot be read, the reader says what is wrong with it.
    records = known.files.get((source_sha256(file) or "")[:16])
    expected = MEDIA_TYPES.get(file.extension)
    return records if records and records.documents[0].media_type == expected else None


def _read(
    files: Sequence[SourceFile],
    progress: Progress,
    make_executor: Callable[[], Executor],
    reading: Reading,
) -> dict[str, Read]:
    results: dict[str, Read] = {}
    progress.reading(len(files))
    if files:
        with closing(read_documents(files, make_executor, reading)) as reads:
            for file, result in reads:
                results[file.origin] = result
                progress.read(file.name)
    return results


def _quarantine(index: Path, files: Sequence[SourceFile], read: dict[str, Read]) -> None:
    """Put into quarantine what the readers refused; ``read`` tells of a file that got away."""
    for file in files:
        result = read[file.origin]
        if isinstance(result, Quarantined):
            try:
                hold(index, file, result)
            except SourceDocumentError as error:
                read[file.origin] = skipped(file, error)
            else:
                # An earlier check may have let it in.
                kept_source(index, result.sha256, result.media_type).unlink(missing_ok=True)


def _keep(index: Path, file: SourceFile, document: Document, decided: Decisions) -> None:
    """Keep a copy of a document's file: one that was released holds more than it shows."""
    decision = decided.get(document.sha256)
    if decision and decision.state is State.RELEASED:
        keep_held(index, file, document.sha256, document.media_type)
    else:
        keep_source(index, file, document.sha256, document.media_type)


def _now_held(plan: _Plan, read: dict[str, Read]) -> dict[str, str]:
    """Return the id of the content that each file of the job has, where it is known."""
    now = {origin: file_id_of(rows[0].document_id) for origin, rows in plan.carried.items()}
    for origin, result in read.items():
        if isinstance(result, ReadFile):
            now[origin] = result.records.documents[0].file_id
        elif document_id := dict(result.fields).get("document_id"):
            now[origin] = str(document_id)
    return now


def _content(known: _Known, plan: _Plan, read: dict[str, Read], reading: Reading) -> Content:
    before = {entry.path: entry for entry in known.inventory.sources}
    records: dict[str, PackedRecord] = {}
    sources: list[SourceRecord] = []
    failed: dict[str, SkippedSource] = {
        entry.path: _skipped_before(entry, reading.decisions)
        for entry in known.inventory.skipped
        if entry.path not in {*plan.order, *plan.withdrawn, *plan.no_documents}
    }
    for origin in plan.order:
        result = plan.carried.get(origin) or read.get(origin) or plan.lost[origin]
        if isinstance(result, ReadFile):
            found = result.records
            source = found.documents[0].sources[0]
            result = _rows(origin, source.name, source.provenance, found)
        elif isinstance(result, SkippedSource):
            failed[origin] = result
            entry = before.get(origin)
            found = known.files.get(entry.sha256[:16], Records()) if entry else Records()
            if entry is None or not found:
                continue
            # The file is no longer readable; what it held before stays in the archive.
            result = _rows(origin, entry.name, entry.provenance, found)
        else:
            found = known.files[file_id_of(result[0].document_id)]
        for packed in found.packed:
            records.setdefault(packed.document.document_id, packed)
        sources += result
    return Content(
        records=Records(records.values()),
        sources=tuple(sources),
        skipped=tuple(sorted(failed.items())),
        masked=reading.mask_sensitive,
    )


def _skipped_before(entry: SkippedEntry, decided: Decisions) -> SkippedSource:
    """Return why a file of an earlier job is not searchable, after what was decided since."""
    before = SkippedSource(entry.name, entry.reason, tuple(entry.fields.items()))
    document_id = entry.fields.get("document_id")
    for sha256, decision in decided.items():
        if sha256[:16] == document_id and decision.state is State.REJECTED:
            fields = {"name": entry.name, "day": decision.day, "document_id": sha256[:16]}
            return replace(
                before, reason=RejectedDocumentError.__name__, fields=tuple(fields.items())
            )
    return before


def _served(settings: Settings, embedder: Embedder) -> _Known:
    """Read what the served generation holds; nothing where there is none yet."""
    try:
        generation = current_generation(settings.index)
    except NoIndexError:
        return _Known()
    manifest = read_manifest(generation)
    as_now = (PIPELINE_VERSION, settings.mask_sensitive == "yes")
    if (manifest.pipeline_version, manifest.masked) != as_now:
        # Read in another way: every kept source is read anew. The generation is not opened, so
        # that no text of it, perhaps not masked, comes into the memory of the process that writes.
        check_model(manifest, embedder, generation)
        return _Known(manifest.inventory, served=True)
    archive = Archive(generation, embedder, settings)
    try:
        held = records_of(archive)
        records = _as_good_as_can_be(settings.index, manifest.inventory, held)
        return _Known(
            manifest.inventory, _by_file(records), vectors_of(archive, records), served=True
        )
    finally:
        archive.close()


def _by_file(records: Records) -> dict[str, Records]:
    found: dict[str, list[PackedRecord]] = {}
    for one in sorted(records.packed, key=lambda one: one.document.page_numbers.start):
        found.setdefault(one.document.file_id, []).append(one)
    return {file_id: Records(parts) for file_id, parts in found.items()}


def _as_good_as_can_be(index: Path, inventory: Inventory, records: Records) -> Records:
    """Leave out the documents of which more pages can be read now that Tesseract is there.

    One whose kept copy is gone stays as it is.
    """
    if not ocr.available():
        return records
    there = {entry.sha256 for entry in inventory.sources if _copy_of(index, entry).is_file()}
    anew = there & {record.document.sha256 for record in records if _is_half_read(record)}
    return Records(one for one in records.packed if one.document.sha256 not in anew)


def _is_half_read(record: DocumentRecord) -> bool:
    """Return whether pages of a document stayed unread because Tesseract was not installed."""
    return any(page.reading.is_unread_without_reader for page in record.pages)


def _changes(known: _Known, content: Content) -> bool:
    """Whether ``content`` differs from what is served."""
    served = [
        (entry.path, entry.name, entry.sha256[:16], entry.provenance)
        for entry in known.inventory.sources
    ]
    wanted = dict.fromkeys(
        (source.path, source.name, file_id_of(source.document_id), source.provenance)
        for source in content.sources
    )
    # "numbers" are the documents that a bundle lacks: they may be others than before.
    failed = {
        entry.path: (entry.reason, entry.fields.get("numbers")) for entry in known.inventory.skipped
    }
    fails = {path: (one.reason, dict(one.fields).get("numbers")) for path, one in content.skipped}
    ids = {one.document_id for one in content.records.documents}
    return (served, failed) != (list(wanted), fails) or ids != known.ids


def _counted(settings: Settings, embedder: Embedder) -> Searched:
    archive = Archive(current_generation(settings.index), embedder, settings)
    try:
        return archive.searched()
    finally:
        archive.close()


def _unread_pages(read: dict[str, Read]) -> tuple[tuple[str, int], ...]:
    found = []
    for result in read.values():
        if isinstance(result, ReadFile):
            methods = [page.reading.method for record in result.records for page in record.pages]
            if unread := methods.count(ReadingMethod.UNREADABLE):
                found.append((result.records.documents[0].source_names[0], unread))
    return tuple(sorted(found))


def _sensitive(read: dict[str, Read]) -> tuple[tuple[str, tuple[SensitiveCount, ...]], ...]:
    found = []
    for result in read.values():
        if isinstance(result, ReadFile):
            counts = tuple(one for record in result.records for one in record.sensitive)
            if counts:
                found.append((result.records.documents[0].source_names[0], counts))
    return tuple(sorted(found))
