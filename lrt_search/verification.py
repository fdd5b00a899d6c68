"""A quotation -> whether the archive holds it: verbatim, nearly or not, and where.

``quotations`` compares; here is which passages and pages it is compared with. The words of the
quotation lead there: every passage with all of them, those that share most of the rare ones, and
every page that holds its longest words, for what stands in a heading or at the head of minutes.
"""

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby

from lrt_search.archive import Archive
from lrt_search.catalogue import PassageText
from lrt_search.domain import Citation, Document, Page, Redaction, Searched, Span
from lrt_search.quotations import (
    Between,
    Match,
    Quotation,
    Verdict,
    nearest,
    parse_quotation,
    plain,
    verbatim,
)

MOST_PLACES = 50  # shown; all are counted
_MOST_CANDIDATES = 1000  # passages with every word of a quotation that are looked through
_LIKELIEST, _NEAR_CANDIDATES = 10, 40  # passages that share most of its words
_MOST_PAGES = 500
_NEAR_PLACES = 5  # shown of a quotation that nearly stands there
_LONG_WORDS = 3  # of a quotation, by which pages are found
# Passages before and after a candidate that are read with it; more where words were left out.
_REACH, _REACH_OVER_ELLIPSIS = 2, 8


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation stands, or nearly.

    Attributes:
        match: What is the same there, and what differs.
        citation: Where it begins: its page and characters are those of the quotation itself. Its
            ``passage_id`` is empty for words that stand in no passage, such as a heading.
        spans: All of it, page by page.
        text: The words of the archive there, with line breaks as blanks.
        redactions: Those whose marks stand in ``text``, in order.
    """

    match: Match
    citation: Citation
    spans: tuple[Span, ...]
    text: str
    redactions: tuple[Redaction, ...] = ()

    @property
    def permalink(self) -> str:
        """Path of the place, below the address of the archive."""
        one = self.citation
        return one.permalink if one.passage_id else f"/v/{one.document_id}/p/{one.page_number}"


@dataclass(frozen=True, slots=True)
class Check:
    """What came of checking a quotation.

    Attributes:
        verdict: Verbatim, nearly, or not found.
        quotation: As it was read.
        places: In order of date, the newest meeting first; of a near one the most alike first.
        total: How many places there are; ``places`` holds at most ``MOST_PLACES``.
        complete: Whether every passage with all its words was looked through.
        searched: What was looked through.
        milliseconds: How long it took.
    """

    verdict: Verdict
    quotation: Quotation
    places: tuple[Place, ...]
    total: int
    complete: bool
    searched: Searched
    milliseconds: int


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Text that a quotation is compared with: passages that follow each other, or one page."""

    document_id: str
    text: str
    passages: tuple[PassageText, ...] = ()
    page: Page | None = None


def verify(archive: Archive, text: str, document: Document | None = None) -> Check:
    """Say whether the archive holds a quotation.

    Args:
        archive: Where to look.
        text: The quotation, with or without quotation marks.
        document: The only one looked in; None for all.

    Raises:
        EmptyQuotationError, QuotationTooLongError: it cannot be checked as it stands.
    """
    started = time.perf_counter()
    ways = parse_quotation(text)
    asked = ways[-1]
    found: list[tuple[_Stretch, Match]] = []
    likely, complete = _likely(archive, asked, document)
    shown = [(one, plain(one.text)) for one in likely]
    for way in ways:
        found = [(one, match) for one, text in shown for match in verbatim(way, one.text, text)]
        if found:
            asked = way
            break
    if found:
        exact = any(match.verbatim for _, match in found)
        found = [(one, match) for one, match in found if match.verbatim or not exact]
        verdict = Verdict.VERBATIM if exact else Verdict.NEARLY
        places = sorted(_places(archive, found), key=_newest_first)
    else:
        near = [(one, nearest(asked, one.text)) for one in _alike(archive, asked, document)]
        told = _places(archive, [(one, match) for one, match in near if match])
        places = sorted(told, key=lambda place: -place.match.similarity)[:_NEAR_PLACES]
        verdict = Verdict.NEARLY if places else Verdict.NOT_FOUND
    return Check(
        verdict=verdict,
        quotation=asked,
        places=tuple(places[:MOST_PLACES]),
        total=len(places),
        complete=complete,
        searched=archive.searched(),
        milliseconds=round((time.perf_counter() - started) * 1000),
    )


def _likely(
    archive: Archive, asked: Quotation, document: Document | None
) -> tuple[list[_Stretch], bool]:
    """Return the texts that may hold every word of a quotation, and whether those are all."""
    numbers = sorted(archive.lexical.with_all(asked.words))
    # A word that a line divides is none to the word index: the likeliest are looked at anyhow.
    likely = archive.lexical.with_most(asked.words, _LIKELIEST)
    looked = {*numbers[:_MOST_CANDIDATES], *likely}
    pages = _pages(archive, asked.words)
    complete = len(numbers) <= _MOST_CANDIDATES and len(pages) < _MOST_PAGES
    return _of(document, [*_around(archive, asked, looked), *pages]), complete


def _alike(archive: Archive, asked: Quotation, document: Document | None) -> list[_Stretch]:
    """Return the texts that share most of the rare words of a quotation."""
    numbers = archive.lexical.with_most(asked.words, _NEAR_CANDIDATES)
    return _of(document, _around(archive, asked, set(numbers)))


def _of(document: Document | None, stretches: Iterable[_Stretch]) -> list[_Stretch]:
    return [one for one in stretches if document is None or one.document_id == document.document_id]


def _around(archive: Archive, asked: Quotation, numbers: set[int]) -> Iterator[_Stretch]:
    omits = any(gap.kind is Between.OMISSION for gap in asked.gaps)
    reach = _REACH_OVER_ELLIPSIS if omits else _REACH
    return _runs(archive.catalogue.texts_around(numbers, reach))


def _runs(passages: Sequence[PassageText]) -> Iterator[_Stretch]:
    """Join passages that follow each other."""
    numbered = enumerate(passages)
    for (document_id, _), group in groupby(
        numbered, key=lambda one: (one[1].document_id, one[1].position - one[0])
    ):
        run = tuple(passage for _, passage in group)
        yield _Stretch(document_id, "\n".join(one.text for one in run), run)


def _pages(archive: Archive, words: str) -> list[_Stretch]:
    """Return the pages that hold the longest words of a quotation, as they read."""
    # The first may begin with a capital here and not there.
    _, *rest = re.findall(r"[^\W_]{3,}", words) or [""]
    longest = sorted(dict.fromkeys(rest), key=lambda word: (-len(word), word))[:_LONG_WORDS]
    if not longest:
        longest = re.findall(r"[^\W_]{3,}", words)[:1]
    if not longest:
        return []
    found = archive.catalogue.pages_with(longest, _MOST_PAGES)
    return [_Stretch(document_id, page.text, page=page) for document_id, page in found]


def _places(archive: Archive, found: Iterable[tuple[_Stretch, Match]]) -> list[Place]:
    """Say where matches stand; what a passage and its page both hold is told once."""
    places: list[Place] = []
    taken: dict[tuple[str, int], list[Span]] = {}
    # Stretches of passages come first.
    for one, match in found:
        place = _on_page(archive, one, match) if one.page else _in_passages(archive, one, match)
        known = taken.setdefault((one.document_id, one.page.number), []) if one.page else []
        if any(span.start < match.end and match.start < span.end for span in known):
            continue
        for span in place.spans:
            taken.setdefault((one.document_id, span.page_number), []).append(span)
        places.append(place)
    return places


def _in_passages(archive: Archive, one: _Stretch, match: Match) -> Place:
    """Say on which pages a match within passages stands, and with which characters."""
    begins = [0, *accumulate(len(passage.text) + 1 for passage in one.passages)]
    touched = [
        (passage, max(0, match.start - begin), min(len(passage.text), match.end - begin))
        for passage, begin in zip(one.passages, begins, strict=False)
        if match.start < begin + len(passage.text) and begin < match.end
    ]
    whole = archive.catalogue.passages_by_number([passage.number for passage, _, _ in touched])
    spans: list[Span] = []
    redactions: list[Redaction] = []
    for known, start, end in touched:
        passage = whole[known.number]
        offset, here = 0, []
        for span in passage.spans:  # Their texts are joined by a line feed.
            first, last = max(start, offset), min(end, offset + span.end - span.start)
            if first < last:
                moved = span.start - offset
                here.append(Span(span.page_number, first + moved, last + moved))
            offset += span.end - span.start + 1
        spans += here
        redactions += [
            redaction
            for redaction in passage.redactions
            if any(_holds(span, redaction) for span in here)
        ]
    citation = archive.citation(whole[touched[0][0].number])
    page = archive.catalogue.page(one.document_id, spans[0].page_number)
    citation = _moved(citation, page, spans[0])
    text = " ".join(one.text[match.start : match.end].split())
    return Place(match, citation, tuple(spans), text, tuple(redactions))


def _holds(span: Span, redaction: Redaction) -> bool:
    return (
        redaction.page_number == span.page_number
        and redaction.offset is not None
        and span.start <= redaction.offset < span.end
    )


def _on_page(archive: Archive, one: _Stretch, match: Match) -> Place:
    """Say where a match stands that is part of no passage: a heading, or the head of minutes."""
    page, document = one.page, archive.documents_by_id[one.document_id]
    assert page is not None
    span = Span(page.number, match.start, match.end)
    citation = Citation(
        document_id=document.document_id,
        passage_id="",
        sha256=document.sha256,
        title=document.title,
        source_name=document.source_names[0],
        meeting_date=document.meeting.date_guess,
        agenda_item=None,
        sub_heading=None,
        page_number=page.number,
        page_label=None,
        line_number=0 if not document.paged else None,
        span=span,
        reading=page.reading,
    )
    redactions = tuple(
        redaction
        for redaction in archive.catalogue.redactions(one.document_id)
        if _holds(span, redaction)
    )
    text = " ".join(one.text[match.start : match.end].split())
    return Place(match, _moved(citation, page, span), (span,), text, redactions)


def _moved(citation: Citation, page: Page, span: Span) -> Citation:
    """Let a citation name the page and the characters of the quotation itself."""
    line = None
    if citation.line_number is not None:
        line = page.text.count("\n", 0, span.start) + 1
    return replace(
        citation,
        page_number=page.number,
        page_label=page.label if page.label != str(page.number) else None,
        line_number=line,
        span=span,
    )


def _newest_first(place: Place) -> tuple[bool, int, str, int, int]:
    day = place.citation.meeting_date
    ordinal = -day.toordinal() if day else 0
    return (day is None, ordinal, place.citation.document_id, *_begin(place))


def _begin(place: Place) -> tuple[int, int]:
    return place.citation.page_number, place.citation.span.start
