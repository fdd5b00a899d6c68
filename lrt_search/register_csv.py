"""A register as CSV, for a spreadsheet: UTF-8 with a mark, semicolons, no formulas."""

from collections.abc import Iterable

from lrt_search.language import N_
from lrt_search.register_wording import (
    kind_in_words,
    outcome_in_words,
    progress_in_words,
)
from lrt_search.registers import Entry, Step
from lrt_search.tables import csv_of
from lrt_search.wording import Wording, place, words_with_redactions

COLUMNS = (
    N_("Kind"),
    N_("Text"),
    N_("Meeting date"),
    N_("Agenda item"),
    N_("Owners"),
    N_("Speaker"),
    N_("Due, as printed"),
    N_("Due date"),
    N_("Outcome"),
    N_("Status"),
    N_("Status is sure"),
    N_("Evidence"),
    N_("Evidence date"),
    N_("Evidence link"),
    N_("Reviewed"),
    N_("Confidence"),
    N_("Rule"),
    N_("Document"),
    N_("Place"),
    N_("Link"),
    N_("Id"),
)


def register_as_csv(entries: Iterable[Entry], root: str, wording: Wording, *, masked: bool) -> str:
    """Return entries as CSV with a head, in the reader's language.

    Args:
        entries: In order.
        root: What comes before permalinks.
        wording: In which language.
        masked: Whether the archive masks what looks sensitive.
    """
    rows = (_row(entry, root, wording, masked=masked) for entry in entries)
    # Without the mark a spreadsheet takes UTF-8 for something else.
    return "\ufeff" + csv_of([tuple(map(wording.translate, COLUMNS)), *rows])


def _row(entry: Entry, root: str, wording: Wording, *, masked: bool) -> tuple[str, ...]:
    statement, citation, evidence = entry.statement, entry.citation, entry.evidence
    due, day = statement.due_date_guess, citation.meeting_date
    yes, no = wording.translate(N_("yes")), wording.translate(N_("no"))
    return (
        kind_in_words(statement.kind, wording),
        words_with_redactions(statement.quotation, entry.redactions, wording, masked=masked),
        day.isoformat() if day else "",
        citation.agenda_item.heading if citation.agenda_item else "",
        ", ".join(statement.owners),
        statement.speaker_organisation or statement.speaker or "",
        statement.due_text or "",
        due.isoformat() if due else "",
        outcome_in_words(statement.outcome, wording) if statement.outcome else "",
        progress_in_words(entry.progress, wording),
        (yes if evidence.link.sure else no) if evidence else "",
        _words_of(evidence, wording, masked=masked) if evidence else "",
        evidence.meeting_date.isoformat() if evidence and evidence.meeting_date else "",
        root + evidence.permalink if evidence else "",
        _reviewed(entry, wording),
        str(statement.confidence),
        statement.rule,
        citation.title,
        place(citation, wording),
        root + citation.permalink,
        statement.statement_id,
    )


def _words_of(step: Step, wording: Wording, *, masked: bool) -> str:
    return words_with_redactions(step.text, step.redactions, wording, masked=masked)


def _reviewed(entry: Entry, wording: Wording) -> str:
    if entry.review is None:
        return ""
    return wording.translate(N_("confirmed") if entry.confirmed else N_("rejected"))
