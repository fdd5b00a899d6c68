"""Citing passages."""

from lrt_search.citation_formats import MEDIA_TYPES, CitationFormat
from lrt_search.references import MOST as MOST_CITED
from search_app.openapi.parts import Schema, count, day, faults, header, list_of, object_of, text


def paths() -> dict[str, Schema]:
    """Return the route that writes citations."""
    return {
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
                            "API-Version": header("ApiVersion"),
                            "Content-Disposition": header("Bestandsnaam"),
                        },
                        "content": {
                            media: {"schema": {"type": "string"}}
                            for media in dict.fromkeys(MEDIA_TYPES.values())
                        },
                    },
                    **faults(400, 404, 406, 410, 500, 503),
                },
            }
        },
    }


def schemas() -> dict[str, Schema]:
    """Return the schema of where a text stands."""
    return {
        "Citaat": object_of(
            titel=text("Titel van het verslag"),
            bron=text("Naam van het bronbestand"),
            sha256=text("Controlegetal van het bronbestand", pattern="^[0-9a-f]{64}$"),
            vergaderDatum=day("Dag van de vergadering; null als die niet te lezen is"),
            agendapunt=object_of(
                label=text("Nummer zoals gedrukt; leeg als er geen nummer staat"),
                titel=text("Titel zoals gedrukt"),
            )
            | {"nullable": True, "description": "Het agendapunt; null buiten de agenda"},
            tussenkop=text("De tussenkop erboven, zonder dubbele punt", nullable=True),
            pagina=count("Pagina van het bestand, vanaf 1"),
            paginalabel=text("Gedrukt paginanummer, als dat anders is dan pagina", nullable=True),
            regel=count("Regel, vanaf 1; null voor een verslag met pagina's", nullable=True),
            tekens=object_of(
                start=count("Eerste teken, vanaf 0"), einde=count("Een na het laatste teken")
            )
            | {"description": "Plaats in de tekst van de pagina"},
            lezing=object_of(
                wijze={
                    "type": "string",
                    "enum": ["tekstlaag", "ocr"],
                    "description": "Waar de tekst van de pagina vandaan komt: uit de tekstlaag van "
                    "het bestand, of gelezen van de afbeelding (ocr)",
                },
                betrouwbaarheid=count(
                    "0 tot 100, zoals OCR die zelf opgeeft; null voor een tekstlaag", nullable=True
                ),
            )
            | {"description": "Hoe de pagina is gelezen; van enkele pagina's de minst zekere"},
            orgaan=text("Wie vergaderde, zoals gedrukt", nullable=True),
            herkomst=object_of(
                bronUrl=text("Adres van de publicatie", nullable=True),
                besluit=text("Woo-besluit waarmee het openbaar is gemaakt", nullable=True),
                documentnummer=text("Nummer in de inventarislijst daarvan", nullable=True),
            )
            | {"description": "Waar het bronbestand is gepubliceerd; null waar dat onbekend is"},
            vindplaatsen=list_of(
                object_of(
                    pagina=count("Pagina van het bestand, vanaf 1"),
                    start=count("Eerste teken in de tekst van die pagina, vanaf 0"),
                    einde=count("Een na het laatste teken"),
                ),
                "Alles wat is geciteerd, ook waar het op een volgende pagina doorloopt",
            ),
            permalink=text(
                "Pad van de passage op deze website", example="/v/0123456789abcdef/p/3#a1b2"
            ),
        ),
    }
