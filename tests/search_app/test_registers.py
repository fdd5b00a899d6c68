"""The registers as pages, CSV and JSON."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.search_app.conftest import LONG, PLAIN, SHORT, STATEMENTS
from tests.search_app.test_api import body_of, check

REGISTERS = ("besluiten", "actiepunten", "toezeggingen", "verzoeken")


def flat(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


@pytest.mark.parametrize("register", REGISTERS)
def test_every_register_has_a_page_that_the_site_links_to(
    client: FlaskClient, register: str
) -> None:
    assert f'href="/{register}' in client.get("/").text
    page = client.get(f"/{register}")
    assert page.status_code == 200
    assert 'aria-current="page"' in page.text
    assert "<label for=" in page.text


def test_an_entry_leads_to_its_place_and_shows_what_became_of_it(client: FlaskClient) -> None:
    page = client.get("/besluiten").text
    (raised,) = re.findall(r"<article.*?</article>", page, re.DOTALL)[1:]
    assert f'href="/v/{PLAIN}/p/1' in raised
    assert "perhaps running" in flat(raised)
    assert "Het wachten is op de brief." in flat(raised)
    assert "Actie JenV: brief aan" in flat(raised)
    assert "rule a-rule" in raised


def test_what_was_confirmed_has_a_sign_and_what_was_rejected_is_not_there(
    client: FlaskClient,
) -> None:
    page = client.get("/actiepunten").text
    assert page.count("confirmed by a person") == 1
    assert "Er zijn drie defensielocaties" not in page


def test_a_redaction_and_what_looks_like_markup_are_shown_as_elsewhere(
    client: FlaskClient,
) -> None:
    page = client.get("/actiepunten").text
    assert "[redacted: 5.1.2e]" in page
    assert "<b>B</b>ZK" not in page
    assert "&lt;b&gt;B&lt;/b&gt;ZK" in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("organisatie=JenV", 1),
        ("organisatie=SJenV&status=open&woorden=brief&van=2024&tot=2024-03", 1),
        ("organisatie=JenV&status=afgerond", 0),
        ("bevestigd=true", 1),
        (f"verslag={LONG}", 1),
        ("organisatie=&van=&woorden=", 3),
    ],
)
def test_filters_of_a_page(client: FlaskClient, query: str, count: int) -> None:
    page = client.get(f"/actiepunten?{query}")
    assert page.status_code == 200
    assert page.text.count("<article") == count


def test_a_period_says_what_has_no_date(client: FlaskClient) -> None:
    page = client.get("/actiepunten?van=2020").text
    assert "1 statement of a meeting without a known date is left out." in page


def test_the_filters_stay_in_the_form_and_in_the_links(client: FlaskClient) -> None:
    page = client.get("/actiepunten?woorden=brief&status=open").text
    assert 'value="brief"' in page
    assert 'href="/actiepunten.csv?status=open&amp;woorden=brief"' in page
    assert 'href="/api/v1/actiepunten?status=open&amp;woorden=brief"' in page


def test_an_empty_register_says_what_was_searched_and_why_it_may_be_empty(
    client: FlaskClient,
) -> None:
    page = flat(client.get("/toezeggingen").text)
    assert "No rule recognised a commitment" in page
    assert "Searched: 3 documents" in page


def test_filters_that_leave_nothing_say_so(client: FlaskClient) -> None:
    page = flat(client.get("/actiepunten?woorden=zeppelin").text)
    assert "No sentence passes these filters." in page
    assert "Without filters 3." in page


@pytest.mark.parametrize(
    "query",
    ["van=gisteren", "status=x", "pagina=9", "pagina=x", "eigenaar=BZK", "van=2024&tot=2023"],
)
def test_a_page_refuses_what_it_cannot_use(client: FlaskClient, query: str) -> None:
    page = client.get(f"/actiepunten?{query}")
    assert page.status_code == 400
    assert f"Parameter {query.rpartition('&')[2].partition('=')[0]} cannot be used" in page.text
    assert "<article" not in page.text


def test_a_document_shows_its_statements(client: FlaskClient) -> None:
    page = flat(client.get(f"/v/{SHORT}").text)
    assert "3 decisions, tasks, promises and requests recognised in these minutes" in page


def test_csv_is_a_file_for_a_spreadsheet(client: FlaskClient) -> None:
    answer = client.get("/actiepunten.csv?organisatie=JenV")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=actiepunten.csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    lines = answer.text.splitlines()
    assert len(lines) == 2
    assert "Actie JenV: brief aan [redacted: 5.1.2e] over de termijnen." in lines[1]
    assert f"http://localhost/v/{SHORT}/p/2#" in lines[1]
    assert client.get("/actiepunten.csv?van=x").status_code == 400


@pytest.mark.parametrize("register", REGISTERS)
@pytest.mark.parametrize("query", ["", "?status=loopt&page=1&pageSize=1"])
def test_the_api_answers_as_described(client: FlaskClient, register: str, query: str) -> None:
    answer = client.get(f"/api/v1/{register}{query}")
    assert answer.status_code == 200
    check(body_of(answer), "RegisterPagina")


def test_the_api_says_what_a_page_says(client: FlaskClient) -> None:
    answer = body_of(client.get("/api/v1/besluiten"))
    assert (answer["totaal"], answer["totaalZonderFilters"]) == (2, 2)
    raised = answer["resultaten"][1]
    assert raised["id"] == STATEMENTS[2].statement_id
    assert (raised["soort"], raised["uitkomst"], raised["status"]) == (
        "besluit",
        "aangenomen",
        "loopt",
    )
    assert raised["statusBewijs"]["tekst"] == "Het wachten is op de brief."
    assert raised["statusBewijs"]["zeker"] is False
    assert [one["uitspraakId"] for one in raised["later"]] == [STATEMENTS[0].statement_id, None]


def test_the_api_links_to_its_other_pages(client: FlaskClient) -> None:
    link = client.get("/api/v1/actiepunten?pageSize=1&page=2&organisatie=").headers.get("Link")
    assert link is None
    link = client.get("/api/v1/actiepunten?pageSize=1&page=2").headers["Link"]
    assert re.findall(r'page=(\d+)&pageSize=1>; rel="(\w+)"', link) == [
        ("1", "first"),
        ("1", "prev"),
        ("3", "next"),
        ("3", "last"),
    ]


def test_the_api_refuses_everything_that_is_wrong_at_once(client: FlaskClient) -> None:
    answer = client.get("/api/v1/actiepunten?van=x&status=y&page=0&eigenaar=BZK&tot=1&tot=2")
    assert answer.status_code == 400
    problem = body_of(answer)
    check(problem, "Probleem")
    assert {one["location"] for one in problem["errors"]} == {
        "van",
        "status",
        "page",
        "eigenaar",
        "tot",
    }
