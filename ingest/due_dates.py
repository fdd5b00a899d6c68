"""By when something has to be done, as minutes say it -> the words and the last day. Pure."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from lrt_search.dates import MONTHS

_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_BEFORE = r"(?P<before>v[oó][oó]r\s+)"
_CUE = (
    rf"(?:(?:uiterlijk|gereed|afgerond|klaar|operationeel|publicatie|oplevering|ingaande|deadline"
    rf"|per|te tekenen|bespreking)\s*:?\s+)*(?:{_BEFORE}|op\s+|in\s+|per\s+|uiterlijk\s+)?"
)
_DAY = re.compile(
    rf"(?P<cue>{_CUE})(?P<date>(?:(?P<day>\d{{1,2}})\s+{_MONTH}(?:\s+(?P<year>\d{{4}}))?)"
    r"|(?:(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})))\b",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"(?P<cue>{_CUE})(?:(?P<when>begin|half|medio|eind|einde)\s+(?:van\s+)?)?"
    rf"{_MONTH}(?:\s+(?P<year>\d{{4}}))?\b",
    re.IGNORECASE,
)
_QUARTER = re.compile(
    r"(?:(?:in\s+)?het\s+|uiterlijk\s+)?(?P<ordinal>eerste|tweede|derde|vierde)\s+kwartaal"
    r"(?:\s+(?:van\s+)?(?P<year>\d{4}))?|\bQ(?P<number>[1-4])(?:\s+(?P<of>\d{4}))?\b",
    re.IGNORECASE,
)
# Said, and no day of the calendar.
_LOOSE = re.compile(
    rf"(?:{_BEFORE}|na\s+|in\s+|uiterlijk\s+)(?:de\s+zomer|het\s+(?:zomer|kerst|najaars)?reces"
    r"|het\s+(?:voor|na)jaar|de\s+winter|het\s+(?:volgende?|eerstvolgende)\s+overleg"
    r"|de\s+volgende\s+(?:vergadering|tafel)|(?:het\s+)?eind(?:e)?\s+van\s+het\s+jaar"
    r"|Prinsjesdag|het\s+weekend)"
    r"|eerste\s+vergadering\s+na\s+de\s+zomer|volgende\s+(?:vergadering|week|maand)"
    r"|(?:v[oó][oó]r\s+)?eind\s+(?:dit|volgend)\s+jaar|op\s+korte\s+termijn|zo\s+spoedig\s+mogelijk",
    re.IGNORECASE,
)
_STRONG = re.compile(r"uiterlijk|v[oó][oó]r|gereed|afgerond|klaar|deadline|te tekenen", re.I)
# A day without a year is the next one, unless that is so far ahead that the last one may be meant.
_AHEAD = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class Due:
    """By when.

    Attributes:
        text: As printed.
        day: The last day on which it is in time; None where that cannot be told for sure.
    """

    text: str
    day: date | None


def find_due(text: str, meeting: date | None, *, only_strong: bool = False) -> Due | None:
    """Find by when something has to be done.

    ``find_due("Actie BZK: brief voor 1 maart.", date(2024, 1, 10))`` is 29 February 2024.

    Args:
        text: A sentence, its line breaks as blanks.
        meeting: The day of the meeting; None where it is not known: only dates with a year then.
        only_strong: Whether a date counts only after "uiterlijk", "voor", "gereed" and the like.
    """
    for match in _DAY.finditer(text):
        if _counts(match, text, only_strong):
            return Due(match.group().strip(), _day(match, meeting))
    for match in _PART.finditer(text):
        if _counts(match, text, only_strong):
            return Due(match.group().strip(), _end_of(match, meeting))
    quarter = _QUARTER.search(text)
    if quarter and (not only_strong or _STRONG.search(text[: quarter.end()])):
        return Due(quarter.group().strip(), _end_of_quarter(quarter))
    loose = _LOOSE.search(text)
    return Due(loose.group().strip(), None) if loose else None


def _counts(match: re.Match[str], text: str, only_strong: bool) -> bool:
    before = text[: match.start()].rstrip().casefold()
    if before[-1:].isdigit():
        return False  # "tot 1 juli": the month is part of a day that did not count.
    if re.search(r"\b(?:tot|tot en met|t/m|van|sinds|vanaf|sedert|na|verslag)$", before):
        return False  # A period, or the past.
    return not only_strong or _STRONG.search(match["cue"]) is not None


def _day(match: re.Match[str], meeting: date | None) -> date | None:
    if match["d"]:
        day = _calendar(int(match["y"]), int(match["m"]), int(match["d"]))
    else:
        month = MONTHS.index(match["month"].lower()) + 1
        if match["year"]:
            day = _calendar(int(match["year"]), month, int(match["day"]))
        else:
            day = _next(meeting, month, int(match["day"]))
    # "voor 1 mei" is in time on 30 April, and no longer on the first of May.
    return day - timedelta(days=1) if day and match["before"] else day


def _end_of(match: re.Match[str], meeting: date | None) -> date | None:
    if (match["when"] or "").lower() in {"begin", "half", "medio"}:
        return None
    month = MONTHS.index(match["month"].lower()) + 1
    first = _calendar(int(match["year"]), month, 1) if match["year"] else None
    if first is None:
        first = _next(meeting, month, 1, whole_month=True)
    if first is None:
        return None
    if match["before"] and not match["when"]:
        return first - timedelta(days=1)
    return first.replace(day=monthrange(first.year, first.month)[1])


def _end_of_quarter(match: re.Match[str]) -> date | None:
    year = match["year"] or match["of"]
    if not year:
        return None
    ordinals = ("eerste", "tweede", "derde", "vierde")
    number = int(match["number"] or ordinals.index(match["ordinal"].lower()) + 1)
    return date(int(year), 3 * number, monthrange(int(year), 3 * number)[1])


def _next(meeting: date | None, month: int, day: int, *, whole_month: bool = False) -> date | None:
    """Return the first such day from the meeting on, or None where the last may be meant."""
    if meeting is None:
        return None
    this_month = whole_month and month == meeting.month
    for year in (meeting.year, meeting.year + 1):
        found = _calendar(year, month, day)
        if found and (found >= meeting or (this_month and year == meeting.year)):
            return found if found - meeting <= _AHEAD else None
    return None


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
