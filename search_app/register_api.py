"""The registers in the JSON API: decisions, action items, commitments and requests."""

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, jsonify, request, url_for

from lrt_search.register_filters import PARAMETERS, filters_from, parameters_of
from lrt_search.register_json import listing_as_json
from lrt_search.registers import RegisterFilters, list_register
from lrt_search.statement_kinds import REGISTERS
from lrt_search.statements import StatementKind
from search_app.api import (
    check_accept,
    fault_in,
    number_within,
    page_links,
    query_faults,
    refuse,
)
from search_app.application import this_app
from search_app.limits import MAX_PAGE, MAX_PAGE_SIZE, REGISTER_PAGE_SIZE

_FIELDS = (*PARAMETERS, "page", "pageSize")

registers_api = Blueprint("registers_api", __name__)
registers_api.before_request(check_accept)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which statements a program asks for, and which page of them."""

    kind: StatementKind
    filters: RegisterFilters
    page: int
    page_size: int


def list_statements(kind: StatementKind) -> Response:
    """List the statements of one kind, the newest meeting first."""
    asked = _asked(kind)
    archive = this_app().open_current()
    offset = (asked.page - 1) * asked.page_size
    listing = list_register(archive, kind, asked.filters, limit=asked.page_size, offset=offset)
    response = jsonify(
        listing_as_json(
            listing, archive.searched(), asked.page, asked.page_size, request.script_root
        )
    )
    address = partial(_address, asked)
    response.headers["Link"] = page_links(asked.page, asked.page_size, listing.total, address)
    return response


def _asked(kind: StatementKind) -> _Asked:
    """Return what is asked.

    Raises:
        InvalidInputError: with everything that cannot be used.
    """
    faults = query_faults(_FIELDS)
    given = request.args.to_dict()
    numbers = {"page": 1, "pageSize": REGISTER_PAGE_SIZE}
    for name, highest in (("page", MAX_PAGE), ("pageSize", MAX_PAGE_SIZE)):
        if name not in given:
            continue
        number = number_within(given[name], "query", name, 1, highest, faults)
        if number is not None:
            numbers[name] = number
    filters, unusable = filters_from(given)
    faults += [fault_in("query", one.name, "ongeldig", one.expected) for one in unusable]
    refuse(faults)
    return _Asked(kind, filters, numbers["page"], numbers["pageSize"])


def _address(asked: _Asked, page: int) -> str:
    return url_for(
        f"registers_api.{REGISTERS[asked.kind]}",
        page=page,
        pageSize=asked.page_size,
        **parameters_of(asked.filters),  # type: ignore[arg-type]
    )


for _kind, _name in REGISTERS.items():
    registers_api.add_url_rule(f"/{_name}", _name, list_statements, defaults={"kind": _kind})
