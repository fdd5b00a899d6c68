"""Answers in sentences from the minutes."""

from lrt_search.as_json import NO_SUMMARY
from lrt_search.statement_kinds import OUTCOME_NAMES, name_of
from lrt_search.statements import StatementKind
from search_app.openapi.parts import (
    Schema,
    body,
    count,
    faults,
    flag,
    list_of,
    marks,
    object_of,
    query_parameter,
    question_of,
    ref,
    success,
    text,
)

_PAGING = ("page", "pageSize")  # an answer is no list with pages


def paths(fields: dict[str, Schema]) -> dict[str, Schema]:
    """Return the routes that answer."""
    return {
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
                    query_parameter(name, schema) for name, schema in _answer_fields(fields).items()
                ],
                "responses": {
                    "200": success("Het antwoord", "Antwoord"),
                    **faults(400, 406, 500, 503),
                },
            }
        },
        "/antwoorden/_zoek": {
            "post": {
                "tags": ["antwoorden"],
                "operationId": "geefAntwoordMetBody",
                "summary": "Antwoord, met de vraag in de body",
                "description": (
                    "Doet hetzelfde als GET /antwoorden, zonder de zoekterm in een adres te zetten."
                ),
                "requestBody": body("Antwoordvraag"),
                "responses": {
                    "200": success("Het antwoord", "Antwoord"),
                    **faults(400, 406, 413, 415, 500, 503),
                },
            }
        },
    }


def _answer_fields(fields: dict[str, Schema]) -> dict[str, Schema]:
    """Return what a question may ask where an answer is wanted."""
    return {
        **{name: schema for name, schema in fields.items() if name not in _PAGING},
        "samenvatting": flag(
            "Of een taalmodel het antwoord ook mag samenvatten. Vraag en zinnen gaan dan "
            "naar het adres dat de beheerder heeft ingesteld; zonder zo'n adres gaat er niets weg",
            default=False,
        ),
    }


def schemas(fields: dict[str, Schema]) -> dict[str, Schema]:
    """Return the schemas of a question to answer and of an answer."""
    kinds = [name_of(kind) for kind in StatementKind]
    kind = text("Wat voor uitspraak het is; null waar dat niet bekend is", nullable=True)
    kind["enum"] = [*kinds, None]
    return {
        "Antwoordvraag": question_of(_answer_fields(fields), required="zoekterm"),
        "Antwoord": object_of(
            bewijs=text("Hoe zeker het is dat dit antwoord geeft", enum=["sterk", "zwak", "geen"]),
            ontbreekt=text(
                "Waarom er geen antwoord is: het archief heeft het niet, het filter laat niets "
                "over, of de vraag heeft geen woorden; null als er een antwoord is",
                nullable=True,
                enum=["nietGevonden", "filter", "geenWoorden", None],
            ),
            volgorde=text(
                "Hoe de zinnen staan: de beste voorop, op datum van de vergadering, of op soort "
                "en daarbinnen op datum",
                enum=["sterkte", "datum", "soort"],
            ),
            groepen=list_of(
                object_of(
                    soort=kind,
                    zinnen=list_of(ref("Antwoordzin"), "De zinnen, in de volgorde van hun nummer"),
                ),
                "De zinnen die samen antwoord geven; leeg als er geen antwoord is",
            ),
            dichtstbij=list_of(
                ref("Passage"), "Zonder antwoord: de passages die er het dichtst bij komen"
            ),
            samenvatting=object_of(
                model=text("Het taalmodel dat haar schreef, zoals de beheerder het noemt"),
                zinnen=list_of(
                    object_of(
                        tekst=text("Wat het model schreef; geen letterlijk citaat"),
                        bronnen=list_of(
                            count("Nummer"), "Zinnen van het antwoord waarop zij steunt"
                        ),
                    ),
                    "Alleen zinnen die niets anders zeggen dan hun bronnen, voor zover dat is na "
                    "te gaan",
                ),
                weggelaten=count("Zinnen van het model die daarom zijn weggelaten"),
                ontbreekt=text(
                    "Waarom er geen zinnen zijn; null als die er zijn",
                    nullable=True,
                    enum=[*NO_SUMMARY.values(), None],
                ),
            )
            | {
                "nullable": True,
                "description": "Door een taalmodel; null als er niet om is gevraagd",
            },
            onbekendeWoorden=list_of(
                text("Woord"), "Woorden van de zoekterm die nergens in het archief staan"
            ),
            gelakt=ref("Gelakt"),
            doorzocht=ref("Doorzocht"),
        ),
        "Antwoordzin": object_of(
            nummer=count("Nummer van de bronvermelding, vanaf 1"),
            passageId=text("Id van de passage waarin de zin staat"),
            verslagId=text("Id van het verslag"),
            tekst=text(
                "De letterlijke tekst, met regeleinden als spaties; ▮ staat waar iets is weggelakt"
            ),
            afgeschermd=flag("Waar als dit archief er iets in heeft afgeschermd (▯)"),
            markeringen=marks(),
            weglakkingen=list_of(ref("Weglakking"), "Wat elke ▮ in tekst is, in dezelfde volgorde"),
            beginGelakt=flag("Of het begin van de zin is gelakt"),
            eindeGelakt=flag("Of het einde van de zin is gelakt"),
            soort=kind,
            uitkomst=text(
                "Wat er van een besluit werd; null bij iets anders",
                nullable=True,
                enum=[*OUTCOME_NAMES, None],
            ),
            spreker=text("Wie het zegt, zoals gedrukt; null als dat er niet staat", nullable=True),
            eigenaars=list_of(text("Organisatie"), "Wie het moet doen"),
            termijnTekst=text("Wanneer het af moet zijn, zoals gedrukt", nullable=True),
            citaat=ref("Citaat"),
        ),
    }
