"""Documents -> a generation of the index: written beside the served one, checked, then swapped.

    .building-<random>/ -> checks -> manifest.json -> <utc>-<hash>/ -> current

A job that is killed anywhere before the last step changes nothing that is served.
"""

import fcntl
import hashlib
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.documents import PIPELINE_VERSION
from ingest.records import Records
from ingest.redactions import without_marks
from ingest.sources import EXTENSIONS, SourceFile, copy_source
from lrt_search import __version__
from lrt_search.catalogue import Catalogue, DocumentRecord, SourceRecord, writing
from lrt_search.domain import SENSITIVE_MASK, SkippedSource
from lrt_search.embedding import Embedder
from lrt_search.errors import (
    ArchiveError,
    DamagedIndexError,
    IndexBusyError,
)
from lrt_search.generations import (
    CATALOGUE,
    VECTORS,
    current_name,
    generations_folder,
    make_current,
    sources_folder,
    utc_now,
    write_durably,
    writing_in,
)
from lrt_search.manifest import (
    FILE_NAME,
    FORMAT_VERSION,
    Inventory,
    Manifest,
    ModelRecord,
    SkippedEntry,
    SourceEntry,
    file_sha256,
    read_inventory,
    read_manifest,
)
from lrt_search.threads import find_follow_ups
from lrt_search.vector_index import VectorIndex
from lrt_search.vector_writer import write_vectors
from lrt_search.versions import find_versions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BUILDING = ".building-"
# Passages embedded between two writes to Chroma; small enough for a progress bar that moves.
_EMBED_STEP = 256
_SELF_QUERIES = 16


@dataclass(frozen=True, slots=True)
class Content:
    """What a generation is to hold.

    Attributes:
        records: The documents, each once.
        sources: Under which paths they were ingested, in order.
        skipped: Files that could not be read, by path.
        pipeline_version: Of the program that read the records.
        masked: Whether what looked sensitive was masked.
    """

    records: Records
    sources: tuple[SourceRecord, ...]
    skipped: tuple[tuple[str, SkippedSource], ...]
    masked: bool
    pipeline_version: int = PIPELINE_VERSION


@contextmanager
def index_lock(index: Path) -> Iterator[None]:
    """Hold the index for one writer.

    Raises:
        IndexBusyError: another job holds it.
        IndexNotWritableError: the folder cannot be written.
    """
    with writing_in(index):
        index.mkdir(parents=True, exist_ok=True)
        handle = (index / ".lock").open("w")
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexBusyError(path=str(index)) from error
        yield


def kept_source(index: Path, sha256: str, media_type: str) -> Path:
    """Return where the copy of a source document is kept."""
    return sources_folder(index) / f"{sha256}{EXTENSIONS[media_type]}"


def keep_source(index: Path, source: SourceFile, sha256: str, media_type: str) -> None:
    """Keep a copy of a source document as received; one that is there already stays."""
    kept = kept_source(index, sha256, media_type)
    if kept.exists() and file_sha256(kept) == sha256:
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    waiting = kept.with_name(f"{kept.name}.{secrets.token_hex(4)}.part")
    copy_source(source, waiting)
    waiting.replace(kept)


def write_generation(
    index: Path,
    content: Content,
    embedder: Embedder,
    known_vectors: Mapping[str, "NDArray[np.float32]"],
    on_embedded: Callable[[int], None],
) -> str:
    """Write, check and serve a new generation; return its name.

    Args:
        index: The index folder; the caller holds its lock.
        content: What it is to hold.
        embedder: Makes the vectors that ``known_vectors`` lacks.
        known_vectors: Vectors of unchanged passages, by passage id.
        on_embedded: Called with the number of passages just embedded or carried over.

    Raises:
        IndexNotWritableError: no right, or no room.
        DamagedIndexError: what was written does not agree with what was read.
    """
    folder = generations_folder(index)
    building = folder / f"{_BUILDING}{secrets.token_hex(6)}"
    try:
        with writing_in(index):
            folder.mkdir(parents=True, exist_ok=True)
            sweep(index)
            building.mkdir()
            _write_parts(building, content, embedder, known_vectors, on_embedded)
            _check(building, content)
            manifest = _manifest(building, content, embedder)
            name = _free_name(folder, manifest)
            write_durably(building / FILE_NAME, manifest.to_json())
            building.rename(folder / name)
            make_current(index, name)
            return name
    finally:
        shutil.rmtree(building, ignore_errors=True)


def sweep(index: Path, *, ignore_errors: bool = True) -> None:
    """Remove what killed jobs left behind; the lock says that none is at work."""
    for left in generations_folder(index).glob(f"{_BUILDING}*"):
        shutil.rmtree(left, ignore_errors=ignore_errors)
    for part in sources_folder(index).glob("*.part"):
        part.unlink(missing_ok=True)


def _write_parts(
    building: Path,
    content: Content,
    embedder: Embedder,
    known_vectors: Mapping[str, "NDArray[np.float32]"],
    on_embedded: Callable[[int], None],
) -> None:
    with writing(building / CATALOGUE) as catalogue:
        for record in content.records:
            catalogue.add_document(record)
        catalogue.add_sources(content.sources)
        catalogue.add_versions(
            find_versions((one.document, one.passages, one.redactions) for one in content.records)
        )
        catalogue.add_follow_ups(
            find_follow_ups((one.document, one.passages, one.statements) for one in content.records)
        )
        catalogue.add_skipped(content.skipped)
    write_vectors(
        building / VECTORS, _vectors(content.records, embedder, known_vectors, on_embedded)
    )


def _vectors(
    records: Records,
    embedder: Embedder,
    known: Mapping[str, "NDArray[np.float32]"],
    on_embedded: Callable[[int], None],
) -> Iterator[tuple[list[str], "NDArray[np.float32]"]]:
    import numpy as np

    carried = [p.passage_id for r in records for p in r.passages if p.passage_id in known]
    if carried:
        yield carried, np.stack([known[passage_id] for passage_id in carried])
        on_embedded(len(carried))
    # Minutes repeat themselves, and a document that is released anew repeats most of another.
    by_text: dict[str, list[str]] = {}
    for record in records:
        for number, passage in enumerate(record.passages):
            if passage.passage_id not in known:
                by_text.setdefault(embedded_text(record, number), []).append(passage.passage_id)
    new = list(by_text.items())
    for start in range(0, len(new), _EMBED_STEP):
        step = new[start : start + _EMBED_STEP]
        vectors = embedder.embed_passages([text for text, _ in step], on_embedded)
        ids = [key for _, keys in step for key in keys]
        yield ids, np.repeat(vectors, [len(keys) for _, keys in step], axis=0)
        if len(ids) > len(step):
            on_embedded(len(ids) - len(step))


def embedded_text(record: DocumentRecord, number: int) -> str:
    """Return what is embedded for passage ``number`` (from 0): its context, then its words.

    Neither the mark of a redaction nor the sign for what was masked is a word: a model would make
    a meaning of it.
    """
    passage = record.passages[number]
    context = without_marks(record.document.context_of(passage))
    words = without_marks(passage.quotation)
    text = f"{context}: {words}" if context else words
    return text.replace(SENSITIVE_MASK, "")


def _check(building: Path, content: Content) -> None:
    """Compare what was written with what was to be written.

    Raises:
        DamagedIndexError: they differ.
    """
    catalogue = Catalogue(building / CATALOGUE)
    vectors = VectorIndex(building / VECTORS)
    try:
        catalogue.check()
        counts = catalogue.counts()
        wanted = sum(document.passage_count for document in content.records.documents)
        found = (counts.documents, counts.passages, counts.words, len(vectors))
        if found != (len(content.records), wanted, wanted, wanted):
            raise DamagedIndexError(path=str(building), detail=f"counts differ: {found}, {wanted}")
        for passage_id in catalogue.ids_of(range(1, wanted + 1, max(1, wanted // _SELF_QUERIES))):
            vector = vectors.vectors([passage_id]).get(passage_id)
            near = vectors.nearest(vector, 1) if vector is not None else []
            # A passage with the very same words and context is as near as the passage itself.
            if not near or near[0][1] < 0.999:
                raise DamagedIndexError(path=str(building), detail="a vector does not find itself")
    finally:
        catalogue.close()
        vectors.close()


def _manifest(building: Path, content: Content, embedder: Embedder) -> Manifest:
    documents = {one.document_id: one for one in content.records.documents}
    card = embedder.card
    return Manifest(
        format_version=FORMAT_VERSION,
        pipeline_version=content.pipeline_version,
        masked=content.masked,
        program_version=__version__,
        created_at=utc_now(),
        model=ModelRecord(card.name, card.fingerprint, card.dimension),
        counts={
            "documents": len(content.records),
            "pages": sum(one.page_count for one in documents.values()),
            "passages": sum(one.passage_count for one in documents.values()),
            "skipped": len(content.skipped),
        },
        catalogue_sha256=file_sha256(building / CATALOGUE),
        inventory=Inventory(
            # A file that binds several documents is one source.
            sources=tuple(
                dict.fromkeys(
                    SourceEntry(
                        document.sha256,
                        document.media_type,
                        source.path,
                        source.name,
                        **asdict(source.provenance),
                    )
                    for source in content.sources
                    for document in [documents[source.document_id]]
                )
            ),
            skipped=tuple(
                SkippedEntry(path, one.source_name, one.reason, dict(one.fields))
                for path, one in content.skipped
            ),
        ),
    )


def _free_name(folder: Path, manifest: Manifest) -> str:
    """Name a generation: when it was made, and a short hash of what it was made of."""
    moment = manifest.created_at.replace("-", "").replace(":", "")
    for attempt in count():  # A rebuild within the same second may come to the same content.
        content = f"{manifest.to_json()}{attempt or ''}"
        name = f"{moment}-{hashlib.sha256(content.encode()).hexdigest()[:8]}"
        if not (folder / name).exists():
            return name
    raise AssertionError("count() never ends")


def generation_names(index: Path) -> list[str]:
    """Return the names of all generations, the oldest first."""
    folder = generations_folder(index)
    if not folder.is_dir():
        return []
    return sorted(
        entry.name
        for entry in folder.iterdir()
        if entry.is_dir() and not entry.name.startswith(_BUILDING)
    )


def remove_generation(index: Path, name: str) -> None:
    """Remove a generation; one that is half removed is none any more, and is swept.

    Raises:
        OSError: it cannot be removed.
    """
    folder = generations_folder(index)
    going = folder / f"{_BUILDING}{secrets.token_hex(6)}"
    (folder / name).rename(going)
    shutil.rmtree(going)


def prune_generations(index: Path, keep: int, *, masked: bool = False) -> None:
    """Remove the oldest generations, so that ``keep`` are left; never the served one.

    With them go the copies of documents that were replaced: those that no generation left names.

    Args:
        index: The index folder; the caller holds its lock.
        keep: How many to keep, the served one included.
        masked: Whether none may stay that holds what is masked in the served one.
    """
    served = current_name(index)
    old = [name for name in generation_names(index) if name != served]
    going = set(old[: max(0, len(old) - (keep - 1))])
    if masked:
        going |= {name for name in old if not _is_masked(generations_folder(index) / name)}
    inventories = [inventory for name in going if (inventory := inventory_of(index, name))]
    for name in going:
        shutil.rmtree(generations_folder(index) / name, ignore_errors=True)
    _remove_replaced(index, inventories)


def _remove_replaced(index: Path, gone: Iterable[Inventory]) -> None:
    left = [inventory_of(index, name) for name in generation_names(index)]
    if None in left:
        return  # What that generation names is not known, so nothing goes.
    named = {entry.sha256 for inventory in left if inventory for entry in inventory.sources}
    # A file that cannot be read any more was not replaced: its copy is all that is left of it.
    unread = {entry.path for inventory in left if inventory for entry in inventory.skipped}
    for inventory in gone:
        for entry in inventory.sources:
            if entry.sha256 not in named and entry.path not in unread:
                kept_source(index, entry.sha256, entry.media_type).unlink(missing_ok=True)


def inventory_of(index: Path, name: str) -> Inventory | None:
    """Return the inventory of a generation; None where it cannot be read."""
    try:
        return read_inventory(generations_folder(index) / name)
    except DamagedIndexError:
        return None


def _is_masked(generation: Path) -> bool:
    try:
        return read_manifest(generation).masked
    except ArchiveError:
        return False  # Of another format, or damaged: it cannot say so.
