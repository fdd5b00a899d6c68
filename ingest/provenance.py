"""Where documents were published: from files beside them, and from the inventory list of a bundle.

    verslag.pdf.json, inventarislijst.csv -> Provenance, and which released documents are missing

Pure, but for the files it is given to read. ``docs/provenance.md`` shows both forms.
"""

import csv
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import reduce
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from ingest.file_names import private_words
from lrt_search.domain import NO_PROVENANCE, Provenance
from lrt_search.errors import MissingFromBundleError, ProvenanceFileError, SourceDocumentError
from lrt_search.language import N_
from lrt_search.tables import decoded

SIDECAR, LIST = ".json", ".csv"
MAX_BYTES = 32 << 20  # of either file; the longest known list has some 20,000 documents
MAX_TOLD = 10  # missing documents told by number

_LONGEST = 500  # characters of a decision or a number
_LONGEST_URL = 2000
_LOOKED_AT = 10  # rows that may come before the header of a list

# The fields of a sidecar, and the field of ``Provenance`` that each fills.
SIDECAR_FIELDS = {"bronUrl": "url", "besluit": "decision", "documentnummer": "document_number"}
# What the columns of an inventory list are called, as the Woo platforms write and accept them.
_COLUMNS = {
    "file_name": {"bestandsnaam", "bestandsnaam document", "filename", "file name", "document"},
    "number": {"documentnummer", "documentnr", "documentnr.", "document nr", "nr.", "nr"},
    "id": {"document id", "document-id", "documentid", "id"},
    "url": {"publieke link", "publicatielink", "publieke url", "public link", "link"},
    "decision": {"besluitnaam", "besluit", "woo-besluit", "dossier", "dossiernaam"},
    "judgement": {"beoordeling", "openbaarmaking"},
}
_FINDS_DOCUMENTS = {"file_name", "number", "id"}
_RELEASED = ("openbaar", "deels openbaar", "gedeeltelijk openbaar")

Trouble = Callable[..., SourceDocumentError]
"""Makes the error about a file, given its ``name``."""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that was given to the archive.

    Attributes:
        folder: The folders it stands in, the outermost first; a ZIP is one of them.
        name: Without folders.
        read: Returns what it holds; None where it cannot be read or is too large.
    """

    folder: tuple[str, ...]
    name: str
    read: Callable[[], bytes | None] = field(repr=False)

    @property
    def is_document(self) -> bool:
        """Whether it may be told of; the others may tell."""
        return not self.name.lower().endswith((SIDECAR, LIST))


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a file that was given.

    Attributes:
        provenance: Where it was published.
        tells: Whether it tells of others, and holds no document itself.
        trouble: What is wrong with a file that tells of others, or what it misses.
    """

    provenance: Provenance = NO_PROVENANCE
    tells: bool = False
    trouble: Trouble | None = None


def told_of(files: Sequence[GivenFile]) -> list[Told]:
    """Return what the files ``files`` say of each other, in their order.

    What stands beside a document goes before what a list says of it, and the list in its own
    folder before one further up.
    """
    known: dict[int, list[Provenance]] = defaultdict(list)
    tells: dict[int, Trouble | None] = {}
    lists: list[tuple[int, list[_Row]]] = []
    for index, file in enumerate(files):
        if file.name.lower().endswith(SIDECAR):
            beside = _beside(files, file)
            if beside and (content := file.read()) is not None:
                provenance, faults = read_sidecar(content)
                tells[index] = _fault(faults[0]) if faults else None
                for one, is_exact in beside:
                    # The one with the whole name of the file comes first.
                    known[one].insert(0 if is_exact else len(known[one]), provenance)
        elif file.name.lower().endswith(LIST) and (content := file.read()) is not None:
            rows = _rows(content)
            if rows is not None:
                lists.append((index, rows))
            elif file.name.lower().startswith("inventarislijst"):
                tells[index] = _fault(N_("it has no column with file names or document numbers"))
    for index, rows in sorted(lists, key=lambda one: -len(files[one[0]].folder)):
        tells[index] = _apply(files, index, rows, known)
    return [
        Told(reduce(_filled, known[index], NO_PROVENANCE), index in tells, tells.get(index))
        for index in range(len(files))
    ]


def _fault(detail: str) -> Trouble:
    return lambda name: ProvenanceFileError(name=name, detail=detail)


def _filled(provenance: Provenance, more: Provenance) -> Provenance:
    """Return ``provenance`` with what it does not say filled in from ``more``."""
    return Provenance(
        provenance.url or more.url,
        provenance.decision or more.decision,
        provenance.document_number or more.document_number,
    )


# --- A file beside a document ------------------------------------------------------------------


def _beside(files: Sequence[GivenFile], sidecar: GivenFile) -> list[tuple[int, bool]]:
    """Return the documents a sidecar tells of, and whether it has the whole name of each."""
    of = _folded(sidecar.name[: -len(SIDECAR)])
    return [
        (index, of == _folded(file.name))
        for index, file in enumerate(files)
        if file.is_document
        and file.folder == sidecar.folder
        and of in {_folded(file.name), _folded(PurePosixPath(file.name).stem)}
    ]


def read_sidecar(content: bytes) -> tuple[Provenance, list[str]]:
    """Return what a sidecar says, and what is wrong with it; names it does not know are left."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        return NO_PROVENANCE, [N_("it is no JSON object in UTF-8")]
    values: dict[str, str] = {}
    faults = []
    for name, target in SIDECAR_FIELDS.items():
        given = found.get(name)
        if given is None:
            continue
        read = _url if target == "url" else _words
        value = read(given) if isinstance(given, str) else None
        if value is None:
            faults.append(_FAULTS[name])
        else:
            values[target] = value
    return Provenance(**values), faults


_FAULTS = {
    "bronUrl": N_("bronUrl is no address that begins with http:// or https://"),
    "besluit": N_("besluit is no text of 1 to 500 characters"),
    "documentnummer": N_("documentnummer is no text of 1 to 500 characters"),
}


def _words(text: str) -> str | None:
    words = " ".join(text.split())
    return words if 0 < len(words) <= _LONGEST and words.isprintable() else None


def _url(text: str) -> str | None:
    url = text.strip()
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    is_safe = parts.scheme in {"http", "https"} and host and "@" not in parts.netloc
    is_plain = len(url) <= _LONGEST_URL and url.isprintable() and not re.search(r'[\s"<>\\]', url)
    return url if is_safe and is_plain else None


# --- An inventory list -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """A document of an inventory list.

    Attributes:
        file_name: As it was called, folded; empty where the list does not say.
        numbers: Its document number and its id, folded.
        number: As told: the document number, or else its id or name.
        provenance: Where it was published.
        is_released: Whether it was released, in whole or in part.
    """

    file_name: str
    numbers: frozenset[str]
    number: str
    provenance: Provenance
    is_released: bool


def _rows(content: bytes) -> list[_Row] | None:
    """Return the documents of an inventory list; None where it is no such list."""
    table = _table(decoded(content))
    return None if table is None else list(filter(None, map(_row, table)))


def _table(text: str) -> list[dict[str, str]] | None:
    """Return the rows below the header, by what their columns hold."""
    best: tuple[int, list[dict[str, str]]] | None = None
    for delimiter in ";,\t":
        try:
            rows = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter))
        except csv.Error:
            continue
        for place, header in enumerate(rows[:_LOOKED_AT]):
            columns = _columns(header)
            finds, says = columns.keys() & _FINDS_DOCUMENTS, columns.keys() - _FINDS_DOCUMENTS
            if finds and says and (best is None or len(columns) > best[0]):
                below = [_cells(row, columns) for row in rows[place + 1 :]]
                best = len(columns), below
    return best[1] if best else None


def _columns(header: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, title in enumerate(header):
        plain = " ".join(title.casefold().split())
        for column, titles in _COLUMNS.items():
            if plain in titles:
                found.setdefault(column, place)
    return found


def _cells(row: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {column: row[place].strip() for column, place in columns.items() if place < len(row)}


def _row(cells: Mapping[str, str]) -> _Row | None:
    name = cells.get("file_name", "").replace("\\", "/").rsplit("/", 1)[-1]
    numbers = [cells[column] for column in ("number", "id") if cells.get(column)]
    if not name and not numbers:
        return None
    provenance = Provenance(
        url=_url(cells.get("url", "")),
        decision=_words(cells.get("decision", "")),
        document_number=_words(numbers[0]) if numbers else None,
    )
    judgement = " ".join(cells.get("judgement", "").casefold().split())
    return _Row(
        file_name=_folded(name),
        numbers=frozenset(filter(None, map(_key, numbers))),
        number=provenance.document_number or _words(name) or "",
        provenance=provenance,
        is_released=judgement in _RELEASED,
    )


def _apply(
    files: Sequence[GivenFile],
    place: int,
    rows: Sequence[_Row],
    known: dict[int, list[Provenance]],
) -> Trouble | None:
    """Give the files below a list what it says of them; return what it lists and is not there."""
    folder = files[place].folder
    by_key: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        for key in _keys(row):
            by_key[key].append(row)
    here: set[int] = set()
    for index, file in enumerate(files):
        if file.is_document and file.folder[: len(folder)] == folder:
            found = next(filter(None, (by_key.get(key) for key in _file_keys(file.name))), [])
            here |= {id(row) for row in found}
            if found:
                known[index].append(_common(row.provenance for row in found))
    missing = [row.number for row in rows if row.is_released and id(row) not in here]
    if not missing:
        return None
    # A file name that stands in for a number may tell of a person.
    told = [number for number in missing if number and not private_words(number)]
    numbers = ", ".join(told[:MAX_TOLD]) + (", ..." if len(missing) > len(told[:MAX_TOLD]) else "")
    return lambda name: MissingFromBundleError(name=name, count=len(missing), numbers=numbers)


def _keys(row: _Row) -> Iterator[str]:
    if row.file_name:
        yield f"name {row.file_name}"
        yield f"stem {PurePosixPath(row.file_name).stem}"
    for number in row.numbers:
        yield f"number {number}"


def _file_keys(name: str) -> Iterator[str]:
    """Yield what a file may be listed as, the surest first."""
    stem = PurePosixPath(name).stem
    yield f"name {_folded(name)}"
    yield f"number {_key(stem)}"
    # A list may have the name it had before it was released as PDF.
    yield f"stem {_folded(stem)}"


def _common(provenances: Iterable[Provenance]) -> Provenance:
    """Return what all say: a name that is listed twice does not say which of the two it is."""
    first, *rest = (asdict(one) for one in provenances)
    return Provenance(
        **{
            name: value if all(other[name] == value for other in rest) else None
            for name, value in first.items()
        }
    )


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().strip()


def _key(number: str) -> str:
    """Fold a document number: a file name has other signs between its parts."""
    return re.sub(r"[\W_]+", "-", _folded(number)).strip("-")
