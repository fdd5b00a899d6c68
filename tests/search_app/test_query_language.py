"""The language of questions on the page and in the API: help, refusals, and what is left out."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from lrt_search.domain import Outcome
from lrt_search.query import parse
from search_app import present
from tests.search_app.conftest import AppOf, toy_search
from tests.search_app.test_views import text_of


def reading_search(archive: Any, query: str, **asked: Any) -> Outcome:
    """Search as the toy does, after reading the question."""
    words = parse(query).meaning
    return replace(toy_search(archive, words or "vergadering", **asked), query=query)


@pytest.fixture
def reader(app_of: AppOf) -> FlaskClient:
    return app_of(search=reading_search).test_client()


WRONG = ("opvang - geheim", 'opvang "geheim', "datum:geheim", "van:geheim", "geheim OF")


@pytest.mark.parametrize("query", WRONG)
def test_a_page_says_where_a_question_goes_wrong_and_keeps_it_to_be_mended(
    reader: FlaskClient, query: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        response = reader.get(f"/?q={quote(query)}")
    assert response.status_code == 400
    text = text_of(response.text)
    assert "Your question cannot be understood at character" in text
    assert "Type " in text
    assert f'value="{query.replace(chr(34), "&#34;")}"' in response.text
    assert "geheim" not in caplog.text


@pytest.mark.parametrize("query", WRONG)
def test_the_api_answers_with_a_problem_at_the_parameter(reader: FlaskClient, query: str) -> None:
    for response, location in (
        (reader.get(f"/api/v1/passages?zoekterm={quote(query)}"), "zoekterm"),
        (reader.post("/api/v1/passages/_zoek", json={"zoekterm": query}), "#/zoekterm"),
    ):
        assert response.status_code == 400
        assert response.mimetype == "application/problem+json"
        (fault,) = json.loads(response.text)["errors"]
        assert (fault["location"], fault["code"]) == (location, "ongeldig")
        assert "at character" in fault["detail"]
        assert "geheim" not in response.text


def test_the_page_explains_the_language_with_examples_that_are_understood(
    reader: FlaskClient,
) -> None:
    page = text_of(reader.get("/").text)
    assert "How to search precisely" in page
    for typed, means in present.LANGUAGE:
        assert typed in page and means in page
        assert parse(typed).narrows


def test_a_question_of_fields_alone_says_that_it_is_answered_by_date(app_of: AppOf) -> None:
    def by_date(archive: Any, query: str, **asked: Any) -> Outcome:
        found = reading_search(archive, query, **asked)
        return replace(found, by_date=True, undated=2, narrowed=True)

    text = text_of(app_of(search=by_date).test_client().get("/?q=van:2023").text)
    assert "found, by date." in text or "found, newest meeting first." in text
    assert "2 documents have no known date and are left out." in text


def test_nothing_left_is_not_told_as_a_word_that_is_not_there(app_of: AppOf) -> None:
    def nothing(archive: Any, query: str, **asked: Any) -> Outcome:
        found = toy_search(archive, "onvindbaar", **asked)
        return replace(found, query=query, narrowed=True, unknown_words=())

    text = text_of(app_of(search=nothing).test_client().get("/?q=van:2050").text)
    assert "No passage meets everything that you ask." in text
    assert "No word of your question" not in text
