"""What is answered where something could not be done (RFC 9457)."""

from search_app.openapi.parts import Schema, header, list_of, object_of, ref, text


def responses() -> dict[str, Schema]:
    """Return the response of every error."""
    return {
        "Fout": {
            "description": "Wat er niet kon en wat eraan te doen is (RFC 9457)",
            "headers": {"API-Version": header("ApiVersion")},
            "content": {"application/problem+json": {"schema": ref("Probleem")}},
        }
    }


def schemas() -> dict[str, Schema]:
    """Return the schemas of an error."""
    return {
        "Probleem": {
            "type": "object",
            "required": ["status", "title", "detail"],
            "properties": {
                "status": {"type": "integer", "description": "De HTTP-status"},
                "title": text("Soort fout"),
                "detail": text("Wat er mis ging en wat eraan te doen is"),
                "errors": list_of(ref("Invoerfout"), "Alle fouten in de invoer tegelijk"),
            },
        },
        "Invoerfout": object_of(
            **{
                "in": {
                    "type": "string",
                    "enum": ["query", "body"],
                    "description": "Waar de fout staat",
                }
            },
            location=text("Naam van de parameter, of een JSON-pointer in de body"),
            code={
                "type": "string",
                "enum": ["verplicht", "onbekend", "herhaald", "ongeldig", "leeg", "teLang"],
                "description": "Soort invoerfout",
            },
            detail=text("Wat eraan te doen is"),
        ),
    }
