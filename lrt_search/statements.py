"""What minutes say that somebody decided, has to do, promised, asked or thinks. Pure.

A statement is a sentence of the minutes, word for word, with what a rule read in it. Each names
its rule and how far that is to be trusted: a person may confirm or reject it (``reviews.py``).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lrt_search.domain import Span


class StatementKind(StrEnum):
    """What a sentence of minutes is."""

    DECISION = "decision"
    ACTION_ITEM = "action_item"
    COMMITMENT = "commitment"
    REQUEST = "request"
    POSITION = "position"  # what its speaker says or thinks, and none of the above


class DecisionOutcome(StrEnum):
    """What became of what was put to the table."""

    ADOPTED = "adopted"
    DEFERRED = "deferred"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the minutes that decides, gives a task, promises, asks or takes a position.

    Attributes:
        statement_id: Derived from the document and the words, so that links and what a person
            said of it outlive a re-ingest; "s" and 15 hexadecimal digits.
        document_id: The document it stands in.
        passage_id: The passage it stands in.
        position: Its place in the document, from 1.
        kind: What it is.
        text: Verbatim: the text under ``spans``, joined by a line feed as in ``Passage``.
        spans: Where it stands.
        rule: Name of the rule that found it, as listed in ``docs/statements.md``.
        confidence: 0 to 100, how often the rule was right on the judged minutes.
        agenda_position: As in ``Passage``.
        speaker: Who says it, as printed: "SJenV", "De VNG"; None where nobody is named.
        speaker_organisation: The organisation meant by that, by its short name in the glossary;
            None where that is not sure.
        owners: Who has to do it, all of them, in printed order, by their short names in the
            glossary, or as printed where it knows none.
        due_text: By when, as printed: "voor 1 mei"; None where nothing is said.
        due_date_guess: The last day of it; None where it cannot be told for sure.
        outcome: Of a decision; None of anything else.
    """

    statement_id: str
    document_id: str
    passage_id: str
    position: int
    kind: StatementKind
    text: str
    spans: tuple[Span, ...]
    rule: str
    confidence: int
    agenda_position: int | None = None
    speaker: str | None = None
    speaker_organisation: str | None = None
    owners: tuple[str, ...] = ()
    due_text: str | None = None
    due_date_guess: date | None = None
    outcome: DecisionOutcome | None = None

    def __post_init__(self) -> None:
        if not self.spans or not self.text.strip() or self.position < 1:
            raise ValueError(f"not a statement: {self.statement_id} at {self.spans}")
        if not 0 <= self.confidence <= 100:
            raise ValueError(f"not a share: {self.confidence}")
        if (self.outcome is not None) != (self.kind is StatementKind.DECISION):
            raise ValueError(f"a decision has an outcome, nothing else has: {self.statement_id}")

    @property
    def page_number(self) -> int:
        """The page it opens on."""
        return self.spans[0].page_number

    @property
    def quotation(self) -> str:
        """Its words with line breaks and runs of blanks as one blank."""
        return " ".join(self.text.split())
