"""Documents as they were read, kept small until they are written.

A job reads all its documents before it writes any, and holds the model as well while it embeds.
The text of a document, its passages and their places take some ten times as much memory as
objects than pickled and compressed, and no step needs more than one document at a time.
"""

import pickle
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import overload

from lrt_search.catalogue import DocumentRecord
from lrt_search.domain import Document

# The fastest: text still shrinks to a third, and reading one back costs next to nothing.
_LEVEL = 1


@dataclass(frozen=True, slots=True)
class PackedRecord:
    """One document, ready to be read back.

    Attributes:
        document: The document itself: it is small, and asked for often.
        packed: Its ``DocumentRecord``.
    """

    document: Document
    packed: bytes

    @staticmethod
    def of(record: DocumentRecord) -> "PackedRecord":
        """Pack a document."""
        pickled = pickle.dumps(record, pickle.HIGHEST_PROTOCOL)
        return PackedRecord(record.document, zlib.compress(pickled, _LEVEL))

    def record(self) -> DocumentRecord:
        """Read it back."""
        # Only ever what ``of`` made in this job or in a child of it: nothing from outside.
        record = pickle.loads(zlib.decompress(self.packed))
        assert isinstance(record, DocumentRecord)
        return record


class Records(Sequence[DocumentRecord]):
    """Documents in order, each read back whenever it is asked for."""

    def __init__(self, packed: Iterable[PackedRecord] = ()) -> None:
        """Hold what is packed already; ``Records.of`` packs."""
        self.packed = tuple(packed)

    @staticmethod
    def of(records: Iterable[DocumentRecord]) -> "Records":
        """Pack documents, one at a time."""
        return Records(map(PackedRecord.of, records))

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents themselves, without reading anything back."""
        return tuple(one.document for one in self.packed)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.packed)

    @overload
    def __getitem__(self, index: int) -> DocumentRecord: ...
    @overload
    def __getitem__(self, index: slice) -> "Records": ...
    def __getitem__(self, index: int | slice) -> "DocumentRecord | Records":
        """Return one document, or some as they are packed."""
        if isinstance(index, slice):
            return Records(self.packed[index])
        return self.packed[index].record()
