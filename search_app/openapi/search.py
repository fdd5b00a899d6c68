"""Searching passages: the parameters of a question, and what a page of hits holds."""

from lrt_search.as_json import EVIDENCE, EXPANSION_KINDS
from lrt_search.settings import Settings
from search_app.limits import MAX_GROUND
from search_app.openapi.parts import (
    Schema,
    body,
    count,
    faults,
    flag,
    list_of,
    marks,
    number,
    object_of,
    paging,
    query_parameter,
    question_of,
    ref,
    success,
    text,
)


def question_fields(settings: Settings) -> dict[str, Schema]:
    """Return what a question may ask, by the names of its parameters; the limits are those set."""
    return {
        "zoekterm": {
            "type": "string",
            "minLength": 1,
            "maxLength": settings.max_query,
            "description": (
                'Wat u zoekt: een vraag of een paar woorden. "extra inzet" vindt precies die '
                'woorden, -woord of -"een zin" sluit uit, OF (of OR, in hoofdletters) is het een '
                "of het ander. Velden: van: en tot: (datum van de vergadering, beide inbegrepen: "
                "2024, 2024-03, 2024-03-14, 14-03-2024 of maart 2024), document:, agendapunt:, "
                "grond:, organisatie:, soort: (besluit, actie, toezegging, verzoek of "
                "standpunt) en eigenaar:; een waarde met spaties staat tussen aanhalingstekens. "
                "Met alleen velden of uitsluitingen staat de nieuwste vergadering voorop. Verkeerd "
                "gebruik geeft 400, met de plaats en wat er moet staan."
            ),
            "example": "huisvesting van statushouders",
        },
        **paging(
            "Welke pagina met resultaten, vanaf 1",
            "Hoeveel resultaten op een pagina",
            default=settings.page_size,
        ),
        "grond": {
            "type": "string",
            "minLength": 1,
            "maxLength": MAX_GROUND,
            "description": "Alleen passages bij een weglakking op deze grond: in hetzelfde "
            "agendapunt, of op dezelfde pagina als er geen agenda is",
            "example": "5.1.2e",
        },
        "uitbreiden": flag(
            "Of ook wordt gezocht op andere woorden: afkortingen, synoniemen, vertalingen, "
            "samenstellingen en verbeterde spelling; het antwoord noemt ze",
            default=True,
        ),
        "gelaktVan": {
            "type": "integer",
            "minimum": 0,
            "maximum": 100,
            "description": "Alleen passages uit agendapunten waarvan ten minste dit percentage "
            "is gelakt",
        },
        "gelaktTot": {
            "type": "integer",
            "minimum": 0,
            "maximum": 100,
            "description": "Alleen passages uit agendapunten waarvan ten hoogste dit percentage "
            "is gelakt",
        },
    }


def paths(fields: dict[str, Schema]) -> dict[str, Schema]:
    """Return the routes that search."""
    return {
        "/passages": {
            "get": {
                "tags": ["passages"],
                "operationId": "zoekPassages",
                "summary": "Zoek passages",
                "description": (
                    "Zoekt naar betekenis en op woorden; het beste resultaat staat voorop. "
                    "Bij gelijke score is de volgorde vast. Wie de zoekterm niet in een adres "
                    "wil zetten, gebruikt POST /passages/_zoek."
                ),
                "parameters": [query_parameter(name, schema) for name, schema in fields.items()],
                "responses": {
                    "200": success("Een pagina met resultaten", "PassagePagina", link=True),
                    **faults(400, 406, 500, 503),
                },
            }
        },
        "/passages/_zoek": {
            "post": {
                "tags": ["passages"],
                "operationId": "zoekPassagesMetBody",
                "summary": "Zoek passages met de zoekterm in de body",
                "description": (
                    "Doet hetzelfde als GET /passages, zonder de zoekterm in een adres te "
                    "zetten. Daarom heeft het antwoord geen Link-header: tel page op tot "
                    "page maal pageSize ten minste totaal is."
                ),
                "requestBody": body("Zoekvraag"),
                "responses": {
                    "200": success("Een pagina met resultaten", "PassagePagina"),
                    **faults(400, 406, 413, 415, 500, 503),
                },
            }
        },
    }


def question_schemas(fields: dict[str, Schema]) -> dict[str, Schema]:
    """Return the schema of a question in a body."""
    return {"Zoekvraag": question_of(fields, required="zoekterm")}


def page_schemas() -> dict[str, Schema]:
    """Return the schemas of a page of hits."""
    return {
        "PassagePagina": object_of(
            gevonden=flag(
                "Onwaar als bewijs geen is, of geen passage aan alles voldoet; "
                "resultaten zijn dan hoogstens de passages die het dichtst bij komen."
            ),
            bewijs={
                "type": "string",
                "enum": list(EVIDENCE.values()),
                "description": "Hoe zeker het is dat het archief de zoekterm beantwoordt",
            },
            zekerheid={
                "type": "number",
                "minimum": 0,
                "maximum": 1,
                "description": "Hetzelfde als getal; hoger is zekerder",
            },
            totaal=count("Aantal resultaten voor deze zoekterm met deze filters"),
            totaalZonderFilters=count("Aantal resultaten voor deze zoekterm zonder filters"),
            ongedateerdeVerslagen=count(
                "Verslagen die afvallen omdat hun datum niet te lezen is en er op datum is gezocht"
            ),
            page=count("Deze pagina, vanaf 1"),
            pageSize=count("Resultaten op een pagina"),
            resultaten=list_of(ref("Passage"), "De resultaten, het beste voorop"),
            onbekendeWoorden=list_of(
                text("Woord"), "Woorden van de zoekterm die nergens in het archief staan"
            ),
            uitbreidingen=list_of(
                object_of(
                    woord=text("Wat in de zoekterm staat"),
                    ook=list_of(text("Woord of zin"), "Wat daarom ook is gezocht"),
                    soort={
                        "type": "string",
                        "enum": list(EXPANSION_KINDS.values()),
                        "description": "Waarom",
                    },
                ),
                "Wat naast de woorden van de zoekterm is gezocht",
            ),
            bedoeldeU=text(
                "De zoekterm zoals het archief hem spelt; null als er niets te verbeteren is",
                nullable=True,
            ),
            facetten=ref("Facetten"),
            doorzocht=ref("Doorzocht"),
        ),
        "Facetten": object_of(
            gronden=list_of(
                object_of(grond=text("Grond", example="5.1.2e"), aantal=count("Resultaten")),
                "Gronden bij de resultaten, de meest voorkomende voorop",
            ),
            gelakt=list_of(
                object_of(
                    van=count("Vanaf dit percentage"),
                    tot=count("Tot en met dit percentage"),
                    aantal=count("Resultaten"),
                ),
                "Hoeveel van het agendapunt is gelakt",
            ),
        ),
        "Passage": object_of(
            rang=count("Plaats onder de resultaten, vanaf 1"),
            score=number("0 tot 1, hoger is beter; alleen binnen één zoekvraag te vergelijken"),
            id=text("Vast id van de passage"),
            verslagId=text("Id van het verslag waarin zij staat"),
            tekst=text(
                "De letterlijke tekst, met regeleinden als spaties; ▮ staat waar iets is weggelakt"
            ),
            afgeschermd=flag(
                "Waar als dit archief in tekst iets heeft afgeschermd dat op een "
                "persoonsgegeven lijkt: daar staat ▯, en is tekst niet letterlijk"
            ),
            markeringen=marks(),
            weglakkingen=list_of(ref("Weglakking"), "Wat elke ▮ in tekst is, in dezelfde volgorde"),
            gelakt=ref("Gelakt"),
            uitspraken=list_of(ref("Uitspraak"), "Wat een regel erin herkende, op volgorde"),
            citaat=ref("Citaat"),
            reden=ref("Reden"),
        ),
    }


def reason_schemas() -> dict[str, Schema]:
    """Return the schema of why a passage was found."""
    return {
        "Reden": object_of(
            woorden=list_of(text("Woord"), "Woorden van de passage die overeenkomen"),
            rangWoorden=count("Plaats bij zoeken op woorden; null = niet bij", nullable=True),
            rangBetekenis=count("Plaats bij zoeken naar betekenis; null = niet bij", nullable=True),
            gelijkenis=number(
                "-1 tot 1; alleen binnen één zoekvraag te vergelijken", nullable=True
            ),
        ),
    }
