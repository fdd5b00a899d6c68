"""A PDF -> its pages, each with its letters, its drawn objects and its pictures.

The only importer of pypdfium2. Everything that leaves this module is a plain value or an array;
pixels are counted from the top left of the page as it is shown, turned and cropped.
"""

import ctypes
import sys
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from ingest.findings import CannotJudge
from ingest.heartbeat import beat

T = TypeVar("T")

Picture = NDArray[np.uint8]  # (rows, columns), 0 is black
ColourPicture = NDArray[np.uint8]  # (rows, columns, 3): red, green, blue

# Twice 72 dots to the inch: the smallest text that is meant to be read (5 points) is still some
# 7 pixels high, and a page takes a sixth of the time that it would at scale 5.
SCALE = 2.0
# A poster or a map is drawn smaller, so that one page never takes more than 25 MB a picture.
MAX_PIXELS = 25_000_000
_POINTS_PER_INCH = 72
# Dots to the inch at which a thin frame and a small label are still lines and letters; most scans
# of released documents have as many.
COLOUR_DPI = 150
# Deeper nesting of form XObjects than any writer makes; a loop ends here too.
_MAX_DEPTH = 12
# Points, of letters that are not there for anybody to read.
_NOTHING = 0.01
_UNSEEN_MODES = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
# pdfium writes these for a hyphen at the end of a line that it takes for a division of a word.
_HYPHENS = {0x02, 0xFFFE}


class ObjectKind(StrEnum):
    """What draws something on a page."""

    TEXT = "text"
    IMAGE = "image"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DrawnObject:
    """One object of a page, in the order of painting.

    Attributes:
        kind: What it is.
        box: Left, top, right and bottom in pixels.
        unpainted: Text in a render mode that leaves no ink (3 or 7).
        shade: How light text would be on white paper: 0 is black, 255 is not to be seen.
        squeezed: Text that is given no width or no size: readers of PDF disagree whether it is
            there, and this one leaves it out of the text layer.
    """

    kind: ObjectKind
    box: tuple[float, float, float, float]
    unpainted: bool = False
    shade: int = 0
    squeezed: bool = False


@dataclass(frozen=True, slots=True)
class Letters:
    """The characters of a page's text layer, in reading order.

    Attributes:
        codes: (n,) Unicode code points (or UTF-16 halves).
        boxes: (n, 4) left, top, right, bottom in pixels.
        objects: (n,) index into ``RenderedPage.objects``; -1 for a blank or line break that the
            reader of the PDF made up.
    """

    codes: NDArray[np.int64]
    boxes: NDArray[np.float64]
    objects: NDArray[np.int64]


class RenderedPage:
    """One page, while its document is open.

    Attributes:
        number: From 1.
        points_per_pixel: How many points of 1/72 inch a pixel is.
        dots_per_inch: The same, turned round.
        size: Width and height in pixels, not rounded.
    """

    def __init__(self, number: int, page: Any) -> None:
        """Take a page of pypdfium2; it is closed by ``rendered_pages``."""
        self.number = number
        self._page = page
        width, height = page.get_size()
        if not (width > 0 and height > 0):
            raise CannotJudge("page without size")
        fits = (MAX_PIXELS / (width * height)) ** 0.5
        self._scale = min(SCALE, fits)
        self.points_per_pixel = 1 / self._scale
        self.dots_per_inch = self._scale * _POINTS_PER_INCH
        self.size = (width * self._scale, height * self._scale)
        self._to_pixels = self._affine(width, height)
        self._handles: list[Any] = []

    def _affine(self, width: float, height: float) -> NDArray[np.float64]:
        """Return the (3, 2) matrix from points of the PDF to pixels, with rotation and crop."""
        # pdfium answers in whole pixels, so a large page is asked for to have fractions.
        fine, span = 64, 1000
        size = [max(1, round(side * self._scale * fine)) for side in (width, height)]
        corners = []
        for point in ((0, 0), (span, 0), (0, span)):
            x, y = ctypes.c_int(), ctypes.c_int()
            raw.FPDF_PageToDevice(self._page, 0, 0, *size, 0, *point, x, y)
            corners.append((x.value / fine, y.value / fine))
        origin, right, up = np.array(corners)
        return np.array([(right - origin) / span, (up - origin) / span, origin])

    def _pixels(self, boxes: NDArray[np.float64]) -> NDArray[np.float64]:
        """Turn (n, 4) left, bottom, right, top in points into left, top, right, bottom."""
        ends = [
            boxes[:, (x, y)] @ self._to_pixels[:2] + self._to_pixels[2]
            for x, y in ((0, 1), (2, 3), (0, 3), (2, 1))
        ]
        return np.hstack([np.min(ends, axis=0), np.max(ends, axis=0)])

    def pixel_box(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """Return a box in points of the PDF as left, top, right, bottom in pixels."""
        a, b, c, d = self._pixels(np.array([[left, bottom, right, top]]))[0]
        return float(a), float(b), float(c), float(d)

    @cached_property
    def objects(self) -> tuple[DrawnObject, ...]:
        """Everything that the page draws, in the order of painting, out of its forms too."""
        found: list[DrawnObject] = []
        self._collect(self._page.raw, None, np.eye(3), found, 0)
        return tuple(found)

    def _collect(
        self,
        holder: Any,
        form: Any,
        matrix: NDArray[np.float64],
        found: list[DrawnObject],
        depth: int,
    ) -> None:
        if depth > _MAX_DEPTH:
            raise CannotJudge("forms nested too deeply")
        count = raw.FPDFFormObj_CountObjects(form) if form else raw.FPDFPage_CountObjects(holder)
        sides = [ctypes.c_float() for _ in range(4)]
        for index in range(count):
            handle = (
                raw.FPDFFormObj_GetObject(form, index)
                if form
                else raw.FPDFPage_GetObject(holder, index)
            )
            kind = raw.FPDFPageObj_GetType(handle)
            if kind == raw.FPDF_PAGEOBJ_FORM:
                inner = raw.FS_MATRIX()
                raw.FPDFPageObj_GetMatrix(handle, inner)
                own = np.array(
                    [[inner.a, inner.b, 0], [inner.c, inner.d, 0], [inner.e, inner.f, 1]]
                )
                self._collect(holder, handle, own @ matrix, found, depth + 1)
                continue
            raw.FPDFPageObj_GetBounds(handle, *sides)
            left, bottom, right, top = (side.value for side in sides)
            ends = np.array(
                [(left, bottom, 1), (right, top, 1), (left, top, 1), (right, bottom, 1)]
            )
            placed = (ends @ matrix)[:, :2]
            box = self.pixel_box(*placed.min(axis=0), *placed.max(axis=0))
            is_text = kind == raw.FPDF_PAGEOBJ_TEXT
            is_image = kind == raw.FPDF_PAGEOBJ_IMAGE
            found.append(
                DrawnObject(
                    ObjectKind.TEXT
                    if is_text
                    else ObjectKind.IMAGE
                    if is_image
                    else ObjectKind.OTHER,
                    box,
                    is_text and raw.FPDFTextObj_GetTextRenderMode(handle) in _UNSEEN_MODES,
                    _shade(handle) if is_text else 0,
                    is_text and _is_squeezed(handle),
                )
            )
            self._handles.append(handle)

    @cached_property
    def letters(self) -> Letters:
        """The text layer. What its words replace ("ActualText") is for the caller to take out."""
        objects = self.objects
        places = {
            ctypes.addressof(self._handles[index].contents): index for index in range(len(objects))
        }
        textpage = self._page.get_textpage()
        try:
            count = max(0, raw.FPDFText_CountChars(textpage))
            codes = np.zeros(count, np.int64)
            owners = np.full(count, -1, np.int64)
            boxes = np.zeros((count, 4))
            left, right, bottom, top = (ctypes.c_double() for _ in range(4))
            for index in range(count):
                code = raw.FPDFText_GetUnicode(textpage, index)
                # A damaged table of characters may answer anything.
                code = ord("-") if code in _HYPHENS else code
                codes[index] = code if code <= sys.maxunicode else 0xFFFD
                if raw.FPDFText_IsGenerated(textpage, index) == 1:
                    continue
                owner = raw.FPDFText_GetTextObject(textpage, index)
                if owner:
                    owners[index] = places.get(ctypes.addressof(owner.contents), -1)
                if raw.FPDFText_GetCharBox(textpage, index, left, right, bottom, top):
                    boxes[index] = left.value, bottom.value, right.value, top.value
        finally:
            textpage.close()
        return Letters(codes, self._pixels(boxes) if count else boxes, owners)

    def picture(self, *, annotations: bool = True) -> Picture:
        """Draw the page as a reader sees it, in shades of grey, on white."""
        return self._at(self._scale, annotations=annotations)

    def _at(self, scale: float, *, annotations: bool) -> Picture:
        bitmap = self._page.render(
            scale=scale,
            grayscale=True,
            draw_annots=annotations,
            may_draw_forms=annotations,
        )
        pixels: Picture = bitmap.to_numpy()
        pixels = pixels.reshape(pixels.shape[:2]).copy()
        bitmap.close()
        return pixels

    def enlarged(self, dots_per_inch: int) -> tuple[Picture, float]:
        """Draw the page as a reader sees it, but finer; return also how many times finer."""
        width, height = self._page.get_size()
        fits = (MAX_PIXELS / (width * height)) ** 0.5
        scale = min(dots_per_inch / _POINTS_PER_INCH, fits)
        return self._at(scale, annotations=True), scale / self._scale

    def colours(self) -> tuple[ColourPicture, float]:
        """Draw the page as a reader sees it, in colour on white, with its points per pixel."""
        width, height = self._page.get_size()
        scale = min(COLOUR_DPI / _POINTS_PER_INCH, (MAX_PIXELS / (width * height)) ** 0.5)
        bitmap = self._page.render(scale=scale, rev_byteorder=True, may_draw_forms=True)
        # A page that is transparent in parts comes with a fourth channel.
        pixels: ColourPicture = bitmap.to_numpy()[:, :, :3].copy()
        bitmap.close()
        return pixels, 1 / scale

    def picture_without(self, objects: Collection[int]) -> Picture:
        """Draw the page without these of its ``objects``."""
        return self._drawn(set(objects), annotations=True)

    def picture_of(self, objects: Collection[int]) -> Picture:
        """Draw these of its ``objects`` alone, on white and without annotations."""
        others = set(range(len(self.objects))) - set(objects)
        return self._drawn(others, annotations=False)

    def _drawn(self, absent: set[int], *, annotations: bool) -> Picture:
        for index in absent:
            raw.FPDFPageObj_SetIsActive(self._handles[index], False)
        try:
            return self.picture(annotations=annotations)
        finally:
            for index in absent:
                raw.FPDFPageObj_SetIsActive(self._handles[index], True)


def _is_squeezed(handle: Any) -> bool:
    """Return whether text has no size, or is pressed to nothing in its own direction."""
    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    if not raw.FPDFTextObj_GetFontSize(handle, size) or abs(size.value) < _NOTHING:
        return True
    raw.FPDFPageObj_GetMatrix(handle, matrix)
    wide, tall = np.hypot(matrix.a, matrix.b), np.hypot(matrix.c, matrix.d)
    return bool(min(wide, tall) * abs(size.value) < _NOTHING)


def _shade(handle: Any) -> int:
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(handle, red, green, blue, opacity):
        return 0
    light = 0.3 * red.value + 0.59 * green.value + 0.11 * blue.value
    return round(255 - (255 - light) * opacity.value / 255)


def rendered_pages(content: bytes) -> Iterator[RenderedPage]:
    """Open a PDF and yield its pages one by one; each is closed when the next is asked for.

    Raises:
        CannotJudge: It does not open without a password, has no pages, or a page is damaged.
    """
    return _each_page(content, RenderedPage, forms=True)


def layer_texts(content: bytes) -> Iterator[str]:
    """Yield what the text layer of each page says, seen or unseen. Never to be kept.

    Raises:
        CannotJudge: As ``rendered_pages``.
    """
    return _each_page(content, _layer_text, forms=False)


def _layer_text(number: int, page: Any) -> str:
    textpage = page.get_textpage()
    text: str = textpage.get_text_range()
    textpage.close()
    return text


def _each_page(content: bytes, read: Callable[[int, Any], T], *, forms: bool) -> Iterator[T]:
    """Yield what ``read`` makes of each page, given its number from 1."""
    document = _opened(content)
    try:
        if forms:
            document.init_forms()
        for index in range(len(document)):
            page = document[index]
            try:
                yield read(index + 1, page)
            finally:
                page.close()
            beat()
    except pdfium.PdfiumError as error:
        raise CannotJudge(type(error).__name__) from None
    finally:
        document.close()


def _opened(content: bytes) -> Any:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise CannotJudge(type(error).__name__) from None
    if not len(document):
        document.close()
        raise CannotJudge("no pages")
    return document
