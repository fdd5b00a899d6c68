"""What the archive says, as JSON: the same for the API and for ``--json`` on the command line.

Field names are Dutch, as the NLGov API design rules ask; ``search_app/openapi`` describes them.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lrt_search.answers import NEAREST, Answer, AnswerSentence, Lack, Order
from lrt_search.coverage import Coverage, Naming, Series
from lrt_search.domain import (
    SENSITIVE_MASK,
    Attendee,
    Citation,
    Document,
    Evidence,
    ExpansionKind,
    Facets,
    Filters,
    Hit,
    Outcome,
    Part,
    ReadingMethod,
    Readings,
    Redaction,
    Searched,
    SensitiveCount,
    Shares,
    Source,
    Version,
    Withheld,
    together,
)
from lrt_search.grounds import GROUNDS
from lrt_search.quotations import Between, DifferenceKind, Verdict
from lrt_search.statement_kinds import OUTCOME_NAMES, name_of
from lrt_search.statements import Statement
from lrt_search.summary import NoSummary, Summary
from lrt_search.versions import ChangeKind, Difference, Side
from lrt_search.wording import (
    Wording,
    gap_in_words,
    named_in_words,
    quarantined,
    series_in_words,
    skipped_in_words,
)

if TYPE_CHECKING:
    from lrt_search.archive import Archive
    from lrt_search.verification import Check, Place


_OUTCOMES = {value: name for name, value in OUTCOME_NAMES.items()}
EVIDENCE = {Evidence.STRONG: "sterk", Evidence.WEAK: "zwak", Evidence.NONE: "geen"}
EXPANSION_KINDS = {
    ExpansionKind.ABBREVIATION: "afkorting",
    ExpansionKind.SYNONYM: "synoniem",
    ExpansionKind.TRANSLATION: "vertaling",
    ExpansionKind.SPELLING: "spelling",
    ExpansionKind.COMPOUND: "samenstelling",
    ExpansionKind.RELATED: "verwant",
}


def outcome_as_json(outcome: Outcome, page: int, page_size: int, root: str) -> dict[str, Any]:
    """Return a page of hits as ``PassagePagina`` of the API; ``root`` comes before permalinks."""
    return {
        "gevonden": outcome.found,
        "bewijs": EVIDENCE[outcome.evidence],
        "zekerheid": outcome.sureness,
        "totaal": outcome.total,
        "totaalZonderFilters": outcome.unfiltered,
        "ongedateerdeVerslagen": outcome.undated,
        "page": page,
        "pageSize": page_size,
        "resultaten": [
            hit_as_json(hit, root, masked=outcome.searched.masked) for hit in outcome.hits
        ],
        "onbekendeWoorden": list(outcome.unknown_words),
        "uitbreidingen": [
            {"woord": one.word, "ook": list(one.also), "soort": EXPANSION_KINDS[one.kind]}
            for one in outcome.expansions
        ],
        "bedoeldeU": outcome.suggestion,
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
        "uitspraken": [statement_as_json(one) for one in hit.statements],
        "citaat": citation_as_json(hit.citation, root),
        "reden": {
            "woorden": list(hit.reason.words),
            "rangWoorden": hit.reason.word_rank,
            "rangBetekenis": hit.reason.meaning_rank,
            "gelijkenis": hit.reason.similarity,
        },
    }


def statement_as_json(statement: Statement) -> dict[str, Any]:
    """Return what a rule read in a sentence as ``Uitspraak`` of the API."""
    due, outcome = statement.due_date_guess, statement.outcome
    return {
        "id": statement.statement_id,
        "soort": name_of(statement.kind),
        "tekst": statement.quotation,
        "eigenaars": list(statement.owners),
        "spreker": statement.speaker,
        "sprekerOrganisatie": statement.speaker_organisation,
        "termijnTekst": statement.due_text,
        "termijnDatum": due.isoformat() if due else None,
        "uitkomst": _OUTCOMES[outcome] if outcome else None,
        "betrouwbaarheid": statement.confidence,
        "regel": statement.rule,
    }


def answer_as_json(answer: Answer, root: str, summary: Summary | None = None) -> dict[str, Any]:
    """Return an answer as ``Antwoord`` of the API; ``root`` comes before permalinks.

    Args:
        answer: With its sentences.
        root: Comes before permalinks.
        summary: A model's, where it was asked for.
    """
    outcome, masked = answer.outcome, answer.searched.masked
    return {
        "bewijs": EVIDENCE[answer.evidence],
        "ontbreekt": _LACKS[answer.lack] if answer.lack else None,
        "volgorde": _ORDERS[answer.order],
        "groepen": [
            {
                "soort": name_of(group.kind) if group.kind else None,
                "zinnen": [_sentence_as_json(one, root, masked=masked) for one in group.sentences],
            }
            for group in answer.groups
        ],
        "dichtstbij": [
            hit_as_json(hit, root, masked=masked)
            for hit in (outcome.hits[:NEAREST] if answer.lack else ())
        ],
        "samenvatting": summary_as_json(summary) if summary else None,
        "onbekendeWoorden": list(outcome.unknown_words),
        "gelakt": withheld_as_json(answer.withheld),
        "doorzocht": searched_as_json(answer.searched),
    }


def summary_as_json(summary: Summary) -> dict[str, Any]:
    """Return a model's summary as ``Samenvatting`` of the API."""
    return {
        "model": summary.model,
        "zinnen": [{"tekst": one.text, "bronnen": list(one.numbers)} for one in summary.sentences],
        "weggelaten": summary.dropped,
        "ontbreekt": NO_SUMMARY[summary.lack] if summary.lack else None,
    }


def _sentence_as_json(one: AnswerSentence, root: str, *, masked: bool) -> dict[str, Any]:
    statement = one.statement
    return {
        "nummer": one.number,
        "passageId": one.citation.passage_id,
        "verslagId": one.citation.document_id,
        "tekst": one.quotation,
        "afgeschermd": masked and SENSITIVE_MASK in one.quotation,
        "markeringen": [list(mark) for mark in one.marks],
        "weglakkingen": [redaction_as_json(redaction) for redaction in one.sentence.redactions],
        "beginGelakt": one.sentence.opens_redacted,
        "eindeGelakt": one.sentence.ends_redacted,
        "soort": name_of(statement.kind) if statement else None,
        "uitkomst": _OUTCOMES[statement.outcome] if statement and statement.outcome else None,
        "spreker": one.speaker,
        "eigenaars": list(statement.owners) if statement else [],
        "termijnTekst": statement.due_text if statement else None,
        "citaat": citation_as_json(one.citation, root),
    }


_LACKS = {
    Lack.NOTHING_FOUND: "nietGevonden",
    Lack.FILTERED: "filter",
    Lack.NO_WORDS: "geenWoorden",
}
NO_SUMMARY = {
    NoSummary.NOT_SET: "nietIngesteld",
    NoSummary.NO_ANSWER: "geenAntwoord",
    NoSummary.UNREACHABLE: "onbereikbaar",
    NoSummary.REFUSED: "geweigerd",
    NoSummary.TOO_SLOW: "teLangzaam",
    NoSummary.TOO_LARGE: "teGroot",
    NoSummary.UNREADABLE: "onleesbaar",
    NoSummary.NOTHING_HOLDS: "nietsHoudtStand",
}
_ORDERS = {Order.STRENGTH: "sterkte", Order.DATE: "datum", Order.KIND: "soort"}


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
        "lezing": {
            "wijze": _METHODS[citation.reading.method],
            "betrouwbaarheid": citation.reading.confidence,
        },
        "orgaan": citation.body,
        "herkomst": {
            "bronUrl": citation.provenance.url,
            "besluit": citation.provenance.decision,
            "documentnummer": citation.provenance.document_number,
        },
        "vindplaatsen": [
            {"pagina": span.page_number, "start": span.start, "einde": span.end}
            for span in citation.spans or (citation.span,)
        ],
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
        "paginasOcr": searched.ocr_pages,
    }


def document_as_json(document: Document, withheld: Withheld, root: str) -> dict[str, Any]:
    """Return a document as ``VerslagSamenvatting`` of the API."""
    meeting = document.meeting
    return {
        "id": document.document_id,
        "titel": document.title,
        "sha256": document.sha256,
        "bronnen": list(document.source_names),
        "herkomst": [source_as_json(source) for source in document.sources],
        "mediatype": document.media_type,
        "orgaan": meeting.body,
        "vergaderDatum": meeting.date_guess.isoformat() if meeting.date_guess else None,
        "twijfels": [doubt.value for doubt in meeting.doubts],
        "indeling": document.layout.value,
        "paginas": document.page_count,
        "deel": part_as_json(document.part),
        "passages": document.passage_count,
        "gelakt": withheld_as_json(withheld),
        "permalink": f"{root}/v/{document.document_id}",
    }


def part_as_json(part: Part | None) -> dict[str, int] | None:
    """Return the place of a document in a file that binds several as ``Deel`` of the API."""
    if part is None:
        return None
    return {"positie": part.position, "aantal": part.count, "eerstePagina": part.first_page}


def source_as_json(source: Source) -> dict[str, Any]:
    """Return where a source file was published as ``Herkomst`` of the API."""
    return {
        "naam": source.name,
        "bronUrl": source.provenance.url,
        "besluit": source.provenance.decision,
        "documentnummer": source.provenance.document_number,
    }


def minutes_as_json(
    document: Document, shares: Shares, versions: Sequence[Version], root: str
) -> dict[str, Any]:
    """Return a document with its meeting and agenda as ``Verslag`` of the API."""
    meeting = document.meeting
    return document_as_json(document, shares.document, root) | {
        "versies": versions_as_json(versions, root),
        "datumTekst": meeting.date_text,
        "tijdTekst": meeting.time_text,
        "begintijd": meeting.start.isoformat("minutes") if meeting.start else None,
        "eindtijd": meeting.end.isoformat("minutes") if meeting.end else None,
        "plaats": meeting.place,
        "voorzitter": meeting.chair,
        "aanwezigen": [attendee_as_json(one) for one in meeting.attendees],
        "afwezigen": [attendee_as_json(one) for one in meeting.absent],
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


def attendee_as_json(attendee: Attendee) -> dict[str, str | None]:
    """Return someone present or absent as ``Aanwezige`` of the API."""
    return {
        "naam": attendee.name,
        "organisatie": attendee.organisation,
        "organisatieKort": attendee.short_name,
        "rol": attendee.role,
    }


def versions_as_json(versions: Sequence[Version], root: str) -> list[dict[str, Any]]:
    """Return the other versions of a document as ``Versie`` of the API."""
    return [
        {
            "id": one.document.document_id,
            "bron": one.document.source_names[0],
            "overeenkomst": one.shared,
            "permalink": f"{root}/v/{one.document.document_id}",
        }
        for one in versions
    ]


_VERDICTS = {
    Verdict.VERBATIM: "letterlijk",
    Verdict.NEARLY: "bijna",
    Verdict.NOT_FOUND: "nietGevonden",
}
_DIFFERENCES = {
    DifferenceKind.NUMBER: "getal",
    DifferenceKind.NEGATION: "ontkenning",
    DifferenceKind.NAME: "naam",
    DifferenceKind.REDACTION: "weglakking",
    DifferenceKind.WORDS: "woorden",
    DifferenceKind.SPELLING: "spelling",
    DifferenceKind.CASE: "hoofdletter",
    DifferenceKind.PUNCTUATION: "leesteken",
}


def check_as_json(check: "Check", root: str) -> dict[str, Any]:
    """Return what came of checking a quotation as ``Citaatcontrole`` of the API."""
    return {
        "uitslag": _VERDICTS[check.verdict],
        "totaal": check.total,
        "volledig": check.complete,
        "plaatsen": [_place_as_json(place, root) for place in check.places],
        "milliseconden": check.milliseconds,
        "doorzocht": searched_as_json(check.searched),
    }


def _place_as_json(place: "Place", root: str) -> dict[str, Any]:
    match = place.match
    citation = citation_as_json(place.citation, root) | {"permalink": root + place.permalink}
    return {
        "verslagId": place.citation.document_id,
        "passageId": place.citation.passage_id or None,
        "tekst": place.text,
        "weglakkingen": [redaction_as_json(one) for one in place.redactions],
        "citaat": citation,
        "stukken": [
            {"pagina": span.page_number, "start": span.start, "einde": span.end}
            for span in place.spans
        ],
        "gelijkenis": round(match.similarity, 3),
        "stappen": [
            {
                "citaat": step.quoted,
                "archief": step.source,
                "verschillen": [_DIFFERENCES[kind] for kind in step.kinds],
            }
            for step in match.steps
        ],
        "overgeslagen": [
            {
                "wijze": "weglating" if one.gap.kind is Between.OMISSION else "invoeging",
                "ingevoegd": one.gap.inserted,
                "archief": one.source,
                "verschillen": [_DIFFERENCES[kind] for kind in one.kinds],
            }
            for one in match.passed
        ],
        "weglakkingenNietGetoond": match.redactions,
        "ervoor": match.before,
        "erna": match.after,
        "ontkenningenErbuiten": list(match.outside),
    }


def difference_as_json(before: Document, after: Document, found: Difference) -> dict[str, Any]:
    """Return what differs between two documents, for programs on the command line."""
    kinds = {
        ChangeKind.VISIBLE: "zichtbaar",
        ChangeKind.HIDDEN: "verborgen",
        ChangeKind.GROUNDS: "grond",
        ChangeKind.CHANGED: "gewijzigd",
    }
    return {
        "voor": before.document_id,
        "na": after.document_id,
        "zelfde": before.document_id == after.document_id,
        "overeenkomst": found.shared,
        "vergelijkbaar": found.related,
        "paginas": [
            {"voor": pair.before, "na": pair.after, "verplaatst": pair.moved}
            for pair in found.pages
        ],
        "wijzigingen": [
            {
                "soort": kinds[change.kind],
                "voor": _side_as_json(change.before),
                "na": _side_as_json(change.after),
                "ervoor": change.left,
                "erna": change.right,
            }
            for change in found.changes
        ],
    }


def _side_as_json(side: Side) -> dict[str, Any]:
    return {
        "pagina": side.page_number,
        "tekst": side.quotation,
        "weglakkingen": [redaction_as_json(one) for one in side.redactions],
    }


def sensitive_as_json(counts: Sequence[SensitiveCount]) -> list[dict[str, Any]]:
    """Return what looks sensitive in a document: for the one who keeps the archive, not the API."""
    return [
        {"soort": one.kind.value, "pagina": one.page_number, "aantal": one.count} for one in counts
    ]


def archive_as_json(archive: "Archive", wording: Wording, root: str) -> dict[str, Any]:
    """Return the whole report on an archive as ``Archief`` of the API.

    Args:
        archive: Of which generation.
        wording: In which language reasons and cures are told.
        root: Comes before permalinks.
    """
    manifest, skipped, documents = archive.manifest, archive.skipped(), archive.documents()
    withheld, readings = archive.withheld(), archive.readings()
    return {
        "doorzocht": searched_as_json(archive.searched()),
        "model": manifest.model.name,
        "gemaaktOp": manifest.created_at,
        "programmaVersie": manifest.program_version,
        "afgeschermd": archive.searched().masked,
        "gelezen": readings_as_json(together(readings.values())),
        "verslagen": [
            document_as_json(one, withheld[one.document_id], root)
            | {
                "gelezenOp": one.ingested_at or None,
                "gelezenMet": list(one.readers),
                "gelezen": readings_as_json(readings[one.document_id]),
            }
            for one in documents
        ],
        "dekking": coverage_as_json(archive.coverage(), wording, root),
        "overgeslagen": [
            {
                "bron": one.source_name,
                "reden": one.reason,
                "uitleg": skipped_in_words(one, wording),
            }
            for one in skipped
        ],
        "inQuarantaine": quarantined(skipped),
        "ingetrokken": [
            {"id": one.document_id, "datum": one.day, "reden": one.reason}
            for one in archive.withdrawals()
        ],
    }


def readings_as_json(readings: Readings) -> dict[str, Any]:
    """Return how pages were read as ``Gelezen`` of the API."""
    return {
        "tekstlaag": readings.count(ReadingMethod.TEXT_LAYER),
        "ocr": readings.count(ReadingMethod.OCR),
        "onleesbaar": readings.count(ReadingMethod.UNREADABLE),
        "leeg": readings.count(ReadingMethod.BLANK),
        "geheelGelakt": readings.count(ReadingMethod.REDACTED),
        "betrouwbaarheid": readings.mean_confidence,
        "laagsteBetrouwbaarheid": readings.lowest_confidence,
        "paginas": [
            {"wijze": _METHODS[method], "nummers": list(numbers)}
            for method, numbers in readings.numbers.items()
        ],
    }


_METHODS = {
    ReadingMethod.TEXT_LAYER: "tekstlaag",
    ReadingMethod.OCR: "ocr",
    ReadingMethod.UNREADABLE: "onleesbaar",
    ReadingMethod.BLANK: "leeg",
    ReadingMethod.REDACTED: "geheelGelakt",
}


def coverage_as_json(coverage: Coverage, wording: Wording, root: str) -> dict[str, Any]:
    """Return which meetings are held, and where minutes may be missing, as ``Dekking``."""
    return {
        "perMaand": [
            {"jaar": year, "maand": month, "vergaderingen": count}
            for year, month, count in coverage.months
        ],
        "reeksen": [_series_as_json(one, wording) for one in coverage.series],
        "genoemd": [
            {
                "datum": one.day.isoformat(),
                "wijze": "vastgesteld" if one.naming is Naming.ADOPTED else "aangekondigd",
                "uitleg": named_in_words(one, wording),
                "vindplaatsen": [
                    {
                        "verslagId": place.document_id,
                        "pagina": place.page_number,
                        "permalink": root + place.permalink,
                    }
                    for place in one.places
                ],
            }
            for one in coverage.named
        ],
        "zelfdeDag": [
            {"datum": day.isoformat(), "verslagen": list(ids)} for day, ids in coverage.same_day
        ],
        "ongedateerd": list(coverage.undated),
        "zonderOrgaan": list(coverage.without_body),
    }


def _series_as_json(series: Series, wording: Wording) -> dict[str, Any]:
    return {
        "orgaan": series.body,
        "verslagen": series.documents,
        "vergaderingen": [day.isoformat() for day in series.meetings],
        "gebruikelijkeDagen": series.usual_days,
        "uitleg": series_in_words(series, wording),
        "hiaten": [
            {
                "na": gap.after.isoformat(),
                "voor": gap.before.isoformat(),
                "dagen": gap.days,
                "uitleg": gap_in_words(gap, wording),
            }
            for gap in series.gaps
        ],
        "ontbrekendeNummers": [
            {"van": first, "tot": last} for first, last in series.missing_numbers
        ],
    }
