"""Which meetings the archive holds, and where minutes may be missing; pure.

Three signs are looked for, and each is told apart: an interval between two meetings of a body
that is far longer than usual, a number that is missing from a numbered series, and a meeting that
minutes name themselves. None of them proves that minutes are missing: a meeting may have been
called off, and minutes may never have been made. ``docs/report.md`` says how each is judged.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

from lrt_search.dates import MONTHS
from lrt_search.domain import Document, Passage

LEAST_MEETINGS = 4  # of a body, before its intervals say anything
FAR_LONGER = 2.5  # times the usual interval
LEAST_GAP = 42  # days; six weeks
MOVED = 7  # days by which a meeting that was announced may have been moved

# Month and day, both included. Days in them do not count: nobody expects a meeting then.
SUMMER = ((7, 15), (8, 31))
CHRISTMAS = ((12, 20), (1, 6))

# The words by which passages are looked up that may name another meeting.
WORDS_THAT_NAME = ("verslag", "verslagen", "notulen", "besluitenlijst", "volgend", "eerstvolgend")


@dataclass(frozen=True, slots=True)
class Gap:
    """An interval without meetings that is far longer than usual.

    Attributes:
        after: The meeting before it.
        before: The meeting after it.
        days: From the one to the other, recesses left out.
    """

    after: date
    before: date
    days: int


@dataclass(frozen=True, slots=True)
class Series:
    """The meetings of one body.

    Attributes:
        body: As most of its minutes print it.
        documents: How many minutes have a date.
        meetings: The days, in order; two minutes of one day are one meeting.
        usual_days: The usual interval: the median in days, recesses left out, at least 1. None
            where there are fewer than ``LEAST_MEETINGS``: too few to judge gaps by.
        gaps: In order.
        missing_numbers: Numbers that its titles skip, in order; as ranges, both ends included.
    """

    body: str
    documents: int
    meetings: tuple[date, ...]
    usual_days: int | None
    gaps: tuple[Gap, ...] = ()
    missing_numbers: tuple[tuple[int, int], ...] = ()


class Naming(StrEnum):
    """How minutes name another meeting."""

    ADOPTED = "adopted"  # its minutes are adopted or discussed
    ANNOUNCED = "announced"  # it is said to be the next one


@dataclass(frozen=True, slots=True)
class Place:
    """Where minutes name another meeting.

    Attributes:
        document_id: The minutes.
        page_number: The page of them.
        passage_id: The passage; None for the title of an agenda item.
    """

    document_id: str
    page_number: int
    passage_id: str | None = None

    @property
    def permalink(self) -> str:
        """Path of the place, below the address of the archive."""
        anchor = f"#{self.passage_id}" if self.passage_id else ""
        return f"/v/{self.document_id}/p/{self.page_number}{anchor}"


@dataclass(frozen=True, slots=True)
class NamedMeeting:
    """A meeting that minutes of the archive name and that it holds no minutes of.

    Attributes:
        day: When it was, or was to be.
        naming: How it is named; as adopted where it is named in both ways.
        places: Where, in the order of the documents.
    """

    day: date
    naming: Naming
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which meetings the archive holds, and where minutes may be missing.

    Attributes:
        months: Meetings with a known date by year and month (from 1); only those with any.
        series: By body, the one with most minutes first.
        named: Meetings that minutes name and that are not held, in order.
        same_day: Documents of one body and one day, by id, where there are several.
        undated: Documents whose day could not be read, by id.
        without_body: Dated documents that do not say who met, by id.
    """

    months: tuple[tuple[int, int, int], ...] = ()
    series: tuple[Series, ...] = ()
    named: tuple[NamedMeeting, ...] = ()
    same_day: tuple[tuple[date, tuple[str, ...]], ...] = ()
    undated: tuple[str, ...] = ()
    without_body: tuple[str, ...] = ()

    @property
    def signs(self) -> int:
        """How many signs there are that minutes may be missing."""
        inside = sum(len(one.gaps) + len(one.missing_numbers) for one in self.series)
        return inside + len(self.named)


def coverage(
    documents: Sequence[Document], passages: Iterable[Passage] = (), today: date = date.max
) -> Coverage:
    """Judge which meetings the archive holds, and where minutes may be missing.

    Args:
        documents: All documents of the archive.
        passages: Those that may name another meeting (``WORDS_THAT_NAME``).
        today: A meeting announced for a later day is not missed yet.
    """
    dated = [(one, one.meeting.date_guess) for one in documents if one.meeting.date_guess]
    dated.sort(key=lambda pair: (pair[1], pair[0].document_id))
    bodies: dict[str, list[tuple[Document, date]]] = defaultdict(list)
    days: dict[tuple[str, date], list[str]] = defaultdict(list)
    for document, day in dated:
        body = _folded(document.meeting.body or "")
        days[body, day].append(document.document_id)
        if body:
            bodies[body].append((document, day))
    months: dict[tuple[int, int], int] = defaultdict(int)
    for _, day in days:
        months[day.year, day.month] += 1
    return Coverage(
        months=tuple((year, month, count) for (year, month), count in sorted(months.items())),
        series=tuple(
            sorted(map(_series, bodies.values()), key=lambda one: (-one.documents, one.body))
        ),
        named=_not_held(documents, passages, {day for _, day in dated}, today),
        same_day=tuple((day, tuple(ids)) for (_, day), ids in days.items() if len(ids) > 1),
        undated=tuple(one.document_id for one in documents if not one.meeting.date_guess),
        without_body=tuple(one.document_id for one, _ in dated if not one.meeting.body),
    )


def _folded(body: str) -> str:
    return " ".join(body.casefold().split())


# --- intervals -----------------------------------------------------------------------------


def _series(held: Sequence[tuple[Document, date]]) -> Series:
    names = [document.meeting.body or "" for document, _ in held]
    meetings = tuple(sorted({day for _, day in held}))
    usual: int | None = None
    gaps: tuple[Gap, ...] = ()
    if len(meetings) >= LEAST_MEETINGS:
        intervals = [
            Gap(one, other, _counted_days(one, other)) for one, other in pairwise(meetings)
        ]
        usual = max(1, round(median(gap.days for gap in intervals)))
        limit = max(FAR_LONGER * usual, LEAST_GAP)
        gaps = tuple(gap for gap in intervals if gap.days > limit)
    return Series(
        body=Counter(names).most_common(1)[0][0],
        documents=len(held),
        meetings=meetings,
        usual_days=usual,
        gaps=gaps,
        missing_numbers=tuple(_missing_numbers(held)),
    )


def _counted_days(after: date, before: date) -> int:
    """Count the days from one meeting to the next that are in no recess."""
    days = (before - after).days
    for year in range(after.year - 1, before.year + 1):
        for (month, day), (last_month, last_day) in (SUMMER, CHRISTMAS):
            first = date(year, month, day)
            last = date(year + (last_month < month), last_month, last_day)
            shared = (min(last, before) - max(first, after + timedelta(days=1))).days + 1
            days -= max(0, shared)
    return days


# --- numbers -------------------------------------------------------------------------------

_NUMBERED = re.compile(
    r"\b(?:(?:vergadering|overleg|bijeenkomst|verslag|notulen|regietafel|LRT)[ _-]*"
    r"(?:nr\.?|nummer|no\.?|#)?[ _-]*(?P<after>\d{1,3})"
    # No day ("LRT 14 maart", "LRT 14-03"), hour, page or part.
    rf"(?!\d|[ _]*(?:{'|'.join(month[:3] for month in MONTHS)}|mrt|van\b|uur\b)|[-/.:_ ]+\d)"
    r"|(?P<before>\d{1,3})(?:e|de|ste)[ _-](?:vergadering|overleg|bijeenkomst|LRT)\b)",
    re.IGNORECASE,
)


def _missing_numbers(held: Sequence[tuple[Document, date]]) -> Iterator[tuple[int, int]]:
    """Give the numbers that titles skip, in a series that is mostly there."""
    for run in _runs(number for document, _ in held if (number := _number(document)) is not None):
        # With less than half of the numbers it is no series, or one of them was misread.
        if len(run) >= LEAST_MEETINGS and 2 * len(run) > run[-1] - run[0]:
            yield from ((one + 1, other - 1) for one, other in pairwise(run) if other - one > 1)


def _number(document: Document) -> int | None:
    for name in (document.title, *document.source_names):
        match = _NUMBERED.search(name)
        if match:
            return int(match["after"] or match["before"])
    return None


def _runs(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Cut numbers, in the order of their meetings, where they start anew."""
    run: list[int] = []
    for number in numbers:
        if run and number < run[-1]:
            yield run
            run = []
        if not run or number > run[-1]:
            run.append(number)
    if run:
        yield run


# --- meetings that minutes name ------------------------------------------------------------

_MONTH = "|".join(MONTHS)
_DAY = rf"\d{{1,2}}\s+(?:{_MONTH})(?:\s+\d{{4}})?"
# Only these words may stand between, so that "verslag van het werkbezoek van 3 mei" is no meeting.
_JOINT = (
    r"(?:\s+(?:van|het|de|vorige|vorig|concept|LRT|regietafel|landelijke|overleg|vergadering|"
    r"bijeenkomst|d\.d\.|dd\.?|op|is|staat|gepland|vindt|plaats|(?:maan|dins|woens|donder|vrij)dag)"
    r"|\s*:)*\s+"
)
_ADOPTED = re.compile(
    rf"\b(?:concept)?(?:verslag(?:en)?|notulen|besluitenlijst){_JOINT}"
    rf"(?P<days>{_DAY}(?:(?:\s*,\s*|\s+en\s+){_DAY})*)(?P<rest>[^.;]*)",
    re.IGNORECASE,
)
_AGREED = re.compile(r"akkoord|vastgesteld|vaststel|goedgekeurd|gearresteerd", re.IGNORECASE)
_ANNOUNCED = re.compile(
    rf"\b(?:eerst)?volgende?\s+(?:vergadering|overleg|bijeenkomst|regietafel|LRT){_JOINT}"
    rf"(?P<days>{_DAY})",
    re.IGNORECASE,
)
_ONE_DAY = re.compile(rf"(\d{{1,2}})\s+({_MONTH})(?:\s+(\d{{4}}))?", re.IGNORECASE)


def named_days(text: str, meeting: date | None) -> Iterator[tuple[date, Naming]]:
    """Give the other meetings that a text of minutes names.

    "Verslag van 8 december akkoord." in minutes of 11 January 2024 names 8 December 2023.

    Args:
        text: A passage, or the title of an agenda item.
        meeting: The day of those minutes; without it, only days with a year are given.
    """
    words = " ".join(text.split())
    for match in _ADOPTED.finditer(words):
        # At the head of its item it is on the agenda; elsewhere the sentence has to say so.
        before = re.split("[.;]", words[: match.start()])[-1]
        if match.start() == 0 or _AGREED.search(before + match["rest"]):
            yield from _days(match["days"], meeting, Naming.ADOPTED)
    for match in _ANNOUNCED.finditer(words):
        yield from _days(match["days"], meeting, Naming.ANNOUNCED)


def _days(text: str, meeting: date | None, naming: Naming) -> Iterator[tuple[date, Naming]]:
    for day, month, year in _ONE_DAY.findall(text):
        number = MONTHS.index(month.lower()) + 1
        if year:
            years: Iterable[int] = (int(year),)
        elif meeting is None:
            continue
        elif naming is Naming.ADOPTED:  # The last such day before the meeting.
            years = (meeting.year, meeting.year - 1)
        else:
            years = (meeting.year, meeting.year + 1)
        for one in years:
            try:
                found = date(one, number, int(day))
            except ValueError:  # 31 November, 29 February
                continue
            past = meeting is None or found < meeting
            if meeting != found and past == (naming is Naming.ADOPTED):
                yield found, naming
                break


def _not_held(
    documents: Sequence[Document], passages: Iterable[Passage], held: set[date], today: date
) -> tuple[NamedMeeting, ...]:
    known: Mapping[str, Document] = {one.document_id: one for one in documents}
    found: dict[date, dict[Naming, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for text, place in _texts(known, passages):
        for day, naming in named_days(text, known[place.document_id].meeting.date_guess):
            if place not in found[day][naming]:
                found[day][naming].append(place)
    order = {document_id: number for number, document_id in enumerate(known)}
    named = []
    for day, ways in sorted(found.items()):
        naming = Naming.ADOPTED if Naming.ADOPTED in ways else Naming.ANNOUNCED
        moved = MOVED if naming is Naming.ANNOUNCED else 0
        near = any(abs((day - other).days) <= moved for other in held)
        if not near and day <= today:
            places = [place for way in Naming for place in ways.get(way, ())]
            places.sort(key=lambda place: (order[place.document_id], place.page_number))
            named.append(NamedMeeting(day, naming, tuple(places)))
    return tuple(named)


def _texts(
    known: Mapping[str, Document], passages: Iterable[Passage]
) -> Iterator[tuple[str, Place]]:
    for document in known.values():
        for item in document.agenda_items:
            yield item.title, Place(document.document_id, item.page_number)
    for passage in passages:
        place = Place(passage.document_id, passage.page_number, passage.passage_id)
        yield passage.text, place
