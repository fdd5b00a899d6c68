"""Minutes -> passages: what is ranked, quoted and cited, each with the place it stands at.

    block -> pieces of at most MAX_CHARS, cut between sentences -> passage with its spans

A passage never reaches across an agenda item, a sub-heading or a speaker.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.lines import Line
from ingest.minutes import Block, Minutes
from ingest.redactions import without_marks
from ingest.sentences import merged, sentences_of
from lrt_search.domain import Page, Passage, PassageKind, Span

# The default model reads 512 tokens; Dutch minutes take about 4 characters a token, and the
# context in front of a passage needs room too. Shorter passages are also sharper citations.
MAX_CHARS = 900
# Speeches and paragraphs by one speaker run together until they make a passage worth quoting.
TARGET_CHARS = 500


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
    for sentence in sentences_of(stretches, texts, MAX_CHARS):
        size = sum(span.end - span.start for span in sentence)
        if piece and (length + size > MAX_CHARS or length >= goal):
            yield piece
            piece, length = [], 0
        piece = merged(piece + sentence, texts)
        length += size
    if piece:
        yield piece


def _stretches(lines: Sequence[Line], texts: dict[int, str]) -> list[Span]:
    spans = [Span(line.page_number, line.start, line.end) for line in lines]
    return merged(spans, texts)
