"""The archive: what it holds, how that was read, and what it lacks."""

from search_app.openapi.documents import summary
from search_app.openapi.parts import (
    Schema,
    count,
    day,
    faults,
    flag,
    list_of,
    moment,
    object_of,
    ref,
    success,
    text,
)


def paths() -> dict[str, Schema]:
    """Return the route of the report on the archive."""
    return {
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
                    "200": success("De verantwoording", "Archief"),
                    **faults(400, 406, 500, 503),
                },
            }
        },
    }


def schemas() -> dict[str, Schema]:
    """Return the schemas of what was searched and of the report on the archive."""
    return {
        "Doorzocht": object_of(
            generatie=text("Naam van de uitgave van het archief waarin is gezocht"),
            verslagen=count("Aantal verslagen"),
            paginas=count("Aantal pagina's"),
            passages=count("Aantal passages"),
            eersteDatum=day("Oudste vergadering met een bekende datum"),
            laatsteDatum=day("Nieuwste vergadering met een bekende datum"),
            overgeslagen=count("Bestanden die niet te lezen waren en dus niet zijn doorzocht"),
            paginasZonderTekst=count("Pagina's waarop iets staat dat niet te lezen is"),
            paginasOcr=count("Pagina's gelezen met tekstherkenning (OCR), die fouten maakt"),
        ),
        "Archief": object_of(
            doorzocht=ref("Doorzocht"),
            model=text("Naam van het taalmodel"),
            gemaaktOp=moment("Wanneer deze uitgave van het archief is gemaakt, UTC"),
            programmaVersie=text("Versie van het programma dat haar maakte"),
            afgeschermd=flag("Waar als wat op een persoonsgegeven lijkt is afgeschermd"),
            gelezen=ref("Gelezen"),
            verslagen=list_of(ref("GelezenVerslag"), "De verslagen, nieuwste voorop"),
            dekking=ref("Dekking"),
            overgeslagen=list_of(
                object_of(
                    bron=text("Bestandsnaam"),
                    reden=text("Soort fout", example="EncryptedDocumentError"),
                    uitleg=text("Waarom het niet is doorzocht en wat eraan te doen is"),
                ),
                "Bestanden die zijn aangeboden en niet doorzocht worden",
            ),
            inQuarantaine=count("Hoeveel daarvan op een beslissing wachten"),
            ingetrokken=list_of(
                object_of(
                    id=text("Id van het verslag"),
                    datum=text("Dag waarop het is ingetrokken", format="date"),
                    reden=text("Waarom"),
                ),
                "Verslagen die uit het archief zijn gehaald, het laatste voorop",
            ),
        ),
        "Gelezen": object_of(
            tekstlaag=count("Pagina's waarvan de tekst in het bestand staat"),
            ocr=count("Pagina's gelezen met tekstherkenning"),
            onleesbaar=count("Pagina's waar iets op staat dat niet te lezen was: niet doorzocht"),
            leeg=count("Lege pagina's"),
            geheelGelakt=count("Pagina's waarop niets dan weglakkingen staat"),
            betrouwbaarheid=count(
                "Gemiddelde zekerheid van de tekstherkenning, 0 tot 100; null zonder", nullable=True
            ),
            laagsteBetrouwbaarheid=count(
                "Zekerheid op de pagina waar zij het laagst is; null zonder", nullable=True
            ),
            paginas=list_of(
                object_of(
                    wijze={
                        "type": "string",
                        "enum": ["ocr", "onleesbaar", "leeg", "geheelGelakt"],
                        "description": "Hoe deze pagina's zijn gelezen",
                    },
                    nummers=list_of(count("Pagina van het bestand, vanaf 1"), "Welke pagina's"),
                ),
                "Per verslag: alle pagina's buiten de tekstlaag; leeg voor het hele archief",
            ),
        ),
        "GelezenVerslag": object_of(
            **summary(),
            gelezenOp=moment("Wanneer het is gelezen, UTC; null als dat onbekend is")
            | {"nullable": True},
            gelezenMet=list_of(text("Programma en versie"), "De programma's die het lazen"),
            gelezen=ref("Gelezen"),
        ),
        "Dekking": object_of(
            perMaand=list_of(
                object_of(
                    jaar=count("Jaar"),
                    maand=count("Maand, vanaf 1"),
                    vergaderingen=count("Vergaderingen met een bekende datum"),
                ),
                "Alleen maanden met een vergadering",
            ),
            reeksen=list_of(ref("Reeks"), "Per orgaan, dat met de meeste verslagen voorop"),
            genoemd=list_of(
                object_of(
                    datum=text("Dag van de vergadering", format="date"),
                    wijze={
                        "type": "string",
                        "enum": ["vastgesteld", "aangekondigd"],
                        "description": "Of een verslag haar verslag bespreekt, of haar aankondigt",
                    },
                    uitleg=text("Hetzelfde in woorden"),
                    vindplaatsen=list_of(
                        object_of(
                            verslagId=text("Id van het verslag dat haar noemt"),
                            pagina=count("Pagina van het bestand"),
                            permalink=text("Pad van de plaats op deze website"),
                        ),
                        "Waar zij wordt genoemd",
                    ),
                ),
                "Vergaderingen die verslagen noemen en waarvan geen verslag in het archief is",
            ),
            zelfdeDag=list_of(
                object_of(
                    datum=text("De dag", format="date"),
                    verslagen=list_of(text("Id"), "De verslagen van die dag"),
                ),
                "Dagen met meer dan één verslag van hetzelfde orgaan",
            ),
            ongedateerd=list_of(text("Id"), "Verslagen waarvan de datum niet te lezen was"),
            zonderOrgaan=list_of(text("Id"), "Verslagen die niet zeggen wie vergaderde"),
        ),
        "Reeks": object_of(
            orgaan=text("Wie vergaderde, zoals gedrukt"),
            verslagen=count("Verslagen met een bekende datum"),
            vergaderingen=list_of(text("Dag", format="date"), "De dagen, oudste voorop"),
            gebruikelijkeDagen=count(
                "Mediaan van de dagen tussen twee vergaderingen, zonder recessen; null bij minder "
                "dan vier vergaderingen: dan is over hiaten niets te zeggen",
                nullable=True,
            ),
            uitleg=text("Hetzelfde in woorden"),
            hiaten=list_of(
                object_of(
                    na=text("Vergadering ervoor", format="date"),
                    voor=text("Vergadering erna", format="date"),
                    dagen=count("Dagen ertussen, zonder recessen"),
                    uitleg=text("Hetzelfde in woorden"),
                ),
                "Waar tussen twee vergaderingen mogelijk verslagen ontbreken",
            ),
            ontbrekendeNummers=list_of(
                object_of(van=count("Eerste nummer"), tot=count("Laatste nummer")),
                "Nummers die de titels overslaan",
            ),
        ),
    }
