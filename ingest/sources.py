"""Which files to read: paths on the command line -> source files, in a fixed order."""

import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from ingest.file_names import known_extension, private_words
from lrt_search.domain import NO_PROVENANCE, Provenance
from lrt_search.errors import (
    DamagedDocumentError,
    EmptyFileError,
    NothingToIngestError,
    PathNotFoundError,
    UnreadableFileError,
    UnsupportedFormatError,
    WrongFormatError,
)
from lrt_search.language import N_
from lrt_search.manifest import file_sha256

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TXT = "text/plain"

MEDIA_TYPES = {".pdf": PDF, ".docx": DOCX, ".txt": TXT}
EXTENSIONS = {media_type: extension for extension, media_type in MEDIA_TYPES.items()}

# What Windows puts before a text that it calls "Unicode".
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")

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
    """

    path: Path
    name: str
    origin: str
    provenance: Provenance = NO_PROVENANCE


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

    Raises:
        PathNotFoundError: for a path that does not exist.
        NothingToIngestError: when there is no file at all.
    """
    found: dict[Path, SourceFile] = {}
    given = list(paths)
    for path in given:
        if not path.exists():
            raise PathNotFoundError(path=_printable(str(path)))
        for file in _files_under(path):
            found.setdefault(file.path, file)
    if not found:
        raise NothingToIngestError(path=", ".join(_printable(str(path)) for path in given) or ".")
    return list(found.values())


def _files_under(path: Path) -> Iterator[SourceFile]:
    if not path.is_dir():
        yield _source(path.resolve(), path.name)
        return
    root = path.resolve()
    closed: list[OSError] = []
    for folder, subfolders, names in os.walk(root, onerror=closed.append):
        subfolders.sort()
        # A link to a folder is not followed: it may lead in a circle. It is listed, to be told.
        links = [name for name in subfolders if (Path(folder) / name).is_symlink()]
        for name in sorted(names + links):
            yield _below(root, Path(folder) / name)
    for error in closed:  # A folder that may not be read: listed too, so that the reader tells.
        yield _below(root, Path(error.filename))


def _below(root: Path, path: Path) -> SourceFile:
    return _source(path, str(Path(root.name) / path.relative_to(root)))


def _source(path: Path, name: str) -> SourceFile:
    if any(map(private_words, {*path.parts, *Path(name).parts})):
        alias = _alias(path)
        return SourceFile(path, alias, alias)
    # Bytes that are no UTF-8 are written out: two such names must not become one origin.
    origin = str(path).encode("utf-8", "backslashreplace").decode()
    return SourceFile(path, _printable(name), origin)


def _alias(path: Path) -> str:
    """Return another name for a file, which ``sha256sum`` finds it by.

    Its own name is not hashed: whoever tries all names, or all nine digits, would find it again.
    """
    try:
        return f"bestand {file_sha256(path)[:12]}"
    except OSError:
        return f"bestand {path.lstat().st_ino}"


def _printable(name: str) -> str:
    """Make a file name safe to print: it may hold line feeds or bytes that are no UTF-8."""
    text = name.encode("utf-8", "replace").decode("utf-8")
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def read_source(source: SourceFile) -> SourceBytes:
    """Read a file and make sure that it is of the kind its name says.

    Raises:
        SourceDocumentError: the subclass says why it cannot be taken.
    """
    expected = MEDIA_TYPES.get(source.path.suffix.lower())
    if source.path.is_symlink() and not source.path.exists():
        raise UnreadableFileError(name=source.name, detail=N_("a link to nowhere"))
    if not source.path.is_file():
        raise UnreadableFileError(name=source.name, detail=N_("not an ordinary file"))
    if expected is None:
        # The end of a name is told only where that is no surname.
        suffix, private = source.path.suffix, private_words(source.path.name)
        told = known_extension(source.path.name) if private else suffix
        kind = told.lower() or N_("no extension")
        raise UnsupportedFormatError(name=source.name, kind=_printable(kind))
    try:
        content = source.path.read_bytes()
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise UnreadableFileError(name=source.name, detail=detail) from error
    check_kind(source.name, content, expected)
    return SourceBytes(content, hashlib.sha256(content).hexdigest(), expected)


def check_kind(name: str, content: bytes, expected: str) -> None:
    """Compare the first bytes of a file with what its name promises.

    Raises:
        EmptyFileError, WrongFormatError, DamagedDocumentError: when they do not agree.
    """
    if not content.strip():
        raise EmptyFileError(name=name)
    found = _kind_of(content)
    if expected == DOCX and found == "ZIP":
        try:
            with zipfile.ZipFile(BytesIO(content)) as package:
                if "word/document.xml" in package.namelist():
                    return
        except zipfile.BadZipFile as error:
            raise DamagedDocumentError(name=name, detail=N_("a broken ZIP container")) from error
    wanted = {PDF: "PDF", DOCX: "DOCX", TXT: "TXT"}[expected]
    if found != wanted:
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
