"""Minutes -> passages: what is ranked, quoted and cited, each with the place it stands at.

    block -> pieces of at most MAX_CHARS, cut between sentences -> passage with its spans

A passage never reaches across an agenda item, a sub-heading or a speaker.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.minutes import Block, Line, Minutes
from ingest.redactions import without_marks
from lrt_search.domain import REDACTION_MARK, Page, Passage, PassageKind, Span

# The default model reads 512 tokens; Dutch minutes take about 4 characters a token, and the
# context in front of a passage needs room too. Shorter passages are also sharper citations.
MAX_CHARS = 900
# Speeches and paragraphs by one speaker run together until they make a passage worth quoting.
TARGET_CHARS = 500

_ABBREVIATIONS = frozenset(
    "dhr|mevr|mw|mr|drs|dr|ir|ing|prof|jhr|ca|nr|nrs|art|bijv|bv|o.a|m.b.t|d.d|t.a.v|i.v.m|t.o.v"
    "|resp|incl|excl|max|min|jl|st|vs|blz|p|a.s|d.w.z|e.d|z.s.m|n.a.v|o.l.v".split("|")
)
_SENTENCE_END = re.compile(rf"(?<=[.!?…])[\"'’”)]*\s+(?=[\"'‘“(•]?[A-ZÀ-Ý0-9{REDACTION_MARK}])")
_LAST_WORD = re.compile(r"([\w.]+)\.[\"'’”)]*\s*$")


def cut_passages(document_id: str, pages: Sequence[Page], minutes: Minutes) -> list[Passage]:
    """Cut the blocks of ``minutes`` into passages, in document order."""
    texts = {page.number: page.text for page in pages}
    seen: Counter[str] = Counter()
    passages: list[Passage] = []
    for block in _joined(minutes.blocks):
        for spans in _pieces(block, texts):
            text = "\n".join(texts[span.page_number][span.start : span.end] for span in spans)
            if not any(char.isalnum() for char in text):
                continue  # A stray bullet, full stop or redaction says nothing to be cited.
            words = "".join(without_marks(text).split())
            seen[words] += 1
            passages.append(
                Passage(
                    passage_id=passage_id(document_id, words, seen[words]),
                    document_id=document_id,
                    position=len(passages) + 1,
                    kind=block.kind,
                    text=text,
                    spans=tuple(spans),
                    agenda_position=block.agenda_position,
                    sub_heading=block.sub_heading,
                    speaker=block.speaker,
                    level=block.level,
                )
            )
    return passages


def passage_id(document_id: str, words: str, occurrence: int) -> str:
    """Derive an id from what the passage says, so that links outlive a re-ingest.

    They outlive a better eye for redactions too: neither marks nor the blanks about them count.

    Args:
        document_id: The document it stands in.
        words: Its text without blanks and without marks.
        occurrence: 1 for the first passage of the document with these words, and so on.
    """
    key = f"{document_id}\0{words}\0{occurrence}"
    return "p" + hashlib.sha256(key.encode()).hexdigest()[:15]


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """Let short paragraphs of one speaker or under one heading run together."""

    def place(block: Block) -> tuple[object, ...]:
        bullet = id(block) if block.kind is PassageKind.BULLET else None
        return block.kind, block.agenda_position, block.sub_heading, block.speaker, bullet

    for _, group in groupby(blocks, key=place):
        waiting: Block | None = None
        for block in group:
            if waiting is None:
                waiting = block
            elif _length(waiting) + _length(block) <= TARGET_CHARS:
                waiting = Block(
                    waiting.kind,
                    waiting.lines + block.lines,
                    waiting.agenda_position,
                    waiting.sub_heading,
                    waiting.speaker,
                    waiting.level,
                )
            else:
                yield waiting
                waiting = block
        if waiting is not None:
            yield waiting


def _length(block: Block) -> int:
    return sum(len(line.text) + 1 for line in block.lines)


def _pieces(block: Block, texts: dict[int, str]) -> Iterator[list[Span]]:
    """Cut a block into lists of spans of at most ``MAX_CHARS``, between sentences if possible."""
    stretches = _stretches(block.lines, texts)
    total = sum(span.end - span.start for span in stretches)
    if total <= MAX_CHARS:
        yield stretches
        return
    # About equal pieces read better than a full one and a stub.
    goal = total / -(-total // MAX_CHARS)
    piece: list[Span] = []
    length = 0
    for sentence in _sentences(stretches, texts):
        size = sum(span.end - span.start for span in sentence)
        if piece and (length + size > MAX_CHARS or length >= goal):
            yield piece
            piece, length = [], 0
        piece = _merged(piece + sentence, texts)
        length += size
    if piece:
        yield piece


def _stretches(lines: Sequence[Line], texts: dict[int, str]) -> list[Span]:
    spans = [Span(line.page_number, line.start, line.end) for line in lines]
    return _merged(spans, texts)


def _merged(spans: Sequence[Span], texts: dict[int, str]) -> list[Span]:
    """Join spans of a page with nothing but blanks (or a bullet of their own) between them."""
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if (
            last is not None
            and last.page_number == span.page_number
            and not texts[span.page_number][last.end : span.start].strip()
        ):
            merged[-1] = Span(last.page_number, last.start, span.end)
        else:
            merged.append(span)
    return merged


def _sentences(stretches: Sequence[Span], texts: dict[int, str]) -> Iterator[list[Span]]:
    """Cut stretches of text into sentences; one may run on from a stretch into the next."""
    open_sentence: list[Span] = []
    for span in stretches:
        text = texts[span.page_number][span.start : span.end]
        start = 0
        for end, next_start in _cuts(text):
            open_sentence.append(Span(span.page_number, span.start + start, span.start + end))
            yield open_sentence
            open_sentence, start = [], next_start
        open_sentence.append(Span(span.page_number, span.start + start, span.end))
        if text.rstrip().endswith((".", "!", "?")):
            yield open_sentence
            open_sentence = []
    if open_sentence:
        yield open_sentence


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a sentence ends and the next starts; very long ones are cut at a blank."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        word = _LAST_WORD.search(text[start : match.start()])
        if word and (word.group(1).lower() in _ABBREVIATIONS or len(word.group(1)) == 1):
            continue
        yield from _forced_cuts(text, start, match.start())
        end = match.start() + len(match.group().rstrip())
        yield end, match.end()
        start = match.end()
    yield from _forced_cuts(text, start, len(text))


def _forced_cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MAX_CHARS:
        blank = max(
            text.rfind(" ", start, start + MAX_CHARS), text.rfind("\n", start, start + MAX_CHARS)
        )
        if blank <= start:
            cut = next_start = start + MAX_CHARS
        else:
            cut, next_start = blank, blank + 1
        if not text[start:cut].strip():
            return
        yield cut, next_start
        start = next_start
