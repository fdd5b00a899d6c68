"""Which documents were withdrawn, when and why: the tombstones in ``withdrawn.jsonl``.

A tombstone never holds a title, a file name or a word of the document. It is written before
anything is removed, so that a job that was killed is finished by the next one.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from lrt_search.errors import DamagedIndexError, WithdrawnError
from lrt_search.generations import append_durably, writing_in

_WITHDRAWN, _REINSTATED = "withdrawn", "reinstated"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a document was withdrawn.

    Attributes:
        document_id: Its id, which its links hold.
        sha256: Of the document; it is not taken in again.
        at: UTC, "2026-11-23T12:00:00Z".
        reason: In words; shown to every reader who follows a link.
        by: Who withdrew it, as told on the command line; never shown on a page.
    """

    document_id: str
    sha256: str
    at: str
    reason: str
    by: str | None = None

    @property
    def day(self) -> str:
        """The day in UTC, "2026-11-23"."""
        return self.at[:10]

    def error(self) -> WithdrawnError:
        """Return what tells a reader of it."""
        return WithdrawnError(document_id=self.document_id, day=self.day, reason=self.reason)


def tombstones_file(index: Path) -> Path:
    """The file of the index that holds the tombstones."""
    return index / "withdrawn.jsonl"


def withdrawals(index: Path) -> dict[str, Withdrawal]:
    """Return the documents that are withdrawn now, by id, in the order that they went.

    Raises:
        DamagedIndexError: a line cannot be read. To pass over it might show a document again.
    """
    found: dict[str, Withdrawal] = {}
    try:
        lines = tombstones_file(index).read_text(encoding="utf-8").splitlines(keepends=True)
    except FileNotFoundError:
        return found
    except (OSError, ValueError) as error:
        raise DamagedIndexError(path=str(index), detail="withdrawn.jsonl") from error
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            action, one = entry.pop("action"), Withdrawal(**entry)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            if not line.endswith("\n"):
                break  # The job that wrote it was killed, and has removed nothing yet.
            detail = f"withdrawn.jsonl, line {number}"
            raise DamagedIndexError(path=str(index), detail=detail) from error
        found.pop(one.document_id, None)
        if action == _WITHDRAWN:
            found[one.document_id] = one
    return found


def note_withdrawn(index: Path, withdrawal: Withdrawal) -> None:
    """Write a tombstone to disk; the caller holds the lock of the index.

    Raises:
        IndexNotWritableError: no right, or no room.
    """
    _append(index, _WITHDRAWN, withdrawal)


def note_reinstated(index: Path, withdrawal: Withdrawal) -> None:
    """Write that a document may be taken in again; the caller holds the lock of the index.

    Raises:
        IndexNotWritableError: no right, or no room.
    """
    _append(index, _REINSTATED, withdrawal)


def _append(index: Path, action: str, withdrawal: Withdrawal) -> None:
    line = json.dumps({"action": action, **asdict(withdrawal)}, ensure_ascii=False) + "\n"
    with writing_in(index):
        append_durably(tombstones_file(index), line)
