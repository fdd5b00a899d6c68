"""The filters of a register as readers write them: in an address, or on the command line. Pure.

What cannot be used is told by name, with what to give instead; nothing is passed over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lrt_search.analysis import terms
from lrt_search.language import N_
from lrt_search.query import days_of
from lrt_search.registers import RegisterFilters
from lrt_search.statement_kinds import OUTCOME_NAMES, PROGRESS_NAMES
from lrt_search.statements import DecisionOutcome
from lrt_search.threads import Progress

# What the program itself calls them does as well: the command line speaks English.
_PROGRESS = PROGRESS_NAMES | {str(one): one for one in Progress}
_OUTCOMES = OUTCOME_NAMES | {str(one): one for one in DecisionOutcome}
PARAMETERS = ("organisatie", "van", "tot", "status", "uitkomst", "woorden", "bevestigd", "verslag")
MAX_WORDS = 200  # characters
_YES_NO = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class FilterFault:
    """A filter that cannot be used.

    Attributes:
        name: Which one.
        expected: What to give instead, untranslated, for ``InvalidParameterError``.
    """

    name: str
    expected: str


def filters_from(given: Mapping[str, str]) -> tuple[RegisterFilters, list[FilterFault]]:
    """Return what the filters ``given`` ask, and which of them cannot be used.

    Args:
        given: By the names in ``PARAMETERS``; others are not looked at.
    """
    found: dict[str, Any] = {}
    faults: list[FilterFault] = []

    def take(name: str, field: str, value: object, expected: str) -> None:
        if value is None:
            faults.append(FilterFault(name, expected))
        else:
            found[field] = value

    for name, text in given.items():
        value = " ".join(text.split())
        if name == "organisatie":
            expected = N_("give the name of an organisation, such as BZK")
            take(name, "organisation", value if 0 < len(value) <= MAX_WORDS else None, expected)
        elif name in ("van", "tot"):
            days = days_of(value)
            expected = N_("give a year, a month or a day, such as 2024, 2024-03 or 2024-03-14")
            field, place = ("first_date", 0) if name == "van" else ("last_date", 1)
            take(name, field, days[place] if days else None, expected)
        elif name == "status":
            expected = N_("give open, loopt, afgerond or vervallen")
            take(name, "progress", _PROGRESS.get(value.lower()), expected)
        elif name == "uitkomst":
            expected = N_("give aangenomen, aangehouden or verworpen")
            take(name, "outcome", _OUTCOMES.get(value.lower()), expected)
        elif name == "woorden":
            usable = len(value) <= MAX_WORDS and bool(terms(value))
            expected = N_("give at least one word, in at most 200 characters")
            take(name, "words", value if usable else None, expected)
        elif name == "bevestigd":
            take(name, "confirmed", _YES_NO.get(value.lower()), N_("give true or false"))
        elif name == "verslag":
            expected = N_("give the id of a document")
            take(name, "document_id", value if 0 < len(value) <= 64 else None, expected)
    first, last = found.get("first_date"), found.get("last_date")
    if first and last and first > last:
        faults.append(FilterFault("tot", N_("give a date that is not before the first one")))
    return RegisterFilters(**found), faults


def parameters_of(filters: RegisterFilters) -> dict[str, str]:
    """Write filters as the parameters of an address; those not in use are left out."""
    progress = {value: name for name, value in PROGRESS_NAMES.items()}
    outcomes = {value: name for name, value in OUTCOME_NAMES.items()}
    written = {
        "organisatie": filters.organisation,
        "van": filters.first_date.isoformat() if filters.first_date else None,
        "tot": filters.last_date.isoformat() if filters.last_date else None,
        "status": progress[filters.progress] if filters.progress else None,
        "uitkomst": outcomes[filters.outcome] if filters.outcome else None,
        "woorden": filters.words,
        "bevestigd": "true" if filters.confirmed else None,
        "verslag": filters.document_id,
    }
    return {name: value for name, value in written.items() if value is not None}
