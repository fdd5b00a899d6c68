"""A picture of a page -> the words that Tesseract reads in it. The only caller of Tesseract.

    picture -> standard input of ``tesseract`` -> words with their place and confidence

The picture goes through a pipe and nothing is written to disk. Neither an error nor a log holds
a word of the page: what Tesseract complains of is not read at all.
"""

import os
import struct
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ingest.heartbeat import beat

NAME = "tesseract"
_LANGUAGE, _SECOND_LANGUAGE = "nld", "eng"
# A page of small print on a slow machine takes some ten seconds; beyond this it hangs.
_SECONDS = 120
# Lines that are read at one start: some seconds on a slow machine, between two signs of life.
_AT_ONCE = 20
# The rows of its table that are words; the others are pages, blocks, paragraphs and lines.
_WORD_LEVEL = "5"
_COLUMNS = 12


class CannotReadPicture(Exception):
    """Tesseract is not there, broke off or took too long. The message never holds its output."""


class Layout(Enum):
    """What a picture shows: how Tesseract is to look for lines in it."""

    PAGE = "3"
    BLOCK = "6"
    LINE = "7"


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is read in a picture.

    Attributes:
        text: As read, in the order of the page.
        box: Left, top, right and bottom in pixels of the picture.
        confidence: From 0 to 100, as Tesseract gives it.
        line: Block, paragraph and line that it stands in, each counted from 1.
    """

    text: str = field(repr=False)
    box: tuple[int, int, int, int]
    confidence: float
    line: tuple[int, int, int]


@cache
def available() -> bool:
    """Return whether Tesseract is installed and knows Dutch; it is asked once a process."""
    return _LANGUAGE in _known_languages()


@cache
def version() -> str:
    """Return the version of Tesseract, as it tells it; empty where it tells none."""
    try:
        told = _run("--version")
    except CannotReadPicture:
        return ""
    # "tesseract 5.3.0", and then its libraries.
    return told.decode("utf-8", "replace").partition("\n")[0].partition(" ")[2]


@cache
def _known_languages() -> frozenset[str]:
    try:
        told = _run("--list-langs")
    except CannotReadPicture:
        return frozenset()
    return frozenset(told.decode("utf-8", "replace").split())


def read_picture(
    picture: NDArray[np.uint8], dots_per_inch: int, layout: Layout = Layout.PAGE
) -> tuple[Word, ...]:
    """Read the words of a picture in the order of the page; blanks are left out.

    Args:
        picture: (rows, columns) shades of grey, 0 is black, upright.
        dots_per_inch: How fine it is; Tesseract reads best at 300.
        layout: Whether it shows a whole page, lines under each other or one line.

    Raises:
        CannotReadPicture: There is no Tesseract, or it failed.
    """
    (words,) = _read(_as_pgm(picture), 1, dots_per_inch, layout)
    return words


def read_lines(pictures: Sequence[NDArray[np.uint8]], dots_per_inch: int) -> list[tuple[Word, ...]]:
    """Read pictures that each show one line: the words of each.

    Tesseract takes longer to start than to read a line, so it reads many at one start.

    Args:
        pictures: As for ``read_picture``.
        dots_per_inch: As for ``read_picture``.

    Raises:
        CannotReadPicture: There is no Tesseract, or it failed.
    """
    found: list[tuple[Word, ...]] = []
    for start in range(0, len(pictures), _AT_ONCE):
        batch = pictures[start : start + _AT_ONCE]
        found += _read(_as_tiff(batch), len(batch), dots_per_inch, Layout.LINE)
    return found


def _read(
    content: bytes, pictures: int, dots_per_inch: int, layout: Layout
) -> list[tuple[Word, ...]]:
    """Read the pictures that ``content`` holds: the words of each."""
    spoken = [one for one in (_LANGUAGE, _SECOND_LANGUAGE) if one in _known_languages()]
    table = _run(
        *("stdin", "stdout", "-l", "+".join(spoken or [_LANGUAGE])),
        *("--psm", layout.value, "--dpi", str(dots_per_inch), "tsv"),
        content=content,
    )
    beat()
    found: list[list[Word]] = [[] for _ in range(pictures)]
    for line in table.decode("utf-8", "replace").split("\n"):
        cells = line.split("\t")
        if (word := _word(cells)) is not None:
            found[int(cells[1]) - 1].append(word)
    return [tuple(words) for words in found]


def _as_pgm(picture: NDArray[np.uint8]) -> bytes:
    """Return a picture in the plainest format there is: a head, and the bytes as they stand."""
    rows, columns = picture.shape
    return b"P5 %d %d 255\n" % (columns, rows) + np.ascontiguousarray(picture).tobytes()


def _as_tiff(pictures: Sequence[NDArray[np.uint8]]) -> bytes:
    """Return pictures as the pages of one file: the plainest format that has pages."""
    parts = [b"II*\0", struct.pack("<I", 8)]
    place = 8
    for number, picture in enumerate(pictures, start=1):
        rows, columns = picture.shape
        pixels = np.ascontiguousarray(picture).tobytes()
        # Each a tag, its type (a number of 32 bits), how many, and the number.
        tags = {
            256: columns,
            257: rows,
            258: 8,  # bits of a pixel
            259: 1,  # not compressed
            262: 1,  # 0 is black
            273: place + 2 + 9 * 12 + 4,  # where the pixels begin: after this directory
            277: 1,  # number of a pixel
            278: rows,
            279: len(pixels),
        }
        padding = b"\0" * (len(pixels) % 2)
        end = tags[273] + len(pixels) + len(padding)
        parts.append(struct.pack("<H", len(tags)))
        parts += [struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items()]
        parts.append(struct.pack("<I", end if number < len(pictures) else 0))
        parts += [pixels, padding]
        place = end
    return b"".join(parts)


def _word(cells: list[str]) -> Word | None:
    """Read a row of the table: level, page, block, paragraph, line, word, box, confidence, text."""
    if len(cells) != _COLUMNS or cells[0] != _WORD_LEVEL or not cells[-1].strip():
        return None
    block, paragraph, line = map(int, cells[2:5])
    left, top, width, height = map(int, cells[6:10])
    return Word(
        cells[-1].strip(),
        (left, top, left + width, top + height),
        max(0.0, float(cells[10])),
        (block, paragraph, line),
    )


def _run(*arguments: str, content: bytes = b"") -> bytes:
    # One thread: documents are read side by side already, and threads of one page gain little.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        return subprocess.run(
            [NAME, *arguments],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=True,
            env=environment,
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        failure = type(error).__name__
    # Not in the handler: an error of a program that was stopped holds what it wrote until then,
    # and must not hang on to this one.
    raise CannotReadPicture(failure)
