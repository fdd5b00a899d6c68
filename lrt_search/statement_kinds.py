"""What readers and programs call kinds, outcomes and progress: in questions, addresses, JSON."""

from lrt_search.statements import DecisionOutcome, StatementKind
from lrt_search.threads import Progress

KIND_NAMES: dict[StatementKind, tuple[str, ...]] = {
    StatementKind.DECISION: ("besluit", "besluiten", "decision", "decisions"),
    StatementKind.ACTION_ITEM: (
        "actiepunt",
        "actiepunten",
        "actie",
        "acties",
        "action",
        "actions",
        "action item",
        "action items",
    ),
    StatementKind.COMMITMENT: ("toezegging", "toezeggingen", "commitment", "commitments"),
    StatementKind.REQUEST: ("verzoek", "verzoeken", "request", "requests"),
    StatementKind.POSITION: ("standpunt", "standpunten", "position", "positions"),
}
"""Dutch and English names of each kind; the first is what programs are told."""

REGISTERS: dict[StatementKind, str] = {
    StatementKind.DECISION: "besluiten",
    StatementKind.ACTION_ITEM: "actiepunten",
    StatementKind.COMMITMENT: "toezeggingen",
    StatementKind.REQUEST: "verzoeken",
}
"""The registers by their address."""

PROGRESS_NAMES = {
    "open": Progress.OPEN,
    "loopt": Progress.RUNNING,
    "afgerond": Progress.DONE,
    "vervallen": Progress.LAPSED,
}
OUTCOME_NAMES = {
    "aangenomen": DecisionOutcome.ADOPTED,
    "aangehouden": DecisionOutcome.DEFERRED,
    "verworpen": DecisionOutcome.REJECTED,
}

_BY_NAME = {name: kind for kind, names in KIND_NAMES.items() for name in names}


def kind_named(name: str) -> StatementKind | None:
    """Return the kind that is called so, in lower case; None where there is none."""
    return _BY_NAME.get(name)


def name_of(kind: StatementKind) -> str:
    """Return what programs are told of a kind: "besluit"."""
    return KIND_NAMES[kind][0]
