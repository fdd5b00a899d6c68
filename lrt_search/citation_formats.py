"""Citations as others write them: a Dutch reference, BibTeX, RIS, CSL-JSON, Markdown, plain text.

Pure. Whatever a title or a quotation holds, it cannot break out of its field: each form escapes by
its own rules, and tests read each of them with a parser that others wrote.

Sources: BibTeX fields after the documentation of biblatex 3 (``@misc``); RIS after the RIS format
specification of Research Information Systems (type GOVDOC); CSL-JSON 1.0.2; CommonMark 0.31.
The Dutch reference follows the Leidraad voor juridische auteurs: who, what, date, place.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from lrt_search.dates import MONTHS
from lrt_search.domain import REDACTION_MARK, Citation


class CitationFormat(StrEnum):
    """In which form a citation is written."""

    NL = "nl"
    TEXT = "tekst"
    MARKDOWN = "markdown"
    BIBTEX = "bibtex"
    RIS = "ris"
    CSL_JSON = "csl-json"


MEDIA_TYPES = {
    CitationFormat.NL: "text/plain",
    CitationFormat.TEXT: "text/plain",
    CitationFormat.MARKDOWN: "text/markdown",
    CitationFormat.BIBTEX: "application/x-bibtex",
    CitationFormat.RIS: "application/x-research-info-systems",
    CitationFormat.CSL_JSON: "application/vnd.citationstyles.csl+json",
}
FILE_NAMES = {
    CitationFormat.NL: "verwijzingen.txt",
    CitationFormat.TEXT: "citaten.txt",
    CitationFormat.MARKDOWN: "citaten.md",
    CitationFormat.BIBTEX: "citaten.bib",
    CitationFormat.RIS: "citaten.ris",
    CitationFormat.CSL_JSON: "citaten.json",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """What is cited.

    Attributes:
        citation: Where it stands.
        quotation: Its words, with redactions in words: "[gelakt: 5.1.2e]".
        address: Of the place cited: absolute where the archive knows its own address, else a path.
    """

    citation: Citation
    quotation: str
    address: str


def write(form: CitationFormat, references: Sequence[Reference], accessed: date) -> str:
    """Write references in one form, in the order given; the text ends with a line feed.

    Args:
        form: Which.
        references: What is cited, at least one.
        accessed: The day on which the archive was looked at.
    """
    writers: dict[CitationFormat, Callable[[Reference, date], str]] = {
        CitationFormat.NL: dutch,
        CitationFormat.TEXT: _as_text,
        CitationFormat.MARKDOWN: _as_markdown,
        CitationFormat.BIBTEX: _as_bibtex,
        CitationFormat.RIS: _as_ris,
    }
    if form is CitationFormat.CSL_JSON:
        items = [_as_csl(one, accessed) for one in references]
        return json.dumps(items, ensure_ascii=False, indent=2) + "\n"
    between = "\n" if form is CitationFormat.NL else "\n\n"
    if form is CitationFormat.RIS:
        between = "\r\n"
    return between.join(writers[form](one, accessed) for one in references) + "\n"


def dutch(reference: Reference, accessed: date) -> str:
    """Write a reference as Dutch lawyers and journalists do, in one line.

    "Landelijke Regietafel Migratie en Integratie, verslag van 8 december 2023, agendapunt 3
    ‘Concept-brief’, p. 2 (Woo-besluit 12, document 7), https://archief.example/v/...,
    geraadpleegd op 25 november 2026."
    """
    one = reference.citation
    parts = [_what(one)]
    if one.agenda_item:
        label = f" {one.agenda_item.label}" if one.agenda_item.label else ""
        parts.append(f"agendapunt{label} ‘{_line(one.agenda_item.title)}’")
    released = _released(one)
    parts.append(_where(one) + (f" ({released})" if released else ""))
    parts += [reference.address, f"geraadpleegd op {_day(accessed)}"]
    return ", ".join(parts) + "."


def _what(one: Citation) -> str:
    """Say whose minutes these are, and of which day."""
    if one.body and one.meeting_date:
        return f"{_line(one.body)}, verslag van {_day(one.meeting_date)}"
    day = f", {_day(one.meeting_date)}" if one.meeting_date else ""
    return f"{_line(one.title)}{'' if day and day[2:] in one.title else day}"


def _where(one: Citation) -> str:
    """Say where in the document it stands: the page as printed, and that of the file."""
    if one.line_number is not None:
        return f"regel {one.line_number}"
    if one.page_label is not None:
        return f"p. {_line(one.page_label)} (p. {_pages(one)} van het bestand)"
    return f"p. {_pages(one)}"


def _pages(one: Citation) -> str:
    first, last = one.page_number, one.last_page_number
    return f"{first}" if first == last else f"{first}-{last}"


def _released(one: Citation) -> str:
    """Say with which Woo decision it was released, and as which document; "" where unknown."""
    known = one.provenance
    decision = _line(known.decision) if known.decision else ""
    if decision and "besluit" not in decision.casefold():
        decision = f"Woo-besluit {decision}"
    number = f"document {_line(known.document_number)}" if known.document_number else ""
    return ", ".join(part for part in (decision, number) if part)


def _facts(reference: Reference) -> list[tuple[str, str]]:
    """Return what proves a quotation, each with its name."""
    one = reference.citation
    spans = one.spans or (one.span,)
    places = ", ".join(f"p. {span.page_number}: {span.start}-{span.end}" for span in spans)
    return [
        (name, value)
        for name, value in (
            ("Bron", _line(one.provenance.url) if one.provenance.url else ""),
            ("Bestand", _line(one.source_name)),
            ("SHA-256", one.sha256),
            ("Tekens", places),
        )
        if value
    ]


def _as_text(reference: Reference, accessed: date) -> str:
    lines = [f"“{_line(reference.quotation)}”", dutch(reference, accessed)]
    return "\n".join([*lines, *(f"{name}: {value}" for name, value in _facts(reference))])


# --- Markdown ------------------------------------------------------------------------------

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|~#&!$^=])")
_MARKDOWN_OPENING = re.compile(r"^(\d{1,9})([.)])|^([-+:])")


def _as_markdown(reference: Reference, accessed: date) -> str:
    lines = [f"> {_markdown('“' + _line(reference.quotation) + '”')}", ">"]
    said, _, rest = dutch(reference, accessed).partition(reference.address)
    address = quote(reference.address, safe=":/?#=&%@+,;~-._!'*")
    lines.append(f"> {_markdown(said)}<{address}>{_markdown(rest)}")
    if not reference.address.startswith(("https://", "http://")):
        lines[-1] = f"> {_markdown(said)}[{_markdown(reference.address)}](<{address}>)" + (
            _markdown(rest)
        )
    return "\n".join(lines)


def _markdown(text: str) -> str:
    """Escape what CommonMark and its usual extensions would read as more than text."""
    escaped = _MARKDOWN.sub(r"\\\1", text)
    return _MARKDOWN_OPENING.sub(
        lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", escaped
    )


# --- BibTeX --------------------------------------------------------------------------------

_BIBTEX = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}


def _as_bibtex(reference: Reference, accessed: date) -> str:
    one = reference.citation
    fields: list[tuple[str, str]] = []
    if one.body:
        fields.append(("author", f"{{{_bibtex(one.body)}}}"))
    fields.append(("title", f"{{{_bibtex(_title(one))}}}"))
    if one.meeting_date:
        fields += [
            ("date", one.meeting_date.isoformat()),
            ("year", str(one.meeting_date.year)),
            ("month", str(one.meeting_date.month)),
        ]
    if one.line_number is None:
        fields.append(("pages", _pages(one).replace("-", "--")))
    if one.agenda_item:
        fields.append(("titleaddon", _bibtex(f"agendapunt {one.agenda_item.heading}")))
    if one.provenance.document_number:
        fields.append(("number", _bibtex(one.provenance.document_number)))
    released = _released(one)
    if released:
        fields.append(("howpublished", _bibtex(released)))
    # An address is taken letter by letter by biblatex, so that only what breaks it is changed.
    safe = quote(reference.address, safe=":/?#[]@!$&'()*+,;=%~-._")
    fields += [
        ("url", safe),
        ("urldate", accessed.isoformat()),
        ("note", _bibtex("; ".join([_where(one), *(f"{n}: {v}" for n, v in _facts(reference))]))),
        ("annotation", _bibtex(f"“{_line(reference.quotation)}”")),
    ]
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields)
    return f"@misc{{{_key(one)},\n{lines}\n}}"


def _key(one: Citation) -> str:
    day = f"{one.meeting_date:%Y%m%d}-" if one.meeting_date else ""
    return f"lrt-{day}{one.passage_id}"


def _bibtex(text: str) -> str:
    return "".join(_BIBTEX.get(char, char) for char in _line(text))


# --- RIS -----------------------------------------------------------------------------------


def _as_ris(reference: Reference, accessed: date) -> str:
    one = reference.citation
    fields: list[tuple[str, str]] = [("TY", "GOVDOC"), ("ID", _key(one))]
    if one.body:
        fields.append(("AU", one.body))
    fields.append(("TI", _title(one)))
    if one.meeting_date:
        fields += [
            ("PY", str(one.meeting_date.year)),
            ("DA", f"{one.meeting_date:%Y/%m/%d}"),
        ]
    if one.agenda_item:
        fields.append(("SE", f"agendapunt {one.agenda_item.heading}"))
    if one.line_number is None:
        fields.append(("SP", str(one.page_number)))
        if one.last_page_number != one.page_number:
            fields.append(("EP", str(one.last_page_number)))
    if one.provenance.document_number:
        fields.append(("M1", one.provenance.document_number))
    released = _released(one)
    if released:
        fields.append(("N1", released))
    fields += [
        (
            "N1",
            "; ".join([_where(one), *(f"{name}: {value}" for name, value in _facts(reference))]),
        ),
        ("AB", f"“{_line(reference.quotation)}”"),
        ("UR", reference.address),
        ("Y2", f"{accessed:%Y/%m/%d}"),
        ("ER", ""),
    ]
    return "\r\n".join(f"{tag}  - {_line(value)}" for tag, value in fields)


# --- CSL-JSON ------------------------------------------------------------------------------


def _as_csl(reference: Reference, accessed: date) -> dict[str, Any]:
    one = reference.citation
    item: dict[str, Any] = {"id": _key(one), "type": "report", "genre": "verslag"}
    if one.body:
        item["author"] = [{"literal": _line(one.body)}]
    item["title"] = _title(one)
    if one.meeting_date:
        item["issued"] = _csl_day(one.meeting_date)
    if one.agenda_item:
        item["section"] = _line(f"agendapunt {one.agenda_item.heading}")
    if one.line_number is None:
        item["page"] = _pages(one)
    if one.provenance.document_number:
        item["number"] = _line(one.provenance.document_number)
    facts = [_where(one), *(f"{name}: {value}" for name, value in _facts(reference))]
    item |= {
        "URL": reference.address,
        "accessed": _csl_day(accessed),
        "abstract": f"“{_line(reference.quotation)}”",
        "note": "; ".join(part for part in (_released(one), *facts) if part),
        "language": "nl",
    }
    return item


def _csl_day(day: date) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]}


# --- what they have in common --------------------------------------------------------------


def _title(one: Citation) -> str:
    if one.body and one.meeting_date:
        return f"Verslag van {_day(one.meeting_date)}"
    return _line(one.title)


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _line(text: str) -> str:
    """Return a text as one line without control characters, and a redaction in words."""
    told = text.replace(REDACTION_MARK, "[gelakt]")
    blanked = "".join(" " if unicodedata.category(char) == "Cc" else char for char in told)
    return " ".join(blanked.split())
