"""By when something has to be done."""

from datetime import date

import pytest

from ingest.due_dates import find_due

MEETING = date(2022, 11, 10)


@pytest.mark.parametrize(
    ("text", "printed", "day"),
    [
        ("brief, gereed 7 januari 2023.", "gereed 7 januari 2023", date(2023, 1, 7)),
        ("lijst uiterlijk 15 november", "uiterlijk 15 november", date(2022, 11, 15)),
        ("brief voor 1 maart", "voor 1 maart", date(2023, 2, 28)),
        ("brief vóór 1-5-2023", "vóór 1-5-2023", date(2023, 4, 30)),
        ("eind januari 2023", "eind januari 2023", date(2023, 1, 31)),
        ("voor eind maart", "voor eind maart", date(2023, 3, 31)),
        ("bespreking in december", "bespreking in december", date(2022, 12, 31)),
        ("voorstel, eerste kwartaal 2023", "eerste kwartaal 2023", date(2023, 3, 31)),
        ("uiterlijk 31 februari 2023", "uiterlijk 31 februari 2023", None),
        ("medio maart 2023", "medio maart 2023", None),
        ("voor 1 oktober", "voor 1 oktober", None),
        ("notitie, na de zomer", "na de zomer", None),
    ],
)
def test_due(text: str, printed: str, day: date | None) -> None:
    due = find_due(text, MEETING)
    assert due is not None
    assert (due.text, due.day) == (printed, day)


@pytest.mark.parametrize(
    "text", ["verlenging tot 1 juli 2023", "het verslag van 3 november", "sinds maart", "een brief"]
)
def test_no_due_date(text: str) -> None:
    assert find_due(text, MEETING) is None


def test_a_day_without_a_year_is_not_guessed_where_the_meeting_has_no_date() -> None:
    due = find_due("uiterlijk 15 november", None)
    assert due is not None
    assert due.day is None
