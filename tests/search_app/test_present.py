"""How values of the archive are put in words and cut in pieces."""

from __future__ import annotations

from datetime import date

import pytest

from lrt_search.domain import Attendee, Reason
from lrt_search.wording import Wording, reason_in_words
from search_app.present import page_numbers, redacted_attendees, segments

ENGLISH, DUTCH = Wording("en"), Wording("nl")


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], [("geen plek", False)]),
        ([(5, 9)], [("geen ", False), ("plek", True)]),
        ([(0, 4), (5, 9)], [("geen", True), (" ", False), ("plek", True)]),
        ([(0, 4), (4, 9)], [("geen", True), (" plek", True)]),
    ],
)
def test_segments(marks: list[tuple[int, int]], expected: list[tuple[str, bool]]) -> None:
    assert [(one.text, one.marked) for one in segments("geen plek", marks)] == expected


@pytest.mark.parametrize(
    ("current", "last", "expected"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 9, [1, 2, None, 9]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (9, 9, [1, None, 8, 9]),
    ],
)
def test_page_numbers(current: int, last: int, expected: list[int | None]) -> None:
    assert page_numbers(current, last) == expected


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (Reason(("opvang",), 1, None, None), "Found on the words: opvang"),
        (Reason(("Opvang", "plek", "opvang"), 1, None, None), "Found on the words: Opvang, plek"),
        (
            Reason(("opvang",), 1, 3, 0.9),
            "Found on the words: opvang · also by meaning (rank 3)",
        ),
        (Reason((), None, 2, 0.9), "Found by meaning (rank 2), without matching words"),
    ],
)
def test_reason_in_words(reason: Reason, expected: str) -> None:
    assert reason_in_words(reason, ENGLISH) == expected


def test_redacted_attendees_are_counted_by_organisation() -> None:
    attendees = [Attendee(None, "BZK"), Attendee("Mevr. V", "VNG"), Attendee(None, "BZK")]
    assert redacted_attendees(attendees) == (2, "BZK (2)")


@pytest.mark.parametrize(
    ("wording", "count", "expected"), [(ENGLISH, 7127, "7,127"), (DUTCH, 7127, "7.127")]
)
def test_numbers_are_grouped(wording: Wording, count: int, expected: str) -> None:
    assert wording.number(count) == expected


def test_a_date_is_written_out() -> None:
    assert ENGLISH.day(date(2023, 12, 8)) == "8 December 2023"
