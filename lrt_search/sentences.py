"""A text -> its sentences, each with the place it stands at. Pure.

    text under spans -> cuts between sentences -> sentences with their own spans

Minutes are full of abbreviations, bullets and redactions: a full stop ends a sentence only where
the next one can begin, with a capital, a digit, a bullet or a redaction.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lrt_search.domain import REDACTION_MARK, Passage, Redaction, Span

_ABBREVIATIONS = frozenset(
    "dhr|mevr|mw|mr|drs|dr|ir|ing|prof|jhr|ca|nr|nrs|art|bijv|bv|o.a|m.b.t|d.d|t.a.v|i.v.m|t.o.v"
    "|resp|incl|excl|max|min|jl|st|vs|blz|p|a.s|d.w.z|e.d|z.s.m|n.a.v|o.l.v".split("|")
)
_SENTENCE_END = re.compile(rf"(?<=[.!?…])[\"'’”)]*\s+(?=[\"'‘“(•]?[A-ZÀ-Ý0-9{REDACTION_MARK}])")
_LAST_WORD = re.compile(r"([\w.]+)\.[\"'’”)]*\s*$")
# A line that opens with a bullet opens a sentence, whatever stands before it.
_BULLET_LINE = re.compile(r"\s*\n\s*(?=[•◦▪‣●○]\s)")
_ENDS = (".", "!", "?")
_SHORTENED_HERE = re.compile(rf"^\W*{REDACTION_MARK}")
_SHORTENED_AT_END = re.compile(rf"{REDACTION_MARK}[^\w.!?…]*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage, or a few in a row.

    Attributes:
        text: Verbatim: the text under ``spans``, joined by a line feed as in ``Passage``.
        spans: Where it stands.
        start, end: Half-open offsets into ``Passage.quotation``.
        redactions: Those whose marks stand in ``text``, in the same order.
    """

    text: str
    spans: tuple[Span, ...]
    start: int
    end: int
    redactions: tuple[Redaction, ...] = ()

    @property
    def quotation(self) -> str:
        """Its words with line breaks and runs of blanks as one blank."""
        return " ".join(self.text.split())

    @property
    def opens_redacted(self) -> bool:
        """Whether its beginning was redacted."""
        return bool(_SHORTENED_HERE.search(self.text))

    @property
    def ends_redacted(self) -> bool:
        """Whether its end was redacted, its full stop included."""
        return bool(_SHORTENED_AT_END.search(self.text))


def sentence_spans(
    stretches: Sequence[tuple[Span, str]], longest: int, *, bullets: bool = False
) -> Iterator[list[Span]]:
    """Cut stretches of text into sentences; one may run on from a stretch into the next.

    Args:
        stretches: Spans, each with the text under it.
        longest: A sentence of more characters is cut at a blank.
        bullets: Whether a line with a bullet opens a sentence too.
    """
    open_sentence: list[Span] = []
    for span, text in stretches:
        start = 0
        for end, next_start in _cuts(text, longest, bullets=bullets):
            open_sentence.append(Span(span.page_number, span.start + start, span.start + end))
            yield open_sentence
            open_sentence, start = [], next_start
        open_sentence.append(Span(span.page_number, span.start + start, span.end))
        if text.rstrip().endswith(_ENDS):
            yield open_sentence
            open_sentence = []
    if open_sentence:
        yield open_sentence


def sentences(passage: Passage) -> list[Sentence]:
    """Cut a passage into its sentences, in order; their words together are all of its words."""
    stretches, done = [], 0
    for span in passage.spans:
        length = span.end - span.start
        stretches.append((span, passage.text[done : done + length]))
        done += length + 1
    cut = sentence_spans(stretches, len(passage.text) + 1, bullets=True)
    return [one for spans in cut if (one := sentence_at(passage, spans)) is not None]


def sentence_at(passage: Passage, spans: Sequence[Span]) -> Sentence | None:
    """Return what stands in a passage under spans that lie within its own, without outer blanks.

    Returns:
        None where nothing but blanks stands there.
    """
    places = [(place, span) for span in spans if (place := _place_in(passage, span)) is not None]
    trimmed = []
    for (start, end), span in places:
        text = passage.text[start:end]
        before, after = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
        if before < len(text):
            trimmed.append(
                (
                    start + before,
                    end - after,
                    Span(span.page_number, span.start + before, span.end - after),
                )
            )
    if not trimmed:
        return None
    first, last = trimmed[0][0], trimmed[-1][1]
    earlier = passage.text[:first].count(REDACTION_MARK)
    marks = passage.text[first:last].count(REDACTION_MARK)
    return Sentence(
        text="\n".join(passage.text[start:end] for start, end, _ in trimmed),
        spans=tuple(span for _, _, span in trimmed),
        start=_in_quotation(passage.text, first),
        end=_in_quotation(passage.text, first) + len(" ".join(passage.text[first:last].split())),
        redactions=passage.redactions[earlier : earlier + marks],
    )


def joined(passage: Passage, first: Sentence, second: Sentence) -> Sentence:
    """Return two sentences of a passage that stand in a row as one stretch of text."""
    spans = [*first.spans, *second.spans]
    last, following = first.spans[-1], second.spans[0]
    if last.page_number == following.page_number:
        whole = Span(last.page_number, last.start, following.end)
        if _place_in(passage, whole):  # The blanks between them are text of the passage too.
            place = len(first.spans)
            spans[place - 1 : place + 1] = [whole]
    both = sentence_at(passage, spans)
    assert both is not None
    return both


def _place_in(passage: Passage, wanted: Span) -> tuple[int, int] | None:
    """Return the offsets into the text of a passage of a span that lies within one of its own."""
    done = 0
    for span in passage.spans:
        if (
            span.page_number == wanted.page_number
            and span.start <= wanted.start
            and wanted.end <= span.end
        ):
            return done + wanted.start - span.start, done + wanted.end - span.start
        done += span.end - span.start + 1
    return None


def _in_quotation(text: str, place: int) -> int:
    """Return where a character of a text, which is no blank, stands in its quotation."""
    before = text[:place]
    words = " ".join(before.split())
    return len(words) + (1 if words and before[-1].isspace() else 0)


def _cuts(text: str, longest: int, *, bullets: bool) -> Iterator[tuple[int, int]]:
    """Yield where a sentence ends and the next starts; very long ones are cut at a blank."""
    start = 0
    for end, next_start in _ends(text, bullets=bullets):
        word = _LAST_WORD.search(text[start:end])
        at_bullet = bullets and _BULLET_LINE.match(text, end)
        if (
            word
            and not at_bullet
            and (word.group(1).lower() in _ABBREVIATIONS or len(word.group(1)) == 1)
        ):
            continue
        yield from _forced_cuts(text, start, end, longest)
        closing = text[end:next_start]
        yield end + len(closing.rstrip()), next_start
        start = next_start
    yield from _forced_cuts(text, start, len(text), longest)


def _ends(text: str, *, bullets: bool) -> list[tuple[int, int]]:
    found = [(match.start(), match.end()) for match in _SENTENCE_END.finditer(text)]
    if bullets:
        known = {next_start for _, next_start in found}
        found += [
            (match.start(), match.end())
            for match in _BULLET_LINE.finditer(text)
            if match.start() and match.end() not in known
        ]
    return sorted(found)


def _forced_cuts(text: str, start: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    while end - start > longest:
        blank = max(
            text.rfind(" ", start, start + longest), text.rfind("\n", start, start + longest)
        )
        if blank <= start:
            cut = next_start = start + longest
        else:
            cut, next_start = blank, blank + 1
        if not text[start:cut].strip():
            return
        yield cut, next_start
        start = next_start
