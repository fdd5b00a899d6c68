"""A CSV file of questions -> the questions. Pure.

Files of this kind come out of spreadsheets: with a byte-order mark or without, in UTF-8, UTF-16 or
Windows-1252, with semicolons, commas or tabs. Nothing of a file is passed over in silence: a line
that cannot be a question is one with the reason why not, and only a line without anything on it is
left out.
"""

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

from lrt_search.errors import NoQuestionColumnError, NoQuestionsError, UnreadableQuestionsError
from lrt_search.language import N_
from lrt_search.tables import decoded

COLUMNS = ("vraag", "question", "zoekterm")
_DELIMITERS = ";,\t"
_MOST_COLUMNS, _LONGEST_NAME = 20, 40  # of the columns that a refusal names


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A question of a file.

    Attributes:
        number: Its place among the questions, from 1.
        line: The line of the file that it ends on.
        text: As it stands there.
        trouble: Why it cannot be asked, as a message to translate; None for a question.
    """

    number: int
    line: int
    text: str
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """The questions of a file.

    Attributes:
        sha256: Of the file.
        lines: In order.
    """

    sha256: str
    lines: tuple[AskedLine, ...]


def read_questions(content: bytes, name: str) -> QuestionFile:
    """Read the questions of a CSV file.

    Args:
        content: The file.
        name: What it is called, for refusals.

    Raises:
        UnreadableQuestionsError: it is no CSV file.
        NoQuestionColumnError: no column is called as one of ``COLUMNS``.
        NoQuestionsError: it has no question.
    """
    text = decoded(content)
    if "\x00" in text:
        raise UnreadableQuestionsError(path=name, detail=N_("it holds zero bytes"))
    delimiter, column, width = _layout(text, name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[AskedLine] = []
    try:
        next(reader)
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            asked = row[column] if column < len(row) else ""
            trouble = None
            if len(row) > width:
                trouble = N_(
                    "This line has more columns than the first: put the question between double "
                    "quotes."
                )
                asked = delimiter.join(row[column:])
            lines.append(AskedLine(len(lines) + 1, reader.line_num, asked.strip(), trouble))
    except csv.Error as error:
        detail = f"{reader.line_num}: {error}"
        raise UnreadableQuestionsError(path=name, detail=detail) from error
    if not lines:
        raise NoQuestionsError(path=name)
    return QuestionFile(hashlib.sha256(content).hexdigest(), tuple(lines))


def _layout(text: str, name: str) -> tuple[str, int, int]:
    """Return the delimiter of a file, the column of its questions, and how many columns it has."""
    heads: list[tuple[str, list[str]]] = []
    for delimiter in _DELIMITERS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        try:
            heads.append((delimiter, next(reader, [])))
        except csv.Error:
            continue
    if not heads:
        raise UnreadableQuestionsError(path=name, detail=N_("its first line is no line of CSV"))
    for wanted in COLUMNS:
        for delimiter, head in heads:
            names = [cell.strip().casefold() for cell in head]
            if wanted in names:
                return delimiter, names.index(wanted), len(names)
    columns = max((head for _, head in heads), key=len)
    raise NoQuestionColumnError(path=name, columns=_named(columns))


def _named(columns: Sequence[str]) -> str:
    shown = [" ".join(one.split())[:_LONGEST_NAME] or "–" for one in columns[:_MOST_COLUMNS]]
    return ", ".join(shown) or "–"
