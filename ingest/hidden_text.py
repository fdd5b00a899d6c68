"""A PDF -> what it holds and does not show; and the text that it does show.

    pages drawn  --+
                   +--> letters that are seen --> shown text
    text layer   --+--> letters that are not --> findings (kind, page, how many; never the words)
    other parts  -----> findings

Officials' names have come out of released documents through the text layer, from under the bars
that hide them on the page. So a page is drawn as a reader sees it, and once more without its
text: where the two pictures are the same, the letters of the text layer are not seen, whatever
hides them: a box, an image, a highlight, their own colour. A label that is printed on a box
("5.1.2e") is text of its own and hides nothing: letters that share their place with other text
are tried again with only themselves left out.

A scan with recognised text is the other way round: its letters leave no ink by design, and are
seen where Tesseract reads them again on the page as shown, or, without it, where the picture has
ink that looks like writing (``recognised_text.py``).

What is uncertain is taken as hidden.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from ingest import ocr
from ingest.document_parts import Mark, Part, document_parts, earlier_revisions, from_its_head
from ingest.drawn_redactions import PageLetters, PlacedRedaction, place_redactions
from ingest.file_names import private_words
from ingest.findings import CannotJudge, Finding, FindingKind, plain
from ingest.recognised_text import (
    LayerWord,
    Verdict,
    judge_by_ink,
    judge_by_reading,
    looks_written,
    patch,
)
from ingest.redaction_boxes import find_boxes
from ingest.rendering import (
    Letters,
    ObjectKind,
    Picture,
    RenderedPage,
    layer_texts,
    rendered_pages,
)

__all__ = [
    "CannotJudge",
    "Finding",
    "FindingKind",
    "Inspection",
    "inspect",
    "is_picture",
    "unaccounted",
]

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

# Two letters side by side can be a short name or a house number. One letter says nothing about
# anybody: a program that redacts well often leaves the one that its box only touches, and odd
# bullets and accents come to one as well. A letter that is covered by half counts for half.
MIN_RUN = 2.0
# Of a word that a narrow cell cuts off; what is longer is more than an accident of layout.
MAX_TAIL = 4
# "Typ tekst", "Klik of tik om tekst in te voeren", "Kies een item": what Word prints in a field
# that was left empty. Letters run from one field into the next.
_TEMPLATE_WORDS = set(
    "typ tekst teksttyp klik klikken of tik tikken hier als om u wilt in te voeren invoeren kies "
    "een item datum click tap here to enter text choose an "
    # A program for making PDF that signs its work out of sight.
    "powered by tcpdf www org".split()
)
_LEFT_BEHIND = {
    FindingKind.SAME_COLOUR_TEXT,
    FindingKind.INVISIBLE_TEXT,
    FindingKind.TINY_TEXT,
}
# What programs call a page or a part by themselves.
_OUTLINE_WORDS = set(
    "page pagina blad blanco lege leeg blank vierge empty slide dia sheet untitled naamloos "
    "bladwijzer bookmark bijlage appendix inhoud inhoudsopgave index document".split()
)
# Letters hidden one by one are a pattern from here on.
MIN_SCATTERED = 12

# Shades of 256. Lighter than the lightest grey that is read on paper (#eee is 17 from white);
# darker than the trace that text leaves under a box of 98 % (5) or 95 % (13).
_TRACE = 14
# Black text under a box that lets a seventh through leaves less than this.
_CLEAR = 40
_INK_ON_WHITE, _BLACK_ON_WHITE = 200, 100
# Of a letter's ink, what must be left for it to be read; of its box, where its ink is unknown.
_SHARE_OF_INK, _SHARE_OF_BOX = 0.5, 0.04
# Of a letter's box, what other text must cover before it is tried by itself.
_SHARED_PLACE = 0.3
# Layers of text over text that are told apart; deeper ones are taken as hidden.
_MAX_LAYERS = 6
# Smaller letters (an x of a font of 1.5 points) are a speck on paper.
_TINY = 0.75
# A letter I of 5 points is still 0.4 wide.
_FLAT = 0.1
# Of the page, what images must cover for it to be a scan.
_SCAN = 0.5
# More than the objects of any page.
_FAR = 1 << 31
# The shade of paper in a scan, or lighter.
_PAPER = 150
# Pixels that are looked up at a time.
_CHUNK = 4_000_000
# Letters of a page that words in place of what is painted ("ActualText") may add to it.
_REPLACED = 4
# A reader of PDF takes a ligature apart; these letters are no sign of other words.
_LIGATURES = set("filtjhs")
_WORD = re.compile(r"\w+")


P = ParamSpec("P")
R = TypeVar("R")


def _failing_closed(check: Callable[P, R]) -> Callable[P, R]:
    """Turn whatever a broken file raises into ``CannotJudge``; only its class is told."""

    @wraps(check)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return check(*args, **kwargs)
        except (CannotJudge, MemoryError):
            raise
        except Exception as error:
            raise CannotJudge(type(error).__name__) from None

    return checked


@dataclass(frozen=True, slots=True)
class Inspection:
    """What became of a PDF that was compared with what it shows.

    Attributes:
        findings: What it holds and does not show, in the order of its pages.
        shown: The text of each page that a reader of it sees, line by line; nothing of what is
            marked for redaction, though some readers of PDF show it.
        redactions: The boxes drawn on each page, with their place among the letters of ``shown``.
    """

    findings: tuple[Finding, ...]
    shown: tuple[str, ...] = field(repr=False)
    redactions: tuple[tuple[PlacedRedaction, ...], ...] = ()


@_failing_closed
def inspect(
    content: bytes,
    file_name: str = "",
    *,
    with_ocr: bool = True,
    earlier: Sequence[bytes] | None = None,
) -> Inspection:
    """Compare what a PDF holds with what its pages show; every page is drawn once.

    Metadata is always harmless here, because it is never indexed; it is told so that whoever
    serves the file itself knows. An attachment, a mark or an older version has no words to
    compare, or should not be there at all, and is never harmless.

    Letters that are hidden and harmless (the tail of a word in a narrow cell) are still no part of
    what may be indexed: take ``Inspection.shown`` of a document with such a finding.

    Args:
        content: The PDF.
        file_name: As whoever saved it called it, without folders; empty where nobody knows.
        with_ocr: Whether the text layer of a scan is compared with what Tesseract reads on the
            page, where it is installed; else the ink alone decides.
        earlier: The earlier states of the file, where ``content`` was written anew.

    Raises:
        CannotJudge: It cannot be drawn or read, so it must be treated as leaking.
        MemoryError: It takes more than this process may have.
    """
    with_ocr = with_ocr and ocr.available()
    content = from_its_head(content)
    held = document_parts(content)
    pages = held.pages_alone or content
    findings: list[Finding] = []
    drawn: set[int] = set()
    texts, layers, redactions = [], [], []
    for page in rendered_pages(pages):
        sight = _sight(page, with_ocr)
        findings.extend(_letter_findings(page.number, sight))
        marked = _marked_letters(page, held.marks)
        texts.append(sight.shown_text(marked))
        boxes = find_boxes(*page.colours())
        redactions.append(
            place_redactions(sight.page_letters(page.points_per_pixel, marked), boxes)
            if boxes
            else ()
        )
        layers.append("".join(map(chr, sight.letters.codes.tolist())))
        findings.extend(_squeezed_findings(page))
        findings.extend(_mark_findings(page, marked))
        findings.extend(_picture_findings(page, held.marks))
        drawn |= _drawn_parts(page, held.parts)
    shown = _Vocabulary.of(texts)
    findings.extend(_part_findings(held.parts, drawn, shown))
    findings.extend(_name_findings(file_name, shown))
    if held.pages_alone is not None:
        findings.extend(_spoken_findings(content, held.pages_alone))
    earlier = earlier_revisions(content) if earlier is None else earlier
    findings.extend(_revision_findings(earlier, _Vocabulary.of(layers)))
    findings.sort(key=lambda found: (found.page_number or 0, found.kind))
    return Inspection(tuple(findings), tuple(texts), tuple(redactions))


def unaccounted(text: str, shown: str) -> int:
    """Return how many letters and digits a text has that what a page shows does not have.

    Two readers of PDF can differ in what they take for text: they agree to the letter on 60
    clean pages of ten writers, so whatever one has more is a reason not to index it.

    Args:
        text: What is going to be indexed, as another reader read it.
        shown: The text of the same page in ``Inspection.shown``.
    """
    return sum((_letters_of(text) - _letters_of(shown)).values())


# --- Which letters of a page are seen ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sight:
    """What became of the letters of a page.

    Attributes:
        letters: All of them, in reading order.
        hidden: Why a letter is not seen; None where it is, and where it is blank.
        doubled: Letters that are painted over by the same letter: they are seen, once.
        partly: Letters of which some ink is left, too little to count as seen.
    """

    letters: Letters = field(repr=False)
    hidden: Sequence[FindingKind | None] = field(repr=False)
    doubled: Flags = field(repr=False)
    partly: Flags = field(repr=False)

    def shown_text(self, marked: Flags) -> str:
        """Return what is seen and not ``marked``, with the line breaks of the page and no gaps."""
        kept = "".join(
            chr(code)
            for code, reason, left_out in zip(
                self.letters.codes.tolist(),
                self.hidden,
                (self.doubled | marked).tolist(),
                strict=True,
            )
            if reason is None and not left_out
        )
        # Letters outside the basic plane come as two halves; a half by itself is dropped.
        whole = kept.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
        lines = (" ".join(line.split()) for line in re.split(r"\r\n|\r|\n", whole))
        return "\n".join(filter(None, ("".join(filter(_prints, line)) for line in lines)))

    def page_letters(self, points_per_pixel: float, marked: Flags) -> PageLetters:
        """Return the letters of ``shown_text``, with their boxes in points."""
        chars: list[str] = []
        which: list[int] = []
        left_out = (self.doubled | marked).tolist()
        for index, (code, reason, left) in enumerate(
            zip(self.letters.codes.tolist(), self.hidden, left_out, strict=True)
        ):
            if reason is not None or left:
                continue
            char = chr(code)
            if "\udc00" <= char <= "\udfff" and chars and "\ud800" <= chars[-1] <= "\udbff":
                # The second half of a letter outside the basic plane.
                both = (chars[-1] + char).encode("utf-16-le", "surrogatepass")
                chars[-1] = both.decode("utf-16-le")
            else:
                chars.append(char)
                which.append(index)
        kept = [n for n, char in enumerate(chars) if char.isspace() or _prints(char)]
        boxes = self.letters.boxes[[which[n] for n in kept]] * points_per_pixel
        return PageLetters.of("".join(chars[n] for n in kept), boxes)


def _prints(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Cn"}


def _counts_as_text(char: str) -> bool:
    """Return whether a character is a letter or a digit: what names and numbers are made of."""
    return unicodedata.category(char)[0] in "LN"


def _sight(page: RenderedPage, with_ocr: bool) -> _Sight:
    letters = page.letters
    chars = [chr(code) for code in letters.codes.tolist()]
    n = len(chars)
    hidden: list[FindingKind | None] = [None] * n
    doubled = np.zeros(n, np.bool_)
    real = np.array([not char.isspace() and _prints(char) for char in chars], np.bool_) & (
        letters.objects >= 0
    )
    if not real.any():
        return _Sight(letters, hidden, doubled, doubled)
    full = page.picture()
    texts = [i for i, drawn in enumerate(page.objects) if drawn.kind is ObjectKind.TEXT]
    bare = page.picture_without(texts)
    places = _Places(letters.boxes, real, full.shape)
    seen, partly = places.seen(full, bare, page.picture_of(texts))
    _judge_by_themselves(page, places, full, seen, partly)
    tall = (letters.boxes[:, 3] - letters.boxes[:, 1]) * page.points_per_pixel
    wide = (letters.boxes[:, 2] - letters.boxes[:, 0]) * page.points_per_pixel
    is_text = np.array([_counts_as_text(char) for char in chars], np.bool_)
    tiny = is_text & seen & ((np.maximum(tall, wide) < _TINY) | (np.minimum(tall, wide) < _FLAT))
    lost = real & ~seen
    if lost.any() or tiny.any():
        doubled = _doubled(letters, lost, seen & real & ~tiny)
        lost &= ~doubled
        for speck in np.flatnonzero(real & tiny & ~doubled).tolist():
            hidden[speck] = FindingKind.TINY_TEXT
        for index, kind in _reasons(page, places, full, bare, lost, chars, with_ocr):
            hidden[index] = kind
    return _Sight(letters, hidden, doubled, partly & ~seen)


class _Places:
    """Where the letters of a page stand among its pixels.

    Attributes:
        boxes: (n, 4) whole pixels: left, top, right, bottom, within the page.
        area: (n,) pixels of each; 0 outside the page and for what is not looked at.
    """

    def __init__(self, boxes: NDArray[np.float64], real: Flags, shape: tuple[int, ...]) -> None:
        height, width = shape[:2]
        limit = np.array([width, height, width, height])
        # A box that a font gives may be endless.
        boxes = np.nan_to_num(boxes, nan=-1.0, posinf=1e7, neginf=-1e7)
        start = np.floor(boxes[:, :2])
        end = np.maximum(np.ceil(boxes[:, 2:]), start + 1)
        self.boxes: Numbers = np.clip(np.hstack([start, end]), 0, limit).astype(np.int64)
        sides = self.boxes[:, 2:] - self.boxes[:, :2]
        self.area: Numbers = np.where(real, sides[:, 0] * sides[:, 1], 0)
        self._page_width = width
        self._all: Numbers = np.flatnonzero(self.area)
        self._kept: tuple[Numbers, Numbers] | None = None

    def _pixels(self, which: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
        """Yield the letters and their pixels: index of the letter, index into the flat picture."""
        ends = np.cumsum(self.area[which])
        first = 0
        while first < len(which):
            before = ends[first - 1] if first else 0
            last = max(first + 1, int(np.searchsorted(ends, before + _CHUNK, "right")))
            if (first, last) == (0, len(which)) == (0, len(self._all)):
                self._kept = self._kept or self._pixels_of(which)
                yield self._kept
            else:
                yield self._pixels_of(which[first:last])
            first = last

    def _pixels_of(self, which: Numbers) -> tuple[Numbers, Numbers]:
        sizes = self.area[which]
        left, top, right, _ = self.boxes[which].T
        across = np.repeat(np.maximum(right - left, 1), sizes)
        start = np.repeat(top * self._page_width + left, sizes)
        offset = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        down = offset // across
        return np.repeat(which, sizes), start + down * (self._page_width - across) + offset

    def seen(
        self, full: Picture, without: Picture, alone: Picture, which: Numbers | None = None
    ) -> tuple[Flags, Flags]:
        """Return which letters make a difference to the page, one that can be read and any.

        Args:
            full: The page.
            without: The page without the text in question.
            alone: That text by itself on white, which tells how much ink it would have.
            which: The letters to look at; all of them where it is left out.
        """
        n = len(self.area)
        which = self._all if which is None else which
        changed, clear, ink, black = (np.zeros(n) for _ in range(4))
        for owner, pixel in self._pixels(which):
            now, then, own = (picture.ravel()[pixel] for picture in (full, without, alone))
            difference = np.maximum(now, then) - np.minimum(now, then)
            for total, holds in (
                (changed, difference >= _TRACE),
                (clear, difference >= _CLEAR),
                (ink, own <= _INK_ON_WHITE),
                (black, own <= _BLACK_ON_WHITE),
            ):
                total += np.bincount(owner, holds, n)
        there = (self.area > 0) & (changed >= np.maximum(1, _SHARE_OF_BOX * self.area))
        # A black letter of which only a trace is left lies under a veil, and not there at all.
        there &= (black < 3) | (clear > 0)
        return there & ((ink < 4) | (changed >= _SHARE_OF_INK * ink)), there

    def shared(self, objects: Numbers, size: int) -> tuple[Numbers, set[tuple[int, int]]]:
        """Return the letters that share their place with another text, and who shares with whom.

        Args:
            objects: (n,) the object that each letter belongs to.
            size: Pixels of the page.
        """
        foreign = np.zeros(len(objects))
        pairs: set[tuple[int, int]] = set()
        for turn in (1, -1):  # the last text at a pixel, then the first
            held_by = np.full(size, -1, np.int32)
            for owner, pixel in [*self._pixels(self._all)][::turn]:
                held_by[pixel[::turn]] = objects[owner[::turn]]
            others = np.zeros(len(objects))
            for owner, pixel in self._pixels(self._all):
                own, holder = objects[owner], held_by[pixel]
                strange = np.flatnonzero(holder != own)
                others += np.bincount(owner[strange], minlength=len(objects))
                met = np.unique(own[strange] * _FAR + holder[strange])
                pairs |= {divmod(int(pair), _FAR) for pair in met}
            foreign = np.maximum(foreign, others)
        return np.flatnonzero((self.area > 0) & (foreign >= _SHARED_PLACE * self.area)), pairs


def _judge_by_themselves(
    page: RenderedPage, places: _Places, full: Picture, seen: Flags, partly: Flags
) -> None:
    """Judge anew, in place, the letters that share their place with other text, text by text.

    Texts that do not meet are left out together, so that a label on a box costs two drawings.
    """
    objects = page.letters.objects
    letters, pairs = places.shared(objects, full.size)
    if not len(letters):
        return
    layers: dict[int, int] = {}
    for text in np.unique(objects[letters]).tolist():
        taken = {layers[other] for one, other in pairs if one == text and other in layers}
        taken |= {layers[one] for one, other in pairs if other == text and one in layers}
        layers[text] = min(set(range(len(taken) + 1)) - taken)
    layer_of = np.array([layers[text] for text in objects[letters].tolist()])
    for layer in range(max(layers.values()) + 1):
        which = letters[layer_of == layer]
        if layer >= _MAX_LAYERS:
            seen[which] = partly[which] = False
            continue
        texts = [text for text, its_layer in layers.items() if its_layer == layer]
        without, alone = page.picture_without(texts), page.picture_of(texts)
        for flags, judged in zip(
            (seen, partly), places.seen(full, without, alone, which), strict=True
        ):
            flags[which] = judged[which]


def _doubled(letters: Letters, lost: Flags, seen: Flags) -> Flags:
    """Return letters under the same letter: bold made by printing twice, a shadow, a copy."""
    doubled = np.zeros(len(lost), np.bool_)
    for code in np.unique(letters.codes[lost]):
        above = letters.boxes[seen & (letters.codes == code)]
        for index in np.flatnonzero(lost & (letters.codes == code)) if len(above) else ():
            own = letters.boxes[index]
            start, end = np.maximum(own[:2], above[:, :2]), np.minimum(own[2:], above[:, 2:])
            common = np.prod(np.maximum(end - start, 0), axis=1)
            doubled[index] = (common >= 0.5 * np.prod(own[2:] - own[:2])).any()
    return doubled


# --- Why letters are not seen ------------------------------------------------------------------


def _reasons(
    page: RenderedPage,
    places: _Places,
    full: Picture,
    bare: Picture,
    lost: Flags,
    chars: Sequence[str],
    with_ocr: bool,
) -> Iterator[tuple[int, FindingKind]]:
    """Yield the letters that are hidden, with the reason; those that a scan shows are left out."""
    letters = page.letters
    height, width = full.shape
    indices = np.flatnonzero(lost)
    middles = (letters.boxes[:, :2] + letters.boxes[:, 2:]) / 2
    outside = np.any((middles < 0) | (middles > (width, height)), axis=1)
    covers = _covers(page, letters, indices, middles)
    texts = {int(letters.objects[index]) for index in indices}
    alone = page.picture_of(texts)
    is_scan = is_picture(page)
    noted: Picture | None = None
    recognised: list[int] = []
    for index in indices.tolist():
        own = page.objects[int(letters.objects[index])]
        by_image = covers[index] is ObjectKind.IMAGE
        left, top, right, bottom = places.boxes[index]
        under = (slice(top, bottom), slice(left, right))
        if outside[index] or not places.area[index]:
            yield index, FindingKind.OFF_PAGE_TEXT
        elif own.unpainted or (by_image and is_scan):
            recognised.append(index)
        elif own.shade <= _INK_ON_WHITE and alone[under].min() > _INK_ON_WHITE:
            yield index, FindingKind.CUT_OFF_TEXT
        elif covers[index] is not None:
            yield index, FindingKind.COVERED_TEXT
        else:
            noted = page.picture(annotations=False) if noted is None else noted
            covered = (noted[under] != full[under]).any()
            yield index, FindingKind.COVERED_TEXT if covered else FindingKind.SAME_COLOUR_TEXT
    spelled = [
        (word, LayerWord("".join(chars[index] for index in word), letters.boxes[word]))
        for word in _words(recognised, letters, chars)
    ]
    told = [word for _, word in spelled]
    verdicts = judge_by_ink(bare, told)
    if with_ocr and (is_scan or Verdict.SHOWN in verdicts):
        verdicts = judge_by_reading(page, bare, told)
    kinds = {
        Verdict.HIDDEN: FindingKind.UNSHOWN_OCR if is_scan else FindingKind.INVISIBLE_TEXT,
        Verdict.UNREAD: FindingKind.UNREAD_OCR,
    }
    for (word, _), verdict in zip(spelled, verdicts, strict=True):
        if verdict is not Verdict.SHOWN:
            yield from ((index, kinds[verdict]) for index in word)


def _covers(
    page: RenderedPage, letters: Letters, indices: Numbers, middles: NDArray[np.float64]
) -> dict[int, ObjectKind | None]:
    """Return what is painted last over the middle of each letter, after the letter itself."""
    others = [i for i, drawn in enumerate(page.objects) if drawn.kind is not ObjectKind.TEXT]
    found: dict[int, ObjectKind | None] = dict.fromkeys(indices.tolist())
    if not others:
        return found
    boxes = np.array([page.objects[i].box for i in others])
    order = np.array(others)
    for index in indices.tolist():
        x, y = middles[index]
        over = (order > letters.objects[index]) & (boxes[:, 0] <= x) & (x <= boxes[:, 2])
        over &= (boxes[:, 1] <= y) & (y <= boxes[:, 3])
        last = np.flatnonzero(over)
        if len(last):
            found[index] = page.objects[others[int(last[-1])]].kind
    return found


def _overlap(a: Sequence[float], b: Sequence[float]) -> float:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    return float(max(0.0, width) * max(0.0, height))


def _words(indices: Sequence[int], letters: Letters, chars: Sequence[str]) -> Iterator[list[int]]:
    """Cut letters of a recognised text into words: neighbours on one line, without a blank."""
    word: list[int] = []
    for index in indices:
        if word:
            last, own = letters.boxes[word[-1]], letters.boxes[index]
            size = max(np.max(own[2:] - own[:2]), np.max(last[2:] - last[:2]), 1.0)
            near = np.abs((own[:2] + own[2:]) - (last[:2] + last[2:])).max() / 2 < 3 * size
            if index != word[-1] + 1 or not near:
                yield word
                word = []
        word.append(index)
    if word:
        yield word


# --- Findings ----------------------------------------------------------------------------------


def _letter_findings(number: int, sight: _Sight) -> Iterator[Finding]:
    """Yield a finding for each reason why letters are hidden, where there are enough of them."""
    counts: Counter[tuple[FindingKind, bool]] = Counter()
    alone: Counter[FindingKind] = Counter()
    for reason, run in _runs(sight):
        weight = float((~sight.partly[run]).sum()) + 0.5 * float(sight.partly[run].sum())
        if weight >= MIN_RUN or reason is FindingKind.UNREAD_OCR:
            counts[reason, _is_harmless(sight, reason, run)] += len(run)
        else:
            alone[reason] += int((~sight.partly[run]).sum())
    for reason, count in alone.items():
        if count >= MIN_SCATTERED:
            counts[reason, False] += count
    for (reason, harmless), count in counts.items():
        yield Finding(reason, number, count, harmless)


def _runs(sight: _Sight) -> Iterator[tuple[FindingKind, list[int]]]:
    """Yield letters and digits side by side that are hidden for the same reason."""
    run: list[int] = []
    why: FindingKind | None = None
    for index, (code, reason) in enumerate(
        zip(sight.letters.codes.tolist(), sight.hidden, strict=True)
    ):
        told = reason if _counts_as_text(chr(code)) else None
        if why is not None and told is not why:
            yield why, run
            run = []
        why = told
        if why is not None:
            run.append(index)
    if why is not None:
        yield why, run


def _is_harmless(sight: _Sight, reason: FindingKind, run: Sequence[int]) -> bool:
    """Return whether hidden letters are the tail of a word that shows, or tell nothing.

    The tail of a name is cut off where a cell of a table is too narrow for it; a template leaves
    its instructions behind in white.
    """
    codes = sight.letters.codes
    if reason is FindingKind.CUT_OFF_TEXT:
        before = run[0] - 1
        continues = before >= 0 and sight.hidden[before] is None
        return continues and _counts_as_text(chr(int(codes[before]))) and len(run) <= MAX_TAIL
    if reason is FindingKind.UNREAD_OCR:
        return True
    if reason in _LEFT_BEHIND:
        return "".join(chr(code) for code in codes[run]).casefold() in _TEMPLATE_WORDS
    return False


def _squeezed_findings(page: RenderedPage) -> Iterator[Finding]:
    """Yield a finding for texts without width or size, which only some readers of PDF read."""
    read = set(page.letters.objects.tolist())
    count = sum(drawn.squeezed for i, drawn in enumerate(page.objects) if i not in read)
    if count:
        yield Finding(FindingKind.TINY_TEXT, page.number, count, harmless=False)


def _picture_findings(page: RenderedPage, marks: Sequence[Mark]) -> Iterator[Finding]:
    """Yield a finding for writing in a scan that a later box covers: its pixels are still there."""
    images = [i for i, drawn in enumerate(page.objects) if drawn.kind is ObjectKind.IMAGE]
    scale = 1 / page.points_per_pixel
    width, height = page.size
    boxes = [
        drawn.box
        for i, drawn in enumerate(page.objects)
        if images and i > images[0] and drawn.kind is not ObjectKind.TEXT
    ]
    boxes += [page.pixel_box(*mark.box) for mark in marks if mark.page_number == page.number]
    boxes = [
        box
        for box in boxes
        if 8 * scale <= box[2] - box[0]
        and 4 * scale <= box[3] - box[1]
        and _overlap(box, (0, 0, width, height)) <= _SCAN * width * height
    ]
    if not boxes or not images or not is_picture(page):
        return
    full, scan = page.picture(), page.picture_of(images[:1])
    count = 0
    for left, top, right, bottom in boxes:
        inside = (left + 2, top + 2, right - 2, bottom - 2)
        now, then = patch(full, *inside), patch(scan, *inside)
        # Light paper with ink; a photograph that shines through elsewhere is no writing.
        if now.size and np.percentile(then, 75) >= _PAPER and looks_written(then, 2):
            count += not _same_writing(now, then)
    if count:
        yield Finding(FindingKind.COVERED_PICTURE, page.number, count, harmless=False)


def _same_writing(now: Picture, then: Picture) -> bool:
    """Return whether the dark pixels of a scan are still to be told from the light ones."""
    dark = then < (int(then.min()) + int(then.max())) / 2
    return abs(float(np.median(now[dark])) - float(np.median(now[~dark]))) >= _CLEAR


def is_picture(page: RenderedPage) -> bool:
    """Return whether images cover most of a page, as in a scan."""
    return _share_of_images(page) >= _SCAN


def _share_of_images(page: RenderedPage) -> float:
    width, height = page.size
    covered: float = sum(
        _overlap(drawn.box, (0, 0, width, height))
        for drawn in page.objects
        if drawn.kind is ObjectKind.IMAGE
    )
    return float(covered / (width * height))


def _marked_letters(page: RenderedPage, marks: Sequence[Mark]) -> Flags:
    """Return which letters lie under black marks, whether this reader draws them or not.

    A highlight may be black in one reader of PDF and yellow in the next.
    """
    boxes = page.letters.boxes
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    under = np.zeros(len(boxes), np.bool_)
    for mark in marks:
        if mark.page_number == page.number:
            left, top, right, bottom = page.pixel_box(*mark.box)
            under |= (middles > (left, top)).all(axis=1) & (middles < (right, bottom)).all(axis=1)
    return under


def _mark_findings(page: RenderedPage, marked: Flags) -> Iterator[Finding]:
    """Yield a finding for letters under black marks."""
    is_text = np.array([_counts_as_text(chr(code)) for code in page.letters.codes.tolist()], bool)
    if count := int((marked & is_text).sum()):
        yield Finding(FindingKind.REDACT_MARK, page.number, count, harmless=False)


def _drawn_parts(page: RenderedPage, parts: Sequence[Part]) -> set[int]:
    """Return the parts, by their place in ``parts``, whose words this page draws."""
    here = [
        (index, part)
        for index, part in enumerate(parts)
        if part.page_number == page.number and part.box is not None
    ]
    if not here:
        return set()
    full = page.picture()
    drawn = set()
    for index, part in here:
        assert part.box is not None
        left, top, right, bottom = page.pixel_box(*part.box)
        # Within its frame.
        inside = patch(full, left + 3, top + 3, right - 3, bottom - 3)
        n = sum(map(_counts_as_text, part.words))
        if _has_writing(inside, n):
            drawn.add(index)
    return drawn


def _has_writing(patch: Picture, letters: int) -> bool:
    """Return whether a field holds writing anywhere, of about so many letters on several lines."""
    if patch.size < 4 or int(patch.max()) - int(patch.min()) < 48:
        return False
    ink = patch < (int(patch.max()) + int(patch.min())) / 2
    crossings = (ink[:, 1:] != ink[:, :-1]).sum(axis=1).max(initial=0)
    return bool(crossings >= min(max(2, letters), 6))


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of the pages of a document, for comparison only."""

    words: frozenset[str] = field(repr=False)
    run: str = field(repr=False)

    @classmethod
    def of(cls, texts: Iterable[str]) -> "_Vocabulary":
        words = _WORD.findall(plain("\n".join(texts)))
        return cls(frozenset(words), "".join(words))

    def missing(self, words: str) -> int:
        """Return how many letters of ``words`` stand in words that no page shows."""
        found = _WORD.findall(plain(words))
        told = [word for word in found if len(word) >= MIN_RUN]
        if "".join(found) in self.run:
            return 0
        return sum(len(word) for word in told if word not in self.words and not self._within(word))

    def _within(self, word: str) -> bool:
        # A word that a line break or a gap divides; a short one would be found anywhere.
        return len(word) >= 6 and word in self.run


def _part_findings(parts: Sequence[Part], drawn: set[int], shown: _Vocabulary) -> Iterator[Finding]:
    """Yield one finding for each kind and page, harmless and not."""
    counts: Counter[tuple[FindingKind, int | None, bool]] = Counter()
    for index, part in enumerate(parts):
        if not part.words:
            counts[part.kind, part.page_number, part.harmless] += part.count
            continue
        words = part.words
        if part.kind is FindingKind.OUTLINE:
            words = " ".join(
                word for word in words.split() if word.casefold() not in _OUTLINE_WORDS
            )
        missing = 0 if index in drawn else shown.missing(words)
        if missing:
            counts[part.kind, part.page_number, part.harmless] += missing
        else:
            counts[part.kind, part.page_number, True] += 1
    for (kind, number, harmless), count in counts.items():
        yield Finding(kind, number, count, harmless)


def _name_findings(file_name: str, shown: _Vocabulary) -> Iterator[Finding]:
    """Yield a finding for a person in the file name whom no page names."""
    count = sum(map(shown.missing, private_words(file_name)))
    if count:
        yield Finding(FindingKind.FILE_NAME, None, count, harmless=False)


def _spoken_findings(content: bytes, pages_alone: bytes) -> Iterator[Finding]:
    """Compare the words that replace what is painted ("ActualText") with what is painted."""
    told, painted = layer_texts(content), layer_texts(pages_alone)
    for number, (said, shown) in enumerate(zip(told, painted, strict=True), start=1):
        surplus = _letters_of(said) - _letters_of(shown)
        count = sum(n for letter, n in surplus.items() if letter not in _LIGATURES)
        if count:
            harmless = count < _REPLACED
            yield Finding(FindingKind.ALTERNATIVE_TEXT, number, count, harmless)


def _letters_of(text: str) -> Counter[str]:
    return Counter(filter(_counts_as_text, plain(text)))


def _revision_findings(earlier: Iterable[bytes], now: _Vocabulary) -> Iterator[Finding]:
    """Compare the words of earlier versions of the file with those that its pages have now.

    Words that are hidden now are findings already.
    """
    missing = 0
    for revision in earlier:
        words = _quietly(lambda held=revision: "\n".join(layer_texts(held)))  # type: ignore[misc]
        notes = _quietly(
            lambda held=revision: "\n".join(  # type: ignore[misc]
                part.words for part in document_parts(held).parts if not part.harmless
            )
        )
        missing += now.missing(words) + now.missing(notes)
    if missing >= MIN_RUN:
        yield Finding(FindingKind.EARLIER_REVISION, None, missing, harmless=False)


def _quietly(read: Callable[[], str]) -> str:
    """Return what is read, or nothing: half a file often does not open."""
    try:
        return read()
    except CannotJudge:
        return ""
