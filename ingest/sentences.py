"""Text of pages -> sentences, each with the place it stands at. Pure."""

from collections.abc import Iterator, Sequence

from lrt_search.domain import Span
from lrt_search.sentences import sentence_spans


def sentences_of(
    stretches: Sequence[Span], texts: dict[int, str], max_chars: int
) -> Iterator[list[Span]]:
    """Cut stretches of text into sentences; one may run on from a stretch into the next.

    Args:
        stretches: Where the text stands, in order.
        texts: Page texts by page number.
        max_chars: A longer sentence is cut at a blank.
    """
    placed = [(span, texts[span.page_number][span.start : span.end]) for span in stretches]
    return sentence_spans(placed, max_chars)


def merged(spans: Sequence[Span], texts: dict[int, str]) -> list[Span]:
    """Join spans of a page with nothing but blanks (or a bullet of their own) between them."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.page_number == span.page_number
            and not texts[span.page_number][last.end : span.start].strip()
        ):
            joined[-1] = Span(last.page_number, last.start, span.end)
        else:
            joined.append(span)
    return joined
