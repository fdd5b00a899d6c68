"""Boxes on a page and the letters that it shows -> redactions with their place in the text.

    box with "5.1.2e" in it     a redaction with its ground; the label is no text of the minutes
    box with nothing in it      a redaction without a ground
    box with words in it        a cell of a table, a banner: no redaction

Pure geometry: plain values in, plain values out. Lengths are points of 1/72 inch, from the top
left of the page as it is shown.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from lrt_search.domain import RedactionLook
from lrt_search.grounds import grounds_in, looks_clipped, looks_like_ground

# A letter with the white around it, where a page has too few to measure.
DEFAULT_LETTER = (5.0, 12.0)
# Where a box stands is told in steps: its exact width may give a short name away.
STEP = 5
# Of what a box could hold, the letters of a stamp, or of a label as small as "5.2", in its corner.
_CORNER = 0.04
_SIGN = re.compile(
    r"\W*(?:(?:(?:weg|zwart|wit)?gelakt|geanonimiseerd|vertrouwelijk|privacy|persoonsgegevens?"
    r"|avg|woo|wob|dubbel)\b\W*)+",
    re.IGNORECASE,
)
# Judged already where it stands in another document: no ground, but printed in its place.
_DOUBLE = "dubbel"
_TOUCH = 1.5


_Sides = tuple[float, float, float, float]  # left, top, right, bottom


class DrawnRedaction(Protocol):
    """A box that may be a redaction, as it was found on the drawn page."""

    @property
    def look(self) -> RedactionLook: ...  # noqa: D102
    @property
    def left(self) -> float: ...  # noqa: D102
    @property
    def top(self) -> float: ...  # noqa: D102
    @property
    def right(self) -> float: ...  # noqa: D102
    @property
    def bottom(self) -> float: ...  # noqa: D102
    @property
    def parts(self) -> tuple[_Sides, ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class PageLetters:
    """The letters that a page shows, in reading order and without blanks.

    Attributes:
        chars: One character each, n of them.
        boxes: (n, 4) left, top, right, bottom.
        words: (n,) number of the word that each is part of, rising.
        lines: (n,) number of the line that each stands on, rising.
    """

    chars: str = field(repr=False)
    boxes: NDArray[np.float64] = field(repr=False)
    words: NDArray[np.int64] = field(repr=False)
    lines: NDArray[np.int64] = field(repr=False)

    @classmethod
    def of(
        cls, text: str, boxes: Sequence[tuple[float, float, float, float]] | NDArray[np.float64]
    ) -> "PageLetters":
        """Take a text with a box for each of its characters; those of blanks are not looked at."""
        held = [index for index, char in enumerate(text) if not char.isspace()]
        spaces = np.cumsum([char.isspace() for char in text]) if text else np.zeros(0, np.int64)
        breaks = np.cumsum([char in "\r\n" for char in text]) if text else np.zeros(0, np.int64)
        return cls(
            "".join(text[index] for index in held),
            np.asarray(boxes, np.float64).reshape(-1, 4)[held],
            spaces[held].astype(np.int64),
            breaks[held].astype(np.int64),
        )


@dataclass(frozen=True, slots=True)
class PlacedRedaction:
    """A drawn redaction with its place among the letters of its page.

    Attributes:
        look, grounds, place, size: As in ``Redaction``.
        slot: How many letters of the page come before its mark, blanks not counted.
        behind: Whether its mark belongs to the letter before it; else to the one after it.
        label: Which letters are its label, by their number.
    """

    look: RedactionLook
    grounds: tuple[str, ...]
    place: tuple[int, int, int, int]
    size: int
    slot: int
    behind: bool
    label: tuple[int, ...] = ()


def place_redactions(
    letters: PageLetters, boxes: Iterable[DrawnRedaction]
) -> tuple[PlacedRedaction, ...]:
    """Return the boxes that are redactions, in reading order, with their place in the text."""
    boxes = list(boxes)
    if not boxes:
        return ()
    grid = _Grid(letters)
    labelled = [(box, label) for box in boxes if (label := _label(box, grid)) is not None]
    kept = [box for box, _ in labelled]
    grid.leave_out([index for _, label in labelled for index in label.letters])
    placed = []
    for box, label in labelled:
        slot, behind = _slot(box, grid, kept)
        at = (slot, not behind, *_reading_order(box, grid))
        redaction = PlacedRedaction(
            look=box.look,
            grounds=label.grounds,
            place=_in_steps(box),
            size=grid.size_of(box),
            slot=slot,
            behind=behind,
            label=label.letters,
        )
        placed.append((at, redaction))
    placed.sort(key=lambda one: one[0])
    return tuple(redaction for _, redaction in placed)


def _reading_order(box: DrawnRedaction, grid: "_Grid") -> tuple[int, float]:
    """Order boxes that share a slot: line by line, and from left to right."""
    first_line = min((box.top + box.bottom) / 2, box.top + grid.height / 2)
    return round(first_line / grid.height), box.left


def _in_steps(box: DrawnRedaction) -> tuple[int, int, int, int]:
    left, top = (STEP * round(side / STEP) for side in (box.left, box.top))
    right, bottom = (STEP * round(side / STEP) for side in (box.right, box.bottom))
    return left, top, max(right, left + STEP), max(bottom, top + STEP)


def _rectangles(box: DrawnRedaction) -> tuple[_Sides, ...]:
    """Return what a box covers: words may stand in the corners of one that is no rectangle."""
    return box.parts or ((box.left, box.top, box.right, box.bottom),)


class _Grid:
    """The letters of a page with their measures.

    Attributes:
        width: Of a line, what each of its letters and digits takes, blanks shared out.
        height: From a line to the next.
    """

    def __init__(self, letters: PageLetters) -> None:
        self.letters = letters
        boxes = letters.boxes
        self.left, self.top, self.right, self.bottom = boxes.T
        self.middle = (self.top + self.bottom) / 2
        self.free = np.ones(len(letters.chars), np.bool_)
        self.width, self.height = _usual_letter(letters)

    def leave_out(self, indices: Sequence[int]) -> None:
        """Take letters away that are labels."""
        self.free[list(indices)] = False

    def inside(self, box: DrawnRedaction) -> NDArray[np.bool_]:
        """Return which letters have their middle in a box."""
        across = (self.left + self.right) / 2
        held = np.zeros(len(across), np.bool_)
        for left, top, right, bottom in _rectangles(box):
            held |= (
                (left <= across)
                & (across <= right)
                & (top <= self.middle)
                & (self.middle <= bottom)
            )
        return held

    def size_of(self, box: DrawnRedaction) -> int:
        """Return how many letters would fit, line by line."""
        return max(1, round(sum(map(self._fits, _rectangles(box)))))

    def _fits(self, sides: _Sides) -> float:
        left, top, right, bottom = sides
        return max(1, round((bottom - top) / self.height)) * (right - left) / self.width


def _usual_letter(letters: PageLetters) -> tuple[float, float]:
    """Return width and height that a letter takes, with the white around it."""
    widths, lines = [], []
    for number in np.unique(letters.lines):
        which = np.flatnonzero(letters.lines == number)
        boxes = letters.boxes[which]
        lines.append((boxes[:, 0].min(), boxes[:, 2].max(), np.median(boxes[:, [1, 3]])))
        # A gap in a line, or a column further on, says nothing of its letters.
        near = [
            after[2] - before[2]
            for before, after in pairwise(boxes)
            if 0 < after[2] - before[2] < 4 * DEFAULT_LETTER[1]
        ]
        written = sum(letters.chars[index].isalnum() for index in which)
        if written >= 5 and len(near) >= 5:
            widths.append(sum(near) / max(1, written - 1))
    heights = [
        below - above
        for (left, right, above), (start, end, below) in pairwise(lines)
        if left < end and start < right and below > above
    ]
    width = float(np.median(widths)) if widths else DEFAULT_LETTER[0]
    height = float(np.percentile(heights, 25)) if len(heights) >= 3 else 2.4 * width
    # Nothing that is read is smaller or larger; a font may give any box.
    width = min(max(width, 1.5), 30.0)
    return width, min(max(height, 1.5 * width), 4 * width)


# --- What stands in a box ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Label:
    """What is printed on a redaction: the grounds, and the letters that spell them."""

    grounds: tuple[str, ...]
    letters: tuple[int, ...]


def _label(box: DrawnRedaction, grid: _Grid) -> _Label | None:
    """Return what is printed on a redaction; None for a box that holds words of the minutes."""
    held = np.flatnonzero(grid.inside(box)).tolist()
    whole = _whole_words(held, grid)
    filled = box.look is not RedactionLook.OUTLINED
    corner = _CORNER * grid.size_of(box)
    # All that it holds, or what it does not merely touch.
    for indices in (held, whole):
        printed = _spelled(indices, grid)
        length = sum(map(str.isalnum, printed))
        # A thin frame may be the cell of a table: a figure that fills it is no ground.
        grounds = _grounds(printed, figures=filled or length <= corner)
        if grounds is not None:
            return _Label(grounds, tuple(indices) if length else ())
    # In a frame, words in a corner are the title of a field.
    return _Label((), ()) if filled and len(whole) <= corner else None


def _grounds(printed: str, *, figures: bool) -> tuple[str, ...] | None:
    """Return the grounds of a label, none for a sign or for nothing; None for other words.

    Args:
        printed: What stands in the box.
        figures: Whether figures without a letter ("5.2", or "10." of a label that is cut off)
            are grounds there.
    """
    if not any(map(str.isalnum, printed)):
        return ()
    found = []
    for ground in grounds_in(printed):
        if looks_like_ground(ground, boxed=figures) or (figures and looks_clipped(ground)):
            found.append(ground)
        elif not _SIGN.fullmatch(ground):
            return None
        elif ground.casefold() == _DOUBLE:
            found.append(_DOUBLE)
    return tuple(found)


def _spelled(indices: Sequence[int], grid: _Grid) -> str:
    """Return letters in reading order, with a blank between words and a break between lines."""
    letters = grid.letters
    spelled = ""
    for n, index in enumerate(indices):
        if n and letters.lines[index] != letters.lines[indices[n - 1]]:
            spelled += "\n"
        elif n and letters.words[index] != letters.words[indices[n - 1]]:
            spelled += " "
        spelled += letters.chars[index]
    return spelled


def _whole_words(held: Sequence[int], grid: _Grid) -> list[int]:
    """Return the letters of words that stand in a box from their first letter to their last."""
    words = grid.letters.words
    inside = Counter(words[list(held)].tolist())
    return [index for index in held if inside[words[index]] == np.sum(words == words[index])]


# --- Where it stands in the text ---------------------------------------------------------------


def _slot(box: DrawnRedaction, grid: _Grid, others: Sequence[DrawnRedaction]) -> tuple[int, bool]:
    """Return how many letters come before a box, and whether it belongs to the last of these."""
    left, from_left = _neighbour(box, grid, others, to_left=True)
    right, from_right = _neighbour(box, grid, others, to_left=False)
    beside_left = left is not None and from_left <= grid.height
    beside_right = right is not None and from_right <= grid.height
    if left is not None and beside_left and not (beside_right and from_right < from_left / 2):
        return left + 1, True
    if right is not None and beside_right:
        return right, False
    above, below = _above(box, grid), _below(box, grid)
    if left is not None and (above is None or _in_one_row(left, above, box, grid)):
        return left + 1, True
    if above is not None:
        return above + 1, True
    if below is not None:
        return below, False
    if right is not None:
        return right, False
    # Nothing beside it, over it or under it: then what is higher up on the page comes before it.
    higher = np.flatnonzero(grid.free & (grid.middle < box.top))
    return (int(higher.max()) + 1, True) if len(higher) else (0, False)


def _neighbour(
    box: DrawnRedaction, grid: _Grid, others: Sequence[DrawnRedaction], *, to_left: bool
) -> tuple[int | None, float]:
    """Return the letter nearest to a box on its line, and how much white is between them.

    What stands to the left of a box over several lines stands by its first line, and what stands
    to the right by its last.
    """
    if to_left:
        band = (box.top, min(box.bottom, box.top + 1.2 * grid.height))
        side = grid.right <= box.left + _TOUCH
        distance = box.left - grid.right
    else:
        band = (max(box.top, box.bottom - 1.2 * grid.height), box.bottom)
        side = grid.left >= box.right - _TOUCH
        distance = grid.left - box.right
    found = np.flatnonzero(grid.free & side & (band[0] <= grid.middle) & (grid.middle <= band[1]))
    if not len(found):
        return None, 0.0
    nearest = int(found[np.argmin(distance[found])])
    start, end = (grid.right[nearest], box.left) if to_left else (box.right, grid.left[nearest])
    # Redactions side by side: there is no white between the letter and the farther one.
    filled = sum(
        other.right - other.left
        for other in others
        if start - _TOUCH <= other.left
        and other.right <= end + _TOUCH
        and other.top < band[1]
        and band[0] < other.bottom
    )
    return nearest, max(0.0, float(distance[nearest]) - filled)


def _above(box: DrawnRedaction, grid: _Grid) -> int | None:
    """Return the last letter of the line above a box, in its column."""
    higher = grid.middle < min(box.top + grid.height / 2, (box.top + box.bottom) / 2)
    line = _nearest_line(box, grid, higher, -grid.middle)
    return int(line.max()) if len(line) else None


def _below(box: DrawnRedaction, grid: _Grid) -> int | None:
    """Return the first letter of the line below a box, in its column."""
    lower = grid.middle > max(box.bottom - grid.height / 2, (box.top + box.bottom) / 2)
    line = _nearest_line(box, grid, lower, grid.middle)
    return int(line.min()) if len(line) else None


def _nearest_line(
    box: DrawnRedaction,
    grid: _Grid,
    beyond: NDArray[np.bool_],
    distance: NDArray[np.float64],
) -> NDArray[np.intp]:
    """Return the letters of the nearest line in the column of a box; none where there is none."""
    found = np.flatnonzero(grid.free & (grid.left < box.right) & (box.left < grid.right) & beyond)
    if not len(found):
        return found
    nearest = int(found[np.argmin(distance[found])])
    same = grid.letters.lines == grid.letters.lines[nearest]
    same &= np.abs(grid.middle - grid.middle[nearest]) < grid.height
    return np.flatnonzero(same & grid.free)


def _in_one_row(left: int, above: int, box: DrawnRedaction, grid: _Grid) -> bool:
    """Return whether lines run across both columns: a label, and far to the right its value."""
    on_line = grid.letters.lines == grid.letters.lines[above]
    starts = float(grid.left[on_line & grid.free].min())
    return bool(starts <= grid.right[left] and starts < box.left - grid.height)
