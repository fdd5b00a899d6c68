"""Withdrawing a document: every trace of it goes, and a tombstone says so at its links.

    tombstone -> a generation without the document -> served -> all others, and every copy, removed

The tombstone comes first. A job that is killed anywhere after it is finished by the next job,
whichever that is. Nothing is read or embedded: what stays is carried over as it is.
"""

import re
import shutil
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from ingest.given import words_given
from ingest.index_writer import (
    Content,
    generation_names,
    index_lock,
    inventory_of,
    remove_generation,
    sweep,
    write_generation,
)
from ingest.records import Records
from ingest.sources import SourceFile, skipped, source_sha256
from lrt_search.archive import Archive
from lrt_search.catalogue import Catalogue, DocumentRecord
from lrt_search.domain import SkippedSource, file_id_of
from lrt_search.embedding import ModelCard
from lrt_search.errors import (
    ArchiveError,
    DamagedIndexError,
    InvalidParameterError,
    NoIndexError,
    NotInArchiveError,
    WithdrawnDocumentError,
)
from lrt_search.generations import (
    CATALOGUE,
    current_generation,
    current_name,
    quarantine_folder,
    sources_folder,
    utc_now,
    writing_in,
)
from lrt_search.language import N_
from lrt_search.manifest import ModelRecord, read_manifest
from lrt_search.reviews import forget_reviews_of, holds_reviews_of
from lrt_search.settings import Settings
from lrt_search.withdrawn import Withdrawal, note_reinstated, note_withdrawn, withdrawals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SHORTEST_ID = 4  # digits
_SHA256 = re.compile(r"[0-9a-f]{64}")


def withdraw(settings: Settings, document: str, reason: str, by: str | None = None) -> Withdrawal:
    """Remove a document and every trace of it from the index; return its tombstone.

    A document that is withdrawn already gets the new reason, and keeps its date. Of a file that
    binds several documents all go: the copy of the file holds them all.

    Args:
        settings: Where the index is.
        document: Its id, the beginning of it, or its SHA-256.
        reason: In words; every reader of its links sees it.
        by: Who withdraws it; for the tombstone only.

    Raises:
        InvalidParameterError: one of the three cannot be used.
        NotInArchiveError: there is no such document.
        ArchiveError: there is no index, or it cannot be written as it stands.
    """
    reason = words_given("--reason", reason, full_stop=False)
    by = words_given("--by", by, full_stop=False) if by is not None else None
    if not settings.index.is_dir():
        raise NoIndexError(path=str(settings.index))
    with index_lock(settings.index):
        before = withdrawals(settings.index)
        known = _known(settings.index) | {one.sha256 for one in before.values()}
        sha256 = _the_one(document, known)
        tombstone = Withdrawal(sha256[:16], sha256, utc_now(), reason, by)
        if sha256[:16] in before:
            tombstone = replace(tombstone, at=before[sha256[:16]].at)
        note_withdrawn(settings.index, tombstone)
        finish_withdrawals(settings)
    return tombstone


def bound_with(settings: Settings, document: str) -> int:
    """Return how many documents go when one is withdrawn: those that its file binds, itself too.

    Args:
        settings: Where the index is.
        document: As for ``withdraw``.

    Returns:
        0 where the served generation does not hold it, or cannot be read.
    """
    asked = file_id_of(document.strip().lower())[:16]
    try:
        generation = current_generation(settings.index)
        read_manifest(generation)
        catalogue = Catalogue(generation / CATALOGUE)
    except ArchiveError:
        return 0
    try:
        ids = {source.document_id for source in catalogue.sources()}
    finally:
        catalogue.close()
    return sum(document_id.startswith(asked) for document_id in ids)


def reinstate(settings: Settings, document: str, reason: str, by: str | None = None) -> Withdrawal:
    """Allow a withdrawn document to be taken in again; it comes back only when it is ingested.

    Raises:
        InvalidParameterError, NotInArchiveError, ArchiveError: as ``withdraw``.
    """
    reason = words_given("--reason", reason, full_stop=False)
    by = words_given("--by", by, full_stop=False) if by is not None else None
    if not settings.index.is_dir():
        raise NoIndexError(path=str(settings.index))
    with index_lock(settings.index):
        gone = withdrawals(settings.index)
        sha256 = _the_one(document, {one.sha256 for one in gone.values()})
        line = Withdrawal(sha256[:16], sha256, utc_now(), reason, by)
        note_reinstated(settings.index, line)
    return line


def finish_withdrawals(settings: Settings) -> None:
    """Remove what is left of withdrawn documents; the caller holds the lock of the index.

    Raises:
        ArchiveError: the index cannot be written, or cannot be read as it stands.
    """
    index = settings.index
    gone = {one.sha256 for one in withdrawals(index).values()}
    if not gone:
        return
    with writing_in(index):
        sweep(index, ignore_errors=False)
        if not _left(index, gone):
            return
        if _is_served(index) and _may_hold(index, current_name(index), gone):
            _write_without(settings, {sha256[:16] for sha256 in gone})
        _remove(index, gone)
    if _left(index, gone):
        raise DamagedIndexError(path=str(index), detail="a withdrawn document is still in it")


def refused(
    given: Sequence[SourceFile], gone: Mapping[str, Withdrawal]
) -> dict[str, SkippedSource]:
    """Say which of the files ``given`` hold a withdrawn document, by origin."""
    found: dict[str, SkippedSource] = {}
    for file in given if gone else ():
        # Of a file that cannot be read, the reader says what is wrong with it.
        one = gone.get((source_sha256(file) or "")[:16])
        if one:
            error = WithdrawnDocumentError(
                name=file.name, day=one.day, reason=one.reason, document_id=one.document_id
            )
            found[file.origin] = skipped(file, error)
    return found


def records_of(archive: Archive, without: Set[str] = frozenset()) -> Records:
    """Read documents back from a generation with all they hold, but for the files ``without``."""
    return Records.of(
        archive.catalogue.record(document.document_id)
        for document in archive.documents()
        if document.file_id not in without
    )


def vectors_of(
    archive: Archive, records: Iterable[DocumentRecord]
) -> dict[str, "NDArray[np.float32]"]:
    """Return the vectors of all passages of ``records``, by passage id."""
    ids = [passage.passage_id for one in records for passage in one.passages]
    return archive.vectors.vectors(ids)


# --- what is asked -------------------------------------------------------------------------


def _known(index: Path) -> set[str]:
    """Return the SHA-256 of every document that the index holds or held, in whatever form."""
    found = {
        entry.sha256
        for name in generation_names(index)
        for inventory in [inventory_of(index, name)]
        if inventory
        for entry in inventory.sources
    }
    for folder in (sources_folder(index), quarantine_folder(index)):
        if folder.is_dir():
            found |= {path.name[:64] for path in folder.iterdir()}
    return {sha256 for sha256 in found if _SHA256.fullmatch(sha256)}


def _the_one(document: str, known: set[str]) -> str:
    """Return the SHA-256 that begins with ``document``.

    Raises:
        InvalidParameterError: it is too short, or more than one begins so.
        NotInArchiveError: none does.
    """
    asked = file_id_of(document.strip().lower())
    if len(asked) < _SHORTEST_ID:
        expected = N_("give at least 4 digits of the id")
        raise InvalidParameterError(name="DOCUMENT", expected=expected)
    fitting = sorted(sha256 for sha256 in known if sha256.startswith(asked))
    if not fitting:
        raise NotInArchiveError(document_id=asked[:64])
    if len(fitting) > 1:
        expected = N_("more than one document begins so; give more digits of the id")
        raise InvalidParameterError(name="DOCUMENT", expected=expected)
    return fitting[0]


# --- what is left, and its removal ---------------------------------------------------------


def _left(index: Path, gone: set[str]) -> bool:
    """Whether anything of the documents ``gone`` is in the index still."""
    names = generation_names(index)
    if any(_may_hold(index, name, gone) for name in names) or _named(index, gone):
        return True
    return holds_reviews_of(index, {sha256[:16] for sha256 in gone})


def _may_hold(index: Path, name: str, gone: set[str]) -> bool:
    inventory = inventory_of(index, name)
    # One that cannot say what it holds may hold it.
    return inventory is None or bool(gone & {entry.sha256 for entry in inventory.sources})


def _named(index: Path, gone: set[str]) -> list[Path]:
    """Return files and folders with the id of a document in their name: copies of every kind."""
    ids = {sha256[:16] for sha256 in gone}
    return [path for path in index.rglob("*") if any(one in path.name for one in ids)]


def _remove(index: Path, gone: set[str]) -> None:
    """Remove all generations but the served one, and every copy.

    Raises:
        OSError: something cannot be removed.
    """
    served = current_name(index) if _is_served(index) else None
    others = [name for name in generation_names(index) if name != served]
    # Those that hold it go last: as long as one is there, a killed job is known to be unfinished.
    for name in sorted(others, key=lambda name: _may_hold(index, name, gone)):
        remove_generation(index, name)
    forget_reviews_of(index, {sha256[:16] for sha256 in gone})
    for path in _named(index, gone):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _write_without(settings: Settings, ids: set[str]) -> None:
    """Serve a generation that holds what the served one holds, but for the files ``ids``."""
    generation = current_generation(settings.index)
    manifest = read_manifest(generation)
    model = _ModelOfBefore(manifest.model, settings.index)
    archive = Archive(generation, model, settings)
    try:
        records = records_of(archive, without=ids)
        vectors = vectors_of(archive, records)
        sources, skips = archive.catalogue.sources(), archive.catalogue.skipped()
    finally:
        archive.close()
    going = [source for source in sources if file_id_of(source.document_id) in ids]
    paths = {source.path for source in going}
    names = {source.name for source in going}
    content = Content(
        records=records,
        sources=tuple(source for source in sources if source not in going),
        # The file may have been unreadable at another time: its name goes as well.
        skipped=tuple(
            (path, one)
            for path, one in skips.items()
            if path not in paths and one.source_name not in names
        ),
        pipeline_version=manifest.pipeline_version,
        masked=manifest.masked,
    )
    write_generation(settings.index, content, model, vectors, lambda count: None)


class _ModelOfBefore:
    """Stands in for the model where every vector is carried over, so that none is loaded."""

    def __init__(self, made: ModelRecord, index: Path) -> None:
        self._index = index
        self.card = ModelCard(made.name, made.fingerprint, made.dimension, max_tokens=0)

    def embed_passages(self, texts: Sequence[str], on_progress: object = None) -> NoReturn:
        raise DamagedIndexError(path=str(self._index), detail="a passage has no vector")

    def embed_query(self, text: str) -> NoReturn:
        raise NotImplementedError

    def embed_queries(self, texts: Sequence[str]) -> NoReturn:
        raise NotImplementedError


def _is_served(index: Path) -> bool:
    try:
        current_name(index)
    except NoIndexError:
        return False
    return True
