"""What holds on every address: headers, error bodies, no cookies, nothing inline, quiet logs."""

from __future__ import annotations

import json
import logging
import re

import pytest
from flask.testing import FlaskClient

from lrt_search.domain import Outcome
from lrt_search.errors import NoIndexError
from search_app.security import CONTENT_SECURITY_POLICY
from tests.search_app.conftest import LONG, PLAIN, SHORT, WITHDRAWN, AppOf

PAGES = [
    "/",
    "/?q=noodopvang",
    "/?q=plekken&pagina=3",
    "/?q=onvindbaar",
    f"/v/{SHORT}",
    f"/v/{SHORT}/p/3",
    f"/v/{LONG}/p/20",
    f"/v/{PLAIN}",
    "/over",
    "/citaat",
    "/zoekslag",
]
API = [
    "/api/v1/passages?zoekterm=noodopvang",
    "/api/v1/verslagen",
    f"/api/v1/verslagen/{SHORT}",
    "/api/v1/openapi.json",
]
PAGE_ERRORS = {
    "/?q=": 400,
    "/?q=%20": 400,
    "/?q=...": 400,
    "/?q=" + "a" * 201: 400,
    "/?q=noodopvang&pagina=0": 400,
    "/?q=noodopvang&pagina=x": 400,
    "/?q=noodopvang&pagina=٣": 400,
    "/?q=noodopvang&pagina=99": 400,
    "/?taal=fr": 400,
    "/nergens": 404,
    "/over//": 404,
    "/over/": 404,
    "/static/geen.css": 404,
    "/v/onbekend": 404,
    "/v/onbekend/p/1": 404,
    f"/v/{SHORT}/p/0": 404,
    f"/v/{SHORT}/p/4": 404,
    f"/v/{SHORT}/p/een": 404,
    f"/v/{WITHDRAWN.document_id}": 410,
    f"/v/{WITHDRAWN.document_id}/p/99": 410,
}
API_ERRORS = {
    "/api/": 404,
    "/api/v1/nergens": 404,
    "/api/v1/verslagen/": 404,
    "/api/v1/passages/": 404,
    "/api/v1//passages": 404,
    "/api/v1/verslagen/onbekend": 404,
    f"/api/v1/verslagen/{WITHDRAWN.document_id}": 410,
    "/api/v1/passages": 400,
    "/api/v1/passages?zoekterm=": 400,
    "/api/v1/passages?zoekterm=noodopvang&sorteer=datum": 400,
    "/api/v1/verslagen?zoekterm=noodopvang": 400,
    f"/api/v1/verslagen/{SHORT}?page=1": 400,
    "/api/v1/openapi.json?taal=en": 400,
    "/api/v1/passages/_zoek": 405,
}
EVERYTHING = [*PAGES, *API, *PAGE_ERRORS, *API_ERRORS, "/robots.txt", "/static/style.css"]


@pytest.mark.parametrize("path", PAGES + API)
def test_answers(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(("path", "status"), PAGE_ERRORS.items())
def test_an_error_of_a_page_is_a_page(client: FlaskClient, path: str, status: int) -> None:
    response = client.get(path)
    assert (response.status_code, response.mimetype) == (status, "text/html")
    assert "<h1>" in response.text


@pytest.mark.parametrize(("path", "status"), API_ERRORS.items())
def test_an_error_of_the_api_is_a_problem(client: FlaskClient, path: str, status: int) -> None:
    response = client.get(path)
    problem = json.loads(response.text)
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    assert problem["status"] == status
    assert problem["title"] and problem["detail"]


@pytest.mark.parametrize("path", EVERYTHING)
def test_carries_the_security_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path, buffered=True).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("path", [path for path in EVERYTHING if path != "/static/style.css"])
def test_is_not_kept_by_caches(client: FlaskClient, path: str) -> None:
    assert client.get(path, buffered=True).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", EVERYTHING)
def test_sets_no_cookie(client: FlaskClient, path: str) -> None:
    assert "Set-Cookie" not in client.get(path, buffered=True).headers


@pytest.mark.parametrize("path", EVERYTHING)
def test_does_not_redirect(client: FlaskClient, path: str) -> None:
    assert client.get(path, buffered=True).status_code // 100 != 3


@pytest.mark.parametrize("path", [*PAGES, *PAGE_ERRORS])
def test_a_page_has_nothing_inline(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert not re.search(r"<(script|style)\b|<[^>]*\s(style|on\w+)=|javascript:", page, re.I)


@pytest.mark.parametrize("path", [*PAGES, *PAGE_ERRORS])
def test_a_page_fetches_nothing_from_elsewhere(client: FlaskClient, path: str) -> None:
    # A link to follow is no fetch: the address where a document was published.
    fetching = re.sub(r"<a [^>]*>", "", client.get(path).text)
    assert not re.search(r'(src|href|action)="(https?:)?//', fetching)


@pytest.mark.parametrize("path", [*PAGES, *PAGE_ERRORS])
def test_headings_go_down_one_level_at_a_time(client: FlaskClient, path: str) -> None:
    levels = [int(level) for level in re.findall(r"<h(\d)", client.get(path).text)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


@pytest.mark.parametrize("path", [*PAGES, *PAGE_ERRORS])
def test_an_id_stands_once_on_a_page(client: FlaskClient, path: str) -> None:
    ids = re.findall(r'\sid="([^"]*)"', client.get(path).text)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", [*PAGES, *PAGE_ERRORS])
def test_links_within_a_page_arrive(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    ids = set(re.findall(r'\sid="([^"]*)"', page))
    assert set(re.findall(r'href="#([^"]*)"', page)) <= ids


@pytest.mark.parametrize("path", [*API, *API_ERRORS])
def test_the_api_names_its_version(client: FlaskClient, path: str) -> None:
    assert client.get(path, buffered=True).headers["API-Version"] == "1.0.0"


@pytest.mark.parametrize("path", ["/", "/api/v1/verslagen"])
def test_asks_browsers_to_stay_on_https(client: FlaskClient, path: str) -> None:
    header = "Strict-Transport-Security"
    assert header not in client.get(path, buffered=True).headers
    assert "31536000" in client.get(path, base_url="https://localhost").headers[header]


def test_the_style_sheet_may_be_cached(client: FlaskClient) -> None:
    style = client.get("/static/style.css", buffered=True)
    assert "no-store" not in style.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/over", f"/v/{SHORT}"])
def test_without_an_index_a_page_says_how_to_make_one(app_of: AppOf, path: str) -> None:
    response = app_of(open_current=no_index).test_client().get(path)
    assert response.status_code == 503
    assert "lrt-search ingest PATH" in response.text


def test_without_an_index_the_api_says_how_to_make_one(app_of: AppOf) -> None:
    response = app_of(open_current=no_index).test_client().get("/api/v1/verslagen")
    assert response.status_code == 503
    assert response.mimetype == "application/problem+json"
    assert "lrt-search ingest PATH" in json.loads(response.text)["detail"]


@pytest.mark.parametrize("path", ["/?q=geheimwoord", "/api/v1/passages?zoekterm=geheimwoord"])
def test_an_unforeseen_fault_tells_the_reader_nothing(app_of: AppOf, path: str) -> None:
    response = app_of(search=broken_search).test_client().get(path)
    assert response.status_code == 500
    assert "RuntimeError" not in response.text and "geplofte kelder" not in response.text


@pytest.mark.parametrize("path", ["/?q=geheimwoord", "/api/v1/passages?zoekterm=geheimwoord"])
def test_an_unforeseen_fault_is_logged_by_class_and_place(
    app_of: AppOf, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    app_of(search=broken_search).test_client().get(path)
    assert "RuntimeError" in caplog.text and "test_routes.py, line" in caplog.text
    assert "geheimwoord" not in caplog.text and "geplofte kelder" not in caplog.text


@pytest.mark.parametrize(
    "path",
    [
        "/?q=geheimwoord",
        "/?q=geheimwoord&pagina=9",
        "/?q=geheimwoord&taal=fr",
        "/?q=" + "geheimwoord" * 20,
        "/nergens?q=geheimwoord",
        "/api/v1/passages?zoekterm=geheimwoord",
        "/api/v1/passages?zoekterm=geheimwoord&page=nul",
        "/api/v1/nergens?zoekterm=geheimwoord",
    ],
)
def test_what_is_searched_is_not_logged(
    client: FlaskClient, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client.get(path)
    assert "geheimwoord" not in caplog.text


def no_index() -> object:
    raise NoIndexError(path="index")


def broken_search(*names: object, **options: object) -> Outcome:
    raise RuntimeError("geplofte kelder bij geheimwoord")
