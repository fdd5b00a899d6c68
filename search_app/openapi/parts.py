"""The pieces that the description of the API is made of."""

from typing import Any

from search_app.limits import MAX_PAGE, MAX_PAGE_SIZE

Schema = dict[str, Any]


def object_of(**properties: Schema) -> Schema:
    """Return an object that has all of ``properties``."""
    return {"type": "object", "required": list(properties), "properties": properties}


def question_of(properties: dict[str, Schema], *, required: str) -> Schema:
    """Return what a program may ask in a body: one of ``properties`` always, and no others."""
    return {
        "type": "object",
        "required": [required],
        "properties": properties,
        "additionalProperties": False,
    }


def list_of(items: Schema, description: str) -> Schema:
    """Return a list of ``items``."""
    return {"type": "array", "items": items, "description": description}


def text(description: str, **more: Any) -> Schema:
    """Return a text."""
    return {"type": "string", "description": description, **more}


def day(description: str) -> Schema:
    """Return a day, or null where it is not known."""
    return text(description, format="date", nullable=True)


def moment(description: str) -> Schema:
    """Return a day and time."""
    return text(description, format="date-time")


def count(description: str, **more: Any) -> Schema:
    """Return a whole number, 0 or more."""
    return {"type": "integer", "minimum": 0, "description": description, **more}


def number(description: str, **more: Any) -> Schema:
    """Return a number."""
    return {"type": "number", "description": description, **more}


def flag(description: str, **more: Any) -> Schema:
    """Return what is true or false."""
    return {"type": "boolean", **more, "description": description}


def ref(schema: str) -> Schema:
    """Return a pointer to a schema."""
    return {"$ref": f"#/components/schemas/{schema}"}


def header(name: str) -> Schema:
    """Return a pointer to a header."""
    return {"$ref": f"#/components/headers/{name}"}


def marks() -> Schema:
    """Return where the words that were looked for stand in the text beside it."""
    return list_of(
        {
            "type": "array",
            "items": {"type": "integer", "minimum": 0},
            "minItems": 2,
            "maxItems": 2,
        },
        "Gevonden woorden: begin en einde (niet inbegrepen) in tekst, in tekens",
    )


def paging(page: str, size: str, *, default: int) -> dict[str, Schema]:
    """Return the parameters that ask for a page of a list.

    Args:
        page: What the number of the page is.
        size: What the size of a page is.
        default: How many there are on a page where no size is given.
    """
    return {
        "page": {
            "type": "integer",
            "minimum": 1,
            "maximum": MAX_PAGE,
            "default": 1,
            "description": page,
        },
        "pageSize": {
            "type": "integer",
            "minimum": 1,
            "maximum": MAX_PAGE_SIZE,
            "default": default,
            "description": size,
        },
    }


def query_parameter(name: str, schema: Schema) -> Schema:
    """Return a parameter in an address; only a question itself has to be given."""
    return {
        "name": name,
        "in": "query",
        "required": name == "zoekterm",
        "description": schema["description"],
        "schema": {key: value for key, value in schema.items() if key != "description"},
    }


def body(schema: str) -> Schema:
    """Return the body that has to be sent."""
    return {"required": True, "content": {"application/json": {"schema": ref(schema)}}}


def success(description: str, schema: str, *, link: bool = False) -> Schema:
    """Return the response where all went well; ``link`` where it names other pages."""
    headers = {"API-Version": header("ApiVersion")}
    if link:
        headers["Link"] = header("Link")
    return {
        "description": description,
        "headers": headers,
        "content": {"application/json": {"schema": ref(schema)}},
    }


def faults(*statuses: int) -> Schema:
    """Return the responses where something could not be done."""
    return {str(status): {"$ref": "#/components/responses/Fout"} for status in statuses}
