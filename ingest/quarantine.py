"""The quarantine: documents that hold more than they show, and what was decided about them.

    index/quarantine/<sha256>.pdf     the document as received
    index/quarantine/<sha256>.json    what was found in it (never the words), and every decision

Only the user who runs the jobs may look into the folder; nothing that is served reads it. Writers
hold the lock of the index. A record is written after the copy that it speaks of, each in one step.
"""

import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from ingest.findings import Finding, FindingKind
from ingest.sources import EXTENSIONS, SourceFile, copy_source
from lrt_search import __version__
from lrt_search.domain import NO_PROVENANCE, Provenance, SkippedSource
from lrt_search.errors import (
    AmbiguousIdError,
    DamagedQuarantineError,
    NotInQuarantineError,
    ReaderFailedError,
    UnjudgedDocumentError,
)
from lrt_search.generations import flush_to_disk, quarantine_folder, utc_now, writing_in
from lrt_search.language import N_
from lrt_search.manifest import file_sha256

_RECORD_NAME = re.compile(r"[0-9a-f]{64}\.json")
# So few digits may name another document than the one that was meant.
_FEWEST_DIGITS = 4
_PROGRAM = "lrt-search"


class State(StrEnum):
    """What became of a document in quarantine."""

    WAITING = "waiting"  # for somebody to decide
    RELEASED = "released"  # what its pages show may be searched
    REJECTED = "rejected"  # it is never read again, and its copy is gone
    REPLACED = "replaced"  # its file holds another document now
    CLEARED = "cleared"  # a later check found nothing in it


_CLOSED = {State.REJECTED, State.REPLACED, State.CLEARED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined(SkippedSource):
    """A source that is not searchable, because it holds what its pages do not show.

    Attributes:
        sha256: Of the document.
        media_type: Of the document.
        findings: What was found, the harmless too; empty where it could not be judged.
    """

    sha256: str
    media_type: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A change of state.

    Attributes:
        at: UTC, "2026-11-23T12:00:00Z".
        by: Who decided; the name of this program where it closed the record itself.
        state: What the document became.
        reason: In the words of who decided; never shown outside the quarantine.
    """

    at: str
    by: str
    state: State
    reason: str

    @property
    def day(self) -> str:
        """The day of ``at``: "2026-11-23"."""
        return self.at[:10]


@dataclass(frozen=True, slots=True)
class Origin:
    """A file that held the document.

    Attributes:
        path: Where it came from.
        name: How it is called.
        provenance: Where it was published.
    """

    path: str
    name: str
    provenance: Provenance = NO_PROVENANCE


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A record of the quarantine.

    Attributes:
        document_id: The first 16 hexadecimal digits of ``sha256``.
        sha256: Of the document as received.
        media_type: Of the document.
        origins: The files that held it, in the order they came.
        trouble: Name of the error class that kept it out.
        detail: Why it could not be judged; empty where it was.
        findings: What was found, as in ``Quarantined``.
        first_seen: UTC.
        program_version: Of the program that looked last.
        decisions: In the order they were made.
    """

    document_id: str
    sha256: str
    media_type: str
    origins: tuple[Origin, ...]
    trouble: str
    detail: str
    findings: tuple[Finding, ...]
    first_seen: str
    program_version: str
    decisions: tuple[Decision, ...] = ()

    @property
    def name(self) -> str:
        """How it is called: as the first file that held it."""
        return self.origins[0].name

    @property
    def judged(self) -> bool:
        """Whether it could be found out what its pages show."""
        return self.trouble != UnjudgedDocumentError.__name__

    @property
    def state(self) -> State:
        """What became of it."""
        return self.decisions[-1].state if self.decisions else State.WAITING


def held_source(index: Path, sha256: str, media_type: str) -> Path:
    """Return where the copy of a document in quarantine is kept."""
    return quarantine_folder(index) / f"{sha256}{EXTENSIONS[media_type]}"


# --- Reading -----------------------------------------------------------------------------------


def held_documents(index: Path) -> tuple[HeldDocument, ...]:
    """Return every record, the oldest first.

    Raises:
        DamagedQuarantineError: one cannot be read.
        IndexNotWritableError: the quarantine belongs to another user.
    """
    folder = quarantine_folder(index)
    if not folder.exists():
        return ()
    with writing_in(folder):
        names = [entry.name for entry in os.scandir(folder)]
    records = [_read(folder / name) for name in names if _RECORD_NAME.fullmatch(name)]
    return tuple(sorted(records, key=lambda held: (held.first_seen, held.name)))


def find_held(index: Path, digits: str) -> HeldDocument:
    """Return the one document whose id or SHA-256 begins with ``digits``.

    Raises:
        NotInQuarantineError: there is none.
        AmbiguousIdError: there is more than one.
    """
    wanted = digits.strip().lower()
    found = [held for held in held_documents(index) if held.sha256.startswith(wanted)]
    if not found or len(wanted) < _FEWEST_DIGITS:
        raise NotInQuarantineError(document_id=digits)
    if len(found) > 1:
        raise AmbiguousIdError(document_id=digits, count=len(found))
    return found[0]


def decisions(index: Path) -> dict[str, Decision]:
    """Return what was decided, by SHA-256, about documents that were released or rejected."""
    return {
        held.sha256: held.decisions[-1]
        for held in held_documents(index)
        if held.state in {State.RELEASED, State.REJECTED}
    }


def _record(index: Path, sha256: str) -> Path:
    return quarantine_folder(index) / f"{sha256}.json"


def _read(path: Path) -> HeldDocument:
    try:
        return _parsed(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedQuarantineError(path=str(path), detail=type(error).__name__) from None


def _origin(found: dict[str, Any]) -> Origin:
    # A record of an earlier version does not say where the file was published.
    return Origin(**{**found, "provenance": Provenance(**found.get("provenance", {}))})


def _parsed(found: dict[str, Any]) -> HeldDocument:
    lists = {
        "origins": tuple(_origin(one) for one in found["origins"]),
        "findings": tuple(
            Finding(**{**one, "kind": FindingKind(one["kind"])}) for one in found["findings"]
        ),
        "decisions": tuple(
            Decision(**{**one, "state": State(one["state"])}) for one in found["decisions"]
        ),
    }
    return HeldDocument(**{**found, **lists})


# --- Writing -----------------------------------------------------------------------------------


def sweep(index: Path) -> None:
    """Remove what a killed job left behind: half files, and copies that no record needs.

    Raises:
        DamagedQuarantineError: a record cannot be read.
        IndexNotWritableError: no right.
    """
    folder = quarantine_folder(index)
    needed = {held.sha256 for held in held_documents(index) if held.state not in _CLOSED}
    if not folder.exists():
        return
    with writing_in(folder):
        for path in list(folder.iterdir()):
            is_copy = path.suffix in EXTENSIONS.values()
            if path.suffix == ".part" or (is_copy and path.stem not in needed):
                path.unlink()


def hold(index: Path, source: SourceFile, found: Quarantined) -> None:
    """Put a document in quarantine, or write down what was found in it now.

    Raises:
        ReaderFailedError: the file is no longer what was read.
        IndexNotWritableError: no right, or no room.
    """
    record = _record(index, found.sha256)
    known = _read(record) if record.exists() else None
    keep_held(index, source, found.sha256, found.media_type)
    origin = Origin(source.origin, found.source_name, source.provenance)
    held = HeldDocument(
        document_id=found.sha256[:16],
        sha256=found.sha256,
        media_type=found.media_type,
        origins=(origin,),
        trouble=found.reason,
        detail=str(dict(found.fields).get("detail", "")),
        findings=found.findings,
        first_seen=utc_now(),
        program_version=__version__,
    )
    if known is not None:
        held = replace(
            held,
            origins=tuple(dict.fromkeys([*_origins_beside(known, origin), origin])),
            first_seen=known.first_seen,
            decisions=known.decisions,
        )
        if held.state in _CLOSED:
            held = _with_decision(held, State.WAITING, "", _PROGRAM)
    if held != known:
        _write(index, held)


def _origins_beside(known: HeldDocument, origin: Origin) -> Sequence[Origin]:
    """Return the files that held a document until now; of a closed record none holds it yet."""
    if known.state in _CLOSED:
        return ()
    return [one for one in known.origins if one.path != origin.path or one == origin]


def keep_held(index: Path, source: SourceFile, sha256: str, media_type: str) -> None:
    """Keep a copy of a document in quarantine; one that is there already stays.

    Raises:
        ReaderFailedError: the file is no longer what was read.
        IndexNotWritableError: no right, or no room.
    """
    copy = held_source(index, sha256, media_type)
    if copy.exists() and file_sha256(copy) == sha256:
        return
    changed = ReaderFailedError(name=source.name, detail=N_("it changed while it was read"))
    if not source.path.is_file():
        raise changed
    with _new_file(copy) as waiting:
        copy_source(source, waiting)
        if file_sha256(waiting) != sha256:
            raise changed


def decide(index: Path, held: HeldDocument, state: State, reason: str, by: str) -> HeldDocument:
    """Record a decision and return the record; a document that is not to come back loses its copy.

    Raises:
        IndexNotWritableError: no right, or no room.
    """
    decided = _with_decision(held, state, reason, by)
    _write(index, decided)
    if state in _CLOSED:
        remove_copy(index, held.sha256)
    return decided


def settle(index: Path, indexed: Set[str], now: Mapping[str, str]) -> None:
    """Close the records that a job has settled.

    Args:
        index: The index folder; the caller holds its lock.
        indexed: The ids of the documents that are in the archive after the job.
        now: The id of the document that each file of the job held, by origin.
    """
    for held in held_documents(index):
        if held.document_id in indexed:
            if held.state is State.WAITING:
                decide(index, held, State.CLEARED, "", _PROGRAM)
        elif held.state not in _CLOSED:
            left = tuple(
                origin
                for origin in held.origins
                if now.get(origin.path, held.document_id) == held.document_id
            )
            if not left:
                decide(index, held, State.REPLACED, "", _PROGRAM)
            elif left != held.origins:
                _write(index, replace(held, origins=left))


def remove_copy(index: Path, sha256: str) -> None:
    """Remove the copy of a document from quarantine; its record stays."""
    with writing_in(quarantine_folder(index)):
        for extension in EXTENSIONS.values():
            (quarantine_folder(index) / f"{sha256}{extension}").unlink(missing_ok=True)


def _with_decision(held: HeldDocument, state: State, reason: str, by: str) -> HeldDocument:
    return replace(held, decisions=(*held.decisions, Decision(utc_now(), by, state, reason)))


def _write(index: Path, held: HeldDocument) -> None:
    text = json.dumps(asdict(held), indent=2, ensure_ascii=False) + "\n"
    with _new_file(_record(index, held.sha256)) as waiting:
        waiting.write_text(text, encoding="utf-8")


@contextmanager
def _new_file(path: Path) -> Iterator[Path]:
    """Yield a file to fill, for this user only; it gets its name when it is whole and on disk."""
    with writing_in(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        waiting = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        os.close(os.open(waiting, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            yield waiting
            flush_to_disk(waiting)
            waiting.replace(path)
            flush_to_disk(path.parent)
        finally:
            waiting.unlink(missing_ok=True)
