"""The registers as JSON: the same for the API and for ``--json`` on the command line."""

from typing import Any

from lrt_search.as_json import (
    citation_as_json,
    redaction_as_json,
    searched_as_json,
    statement_as_json,
)
from lrt_search.domain import SENSITIVE_MASK, Searched
from lrt_search.registers import Entry, Listing, Step
from lrt_search.reviews import Review, Verdict
from lrt_search.statement_kinds import PROGRESS_NAMES
from lrt_search.threads import LinkKind

_PROGRESS = {value: name for name, value in PROGRESS_NAMES.items()}
_VERDICTS = {Verdict.CONFIRMED: "bevestigd", Verdict.REJECTED: "afgewezen"}
LINKS = {
    LinkKind.REPORT: "bericht",
    LinkKind.SEQUEL: "zelfdeOnderwerp",
    LinkKind.REPEAT: "herhaling",
}


def listing_as_json(
    listing: Listing, searched: Searched, page: int, page_size: int, root: str
) -> dict[str, Any]:
    """Return a page of a register as ``RegisterPagina`` of the API."""
    return {
        "totaal": listing.total,
        "totaalZonderFilters": listing.unfiltered,
        "ongedateerd": listing.undated,
        "page": page,
        "pageSize": page_size,
        "resultaten": [entry_as_json(one, root, masked=searched.masked) for one in listing.entries],
        "doorzocht": searched_as_json(searched),
    }


def entry_as_json(entry: Entry, root: str, *, masked: bool) -> dict[str, Any]:
    """Return an entry as ``Registerregel`` of the API; ``masked`` as in ``Searched``."""
    return {
        **statement_as_json(entry.statement),
        "afgeschermd": masked and SENSITIVE_MASK in entry.statement.text,
        "weglakkingen": [redaction_as_json(one) for one in entry.redactions],
        "citaat": citation_as_json(entry.citation, root),
        "beoordeling": verdict_as_json(entry.review),
        "status": _PROGRESS[entry.progress],
        "statusBewijs": step_as_json(entry.evidence, root) if entry.evidence else None,
        "eerder": [step_as_json(one, root) for one in entry.before],
        "later": [step_as_json(one, root) for one in entry.after],
    }


def step_as_json(step: Step, root: str) -> dict[str, Any]:
    """Return a step of a thread as ``Draadstap`` of the API."""
    progress = step.link.progress
    return {
        "verslagId": step.document_id,
        "uitspraakId": step.statement.statement_id if step.statement else None,
        "vergaderDatum": step.meeting_date.isoformat() if step.meeting_date else None,
        "tekst": step.text,
        "weglakkingen": [redaction_as_json(one) for one in step.redactions],
        "verband": LINKS[step.link.kind],
        "status": _PROGRESS[progress] if progress else None,
        "zeker": step.link.sure,
        "woorden": list(step.link.words),
        "permalink": root + step.permalink,
    }


def verdict_as_json(review: Review | None) -> str | None:
    """Return what a person said of a statement, in a word; never who, or why."""
    return _VERDICTS[review.verdict] if review else None
