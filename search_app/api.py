"""The JSON API, after the NLGov REST API Design Rules 2.2; ``openapi`` describes it."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from math import ceil
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request, url_for

from lrt_search import as_json
from lrt_search.answers import DEPTH, answer_from
from lrt_search.citation_formats import FILE_NAMES, MEDIA_TYPES, CitationFormat, write
from lrt_search.domain import Filters, Outcome
from lrt_search.errors import (
    EmptyQueryError,
    EmptyQuotationError,
    InvalidParameterError,
    QueryError,
    QueryTooLongError,
    QuotationTooLongError,
)
from lrt_search.grounds import normalise
from lrt_search.language import N_
from lrt_search.references import MOST as MOST_CITED
from lrt_search.references import references
from lrt_search.search_record import MOST_HITS, outcome_for, record, recorded, to_json
from lrt_search.search_record import Question as RecordedQuestion
from lrt_search.summary_endpoint import summarise
from lrt_search.verification import verify
from search_app.application import base_url, this_app
from search_app.error_views import Fault, InvalidInputError
from search_app.limits import DEFAULT_RECORDED, MAX_GROUND, MAX_PAGE, MAX_PAGE_SIZE
from search_app.openapi import API_VERSION, openapi_document
from search_app.wording import wording

PREFIX = "/api/v1"
ANSWER_FIELDS = ("zoekterm", "grond", "gelaktVan", "gelaktTot", "uitbreiden", "samenvatting")
CITE_FIELDS = ("passage", "vorm")
SEARCH_FIELDS = ("zoekterm", "page", "pageSize", "grond", "gelaktVan", "gelaktTot", "uitbreiden")

RECORD_FIELDS = ("zoekterm", "grond", "gelaktVan", "gelaktTot", "uitbreiden", "aantal", "terzijde")
QUOTATION_FIELDS = ("citaat", "verslagId")
_CODES: dict[type[QueryError], str] = {
    EmptyQueryError: "leeg",
    EmptyQuotationError: "leeg",
    QueryTooLongError: "teLang",
    QuotationTooLongError: "teLang",
}

api = Blueprint("api", __name__)


@dataclass(frozen=True, slots=True)
class Question:
    """What a program asks: a query, which of its hits, which page, and whether a summary too."""

    query: str
    filters: Filters
    page: int
    page_size: int
    expand: bool = True
    summary: bool = False


@api.before_request
def check_accept() -> None:
    """Refuse a request that takes no JSON."""
    accepted = request.accept_mimetypes
    taken = ["application/json"]
    if request.endpoint == "api.cite":
        form = request.args.get("vorm", CitationFormat.NL)
        taken.append(MEDIA_TYPES[CitationFormat(form)] if form in list(CitationFormat) else "*/*")
    if accepted and not any(accepted.quality(one) for one in taken):
        abort(406)


@api.get("/passages")
def search_passages() -> Response:
    """Search, with the question in the address."""
    question = _question(request.args.to_dict(), "query", query_faults(SEARCH_FIELDS))
    outcome = _search(question, "query")
    response = _page_of_hits(outcome, question)
    address = partial(_address, question)
    response.headers["Link"] = page_links(question.page, question.page_size, outcome.total, address)
    return response


@api.post("/passages/_zoek")
def search_passages_by_body() -> Response:
    """Search, with the question in the body: it stays out of addresses, and so out of logs.

    The answer has no Link header, which would put the question into an address.
    """
    question = _question_in_body(SEARCH_FIELDS)
    return _page_of_hits(_search(question, "body"), question)


@api.get("/antwoorden")
def answer() -> Response:
    """Answer a question with sentences of the minutes, with the question in the address."""
    question = _question(request.args.to_dict(), "query", query_faults(ANSWER_FIELDS))
    return _answer(question, "query")


@api.post("/antwoorden/_zoek")
def answer_by_body() -> Response:
    """Answer a question in the body: it stays out of addresses, and so out of logs."""
    return _answer(_question_in_body(ANSWER_FIELDS), "body")


@api.get("/verwijzingen")
def cite() -> Response:
    """Write references to passages in one form, to be kept as a file."""
    faults = [
        fault
        for fault in query_faults(CITE_FIELDS)
        if (fault.location, fault.code) != ("passage", "herhaald")
    ]
    links = request.args.getlist("passage")
    if not links:
        faults.append(fault_in("query", "passage", "verplicht", N_("it is required")))
    elif len(links) > MOST_CITED:
        text = N_("give at most {most} passages")
        faults.append(fault_in("query", "passage", "ongeldig", text, most=MOST_CITED))
    form = request.args.get("vorm", CitationFormat.NL.value)
    if form not in list(CitationFormat):
        text = N_("choose nl, tekst, markdown, bibtex, ris or csl-json")
        faults.append(fault_in("query", "vorm", "ongeldig", text))
    refuse(faults)
    cited = references(this_app().open_current(), links, base_url())
    written = write(CitationFormat(form), cited, date.today())
    answered = Response(written, content_type=f"{MEDIA_TYPES[CitationFormat(form)]}; charset=utf-8")
    name = FILE_NAMES[CitationFormat(form)]
    answered.headers.set("Content-Disposition", "attachment", filename=name)
    return answered


@api.post("/citaten/_controleer")
def check_quotation() -> Response:
    """Say whether a quotation stands in the archive; it is asked in the body, out of logs."""
    body, faults = _known_body(QUOTATION_FIELDS)
    text, document_id = body.get("citaat"), body.get("verslagId")
    if text is None:
        faults.append(fault_in("body", "citaat", "verplicht", N_("it is required")))
    elif not isinstance(text, str) or not _is_text(text):
        faults.append(fault_in("body", "citaat", "ongeldig", N_("give a text")))
    if document_id is not None and not isinstance(document_id, str):
        faults.append(fault_in("body", "verslagId", "ongeldig", N_("give a text")))
    refuse(faults)
    archive = this_app().open_current()
    document = None if document_id is None else archive.document(document_id)
    try:
        check = verify(archive, str(text), document)
    except QueryError as error:
        raise InvalidInputError([_query_fault("body", error, "citaat")]) from error
    return jsonify(as_json.check_as_json(check, request.script_root))


@api.post("/zoekslagen/_verantwoord")
def record_search() -> Response:
    """Search, and answer with the record of it."""
    body, faults = _known_body(RECORD_FIELDS)
    given = body.get("aantal", DEFAULT_RECORDED)
    # Of another number there is a fault, and the request is refused below.
    limit = number_within(given, "body", "aantal", 1, MOST_HITS, faults) or DEFAULT_RECORDED
    reasons = _reasons(body.get("terzijde", []), faults)
    asked = _question({k: v for k, v in body.items() if k in SEARCH_FIELDS}, "body", faults)
    archive = this_app().open_current()
    question = RecordedQuestion(asked.query, asked.filters, limit, reasons, asked.expand)
    try:
        outcome = outcome_for(archive, question, this_app().search)
    except QueryError as error:
        raise InvalidInputError([_query_fault("body", error)]) from error
    try:
        search = recorded(archive, 1, question, outcome)
    except QueryError as error:
        raise InvalidInputError([_query_fault("body", error, "terzijde")]) from error
    made = record(archive, [search], wording())
    return Response(to_json(made), mimetype="application/json")


def _reasons(given: object, faults: list[Fault]) -> dict[str, str]:
    """Read which passages are set aside, and why."""
    reasons: dict[str, str] = {}
    for one in given if isinstance(given, list) else [None]:
        values = [one.get(name) for name in ("passageId", "reden")] if isinstance(one, dict) else []
        if len(values) != 2 or not all(isinstance(v, str) and _is_text(v) for v in values):
            text = N_("give a list of objects with passageId and reden")
            faults.append(fault_in("body", "terzijde", "ongeldig", text))
            return {}
        reasons[str(values[0])] = str(values[1])
    return reasons


@api.get("/archief")
def describe_archive() -> Response:
    """Say what the archive holds, how it was read and what it lacks."""
    refuse(query_faults(()))
    archive = this_app().open_current()
    return jsonify(as_json.archive_as_json(archive, wording(), request.script_root))


@api.get("/verslagen")
def list_minutes() -> Response:
    """List the documents, newest meeting first."""
    refuse(query_faults(()))
    archive = this_app().open_current()
    root, withheld = request.script_root, archive.withheld()
    listed = [
        as_json.document_as_json(one, withheld[one.document_id], root)
        for one in archive.documents()
    ]
    return jsonify({"totaal": len(listed), "resultaten": listed})


@api.get("/verslagen/<document_id>")
def get_minutes(document_id: str) -> Response:
    """Describe one document: its meeting and agenda."""
    refuse(query_faults(()))
    archive = this_app().open_current()
    document, shares = archive.document(document_id), archive.shares(document_id)
    versions = archive.versions(document_id)
    return jsonify(as_json.minutes_as_json(document, shares, versions, request.script_root))


@api.get("/verslagen/<document_id>/weglakkingen")
def list_redactions(document_id: str) -> Response:
    """List what was redacted in one document, in the order of its pages."""
    refuse(query_faults(()))
    listed = [
        as_json.redaction_as_json(one) for one in this_app().open_current().redactions(document_id)
    ]
    return jsonify({"totaal": len(listed), "resultaten": listed})


@api.get("/gronden")
def list_grounds() -> Response:
    """List the legal grounds, with their place in the law."""
    refuse(query_faults(()))
    listed = as_json.grounds_as_json()
    return jsonify({"totaal": len(listed), "resultaten": listed})


@api.get("/openapi.json")
def openapi() -> Response:
    """Describe this API, to pages of any origin."""
    refuse(query_faults(()))
    response = jsonify(openapi_document(this_app().settings))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def add_version(response: Response) -> Response:
    """Name the version on every answer of the API, errors included."""
    if request.path.startswith("/api/"):
        response.headers["API-Version"] = API_VERSION
    return response


def query_faults(known: Sequence[str]) -> list[Fault]:
    """Find parameters of the address that are not ``known`` or are given more than once."""
    faults = []
    for name, values in request.args.lists():
        if name not in known:
            faults.append(fault_in("query", name, "onbekend", N_("there is no such parameter")))
        elif len(values) > 1:
            faults.append(fault_in("query", name, "herhaald", N_("give it once")))
    return faults


def _question_in_body(known: Sequence[str]) -> Question:
    body, faults = _known_body(known)
    return _question(body, "body", faults)


def _known_body(known: Sequence[str]) -> tuple[dict[str, Any], list[Fault]]:
    """Return the JSON object in the body, and what is wrong with its fields so far."""
    if request.mimetype != "application/json":
        abort(415)
    body = _body()
    return body, query_faults(()) + [
        fault_in("body", name, "onbekend", N_("there is no such parameter"))
        for name in body
        if name not in known
    ]


def _body() -> dict[str, Any]:
    """Return the JSON object in the body.

    Raises:
        InvalidInputError: where the body is no JSON object.
    """
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise InvalidInputError([fault_in("body", "", "ongeldig", N_("send one JSON object"))])
    return body


def _question(given: Mapping[str, Any], place: str, faults: list[Fault]) -> Question:
    """Return the question asked.

    Raises:
        InvalidInputError: with all ``faults`` found before and every value that cannot be used.
    """
    settings = this_app().settings
    query = given.get("zoekterm")
    if query is None:
        faults.append(fault_in(place, "zoekterm", "verplicht", N_("it is required")))
    elif not isinstance(query, str) or not _is_text(query):
        faults.append(fault_in(place, "zoekterm", "ongeldig", N_("give a text")))
    elif not query.strip():
        faults.append(_query_fault(place, EmptyQueryError()))
    elif len(query) > settings.max_query:
        error = QueryTooLongError(length=len(query), limit=settings.max_query)
        faults.append(_query_fault(place, error))
    numbers = {"page": 1, "pageSize": settings.page_size}
    for name, lowest, highest in (
        ("page", 1, MAX_PAGE),
        ("pageSize", 1, MAX_PAGE_SIZE),
        ("gelaktVan", 0, 100),
        ("gelaktTot", 0, 100),
    ):
        if name not in given:
            continue
        number = number_within(given[name], place, name, lowest, highest, faults)
        if number is not None:
            numbers[name] = number
    wanted = given.get("samenvatting", False)
    if place == "query":
        wanted = {"true": True, "false": False}.get(str(wanted).lower(), wanted)
    if not isinstance(wanted, bool):
        faults.append(fault_in(place, "samenvatting", "ongeldig", N_("give true or false")))
    ground = given.get("grond")
    if ground is not None and not (isinstance(ground, str) and 0 < len(ground) <= MAX_GROUND):
        text = N_("give a ground such as 5.1.2e")
        faults.append(fault_in(place, "grond", "ongeldig", text))
    expand = given.get("uitbreiden", True)
    if place == "query" and expand in ("true", "false"):
        expand = expand == "true"
    if not isinstance(expand, bool):
        faults.append(fault_in(place, "uitbreiden", "ongeldig", N_("give true or false")))
    refuse(faults)
    filters = Filters(
        ground=None if ground is None else normalise(ground),
        least_withheld=numbers.get("gelaktVan"),
        most_withheld=numbers.get("gelaktTot"),
    )
    return Question(
        str(query), filters, numbers["page"], numbers["pageSize"], bool(expand), bool(wanted)
    )


def _is_text(value: str) -> bool:
    """Whether ``value`` is whole: the escapes of JSON can write half a character."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def number_within(
    value: object, place: str, name: str, lowest: int, highest: int, faults: list[Fault]
) -> int | None:
    """Return a whole number from ``lowest`` to ``highest``; None, and a fault, for all else."""
    number = whole_number(value, place)
    if number is not None and lowest <= number <= highest:
        return number
    text = N_("give a whole number from {low} to {high}")
    faults.append(fault_in(place, name, "ongeldig", text, low=lowest, high=highest))
    return None


def whole_number(value: object, place: str) -> int | None:
    """Return a whole number, written out in an address or as such in a body."""
    if place == "body":
        return value if isinstance(value, int) and not isinstance(value, bool) else None
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None


def fault_in(place: str, name: str, code: str, expected: str, **values: int) -> Fault:
    """Return what is wrong with a parameter, in the reader's language."""
    translate = wording().translate
    sentence = InvalidParameterError(
        name=name or "body", expected=translate(expected).format(**values)
    )
    return Fault(place, _location(place, name), code, sentence.explain(translate))


def _query_fault(place: str, error: QueryError, name: str = "zoekterm") -> Fault:
    code = _CODES.get(type(error), "ongeldig")
    return Fault(place, _location(place, name), code, error.explain(wording().translate))


def _location(place: str, name: str) -> str:
    """Return a parameter's name, or the JSON pointer (RFC 6901) of a field of the body."""
    if place == "query":
        return name
    return "#/" + name.replace("~", "~0").replace("/", "~1") if name else "#"


def refuse(faults: list[Fault]) -> None:
    """Refuse a request that has faults.

    Raises:
        InvalidInputError: with all of them.
    """
    if faults:
        raise InvalidInputError(faults)


def _search(question: Question, place: str) -> Outcome:
    app = this_app()
    offset = (question.page - 1) * question.page_size
    archive = app.open_current()
    try:
        return app.search(
            archive,
            question.query,
            filters=question.filters,
            limit=question.page_size,
            offset=offset,
            expand=question.expand,
        )
    except QueryError as error:
        raise InvalidInputError([_query_fault(place, error)]) from error


def _answer(question: Question, place: str) -> Response:
    question = replace(question, page=1, page_size=DEPTH)
    outcome = _search(question, place)
    found = answer_from(this_app().open_current(), outcome)
    summary = summarise(found, this_app().settings) if question.summary else None
    return jsonify(as_json.answer_as_json(found, request.script_root, summary))


def _page_of_hits(outcome: Outcome, question: Question) -> Response:
    return jsonify(
        as_json.outcome_as_json(outcome, question.page, question.page_size, request.script_root)
    )


def page_links(page: int, page_size: int, total: int, address: Callable[[int], str]) -> str:
    """Return the Link header (RFC 8288) to the other pages of a list.

    Args:
        page: This one, from 1.
        page_size: Entries on a page.
        total: Entries in all.
        address: Of a page, by its number.
    """
    last = max(1, ceil(total / page_size))
    pages = {"first": 1, "prev": min(page - 1, last), "next": page + 1, "last": last}
    return ", ".join(
        f'<{address(number)}>; rel="{rel}"' for rel, number in pages.items() if 1 <= number <= last
    )


def _address(question: Question, page: int) -> str:
    asked: dict[str, Any] = as_json.filters_as_parameters(question.filters)
    if not question.expand:
        asked["uitbreiden"] = "false"
    return url_for(
        "api.search_passages",
        zoekterm=question.query,
        page=page,
        pageSize=question.page_size,
        **asked,
    )
