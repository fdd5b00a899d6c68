"""The files in a ZIP: looked through once in small pieces, and never unpacked to a path.

    archief.zip -> (folders and name, place, SHA-256), or why a file in it is not taken

The process of the job calls this, and must keep nothing of a document that may be refused. So a
file is read in pieces of 64 KiB that are hashed and let go of; that also compares its checksum,
and counts what it really comes to. Names are told and compared, and never used as a path.
"""

import stat
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import ZipFile, ZipInfo

from lrt_search.errors import (
    DamagedDocumentError,
    EmptyFileError,
    EncryptedDocumentError,
    SourceDocumentError,
    UnreadableFileError,
    WrongFormatError,
    ZipLimitError,
)
from lrt_search.language import N_

ZIP_EXTENSION = ".zip"
STEP = 1 << 16  # bytes held at a time

# What a bundle of documents never needs, and a bomb does.
MAX_MEMBERS = 10_000
MAX_BYTES = 4 << 30  # of a ZIP with all that is in it
MAX_RATIO = 100  # times what it takes in the ZIP; minutes in plain text come to some 5 times
_RATIO_FROM = 10 << 20  # bytes; whatever is smaller harms nobody
MAX_DEPTH = 2  # a ZIP, and the ZIPs in it

Trouble = Callable[..., SourceDocumentError]
"""Makes the error about a file, given its ``name``."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a ZIP.

    Attributes:
        places: Where it stands in the list of the ZIP, from 0; for a file of a ZIP within the ZIP
            the place of that ZIP comes first.
        name: Folders and name as the ZIP has them, with "/"; of a file of a ZIP within the ZIP
            with the name of that ZIP before it.
        copy: Which of the files of that name it is, from 1.
        sha256: Of what it holds; None where it cannot be read.
    """

    places: tuple[int, ...]
    name: str
    copy: int = 1
    sha256: str | None = None

    @property
    def full_name(self) -> str:
        """Its name, told from others of the same name."""
        return self.name if self.copy == 1 else f"{self.name} ({self.copy})"


class ZipTrouble(Exception):
    """A ZIP of which no file is taken."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__()


@contextmanager
def open_member(path: Path, places: tuple[int, ...]) -> Iterator[IO[bytes]]:
    """Open a file in the ZIP at ``path`` to read.

    Raises:
        Exception: of any class, as a damaged ZIP has it; ``OSError`` where it cannot be opened.
    """
    with ExitStack() as stack:
        file: IO[bytes] = stack.enter_context(path.open("rb"))
        for place in places:
            package = stack.enter_context(ZipFile(file))
            file = stack.enter_context(_opened(package, package.infolist()[place]))
        yield file


def look_through(path: Path) -> Iterator[tuple[Member, Trouble | None]]:
    """Yield every file in the ZIP at ``path``, with what keeps it out, in the order of the ZIP.

    Raises:
        ZipTrouble: it is no ZIP, is damaged, is empty, or is larger than any bundle.
    """
    left = _Left()
    try:
        with ZipFile(path) as package:
            yield from _members(package, (), "", left)
    except ZipTrouble:
        raise
    except OSError as error:
        raise ZipTrouble(_unreadable(error.strerror or type(error).__name__)) from None
    except Exception:  # A damaged file may raise anything.
        raise ZipTrouble(_damaged(N_("a broken ZIP container"))) from None


class _Left:
    """How much a ZIP, with the ZIPs in it, may still come to."""

    def __init__(self) -> None:
        self.members = MAX_MEMBERS
        self.bytes = MAX_BYTES

    def take(self, entries: list[ZipInfo]) -> None:
        """Count what ``entries`` say that they come to; more is never read of them.

        Raises:
            ZipTrouble: it is too much.
        """
        self.members -= len(entries)
        self.bytes -= sum(entry.file_size for entry in entries)
        if self.members < 0:
            raise ZipTrouble(_too_much(N_("more than 10,000 files")))
        if self.bytes < 0:
            raise ZipTrouble(_too_much(N_("more than 4 GiB")))
        if any(map(_is_bomb, entries)):
            raise ZipTrouble(_too_much(N_("a file that grows more than a hundredfold")))


def _members(
    package: ZipFile, above: tuple[int, ...], prefix: str, left: _Left
) -> Iterator[tuple[Member, Trouble | None]]:
    listed = package.infolist()
    left.take(listed)
    names = {entry.filename for entry in listed}
    if {"[Content_Types].xml", "word/document.xml"} <= names:
        raise ZipTrouble(_wrong("DOCX"))
    seen: Counter[str] = Counter()
    for place, entry in enumerate(listed):
        if entry.is_dir():
            continue
        # Some programs for Windows write its own separator.
        name = prefix + entry.filename.replace("\\", "/")
        seen[name] += 1
        member = Member((*above, place), name, seen[name])
        is_zip = name.lower().endswith(ZIP_EXTENSION)
        if is_zip and len(member.places) >= MAX_DEPTH:
            yield member, _too_much(N_("a ZIP within a ZIP within a ZIP"))
            continue
        found, trouble = _looked_at(package, entry, member)
        if trouble or not is_zip:
            yield found, trouble
            continue
        try:
            with _opened(package, entry) as file, ZipFile(file) as inner:
                yield from _members(inner, member.places, f"{member.full_name}/", left)
        except ZipTrouble as error:
            yield found, error.trouble
        except Exception:
            yield found, _damaged(N_("a broken ZIP container"))
    if not seen:
        raise ZipTrouble(EmptyFileError)


def _looked_at(package: ZipFile, entry: ZipInfo, member: Member) -> tuple[Member, Trouble | None]:
    if entry.flag_bits & 0x1:
        return member, EncryptedDocumentError
    if stat.S_ISLNK(entry.external_attr >> 16):
        return member, _unreadable(N_("a link"))
    digest = sha256()
    try:
        with _opened(package, entry) as file:
            while step := file.read(STEP):
                digest.update(step)
    except Exception as error:
        # zipfile tells of a wrong checksum, of overlapping files, of an unknown compression.
        return member, _damaged(type(error).__name__)
    return Member(member.places, member.name, member.copy, digest.hexdigest()), None


def _opened(package: ZipFile, entry: ZipInfo) -> IO[bytes]:
    file = package.open(entry)
    # How much a ZIP within it holds at a time on the way to another place.
    file.MAX_SEEK_READ = STEP  # type: ignore[attr-defined]
    return file


def _is_bomb(entry: ZipInfo) -> bool:
    return entry.file_size > _RATIO_FROM and entry.file_size > MAX_RATIO * max(
        1, entry.compress_size
    )


def _damaged(detail: str) -> Trouble:
    return lambda name: DamagedDocumentError(name=name, detail=detail)


def _unreadable(detail: str) -> Trouble:
    return lambda name: UnreadableFileError(name=name, detail=detail)


def _too_much(detail: str) -> Trouble:
    return lambda name: ZipLimitError(name=name, detail=detail)


def _wrong(found: str) -> Trouble:
    return lambda name: WrongFormatError(name=name, expected="ZIP", found=found)
