"""What the archive says, as JSON: the same for the API and for ``--json`` on the command line.

Field names are Dutch, as the NLGov API design rules ask; ``search_app/openapi.py`` describes them.
"""

from collections.abc import Sequence
from typing import Any

from lrt_search.domain import (
    SENSITIVE_MASK,
    Citation,
    Document,
    Facets,
    Filters,
    Hit,
    Outcome,
    Redaction,
    Searched,
    SensitiveCount,
    Shares,
    Withheld,
)
from lrt_search.grounds import GROUNDS


def outcome_as_json(outcome: Outcome, page: int, page_size: int, root: str) -> dict[str, Any]:
    """Return a page of hits as ``PassagePagina`` of the API; ``root`` comes before permalinks."""
    return {
        "gevonden": outcome.found,
        "totaal": outcome.total,
        "totaalZonderFilters": outcome.unfiltered,
        "page": page,
        "pageSize": page_size,
        "resultaten": [
            hit_as_json(hit, root, masked=outcome.searched.masked) for hit in outcome.hits
        ],
        "onbekendeWoorden": list(outcome.unknown_words),
        "facetten": facets_as_json(outcome.facets),
        "doorzocht": searched_as_json(outcome.searched),
    }


def hit_as_json(hit: Hit, root: str, *, masked: bool) -> dict[str, Any]:
    """Return a hit as ``Passage`` of the API; ``masked`` as in ``Searched``."""
    return {
        "rang": hit.rank,
        "score": hit.score,
        "id": hit.passage.passage_id,
        "verslagId": hit.passage.document_id,
        "tekst": hit.passage.quotation,
        "afgeschermd": masked and SENSITIVE_MASK in hit.passage.text,
        "markeringen": [list(mark) for mark in hit.marks],
        "weglakkingen": [redaction_as_json(one) for one in hit.passage.redactions],
        "gelakt": withheld_as_json(hit.withheld),
        "citaat": citation_as_json(hit.citation, root),
        "reden": {
            "woorden": list(hit.reason.words),
            "rangWoorden": hit.reason.word_rank,
            "rangBetekenis": hit.reason.meaning_rank,
            "gelijkenis": hit.reason.similarity,
        },
    }


def facets_as_json(facets: Facets) -> dict[str, Any]:
    """Return what the filters would leave as ``Facetten`` of the API."""
    return {
        "gronden": [{"grond": ground, "aantal": count} for ground, count in facets.grounds],
        "gelakt": [
            {"van": least, "tot": most, "aantal": count} for least, most, count in facets.withheld
        ],
    }


def filters_as_parameters(filters: Filters) -> dict[str, Any]:
    """Return filters as parameters of the API; those not in use are left out."""
    given = {
        "grond": filters.ground,
        "gelaktVan": filters.least_withheld,
        "gelaktTot": filters.most_withheld,
    }
    return {name: value for name, value in given.items() if value is not None}


def redaction_as_json(redaction: Redaction) -> dict[str, Any]:
    """Return a redaction as ``Weglakking`` of the API.

    Its place is where it begins: the width of one box may give a short name away.
    """
    return {
        "pagina": redaction.page_number,
        "vorm": redaction.look,
        "gronden": list(redaction.grounds),
        "plaats": {"links": redaction.place[0], "boven": redaction.place[1]}
        if redaction.place
        else None,
        "teken": redaction.offset,
    }


def withheld_as_json(withheld: Withheld) -> dict[str, Any]:
    """Return what was withheld of something as ``Gelakt`` of the API."""
    return {
        "percentage": withheld.percent,
        "weglakkingen": withheld.redactions,
        "gronden": list(withheld.grounds),
    }


def grounds_as_json() -> list[dict[str, Any]]:
    """Return the legend of the grounds as ``Grond`` of the API, in the order of the law."""
    return [
        {
            "grond": ground.code,
            "wet": ground.law,
            "artikel": ground.article,
            "omschrijving": ground.label,
        }
        for ground in GROUNDS.values()
    ]


def citation_as_json(citation: Citation, root: str) -> dict[str, Any]:
    """Return a citation as ``Citaat`` of the API."""
    day, item = citation.meeting_date, citation.agenda_item
    return {
        "titel": citation.title,
        "bron": citation.source_name,
        "sha256": citation.sha256,
        "vergaderDatum": day.isoformat() if day else None,
        "agendapunt": {"label": item.label, "titel": item.title} if item else None,
        "tussenkop": citation.sub_heading,
        "pagina": citation.page_number,
        "paginalabel": citation.page_label,
        "regel": citation.line_number,
        "tekens": {"start": citation.span.start, "einde": citation.span.end},
        "permalink": root + citation.permalink,
    }


def searched_as_json(searched: Searched) -> dict[str, Any]:
    """Return what was searched as ``Doorzocht`` of the API."""
    first, last = searched.first_date, searched.last_date
    return {
        "generatie": searched.generation,
        "verslagen": searched.documents,
        "paginas": searched.pages,
        "passages": searched.passages,
        "eersteDatum": first.isoformat() if first else None,
        "laatsteDatum": last.isoformat() if last else None,
        "overgeslagen": searched.skipped,
        "paginasZonderTekst": searched.unread_pages,
    }


def document_as_json(document: Document, withheld: Withheld, root: str) -> dict[str, Any]:
    """Return a document as ``VerslagSamenvatting`` of the API."""
    meeting = document.meeting
    return {
        "id": document.document_id,
        "titel": document.title,
        "sha256": document.sha256,
        "bronnen": list(document.source_names),
        "mediatype": document.media_type,
        "orgaan": meeting.body,
        "vergaderDatum": meeting.date_guess.isoformat() if meeting.date_guess else None,
        "paginas": document.page_count,
        "passages": document.passage_count,
        "gelakt": withheld_as_json(withheld),
        "permalink": f"{root}/v/{document.document_id}",
    }


def minutes_as_json(document: Document, shares: Shares, root: str) -> dict[str, Any]:
    """Return a document with its meeting and agenda as ``Verslag`` of the API."""
    meeting = document.meeting
    return document_as_json(document, shares.document, root) | {
        "datumTekst": meeting.date_text,
        "tijdTekst": meeting.time_text,
        "plaats": meeting.place,
        "aanwezigen": [
            {"naam": one.name, "organisatie": one.organisation} for one in meeting.attendees
        ],
        "agendapunten": [
            {
                "positie": item.position,
                "label": item.label,
                "titel": item.title,
                "pagina": item.page_number,
                "gelakt": withheld_as_json(withheld),
            }
            for item, withheld in zip(document.agenda_items, shares.agenda_items, strict=True)
        ],
    }


def sensitive_as_json(counts: Sequence[SensitiveCount]) -> list[dict[str, Any]]:
    """Return what looks sensitive in a document: for the one who keeps the archive, not the API."""
    return [
        {"soort": one.kind.value, "pagina": one.page_number, "aantal": one.count} for one in counts
    ]
