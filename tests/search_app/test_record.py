"""Recording a search and following a question: pages, API and feed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from flask.testing import FlaskClient

from lrt_search.archive import Archive, open_archive
from lrt_search.domain import Evidence, Outcome
from lrt_search.retrieval import search
from lrt_search.search_record import from_json
from search_app import create_app
from tests.job import Job
from tests.search_app.test_api import check
from tests.search_app.test_views import text_of

ADDRESS = "/api/v1/zoekslagen/_verantwoord"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    job = Job(tmp_path_factory.mktemp("recording"))
    job.put(
        "a.txt", "De gemeenten vragen om flexwoningen.", "Het COA zegt [gelakt] toe & <b>meer</b>."
    )
    job.put("b.txt", "Er komen flexwoningen.", date="5 mei 2023")
    job.ingest()
    return open_archive(job.settings, job.embedder)


@pytest.fixture(scope="module")
def served(archive: Archive) -> FlaskClient:
    return create_app(archive.settings, lambda: archive).test_client()


# --- recording -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "csv", "pdf"])
def test_one_click_gives_a_file(served: FlaskClient, form: str) -> None:
    answer = served.post("/zoekslag", data={"q": "flexwoningen", "vorm": form})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f'.{form}"')
    assert "flexwoningen" not in str(answer.headers)
    assert "Set-Cookie" not in answer.headers and answer.headers["Cache-Control"] == "no-store"


def test_the_page_sets_passages_aside(served: FlaskClient) -> None:
    page = served.post("/zoekslag", data={"q": "flexwoningen", "vorm": "kies"}).text
    names = [part.split('"')[0] for part in page.split('name="reden-')[1:]]
    assert len(names) == 3 and page.count("<label") == 4
    given = {"q": "flexwoningen", "vorm": "json", f"reden-{names[0]}": "Andere gemeente"}
    (one,) = from_json(served.post("/zoekslag", data=given).text, "x").searches
    assert [hit.set_aside for hit in one.hits] == ["Andere gemeente", None, None]


@pytest.mark.parametrize(
    "given",
    [
        {"q": "", "vorm": "pdf"},
        {"q": "...", "vorm": "pdf"},
        {"q": "a" * 10_000, "vorm": "json"},
        {"q": "\u200f\u0007", "vorm": "csv"},
        {"q": "flex", "vorm": "exe"},
        {"q": "flex", "vorm": "json", "gelakt": "99-1"},
        {"q": "flexwoningen", "vorm": "json", "reden-onbekend": "want"},
    ],
)
def test_the_page_says_what_it_cannot_record(served: FlaskClient, given: dict[str, str]) -> None:
    answer = served.post("/zoekslag", data=given)
    assert answer.status_code == 400
    assert 'class="fault"' in answer.text


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", "'; DROP TABLE passage", "NEAR(*"])
def test_a_question_is_recorded_as_text(served: FlaskClient, query: str) -> None:
    answer = served.post("/zoekslag", data={"q": query, "vorm": "json"})
    assert from_json(answer.text, "x").searches[0].query == query
    assert query not in served.post("/zoekslag", data={"q": query}).text or "<" not in query


def test_the_api_gives_the_record(served: FlaskClient) -> None:
    answer = served.post(ADDRESS, json={"zoekterm": "flexwoningen", "aantal": 2})
    check(json.loads(answer.text), "Zoekslagverantwoording")
    (one,) = from_json(answer.text, "x").searches
    assert (len(one.hits), one.total) == (2, 3)
    aside = [{"passageId": one.hits[1].passage_id, "reden": "Dubbel"}]
    body = {"zoekterm": "flexwoningen", "terzijde": aside}
    check(body, "Zoekslagvraag")
    made = from_json(served.post(ADDRESS, json=body).text, "x")
    assert [hit.set_aside for hit in made.searches[0].hits] == [None, "Dubbel", None]


@pytest.mark.parametrize(
    ("body", "locations"),
    [
        ({}, ["#/zoekterm"]),
        ({"zoekterm": "flex", "aantal": 0}, ["#/aantal"]),
        ({"zoekterm": "flex", "aantal": True, "page": 2}, ["#/page", "#/aantal"]),
        ({"zoekterm": "flex", "terzijde": "p1"}, ["#/terzijde"]),
        ({"zoekterm": "flex", "terzijde": [{"passageId": "p1"}]}, ["#/terzijde"]),
        ({"zoekterm": "flex", "terzijde": [{"passageId": "p", "reden": "x"}]}, ["#/terzijde"]),
    ],
)
def test_the_api_refuses_what_cannot_be_recorded(
    served: FlaskClient, body: dict[str, Any], locations: list[str]
) -> None:
    answer = served.post(ADDRESS, json=body)
    problem = json.loads(answer.text)
    check(problem, "Probleem")
    assert answer.status_code == 400
    assert [one["location"] for one in problem["errors"]] == locations


def test_hits_offer_to_record_and_to_follow(served: FlaskClient) -> None:
    page = served.get("/?q=flexwoningen").text
    assert 'action="/zoekslag" method="post"' in page
    assert (
        '<link rel="alternate" type="application/atom+xml" href="/volg.atom?q=flexwoningen"' in page
    )


# --- following -----------------------------------------------------------------------------


def test_the_feed_is_read_by_a_feed_parser(served: FlaskClient) -> None:
    answer = served.get("/volg.atom?q=flexwoningen+%26+meer")
    assert answer.mimetype == "application/atom+xml"
    feed = feedparser.parse(answer.data)
    assert not feed.bozo and feed.version == "atom10"
    assert feed.feed.title == "LRT-verslagen: flexwoningen & meer"
    links = {link.rel: link.href for link in feed.feed.links}
    assert links["self"] == "http://localhost/volg.atom?q=flexwoningen+%26+meer"
    assert links["alternate"] == "http://localhost/?q=flexwoningen+%26+meer"
    assert len({entry.id for entry in feed.entries}) == len(feed.entries) == 3
    for entry in feed.entries:
        assert entry.id.startswith("urn:uuid:") and entry.updated_parsed
        assert entry.link.startswith("http://localhost/v/") and "#" in entry.link
        assert entry.summary.startswith("Gevonden")
    assert any("[gelakt] toe & <b>meer</b>" in one.content[0].value for one in feed.entries)


def test_the_feed_has_what_the_standard_asks(served: FlaskClient) -> None:
    root = ElementTree.fromstring(served.get("/volg.atom?q=flexwoningen").data)
    atom = "{http://www.w3.org/2005/Atom}"
    for parent in (root, *root.iter(f"{atom}entry")):
        for name in ("id", "title", "updated"):
            assert len(parent.findall(f"{atom}{name}")) == 1
    assert root.findall(f"{atom}author/{atom}name")


def test_the_newest_meeting_comes_first_and_ids_stay(served: FlaskClient) -> None:
    first, second = (feedparser.parse(served.get("/volg.atom?q=flexwoningen").data),) * 2
    assert "2023-05-05" in first.entries[0].title
    assert [one.id for one in first.entries] == [one.id for one in second.entries]


def test_a_feed_that_did_not_change_is_not_sent_again(served: FlaskClient) -> None:
    answer = served.get("/volg.atom?q=flexwoningen")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    for name, value in (
        ("If-None-Match", answer.headers["ETag"]),
        ("If-Modified-Since", answer.headers["Last-Modified"]),
    ):
        again = served.get("/volg.atom?q=flexwoningen", headers={name: value})
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("evidence", list(Evidence))
def test_only_what_the_archive_has_evidence_for_is_in_the_feed(
    archive: Archive, evidence: Evidence
) -> None:
    def weighed(*given: Any, **more: Any) -> Outcome:
        return replace(search(*given, **more), evidence=evidence)

    client = create_app(archive.settings, lambda: archive, weighed).test_client()
    feed = feedparser.parse(client.get("/volg.atom?q=flexwoningen").data)
    assert not feed.bozo
    assert bool(feed.entries) is (evidence is not Evidence.NONE)


@pytest.mark.parametrize("query", ["", "...", "a" * 10_000, "%00%07", "%E2%80%8F", "van:"])
def test_a_question_that_cannot_be_followed_is_refused(served: FlaskClient, query: str) -> None:
    answer = served.get(f"/volg.atom?q={query}")
    assert answer.status_code == 400
    assert "<h1>" in answer.text and text_of(answer.text)


@pytest.mark.parametrize("query", ["<b>flexwoningen</b>", "flex\u0001woningen", "flexwoningen ]]>"])
def test_signs_of_xml_in_a_question_are_text(served: FlaskClient, query: str) -> None:
    feed = feedparser.parse(served.get("/volg.atom", query_string={"q": query}).data)
    assert not feed.bozo
