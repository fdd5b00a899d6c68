"""The registers: what minutes decided, asked, promised and gave as a task, and what became of it.

    archive + kind + filters -> entries, the newest meeting first, each with its place and thread

A statement that a person rejected stands in no register; one that a person confirmed says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lrt_search.analysis import searchable, terms
from lrt_search.archive import Archive
from lrt_search.domain import Citation, Redaction, file_id_of, redactions_in
from lrt_search.errors import AmbiguousStatementError, NotInRegisterError
from lrt_search.glossary import glossary
from lrt_search.reviews import Review, Verdict
from lrt_search.separable import stems_in
from lrt_search.statements import DecisionOutcome, Statement, StatementKind
from lrt_search.threads import FollowUp, LinkKind, Progress, last_report

_SHORTEST_ID = 4  # characters


@dataclass(frozen=True, slots=True)
class RegisterFilters:
    """Which statements of a register a reader wants to see; None where it makes no difference.

    Attributes:
        organisation: Who has to do it, or says it; any name that the glossary knows.
        first_date, last_date: The day of the meeting lies between, both included.
        progress: How it stands.
        outcome: Of a decision.
        words: All of them stand in the statement or in the title of its agenda item, in any form.
        confirmed: Whether a person confirmed it.
        rejected: Whether those are wanted, instead of the others, that a person rejected.
        document_id: The document it stands in.
    """

    organisation: str | None = None
    first_date: date | None = None
    last_date: date | None = None
    progress: Progress | None = None
    outcome: DecisionOutcome | None = None
    words: str | None = None
    confirmed: bool = False
    rejected: bool = False
    document_id: str | None = None

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return self != NO_REGISTER_FILTERS


NO_REGISTER_FILTERS = RegisterFilters()


@dataclass(frozen=True, slots=True)
class Step:
    """What came before a statement in its thread, or after it.

    Attributes:
        document_id, passage_id, page_number: Where it stands.
        meeting_date: The day of that meeting.
        text: Verbatim, with line breaks as blanks.
        redactions: What the marks of redactions in ``text`` stand for, in order.
        link: Why it is in the thread.
        statement: The statement that it is; None where it is a sentence of no kind.
    """

    document_id: str
    passage_id: str
    page_number: int
    meeting_date: date | None
    text: str
    redactions: tuple[Redaction, ...]
    link: FollowUp
    statement: Statement | None

    @property
    def permalink(self) -> str:
        """Path of its place, below the address of the archive."""
        return f"/v/{self.document_id}/p/{self.page_number}#{self.passage_id}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement as a register shows it.

    Attributes:
        statement: Which one.
        citation: Where it stands.
        redactions: What the marks of redactions in its text stand for, in order.
        review: What a person said of it; None where nobody did.
        progress: How it stands by ``evidence``; open where nothing later says otherwise.
        evidence: The later sentence that says so.
        before, after: The rest of its thread, the oldest meeting first.
    """

    statement: Statement
    citation: Citation
    redactions: tuple[Redaction, ...]
    review: Review | None
    progress: Progress
    evidence: Step | None
    before: tuple[Step, ...]
    after: tuple[Step, ...]

    @property
    def confirmed(self) -> bool:
        """Whether a person confirmed it."""
        return self.review is not None and self.review.verdict is Verdict.CONFIRMED


@dataclass(frozen=True, slots=True)
class Listing:
    """A register with filters: the entries of one page of it, and how many there are.

    Attributes:
        entries: The newest meeting first, undated ones last; then in the order of the minutes.
        total: How many pass the filters.
        unfiltered: How many the register has.
        undated: Statements left out because nobody knows the date of their meeting.
        organisations: All that can be asked for, in the order of the alphabet.
    """

    entries: tuple[Entry, ...]
    total: int
    unfiltered: int
    undated: int
    organisations: tuple[str, ...]


def list_register(
    archive: Archive,
    kind: StatementKind,
    filters: RegisterFilters = NO_REGISTER_FILTERS,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> Listing:
    """Return the statements of one kind that pass the filters.

    Args:
        archive: Which archive.
        kind: Which register.
        filters: All of them must hold.
        limit: At most so many entries; None for all.
        offset: Entries to pass over.

    Raises:
        DamagedReviewsError: nobody knows what was rejected.
    """
    view = _View(archive)
    known = view.register(kind, rejected=filters.rejected)
    kept = [one for one in known if view.passes(one, filters)]
    has_period = filters.first_date is not None or filters.last_date is not None
    shown = kept[offset : None if limit is None else offset + limit]
    return Listing(
        entries=tuple(map(view.entry, shown)),
        total=len(kept),
        unfiltered=len(known),
        undated=sum(view.day(one) is None for one in known) if has_period else 0,
        organisations=tuple(
            sorted({name for one in known for name in _organisations(one)}, key=str.casefold)
        ),
    )


def entries_of(archive: Archive, document_id: str) -> tuple[Entry, ...]:
    """Return the statements of one document that stand in a register, in its order.

    Raises:
        NotInArchiveError, WithdrawnError: there is no such document, or no longer.
        DamagedReviewsError: nobody knows what was rejected.
    """
    view = _View(archive)
    return tuple(
        view.entry(one)
        for one in archive.statements(document_id)
        if one.kind is not StatementKind.POSITION and view.is_shown(one)
    )


def find_statement(archive: Archive, beginning: str) -> Statement:
    """Return the one statement whose id begins with ``beginning``.

    Raises:
        NotInRegisterError: none does, or it is too short to say.
        AmbiguousStatementError: more than one does.
    """
    asked = beginning.strip().lower()
    view = _View(archive)
    fitting = [
        one
        for one in archive.all_statements.values()
        if one.statement_id.startswith(asked) and not view.is_withdrawn(one.document_id)
    ]
    if not fitting or len(asked) < _SHORTEST_ID:
        raise NotInRegisterError(statement_id=asked[:64])
    exact = [one for one in fitting if one.statement_id == asked]
    if len(fitting) > 1 and not exact:
        raise AmbiguousStatementError(statement_id=asked[:64], count=len(fitting))
    return (exact or fitting)[0]


def lost_reviews(archive: Archive) -> int:
    """Count the reviews of statements that no rule finds any more."""
    return sum(key not in archive.all_statements for key in archive.reviews())


def meant_by(organisation: str) -> str:
    """Return the short name of an organisation; what the glossary does not know, as typed."""
    entry = glossary().organisation(organisation)
    return entry.short if entry else organisation


def is_named(organisation: str, names: Iterable[str | None]) -> bool:
    """Return whether an organisation is among ``names``, however it is written."""
    sought = searchable(meant_by(organisation))
    return any(searchable(meant_by(name)) == sought for name in names if name)


def _organisations(statement: Statement) -> tuple[str, ...]:
    said_by = (statement.speaker_organisation,) if statement.speaker_organisation else ()
    return (*statement.owners, *said_by)


class _View:
    """What a reader may see now: without what was withdrawn or rejected."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._reviews = archive.reviews()
        self._withdrawn = {one.document_id for one in archive.withdrawals()}
        self._after: dict[str, list[FollowUp]] = {}
        self._before: dict[str, list[FollowUp]] = {}
        for one in archive.follow_ups:
            if self.is_withdrawn(one.document_id):
                continue
            self._after.setdefault(one.statement_id, []).append(one)
            if one.later_id:
                self._before.setdefault(one.later_id, []).append(one)

    def is_withdrawn(self, document_id: str) -> bool:
        return file_id_of(document_id) in self._withdrawn

    def is_shown(self, statement: Statement) -> bool:
        return not self._is_rejected(statement) and not self.is_withdrawn(statement.document_id)

    def _is_rejected(self, statement: Statement) -> bool:
        review = self._reviews.get(statement.statement_id)
        return review is not None and review.verdict is Verdict.REJECTED

    def register(self, kind: StatementKind, *, rejected: bool) -> list[Statement]:
        """Return the statements of a kind, the newest meeting first."""
        known = [
            one
            for one in self._archive.all_statements.values()
            if one.kind is kind
            and self._is_rejected(one) is rejected
            and not self.is_withdrawn(one.document_id)
        ]
        return sorted(known, key=self._order)

    def _order(self, statement: Statement) -> tuple[bool, int, str, int]:
        day = self.day(statement)
        newest = -day.toordinal() if day else 0
        return (day is None, newest, statement.document_id, statement.position)

    def day(self, statement: Statement) -> date | None:
        return self._archive.documents_by_id[statement.document_id].meeting.date_guess

    def passes(self, statement: Statement, filters: RegisterFilters) -> bool:
        day, review = self.day(statement), self._reviews.get(statement.statement_id)
        first, last = filters.first_date, filters.last_date
        if (first or last) and day is None:
            return False
        if day and ((first and day < first) or (last and day > last)):
            return False
        if filters.document_id and statement.document_id != filters.document_id:
            return False
        if filters.organisation and not is_named(filters.organisation, _organisations(statement)):
            return False
        if filters.outcome and statement.outcome is not filters.outcome:
            return False
        if filters.confirmed and (review is None or review.verdict is not Verdict.CONFIRMED):
            return False
        if filters.progress and self._report(statement)[0] is not filters.progress:
            return False
        return not filters.words or self._says(statement, filters.words)

    def _says(self, statement: Statement, words: str) -> bool:
        document = self._archive.documents_by_id[statement.document_id]
        item = document.agenda_item(statement.agenda_position)
        text = f"{statement.quotation} {item.title if item else ''}"
        return {term.stem for term in terms(words)} <= stems_in(text)

    def _report(self, statement: Statement) -> tuple[Progress, FollowUp | None]:
        """Return how a statement stands, and the sentence that says so: the last sure one."""
        last = last_report(self._after.get(statement.statement_id, ()))
        return (last.progress or Progress.OPEN, last) if last else (Progress.OPEN, None)

    def entry(self, statement: Statement) -> Entry:
        """Return a statement with its place and its thread."""
        (passage,) = self._archive.passages_by_id([statement.passage_id])
        progress, evidence = self._report(statement)
        return Entry(
            statement=statement,
            citation=self._archive.citation(passage, statement.spans),
            redactions=redactions_in(passage.redactions, statement.spans),
            review=self._reviews.get(statement.statement_id),
            progress=progress,
            evidence=self._later(evidence) if evidence else None,
            before=tuple(self._earlier_steps(statement)),
            after=tuple(self._later_steps(statement)),
        )

    def _later_steps(self, statement: Statement) -> list[Step]:
        statements = self._archive.all_statements
        found = []
        for one in self._after.get(statement.statement_id, ()):
            later = statements.get(one.later_id or "")
            if one.kind is LinkKind.REPORT or (later and self.is_shown(later)):
                found.append(self._later(one))
        return found

    def _earlier_steps(self, statement: Statement) -> list[Step]:
        statements = self._archive.all_statements
        found = []
        for one in self._before.get(statement.statement_id, ()):
            earlier = statements[one.statement_id]
            if self.is_shown(earlier):
                found.append(self._step(earlier, one, earlier))
        return sorted(found, key=lambda step: str(step.meeting_date))

    def _later(self, link: FollowUp) -> Step:
        return self._step(link, link, self._archive.all_statements.get(link.later_id or ""))

    def _step(
        self, place: Statement | FollowUp, link: FollowUp, statement: Statement | None
    ) -> Step:
        (passage,) = self._archive.passages_by_id([place.passage_id])
        document = self._archive.documents_by_id[place.document_id]
        return Step(
            document_id=place.document_id,
            passage_id=place.passage_id,
            page_number=place.page_number,
            meeting_date=document.meeting.date_guess,
            text=place.quotation,
            redactions=redactions_in(passage.redactions, place.spans),
            link=link,
            statement=statement if statement and self.is_shown(statement) else None,
        )
