"""What else was looked for, and how sure the answer is, on the page and in the API."""

import json
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from lrt_search.as_json import EXPANSION_KINDS
from lrt_search.domain import Expansion, ExpansionKind
from lrt_search.settings import Settings
from lrt_search.wording import Wording, expansion_kind
from search_app.openapi import openapi_document
from tests.search_app.test_views import text_of


def test_a_page_tells_what_else_was_searched_for_and_how_to_switch_it_off(
    client: FlaskClient,
) -> None:
    page = client.get("/?q=CdK+noodopvang").text
    assert "Also searched for: commissaris van de Koning" in text_of(page)
    assert 'href="/?q=CdK+noodopvang&amp;uitbreiden=nee"' in page


def test_a_page_without_other_words_says_so_and_how_to_switch_them_on(client: FlaskClient) -> None:
    page = client.get("/?q=CdK+noodopvang&uitbreiden=nee").text
    assert "commissaris van de Koning" not in text_of(page)
    assert "Only the words you typed were searched for." in text_of(page)
    assert 'href="/?q=CdK+noodopvang">' in page


def test_a_page_offers_the_question_as_the_archive_spells_it(client: FlaskClient) -> None:
    page = client.get("/?q=noodopvnag+termijnen").text
    assert "Did you mean: noodopvang termijnen?" in text_of(page)
    assert 'href="/?q=noodopvang+termijnen"' in page


@pytest.mark.parametrize(("query", "weak"), [("noodopvang?", True), ("noodopvang", False)])
def test_a_page_says_where_it_is_not_sure(client: FlaskClient, query: str, weak: bool) -> None:
    page = client.get(f"/?q={quote(query)}").text
    assert ("Perhaps no answer." in text_of(page)) is weak


def test_a_switch_that_is_neither_is_refused(client: FlaskClient) -> None:
    assert client.get("/?q=CdK&uitbreiden=misschien").status_code == 400
    answer = client.get("/api/v1/passages?zoekterm=CdK&uitbreiden=nee")
    assert answer.status_code == 400
    assert json.loads(answer.text)["errors"][0]["location"] == "uitbreiden"


@pytest.mark.parametrize(
    ("query", "evidence"),
    [("noodopvang", "sterk"), ("noodopvang?", "zwak"), ("onvindbaar", "geen")],
)
def test_the_api_says_how_sure_it_is(client: FlaskClient, query: str, evidence: str) -> None:
    answer = client.get(f"/api/v1/passages?zoekterm={quote(query)}").get_json()
    assert answer["bewijs"] == evidence
    assert answer["gevonden"] is (evidence != "geen")
    assert 0 <= answer["zekerheid"] <= 1


def test_the_api_lists_what_else_was_searched_for(client: FlaskClient) -> None:
    answer = client.get("/api/v1/passages?zoekterm=CdK+noodopvnag").get_json()
    assert answer["uitbreidingen"] == [
        {"woord": "CdK", "ook": ["commissaris van de Koning"], "soort": "afkorting"}
    ]
    assert answer["bedoeldeU"] == "CdK noodopvang"


def test_the_api_leaves_other_words_out_where_asked(client: FlaskClient) -> None:
    by_address = client.get("/api/v1/passages?zoekterm=CdK&uitbreiden=false")
    by_body = client.post("/api/v1/passages/_zoek", json={"zoekterm": "CdK", "uitbreiden": False})
    for answer in (by_address, by_body):
        assert answer.get_json()["uitbreidingen"] == []
    assert "uitbreiden=false" in by_address.headers["Link"]


@pytest.mark.parametrize("kind", ExpansionKind)
def test_every_reason_to_look_for_other_words_can_be_told(kind: ExpansionKind) -> None:
    schema = openapi_document(Settings())["components"]["schemas"]["PassagePagina"]
    told = schema["properties"]["uitbreidingen"]["items"]["properties"]["soort"]["enum"]
    assert EXPANSION_KINDS[kind] in told
    assert expansion_kind(Expansion("flex woning", ("flexwoning",), kind), Wording("nl"))
