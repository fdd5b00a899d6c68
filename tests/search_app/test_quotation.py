"""Checking a quotation: the page and the API."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from flask.testing import FlaskClient

from lrt_search.archive import open_archive
from search_app import create_app
from tests.job import Job
from tests.search_app.test_api import check
from tests.search_app.test_views import text_of

ADDRESS = "/api/v1/citaten/_controleer"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    job = Job(tmp_path_factory.mktemp("quotation"))
    job.put(
        "a.txt", "De gemeenten vragen om flexwoningen.", "Het COA zegt [gelakt] toe & <b>meer</b>."
    )
    job.ingest()
    archive = open_archive(job.settings, job.embedder)
    return create_app(job.settings, lambda: archive).test_client()


@pytest.mark.parametrize(
    ("quotation", "verdict", "said"),
    [
        (
            "gemeenten vragen om flexwoningen",
            "letterlijk",
            "Letterlijk: dit staat zo in het archief",
        ),
        ("gemeenten vragen niet om flexwoningen", "bijna", "Ontkenning: “niet” staat daar niet"),
        ("COA zegt XXX toe & <b>meer</b>", "letterlijk", "toe & <b>meer</b>"),
        ("iets heel anders", "nietGevonden", "Doorzocht: 1 document"),
    ],
)
def test_page_and_api_say_the_same(
    served: FlaskClient, quotation: str, verdict: str, said: str
) -> None:
    answer = json.loads(served.post(ADDRESS, json={"citaat": quotation}).text)
    check(answer, "Citaatcontrole")
    assert answer["uitslag"] == verdict
    page = served.post("/citaat", data={"citaat": quotation})
    assert page.status_code == 200
    assert said in text_of(page.text)
    assert "Set-Cookie" not in page.headers and page.headers["Cache-Control"] == "no-store"


def test_a_quotation_is_shown_as_text(served: FlaskClient) -> None:
    for text in ("<script>alert(1)</script> hoi", "</textarea><b>gemeenten vragen om"):
        page = served.post("/citaat", data={"citaat": text}).text
        assert text not in page and "&lt;" in page


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ({}, ["verplicht"]),
        ({"citaat": 3}, ["ongeldig"]),
        ({"citaat": "..."}, ["leeg"]),
        ({"citaat": "a"}, ["leeg"]),
        ({"citaat": "\u200f\u0007"}, ["leeg"]),
        ({"citaat": "a" * 10_000}, ["teLang"]),
        ({"citaat": "half \ud83d"}, ["ongeldig"]),
        ({"citaat": "gemeenten", "verslagId": 1, "x": 1}, ["onbekend", "ongeldig"]),
    ],
)
def test_refuses_what_cannot_be_checked(
    served: FlaskClient, body: dict[str, Any], codes: list[str]
) -> None:
    response = served.post(ADDRESS, data=json.dumps(body), content_type="application/json")
    problem = json.loads(response.text)
    check(problem, "Probleem")
    assert response.status_code == 400
    assert [one["code"] for one in problem["errors"]] == codes


@pytest.mark.parametrize("text", ["", "a", "...", "a" * 10_000])
def test_the_page_says_why_it_cannot_check(served: FlaskClient, text: str) -> None:
    page = served.post("/citaat", data={"citaat": text})
    assert page.status_code == 400
    assert 'class="fault"' in page.text and 'aria-invalid="true"' in page.text


def test_an_unknown_document_is_not_found(served: FlaskClient) -> None:
    body = {"citaat": "gemeenten vragen", "verslagId": "onbekend"}
    assert served.post(ADDRESS, json=body).status_code == 404


def test_a_quotation_is_never_in_an_address_or_a_log(
    served: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        served.post("/citaat", data={"citaat": "geheim gemeenten citaat"})
        assert served.get("/citaat?citaat=geheim").text.count("geheim") == 0
        assert served.get(ADDRESS + "?citaat=geheim").status_code == 405
    assert "geheim" not in caplog.text
