"""How values of the archive are put in words and cut in pieces."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lrt_search.domain import (
    REDACTION_MARK,
    SENSITIVE_MASK,
    Attendee,
    Reason,
    Redaction,
    RedactionLook,
)
from lrt_search.wording import Wording, reason_in_words
from search_app.present import Section, page_numbers, redacted_attendees, sections, segments
from tests.search_app.conftest import LONG_MINUTES, make_passage

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


def test_segments_tell_which_redaction_a_mark_stands_for() -> None:
    first, second = (Redaction(1, at, RedactionLook.GAP, (), None, 9) for at in (0, 3))
    text = f"{REDACTION_MARK} en {REDACTION_MARK}"
    cut = segments(text, [(2, 4)], [first, second])
    assert "".join(one.text for one in cut) == text
    assert [one.redaction for one in cut if one.redacted] == [first, second]
    assert [one.text for one in cut if one.marked] == ["en"]


def test_a_title_has_marks_whose_redaction_is_not_known() -> None:
    assert [one.redacted for one in segments(f"Motie {REDACTION_MARK}")] == [False, True]


@pytest.mark.parametrize("masking", [False, True])
def test_a_box_to_tick_is_a_mask_only_where_the_archive_masks(masking: bool) -> None:
    cut = segments(f"ja {SENSITIVE_MASK}", masking=masking)
    assert [one.masked for one in cut] == [False, masking]


def pages_told(laid_out: list[Section]) -> list[int]:
    """Return the pages that a layout marks, in order."""
    told = []
    for section in laid_out:
        told += [section.opens_page] if section.opens_page else []
        told += [block.page_number for block in section.blocks if block.page_number]
    return told


@pytest.mark.parametrize(
    ("read", "silent", "expected"),
    [
        ([1, 2], [], [1, 2]),
        ([2, 4], [1, 3, 5], [1, 2, 3, 4, 5]),
        ([4], [1, 2, 3], [1, 2, 3, 4]),
        ([], [1, 2], [1, 2]),
        ([5], [6, 30], [5, 6]),  # page 30 is not among those shown
    ],
)
def test_a_page_without_text_is_told_in_its_place(
    read: list[int], silent: list[int], expected: list[int]
) -> None:
    document = replace(LONG_MINUTES, agenda_items=())
    passages = [make_passage("b", number, "Tekst.", page=number) for number in read]
    assert pages_told(sections(document, passages, 1, 9, silent)) == expected


def test_a_page_without_text_is_told_before_the_agenda_item_after_it() -> None:
    passages = [
        make_passage("b", number, "Tekst.", page=number, agenda_position=item)
        for number, item in ((19, 1), (21, 2), (23, 2))
    ]
    laid_out = sections(LONG_MINUTES, passages, 19, 25, [20, 22])
    assert pages_told(laid_out) == [19, 20, 21, 22, 23]
    assert [one.item and one.item.position for one in laid_out] == [1, 2]


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
