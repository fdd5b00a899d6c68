"""Citations in each form, read back by parsers that others wrote."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from lrt_search.citation_formats import (
    FILE_NAMES,
    MEDIA_TYPES,
    CitationFormat,
    Reference,
    dutch,
    write,
)
from lrt_search.domain import REDACTION_MARK, AgendaItem, Citation, Provenance, Span

TODAY = date(2026, 11, 25)
CITATION = Citation(
    document_id="a" * 16,
    passage_id="p0123456789abcde",
    sha256="a" * 64,
    title="Verslag LRT",
    source_name="verslag.pdf",
    meeting_date=date(2023, 12, 8),
    agenda_item=AgendaItem(3, "3", "Concept-brief over opvang", 2),
    sub_heading=None,
    page_number=2,
    page_label=None,
    line_number=None,
    span=Span(2, 10, 60),
    body="Landelijke Regietafel Migratie en Integratie",
    provenance=Provenance("https://open.example/12", "Woo-besluit 2024-7", "117"),
    spans=(Span(2, 10, 60),),
)
ADDRESS = f"https://archief.example{CITATION.permalink}"
PLAIN = Reference(CITATION, "De gemeenten vragen om plekken.", ADDRESS)
# What has a meaning in one of the forms, or would break out of it.
NASTY = (
    '50% & {meer} $geld$ #1 a_b ~x^2 \\cmd "q" `code` *b* [l](http://x) <b>i</b> | !x @misc{y,\n'
    "ER  - \nTY  - JOUR\r\n- punt\n1. lijst\n> citaat {{ "
)


def nasty(text: str) -> Reference:
    item = AgendaItem(1, "1", text, 1)
    citation = replace(
        CITATION, title=text, body=text, agenda_item=item, provenance=Provenance(None, text, text)
    )
    return Reference(citation, text, ADDRESS)


def flat(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


# --- the Dutch reference -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {},
            "Landelijke Regietafel Migratie en Integratie, verslag van 8 december 2023, agendapunt "
            "3 ‘Concept-brief over opvang’, p. 2 (Woo-besluit 2024-7, document 117), "
            f"{ADDRESS}, geraadpleegd op 25 november 2026.",
        ),
        (
            {"body": None, "agenda_item": None, "provenance": Provenance()},
            f"Verslag LRT, 8 december 2023, p. 2, {ADDRESS}, geraadpleegd op 25 november 2026.",
        ),
        (
            {"body": None, "meeting_date": None, "provenance": Provenance(None, "2024-7", None)},
            "Verslag LRT, agendapunt 3 ‘Concept-brief over opvang’, p. 2 (Woo-besluit 2024-7), "
            f"{ADDRESS}, geraadpleegd op 25 november 2026.",
        ),
        (
            {
                "title": "Verslag van 8 december 2023",
                "body": None,
                "agenda_item": AgendaItem(1, "", f"Brief aan {REDACTION_MARK}", 1),
                "page_label": "12",
                "provenance": Provenance(None, None, "7b"),
            },
            "Verslag van 8 december 2023, agendapunt ‘Brief aan [gelakt]’, p. 12 (p. 2 van het "
            f"bestand) (document 7b), {ADDRESS}, geraadpleegd op 25 november 2026.",
        ),
        (
            {"line_number": 85, "agenda_item": None, "provenance": Provenance()},
            "Landelijke Regietafel Migratie en Integratie, verslag van 8 december 2023, regel 85, "
            f"{ADDRESS}, geraadpleegd op 25 november 2026.",
        ),
        (
            {
                "spans": (Span(2, 10, 60), Span(3, 0, 9)),
                "agenda_item": None,
                "provenance": Provenance(),
            },
            "Landelijke Regietafel Migratie en Integratie, verslag van 8 december 2023, p. 2-3, "
            f"{ADDRESS}, geraadpleegd op 25 november 2026.",
        ),
    ],
)
def test_a_dutch_reference_says_who_when_what_and_where(
    changes: dict[str, Any], expected: str
) -> None:
    assert dutch(replace(PLAIN, citation=replace(CITATION, **changes)), TODAY) == expected


def test_plain_text_has_the_words_and_what_proves_them() -> None:
    assert write(CitationFormat.TEXT, [PLAIN], TODAY).splitlines() == [
        "“De gemeenten vragen om plekken.”",
        dutch(PLAIN, TODAY),
        "Bron: https://open.example/12",
        "Bestand: verslag.pdf",
        f"SHA-256: {'a' * 64}",
        "Tekens: p. 2: 10-60",
    ]


def test_references_come_in_the_order_given_one_a_line() -> None:
    other = Reference(replace(CITATION, page_number=9), "Iets.", ADDRESS)
    lines = write(CitationFormat.NL, [PLAIN, other], TODAY).splitlines()
    assert lines == [dutch(PLAIN, TODAY), dutch(other, TODAY)]


def test_every_form_has_a_media_type_and_a_file_name() -> None:
    assert set(MEDIA_TYPES) == set(FILE_NAMES) == set(CitationFormat)
    assert len(set(FILE_NAMES.values())) == len(FILE_NAMES)


# --- read back by others -------------------------------------------------------------------


def bibtex(*references: Reference) -> list[dict[str, str]]:
    text = write(CitationFormat.BIBTEX, references, TODAY)
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    assert len(library.entries) == len(library.blocks) == len(references)
    return [
        {"key": entry.key, **{field.key: str(field.value) for field in entry.fields}}
        for entry in library.entries
    ]


def ris(*references: Reference) -> list[dict[str, Any]]:
    text = write(CitationFormat.RIS, references, TODAY)
    assert text.count("\r\n") >= text.count("\n") - 1
    entries = rispy.loads(text.replace("\r\n", "\n"))
    assert len(entries) == len(references)
    return list(entries)


def csl(*references: Reference) -> list[dict[str, Any]]:
    text = write(CitationFormat.CSL_JSON, references, TODAY)
    items: list[dict[str, Any]] = json.loads(text)
    assert list(CiteProcJSON(items)) == [item["id"] for item in items]
    return items


def markdown(*references: Reference) -> list[Token]:
    text = write(CitationFormat.MARKDOWN, references, TODAY)
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def shown(tokens: list[Token]) -> list[str]:
    """Return the paragraphs as they read."""
    return [
        "".join(
            child.content if child.type == "text" else " " * (child.type == "softbreak")
            for child in token.children or ()
        )
        for token in tokens
        if token.type == "inline"
    ]


def test_bibtex_holds_every_fact() -> None:
    (entry,) = bibtex(PLAIN)
    assert entry["key"] == "lrt-20231208-p0123456789abcde"
    assert entry["title"].strip("{}") == "Verslag van 8 december 2023"
    assert entry["author"].strip("{}") == CITATION.body
    assert entry["date"] == "2023-12-08"
    assert entry["pages"] == "2"
    assert entry["number"] == "117"
    assert entry["howpublished"] == "Woo-besluit 2024-7, document 117"
    assert entry["url"] == ADDRESS
    assert entry["urldate"] == "2026-11-25"
    assert "a" * 64 in entry["note"] and "10-60" in entry["note"]
    assert "De gemeenten vragen om plekken." in entry["annotation"]


def test_ris_holds_every_fact() -> None:
    (entry,) = ris(PLAIN)
    assert entry["type_of_reference"] == "GOVDOC"
    assert entry["title"] == "Verslag van 8 december 2023"
    assert entry["authors"] == [CITATION.body]
    assert (entry["year"], entry["date"], entry["start_page"]) == ("2023", "2023/12/08", "2")
    assert entry["urls"] == [ADDRESS]
    assert entry["abstract"] == "“De gemeenten vragen om plekken.”"
    assert any("a" * 64 in note for note in entry["notes"])
    assert "Woo-besluit 2024-7, document 117" in entry["notes"]


def test_csl_json_holds_every_fact() -> None:
    (item,) = csl(PLAIN)
    assert item["type"] == "report"
    assert item["author"] == [{"literal": CITATION.body}]
    assert item["issued"] == {"date-parts": [[2023, 12, 8]]}
    assert item["accessed"] == {"date-parts": [[2026, 11, 25]]}
    assert (item["page"], item["number"], item["URL"]) == ("2", "117", ADDRESS)
    assert item["section"] == "agendapunt 3. Concept-brief over opvang"


def test_markdown_is_a_quotation_with_a_link() -> None:
    tokens = markdown(PLAIN)
    quotation, reference = shown(tokens)
    assert quotation == "“De gemeenten vragen om plekken.”"
    assert reference == dutch(PLAIN, TODAY)
    links = [c.attrs["href"] for t in tokens for c in t.children or () if c.type == "link_open"]
    assert links == [ADDRESS]


def test_a_path_is_linked_where_there_is_no_address() -> None:
    tokens = markdown(replace(PLAIN, address=CITATION.permalink))
    links = [c.attrs["href"] for t in tokens for c in t.children or () if c.type == "link_open"]
    assert links == [CITATION.permalink]


def survives(text: str) -> None:
    reference = nasty(text)
    told = flat(text)
    (entry,) = bibtex(reference)
    # The parser knows no \\textbraceleft, and takes a circumflex for an accent.
    read = flat(entry["annotation"]).replace("\N{MODIFIER LETTER CIRCUMFLEX ACCENT}", "^")
    assert read.strip("“” ") == told.translate({ord("{"): None, ord("}"): None}).strip()
    (record,) = ris(reference)
    assert record["abstract"] == f"“{told}”"
    assert record["urls"] == [ADDRESS]
    (item,) = csl(reference)
    assert item["abstract"] == f"“{told}”"
    tokens = markdown(reference)
    assert [token.type for token in tokens if token.level == 0] == [
        "blockquote_open",
        "blockquote_close",
    ]
    children = {child.type for token in tokens for child in token.children or ()}
    assert children <= {"text", "text_special", "link_open", "link_close"}
    assert shown(tokens)[0] == f"“{told}”"
    assert len(write(CitationFormat.NL, [reference], TODAY).splitlines()) == 1


def test_nothing_breaks_out_of_its_field() -> None:
    survives(NASTY)


def test_several_are_kept_apart() -> None:
    other = replace(nasty(NASTY), citation=replace(nasty(NASTY).citation, passage_id="p2"))
    assert [entry["key"] for entry in bibtex(PLAIN, other)] == [
        "lrt-20231208-p0123456789abcde",
        "lrt-20231208-p2",
    ]
    assert len(ris(PLAIN, other)) == len(csl(PLAIN, other)) == 2
    kinds = [token.type for token in markdown(PLAIN, other) if token.level == 0]
    assert kinds == ["blockquote_open", "blockquote_close"] * 2


@given(
    st.text(alphabet=' ab1{}\\%$#&_~^"`*[]()<>|!@=+-.:;,’é\n\r\t\x00', min_size=1).filter(str.strip)
)
@settings(max_examples=40, deadline=None)
def test_whatever_a_title_holds_every_form_can_be_read(text: str) -> None:
    reference = nasty(f"x{text}")
    assert len(bibtex(reference)) == len(ris(reference)) == len(csl(reference)) == 1
    told = flat(f"x{text}")
    assert shown(markdown(reference))[0] == f"“{told}”"
