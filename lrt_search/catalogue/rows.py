"""A row of a catalogue -> a thing of the domain. Pure."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import date, time

from lrt_search.domain import (
    Attendee,
    Page,
    PageReading,
    Provenance,
    ReadingMethod,
    Redaction,
    RedactionLook,
    Span,
    Withheld,
)
from lrt_search.statements import DecisionOutcome, Statement, StatementKind
from lrt_search.threads import FollowUp, LinkKind, Progress


def page_of(row: sqlite3.Row) -> Page:
    """Return a page."""
    return Page(row["number"], row["label"], row["text"], reading_of(row))


def reading_of(row: sqlite3.Row) -> PageReading:
    """Return how a page was read."""
    return PageReading(
        ReadingMethod(row["method"]), row["reader"], row["confidence"], row["quality"]
    )


def provenance_of(row: sqlite3.Row) -> Provenance:
    """Return where a source was published."""
    return Provenance(row["url"], row["decision"], row["document_number"])


def attendee_of(row: sqlite3.Row) -> Attendee:
    """Return who was at a meeting, or was not."""
    return Attendee(row["name"], row["organisation"], row["short_name"], row["role"])


def clock_of(value: str | None) -> time | None:
    """Return an hour."""
    return time.fromisoformat(value) if value else None


def statement_of(row: sqlite3.Row, spans: Iterable[Span], owners: Iterable[str]) -> Statement:
    """Return a statement, with its places and owners from tables of their own."""
    due, outcome = row["due_date_guess"], row["outcome"]
    return Statement(
        statement_id=row["statement_id"],
        document_id=row["document_id"],
        passage_id=row["passage_id"],
        position=row["position"],
        kind=StatementKind(row["kind"]),
        text=row["text"],
        spans=tuple(spans),
        rule=row["rule"],
        confidence=row["confidence"],
        agenda_position=row["agenda_position"],
        speaker=row["speaker"],
        speaker_organisation=row["speaker_organisation"],
        owners=tuple(owners),
        due_text=row["due_text"],
        due_date_guess=date.fromisoformat(due) if due else None,
        outcome=DecisionOutcome(outcome) if outcome else None,
    )


def follow_up_of(row: sqlite3.Row) -> FollowUp:
    """Return a later sentence on a statement."""
    return FollowUp(
        statement_id=row["statement_id"],
        document_id=row["document_id"],
        passage_id=row["passage_id"],
        text=row["text"],
        spans=tuple(Span(*place) for place in json.loads(row["spans"])),
        kind=LinkKind(row["kind"]),
        progress=Progress(row["progress"]) if row["progress"] else None,
        words=tuple(json.loads(row["words"])),
        sure=bool(row["sure"]),
        later_id=row["later_id"],
    )


def redaction_of(row: sqlite3.Row) -> Redaction:
    """Return a redaction."""
    left, top, right, bottom = (row[side] for side in ("left", "top", "right", "bottom"))
    return Redaction(
        page_number=row["page_number"],
        offset=row["offset"],
        look=RedactionLook(row["look"]),
        grounds=tuple(json.loads(row["grounds"])),
        place=None if left is None else (left, top, right, bottom),
        size=row["size"],
    )


def withheld_of(row: sqlite3.Row) -> Withheld:
    """Return how much of a part was withheld."""
    return Withheld(row["percent"], row["redactions"], tuple(json.loads(row["grounds"])))
