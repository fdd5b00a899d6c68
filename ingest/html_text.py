"""An HTML file -> the text that it shows, and what it holds beside that. No network, no scripts.

The only importer of tinyhtml5, which makes of a file the same tree as a browser does; a tree that
differs from it would show what a browser hides. ``styles.py`` says how each element is shown.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from cssselect2 import ElementWrapper
from tinyhtml5.parser import HTMLParser

from ingest.findings import CannotJudge, FindingKind
from ingest.shown_text import Beside, ShownText
from ingest.styles import PLAIN, Look, Styles, is_colour
from lrt_search.language import N_

_MAX_DEPTH = 300  # elements within each other
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_CALLS = ("tel:", "sms:", "callto:", "whatsapp:")
_SUBSCRIBER = 9  # digits of a Dutch telephone number after its country
# What programs put around a comment that is none.
_COMMENT_SIGNS = re.compile(r"\[if [^\]]*\]>?|<!\[endif\]|\[endif\]|(?:Start|End)Fragment|<[^>]*>")

_BLOCKS = set(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol optgroup p pre search section summary table tbody tfoot thead tr caption ul".split()
)
# A line of blanks stands around these.
_APART = set("p h1 h2 h3 h4 h5 h6 blockquote pre table ul ol dl hr article section".split())
# Never shown, and made for programs: their words are not looked at, but for addresses in scripts.
_FOR_PROGRAMS = {"script", "style"}
# Shown only to readers whose browser lacks something, or not as it stands here.
_INSTEAD = set(
    "template noscript noframes noembed iframe object embed applet audio video canvas datalist "
    "svg rp frameset portal annotation annotation-xml".split()
)
_LISTS = {"ul", "ol", "menu", "dir"}
_KEPT = {"pre", "xmp", "listing", "plaintext"}
_OF_BROWSER = {
    "mark": {"background-color": "yellow", "color": "black"},
    "button": {"background-color": "#efefef", "color": "black"},
}
_VALUES = {"input", "textarea", "select"}
_BUTTONS = {"submit", "button", "reset", "image", "checkbox", "radio", "range", "color"}
_SPOKEN = {"aria-label", "aria-description", "aria-valuetext", "aria-roledescription", "summary"}
_NOTES = {"title", "placeholder", "abbr"}


def html_text(content: bytes) -> ShownText:
    """Read what an HTML file shows.

    Raises:
        CannotJudge: it cannot be said what it shows.
    """
    parser = HTMLParser(namespace_html_elements=False)
    root = parser.parse(_decoded(content))
    page = _Page(_styles(root))
    # What stands before and after the page itself.
    for node in parser.tree.document._element:
        if not isinstance(node.tag, str):
            page.comment(node)
    return page.read(root)


def _decoded(content: bytes) -> str:
    if content.startswith(_MARKS):
        is_wide = not content.startswith(_MARKS[0])
        return content.decode("utf-16" if is_wide else "utf-8-sig", "replace")
    declared = _CHARSET.search(content[:4096])
    for encoding in (declared[1].decode("ascii", "replace") if declared else "utf-8", "utf-8"):
        # What a browser does with a name that stands for Latin-1.
        name = "cp1252" if encoding.lower() in {"iso-8859-1", "latin1", "us-ascii"} else encoding
        try:
            return content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1252", "replace")


def _styles(root: Any) -> Styles:
    sheets = []
    # Which of these a browser uses depends on its reader.
    perhaps = {id(style) for name in _INSTEAD for part in root.iter(name) for style in part.iter()}
    for element in root.iter():
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if name == "style":
            is_css = element.get("type", "").strip().lower() in {"", "text/css"}
            is_sure = is_css and "title" not in element.attrib and id(element) not in perhaps
            media = element.get("media", "") if is_sure else "(perhaps)"
            sheets.append((media, "".join(element.itertext())))
        elif name == "link" and element.get("href", "").strip().lower().startswith("data:"):
            raise CannotJudge(N_("a style sheet in a data address"))
        elif name == "template" and element.get("shadowrootmode"):
            raise CannotJudge(N_("a part with a tree of its own"))
    return Styles(sheets)


class _Lines:
    """Gathers shown text as lines, with blanks as a browser collapses them."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.mark = ""  # Stands before the next line: the glyph of a list.
        self._now = ""

    def add(self, text: str, *, is_kept: bool) -> None:
        """Add text; ``is_kept`` where its blanks and line breaks count."""
        if is_kept:
            first, *rest = text.split("\n")
            self._now += first
            for line in rest:
                self.end(is_kept=True)
                self._now = line
            return
        text = re.sub(r"[ \t\n\r\f]+", " ", text)
        self._now += text.lstrip(" ") if self._now[-1:] in {"", " ", "\t"} else text

    def end(self, *, is_kept: bool = False) -> None:
        """End a line; one without text is none."""
        if self._now.strip():
            self.lines.append(self.mark + (self._now if is_kept else self._now.strip()))
            self.mark = ""
        self._now = ""

    def gap(self) -> None:
        """End a paragraph."""
        self.end()
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def line_break(self) -> None:
        """End a line as <br> does: the second one in a row ends a paragraph."""
        if self._now.strip():
            self.end()
        else:
            self.gap()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk is.

    Attributes:
        looks: How the element is shown; a second one where rules count that may apply.
        lists: For each list that it stands in the next number, or None where it has none.
        depth: Elements that it stands in.
        is_kept: Whether blanks and line breaks count.
    """

    looks: tuple[Look, ...]
    lists: tuple["_List", ...] = ()
    depth: int = 0
    is_kept: bool = False

    @property
    def hidden(self) -> FindingKind | None:
        """Why text here is not seen; None where it is."""
        return next(filter(None, (look.kind for look in self.looks)), None)


@dataclass(slots=True)
class _List:
    """A list, and the number of its next item; None for bullets."""

    number: int | None = None


class _Page:
    """Walks an HTML page as a browser shows it."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._beside = Beside()

    def read(self, root: Any) -> ShownText:
        """Return what the page shows."""
        lines = _Lines()
        looks = (PLAIN, PLAIN) if self._styles.has_doubts else (PLAIN,)
        self._element(ElementWrapper.from_html_root(root), _Place(looks), lines)
        lines.end()
        shown = "\n".join(lines.lines).strip("\n")
        return ShownText(shown, self._beside.findings(shown))

    def comment(self, node: Any) -> None:
        """Note a comment: it may say what the page was to hide."""
        text = node.text or ""
        if not text.startswith("?xml"):
            self._beside.tell(FindingKind.ANNOTATION_TEXT, _COMMENT_SIGNS.sub(" ", text))

    def _element(self, element: ElementWrapper, above: _Place, lines: _Lines) -> None:
        node, name = element.etree_element, element.local_name
        if above.depth > _MAX_DEPTH:
            raise CannotJudge(N_("nested too deeply"))
        self._attributes(node, name)
        if name == "head":
            self._head(node)
        elif name in _FOR_PROGRAMS:
            self._program(node)
        elif name in _VALUES:
            self._value(node, name)
        elif name in _INSTEAD:
            self._instead(node)
        else:
            place = _Place(
                self._looks(element, above),
                above.lists,
                above.depth + 1,
                above.is_kept or name in _KEPT,
            )
            self._inside(element, name, place, lines)

    def _looks(self, element: ElementWrapper, above: _Place) -> tuple[Look, ...]:
        node = element.etree_element
        looks = tuple(
            self._styles.looks(
                element, node.get("style", ""), _hints(node), look, doubting=bool(number)
            )
            for number, look in enumerate(above.looks)
        )
        is_column = element.local_name in {"col", "colgroup"}
        if is_column and any(
            look.kind or look.ground != under.ground
            for look, under in zip(looks, above.looks, strict=True)
        ):
            raise CannotJudge(N_("a style for a whole column"))
        if any(look.overlays for look in looks):
            raise CannotJudge(N_("something may lie over the text"))
        if _is_hidden(node, element.local_name):
            hidden = FindingKind.INVISIBLE_TEXT
            looks = tuple(replace(look, hidden=look.hidden or hidden) for look in looks)
            looks = tuple(replace(look, is_back=False) for look in looks)
        return looks

    def _inside(self, element: ElementWrapper, name: str, place: _Place, lines: _Lines) -> None:
        if name == "tr":
            self._row(element, place, lines)
            return
        if name == "br":
            lines.line_break()
        is_apart = name in _APART and not (name in _LISTS and place.lists)
        end = lines.gap if is_apart else lines.end
        if name in _BLOCKS:
            end()
        if name == "li":
            lines.mark = _mark(element.etree_element, place.lists)
        if name in _LISTS:
            place = replace(place, lists=(*place.lists, _list(element.etree_element, name)))
        for child, text in _children(element):
            if isinstance(child, ElementWrapper):
                self._element(child, place, lines)
            elif child is not None:
                self.comment(child)
            self._text(text, place, lines)
        if place.is_kept:
            lines.end(is_kept=True)
        if name in _BLOCKS:
            end()
        if name == "li":
            lines.mark = ""

    def _row(self, element: ElementWrapper, place: _Place, lines: _Lines) -> None:
        """Read a row of a table: its cells stand on one line."""
        lines.end()
        cells = []
        for child, text in _children(element):
            cell = _Lines()
            if isinstance(child, ElementWrapper):
                self._element(child, place, cell)
            elif child is not None:
                self.comment(child)
            self._text(text, place, cell)
            cell.end()
            if isinstance(child, ElementWrapper):
                cells.append(cell.lines)
        if len(cells) == 1:
            lines.lines += cells[0]  # A table that is there for its place on the page.
        elif any(map(any, cells)):
            lines.lines.append("\t".join(" ".join(filter(None, cell)) for cell in cells))

    def _text(self, text: str, place: _Place, lines: _Lines) -> None:
        if hidden := place.hidden:
            self._beside.hide(hidden, text)
        else:
            lines.add(text, is_kept=place.is_kept)

    def _attributes(self, node: Any, name: str) -> None:
        for attribute, value in node.attrib.items():
            if attribute == "alt":
                self._beside.tell(FindingKind.ALTERNATIVE_TEXT, value, harmless=True)
            elif attribute in _SPOKEN:
                self._beside.tell(FindingKind.ALTERNATIVE_TEXT, value)
            elif attribute in _NOTES:
                self._beside.tell(FindingKind.ANNOTATION_TEXT, value)
            elif str(attribute).startswith("data-"):
                self._beside.tell(FindingKind.METADATA, value, harmless=True)
            elif attribute == "srcdoc" or _is_file(name, value):
                self._beside.add(FindingKind.ATTACHMENT)
            self._mail(value)

    def _mail(self, value: str) -> None:
        address = unquote(value).strip()
        if address.lower().startswith("mailto:"):
            words = re.sub(r"[?&](?:subject|body|cc|bcc|to)=", " ", address[len("mailto:") :])
            self._beside.tell(FindingKind.MAIL_LINK, words)
        elif address.lower().startswith(_CALLS):
            # Without the country or the nought before it: a page may have either.
            digits = re.sub(r"\D", "", address)[-_SUBSCRIBER:]
            self._beside.tell_number(FindingKind.MAIL_LINK, digits)
        else:
            for found in _ADDRESS.findall(address):
                self._beside.tell(FindingKind.MAIL_LINK, found)

    def _head(self, node: Any) -> None:
        for child in node.iter():
            if not isinstance(child.tag, str):
                self.comment(child)
                continue
            if child is not node:
                self._attributes(child, child.tag)
            if child.tag in _FOR_PROGRAMS:
                self._program(child)
            elif child.tag == "meta":
                self._beside.tell(FindingKind.METADATA, child.get("content", ""), harmless=True)
            elif child.tag in _INSTEAD:
                self._instead(child)
            else:
                self._beside.tell(FindingKind.METADATA, child.text or "", harmless=True)

    def _program(self, node: Any) -> None:
        text = "".join(node.itertext())
        for found in _ADDRESS.findall(text):
            self._beside.tell(FindingKind.MAIL_LINK, found)
        if "json" in node.get("type", ""):
            self._beside.tell(FindingKind.METADATA, text, harmless=True)

    def _value(self, node: Any, name: str) -> None:
        if name == "input" and node.get("type", "").lower() not in _BUTTONS:
            self._beside.tell(FindingKind.FORM_VALUE, node.get("value", ""))
        self._beside.tell(FindingKind.FORM_VALUE, " ".join(_texts(node)))

    def _instead(self, node: Any) -> None:
        self._beside.tell(FindingKind.INVISIBLE_TEXT, " ".join(_texts(node)))
        for child in node.iter():
            if not isinstance(child.tag, str):
                self.comment(child)
            elif child is not node:
                self._attributes(child, child.tag)


def _children(element: ElementWrapper) -> Iterator[tuple[Any, str]]:
    """Yield what stands in an element, each with the text after it; None is its beginning."""
    node = element.etree_element
    yield None, node.text or ""
    wrapped = element.iter_children()
    for child in node:
        yield (next(wrapped) if isinstance(child.tag, str) else child), child.tail or ""


def _texts(node: Any) -> Iterator[str]:
    for child in node.iter():
        if isinstance(child.tag, str) and child.tag not in _FOR_PROGRAMS:
            yield child.text or ""
        if child is not node:
            yield child.tail or ""


def _is_hidden(node: Any, name: str) -> bool:
    return (
        "hidden" in node.attrib
        or "popover" in node.attrib
        or (name == "dialog" and "open" not in node.attrib)
        or node.get("aria-hidden", "").lower() == "true"
    )


def _is_file(name: str, value: str) -> bool:
    address = value.strip().lower()
    return address.startswith("data:") and not address.startswith(("data:image/", "data:font/"))


def _hints(node: Any) -> Mapping[str, str]:
    """Return what a browser itself, and attributes of the look, say of an element."""
    found = dict(_OF_BROWSER.get(node.tag, {}))
    if node.tag == "a" and "href" in node.attrib:
        found["color"] = "#0000ee"
    names = {"color": "color", "bgcolor": "background-color", "text": "color"}
    for name, target in names.items():
        if name in node.attrib:
            value = node.attrib[name].strip().lower()
            value = f"#{value}" if re.fullmatch(r"[0-9a-f]{3}|[0-9a-f]{6}", value) else value
            if value and not is_colour(value):  # A browser makes a colour of any word.
                raise CannotJudge(N_("a colour that cannot be read"))
            found[target] = value
    if "link" in node.attrib:
        raise CannotJudge(N_("a colour of its own for links"))
    return found


def _list(node: Any, name: str) -> _List:
    if name != "ol" or node.get("type", "1") != "1" or "reversed" in node.attrib:
        return _List()
    start = node.get("start", "1").strip()
    return _List(int(start) if start.isdecimal() and len(start) < 6 else 1)


def _mark(node: Any, lists: tuple[_List, ...]) -> str:
    """Return what a browser puts before an item of a list."""
    if not lists or lists[-1].number is None:
        return "o " if len(lists) > 1 else "• "
    value = node.get("value", "").strip()
    number = int(value) if value.isdecimal() and len(value) < 6 else lists[-1].number
    lists[-1].number = number + 1
    return f"{number}. "
