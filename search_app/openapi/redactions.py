"""What was withheld, and the grounds for it."""

from lrt_search.domain import RedactionLook
from search_app.openapi.documents import document_parameter
from search_app.openapi.parts import Schema, count, faults, list_of, object_of, ref, success, text


def paths() -> dict[str, Schema]:
    """Return the routes of redactions and grounds."""
    return {
        "/verslagen/{verslagId}/weglakkingen": {
            "get": {
                "tags": ["verslagen"],
                "operationId": "lijstWeglakkingen",
                "summary": "Wat in één verslag is weggelakt, waar en op welke grond",
                "parameters": [document_parameter()],
                "responses": {
                    "200": success("De weglakkingen", "WeglakkingenLijst"),
                    **faults(400, 404, 406, 500, 503),
                },
            }
        },
        "/gronden": {
            "get": {
                "tags": ["gronden"],
                "operationId": "lijstGronden",
                "summary": "De gronden, met hun plaats in de wet",
                "responses": {
                    "200": success("De gronden", "GrondenLijst"),
                    **faults(400, 406, 500),
                },
            }
        },
    }


def schemas() -> dict[str, Schema]:
    """Return the schemas of redactions and grounds."""
    return {
        "Weglakking": object_of(
            pagina=count("Pagina van het bestand, vanaf 1"),
            vorm={
                "type": "string",
                "enum": [look.value for look in RedactionLook],
                "description": "Hoe zij eruitziet: een zwart (black), grijs (grey), omlijnd "
                "(outlined) of gekleurd (coloured) vlak, een lege plek (gap), of alleen een "
                "gedrukt teken (printed)",
            },
            gronden=list_of(
                text("Grond, bijvoorbeeld 5.1.2e; een onbekende zoals gedrukt"),
                "De gedrukte gronden; leeg als er geen grond bij staat",
            ),
            plaats=object_of(
                links=count("Punten (1/72 inch) vanaf de linkerrand"),
                boven=count("Punten vanaf de bovenrand"),
            )
            | {"nullable": True, "description": "Waar het vlak begint; null zonder vlak"},
            teken=count("Plaats in de tekst van de pagina; null zonder tekst", nullable=True),
        ),
        "WeglakkingenLijst": object_of(
            totaal=count("Aantal weglakkingen"),
            resultaten=list_of(
                ref("Weglakking"), "De weglakkingen, in de volgorde van de pagina's"
            ),
        ),
        "Gelakt": object_of(
            percentage=count(
                "Geschat deel van de tekst dat is gelakt, 0 tot 100; null als er niets te lezen is",
                nullable=True,
            ),
            weglakkingen=count("Aantal weglakkingen"),
            gronden=list_of(text("Grond"), "De gedrukte gronden, de meest voorkomende voorop"),
        ),
        "GrondenLijst": object_of(
            totaal=count("Aantal gronden"),
            resultaten=list_of(ref("Grond"), "De gronden, in de volgorde van de wet"),
        ),
        "Grond": object_of(
            grond=text("Korte aanduiding", example="5.1.2e"),
            wet=text("Woo of Wob"),
            artikel=text("Plaats in de wet"),
            omschrijving=text("Waarvoor de grond dient"),
        ),
    }
