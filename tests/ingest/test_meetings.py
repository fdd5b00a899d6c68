"""What the head of minutes says of the meeting, and what is doubtful in it."""

from datetime import date, time

import pytest

from ingest.dates import find_date
from ingest.minutes import recognise_minutes
from lrt_search.domain import Attendee, Meeting, MeetingDoubt, Page

BODY = "1. OPENING\n• Akkoord.\n"


def meeting(
    *,
    title: str = "",
    moment: str = "3 maart 2022, 8:30 – 9.15 uur",
    people: str = "Aanwezig Dhr. Eik (VNG)\n",
    body: str = BODY,
) -> Meeting:
    head = f"Landelijke Regietafel Migratie en Integratie\n{title}\nVergaderdatum en -tijd {moment}"
    page = Page(1, None, f"{head}\nVergaderplaats Webex\n{people}\n{body}")
    return recognise_minutes([page]).meeting


def test_a_head_without_doubt() -> None:
    read = meeting(people="Voorzitter Dhr. Eik (SJenV)\nAanwezig Dhr. Eik (SJenV)\n")
    assert (read.date_guess, read.start, read.end) == (date(2022, 3, 3), time(8, 30), time(9, 15))
    assert read.chair == "Dhr. Eik (SJenV)"
    assert read.doubts == ()


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("3 maart 2022", date(2022, 3, 3)),
        ("donderdag 3 maart 2022", date(2022, 3, 3)),
        ("3 mrt. 2022", date(2022, 3, 3)),
        ("8 dec 2023", date(2023, 12, 8)),
        ("1e sept. 2023", date(2023, 9, 1)),
        ("03-03-2022", date(2022, 3, 3)),
        ("3/3/2022", date(2022, 3, 3)),
        ("2022-03-03", date(2022, 3, 3)),
        ("31 februari 2022", None),
    ],
)
def test_dutch_dates(printed: str, day: date | None) -> None:
    found = find_date(f"gehouden op {printed} te Den Haag")
    assert found is not None
    assert found[0] == day


@pytest.mark.parametrize(
    ("given", "doubt", "day", "printed"),
    [
        (
            {"moment": "31 februari 2022"},
            MeetingDoubt.IMPOSSIBLE_DATE,
            None,
            "31 februari 2022",
        ),
        (
            {"title": "Verslag van 4 maart 2022"},
            MeetingDoubt.OTHER_DATE,
            None,
            "3 maart 2022 / 4 maart 2022",
        ),
        (
            {"moment": "maandag 3 maart 2022"},
            MeetingDoubt.OTHER_WEEKDAY,
            date(2022, 3, 3),
            "3 maart 2022",
        ),
        (
            {"moment": "3 maart 2022, 25.10 uur"},
            MeetingDoubt.IMPOSSIBLE_TIME,
            date(2022, 3, 3),
            "3 maart 2022",
        ),
        (
            {"moment": "3 maart 2022, 22.00 – 0.30 uur"},
            MeetingDoubt.PAST_MIDNIGHT,
            date(2022, 3, 3),
            "3 maart 2022",
        ),
        ({"people": ""}, MeetingDoubt.NO_ATTENDEES, date(2022, 3, 3), "3 maart 2022"),
        (
            {"body": "1. OPENING\n• Akkoord.\n2. BRIEF\n• Ja.\n1. SLUITING\n• Dank.\n"},
            MeetingDoubt.NUMBERING,
            date(2022, 3, 3),
            "3 maart 2022",
        ),
    ],
)
def test_what_cannot_be_right_is_doubtful_and_kept_as_printed(
    given: dict[str, str], doubt: MeetingDoubt, day: date | None, printed: str
) -> None:
    read = meeting(**given)
    assert read.doubts == (doubt,)
    assert (read.date_guess, read.date_text) == (day, printed)


def test_a_time_past_midnight_is_kept_as_local_time() -> None:
    read = meeting(moment="3 maart 2022, 22.00 – 0.30 uur")
    assert (read.start, read.end) == (time(22, 0), time(0, 30))
    assert read.time_text == "22.00 – 0.30 uur"


def test_the_absent_are_no_attendees() -> None:
    read = meeting(people="Aanwezig Dhr. Eik (VNG)\nAfwezig Mevr. Linde (MBZK), Dhr. ▮ (COA)\n")
    assert read.attendees == (Attendee("Dhr. Eik", "VNG", "VNG"),)
    assert read.absent == (
        Attendee("Mevr. Linde", "MBZK", "BZK", "minister"),
        Attendee(None, "COA", "COA"),
    )


def test_nobody_absent_is_nobody() -> None:
    assert meeting(people="Aanwezig Dhr. Eik (VNG)\nAfwezig geen\n").absent == ()


def test_attendees_in_a_table() -> None:
    read = meeting(people="Aanwezig\nNaam Organisatie\nDhr. Eik VNG\nMevr. Linde COA\nDhr. Beuk\n")
    assert read.attendees == (
        Attendee("Dhr. Eik", "VNG", "VNG"),
        Attendee("Mevr. Linde", "COA", "COA"),
        Attendee("Dhr. Beuk", None),
    )


@pytest.mark.parametrize(
    ("printed", "short_name", "role"),
    [
        ("SJenV", "JenV", "staatssecretaris"),
        ("MA&M", "AenM", None),
        ("CDK´s", "CdK", None),
        ("VNG, voorzitter", "VNG", "voorzitter"),
        ("gedeputeerde Flevoland", None, "gedeputeerde"),
        ("XYZ", None, None),
    ],
)
def test_an_organisation_is_resolved_or_left_alone(
    printed: str, short_name: str | None, role: str | None
) -> None:
    (person,) = meeting(people=f"Aanwezig Dhr. Eik ({printed})\n").attendees
    assert (person.organisation, person.short_name, person.role) == (printed, short_name, role)


def test_a_council_that_goes_on_past_midnight() -> None:
    page = Page(
        1,
        None,
        "Vergadering\ngemeenteraad Bosdorp\ngehouden op 9 januari 2025\n19.30 uur\n\n"
        "Voorzitter: mevrouw Eik.\n\nAan de orde is:\nA Opening\n\nDe voorzitter. Welkom.\n\n"
        "Aan de orde is:\nB Sluiting\n\nDe vergadering wordt om 0.15 uur gesloten.\n"
        "Sluiting 0.15 uur.\n",
    )
    read = recognise_minutes([page]).meeting
    assert (read.chair, read.start, read.end) == ("mevrouw Eik", time(19, 30), time(0, 15))
    assert MeetingDoubt.PAST_MIDNIGHT in read.doubts
