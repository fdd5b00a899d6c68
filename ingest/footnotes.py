"""Lines of minutes -> the running text, and the footnotes under it. Pure.

    "De opvang1 is vol."              "De opvang¹ is vol."        called from page 1, offset 9
    "1 Kamerstukken II, 19 637."  ->  "¹ Kamerstukken II ..."

A reader of PDF gives the small raised number as a figure glued to the word before it. What stands
at the foot of a page is a footnote only where its number is the next one and is called so in the
text above it; in doubt it is text like any other. Figures become raised figures, as the page shows
them, one for one: no place in the text changes.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.lines import Line
from lrt_search.domain import Page

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"

_FIGURES = str.maketrans("0123456789", RAISED)
_PLAIN = str.maketrans(RAISED, "0123456789")
# "1 Kamerstukken", "1Zie": neither "1. Opening" nor "1) eerst", which are items of a list.
_BEGINS = re.compile(rf"(?P<number>[1-9]\d{{0,2}}|[{RAISED}]{{1,3}})\s*(?=[^\W\d_]|[\"'“‘(])")
# What a raised number stands behind: a word, or a sign behind it. "F.1" is an agenda item.
_BEHIND = r"(?:[^\W\d_]{2}[.,;:!?)\]’”\"]?|\w[)\]’”\"])"


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote, and where the text calls it.

    Attributes:
        number: As printed, in plain figures.
        lines: In order; the first begins with its number.
        page_number, offset: Of the first figure of the raised number in the text.
    """

    number: int
    lines: tuple[Line, ...]
    page_number: int
    offset: int

    @property
    def called_at(self) -> tuple[int, int]:
        """Page and offset of its number in the text: the order in which they are called."""
        return self.page_number, self.offset


def apart(lines: Sequence[Line]) -> tuple[list[Line], list[Footnote]]:
    """Take the footnotes out of the lines of a document.

    Args:
        lines: Of all pages in order, without running heads and feet.

    Returns:
        The other lines, and the footnotes in order.
    """
    text: list[Line] = []
    notes: list[Footnote] = []
    for _, group in groupby(lines, key=lambda line: line.page_number):
        page = list(group)
        found = _at_foot(page, notes[-1].number + 1 if notes else 1)
        notes += found
        text += page[: len(page) - sum(len(note.lines) for note in found)]
    return text, notes


def _at_foot(page: Sequence[Line], expected: int) -> list[Footnote]:
    """Return the footnotes of one page: the longest run at its foot that is called above."""
    starts = [place for place, line in enumerate(page) if _BEGINS.match(line.text)]
    for first in starts:
        # Numbers go on from the page before, or begin anew on each page.
        if first and _number(page[first]) in {expected, 1} and (run := _run(page, first, starts)):
            return run
    return []


def _run(page: Sequence[Line], first: int, starts: Sequence[int]) -> list[Footnote]:
    number = _number(page[first])
    begins = [first]
    for place in starts:
        if place > first and _number(page[place]) == number + len(begins):
            begins.append(place)
    notes = []
    least = (0, 0)
    for count, begin in enumerate(begins):
        call = _call(page[:first], number + count, least)
        if call is None:
            return []
        least = call
        end = begins[count + 1] if count + 1 < len(begins) else len(page)
        line_number, offset = call
        line = page[line_number]
        notes.append(
            Footnote(number + count, tuple(page[begin:end]), line.page_number, line.start + offset)
        )
    return notes


def _call(above: Sequence[Line], number: int, least: tuple[int, int]) -> tuple[int, int] | None:
    """Find the raised number in the lines above, behind the one before it: line and offset."""
    raised = str(number).translate(_FIGURES)
    sign = re.compile(rf"{_BEHIND}(?P<number>{number}|{raised})(?![\w%]|[.,:]\d)")
    for place, line in enumerate(above):
        for match in sign.finditer(line.text):
            if (place, match.start("number")) >= least:
                return place, match.start("number")
    return None


def _number(line: Line) -> int:
    match = _BEGINS.match(line.text)
    assert match is not None
    return int(match["number"].translate(_PLAIN))


def with_raised_numbers(pages: Sequence[Page], notes: Iterable[Footnote]) -> tuple[Page, ...]:
    """Write the numbers of footnotes raised, where called and at the foot, as the page does."""
    places: dict[int, list[tuple[int, int]]] = {}
    for note in notes:
        length = len(str(note.number))
        at_foot = note.lines[0]
        for page_number, offset in (
            (note.page_number, note.offset),
            (at_foot.page_number, at_foot.start),
        ):
            places.setdefault(page_number, []).append((offset, offset + length))
    return tuple(_raised(page, places.get(page.number, [])) for page in pages)


def _raised(page: Page, places: Iterable[tuple[int, int]]) -> Page:
    text = page.text
    for start, end in places:
        text = text[:start] + text[start:end].translate(_FIGURES) + text[end:]
    return page if text == page.text else replace(page, text=text)
