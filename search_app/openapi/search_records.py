"""The record of a search."""

import dataclasses
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from lrt_search.search_record import MOST_HITS, SearchRecord
from search_app.limits import DEFAULT_RECORDED
from search_app.openapi.parts import (
    Schema,
    body,
    count,
    faults,
    list_of,
    object_of,
    question_of,
    success,
    text,
)


def paths() -> dict[str, Schema]:
    """Return the route that searches and records it."""
    return {
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
                "requestBody": body("Zoekslagvraag"),
                "responses": {
                    "200": success("De verantwoording", "Zoekslagverantwoording"),
                    **faults(400, 406, 413, 415, 500, 503),
                },
            }
        },
    }


def schemas(fields: dict[str, Schema]) -> dict[str, Schema]:
    """Return the schemas of a search to record and of its record."""
    return {
        "Zoekslagvraag": question_of(
            {
                **{
                    name: fields[name]
                    for name in ("zoekterm", "grond", "gelaktVan", "gelaktTot", "uitbreiden")
                },
                "aantal": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": MOST_HITS,
                    "default": DEFAULT_RECORDED,
                    "description": "Leg hoogstens zoveel resultaten vast",
                },
                "terzijde": list_of(
                    object_of(
                        passageId=text("Id van een passage onder de resultaten"),
                        reden=text("Waarom zij niet telt"),
                    ),
                    "Resultaten die niet tellen, met de reden; zij blijven in de verantwoording",
                ),
            },
            required="zoekterm",
        ),
        "Zoekslagverantwoording": object_of(
            soort=text("Altijd zoekslagverantwoording"),
            versie=count("Versie van deze vorm"),
            controlegetal=object_of(
                methode=text("SHA-256"),
                waarde=text("Het controlegetal", pattern="^[0-9a-f]{64}$"),
                over=text("Waarover het is berekend"),
                narekenen=text("Een opdracht die het narekent"),
            ),
            inhoud=_described(SearchRecord),
        ),
    }


def _described(kind: Any) -> Schema:
    """Describe a part of a search record by its own declaration; docs/search-record.md explains."""
    if dataclasses.is_dataclass(kind):
        types = get_type_hints(kind)
        names = {item.metadata["json"]: types[item.name] for item in dataclasses.fields(kind)}
        return object_of(**{name: _described(one) | _as_day(name) for name, one in names.items()})
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _described(get_args(kind)[0])}
    if get_origin(kind) is UnionType:
        (one,) = (part for part in get_args(kind) if part is not NoneType)
        return _described(one) | {"nullable": True}
    simple = {str: "string", int: "integer", bool: "boolean"}
    return {"type": simple[kind]}


def _as_day(name: str) -> Schema:
    return {"format": "date"} if name.lower().endswith("datum") else {}
