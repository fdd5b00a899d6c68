"""How hits and minutes are laid out on a page; pure, without Flask."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Literal

from lrt_search.answers import AnswerSentence
from lrt_search.domain import (
    REDACTION_MARK,
    SENSITIVE_MASK,
    AgendaItem,
    Attendee,
    Document,
    Hit,
    Passage,
    PassageKind,
    Redaction,
)
from lrt_search.language import N_

# The help under the search box: what one types, and what that means. docs/search.md says more.
LANGUAGE = (
    ('"extra inzet"', N_("exactly these words, as they stand in the minutes")),
    ("-noodopvang", N_("without this word; also before a phrase between quotes")),
    ("asiel OF noodopvang", N_("at least one of the two; OF or OR in capitals")),
    ("van:2023 tot:maart 2024", N_("meetings from the first to the last date, both included")),
    ("document:verslag", N_("documents with this in their title or file name")),
    ("agendapunt:3", N_("the agenda item with this number or these words in its title")),
    ("grond:5.1.2e", N_("where something was redacted on this ground")),
    ("organisatie:VNG", N_("said by, or else from a meeting with, this organisation")),
    ("soort:actie eigenaar:BZK", N_("action items of this organisation")),
    (
        "soort:standpunt organisatie:VNG",
        N_("what this organisation thinks; besluit, toezegging and verzoek are kinds too"),
    ),
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a quotation: inside or outside a match, or the sign of something left out.

    Attributes:
        text: As it stands in the quotation.
        marked: Whether it matches the question.
        redacted: Whether it is the mark of a redaction.
        redaction: Which one; None where that is not known, as in a title.
        masked: Whether it is the sign of what this archive masked.
    """

    text: str
    marked: bool = False
    redacted: bool = False
    redaction: Redaction | None = None
    masked: bool = False


def segments(
    text: str,
    marks: Iterable[tuple[int, int]] = (),
    redactions: Iterable[Redaction] = (),
    *,
    masking: bool = False,
) -> list[Segment]:
    """Cut ``text`` at its ``marks`` and signs; the segments joined give ``text`` again.

    ``segments("geen plek", [(5, 9)])`` is "geen " unmarked and "plek" marked.

    Args:
        text: A quotation, or a title.
        marks: Where it matches the question.
        redactions: What the marks of redactions in it stand for, in order.
        masking: Whether the archive masks what looks sensitive; else its sign is a character.
    """
    known = iter(redactions)
    cut, done = [], 0
    for start, end in marks:
        cut += [Segment(text[done:start]), Segment(text[start:end], marked=True)]
        done = end
    cut.append(Segment(text[done:]))
    return [
        Segment(part, redacted=True, redaction=next(known, None))
        if part == REDACTION_MARK
        else Segment(part, marked=segment.marked, masked=masking and part == SENSITIVE_MASK)
        for segment in cut
        for part in re.split(f"([{REDACTION_MARK}{SENSITIVE_MASK}])", segment.text)
        if part
    ]


def links(cited: Iterable[Hit | AnswerSentence]) -> list[str]:
    """Return what names the passages cited in the address of their references, each once."""
    named = (f"{one.citation.document_id}/{one.citation.passage_id}" for one in cited)
    return list(dict.fromkeys(named))


def attendee_in_words(attendee: Attendee) -> str:
    """Write an attendee as the minutes do: "Mevr. Spies (VNG)".

    What that means follows where it says more: "Dhr. Eik (SJenV): staatssecretaris, JenV".
    """
    if attendee.organisation is None:
        return attendee.name or ""
    printed = f"{attendee.name} ({attendee.organisation})"
    new = [
        one
        for one in (attendee.role, attendee.short_name)
        if one and one.casefold() not in printed.casefold()
    ]
    meant = [one for one in (attendee.role, attendee.short_name) if one]
    return f"{printed}: {', '.join(meant)}" if new and attendee.short_name else printed


def redacted_attendees(attendees: Iterable[Attendee]) -> tuple[int, str]:
    """Count those without a name and list their organisations: (3, "JenV, BZK (2)")."""
    hidden = Counter(str(one.organisation) for one in attendees if one.name is None)
    organisations = [name if n == 1 else f"{name} ({n})" for name, n in hidden.items()]
    return hidden.total(), ", ".join(organisations)


def page_numbers(current: int, last: int) -> list[int | None]:
    """Return the numbers to link to, with None for a gap: 1 … 4 5 6 … 20."""
    shown = sorted({1, last, *range(max(1, current - 1), min(last, current + 1) + 1)})
    numbers: list[int | None] = []
    for number in shown:
        if numbers and numbers[-1] is not None and number - numbers[-1] > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a section: a page mark, a sub-heading, a list of bullets or one paragraph.

    Attributes:
        kind: What it is; "silent" is a page of which there is nothing to show.
        page_number: Of a page mark, or of a silent page.
        heading: Of a sub-heading.
        passages: Of a list of bullets (several) or a paragraph (one).
    """

    kind: Literal["page", "heading", "bullets", "text", "silent"]
    page_number: int = 0
    heading: str = ""
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One agenda item with its passages, or passages under no item.

    Attributes:
        item: None for passages that stand under no item.
        continued: The item's heading stands on a page before those shown.
        opens_page: The page that begins at this heading; None where one goes on.
        blocks: In document order.
    """

    item: AgendaItem | None
    continued: bool
    opens_page: int | None
    blocks: tuple[Block, ...]


def sections(
    document: Document,
    passages: Iterable[Passage],
    first_page: int,
    last_page: int,
    silent: Iterable[int] = (),
) -> list[Section]:
    """Lay out the minutes by agenda item; an item without passages keeps its heading.

    Args:
        document: Whose minutes they are.
        passages: Those of pages ``first_page`` to ``last_page``, in document order.
        first_page: First page shown.
        last_page: Last page shown.
        silent: Pages of which there is nothing to show, in order; each is told in its place.
    """
    waiting = [i for i in document.agenda_items if first_page <= i.page_number <= last_page]
    laid_out: list[Section] = []
    page = 0

    def opened(number: int) -> int | None:
        """Return ``number`` where a page not yet marked begins, and remember it."""
        nonlocal page
        if not document.paged or number <= page:
            return None
        page = number
        return number

    for position, group in groupby(passages, key=lambda passage: passage.agenda_position):
        item = document.agenda_item(position)
        while item and waiting and waiting[0].position < item.position:
            empty = waiting.pop(0)
            laid_out.append(Section(empty, False, opened(empty.page_number), ()))
        continued = not (waiting and waiting[0] is item)
        if item and not continued:
            waiting.pop(0)
            opens_page = opened(item.page_number)
        else:
            opens_page = None
        blocks = tuple(_blocks(group, opened))
        laid_out.append(Section(item, bool(item) and continued, opens_page, blocks))
    laid_out += [Section(rest, False, opened(rest.page_number), ()) for rest in waiting]
    shown = [number for number in silent if first_page <= number <= last_page]
    return _with_silent(laid_out, shown)


def _with_silent(laid_out: list[Section], silent: list[int]) -> list[Section]:
    """Tell each silent page before the first page after it, or at the end."""
    waiting = [Block("silent", page_number=number) for number in silent]
    told: list[Section] = []

    def before(number: int) -> list[Block]:
        count = sum(block.page_number < number for block in waiting)
        taken, waiting[:] = waiting[:count], waiting[count:]
        return taken

    def end_with(blocks: list[Block]) -> None:
        if not blocks:
            return
        if told:
            told[-1] = replace(told[-1], blocks=(*told[-1].blocks, *blocks))
        else:
            told.append(Section(None, False, None, tuple(blocks)))

    for section in laid_out:
        if section.opens_page:
            end_with(before(section.opens_page))
        blocks: list[Block] = []
        for block in section.blocks:
            if block.kind == "page":
                blocks += before(block.page_number)
            blocks.append(block)
        told.append(replace(section, blocks=tuple(blocks)))
    end_with(waiting)
    return told


def _blocks(passages: Iterable[Passage], opened: Any) -> Iterator[Block]:
    bullets: list[Passage] = []
    heading: str | None = None
    for passage in passages:
        page = opened(passage.page_number)
        new_heading = passage.sub_heading not in (None, heading)
        if bullets and (page or new_heading or passage.kind is not PassageKind.BULLET):
            yield Block("bullets", passages=tuple(bullets))
            bullets = []
        if page:
            yield Block("page", page_number=page)
        if new_heading:
            heading = passage.sub_heading
            yield Block("heading", heading=str(heading))
        if passage.kind is PassageKind.BULLET:
            bullets.append(passage)
        else:
            yield Block("text", passages=(passage,))
    if bullets:
        yield Block("bullets", passages=tuple(bullets))
