"""What goes into a catalogue, and what comes out of it in another form than the domain's."""

from dataclasses import dataclass

from lrt_search.domain import (
    NO_PROVENANCE,
    Document,
    Page,
    Passage,
    Provenance,
    Redaction,
    SensitiveCount,
    Shares,
)
from lrt_search.statements import Statement


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """Under which path and name a document was ingested.

    Attributes:
        path: Absolute path at the time; tells a new version of a file from another file.
        name: As shown.
        document_id: The document it holds; a file that binds several has a row for each.
        provenance: Where it was published.
    """

    path: str
    name: str
    document_id: str
    provenance: Provenance = NO_PROVENANCE


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document with all that was read from it: what a generation holds of one source.

    Attributes:
        document: The document itself.
        pages: Its pages, in order.
        passages: Cut from them, in order.
        redactions: In the order of its pages.
        shares: How much they withhold.
        sensitive: What of its text a person should judge, also where it was masked.
        statements: What its sentences decide, ask, promise or hold, in order.
    """

    document: Document
    pages: tuple[Page, ...]
    passages: tuple[Passage, ...]
    redactions: tuple[Redaction, ...] = ()
    shares: Shares = Shares()
    sensitive: tuple[SensitiveCount, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class PassagePlace:
    """Where a passage stands, by its number; the rest as in ``Passage``."""

    number: int
    document_id: str
    agenda_position: int | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class PassageText:
    """The words of a passage, by its number; the rest as in ``Passage``."""

    number: int
    passage_id: str
    document_id: str
    position: int
    text: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What a catalogue holds; a writer compares it before a generation is served."""

    documents: int
    pages: int
    unread_pages: int
    passages: int
    words: int
    skipped: int
    ocr_pages: int = 0
