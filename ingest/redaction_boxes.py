"""A page as drawn -> the boxes on it that hide something. Pure image analysis, without words.

    picture --+--> areas of one colour that is not paper --+
              +--> areas of paper with a thin frame -------+--> boxes that hold no writing

It works where a page is nothing but an image (a scan, or a PDF that was printed and redacted as
pictures), so it looks at what a reader sees and not at how it was drawn. What keeps other things
apart from a redaction is what stands in them: nothing, or a short label such as "5.1.2e". A cell
of a table, a stamp, a heading on a band and a highlighted sentence hold writing.

All measures are points of 1/72 inch, so that they do not depend on the resolution of the picture.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from lrt_search.domain import RedactionLook

Pixels = NDArray[np.uint8]
Flags = NDArray[np.bool_]
_Pixel = TypeVar("_Pixel", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Box:
    """A redaction as drawn.

    Attributes:
        look: What it looks like: BLACK, GREY, COLOURED or OUTLINED.
        left, top, right, bottom: In points, from the top left corner of the page as shown.
        parts: Of a redaction that is no rectangle, the rectangles that it is made of, with the
            same sides; beside them, within the box, the page shows what it shows. Else none.
    """

    look: RedactionLook
    left: float
    top: float
    right: float
    bottom: float
    parts: tuple[tuple[float, float, float, float], ...] = ()

    def __post_init__(self) -> None:
        if not (0 <= self.left < self.right and 0 <= self.top < self.bottom):
            raise ValueError(f"not a box: {self}")

    @property
    def area(self) -> float:
        """In square points."""
        return (self.right - self.left) * (self.bottom - self.top)


_Rect = tuple[int, int, int, int]  # left, top, right, bottom in pixels, half-open
_Colour = NDArray[np.int16]  # red, green, blue

# Points, of a box that hides a short word in small print.
MIN_WIDTH, MIN_HEIGHT = 12.0, 5.0
# A coloured area that is smaller is part of a logo or of a coat of arms.
MIN_COLOURED_WIDTH, MIN_COLOURED_HEIGHT = 24.0, 7.0
# What is narrower and stands up is a bar: of a chart, or of a house style.
_BAR_WIDTH, _COLOURED_BAR_WIDTH = 24.0, 60.0
# Flatter and longer than this is a rule.
_RULE_HEIGHT, _RULE_LENGTH = 7.0, 120.0
# Letters and rules are thinner.
_THICK = 4.0
# Lines of one passage hang together by at least as much.
_SPINE = 3.0
# An area with more glyphs than two labels have ("5.1.2e 5.1.2i") is a text; so is one with a word
# that has no full stops, from six letters on.
MAX_GLYPHS, _MAX_PLAIN_GLYPHS = 14, 5

# Steps of 255. Scans and JPEG spread one colour that far.
_FLAT, _SAME = 24, 40
# From the darkest black that is still a box in a pale scan to the white label on it.
_BLACK, _BLACK_SPREAD = 100, 110
# The lightest of three channels on paper, and how far they lie apart where there is a colour.
_PAPER, _COLOURED = 228, 40
_LIGHT = 200
# A frame is that much darker than the paper beside it.
_LINE = 40
# Colours that fill areas of one page; a photograph has more, and none of them matters.
_MAX_COLOURS = 12
# Pixels, at half size, of the squares in which a colour is looked for.
_TILE = 16
# Pixels that an edge may be off: smoothing and skew, the same at every resolution.
_SLACK = 2
# How far a scanner lays a page aslant, in pixels down for one across.
_SLANT = 0.02


def find_boxes(picture: Pixels, points_per_pixel: float) -> list[Box]:
    """Return the boxes of a page in reading order, from its picture (rows, columns, RGB)."""
    sheet = _Sheet(picture, points_per_pixel)
    areas = [*_filled(sheet), *_outlined(sheet)]
    boxes = _merged(_lapping(_outside_tables(areas)))
    return sorted(map(sheet.box, boxes), key=_place)


def _place(box: Box) -> tuple[float, float]:
    return box.top, box.left


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page as drawn."""

    picture: Pixels
    scale: float  # points per pixel

    def pixels(self, points: float) -> int:
        """Turn a measure into whole pixels, at least one."""
        return max(1, round(points / self.scale))

    def box(self, area: "_Area") -> Box:
        """Turn pixels into points, within the page."""
        return Box(area.look, *self._points(area.rect), tuple(map(self._points, area.parts)))

    def _points(self, rect: _Rect) -> tuple[float, float, float, float]:
        rows, columns = self.picture.shape[:2]
        left, top = max(0, rect[0]), max(0, rect[1])
        right, bottom = min(columns, rect[2]), min(rows, rect[3])
        return left * self.scale, top * self.scale, right * self.scale, bottom * self.scale


@dataclass(frozen=True, slots=True)
class _Area:
    """An area of the page that looks like a box; ``written`` where more than a label is in it.

    ``parts`` are the rectangles that it is made of, where these are several.
    """

    look: RedactionLook
    rect: _Rect
    written: bool
    parts: tuple[_Rect, ...] = ()


# --- Areas of one colour ----------------------------------------------------------------------


def _filled(sheet: _Sheet) -> Iterator[_Area]:
    """Find areas of one colour that is not paper."""
    for colour, seeds in _fill_colours(sheet):
        look = _look(colour)
        # A light fill reaches less than halfway to the paper.
        same = min(_SAME, int(0.45 * (255 - colour.min())))
        if look is RedactionLook.BLACK:
            same = _BLACK_SPREAD - int(colour.max()) // 2
        for rows, columns in _windows(seeds, sheet.picture.shape):
            part = sheet.picture[rows, columns]
            fill = _Fill(sheet, look, _most(np.abs(part.astype(np.int16) - colour)) <= same)
            for written, found in fill.areas():
                parts = tuple(_moved(rect, columns.start, rows.start) for rect in found)
                rect = _around(*parts)
                if look is not RedactionLook.COLOURED or _stands_free(sheet, rect, colour):
                    yield _Area(look, rect, written, parts if len(parts) > 1 else ())


def _look(colour: _Colour) -> RedactionLook:
    if colour.max() - colour.min() >= _COLOURED:
        return RedactionLook.COLOURED
    return RedactionLook.BLACK if colour.max() <= _BLACK else RedactionLook.GREY


def _fill_colours(sheet: _Sheet) -> Iterator[tuple[_Colour, Flags]]:
    """Yield each colour that fills areas and is not paper, with where it does at half size."""
    small = np.ascontiguousarray(sheet.picture[::2, ::2])
    darkest, lightest = small, small
    for axis in (0, 1):
        darkest = _slid(np.minimum, darkest, 3, axis)
        lightest = _slid(np.maximum, lightest, 3, axis)
    flat = _most(lightest - darkest) <= _FLAT
    least, most = _least(small), _most(small)
    flat &= (most < _PAPER) | (most - least >= _COLOURED)
    rows, columns = np.nonzero(flat)
    colours = small[rows, columns].astype(np.int16)
    enough = max(1, sheet.pixels(3.0) * sheet.pixels(2.0) // 4)
    for _ in range(_MAX_COLOURS):
        if len(colours) < enough:
            return
        codes = (colours >> 4) @ np.array([256, 16, 1])
        alike = codes == np.bincount(codes).argmax()
        colour = np.median(colours[alike], axis=0).astype(np.int16)
        alike |= _most(np.abs(colours - colour)) <= _FLAT
        if alike.sum() < enough:
            return
        seeds = np.zeros(flat.shape, bool)
        seeds[rows[alike], columns[alike]] = True
        yield colour, seeds
        rows, columns, colours = rows[~alike], columns[~alike], colours[~alike]


def _windows(seeds: Flags, shape: tuple[int, ...]) -> Iterator[tuple[slice, slice]]:
    """Yield the parts of the page, as large as ``shape``, that hold seeds and their surroundings.

    Most of a page is text on paper; only what is left of it has to be looked at closely.
    """
    height, width = (-side % _TILE for side in seeds.shape)
    padded = np.pad(seeds, ((0, height), (0, width)))
    tiles = padded.reshape(padded.shape[0] // _TILE, _TILE, -1, _TILE).any(axis=(1, 3))
    labels, _ = ndimage.label(ndimage.binary_dilation(tiles, np.ones((3, 3))), np.ones((3, 3)))
    step = 2 * _TILE
    for rows, columns in ndimage.find_objects(labels):
        yield (
            slice(rows.start * step, min(rows.stop * step, shape[0])),
            slice(columns.start * step, min(columns.stop * step, shape[1])),
        )


class _Fill:
    """Where one colour is, in a part of the page."""

    def __init__(self, sheet: _Sheet, look: RedactionLook, mask: Flags) -> None:
        """Take the pixels that have the colour."""
        self._sheet = sheet
        self._look = look
        self._mask = mask
        self._full = _without_holes(sheet, mask)
        self._sums = np.pad(self._full.astype(np.int32).cumsum(0).cumsum(1), ((1, 0), (1, 0)))

    def areas(self) -> Iterator[tuple[bool, list[_Rect]]]:
        """Yield the rectangles of each area, with whether there is writing in it."""
        blank: list[_Rect] = []
        for rect in filter(self._has_size, _united(self._rectangles())):
            bands = [band for band in self._bands(rect) if self._has_size(band)]
            if all(_is_clear(self._sheet, self._part(band)) for band in bands):
                blank.extend(band for band in bands if self._is_box(band))
            else:
                yield True, [rect]
        for block in self._blocks(blank):
            yield False, block

    def _part(self, rect: _Rect) -> Flags:
        return _cut(self._mask, rect)

    def _share(self, left: int, top: int, right: int, bottom: int) -> float:
        """Return how much of a rectangle is filled, 0 to 1; nothing is outside the part."""
        height, width = self._mask.shape
        area = (right - left) * (bottom - top)
        if area <= 0:
            return 0.0
        left, right = max(0, min(left, width)), max(0, min(right, width))
        top, bottom = max(0, min(top, height)), max(0, min(bottom, height))
        sums = self._sums
        filled = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        return float(filled) / area

    def _rectangles(self) -> Iterator[_Rect]:
        """Grow a rectangle from each piece that is filled through and through.

        A label may leave no more of a small box than a strip above or below it.
        """
        thick, long = self._sheet.pixels(_THICK) | 1, self._sheet.pixels(2 * _THICK) | 1
        covered = np.zeros(self._mask.shape, bool)
        for size, whole in (((thick, thick), True), ((3, long), False)):
            for rect in self._seeds(_opened(self._full, size), whole=whole):
                left, top, right, bottom = rect
                if covered[top:bottom, left:right].mean() < 0.7:
                    left, top, right, bottom = self._grown(rect)
                    covered[top:bottom, left:right] = True
                    yield left, top, right, bottom

    def _seeds(self, flags: Flags, *, whole: bool) -> list[_Rect]:
        """Return rectangles that are filled, largest first; ``whole`` pieces where they are one."""
        found: list[_Rect] = []
        labels, _ = ndimage.label(flags)
        for index, (rows, columns) in enumerate(ndimage.find_objects(labels), 1):
            if columns.stop - columns.start < self._sheet.pixels(_THICK):
                continue
            piece = labels[rows, columns] == index
            if whole and _is_straight(piece):
                found.append((columns.start, rows.start, columns.stop, rows.stop))
            else:
                found.extend(
                    (a + columns.start, b + rows.start, c + columns.start, d + rows.start)
                    for a, b, c, d in _steps(self._sheet, piece)
                )
        return sorted(found, key=_size, reverse=True)

    def _grown(self, rect: _Rect) -> _Rect:
        """Move each side outwards, over a label too, up to where the fill ends."""
        sides = list(rect)
        moved = True
        while moved:
            moved = False
            for side in (0, 2, 1, 3):
                while self._moves(sides, side):
                    moved = True
        return sides[0], sides[1], sides[2], sides[3]

    def _moves(self, sides: list[int], side: int) -> bool:
        """Move one side by the next row or column that is filled, where one is near."""
        # A label is at most as high as a large box is, and its letters are narrower than high.
        reach = self._sheet.pixels(60.0)
        if side % 2 == 0:
            reach = max(self._sheet.pixels(10.0), (sides[3] - sides[1]) * 4 // 5)
        limit = self._mask.shape[1 - side % 2]
        for step in range(1, reach + 1):
            end = sides[side] - step if side < 2 else sides[side] + step
            if not 0 <= end <= limit:
                return False
            share = self._share(*_beyond(sides, side, step - 1, step))
            if share >= (0.6 if step == 1 else 0.85):
                if self._turns(sides, side, step):
                    return False
                sides[side] = end
                return True
            # Paper: even a label as high as the box leaves something of it.
            if share < 0.06:
                return False
        return False

    def _turns(self, sides: list[int], side: int, step: int) -> bool:
        """Return whether the outline is wider or narrower from here on: another box begins."""
        new, flank = list(_beyond(sides, side, step - 1, step + 2)), 5
        for across in (1, 3) if side % 2 == 0 else (0, 2):
            widens = (
                self._share(*_beyond(new, across, 1, flank)) > 0.9
                and self._share(*_beyond(sides, across, 1, flank)) < 0.5
            )
            if widens or self._share(*_beyond(new, across, -flank, 0)) < 0.1:
                return True
        return False

    def _bands(self, rect: _Rect) -> list[_Rect]:
        """Cut between labels that stand under each other: each has a box of its own."""
        left, top, right, bottom = rect
        cuts = [top + cut for cut in _label_cuts(self._sheet, self._part(rect))]
        return [
            (left + columns.start, above + rows.start, left + columns.stop, above + rows.stop)
            for above, below in pairwise([top, *cuts, bottom])
            for rows, columns in _cells(self._mask[above:below, left:right])
        ]

    def _blocks(self, rects: Sequence[_Rect]) -> Iterator[list[_Rect]]:
        """Make one of boxes without a label that hang together: a passage over several lines."""
        bare = []
        for rect in rects:
            inside = self._part(rect)[1:-1, 1:-1]
            if inside.mean() > 0.98:
                bare.append(rect)
            else:
                yield [rect]
        if len(bare) < 2:
            yield from ([rect] for rect in bare)
            return
        # Lines may hang together by no more than what is left of an empty line between them.
        size = self._sheet.pixels(_SPINE) | 1
        pieces, _ = ndimage.label(_opened(self._full, (size, size)))
        own = {rect: int(np.bincount(_cut(pieces, rect).ravel()).argmax()) for rect in bare}
        while bare:
            block, new = [], [bare.pop()]
            while new:
                rect = new.pop()
                block.append(rect)
                near = [
                    other
                    for other in bare
                    if (_touch(rect, other) or 0 < own[rect] == own[other])
                    and self._runs_on(rect, other)
                ]
                bare = [other for other in bare if other not in near]
                new += near
            yield sorted(block, key=lambda rect: (rect[1], rect[0]))

    def _runs_on(self, first: _Rect, second: _Rect) -> bool:
        """Return whether two can be lines of one passage: what runs on begins and ends a line."""
        upper, lower = sorted((first, second), key=lambda rect: rect[1] + rect[3])
        slack = self._sheet.pixels(_THICK)
        if abs(upper[0] - lower[0]) <= slack:
            return True
        return lower[0] <= upper[0] and lower[2] <= upper[2] + slack

    def _has_size(self, rect: _Rect) -> bool:
        """Return whether a word could be under it: it is no speck, no rule and no bar."""
        pixels = self._sheet.pixels
        height, width = rect[3] - rect[1], rect[2] - rect[0]
        least_width, least_height, steep, bar = MIN_WIDTH, MIN_HEIGHT, 0.5, _BAR_WIDTH
        if self._look is RedactionLook.COLOURED:
            least_width, least_height = MIN_COLOURED_WIDTH, MIN_COLOURED_HEIGHT
            steep, bar = 1.5, _COLOURED_BAR_WIDTH
        if width < pixels(least_width) or height < pixels(least_height):
            return False
        if height * steep > width and width < pixels(bar):
            return False
        return height >= pixels(_RULE_HEIGHT) or width <= pixels(_RULE_LENGTH)

    def _is_box(self, rect: _Rect) -> bool:
        """Return whether it is filled for the most part and up to its edges."""
        height, width = rect[3] - rect[1], rect[2] - rect[0]
        pixels = self._sheet.pixels
        mask = self._part(rect)
        # As small as a letter of a heading.
        small = width < pixels(14) or (height > 0.6 * width and width < pixels(20))
        if mask.mean() < (0.6 if small else 0.5):
            return False
        turned = [np.rot90(mask, turn) for turn in range(4)]
        edges = sorted(float(side[:4].mean(axis=1).max()) for side in turned)
        if small and edges[0] < 0.85:
            return False
        if edges[0] >= 0.6 and edges[1] >= 0.85:
            return True
        aslant = sorted(_edge(side) for side in turned)
        return aslant[0] >= 0.6 and aslant[1] >= 0.8


def _cut(pixels: NDArray[_Pixel], rect: _Rect) -> NDArray[_Pixel]:
    left, top, right, bottom = rect
    return pixels[top:bottom, left:right]


def _moved(rect: _Rect, across: int, down: int) -> _Rect:
    return rect[0] + across, rect[1] + down, rect[2] + across, rect[3] + down


def _beyond(sides: Sequence[int], side: int, near: int, far: int) -> _Rect:
    """Return the strip that lies ``near`` to ``far`` pixels beyond a side."""
    left, top, right, bottom = sides
    if side == 0:
        return left - far, top, left - near, bottom
    if side == 1:
        return left, top - far, right, top - near
    if side == 2:
        return right + near, top, right + far, bottom
    return left, bottom + near, right, bottom + far


def _cells(mask: Flags, least: float = 0.06) -> Iterator[tuple[slice, slice]]:
    """Cut where a row or a column of pixels is hardly filled: boxes that nearly touch."""
    for rows in _runs(mask.mean(axis=1) >= least):
        for columns in _runs(mask[rows].mean(axis=0) >= least):
            for inner in _runs(mask[rows, columns].mean(axis=1) >= least):
                yield slice(rows.start + inner.start, rows.start + inner.stop), columns


def _runs(flags: Flags) -> list[slice]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False]))))
    return [slice(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]


def _without_holes(sheet: _Sheet, mask: Flags) -> Flags:
    """Fill what lies inside areas that are mostly filled themselves: labels."""
    full = mask.copy()
    pieces, _ = ndimage.label(mask)
    sizes = np.bincount(pieces.ravel())
    for index, (rows, columns) in enumerate(ndimage.find_objects(pieces), 1):
        height, width = rows.stop - rows.start, columns.stop - columns.start
        if (
            height >= sheet.pixels(MIN_HEIGHT)
            and width >= sheet.pixels(MIN_WIDTH)
            and sizes[index] >= 0.4 * height * width
        ):
            outside = np.pad(pieces[rows, columns] != index, 1, constant_values=True)
            holes, _ = ndimage.label(outside)
            full[rows, columns] |= (holes != holes[0, 0])[1:-1, 1:-1]
    return full


def _opened(mask: Flags, size: tuple[int, int]) -> Flags:
    """Return the parts of a mask that a rectangle of this size fits in."""
    for pick in (np.logical_and, np.logical_or):
        for axis in (0, 1):
            mask = _slid(pick, mask, size[axis], axis, beyond=False)
    return mask


def _touch(first: _Rect, second: _Rect) -> bool:
    """Return whether two stand under each other without a gap."""
    across = min(first[2], second[2]) - max(first[0], second[0])
    down = min(first[3], second[3]) - max(first[1], second[1])
    return across > 4 and down >= 0


def _around(*rects: _Rect) -> _Rect:
    lefts, tops, rights, bottoms = zip(*rects, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _overlap(first: _Rect, second: _Rect) -> float:
    """Return how much of the first lies in the second."""
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    return max(0, width) * max(0, height) / _size(first)


def _united(rects: Iterable[_Rect]) -> list[_Rect]:
    united: list[_Rect] = []
    for rect in sorted(rects, key=_size, reverse=True):
        for index, other in enumerate(united):
            if _overlap(rect, other) >= 0.5:
                united[index] = _around(rect, other)
                break
        else:
            united.append(rect)
    return united


def _is_clear(sheet: _Sheet, mask: Flags) -> bool:
    """Return whether no more than a label stands in an area."""
    inner = ~mask[2:-2, 2:-2]
    if not inner.size:
        return False  # Drawn too small to see what stands in it.
    labels, _ = ndimage.label(inner, np.ones((3, 3)))
    height, width = labels.shape
    marks = np.array(
        [
            (rows.start, rows.stop, columns.stop - columns.start)
            for rows, columns in ndimage.find_objects(labels)
            # The paper beside the edge of a box that lies aslant is no mark.
            if columns.stop - columns.start < 0.4 * width or (rows.start > 0 and rows.stop < height)
        ]
    ).reshape(-1, 3)
    tops, bottoms, widths = marks.T
    heights = bottoms - tops
    glyphs = heights >= sheet.pixels(2)
    if not glyphs.any():
        return True
    tall = float(np.percentile(heights[glyphs], 75))
    count = np.maximum(1.0, widths[glyphs] / tall / 0.8).sum()
    if count <= _MAX_PLAIN_GLYPHS:
        return True
    # "5.1.2e" has full stops; the dot of an i is higher up.
    small = np.maximum(heights, widths) <= 0.4 * heights.max()
    base = np.median(bottoms[glyphs & ~small]) if (glyphs & ~small).any() else 0
    low = np.abs(bottoms - base) <= 0.25 * tall + 1
    return bool(count <= MAX_GLYPHS and (small & low).any())


def _unslanted(flags: Flags) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the columns that hold anything, and how far down each begins, without the slant."""
    columns = np.flatnonzero(flags.any(axis=0))
    tops = flags[:, columns].argmax(axis=0)
    third = max(1, len(columns) // 3)
    slope = (np.median(tops[-third:]) - np.median(tops[:third])) / max(1, len(columns) - third)
    slope = float(np.clip(slope, -0.03, 0.03))
    slanted = slope * (columns - columns.mean())
    line = np.median(tops - slanted) + slanted
    return columns, tops - line


def _is_straight(piece: Flags) -> bool:
    """Return whether a piece is a rectangle, if need be aslant or with a notch for a label."""
    if piece.mean() >= 0.93:
        return True
    edges = sorted(
        float((np.abs(_unslanted(np.rot90(piece, turn))[1]) <= _SLACK).mean()) for turn in range(4)
    )
    return edges[0] >= 0.3 and edges[1] >= 0.85


def _edge(mask: Flags) -> float:
    """Return how much of the upper edge is straight and filled, 0 to 1."""
    columns, away = _unslanted(mask)
    tops = mask[:, columns].argmax(axis=0)
    last = len(mask) - 1
    filled = mask[np.minimum(tops + 1, last), columns] | mask[np.minimum(tops + 2, last), columns]
    return float(((np.abs(away) <= _SLACK) & filled).sum() / mask.shape[1])


def _steps(sheet: _Sheet, piece: Flags) -> list[_Rect]:
    """Return the rectangles under each other that a block of lines is made of."""
    lefts = piece.argmax(axis=1)
    rights = piece.shape[1] - piece[:, ::-1].argmax(axis=1)
    steps: list[_Rect] = []
    start = 0
    for row in range(1, len(piece) + 1):
        same = (
            row < len(piece)
            and abs(lefts[row] - lefts[start]) <= _SLACK
            and abs(rights[row] - rights[start]) <= _SLACK
        )
        if not same:
            left, right = int(lefts[start]), int(rights[start])
            if row - start >= sheet.pixels(1) and piece[start:row, left:right].mean() > 0.9:
                steps.append((left, start, right, row))
            start = row
    return steps


def _label_cuts(sheet: _Sheet, mask: Flags) -> list[int]:
    """Return the rows halfway between labels that stand under each other, line by line."""
    height, width = mask.shape
    labels, _ = ndimage.label(~mask, np.ones((3, 3)))
    least = sheet.pixels(2.5)
    spans = sorted(
        (rows.start, rows.stop)
        for rows, columns in ndimage.find_objects(labels)
        if least <= rows.stop - rows.start < 0.6 * height
        and columns.stop - columns.start < max(sheet.pixels(40), 3 * (rows.stop - rows.start))
    )
    lines: list[tuple[int, int]] = []
    for top, bottom in spans:
        if lines and top < lines[-1][1]:
            lines[-1] = lines[-1][0], max(bottom, lines[-1][1])
        else:
            lines.append((top, bottom))
    sizes = [bottom - top for top, bottom in lines]
    if len(lines) < 2 or max(sizes) > 1.7 * min(sizes):
        return []
    cuts = [(first[1] + second[0]) // 2 for first, second in pairwise(lines)]
    ends = [0, *cuts, height]
    if any(bottom - top > 3.0 * min(sizes) for top, bottom in pairwise(ends)):
        return []
    return cuts


# --- Paper with a frame around it -------------------------------------------------------------


def _outlined(sheet: _Sheet) -> Iterator[_Area]:
    """Find paper with a thin frame around it."""
    light = _least(sheet.picture)
    lines = _lines(sheet, light)
    labels, _ = ndimage.label(~lines)
    for index, (rows, columns) in enumerate(ndimage.find_objects(labels), 1):
        rect = columns.start, rows.start, columns.stop, rows.stop
        if not _can_be_framed(sheet, rect):
            continue
        if (labels[rows, columns] == index).mean() < 0.75 or not _is_framed(lines, rect):
            continue
        inside = light[rows, columns]
        paper = np.median(inside)
        if paper < _LIGHT:
            continue
        ink = (inside <= paper - 60) & ~lines[rows, columns]
        written = ink.mean() > 0.4 or not _is_clear(sheet, ~ink)
        yield _Area(RedactionLook.OUTLINED, _wider(rect), written)


def _lines(sheet: _Sheet, light: Pixels) -> Flags:
    """Return the straight lines on paper that are longer than the strokes of a label."""
    beside = _slid(np.maximum, _slid(np.maximum, light, 7, 0), 7, 1)
    dark = (beside >= _LIGHT) & (light <= beside - np.minimum(beside, _LINE))
    lines = np.zeros(dark.shape, bool)
    for axis, points in ((1, 12.0), (0, 7.0)):
        length = sheet.pixels(points) | 1
        runs = _slid(np.logical_and, dark, length, axis, beyond=False)
        # Opened to the length of a line, and in the same stroke closed where a line is broken.
        runs = _slid(np.logical_or, runs, length + 6, axis, beyond=False)
        lines |= _slid(np.logical_and, runs, 7, axis)
    return lines


def _can_be_framed(sheet: _Sheet, rect: _Rect) -> bool:
    """Return whether it is larger than a box to tick, and neither the page nor its margin."""
    left, top, right, bottom = rect
    rows, columns = sheet.picture.shape[:2]
    if right - left < sheet.pixels(14.0) or bottom - top < sheet.pixels(6.0):
        return False
    if right - left > 0.98 * columns or bottom - top > 0.98 * rows:
        return False
    return min(left, top) >= sheet.pixels(2.0)


def _wider(rect: _Rect) -> _Rect:
    """Return what is inside a frame, with the frame."""
    left, top, right, bottom = rect
    return left - 1, top - 1, right + 1, bottom + 1


# --- What a page is made of, and what is left of it -------------------------------------------


def _stands_free(sheet: _Sheet, rect: _Rect, colour: _Colour) -> bool:
    """Return whether what is around an area is paper for the most part, or more of its colour."""
    left, top, right, bottom = rect
    reach = sheet.pixels(3)
    rows = slice(max(0, top - reach), bottom + reach)
    columns = slice(max(0, left - reach), right + reach)
    part = sheet.picture[rows, columns]
    ring = np.ones(part.shape[:2], bool)
    ring[
        top - rows.start - 2 : bottom - rows.start + 2,
        left - columns.start - 2 : right - columns.start + 2,
    ] = False
    around = part[ring].astype(np.int16)
    free = (_least(around) >= _LIGHT) | (_most(np.abs(around - colour)) <= _SAME)
    return bool(free.mean() >= 0.6)


def _outside_tables(areas: Sequence[_Area]) -> list[_Area]:
    """Leave out what holds writing, and what shares the lines of a table with such a cell."""
    cells = [area for area in areas if area.written]
    boxes = [
        area
        for area in areas
        if not area.written
        and not any(
            area.look is cell.look and _overlap(area.rect, cell.rect) >= 0.5 for cell in cells
        )
    ]
    new = cells
    while new:
        near = [box for box in boxes if any(_is_cell_beside(box, cell) for cell in new)]
        boxes = [box for box in boxes if box not in near]
        new = near
    return boxes


def _is_cell_beside(box: _Area, cell: _Area) -> bool:
    alike = box.look is cell.look or box.look is RedactionLook.OUTLINED
    return alike and _beside(box.rect, cell.rect)


def _is_framed(lines: Flags, rect: _Rect) -> bool:
    """Return whether a line runs along each side."""
    left, top, right, bottom = rect
    reach = 3
    # A frame that lies aslant reaches into the rectangle around what it encloses.
    down, across = 1 + int(_SLANT * (right - left)), 1 + int(_SLANT * (bottom - top))
    sides = (
        lines[max(0, top - reach) : top + down, left:right].any(axis=0),
        lines[bottom - down : bottom + reach, left:right].any(axis=0),
        lines[top:bottom, max(0, left - reach) : left + across].any(axis=1),
        lines[top:bottom, right - across : right + reach].any(axis=1),
    )
    return all(side.mean() >= 0.75 for side in sides)


def _beside(first: _Rect, second: _Rect) -> bool:
    """Return whether two cells share a line of one table."""
    across = min(first[2], second[2]) - max(first[0], second[0])
    down = min(first[3], second[3]) - max(first[1], second[1])
    gap = 8
    # Of a page that lies aslant, the rectangles around neighbours are as far apart as these are.
    slack = [
        3 + int(_SLANT * abs(first[side] + first[side + 2] - second[side] - second[side + 2]) / 2)
        for side in (0, 1)
    ]
    if -gap <= across <= 0 and down > 0:
        return all(abs(first[side] - second[side]) <= slack[0] for side in (1, 3))
    if -gap <= down <= 0 and across > 0:
        return any(abs(first[side] - second[side]) <= slack[1] for side in (0, 2))
    return False


def _lapping(areas: Sequence[_Area]) -> list[_Area]:
    """Make one of frames on one line that share a side: one was drawn over the end of the other."""
    joined: list[_Area] = []
    for area in sorted(areas, key=lambda area: area.rect):
        for index, other in enumerate(joined):
            if area.look is other.look is RedactionLook.OUTLINED and _laps(other.rect, area.rect):
                joined[index] = _Area(other.look, _around(other.rect, area.rect), False)
                break
        else:
            joined.append(area)
    return joined


def _laps(first: _Rect, second: _Rect) -> bool:
    """Return whether the second begins where the first ends, on the same line."""
    down = min(first[3], second[3]) - max(first[1], second[1])
    heights = first[3] - first[1], second[3] - second[1]
    return abs(second[0] - first[2]) <= _SLACK and down >= 0.5 * max(heights)


def _merged(areas: Sequence[_Area]) -> list[_Area]:
    """Make one of boxes that overlap by half of the smaller."""
    merged: list[_Area] = []
    for area in sorted(areas, key=lambda area: -_size(area.rect)):
        for index, other in enumerate(merged):
            parts = other.parts or (other.rect,)
            if sum(_overlap(area.rect, part) for part in parts) >= 0.5:
                both = (*parts, *(area.parts or (area.rect,)))
                merged[index] = _Area(
                    other.look, _around(*both), False, both if other.parts or area.parts else ()
                )
                break
        else:
            merged.append(area)
    return merged


def _size(rect: _Rect) -> int:
    return (rect[2] - rect[0]) * (rect[3] - rect[1])


# --- Pixels, several times faster than along an axis of three or with a filter of scipy ---------


def _least(colours: NDArray[_Pixel]) -> NDArray[_Pixel]:
    """Return the smallest of the three channels, which are the last axis."""
    red, green, blue = np.moveaxis(colours, -1, 0)
    least: NDArray[_Pixel] = np.minimum(np.minimum(red, green), blue)
    return least


def _most(colours: NDArray[_Pixel]) -> NDArray[_Pixel]:
    """Return the largest of the three channels, which are the last axis."""
    red, green, blue = np.moveaxis(colours, -1, 0)
    most: NDArray[_Pixel] = np.maximum(np.maximum(red, green), blue)
    return most


def _slid(
    pick: np.ufunc, pixels: NDArray[_Pixel], length: int, axis: int, *, beyond: bool | None = None
) -> NDArray[_Pixel]:
    """Return what ``pick`` makes of the pixels in a window around each, along one axis.

    A window of twice the length is made of two, so that it takes steps for the logarithm of
    ``length`` and not for each pixel of it.

    Args:
        pick: A minimum or a maximum of two.
        pixels: Of a picture, or a mask.
        length: Of the window, odd.
        axis: Along which it is slid.
        beyond: What lies outside the picture; None for the picture in a mirror.
    """
    margin = [(0, 0)] * pixels.ndim
    margin[axis] = (length // 2, length // 2)
    if beyond is None:
        windows = np.pad(pixels, margin, mode="symmetric")
    else:
        windows = np.pad(pixels, margin, constant_values=beyond)
    windows = np.moveaxis(windows, axis, 0)
    wide = 1
    while wide < length:
        step = min(wide, length - wide)
        windows = pick(windows[:-step], windows[step:])
        wide += step
    return np.moveaxis(windows, 0, axis)
