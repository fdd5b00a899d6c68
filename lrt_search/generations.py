"""Where things are in the index folder, and which generation is served.

index/
  current                      the name of the generation that is served
  generations/<name>/          manifest.json, catalogue.sqlite3, chroma/
  sources/<sha256>.<ext>       the documents as received
  withdrawn.jsonl              what was withdrawn, when and why
  reviews.jsonl                which statements a person confirmed or rejected
  quarantine/<sha256>.<ext>    documents that hold more than they show, with a record of each
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from lrt_search.errors import DamagedIndexError, IndexNotWritableError, NoIndexError

CATALOGUE = "catalogue.sqlite3"
VECTORS = "chroma"


def generations_folder(index: Path) -> Path:
    """The folder that holds the generations, one folder each."""
    return index / "generations"


def sources_folder(index: Path) -> Path:
    """The folder that holds the documents as received."""
    return index / "sources"


def quarantine_folder(index: Path) -> Path:
    """The folder that holds the documents in quarantine; only the job reads it."""
    return index / "quarantine"


def current_name(index: Path) -> str:
    """Return the name of the generation that is served.

    Raises:
        NoIndexError: nothing is served yet.
        DamagedIndexError: the pointer does not name a generation.
    """
    try:
        name = (index / "current").read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoIndexError(path=str(index)) from error
    except (OSError, ValueError) as error:
        raise DamagedIndexError(path=str(index), detail="'current' cannot be read") from error
    if not name or Path(name).name != name or not (generations_folder(index) / name).is_dir():
        raise DamagedIndexError(path=str(index), detail="'current' names no generation")
    return name


def current_generation(index: Path) -> Path:
    """Return the folder of the generation that is served.

    Raises:
        NoIndexError, DamagedIndexError: as ``current_name``.
    """
    return generations_folder(index) / current_name(index)


def make_current(index: Path, name: str) -> None:
    """Serve the generation ``name`` from now on, in one step that cannot be half done."""
    waiting = index / "current.new"
    write_durably(waiting, name + "\n")
    waiting.replace(index / "current")


def utc_now() -> str:
    """Return the moment as the index writes it down: "2026-11-23T12:00:00Z"."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def writing_in(folder: Path) -> Iterator[None]:
    """Tell what the operating system says when ``folder`` cannot be written.

    Raises:
        IndexNotWritableError: no right, or no room.
    """
    try:
        yield
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise IndexNotWritableError(path=str(folder), detail=detail) from error


def flush_to_disk(path: Path) -> None:
    """Wait until a file is on disk, or the names in a folder."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def write_durably(path: Path, text: str) -> None:
    """Write a file, and wait until what it holds is on disk."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def append_durably(path: Path, line: str) -> None:
    """Write a line to the end of a file, and wait until it is on disk.

    Args:
        path: The file; it is made where there is none.
        line: With its line feed.
    """
    with path.open("ab+") as file:
        file.seek(0)
        whole = file.read()
        # What a killed job began to write and did not end would spoil the next line.
        file.truncate(whole.rfind(b"\n") + 1)
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())
    flush_to_disk(path.parent)  # The name of a new file is on disk only then.
