"""Redactions and the text around them -> how much of a page, an item and a document is withheld.

The share is withheld / (withheld + shown), both in letters and digits. What was withheld is an
estimate: the area of a redaction over the area that a letter takes on that page. Pure.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.redactions import letters_shown
from lrt_search.domain import Page, ReadingMethod, Redaction, Shares, Withheld

# Letters of half a page of minutes. A page without text but with so much under boxes is taken as
# redacted; with less it is a scan, of which nobody has counted the letters.
_HALF_A_PAGE = 1200


@dataclass(slots=True)
class _Tally:
    """Counts what was withheld and shown of one part."""

    hidden: int = 0
    shown: int = 0
    redactions: int = 0
    grounds: Counter[str] = field(default_factory=Counter)

    def add(self, redactions: Iterable[Redaction]) -> None:
        for redaction in redactions:
            self.hidden += redaction.size
            self.redactions += 1
            self.grounds.update(redaction.grounds)

    def withheld(self) -> Withheld:
        grounds = sorted(self.grounds, key=lambda ground: (-self.grounds[ground], ground))
        return Withheld(_percent(self.hidden, self.shown), self.redactions, tuple(grounds))


def _percent(hidden: int, shown: int) -> int:
    if not hidden:
        return 0
    # "0 %" or "100 %" would say that nothing, or everything, was withheld.
    return max(1, min(99 if shown else 100, round(100 * hidden / (hidden + shown))))


def shares_of(
    pages: Sequence[Page], redactions: Sequence[Redaction], item_starts: Sequence[tuple[int, int]]
) -> Shares:
    """Return how much was withheld of a document, of its pages and of its agenda items.

    Args:
        pages: In order.
        redactions: In any order.
        item_starts: As in ``Minutes``: where each agenda item begins, in document order.
    """
    whole = _Tally()
    items = [_Tally() for _ in item_starts]
    shares: list[Withheld] = []
    for page in pages:
        on_page = [one for one in redactions if one.page_number == page.number]
        if _is_unread(page) and sum(one.size for one in on_page) < _HALF_A_PAGE:
            grounds = tuple(dict.fromkeys(ground for one in on_page for ground in one.grounds))
            shares.append(Withheld(None, len(on_page), grounds))
            continue
        tally = _Tally(shown=letters_shown(page.text))
        tally.add(on_page)
        shares.append(tally.withheld())
        whole.shown += tally.shown
        whole.add(on_page)
        for position, start, end in _stretches(page, item_starts):
            if position:
                items[position - 1].shown += letters_shown(page.text[start:end])
                items[position - 1].add(one for one in on_page if start <= (one.offset or 0) < end)
    return Shares(whole.withheld(), tuple(shares), tuple(tally.withheld() for tally in items))


def _is_unread(page: Page) -> bool:
    """Return whether nobody knows how many letters a page shows; of a blank page that is none."""
    accounted = {ReadingMethod.BLANK, ReadingMethod.REDACTED}
    return not page.text.strip() and page.reading.method not in accounted


def _stretches(
    page: Page, item_starts: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, int]]:
    """Cut a page where agenda items begin: position of the item (0: none yet), start and end."""
    position = bisect_right(item_starts, (page.number, 0))
    start = 0
    for number, offset in item_starts[position:]:
        if number != page.number:
            break
        yield position, start, offset
        position, start = position + 1, offset
    yield position, start, len(page.text) + 1
