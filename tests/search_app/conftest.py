"""A small invented archive and a search over it whose answers can be worked out by hand."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from flask.testing import FlaskClient

from lrt_search import language
from lrt_search.coverage import Coverage, coverage
from lrt_search.domain import (
    NO_FILTERS,
    NOT_JUDGED,
    REDACTION_MARK,
    AgendaItem,
    Attendee,
    Citation,
    Document,
    Evidence,
    Expansion,
    ExpansionKind,
    Filters,
    Hit,
    Layout,
    Meeting,
    Outcome,
    PageReading,
    Part,
    Passage,
    PassageKind,
    Provenance,
    ReadingMethod,
    Readings,
    Reason,
    Redaction,
    RedactionLook,
    Searched,
    Shares,
    SkippedSource,
    Source,
    Span,
    Version,
    Withheld,
)
from lrt_search.errors import (
    EmptyQueryError,
    NotInArchiveError,
    QueryTooLongError,
    UnknownPassageError,
)
from lrt_search.filters import count_facets, keep
from lrt_search.reviews import Review, Verdict
from lrt_search.settings import Settings
from lrt_search.statements import DecisionOutcome, Statement, StatementKind
from lrt_search.threads import FollowUp, LinkKind, Progress
from lrt_search.versions import Change, ChangeKind, Difference, PagePair, Side
from lrt_search.withdrawn import Withdrawal
from search_app import create_app
from search_app.application import SearchApp

if TYPE_CHECKING:
    from lrt_search.archive import Archive
    from lrt_search.retrieval import Search

SHORT, LONG, PLAIN = "a" * 16, "b" * 16, "c" * 16
WITHDRAWN = Withdrawal(
    "d" * 16, "d" * 64, "2026-11-23T12:00:00Z", "op verzoek van <i>een</i> betrokkene", "De Griffie"
)
MAX_QUERY = 200


def make_document(document_id: str, title: str, **more: object) -> Document:
    values: dict[str, object] = {
        "document_id": document_id,
        "sha256": document_id * 4,
        "media_type": "application/pdf",
        "title": title,
        "layout": Layout.LRT,
        "meeting": Meeting(),
        "page_count": 1,
        "paged": True,
        "sources": (Source(f"{document_id[:4]}.pdf"),),
    }
    return Document(**(values | more))  # type: ignore[arg-type]


def make_passage(document_id: str, position: int, text: str, **more: object) -> Passage:
    page = int(cast(int, more.pop("page", 1)))
    values: dict[str, object] = {
        "passage_id": f"{document_id[0]}{position:07x}",
        "document_id": document_id,
        "position": position,
        "kind": PassageKind.BULLET,
        "text": text,
        "spans": (Span(page, 10 * position, 10 * position + len(text)),),
    }
    return Passage(**(values | more))  # type: ignore[arg-type]


SHORT_MINUTES = make_document(
    SHORT,
    "Verslag LRT 14 maart 2024",
    meeting=Meeting(
        body="Landelijke Regietafel Migratie en Integratie",
        date_guess=date(2024, 3, 14),
        date_text="14 maart 2024",
        time_text="9:00 - 10.30 uur",
        place="Webex",
        attendees=(
            Attendee("Dhr. Voorbeeld", "JenV"),
            Attendee("Mevr. Verzonnen", "VNG"),
            Attendee("secretariaat", None),
            Attendee(None, "JenV"),
            Attendee(None, "BZK"),
            Attendee(None, "BZK"),
        ),
    ),
    page_count=3,
    sources=(Source("verslag-2024-03-14.pdf"),),
    agenda_items=(
        AgendaItem(1, "1", "OPENING EN MEDEDELINGEN", 1),
        AgendaItem(2, "2", "VOORTGANG ACTIELIJNEN", 1),
        AgendaItem(3, "3", "NOODOPVANG EN DEFENSIELOCATIES", 1),
        AgendaItem(4, "", "WVTTK", 3),
    ),
    passage_count=7,
)
LONG_MINUTES = make_document(
    LONG,
    "Bijlagen <b>deel 2</b>",
    meeting=Meeting(date_text="begin april 2023"),
    page_count=40,
    sources=(
        Source(
            "bijlagen-deel-2.pdf",
            Provenance("https://open.example/12?a=1&b=2", "Besluit <regie>", "LRT-2001"),
        ),
        Source("kopie.pdf"),
    ),
    agenda_items=(
        AgendaItem(1, "F.1", "Verdeling van plekken", 1),
        AgendaItem(2, "F.2", "Begroting", 21),
    ),
    passage_count=40,
)
PLAIN_TEXT = make_document(
    PLAIN,
    "Besluitenlijst mei 2023",
    media_type="text/plain",
    meeting=Meeting(date_guess=date(2023, 5, 11)),
    paged=False,
    sources=(Source("besluiten.txt"),),
    passage_count=1,
)
BUNDLE = "e" * 16
PART = make_document(
    f"{BUNDLE}-p37",
    "Verslag LRT 7 juni 2024",
    sha256=BUNDLE * 4,
    meeting=Meeting(date_guess=date(2024, 6, 7)),
    page_count=44,
    sources=(Source("bundel.pdf"),),
    agenda_items=(AgendaItem(1, "1", "OPENING", 37),),
    passage_count=44,
    part=Part(2, 2, 37),
)
LETTER = replace(
    PART,
    document_id=f"{BUNDLE}-p1",
    title="Besluit op uw verzoek",
    meeting=Meeting(),
    page_count=36,
    agenda_items=(),
    passage_count=0,
    part=Part(1, 2, 1),
)
REDACTED = Redaction(2, 62, RedactionLook.GREY, ("5.1.2e",), (120, 240, 165, 255), 9)
SHARES = {
    SHORT: Shares(
        document=Withheld(12, 2, ("5.1.2e", "5.1.2i")),
        pages=(Withheld(), Withheld(40, 2, ("5.1.2e", "5.1.2i")), Withheld(None)),
        agenda_items=(Withheld(), Withheld(), Withheld(60, 2, ("5.1.2e", "5.1.2i")), Withheld()),
    ),
    LONG: Shares(pages=(Withheld(),) * 40, agenda_items=(Withheld(), Withheld())),
    PLAIN: Shares(pages=(Withheld(),)),
    PART.document_id: Shares(
        pages=(Withheld(),) * 43 + (Withheld(40, 1, ("5.1.2e",)),), agenda_items=(Withheld(),)
    ),
    LETTER.document_id: Shares(pages=(Withheld(),) * 36),
}
PAGE_READINGS = {(SHORT, 3): PageReading(ReadingMethod.OCR, "tesseract", confidence=93, quality=98)}
PASSAGES = {
    SHORT: (
        make_passage(SHORT, 1, "Verslag van 1 februari akkoord.", agenda_position=1),
        make_passage(
            SHORT,
            2,
            "Er zijn drie defensielocaties in beeld voor noodopvang.\n"
            "De provincies melden zich voor 1 mei met een voorstel per locatie, waarna het COA "
            "binnen twee weken laat weten welke locaties geschikt zijn.",
            agenda_position=3,
            page=2,
        ),
        make_passage(
            SHORT,
            3,
            "VNG vraagt duidelijkheid over de duur van de noodopvang.",
            agenda_position=3,
            sub_heading="Discussie",
            page=2,
        ),
        make_passage(
            SHORT,
            4,
            f"Actie JenV: brief aan {REDACTION_MARK} over de termijnen.",
            agenda_position=3,
            sub_heading="Discussie",
            page=2,
            redactions=(REDACTED,),
        ),
        make_passage(
            SHORT,
            5,
            "Het CDK wijst op <script>alert(1)</script> & draagvlak voor noodopvang.",
            agenda_position=3,
            sub_heading="Draagvlak",
            page=3,
        ),
        make_passage(
            SHORT,
            6,
            "Het wachten is op de brief.",
            kind=PassageKind.SPEECH,
            speaker="De voorzitter:",
            agenda_position=4,
            page=3,
        ),
        make_passage(
            SHORT,
            7,
            "Volgende vergadering: 18 april 2024.",
            kind=PassageKind.PARAGRAPH,
            agenda_position=4,
            page=3,
        ),
    ),
    LONG: tuple(
        make_passage(
            LONG,
            page,
            f"Verdeling {page} van de plekken.",
            agenda_position=1 + page // 21,
            page=page,
        )
        for page in range(1, 41)
    ),
    PART.document_id: tuple(
        make_passage(
            PART.document_id, page - 36, f"Punt {page} besproken.", agenda_position=1, page=page
        )
        for page in PART.page_numbers
    ),
    LETTER.document_id: (),
    PLAIN: (make_passage(PLAIN, 1, "Besloten is de taakstelling te verhogen."),),
}
SCAN = "e" * 16
SCANNED = make_document(
    SCAN,
    "Verslag uit de scanner",
    page_count=6,
    part=Part(2, 3, 1),
    ingested_at="2026-11-20T08:30:00Z",
    readers=("pypdf 6.0", "tesseract 5.3"),
    sources=(
        Source("map.pdf", Provenance("https://voorbeeld.nl/besluit", "Woo-besluit 12", "7b")),
    ),
    passage_count=2,
)
PASSAGES[SCAN] = (
    make_passage(SCAN, 1, "De gemeenten vragen om flexwoningen.", page=1),
    make_passage(SCAN, 2, "De provincies zijn akkoord.", page=4),
)
SHARES[SCAN] = Shares(pages=(Withheld(),) * 6)
READINGS = {
    SHORT: Readings(
        {ReadingMethod.TEXT_LAYER: 2, ReadingMethod.OCR: 1}, {ReadingMethod.OCR: (2,)}, (91,)
    ),
    SCAN: Readings(
        {
            ReadingMethod.TEXT_LAYER: 1,
            ReadingMethod.OCR: 1,
            ReadingMethod.UNREADABLE: 2,
            ReadingMethod.BLANK: 1,
            ReadingMethod.REDACTED: 1,
        },
        {
            ReadingMethod.OCR: (4,),
            ReadingMethod.UNREADABLE: (2, 3),
            ReadingMethod.BLANK: (5,),
            ReadingMethod.REDACTED: (6,),
        },
        (70,),
    ),
}


def make_statement(number: int, passage: Passage, text: str, **more: object) -> Statement:
    """Make a statement in the first span of a passage; its id ends with ``number``."""
    start = passage.spans[0].start + passage.text.index(text)
    values: dict[str, object] = {
        "statement_id": f"s{number:015x}",
        "document_id": passage.document_id,
        "passage_id": passage.passage_id,
        "position": number,
        "kind": StatementKind.ACTION_ITEM,
        "text": text,
        "spans": (Span(passage.page_number, start, start + len(text)),),
        "rule": "a-rule",
        "confidence": 95,
        "agenda_position": passage.agenda_position,
    }
    return Statement(**(values | more))  # type: ignore[arg-type]


_ACTION, _BRIEF, _RAISED = PASSAGES[SHORT][3], PASSAGES[SHORT][5], PASSAGES[PLAIN][0]
STATEMENTS = (
    make_statement(
        1,
        _ACTION,
        _ACTION.text,
        owners=("JenV", "<b>B</b>ZK"),
        due_text="voor 1 mei",
        due_date_guess=date(2024, 5, 1),
    ),
    make_statement(2, PASSAGES[SHORT][2], PASSAGES[SHORT][2].text, confidence=60, owners=("VNG",)),
    make_statement(
        3, _RAISED, _RAISED.text, kind=StatementKind.DECISION, outcome=DecisionOutcome.ADOPTED
    ),
    make_statement(
        4,
        PASSAGES[SHORT][0],
        PASSAGES[SHORT][0].text,
        kind=StatementKind.DECISION,
        outcome=DecisionOutcome.ADOPTED,
    ),
    make_statement(
        5,
        PASSAGES[SHORT][4],
        PASSAGES[SHORT][4].text,
        kind=StatementKind.POSITION,
        speaker="Het CDK",
        speaker_organisation="CdK",
    ),
    make_statement(6, PASSAGES[LONG][0], "van de plekken", owners=("COA",)),
    make_statement(7, PASSAGES[SHORT][1], "Er zijn drie defensielocaties", owners=("COA",)),
)
FOLLOW_UPS = (
    FollowUp(
        statement_id=STATEMENTS[2].statement_id,
        document_id=SHORT,
        passage_id=_ACTION.passage_id,
        text=_ACTION.text,
        spans=_ACTION.spans,
        kind=LinkKind.SEQUEL,
        progress=None,
        words=("termijnen",),
        sure=True,
        later_id=STATEMENTS[0].statement_id,
    ),
    FollowUp(
        statement_id=STATEMENTS[2].statement_id,
        document_id=SHORT,
        passage_id=_BRIEF.passage_id,
        text=_BRIEF.text,
        spans=_BRIEF.spans,
        kind=LinkKind.REPORT,
        progress=Progress.RUNNING,
        words=("brief",),
        sure=False,
    ),
)
REVIEWS = {
    one.statement_id: Review(one.statement_id, one.document_id, verdict, "2026-11-24T12:00:00Z")
    for one, verdict in (
        (STATEMENTS[0], Verdict.CONFIRMED),
        (STATEMENTS[6], Verdict.REJECTED),
    )
}


@dataclass
class FakeArchive:
    """Answers as ``lrt_search.archive.Archive`` does, from the values above."""

    generation: str = "20261123T120000Z-abcd1234"
    held: tuple[Document, ...] = (SHORT_MINUTES, PLAIN_TEXT, LONG_MINUTES)
    unread: tuple[SkippedSource, ...] = (
        SkippedSource(
            "scan.pdf",
            "NoTextError",
            (("name", "scan.pdf"), ("pages", 4), ("blank", 1), ("redacted", 1), ("unreadable", 2)),
        ),
        SkippedSource("oud.pdf", "ReasonOfTheFuture", ()),
    )
    stated: tuple[Statement, ...] = STATEMENTS
    manifest: SimpleNamespace = field(
        default_factory=lambda: SimpleNamespace(
            model=SimpleNamespace(name="toy-model", fingerprint="f00d"),
            created_at="2026-11-23T12:00:00Z",
            program_version="0.1.0",
        )
    )

    def documents(self) -> tuple[Document, ...]:
        return self.held

    def document(self, document_id: str) -> Document:
        for document in self.held:
            if document.document_id == document_id:
                return document
        if document_id == WITHDRAWN.document_id:
            raise WITHDRAWN.error()
        raise NotInArchiveError(document_id=document_id)

    def versions(self, document_id: str) -> tuple[Version, ...]:
        others = {SHORT: LONG_MINUTES, LONG: SHORT_MINUTES}
        return (Version(others[document_id], 96),) if document_id in others else ()

    def difference(self, before: Document, after: Document) -> Difference:
        if PLAIN in {before.document_id, after.document_id}:
            return Difference(0, (), ())
        if before is after:
            return Difference(100, (PagePair(1, 1),), ())
        visible = Change(
            ChangeKind.VISIBLE,
            Side(2, REDACTION_MARK, (REDACTED,)),
            Side(3, "mevrouw <b>Verzonnen</b>"),
            "brief aan",
            "over de termijnen",
        )
        return Difference(96, (PagePair(2, 3), PagePair(3, None)), (visible,))

    def parts(self, document: Document) -> tuple[Document, ...]:
        return tuple(one for one in self.held if one.sha256 == document.sha256)

    def passages(
        self, document_id: str, first_page: int = 1, last_page: int | None = None
    ) -> tuple[Passage, ...]:
        last = last_page or self.document(document_id).page_numbers[-1]
        return tuple(one for one in PASSAGES[document_id] if first_page <= one.page_number <= last)

    def passages_by_id(self, passage_ids: Sequence[str]) -> tuple[Passage, ...]:
        every = (one for passages in PASSAGES.values() for one in passages)
        return tuple(one for one in every if one.passage_id in passage_ids)

    @property
    def documents_by_id(self) -> dict[str, Document]:
        return {one.document_id: one for one in self.held}

    @property
    def all_statements(self) -> dict[str, Statement]:
        held = self.documents_by_id
        return {one.statement_id: one for one in STATEMENTS if one.document_id in held}

    def statements(self, document_id: str) -> tuple[Statement, ...]:
        return tuple(one for one in self.stated if one.document_id == document_id)

    @property
    def follow_ups(self) -> tuple[FollowUp, ...]:
        return FOLLOW_UPS if SHORT in self.documents_by_id else ()

    def reviews(self) -> dict[str, Review]:
        return REVIEWS

    def citation(self, passage: Passage, spans: Sequence[Span] | None = None) -> Citation:
        document = self.document(passage.document_id)
        return Citation(
            document_id=document.document_id,
            passage_id=passage.passage_id,
            sha256=document.sha256,
            title=document.title,
            source_name=document.source_names[0],
            meeting_date=document.meeting.date_guess,
            agenda_item=document.agenda_item(passage.agenda_position),
            sub_heading=passage.sub_heading,
            page_number=passage.page_number,
            page_label="12" if document.document_id == LONG else None,
            line_number=None if document.paged else 85,
            span=(spans or passage.spans)[0],
            reading=PAGE_READINGS.get((document.document_id, passage.page_number), NOT_JUDGED),
            body=document.meeting.body,
            provenance=document.sources[0].provenance,
            spans=passage.spans,
        )

    def passage(self, passage_id: str) -> Passage:
        for document in self.held:
            for one in PASSAGES[document.document_id]:
                if one.passage_id == passage_id:
                    return one
        raise UnknownPassageError(passage_id=passage_id)

    def cite(self, citation: Citation, spans: Sequence[Span]) -> Citation:
        return replace(
            citation, page_number=spans[0].page_number, span=spans[0], spans=tuple(spans)
        )

    def withheld_overall(self) -> Withheld:
        return Withheld(4, 2)

    def page_readings(
        self, document_id: str, first_page: int, last_page: int
    ) -> dict[int, PageReading]:
        return {
            number: PAGE_READINGS.get((document_id, number), NOT_JUDGED)
            for number in range(first_page, last_page + 1)
        }

    def redactions(self, document_id: str) -> tuple[Redaction, ...]:
        return (REDACTED,) if self.document(document_id) is SHORT_MINUTES else ()

    def shares(self, document_id: str) -> Shares:
        return SHARES[self.document(document_id).document_id]

    def withheld(self) -> dict[str, Withheld]:
        return {one.document_id: SHARES[one.document_id].document for one in self.held}

    def ground_counts(self) -> dict[str, int]:
        return {"5.1.2e": 7, "B-12": 1}

    def readings(self) -> dict[str, Readings]:
        return {one.document_id: self.readings_of(one.document_id) for one in self.held}

    def readings_of(self, document_id: str) -> Readings:
        pages = self.document(document_id).page_count
        return READINGS.get(document_id, Readings({ReadingMethod.TEXT_LAYER: pages}))

    def coverage(self) -> Coverage:
        passages = (one for document in self.held for one in PASSAGES[document.document_id])
        return coverage(self.held, passages, date(2026, 11, 23))

    def withdrawals(self) -> tuple[Withdrawal, ...]:
        return (WITHDRAWN,)

    def skipped(self) -> tuple[SkippedSource, ...]:
        return self.unread

    def searched(self) -> Searched:
        return Searched(
            generation=self.generation,
            documents=len(self.held),
            pages=sum(document.page_count for document in self.held),
            passages=sum(document.passage_count for document in self.held),
            first_date=date(2023, 5, 11),
            last_date=date(2024, 3, 14),
            skipped=len(self.unread),
            unread_pages=1,
            ocr_pages=1,
        )


CDK = Expansion("CdK", ("commissaris van de Koning",), ExpansionKind.ABBREVIATION)
MISSPELT = "noodopvnag"


def toy_search(
    archive: Archive,
    query: str,
    *,
    filters: Filters = NO_FILTERS,
    limit: int = 10,
    offset: int = 0,
    expand: bool = True,
) -> Outcome:
    """Find the passages with a word that begins as a word of ``query`` does, in archive order.

    It knows one expansion ("CdK") and one misspelt word ("noodopvnag"), and is not sure of a
    question with a question mark.
    """
    if not re.search(r"\w", query):
        raise EmptyQueryError
    if len(query) > MAX_QUERY:
        raise QueryTooLongError(length=len(query), limit=MAX_QUERY)
    pattern = re.compile(
        "|".join(rf"\b{re.escape(word)}\w*" for word in re.findall(r"\w+", query)), re.IGNORECASE
    )
    found = [
        passage
        for document in archive.documents()
        for passage in archive.passages(document.document_id)
        if pattern.search(passage.quotation)
    ]
    kept = [passage for passage in found if keep(_around(passage), filters)]
    hits = tuple(
        _hit(archive, passage, rank, pattern)
        for rank, passage in enumerate(kept[offset : offset + limit], start=offset + 1)
    )
    unsure = Evidence.WEAK if "?" in query else Evidence.STRONG
    return Outcome(
        query=query,
        total=len(kept),
        offset=offset,
        hits=hits,
        searched=archive.searched(),
        unknown_words=() if found else (query,),
        unfiltered=len(found),
        facets=count_facets(map(_around, found), filters),
        evidence=unsure if found else Evidence.NONE,
        sureness={Evidence.STRONG: 0.9, Evidence.WEAK: 0.3}[unsure] if found else 0.05,
        expansions=(CDK,) if expand and "CdK" in query else (),
        suggestion=query.replace(MISSPELT, "noodopvang") if expand and MISSPELT in query else None,
    )


def _around(passage: Passage) -> Withheld:
    shares = SHARES[passage.document_id]
    if passage.agenda_position is None:
        return shares.pages[passage.page_number - 1]
    return shares.agenda_items[passage.agenda_position - 1]


def _hit(archive: Archive, passage: Passage, rank: int, pattern: re.Pattern[str]) -> Hit:
    matches = list(pattern.finditer(passage.quotation))
    return Hit(
        rank=rank,
        score=1 / rank,
        passage=passage,
        citation=archive.citation(passage),
        reason=Reason(tuple(match.group() for match in matches), rank, rank + 2, 0.85),
        marks=tuple(match.span() for match in matches),
        withheld=_around(passage),
        statements=tuple(
            one
            for one in archive.statements(passage.document_id)
            if one.passage_id == passage.passage_id
        ),
    )


AppOf = Callable[..., SearchApp]


@pytest.fixture(autouse=True)
def catalogue_to_come(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Without a compiled Dutch catalogue, let Dutch texts read as they are in the code."""
    if not gettext.find(language.DOMAIN, language.LOCALE_DIR, languages=["nl"]):
        language.translations.cache_clear()
        monkeypatch.setattr(
            gettext, "translation", lambda *names, **options: gettext.NullTranslations()
        )
    yield
    language.translations.cache_clear()


@pytest.fixture
def archive() -> FakeArchive:
    return FakeArchive()


@pytest.fixture
def app_of(archive: FakeArchive) -> AppOf:
    """Return a maker of apps; what it is not given is as in ``app``."""

    def make(
        open_current: Callable[[], object] = lambda: archive,
        search: Search = toy_search,
        **settings: object,
    ) -> SearchApp:
        values: dict[str, object] = {"language": "en", "page_size": 3, "max_query": MAX_QUERY}
        read = Settings(**(values | settings))  # type: ignore[arg-type]
        return create_app(read, cast("Callable[[], Archive]", open_current), search)

    return make


@pytest.fixture
def app(app_of: AppOf) -> SearchApp:
    """Return an English app over the fake archive, with three hits on a page."""
    return app_of()


@pytest.fixture
def client(app: SearchApp) -> FlaskClient:
    return app.test_client()
