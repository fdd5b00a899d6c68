"""One way to answer with an error: a page for readers, problem+json (RFC 9457) for programs."""

from dataclasses import dataclass
from datetime import date

from flask import Flask, Response, json, render_template, request
from werkzeug.exceptions import BadRequest, HTTPException

from lrt_search.errors import LrtError, WithdrawnError
from lrt_search.language import N_
from search_app.application import this_app
from search_app.wording import wording

TITLES = {
    400: N_("The request cannot be used"),
    404: N_("Not found"),
    405: N_("Method not allowed"),
    406: N_("No such form of answer"),
    410: N_("Withdrawn"),
    413: N_("The request is too large"),
    415: N_("The request has the wrong media type"),
    500: N_("Something went wrong here"),
    503: N_("The archive cannot be searched now"),
}
DETAILS = {
    400: N_("The server does not understand this request. Correct it and try again."),
    404: N_("There is nothing at this address. Check the address."),
    405: N_("This address does not take this method. The Allow header names those it takes."),
    406: N_("This address answers with application/json. Accept that in the Accept header."),
    410: N_("What was at this address is gone. Search for something else."),
    413: N_("The request is larger than is read. Send no more than the question."),
    415: N_("Send the question as application/json and say so in the Content-Type header."),
    500: N_("The fault is on our side. Try again later, and report it if it stays."),
    503: N_("The archive is not ready. Try again later."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one parameter of a request.

    Attributes:
        place: "query" or "body".
        location: The parameter's name, or a JSON pointer into the body: "#/page".
        code: One Dutch word for programs, for example "verplicht".
        detail: The sentence, in the reader's language.
    """

    place: str
    location: str
    code: str
    detail: str


class InvalidInputError(BadRequest):
    """A request to the API with parameters that cannot be used, all of them at once."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(" ".join(fault.detail for fault in faults))
        self.faults = faults


def register(app: Flask) -> None:
    """Let ``app`` answer every error here."""
    app.register_error_handler(LrtError, answer_refusal)
    app.register_error_handler(WithdrawnError, answer_withdrawn)
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(Exception, answer_unforeseen)


def answer_refusal(error: LrtError) -> Response:
    """Answer what this program refuses, in its own words."""
    if error.http_status >= 500:
        this_app().logger.error("%s: %s", type(error).__name__, error)
    return _answer(error.http_status, error.explain(wording().translate))


def answer_withdrawn(error: WithdrawnError) -> Response:
    """Answer a link to a document that was withdrawn: when, and why."""
    day = wording().day(date.fromisoformat(str(error.fields["day"])))
    return answer_refusal(WithdrawnError(**(error.fields | {"day": day})))


def answer_http_error(error: HTTPException) -> Response:
    """Answer what Flask and werkzeug refuse; their headers, such as Allow, are kept."""
    status = error.code or 500
    faults = error.faults if isinstance(error, InvalidInputError) else []
    own_words = error.description if type(error).description != error.description else None
    answer = _answer(status, own_words or _text(DETAILS, status), faults)
    for name, value in error.get_headers(request.environ):
        if name.lower() != "content-type":
            answer.headers.set(name, value)
    return answer


def answer_unforeseen(error: Exception) -> Response:
    """Answer a fault of this program: the reader learns nothing of its inside."""
    this_app().log_exception((type(error), error, error.__traceback__))
    return _answer(500, _text(DETAILS, 500))


def _text(texts: dict[int, str], status: int) -> str:
    known = status if status in texts else 400 if status < 500 else 500
    return wording().translate(texts[known])


def _answer(status: int, detail: str, faults: list[Fault] | None = None) -> Response:
    title = _text(TITLES, status)
    if not request.path.startswith("/api/"):
        page = render_template("error.html", status=status, title=title, detail=detail)
        return Response(page, status, mimetype="text/html")
    body: dict[str, object] = {"status": status, "title": title, "detail": detail}
    if faults:
        body["errors"] = [
            {"in": one.place, "location": one.location, "code": one.code, "detail": one.detail}
            for one in faults
        ]
    return Response(json.dumps(body), status, mimetype="application/problem+json")
