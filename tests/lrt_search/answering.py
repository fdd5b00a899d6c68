"""Answers made of a few bullets, for the tests of answers and of what is made of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from lrt_search.answers import Answer, compose
from lrt_search.domain import (
    REDACTION_MARK,
    AgendaItem,
    Citation,
    Evidence,
    Hit,
    Outcome,
    Passage,
    PassageKind,
    Reason,
    Redaction,
    RedactionLook,
    Searched,
    Span,
)
from lrt_search.statements import DecisionOutcome, Statement, StatementKind

SEARCHED = Searched("g", 3, 9, 40, date(2022, 1, 1), date(2023, 1, 1), 1, unread_pages=2)
DAYS = {"d1": date(2022, 3, 3), "d2": date(2022, 6, 1), "d3": date(2023, 1, 9), "d4": None}


def hit(
    text: str,
    rank: int = 1,
    *,
    document_id: str = "d1",
    score: float | None = None,
    words: Sequence[str] = (),
    title: str = "OPVANG",
) -> Hit:
    """Return a hit; ``words`` are those of its text that match the question."""
    passage = Passage(
        f"p{rank}",
        document_id,
        rank,
        PassageKind.BULLET,
        text,
        (Span(1, 10, 10 + len(text)),),
        redactions=(Redaction(1, 10, RedactionLook.BLACK, (), None, 9),)
        * text.count(REDACTION_MARK),
    )
    quotation = passage.quotation
    marks = [
        (place, place + len(word))
        for word in words
        for place in range(len(quotation))
        if quotation.startswith(word, place)
    ]
    return Hit(
        rank,
        score if score is not None else 1 - rank / 20,
        passage,
        Citation(
            document_id=document_id,
            passage_id=passage.passage_id,
            sha256="a" * 64,
            title="Verslag",
            source_name="a.pdf",
            meeting_date=DAYS[document_id],
            agenda_item=AgendaItem(1, "1", title, 1),
            sub_heading=None,
            page_number=1,
            page_label=None,
            line_number=None,
            span=passage.spans[0],
        ),
        Reason(tuple(words), rank, rank, 0.8),
        tuple(sorted(marks)),
    )


def outcome(query: str, *hits: Hit, **more: object) -> Outcome:
    values: dict[str, object] = {"unfiltered": len(hits), "evidence": Evidence.STRONG}
    return Outcome(query, len(hits), 0, hits, SEARCHED, **(values | more))  # type: ignore[arg-type]


def statement(one: Hit, kind: StatementKind, text: str, **more: object) -> Statement:
    """Return what a sentence of a hit is."""
    start = one.passage.spans[0].start + one.passage.text.index(text)
    values: dict[str, object] = {
        "statement_id": f"s{one.rank}-{start}",
        "document_id": one.passage.document_id,
        "passage_id": one.passage.passage_id,
        "position": 1,
        "kind": kind,
        "text": text,
        "spans": (Span(1, start, start + len(text)),),
        "rule": "test",
        "confidence": 90,
        "outcome": DecisionOutcome.ADOPTED if kind is StatementKind.DECISION else None,
    }
    return Statement(**(values | more))  # type: ignore[arg-type]


def answered(query: str, *hits: Hit, stated: Sequence[Statement] = (), **more: object) -> Answer:
    known = [
        replace(
            one,
            statements=tuple(own for own in stated if own.passage_id == one.passage.passage_id),
        )
        for one in hits
    ]
    return compose(outcome(query, *known, **more))
