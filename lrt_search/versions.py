"""Documents that are versions of each other, and what differs between two of them. Pure.

    words of all documents -> links between versions
    pages of two documents -> what became visible, what became hidden, what else changed

Two documents are versions where they tell the same at the same length. The words of both are cut
into runs of four, without the marks of redactions: a run never crosses one, so a version with
more redactions has fewer runs, but hardly any that the other lacks. What counts is how many runs
of the one with fewer runs the other has too (containment, Broder 1997), because the likeness of
the sets as such (Jaccard) would fall with every redaction.

A false link is worse than none. Meetings on different days are never linked, however alike their
agendas are; without a day the words have to agree more. The length, with what was withheld
counted in, has to agree as well: minutes hold the whole text of a motion, and are no version of it.
"""

import re
import zlib
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from heapq import nsmallest
from itertools import combinations, pairwise

from lrt_search.domain import (
    REDACTION_MARK,
    Document,
    Page,
    Passage,
    Redaction,
    VersionLink,
)

# --- which documents are versions ----------------------------------------------------------

_RUN = 4  # words
_HASH = "I" if array("I").itemsize == 4 else "L"  # of 32 bits
# With fewer runs than this, a letter and another of the same form look alike.
_FEWEST_RUNS = 40
# Least share of runs in common: of meetings on the same day, and where a day is not known.
_SAME_DAY, _ANY_DAY = 0.5, 0.8
# Least length of the shorter one, as a share of the longer, what was withheld counted in.
_LEAST_LENGTH = 0.5
# Each document is told by its smallest hashes, so that not every pair has to be compared.
_SKETCH, _SKETCH_IN_COMMON = 256, 6
# What so many documents have is a form, and tells none of them.
_MOST_DOCUMENTS = 50


@dataclass(frozen=True, slots=True)
class _Words:
    """What a document is told by, small enough to be kept of all documents.

    Attributes:
        runs: A hash of each run of its words.
        sketch: The smallest of these; empty where it has too few runs.
        length: Letters, those withheld counted in.
    """

    document: Document
    runs: "array[int]"
    sketch: tuple[int, ...]
    length: int


def find_versions(
    documents: Iterable[tuple[Document, Sequence[Passage], Sequence[Redaction]]],
) -> tuple[VersionLink, ...]:
    """Return the pairs of documents that are versions of each other, each pair once.

    Args:
        documents: Each with its passages and its redactions.
    """
    known = [_words(*one) for one in documents]
    linked = []
    for first, second in _candidates(known):
        share = _likeness(known[first], known[second])
        if share is not None:
            ids = sorted(known[number].document.document_id for number in (first, second))
            linked.append(VersionLink(ids[0], ids[1], int(100 * share)))
    return tuple(sorted(linked, key=lambda link: (link.document_id, link.other_id)))


def _words(
    document: Document, passages: Sequence[Passage], redactions: Sequence[Redaction]
) -> _Words:
    text = _text(passages)
    runs = _runs(text)
    sketch = tuple(nsmallest(_SKETCH, runs)) if len(runs) >= _FEWEST_RUNS else ()
    letters = sum(char.isalnum() for char in text)
    length = letters + sum(one.size for one in redactions)
    return _Words(document, array(_HASH, runs), sketch, length)


def _text(passages: Sequence[Passage]) -> str:
    return " ".join(passage.text for passage in passages)


def _runs(text: str) -> frozenset[int]:
    found = set()
    for stretch in text.casefold().split(REDACTION_MARK):
        words = re.findall(r"\w+", stretch)
        for start in range(len(words) - _RUN + 1):
            found.add(zlib.crc32(" ".join(words[start : start + _RUN]).encode()))
    return frozenset(found)


def _candidates(known: Sequence[_Words]) -> Iterator[tuple[int, int]]:
    """Yield pairs that may be versions: the smallest hashes of both have some in common."""
    holders: dict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(known):
        for run in one.sketch:
            holders[run].append(number)
    common: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if len(numbers) <= _MOST_DOCUMENTS:
            common.update(combinations(numbers, 2))
    yield from sorted(pair for pair, count in common.items() if count >= _SKETCH_IN_COMMON)


def _likeness(one: _Words, other: _Words) -> float | None:
    """Return the share of runs in common, 0 to 1; None for documents that are no versions."""
    days = {words.document.meeting.date_guess for words in (one, other)}
    lengths = sorted((one.length, other.length))
    if len(days - {None}) > 1 or lengths[0] < _LEAST_LENGTH * lengths[1]:
        return None
    runs = [set(words.runs) for words in (one, other)]
    share = len(runs[0] & runs[1]) / min(map(len, runs))
    return share if share >= (_ANY_DAY if None in days else _SAME_DAY) else None


# --- what differs between two --------------------------------------------------------------

# With a smaller share of runs in common, to list what differs is to print both.
_LEAST_IN_COMMON = 10  # percent
_LEAST_OF_A_PAGE = 0.3
# Words around a change that show where it stands.
_AROUND = 8
# So many comparisons of two words take about a second; a larger gap is told as one change.
_MOST_COMPARISONS = 4_000_000


class ChangeKind(StrEnum):
    """What happened to a stretch of text."""

    VISIBLE = "visible"  # a redaction became words
    HIDDEN = "hidden"  # words became a redaction
    GROUNDS = "grounds"  # a redaction has other grounds
    CHANGED = "changed"  # other words, or no words


@dataclass(frozen=True, slots=True)
class Side:
    """A stretch of one of the two documents.

    Attributes:
        page_number: Physical page of the file; where the stretch is empty, of the words before.
        text: Verbatim, with a ``REDACTION_MARK`` for each redaction; empty where nothing stands.
        redactions: What these marks stand for, in order.
    """

    page_number: int
    text: str
    redactions: tuple[Redaction, ...] = ()

    @property
    def quotation(self) -> str:
        """Its words with line breaks as blanks."""
        return " ".join(self.text.split())


@dataclass(frozen=True, slots=True)
class Change:
    """A difference between two documents.

    Attributes:
        kind: What happened.
        before: What stands in the first document.
        after: What stands there in the second.
        left, right: The words around it in the second, that both have.
    """

    kind: ChangeKind
    before: Side
    after: Side
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class PagePair:
    """A page of the first document and the page of the second that says the same.

    Attributes:
        before: Its number; None for a page that was added.
        after: Its number; None for a page that was removed.
        moved: Whether it stands in another order among the pages.
    """

    before: int | None
    after: int | None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two documents.

    Attributes:
        shared: Percent of the words of the one with fewer words that the other has too.
        pages: Which page became which, in the order of the first document.
        changes: In the order of the first document; empty where there is next to nothing in
            common.
    """

    shared: int
    pages: tuple[PagePair, ...]
    changes: tuple[Change, ...]

    @property
    def related(self) -> bool:
        """Whether they have enough in common for a comparison to say anything."""
        return self.shared >= _LEAST_IN_COMMON

    def count(self, kind: ChangeKind) -> int:
        """Count the changes of a kind."""
        return sum(change.kind is kind for change in self.changes)


def difference(
    before: Sequence[Page],
    before_redactions: Sequence[Redaction],
    after: Sequence[Page],
    after_redactions: Sequence[Redaction],
) -> Difference:
    """Return what differs between two documents, given by their pages and redactions."""
    runs = [frozenset().union(*(_runs(page.text) for page in pages)) for pages in (before, after)]
    shared = int(100 * len(runs[0] & runs[1]) / max(1, min(map(len, runs))))
    if shared < _LEAST_IN_COMMON:
        return Difference(shared, (), ())
    pairs = _page_pairs(before, after)
    old = _tokens(before, before_redactions)
    new = _tokens(_in_order_of(pairs, before, after), after_redactions)
    texts = [{page.number: page.text for page in pages} for pages in (before, after)]
    changes = tuple(_changes(old, new, *texts))
    return Difference(shared, _told(pairs, before, after), changes)


# --- pages

_Pairs = dict[int, int]
"""Positions of pages of the second document (from 0) by those of the first."""


def _page_pairs(before: Sequence[Page], after: Sequence[Page]) -> _Pairs:
    """Match the pages that have most in common; then those between pages that were matched."""
    runs = [[_runs(page.text) for page in pages] for pages in (before, after)]
    holders: dict[int, list[int]] = defaultdict(list)
    for position, page in enumerate(runs[1]):
        for run in page:
            holders[run].append(position)
    common: Counter[tuple[int, int]] = Counter()
    for position, page in enumerate(runs[0]):
        common.update((position, other) for run in page for other in holders.get(run, ()))
    pairs: _Pairs = {}
    taken: set[int] = set()
    for (old, new), count in sorted(
        common.items(), key=lambda item: (-item[1], abs(item[0][0] - item[0][1]), item[0])
    ):
        enough = count >= _LEAST_OF_A_PAGE * min(len(runs[0][old]), len(runs[1][new]))
        if enough and old not in pairs and new not in taken:
            pairs[old] = new
            taken.add(new)
    # A page without words, or all of it redacted in one of the two, is known by its neighbours.
    for step, order in ((1, range(len(before))), (-1, range(len(before) - 1, -1, -1))):
        for old in order:
            edge = -1 if step == 1 else len(before)
            beyond = -1 if step == 1 else len(after)
            neighbour = beyond if old - step == edge else pairs.get(old - step)
            if old in pairs or neighbour is None:
                continue
            new = neighbour + step
            if not 0 <= new < len(after) or new in taken:
                continue
            if not runs[0][old] or not runs[1][new]:
                pairs[old] = new
                taken.add(new)
    return pairs


def _moved(pairs: _Pairs) -> set[int]:
    """Return the pages of the first document that stand in another order in the second."""
    olds = sorted(pairs)
    kept = _longest_rise([pairs[old] for old in olds])
    return {old for number, old in enumerate(olds) if number not in kept}


def _longest_rise(values: Sequence[int]) -> set[int]:
    """Return the positions of a longest rising subsequence (patience sorting)."""
    tops: list[int] = []
    piles: list[int] = []
    below: list[int] = []
    for position, value in enumerate(values):
        pile = bisect_left(tops, value)
        below.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [value]
        piles[pile : pile + 1] = [position]
    rise = set()
    position = piles[-1] if piles else -1
    while position >= 0:
        rise.add(position)
        position = below[position]
    return rise


def _in_order_of(pairs: _Pairs, before: Sequence[Page], after: Sequence[Page]) -> list[Page]:
    """Return the pages of the second document with those that moved back in their old place."""
    moved = _moved(pairs)
    order = [new for new in range(len(after)) if new not in {pairs[old] for old in moved}]
    for old in sorted(moved):
        placed = [pairs[one] for one in range(old) if one in pairs]
        order.insert(order.index(placed[-1]) + 1 if placed else 0, pairs[old])
    return [after[new] for new in order]


def _told(pairs: _Pairs, before: Sequence[Page], after: Sequence[Page]) -> tuple[PagePair, ...]:
    moved = _moved(pairs)
    told = [
        PagePair(page.number, after[pairs[old]].number if old in pairs else None, old in moved)
        for old, page in enumerate(before)
    ]
    added = set(range(len(after))) - set(pairs.values())
    return (*told, *(PagePair(None, after[new].number) for new in sorted(added)))


# --- words

_TOKEN = re.compile(rf"{REDACTION_MARK}|\w+(?:[-'’.]\w+)*|[^\w\s]")
_ENDS = frozenset(".!?:;")
# One sign for what is typed in several ways.
_ALIKE = str.maketrans({"’": "'", "‘": "'", "”": '"', "“": '"', "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, a sign or a redaction, with its place on the page.

    Attributes:
        key: What two tokens are compared by.
        redaction: Which one; None for a word.
    """

    key: str
    page_number: int
    start: int
    end: int
    redaction: Redaction | None = None

    @property
    def is_mark(self) -> bool:
        return self.key == REDACTION_MARK

    @property
    def is_word(self) -> bool:
        return not self.is_mark and any(char.isalnum() for char in self.key)


def _tokens(pages: Sequence[Page], redactions: Sequence[Redaction]) -> list[_Token]:
    placed = {(one.page_number, one.offset): one for one in redactions if one.offset is not None}
    without_place: dict[int, list[Redaction]] = defaultdict(list)
    for one in redactions:
        if one.offset is None:
            without_place[one.page_number].append(one)
    tokens = []
    for page in pages:
        for match in _TOKEN.finditer(page.text):
            redaction = placed.get((page.number, match.start()))
            key = match.group().translate(_ALIKE)
            tokens.append(_Token(key, page.number, match.start(), match.end(), redaction))
        # On a page without text nothing says where among the words a redaction stands.
        tokens += [
            _Token(REDACTION_MARK, page.number, 0, 0, one) for one in without_place[page.number]
        ]
    return tokens


def _matches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of the words that both have, in order.

    Runs that occur once in each are the anchors; difflib compares what stands between them, which
    is short. To compare whole documents with it takes minutes.
    """
    places = [_once(words) for words in (old, new)]
    anchors = sorted(
        (places[0][run], places[1][run]) for run in places[0].keys() & places[1].keys()
    )
    rise = _longest_rise([place for _, place in anchors])
    last_old = last_new = 0
    for number, (at_old, at_new) in enumerate([*anchors, (len(old), len(new))]):
        if number not in rise and number < len(anchors):
            continue
        if at_old >= last_old and at_new >= last_new:
            for match in _between(old[last_old:at_old], new[last_new:at_new]):
                yield last_old + match[0], last_new + match[1]
            last_old, last_new = at_old, at_new
        # What of this anchor was not told with the one before it.
        ahead = max(last_old - at_old, last_new - at_new)
        for offset in range(ahead, _RUN if number < len(anchors) else 0):
            yield at_old + offset, at_new + offset
            last_old, last_new = at_old + offset + 1, at_new + offset + 1


def _once(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Return where each run of words stands that occurs once."""
    places: dict[tuple[str, ...], int] = {}
    for start in range(len(words) - _RUN + 1):
        run = tuple(words[start : start + _RUN])
        places[run] = -1 if run in places else start
    return {run: place for run, place in places.items() if place >= 0}


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    if not old or not new or len(old) * len(new) > _MOST_COMPARISONS:
        return
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        for offset in range(block.size):
            yield block.a + offset, block.b + offset


_Edit = tuple[int, int, int, int]
"""Where tokens of the first document (from, to) were replaced by those of the second."""


def _edits(old: Sequence[_Token], new: Sequence[_Token]) -> list[_Edit]:
    """Return what has to be replaced to make ``new`` of ``old``, in order."""
    edits: list[_Edit] = []
    last = (-1, -1)
    matches = _matches([one.key for one in old], [one.key for one in new])
    for match in [*matches, (len(old), len(new))]:
        edit = (last[0] + 1, match[0], last[1] + 1, match[1])
        last = match
        if edit[0] == edit[1] and edit[2] == edit[3]:
            continue
        if edits and _is_one_edit(edits[-1], edit, old, new):
            edit = (edits[-1][0], edit[1], edits[-1][2], edit[3])
            edits.pop()
        edits.append(_from_its_sentence(edit, edits[-1] if edits else (0, 0, 0, 0), old, new))
    return edits


def _from_its_sentence(
    edit: _Edit, before: _Edit, old: Sequence[_Token], new: Sequence[_Token]
) -> _Edit:
    """Let a stretch that only came or only went begin where its sentence does.

    Of "De een. De ander." without its first sentence, "De een." went, and not "een. De".
    """
    if edit[0] != edit[1] and edit[2] != edit[3]:
        return edit
    tokens, start, end = (new, *edit[2:]) if edit[0] == edit[1] else (old, *edit[:2])
    for back in range(min(edit[0] - before[1], edit[2] - before[3]) + 1):
        first = start - back
        if first == 0 or tokens[first - 1].key in _ENDS:
            return (edit[0] - back, edit[1] - back, edit[2] - back, edit[3] - back)
        if tokens[first - 1].is_mark or tokens[first - 1].key != tokens[end - back - 1].key:
            break
    return edit


def _is_one_edit(
    edit: _Edit, following: _Edit, old: Sequence[_Token], new: Sequence[_Token]
) -> bool:
    """Whether so few words are the same between two edits that they are so by chance.

    Redactions are told one by one: what became hidden must not get lost in other changes.
    """
    same = following[0] - edit[1]
    for one in (edit, following):
        gone, come = old[one[0] : one[1]], new[one[2] : one[3]]
        if same > max(len(gone), len(come)) or any(token.is_mark for token in (*gone, *come)):
            return False
    return not any(token.is_mark for token in old[edit[1] : following[0]])


def _changes(
    old: Sequence[_Token],
    new: Sequence[_Token],
    old_texts: Mapping[int, str],
    new_texts: Mapping[int, str],
) -> Iterator[Change]:
    at_old = at_new = 0
    for edit in [*_edits(old, new), (len(old), len(old), len(new), len(new))]:
        # What was not edited is the same, but for the grounds of its redactions.
        while at_old < edit[0]:
            if _grounds(old[at_old]) != _grounds(new[at_new]):
                places = ((at_old, at_old + 1), (at_new, at_new + 1))
                yield _change(
                    ChangeKind.GROUNDS, old, places[0], old_texts, new, places[1], new_texts
                )
            at_old, at_new = at_old + 1, at_new + 1
        if edit[0] < edit[1] or edit[2] < edit[3]:
            kind = _kind(old[edit[0] : edit[1]], new[edit[2] : edit[3]])
            yield _change(kind, old, edit[:2], old_texts, new, edit[2:], new_texts)
        at_old, at_new = edit[1], edit[3]


def _grounds(token: _Token) -> tuple[str, ...]:
    return token.redaction.grounds if token.redaction else ()


def _kind(gone: Sequence[_Token], come: Sequence[_Token]) -> ChangeKind:
    """Say what happened where ``gone`` became ``come``."""
    marks = [sum(one.is_mark for one in tokens) for tokens in (gone, come)]
    words = [sum(one.is_word for one in tokens) for tokens in (gone, come)]
    if marks[0] and words[1] and (not words[0] or not marks[1]):
        return ChangeKind.VISIBLE
    if marks[1] and words[0] and (not words[1] or not marks[0]):
        return ChangeKind.HIDDEN
    return ChangeKind.CHANGED


def _change(
    kind: ChangeKind,
    old: Sequence[_Token],
    gone: tuple[int, int],
    old_texts: Mapping[int, str],
    new: Sequence[_Token],
    come: tuple[int, int],
    new_texts: Mapping[int, str],
) -> Change:
    begin = max(0, come[0] - _AROUND)
    while begin < come[0] and new[begin].key in _ENDS:
        begin += 1
    left = _side(new, (begin, come[0]), new_texts)
    right = _side(new, (come[1], min(len(new), come[1] + _AROUND)), new_texts)
    return Change(
        kind,
        _side(old, gone, old_texts),
        _side(new, come, new_texts),
        left.quotation,
        right.quotation,
    )


def _side(tokens: Sequence[_Token], place: tuple[int, int], texts: Mapping[int, str]) -> Side:
    """Return the text under tokens, verbatim, a line for each stretch of a page."""
    chosen = tokens[slice(*place)]
    if not chosen:
        near = tokens[max(0, place[0] - 1) : place[0] + 1]
        return Side(near[0].page_number if near else min(texts), "")
    cuts = [
        number
        for number, (one, other) in enumerate(pairwise(chosen), start=1)
        if one.page_number != other.page_number or not one.end
    ]
    stretches = [chosen[start:end] for start, end in pairwise([0, *cuts, len(chosen)])]
    text = "\n".join(
        texts[part[0].page_number][part[0].start : part[-1].end] or REDACTION_MARK
        for part in stretches
    )
    redactions = tuple(one.redaction for one in chosen if one.redaction)
    return Side(chosen[0].page_number, text, redactions)
