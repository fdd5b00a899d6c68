"""The pages of the registers: decisions, action items, commitments and requests, with filters."""

from __future__ import annotations

from math import ceil

from flask import Blueprint, Response, render_template, request

from lrt_search.errors import InvalidParameterError
from lrt_search.language import N_
from lrt_search.register_csv import register_as_csv
from lrt_search.register_filters import PARAMETERS, filters_from, parameters_of
from lrt_search.registers import NO_REGISTER_FILTERS, RegisterFilters, list_register
from lrt_search.statement_kinds import OUTCOME_NAMES, PROGRESS_NAMES, REGISTERS
from lrt_search.statements import StatementKind
from search_app import present
from search_app.application import base_url, this_app
from search_app.views import keep_language, page_asked
from search_app.wording import check_language, wording

PAGE_SIZE = 25  # statements

registers = Blueprint("registers", __name__)
registers.before_request(check_language)
registers.url_defaults(keep_language)


def register(kind: StatementKind) -> str | tuple[str, int]:
    """Show a page of a register."""
    archive = this_app().open_current()
    given = {name: value for name, value in request.args.items() if value.strip()}
    fault, filters, page = None, NO_REGISTER_FILTERS, 1
    try:
        page, filters = page_asked(), _filters(given)
        listing = list_register(
            archive, kind, filters, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE
        )
        last_page = max(1, ceil(listing.total / PAGE_SIZE))
        if page > last_page:
            text = wording().translate(N_("the last page of results is {last}"))
            raise InvalidParameterError(name="pagina", expected=text.format(last=last_page))
    except InvalidParameterError as error:
        fault = error.explain(wording().translate)
        listing = list_register(archive, kind, limit=0)
        last_page = 1
    shown = render_template(
        "register.html",
        kind=kind,
        register=REGISTERS[kind],
        listing=listing,
        given={name: given.get(name, "") for name in PARAMETERS},
        filters=filters,
        kept=parameters_of(filters),
        fault=fault,
        page=page,
        last_page=last_page,
        numbers=present.page_numbers(page, last_page),
        searched=archive.searched(),
        masking=archive.searched().masked,
        progress_names=PROGRESS_NAMES,
        outcome_names=OUTCOME_NAMES,
    )
    return (shown, 400) if fault else shown


def download(kind: StatementKind) -> Response:
    """Give all of a register that passes the filters, for a spreadsheet."""
    archive = this_app().open_current()
    given = {name: value for name, value in request.args.items() if value.strip()}
    listing = list_register(archive, kind, _filters(given))
    masked = archive.searched().masked
    text = register_as_csv(listing.entries, base_url(), wording(), masked=masked)
    response = Response(text, content_type="text/csv; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{REGISTERS[kind]}.csv")
    return response


def _filters(given: dict[str, str]) -> RegisterFilters:
    """Return what the filters of the address ask.

    Raises:
        InvalidParameterError: one cannot be used, or there is none of that name.
    """
    translate = wording().translate
    for name in given:
        if name not in (*PARAMETERS, "pagina", "taal"):
            expected = translate(N_("there is no such parameter"))
            raise InvalidParameterError(name=name[:64], expected=expected)
    filters, faults = filters_from(given)
    if faults:
        expected = translate(faults[0].expected)
        raise InvalidParameterError(name=faults[0].name, expected=expected)
    return filters


for _kind, _name in REGISTERS.items():
    registers.add_url_rule(f"/{_name}", _name, register, defaults={"kind": _kind})
    registers.add_url_rule(f"/{_name}.csv", f"{_name}_csv", download, defaults={"kind": _kind})
