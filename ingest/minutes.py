"""Pages -> minutes: head, agenda items, sub-headings, bullets, speeches and paragraphs.

    pages -> lines without running heads and feet -> layout -> head + blocks

Three ways of writing are known (``Layout``); what is not recognised falls back to headings and
paragraphs and stays searchable. Everything here is pure: no reading, no writing, no logging.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from ingest.footnotes import Footnote, apart
from ingest.lines import Line, lines_of
from ingest.meetings import (
    HEAD_FIELD,
    LRT_NAME,
    council_meeting,
    lrt_meeting,
    plain_meeting,
    with_doubts,
)
from lrt_search.domain import (
    REDACTION_MARK,
    AgendaItem,
    Layout,
    Meeting,
    Page,
    PassageKind,
)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together, with the place they have in the minutes.

    Attributes:
        kind, agenda_position, sub_heading, speaker, level: As in ``Passage``.
        lines: In order; the first has lost its bullet.
        parent: For a bullet under a bullet, the one above it.
    """

    kind: PassageKind
    lines: tuple[Line, ...]
    agenda_position: int | None
    sub_heading: str | None
    speaker: str | None = None
    level: int = 1
    parent: "Block | None" = None


@dataclass(frozen=True, slots=True)
class Minutes:
    """What was recognised in one document.

    Attributes:
        title: The first line of its head; empty where there is none.
        labels: Printed page number by physical page, where one was found.
        item_starts: Page and offset at which the heading of each agenda item begins.
        footnotes: In order; their blocks stand behind those that call them.
    """

    layout: Layout
    title: str
    meeting: Meeting
    agenda_items: tuple[AgendaItem, ...]
    blocks: tuple[Block, ...]
    labels: dict[int, str] = field(default_factory=dict)
    item_starts: tuple[tuple[int, int], ...] = ()
    footnotes: tuple[Footnote, ...] = ()


def recognise_minutes(pages: Sequence[Page]) -> Minutes:
    """Recognise the structure of the minutes on ``pages``: of one document, at least one."""
    printed, labels = body_lines(pages)
    lines, notes = apart(printed)
    layout = _layout_of(lines)
    head, body = _split_head(lines, layout)
    built = _structure(body, layout)
    if not built.items and layout is Layout.LRT:
        # No item has a number or stands in capitals: then the headings without a colon are items.
        built = _structure(body, layout, bare_items=True)
    return Minutes(
        layout=layout,
        title=_title(head or body, layout),
        meeting=with_doubts(_meeting(head, body, layout), built.items),
        agenda_items=tuple(built.items),
        blocks=tuple(_with_notes(built.blocks, notes)),
        labels=labels,
        item_starts=tuple(built.starts),
        footnotes=tuple(notes),
    )


def _with_notes(blocks: Sequence[Block], notes: Sequence[Footnote]) -> Iterator[Block]:
    """Put each footnote behind the block that calls it; it falls under the same agenda item."""
    waiting = list(notes)
    for block in blocks:
        yield block
        last = block.lines[-1]
        while waiting and waiting[0].called_at < (last.page_number, last.end):
            yield _note_block(waiting.pop(0), block)
    # Called from a heading under which nothing stands.
    yield from (_note_block(note, None) for note in waiting)


def _note_block(note: Footnote, called_by: Block | None) -> Block:
    return Block(
        kind=PassageKind.FOOTNOTE,
        lines=note.lines,
        agenda_position=called_by.agenda_position if called_by else None,
        sub_heading=called_by.sub_heading if called_by else None,
    )


# --- lines, without running heads and feet -------------------------------------------------

_PAGE_FOOT = re.compile(
    r"(?:pagina|blad|page|p\.)\s*(\d+)(?:\s*(?:van|/|of)\s*\d+)?", re.IGNORECASE
)
_BARE_NUMBER = re.compile(r"[-–]?\s*(\d{1,4})\s*[-–]?")
_LETTERHEAD_START = re.compile(r"directoraat-generaal\b.*", re.IGNORECASE)
_LETTERHEAD_LINE = re.compile(
    r"(?:migratie|datum|(?:ons |uw )?kenmerk|bijlagen?|contactpersoon|\d{1,2} \w+ \d{4})",
    re.IGNORECASE,
)
# A running head or foot stands among the first or last lines of a page, and comes back.
_EDGE_LINES = 6
_REPEATED_SHARE = 0.5


def body_lines(pages: Sequence[Page]) -> tuple[list[Line], dict[int, str]]:
    """Return the lines of all pages without running heads and feet, and the printed labels."""
    by_page = [lines_of(page) for page in pages]
    repeated = _repeated_edges(by_page)
    kept: list[Line] = []
    labels: dict[int, str] = {}
    for lines in by_page:
        heads_and_feet = _running(lines, repeated)
        edges = set(lines[:_EDGE_LINES] + lines[-_EDGE_LINES:])
        in_letterhead = False
        for line in lines:
            foot = _PAGE_FOOT.fullmatch(line.text)
            number = _BARE_NUMBER.fullmatch(line.text) if line in edges else None
            if foot or (number and _is_page_number(number, line.page_number, pages)):
                match = foot or number
                assert match is not None
                labels.setdefault(line.page_number, match.group(1))
                in_letterhead = foot is not None
            elif _LETTERHEAD_START.fullmatch(line.text):
                in_letterhead = True
            elif in_letterhead and _LETTERHEAD_LINE.fullmatch(line.text):
                continue
            elif line not in heads_and_feet:
                in_letterhead = False
                kept.append(line)
    return kept, labels


def _repeated_edges(by_page: Sequence[Sequence[Line]]) -> set[str]:
    """Return the texts that stand near the top or bottom of half of the pages or more."""
    pages = [lines for lines in by_page if lines]
    if len(pages) < 2:
        return set()
    counts = Counter(
        text
        for lines in pages
        for text in {line.text for line in [*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]]}
    )
    least = max(2, round(len(pages) * _REPEATED_SHARE))
    # A short sentence or bullet may come back by chance: a head is neither.
    return {
        text
        for text, count in counts.items()
        if count >= least and text[-1] not in ".!?;" and not _BULLET.match(text)
    }


def _running(lines: Sequence[Line], repeated: set[str]) -> set[Line]:
    """Return the running heads and feet of a page: repeated texts from its very edge inwards."""
    found: set[Line] = set()
    for inwards in (lines[:_EDGE_LINES], lines[: -_EDGE_LINES - 1 : -1]):
        for line in inwards:
            is_foot = _PAGE_FOOT.fullmatch(line.text) or _BARE_NUMBER.fullmatch(line.text)
            if line.text not in repeated and not is_foot:
                break
            found.add(line)
    return {line for line in found if line.text in repeated}


def _is_page_number(match: re.Match[str], page_number: int, pages: Sequence[Page]) -> bool:
    # The printed number may be off by a cover or run on from another file, not by more. In a
    # file that binds several documents it counts the pages of the file, or those of its own.
    printed, of_its_own = int(match.group(1)), page_number - pages[0].number + 1
    off = min(abs(printed - page_number), abs(printed - of_its_own))
    return off <= max(10, len(pages))


# --- layout and head -----------------------------------------------------------------------

_ITEM_AT_HAND = re.compile(r"aan de orde (?:is|zijn)\s*:?", re.IGNORECASE)
_HEAD_LINES = 60


def _layout_of(lines: Sequence[Line]) -> Layout:
    if sum(1 for line in lines if _ITEM_AT_HAND.fullmatch(line.text)) >= 2:
        return Layout.COUNCIL
    head = lines[:_HEAD_LINES]
    named = any(LRT_NAME.search(line.text) for line in head[:10])
    if named and any(line.text.lower().startswith("vergaderdatum") for line in head):
        return Layout.LRT
    return Layout.PLAIN


_LIST_TITLE = re.compile(r"besluitenlijst\b", re.IGNORECASE)
_LIST_COLUMNS = re.compile(r"punt\s+omschrijving\s+besluit", re.IGNORECASE)
# A row of a decision list: "F.1 Voorstel van het college ... Aangenomen".
ROW_START = re.compile(r"(?:\d{5,6}|[A-Z]{1,2}(?:\.\d+)?|Dictum\s[IVX]+)\s+\S")
ROW_END = re.compile(
    r"(?P<outcome>(?i:conform|aangenomen|verworpen|aangehouden|vastgesteld|akkoord))\s*$"
)


def is_decision_list(texts: Iterable[str]) -> bool:
    """Whether pages or lines are those of a decision list: a table of items and outcomes."""
    titled = listed = False
    for text in texts:
        titled = titled or _LIST_TITLE.search(text) is not None
        listed = listed or _LIST_COLUMNS.search(text) is not None
        if titled and listed:
            return True
    return False


def _split_head(lines: list[Line], layout: Layout) -> tuple[list[Line], list[Line]]:
    """Cut off the head of the meeting; it is told as facts and is no passage."""
    if layout is not Layout.LRT:
        return [], lines
    in_fields = False
    for number, line in enumerate(lines):
        in_fields = in_fields or HEAD_FIELD.fullmatch(line.text) is not None
        if in_fields and (_starts_anew(line.text) or _is_capitals(line.text)):
            # A heading without a number, above the first bullet, is the body's as well.
            if _BULLET.match(line.text) and _is_bare_heading(lines[number - 1], line):
                number -= 1
            return lines[:number], lines[number:]
    return lines, []


def _title(lines: Sequence[Line], layout: Layout) -> str:
    if layout is Layout.COUNCIL:
        # The council prints its name over several lines: "Vergadering / gemeenteraad Den Haag".
        above = takewhile(lambda line: not line.text.casefold().startswith("gehouden"), lines[:4])
        return " ".join(line.text for line in above)
    for line in lines:
        letters = sum(char.isalpha() for char in line.text)
        if letters < 5 or line.text.endswith(":") or _BULLET.match(line.text):
            continue
        if not HEAD_FIELD.fullmatch(line.text):
            return line.text[:200]
    return ""


def _meeting(head: Sequence[Line], body: Sequence[Line], layout: Layout) -> Meeting:
    if layout is Layout.LRT:
        return lrt_meeting(head)
    if layout is Layout.COUNCIL:
        return council_meeting(body, _title(body[:_HEAD_LINES], layout))
    return plain_meeting(body[:_HEAD_LINES])


# --- agenda items and blocks ---------------------------------------------------------------

_BULLET = re.compile(r"(?P<mark>[•▪●◦‣∙·\uf0b7\uf0a7]|[-–*o](?=\s))\s*")
_NESTED_MARKS = "o◦▪\uf0a7"
_AGENDA_LINE = re.compile(r"(?P<label>\d{1,2}[a-z]?|[A-Z])[.)]\s+(?P<title>\S.*)")
_COUNCIL_ITEM = re.compile(r"(?P<label>[A-Z]{1,2}(?:\.\s?\d+)?)\.?\s+(?P<title>\S.*)")
_SUB_HEADING = re.compile(r"[A-ZÀ-Ý][^.!?•]{1,70}:")
_BARE_HEADING = re.compile(r"[A-ZÀ-Ý][^.!?;,•()]{2,70}[^.!?;:,•()\s]")
_SPEAKER = re.compile(
    r"(?P<speaker>De (?:plaatsvervangend )?voorzitter"
    rf"|(?:De heer|Mevrouw|Wethouder|Burgemeester|De griffier)(?: [\w'’{REDACTION_MARK}-]+){{0,5}}"
    r"(?: \([^)]{1,40}\))?"
    r"|[A-ZÀ-Ý][\w'’-]*(?: [\w'’-]+){1,6} \([^)]{1,40}\))\.\s+(?=\S)"
)
# A redaction behind the last sentence does not open it again.
_ENDED = re.compile(rf"(?:.*[.!?:;…)\]'\"’”])?[{REDACTION_MARK}\s]*", re.DOTALL)
_MOTION = re.compile(
    r"(?:(?:gewijzigde|nader gewijzigde) )?(?:motie|amendement) \S+ .+", re.IGNORECASE
)
_BETWEEN_BRACKETS = re.compile(r"\([^()]*\)")
# A last line this much shorter than its page's lines ends its paragraph.
_SHORT_LINE = 0.75


def _is_capitals(text: str) -> bool:
    if text.startswith((REDACTION_MARK, "(")):
        # People of whom the names are withheld: what is left are organisations.
        text = _BETWEEN_BRACKETS.sub("", text)
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 5 and sum(char.isupper() for char in letters) >= 0.85 * len(letters)


@dataclass(slots=True)
class _Builder:
    """Collects agenda items and blocks; the only state of the walk over the lines."""

    items: list[AgendaItem] = field(default_factory=list)
    starts: list[tuple[int, int]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    kind: PassageKind = PassageKind.PARAGRAPH
    level: int = 1
    sub_heading: str | None = None
    speaker: str | None = None
    parent: Block | None = None

    def close(self) -> None:
        if self.lines:
            block = Block(
                kind=self.kind,
                lines=tuple(self.lines),
                agenda_position=len(self.items) or None,
                sub_heading=self.sub_heading,
                speaker=self.speaker if self.kind is PassageKind.SPEECH else None,
                level=self.level,
                parent=self.parent if self.level == 2 else None,
            )
            self.blocks.append(block)
            if block.level == 1:
                self.parent = block if block.kind is PassageKind.BULLET else None
        self.lines = []

    def open(self, kind: PassageKind, line: Line, skip: int = 0, level: int = 1) -> None:
        self.close()
        self.kind, self.level = kind, level
        # A lone bullet holds no text; what follows it does.
        rest = line.text[skip:]
        if rest:
            self.lines = [replace(line, start=line.start + skip, text=rest)]

    def agenda_item(self, label: str, title: str, line: Line) -> None:
        self.close()
        self.items.append(AgendaItem(len(self.items) + 1, label, title, line.page_number))
        self.starts.append((line.page_number, line.start))
        self.sub_heading = self.speaker = self.parent = None

    def heading(self, title: str) -> None:
        self.close()
        self.sub_heading = title
        self.parent = None

    @property
    def ended(self) -> bool:
        """Whether the open block ends like a finished sentence (or there is none)."""
        return not self.lines or _ENDED.fullmatch(self.lines[-1].text) is not None

    @property
    def under_bullet(self) -> bool:
        """Whether a bullet stands above, for a nested one to fall under."""
        return self.parent is not None or (bool(self.lines) and self.kind is PassageKind.BULLET)

    def after_gap(self, line: Line) -> bool:
        """Whether white space sets ``line`` apart; the top of a page says nothing of that."""
        if not self.lines:
            return True
        return line.gap and line.page_number == self.lines[-1].page_number


def _structure(lines: Sequence[Line], layout: Layout, *, bare_items: bool = False) -> _Builder:
    builder = _Builder()
    width = _usual_width(lines)
    has_rows = layout is Layout.PLAIN and is_decision_list(line.text for line in lines)
    number = 0
    while number < len(lines):
        line = lines[number]
        follower = lines[number + 1] if number + 1 < len(lines) else None
        taken = _agenda_heading(lines, number, builder, layout)
        if taken:
            number += taken
            continue
        number += 1
        if has_rows and _opens_row(line, builder):
            builder.open(PassageKind.PARAGRAPH, line)
            continue
        if has_rows and _continues_row(line, builder):
            builder.lines.append(line)
            continue
        bullet = _BULLET.match(line.text)
        speaker = _SPEAKER.match(line.text) if layout is Layout.COUNCIL else None
        if bullet:
            nested = bullet["mark"] in _NESTED_MARKS and builder.under_bullet
            builder.open(PassageKind.BULLET, line, bullet.end(), level=2 if nested else 1)
        elif speaker and (line.gap or builder.ended):
            builder.close()
            builder.speaker = speaker["speaker"]
            builder.open(PassageKind.SPEECH, line)
        elif _is_sub_heading(line, follower, builder, layout):
            if bare_items and not line.text.endswith(":"):
                builder.agenda_item("", line.text, line)
            else:
                builder.heading(line.text.rstrip(":").strip())
        elif _continues(line, builder, width):
            builder.lines.append(line)
        elif builder.kind is PassageKind.SPEECH and not builder.after_gap(line):
            builder.open(PassageKind.SPEECH, line)
        else:
            builder.open(PassageKind.PARAGRAPH, line)
    builder.close()
    return builder


def _agenda_heading(lines: Sequence[Line], number: int, builder: _Builder, layout: Layout) -> int:
    """Add the agenda items announced at ``lines[number]``; return how many lines they take."""
    line = lines[number]
    if layout is Layout.COUNCIL:
        if not _ITEM_AT_HAND.fullmatch(line.text):
            return 0
        return 1 + _items_at_hand(lines[number + 1 : number + 13], builder)
    match = _AGENDA_LINE.fullmatch(line.text)
    title = match["title"] if match else line.text
    capitals = _is_capitals(title)
    if capitals and (match or (builder.ended and title[-1] not in ".,;:")):
        label = match["label"] if match else ""
        taken = 1
        for follower in lines[number + 1 : number + 4]:
            if follower.gap or not _is_capitals(follower.text) or _starts_anew(follower.text):
                break
            title, taken = f"{title} {follower.text}", taken + 1
        builder.agenda_item(label, title, line)
        return taken
    # A title may be withheld, all of it or its first words.
    like_a_title = title[0].isupper() or title.startswith(REDACTION_MARK)
    like_a_title = like_a_title and len(title) <= 100 and title[-1] not in ".,;:"
    if match and like_a_title and builder.ended and _is_next_label(match["label"], builder.items):
        builder.agenda_item(match["label"], title, line)
        return 1
    return 0


def _items_at_hand(lines: Sequence[Line], builder: _Builder) -> int:
    headings: list[tuple[str, list[str], Line]] = []
    taken = 0
    for line in lines:
        if taken and line.gap:
            break
        match = _COUNCIL_ITEM.fullmatch(line.text)
        if match or not headings:
            label, title = (match["label"], match["title"]) if match else ("", line.text)
            headings.append((label.replace(" ", ""), [title], line))
        else:
            headings[-1][1].append(line.text)
        taken += 1
    for label, words, line in headings:
        builder.agenda_item(label, " ".join(words).rstrip("."), line)
    return taken


def _is_next_label(label: str, items: Sequence[AgendaItem]) -> bool:
    """Tell a title-case agenda item from a numbered list: its number follows the last one."""
    numbers = [int(item.label) for item in items if item.label.isdigit()]
    return label.isdigit() and int(label) == (numbers[-1] + 1 if numbers else 1)


def _starts_anew(text: str) -> bool:
    return bool(_AGENDA_LINE.fullmatch(text) or _BULLET.match(text))


def _is_sub_heading(line: Line, follower: Line | None, builder: _Builder, layout: Layout) -> bool:
    if layout is Layout.COUNCIL:
        return builder.after_gap(line) and _MOTION.fullmatch(line.text) is not None
    # A wrapped line may look like a heading; a finished short bullet has no full stop either.
    if not builder.ended and not builder.after_gap(line):
        return False
    if _SUB_HEADING.fullmatch(line.text):
        return True
    return _is_bare_heading(line, follower)


def _is_bare_heading(line: Line, follower: Line | None) -> bool:
    """Whether a line without a colon is a heading: set apart, or right above a bullet."""
    if follower is None or not _BARE_HEADING.fullmatch(line.text):
        return False
    return _BULLET.match(follower.text) is not None or (line.gap and follower.gap)


def _opens_row(line: Line, builder: _Builder) -> bool:
    """Whether a line begins a row of a decision list: it looks like one and is no heading."""
    if not ROW_START.match(line.text):
        return False
    row_above = bool(builder.lines) and ROW_END.search(builder.lines[-1].text) is not None
    return row_above or line.text[:1].isdigit() or ROW_END.search(line.text) is not None


def _continues_row(line: Line, builder: _Builder) -> bool:
    """Whether a line belongs to the open row: nothing has been decided in it so far."""
    if not builder.lines or not ROW_START.match(builder.lines[0].text):
        return False
    if ROW_END.search(builder.lines[-1].text):
        return False
    return not builder.after_gap(line) or ROW_END.fullmatch(line.text) is not None


def _usual_width(lines: Iterable[Line]) -> int:
    """The length in characters that full lines have: the 80th percentile."""
    lengths = sorted(line.end - line.start for line in lines)
    return lengths[int(len(lengths) * 0.8)] if lengths else 0


def _continues(line: Line, builder: _Builder, width: int) -> bool:
    """Whether ``line`` runs on from the open block."""
    if not builder.lines:
        return False
    last = builder.lines[-1]
    starts_low = line.text[0].islower()
    full_line = last.end - last.start >= _SHORT_LINE * width
    if builder.after_gap(line):
        # PDF readers put empty lines inside bullets; between paragraphs they mean something.
        in_bullet = builder.kind is PassageKind.BULLET
        return starts_low or (in_bullet and not builder.ended and full_line)
    return starts_low or not builder.ended or full_line
