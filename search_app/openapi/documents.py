"""The documents of the archive, and the meetings that they are about."""

from lrt_search.domain import Layout, MeetingDoubt
from search_app.openapi.parts import (
    Schema,
    count,
    day,
    faults,
    list_of,
    object_of,
    ref,
    success,
    text,
)


def paths() -> dict[str, Schema]:
    """Return the routes of documents."""
    return {
        "/verslagen": {
            "get": {
                "tags": ["verslagen"],
                "operationId": "lijstVerslagen",
                "summary": "Alle verslagen",
                "description": "De nieuwste vergadering staat voorop.",
                "responses": {
                    "200": success("Alle verslagen", "VerslagenLijst"),
                    **faults(400, 406, 500, 503),
                },
            }
        },
        "/verslagen/{verslagId}": {
            "get": {
                "tags": ["verslagen"],
                "operationId": "haalVerslag",
                "summary": "Eén verslag: vergadering, aanwezigen en agenda",
                "description": "Een verslag dat is ingetrokken geeft 410, met de reden.",
                "parameters": [document_parameter()],
                "responses": {
                    "200": success("Het verslag", "Verslag"),
                    **faults(400, 404, 406, 410, 500, 503),
                },
            }
        },
    }


def document_parameter() -> Schema:
    """Return the parameter that names a document."""
    return {
        "name": "verslagId",
        "in": "path",
        "required": True,
        "description": "Het id van een verslag, uit /verslagen of een citaat",
        "schema": {"type": "string"},
    }


def summary() -> dict[str, Schema]:
    """Return what every description of a document tells."""
    return {
        "id": text(
            "Vast id van het verslag: het begin van sha256; van een deel van een bestand met -p en "
            "zijn eerste pagina erachter",
            example="0123456789abcdef-p37",
        ),
        "titel": text("Titel van het verslag"),
        "sha256": text("Controlegetal van het bronbestand", pattern="^[0-9a-f]{64}$"),
        "bronnen": list_of(text("Bestandsnaam"), "Namen waaronder het bronbestand is ontvangen"),
        "herkomst": list_of(
            ref("Herkomst"), "Waar het bronbestand is gepubliceerd; een voor elke naam"
        ),
        "mediatype": text("Soort bronbestand", example="application/pdf"),
        "orgaan": text("Wie vergaderde, zoals gedrukt", nullable=True),
        "vergaderDatum": day("Dag van de vergadering; null als die niet te lezen is"),
        "twijfels": list_of(
            text("Wat niet klopt", enum=[doubt.value for doubt in MeetingDoubt]),
            "Wat niet klopt aan wat het verslag van de vergadering zegt; het blijft zoals gedrukt",
        ),
        "indeling": text(
            "Welke manier van notuleren is herkend; plain: geen, er zijn alleen kopjes en alinea's",
            enum=[layout.value for layout in Layout],
        ),
        "paginas": count("Aantal pagina's"),
        "deel": object_of(
            positie=count("De plaats van dit deel, vanaf 1"),
            aantal=count("Hoeveel delen het bestand bundelt"),
            eerstePagina=count("De pagina van het bestand waarop dit deel begint"),
        )
        | {
            "nullable": True,
            "description": "Welk deel van het bestand dit is; null als het bestand één verslag is",
        },
        "passages": count("Aantal passages"),
        "gelakt": ref("Gelakt"),
        "permalink": text("Pad van het verslag op deze website", example="/v/0123456789abcdef"),
    }


def schemas() -> dict[str, Schema]:
    """Return the schemas of documents."""
    return {
        "VerslagenLijst": object_of(
            totaal=count("Aantal verslagen"),
            resultaten=list_of(ref("VerslagSamenvatting"), "De verslagen, nieuwste voorop"),
        ),
        "VerslagSamenvatting": object_of(**summary()),
        "Verslag": object_of(
            **summary(),
            versies=list_of(
                ref("Versie"), "Andere versies van dit verslag, de meest gelijkende voorop"
            ),
            datumTekst=text("Datum zoals gedrukt", nullable=True),
            tijdTekst=text("Tijd zoals gedrukt, plaatselijke tijd", nullable=True),
            begintijd=text("Plaatselijke tijd", nullable=True, example="08:30"),
            eindtijd=text("Plaatselijke tijd", nullable=True, example="09:15"),
            plaats=text("Plaats zoals gedrukt", nullable=True),
            voorzitter=text("Wie voorzat, zoals gedrukt", nullable=True),
            afwezigen=list_of(ref("Aanwezige"), "Wie als afwezig is vermeld, in die volgorde"),
            aanwezigen=list_of(ref("Aanwezige"), "Aanwezigen, in de gedrukte volgorde"),
            agendapunten=list_of(ref("Agendapunt"), "Agendapunten, in de gedrukte volgorde"),
        ),
        "Herkomst": object_of(
            naam=text("Naam waaronder het bronbestand is ontvangen"),
            bronUrl=text("Adres van de publicatie; null als dat niet bekend is", nullable=True),
            besluit=text("Woo-besluit waarmee het openbaar is gemaakt", nullable=True),
            documentnummer=text("Nummer in de inventarislijst van dat besluit", nullable=True),
        ),
        "Versie": object_of(
            id=text("Id van de andere versie"),
            bron=text("Naam van haar bronbestand"),
            overeenkomst=count(
                "Percentage van de woorden van de kortste dat ook in de andere staat"
            ),
            permalink=text("Pad van de andere versie op deze website"),
        ),
        "Aanwezige": object_of(
            naam=text("Zoals gedrukt; null als de naam is gelakt", nullable=True),
            organisatie=text("Zoals gedrukt", nullable=True),
            organisatieKort=text(
                "Korte naam van de organisatie die daarmee is bedoeld; null als dat niet zeker is",
                nullable=True,
                example="JenV",
            ),
            rol=text("Wat iemand er is, als dat is gedrukt", nullable=True, example="minister"),
        ),
        "Agendapunt": object_of(
            positie=count("Plaats in het verslag, vanaf 1"),
            label=text("Nummer zoals gedrukt; leeg als er geen nummer staat"),
            titel=text("Titel zoals gedrukt"),
            pagina=count("Pagina waarop het agendapunt begint"),
            gelakt=ref("Gelakt"),
        ),
    }
