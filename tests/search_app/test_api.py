"""The JSON API: what it answers, what it refuses, and that its description is true."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from werkzeug.test import TestResponse

from lrt_search.settings import Settings
from search_app.openapi import openapi_document
from tests.search_app.conftest import (
    LETTER,
    LONG,
    MAX_QUERY,
    PART,
    PLAIN,
    SCANNED,
    SHORT,
    SHORT_MINUTES,
    WITHDRAWN,
    AppOf,
    FakeArchive,
)

DOCUMENT = openapi_document(Settings(max_query=MAX_QUERY, page_size=3))


def body_of(response: TestResponse) -> Any:
    return json.loads(response.text)


def closed(schema: Any) -> Any:
    """Turn a schema of OpenAPI 3.0 into one of JSON Schema that allows nothing undescribed."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {name: closed(value) for name, value in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        schema.setdefault("additionalProperties", False)
    if schema.pop("nullable", False):
        schema["type"] = [schema["type"], "null"]
    return schema


def check(value: object, schema: str) -> None:
    described = closed(DOCUMENT["components"]["schemas"])
    whole = {
        "$ref": f"#/components/schemas/{schema}",
        "components": {"schemas": described},
    }
    Draft202012Validator(whole, format_checker=FormatChecker()).validate(value)


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/passages?zoekterm=noodopvang", "PassagePagina"),
        ("/passages?zoekterm=taakstelling", "PassagePagina"),
        ("/passages?zoekterm=onvindbaar", "PassagePagina"),
        ("/passages?zoekterm=termijnen&grond=5.1.2e&gelaktVan=1&gelaktTot=99", "PassagePagina"),
        (f"/verslagen/{SHORT}/weglakkingen", "WeglakkingenLijst"),
        (f"/verslagen/{PLAIN}/weglakkingen", "WeglakkingenLijst"),
        ("/verslagen/onbekend/weglakkingen", "Probleem"),
        ("/gronden", "GrondenLijst"),
        ("/archief", "Archief"),
        ("/verslagen", "VerslagenLijst"),
        (f"/verslagen/{SHORT}", "Verslag"),
        (f"/verslagen/{LONG}", "Verslag"),
        (f"/verslagen/{PLAIN}", "Verslag"),
        ("/verslagen/onbekend", "Probleem"),
        (f"/verslagen/{WITHDRAWN.document_id}", "Probleem"),
        ("/passages?zoekterm=&page=0&x=1", "Probleem"),
    ],
)
def test_answers_as_described(client: FlaskClient, path: str, schema: str) -> None:
    check(body_of(client.get(f"/api/v1{path}")), schema)


def test_minutes_name_their_other_versions(client: FlaskClient) -> None:
    (version,) = body_of(client.get(f"/api/v1/verslagen/{SHORT}"))["versies"]
    assert version == {
        "id": LONG,
        "bron": "bijlagen-deel-2.pdf",
        "overeenkomst": 96,
        "permalink": f"/v/{LONG}",
    }


def test_a_part_tells_its_place_in_the_file(client: FlaskClient, archive: FakeArchive) -> None:
    archive.held = (*archive.held, LETTER, PART)
    part = body_of(client.get(f"/api/v1/verslagen/{PART.document_id}"))
    check(part, "Verslag")
    assert part["deel"] == {"positie": 2, "aantal": 2, "eerstePagina": 37}
    assert body_of(client.get(f"/api/v1/verslagen/{SHORT}"))["deel"] is None
    listed = body_of(client.get("/api/v1/verslagen"))
    check(listed, "VerslagenLijst")
    assert [one["deel"] and one["deel"]["positie"] for one in listed["resultaten"]][-2:] == [1, 2]


@pytest.mark.parametrize("body", [{"zoekterm": "noodopvang", "page": 1, "pageSize": 2}])
def test_a_question_as_described_is_answered(client: FlaskClient, body: dict[str, Any]) -> None:
    check(body, "Zoekvraag")
    assert client.post("/api/v1/passages/_zoek", json=body).status_code == 200


def test_every_route_is_described_and_every_description_has_a_route(app_of: AppOf) -> None:
    routes = {
        (rule.rule.removeprefix("/api/v1").replace("<document_id>", "{verslagId}"), method.lower())
        for rule in app_of().url_map.iter_rules()
        if rule.rule.startswith("/api/") and rule.methods
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert routes == {(path, method) for path, item in DOCUMENT["paths"].items() for method in item}


def test_the_description_is_served_to_every_origin(client: FlaskClient) -> None:
    response = client.get("/api/v1/openapi.json")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert body_of(response) == DOCUMENT


def test_the_version_header_is_that_of_the_description(client: FlaskClient) -> None:
    response = client.get("/api/v1/verslagen")
    assert response.headers["API-Version"] == DOCUMENT["info"]["version"]


def test_a_hit_quotes_and_cites(client: FlaskClient) -> None:
    answer = body_of(client.get("/api/v1/passages?zoekterm=duidelijkheid"))
    (hit,) = answer["resultaten"]
    assert hit["tekst"] == "VNG vraagt duidelijkheid over de duur van de noodopvang."
    assert hit["markeringen"] == [[11, 24]]
    assert hit["citaat"]["vergaderDatum"] == "2024-03-14"
    assert hit["citaat"]["agendapunt"] == {"label": "3", "titel": "NOODOPVANG EN DEFENSIELOCATIES"}
    assert hit["citaat"]["permalink"] == f"/v/{SHORT}/p/2#a0000003"
    assert hit["reden"] == {
        "woorden": ["duidelijkheid"],
        "rangWoorden": 1,
        "rangBetekenis": 3,
        "gelijkenis": 0.85,
    }


def test_a_permalink_leads_to_its_passage(client: FlaskClient) -> None:
    answer = body_of(client.get("/api/v1/passages?zoekterm=plekken&page=10"))
    for hit in answer["resultaten"]:
        path, anchor = hit["citaat"]["permalink"].split("#")
        assert f'id="{anchor}"' in client.get(path).text


def test_an_answer_says_what_was_searched(client: FlaskClient) -> None:
    answer = body_of(client.get("/api/v1/passages?zoekterm=onvindbaar"))
    assert (answer["totaal"], answer["resultaten"]) == (0, [])
    assert answer["onbekendeWoorden"] == ["onvindbaar"]
    assert answer["doorzocht"] == {
        "generatie": "20261123T120000Z-abcd1234",
        "verslagen": 3,
        "paginas": 44,
        "passages": 48,
        "eersteDatum": "2023-05-11",
        "laatsteDatum": "2024-03-14",
        "overgeslagen": 2,
        "paginasZonderTekst": 1,
        "paginasOcr": 1,
    }


def test_posting_a_question_answers_as_getting_it(client: FlaskClient) -> None:
    asked = {"zoekterm": "plekken", "page": 2, "pageSize": 4}
    posted = client.post("/api/v1/passages/_zoek", json=asked)
    assert body_of(posted) == body_of(client.get("/api/v1/passages", query_string=asked))


def test_a_posted_question_stays_out_of_addresses(client: FlaskClient) -> None:
    posted = client.post("/api/v1/passages/_zoek", json={"zoekterm": "plekken"})
    assert "Link" not in posted.headers


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (1, {"first": 1, "next": 2, "last": 4}),
        (2, {"first": 1, "prev": 1, "next": 3, "last": 4}),
        (4, {"first": 1, "prev": 3, "last": 4}),
        (9, {"first": 1, "prev": 4, "last": 4}),
    ],
)
def test_the_link_header_leads_to_other_pages(
    client: FlaskClient, page: int, expected: dict[str, int]
) -> None:
    response = client.get(f"/api/v1/passages?zoekterm=plekken&page={page}&pageSize=10")
    assert response.headers["Link"] == ", ".join(
        f'</api/v1/passages?zoekterm=plekken&page={number}&pageSize=10>; rel="{rel}"'
        for rel, number in expected.items()
    )


def test_the_link_header_encodes_the_question(client: FlaskClient) -> None:
    response = client.get("/api/v1/passages", query_string={"zoekterm": 'plekken>; "é\r\nX: y'})
    assert "zoekterm=plekken%3E;+%22%C3%A9%0D%0AX:+y" in response.headers["Link"]


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ("", [("zoekterm", "verplicht")]),
        ("zoekterm=", [("zoekterm", "leeg")]),
        ("zoekterm=%3F", [("zoekterm", "leeg")]),
        ("zoekterm=" + "a" * 201, [("zoekterm", "teLang")]),
        ("zoekterm=a&zoekterm=b", [("zoekterm", "herhaald")]),
        ("zoekterm=a&page=0", [("page", "ongeldig")]),
        ("zoekterm=a&page=-1", [("page", "ongeldig")]),
        ("zoekterm=a&page=1.5", [("page", "ongeldig")]),
        ("zoekterm=a&page=" + "9" * 5000, [("page", "ongeldig")]),
        ("zoekterm=a&pageSize=101", [("pageSize", "ongeldig")]),
        ("zoekterm=a&pagesize=10", [("pagesize", "onbekend")]),
        (
            "x=1&page=0&pageSize=veel",
            [
                ("x", "onbekend"),
                ("zoekterm", "verplicht"),
                ("page", "ongeldig"),
                ("pageSize", "ongeldig"),
            ],
        ),
    ],
)
def test_all_that_is_wrong_in_an_address_is_told_at_once(
    client: FlaskClient, query: str, faults: list[tuple[str, str]]
) -> None:
    response = client.get(f"/api/v1/passages?{query}")
    problem = body_of(response)
    assert response.status_code == 400
    assert [(one["location"], one["code"]) for one in problem["errors"]] == faults
    assert {one["in"] for one in problem["errors"]} == {"query"}


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ("", [("#", "ongeldig")]),
        ("{", [("#", "ongeldig")]),
        ("[]", [("#", "ongeldig")]),
        ("[" * 50_000, [("#", "ongeldig")]),
        ('"\xff"', [("#", "ongeldig")]),
        ("{}", [("#/zoekterm", "verplicht")]),
        ('{"zoekterm": null}', [("#/zoekterm", "verplicht")]),
        ('{"zoekterm": 5}', [("#/zoekterm", "ongeldig")]),
        ('{"zoekterm": "\\ud800"}', [("#/zoekterm", "ongeldig")]),
        ('{"zoekterm": " "}', [("#/zoekterm", "leeg")]),
        ('{"zoekterm": "a", "page": "1"}', [("#/page", "ongeldig")]),
        ('{"zoekterm": "a", "page": true}', [("#/page", "ongeldig")]),
        ('{"zoekterm": "a", "page": NaN}', [("#/page", "ongeldig")]),
        ('{"a/b~c": 1, "page": 0}', [
            ("#/a~1b~0c", "onbekend"), ("#/zoekterm", "verplicht"), ("#/page", "ongeldig")
        ]),
    ],
)  # fmt: skip
def test_all_that_is_wrong_in_a_body_is_told_at_once(
    client: FlaskClient, body: str, faults: list[tuple[str, str]]
) -> None:
    response = client.post(
        "/api/v1/passages/_zoek", data=body.encode("latin-1"), content_type="application/json"
    )
    problem = body_of(response)
    assert response.status_code == 400
    assert [(one["location"], one["code"]) for one in problem["errors"]] == faults
    check(problem, "Probleem")


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("POST", "/passages/_zoek", {"data": "zoekterm=a", "content_type": "text/plain"}, 415),
        ("POST", "/passages/_zoek", {"data": {"zoekterm": "a"}}, 415),
        ("POST", "/passages/_zoek", {}, 415),
        ("POST", "/passages/_zoek", {"json": {"zoekterm": "a" * 70_000}}, 413),
        ("POST", "/passages/_zoek?page=2", {"json": {"zoekterm": "a"}}, 400),
        ("POST", "/passages?zoekterm=a", {}, 405),
        ("DELETE", f"/verslagen/{SHORT}", {}, 405),
        ("GET", "/passages?zoekterm=a", {"headers": {"Accept": "text/html"}}, 406),
        ("GET", "/verslagen", {"headers": {"Accept": "application/json;q=0, */*"}}, 406),
    ],
)
def test_refuses_what_it_does_not_do(
    client: FlaskClient, method: str, path: str, options: dict[str, Any], status: int
) -> None:
    response = client.open(f"/api/v1{path}", method=method, **options)
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    assert response.headers["API-Version"] == "1.0.0"
    check(body_of(response), "Probleem")


def test_a_method_not_allowed_names_those_that_are(client: FlaskClient) -> None:
    assert "GET" in client.delete("/api/v1/verslagen").headers["Allow"]


@pytest.mark.parametrize(
    "accept", ["application/json", "*/*", "text/html, */*;q=0.8", "application/*"]
)
def test_answers_whoever_takes_json(client: FlaskClient, accept: str) -> None:
    assert client.get("/api/v1/verslagen", headers={"Accept": accept}).status_code == 200


def test_permalinks_stay_below_a_proxy_prefix(client: FlaskClient) -> None:
    response = client.get(
        "/api/v1/passages?zoekterm=duidelijkheid", environ_overrides={"SCRIPT_NAME": "/archief"}
    )
    (hit,) = body_of(response)["resultaten"]
    assert hit["citaat"]["permalink"].startswith("/archief/v/")


# --- the report on the archive -------------------------------------------------------------


def test_the_report_says_how_each_page_was_read(app_of: AppOf) -> None:
    client = app_of(open_current=lambda: FakeArchive(held=(SCANNED,))).test_client()
    answer = body_of(client.get("/api/v1/archief"))
    check(answer, "Archief")
    (minutes,) = answer["verslagen"]
    assert minutes["gelezen"] == {
        "tekstlaag": 1,
        "ocr": 1,
        "onleesbaar": 2,
        "leeg": 1,
        "geheelGelakt": 1,
        "betrouwbaarheid": 70,
        "laagsteBetrouwbaarheid": 70,
        "paginas": [
            {"wijze": "ocr", "nummers": [4]},
            {"wijze": "onleesbaar", "nummers": [2, 3]},
            {"wijze": "leeg", "nummers": [5]},
            {"wijze": "geheelGelakt", "nummers": [6]},
        ],
    }
    assert answer["gelezen"] == minutes["gelezen"] | {"paginas": []}
    assert minutes["gelezenOp"] == "2026-11-20T08:30:00Z"
    assert minutes["gelezenMet"] == ["pypdf 6.0", "tesseract 5.3"]


def test_the_report_says_what_is_lacking_and_where_that_shows(client: FlaskClient) -> None:
    answer = body_of(client.get("/api/v1/archief?"))
    assert [one["reden"] for one in answer["overgeslagen"]] == ["NoTextError", "ReasonOfTheFuture"]
    assert "Scan it again" in answer["overgeslagen"][0]["uitleg"]
    assert answer["inQuarantaine"] == 0
    assert [one["id"] for one in answer["ingetrokken"]] == [WITHDRAWN.document_id]
    assert "Griffie" not in json.dumps(answer)
    coverage = answer["dekking"]
    assert [(one["datum"], one["wijze"]) for one in coverage["genoemd"]] == [
        ("2024-02-01", "vastgesteld"),
        ("2024-04-18", "aangekondigd"),
    ]
    assert coverage["genoemd"][0]["vindplaatsen"] == [
        {"verslagId": SHORT, "pagina": 1, "permalink": f"/v/{SHORT}/p/1#a0000001"}
    ]
    assert (coverage["ongedateerd"], coverage["zonderOrgaan"]) == ([LONG], [PLAIN])
    assert coverage["reeksen"][0]["gebruikelijkeDagen"] is None


def test_the_report_of_a_series_with_gaps_is_as_described(app_of: AppOf) -> None:
    days = [date(2024, 2, day) for day in (1, 8, 15, 22)] + [date(2024, 6, 6)]
    held = tuple(
        replace(
            SHORT_MINUTES,
            title=f"LRT {number}",
            meeting=replace(SHORT_MINUTES.meeting, date_guess=day),
        )
        for number, day in zip((1, 2, 3, 4, 6), days, strict=True)
    )
    client = app_of(open_current=lambda: FakeArchive(held=held)).test_client()
    answer = body_of(client.get("/api/v1/archief"))
    check(answer, "Archief")
    (series,) = answer["dekking"]["reeksen"]
    assert [(one["na"], one["voor"]) for one in series["hiaten"]] == [("2024-02-22", "2024-06-06")]
    assert "minutes may be missing here" in series["hiaten"][0]["uitleg"]
    assert series["ontbrekendeNummers"] == [{"van": 5, "tot": 5}]


# --- redactions ----------------------------------------------------------------------------


def test_a_hit_tells_its_redactions_and_what_was_withheld_around_it(client: FlaskClient) -> None:
    (hit,) = body_of(client.get("/api/v1/passages?zoekterm=termijnen"))["resultaten"]
    assert hit["tekst"] == "Actie JenV: brief aan \N{BLACK VERTICAL RECTANGLE} over de termijnen."
    assert hit["weglakkingen"] == [
        {
            "pagina": 2,
            "vorm": "grey",
            "gronden": ["5.1.2e"],
            "plaats": {"links": 120, "boven": 240},
            "teken": 62,
        }
    ]
    assert hit["gelakt"] == {"percentage": 60, "weglakkingen": 2, "gronden": ["5.1.2e", "5.1.2i"]}


def test_filters_narrow_and_facets_count(client: FlaskClient) -> None:
    path = "/api/v1/passages?zoekterm=noodopvang brief"
    everything = body_of(client.get(path))
    assert everything["facetten"] == {
        "gronden": [{"grond": "5.1.2e", "aantal": 4}, {"grond": "5.1.2i", "aantal": 4}],
        "gelakt": [{"van": 0, "tot": 0, "aantal": 1}, {"van": 50, "tot": 100, "aantal": 4}],
    }
    for filters, count in [("grond=5.1.2.e", 4), ("gelaktTot=0", 1), ("gelaktVan=61", 0)]:
        answer = body_of(client.get(f"{path}&{filters}"))
        assert (answer["totaal"], answer["totaalZonderFilters"]) == (count, 5)


def test_links_to_other_pages_keep_the_filters(client: FlaskClient) -> None:
    response = client.get("/api/v1/passages?zoekterm=noodopvang brief&grond=5.1.2e&gelaktTot=99")
    assert "&grond=5.1.2e&gelaktTot=99" in response.headers["Link"]


def test_filters_go_in_a_body_too(client: FlaskClient) -> None:
    question = {"zoekterm": "noodopvang brief", "grond": "5.1.2e", "gelaktVan": 50}
    assert body_of(client.post("/api/v1/passages/_zoek", json=question))["totaal"] == 4


@pytest.mark.parametrize(
    ("name", "value"),
    [("gelaktVan", 101), ("gelaktTot", -1), ("gelaktVan", "x"), ("grond", ""), ("grond", "x" * 41)],
)
def test_a_filter_that_cannot_be_used_is_named(
    client: FlaskClient, name: str, value: object
) -> None:
    asked = {"zoekterm": "a", name: value}
    for response in (
        client.get("/api/v1/passages", query_string=asked),
        client.post("/api/v1/passages/_zoek", json=asked),
    ):
        assert response.status_code == 400
        (fault,) = body_of(response)["errors"]
        assert fault["location"].endswith(name)


def test_a_document_says_where_it_was_published(client: FlaskClient) -> None:
    answer = body_of(client.get(f"/api/v1/verslagen/{LONG}"))
    assert answer["bronnen"] == ["bijlagen-deel-2.pdf", "kopie.pdf"]
    assert answer["herkomst"] == [
        {
            "naam": "bijlagen-deel-2.pdf",
            "bronUrl": "https://open.example/12?a=1&b=2",
            "besluit": "Besluit <regie>",
            "documentnummer": "LRT-2001",
        },
        {"naam": "kopie.pdf", "bronUrl": None, "besluit": None, "documentnummer": None},
    ]
