"""A page -> its printed lines, each with the place it stands at. Pure."""

from dataclasses import dataclass

from lrt_search.domain import Page


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line without the blanks around it.

    Attributes:
        page_number, start, end: Where it stands, as in ``Span``.
        text: ``Page.text[start:end]``.
        gap: Whether an empty line stands above it on its page.
    """

    page_number: int
    start: int
    end: int
    text: str
    gap: bool


def lines_of(page: Page) -> list[Line]:
    """Return the lines of a page that are not empty, in order."""
    lines: list[Line] = []
    gap = False
    offset = 0
    for raw in page.text.split("\n"):
        text = raw.strip()
        if text:
            start = offset + raw.index(text)
            lines.append(Line(page.number, start, start + len(text), text, gap))
            gap = False
        else:
            gap = True
        offset += len(raw) + 1
    return lines
