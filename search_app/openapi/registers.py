"""The registers: decisions, action items, commitments and requests."""

from lrt_search.register_filters import MAX_WORDS
from lrt_search.register_json import LINKS
from lrt_search.statement_kinds import OUTCOME_NAMES, PROGRESS_NAMES, REGISTERS, name_of
from lrt_search.statements import StatementKind
from search_app.limits import REGISTER_PAGE_SIZE
from search_app.openapi.parts import (
    Schema,
    count,
    day,
    faults,
    flag,
    list_of,
    object_of,
    paging,
    query_parameter,
    ref,
    success,
    text,
)

_REGISTER_WORDS = {
    StatementKind.DECISION: ("lijstBesluiten", "Besluiten, ook aangehouden en verworpen"),
    StatementKind.ACTION_ITEM: ("lijstActiepunten", "Actiepunten: wie wat moet doen"),
    StatementKind.COMMITMENT: ("lijstToezeggingen", "Toezeggingen: wie wat belooft"),
    StatementKind.REQUEST: ("lijstVerzoeken", "Verzoeken: wie wat vraagt"),
}


def paths() -> dict[str, Schema]:
    """Return the routes of the registers."""
    return {f"/{name}": {"get": _route(name, kind)} for kind, name in REGISTERS.items()}


def _route(name: str, kind: StatementKind) -> Schema:
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
        "parameters": [query_parameter(field, schema) for field, schema in _fields().items()],
        "responses": {
            "200": success("Een pagina van het register", "RegisterPagina", link=True),
            **faults(400, 406, 500, 503),
        },
    }


def _fields() -> dict[str, Schema]:
    meetings = {"type": "string", "minLength": 4, "maxLength": MAX_WORDS}
    return {
        "organisatie": text(
            "Wie het moet doen, of wie het zegt; elke naam die het archief kent (SJenV is JenV)",
            minLength=1,
            maxLength=MAX_WORDS,
            example="BZK",
        ),
        "van": {**meetings, "description": "Vergaderingen vanaf dit jaar, deze maand of deze dag"},
        "tot": {
            **meetings,
            "description": "Vergaderingen tot en met dit jaar, deze maand of deze dag",
        },
        "status": text(
            "Hoe het ervoor staat: open als geen later verslag iets anders zegt",
            enum=list(PROGRESS_NAMES),
        ),
        "uitkomst": text("Alleen besluiten met deze uitkomst", enum=list(OUTCOME_NAMES)),
        "woorden": text(
            "Alleen zinnen waarin, of in de titel van hun agendapunt, al deze woorden staan, in "
            "elke vorm",
            minLength=1,
            maxLength=MAX_WORDS,
        ),
        "bevestigd": flag("Alleen wat een mens heeft bevestigd", default=False),
        "verslag": text("Alleen uit het verslag met dit id", minLength=1, maxLength=64),
        **paging(
            "Welke pagina, vanaf 1", "Hoeveel zinnen op een pagina", default=REGISTER_PAGE_SIZE
        ),
    }


def schemas() -> dict[str, Schema]:
    """Return the schemas of a page of a register, and of a statement and what became of it."""
    progress = text("Hoe het ervoor staat", enum=list(PROGRESS_NAMES))
    said = {
        "id": text("Vast id, afgeleid van het verslag en de woorden", example="s0123456789abcde"),
        "soort": text("Soort uitspraak", enum=[name_of(kind) for kind in StatementKind]),
        "tekst": text("De zin, letterlijk, met regeleinden als spatie"),
        "eigenaars": list_of(
            text("Naam"), "Wie het moet doen, in de gedrukte volgorde; kort, of zoals gedrukt"
        ),
        "spreker": text("Wie het zegt, zoals gedrukt", nullable=True),
        "sprekerOrganisatie": text("De organisatie daarvan, als die zeker is", nullable=True),
        "termijnTekst": text("Wanneer het af moet zijn, zoals gedrukt", nullable=True),
        "termijnDatum": day("De laatste dag daarvan; null als die niet zeker is"),
        "uitkomst": {
            "type": "string",
            "nullable": True,
            "enum": [*OUTCOME_NAMES, None],
            "description": "Van een besluit; null bij een andere soort",
        },
        "betrouwbaarheid": count("0 tot 100: hoe vaak de regel klopte op beoordeelde verslagen"),
        "regel": text("Naam van de regel die de zin herkende"),
    }
    step = {
        "verslagId": text("Het verslag waarin deze zin staat"),
        "uitspraakId": text("De uitspraak die deze zin is; null als hij geen is", nullable=True),
        "vergaderDatum": day("De dag van die vergadering"),
        "tekst": text("De zin, letterlijk"),
        "weglakkingen": list_of(ref("Weglakking"), "Wat elk teken ▮ in tekst is, op volgorde"),
        "verband": text(
            "Waarom hij erbij staat: een bericht over wat ervan werd, een uitspraak over "
            "hetzelfde onderwerp, of bijna hetzelfde besluit",
            enum=list(LINKS.values()),
        ),
        "status": {**progress, "nullable": True, "enum": [*PROGRESS_NAMES, None]},
        "zeker": flag("Onwaar als het verband twijfelachtig is"),
        "woorden": list_of(text("Woord"), "De woorden die beide gemeen hebben, zeldzaamste voorop"),
        "permalink": text("Pad van de plaats op deze website"),
    }
    return {
        "RegisterPagina": object_of(
            totaal=count("Aantal zinnen met deze filters"),
            totaalZonderFilters=count("Aantal zinnen in het register"),
            ongedateerd=count(
                "Zinnen die afvallen omdat de datum van hun vergadering niet bekend is en er op "
                "datum is gefilterd"
            ),
            page=count("Deze pagina, vanaf 1"),
            pageSize=count("Zinnen per pagina"),
            resultaten=list_of(ref("Registerregel"), "De zinnen, nieuwste vergadering voorop"),
            doorzocht=ref("Doorzocht"),
        ),
        "Uitspraak": object_of(**said),
        "Registerregel": object_of(
            **said,
            afgeschermd=flag("Waar als er een persoonsgegeven in lijkt te zijn afgeschermd"),
            weglakkingen=list_of(ref("Weglakking"), "Wat elk teken ▮ in tekst is, op volgorde"),
            citaat=ref("Citaat"),
            beoordeling={
                "type": "string",
                "nullable": True,
                "enum": ["bevestigd", "afgewezen", None],
                "description": "Wat een mens ervan vond; null als niemand ernaar keek",
            },
            status=progress,
            statusBewijs=object_of(**step)
            | {
                "nullable": True,
                "description": "De latere zin die de status zegt; null als er geen is",
            },
            eerder=list_of(ref("Draadstap"), "Wat eraan voorafging, oudste voorop"),
            later=list_of(ref("Draadstap"), "Wat erop volgde, oudste voorop"),
        ),
        "Draadstap": object_of(**step),
    }
