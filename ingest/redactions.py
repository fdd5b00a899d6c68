"""A page -> its text with one mark for each redaction, and the redactions as facts.

    text of the page ---> gaps, signs, grounds in it --+
                                                       +--> edits --> text with marks + redactions
    placed boxes -------> their place in that text ----+

A redaction that is drawn and also leaves a gap or its ground in the text is one redaction. But for
the marks, and for the gaps and signs in whose place they come, the text stays as it was. Pure.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ingest.drawn_redactions import PlacedRedaction
from ingest.printed_redactions import PrintedRedaction, printed_redactions, run_of_blanks
from lrt_search.domain import REDACTION_MARK, Page, Redaction

# Letters on either side that tell a place apart from every other on its page.
_CONTEXT = 24
# Letters that are compared one by one where words do not agree.
_STRETCH = 400
_BLANKS = " \u00a0\u202f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_WORD = re.compile(r"\w+|[^\w\s]")
_MARK_AND_BLANKS = re.compile(
    rf"[ \t\u00a0]*{REDACTION_MARK}(?:[ \t\u00a0]*{REDACTION_MARK})*[ \t\u00a0]*"
)


def mark_redactions(
    page: Page, placed: Sequence[PlacedRedaction] = (), shown: str = ""
) -> tuple[Page, tuple[Redaction, ...]]:
    """Return a page with a ``REDACTION_MARK`` for each redaction, and the redactions in order.

    Every mark of the text is the ``offset`` of one redaction, and every redaction has one, but
    those drawn on a page without any text.

    Args:
        page: As it was read; its text may differ from ``shown`` in white space and in order.
        placed: The redactions drawn on it, from ``place_redactions``.
        shown: The text among whose letters they were placed, with its blanks: the same page in
            ``Inspection.shown``.
    """
    text = page.text
    if not text.strip():
        return page, tuple(_drawn(page.number, None, one) for one in placed)
    edits = _merged(text, _box_edits(text, placed, shown), printed_redactions(text))
    parts: list[str] = []
    redactions: list[Redaction] = []
    length = end = 0
    for edit in edits:
        parts.append(text[end : edit.start])
        length += edit.start - end
        end = edit.end
        for n, found in enumerate(edit.found):
            before = " " if n else _blank_before(text, edit)
            parts += [before, REDACTION_MARK]
            length += len(before) + 1
            redactions.append(_fact(page.number, length - 1, found))
        after = _blank_after(text, edit)
        parts.append(after)
        length += len(after)
    parts.append(text[end:])
    return replace(page, text="".join(parts)), tuple(redactions)


def _fact(page_number: int, offset: int, found: PlacedRedaction | PrintedRedaction) -> Redaction:
    if isinstance(found, PlacedRedaction):
        return _drawn(page_number, offset, found)
    return Redaction(page_number, offset, found.look, found.grounds, None, found.size)


def _drawn(page_number: int, offset: int | None, found: PlacedRedaction) -> Redaction:
    return Redaction(page_number, offset, found.look, found.grounds, found.place, found.size)


# --- Edits: what of the text gives way to which marks -------------------------------------------


@dataclass(frozen=True, slots=True)
class _Edit:
    """A stretch of a text and the redactions whose marks come in its place; it may be empty.

    Attributes:
        start, end: Half-open offsets into the text.
        found: In order; none for a label that stands elsewhere than its box.
        lost: The grounds of a label that was not found in the text.
    """

    start: int
    end: int
    found: tuple[PlacedRedaction | PrintedRedaction, ...]
    lost: tuple[str, ...] = ()


def _blank_before(text: str, edit: _Edit) -> str:
    """Return the blank that an inserted mark needs, so that it stands apart from a word."""
    last = text[edit.start - 1 : edit.start] if edit.start else ""
    needed = edit.found and edit.start == edit.end
    return " " if needed and last and not last.isspace() and last not in "([{<\"'‘“/" else ""


def _blank_after(text: str, edit: _Edit) -> str:
    following = text[edit.end : edit.end + 1]
    needed = edit.found and edit.start == edit.end
    return " " if needed and (following.isalnum() or following == "(") else ""


def _merged(text: str, boxes: Sequence[_Edit], printed: Sequence[PrintedRedaction]) -> list[_Edit]:
    """Return all edits in order, none overlapping, with what is one redaction as one."""
    drawn = list(boxes)
    alone: list[_Edit] = []
    for found in printed:
        n = _box_of(text, drawn, found)
        if n is None:
            alone.append(_Edit(found.start, found.end, (found,)))
        elif drawn[n].lost == found.grounds != ():
            # Its label was not recognised among the letters of the text; here it is.
            drawn[n] = _Edit(found.start, found.end, drawn[n].found)
        elif drawn[n].found:
            # The box is the redaction; what it leaves in the text gives way to its mark.
            drawn[n] = _over(drawn[n], found)
    return _apart([*drawn, *alone])


def _box_of(text: str, drawn: Sequence[_Edit], found: PrintedRedaction) -> int | None:
    """Return which drawn redaction has left this sign or gap in the text, if one has."""
    for n, edit in enumerate(drawn):
        if edit.start < found.end and found.start < edit.end:
            return n
    for n, edit in enumerate(drawn):
        # A ground beside a label is the label of another box.
        both_printed = found.grounds and text[edit.start : edit.end].strip()
        if edit.found and not both_printed and _touch(text, edit, found):
            return n
    lost = [n for n, edit in enumerate(drawn) if edit.lost == found.grounds != ()]
    return min(lost, key=lambda n: abs(drawn[n].start - found.start), default=None)


def _touch(text: str, edit: _Edit, found: PrintedRedaction) -> bool:
    """Return whether nothing but blanks stands between a drawn and a printed redaction."""
    start, end = min(edit.end, found.end), max(edit.start, found.start)
    return start >= end or not text[start:end].strip()


def _over(edit: _Edit, found: PrintedRedaction) -> _Edit:
    """Return the edit of a box that takes the place of what it leaves in the text as well."""
    first, *others = edit.found
    if found.grounds and not first.grounds:
        first = replace(first, grounds=found.grounds)
    both = (first, *others)
    if found.start == found.end:
        return replace(edit, found=both)
    if edit.start == edit.end:
        return _Edit(found.start, found.end, both)
    return _Edit(min(edit.start, found.start), max(edit.end, found.end), both)


def _apart(edits: Iterable[_Edit]) -> list[_Edit]:
    """Put edits in order, and those that overlap together."""
    ordered: list[_Edit] = []
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        last = ordered[-1] if ordered else None
        inside = last is not None and (
            edit.start < last.end or (edit.start, edit.end) == (last.start, last.end)
        )
        if last is not None and inside:
            ordered[-1] = _Edit(last.start, max(last.end, edit.end), last.found + edit.found)
        else:
            ordered.append(edit)
    return ordered


# --- Boxes: from the letters that a page shows to the text as it was read -----------------------


def _box_edits(text: str, placed: Sequence[PlacedRedaction], shown: str) -> list[_Edit]:
    if not placed:
        return []
    where = _aligned(shown, text)
    letters = "".join(shown.split())
    edits: list[_Edit] = []
    for redaction in placed:
        start, end = _gap_at(text, _place(redaction, letters, text, where), redaction.behind)
        label = _label_in(text, redaction, where)
        if label is None:
            lost = redaction.grounds if redaction.label else ()
            edits.append(_Edit(start, end, (redaction,), lost))
        elif not text[min(label[1], end) : max(label[0], start)].strip():
            # The label stands where its box does.
            edits.append(_Edit(*label, (redaction,)))
        else:
            edits += [_Edit(start, end, (redaction,)), _Edit(*label, ())]
    return edits


def _gap_at(text: str, place: int, behind: bool) -> tuple[int, int]:
    """Return the gap that a reader of PDF left at a place; the place itself where there is none."""
    if behind:
        start, end = place, place + len(text[place:]) - len(text[place:].lstrip(_BLANKS))
    else:
        start, end = len(text[:place].rstrip(_BLANKS)), place
    return run_of_blanks(text, start, end) or (place, place)


def _label_in(
    text: str, redaction: PlacedRedaction, where: Sequence[int | None]
) -> tuple[int, int] | None:
    """Return where the label of a redaction stands; None where it has none, or it was not found."""
    places = sorted(place for n in redaction.label if (place := where[n]) is not None)
    if not places or len(places) < len(redaction.label):
        return None
    start, end = places[0], places[-1] + 1
    # Its letters and no others between them.
    return (start, end) if len("".join(text[start:end].split())) == len(places) else None


def _place(redaction: PlacedRedaction, letters: str, text: str, where: Sequence[int | None]) -> int:
    """Return where in ``text`` a mark belongs; the nearest place that can be told."""
    slot = redaction.slot
    behind = where[slot - 1] if slot else None
    ahead = where[slot] if slot < len(where) else None
    if behind is not None and (redaction.behind or ahead is None):
        return behind + 1
    if ahead is not None:
        return ahead
    found = _by_context(letters, slot, text)
    if found is not None:
        return found
    before = next((place for place in reversed(where[:slot]) if place is not None), None)
    after = next((place for place in where[slot:] if place is not None), None)
    return before + 1 if before is not None else after if after is not None else 0


def _by_context(letters: str, slot: int, text: str) -> int | None:
    """Return where letters before or after a slot stand, if they do so once in ``text``."""
    offsets = [offset for offset, char in enumerate(text) if not char.isspace()]
    plain = "".join(text[offset] for offset in offsets)
    for length in range(_CONTEXT, 3, -4):
        before = letters[max(0, slot - length) : slot]
        if len(before) >= 4 and plain.count(before) == 1:
            return offsets[plain.index(before) + len(before) - 1] + 1
        after = letters[slot : slot + length]
        if len(after) >= 4 and plain.count(after) == 1:
            return offsets[plain.index(after)]
    return None


def _aligned(shown: str, text: str) -> list[int | None]:
    """Return where in ``text`` each letter of ``shown`` stands; None where that was not found.

    Two readers of PDF give the same letters with other blanks, and sometimes in another order.
    """
    offsets = [offset for offset, char in enumerate(text) if not char.isspace()]
    plain = "".join(text.split())
    if "".join(shown.split()) == plain:
        return list(offsets)
    where: list[int | None] = [None] * sum(not char.isspace() for char in shown)
    for start, other, size in _in_common(shown, text):
        where[start : start + size] = offsets[other : other + size]
    # Lines that stand in another order; a line that comes twice may be either.
    start = 0
    for line in shown.split("\n"):
        letters = "".join(line.split())
        end = start + len(letters)
        if None in where[start:end] and plain.count(letters) == 1:
            other = plain.index(letters)
            there = offsets[other : other + len(letters)]
            # A whole line is surer than what was taken for these letters before.
            taken = set(there)
            where = [None if place in taken else place for place in where]
            where[start:end] = there
        start = end
    return where


def _in_common(one: str, other: str) -> Iterator[tuple[int, int, int]]:
    """Yield what two texts have in common: start in one, start in the other, how many letters.

    Blanks are not counted. Words are compared first, which is fast; then, letter by letter, the
    short stretches between words that agree.
    """
    ours, theirs = _words(one), _words(other)
    one, other = "".join(one.split()), "".join(other.split())
    end = other_end = 0
    words = SequenceMatcher(None, [word for _, word in ours], [word for _, word in theirs], False)
    for block in words.get_matching_blocks():
        start = ours[block.a][0] if block.size else len(one)
        other_start = theirs[block.b][0] if block.size else len(other)
        if max(start - end, other_start - other_end) <= _STRETCH:
            between = SequenceMatcher(None, one[end:start], other[other_end:other_start], False)
            for a, b, size in between.get_matching_blocks():
                yield end + a, other_end + b, size
        length = sum(len(word) for _, word in ours[block.a : block.a + block.size])
        yield start, other_start, length
        end, other_end = start + length, other_start + length


def _words(text: str) -> list[tuple[int, str]]:
    """Return words and signs, each with the number of letters and signs before it."""
    found = []
    count = 0
    for word in _WORD.findall(text):
        found.append((count, word))
        count += len(word)
    return found


# --- What marks are worth -----------------------------------------------------------------------


def without_marks(text: str) -> str:
    """Return a text for the model and for comparing: no marks, and no blanks that they leave."""

    def instead(match: re.Match[str]) -> str:
        at_an_end = match.start() == 0 or match.end() == len(text)
        return "" if at_an_end or match.group().strip() == match.group() else " "

    return _MARK_AND_BLANKS.sub(instead, text)


def letters_shown(text: str) -> int:
    """Return how many letters and digits a text shows; a mark is none."""
    return sum(map(str.isalnum, text))
