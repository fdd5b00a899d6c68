"""Tesseract reads a picture through a pipe, and says nothing but its words."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import reportlab
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ingest import ocr

SENTENCE = "De voorzitter opent de vergadering"

needs_tesseract = pytest.mark.skipif(
    not ocr.available(), reason="needs Tesseract with Dutch: apt-get install tesseract-ocr-nld"
)


def picture_of(*lines: str) -> NDArray[np.uint8]:
    """Draw lines as print of 11 points at 300 dots to the inch, the first at row 60."""
    file = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    font = ImageFont.truetype(str(file), 46)
    sheet = Image.new("L", (1200, 80 * len(lines) + 80), color=250)
    for number, line in enumerate(lines):
        ImageDraw.Draw(sheet).text((60, 60 + 80 * number), line, font=font, fill=10)
    return np.asarray(sheet)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Put another program in the place of Tesseract, or none."""

    def install(script: str) -> None:
        if script:
            (tmp_path / "tesseract").write_text(f"#!/bin/sh\n{script}\n")
            (tmp_path / "tesseract").chmod(0o755)
        forget()

    def forget() -> None:
        ocr.available.cache_clear()
        ocr._known_languages.cache_clear()

    monkeypatch.setenv("PATH", str(tmp_path))
    yield install
    monkeypatch.undo()
    forget()


@needs_tesseract
def test_words_come_in_order_with_their_place() -> None:
    words = ocr.read_picture(picture_of(SENTENCE, "en heet allen welkom."), 300)
    assert [word.text for word in words] == [*SENTENCE.split(), "en", "heet", "allen", "welkom."]
    assert all(50 < word.confidence <= 100 for word in words)
    assert len({word.line for word in words}) == 2
    left, top, right, bottom = words[0].box
    assert 55 <= left < right <= 130
    assert 60 <= top < bottom <= 120


@needs_tesseract
def test_a_line_is_read_by_itself() -> None:
    words = ocr.read_picture(picture_of("vergadering"), 300, ocr.Layout.LINE)
    assert [word.text for word in words] == ["vergadering"]


@needs_tesseract
def test_many_lines_are_read_at_once_each_as_it_is_by_itself() -> None:
    lines = [picture_of(words) for words in (SENTENCE, "allen welkom", "vergadering")]
    specks = [np.full((1, 4), 90, np.uint8), np.full((5, 7), 255, np.uint8)]
    # More than at one start, and of odd and even numbers of bytes.
    pictures = [*lines, *specks, lines[0][:, :-1], lines[0][1:, 1:]] * 3
    by_itself = [ocr.read_picture(one, 300, ocr.Layout.LINE) for one in pictures[:7]]
    assert ocr.read_lines(pictures, 300) == by_itself * 3
    assert [len(words) for words in by_itself[:3]] == [5, 2, 1]


@needs_tesseract
def test_an_empty_page_has_no_words() -> None:
    assert ocr.read_picture(np.full((400, 300), 255, np.uint8), 300) == ()


@needs_tesseract
def test_nothing_is_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    ocr.read_picture(picture_of(SENTENCE), 300)
    assert not os.listdir(tmp_path)


def test_a_word_does_not_print_its_text() -> None:
    assert SENTENCE not in repr(ocr.Word(SENTENCE, (0, 0, 1, 1), 90.0, (1, 1, 1)))


@pytest.mark.parametrize(
    ("script", "there"),
    [
        ("", False),
        ("exit 1", False),
        ("echo eng; echo osd", False),
        ("echo 'List of languages (2):'; echo eng; echo nld", True),
    ],
    ids=["none", "broken", "english", "dutch"],
)
def test_it_is_there_where_it_knows_dutch(
    program: Callable[[str], None], script: str, there: bool
) -> None:
    program(script)
    assert ocr.available() is there


@pytest.mark.parametrize("script", ["", "echo geheim; echo geheim >&2; exit 1"])
def test_an_error_holds_nothing_of_what_was_read(
    program: Callable[[str], None], script: str
) -> None:
    program(script)
    with pytest.raises(ocr.CannotReadPicture) as caught:
        ocr.read_picture(picture_of(SENTENCE), 300)
    assert str(caught.value) in {"CalledProcessError", "FileNotFoundError"}
    assert caught.value.__cause__ is caught.value.__context__ is None


@pytest.mark.parametrize(
    "row", ["5\t1", "4\t1\t1\t1\t1\t0\t0\t0\t9\t9\t-1\t", "5" + "\t1" * 10 + "\t "]
)
def test_rows_that_are_no_words_are_left_out(program: Callable[[str], None], row: str) -> None:
    program(f"/bin/cat > /dev/null; printf '%s\\n' '{row}'")
    assert ocr.read_picture(np.full((9, 9), 255, np.uint8), 300) == ()
