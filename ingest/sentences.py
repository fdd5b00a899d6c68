"""Text -> sentences, each with the place it stands at. Pure.

Abbreviations with a full stop ("dhr.", "o.a.") end no sentence; a sentence may run on from a page
to the next.
"""

import re
from collections.abc import Iterator, Sequence

from lrt_search.domain import REDACTION_MARK, Span

_ABBREVIATIONS = frozenset(
    "dhr|mevr|mw|mr|drs|dr|ir|ing|prof|jhr|ca|nr|nrs|art|bijv|bv|o.a|m.b.t|d.d|t.a.v|i.v.m|t.o.v"
    "|resp|incl|excl|max|min|jl|st|vs|blz|p|a.s|d.w.z|e.d|z.s.m|n.a.v|o.l.v".split("|")
)
_SENTENCE_END = re.compile(rf"(?<=[.!?…])[\"'’”)]*\s+(?=[\"'‘“(•]?[A-ZÀ-Ý0-9{REDACTION_MARK}])")
_LAST_WORD = re.compile(r"([\w.]+)\.[\"'’”)]*\s*$")


def sentences_of(
    stretches: Sequence[Span], texts: dict[int, str], max_chars: int
) -> Iterator[list[Span]]:
    """Cut stretches of text into sentences; one may run on from a stretch into the next.

    Args:
        stretches: Where the text stands, in order.
        texts: Page texts by page number.
        max_chars: A longer sentence is cut at a blank.
    """
    open_sentence: list[Span] = []
    for span in stretches:
        text = texts[span.page_number][span.start : span.end]
        start = 0
        for end, next_start in _cuts(text, max_chars):
            open_sentence.append(Span(span.page_number, span.start + start, span.start + end))
            yield open_sentence
            open_sentence, start = [], next_start
        open_sentence.append(Span(span.page_number, span.start + start, span.end))
        if text.rstrip().endswith((".", "!", "?")):
            yield open_sentence
            open_sentence = []
    if open_sentence:
        yield open_sentence


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


def _cuts(text: str, max_chars: int) -> Iterator[tuple[int, int]]:
    """Yield where a sentence ends and the next starts; very long ones are cut at a blank."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        word = _LAST_WORD.search(text[start : match.start()])
        if word and (word.group(1).lower() in _ABBREVIATIONS or len(word.group(1)) == 1):
            continue
        yield from _forced_cuts(text, start, match.start(), max_chars)
        end = match.start() + len(match.group().rstrip())
        yield end, match.end()
        start = match.end()
    yield from _forced_cuts(text, start, len(text), max_chars)


def _forced_cuts(text: str, start: int, end: int, max_chars: int) -> Iterator[tuple[int, int]]:
    while end - start > max_chars:
        blank = max(
            text.rfind(" ", start, start + max_chars), text.rfind("\n", start, start + max_chars)
        )
        if blank <= start:
            cut = next_start = start + max_chars
        else:
            cut, next_start = blank, blank + 1
        if not text[start:cut].strip():
            return
        yield cut, next_start
        start = next_start
