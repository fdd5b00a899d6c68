"""Words of a scan's text layer -> which of them its picture shows.

    words that a scanner recognised --+
                                      +--> shown, hidden or unread, word by word
    the page as it is shown now    ---+

The letters of such a layer leave no ink, so they are compared with a second recognition, of the
page as it is shown now. Two programs seldom read a page alike. So a word is shown where most of
its letters are read at its place again, and hidden only where something else speaks for it: there
is no writing at all, a legal ground stands there, the place is filled, or another word is read
there with confidence. What is left is unread: recognition neither confirms nor refutes it, as in
a signature or a stamp. It sends no document to quarantine, and it does not go on either.

The layer's own words go on and not those of the second recognition: the layer has the lines of
the page in their order, and was often made by a better program or mended by hand. What goes on
differs from what the page shows by four letters in ten at most, and never by a word.

Without Tesseract the ink alone decides: a word is shown where the picture has writing of about
its length.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from ingest import ocr
from ingest.rendering import Picture, RenderedPage
from lrt_search.grounds import looks_like_ground

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""

# What Tesseract reads best at.
_DOTS_PER_INCH = 300
# Of a word's letters, what must be read again for it to be shown; further from its place, more.
_ALIKE, _ALIKE_FURTHER_AWAY = 0.6, 0.75
# Of two words that have less than this in common, one is not a misreading of the other.
_UNLIKE = 0.45
# A word of so few letters is easily found in other words: all letters of two must be read again,
# or two of three, and nearer to their place.
_SHORT = 3
_ALIKE_SHORT, _NEAR_SHORT = 0.66, 0.35
# From 0 to 100: Tesseract gives words of clean print 90 and more.
_CONFIDENT = 80.0
# How far around its box a word is looked for, in heights of its line: across and down.
_AT_ITS_PLACE, _FURTHER_AWAY = (0.7, 0.35), (3.0, 1.2)
# Of the smaller of two boxes, what both cover where one word stands in the place of the other;
# and of the box of a word, what lies within the other's.
_INSTEAD, _INSIDE = 0.5, 0.7
# Shades of 256 below paper, of a place that is filled.
_FILLED = 40
# A page with more words that need a second look is not read well.
_MAX_SECOND_LOOKS = 80

# A legal ground as an earlier recognition may have it, its digits made of what they look like; and
# as a second one reads it, among other words and without its last letter.
_MISREAD_GROUND = re.compile(r"\W*(?:5[.,]?[12]|10)[.,]?[1-7]?[.,]?\w?\W*|.{,5}2[.,]?e\W*")
_GROUND_READ = re.compile(
    r"(?<!\w)(?:5[.,]?1[.,]?[1-5]|5[.,]2|10[.,]?[12])[.,]?\s?(?:[a-z](?![^\W15])|(?!\w))",
    re.IGNORECASE,
)
# Shapes that are taken for each other.
_LOOKALIKES = str.maketrans("01|!ij5829", "olllllsbzg")
_DIGITS = str.maketrans("sSoOiIlL|!zZ§$&B", "5500111111225588")
_VOWELS = set("aeiouy")
# What a scanner reads in a black bar: "EEN", "renend". A name has one capital, its first letter.
_OF_BARS = set("bdehilmnr")
# Fewer words say little about the print of a page.
_FEW = 8
# Of the height of a line, what a letter is wide. A scanner that takes a black bar for "BEN"
# stretches that over the whole bar.
_NARROWEST, _WIDEST = 0.15, 1.3


class Verdict(Enum):
    """What becomes of a word of the text layer."""

    SHOWN = auto()
    HIDDEN = auto()
    UNREAD = auto()


@dataclass(frozen=True, slots=True)
class LayerWord:
    """A word of a text layer that leaves no ink of its own.

    Attributes:
        text: As the layer has it.
        boxes: (n, 4) the place of each letter, in pixels of the page.
    """

    text: str = field(repr=False)
    boxes: NDArray[np.float64]

    @property
    def box(self) -> Box:
        """The place of the word, in pixels of the page."""
        left, top = self.boxes[:, :2].min(axis=0).tolist()
        right, bottom = self.boxes[:, 2:].max(axis=0).tolist()
        return left, top, right, bottom


def judge_by_ink(bare: Picture, words: Sequence[LayerWord]) -> list[Verdict]:
    """Return for each word whether a picture has writing at its place.

    Args:
        bare: The page without what it draws as text.
        words: Of its text layer.
    """
    return [Verdict.SHOWN if _pictured(bare, word) else Verdict.HIDDEN for word in words]


def judge_by_reading(
    page: RenderedPage, bare: Picture, words: Sequence[LayerWord]
) -> list[Verdict]:
    """Return for each word whether recognition of the page as shown finds it there.

    Args:
        page: Drawn once more, finer.
        bare: The page without what it draws as text, as for ``judge_by_ink``.
        words: Of its text layer.

    Raises:
        CannotReadPicture: Tesseract failed.
    """
    turn = _turn_of(words)
    fine, factor = page.enlarged(_DOTS_PER_INCH)
    reading = _Reading(np.rot90(fine, -turn), factor, turn, page.dots_per_inch * factor, words)
    verdicts = [reading.verdict(word, pictured=_pictured(bare, word)) for word in words]
    again = [n for n, verdict in enumerate(verdicts) if verdict is not Verdict.SHOWN]
    again = again[:_MAX_SECOND_LOOKS]
    for n, is_read in zip(again, reading.reads_from_near([words[n] for n in again]), strict=True):
        if is_read:
            verdicts[n] = Verdict.SHOWN
    return verdicts


# --- A second recognition ----------------------------------------------------------------------


class _Reading:
    """What Tesseract reads on a page, letter by letter.

    Its pixels are those of the finer picture, turned so that the text layer reads to the right.
    """

    def __init__(
        self,
        picture: Picture,
        factor: float,
        turn: int,
        dots_per_inch: float,
        layer: Sequence[LayerWord],
    ) -> None:
        self._picture = np.ascontiguousarray(picture)
        self._factor, self._turn, self._dots = factor, turn, round(dots_per_inch)
        self._paper = float(np.median(self._picture[::4, ::4]))
        self._words = ocr.read_picture(self._picture, self._dots)
        letters = [one for word in self._words for one in _letter_places(word)]
        self._letters = "".join(char for char, *_ in letters)
        self._places = np.array([place for _, *place in letters]).reshape(-1, 3)
        self._print = _Print.of((word.text, self._turned(word.box)) for word in layer)

    def verdict(self, word: LayerWord, *, pictured: bool) -> Verdict:
        """Say what becomes of a word; ``pictured`` is what the ink at its place says."""
        spelled = _folded(word.text)
        if not spelled or looks_like_ground(word.text):
            return Verdict.SHOWN
        box = self._turned(word.box)
        if self._has(spelled, box, *_AT_ITS_PLACE, alike=_ALIKE) and (
            pictured or len(spelled) > _SHORT
        ):
            return Verdict.SHOWN
        if (
            pictured
            and len(spelled) > _SHORT
            and not self._is_filled(box)
            and self._has(spelled, box, *_FURTHER_AWAY, alike=_ALIKE_FURTHER_AWAY)
        ):
            return Verdict.SHOWN
        # It is not read again. Was it ever a word?
        if _is_misread_ground(word.text) or not _tells_something(word.text, box):
            return Verdict.UNREAD
        is_filled = self._is_filled(box)
        if not pictured and (
            (is_filled and _is_of_bars(word.text)) or not self._print.has(word.text, box, 0.5, 2.0)
        ):
            return Verdict.UNREAD
        instead = self._instead_of(box)
        if not pictured or _has_ground(instead):
            return Verdict.HIDDEN
        if not self._print.has(word.text, box, 0.7, 1.35):
            return Verdict.UNREAD
        if is_filled:
            return Verdict.HIDDEN
        # A word that reaches far beyond this one was cut in two by the earlier recognition.
        inside = [
            one
            for one in instead
            if one.confidence >= _CONFIDENT and _overlap(one.box, box) >= _INSIDE * _area(one.box)
        ]
        return Verdict.HIDDEN if _is_another(spelled, inside) else Verdict.UNREAD

    def reads_from_near(self, words: Sequence[LayerWord]) -> list[bool]:
        """Read the place of each word by itself, as a line: that is surer than within a page."""
        spelled = [_folded(word.text) for word in words]
        parts = {
            n: part
            for n, word in enumerate(words)
            if len(spelled[n]) > _SHORT and (part := self._near(word)).size >= 4
        }
        found = dict(zip(parts, ocr.read_lines(list(parts.values()), self._dots), strict=True))
        return [
            n in found
            and _likeness(one, _folded("".join(word.text for word in found[n]))) >= _ALIKE
            for n, one in enumerate(spelled)
        ]

    def _near(self, word: LayerWord) -> Picture:
        """Return the place of a word and a little around it, dark on light."""
        part = patch(self._picture, *_grown(self._turned(word.box), 1.0, 0.4))
        return 255 - part if part.size and np.median(part) < 128 else part

    def _turned(self, box: Box) -> Box:
        """Return a box of the page in the pixels of this picture."""
        left, top, right, bottom = (side * self._factor for side in box)
        rows, columns = self._picture.shape
        if self._turn == 0:
            return left, top, right, bottom
        if self._turn == 1:  # a quarter to the right: what was at the bottom is at the left
            return columns - bottom, left, columns - top, right
        if self._turn == 2:
            return columns - right, rows - bottom, columns - left, rows - top
        return top, rows - right, bottom, rows - left

    def _has(self, spelled: str, box: Box, across: float, down: float, *, alike: float) -> bool:
        """Return whether letters read around a place hold most of a word, on one line or more."""
        if len(spelled) <= _SHORT:
            across, alike = _NEAR_SHORT, _ALIKE_SHORT
        left, top, right, bottom = _grown(box, across, down)
        x, y, line = self._places.T
        here = np.flatnonzero((left < x) & (x < right) & (top < y) & (y < bottom))
        lines = [here[line[here] == one] for one in np.unique(line[here])]
        return any(
            _likeness(spelled, "".join(self._letters[i] for i in found)) >= alike
            for found in ([here, *lines] if len(lines) > 1 else lines)
        )

    def _instead_of(self, box: Box) -> list[ocr.Word]:
        """Return the words that are read where this one should stand."""
        return [
            word
            for word in self._words
            if _overlap(word.box, box) >= _INSTEAD * min(_area(word.box), _area(box))
        ]

    def _is_filled(self, box: Box) -> bool:
        inside = patch(self._picture, *box)
        return bool(inside.size and np.percentile(inside, 75) < self._paper - _FILLED)


@dataclass(frozen=True, slots=True)
class _Print:
    """How large the words of a text layer are, to tell them from what was never a word.

    Attributes:
        height: Of most lines, in pixels; 0 where there are too few words to say.
        wide: A letter, in heights of its line.
    """

    height: float
    wide: float

    @classmethod
    def of(cls, words: Iterable[tuple[str, Box]]) -> "_Print":
        sizes = [_size(text, box) for text, box in words if len(text) > _SHORT]
        if len(sizes) < _FEW:
            return cls(0.0, 0.0)
        height, wide = np.median(np.array(sizes), axis=0)
        return cls(float(height), float(wide))

    def has(self, text: str, box: Box, narrowest: float, widest: float) -> bool:
        """Return whether a word at a place would be printed about like most.

        A scanner that misreads a word often takes two letters for one, or two lines.
        """
        height, wide = _size(text, box)
        return not self.height or (
            0.5 * self.height <= height <= 2 * self.height
            and narrowest * self.wide <= wide <= widest * self.wide
        )


def _size(text: str, box: Box) -> tuple[float, float]:
    left, top, right, bottom = box
    height = max(1.0, bottom - top)
    capitals = 1.25 if text.isupper() else 1.0
    return height, (right - left) / (len(text) * height * capitals)


def _letter_places(word: ocr.Word) -> Iterable[tuple[str, float, float, int]]:
    """Yield the letters of a word with their middle and line; Tesseract gives the word's box."""
    left, top, right, bottom = word.box
    block, paragraph, line = word.line
    spelled = _folded(word.text)
    for index, char in enumerate(spelled):
        x = left + (right - left) * (index + 0.5) / len(spelled)
        yield char, x, (top + bottom) / 2, (block * 1000 + paragraph) * 1000 + line


def _has_ground(words: Sequence[ocr.Word]) -> bool:
    """Return whether a legal ground is among words, perhaps cut in two."""
    texts = [word.text for word in words]
    return any(_GROUND_READ.search(text) for text in (" ".join(texts), "".join(texts)))


def _is_misread_ground(text: str) -> bool:
    return bool(_MISREAD_GROUND.fullmatch(text.translate(_DIGITS)))


def _tells_something(text: str, box: Box) -> bool:
    """Return whether a text can be a word or a number that once stood at a place.

    What a scanner makes of black bars, stamps and rules is mostly none: "mt", "BEN" as wide as ten
    letters. Words of three letters and less are too often no words.
    """
    told = [char for char in unicodedata.normalize("NFKD", text.casefold()) if char.isalnum()]
    left, top, right, bottom = box
    return (
        len(told) > _SHORT
        and (bool(_VOWELS & set(told)) or sum(map(str.isdigit, told)) >= _SHORT)
        and _NARROWEST <= (right - left) / (len(told) * max(1.0, bottom - top)) <= _WIDEST
    )


def _is_of_bars(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return set("".join(letters).casefold()) <= _OF_BARS and (
        all(map(str.islower, letters)) or all(map(str.isupper, letters))
    )


def _is_another(spelled: str, instead: Sequence[ocr.Word]) -> bool:
    """Return whether words that are read with confidence are no misreading of this one."""
    read = _folded("".join(word.text for word in instead))
    if len(read) < _SHORT:
        return False
    common = 1 - _distance(spelled, read, anywhere=False) / max(len(spelled), len(read))
    return common < _UNLIKE


def _turn_of(words: Sequence[LayerWord]) -> int:
    """Return how many quarters to the left a page's recognised text reads: 0 is to the right."""
    steps = np.zeros(2)
    for word in words:
        middles = (word.boxes[:, :2] + word.boxes[:, 2:]) / 2
        steps += middles[-1] - middles[0]
    x, y = steps
    if abs(x) >= abs(y):
        return 0 if x >= 0 else 2
    return 1 if y < 0 else 3


def _folded(text: str) -> str:
    """Return letters and digits in one form for those that recognition takes for each other."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LOOKALIKES)
    letters = "".join(char for char in plain if char.isalnum())
    return letters.replace("rn", "m").replace("vv", "w")


def _likeness(word: str, text: str) -> float:
    """Return which share of a word's letters a text has, in their order and close together."""
    if word in text:
        return 1.0
    return 1 - _distance(word, text, anywhere=True) / len(word)


def _distance(word: str, text: str, *, anywhere: bool) -> int:
    """Return how many letters differ (Levenshtein); ``anywhere``: from the part most alike."""
    row = [0] * (len(text) + 1) if anywhere else list(range(len(text) + 1))
    for number, letter in enumerate(word, start=1):
        before, row = row, [number]
        for index, other in enumerate(text):
            row.append(
                min(before[index] + (letter != other), before[index + 1] + 1, row[index] + 1)
            )
    return min(row) if anywhere else row[-1]


def _grown(box: Box, across: float, down: float) -> Box:
    """Return a box with a margin, in heights of its line."""
    left, top, right, bottom = box
    height = max(bottom - top, 1.0)
    return (
        left - across * height,
        top - down * height,
        right + across * height,
        bottom + down * height,
    )


def _area(box: Sequence[float]) -> float:
    return max(1.0, box[2] - box[0]) * max(1.0, box[3] - box[1])


def _overlap(a: Sequence[float], b: Sequence[float]) -> float:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    return max(0.0, width) * max(0.0, height)


# --- Ink ---------------------------------------------------------------------------------------


def _pictured(bare: Picture, word: LayerWord) -> bool:
    """Return whether a picture has writing where recognised text says it has a word."""
    if looks_like_ground(word.text):
        return True
    n = sum(unicodedata.category(char)[0] in "LN" for char in word.text)
    left, top, right, bottom = word.box
    size = min(right - left, bottom - top)
    # Recognised text stands only about where its ink is.
    return any(
        looks_written(patch(bare, left - more, top - more, right + more, bottom + more), n)
        for more in (0.0, 0.25 * size)
    )


def patch(picture: Picture, left: float, top: float, right: float, bottom: float) -> Picture:
    """Return a part of a picture, as far as it lies within it."""
    x0, y0 = max(0, int(left)), max(0, int(top))
    return picture[y0 : max(y0, int(np.ceil(bottom))), x0 : max(x0, int(np.ceil(right)))]


def looks_written(patch: Picture, letters: int, *, light_on_dark: bool = False) -> bool:
    """Return whether a part of a picture looks like a word of so many letters.

    Writing is ink on a lighter ground, crossed again and again on the way along the line, and
    without a gap that would hold several letters. A blackened word has no such crossings; one
    under a label has a gap; a light label on a dark bar has its ground the wrong way round.

    Args:
        patch: Shades of grey, 0 is black.
        letters: How many letters and digits stand there.
        light_on_dark: Whether light writing on a dark ground will do.
    """
    if patch.shape[0] > 1.5 * patch.shape[1] and letters > 2:
        patch = patch.T
    trim = int(0.12 * patch.shape[0])
    patch = patch[trim : patch.shape[0] - trim]
    if patch.size < 4:
        return False
    low, high = np.percentile(patch, (2, 98))
    if high - low < 48:
        return False
    ink = patch < (low + high) / 2
    if ink.mean() > 0.62:
        if not light_on_dark:
            return False
        ink = ~ink
    crossings = (ink[:, 1:] != ink[:, :-1]).sum(axis=1).max(initial=0)
    if crossings < max(2, 0.6 * letters):
        return False
    edges = np.flatnonzero(np.concatenate([[True], ink.any(axis=0), [True]]))
    widest_gap = int(np.diff(edges).max()) - 1
    return widest_gap <= float(max(1.2 * ink.shape[0], 0.4 * ink.shape[1]))
