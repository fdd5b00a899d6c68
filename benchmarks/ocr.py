"""How well scans are read: characters that differ from what is known to stand on them, and seconds.

    python -m benchmarks.ocr FOLDER

FOLDER holds scans as PDF, each with its text beside it as ``<name>.groundtruth.txt``, pages
divided by form feeds. White space counts as one blank. Three figures, from strict to fair:

- all: every character that differs, also where two programs spell one sign in two ways;
- signs: bullets, dashes and quotation marks of one kind count as the same;
- moved: words that stand elsewhere in the text, such as a foot that one program puts on top, count
  neither as missing nor as too much.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from ingest.scanned_pages import read_scanned_pages

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("•▪●◦‣∙·\uf0b7\uf0a7", "•"),
        **dict.fromkeys("–—−‐‑", "-"),
        **dict.fromkeys("‘’‚‛´`", "'"),
        **dict.fromkeys("“”„", '"'),
    }
)


@dataclass(frozen=True, slots=True)
class ErrorRates:
    """Characters that differ, in percent of those of the truth."""

    all: float
    signs: float
    moved: float


def main() -> None:
    """Print, for every scan of a folder with a known text, the error rates and seconds a page."""
    for truth in sorted(Path(sys.argv[1]).glob("*.groundtruth.txt")):
        scan = truth.with_name(truth.name.replace(".groundtruth.txt", ".pdf"))
        start = time.perf_counter()
        read = read_scanned_pages(scan.read_bytes(), lambda _page: True)
        seconds = (time.perf_counter() - start) / len(read)
        rates = error_rates([page.text for page in read.values()], truth.read_text("utf-8"))
        confidence = [page.reading.confidence or 0 for page in read.values()]
        print(
            f"{scan.name}: {len(read)} pages, all {rates.all:.2f} %, signs {rates.signs:.2f} %, "
            f"moved {rates.moved:.2f} %, confidence {sum(confidence) / len(read):.0f}, "
            f"{seconds:.1f} s/page"
        )


def error_rates(pages: Sequence[str], truth: str) -> ErrorRates:
    """Compare the pages of a document with what stands on them, page by page."""
    true_pages = truth.split("\f")
    true_pages += [""] * (len(pages) - len(true_pages))
    both = [(_plain(read), _plain(true)) for read, true in zip(pages, true_pages, strict=False)]
    same = [(read.translate(_SIGNS), true.translate(_SIGNS)) for read, true in both]
    characters = sum(len(true) for _, true in both)
    differ = sum(Levenshtein.distance(read, true) for read, true in both)
    spelled = sum(Levenshtein.distance(read, true) for read, true in same)
    moved = sum(_distance_but_for_moves(read, true) for read, true in same)
    return ErrorRates(*(100 * count / characters for count in (differ, spelled, moved)))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _distance_but_for_moves(read: str, true: str) -> int:
    """Return how many characters differ when words that were only moved are left out of both."""
    ours, theirs = read.split(), true.split()
    steps = [step for step in Levenshtein.opcodes(ours, theirs) if step.tag != "equal"]
    too_much = {at for step in steps for at in range(step.src_start, step.src_end)}
    missing = {at for step in steps for at in range(step.dest_start, step.dest_end)}
    moved = Counter(ours[at] for at in too_much) & Counter(theirs[at] for at in missing)
    return Levenshtein.distance(
        " ".join(_without(ours, too_much, moved)), " ".join(_without(theirs, missing, moved))
    )


def _without(words: Sequence[str], places: set[int], moved: Counter[str]) -> Iterator[str]:
    left = moved.copy()
    for at, word in enumerate(words):
        if at in places and left[word]:
            left[word] -= 1
        else:
            yield word


if __name__ == "__main__":
    main()
