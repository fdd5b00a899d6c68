"""Where minutes may be missing: what is told, and what is not."""

from datetime import date, timedelta

import pytest

from lrt_search.coverage import (
    Coverage,
    Gap,
    NamedMeeting,
    Naming,
    Place,
    Series,
    coverage,
    named_days,
)
from lrt_search.domain import (
    AgendaItem,
    Document,
    Layout,
    Meeting,
    Passage,
    PassageKind,
    Source,
    Span,
)

LRT = "Landelijke Regietafel Migratie en Integratie"


def held(
    key: str, day: date | None, *, body: str | None = LRT, title: str = "Verslag", agenda: str = ""
) -> Document:
    """Make minutes of one meeting."""
    return Document(
        document_id=key,
        sha256=key,
        media_type="application/pdf",
        title=title,
        layout=Layout.LRT,
        meeting=Meeting(body=body, date_guess=day),
        page_count=1,
        paged=True,
        sources=(Source(f"{key}.pdf"),),
        agenda_items=(AgendaItem(1, "1", agenda, 2),) if agenda else (),
    )


def says(key: str, text: str, number: int = 1) -> Passage:
    return Passage(
        passage_id=f"{key}-{number}",
        document_id=key,
        position=number,
        kind=PassageKind.BULLET,
        text=text,
        spans=(Span(1, 0, len(text)),),
    )


def series_of(*days: date, **more: str) -> Series:
    """Judge the meetings of one body on the days given."""
    documents = [held(f"d{number}", day, **more) for number, day in enumerate(days)]
    (series,) = coverage(documents).series
    return series


def every(days: int, count: int, start: date = date(2024, 2, 1)) -> list[date]:
    return [start + timedelta(days=days * number) for number in range(count)]


# --- intervals -----------------------------------------------------------------------------


def test_an_interval_far_longer_than_usual_is_a_gap() -> None:
    days = [*every(14, 5), date(2024, 6, 20)]
    series = series_of(*days)
    assert series.usual_days == 14
    assert series.gaps == (Gap(date(2024, 3, 28), date(2024, 6, 20), 84),)


@pytest.mark.parametrize(
    "last",
    [
        date(2024, 5, 9),  # 42 days: six weeks, and no more
        date(2024, 4, 11),  # as usual
    ],
)
def test_an_interval_of_six_weeks_or_less_is_none(last: date) -> None:
    assert series_of(*every(14, 5), last).gaps == ()


def test_an_interval_that_is_long_but_usual_is_none() -> None:
    assert series_of(*every(60, 3), date(2024, 9, 20)).gaps == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [(date(2024, 7, 11), date(2024, 9, 5)), (date(2024, 12, 19), date(2025, 1, 9))],
)
def test_a_recess_is_no_gap_by_itself(before: date, after: date) -> None:
    days = [before - timedelta(days=14 * number) for number in range(4)]
    series = series_of(*days, after)
    assert series.gaps == ()
    assert series.usual_days == 14


def test_a_gap_around_a_recess_counts_the_days_outside_it() -> None:
    days = [date(2024, 7, 11) - timedelta(days=14 * number) for number in range(4)]
    (gap,) = series_of(*days, date(2024, 10, 31)).gaps
    assert gap.days == (date(2024, 7, 14) - date(2024, 7, 11)).days + 61  # and 1 Sept. to 31 Oct.


@pytest.mark.parametrize("count", [1, 3])
def test_few_meetings_say_nothing_about_gaps(count: int) -> None:
    series = series_of(*every(200, count))
    assert (series.usual_days, series.gaps) == (None, ())


def test_bodies_are_judged_apart_whatever_their_capitals() -> None:
    weekly = [held(f"a{n}", day, body="LRT  Overleg") for n, day in enumerate(every(7, 5))]
    yearly = [held(f"b{n}", day, body="Raad") for n, day in enumerate(every(365, 4))]
    odd = held("c", date(2024, 3, 7), body="lrt overleg")
    found = coverage([*weekly, *yearly, odd]).series
    assert [(one.body, one.documents, one.gaps) for one in found] == [
        ("LRT  Overleg", 6, ()),
        ("Raad", 4, ()),
    ]


def test_meetings_are_counted_by_month_and_the_rest_is_told_apart() -> None:
    day = date(2024, 2, 1)
    documents = [
        held("a", day),
        held("b", day),
        held("c", None),
        held("d", date(2024, 2, 9), body=None),
    ]
    found = coverage(documents)
    assert found.months == ((2024, 2, 2),)
    assert found.same_day == ((day, ("a", "b")),)
    assert found.undated == ("c",)
    assert found.without_body == ("d",)
    assert found.series[0].meetings == (day,)


def test_an_empty_archive_has_no_signs() -> None:
    assert coverage([]) == Coverage()
    assert coverage([]).signs == 0


# --- numbers -------------------------------------------------------------------------------


def numbered(*titles: str) -> tuple[tuple[int, int], ...]:
    days = every(30, len(titles))
    documents = [
        held(f"d{number:02}", day, title=title)
        for number, (day, title) in enumerate(zip(days, titles, strict=True))
    ]
    (series,) = coverage(documents).series
    return series.missing_numbers


@pytest.mark.parametrize(
    ("titles", "missing"),
    [
        (["LRT 1", "LRT 2", "LRT 5", "LRT 6"], ((3, 4),)),
        (["vergadering nr. 7", "Vergadering nr. 8", "vergadering 9", "LRT #11"], ((10, 10),)),
        (["1e vergadering", "2de overleg", "4e vergadering", "5e LRT"], ((3, 3),)),
        (["LRT 1", "LRT 2", "LRT 3", "LRT 4"], ()),
        (["LRT 1", "LRT 2", "LRT 4"], ()),  # too few
        (["LRT 1", "LRT 2", "LRT 3", "LRT 90"], ()),  # one was misread, or it is no series
        # Numbers that begin anew are another series.
        (["LRT 9", "LRT 10", "LRT 11", "LRT 13", "LRT 1", "LRT 2"], ((12, 12),)),
        # Dates, hours, years and copies are no numbers.
        (["LRT 1 maart", "LRT 3 mei", "LRT 7-6-2024", "Verslag LRT 12 jul 2024"], ()),
        (["LRT 2019", "LRT 2021", "LRT 2022", "LRT 2023"], ()),
        (["LRT 9.00 uur", "LRT 11.30 uur", "LRT 12 uur", "LRT 14 uur"], ()),
        (["verslag 1 van 4", "verslag 3 van 4", "verslag 4 van 4", "verslag 5 van 4"], ()),
    ],
)
def test_numbers_that_titles_skip(titles: list[str], missing: tuple[tuple[int, int], ...]) -> None:
    assert numbered(*titles) == missing


# --- meetings that minutes name ------------------------------------------------------------

MEETING = date(2024, 1, 11)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Verslag van 8 december akkoord.", [date(2023, 12, 8)]),
        ("Het verslag van 23 april wordt\nzonder wijzigingen vastgesteld.", [date(2023, 4, 23)]),
        (
            "Verslagen van 15 september en 20 oktober akkoord.",
            [date(2023, 9, 15), date(2023, 10, 20)],
        ),
        ("Verslag LRT 3 november: afgestemd dat VNG meedoet", [date(2023, 11, 3)]),
        ("Opening en vaststelling verslag van 8 december 2022", [date(2022, 12, 8)]),
        ("De notulen van de vergadering van 8 december zijn goedgekeurd.", [date(2023, 12, 8)]),
        # No meeting of this body, or nothing is said of its minutes.
        ("Het verslag van het werkbezoek van 3 mei is vastgesteld.", []),
        ("VNG vraagt het verslag van 11 juni aan te passen.", []),
        ("Verslag 31 november akkoord.", []),
        ("De wet van 8 december is akkoord.", []),
        ("Verslag van 11 januari 2024 akkoord.", []),  # these minutes themselves
    ],
)
def test_minutes_that_are_adopted_name_a_meeting(text: str, days: list[date]) -> None:
    assert list(named_days(text, MEETING)) == [(day, Naming.ADOPTED) for day in days]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Volgende vergadering: 9 februari.", [date(2024, 2, 9)]),
        ("De eerstvolgende LRT is op vrijdag 9 februari 2024.", [date(2024, 2, 9)]),
        ("Het volgende overleg vindt plaats op 5 januari", [date(2025, 1, 5)]),
        ("Sluiting 9.30 uur. Volgend overleg 20 oktober.", [date(2024, 10, 20)]),
        ("De volgende brief gaat op 9 februari uit.", []),
    ],
)
def test_a_next_meeting_is_announced(text: str, days: list[date]) -> None:
    assert list(named_days(text, MEETING)) == [(day, Naming.ANNOUNCED) for day in days]


def test_a_day_without_a_year_says_nothing_in_minutes_without_a_date() -> None:
    assert list(named_days("Verslag van 8 december akkoord.", None)) == []
    assert list(named_days("Verslag van 8 december 2023 akkoord.", None)) == [
        (date(2023, 12, 8), Naming.ADOPTED)
    ]


def test_a_leap_day_belongs_to_the_last_leap_year_or_to_none() -> None:
    assert list(named_days("Verslag van 29 februari akkoord.", date(2025, 1, 9))) == [
        (date(2024, 2, 29), Naming.ADOPTED)
    ]
    assert list(named_days("Verslag van 29 februari akkoord.", date(2023, 3, 9))) == []


TODAY = date(2026, 1, 1)


def test_a_meeting_that_is_named_and_not_held_is_told_with_its_places() -> None:
    documents = [
        held("a", MEETING),
        held("b", date(2023, 11, 9), agenda="Verslag 12 oktober 2023"),
    ]
    passages = [
        says("a", "Verslag van 8 december akkoord."),
        says("a", "Het verslag van 9 november is vastgesteld.", 2),
        says("b", "Volgende vergadering: 8 december."),
    ]
    assert coverage(documents, passages, TODAY).named == (
        NamedMeeting(date(2023, 10, 12), Naming.ADOPTED, (Place("b", 2),)),
        NamedMeeting(
            date(2023, 12, 8), Naming.ADOPTED, (Place("a", 1, "a-1"), Place("b", 1, "b-1"))
        ),
    )
    assert Place("b", 2).permalink == "/v/b/p/2"
    assert Place("a", 1, "a-1").permalink == "/v/a/p/1#a-1"


@pytest.mark.parametrize(
    ("today", "other", "count"),
    [
        (TODAY, date(2024, 6, 6), 1),
        (TODAY, date(2024, 2, 13), 0),  # it was moved by a few days
        (date(2024, 2, 1), date(2024, 6, 6), 0),  # it is still to come
    ],
)
def test_an_announced_meeting_is_missed_where_none_was_near_it(
    today: date, other: date, count: int
) -> None:
    documents = [held("a", MEETING), held("b", other)]
    passages = [says("a", "Volgende vergadering: 9 februari.")]
    found = coverage(documents, passages, today)
    assert len(found.named) == found.signs == count
