"""The description of the API (OpenAPI 3.0.3), in Dutch as the design rules ask.

A test holds the real answers against these schemas, so that description and code stay one.
"""

from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from lrt_search.domain import RedactionLook
from lrt_search.quotations import LONGEST
from lrt_search.search_record import MOST_HITS, SearchRecord
from lrt_search.settings import Settings

API_VERSION = "1.0.0"
MAX_PAGE = 10_000
MAX_PAGE_SIZE = 100
DEFAULT_RECORDED = 100
MAX_GROUND = 40  # characters; "artikel 5.1, tweede lid, onder e" is 32

Schema = dict[str, Any]


def openapi_document(settings: Settings) -> Schema:
    """Return the description; the limits in it are those of ``settings``."""
    query_fields = _query_fields(settings)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Zoek-API van het archief van LRT-verslagen",
            "description": (
                "Doorzoekt openbaar gemaakte, gelakte verslagen van de Landelijke Regietafel "
                "Migratie en Integratie (LRT). Elk resultaat is een letterlijk citaat met zijn "
                "vindplaats. De API is alleen-lezen en vraagt geen aanmelding."
            ),
            "version": API_VERSION,
            "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl/"},
            "contact": {
                "name": "Team LRT-archief",
                "url": "https://example.org/lrt-archief/issues",
                "email": "lrt-archief@example.org",
            },
        },
        "servers": [{"url": "/api/v1", "description": "Deze installatie"}],
        "tags": [
            {"name": "passages", "description": "Zoeken in de verslagen"},
            {"name": "citaten", "description": "Nagaan of een citaat klopt"},
            {"name": "zoekslagen", "description": "Vastleggen hoe er is gezocht"},
            {"name": "archief", "description": "Wat er in het archief zit, en wat niet"},
            {"name": "verslagen", "description": "De verslagen in het archief"},
            {"name": "gronden", "description": "De wettelijke gronden om iets weg te lakken"},
            {"name": "openapi", "description": "De beschrijving van deze API"},
        ],
        "paths": {
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
                    "parameters": [
                        {
                            "name": name,
                            "in": "query",
                            "required": name == "zoekterm",
                            "description": schema["description"],
                            "schema": {k: v for k, v in schema.items() if k != "description"},
                        }
                        for name, schema in query_fields.items()
                    ],
                    "responses": {
                        "200": _success("Een pagina met resultaten", "PassagePagina", link=True),
                        **_faults(400, 406, 500, 503),
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
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": _ref("Zoekvraag")}},
                    },
                    "responses": {
                        "200": _success("Een pagina met resultaten", "PassagePagina"),
                        **_faults(400, 406, 413, 415, 500, 503),
                    },
                }
            },
            "/citaten/_controleer": {
                "post": {
                    "tags": ["citaten"],
                    "operationId": "controleerCitaat",
                    "summary": "Staat dit citaat in het archief?",
                    "description": (
                        "Zegt of een citaat letterlijk in het archief staat, bijna, of niet, met "
                        "elke vindplaats en elk verschil. Een weglating (...), een invoeging "
                        "tussen rechte haken en een teken voor een weglakking mogen erin staan."
                    ),
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": _ref("Citaatvraag")}},
                    },
                    "responses": {
                        "200": _success("Wat de controle opleverde", "Citaatcontrole"),
                        **_faults(400, 404, 406, 410, 413, 415, 500, 503),
                    },
                }
            },
            "/zoekslagen/_leg-vast": {
                "post": {
                    "tags": ["zoekslagen"],
                    "operationId": "legZoekslagVast",
                    "summary": "Zoek, en krijg de verantwoording van die zoekslag",
                    "description": (
                        "Antwoordt met wat er is gevraagd, van welk archief, wat er is gevonden, "
                        "wat terzijde is gelegd en waarom, en wat niet is doorzocht, met een "
                        "controlegetal over de inhoud. lrt-search replay doet haar opnieuw."
                    ),
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": _ref("Zoekslagvraag")}},
                    },
                    "responses": {
                        "200": _success("De verantwoording", "Zoekslagverantwoording"),
                        **_faults(400, 406, 413, 415, 500, 503),
                    },
                }
            },
            "/archief": {
                "get": {
                    "tags": ["archief"],
                    "operationId": "haalArchief",
                    "summary": "Verantwoording: wat is doorzocht, hoe het is gelezen en wat mist",
                    "description": (
                        "Alle verslagen met hun herkomst, per verslag hoe elke pagina is gelezen, "
                        "de bestanden die niet te lezen waren, wat is ingetrokken, en aanwijzingen "
                        "dat verslagen ontbreken. Een aanwijzing bewijst niet dat er een verslag "
                        "is: een vergadering kan zijn vervallen."
                    ),
                    "responses": {
                        "200": _success("De verantwoording", "Archief"),
                        **_faults(400, 406, 500, 503),
                    },
                }
            },
            "/verslagen": {
                "get": {
                    "tags": ["verslagen"],
                    "operationId": "lijstVerslagen",
                    "summary": "Alle verslagen",
                    "description": "De nieuwste vergadering staat voorop.",
                    "responses": {
                        "200": _success("Alle verslagen", "VerslagenLijst"),
                        **_faults(400, 406, 500, 503),
                    },
                }
            },
            "/verslagen/{verslagId}": {
                "get": {
                    "tags": ["verslagen"],
                    "operationId": "haalVerslag",
                    "summary": "Eén verslag: vergadering, aanwezigen en agenda",
                    "description": "Een verslag dat is ingetrokken geeft 410, met de reden.",
                    "parameters": [_document_parameter()],
                    "responses": {
                        "200": _success("Het verslag", "Verslag"),
                        **_faults(400, 404, 406, 410, 500, 503),
                    },
                }
            },
            "/verslagen/{verslagId}/weglakkingen": {
                "get": {
                    "tags": ["verslagen"],
                    "operationId": "lijstWeglakkingen",
                    "summary": "Wat in één verslag is weggelakt, waar en op welke grond",
                    "parameters": [_document_parameter()],
                    "responses": {
                        "200": _success("De weglakkingen", "WeglakkingenLijst"),
                        **_faults(400, 404, 406, 500, 503),
                    },
                }
            },
            "/gronden": {
                "get": {
                    "tags": ["gronden"],
                    "operationId": "lijstGronden",
                    "summary": "De gronden, met hun plaats in de wet",
                    "responses": {
                        "200": _success("De gronden", "GrondenLijst"),
                        **_faults(400, 406, 500),
                    },
                }
            },
            "/openapi.json": {
                "get": {
                    "tags": ["openapi"],
                    "operationId": "haalOpenapi",
                    "summary": "Deze beschrijving",
                    "responses": {
                        "200": {
                            "description": "Deze beschrijving",
                            "headers": {
                                "API-Version": _header("ApiVersion"),
                                "Access-Control-Allow-Origin": _header("ElkeHerkomst"),
                            },
                            "content": {"application/json": {"schema": {"type": "object"}}},
                        },
                        **_faults(400, 406, 500),
                    },
                }
            },
        },
        "components": {
            "headers": {
                "ApiVersion": {
                    "description": "Volledig versienummer van deze API",
                    "schema": {"type": "string", "example": API_VERSION},
                },
                "Link": {
                    "description": (
                        "Adressen van andere pagina's met resultaten (RFC 8288): first, prev, "
                        "next en last; prev en next alleen waar die pagina bestaat"
                    ),
                    "schema": {"type": "string"},
                },
                "ElkeHerkomst": {
                    "description": "Altijd *: elke website mag deze beschrijving lezen",
                    "schema": {"type": "string", "example": "*"},
                },
            },
            "responses": {
                "Fout": {
                    "description": "Wat er niet kon en wat eraan te doen is (RFC 9457)",
                    "headers": {"API-Version": _header("ApiVersion")},
                    "content": {"application/problem+json": {"schema": _ref("Probleem")}},
                }
            },
            "schemas": _schemas(query_fields),
        },
    }


def _query_fields(settings: Settings) -> dict[str, Schema]:
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
                "grond: en organisatie:; een waarde met spaties staat tussen aanhalingstekens. Met "
                "alleen velden of uitsluitingen staat de nieuwste vergadering voorop. Verkeerd "
                "gebruik geeft 400, met de plaats en wat er moet staan."
            ),
            "example": "huisvesting van statushouders",
        },
        "page": {
            "type": "integer",
            "minimum": 1,
            "maximum": MAX_PAGE,
            "default": 1,
            "description": "Welke pagina met resultaten, vanaf 1",
        },
        "pageSize": {
            "type": "integer",
            "minimum": 1,
            "maximum": MAX_PAGE_SIZE,
            "default": settings.page_size,
            "description": "Hoeveel resultaten op een pagina",
        },
        "grond": {
            "type": "string",
            "minLength": 1,
            "maxLength": MAX_GROUND,
            "description": "Alleen passages bij een weglakking op deze grond: in hetzelfde "
            "agendapunt, of op dezelfde pagina als er geen agenda is",
            "example": "5.1.2e",
        },
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


def _document_parameter() -> Schema:
    return {
        "name": "verslagId",
        "in": "path",
        "required": True,
        "description": "Het id van een verslag, uit /verslagen of een citaat",
        "schema": {"type": "string"},
    }


def _schemas(query_fields: dict[str, Schema]) -> dict[str, Schema]:
    summary = {
        "id": _text(
            "Vast id van het verslag: het begin van sha256; van een deel van een bestand met -p en "
            "zijn eerste pagina erachter",
            example="0123456789abcdef-p37",
        ),
        "titel": _text("Titel van het verslag"),
        "sha256": _text("Controlegetal van het bronbestand", pattern="^[0-9a-f]{64}$"),
        "bronnen": _list(_text("Bestandsnaam"), "Namen waaronder het bronbestand is ontvangen"),
        "herkomst": _list(
            _ref("Herkomst"), "Waar het bronbestand is gepubliceerd; een voor elke naam"
        ),
        "mediatype": _text("Soort bronbestand", example="application/pdf"),
        "orgaan": _text("Wie vergaderde, zoals gedrukt", nullable=True),
        "vergaderDatum": _day("Dag van de vergadering; null als die niet te lezen is"),
        "paginas": _count("Aantal pagina's"),
        "deel": _object(
            positie=_count("De plaats van dit deel, vanaf 1"),
            aantal=_count("Hoeveel delen het bestand bundelt"),
            eerstePagina=_count("De pagina van het bestand waarop dit deel begint"),
        )
        | {
            "nullable": True,
            "description": "Welk deel van het bestand dit is; null als het bestand één verslag is",
        },
        "passages": _count("Aantal passages"),
        "gelakt": _ref("Gelakt"),
        "permalink": _text("Pad van het verslag op deze website", example="/v/0123456789abcdef"),
    }
    agenda = {
        "positie": _count("Plaats in het verslag, vanaf 1"),
        "label": _text("Nummer zoals gedrukt; leeg als er geen nummer staat"),
        "titel": _text("Titel zoals gedrukt"),
        "pagina": _count("Pagina waarop het agendapunt begint"),
        "gelakt": _ref("Gelakt"),
    }
    return {
        "Zoekvraag": {
            "type": "object",
            "required": ["zoekterm"],
            "properties": query_fields,
            "additionalProperties": False,
        },
        "Zoekslagvraag": {
            "type": "object",
            "required": ["zoekterm"],
            "properties": {
                **{
                    name: query_fields[name]
                    for name in ("zoekterm", "grond", "gelaktVan", "gelaktTot")
                },
                "aantal": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": MOST_HITS,
                    "default": DEFAULT_RECORDED,
                    "description": "Leg hoogstens zoveel resultaten vast",
                },
                "terzijde": _list(
                    _object(
                        passageId=_text("Id van een passage onder de resultaten"),
                        reden=_text("Waarom zij niet telt"),
                    ),
                    "Resultaten die niet tellen, met de reden; zij blijven in de verantwoording",
                ),
            },
            "additionalProperties": False,
        },
        "Zoekslagverantwoording": _object(
            soort=_text("Altijd zoekslagverantwoording"),
            versie=_count("Versie van deze vorm"),
            controlegetal=_object(
                methode=_text("SHA-256"),
                waarde=_text("Het controlegetal", pattern="^[0-9a-f]{64}$"),
                over=_text("Waarover het is berekend"),
                narekenen=_text("Een opdracht die het narekent"),
            ),
            inhoud=_described(SearchRecord),
        ),
        "Citaatvraag": {
            "type": "object",
            "required": ["citaat"],
            "properties": {
                "citaat": _text(
                    "Het citaat, met of zonder aanhalingstekens",
                    minLength=1,
                    maxLength=LONGEST,
                    example="er zijn drie locaties (...) in beeld",
                ),
                "verslagId": _text("Alleen in dit verslag; zonder dit veld in alle verslagen"),
            },
            "additionalProperties": False,
        },
        "Citaatcontrole": _object(
            uitslag={
                "type": "string",
                "enum": ["letterlijk", "bijna", "nietGevonden"],
                "description": "Letterlijk: teken voor teken, op wat docs/quotations.md noemt na",
            },
            totaal=_count("Aantal vindplaatsen"),
            volledig={
                "type": "boolean",
                "description": "Onwaar als de woorden zo gewoon zijn dat niet alles is bekeken",
            },
            plaatsen=_list(_ref("Citaatplaats"), "De vindplaatsen, ten hoogste 50"),
            milliseconden=_count("Hoe lang de controle duurde"),
            doorzocht=_ref("Doorzocht"),
        ),
        "Citaatplaats": _object(
            verslagId=_text("Id van het verslag"),
            passageId=_text("Id van de passage; null bij een kop of een hoofd", nullable=True),
            tekst=_text("De woorden van het archief op die plaats; ▮ is een weglakking"),
            weglakkingen=_list(_ref("Weglakking"), "Wat elke ▮ in tekst is"),
            citaat=_ref("Citaat"),
            stukken=_list(
                _object(
                    pagina=_count("Pagina van het bestand"),
                    start=_count("Eerste teken in de tekst van de pagina"),
                    einde=_count("Een na het laatste teken"),
                ),
                "Waar het staat, pagina voor pagina",
            ),
            gelijkenis=_number("Deel van de woorden dat gelijk is, 0 tot 1"),
            stappen=_list(
                _object(
                    citaat=_text("Zoals het citaat luidt"),
                    archief=_text("Zoals het archief luidt"),
                    verschillen=_list(_difference(), "Wat er verschilt; leeg als niets verschilt"),
                ),
                "Wat gelijk is en wat verschilt, op volgorde",
            ),
            overgeslagen=_list(
                _object(
                    wijze={
                        "type": "string",
                        "enum": ["weglating", "invoeging"],
                        "description": "Een weglating (...) of woorden tussen rechte haken",
                    },
                    ingevoegd=_text("Wat tussen de haken staat"),
                    archief=_text("Wat het archief daar heeft"),
                    verschillen=_list(_difference(), "Wat dat aan de betekenis kan veranderen"),
                ),
                "Wat het archief heeft waar het citaat iets weglaat of invoegt",
            ),
            weglakkingenNietGetoond=_count("Weglakkingen erin die het citaat niet laat zien"),
            ervoor=_text("Wat in dezelfde zin ervoor staat"),
            erna=_text("Wat in dezelfde zin erna staat"),
            ontkenningenErbuiten=_list(
                _text("Woord"), "Ontkenningen in dezelfde zin, buiten het citaat"
            ),
        ),
        "PassagePagina": _object(
            gevonden={
                "type": "boolean",
                "description": "Onwaar als geen woord van de zoekterm in het archief voorkomt, of "
                "geen passage aan alles voldoet; resultaten zijn dan hoogstens de passages die "
                "naar betekenis het dichtst bij komen.",
            },
            totaal=_count("Aantal resultaten voor deze zoekterm met deze filters"),
            totaalZonderFilters=_count("Aantal resultaten voor deze zoekterm zonder filters"),
            ongedateerdeVerslagen=_count(
                "Verslagen die afvallen omdat hun datum niet te lezen is en er op datum is gezocht"
            ),
            page=_count("Deze pagina, vanaf 1"),
            pageSize=_count("Resultaten op een pagina"),
            resultaten=_list(_ref("Passage"), "De resultaten, het beste voorop"),
            onbekendeWoorden=_list(
                _text("Woord"), "Woorden van de zoekterm die nergens in het archief staan"
            ),
            facetten=_ref("Facetten"),
            doorzocht=_ref("Doorzocht"),
        ),
        "Facetten": _object(
            gronden=_list(
                _object(grond=_text("Grond", example="5.1.2e"), aantal=_count("Resultaten")),
                "Gronden bij de resultaten, de meest voorkomende voorop",
            ),
            gelakt=_list(
                _object(
                    van=_count("Vanaf dit percentage"),
                    tot=_count("Tot en met dit percentage"),
                    aantal=_count("Resultaten"),
                ),
                "Hoeveel van het agendapunt is gelakt",
            ),
        ),
        "Passage": _object(
            rang=_count("Plaats onder de resultaten, vanaf 1"),
            score=_number("0 tot 1, hoger is beter; alleen binnen één zoekvraag te vergelijken"),
            id=_text("Vast id van de passage"),
            verslagId=_text("Id van het verslag waarin zij staat"),
            tekst=_text(
                "De letterlijke tekst, met regeleinden als spaties; ▮ staat waar iets is weggelakt"
            ),
            afgeschermd={
                "type": "boolean",
                "description": "Waar als dit archief in tekst iets heeft afgeschermd dat op een "
                "persoonsgegeven lijkt: daar staat ▯, en is tekst niet letterlijk",
            },
            markeringen=_list(
                {
                    "type": "array",
                    "items": {"type": "integer", "minimum": 0},
                    "minItems": 2,
                    "maxItems": 2,
                },
                "Gevonden woorden: begin en einde (niet inbegrepen) in tekst, in tekens",
            ),
            weglakkingen=_list(_ref("Weglakking"), "Wat elke ▮ in tekst is, in dezelfde volgorde"),
            gelakt=_ref("Gelakt"),
            citaat=_ref("Citaat"),
            reden=_ref("Reden"),
        ),
        "Weglakking": _object(
            pagina=_count("Pagina van het bestand, vanaf 1"),
            vorm={
                "type": "string",
                "enum": [look.value for look in RedactionLook],
                "description": "Hoe zij eruitziet: een zwart (black), grijs (grey), omlijnd "
                "(outlined) of gekleurd (coloured) vlak, een lege plek (gap), of alleen een "
                "gedrukt teken (printed)",
            },
            gronden=_list(
                _text("Grond, bijvoorbeeld 5.1.2e; een onbekende zoals gedrukt"),
                "De gedrukte gronden; leeg als er geen grond bij staat",
            ),
            plaats=_object(
                links=_count("Punten (1/72 inch) vanaf de linkerrand"),
                boven=_count("Punten vanaf de bovenrand"),
            )
            | {"nullable": True, "description": "Waar het vlak begint; null zonder vlak"},
            teken=_count("Plaats in de tekst van de pagina; null zonder tekst", nullable=True),
        ),
        "WeglakkingenLijst": _object(
            totaal=_count("Aantal weglakkingen"),
            resultaten=_list(_ref("Weglakking"), "De weglakkingen, in de volgorde van de pagina's"),
        ),
        "Gelakt": _object(
            percentage=_count(
                "Geschat deel van de tekst dat is gelakt, 0 tot 100; null als er niets te lezen is",
                nullable=True,
            ),
            weglakkingen=_count("Aantal weglakkingen"),
            gronden=_list(_text("Grond"), "De gedrukte gronden, de meest voorkomende voorop"),
        ),
        "GrondenLijst": _object(
            totaal=_count("Aantal gronden"),
            resultaten=_list(_ref("Grond"), "De gronden, in de volgorde van de wet"),
        ),
        "Grond": _object(
            grond=_text("Korte aanduiding", example="5.1.2e"),
            wet=_text("Woo of Wob"),
            artikel=_text("Plaats in de wet"),
            omschrijving=_text("Waarvoor de grond dient"),
        ),
        "Citaat": _object(
            titel=_text("Titel van het verslag"),
            bron=_text("Naam van het bronbestand"),
            sha256=_text("Controlegetal van het bronbestand", pattern="^[0-9a-f]{64}$"),
            vergaderDatum=_day("Dag van de vergadering; null als die niet te lezen is"),
            agendapunt=_object(
                label=_text("Nummer zoals gedrukt; leeg als er geen nummer staat"),
                titel=_text("Titel zoals gedrukt"),
            )
            | {"nullable": True, "description": "Het agendapunt; null buiten de agenda"},
            tussenkop=_text("De tussenkop erboven, zonder dubbele punt", nullable=True),
            pagina=_count("Pagina van het bestand, vanaf 1"),
            paginalabel=_text("Gedrukt paginanummer, als dat anders is dan pagina", nullable=True),
            regel=_count("Regel, vanaf 1; null voor een verslag met pagina's", nullable=True),
            tekens=_object(
                start=_count("Eerste teken, vanaf 0"), einde=_count("Een na het laatste teken")
            )
            | {"description": "Plaats in de tekst van de pagina"},
            lezing=_object(
                wijze={
                    "type": "string",
                    "enum": ["tekstlaag", "ocr"],
                    "description": "Waar de tekst van de pagina vandaan komt: uit de tekstlaag van "
                    "het bestand, of gelezen van de afbeelding (ocr)",
                },
                betrouwbaarheid=_count(
                    "0 tot 100, zoals OCR die zelf opgeeft; null voor een tekstlaag", nullable=True
                ),
            )
            | {"description": "Hoe de pagina is gelezen; van enkele pagina's de minst zekere"},
            permalink=_text(
                "Pad van de passage op deze website", example="/v/0123456789abcdef/p/3#a1b2"
            ),
        ),
        "Reden": _object(
            woorden=_list(_text("Woord"), "Woorden van de passage die overeenkomen"),
            rangWoorden=_count("Plaats bij zoeken op woorden; null = niet bij", nullable=True),
            rangBetekenis=_count(
                "Plaats bij zoeken naar betekenis; null = niet bij", nullable=True
            ),
            gelijkenis=_number(
                "-1 tot 1; alleen binnen één zoekvraag te vergelijken", nullable=True
            ),
        ),
        "Doorzocht": _object(
            generatie=_text("Naam van de uitgave van het archief waarin is gezocht"),
            verslagen=_count("Aantal verslagen"),
            paginas=_count("Aantal pagina's"),
            passages=_count("Aantal passages"),
            eersteDatum=_day("Oudste vergadering met een bekende datum"),
            laatsteDatum=_day("Nieuwste vergadering met een bekende datum"),
            overgeslagen=_count("Bestanden die niet te lezen waren en dus niet zijn doorzocht"),
            paginasZonderTekst=_count("Pagina's waarop iets staat dat niet te lezen is"),
            paginasOcr=_count("Pagina's gelezen met tekstherkenning (OCR), die fouten maakt"),
        ),
        **_archive_schemas(summary),
        "VerslagenLijst": _object(
            totaal=_count("Aantal verslagen"),
            resultaten=_list(_ref("VerslagSamenvatting"), "De verslagen, nieuwste voorop"),
        ),
        "VerslagSamenvatting": _object(**summary),
        "Verslag": _object(
            **summary,
            versies=_list(
                _ref("Versie"), "Andere versies van dit verslag, de meest gelijkende voorop"
            ),
            datumTekst=_text("Datum zoals gedrukt", nullable=True),
            tijdTekst=_text("Tijd zoals gedrukt, plaatselijke tijd", nullable=True),
            plaats=_text("Plaats zoals gedrukt", nullable=True),
            aanwezigen=_list(_ref("Aanwezige"), "Aanwezigen, in de gedrukte volgorde"),
            agendapunten=_list(_ref("Agendapunt"), "Agendapunten, in de gedrukte volgorde"),
        ),
        "Herkomst": _object(
            naam=_text("Naam waaronder het bronbestand is ontvangen"),
            bronUrl=_text("Adres van de publicatie; null als dat niet bekend is", nullable=True),
            besluit=_text("Woo-besluit waarmee het openbaar is gemaakt", nullable=True),
            documentnummer=_text("Nummer in de inventarislijst van dat besluit", nullable=True),
        ),
        "Versie": _object(
            id=_text("Id van de andere versie"),
            bron=_text("Naam van haar bronbestand"),
            overeenkomst=_count(
                "Percentage van de woorden van de kortste dat ook in de andere staat"
            ),
            permalink=_text("Pad van de andere versie op deze website"),
        ),
        "Aanwezige": _object(
            naam=_text("Zoals gedrukt; null als de naam is gelakt", nullable=True),
            organisatie=_text("Zoals gedrukt", nullable=True),
        ),
        "Agendapunt": _object(**agenda),
        "Probleem": {
            "type": "object",
            "required": ["status", "title", "detail"],
            "properties": {
                "status": {"type": "integer", "description": "De HTTP-status"},
                "title": _text("Soort fout"),
                "detail": _text("Wat er mis ging en wat eraan te doen is"),
                "errors": _list(_ref("Invoerfout"), "Alle fouten in de invoer tegelijk"),
            },
        },
        "Invoerfout": _object(
            **{
                "in": {
                    "type": "string",
                    "enum": ["query", "body"],
                    "description": "Waar de fout staat",
                }
            },
            location=_text("Naam van de parameter, of een JSON-pointer in de body"),
            code={
                "type": "string",
                "enum": ["verplicht", "onbekend", "herhaald", "ongeldig", "leeg", "teLang"],
                "description": "Soort invoerfout",
            },
            detail=_text("Wat eraan te doen is"),
        ),
    }


def _archive_schemas(summary: dict[str, Schema]) -> dict[str, Schema]:
    """Return the schemas of the report on the archive."""
    return {
        "Archief": _object(
            doorzocht=_ref("Doorzocht"),
            model=_text("Naam van het taalmodel"),
            gemaaktOp=_moment("Wanneer deze uitgave van het archief is gemaakt, UTC"),
            programmaVersie=_text("Versie van het programma dat haar maakte"),
            afgeschermd={
                "type": "boolean",
                "description": "Waar als wat op een persoonsgegeven lijkt is afgeschermd",
            },
            gelezen=_ref("Gelezen"),
            verslagen=_list(_ref("GelezenVerslag"), "De verslagen, nieuwste voorop"),
            dekking=_ref("Dekking"),
            overgeslagen=_list(
                _object(
                    bron=_text("Bestandsnaam"),
                    reden=_text("Soort fout", example="EncryptedDocumentError"),
                    uitleg=_text("Waarom het niet is doorzocht en wat eraan te doen is"),
                ),
                "Bestanden die zijn aangeboden en niet doorzocht worden",
            ),
            inQuarantaine=_count("Hoeveel daarvan op een beslissing wachten"),
            ingetrokken=_list(
                _object(
                    id=_text("Id van het verslag"),
                    datum=_text("Dag waarop het is ingetrokken", format="date"),
                    reden=_text("Waarom"),
                ),
                "Verslagen die uit het archief zijn gehaald, het laatste voorop",
            ),
        ),
        "Gelezen": _object(
            tekstlaag=_count("Pagina's waarvan de tekst in het bestand staat"),
            ocr=_count("Pagina's gelezen met tekstherkenning"),
            onleesbaar=_count("Pagina's waar iets op staat dat niet te lezen was: niet doorzocht"),
            leeg=_count("Lege pagina's"),
            geheelGelakt=_count("Pagina's waarop niets dan weglakkingen staat"),
            betrouwbaarheid=_count(
                "Gemiddelde zekerheid van de tekstherkenning, 0 tot 100; null zonder", nullable=True
            ),
            laagsteBetrouwbaarheid=_count(
                "Zekerheid op de pagina waar zij het laagst is; null zonder", nullable=True
            ),
            paginas=_list(
                _object(
                    wijze={
                        "type": "string",
                        "enum": ["ocr", "onleesbaar", "leeg", "geheelGelakt"],
                        "description": "Hoe deze pagina's zijn gelezen",
                    },
                    nummers=_list(_count("Pagina van het bestand, vanaf 1"), "Welke pagina's"),
                ),
                "Per verslag: alle pagina's buiten de tekstlaag; leeg voor het hele archief",
            ),
        ),
        "GelezenVerslag": _object(
            **summary,
            gelezenOp=_moment("Wanneer het is gelezen, UTC; null als dat onbekend is")
            | {"nullable": True},
            gelezenMet=_list(_text("Programma en versie"), "De programma's die het lazen"),
            gelezen=_ref("Gelezen"),
        ),
        "Dekking": _object(
            perMaand=_list(
                _object(
                    jaar=_count("Jaar"),
                    maand=_count("Maand, vanaf 1"),
                    vergaderingen=_count("Vergaderingen met een bekende datum"),
                ),
                "Alleen maanden met een vergadering",
            ),
            reeksen=_list(_ref("Reeks"), "Per orgaan, dat met de meeste verslagen voorop"),
            genoemd=_list(
                _object(
                    datum=_text("Dag van de vergadering", format="date"),
                    wijze={
                        "type": "string",
                        "enum": ["vastgesteld", "aangekondigd"],
                        "description": "Of een verslag haar verslag bespreekt, of haar aankondigt",
                    },
                    uitleg=_text("Hetzelfde in woorden"),
                    vindplaatsen=_list(
                        _object(
                            verslagId=_text("Id van het verslag dat haar noemt"),
                            pagina=_count("Pagina van het bestand"),
                            permalink=_text("Pad van de plaats op deze website"),
                        ),
                        "Waar zij wordt genoemd",
                    ),
                ),
                "Vergaderingen die verslagen noemen en waarvan geen verslag in het archief is",
            ),
            zelfdeDag=_list(
                _object(
                    datum=_text("De dag", format="date"),
                    verslagen=_list(_text("Id"), "De verslagen van die dag"),
                ),
                "Dagen met meer dan één verslag van hetzelfde orgaan",
            ),
            ongedateerd=_list(_text("Id"), "Verslagen waarvan de datum niet te lezen was"),
            zonderOrgaan=_list(_text("Id"), "Verslagen die niet zeggen wie vergaderde"),
        ),
        "Reeks": _object(
            orgaan=_text("Wie vergaderde, zoals gedrukt"),
            verslagen=_count("Verslagen met een bekende datum"),
            vergaderingen=_list(_text("Dag", format="date"), "De dagen, oudste voorop"),
            gebruikelijkeDagen=_count(
                "Mediaan van de dagen tussen twee vergaderingen, zonder recessen; null bij minder "
                "dan vier vergaderingen: dan is over hiaten niets te zeggen",
                nullable=True,
            ),
            uitleg=_text("Hetzelfde in woorden"),
            hiaten=_list(
                _object(
                    na=_text("Vergadering ervoor", format="date"),
                    voor=_text("Vergadering erna", format="date"),
                    dagen=_count("Dagen ertussen, zonder recessen"),
                    uitleg=_text("Hetzelfde in woorden"),
                ),
                "Waar tussen twee vergaderingen mogelijk verslagen ontbreken",
            ),
            ontbrekendeNummers=_list(
                _object(van=_count("Eerste nummer"), tot=_count("Laatste nummer")),
                "Nummers die de titels overslaan",
            ),
        ),
    }


def _described(kind: Any) -> Schema:
    """Describe a part of a search record by its own declaration; docs/search-record.md explains."""
    if is_dataclass(kind):
        types = get_type_hints(kind)
        return _object(
            **{item.metadata["json"]: _described(types[item.name]) for item in fields(kind)}
        )
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _described(get_args(kind)[0])}
    if get_origin(kind) is UnionType:
        (one,) = (part for part in get_args(kind) if part is not NoneType)
        return _described(one) | {"nullable": True}
    names = {str: "string", int: "integer", bool: "boolean"}
    return {"type": names[kind]}


def _difference() -> Schema:
    kinds = "getal ontkenning naam weglakking woorden spelling hoofdletter leesteken".split()
    return {"type": "string", "enum": kinds, "description": "Soort verschil"}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(items: Schema, description: str) -> Schema:
    return {"type": "array", "items": items, "description": description}


def _text(description: str, **more: Any) -> Schema:
    return {"type": "string", "description": description, **more}


def _day(description: str) -> Schema:
    return _text(description, format="date", nullable=True)


def _moment(description: str) -> Schema:
    return _text(description, format="date-time")


def _count(description: str, **more: Any) -> Schema:
    return {"type": "integer", "minimum": 0, "description": description, **more}


def _number(description: str, **more: Any) -> Schema:
    return {"type": "number", "description": description, **more}


def _ref(schema: str) -> Schema:
    return {"$ref": f"#/components/schemas/{schema}"}


def _header(name: str) -> Schema:
    return {"$ref": f"#/components/headers/{name}"}


def _success(description: str, schema: str, *, link: bool = False) -> Schema:
    headers = {"API-Version": _header("ApiVersion")}
    if link:
        headers["Link"] = _header("Link")
    return {
        "description": description,
        "headers": headers,
        "content": {"application/json": {"schema": _ref(schema)}},
    }


def _faults(*statuses: int) -> Schema:
    return {str(status): {"$ref": "#/components/responses/Fout"} for status in statuses}
