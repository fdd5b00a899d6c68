"""The search record: what was asked of which archive, what came of it, and what was not searched.

A body that says that it holds no document has to show how it searched. A record is made of frozen
values, so that what it says is fixed when it is made; ``record_files`` writes it as JSON, CSV and
PDF, and ``replay`` asks the same again. ``docs/search-record.md`` explains every field.

Each attribute is written under the Dutch name that stands beside it. Fractions are written as text
with a fixed number of digits, so that every program that reads the JSON and writes it in order
comes to the same checksum.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import UTC, datetime
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from lrt_search import __version__
from lrt_search.archive import Archive
from lrt_search.as_json import EVIDENCE, EXPANSION_KINDS
from lrt_search.domain import (
    NO_FILTERS,
    Document,
    Expansion,
    Filters,
    Hit,
    Outcome,
    ReadingMethod,
)
from lrt_search.errors import (
    InvalidParameterError,
    NoRecordError,
    QueryError,
    RecordVersionError,
    TamperedRecordError,
)
from lrt_search.evidence import STRONG, WEAK
from lrt_search.language import N_
from lrt_search.manifest import FILE_NAME, file_sha256
from lrt_search.retrieval import MEANING_DEPTH, MOST_COMPARED, NEAREST, WORD_DEPTH, Search
from lrt_search.wording import (
    Wording,
    gap_in_words,
    missing_numbers_in_words,
    named_in_words,
    skipped_in_words,
)

KIND = "zoekslagverantwoording"
VERSION = 1
PROGRAM = "lrt-search"
MOST_HITS = 1000
LONGEST_REASON = 500  # characters of the reason why a hit is set aside


def _as(name: str, default: Any = MISSING) -> Any:
    """Declare an attribute by the name it is written under."""
    if default is MISSING:
        return field(metadata={"json": name})
    return field(metadata={"json": name}, default=default)


@dataclass(frozen=True, slots=True)
class RecordedHit:
    """A passage that was found, as it was cited then.

    Attributes:
        set_aside: Why the one who searched left it out; None for one that counts.
        score, similarity: As text, with six digits.
    """

    rank: int = _as("rang")
    passage_id: str = _as("passageId")
    document_id: str = _as("verslagId")
    sha256: str = _as("sha256")
    title: str = _as("titel")
    source_name: str = _as("bron")
    meeting_date: str | None = _as("vergaderDatum")
    agenda_item: str | None = _as("agendapunt")
    sub_heading: str | None = _as("tussenkop")
    page_number: int = _as("pagina")
    page_label: str | None = _as("paginalabel")
    line_number: int | None = _as("regel")
    start: int = _as("eersteTeken")
    end: int = _as("eindeTekens")
    reading: str = _as("lezing")
    url: str | None = _as("bronUrl")
    decision: str | None = _as("wooBesluit")
    document_number: str | None = _as("documentnummer")
    permalink: str = _as("permalink")
    quotation: str = _as("tekst")
    redactions: int = _as("weglakkingen")
    withheld: int | None = _as("gelaktPercentage")
    score: str = _as("score")
    words: tuple[str, ...] = _as("gevondenWoorden")
    word_rank: int | None = _as("rangWoorden")
    meaning_rank: int | None = _as("rangBetekenis")
    similarity: str | None = _as("gelijkenis")
    set_aside: str | None = _as("terzijdeOmdat", None)


@dataclass(frozen=True, slots=True)
class RecordedExpansion:
    """What else was looked for because of a word of the question."""

    word: str = _as("woord")
    also: tuple[str, ...] = _as("ook")
    kind: str = _as("soort")


@dataclass(frozen=True, slots=True)
class RecordedFilters:
    """Which hits were wanted; None where it made no difference."""

    ground: str | None = _as("grond", None)
    least_withheld: int | None = _as("gelaktVan", None)
    most_withheld: int | None = _as("gelaktTot", None)


@dataclass(frozen=True, slots=True)
class RecordedSearch:
    """A question, and what came of it.

    Attributes:
        query: As given, character for character.
        limit: At most so many hits were recorded; ``total`` says how many there were.
        expand: Whether other words were looked for beside those typed.
        refused: Why it was not searched; None where it was.
        evidence: "sterk", "zwak" or "geen": whether the archive answers it.
    """

    number: int = _as("nummer")
    query: str = _as("vraag")
    filters: RecordedFilters = _as("filters")
    limit: int = _as("hoogstens")
    expand: bool = _as("uitbreiden")
    refused: str | None = _as("nietGezochtOmdat")
    evidence: str | None = _as("bewijs")
    found: bool = _as("gevonden")
    total: int = _as("totaal")
    unfiltered: int = _as("totaalZonderFilters")
    undated: int = _as("ongedateerdeVerslagen")
    unknown_words: tuple[str, ...] = _as("onbekendeWoorden")
    expansions: tuple[RecordedExpansion, ...] = _as("uitbreidingen")
    by_date: bool = _as("nieuwsteVoorop")
    hits: tuple[RecordedHit, ...] = _as("treffers")

    @property
    def counted(self) -> tuple[RecordedHit, ...]:
        """The hits that were not set aside."""
        return tuple(hit for hit in self.hits if hit.set_aside is None)

    @property
    def put_aside(self) -> tuple[RecordedHit, ...]:
        """The hits that were set aside."""
        return tuple(hit for hit in self.hits if hit.set_aside is not None)

    def asked(self) -> "Question":
        """Return it as a question to ask again."""
        filters = Filters(
            self.filters.ground, self.filters.least_withheld, self.filters.most_withheld
        )
        return Question(self.query, filters, self.limit, expand=self.expand)


@dataclass(frozen=True, slots=True)
class RecordedDocument:
    """A document that was searched, and what of it was not."""

    document_id: str = _as("id")
    sha256: str = _as("sha256")
    title: str = _as("titel")
    source_name: str = _as("bron")
    meeting_date: str | None = _as("vergaderDatum")
    pages: int = _as("paginas")
    withheld: int | None = _as("gelaktPercentage")
    redactions: int = _as("weglakkingen")
    unread: tuple[int, ...] = _as("onleesbarePaginas")
    redacted: tuple[int, ...] = _as("geheelGelaktePaginas")
    recognised: tuple[int, ...] = _as("paginasOcr")


@dataclass(frozen=True, slots=True)
class RecordedSkipped:
    """A file that was given to the archive and is not searchable."""

    name: str = _as("bron")
    reason: str = _as("reden")
    told: str = _as("uitleg")


@dataclass(frozen=True, slots=True)
class RecordedWithdrawal:
    """A document that was taken out of the archive."""

    document_id: str = _as("id")
    day: str = _as("datum")
    reason: str = _as("reden")


@dataclass(frozen=True, slots=True)
class ArchiveState:
    """Which archive was searched, and what it lacks.

    Attributes:
        manifest_sha256: Of the file that says what made the generation.
        model, fingerprint: The embedding model, and the SHA-256 of its weights.
        signs: Signs that minutes are missing, in words.
    """

    generation: str = _as("generatie")
    manifest_sha256: str = _as("manifestSha256")
    catalogue_sha256: str = _as("catalogusSha256")
    format_version: int = _as("formaat")
    created_at: str = _as("gemaaktOp")
    written_by: str = _as("gemaaktMet")
    model: str = _as("model")
    fingerprint: str = _as("modelVingerafdruk")
    masked: bool = _as("afgeschermd")
    pages: int = _as("paginas")
    passages: int = _as("passages")
    first_date: str | None = _as("eersteDatum")
    last_date: str | None = _as("laatsteDatum")
    unread_pages: int = _as("paginasZonderTekst")
    ocr_pages: int = _as("paginasOcr")
    documents: tuple[RecordedDocument, ...] = _as("verslagen")
    skipped: tuple[RecordedSkipped, ...] = _as("overgeslagen")
    withdrawn: tuple[RecordedWithdrawal, ...] = _as("ingetrokken")
    signs: tuple[str, ...] = _as("aanwijzingen")


@dataclass(frozen=True, slots=True)
class Method:
    """How was searched.

    Attributes:
        mode: In words.
        word_depth, meaning_depth: So many passages are ranked by words, and by meaning.
        compared: Of so many that a question leaves each is compared; of more the nearest.
        nearest: So many are shown where the archive has no answer.
        strong, weak: From this sureness on evidence is strong, and weak; as text.
    """

    mode: str = _as("wijze")
    word_depth: int = _as("diepteWoorden", WORD_DEPTH)
    meaning_depth: int = _as("diepteBetekenis", MEANING_DEPTH)
    compared: int = _as("hoogstensVergeleken", MOST_COMPARED)
    nearest: int = _as("dichtstbijAlsNietGevonden", NEAREST)
    strong: str = _as("bewijsSterkVanaf", f"{STRONG:.2f}")
    weak: str = _as("bewijsZwakVanaf", f"{WEAK:.2f}")


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """What was asked of which archive, with which program, when, and what came of it."""

    program: str = _as("programma")
    program_version: str = _as("programmaVersie")
    made_at: str = _as("vastgelegdOp")
    language: str = _as("taal")
    method: Method = _as("methode")
    archive: ArchiveState = _as("archief")
    searches: tuple[RecordedSearch, ...] = _as("zoekslagen")

    def content(self) -> dict[str, Any]:
        """Return it as the values of JSON."""
        encoded: dict[str, Any] = _encoded(self)
        return encoded

    @property
    def checksum(self) -> str:
        """SHA-256 over the content as JSON: keys sorted, without blanks, UTF-8."""
        return checksum(self.content())


def checksum(content: Mapping[str, Any]) -> str:
    """Return the checksum of the content of a record, 64 hexadecimal digits."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# --- making one ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Question:
    """A question to record.

    Attributes:
        query: As typed.
        filters: Which hits are wanted.
        limit: At most so many hits.
        set_aside: By the id of a passage, why it does not count.
        expand: Whether other words are looked for beside those typed.
    """

    query: str
    filters: Filters = NO_FILTERS
    limit: int = 100
    set_aside: Mapping[str, str] = field(default_factory=dict)
    expand: bool = True


def record(
    archive: Archive,
    searches: Sequence[RecordedSearch],
    wording: Wording,
    now: datetime | None = None,
) -> SearchRecord:
    """Make a record of searches that were done.

    Args:
        archive: What was searched.
        searches: As ``recorded`` gives them.
        wording: In which language reasons are told.
        now: The moment; None for this one.
    """
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    return SearchRecord(
        program=PROGRAM,
        program_version=__version__,
        made_at=f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        language=wording.language,
        method=Method(
            wording.translate(N_("by words (BM25) and by meaning (vectors), in one list"))
        ),
        archive=state_of(archive, wording),
        searches=tuple(searches),
    )


def outcome_for(archive: Archive, question: Question, search: Search) -> Outcome:
    """Search for a question as it is to be recorded.

    Raises:
        QueryError: it cannot be searched.
    """
    return search(
        archive,
        question.query,
        filters=question.filters,
        limit=question.limit,
        expand=question.expand,
    )


def ask(
    archive: Archive, number: int, question: Question, search: Search, wording: Wording
) -> RecordedSearch:
    """Search, and record what came of it; a question that cannot be searched is recorded so."""
    try:
        outcome = outcome_for(archive, question, search)
    except QueryError as error:
        return refused(number, question, error.explain(wording.translate))
    return recorded(archive, number, question, outcome)


def refused(number: int, question: Question, reason: str) -> RecordedSearch:
    """Record a question that could not be searched."""
    return RecordedSearch(
        number=number,
        query=question.query,
        filters=_filters(question.filters),
        limit=question.limit,
        expand=question.expand,
        refused=reason,
        evidence=None,
        found=False,
        total=0,
        unfiltered=0,
        undated=0,
        unknown_words=(),
        expansions=(),
        by_date=False,
        hits=(),
    )


def recorded(archive: Archive, number: int, question: Question, outcome: Outcome) -> RecordedSearch:
    """Record what came of a question.

    Raises:
        InvalidParameterError: a passage that was set aside is not among the hits, or no reason
            is given.
    """
    known = {hit.passage.passage_id for hit in outcome.hits}
    for passage_id, reason in question.set_aside.items():
        if passage_id not in known:
            expected = N_("name a passage that is among the hits recorded, by its id")
            raise InvalidParameterError(name=f"terzijde {passage_id[:40]}", expected=expected)
        if not 0 < len(reason.strip()) <= LONGEST_REASON:
            expected = N_("say in a sentence why it is set aside")
            raise InvalidParameterError(name=f"terzijde {passage_id[:40]}", expected=expected)
    documents = archive.documents_by_id
    return RecordedSearch(
        number=number,
        query=question.query,
        filters=_filters(question.filters),
        limit=question.limit,
        expand=question.expand,
        refused=None,
        evidence=EVIDENCE[outcome.evidence],
        found=outcome.found,
        total=outcome.total,
        unfiltered=outcome.unfiltered,
        undated=outcome.undated,
        unknown_words=outcome.unknown_words,
        expansions=tuple(map(_expansion, outcome.expansions)),
        by_date=outcome.by_date,
        hits=tuple(
            _hit(hit, documents[hit.passage.document_id], question.set_aside)
            for hit in outcome.hits
        ),
    )


def _filters(filters: Filters) -> RecordedFilters:
    return RecordedFilters(filters.ground, filters.least_withheld, filters.most_withheld)


def _expansion(expansion: Expansion) -> RecordedExpansion:
    return RecordedExpansion(expansion.word, expansion.also, EXPANSION_KINDS[expansion.kind])


def _hit(hit: Hit, document: Document, set_aside: Mapping[str, str]) -> RecordedHit:
    citation, reason = hit.citation, hit.reason
    provenance = document.sources[0].provenance
    day, item = citation.meeting_date, citation.agenda_item
    why = set_aside.get(hit.passage.passage_id)
    return RecordedHit(
        rank=hit.rank,
        passage_id=hit.passage.passage_id,
        document_id=citation.document_id,
        sha256=citation.sha256,
        title=citation.title,
        source_name=citation.source_name,
        meeting_date=day.isoformat() if day else None,
        agenda_item=item.heading if item else None,
        sub_heading=citation.sub_heading,
        page_number=citation.page_number,
        page_label=citation.page_label,
        line_number=citation.line_number,
        start=citation.span.start,
        end=citation.span.end,
        reading=citation.reading.method.value,
        url=provenance.url,
        decision=provenance.decision,
        document_number=provenance.document_number,
        permalink=citation.permalink,
        quotation=hit.passage.quotation,
        redactions=len(hit.passage.redactions),
        withheld=hit.withheld.percent,
        score=f"{hit.score:.6f}",
        words=reason.words,
        word_rank=reason.word_rank,
        meaning_rank=reason.meaning_rank,
        similarity=None if reason.similarity is None else f"{reason.similarity:.6f}",
        set_aside=None if why is None else " ".join(why.split()),
    )


def state_of(archive: Archive, wording: Wording) -> ArchiveState:
    """Say which archive this is, and what it lacks."""
    manifest, searched, readings = archive.manifest, archive.searched(), archive.readings()
    withheld = archive.withheld()
    first, last = searched.first_date, searched.last_date

    def document(one: Document) -> RecordedDocument:
        read, share = readings[one.document_id], withheld[one.document_id]
        day = one.meeting.date_guess
        return RecordedDocument(
            document_id=one.document_id,
            sha256=one.sha256,
            title=one.title,
            source_name=one.source_names[0],
            meeting_date=day.isoformat() if day else None,
            pages=one.page_count,
            withheld=share.percent,
            redactions=share.redactions,
            unread=read.numbers.get(ReadingMethod.UNREADABLE, ()),
            redacted=read.numbers.get(ReadingMethod.REDACTED, ()),
            recognised=read.numbers.get(ReadingMethod.OCR, ()),
        )

    return ArchiveState(
        generation=archive.generation,
        manifest_sha256=file_sha256(archive.folder / FILE_NAME),
        catalogue_sha256=manifest.catalogue_sha256,
        format_version=manifest.format_version,
        created_at=manifest.created_at,
        written_by=f"{PROGRAM} {manifest.program_version}",
        model=manifest.model.name,
        fingerprint=manifest.model.fingerprint,
        masked=manifest.masked,
        pages=searched.pages,
        passages=searched.passages,
        first_date=first.isoformat() if first else None,
        last_date=last.isoformat() if last else None,
        unread_pages=searched.unread_pages,
        ocr_pages=searched.ocr_pages,
        documents=tuple(map(document, archive.documents())),
        skipped=tuple(
            RecordedSkipped(one.source_name, one.reason, skipped_in_words(one, wording))
            for one in archive.skipped()
        ),
        withdrawn=tuple(
            RecordedWithdrawal(one.document_id, one.day, one.reason)
            for one in archive.withdrawals()
        ),
        signs=tuple(_signs(archive, wording)),
    )


def _signs(archive: Archive, wording: Wording) -> list[str]:
    found = archive.coverage()
    told = []
    for series in found.series:
        told += [f"{series.body}: {gap_in_words(gap, wording)}" for gap in series.gaps]
        numbers = missing_numbers_in_words(series, wording)
        told += [f"{series.body}: {numbers}"] if numbers else []
    return told + [named_in_words(named, wording) for named in found.named]


# --- JSON ----------------------------------------------------------------------------------


def to_json(made: SearchRecord) -> str:
    """Write a record as JSON, for a person to read too."""
    content = made.content()
    whole = {
        "soort": KIND,
        "versie": VERSION,
        "controlegetal": {
            "methode": "SHA-256",
            "waarde": checksum(content),
            "over": "inhoud als JSON: sleutels op volgorde, zonder spaties, in UTF-8",
            "narekenen": "jq -cjS .inhoud BESTAND | sha256sum",
        },
        "inhoud": content,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def from_json(text: str, name: str) -> SearchRecord:
    """Read a record.

    Args:
        text: As ``to_json`` wrote it.
        name: What the file is called, for refusals.

    Raises:
        NoRecordError: it is no record.
        RecordVersionError: it is one of another version.
        TamperedRecordError: its checksum is not that of its content.
    """
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        raise NoRecordError(name=name, detail=N_("it cannot be read as JSON")) from None
    if not isinstance(whole, dict) or whole.get("soort") != KIND:
        raise NoRecordError(name=name, detail=N_("it does not say that it is one"))
    if whole.get("versie") != VERSION:
        found = str(whole.get("versie"))[:20]
        raise RecordVersionError(name=name, found=found, expected=VERSION)
    content, sums = whole.get("inhoud"), whole.get("controlegetal")
    if not isinstance(content, dict) or not isinstance(sums, dict):
        raise NoRecordError(name=name, detail=N_("a part of it is missing"))
    if sums.get("waarde") != checksum(content):
        raise TamperedRecordError(name=name)
    try:
        made = _decoded(SearchRecord, content)
    except (KeyError, TypeError, ValueError, OverflowError):
        raise NoRecordError(name=name, detail=N_("a part of it is missing")) from None
    assert isinstance(made, SearchRecord)
    return made


def search_as_json(search: RecordedSearch) -> dict[str, Any]:
    """Return one search as the values of JSON."""
    encoded: dict[str, Any] = _encoded(search)
    return encoded


def search_from_json(value: object) -> RecordedSearch:
    """Read one search.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    search = _decoded(RecordedSearch, value)
    assert isinstance(search, RecordedSearch)
    return search


def _encoded(value: Any) -> Any:
    if is_dataclass(value):
        return {
            item.metadata["json"]: _encoded(getattr(value, item.name)) for item in fields(value)
        }
    if isinstance(value, tuple):
        return [_encoded(one) for one in value]
    return value


def _decoded(wanted: Any, value: Any) -> Any:
    """Return a value of JSON as ``wanted``, a type of the attributes above.

    Raises:
        KeyError, TypeError: it is something else.
    """
    if is_dataclass(wanted) and isinstance(wanted, type):
        names = {item.metadata["json"]: item.name for item in fields(wanted)}
        if not isinstance(value, dict) or value.keys() != names.keys():
            raise TypeError(wanted.__name__)
        types = get_type_hints(wanted)
        return wanted(
            **{names[key]: _decoded(types[names[key]], one) for key, one in value.items()}
        )
    if get_origin(wanted) is tuple:
        if not isinstance(value, list):
            raise TypeError("tuple")
        return tuple(_decoded(get_args(wanted)[0], one) for one in value)
    if get_origin(wanted) in (Union, UnionType):
        (one,) = (kind for kind in get_args(wanted) if kind is not NoneType)
        return None if value is None else _decoded(one, value)
    if type(value) is not wanted:
        raise TypeError(str(wanted))
    return value
