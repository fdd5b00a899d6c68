"""The nouns of the domain: frozen values without any reading or writing.

Text that a reader of the page cannot see has no field in any of these types, so it cannot be
indexed, logged or shown by mistake.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lrt_search.statements import Statement


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one page's text.

    Attributes:
        page_number: Physical page, counted from 1 (not the label printed on it).
        start: First character, an offset into ``Page.text`` (code points, not bytes).
        end: One past the last character.
    """

    page_number: int
    start: int
    end: int

    def __post_init__(self) -> None:
        if not (self.page_number >= 1 and 0 <= self.start < self.end):
            raise ValueError(f"not a span: {self}")


class ReadingMethod(StrEnum):
    """How the text of a page was come by, or why it has none."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    UNREADABLE = "unreadable"  # something stands on it, and nothing could be read
    BLANK = "blank"
    REDACTED = "redacted"  # nothing but redactions


@dataclass(frozen=True, slots=True)
class PageReading:
    """How a page was read.

    Attributes:
        method: Where its text comes from, or why it has none.
        reader: The program that read it, for example "pypdf"; empty where nothing was read.
        confidence: 0 to 100, the mean that OCR gives its words; None for a text layer.
        quality: 0 to 100, how much the text looks like written language; None where not judged.
    """

    method: ReadingMethod = ReadingMethod.TEXT_LAYER
    reader: str = ""
    confidence: int | None = None
    quality: int | None = None

    def __post_init__(self) -> None:
        for share in (self.confidence, self.quality):
            if share is not None and not 0 <= share <= 100:
                raise ValueError(f"not a share: {share}")

    @property
    def is_unread_without_reader(self) -> bool:
        """Whether a page stayed unread only because the program that reads pictures was absent."""
        return self.method is ReadingMethod.UNREADABLE and not self.reader


NOT_JUDGED = PageReading()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a source document, as its text reads.

    Attributes:
        number: Physical page in the file, counted from 1.
        label: The page number printed on it, where one was recognised ("3" of "Pagina 3 van 3").
        text: The text a reader of the page sees, line by line.
        reading: How that text was come by.
    """

    number: int
    label: str | None
    text: str
    reading: PageReading = NOT_JUDGED

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(f"pages are counted from 1, not {self.number}")


@dataclass(frozen=True, slots=True)
class Readings:
    """How the pages of a document, or of the whole archive, were read.

    Attributes:
        pages: How many by method; only methods with any.
        numbers: The physical pages by method, in order; of a text layer none, they are the rest.
            Empty for the whole archive.
        confidences: Of the pages read by OCR, in their order; those that have one.
    """

    pages: dict[ReadingMethod, int] = field(default_factory=dict)
    numbers: dict[ReadingMethod, tuple[int, ...]] = field(default_factory=dict)
    confidences: tuple[int, ...] = ()

    def count(self, *methods: ReadingMethod) -> int:
        """Return how many pages were read by one of ``methods``."""
        return sum(self.pages.get(method, 0) for method in methods)

    def method_of(self, number: int) -> ReadingMethod:
        """Return how one page was read."""
        for method, numbers in self.numbers.items():
            if number in numbers:
                return method
        return ReadingMethod.TEXT_LAYER

    @property
    def mean_confidence(self) -> int | None:
        """The mean confidence of OCR, 0 to 100; None where nothing was read by it."""
        if not self.confidences:
            return None
        return round(sum(self.confidences) / len(self.confidences))

    @property
    def lowest_confidence(self) -> int | None:
        """The confidence of the page that OCR was least sure of; None where there is none."""
        return min(self.confidences, default=None)


def together(readings: Iterable[Readings]) -> Readings:
    """Add up how the pages of documents were read."""
    pages: Counter[ReadingMethod] = Counter()
    confidences: list[int] = []
    for one in readings:
        pages.update(one.pages)
        confidences += one.confidences
    return Readings(dict(pages), {}, tuple(confidences))


# Stands in ``Page.text`` for a redaction. It is no word: it is neither searched nor embedded.
REDACTION_MARK = "\N{BLACK VERTICAL RECTANGLE}"


class RedactionLook(StrEnum):
    """What a redaction looks like on the page."""

    BLACK = "black"
    GREY = "grey"
    OUTLINED = "outlined"  # white, with a thin frame
    COLOURED = "coloured"
    GAP = "gap"  # a blank where a name was: "(JenV),               (BZK)"
    PRINTED = "printed"  # only its ground, or a sign such as "[gelakt]", stands in the text


@dataclass(frozen=True, slots=True)
class Redaction:
    """A place where something was withheld, as a reader of the page sees it.

    Attributes:
        page_number: Physical page, counted from 1.
        offset: Where its ``REDACTION_MARK`` stands in ``Page.text``; None on a page without text.
        look: What it looks like.
        grounds: The legal reasons printed on it, normalised where they are known ("5.1.2e") and
            as printed where they are not; empty where none is printed.
        place: Left, top, right and bottom in points of 1/72 inch, in steps of five, from the
            top left corner of the page as shown; None for what has no box.
        size: How many letters it withholds, estimated from its area; at least 1. Only to be
            summed over a page or more: the width of one box may give a short name away.
    """

    page_number: int
    offset: int | None
    look: RedactionLook
    grounds: tuple[str, ...]
    place: tuple[int, int, int, int] | None
    size: int

    def __post_init__(self) -> None:
        if self.page_number < 1 or self.size < 1 or (self.offset is not None and self.offset < 0):
            raise ValueError(f"not a redaction: {self}")


# Stands in ``Page.text`` for what we masked ourselves. It must never be taken for a redaction:
# that one was made by whoever released the document.
SENSITIVE_MASK = "\N{WHITE VERTICAL RECTANGLE}"


class SensitiveKind(StrEnum):
    """What looks like personal data in the shown text of a page."""

    BSN = "bsn"
    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    LICENCE_PLATE = "licence_plate"


@dataclass(frozen=True, slots=True)
class SensitiveCount:
    """How often a page has something that a person should judge. Never the words themselves.

    Attributes:
        kind: What it looks like.
        page_number: Physical page, counted from 1.
        count: How many there are on it, at least 1.
    """

    kind: SensitiveKind
    page_number: int
    count: int

    def __post_init__(self) -> None:
        if self.page_number < 1 or self.count < 1:
            raise ValueError(f"not a count: {self}")


class Layout(StrEnum):
    """Which way of writing minutes was recognised."""

    LRT = "lrt"
    COUNCIL = "council"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Someone who was present, or who was announced as absent.

    Attributes:
        name: As printed; None where it was redacted or left out.
        organisation: As printed between brackets, for example "SJenV"; None where there is none.
        short_name: The organisation meant by that, by its short name in the glossary: "JenV";
            None where that is not sure.
        role: What they are there, in Dutch: "staatssecretaris", "voorzitter"; None where it is
            not printed.
    """

    name: str | None
    organisation: str | None
    short_name: str | None = None
    role: str | None = None

    def __post_init__(self) -> None:
        if self.name is None and self.organisation is None:
            raise ValueError("an attendee has a name or an organisation")


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item of the agenda.

    Attributes:
        position: Its place in the document, from 1: printed labels run out of order.
        label: As printed, for example "3" or "F.1"; empty where none is printed.
        title: As printed, with the line breaks of the page turned into blanks.
        page_number: The page its heading stands on.
    """

    position: int
    label: str
    title: str
    page_number: int

    def __post_init__(self) -> None:
        if self.position < 1 or self.page_number < 1 or not self.title:
            raise ValueError(f"not an agenda item: {self}")

    @property
    def heading(self) -> str:
        """Label and title as one line: "3. GOVERNANCE"."""
        return f"{self.label}. {self.title}" if self.label else self.title


class MeetingDoubt(StrEnum):
    """What is not right in what minutes print of their meeting. It is kept as printed."""

    IMPOSSIBLE_DATE = "impossible_date"  # no day of the calendar: "31 februari"
    OTHER_DATE = "other_date"  # the title names another day than the head
    OTHER_WEEKDAY = "other_weekday"  # the day printed is another day of the week
    IMPOSSIBLE_TIME = "impossible_time"
    PAST_MIDNIGHT = "past_midnight"  # it ends at an earlier hour than it begins
    NO_ATTENDEES = "no_attendees"
    NUMBERING = "numbering"  # a number of an agenda item comes back


@dataclass(frozen=True, slots=True)
class Meeting:
    """What the head of the minutes says about the meeting; None where it says nothing.

    Attributes:
        body: Who met, for example "Landelijke Regietafel Migratie en Integratie".
        date_guess: The day, where it could be read as one.
        date_text: Date as printed.
        time_text: Times as printed, local time ("8:30 - 9.15 uur").
        place: As printed.
        attendees: Those present, in printed order.
        absent: Those named as absent, in printed order.
        chair: Who led it, as printed.
        start, end: Local time, where ``time_text`` could be read as such.
        doubts: What is not right in the above, in the order of ``MeetingDoubt``.
    """

    body: str | None = None
    date_guess: date | None = None
    date_text: str | None = None
    time_text: str | None = None
    place: str | None = None
    attendees: tuple[Attendee, ...] = ()
    absent: tuple[Attendee, ...] = ()
    chair: str | None = None
    start: time | None = None
    end: time | None = None
    doubts: tuple[MeetingDoubt, ...] = ()


class PassageKind(StrEnum):
    """What a passage is on the page."""

    BULLET = "bullet"
    PARAGRAPH = "paragraph"
    SPEECH = "speech"
    FOOTNOTE = "footnote"


def redactions_in(redactions: Iterable[Redaction], spans: Sequence[Span]) -> tuple[Redaction, ...]:
    """Return the redactions whose marks stand in one of ``spans``."""
    return tuple(
        redaction
        for redaction in redactions
        if redaction.offset is not None
        and any(
            span.page_number == redaction.page_number and span.start <= redaction.offset < span.end
            for span in spans
        )
    )


@dataclass(frozen=True, slots=True)
class Passage:
    """What we rank, quote and cite: a bullet or a few that belong together, or a paragraph.

    Attributes:
        passage_id: Derived from the document and the words, so that links outlive a re-ingest.
        document_id: The document it stands in.
        position: Its place in the document, from 1.
        kind: What it is on the page.
        text: Verbatim: the text under ``spans``, joined by a line feed where it runs on to
            another page or over a line that is not part of it.
        spans: Where it stands; the first says on which page it opens.
        agenda_position: ``AgendaItem.position`` of the item it falls under.
        sub_heading: The sub-heading above it, as printed without its colon.
        speaker: As printed, where the layout names one.
        level: 1, or 2 for a bullet under a bullet.
        redactions: Those whose marks stand in ``text``, in the same order.
    """

    passage_id: str
    document_id: str
    position: int
    kind: PassageKind
    text: str
    spans: tuple[Span, ...]
    agenda_position: int | None = None
    sub_heading: str | None = None
    speaker: str | None = None
    level: int = 1
    redactions: tuple[Redaction, ...] = ()

    def __post_init__(self) -> None:
        if not self.spans or not self.text.strip() or self.position < 1:
            raise ValueError(f"not a passage: {self.passage_id} at {self.spans}")

    @property
    def page_number(self) -> int:
        """The page it opens on."""
        return self.spans[0].page_number

    @property
    def quotation(self) -> str:
        """Its words with line breaks and runs of blanks as one blank: how it reads on screen."""
        return " ".join(self.text.split())


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a source file was published; None where nobody said so.

    Attributes:
        url: Its address.
        decision: The Woo decision it was released with, as its publisher calls it.
        document_number: Its number in the list of documents of that decision.
    """

    url: str | None = None
    decision: str | None = None
    document_number: str | None = None


NO_PROVENANCE = Provenance()


@dataclass(frozen=True, slots=True)
class Source:
    """A file that a document was read from.

    Attributes:
        name: As shown; of a file in a ZIP with the name of the ZIP before it.
        provenance: Where it was published.
    """

    name: str
    provenance: Provenance = NO_PROVENANCE


@dataclass(frozen=True, slots=True)
class Part:
    """The place of a document in a file that binds several together.

    Attributes:
        position: Its place, from 1.
        count: How many documents the file binds.
        first_page: The physical page of the file that it begins on.
    """

    position: int
    count: int
    first_page: int

    def __post_init__(self) -> None:
        if not (1 <= self.position <= self.count and self.first_page >= 1):
            raise ValueError(f"not a part: {self}")


_ID_OF_PART = re.compile(r"([0-9a-f]{16})-p[1-9]\d{0,5}")


def file_id_of(document_id: str) -> str:
    """Return the id of the file that a document stands in: "0123456789abcdef" of "...-p37"."""
    part = _ID_OF_PART.fullmatch(document_id)
    return part[1] if part else document_id


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the archive with the minutes recognised in it.

    Attributes:
        document_id: The first 16 hexadecimal digits of ``sha256``; of a part of a file with
            "-p" and its first page after them.
        sha256: Of the file as received, 64 hexadecimal digits.
        media_type: "application/pdf" and so on.
        title: How it is called in lists and citations.
        layout: Which way of writing was recognised.
        meeting: What its head says.
        page_count: Pages of the document.
        paged: False for running text without pages (TXT): it is cited by line.
        sources: The files it was ingested from, in the order they came; all of the same bytes.
        agenda_items: In document order.
        passage_count: Passages cut from it.
        part: Its place in a file that binds several documents; None where it is the whole file.
        ingested_at: When it was read, UTC, "2026-11-24T12:00:00Z"; empty where nobody knows.
        readers: The programs that read it, with their versions: "pypdf 7.1.0".
    """

    document_id: str
    sha256: str
    media_type: str
    title: str
    layout: Layout
    meeting: Meeting
    page_count: int
    paged: bool
    sources: tuple[Source, ...]
    agenda_items: tuple[AgendaItem, ...] = ()
    passage_count: int = 0
    part: Part | None = None
    ingested_at: str = ""
    readers: tuple[str, ...] = ()

    @property
    def file_id(self) -> str:
        """The id of its file, which all documents that the file binds have in common."""
        return self.sha256[:16]

    @property
    def source_names(self) -> tuple[str, ...]:
        """The names of the files it was ingested from."""
        return tuple(source.name for source in self.sources)

    @property
    def page_numbers(self) -> range:
        """The physical pages of the file that it stands on."""
        first = self.part.first_page if self.part else 1
        return range(first, first + self.page_count)

    def agenda_item(self, position: int | None) -> AgendaItem | None:
        """Return the item at ``position``, or None for a passage under no item."""
        if position is None:
            return None
        return self.agenda_items[position - 1]

    def context_of(self, passage: Passage) -> str:
        """Return the words that stand above a passage: agenda item and sub-heading.

        They help to find it, by word and by meaning, and are never quoted as part of it.
        """
        item = self.agenda_item(passage.agenda_position)
        parts = (item.title if item else "", passage.sub_heading or "")
        return " - ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class VersionLink:
    """That two documents are versions of each other.

    Attributes:
        document_id, other_id: Which two.
        shared: Percent of the words of the one with fewer words that the other has too.
    """

    document_id: str
    other_id: str
    shared: int

    def __post_init__(self) -> None:
        if self.document_id == self.other_id or not 0 <= self.shared <= 100:
            raise ValueError(f"not a link: {self}")


@dataclass(frozen=True, slots=True)
class Version:
    """Another version of a document.

    Attributes:
        document: The other one.
        shared: As in ``VersionLink``.
    """

    document: Document
    shared: int


@dataclass(frozen=True, slots=True)
class SkippedSource:
    """A file that was given and is not searchable, with the reason.

    Attributes:
        source_name: File name as given.
        reason: Name of the error class, for example "EncryptedDocumentError".
        fields: The values for its sentence.
    """

    source_name: str
    reason: str
    fields: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quotation stands, precise enough to look it up without us.

    Attributes:
        document_id, passage_id: Make the permalink ``/v/<document>/p/<page>#<passage>``.
        sha256: Of the source document.
        title: Of the document.
        source_name: The file it was ingested from.
        meeting_date: None where the minutes name no readable date.
        agenda_item: The item it falls under, where there is one.
        sub_heading: The sub-heading above it.
        page_number: Physical page, from 1.
        page_label: The number printed on that page, where it differs from ``page_number``.
        line_number: Line from 1 for a document without pages; None for one with pages.
        span: Characters of the page's text.
        reading: How the page was read; of several pages the least sure one.
        body: Who met, as printed in the head of the minutes.
        provenance: Where the file was published, and with which Woo decision.
        spans: All that is cited, where it runs on to another page; the first is ``span``.
    """

    document_id: str
    passage_id: str
    sha256: str
    title: str
    source_name: str
    meeting_date: date | None
    agenda_item: AgendaItem | None
    sub_heading: str | None
    page_number: int
    page_label: str | None
    line_number: int | None
    span: Span
    reading: PageReading = NOT_JUDGED
    body: str | None = None
    provenance: Provenance = NO_PROVENANCE
    spans: tuple[Span, ...] = ()

    @property
    def last_page_number(self) -> int:
        """The physical page that what is cited ends on."""
        return self.spans[-1].page_number if self.spans else self.page_number

    @property
    def permalink(self) -> str:
        """Path of the place cited, below the address of the archive."""
        return f"/v/{self.document_id}/p/{self.page_number}#{self.passage_id}"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a passage was found.

    Attributes:
        words: Words of the passage that match the question, as they stand in the passage.
        word_rank: Its rank in the word search, from 1; None where no word matched.
        meaning_rank: Its rank in the vector search, from 1; None where it was not among them.
        similarity: Cosine of question and passage, -1 to 1; only comparable within one question.
    """

    words: tuple[str, ...]
    word_rank: int | None
    meaning_rank: int | None
    similarity: float | None


@dataclass(frozen=True, slots=True)
class Withheld:
    """How much of a page, an agenda item or a document was redacted.

    Attributes:
        percent: 0 to 100, of the letters it had, estimated from the area of the redactions; at
            least 1 where anything was redacted. None for a page without readable text.
        redactions: How many.
        grounds: The reasons printed on them, as in ``Redaction.grounds``, the most frequent first.
    """

    percent: int | None = 0
    redactions: int = 0
    grounds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.percent is not None and not 0 <= self.percent <= 100:
            raise ValueError(f"not a share: {self.percent}")


@dataclass(frozen=True, slots=True)
class Shares:
    """What was withheld of a document and of its parts.

    Attributes:
        document: Of the whole.
        pages: By page, in order.
        agenda_items: By agenda item, in order of ``AgendaItem.position``.
    """

    document: Withheld = Withheld()
    pages: tuple[Withheld, ...] = ()
    agenda_items: tuple[Withheld, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """Which hits a reader wants to see; None where it makes no difference.

    Attributes:
        ground: A redaction on this ground stands in the passage's agenda item (or on its page,
            where the minutes have no agenda).
        least_withheld, most_withheld: Percent of that agenda item (or page) that was redacted,
            both included.
    """

    ground: str | None = None
    least_withheld: int | None = None
    most_withheld: int | None = None

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return self != NO_FILTERS


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Facets:
    """How many hits each filter would leave, the other filters as they are.

    Attributes:
        grounds: Grounds and hits, the most frequent first, then by ground.
        withheld: Least and most percent withheld, and hits; only ranges with hits.
    """

    grounds: tuple[tuple[str, int], ...] = ()
    withheld: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question.

    Attributes:
        rank: From 1.
        score: 0 to 1, higher is better; only comparable within one question.
        passage: What was found.
        citation: Where it stands.
        reason: Why it was found.
        marks: Half-open offsets into ``passage.quotation`` of the words that match, in order.
        withheld: What was redacted of its agenda item; of its page, where it stands under none.
        statements: What its sentences decide, ask, promise or hold, in order.
    """

    rank: int
    score: float
    passage: Passage
    citation: Citation
    reason: Reason
    marks: tuple[tuple[int, int], ...] = ()
    withheld: Withheld = Withheld()
    statements: tuple["Statement", ...] = ()


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search looked through, so that "not found" can say so.

    Attributes:
        generation: Name of the generation of the index.
        documents, pages, passages: How many.
        first_date, last_date: Earliest and latest meeting with a known date.
        skipped: Files that were given and could not be read.
        unread_pages: Pages of these documents on which something stands that could not be read.
        masked: Whether what looks sensitive was masked in them (``SENSITIVE_MASK``).
        ocr_pages: Pages of which the text was recognised in a picture, and may have mistakes.
    """

    generation: str
    documents: int
    pages: int
    passages: int
    first_date: date | None
    last_date: date | None
    skipped: int
    unread_pages: int = 0
    masked: bool = False
    ocr_pages: int = 0


class Evidence(StrEnum):
    """How sure it is that the archive holds an answer to a question."""

    STRONG = "strong"
    WEAK = "weak"
    NONE = "none"  # the hits are only the nearest passages


class ExpansionKind(StrEnum):
    """Why other words are looked for beside a word of the question."""

    ABBREVIATION = "abbreviation"
    SYNONYM = "synonym"
    TRANSLATION = "translation"
    SPELLING = "spelling"
    COMPOUND = "compound"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class Expansion:
    """A word of the question, and what else was looked for because of it.

    Attributes:
        word: As typed.
        also: The other words or phrases, in the order of the glossary.
        kind: Why.
    """

    word: str
    also: tuple[str, ...]
    kind: ExpansionKind


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer of a search: hits in order, or none, and what was searched.

    Attributes:
        query: The question as given.
        total: Hits for the question; ``hits`` may be one page of them.
        offset: How many hits come before the first of ``hits``.
        hits: In order of rank.
        searched: What was looked through.
        unknown_words: Words of the question, as typed, that occur nowhere in the archive.
        unfiltered: Hits for the question without its filters.
        facets: What the filters would leave.
        narrowed: Whether the question itself leaves passages out: by a phrase, by OR, by an
            exclusion or by a field.
        by_date: Whether the hits come by the date of their meeting, the newest first: the
            question has no words to rank them by.
        undated: Documents without a known date, where the question asks for a date: left out.
        evidence: How sure it is that the archive answers the question.
        sureness: The same as a number, 0 to 1.
        expansions: What else was looked for; empty where the reader switched that off.
        suggestion: The question with its misspelt words as the archive spells them; None where
            there is nothing to suggest.
    """

    query: str
    total: int
    offset: int
    hits: tuple[Hit, ...]
    searched: Searched
    unknown_words: tuple[str, ...] = ()
    unfiltered: int = 0
    facets: Facets = Facets()
    narrowed: bool = False
    by_date: bool = False
    undated: int = 0
    evidence: Evidence = Evidence.STRONG
    sureness: float = 1.0
    expansions: tuple[Expansion, ...] = ()
    suggestion: str | None = None

    @property
    def missing_words(self) -> tuple[str, ...]:
        """The unknown words, but for those in English that were looked for in Dutch."""
        translated = {
            word
            for one in self.expansions
            if one.kind is ExpansionKind.TRANSLATION
            for word in one.word.split()
        }
        return tuple(word for word in self.unknown_words if word not in translated)

    @property
    def found(self) -> bool:
        """Whether there is evidence of an answer.

        Without it ``hits`` are only the few passages nearest to the question, and may answer
        something else.
        """
        return self.evidence is not Evidence.NONE
