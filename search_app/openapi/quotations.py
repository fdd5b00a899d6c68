"""Checking a quotation."""

from lrt_search.quotations import LONGEST
from search_app.openapi.parts import (
    Schema,
    body,
    count,
    faults,
    flag,
    list_of,
    number,
    object_of,
    question_of,
    ref,
    success,
    text,
)


def paths() -> dict[str, Schema]:
    """Return the route that checks a quotation."""
    return {
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
                "requestBody": body("Citaatvraag"),
                "responses": {
                    "200": success("Wat de controle opleverde", "Citaatcontrole"),
                    **faults(400, 404, 406, 410, 413, 415, 500, 503),
                },
            }
        },
    }


def schemas() -> dict[str, Schema]:
    """Return the schemas of a quotation to check and of what came of it."""
    return {
        "Citaatvraag": question_of(
            {
                "citaat": text(
                    "Het citaat, met of zonder aanhalingstekens",
                    minLength=1,
                    maxLength=LONGEST,
                    example="er zijn drie locaties (...) in beeld",
                ),
                "verslagId": text("Alleen in dit verslag; zonder dit veld in alle verslagen"),
            },
            required="citaat",
        ),
        "Citaatcontrole": object_of(
            uitslag={
                "type": "string",
                "enum": ["letterlijk", "bijna", "nietGevonden"],
                "description": "Letterlijk: teken voor teken, op wat docs/quotations.md noemt na",
            },
            totaal=count("Aantal vindplaatsen"),
            volledig=flag("Onwaar als de woorden zo gewoon zijn dat niet alles is bekeken"),
            plaatsen=list_of(ref("Citaatplaats"), "De vindplaatsen, ten hoogste 50"),
            milliseconden=count("Hoe lang de controle duurde"),
            doorzocht=ref("Doorzocht"),
        ),
        "Citaatplaats": object_of(
            verslagId=text("Id van het verslag"),
            passageId=text("Id van de passage; null bij een kop of een hoofd", nullable=True),
            tekst=text("De woorden van het archief op die plaats; ▮ is een weglakking"),
            weglakkingen=list_of(ref("Weglakking"), "Wat elke ▮ in tekst is"),
            citaat=ref("Citaat"),
            stukken=list_of(
                object_of(
                    pagina=count("Pagina van het bestand"),
                    start=count("Eerste teken in de tekst van de pagina"),
                    einde=count("Een na het laatste teken"),
                ),
                "Waar het staat, pagina voor pagina",
            ),
            gelijkenis=number("Deel van de woorden dat gelijk is, 0 tot 1"),
            stappen=list_of(
                object_of(
                    citaat=text("Zoals het citaat luidt"),
                    archief=text("Zoals het archief luidt"),
                    verschillen=list_of(
                        _difference(), "Wat er verschilt; leeg als niets verschilt"
                    ),
                ),
                "Wat gelijk is en wat verschilt, op volgorde",
            ),
            overgeslagen=list_of(
                object_of(
                    wijze={
                        "type": "string",
                        "enum": ["weglating", "invoeging"],
                        "description": "Een weglating (...) of woorden tussen rechte haken",
                    },
                    ingevoegd=text("Wat tussen de haken staat"),
                    archief=text("Wat het archief daar heeft"),
                    verschillen=list_of(_difference(), "Wat dat aan de betekenis kan veranderen"),
                ),
                "Wat het archief heeft waar het citaat iets weglaat of invoegt",
            ),
            weglakkingenNietGetoond=count("Weglakkingen erin die het citaat niet laat zien"),
            ervoor=text("Wat in dezelfde zin ervoor staat"),
            erna=text("Wat in dezelfde zin erna staat"),
            ontkenningenErbuiten=list_of(
                text("Woord"), "Ontkenningen in dezelfde zin, buiten het citaat"
            ),
        ),
    }


def _difference() -> Schema:
    kinds = "getal ontkenning naam weglakking woorden spelling hoofdletter leesteken".split()
    return {"type": "string", "enum": kinds, "description": "Soort verschil"}
