"""Pages that are pictures -> their text, read with Tesseract from the page as it is shown.

    page as drawn --> boxes --> picture without what is in them --> words --> lines, paragraphs
                        |                                             |
                        +--> labels, on a sheet of their own ---------+--> places of redactions

Only what a reader of the page sees is read. What is filled is emptied before the page is read, so
that the trace of a word in a black bar is never recognised, and a word that hardly differs from
what is around it is left out: recognition sees shades that people do not. The labels of redactions
are read apart, larger and dark on light.

No word is made up: a word is kept as it was read, or left out where it is noise. Two signs are
mended by looking at their ink, because a list is told by them: a bullet, which Tesseract takes for
a letter, and the dash that opens a line.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby

import numpy as np
from numpy.typing import NDArray

from ingest import ocr
from ingest.document_parts import Mark, document_parts, from_its_head
from ingest.drawn_redactions import PageLetters, PlacedRedaction, place_redactions
from ingest.redaction_boxes import Box, find_boxes
from ingest.rendering import Picture, RenderedPage, rendered_pages
from ingest.text_quality import USABLE, quality
from lrt_search.domain import PageReading, ReadingMethod, RedactionLook
from lrt_search.grounds import grounds_in, looks_clipped, looks_like_ground

READER = ocr.NAME
# What Tesseract reads best at.
_DOTS_PER_INCH = 300
# Shades of 256. A word that differs less from what is around it is a trace that no reader sees; and
# what differs less from the fill of a box is no label.
_TRACE = 32
_LABEL = 40
# Pixels of the ink of the smallest label.
_FEWEST = 30
# Points along the sides of a box that are its edge, its frame, or the paper beside it.
_EDGE = 1.5
# Points on both sides of a label that are read with it.
_BESIDE = 4.0
# Pixels that the ink of a label is made high, and how much higher is more than one line.
_LABEL_HEIGHT, _ONE_LINE = 40, 18.0
# Pixels of white around each label.
_WHITE = 24
# Of the mean confidence of a page, from where it can be read; a page the wrong way up is below.
_READ_WELL, _LEAST_CONFIDENCE = 75.0, 50.0
# A sign that is read with less is a speck, or part of a rule. A word never is: Tesseract has no
# confidence at all in one word of three hundred, and most of these are right.
_NOISE = 60.0
_DEBRIS = "|_{}~¦"
# Of a word that fills a coloured field, to be taken for a word and not for a misread label.
_SURE = 80.0
# Points, of the squares in which ink is counted; shades darker than paper, that ink makes them;
# how many of them side by side are more than specks; and the margin where scanners leave shadows.
_CELL, _INK, _SPECKS, _MARGIN = 1.5, 40, 5, 4.0
_VOWELS = set("aeiouyàáâäèéêëìíîïòóôöùúûü")


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What was read of a page that is a picture.

    Attributes:
        text: Line by line, with an empty line between paragraphs; empty where nothing was read.
        reading: How, or why there is no text.
        redactions: The boxes drawn on it, with their place among the letters of ``text``.
    """

    text: str = field(repr=False)
    reading: PageReading
    redactions: tuple[PlacedRedaction, ...]


def read_scanned_pages(
    content: bytes, wanted: Callable[[RenderedPage], bool]
) -> dict[int, ScannedPage]:
    """Read those pages of a PDF that are ``wanted``; return them by their number.

    Where Tesseract is not installed, no page has a text, and those with ink on them are unreadable
    without a reader.

    Raises:
        CannotJudge: It cannot be drawn.
    """
    marks = document_parts(from_its_head(content)).marks
    return {
        page.number: _scanned(page, [mark for mark in marks if mark.page_number == page.number])
        for page in rendered_pages(content)
        if wanted(page)
    }


def _scanned(page: RenderedPage, marks: Sequence[Mark]) -> ScannedPage:
    boxes = find_boxes(*page.colours())
    picture, factor = page.enlarged(_DOTS_PER_INCH)
    for mark in marks:
        # Marked for redaction: some readers of PDF show what is under it, and others do not.
        sides = page.pixel_box(*mark.box)
        left, top, right, bottom = (max(0, round(side * factor)) for side in sides)
        picture[top:bottom, left:right] = 255
    sheet = _Sheet.of(picture, page.dots_per_inch * factor, boxes)
    if not sheet.has_ink():
        method = ReadingMethod.REDACTED if boxes else ReadingMethod.BLANK
        return _without_text(method, boxes)
    if not ocr.available():
        return _without_text(ReadingMethod.UNREADABLE, boxes)
    try:
        sheet, words = _upright(sheet)
        labels = _labels(sheet, words)
    except ocr.CannotReadPicture:
        return _without_text(ReadingMethod.UNREADABLE, boxes, READER)
    return _told(page, sheet, words, labels, boxes)


def _without_text(method: ReadingMethod, boxes: Sequence[Box], reader: str = "") -> ScannedPage:
    nothing = PageLetters.of("", [])
    return ScannedPage("", PageReading(method, reader), place_redactions(nothing, boxes))


def _told(
    page: RenderedPage,
    sheet: "_Sheet",
    words: Sequence[ocr.Word],
    labels: "Sequence[_Label]",
    boxes: Sequence[Box],
) -> ScannedPage:
    lines = _lines(sheet, words, labels)
    kept = [word for line in lines for word in line.words]
    letters = sum(sum(map(str.isalnum, word.text)) for word in kept)
    confidence = _confidence(kept)
    text = _text(lines)
    if not letters or (confidence < _LEAST_CONFIDENCE and quality(text) < USABLE):
        return _without_text(ReadingMethod.UNREADABLE, boxes, READER)
    reading = PageReading(ReadingMethod.OCR, READER, round(confidence), quality(text))
    places = place_redactions(_page_letters(sheet, lines, labels), sheet.boxes)
    # Beside a box may stand nothing but the label of another; labels come after all the text.
    last = sum(not char.isspace() for char in text)
    shown = [
        replace(
            one,
            label=(),
            place=sheet.as_shown(one.place),
            slot=min(one.slot, last),
            behind=one.behind or one.slot > last,
        )
        for one in places
    ]
    return ScannedPage(text, reading, tuple(shown))


def _confidence(words: Sequence[ocr.Word]) -> float:
    """Return the mean confidence of words, 0 to 100, each by its length."""
    weights = [len(word.text) for word in words]
    told = sum(word.confidence * weight for word, weight in zip(words, weights, strict=True))
    return told / sum(weights) if weights else 0.0


# --- The picture -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page as a picture to read.

    Attributes:
        picture: Shades of grey.
        page: The same without what is in filled boxes.
        dots: To the inch.
        paper: Its shade.
        boxes: The redactions on it, in points.
        turn: How many quarters to the left it was turned, from the page as shown.
    """

    picture: Picture
    page: Picture
    dots: float
    paper: int
    boxes: tuple[Box, ...]
    turn: int = 0

    @classmethod
    def of(cls, picture: Picture, dots: float, boxes: Sequence[Box]) -> "_Sheet":
        outside = np.ones(picture.shape, np.bool_)
        for rect in chain.from_iterable(map(_rectangles, boxes)):
            outside[_pixels(rect, dots)] = False
        seen = picture[::4, ::4][outside[::4, ::4]]
        paper = int(np.median(seen)) if seen.size else 255
        # A page that is dark as a whole has no paper.
        paper = paper if paper >= 128 else 255
        page = picture.copy()
        for box in boxes:
            if box.look is not RedactionLook.OUTLINED:
                for rect in _rectangles(box):
                    page[_pixels(rect, dots)] = paper
        return cls(picture, page, dots, paper, tuple(boxes))

    def has_ink(self) -> bool:
        """Return whether anything stands on it outside its boxes but specks and shadows."""
        page = self.page
        for box in self.boxes:
            if box.look is RedactionLook.OUTLINED and _label_ink(self, box) is None:
                page = page.copy() if page is self.page else page
                page[_pixels(_sides(box), self.dots, _EDGE)] = self.paper
        cell = max(1, round(_CELL * self.dots / 72))
        rows, columns = (side // cell * cell for side in page.shape)
        cells = page[:rows, :columns].reshape(rows // cell, cell, -1, cell).mean(axis=(1, 3))
        ink = cells < self.paper - _INK
        margin = max(1, round(_MARGIN / _CELL))
        ink = ink[margin:-margin, margin:-margin]
        beside = np.zeros_like(ink)
        beside[1:] |= ink[:-1]
        beside[:-1] |= ink[1:]
        beside[:, 1:] |= ink[:, :-1]
        beside[:, :-1] |= ink[:, 1:]
        return int((ink & beside).sum()) >= _SPECKS

    def turned(self, turn: int) -> "_Sheet":
        """Return it turned by quarters to the left."""
        height, width = (side * 72 / self.dots for side in self.picture.shape)
        boxes = []
        for box in self.boxes:
            left, top, right, bottom = _turned(_sides(box), turn, width, height)
            parts = tuple(_turned(part, turn, width, height) for part in box.parts)
            boxes.append(Box(box.look, max(0.0, left), max(0.0, top), right, bottom, parts))
        return replace(
            self,
            picture=np.rot90(self.picture, turn),
            page=np.rot90(self.page, turn),
            boxes=tuple(boxes),
            turn=(self.turn + turn) % 4,
        )

    def as_shown(self, place: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        """Return a place in points on the page as it is shown, turned back."""
        if not self.turn:
            return place
        height, width = (side * 72 / self.dots for side in self.picture.shape)
        left, top, right, bottom = _turned(place, -self.turn % 4, width, height)
        return _step(left), _step(top), _step(right), _step(bottom)


def _step(side: float) -> int:
    return max(0, 5 * round(side / 5))


_Sides = tuple[float, float, float, float]  # left, top, right, bottom in points


def _sides(box: Box) -> _Sides:
    return box.left, box.top, box.right, box.bottom


def _rectangles(box: Box) -> tuple[_Sides, ...]:
    """Return what a box covers: within one that is no rectangle may stand words beside it."""
    return box.parts or (_sides(box),)


def _turned(sides: _Sides, turn: int, width: float, height: float) -> _Sides:
    """Return a rectangle of a page of this size, turned by quarters to the left with it."""
    left, top, right, bottom = sides
    if turn == 1:
        return top, width - right, bottom, width - left
    if turn == 2:
        return width - right, height - bottom, width - left, height - top
    if turn == 3:
        return height - bottom, left, height - top, right
    return sides


def _pixels(sides: _Sides, dots: float, more: float = 0.0) -> tuple[slice, slice]:
    """Return the rows and columns of a rectangle, ``more`` points larger on each side."""
    scale = dots / 72
    left, top = (max(0, int((side - more) * scale)) for side in sides[:2])
    right, bottom = (int(np.ceil((side + more) * scale)) for side in sides[2:])
    return slice(top, bottom), slice(left, right)


# --- Words -------------------------------------------------------------------------------------


def _upright(sheet: _Sheet) -> tuple[_Sheet, tuple[ocr.Word, ...]]:
    """Read a page, turned by quarters where it cannot be read as it stands."""
    words = _read(sheet)
    if words and _confidence(words) >= _READ_WELL:
        return sheet, words
    # A glance, at half the dots, tells which way up it is. Twice as many letters as of the other
    # ways: a few come out of any noise.
    glances = {turn: _certain(_glance(sheet, turn)) for turn in range(4)}
    turn = max(glances, key=lambda turn: glances[turn])
    if turn == 0 or glances[turn] <= 2 * glances[0]:
        return sheet, words
    turned = sheet.turned(turn)
    return turned, _read(turned)


def _glance(sheet: _Sheet, turn: int) -> tuple[ocr.Word, ...]:
    rows, columns = (side // 2 * 2 for side in sheet.page.shape)
    halved = sheet.page[:rows, :columns].reshape(rows // 2, 2, -1, 2).mean(axis=(1, 3))
    turned = np.ascontiguousarray(np.rot90(halved.astype(np.uint8), turn))
    return ocr.read_picture(turned, round(sheet.dots / 2))


def _read(sheet: _Sheet) -> tuple[ocr.Word, ...]:
    return ocr.read_picture(np.ascontiguousarray(sheet.page), round(sheet.dots))


def _certain(words: Iterable[ocr.Word]) -> int:
    """Return how many letters stand in words of three and more that were read with confidence."""
    return sum(
        len(word.text)
        for word in words
        if word.confidence >= _READ_WELL and len(word.text) >= 3 and word.text.isalpha()
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """Words on a line, in order; ``opens`` where a paragraph begins with it."""

    words: tuple[ocr.Word, ...]
    opens: bool

    @property
    def top(self) -> float:
        return float(np.median([word.box[1] for word in self.words]))

    @property
    def bottom(self) -> float:
        return float(np.median([word.box[3] for word in self.words]))


def _lines(sheet: _Sheet, words: Sequence[ocr.Word], labels: "Sequence[_Label]") -> list[_Line]:
    """Return the lines of a page in reading order, without noise and the labels of redactions."""
    labelled = [_pixels(_sides(label.box), sheet.dots) for label in labels if label.is_ground]
    lines: list[_Line] = []
    paragraph = None
    for number, group in groupby(words, key=lambda word: word.line):
        found = [word for word in group if not any(_within(word, box) for box in labelled)]
        found = [_without_debris(word) for word in found if not _is_trace(sheet, word)]
        found = [word for word in _mended(sheet, found) if not _is_noise(word)]
        if found and not _is_noisy(found):
            lines.append(_Line(tuple(found), number[:2] != paragraph))
            paragraph = number[:2]
    for label in labels:
        if not label.is_ground:
            _put_in(lines, _Line(label.words, opens=True))
    return lines


def _put_in(lines: list[_Line], own: _Line) -> None:
    """Put the words of a coloured field, which were read apart, before what stands under it."""
    below = (n for n, line in enumerate(lines) if line.top >= own.bottom)
    lines.insert(next(below, len(lines)), own)


def _within(word: ocr.Word, box: tuple[slice, slice]) -> bool:
    rows, columns = box
    left, top, right, bottom = word.box
    return bool(
        rows.start <= (top + bottom) / 2 <= rows.stop
        and columns.start <= (left + right) / 2 <= columns.stop
    )


def _is_trace(sheet: _Sheet, word: ocr.Word) -> bool:
    """Return whether nobody sees a word: its ink is hardly darker, or lighter, than the rest."""
    left, top, right, bottom = word.box
    part = sheet.page[top:bottom, left:right]
    return not part.size or int(part.max()) - int(part.min()) < _TRACE


def _without_debris(word: ocr.Word) -> ocr.Word:
    """Return a word without the rule, or the side of a box, that stands against it."""
    plain = word.text.strip(_DEBRIS)
    return replace(word, text=plain) if any(map(str.isalnum, plain)) else word


def _is_noise(word: ocr.Word) -> bool:
    """Return whether a word is a speck, a rule or the edge of something drawn."""
    told = any(map(str.isalnum, word.text)) or word.text in _OPENING
    return not told and word.confidence < _NOISE


def _is_noisy(words: Sequence[ocr.Word]) -> bool:
    """Return whether a line is a scribble or a picture that was taken for writing."""
    return _confidence(words) < _LEAST_CONFIDENCE and not any(map(_looks_like_word, words))


def _looks_like_word(word: ocr.Word) -> bool:
    plain = "".join(filter(str.isalpha, word.text))
    return (
        len(plain) >= 3
        and len(plain) >= 0.75 * len(word.text)
        and (plain.islower() or plain.isupper() or plain.istitle())
        and 0 < sum(char in _VOWELS for char in plain.casefold()) < len(plain)
    )


# --- Signs that open a line --------------------------------------------------------------------

_BULLET, _DASH = "•", "–"
_OPENING = {_BULLET, _DASH, "-"}


def _mended(sheet: _Sheet, words: list[ocr.Word]) -> list[ocr.Word]:
    """Return the words of a line with the bullet or the dash that opens it."""
    if len(words) < 2:
        return words
    first, second, *_ = words
    if first.text in {"—", "−", "–"}:
        return [replace(first, text=_DASH), *words[1:]]
    height = second.box[3] - second.box[1]
    apart = second.box[0] - first.box[2] >= 0.5 * height
    if len(first.text) <= 2 and apart and _is_solid(sheet, first, height):
        return [replace(first, text=_BULLET), *words[1:]]
    return words


def _is_solid(sheet: _Sheet, word: ocr.Word, height: int) -> bool:
    """Return whether the ink of a word is one disc or square, smaller than a letter is high."""
    left, top, right, bottom = word.box
    part = sheet.page[top:bottom, left:right]
    ink = part < (sheet.paper + int(part.min(initial=255))) / 2
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return False
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    tall, wide = ink.shape
    return (
        0.1 * height <= tall <= 0.7 * height
        and 0.7 <= wide / tall <= 1.4
        and float(ink.mean()) >= 0.7
    )


# --- Labels of redactions ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Label:
    """What is printed in a box.

    Attributes:
        box: Where.
        words: As read, with their place in pixels of the page.
        is_ground: Whether it is a label; else it is text on a coloured field.
    """

    box: Box
    words: tuple[ocr.Word, ...]
    is_ground: bool


def _labels(sheet: _Sheet, page: Sequence[ocr.Word]) -> list[_Label]:
    """Read what is printed in the boxes of a page: all at once, below each other on one sheet.

    Args:
        sheet: The page, upright.
        page: The words that were read on it.
    """
    inks = [(box, found) for box in sheet.boxes if (found := _label_ink(sheet, box)) is not None]
    if not inks:
        return []
    prints = [_enlarged(shown, sheet.dots) for _, (shown, _) in inks]
    rows = [len(one) + 2 * _WHITE for one in prints]
    width = max(one.shape[1] for one in prints) + 2 * _WHITE
    drawn = np.full((sum(rows), width), 255, np.uint8)
    tops = np.cumsum([0, *rows])
    for one, top in zip(prints, tops, strict=False):
        drawn[top + _WHITE : top + _WHITE + len(one), _WHITE : _WHITE + one.shape[1]] = one
    read = ocr.read_picture(drawn, _DOTS_PER_INCH, ocr.Layout.BLOCK)
    labels: list[_Label] = []
    for n, (box, (ink, (left, top))) in enumerate(inks):
        here = [word for word in read if tops[n] <= (word.box[1] + word.box[3]) / 2 < tops[n + 1]]
        factor = len(ink) / len(prints[n])
        start = np.array([_WHITE, tops[n] + _WHITE] * 2)
        words = []
        for word in here:
            a, b, c, d = ((np.array(word.box) - start) * factor + [left, top, left, top]).tolist()
            words.append(replace(word, box=(int(a), int(b), int(c), int(d))))
        # In a thin frame it may have been read with the page, and better.
        among = [word for word in page if _within(word, _pixels(_sides(box), sheet.dots))]
        labels += filter(None, [_label(box, words) or _label(box, among)])
    return labels


def _label(box: Box, words: Sequence[ocr.Word]) -> _Label | None:
    """Return what is printed in a box; None where nothing can be made of it."""
    printed = _respelled(" ".join(word.text for word in words))
    grounds = [
        ground
        for ground in grounds_in(printed)
        if looks_like_ground(ground, boxed=True) or _is_clipped_ground(ground)
    ]
    if grounds:
        place = (
            min(word.box[0] for word in words),
            min(word.box[1] for word in words),
            max(word.box[2] for word in words),
            max(word.box[3] for word in words),
        )
        # Only what is surely a ground: beside it stands what a frame or an edge was taken for.
        spelled = ocr.Word("; ".join(grounds), place, words[0].confidence, words[0].line)
        return _Label(box, (spelled,), is_ground=True)
    sure = [word for word in words if word.confidence >= _SURE and _looks_like_word(word)]
    if box.look is RedactionLook.OUTLINED or not sure:
        return None
    return _Label(box, tuple(sure), is_ground=False)


def _respelled(label: str) -> str:
    """Return a label with the signs that shapes were mistaken for: "§.1.2¢" is "5.1.2e".

    Only where nothing else can stand: a ground begins with a figure and ends with a letter.
    """
    label = re.sub(r"[¢€©]", "e", label)
    label = re.sub(r"(?<![^\W_])[sS§$](?=[.,\s]{0,2}[12lI|])", "5", label)
    label = re.sub(r"(?<![^\W_])(5[.,\s]{0,2})[lI|](?=[.,\s]{0,2}[12])", r"\g<1>1", label)
    return re.sub(
        r"((?:5[.,]1|10)[.,][127][.,])([19])(?!\w)",
        lambda match: match[1] + {"1": "i", "9": "g"}[match[2]],
        label,
    )


def _is_clipped_ground(printed: str) -> bool:
    # Figures alone may be anything, misread as they are: "515".
    told = "." in printed or any(map(str.isalpha, printed))
    return told and sum(map(str.isalnum, printed)) >= 2 and looks_clipped(printed)


def _label_ink(sheet: _Sheet, box: Box) -> tuple[NDArray[np.float64], tuple[int, int]] | None:
    """Return what is printed in a box, dark on white, and where it begins; None for nothing."""
    if box.parts:
        return None  # Without a label, as all that several lines make.
    rows, columns = _pixels(_sides(box), sheet.dots, -_EDGE)
    part = sheet.picture[rows, columns].astype(np.float64)
    if part.size < _FEWEST or min(part.shape) < 4:
        return None
    contrast = np.abs(part - np.median(part))
    # Not a share of the box: a label is as small in a box over a whole page.
    peak = float(np.partition(contrast, -_FEWEST, axis=None)[-_FEWEST])
    if peak < _LABEL:
        return None
    # What differs less from the fill is not for anybody to read.
    ink = np.clip(contrast - _LABEL / 2, 0, None) / (peak - _LABEL / 2)
    ink = np.where(_within_edges(ink > 0.5), np.clip(ink, 0, 1), 0)
    dark = ink > 0.5
    found_rows, found_columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if not len(found_rows) or len(found_rows) < 3 * sheet.dots / 72:
        return None
    # With what is beside it: an i is thinner, and paler, than the figures before it.
    more = round(_BESIDE * sheet.dots / 72)
    top, bottom = max(0, int(found_rows[0]) - 2), int(found_rows[-1]) + 3
    left, right = max(0, int(found_columns[0]) - more), int(found_columns[-1]) + 1 + more
    shown = 255 * (1 - ink[top:bottom, left:right])
    return shown, (columns.start + left, rows.start + top)


def _within_edges(dark: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return where no edge runs along a side: a frame, or paper beside a box that lies aslant."""
    within = np.ones_like(dark)
    for turn in range(4):
        side, kept = np.rot90(dark, turn), np.rot90(within, turn)
        for row, flags in zip(side[: max(1, len(side) // 4)], kept, strict=False):
            if row.mean() < 0.3:
                break
            flags[:] = False
    return within


def _enlarged(ink: NDArray[np.float64], dots: float) -> Picture:
    """Return a label at the height that is read best, by linear interpolation."""
    tall = len(ink) * 72 / dots
    factor = _LABEL_HEIGHT / len(ink) if tall <= _ONE_LINE else 1.5
    factor = min(max(factor, 1.0), 3.0)
    rows = np.linspace(0, len(ink) - 1, max(2, round(len(ink) * factor)))
    columns = np.linspace(0, ink.shape[1] - 1, max(2, round(ink.shape[1] * factor)))
    across = np.array([np.interp(columns, np.arange(ink.shape[1]), row) for row in ink])
    down = np.array([np.interp(rows, np.arange(len(ink)), column) for column in across.T]).T
    return down.astype(np.uint8)


# --- Text and letters --------------------------------------------------------------------------


def _text(lines: Sequence[_Line]) -> str:
    told: list[str] = []
    for line in lines:
        if line.opens and told:
            told.append("")
        told.append(" ".join(word.text for word in line.words))
    return "\n".join(told)


def _page_letters(sheet: _Sheet, lines: Sequence[_Line], labels: Sequence[_Label]) -> PageLetters:
    """Return the letters of the text with their boxes in points; after them those of labels."""
    printed = [_Line(label.words, opens=True) for label in labels if label.is_ground]
    text: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    for line in [*lines, *printed]:
        for word in line.words:
            text.append(word.text + " ")
            boxes += [*_letter_boxes(word, 72 / sheet.dots), (0.0, 0.0, 0.0, 0.0)]
        text[-1] = text[-1][:-1] + "\n"
    return PageLetters.of("".join(text), boxes)


def _letter_boxes(word: ocr.Word, scale: float) -> Iterator[tuple[float, float, float, float]]:
    """Share the box of a word out among its letters."""
    left, top, right, bottom = (side * scale for side in word.box)
    wide = (right - left) / len(word.text)
    for n in range(len(word.text)):
        yield left + n * wide, top, left + (n + 1) * wide, bottom
