"""How many boxes of real released pages are found, by class, and what that costs.

The files are split before anybody looks at them: in each class, the third whose names have the
lowest SHA-256 is unseen. Rules are made by looking at the others.
"""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ingest.redaction_boxes import Box, find_boxes
from ingest.rendering import rendered_pages
from lrt_search.domain import RedactionLook

LOOKS = {
    "black": RedactionLook.BLACK,
    "color": RedactionLook.COLOURED,
    "border": RedactionLook.OUTLINED,
    "gray": RedactionLook.GREY,
}
# What two boxes share, over what they cover together, from where they count as the same.
LEAST_IOU = 0.5

Place = Sequence[float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Page:
    """A page that people marked the boxes of."""

    file: str
    number: int
    label: str
    places: list[list[float]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was found on a page, and the seconds that it took."""

    boxes: list[Box]
    drawing: float
    finding: float


def main() -> None:
    """Print, for a folder of PDFs with ``boxes.jsonl``, a table for each part and the cost."""
    folder = Path(sys.argv[1])
    pages = list(_pages(folder / "boxes.jsonl"))
    unseen = _unseen(pages)
    parts = {
        "seen": [page for page in pages if page.file not in unseen],
        "unseen": [page for page in pages if page.file in unseen],
    }
    if len(sys.argv) > 2:
        parts = {sys.argv[2]: parts[sys.argv[2]]}
    # pdfium bears no threads.
    with ProcessPoolExecutor(1) as pool:
        for name, part in parts.items():
            paths = [folder / page.file for page in part]
            numbers = [page.number for page in part]
            _print_part(name, part, list(pool.map(_drawn, paths, numbers)))


def _pages(labels: Path) -> Iterator[Page]:
    for line in labels.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["annotated"]:
            yield Page(row["file"], row["page"], row["label"], row["boxes_pdf_pt"])


def _unseen(pages: Sequence[Page]) -> set[str]:
    files = defaultdict(set)
    for page in pages:
        files[page.label].add(page.file)
    return {
        name
        for names in files.values()
        for name in sorted(names, key=lambda name: sha256(name.encode()).hexdigest())[
            : len(names) // 3
        ]
    }


def _drawn(path: Path, number: int) -> Drawn:
    for page in rendered_pages(path.read_bytes()):
        if page.number == number:
            start = time.process_time()
            picture, points_per_pixel = page.colours()
            drawn = time.process_time()
            boxes = find_boxes(picture, points_per_pixel)
            return Drawn(boxes, drawn - start, time.process_time() - drawn)
    raise ValueError(f"{path.name} has no page {number}")


def _print_part(name: str, pages: Sequence[Page], drawn: Sequence[Drawn]) -> None:
    files = len({page.file for page in pages})
    print(f"{name}: {files} files, {len(pages)} pages")
    print("class    marked  found  same place  precision  recall    F1  F1 with the right look")
    for label, look in LOOKS.items():
        marked = found = same = right = 0
        for page, result in zip(pages, drawn, strict=True):
            if page.label == label:
                matches = matched(page.places, result.boxes)
                marked += len(page.places)
                found += len(result.boxes)
                same += len(matches)
                right += sum(result.boxes[index].look is look for index in matches.values())
        both = max(1, marked + found)
        print(
            f"{label:8} {marked:6} {found:6} {same:11} {same / max(1, found):10.3f}"
            f" {same / max(1, marked):7.3f} {2 * same / both:5.3f} {2 * right / both:10.3f}"
        )
    drawing = sum(result.drawing for result in drawn) / len(drawn)
    finding = sum(result.finding for result in drawn) / len(drawn)
    longest = max(result.drawing + result.finding for result in drawn)
    print(
        f"{drawing + finding:.3f} s/page ({longest:.3f} at most),"
        f" x{(drawing + finding) / drawing:.1f} of drawing it\n"
    )


def matched(places: Sequence[Place], boxes: Sequence[Box]) -> dict[int, int]:
    """Pair marked places with boxes, best overlap first, each at most once."""
    pairs = sorted(
        (
            (_iou(place, (box.left, box.top, box.right, box.bottom)), here, there)
            for here, place in enumerate(places)
            for there, box in enumerate(boxes)
        ),
        reverse=True,
    )
    matches: dict[int, int] = {}
    for iou, here, there in pairs:
        if iou >= LEAST_IOU and here not in matches and there not in matches.values():
            matches[here] = there
    return matches


def _iou(first: Place, second: Place) -> float:
    across = min(first[2], second[2]) - max(first[0], second[0])
    down = min(first[3], second[3]) - max(first[1], second[1])
    shared = max(0.0, across) * max(0.0, down)
    areas = [(right - left) * (bottom - top) for left, top, right, bottom in (first, second)]
    return shared / (sum(areas) - shared)


if __name__ == "__main__":
    main()
