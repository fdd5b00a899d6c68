"""The description of the API (OpenAPI 3.0.3), in Dutch as the design rules ask.

A test holds the real answers against these schemas, so that description and code stay one.
"""

from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from lrt_search.citation_formats import MEDIA_TYPES, CitationFormat
from lrt_search.domain import Layout, MeetingDoubt, RedactionLook
from lrt_search.quotations import LONGEST
from lrt_search.references import MOST as MOST_CITED
from lrt_search.register_filters import MAX_WORDS
from lrt_search.register_json import LINKS
from lrt_search.search_record import MOST_HITS, SearchRecord
from lrt_search.settings import Settings
from lrt_search.statement_kinds import OUTCOME_NAMES, PROGRESS_NAMES, REGISTERS, name_of
from lrt_search.statements import StatementKind

API_VERSION = "1.0.0"
MAX_PAGE = 10_000
MAX_PAGE_SIZE = 100
REGISTER_PAGE_SIZE = 25
DEFAULT_RECORDED = 100
MAX_GROUND = 40  # characters; "artikel 5.1, tweede lid, onder e" is 32

Schema = dict[str, Any]
_NO_SUMMARY = (
    "nietIngesteld|geenAntwoord|onbereikbaar|geweigerd|teLangzaam|teGroot|onleesbaar"
    "|nietsHoudtStand".split("|")
)
_PAGING = ("page", "pageSize")  # an answer is no list with pages


_SUMMARY: Schema = {
    "type": "boolean",
    "default": False,
    "description": "Of een taalmodel het antwoord ook mag samenvatten. Vraag en zinnen gaan dan "
    "naar het adres dat de beheerder heeft ingesteld; zonder zo'n adres gaat er niets weg",
}


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
            {"name": "registers", "description": "Besluiten, actiepunten en toezeggingen"},
            {"name": "antwoorden", "description": "Antwoorden in zinnen uit de verslagen"},
            {"name": "verwijzingen", "description": "Verwijzen naar passages"},
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
                        _query_parameter(name, schema) for name, schema in query_fields.items()
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
            **{f"/{name}": {"get": _register(name, kind)} for kind, name in REGISTERS.items()},
            "/antwoorden": {
                "get": {
                    "tags": ["antwoorden"],
                    "operationId": "geefAntwoord",
                    "summary": "Antwoord in zinnen uit de verslagen, letterlijk",
                    "description": (
                        "Kiest uit de beste passages de zinnen die samen antwoord geven, elk met "
                        "haar vindplaats. Er wordt geen tekst gemaakt: waar het archief geen "
                        "antwoord heeft, is groepen leeg en zegt ontbreekt waarom."
                    ),
                    "parameters": [
                        _query_parameter(name, schema)
                        for name, schema in (*query_fields.items(), ("samenvatting", _SUMMARY))
                        if name not in _PAGING
                    ],
                    "responses": {
                        "200": _success("Het antwoord", "Antwoord"),
                        **_faults(400, 406, 500, 503),
                    },
                }
            },
            "/antwoorden/_zoek": {
                "post": {
                    "tags": ["antwoorden"],
                    "operationId": "geefAntwoordMetBody",
                    "summary": "Antwoord, met de vraag in de body",
                    "description": (
                        "Doet hetzelfde als GET /antwoorden, zonder de zoekterm in een adres te "
                        "zetten."
                    ),
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": _ref("Antwoordvraag")}},
                    },
                    "responses": {
                        "200": _success("Het antwoord", "Antwoord"),
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
            "/zoekslagen/_verantwoord": {
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
            "/verwijzingen": {
                "get": {
                    "tags": ["verwijzingen"],
                    "operationId": "geefVerwijzingen",
                    "summary": "Verwijzingen naar passages, om in een stuk te zetten",
                    "description": (
                        "Een passage van een ingetrokken verslag geeft 410, met de reden, als de "
                        "verwijzing ook het verslag noemt; met alleen het id van de passage 404."
                    ),
                    "parameters": [
                        {
                            "name": "passage",
                            "in": "query",
                            "required": True,
                            "explode": True,
                            "description": "Permalink of id van een passage; herhaal de parameter "
                            "voor meer",
                            "schema": {
                                "type": "array",
                                "minItems": 1,
                                "maxItems": MOST_CITED,
                                "items": {"type": "string"},
                            },
                        },
                        {
                            "name": "vorm",
                            "in": "query",
                            "required": False,
                            "description": "Nederlandse verwijzing (nl), platte tekst met "
                            "controlegegevens (tekst), of een vorm voor programma's",
                            "schema": {
                                "type": "string",
                                "enum": [form.value for form in CitationFormat],
                                "default": "nl",
                            },
                        },
                    ],
                    "responses": {
                        "200": {
                            "description": "De verwijzingen, als bestand",
                            "headers": {
                                "API-Version": _header("ApiVersion"),
                                "Content-Disposition": _header("Bestandsnaam"),
                            },
                            "content": {
                                media: {"schema": {"type": "string"}}
                                for media in dict.fromkeys(MEDIA_TYPES.values())
                            },
                        },
                        **_faults(400, 404, 406, 410, 500, 503),
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
                "Bestandsnaam": {
                    "description": "Dat het antwoord een bestand is, en hoe het heet",
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
                "grond:, organisatie:, soort: (besluit, actie, toezegging, verzoek of "
                "standpunt) en eigenaar:; een waarde met spaties staat tussen aanhalingstekens. "
                "Met alleen velden of uitsluitingen staat de nieuwste vergadering voorop. Verkeerd "
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
        "uitbreiden": {
            "type": "boolean",
            "default": True,
            "description": "Of ook wordt gezocht op andere woorden: afkortingen, synoniemen, "
            "vertalingen en verbeterde spelling; het antwoord noemt ze",
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


_REGISTER_WORDS = {
    StatementKind.DECISION: ("lijstBesluiten", "Besluiten, ook aangehouden en verworpen"),
    StatementKind.ACTION_ITEM: ("lijstActiepunten", "Actiepunten: wie wat moet doen"),
    StatementKind.COMMITMENT: ("lijstToezeggingen", "Toezeggingen: wie wat belooft"),
    StatementKind.REQUEST: ("lijstVerzoeken", "Verzoeken: wie wat vraagt"),
}


def _register(name: str, kind: StatementKind) -> Schema:
    operation, summary = _REGISTER_WORDS[kind]
    return {
        "tags": ["registers"],
        "operationId": operation,
        "summary": summary,
        "description": (
            "Letterlijke zinnen uit de verslagen die een regel heeft herkend; de nieuwste "
            "vergadering staat voorop. Wat geen regel herkent, staat er niet bij: leeg betekent "
            "niet dat er niets was. Wat een mens heeft afgewezen, staat er ook niet bij. De "
            f"website toont hetzelfde op /{name}, en als CSV op /{name}.csv."
        ),
        "parameters": [
            {
                "name": field,
                "in": "query",
                "required": False,
                "description": schema["description"],
                "schema": {k: v for k, v in schema.items() if k != "description"},
            }
            for field, schema in _register_fields().items()
        ],
        "responses": {
            "200": _success("Een pagina van het register", "RegisterPagina", link=True),
            **_faults(400, 406, 500, 503),
        },
    }


def _register_fields() -> dict[str, Schema]:
    day = {"type": "string", "minLength": 4, "maxLength": MAX_WORDS}
    return {
        "organisatie": _text(
            "Wie het moet doen, of wie het zegt; elke naam die het archief kent (SJenV is JenV)",
            minLength=1,
            maxLength=MAX_WORDS,
            example="BZK",
        ),
        "van": {**day, "description": "Vergaderingen vanaf dit jaar, deze maand of deze dag"},
        "tot": {**day, "description": "Vergaderingen tot en met dit jaar, deze maand of deze dag"},
        "status": _text(
            "Hoe het ervoor staat: open als geen later verslag iets anders zegt",
            enum=list(PROGRESS_NAMES),
        ),
        "uitkomst": _text("Alleen besluiten met deze uitkomst", enum=list(OUTCOME_NAMES)),
        "woorden": _text(
            "Alleen zinnen waarin, of in de titel van hun agendapunt, al deze woorden staan, in "
            "elke vorm",
            minLength=1,
            maxLength=MAX_WORDS,
        ),
        "bevestigd": {
            "type": "boolean",
            "default": False,
            "description": "Alleen wat een mens heeft bevestigd",
        },
        "verslag": _text("Alleen uit het verslag met dit id", minLength=1, maxLength=64),
        "page": {
            "type": "integer",
            "minimum": 1,
            "maximum": MAX_PAGE,
            "default": 1,
            "description": "Welke pagina, vanaf 1",
        },
        "pageSize": {
            "type": "integer",
            "minimum": 1,
            "maximum": MAX_PAGE_SIZE,
            "default": REGISTER_PAGE_SIZE,
            "description": "Hoeveel zinnen op een pagina",
        },
    }


def _register_schemas() -> dict[str, Schema]:
    """Return the schemas of the registers."""
    progress = _text("Hoe het ervoor staat", enum=list(PROGRESS_NAMES))
    said = {
        "id": _text("Vast id, afgeleid van het verslag en de woorden", example="s0123456789abcde"),
        "soort": _text("Soort uitspraak", enum=[name_of(kind) for kind in StatementKind]),
        "tekst": _text("De zin, letterlijk, met regeleinden als spatie"),
        "eigenaars": _list(
            _text("Naam"), "Wie het moet doen, in de gedrukte volgorde; kort, of zoals gedrukt"
        ),
        "spreker": _text("Wie het zegt, zoals gedrukt", nullable=True),
        "sprekerOrganisatie": _text("De organisatie daarvan, als die zeker is", nullable=True),
        "termijnTekst": _text("Wanneer het af moet zijn, zoals gedrukt", nullable=True),
        "termijnDatum": _day("De laatste dag daarvan; null als die niet zeker is"),
        "uitkomst": {
            "type": "string",
            "nullable": True,
            "enum": [*OUTCOME_NAMES, None],
            "description": "Van een besluit; null bij een andere soort",
        },
        "betrouwbaarheid": _count("0 tot 100: hoe vaak de regel klopte op beoordeelde verslagen"),
        "regel": _text("Naam van de regel die de zin herkende"),
    }
    step = {
        "verslagId": _text("Het verslag waarin deze zin staat"),
        "uitspraakId": _text("De uitspraak die deze zin is; null als hij geen is", nullable=True),
        "vergaderDatum": _day("De dag van die vergadering"),
        "tekst": _text("De zin, letterlijk"),
        "weglakkingen": _list(_ref("Weglakking"), "Wat elk teken ▮ in tekst is, op volgorde"),
        "verband": _text(
            "Waarom hij erbij staat: een bericht over wat ervan werd, een uitspraak over "
            "hetzelfde onderwerp, of bijna hetzelfde besluit",
            enum=list(LINKS.values()),
        ),
        "status": {**progress, "nullable": True, "enum": [*PROGRESS_NAMES, None]},
        "zeker": {"type": "boolean", "description": "Onwaar als het verband twijfelachtig is"},
        "woorden": _list(_text("Woord"), "De woorden die beide gemeen hebben, zeldzaamste voorop"),
        "permalink": _text("Pad van de plaats op deze website"),
    }
    return {
        "RegisterPagina": _object(
            totaal=_count("Aantal zinnen met deze filters"),
            totaalZonderFilters=_count("Aantal zinnen in het register"),
            ongedateerd=_count(
                "Zinnen die afvallen omdat de datum van hun vergadering niet bekend is en er op "
                "datum is gefilterd"
            ),
            page=_count("Deze pagina, vanaf 1"),
            pageSize=_count("Zinnen per pagina"),
            resultaten=_list(_ref("Registerregel"), "De zinnen, nieuwste vergadering voorop"),
            doorzocht=_ref("Doorzocht"),
        ),
        "Uitspraak": _object(**said),
        "Registerregel": _object(
            **said,
            afgeschermd={
                "type": "boolean",
                "description": "Waar als er een persoonsgegeven in lijkt te zijn afgeschermd",
            },
            weglakkingen=_list(_ref("Weglakking"), "Wat elk teken ▮ in tekst is, op volgorde"),
            citaat=_ref("Citaat"),
            beoordeling={
                "type": "string",
                "nullable": True,
                "enum": ["bevestigd", "afgewezen", None],
                "description": "Wat een mens ervan vond; null als niemand ernaar keek",
            },
            status=progress,
            statusBewijs=_object(**step)
            | {
                "nullable": True,
                "description": "De latere zin die de status zegt; null als er geen is",
            },
            eerder=_list(_ref("Draadstap"), "Wat eraan voorafging, oudste voorop"),
            later=_list(_ref("Draadstap"), "Wat erop volgde, oudste voorop"),
        ),
        "Draadstap": _object(**step),
    }


def _query_parameter(name: str, schema: Schema) -> Schema:
    return {
        "name": name,
        "in": "query",
        "required": name == "zoekterm",
        "description": schema["description"],
        "schema": {key: value for key, value in schema.items() if key != "description"},
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
        "twijfels": _list(
            _text("Wat niet klopt", enum=[doubt.value for doubt in MeetingDoubt]),
            "Wat niet klopt aan wat het verslag van de vergadering zegt; het blijft zoals gedrukt",
        ),
        "indeling": _text(
            "Welke manier van notuleren is herkend; plain: geen, er zijn alleen kopjes en alinea's",
            enum=[layout.value for layout in Layout],
        ),
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
        "Antwoordvraag": {
            "type": "object",
            "required": ["zoekterm"],
            "properties": {
                name: schema for name, schema in query_fields.items() if name not in _PAGING
            }
            | {"samenvatting": _SUMMARY},
            "additionalProperties": False,
        },
        **_answer_schemas(),
        "Zoekslagvraag": {
            "type": "object",
            "required": ["zoekterm"],
            "properties": {
                **{
                    name: query_fields[name]
                    for name in ("zoekterm", "grond", "gelaktVan", "gelaktTot", "uitbreiden")
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
                "description": "Onwaar als bewijs geen is, of geen passage aan alles voldoet; "
                "resultaten zijn dan hoogstens de passages die het dichtst bij komen.",
            },
            bewijs={
                "type": "string",
                "enum": ["sterk", "zwak", "geen"],
                "description": "Hoe zeker het is dat het archief de zoekterm beantwoordt",
            },
            zekerheid={
                "type": "number",
                "minimum": 0,
                "maximum": 1,
                "description": "Hetzelfde als getal; hoger is zekerder",
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
            uitbreidingen=_list(
                _object(
                    woord=_text("Wat in de zoekterm staat"),
                    ook=_list(_text("Woord of zin"), "Wat daarom ook is gezocht"),
                    soort={
                        "type": "string",
                        "enum": ["afkorting", "synoniem", "vertaling", "spelling"],
                        "description": "Waarom",
                    },
                ),
                "Wat naast de woorden van de zoekterm is gezocht",
            ),
            bedoeldeU=_text(
                "De zoekterm zoals het archief hem spelt; null als er niets te verbeteren is",
                nullable=True,
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
            uitspraken=_list(_ref("Uitspraak"), "Wat een regel erin herkende, op volgorde"),
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
            orgaan=_text("Wie vergaderde, zoals gedrukt", nullable=True),
            herkomst=_object(
                bronUrl=_text("Adres van de publicatie", nullable=True),
                besluit=_text("Woo-besluit waarmee het openbaar is gemaakt", nullable=True),
                documentnummer=_text("Nummer in de inventarislijst daarvan", nullable=True),
            )
            | {"description": "Waar het bronbestand is gepubliceerd; null waar dat onbekend is"},
            vindplaatsen=_list(
                _object(
                    pagina=_count("Pagina van het bestand, vanaf 1"),
                    start=_count("Eerste teken in de tekst van die pagina, vanaf 0"),
                    einde=_count("Een na het laatste teken"),
                ),
                "Alles wat is geciteerd, ook waar het op een volgende pagina doorloopt",
            ),
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
        **_register_schemas(),
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
            begintijd=_text("Plaatselijke tijd", nullable=True, example="08:30"),
            eindtijd=_text("Plaatselijke tijd", nullable=True, example="09:15"),
            plaats=_text("Plaats zoals gedrukt", nullable=True),
            voorzitter=_text("Wie voorzat, zoals gedrukt", nullable=True),
            afwezigen=_list(_ref("Aanwezige"), "Wie als afwezig is vermeld, in die volgorde"),
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
            organisatieKort=_text(
                "Korte naam van de organisatie die daarmee is bedoeld; null als dat niet zeker is",
                nullable=True,
                example="JenV",
            ),
            rol=_text("Wat iemand er is, als dat is gedrukt", nullable=True, example="minister"),
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


def _answer_schemas() -> dict[str, Schema]:
    """Return the schemas of an answer."""
    kinds = [name_of(kind) for kind in StatementKind]
    kind = _text("Wat voor uitspraak het is; null waar dat niet bekend is", nullable=True)
    kind["enum"] = [*kinds, None]
    return {
        "Antwoord": _object(
            bewijs=_text("Hoe zeker het is dat dit antwoord geeft", enum=["sterk", "zwak", "geen"]),
            ontbreekt=_text(
                "Waarom er geen antwoord is: het archief heeft het niet, het filter laat niets "
                "over, of de vraag heeft geen woorden; null als er een antwoord is",
                nullable=True,
                enum=["nietGevonden", "filter", "geenWoorden", None],
            ),
            volgorde=_text(
                "Hoe de zinnen staan: de beste voorop, op datum van de vergadering, of op soort "
                "en daarbinnen op datum",
                enum=["sterkte", "datum", "soort"],
            ),
            groepen=_list(
                _object(
                    soort=kind,
                    zinnen=_list(_ref("Antwoordzin"), "De zinnen, in de volgorde van hun nummer"),
                ),
                "De zinnen die samen antwoord geven; leeg als er geen antwoord is",
            ),
            dichtstbij=_list(
                _ref("Passage"), "Zonder antwoord: de passages die er het dichtst bij komen"
            ),
            samenvatting=_object(
                model=_text("Het taalmodel dat haar schreef, zoals de beheerder het noemt"),
                zinnen=_list(
                    _object(
                        tekst=_text("Wat het model schreef; geen letterlijk citaat"),
                        bronnen=_list(
                            _count("Nummer"), "Zinnen van het antwoord waarop zij steunt"
                        ),
                    ),
                    "Alleen zinnen die niets anders zeggen dan hun bronnen, voor zover dat is na "
                    "te gaan",
                ),
                weggelaten=_count("Zinnen van het model die daarom zijn weggelaten"),
                ontbreekt=_text(
                    "Waarom er geen zinnen zijn; null als die er zijn",
                    nullable=True,
                    enum=[*_NO_SUMMARY, None],
                ),
            )
            | {
                "nullable": True,
                "description": "Door een taalmodel; null als er niet om is gevraagd",
            },
            onbekendeWoorden=_list(
                _text("Woord"), "Woorden van de zoekterm die nergens in het archief staan"
            ),
            gelakt=_ref("Gelakt"),
            doorzocht=_ref("Doorzocht"),
        ),
        "Antwoordzin": _object(
            nummer=_count("Nummer van de bronvermelding, vanaf 1"),
            passageId=_text("Id van de passage waarin de zin staat"),
            verslagId=_text("Id van het verslag"),
            tekst=_text(
                "De letterlijke tekst, met regeleinden als spaties; ▮ staat waar iets is weggelakt"
            ),
            afgeschermd={
                "type": "boolean",
                "description": "Waar als dit archief er iets in heeft afgeschermd (▯)",
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
            beginGelakt={"type": "boolean", "description": "Of het begin van de zin is gelakt"},
            eindeGelakt={"type": "boolean", "description": "Of het einde van de zin is gelakt"},
            soort=kind,
            uitkomst=_text(
                "Wat er van een besluit werd; null bij iets anders",
                nullable=True,
                enum=[*OUTCOME_NAMES, None],
            ),
            spreker=_text("Wie het zegt, zoals gedrukt; null als dat er niet staat", nullable=True),
            eigenaars=_list(_text("Organisatie"), "Wie het moet doen"),
            termijnTekst=_text("Wanneer het af moet zijn, zoals gedrukt", nullable=True),
            citaat=_ref("Citaat"),
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
        names = {item.metadata["json"]: types[item.name] for item in fields(kind)}
        return _object(**{name: _described(one) | _as_day(name) for name, one in names.items()})
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _described(get_args(kind)[0])}
    if get_origin(kind) is UnionType:
        (one,) = (part for part in get_args(kind) if part is not NoneType)
        return _described(one) | {"nullable": True}
    simple = {str: "string", int: "integer", bool: "boolean"}
    return {"type": simple[kind]}


def _as_day(name: str) -> Schema:
    return {"format": "date"} if name.lower().endswith("datum") else {}


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
