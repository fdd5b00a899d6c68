"""A PDF -> what it holds beside its pages: notes, forms, layers, attachments, older versions.

The only importer of pikepdf. What is found carries its words, because only a comparison with the
pages can tell whether a reader sees them; ``hidden_text.py`` compares, and lets go of them.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pikepdf

from ingest.findings import CannotJudge, FindingKind

# qpdf tells of every oddity it mends, and may quote the document.
logging.getLogger("pikepdf").setLevel(logging.CRITICAL)

_END = b"%%EOF"
# More versions than any editor leaves behind; reading them all would take too long.
MAX_REVISIONS = 20
_MAX_DEPTH = 40
_SPOKEN = b"/ActualText"
_UNSPOKEN = b"/XctualText"
# Written by the program that made the file, and by nobody about anybody.
_MADE_BY_TOOL = {"/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped"}
_XMP_FIELDS = re.compile(
    rb"<(dc:(?:title|creator|description|subject)|pdf:Keywords|xmpMM:History)\b"
)
_ADDRESS = re.compile(r"[\w.+%-]+@[\w.-]+")
_MAIL_WORDS = re.compile(r"[?&](?:subject|body|cc|bcc|to)=", re.IGNORECASE)
_CALLS = ("tel:", "sms:", "callto:", "whatsapp:")
# Digits of a Dutch telephone number after its country.
_SUBSCRIBER = 9
# Annotations that draw their own words, so that the picture of the page can tell.
_DRAWN = {"/FreeText", "/Stamp", "/Widget"}
# Annotations that fill what they mark, and where their colour stands.
_COVERING = {"/Highlight": "/C", "/Square": "/IC", "/Circle": "/IC", "/Polygon": "/IC"}
_DARK = 0.35
_NO_TEXT_STREAMS = {"/Image", "/Type1C", "/CIDFontType0C", "/OpenType", "/XML"}


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a PDF holds beside the text of its pages.

    Attributes:
        kind: What it would be if the pages do not show it.
        page_number: From 1; None for the document as a whole.
        words: What it says; empty where it is an object. Never printed.
        box: Left, bottom, right and top in points where it is drawn; None where it is not.
        count: Objects, where it has no words.
        harmless: It sends nobody to quarantine, shown or not.
    """

    kind: FindingKind
    page_number: int | None = None
    words: str = field(default="", repr=False)
    box: tuple[float, float, float, float] | None = None
    count: int = 1
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation that is meant to be black, or is to be blackened yet.

    Attributes:
        page_number: From 1.
        box: Left, bottom, right and top in points.
    """

    page_number: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a PDF holds beside its pages.

    Attributes:
        parts: In no particular order.
        marks: Annotations that cover what is under them.
        pages_alone: The same file without the words that replace what is painted ("ActualText"),
            so that its text layer says what is painted; None where it has no such words.
    """

    parts: tuple[Part, ...]
    marks: tuple[Mark, ...]
    pages_alone: bytes | None = field(repr=False)


def document_parts(content: bytes) -> Parts:
    """Read what a PDF holds beside its pages.

    Raises:
        CannotJudge: It does not open without a password, or is damaged beyond repair.
    """
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            found = [*_page_parts(pdf), *_document_parts(pdf)]
            return Parts(tuple(found), tuple(_marks(pdf)), _pages_alone(pdf))
    except (CannotJudge, MemoryError):
        raise
    except Exception as error:  # A broken file may raise anything; only its class is told.
        raise CannotJudge(type(error).__name__) from None


def from_its_head(content: bytes) -> bytes:
    """Return a PDF without what stands before it: readers look past that, one further than others.

    A reader of mail or of the web leaves its own lines there.
    """
    return content[max(0, content.find(b"%PDF-")) :]


def earlier_revisions(content: bytes) -> tuple[bytes, ...]:
    """Return the file as it stood at each of its ends but the last; they may not open.

    A file for the web ("linearised") has two ends and one version: its first part says nothing
    that the whole does not.

    Raises:
        CannotJudge: It has more ends than can be looked at.
    """
    ends = [match.end() for match in re.finditer(re.escape(_END), content)]
    if len(ends) > MAX_REVISIONS:
        raise CannotJudge("too many revisions")
    return tuple(content[:end] for end in ends[:-1])


# --- On the pages ----------------------------------------------------------------------------


def _page_parts(pdf: pikepdf.Pdf) -> Iterator[Part]:
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(pdf.pages, start=1):
        if "/Thumb" in page.obj:
            yield Part(FindingKind.THUMBNAIL, number, harmless=True)
        for note in page.obj.get("/Annots", []):
            if not isinstance(note, pikepdf.Dictionary):
                continue
            seen.add(note.objgen)
            parent = note.get("/Parent")
            if note.get("/Subtype") == "/Widget" and isinstance(parent, pikepdf.Dictionary):
                seen.add(parent.objgen)
            yield from _annotation_parts(note, number)
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        if "/XFA" in form:
            yield Part(FindingKind.FORM_VALUE)
        yield from _fields_without_widget(form.get("/Fields", []), seen, 0)


def _marks(pdf: pikepdf.Pdf) -> Iterator[Mark]:
    for number, page in enumerate(pdf.pages, start=1):
        for note in page.obj.get("/Annots", []):
            if not isinstance(note, pikepdf.Dictionary):
                continue
            subtype = str(note.get("/Subtype", ""))
            colour: Any = note.get(_COVERING.get(subtype, "/None"), [])
            dark = len(colour) in {1, 3} and max(map(float, colour)) <= _DARK
            if (dark or subtype == "/Redact") and (box := _box(note)):
                yield Mark(number, box)


def _annotation_parts(note: Any, number: int) -> Iterator[Part]:
    subtype = str(note.get("/Subtype", ""))
    box = _box(note) if subtype in _DRAWN else None
    if subtype == "/Redact":
        yield Part(FindingKind.REDACT_MARK, number)
    if subtype == "/Widget":
        words = _joined(_inherited(note, key) for key in ("/V", "/RV"))
        if words:
            yield Part(FindingKind.FORM_VALUE, number, words, box)
    else:
        words = _joined(note.get(key) for key in ("/Contents", "/RC"))
        if subtype == "/Link" and (address := _uri(note)):
            words = words.replace(address, "")
        if words:
            yield Part(FindingKind.ANNOTATION_TEXT, number, words, box)
        if _text(note.get("/T")) or _text(note.get("/Subj")):
            # Who made the note, and with which tool: a name, but of one who worked on the file.
            yield Part(FindingKind.METADATA, number, harmless=True)
    for words in filter(None, _mail(note)):
        yield Part(FindingKind.MAIL_LINK, number, words)


def _fields_without_widget(
    fields: Any, seen: set[tuple[int, int]], depth: int, value: str = ""
) -> Iterator[Part]:
    """Yield values of the form that stand on no page."""
    if depth > _MAX_DEPTH:
        raise CannotJudge("form nested too deeply")
    for entry in fields:
        if not isinstance(entry, pikepdf.Dictionary):
            continue
        own = _joined(entry.get(key) for key in ("/V", "/RV")) or value
        children: Any = entry.get("/Kids", [])
        if entry.objgen in seen and entry.objgen != (0, 0):
            continue
        if len(children):
            yield from _fields_without_widget(children, seen, depth + 1, own)
        elif own:
            yield Part(FindingKind.FORM_VALUE, None, own)


# --- In the document as a whole ---------------------------------------------------------------


def _document_parts(pdf: pikepdf.Pdf) -> Iterator[Part]:
    layers_in_use: set[tuple[int, int]] = set()
    attachments = 0
    for entry in _dictionaries(pdf):
        attachments += "/EF" in entry
        layers_in_use.update(_layers(entry))
        for address in _ADDRESS.findall(_text(entry.get("/JS"))):
            yield Part(FindingKind.MAIL_LINK, None, address)
        if "/ActualText" in entry and "/P" in entry:
            yield Part(FindingKind.ALTERNATIVE_TEXT, None, _text(entry["/ActualText"]))
        if "/E" in entry and "/P" in entry and isinstance(entry["/E"], pikepdf.String):
            yield Part(FindingKind.ALTERNATIVE_TEXT, None, _text(entry["/E"]))
        if "/Alt" in entry and "/P" in entry and _text(entry["/Alt"]):
            # It describes a picture for those who cannot see it, and is meant to be read.
            yield Part(FindingKind.ALTERNATIVE_TEXT, None, harmless=True)
    if attachments:
        yield Part(FindingKind.ATTACHMENT, count=attachments)
    if off := len(_layers_off(pdf) & layers_in_use):
        yield Part(FindingKind.HIDDEN_LAYER, count=off)
    yield from _outline_parts(pdf)
    fields = sum(
        key not in _MADE_BY_TOOL and bool(_text(value)) for key, value in pdf.docinfo.items()
    )
    metadata = pdf.Root.get("/Metadata")
    if isinstance(metadata, pikepdf.Stream):
        fields += len(_XMP_FIELDS.findall(metadata.read_bytes()))
    if fields:
        yield Part(FindingKind.METADATA, count=fields, harmless=True)


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every dictionary of the file, those inside others too."""
    for indirect in pdf.objects:
        stack = [(indirect, 0)]
        while stack:
            entry, depth = stack.pop()
            if isinstance(entry, pikepdf.Dictionary | pikepdf.Stream):
                yield entry
                inner = [value for _, value in entry.items()]
            elif isinstance(entry, pikepdf.Array) and len(entry):
                if not isinstance(entry[0], pikepdf.Object) and not isinstance(
                    entry[-1], pikepdf.Object
                ):
                    continue  # numbers
                inner = list(entry)
            else:
                continue
            if depth > _MAX_DEPTH:
                raise CannotJudge("objects nested too deeply")
            stack.extend(
                (value, depth + 1)
                for value in inner
                if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect
            )


def _layers(entry: Any) -> Iterator[tuple[int, int]]:
    """Yield the optional content groups that a dictionary puts to use."""
    used = [entry["/OC"]] if "/OC" in entry else []
    properties = entry.get("/Properties")
    if isinstance(properties, pikepdf.Dictionary):
        used.extend(value for _, value in properties.items())
    for layer in used:
        if not isinstance(layer, pikepdf.Dictionary):
            continue
        yield layer.objgen
        members: Any = layer.get("/OCGs", [])
        for member in [members] if isinstance(members, pikepdf.Dictionary) else members:
            if isinstance(member, pikepdf.Dictionary):
                yield member.objgen


def _layers_off(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    properties = pdf.Root.get("/OCProperties")
    if not isinstance(properties, pikepdf.Dictionary):
        return set()
    default = properties.get("/D", pikepdf.Dictionary())
    off = {layer.objgen for layer in default.get("/OFF", [])}
    if default.get("/BaseState") == "/OFF":
        every = {layer.objgen for layer in properties.get("/OCGs", [])}
        off |= every - {layer.objgen for layer in default.get("/ON", [])}
    return off


def _outline_parts(pdf: pikepdf.Pdf) -> Iterator[Part]:
    root = pdf.Root.get("/Outlines")
    stack = [root.get("/First")] if isinstance(root, pikepdf.Dictionary) else []
    seen: set[tuple[int, int]] = set()
    while stack:
        entry = stack.pop()
        if not isinstance(entry, pikepdf.Dictionary) or entry.objgen in seen:
            continue
        seen.add(entry.objgen)
        if words := _text(entry.get("/Title")):
            yield Part(FindingKind.OUTLINE, None, words)
        for words in filter(None, _mail(entry)):
            yield Part(FindingKind.MAIL_LINK, None, words)
        stack.extend((entry.get("/Next"), entry.get("/First")))


def _pages_alone(pdf: pikepdf.Pdf) -> bytes | None:
    """Write the file without "ActualText" in its pages, or return None where it has none.

    A reader of PDF gives those words in place of the letters that are painted, so the letters
    would never be compared with what the page shows.
    """
    changed = False
    for entry in _dictionaries(pdf):
        if isinstance(entry, pikepdf.Stream):
            changed |= _silence(entry)
        properties = entry.get("/Properties")
        if isinstance(properties, pikepdf.Dictionary):
            for _, marks in properties.items():
                if isinstance(marks, pikepdf.Dictionary) and "/ActualText" in marks:
                    del marks["/ActualText"]
                    changed = True
    if not changed:
        return None
    written = BytesIO()
    pdf.save(written, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return written.getvalue()


def _silence(stream: Any) -> bool:
    if str(stream.get("/Subtype", "")) in _NO_TEXT_STREAMS or "/Length1" in stream:
        return False
    try:
        drawing = stream.read_bytes()
    except (pikepdf.PdfError, NotImplementedError):
        return False  # a filter for pictures
    if _SPOKEN not in drawing:
        return False
    stream.write(drawing.replace(_SPOKEN, _UNSPOKEN))
    return True


# --- Small readings ---------------------------------------------------------------------------


def _text(value: Any) -> str:
    """Return the words of a string, or of a stream of rich text."""
    if isinstance(value, pikepdf.String):
        return str(value).strip()
    if isinstance(value, pikepdf.Stream):
        return value.read_bytes().decode("utf-8", "replace").strip()
    if isinstance(value, pikepdf.Array):
        return _joined(value)
    return ""


def _joined(values: Any) -> str:
    """Join texts, without the tags that rich text has."""
    return re.sub(r"<[^>]*>", " ", " ".join(filter(None, map(_text, values)))).strip()


def _inherited(entry: Any, key: str) -> Any:
    for _ in range(_MAX_DEPTH):
        if key in entry:
            return entry[key]
        entry = entry.get("/Parent")
        if not isinstance(entry, pikepdf.Dictionary):
            break
    return None


def _box(note: Any) -> tuple[float, float, float, float] | None:
    sides = note.get("/Rect", [])
    if len(sides) != 4:
        return None
    x0, y0, x1, y1 = (float(side) for side in sides)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _uri(entry: Any) -> str:
    action = entry.get("/A")
    return _text(action.get("/URI")) if isinstance(action, pikepdf.Dictionary) else ""


def _mail(entry: Any) -> Iterator[str]:
    """Yield the e-mail address and further words of a link, or its telephone number."""
    address = unquote(_uri(entry))
    if address.lower().startswith("mailto:"):
        yield _MAIL_WORDS.sub(" ", address[len("mailto:") :]).strip()
    elif address.lower().startswith(_CALLS):
        # Without the country or the nought before it: a page may have either.
        yield re.sub(r"\D", "", address)[-_SUBSCRIBER:]
    else:
        yield from _ADDRESS.findall(address)
