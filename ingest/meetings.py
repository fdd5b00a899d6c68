"""The head of minutes -> what it says of the meeting: when, where, who led it, who came. Pure.

What is printed is kept as printed. What cannot be right (a 31 February, a title that names another
day, an end before the beginning) is told as a ``MeetingDoubt``, and never mended by a guess.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from ingest.dates import find_date, weekday_before
from ingest.lines import Line
from ingest.owners import organisation_of, organisation_pattern, plain
from lrt_search.domain import REDACTION_MARK, AgendaItem, Attendee, Meeting, MeetingDoubt
from lrt_search.grounds import looks_like_ground

LRT_NAME = re.compile(r"landelijke regietafel\b", re.IGNORECASE)
HEAD_FIELD = re.compile(
    r"(?P<label>vergaderdatum(?: en -?tijd)?|datum(?: en tijd)?|vergaderplaats|plaats|locatie"
    r"|aanwezig(?:en)?|(?:met kennisgeving )?afwezig(?:en)?|verhinderd|afgemeld"
    r"|afmeldingen|voorzitter|secretaris|verslag)"
    r"(?:\s*:\s*|\s+|$)(?P<value>.*)",
    re.IGNORECASE,
)
_ABSENT = ("afwezig", "met kennisgeving", "verhinderd", "afgemeld", "afmelding")
_TIME = re.compile(
    r"(?P<start>\d{1,2}[.:]\d{2})(?:\s*uur)?(?:\s*(?:[-–—]|tot)\s*(?P<end>\d{1,2}[.:]\d{2}))?"
    r"(?:\s*uur)?"
)
_TITLED = re.compile(r"verslag|notulen|vergadering|overleg|regietafel|\blrt\b", re.IGNORECASE)


def lrt_meeting(head: Sequence[Line]) -> Meeting:
    """Read the labelled head of LRT minutes."""
    fields: dict[str, list[str]] = {}
    label = "body"
    for line in head:
        match = HEAD_FIELD.fullmatch(line.text)
        if match:
            label = match["label"].lower()
            fields.setdefault(label, []).append(match["value"])
        else:
            fields.setdefault(label, []).append(line.text)
    values = {name: " ".join(" ".join(parts).split()) for name, parts in fields.items()}
    moment = next((value for name, value in values.items() if "datum" in name), "")
    found = find_date(moment)
    clock = _TIME.search(moment.replace(found[1], "") if found else moment)
    meeting = Meeting(
        body=next((line.text for line in head if LRT_NAME.search(line.text)), None),
        date_guess=found[0] if found else None,
        date_text=found[1] if found else moment or None,
        place=next((values[name] for name in values if name.endswith(("plaats", "locatie"))), None),
        attendees=_people(fields, ("aanwezig",)),
        absent=_people(fields, _ABSENT),
        chair=values.get("voorzitter") or None,
    )
    titles = [line for line in fields.get("body", ()) if _TITLED.search(line)]
    titles += fields.get("verslag", ())
    return _weekday_judged(_against_title(_with_time(meeting, clock), titles), moment)


_COUNCIL_PRESENT = re.compile(r"aanwezig zijn(?: \w+)? leden:\s*(.*)", re.IGNORECASE)
_COUNCIL_ABSENT = re.compile(r"afwezig (?:is|zijn)(?: \w+)?(?: leden| lid)?:\s*(.*)", re.IGNORECASE)
_COUNCIL_CHAIR = re.compile(r"voorzitter:\s*(?P<chair>\S.{2,80}?)\.?", re.IGNORECASE)
_CLOSED = re.compile(
    r"\b(?:sluit|sluiting|gesloten)\b.{0,60}?(?P<end>\d{1,2}[.:]\d{2})\s*uur", re.IGNORECASE
)
_HEAD_LINES = 60


def council_meeting(lines: Sequence[Line], body: str) -> Meeting:
    """Read the opening lines of council minutes."""
    opening = "\n".join(line.text for line in lines[:_HEAD_LINES])
    chairs = (_COUNCIL_CHAIR.fullmatch(line.text) for line in lines[:_HEAD_LINES])
    meeting = replace(
        plain_meeting(lines[:_HEAD_LINES]),
        body=body,
        attendees=_attendees(_paragraph(lines, _COUNCIL_PRESENT)),
        absent=_attendees(_paragraph(lines, _COUNCIL_ABSENT)),
        chair=next((chair["chair"] for chair in chairs if chair), None),
    )
    timed = _with_time(meeting, _TIME.search(opening))
    closings = (_CLOSED.search(line.text) for line in lines[-_HEAD_LINES:])
    closed = next((closing["end"] for closing in closings if closing), None)
    return _with_end(timed, closed) if closed and timed.end is None else timed


def plain_meeting(lines: Sequence[Line]) -> Meeting:
    """Read the day from the opening lines of minutes without a known head."""
    found = find_date("\n".join(line.text for line in lines))
    return Meeting(date_guess=found[0] if found else None, date_text=found[1] if found else None)


def _paragraph(lines: Sequence[Line], opens: re.Pattern[str]) -> str:
    """Return the paragraph that a line opens, without the words that open it."""
    for number, line in enumerate(lines):
        match = opens.fullmatch(line.text)
        if match:
            value = [match.group(1)]
            for follower in lines[number + 1 :]:
                if follower.gap:
                    break
                value.append(follower.text)
            return " ".join(value)
    return ""


# --- people --------------------------------------------------------------------------------

# Where a name was withheld: its mark or its box, a form of address, what is left of a ground.
_WITHHELD = re.compile(
    rf"(?:[\s\d.,█■{REDACTION_MARK}]|(?:dhr|mevr|mw|drs|mr|ir|dr|prof|(?:de )?heer|mevrouw)\b)*",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"geen|niemand|n\.?v\.?t\.?|[-–—]+", re.IGNORECASE)
_NAMED = re.compile(r"(?P<name>.*?)\s*\((?P<organisation>[^()]*)\)\s*\.?")
_TABLE_HEAD = re.compile(r"naam\b.*\b(?:organisatie|namens|functie)\b.*", re.IGNORECASE)
_ROLE = re.compile(
    r"(?:,\s*)?\b(?P<role>(?:plaatsvervangend |plv\. |vice-)?voorzitter|secretaris|notulist"
    r"|staatssecretaris|minister|gedeputeerde|burgemeester|wethouder|bestuurder|directeur)\b"
    r"(?!\s+van\s+(?:VB|het\s+VB)),?",
    re.IGNORECASE,
)
_OF_OFFICE = {"S": "staatssecretaris", "M": "minister"}


def _people(fields: dict[str, list[str]], labels: tuple[str, ...]) -> tuple[Attendee, ...]:
    lines = [one for name, parts in fields.items() if name.startswith(labels) for one in parts]
    rows = _table_rows(lines)
    if rows is not None:
        return tuple(person for row in rows for person in _attendees(row))
    return _attendees(" ".join(" ".join(lines).split()))


def _table_rows(lines: Sequence[str]) -> list[str] | None:
    """Return the rows of a table of people as "name (organisation)"; None where it is none.

    A table has the heading "Naam ... Organisatie"; a row of it ends with an organisation of the
    glossary, or is kept whole as a name.
    """
    parts = [line.strip() for line in lines if line.strip()]
    if not parts or not _TABLE_HEAD.fullmatch(parts[0]):
        return None
    ends = re.compile(rf"(?P<name>.*\S)\s+(?P<organisation>{organisation_pattern()})")
    rows = []
    for part in parts[1:]:
        row = ends.fullmatch(plain(part))
        at = row.start("organisation") if row else len(part)
        rows.append(f"{part[:at].strip()} ({part[at:].strip()})" if row else part)
    return rows


def _attendees(value: str) -> tuple[Attendee, ...]:
    """Read "Dhr. A (VNG),    (BZK), secretariaat." name by name, in printed order."""
    people: list[Attendee] = []
    for part in re.split(r"[,;](?![^()]*\))", value):
        match = _NAMED.fullmatch(part.strip())
        name = (match["name"] if match else part).strip().rstrip(".").strip()
        organisation = match["organisation"].strip() if match else None
        if _WITHHELD.fullmatch(name) or looks_like_ground(name):
            name = ""
        if _NOBODY.fullmatch(name):
            continue  # "Afwezig: geen".
        if name or organisation:
            people.append(_resolved(name or None, organisation or None))
    return tuple(people)


def _resolved(name: str | None, organisation: str | None) -> Attendee:
    """Return an attendee with the organisation and the role that the printed words tell for sure.

    "SJenV" is the state secretary of JenV, "MBZK" the minister of BZK; "VNG, voorzitter" is the
    chair, of VNG. What the glossary does not know has no short name.
    """
    if organisation is None:
        return Attendee(name, None)
    short = organisation_of(organisation)
    role = _ROLE.search(organisation)
    if short is None and role:
        bare = (organisation[: role.start()] + organisation[role.end() :]).strip(" ,")
        short = organisation_of(re.sub(r"^(?:van|bij)\s+", "", bare)) if bare else None
    office = _OF_OFFICE.get(organisation[:1])
    if role is None and short and office and organisation[1:].casefold() == short.casefold():
        return Attendee(name, organisation, short, office)
    return Attendee(name, organisation, short, role["role"].lower() if role else None)


# --- doubts --------------------------------------------------------------------------------


def with_doubts(meeting: Meeting, items: Sequence[AgendaItem]) -> Meeting:
    """Return a meeting with all that is not right in it, in the order of ``MeetingDoubt``."""
    doubts = set(meeting.doubts)
    if meeting.date_text and meeting.date_guess is None and MeetingDoubt.OTHER_DATE not in doubts:
        doubts.add(MeetingDoubt.IMPOSSIBLE_DATE)
    if meeting.body and not meeting.attendees:
        doubts.add(MeetingDoubt.NO_ATTENDEES)
    numbers = [int(item.label) for item in items if item.label.isdigit()]
    if any(after <= before for before, after in zip(numbers, numbers[1:], strict=False)):
        doubts.add(MeetingDoubt.NUMBERING)
    return replace(meeting, doubts=tuple(doubt for doubt in MeetingDoubt if doubt in doubts))


def _with_time(meeting: Meeting, match: re.Match[str] | None) -> Meeting:
    if match is None:
        return meeting
    start = _clock(match["start"])
    timed = replace(meeting, time_text=match.group().strip(), start=start)
    if start is None:
        timed = replace(timed, doubts=(*meeting.doubts, MeetingDoubt.IMPOSSIBLE_TIME))
    return _with_end(timed, match["end"]) if match["end"] else timed


def _with_end(meeting: Meeting, printed: str) -> Meeting:
    end = _clock(printed)
    if end is None:
        return replace(meeting, doubts=(*meeting.doubts, MeetingDoubt.IMPOSSIBLE_TIME))
    if meeting.start and end <= meeting.start:
        meeting = replace(meeting, doubts=(*meeting.doubts, MeetingDoubt.PAST_MIDNIGHT))
    return replace(meeting, end=end)


def _clock(printed: str | None) -> time | None:
    """Read "8.30"; None where it is no time of the day: "25.10"."""
    if not printed:
        return None
    hour, minute = map(int, re.split(r"[.:]", printed))
    if (hour, minute) == (24, 0):
        return time(0, 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _against_title(meeting: Meeting, titles: Sequence[str]) -> Meeting:
    """Let a title that names another day than the head put both in doubt."""
    for title in titles:
        named = find_date(title)
        if named and meeting.date_guess and named[0] != meeting.date_guess:
            both = f"{meeting.date_text} / {named[1]}"
            doubts = (*meeting.doubts, MeetingDoubt.OTHER_DATE)
            return replace(meeting, date_guess=None, date_text=both, doubts=doubts)
    return meeting


def _weekday_judged(meeting: Meeting, moment: str) -> Meeting:
    """Doubt a day that is printed with another day of the week than it has."""
    day: date | None = meeting.date_guess
    printed = weekday_before(moment, meeting.date_text or "")
    if day is None or printed is None or printed == day.weekday():
        return meeting
    return replace(meeting, doubts=(*meeting.doubts, MeetingDoubt.OTHER_WEEKDAY))
