"""What a reader of a Word document sees, and what it holds beside that."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from ingest.findings import CannotJudge, FindingKind
from ingest.shown_text import ShownText
from ingest.word_text import word_text
from tests.ingest.conftest import files_with
from tests.job import Job

K = FindingKind
W = nsdecls("w")
SPACES = (
    f"{W} {nsdecls('wp', 'a', 'r')}"
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
Write = Callable[[Any], object]


def package(*writes: Write, **parts: str) -> bytes:
    """Write a Word document; ``parts`` are files of the package to add, "_" for "/"."""
    document = docx.Document()
    document.add_paragraph("Een open punt.")
    for write in writes:
        write(document)
    content = BytesIO()
    document.save(content)
    with zipfile.ZipFile(content, "a") as added:
        for name, text in parts.items():
            added.writestr(name.replace("__", "/").replace("_", "."), text)
    return content.getvalue()


def read(*writes: Write) -> ShownText:
    return word_text(package(*writes))


def leaks(shown: ShownText) -> dict[FindingKind, int]:
    return {one.kind: one.count for one in shown.findings if not one.harmless}


def run(change: Callable[[Any], object]) -> Write:
    return lambda document: change(document.add_paragraph("En ").add_run("Geheim"))


def xml(text: str) -> Write:
    """Put XML into the body."""

    def write(document: Any) -> None:
        opened = re.sub(r"^<([\w:]+)", rf"<\1 {SPACES}", text)
        document.element.body.insert(1, parse_xml(opened))

    return write


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def p(*inside: str) -> Write:
    return xml(f"<w:p>{''.join(inside)}</w:p>")


# --- what is hidden ----------------------------------------------------------------------------


def cell_with_white_text(document: Any) -> None:
    run_of = document.add_table(1, 1).cell(0, 0).paragraphs[0].add_run("Geheim")
    run_of.font.color.rgb = RGBColor(255, 255, 255)


def style_with(change: Callable[[Any], object]) -> Write:
    def write(document: Any) -> None:
        style = document.styles.add_style("Weg", 1)
        change(style.font)
        document.add_paragraph("Geheim", style=document.styles.add_style("Verder weg", 1))
        document.styles["Verder weg"].base_style = style

    return write


def table_style_with(*properties: str) -> Write:
    """Write a table with a style of its own, "Geheim" in its one cell."""

    def write(document: Any) -> None:
        style = f"<w:style {W} w:type='table' w:styleId='T'>{''.join(properties)}</w:style>"
        document.styles.element.append(parse_xml(style))
        table = document.add_table(1, 1)
        table.cell(0, 0).text = "Geheim"
        table._tbl.tblPr.get_or_add_tblStyle().set(docx.oxml.ns.qn("w:val"), "T")

    return write


WHITE, DARK = '<w:color w:val="FFFFFF"/>', '<w:shd w:val="clear" w:fill="002060"/>'
FIRST_ROW = "<w:tblStylePr w:type='firstRow'><w:rPr>{}</w:rPr><w:tcPr>{}</w:tcPr></w:tblStylePr>"
HIDDEN: list[tuple[Write, FindingKind]] = [
    (run(lambda one: setattr(one.font, "hidden", True)), K.INVISIBLE_TEXT),
    (style_with(lambda font: setattr(font, "hidden", True)), K.INVISIBLE_TEXT),
    (run(lambda one: setattr(one.font.color, "rgb", RGBColor(255, 255, 255))), K.SAME_COLOUR_TEXT),
    (run(lambda one: setattr(one.font.color, "rgb", RGBColor(250, 250, 250))), K.SAME_COLOUR_TEXT),
    (
        style_with(lambda font: setattr(font.color, "rgb", RGBColor(255, 255, 255))),
        K.SAME_COLOUR_TEXT,
    ),
    (cell_with_white_text, K.SAME_COLOUR_TEXT),
    (
        run(lambda one: setattr(one.font, "highlight_color", WD_COLOR_INDEX.BLACK)),
        K.SAME_COLOUR_TEXT,
    ),
    (
        p(r("Geheim", '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>')),
        K.SAME_COLOUR_TEXT,
    ),
    (
        p(r("Geheim", '<w:color w:val="FF0000"/><w:shd w:val="clear" w:fill="F00000"/>')),
        K.SAME_COLOUR_TEXT,
    ),
    (p(r("Geheim", "<w14:textFill><w14:noFill/></w14:textFill>")), K.INVISIBLE_TEXT),
    (run(lambda one: setattr(one.font, "size", Pt(1))), K.TINY_TEXT),
    (p(r("Geheim", '<w:w w:val="1"/>')), K.TINY_TEXT),
    (p(r("Geheim", '<w:spacing w:val="-200"/>')), K.CUT_OFF_TEXT),
    (p(r("Geheim", '<w:position w:val="2000"/>')), K.OFF_PAGE_TEXT),
    (table_style_with(f"<w:rPr>{WHITE}</w:rPr>"), K.SAME_COLOUR_TEXT),
    (table_style_with(FIRST_ROW.format(WHITE, "")), K.SAME_COLOUR_TEXT),
    (p('<w:pPr><w:spacing w:line="10" w:lineRule="exact"/></w:pPr>', r("Geheim")), K.CUT_OFF_TEXT),
    (p('<w:pPr><w:ind w:left="-20000"/></w:pPr>', r("Geheim")), K.OFF_PAGE_TEXT),
    (
        p("<w:del w:author='Eik'><w:r><w:delText>Geheim</w:delText></w:r></w:del>"),
        K.EARLIER_REVISION,
    ),
    (p(f"<w:moveFrom>{r('Geheim')}</w:moveFrom>"), K.EARLIER_REVISION),
    (
        xml(
            f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{r('Geheim')}</w:p></w:tc></w:tr></w:tbl>"
        ),
        K.EARLIER_REVISION,
    ),
    (
        xml(
            '<w:tbl><w:tr><w:trPr><w:trHeight w:val="5" w:hRule="exact"/></w:trPr>'
            f"<w:tc><w:p>{r('Geheim')}</w:p></w:tc></w:tr></w:tbl>"
        ),
        K.CUT_OFF_TEXT,
    ),
    (
        p(
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> XE \"Geheim\" "
            "</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
        ),
        K.ANNOTATION_TEXT,
    ),
    (
        lambda document: document.add_comment(
            document.paragraphs[0].runs[0], "Geheim", author="P. Eik"
        ),
        K.ANNOTATION_TEXT,
    ),
    (
        lambda document: setattr(
            document.sections[0].first_page_header.paragraphs[0], "text", "Geheim"
        ),
        K.INVISIBLE_TEXT,
    ),
]


@pytest.mark.parametrize(("write", "kind"), HIDDEN)
def test_text_that_word_does_not_show_is_told_and_does_not_go_on(
    write: Write, kind: FindingKind
) -> None:
    shown = read(write)
    assert "Geheim" not in shown.text and "Een open punt." in shown.text
    assert leaks(shown) == {kind: 6}


def test_an_ordinary_document_has_metadata_and_no_leaks() -> None:
    def write(document: Any) -> None:
        document.core_properties.author = "P. Eikenhout"

    (finding,) = read(write).findings
    assert (finding.kind, finding.harmless) == (K.METADATA, True)


def test_files_within_the_file_are_told() -> None:
    assert leaks(word_text(package(word__embeddings__boek_xlsx="x"))) == {K.ATTACHMENT: 1}


def test_a_mail_link_that_is_not_shown_is_told() -> None:
    def write(document: Any) -> None:
        document.part.relate_to("mailto:p.eik@voorbeeld.example", "hyperlink", is_external=True)

    assert leaks(read(write)).keys() == {K.MAIL_LINK}


ANCHOR = (
    "<w:p><w:r><w:drawing><wp:anchor behindDoc='{behind}'><wp:{wrap}/>"
    "<wp:docPr id='1' name='x'/><a:graphic><a:graphicData uri='x'><wps:wsp><wps:spPr>"
    "<a:solidFill><a:srgbClr val='000000'/></a:solidFill></wps:spPr></wps:wsp>"
    "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r></w:p>"
)


def test_a_box_over_the_text_cannot_be_judged() -> None:
    with pytest.raises(CannotJudge):
        read(xml(ANCHOR.format(behind=0, wrap="wrapNone")))
    with pytest.raises(CannotJudge):
        read(p("<w:r><w:pict><v:rect style='position:absolute' fillcolor='black'/></w:pict></w:r>"))
    assert leaks(read(xml(ANCHOR.format(behind=1, wrap="wrapNone")))) == {}
    assert leaks(read(xml(ANCHOR.format(behind=0, wrap="wrapSquare")))) == {}


# --- what is shown -------------------------------------------------------------------------------


def head_and_foot(document: Any) -> None:
    document.sections[0].header.paragraphs[0].text = "Ministerie"
    document.sections[0].footer.paragraphs[0].text = "Versie 2"


BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:inline>"
    "<wp:extent cx='900000' cy='900000'/><a:graphic><a:graphicData uri='x'><wps:wsp><wps:txbx>"
    "<w:txbxContent><w:p>{run}</w:p></w:txbxContent></wps:txbx></wps:wsp></a:graphicData>"
    "</a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
    "<w:txbxContent><w:p>{run}</w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    ("write", "line"),
    [
        (p(f"<w:ins w:author='Eik'>{r('Ingevoegd.')}</w:ins>"), "Ingevoegd."),
        (p(f"<w:moveTo>{r('Verplaatst.')}</w:moveTo>"), "Verplaatst."),
        (p(f"<w:sdt><w:sdtContent>{r('In een veld.')}</w:sdtContent></w:sdt>"), "In een veld."),
        (xml(f"<w:sdt><w:sdtContent><w:p>{r('Blok.')}</w:p></w:sdtContent></w:sdt>"), "Blok."),
        (p(f"<w:fldSimple w:instr='REF a'>{r('Punt 3')}</w:fldSimple>"), "Punt 3"),
        (p(BOX.format(run=r("In een kader."))), "In een kader."),
        (p(r("Kop", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="002060"/>')), "Kop"),
        (p(r("Kop", '<w:shd w:val="clear" w:fill="000000"/>')), "Kop"),
        (table_style_with(FIRST_ROW.format(WHITE, DARK)), "Geheim"),
        (p(r("Geel", '<w:highlight w:val="yellow"/>')), "Geel"),
        (p(r("Een", ""), "<w:r><w:tab/><w:t>twee</w:t><w:noBreakHyphen/></w:r>"), "Een\ttwee-"),
        (head_and_foot, "Ministerie"),
        (head_and_foot, "Versie 2"),
    ],
)
def test_what_word_shows_is_read_once(write: Write, line: str) -> None:
    shown = read(write)
    assert shown.text.split("\n").count(line) == 1
    assert leaks(shown) == {}


def test_a_note_follows_the_paragraph_that_refers_to_it() -> None:
    reference = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    content = package(p(r("Zie de noot."), reference), p(r("Daarna.")))
    source = zipfile.ZipFile(BytesIO(content))
    note = f"<w:footnotes {W}><w:footnote w:id='2'><w:p>{r('De noot.')}</w:p></w:footnote>"
    hidden = f"<w:footnote w:id='3'><w:p>{r('Geheim')}</w:p></w:footnote></w:footnotes>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == "word/_rels/document.xml.rels":
                link = f'<Relationship Id="n1" Type="{kind}" Target="footnotes.xml"/>'
                text = text.replace(b"</Relationships>", f"{link}</Relationships>".encode())
            if name == "[Content_Types].xml":
                part = (
                    '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.'
                    'openxmlformats-officedocument.wordprocessingml.footnotes+xml"/>'
                )
                text = text.replace(b"</Types>", f"{part}</Types>".encode())
            target.writestr(name, text)
        target.writestr("word/footnotes.xml", note + hidden)
    shown = word_text(written.getvalue())
    lines = [line for line in shown.text.split("\n") if line]
    assert lines.index("De noot.") == lines.index("Zie de noot.") + 1
    assert leaks(shown) == {K.INVISIBLE_TEXT: 6}


# --- in the archive ----------------------------------------------------------------------------


def test_a_deleted_name_stays_out_of_the_archive_and_of_its_index(job: Job) -> None:
    secret = "Eikenhoutzager"
    deleted = f"<w:del><w:r><w:delText>{secret}</w:delText></w:r></w:del>"
    (job.inbox / "a.docx").write_bytes(package(p(r("Besluit."), deleted)))
    (skipped,) = job.ingest().skipped
    assert skipped.reason == "HiddenTextError"
    assert "earlier_revision (14)" in str(dict(skipped.fields)["found"])
    assert job.release(str(dict(skipped.fields)["document_id"])).new == 1
    assert not files_with(job.settings.index / "generations", secret)
