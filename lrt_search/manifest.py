"""What made a generation of the index; a foreign one is refused with the command that mends it."""

import hashlib
import json
import mmap
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from lrt_search.domain import Provenance
from lrt_search.errors import DamagedIndexError, IndexVersionError

# Raise it when a program cannot read what the one before it wrote.
FORMAT_VERSION = 5

FILE_NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """The embedding model that made the vectors.

    Attributes:
        name: As set, for example "multilingual-e5-small".
        fingerprint: SHA-256 over its weights, 64 hexadecimal digits.
        dimension: Numbers in a vector.
    """

    name: str
    fingerprint: str
    dimension: int


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A kept source document: enough to make the index anew from ``sources/`` alone.

    Attributes:
        sha256: Of the document; with the extension it names the file in ``sources/``.
        media_type: Of the document.
        path: Where it was ingested from.
        name: How it is called.
        url, decision, document_number: As in ``Provenance``.
    """

    sha256: str
    media_type: str
    path: str
    name: str
    url: str | None = None
    decision: str | None = None
    document_number: str | None = None

    @property
    def provenance(self) -> Provenance:
        """Where it was published."""
        return Provenance(self.url, self.decision, self.document_number)


@dataclass(frozen=True, slots=True)
class SkippedEntry:
    """A file that was given and could not be read.

    Attributes:
        path: Where it was.
        name: How it is called.
        reason: Name of the error class.
        fields: The values for its sentence.
    """

    path: str
    name: str
    reason: str
    fields: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Inventory:
    """Every file that was ever given: enough to make the index anew.

    Attributes:
        sources: The documents, in the order they came.
        skipped: The files that could not be read.
    """

    sources: tuple[SourceEntry, ...] = ()
    skipped: tuple[SkippedEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of. It is written last: without it there is no generation.

    Attributes:
        format_version: Of the files; another one is refused.
        pipeline_version: Of reading, recognising and cutting; another one is read anew.
        masked: Whether what looked sensitive was masked; the other way is read anew.
        program_version: Of the program that wrote it.
        created_at: UTC, "2026-11-23T12:00:00Z".
        model: Made the vectors.
        counts: What the catalogue holds, by name.
        catalogue_sha256: Of ``catalogue.sqlite3``.
        inventory: Every file that was given.
    """

    format_version: int
    pipeline_version: int
    masked: bool
    program_version: str
    created_at: str
    model: ModelRecord
    counts: dict[str, int]
    catalogue_sha256: str
    inventory: Inventory

    def to_json(self) -> str:
        """Return it as JSON, for a person to read too."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


def read_manifest(generation: Path) -> Manifest:
    """Read the manifest of a generation.

    Raises:
        DamagedIndexError: it is missing or is no manifest.
        IndexVersionError: the generation has another format.
    """
    found = _parse(generation)
    version = found.get("format_version")
    if version != FORMAT_VERSION:
        raise IndexVersionError(
            path=str(generation.parent.parent), found=str(version), expected=FORMAT_VERSION
        )
    try:
        return Manifest(
            **{
                **{item.name: found[item.name] for item in fields(Manifest)},
                "model": ModelRecord(**found["model"]),
                "inventory": _inventory(found),
            }
        )
    except (KeyError, TypeError) as error:
        raise _damaged(generation, "incomplete") from error


def read_inventory(generation: Path) -> Inventory:
    """Read only the list of files, from a manifest of any format that still has one.

    Raises:
        DamagedIndexError: the manifest is missing or has no such list.
    """
    try:
        return _inventory(_parse(generation))
    except (KeyError, TypeError) as error:
        raise _damaged(generation, "no list of sources") from error


def _inventory(found: dict[str, Any]) -> Inventory:
    lists = found["inventory"]
    return Inventory(
        sources=tuple(SourceEntry(**entry) for entry in lists["sources"]),
        skipped=tuple(SkippedEntry(**entry) for entry in lists["skipped"]),
    )


def _parse(generation: Path) -> dict[str, Any]:
    try:
        found = json.loads((generation / FILE_NAME).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise _damaged(generation, "missing") from error
    except (OSError, ValueError) as error:
        raise _damaged(generation, "unreadable") from error
    if not isinstance(found, dict):
        raise _damaged(generation, "unreadable")
    return found


def _damaged(generation: Path, what: str) -> DamagedIndexError:
    detail = f"{generation.name}/{FILE_NAME} {what}"
    return DamagedIndexError(path=str(generation.parent.parent), detail=detail)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits.

    The file is mapped and never copied into the memory of this process, where a document that is
    refused must leave nothing behind (``docs/hidden-text.md``).
    """
    with path.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            return hashlib.sha256().hexdigest()  # An empty file cannot be mapped.
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return hashlib.sha256(content).hexdigest()
