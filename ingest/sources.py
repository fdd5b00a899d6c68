"""Which files to read: paths on the command line -> source files, in a fixed order.

A ZIP is a folder of files; what stands beside a document, or in the inventory list of a bundle,
says where it was published (``provenance.py``).
"""

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from ingest import provenance, zips
from ingest.file_names import known_extension, private_words
from ingest.zips import ZIP_EXTENSION, Member, Trouble, ZipTrouble, open_member
from lrt_search.domain import NO_PROVENANCE, Provenance, SkippedSource
from lrt_search.errors import (
    DamagedDocumentError,
    EmptyFileError,
    EncryptedDocumentError,
    LinkOutsideError,
    NothingToIngestError,
    PathNotFoundError,
    ReaderFailedError,
    SourceDocumentError,
    UnreadableFileError,
    UnsupportedFormatError,
    WrongFormatError,
)
from lrt_search.language import N_
from lrt_search.manifest import file_sha256

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TXT = "text/plain"
HTML = "text/html"

MEDIA_TYPES = {".pdf": PDF, ".docx": DOCX, ".txt": TXT, ".htm": HTML, ".html": HTML}
EXTENSIONS = {media_type: extension for extension, media_type in MEDIA_TYPES.items()}
# What is no document and is told in other words than its extension.
_KINDS = {".eml": N_("an e-mail message"), ".msg": N_("an e-mail message")}

# What Windows puts before a text that it calls "Unicode".
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")

# The name of the part that holds a Word document with a password, in a container of old Office.
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")

# Readers accept a PDF with rubbish before its header; ISO 32000 has it in the first 1,024 bytes,
# files in the wild have it further on.
_HEADER_WINDOW = 8192


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to ingest.

    Attributes:
        path: Where to read it; absolute. It is never stored or told: see ``name``.
        name: How it is called in reports: the path below the folder that was given, or an alias
            where that says something about a person.
        origin: Where it came from first, as text; another file under the same origin is a new
            version of it. It differs from ``path`` where the copy kept in the index is read, and
            where there is an alias.
        provenance: Where it was published, as far as it is known.
        member: Its place in the ZIP at ``path``; None where it is no file of a ZIP.
        refusal: Why it is not to be read, where that is known before it is opened.
        holds_none: Whether it is no document: a ZIP, whose files are listed, or a file that says
            where others were published. It is neither read nor told as not searchable.
    """

    path: Path
    name: str
    origin: str
    provenance: Provenance = NO_PROVENANCE
    member: Member | None = None
    refusal: SkippedSource | None = None
    holds_none: bool = False

    @property
    def file_name(self) -> str:
        """How the file itself is called, without folders; never stored or told."""
        return PurePosixPath(self.member.name).name if self.member else self.path.name

    @property
    def extension(self) -> str:
        """The end of its file name in small letters: ".pdf"."""
        return PurePosixPath(self.file_name).suffix.lower()


@dataclass(frozen=True, slots=True)
class SourceBytes:
    """What a source file holds.

    Attributes:
        content: The bytes as received.
        sha256: Of ``content``.
        media_type: One of ``MEDIA_TYPES``.
    """

    content: bytes
    sha256: str
    media_type: str


def find_sources(paths: Iterable[Path]) -> list[SourceFile]:
    """List every file under ``paths``, each once, sorted by name within a folder.

    A ZIP stands for the files in it. Files that say where others were published are listed too.

    Raises:
        PathNotFoundError: for a path that does not exist.
        NothingToIngestError: when there is no file at all.
    """
    given = list(paths)
    for path in given:
        if not path.exists():
            raise PathNotFoundError(path=printable(str(path)))
    roots = [path.resolve() for path in given]
    found: dict[tuple[Path, Member | None], SourceFile] = {}
    for path in given:
        for file in _files_under(path, roots):
            found.setdefault((file.path, file.member), file)
    if not found:
        raise NothingToIngestError(path=", ".join(printable(str(path)) for path in given) or ".")
    return _with_provenance(list(found.values()))


def _files_under(path: Path, roots: Sequence[Path]) -> Iterator[SourceFile]:
    root = path.resolve()
    if not root.is_dir():
        yield from _source(root, path.name)
        return
    closed: list[OSError] = []
    for folder, subfolders, names in os.walk(root, onerror=closed.append):
        subfolders.sort()
        # A link to a folder is not followed: it may lead in a circle.
        links = [name for name in subfolders if (Path(folder) / name).is_symlink()]
        for name in sorted(names + links):
            yield from _linked_or_not(root, Path(folder) / name, roots)
    for error in closed:  # A folder that may not be read: listed too, so that the reader tells.
        yield from _source(Path(error.filename), _below(root, Path(error.filename)))


def _linked_or_not(root: Path, path: Path, roots: Sequence[Path]) -> Iterator[SourceFile]:
    name = _below(root, path)
    if not (path.is_symlink() and os.path.exists(path)):
        yield from _source(path, name)
    elif not any(Path(os.path.realpath(path)).is_relative_to(one) for one in roots):
        # Not followed: a folder that was given may come from anybody.
        yield _named(path, name, None, LinkOutsideError)
    # A link to what was given too is passed over: that is listed by its own name.


def _below(root: Path, path: Path) -> str:
    return str(Path(root.name) / path.relative_to(root))


def _source(path: Path, name: str) -> Iterator[SourceFile]:
    if path.suffix.lower() != ZIP_EXTENSION or not path.is_file():
        yield _named(path, name)
        return
    try:
        for member, trouble in zips.look_through(path):
            yield _named(path, f"{name}/{member.full_name}", member, trouble)
    except ZipTrouble as error:
        yield _named(path, name, None, error.trouble)
    else:
        yield replace(_named(path, name), holds_none=True)


def _named(
    path: Path, name: str, member: Member | None = None, trouble: Trouble | None = None
) -> SourceFile:
    inside = PurePosixPath(member.name).parts if member else ()
    if any(map(private_words, {*path.parts, *Path(name).parts, *inside})):
        alias = _alias(path, member)
        file = SourceFile(path, alias, alias, member=member)
    else:
        # Bytes that are no UTF-8 are written out: two such names must not become one origin.
        origin = "/".join([str(path), member.full_name] if member else [str(path)])
        origin = origin.encode("utf-8", "backslashreplace").decode()
        file = SourceFile(path, printable(name), origin, member=member)
    return _refused(file, trouble) if trouble else file


def _refused(file: SourceFile, trouble: Trouble) -> SourceFile:
    return replace(file, refusal=skipped(file, trouble(name=file.name)), holds_none=False)


def skipped(source: SourceFile, error: SourceDocumentError) -> SkippedSource:
    """Put an error about one document into the form that the report and the catalogue keep."""
    return SkippedSource(source.name, type(error).__name__, tuple(error.fields.items()))


def _with_provenance(files: Sequence[SourceFile]) -> list[SourceFile]:
    """Fill in where each file was published."""
    given = [
        provenance.GivenFile(
            folder=_folder(file), name=file.file_name, read=partial(_small_content, file)
        )
        for file in files
    ]
    known = []
    for file, told in zip(files, provenance.told_of(given), strict=True):
        known.append(
            replace(file, provenance=told.provenance, holds_none=file.holds_none or told.tells)
        )
        if told.trouble:
            known[-1] = _refused(known[-1], told.trouble)
    return known


def _folder(file: SourceFile) -> tuple[str, ...]:
    if file.member is None:
        return file.path.parts[:-1]
    return (*file.path.parts, *PurePosixPath(file.member.name).parts[:-1])


def _small_content(file: SourceFile) -> bytes | None:
    """Return what a file with a list or a sidecar holds; None where it cannot be read."""
    if file.refusal or not file.path.is_file():
        return None
    try:
        content = _content(file, limit=provenance.MAX_BYTES + 1)
    except SourceDocumentError:
        return None  # The reader says what is wrong with it.
    return content if len(content) <= provenance.MAX_BYTES else None


def source_sha256(source: SourceFile) -> str | None:
    """Return the SHA-256 of what a file holds; None where it cannot be read.

    Nothing of it stays in the memory of this process (``docs/hidden-text.md``).
    """
    if source.refusal:
        return None
    if source.member:
        return source.member.sha256
    try:
        # A pipe is never opened: it would be waited for.
        return file_sha256(source.path) if source.path.is_file() else None
    except OSError:
        return None


def copy_source(source: SourceFile, to: Path) -> None:
    """Copy what a file holds to a path; a file of a ZIP in pieces that are let go of.

    Raises:
        ReaderFailedError: it is not what it was when the files were listed.
    """
    try:
        with _opened(source) as file, to.open("wb") as copy:
            shutil.copyfileobj(file, copy, zips.STEP)
    except OSError:
        raise
    except Exception as error:  # A ZIP that was altered may raise anything.
        raise _changed(source) from error


def _alias(path: Path, member: Member | None = None) -> str:
    """Return another name for a file, which ``sha256sum`` finds it by.

    Its own name is not hashed: whoever tries all names, or all nine digits, would find it again.
    """
    digest = source_sha256(SourceFile(path, "", "", member=member))
    if digest:
        return f"bestand {digest[:12]}"
    places = member.places if member else ()
    return "-".join(map(str, [f"bestand {path.lstat().st_ino}", *places]))


def printable(name: str) -> str:
    """Make a file name safe to print: it may hold line feeds or bytes that are no UTF-8."""
    text = name.encode("utf-8", "replace").decode("utf-8")
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def read_source(source: SourceFile) -> SourceBytes:
    """Read a file and make sure that it is of the kind its name says.

    Raises:
        SourceDocumentError: the subclass says why it cannot be taken.
    """
    if source.path.is_symlink() and not source.path.exists():
        raise UnreadableFileError(name=source.name, detail=N_("a link to nowhere"))
    if not source.path.is_file():
        raise UnreadableFileError(name=source.name, detail=N_("not an ordinary file"))
    expected = MEDIA_TYPES.get(source.extension)
    if expected is None:
        raise UnsupportedFormatError(name=source.name, kind=_kind_in_words(source))
    content = _content(source)
    sha256 = hashlib.sha256(content).hexdigest()
    if source.member and source.member.sha256 != sha256:
        raise _changed(source)
    check_kind(source.name, content, expected)
    return SourceBytes(content, sha256, expected)


def _kind_in_words(source: SourceFile) -> str:
    name, extension = source.file_name, source.extension
    if not extension and _kind_of(_content(source, limit=_HEADER_WINDOW)) == "PDF":
        return N_("no extension; by its content a PDF: add .pdf to its name")
    # The end of a name is told only where that is no surname.
    told = known_extension(name).lower() if private_words(name) else extension
    return printable(_KINDS.get(told, told)) or N_("no extension")


def _opened(source: SourceFile) -> AbstractContextManager[IO[bytes]]:
    if source.member:
        return open_member(source.path, source.member.places)
    return source.path.open("rb")


def _content(source: SourceFile, limit: int = -1) -> bytes:
    """Return what a file holds, or its first ``limit`` bytes.

    Raises:
        UnreadableFileError, ReaderFailedError: it cannot be read, or was altered.
    """
    try:
        with _opened(source) as file:
            return file.read(limit)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise UnreadableFileError(name=source.name, detail=detail) from error
    except Exception as error:  # A ZIP that was altered may raise anything.
        raise _changed(source) from error


def _changed(source: SourceFile) -> ReaderFailedError:
    return ReaderFailedError(name=source.name, detail=N_("it changed while it was read"))


def check_kind(name: str, content: bytes, expected: str) -> None:
    """Compare the first bytes of a file with what its name promises.

    Raises:
        EmptyFileError, WrongFormatError, DamagedDocumentError: when they do not agree.
        EncryptedDocumentError: it is a Word document with a password.
    """
    if not content.strip():
        raise EmptyFileError(name=name)
    found = _kind_of(content)
    if found in {"TXT", "HTML"} and b"\0" in content and not content.startswith(UTF_16_MARKS):
        found = N_("unknown binary data")
    if expected == DOCX and _ENCRYPTED_OFFICE in content and found != "ZIP":
        raise EncryptedDocumentError(name=name)
    if expected == DOCX and found == "ZIP":
        try:
            with zipfile.ZipFile(BytesIO(content)) as package:
                if "word/document.xml" in package.namelist():
                    return
        except zipfile.BadZipFile as error:
            raise DamagedDocumentError(name=name, detail=N_("a broken ZIP container")) from error
    wanted = {PDF: "PDF", DOCX: "DOCX", TXT: "TXT", HTML: "HTML"}[expected]
    # HTML may begin with anything; a piece of it is read as the whole page.
    if found != wanted and not (expected == HTML and found == "TXT"):
        raise WrongFormatError(name=name, expected=wanted, found=found)


def _kind_of(content: bytes) -> str:
    head = content[:_HEADER_WINDOW]
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"%PDF-" in head:
        return "PDF"
    if head.startswith(b"PK\x03\x04"):
        return "ZIP"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "Microsoft Office 97-2003"
    if start.startswith((b"<!doctype html", b"<html")):
        return "HTML"
    if head.startswith(UTF_16_MARKS):
        return "TXT"
    if b"\0" in head:
        return N_("unknown binary data")
    return "TXT"
