"""Pages of a file -> the documents that it binds: several minutes, and what stands around them.

    letter, list | minutes | minutes | letter | minutes  ->  five parts, by physical page

Four signs at the top of a page say that a document begins there:

    title      a line of its own names minutes ("Verslag ...", "Notulen", the Landelijke Regietafel)
    head       labels with a date ("Datum: ...") and with people or a place ("Aanwezig: ...")
    numbering  what is printed on the page counts from 1 anew ("Pagina 1 van 4")
    stamp      the number that its publisher gave the document changes ("Doc. 12")

Minutes begin where two of them agree, the title or the head among them. A false cut is worse than
none: numbering that runs on forbids a cut on title and head alone, and so does a title that the
page before has too. A page without text belongs to the document before it. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.dates import find_date
from ingest.lines import Line, lines_of
from ingest.meetings import HEAD_FIELD, LRT_NAME
from lrt_search.domain import Page

# How far down a page its title, and the labels of its head, may stand; in printed lines.
_TITLE_LINES = 10
_HEAD_LINES = 30
_EDGE_LINES = 4
# A label may have its value on the lines below it.
_VALUE_LINES = 3

_TITLE = re.compile(
    r"(?:(?:concept|ontwerp|vastgesteld|definitief)e?[- ]*)*"
    r"(?:(?:kort |beknopt |woordelijk |gespreks)?verslag|notulen|besluitenlijst|vergadering)"
    r"\b.{0,80}",
    re.IGNORECASE,
)
_LONGEST_TITLE = 100
_HELD_ON = re.compile(r"gehouden (?:op|te)\b.*", re.IGNORECASE)
_PEOPLE_OR_PLACE = re.compile(
    r"(?:aanwezig|afwezig|afgemeld|afmelding|deelnemers|\w*plaats|locatie)"
)
_CHAIR = re.compile(r"(?:voorzitter|secretaris|griffier)\s*:", re.IGNORECASE)
_LETTER = re.compile(r"(geachte|betreft|onderwerp|ons kenmerk|uw kenmerk)\b.*", re.IGNORECASE)
_LIST = re.compile(
    r"\b(?:inventaris(?:lijst)?|documentenlijst|lijst van documenten)\b", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"(?:pagina|blad(?:zijde)?|page|p\.)\s*(?P<page>\d+)(?:\s*(?:van|/|of)\s*\d+)?", re.IGNORECASE
)
_NUMBERED_AT_EDGE = re.compile(r"(?P<page>\d{1,3})\s*(?:van|/)\s*\d{1,3}")
_STAMP = re.compile(
    r"doc(?:ument)?(?:nummer|nr)?\.?\s*(?:nr\.?|no\.?)?\s*:?\s*(?P<stamp>\d{1,5}[a-z]?)"
    r"(?:\s*[-–,/]?\s*(?:pagina|blad|p\.)\s*\d+(?:\s*(?:van|/)\s*\d+)?)?",
    re.IGNORECASE,
)
_HEADING = re.compile(r"[A-ZÀ-Ý][^.!?;,•]{2,80}")


@dataclass(frozen=True, slots=True)
class _Top:
    """What a page says about being the first of a document.

    Attributes:
        title: Its line that names minutes; None where there is none.
        held: Its line with the date of a meeting, where its head has labels; else None.
        letter: Whether it opens like a letter, or a list of documents.
        heading: Whether its first line may be a heading.
        numbers: The page numbers printed on it, "1" of "Pagina 1 van 4".
        stamp: The number of the document that is printed on it.
        lines: The lines near its top.
    """

    title: str | None
    held: str | None
    letter: bool
    heading: bool
    numbers: frozenset[int]
    stamp: str | None
    lines: frozenset[str]


def split(pages: Sequence[Page]) -> tuple[range, ...]:
    """Return the physical pages of each document that a file binds, in order.

    Args:
        pages: All pages of the file, in order, with the text that they show.

    Returns:
        One range for a file that holds one set of minutes, or none; else one for each set, one
        for what stands before the first, and one for each letter between them.
    """
    first, last = pages[0].number, pages[-1].number
    tops = [_top(page) for page in pages]
    minutes = [
        page.number for page, is_start in zip(pages, _minutes_at(tops), strict=True) if is_start
    ]
    if len(minutes) < 2:
        return (range(first, last + 1),)
    others = [
        page.number
        for page, is_start in zip(pages, _others_at(tops), strict=True)
        if is_start and page.number > minutes[0]
    ]
    starts = sorted({first, *minutes, *others})
    return tuple(range(start, end) for start, end in pairwise([*starts, last + 1]))


def _minutes_at(tops: Sequence[_Top]) -> Iterator[bool]:
    """Say of each page whether minutes begin on it."""
    before: _Top | None = None
    for top, new_stamp in zip(tops, _stamp_changes(tops), strict=True):
        signs = [top.title, top.held]
        running = before is not None and before.lines.issuperset(filter(None, signs))
        if top.letter or not any(signs):
            yield False
        elif new_stamp:
            yield True
        elif 1 in top.numbers:
            # Where every page is "Pagina 1" the number says nothing.
            yield not (running and before is not None and 1 in before.numbers)
        else:
            yield all(signs) and not top.numbers and not running
        before = top


def _others_at(tops: Sequence[_Top]) -> Iterator[bool]:
    """Say of each page whether something else than minutes begins on it."""
    for top, new_stamp in zip(tops, _stamp_changes(tops), strict=True):
        anew = 1 in top.numbers
        yield (top.letter and anew) or (new_stamp and (top.letter or anew or top.heading))


def _stamp_changes(tops: Sequence[_Top]) -> list[bool]:
    """Say of each page whether it has another stamp than the last page before it that has one."""
    stamps = [top.stamp for top in tops]
    read = sum(1 for top in tops if top.lines)
    # A stamp stands on every page: what stands on a few is something else that looks like one.
    if sum(stamp is not None for stamp in stamps) * 2 < read:
        return [False] * len(tops)
    changes = []
    last: str | None = None
    for stamp in stamps:
        changes.append(stamp is not None and stamp != last)
        last = stamp or last
    return changes


def _top(page: Page) -> _Top:
    lines = lines_of(page)
    edges = {*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]}
    numbers: set[int] = set()
    stamp: str | None = None
    body: list[Line] = []
    for line in lines:
        numbered = _NUMBERED.fullmatch(line.text)
        stamped = None
        if line in edges:
            numbered = numbered or _NUMBERED_AT_EDGE.fullmatch(line.text)
            stamped = _STAMP.fullmatch(line.text)
        if stamped:
            stamp = stamp or stamped["stamp"].casefold()
        elif numbered:
            numbers.add(int(numbered["page"]))
        else:
            body.append(line)
    head = body[:_HEAD_LINES]
    opens = {match[1].casefold() for line in head if (match := _LETTER.fullmatch(line.text))}
    is_list = any(_LIST.search(line.text) for line in body[:_TITLE_LINES])
    return _Top(
        title=next((line.text for line in body[:_TITLE_LINES] if _is_title(line.text)), None),
        held=_held(head),
        letter="geachte" in opens or len(opens) > 1 or is_list,
        heading=bool(body) and _HEADING.fullmatch(body[0].text) is not None,
        numbers=frozenset(numbers),
        stamp=stamp,
        lines=frozenset(line.text for line in head),
    )


def _is_title(text: str) -> bool:
    if len(text) > _LONGEST_TITLE or text[-1] in ".,;:" or not text[0].isupper():
        return False
    named = LRT_NAME.search(text)
    return _TITLE.fullmatch(text) is not None or (named is not None and named.start() <= 30)


def _held(head: Sequence[Line]) -> str | None:
    """Return the line that says when a meeting was held, if the head also says who or where."""
    held: str | None = None
    has_other = False
    for number, line in enumerate(head):
        field = HEAD_FIELD.fullmatch(line.text)
        label = field["label"].casefold() if field and line.text[0].isupper() else ""
        if "datum" in label or _HELD_ON.fullmatch(line.text):
            value = " ".join(one.text for one in head[number : number + _VALUE_LINES])
            if held is None and find_date(value):
                held = line.text
        has_other = (
            has_other
            or _PEOPLE_OR_PLACE.match(label) is not None
            or _CHAIR.match(line.text) is not None
            or line.text.startswith("Deelnemers")
        )
    return held if has_other else None
