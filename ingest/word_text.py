"""A Word document (DOCX) -> the text that it shows, and what it holds beside that.

The only importer of python-docx, which opens the package; the text is walked here, because that
library passes over text boxes, notes and inserted text. Text that is deleted, hidden, white or too
small to read is counted and let go of. In doubt text is hidden.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import docx
from docx.opc.exceptions import OpcError
from lxml import etree

from ingest.findings import CannotJudge, FindingKind
from ingest.shown_text import Beside, ShownText
from lrt_search.language import N_

DAMAGED = (OpcError, BadZipFile, etree.XMLSyntaxError)
"""What a damaged package raises."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_V = "{urn:schemas-microsoft-com:vml}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MAX_DEPTH = 300

_TINY = 4  # half points: letters smaller than this are not seen
_NARROWEST = 10  # percent of the width of a letter
_LOWEST = 40  # twentieths of a point: a line or row of an exact height below it shows nothing
_FAR = 12_000  # twentieths of a point beyond a margin: off any page
_CLOSE = -60  # twentieths of a point between letters, which then lie upon each other
_RAISED = 400  # half points above or below the line
_NEAREST = 32  # of 255
_FLATTEST = 30_000  # units of 1/914,400 inch: a box smaller than this shows no text
_HIGHLIGHTS = {
    **{"black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00"},
    **{"magenta": "FF00FF", "red": "FF0000", "yellow": "FFFF00", "white": "FFFFFF"},
    **{"darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000"},
    **{"darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000"},
    **{"darkGray": "808080", "lightGray": "C0C0C0"},
}
_OFF = {"0", "false", "off"}
# Fields whose code says nothing that a reader of the document does not see, or is no word.
_PLAIN_FIELDS = set(
    "page numpages sectionpages section toc ref pageref noteref seq date time savedate createdate "
    "printdate styleref formtext formcheckbox formdropdown symbol eq autonum autonumlgl listnum "
    "filename filesize edittime numwords numchars revnum hyperlink shape index tof".split()
)
_PAGE_FIELDS = {"page", "numpages", "sectionpages"}
_ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_SUBSCRIBER = 9
_DELETED = {f"{_W}del", f"{_W}moveFrom"}
# Content types of parts that are files of their own.
_FILES = re.compile(r"/(?:embeddings|activeX|ctrlProps|vbaProject|afchunk)", re.IGNORECASE)
_WORKING_PARTS = ("[Content_Types].xml", "_rels/", "docProps/")


@dataclass(frozen=True, slots=True)
class _Look:
    """How text is shown; the names and units are those of Word.

    Attributes:
        hidden: Why it is not seen, whatever its colour; None where it is.
        colour: Six hexadecimal digits; None for automatic.
        fill: Of what is behind it; None for the page.
        highlight: Of its highlight; None for none.
        size: Half points.
    """

    hidden: FindingKind | None = None
    colour: str | None = None
    fill: str | None = None
    highlight: str | None = None
    size: int = 22

    @property
    def kind(self) -> FindingKind | None:
        """Why it is not seen; None where it is."""
        if self.hidden:
            return self.hidden
        if self.size < _TINY:
            return FindingKind.TINY_TEXT
        ground = self.highlight or self.fill or "FFFFFF"
        # Word writes automatic letters in white on a dark fill, but not on a dark highlight.
        on_fill = self.highlight is None
        colour = self.colour or ("FFFFFF" if on_fill and _is_dark(ground) else "000000")
        difference = max(abs(a - b) for a, b in zip(_rgb(colour), _rgb(ground), strict=True))
        return FindingKind.SAME_COLOUR_TEXT if difference < _NEAREST else None


def word_text(content: bytes) -> ShownText:
    """Read what a Word document shows.

    Raises:
        CannotJudge: it cannot be said what it shows.
        Exception: one of ``DAMAGED``, or any other, where it cannot be read.
    """
    return _Document(content).read()


class _Document:
    def __init__(self, content: bytes) -> None:
        self._names = ZipFile(BytesIO(content)).namelist()
        self._document = docx.Document(BytesIO(content))
        self._part = self._document.part
        self._beside = Beside()
        self._styles = {
            style.get(f"{_W}styleId"): style
            for style in self._part.styles.element.iter(f"{_W}style")
        }
        self._defaults = self._part.styles.element.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        self._settings = self._part.settings.element
        self._notes = {
            kind: {note.get(f"{_W}id"): note for note in self._root(f"{kind}s", f"{_W}{kind}")}
            for kind in ("footnote", "endnote")
        }
        self._read_notes: set[tuple[str, str]] = set()

    def read(self) -> ShownText:
        """Read every part."""
        body = self._part.element.body
        plain = _Look(fill=self._page_colour())
        lines = [*self._heads(plain)]
        lines += self._blocks(body, plain, 0)
        shown = "\n".join(lines)
        self._unread_notes()
        self._other_parts()
        return ShownText(shown, self._beside.findings(shown))

    # --- Parts -----------------------------------------------------------------------------

    def _xml_parts(self, name: str) -> Iterator[Any]:
        for part in self._part.package.iter_parts():
            if re.fullmatch(rf"/word/{name}\d*\.xml", str(part.partname)):
                yield _xml(part)

    def _root(self, name: str, tag: str) -> Iterator[Any]:
        for root in self._xml_parts(name):
            yield from root.iter(tag)

    def _heads(self, plain: _Look) -> Iterator[str]:
        """Read what stands above and below every page; once, before the text."""
        two_sided = self._settings.find(f"{_W}evenAndOddHeaders") is not None
        seen: set[str] = set()
        shown: set[str] = set()
        for section in self._part.element.iter(f"{_W}sectPr"):
            first = section.find(f"{_W}titlePg")
            for kind in ("header", "footer"):
                for reference in section.findall(f"{_W}{kind}Reference"):
                    sort = reference.get(f"{_W}type", "default")
                    used = sort == "default" or (two_sided if sort == "even" else _is_on(first))
                    if used and (target := reference.get(f"{_R}id")) not in seen:
                        seen.add(target)
                        part = self._part.related_parts[target]
                        shown.add(str(part.partname))
                        yield from self._head(_xml(part), plain)
        for part in self._part.package.iter_parts():
            name = str(part.partname)
            if re.fullmatch(r"/word/(?:header|footer)\d*\.xml", name) and name not in shown:
                self._beside.tell(FindingKind.INVISIBLE_TEXT, _all_text(_xml(part)))

    def _head(self, root: Any, plain: _Look) -> Iterator[str]:
        for line in self._blocks(root, plain, 0):
            if line.strip():
                yield line
                yield ""

    def _page_colour(self) -> str | None:
        background = self._part.element.find(f"{_W}background")
        if background is None or not _is_on(self._settings.find(f"{_W}displayBackgroundShape")):
            return None
        return _hex(background.get(f"{_W}color"))

    def _unread_notes(self) -> None:
        for kind, notes in self._notes.items():
            for number, note in notes.items():
                if (kind, number) not in self._read_notes and not note.get(f"{_W}type"):
                    self._beside.tell(FindingKind.INVISIBLE_TEXT, _all_text(note))

    def _other_parts(self) -> None:
        known = set()
        for part in self._part.package.iter_parts():
            name = str(part.partname)
            known.add(name.lstrip("/"))
            if _FILES.search(name):
                self._beside.add(FindingKind.ATTACHMENT)
            elif re.match(r"/word/comments\w*\.xml", name):
                self._beside.tell(FindingKind.ANNOTATION_TEXT, _all_text(_xml(part)))
            elif name.startswith("/word/glossary/") and name.endswith("document.xml"):
                self._beside.tell(FindingKind.INVISIBLE_TEXT, _all_text(_xml(part)), harmless=True)
            elif re.match(r"/(?:docProps/|customXml/item).*\.xml$", name):
                words = " ".join(_xml(part).itertext())
                self._beside.tell(FindingKind.METADATA, words, harmless=True)
            for link in part.rels.values():
                if link.is_external:
                    self._mail(link.target_ref)
        for name in self._names:
            apart = name not in known and not name.endswith(("/", ".rels"))
            if apart and not name.startswith(_WORKING_PARTS):
                self._beside.add(FindingKind.ATTACHMENT)
        for variable in self._settings.iter(f"{_W}docVar"):
            self._beside.tell(FindingKind.METADATA, variable.get(f"{_W}val", ""), harmless=True)

    def _mail(self, target: str) -> None:
        if target.lower().startswith(("tel:", "sms:", "callto:")):
            digits = re.sub(r"\D", "", target)[-_SUBSCRIBER:]
            self._beside.tell_number(FindingKind.MAIL_LINK, digits)
        for found in _ADDRESS.findall(target.replace("%40", "@")):
            self._beside.tell(FindingKind.MAIL_LINK, found)

    # --- Text ------------------------------------------------------------------------------

    def _blocks(self, parent: Any, look: _Look, depth: int) -> Iterator[str]:
        """Read paragraphs and tables, with a blank line after each paragraph."""
        if depth > _MAX_DEPTH:
            raise CannotJudge(N_("nested too deeply"))
        for block in parent.iterchildren(tag=etree.Element):
            if block.tag == f"{_W}p":
                yield from self._paragraph(block, look, depth)
                yield ""
            elif block.tag == f"{_W}tbl":
                inside = self._in_table(block, look)
                for row in _rows(block):
                    yield from self._row(row, inside, depth)
            elif block.tag in _DELETED:
                self._beside.hide(FindingKind.EARLIER_REVISION, _all_text(block))
            elif block.tag == f"{_W}altChunk":
                self._beside.add(FindingKind.ATTACHMENT)
            elif block.tag == f"{_MC}AlternateContent":
                yield from self._blocks(_choice(block), look, depth + 1)
            elif block.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"} | {
                f"{_W}moveTo"
            }:
                yield from self._blocks(block, look, depth + 1)

    def _in_table(self, table: Any, look: _Look) -> _Look:
        """Return how text in a table is shown, before what its paragraphs and runs say.

        A style may say more of some rows and cells. Which those are is not reckoned out: where one
        of them hides text, all of the table is taken as hidden.
        """
        properties = table.find(f"{_W}tblPr")
        named = None if properties is None else properties.find(f"{_W}tblStyle")
        own = None if properties is None else properties.find(f"{_W}shd")
        chain = self._based(named)
        for style in reversed(chain):
            look = _with_cell(_with_run(look, style.find(f"{_W}rPr")), style)
        look = replace(look, fill=_shade(own) or look.fill)
        look = replace(look, hidden=look.kind)
        for style in chain:
            for part in style.findall(f"{_W}tblStylePr"):
                hidden = _with_cell(_with_run(look, part.find(f"{_W}rPr")), part).kind
                look = replace(look, hidden=look.hidden or hidden)
        return look

    def _row(self, row: Any, look: _Look, depth: int) -> Iterator[str]:
        properties = row.find(f"{_W}trPr")
        if properties is not None:
            if properties.find(f"{_W}del") is not None:
                self._beside.hide(FindingKind.EARLIER_REVISION, _all_text(row))
                return
            height = properties.find(f"{_W}trHeight")
            if height is not None and height.get(f"{_W}hRule") == "exact":
                look = _low(look, _number(height, "val"))
        cells = []
        for cell in row.iter(f"{_W}tc"):
            if next(cell.iterancestors(f"{_W}tr")) is not row:
                continue  # Of a table within this one.
            shade = cell.find(f"{_W}tcPr/{_W}shd")
            inside = replace(look, fill=_shade(shade) or look.fill)
            text = self._blocks(cell, inside, depth + 1)
            cells.append(" ".join(" ".join(filter(None, text)).split("\n")).strip())
        yield "\t".join(cells)

    def _paragraph(self, paragraph: Any, look: _Look, depth: int) -> Iterator[str]:
        properties = paragraph.find(f"{_W}pPr")
        chain = self._chain(properties, "pStyle", "paragraph")
        look = _with_run(look, self._defaults)
        for style in reversed(chain):
            look = _with_run(look, style.find(f"{_W}rPr"))
            look = _with_paragraph(look, style.find(f"{_W}pPr"))
        look = _with_paragraph(look, properties)
        walk = _Walk(depth)
        words = "".join(self._inline(paragraph, look, walk))
        name = next((found for style in chain if (found := _style_name(style))), "")
        # The glyph or number of a list is made by Word and not part of its text.
        mark = ("o " if name.endswith("2") else "• ") if name.startswith("List") else ""
        if walk.is_page_number:
            words = ""  # Made by Word for each page.
        yield mark + words if words.strip() else ""
        for lines in walk.after:
            yield from lines

    def _chain(self, properties: Any, tag: str, kind: str) -> list[Any]:
        """Return the styles of a paragraph or run, its own first."""
        found = None if properties is None else properties.find(f"{_W}{tag}")
        style = self._styles.get(found.get(f"{_W}val")) if found is not None else None
        if style is None and kind == "paragraph":
            style = next((one for one in self._styles.values() if _is_default(one)), None)
        return self._above(style)

    def _based(self, named: Any) -> list[Any]:
        return self._above(self._styles.get(named.get(f"{_W}val")) if named is not None else None)

    def _above(self, style: Any) -> list[Any]:
        """Return a style and those that it is based on."""
        chain: list[Any] = []
        while style is not None and style not in chain:
            chain.append(style)
            based = style.find(f"{_W}basedOn")
            style = self._styles.get(based.get(f"{_W}val")) if based is not None else None
        return chain

    def _inline(self, parent: Any, look: _Look, walk: "_Walk") -> Iterator[str]:
        for child in parent.iterchildren(tag=etree.Element):
            tag = child.tag
            if tag == f"{_W}r":
                yield from self._run(child, look, walk)
            elif tag in _DELETED:
                self._beside.hide(FindingKind.EARLIER_REVISION, _all_text(child))
            elif tag == f"{_W}fldSimple":
                self._field(child.get(f"{_W}instr", ""), walk)
                yield from self._inline(child, look, walk)
            elif tag == f"{_MC}AlternateContent":
                yield from self._inline(_choice(child), look, walk)
            elif tag in {f"{_M}oMath", f"{_M}oMathPara"}:
                yield "".join(part.text or "" for part in child.iter(f"{_M}t", f"{_W}t"))
            elif tag == f"{_W}sdtPr":
                continue
            elif tag != f"{_W}pPr":
                yield from self._inline(child, look, walk)

    def _run(self, run: Any, look: _Look, walk: "_Walk") -> Iterator[str]:
        properties = run.find(f"{_W}rPr")
        for style in reversed(self._chain(properties, "rStyle", "character")):
            look = _with_run(look, style.find(f"{_W}rPr"))
        look = _with_run(look, properties)
        for child in run.iterchildren(tag=etree.Element):
            yield from self._piece(child, look, walk)

    def _piece(self, piece: Any, look: _Look, walk: "_Walk") -> Iterator[str]:
        tag = piece.tag
        text = _TEXTS.get(tag)
        if tag in {f"{_W}t", f"{_M}t"}:
            text = piece.text or ""
        if text is not None:
            if hidden := look.kind:
                self._beside.hide(hidden, text)
            else:
                yield text
        elif tag == f"{_W}delText":
            self._beside.hide(FindingKind.EARLIER_REVISION, piece.text or "")
        elif tag == f"{_W}instrText":
            walk.code += piece.text or ""
        elif tag == f"{_W}fldChar":
            if piece.get(f"{_W}fldCharType") in {"separate", "end"}:
                self._field(walk.code, walk)
                walk.code = ""
            for form in piece.iter(f"{_W}ffData"):
                values = [str(part.get(f"{_W}val", "")) for part in form.iter()]
                self._beside.tell(FindingKind.FORM_VALUE, " ".join(values), harmless=True)
        elif tag in {f"{_W}footnoteReference", f"{_W}endnoteReference"}:
            self._note(piece, look, walk)
        elif tag == f"{_MC}AlternateContent":
            for child in _choice(piece).iterchildren(tag=etree.Element):
                yield from self._piece(child, look, walk)
            shown, other = _all_text(_choice(piece)), _other_choices(piece)
            if other.split() != shown.split():
                self._beside.tell(FindingKind.INVISIBLE_TEXT, other)
        elif tag in {f"{_W}drawing", f"{_W}pict", f"{_W}object"}:
            self._drawing(piece, look, walk)
        elif tag == f"{_W}ruby":
            for base in piece.iter(f"{_W}rubyBase"):
                yield from self._inline(base, look, walk)

    def _note(self, reference: Any, look: _Look, walk: "_Walk") -> None:
        """Read a note after the paragraph that refers to it."""
        kind = "footnote" if reference.tag == f"{_W}footnoteReference" else "endnote"
        number = reference.get(f"{_W}id")
        note = self._notes[kind].get(number)
        if note is not None and (kind, number) not in self._read_notes:
            self._read_notes.add((kind, number))
            lines = self._blocks(note, _Look(look.hidden, fill=look.fill), walk.depth + 1)
            walk.after.append([line for line in lines if line.strip()])

    def _drawing(self, drawing: Any, look: _Look, walk: "_Walk") -> None:
        for shape in drawing.iter(f"{_WP}docPr", f"{_V}shape", f"{_V}rect"):
            words = f"{shape.get('descr', '')} {shape.get('title', '')} {shape.get('alt', '')}"
            self._beside.tell(FindingKind.ALTERNATIVE_TEXT, words, harmless=True)
        if _may_cover(drawing):
            raise CannotJudge(N_("something may lie over the text"))
        inside = _Look(fill=_box_fill(drawing), hidden=look.hidden)
        for extent in drawing.iter(f"{_WP}extent"):
            if min(int(extent.get("cx", _FLATTEST)), int(extent.get("cy", _FLATTEST))) < _FLATTEST:
                inside = replace(inside, hidden=FindingKind.CUT_OFF_TEXT)
        for box in drawing.iter(f"{_W}txbxContent"):
            if box.getparent() is not None and _is_outermost(box, drawing):
                walk.after.append(
                    [line for line in self._blocks(box, inside, walk.depth + 1) if line.strip()]
                )

    def _field(self, code: str, walk: "_Walk") -> None:
        """Look at the code of a field: what it makes is shown, and what it says is not."""
        name, _, rest = code.strip().partition(" ")
        if name.lower() in _PAGE_FIELDS:
            walk.is_page_number = True
        self._mail(rest.strip().strip('"'))
        if name and name.lower() not in _PLAIN_FIELDS:
            self._beside.tell(FindingKind.ANNOTATION_TEXT, re.sub(r"\\\S+", " ", rest))


class _Walk:
    """What is found on the way through a paragraph.

    Attributes:
        depth: Blocks that it stands in.
        code: Of the field that is being read.
        is_page_number: Whether the number of the page stands in it.
        after: Lines of the notes and text boxes that belong to it.
    """

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.code = ""
        self.is_page_number = False
        self.after: list[list[str]] = []


_TEXTS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}


# --- What a style says --------------------------------------------------------------------------


def _with_run(look: _Look, properties: Any) -> _Look:
    if properties is None:
        return look
    for part in properties.iterchildren(tag=etree.Element):
        name, value = etree.QName(part).localname, part.get(f"{_W}val")
        if name in {"vanish", "specVanish"}:
            if _is_on(part):
                look = replace(look, hidden=FindingKind.INVISIBLE_TEXT)
            elif look.hidden is FindingKind.INVISIBLE_TEXT:
                look = replace(look, hidden=None)
        elif name == "color":
            look = replace(look, colour=_colour(part))
        elif name == "highlight":
            look = replace(look, highlight=_HIGHLIGHTS.get(value or ""))
        elif name == "shd":
            look = replace(look, fill=_shade(part) or look.fill)
        elif name == "sz":
            look = replace(look, size=_number(part, "val"))
        elif name == "spacing" and _number(part, "val") < _CLOSE:
            look = replace(look, hidden=look.hidden or FindingKind.CUT_OFF_TEXT)
        elif name == "position" and abs(_number(part, "val")) > _RAISED:
            look = replace(look, hidden=look.hidden or FindingKind.OFF_PAGE_TEXT)
        elif name == "w" and 0 < _number(part, "val") < _NARROWEST:
            look = replace(look, hidden=look.hidden or FindingKind.TINY_TEXT)
        elif part.tag == f"{_W14}textFill" and _is_clear(part):
            look = replace(look, hidden=look.hidden or FindingKind.INVISIBLE_TEXT)
    return look


def _with_cell(look: _Look, style: Any) -> _Look:
    return replace(look, fill=_shade(style.find(f"{_W}tcPr/{_W}shd")) or look.fill)


def _with_paragraph(look: _Look, properties: Any) -> _Look:
    if properties is None:
        return look
    shade = properties.find(f"{_W}shd")
    look = replace(look, fill=_shade(shade) or look.fill)
    spacing = properties.find(f"{_W}spacing")
    if spacing is not None and spacing.get(f"{_W}lineRule") == "exact":
        look = _low(look, _number(spacing, "line"))
    indent = properties.find(f"{_W}ind")
    if indent is not None and any(
        abs(_number(indent, side)) > _FAR for side in ("left", "start", "right", "end", "firstLine")
    ):
        look = replace(look, hidden=look.hidden or FindingKind.OFF_PAGE_TEXT)
    return look


def _low(look: _Look, height: int) -> _Look:
    is_low = 0 < height < _LOWEST
    return replace(look, hidden=look.hidden or FindingKind.CUT_OFF_TEXT) if is_low else look


def _number(element: Any, name: str) -> int:
    value = str(element.get(f"{_W}{name}", "0"))
    found = re.match(r"-?\d+", value)
    return int(found.group()) if found else 0


def _is_on(element: Any) -> bool:
    return element is not None and element.get(f"{_W}val", "1") not in _OFF


def _is_default(style: Any) -> bool:
    return bool(style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") == "1")


def _style_name(style: Any) -> str:
    name = style.find(f"{_W}name")
    return "" if name is None else str(name.get(f"{_W}val", ""))


def _is_clear(fill: Any) -> bool:
    alphas = [int(one.get(f"{_W14}val", "0")) for one in fill.iter(f"{_W14}alpha")]
    return fill.find(f"{_W14}noFill") is not None or any(alpha > 80_000 for alpha in alphas)


def _colour(element: Any) -> str | None:
    found = _hex(element.get(f"{_W}val"))
    theme = element.get(f"{_W}themeColor", "")
    return "FFFFFF" if found is None and theme in {"background1", "light1"} else found


def _shade(element: Any) -> str | None:
    """Return the colour of a shade; a pattern of two colours is taken for its darker one."""
    if element is None:
        return None
    fill, pattern = _hex(element.get(f"{_W}fill")), element.get(f"{_W}val", "clear")
    if pattern in {"clear", "nil"}:
        return fill
    if pattern == "solid":
        return _hex(element.get(f"{_W}color")) or "000000"
    share = int(pattern[3:]) if re.fullmatch(r"pct\d+", pattern) else 0
    return "000000" if share >= 75 else fill


def _hex(value: str | None) -> str | None:
    return value if value and re.fullmatch(r"[0-9A-Fa-f]{6}", value) else None


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)


def _is_dark(colour: str) -> bool:
    red, green, blue = _rgb(colour)
    return 299 * red + 587 * green + 114 * blue < 1000 * 60


# --- Small readings -----------------------------------------------------------------------------


def _xml(part: Any) -> Any:
    """Return a part as XML; nothing is fetched and no entity is filled in."""
    if hasattr(part, "element"):
        return part.element
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(part.blob, parser)


def _all_text(element: Any) -> str:
    tags = (f"{_W}t", f"{_W}delText", f"{_M}t", f"{_A}t")
    return " ".join(part.text or "" for part in element.iter(*tags))


def _rows(table: Any) -> Iterator[Any]:
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is table:
            yield row


def _choice(alternatives: Any) -> Any:
    """Return the form of an object that Word shows: the first that has one."""
    for tag in (f"{_MC}Choice", f"{_MC}Fallback"):
        found = alternatives.find(tag)
        if found is not None:
            return found
    return alternatives


def _other_choices(alternatives: Any) -> str:
    shown = _choice(alternatives)
    return " ".join(
        _all_text(one) for one in alternatives.iterchildren(tag=etree.Element) if one is not shown
    )


def _is_outermost(box: Any, drawing: Any) -> bool:
    for above in box.iterancestors():
        if above is drawing:
            return True
        if above.tag == f"{_W}txbxContent":
            return False
    return False


def _box_fill(drawing: Any) -> str | None:
    for fill in drawing.iter(f"{_A}solidFill"):
        if fill.getparent().tag == f"{_WPS}spPr":
            for colour in fill.iter(f"{_A}srgbClr"):
                return _hex(colour.get("val"))
    for shape in drawing.iter(f"{_V}shape", f"{_V}rect"):
        return _hex(str(shape.get("fillcolor", "")).lstrip("#").split(" ")[0])
    return None


def _may_cover(drawing: Any) -> bool:
    """Whether a filled shape or a picture lies in front of the text."""
    for anchor in drawing.iter(f"{_WP}anchor"):
        in_front = anchor.get("behindDoc") in {None, "0", "false"}
        over_text = anchor.find(f"{_WP}wrapNone") is not None
        shapes = list(anchor.iter(f"{_WPS}spPr"))
        filled = [shape for shape in shapes if shape.find(f"{_A}noFill") is None]
        if in_front and over_text and (filled or not shapes):
            return True
    for shape in drawing.iter(f"{_V}shape", f"{_V}rect", f"{_V}oval"):
        style = shape.get("style", "").replace(" ", "").lower()
        is_behind = re.search(r"z-index:-", style)
        is_filled = shape.get("filled", "t") not in {"f", "false"}
        if "position:absolute" in style and is_filled and not is_behind:
            wraps = [one for one in shape.iter() if etree.QName(one).localname == "wrap"]
            if not wraps or all(one.get("type") in {None, "none"} for one in wraps):
                return True
    return False
