"""The description of the API (OpenAPI 3.0.3), in Dutch as the design rules ask.

Each module describes the routes and schemas of one topic, ``parts`` what they are made of.
A test holds the real answers against these schemas, so that description and code stay one.
"""

from lrt_search.settings import Settings
from search_app.openapi import (
    answers,
    archive,
    citations,
    documents,
    problems,
    quotations,
    redactions,
    registers,
    search,
    search_records,
)
from search_app.openapi.parts import Schema, faults, header

API_VERSION = "1.0.0"


def openapi_document(settings: Settings) -> Schema:
    """Return the description; the limits in it are those of ``settings``."""
    fields = search.question_fields(settings)
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
            **search.paths(fields),
            **registers.paths(),
            **answers.paths(fields),
            **quotations.paths(),
            **search_records.paths(),
            **citations.paths(),
            **archive.paths(),
            **documents.paths(),
            **redactions.paths(),
            "/openapi.json": {
                "get": {
                    "tags": ["openapi"],
                    "operationId": "haalOpenapi",
                    "summary": "Deze beschrijving",
                    "responses": {
                        "200": {
                            "description": "Deze beschrijving",
                            "headers": {
                                "API-Version": header("ApiVersion"),
                                "Access-Control-Allow-Origin": header("ElkeHerkomst"),
                            },
                            "content": {"application/json": {"schema": {"type": "object"}}},
                        },
                        **faults(400, 406, 500),
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
            "responses": problems.responses(),
            # Readers meet them in this order: what is asked and answered, then its parts.
            "schemas": {
                **search.question_schemas(fields),
                **answers.schemas(fields),
                **search_records.schemas(fields),
                **quotations.schemas(),
                **search.page_schemas(),
                **redactions.schemas(),
                **citations.schemas(),
                **search.reason_schemas(),
                **archive.schemas(),
                **registers.schemas(),
                **documents.schemas(),
                **problems.schemas(),
            },
        },
    }
