"""A search record as a file: JSON, CSV or PDF (the only importer of reportlab)."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from lrt_search.domain import REDACTION_MARK, SENSITIVE_MASK
from lrt_search.errors import UnwritableRecordError
from lrt_search.language import N_
from lrt_search.search_record import (
    RecordedFilters,
    RecordedHit,
    RecordedSearch,
    SearchRecord,
    to_json,
)
from lrt_search.tables import csv_of
from lrt_search.wording import Wording

MEDIA_TYPES = {"json": "application/json", "csv": "text/csv", "pdf": "application/pdf"}

COLUMNS = (
    "zoekslag,vraag,filters,bewijs,uitbreidingen,totaal,status,toelichting,rang,tekst,titel,"
    "vergaderdatum,agendapunt,pagina,paginalabel,regel,eerste teken,einde tekens,permalink,"
    "passage,bron,sha256,woo-besluit,documentnummer,bron-url,gelakt percentage,weglakkingen,"
    "score,gevonden woorden,rang woorden,rang betekenis,gelijkenis,generatie,manifest sha256,"
    "model,model vingerafdruk,programma,vastgelegd op,controlegetal"
).split(",")


def form_of_file(path: Path) -> str:
    """Return which of the three a file is to be, by its name.

    Raises:
        UnwritableRecordError: its name says none of them, or it exists already.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in MEDIA_TYPES:
        raise UnwritableRecordError(path=str(path), detail=N_("its name says not what to write"))
    if path.exists():
        raise UnwritableRecordError(path=str(path), detail=N_("it exists already"))
    return form


def save(path: Path, content: bytes) -> None:
    """Write a file in one go: it is there as a whole or not at all.

    Raises:
        UnwritableRecordError: it cannot be written.
    """
    half = path.with_name(f".{path.name}.half")
    try:
        half.write_bytes(content)
        os.replace(half, path)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise UnwritableRecordError(path=str(path), detail=detail) from error


def content_of(made: SearchRecord, form: str, wording: Wording) -> bytes:
    """Return a record as the bytes of a file: "json", "csv" or "pdf"."""
    if form == "json":
        return to_json(made).encode("utf-8", "backslashreplace")
    if form == "csv":
        return to_csv(made).encode("utf-8-sig", "replace")
    return to_pdf(made, wording)


# --- CSV -----------------------------------------------------------------------------------


def to_csv(made: SearchRecord) -> str:
    """Write a record as a table: a row for each hit, and one for each question without any."""
    return csv_of([COLUMNS, *_rows(made)])


def _rows(made: SearchRecord) -> Iterator[list[object]]:
    state = made.archive
    whole: list[object] = [
        state.generation,
        state.manifest_sha256,
        state.model,
        state.fingerprint,
        f"{made.program} {made.program_version}",
        made.made_at,
        made.checksum,
    ]
    for search in made.searches:
        expansions = "; ".join(f"{one.word}: {', '.join(one.also)}" for one in search.expansions)
        asked: list[object] = [
            search.number,
            search.query,
            _filters_as_text(search.filters),
            search.evidence,
            expansions,
            search.total,
        ]
        if not search.hits:
            status = "niet gezocht" if search.refused else "geen treffers"
            empty = len(COLUMNS) - len(asked) - len(whole) - 2
            yield [*asked, status, search.refused, *[None] * empty, *whole]
        for hit in search.hits:
            status = "terzijde" if hit.set_aside is not None else "treffer"
            yield [*asked, status, hit.set_aside, *_hit_cells(hit), *whole]


def _hit_cells(hit: RecordedHit) -> list[object]:
    return [
        hit.rank,
        hit.quotation.replace(REDACTION_MARK, "[gelakt]"),
        hit.title.replace(REDACTION_MARK, "[gelakt]"),
        hit.meeting_date,
        hit.agenda_item,
        hit.page_number,
        hit.page_label,
        hit.line_number,
        hit.start,
        hit.end,
        hit.permalink,
        hit.passage_id,
        hit.source_name,
        hit.sha256,
        hit.decision,
        hit.document_number,
        hit.url,
        hit.withheld,
        hit.redactions,
        hit.score,
        ", ".join(hit.words),
        hit.word_rank,
        hit.meaning_rank,
        hit.similarity,
    ]


def _filters_as_text(filters: RecordedFilters) -> str:
    told = {
        "grond": filters.ground,
        "gelaktVan": filters.least_withheld,
        "gelaktTot": filters.most_withheld,
    }
    return ", ".join(f"{name}={value}" for name, value in told.items() if value is not None)


# --- PDF -----------------------------------------------------------------------------------

_FONT, _BOLD = "Vera", "VeraBd"  # come with reportlab, and may be embedded
_MOST_DOCUMENTS = 2000  # rows; a table that is longer is told to be


def to_pdf(made: SearchRecord, wording: Wording) -> bytes:
    """Write a record as a PDF for people: every page has its number and the checksum."""
    return _Pdf(made, wording).bytes()


class _Pdf:
    """Lays a record out. Texts are escaped: what a document says is never markup."""

    def __init__(self, made: SearchRecord, wording: Wording) -> None:
        from reportlab.lib.colors import HexColor
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        for name in (_FONT, _BOLD):
            if name not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
        self._glyphs = pdfmetrics.getFont(_FONT).face.charToGlyph
        self._made, self._wording = made, wording
        text = ParagraphStyle("text", fontName=_FONT, fontSize=8.5, leading=12, spaceAfter=3)
        dark, soft = HexColor("#0d4a50"), HexColor("#4b575c")

        def like(name: str, **more: Any) -> Any:
            return ParagraphStyle(name, parent=text, **more)

        self._styles = {
            "text": text,
            "title": like(
                "title", fontName=_BOLD, fontSize=17, leading=21, textColor=dark, spaceAfter=6
            ),
            "h1": like(
                "h1",
                fontName=_BOLD,
                fontSize=11.5,
                leading=15,
                textColor=dark,
                spaceBefore=12,
                spaceAfter=4,
                keepWithNext=1,
            ),
            "h2": like("h2", fontName=_BOLD, spaceBefore=6, spaceAfter=1, keepWithNext=1),
            "quote": like("quote", leftIndent=10, spaceAfter=2),
            "small": like("small", fontSize=7, leading=9.5, textColor=soft, leftIndent=10),
            "cell": like("cell", fontSize=7.5, leading=10, spaceAfter=0),
            "head": like("head", fontName=_BOLD, fontSize=7.5, leading=10, spaceAfter=0),
        }

    def bytes(self) -> bytes:
        from io import BytesIO

        from reportlab.lib.pagesizes import A4
        from reportlab.lib.units import mm
        from reportlab.platypus import SimpleDocTemplate

        written = BytesIO()
        title = self._say(N_("Record of a search"))
        document = SimpleDocTemplate(
            written,
            pagesize=A4,
            leftMargin=20 * mm,
            rightMargin=20 * mm,
            topMargin=18 * mm,
            bottomMargin=24 * mm,
            title=title,
            author=f"{self._made.program} {self._made.program_version}",
            subject=self._made.checksum,
            lang=self._made.language,
        )
        document.build(list(self._parts()), canvasmaker=_canvas_with_feet(self._foot))
        return written.getvalue()

    # --- texts ---

    def _say(self, text: str, **values: object) -> str:
        return self._wording.translate(text).format(**values)

    def _shown(self, text: object) -> str:
        """Return a text as it can be drawn: redactions in words, no sign without a glyph."""
        said = str(text).replace(REDACTION_MARK, f"[{self._say(N_('redacted'))}]")
        said = said.replace(SENSITIVE_MASK, f"[{self._say(N_('masked'))}]")
        drawn = "".join(
            sign
            if ord(sign) in self._glyphs and sign.isprintable()
            else " "
            if sign.isspace()
            else f"[U+{ord(sign):04X}]"
            for sign in said
        )
        return escape(drawn)

    def _paragraph(self, text: str, style: str = "text") -> Any:
        from reportlab.platypus import Paragraph

        return Paragraph(text, self._styles[style])

    def _day(self, day: str | None) -> str:
        return self._wording.day(date.fromisoformat(day)) if day else "–"

    # --- parts ---

    def _parts(self) -> Iterator[Any]:
        made, say = self._made, self._say
        yield self._paragraph(self._shown(say(N_("Record of a search"))), "title")
        yield self._paragraph(
            self._shown(
                say(
                    N_(
                        "What was asked of the archive of minutes of the Landelijke Regietafel "
                        "Migratie en Integratie, what was found, and what was not searched."
                    )
                )
            )
        )
        yield from self._facts()
        for search in made.searches:
            yield from self._search(search)
        yield from self._lacks()
        yield self._paragraph(self._shown(say(N_("Checking this record"))), "h1")
        text = say(
            N_(
                "The checksum at the foot of each page is the SHA-256 of the content of the JSON "
                "file of this record. Recompute it with: jq -cjS .inhoud FILE | sha256sum. "
                "Search again and compare with: lrt-search replay FILE"
            )
        )
        yield self._paragraph(self._shown(text))
        yield from self._documents()

    def _facts(self) -> Iterator[Any]:
        made, say = self._made, self._say
        state = made.archive
        period = f"{self._day(state.first_date)} – {self._day(state.last_date)}"
        size = say(
            N_("{documents} documents, {pages} pages, {passages} passages"),
            documents=self._wording.number(len(state.documents)),
            pages=self._wording.number(state.pages),
            passages=self._wording.number(state.passages),
        )
        not_read = say(
            N_("{pages} pages unread, {files} files not searchable, {ocr} pages read by OCR"),
            pages=self._wording.number(state.unread_pages),
            files=self._wording.number(len(state.skipped)),
            ocr=self._wording.number(state.ocr_pages),
        )
        method = made.method
        depth = say(
            N_("the first {words} by words and {meaning} by meaning are ranked"),
            words=method.word_depth,
            meaning=method.meaning_depth,
        )
        yield self._table(
            [
                (say(N_("Made at")), self._wording.moment(made.made_at)),
                (say(N_("Program")), f"{made.program} {made.program_version}"),
                (say(N_("Archive")), size),
                (say(N_("Period")), period),
                (say(N_("Not searched")), not_read),
                (say(N_("Generation")), f"{state.generation} ({state.created_at})"),
                (say(N_("Its manifest, SHA-256")), state.manifest_sha256),
                (say(N_("Model")), f"{state.model} ({state.fingerprint})"),
                (say(N_("Way of searching")), f"{method.mode}; {depth}"),
                (say(N_("Checksum")), made.checksum),
            ],
            (38, 132),
        )

    def _search(self, search: RecordedSearch) -> Iterator[Any]:
        say, shown = self._say, self._shown
        heading = say(N_("Search {number}: {query}"), number=search.number, query=search.query)
        yield self._paragraph(shown(heading), "h1")
        if search.refused is not None:
            yield self._paragraph(shown(say(N_("Not searched: {why}"), why=search.refused)))
            return
        told = [
            say(
                N_("{total} passages found, {count} recorded, {aside} set aside."),
                total=self._wording.number(search.total),
                count=self._wording.number(len(search.counted)),
                aside=self._wording.number(len(search.put_aside)),
            ),
            self._evidence(search),
        ]
        filters = _filters_as_text(search.filters)
        if filters:
            told.append(say(N_("Filters: {filters}."), filters=filters))
        if search.undated:
            told.append(
                say(N_("{count} documents without a known date fall out."), count=search.undated)
            )
        if search.unknown_words:
            words = ", ".join(search.unknown_words)
            told.append(say(N_("Not in the archive: {words}."), words=words))
        for one in search.expansions:
            text = N_("For “{word}” was also looked for: {also}.")
            told.append(say(text, word=one.word, also=", ".join(one.also)))
        yield self._paragraph(shown(" ".join(told)))
        for hit in search.counted:
            yield from self._hit(hit)
        if search.put_aside:
            yield self._paragraph(shown(say(N_("Set aside"))), "h2")
            for hit in search.put_aside:
                yield from self._hit(hit)

    def _evidence(self, search: RecordedSearch) -> str:
        texts = {
            "sterk": N_("Evidence: strong."),
            "zwak": N_("Evidence: weak."),
            "geen": N_("Evidence: none; the passages are only the nearest ones: not found."),
        }
        return self._say(texts[search.evidence]) if search.evidence in texts else ""

    def _hit(self, hit: RecordedHit) -> Iterator[Any]:
        say, shown = self._say, self._shown
        place = say(N_("p. {label}"), label=hit.page_number)
        if hit.line_number is not None:
            place = say(N_("line {number}"), number=hit.line_number)
        elif hit.page_label is not None:
            text = N_("p. {label} (page {number} of the file)")
            place = say(text, label=hit.page_label, number=hit.page_number)
        parts = [hit.title, self._day(hit.meeting_date), hit.agenda_item, place]
        heading = " · ".join(part for part in parts if part)
        yield self._paragraph(f"{hit.rank}. {shown(heading)}", "h2")
        yield self._paragraph(f"“{shown(hit.quotation)}”", "quote")
        if hit.set_aside is not None:
            why = say(N_("Set aside: {why}"), why=hit.set_aside)
            yield self._paragraph(shown(why), "quote")
        source = [hit.source_name, hit.decision, hit.document_number, hit.url]
        found = say(
            N_("score {score}; words: {words}; rank by words {word_rank}, by meaning {rank}"),
            score=hit.score,
            words=", ".join(hit.words) or "–",
            word_rank=hit.word_rank or "–",
            rank=hit.meaning_rank or "–",
        )
        characters = say(N_("characters {start} to {end}"), start=hit.start, end=hit.end)
        for line in (
            f"{hit.permalink} · {characters} · {found}",
            f"{' · '.join(part for part in source if part)} · SHA-256 {hit.sha256}",
        ):
            yield self._paragraph(shown(line), "small")

    def _lacks(self) -> Iterator[Any]:
        state, say, shown = self._made.archive, self._say, self._shown
        lists: list[tuple[str, Sequence[str]]] = [
            (
                N_("Pages that could not be read"),
                [
                    f"{one.title} ({one.source_name}): {', '.join(map(str, one.unread))}"
                    for one in state.documents
                    if one.unread
                ],
            ),
            (
                N_("Pages redacted as a whole"),
                [
                    f"{one.title} ({one.source_name}): {', '.join(map(str, one.redacted))}"
                    for one in state.documents
                    if one.redacted
                ],
            ),
            (N_("Files that are not searchable"), [one.told for one in state.skipped]),
            (
                N_("Documents withdrawn from the archive"),
                [f"{one.document_id} ({one.day}): {one.reason}" for one in state.withdrawn],
            ),
            (N_("Signs that minutes are missing"), list(state.signs)),
        ]
        for title, lines in lists:
            yield self._paragraph(shown(say(title)), "h1")
            for line in lines or [say(N_("None."))]:
                yield self._paragraph(shown(line))

    def _documents(self) -> Iterator[Any]:
        say, state = self._say, self._made.archive
        yield self._paragraph(self._shown(say(N_("Documents that were searched"))), "h1")
        rows = [
            (
                self._day(one.meeting_date),
                f"{one.title} ({one.source_name})",
                str(one.pages),
                "–" if one.withheld is None else f"{one.withheld}%",
                one.sha256,
            )
            for one in state.documents[:_MOST_DOCUMENTS]
        ]
        head = (
            say(N_("Meeting")),
            say(N_("Document")),
            say(N_("Pages")),
            say(N_("Redacted")),
            "SHA-256",
        )
        yield self._table(rows, (26, 62, 14, 16, 52), head)
        if len(state.documents) > len(rows):
            left = len(state.documents) - len(rows)
            yield self._paragraph(
                self._shown(say(N_("{count} more are in the JSON file."), count=left))
            )

    def _table(
        self,
        rows: Iterable[Sequence[str]],
        widths: Sequence[int],
        head: Sequence[str] | None = None,
    ) -> Any:
        from reportlab.lib.colors import HexColor
        from reportlab.lib.units import mm
        from reportlab.platypus import Table, TableStyle

        cells = [
            [
                self._paragraph(
                    self._shown(cell), "head" if head is None and not number else "cell"
                )
                for number, cell in enumerate(row)
            ]
            for row in rows
        ]
        if head is not None:
            cells.insert(0, [self._paragraph(self._shown(cell), "head") for cell in head])
        table = Table(
            cells or [[""]],
            [width * mm for width in widths],
            repeatRows=0 if head is None else 1,
            hAlign="LEFT",
        )
        table.setStyle(
            TableStyle(
                [
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("LINEBELOW", (0, 0), (-1, -1), 0.3, HexColor("#c8d1d3")),
                    ("LEFTPADDING", (0, 0), (-1, -1), 0),
                    ("TOPPADDING", (0, 0), (-1, -1), 2),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
                ]
            )
        )
        return table

    def _foot(self, canvas: Any, page: int, count: int) -> None:
        from reportlab.lib.units import mm

        canvas.setFont(_FONT, 6.5)
        checksum = self._say(N_("Checksum"))
        canvas.drawString(20 * mm, 13 * mm, f"{checksum} (SHA-256): {self._made.checksum}")
        number = self._say(N_("page {page} of {count}"), page=page, count=count)
        canvas.drawRightString(190 * mm, 13 * mm, number)


def _canvas_with_feet(foot: Callable[[Any, int, int], None]) -> type:
    """Return a canvas that draws the foot of each page once it knows how many there are."""
    from reportlab.pdfgen.canvas import Canvas

    class WithFeet(Canvas):  # type: ignore[misc]
        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, **more)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._pages, start=1):
                self.__dict__.update(page)
                foot(self, number, len(self._pages))
                super().showPage()
            super().save()

    return WithFeet
