"""Pages for readers: search, minutes, about. They work without JavaScript and set no cookie."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from math import ceil
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, render_template, request, url_for

from lrt_search import answer_wording, register_wording, summary_wording
from lrt_search import wording as say
from lrt_search.answers import DEPTH, answer_from
from lrt_search.citation_formats import CitationFormat, write
from lrt_search.domain import (
    REDACTION_MARK,
    Document,
    Filters,
    Outcome,
    ReadingMethod,
    together,
)
from lrt_search.errors import InvalidParameterError, QueryError, WithdrawnError
from lrt_search.grounds import GROUNDS, normalise
from lrt_search.language import LANGUAGES, N_
from lrt_search.record_files import MEDIA_TYPES, content_of
from lrt_search.references import MOST as MOST_CITED
from lrt_search.references import references
from lrt_search.register_filters import PARAMETERS
from lrt_search.register_wording import REGISTER_TITLES
from lrt_search.registers import entries_of
from lrt_search.search_record import Question, recorded
from lrt_search.search_record import record as record_of
from lrt_search.statement_kinds import REGISTERS
from lrt_search.summary_endpoint import summarise
from lrt_search.verification import verify
from search_app import feed as feeds
from search_app import present
from search_app.application import absolute, base_url, this_app
from search_app.limits import MAX_GROUND
from search_app.wording import check_language, wording

if TYPE_CHECKING:
    from lrt_search.archive import Archive

EXAMPLES = (
    "besluiten over defensielocaties",
    "opvang van Oekraïense ontheemden",
    "Hoe staat het in Ter Apel?",
    "Wat is afgesproken over crisisnoodopvang?",
)
LONG_DOCUMENT = 30  # pages; a longer one is shown a window at a time
WINDOW = 2  # pages before and after the one asked for
RECORDED_HITS = 100  # of a search that is recorded
LAST_PAGE_OF_HITS = 10_000
SILENT = (ReadingMethod.UNREADABLE, ReadingMethod.BLANK, ReadingMethod.REDACTED)
# What the address of a page of hits holds, or of a register.
QUESTION = ("q", "pagina", "grond", "gelakt", "uitbreiden", *PARAMETERS)

# In which form passages can be cited, and how a reader knows it.
CITATION_FORMS = (
    (CitationFormat.NL, N_("Dutch reference")),
    (CitationFormat.TEXT, N_("quotation with reference and SHA-256")),
    (CitationFormat.MARKDOWN, N_("Markdown")),
    (CitationFormat.BIBTEX, N_("BibTeX")),
    (CitationFormat.RIS, N_("RIS (EndNote, Zotero)")),
    (CitationFormat.CSL_JSON, N_("CSL-JSON")),
)

pages = Blueprint("pages", __name__)
pages.before_request(check_language)


@pages.get("/")
def home() -> str | tuple[str, int]:
    """Show the search form, and the hits where a question is asked."""
    app = this_app()
    archive = app.open_current()
    query = request.args.get("q")
    if query is None:
        return render_template("home.html", query="", searched=archive.searched())
    size = app.settings.page_size
    try:
        page, filters, expand = page_asked(), _filters(), _expand()
        offset = (page - 1) * size
        # The first page also answers, from more hits than it shows.
        limit = max(size, DEPTH) if page == 1 else size
        outcome = app.search(
            archive, query, filters=filters, limit=limit, offset=offset, expand=expand
        )
        last_page = max(1, ceil(outcome.total / size))
        if page > last_page:
            text = N_("the last page of results is {last}")
            expected = wording().translate(text).format(last=last_page)
            raise InvalidParameterError(name="pagina", expected=expected)
        found = answer_from(archive, outcome) if page == 1 else None
    except QueryError as error:
        fault = error.explain(wording().translate)
        searched = archive.searched()
        return render_template("home.html", query=query, searched=searched, fault=fault), 400
    # A model is asked only by who asks for it, and not by every question.
    asked = found is not None and request.args.get("samenvatting") == "ja"
    return render_template(
        "results.html",
        summary=summarise(found, app.settings) if found and asked else None,
        offers_summary=bool(app.settings.summary_url) and not asked,
        outcome=replace(outcome, hits=outcome.hits[:size]),
        answer=found,
        withheld=archive.withheld_overall(),
        forms=CITATION_FORMS,
        signs=0 if outcome.found else archive.coverage().signs,
        query=query,
        filters=filters,
        masking=outcome.searched.masked,
        kept=_parameters(filters, expand=expand),
        expand=expand,
        page=page,
        last_page=last_page,
        numbers=present.page_numbers(page, last_page),
    )


@pages.get("/v/<document_id>")
def document(document_id: str) -> str:
    """Show the minutes; of a long document the table of contents and its first pages."""
    archive = this_app().open_current()
    return _minutes(archive, archive.document(document_id), page=None)


@pages.get("/v/<document_id>/p/<int:page>")
def minutes(document_id: str, page: int) -> str:
    """Show the minutes around ``page``: where permalinks of citations lead."""
    archive = this_app().open_current()
    shown = archive.document(document_id)
    numbers = shown.page_numbers
    if page not in numbers:
        text = N_("This document has no page {page}. Its pages are {first} to {last}.")
        said = wording().translate(text)
        abort(404, said.format(page=page, first=numbers[0], last=numbers[-1]))
    return _minutes(archive, shown, page)


@pages.get("/v/<before_id>/verschil/<after_id>")
def compare(before_id: str, after_id: str) -> str:
    """Show what became visible and what became hidden between two documents."""
    archive = this_app().open_current()
    before, after = archive.document(before_id), archive.document(after_id)
    return render_template(
        "difference.html",
        before=before,
        after=after,
        difference=archive.difference(before, after),
        masking=archive.searched().masked,
    )


@pages.get("/verwijzingen")
def cite() -> str | tuple[str, int]:
    """Show references to the passages chosen, to be copied or kept as a file."""
    links = request.args.getlist("passage")
    form = request.args.get("vorm", CitationFormat.NL.value)
    if not links:
        return render_template("cite.html", written=None, masking=False), 400
    if form not in list(CitationFormat):
        expected = N_("choose nl, tekst, markdown, bibtex, ris or csl-json")
        raise InvalidParameterError(name="vorm", expected=wording().translate(expected))
    if len(links) > MOST_CITED:
        expected = wording().translate(N_("give at most {most} passages"))
        raise InvalidParameterError(name="passage", expected=expected.format(most=MOST_CITED))
    archive = this_app().open_current()
    cited = references(archive, links, base_url())
    return render_template(
        "cite.html",
        written=write(CitationFormat(form), cited, date.today()),
        cited=cited,
        links=links,
        form=CitationFormat(form),
        forms=CITATION_FORMS,
        masking=archive.searched().masked,
    )


@pages.get("/over")
def about() -> str:
    """Show what the archive holds, what it could not read, and how it treats its readers."""
    archive = this_app().open_current()
    documents, readings = archive.documents(), archive.readings()
    return render_template(
        "about.html",
        manifest=archive.manifest,
        generation=archive.generation,
        documents=documents,
        by_id={one.document_id: one for one in documents},
        unread=[one for one in documents if readings[one.document_id].count(*SILENT)],
        total=together(readings.values()),
        masking=archive.searched().masked,
        withheld=archive.withheld(),
        readings=readings,
        coverage=archive.coverage(),
        searched=archive.searched(),
        skipped=archive.skipped(),
        withdrawn=archive.withdrawals(),
    )


@pages.route("/citaat", methods=["GET", "POST"])
def quotation() -> str | tuple[str, int]:
    """Show the form to check a quotation, and what came of it where one is sent.

    It is sent in the body: a quotation that is not published yet stays out of addresses.
    """
    archive = this_app().open_current()
    text = request.form.get("citaat")
    shown: dict[str, Any] = {"quotation": text or "", "searched": archive.searched()}
    if text is None:
        return render_template("quotation.html", check=None, **shown)
    try:
        check = verify(archive, text)
    except QueryError as error:
        fault = error.explain(wording().translate)
        return render_template("quotation.html", check=None, fault=fault, **shown), 400
    return render_template(
        "quotation.html",
        check=check,
        masking=archive.searched().masked,
        signs=0 if check.places else archive.coverage().signs,
        **shown,
    )


@pages.route("/zoekslag", methods=["GET", "POST"])
def record() -> Response | str | tuple[str, int]:
    """Give the record of a search as a file, or let the reader set passages aside first.

    The question comes in the body, so that it stays out of addresses.
    """
    app, given = this_app(), request.form
    form, query = given.get("vorm", "kies"), given.get("q")
    archive = app.open_current()
    reasons = {
        name.removeprefix("reden-"): reason.strip()
        for name, reason in given.items()
        if name.startswith("reden-") and reason.strip()
    }
    shown: dict[str, Any] = {"query": query or "", "kept": {}, "reasons": reasons}
    if query is None:
        return render_template("record.html", outcome=None, **shown)
    try:
        filters, expand = _filters(given), _expand(given)
        shown["kept"] = _parameters(filters, expand=expand)
        if form not in (*MEDIA_TYPES, "kies"):
            expected = wording().translate(N_("choose pdf, csv or json"))
            raise InvalidParameterError(name="vorm", expected=expected)
        outcome = app.search(archive, query, filters=filters, limit=RECORDED_HITS, expand=expand)
        if form == "kies":
            masking = archive.searched().masked
            return render_template("record.html", outcome=outcome, masking=masking, **shown)
        question = Question(query, filters, RECORDED_HITS, reasons, expand)
        made = record_of(archive, [recorded(archive, 1, question, outcome)], wording())
    except QueryError as error:
        fault = error.explain(wording().translate)
        return render_template("record.html", outcome=None, fault=fault, **shown), 400
    answer = Response(content_of(made, form, wording()), mimetype=MEDIA_TYPES[form])
    moment = made.made_at.replace("-", "").replace(":", "")
    answer.headers["Content-Disposition"] = f'attachment; filename="zoekslag-{moment}.{form}"'
    return answer


@pages.get("/volg.atom")
def feed() -> Response:
    """Give the passages that answer a question as a feed, for a program that follows it."""
    app, spoken = this_app(), wording()
    archive, query = app.open_current(), request.args.get("q", "")
    try:
        outcome = app.search(archive, query, limit=feeds.LOOKED_AT)
    except QueryError as error:
        abort(400, error.explain(spoken.translate))
    told = feeds.Feed(
        query=query,
        updated=archive.manifest.created_at,
        title=spoken.translate(N_("LRT minutes: {query}")).format(query=query),
        subtitle=f"{say.looked_through(outcome.searched, spoken)} "
        f"{say.period(outcome.searched, spoken) or ''}".rstrip(),
        author=spoken.translate(N_("Archive of LRT minutes")),
        self_link=absolute("pages.feed", q=query),
        page_link=absolute("pages.home", q=query),
        language=spoken.language,
    )
    entries = feeds.newest_first(_entries(archive, outcome))
    answer = Response(feeds.to_atom(told, entries), mimetype=feeds.MEDIA_TYPE)
    answer.add_etag()
    answer.last_modified = datetime.fromisoformat(feeds.updated(told, entries))
    answer.make_conditional(request)
    return answer


def _entries(archive: Archive, outcome: Outcome) -> Iterator[feeds.Entry]:
    spoken, read = wording(), dict[str, str | None]()
    for hit in feeds.belong(outcome):
        citation = hit.citation
        key = citation.document_id
        if key not in read:
            try:
                read[key] = archive.document(key).ingested_at or archive.manifest.created_at
            except WithdrawnError:
                read[key] = None
        moment = read[key]
        if moment is None:
            continue
        item, day = citation.agenda_item, citation.meeting_date
        yield feeds.Entry(
            passage_id=citation.passage_id,
            updated=moment,
            day=day.isoformat() if day else "",
            title=(item.heading if item else citation.title).replace(
                REDACTION_MARK, f"[{spoken.translate(N_('redacted'))}]"
            ),
            link=absolute(
                "pages.minutes",
                document_id=key,
                page=citation.page_number,
                _anchor=citation.passage_id,
            ),
            quotation=say.quoted(hit.passage, spoken, masked=outcome.searched.masked),
            reason=say.reason_in_words(hit.reason, spoken),
        )


@pages.get("/gronden")
def grounds() -> str:
    """Show the legal grounds for redacting, and how often each is printed in the archive."""
    counts = this_app().open_current().ground_counts()
    return render_template("grounds.html", grounds=GROUNDS, counts=counts)


@pages.get("/robots.txt")
def robots() -> Response:
    """Keep robots from searching; documents may be fetched, so that they see ``noindex``."""
    return Response("User-agent: *\nDisallow: /api/\nDisallow: /*?q=\n", mimetype="text/plain")


@pages.url_defaults
def keep_language(endpoint: str, values: dict[str, Any]) -> None:
    """Carry a language that is not the default over to every link."""
    language = wording().language
    if language != this_app().settings.language and endpoint != "pages.robots":
        values.setdefault("taal", language)


@pages.app_context_processor
def words_for_templates() -> dict[str, Any]:
    """Give templates the reader's language and what they show the archive with."""
    spoken = wording()
    return {
        "_": spoken.translate,
        "ngettext": spoken.ngettext,
        "wording": spoken,
        "present": present,
        "say": say,
        "say_answer": answer_wording,
        "say_summary": summary_wording,
        "query": "",
        "fault": None,
        "examples": EXAMPLES,
        "default_language": this_app().settings.language,
        "other_languages": [name for name in LANGUAGES if name != spoken.language],
        "in_language": _in_language,
        "register_kinds": [(name, kind, REGISTER_TITLES[kind]) for kind, name in REGISTERS.items()],
        "in_register": register_wording,
    }


def page_asked() -> int:
    """Return which page of results the address asks for.

    Raises:
        InvalidParameterError: it is no number from 1.
    """
    given = request.args.get("pagina", "1")
    if given.isascii() and given.isdecimal() and len(given) <= 6:
        number = int(given)
        if 1 <= number <= LAST_PAGE_OF_HITS:
            return number
    expected = wording().translate(N_("give a page number from 1"))
    raise InvalidParameterError(name="pagina", expected=expected)


def _filters(given: Mapping[str, str] | None = None) -> Filters:
    """Read the filters of the address, or of a form: ``grond=5.1.2e`` and ``gelakt=25-49``."""
    given = request.args if given is None else given
    ground, share = given.get("grond"), given.get("gelakt")
    if ground is not None and not 0 < len(ground) <= MAX_GROUND:
        expected = wording().translate(N_("give a ground such as 5.1.2e"))
        raise InvalidParameterError(name="grond", expected=expected)
    least = most = None
    if share is not None:
        match = re.fullmatch(r"(\d{1,3})-(\d{1,3})", share, re.ASCII)
        least, most = (int(match[1]), int(match[2])) if match else (1, 0)
        if not least <= most <= 100:
            expected = wording().translate(N_("give a range of percentages such as 25-49"))
            raise InvalidParameterError(name="gelakt", expected=expected)
    return Filters(None if ground is None else normalise(ground), least, most)


def _expand(given: Mapping[str, str] | None = None) -> bool:
    """Read whether other words may be looked for too: ``uitbreiden=nee`` forbids it."""
    asked = (request.args if given is None else given).get("uitbreiden", "ja")
    if asked not in ("ja", "nee"):
        raise InvalidParameterError(
            name="uitbreiden", expected=wording().translate(N_("give ja or nee"))
        )
    return asked == "ja"


def _parameters(filters: Filters, *, expand: bool) -> dict[str, str]:
    """Write filters as the parameters of an address, for the links to other pages of hits."""
    kept = {} if filters.ground is None else {"grond": filters.ground}
    if filters.least_withheld is not None:
        kept["gelakt"] = f"{filters.least_withheld}-{filters.most_withheld}"
    if not expand:
        kept["uitbreiden"] = "nee"
    return kept


def _minutes(archive: Archive, document: Document, page: int | None) -> str:
    begin, end = document.page_numbers[0], document.page_numbers[-1]
    first, last = begin, end
    long = document.page_count > LONG_DOCUMENT
    if long:
        middle = page or begin + WINDOW
        first, last = max(begin, middle - WINDOW), min(end, middle + WINDOW)
    passages = archive.passages(document.document_id, first, last)
    readings = archive.readings_of(document.document_id)
    silent = sorted(n for method in SILENT for n in readings.numbers.get(method, ()))
    return render_template(
        "document.html",
        document=document,
        parts=archive.parts(document),
        versions=archive.versions(document.document_id),
        masking=archive.searched().masked,
        shares=archive.shares(document.document_id),
        readings=readings,
        page_readings=archive.page_readings(document.document_id, first, last),
        sections=present.sections(document, passages, first, last, silent),
        page=page,
        first=first,
        last=last,
        long=long,
        previous_page=max(begin, first - 1 - WINDOW) if first > begin else None,
        next_page=min(end, last + 1 + WINDOW) if last < end else None,
        entries=entries_of(archive, document.document_id),
        marked_pages={*silent, *(passage.page_number for passage in passages)},
    )


def _in_language(language: str) -> str:
    """Return the address of this page in ``language``; of an address unknown, the search page."""
    # The default language needs no parameter; None keeps `keep_language` from adding one.
    chosen = None if language == this_app().settings.language else language
    if request.endpoint is None or request.blueprint not in ("pages", "registers"):
        return url_for("pages.home", taal=chosen)
    kept = {name: request.args[name] for name in QUESTION if name in request.args}
    given = {name: value for name, value in (request.view_args or {}).items() if name != "kind"}
    return url_for(request.endpoint, **{**kept, **given, "taal": chosen})
