"""Answers and references on the pages and in the API."""

from __future__ import annotations

import json
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from lrt_search.domain import Span
from lrt_search.statements import DecisionOutcome, Statement, StatementKind
from lrt_search.summary import NoSummary, Summary, SummarySentence
from tests.search_app.conftest import PASSAGES, SHORT, WITHDRAWN, AppOf, FakeArchive
from tests.search_app.test_api import body_of, check

SECOND = PASSAGES[SHORT][1]
THIRD = PASSAGES[SHORT][2]
FOURTH = PASSAGES[SHORT][3]


def asked_by(archive: FakeArchive) -> Statement:
    request = Statement(
        statement_id="s1",
        document_id=SHORT,
        passage_id=THIRD.passage_id,
        position=1,
        kind=StatementKind.REQUEST,
        text=THIRD.text,
        spans=THIRD.spans,
        rule="r",
        confidence=90,
        speaker="VNG",
    )
    archive.stated = (request,)
    return request


# --- in the API ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "noodopvang",
        "besluiten over noodopvang",
        "verloop noodopvang",
        "termijnen",
        "onvindbaar",
        "taakstelling",
    ],
)
def test_an_answer_is_as_described(
    client: FlaskClient, archive: FakeArchive, question: str
) -> None:
    asked_by(archive)
    by_address = body_of(client.get("/api/v1/antwoorden", query_string={"zoekterm": question}))
    check(by_address, "Antwoord")
    by_body = client.post("/api/v1/antwoorden/_zoek", json={"zoekterm": question})
    assert body_of(by_body) == by_address
    check({"zoekterm": question}, "Antwoordvraag")


def test_a_sentence_of_an_answer_is_verbatim_and_cited(
    client: FlaskClient, archive: FakeArchive
) -> None:
    asked_by(archive)
    answer = body_of(client.get("/api/v1/antwoorden?zoekterm=duidelijkheid"))
    ((sentence,),) = [group["zinnen"] for group in answer["groepen"]]
    assert (answer["bewijs"], answer["ontbreekt"]) == ("sterk", None)
    assert sentence["tekst"] == THIRD.text
    assert (sentence["soort"], sentence["spreker"]) == ("verzoek", "VNG")
    assert sentence["citaat"]["permalink"] == f"/v/{SHORT}/p/2#{THIRD.passage_id}"
    assert sentence["citaat"]["vindplaatsen"] == [{"pagina": 2, "start": 30, "einde": 86}]


def test_no_answer_says_what_was_searched(client: FlaskClient) -> None:
    answer = body_of(client.get("/api/v1/antwoorden?zoekterm=onvindbaar"))
    assert (answer["bewijs"], answer["ontbreekt"], answer["groepen"]) == (
        "geen",
        "nietGevonden",
        [],
    )
    assert answer["doorzocht"]["paginasZonderTekst"] == 1
    assert answer["gelakt"]["percentage"] == 4


def test_a_filter_that_leaves_nothing_is_told(client: FlaskClient) -> None:
    answer = body_of(client.get("/api/v1/antwoorden?zoekterm=taakstelling&gelaktVan=50"))
    assert (answer["ontbreekt"], answer["groepen"]) == ("filter", [])


@pytest.mark.parametrize(
    ("query", "location", "code"),
    [
        ("", "zoekterm", "verplicht"),
        ("zoekterm=", "zoekterm", "leeg"),
        ("zoekterm=a&page=2", "page", "onbekend"),
        ("zoekterm=a&zoekterm=b", "zoekterm", "herhaald"),
        ("zoekterm=a&samenvatting=ja", "samenvatting", "ongeldig"),
        (f"zoekterm={'a' * 300}", "zoekterm", "teLang"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    client: FlaskClient, query: str, location: str, code: str
) -> None:
    response = client.get(f"/api/v1/antwoorden?{query}")
    assert response.status_code == 400
    assert (location, code) in [
        (one["location"], one["code"]) for one in body_of(response)["errors"]
    ]


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        ("{}", "text/plain", 415),
        ("[]", "application/json", 400),
        ('{"zoekterm": "a", "pageSize": 2}', "application/json", 400),
        ('{"zoekterm": "a", "samenvatting": "true"}', "application/json", 400),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    client: FlaskClient, body: str, media: str, status: int
) -> None:
    response = client.post("/api/v1/antwoorden/_zoek", data=body, content_type=media)
    assert response.status_code == status


def test_a_summary_is_made_only_where_it_is_asked_for(client: FlaskClient) -> None:
    plain = body_of(client.get("/api/v1/antwoorden?zoekterm=noodopvang"))
    assert plain["samenvatting"] is None
    asked = body_of(client.get("/api/v1/antwoorden?zoekterm=noodopvang&samenvatting=true"))
    check(asked, "Antwoord")
    assert asked["samenvatting"]["ontbreekt"] == "nietIngesteld"
    assert asked["groepen"] == plain["groepen"]


# --- on the page ---------------------------------------------------------------------------


def test_the_answer_stands_before_the_passages(client: FlaskClient, archive: FakeArchive) -> None:
    asked_by(archive)
    page = unescape(client.get("/?q=duidelijkheid").text)
    assert page.index('<h2 id="answer">Answer</h2>') < page.index('class="hit"')
    assert 'href="#bron-1"' in page and 'id="bron-1"' in page
    assert f'href="/v/{SHORT}/p/2#{THIRD.passage_id}"' in page
    assert "request · said by VNG" in page


def test_an_answer_by_kind_names_each_kind(client: FlaskClient, archive: FakeArchive) -> None:
    decision = Statement(
        statement_id="s2",
        document_id=SHORT,
        passage_id=SECOND.passage_id,
        position=2,
        kind=StatementKind.DECISION,
        text=SECOND.text[:55],
        spans=(Span(2, 20, 75),),
        rule="r",
        confidence=90,
        outcome=DecisionOutcome.DEFERRED,
    )
    asked_by(archive)
    archive.stated = (*archive.stated, decision)
    page = client.get("/?q=besluiten+noodopvang").text
    assert page.index("<h3>Decisions</h3>") < page.index("<h3>Requests</h3>")
    assert "decision: deferred" in page


def test_a_redaction_in_an_answer_is_told(client: FlaskClient) -> None:
    page = client.get("/?q=termijnen").text
    answer = page[page.index('id="answer"') : page.index('class="sources"')]
    assert "[redacted: 5.1.2e]" in answer


@pytest.mark.parametrize("path", ["/?q=noodopvang&pagina=2", "/?q=onvindbaar"])
def test_other_pages_and_nothing_found_have_no_answer(client: FlaskClient, path: str) -> None:
    assert 'id="answer"' not in client.get(path).text


def test_nothing_found_says_how_much_is_redacted(client: FlaskClient) -> None:
    assert "About 4% of their text is redacted" in client.get("/?q=onvindbaar").text


def test_a_summary_is_offered_only_where_one_can_be_made(app_of: AppOf) -> None:
    offer = "Let a language model summarise this answer"
    assert offer not in app_of().test_client().get("/?q=noodopvang").text
    app = app_of(summary_url="http://127.0.0.1:9/v1", summary_model="klein")
    assert offer in app.test_client().get("/?q=noodopvang").text


def test_a_summary_is_labelled_and_never_run(
    app_of: AppOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Summary((SummarySentence("<b>Er zijn drie locaties</b>.", (1,)),), 2, "klein")
    monkeypatch.setattr("search_app.views.summarise", lambda answer, settings: made)
    page = app_of(summary_url="http://x").test_client().get("/?q=noodopvang&samenvatting=ja").text
    assert "Made by a language model (klein)" in page
    assert "2 sentences of the model are left out" in page
    assert "<b>Er zijn" not in page
    assert 'id="answer"' in page


def test_the_lack_of_a_summary_is_told(app_of: AppOf, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Summary(model="klein", lack=NoSummary.TOO_SLOW)
    monkeypatch.setattr("search_app.views.summarise", lambda answer, settings: slow)
    page = app_of(summary_url="http://x").test_client().get("/?q=noodopvang&samenvatting=ja").text
    assert "the language model took too long" in page


# --- references ----------------------------------------------------------------------------

LINK = f"{SHORT}/{THIRD.passage_id}"


@pytest.mark.parametrize(
    ("form", "media", "name", "begins"),
    [
        ("nl", "text/plain", "verwijzingen.txt", "Landelijke Regietafel"),
        ("tekst", "text/plain", "citaten.txt", "“VNG vraagt"),
        ("markdown", "text/markdown", "citaten.md", "> “VNG vraagt"),
        ("bibtex", "application/x-bibtex", "citaten.bib", "@misc{lrt-20240314-"),
        ("ris", "application/x-research-info-systems", "citaten.ris", "TY  - GOVDOC"),
        ("csl-json", "application/vnd.citationstyles.csl+json", "citaten.json", "["),
    ],
)
def test_references_are_a_file_of_their_own_kind(
    client: FlaskClient, form: str, media: str, name: str, begins: str
) -> None:
    query = {"passage": LINK, "vorm": form}
    response = client.get("/api/v1/verwijzingen", query_string=query, headers={"Accept": media})
    assert response.status_code == 200
    assert response.mimetype == media
    assert name in response.headers["Content-Disposition"]
    assert response.text.startswith(begins)
    assert f"http://localhost/v/{SHORT}/p/2#{THIRD.passage_id}" in response.text.replace("\\", "")


@pytest.mark.parametrize(
    "link",
    [
        THIRD.passage_id,
        LINK,
        f"/v/{SHORT}/p/2#{THIRD.passage_id}",
        f"https://elders.example/lrt/v/{SHORT}/p/2?taal=en#{THIRD.passage_id}",
    ],
)
def test_a_passage_is_named_by_any_link_to_it(client: FlaskClient, link: str) -> None:
    response = client.get("/api/v1/verwijzingen", query_string={"passage": [link, LINK]})
    assert response.text.count("geraadpleegd") == 1


@pytest.mark.parametrize(
    "path",
    [f"/api/v1/verwijzingen?passage={quote(LINK)}", "/volg.atom?q=noodopvang", "/besluiten.csv"],
)
def test_the_public_address_is_that_of_the_setting(app_of: AppOf, path: str) -> None:
    answer = app_of(base_url="https://archief.example/lrt").test_client().get(path).text
    assert f"https://archief.example/lrt/v/{SHORT}/p/" in answer
    assert "http://localhost" not in answer


GONE = f"{WITHDRAWN.document_id}/p1"


@pytest.mark.parametrize(
    ("path", "query", "status", "told"),
    [
        ("/api/v1/verwijzingen", {}, 400, "passage"),
        ("/api/v1/verwijzingen", {"passage": LINK, "vorm": "word"}, 400, "vorm"),
        ("/api/v1/verwijzingen", {"passage": LINK, "x": "1"}, 400, "x"),
        ("/api/v1/verwijzingen", {"passage": [LINK] * 101}, 400, "100"),
        ("/api/v1/verwijzingen", {"passage": "p0"}, 404, "p0"),
        ("/api/v1/verwijzingen", {"passage": "a b <i>"}, 404, ""),
        ("/api/v1/verwijzingen", {"passage": f"{'c' * 16}/{THIRD.passage_id}"}, 404, ""),
        ("/api/v1/verwijzingen", {"passage": f"{'9' * 16}/p1"}, 404, ""),
        ("/api/v1/verwijzingen", {"passage": [LINK, GONE]}, 410, "op verzoek van"),
        ("/verwijzingen", {}, 400, "No passage is chosen"),
        ("/verwijzingen", {"passage": LINK, "vorm": "word"}, 400, "vorm"),
        ("/verwijzingen", {"passage": "p0"}, 404, "p0"),
        ("/verwijzingen", {"passage": GONE}, 410, "op verzoek van"),
    ],
)
def test_what_cannot_be_cited_is_told(
    client: FlaskClient, path: str, query: dict[str, Any], status: int, told: str
) -> None:
    response = client.get(path, query_string=query)
    assert response.status_code == status
    assert told in response.text


def test_no_other_form_of_answer_is_given(client: FlaskClient) -> None:
    query = {"passage": LINK, "vorm": "ris"}
    refused = client.get(
        "/api/v1/verwijzingen", query_string=query, headers={"Accept": "image/png"}
    )
    assert refused.status_code == 406


def test_the_page_shows_references_to_copy_and_to_keep(client: FlaskClient) -> None:
    query = {"passage": [LINK, f"{SHORT}/{FOURTH.passage_id}"], "vorm": "markdown"}
    page = client.get("/verwijzingen", query_string=query).text
    assert "2 passages." in page
    assert "[gelakt: 5.1.2e]" in unescape(page).replace("\\", "")
    assert "/api/v1/verwijzingen?passage=" in page and "vorm=markdown" in page
    assert '<label for="written">' in page


def test_passages_are_chosen_without_a_script(client: FlaskClient) -> None:
    page = client.get("/?q=noodopvang").text
    assert f'name="passage" form="cite" value="{LINK}"' in page
    assert '<form id="cite" action="/verwijzingen" method="get">' in page


def test_an_exported_file_is_json_where_it_says_so(client: FlaskClient) -> None:
    query = {"passage": LINK, "vorm": "csl-json"}
    (item,) = json.loads(client.get("/api/v1/verwijzingen", query_string=query).text)
    assert item["abstract"] == f"“{THIRD.text}”"
