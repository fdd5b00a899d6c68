"""The boxes of a drawn page are found, whatever their look, and nothing else is taken for one."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from benchmarks.redaction_boxes import matched
from ingest.redaction_boxes import Box, Pixels, find_boxes
from ingest.rendering import MAX_PIXELS, rendered_pages
from lrt_search.domain import RedactionLook
from tests.fixtures.example_archive import EXAMPLE_MINUTES
from tests.fixtures.pdf_factory import MinutesSpec, draw_minutes

BLACK, GREY = RedactionLook.BLACK, RedactionLook.GREY
OUTLINED, COLOURED = RedactionLook.OUTLINED, RedactionLook.COLOURED
Draw = Callable[[Any], None]

DATA = Path(__file__).parents[3] / "shared" / "data" / "pdf"
SCANS, COUNCIL = DATA / "woo_redacted_scans", DATA / "denhaag"
needs_data = pytest.mark.skipif(not SCANS.is_dir(), reason="needs ../shared/data/pdf")

FILLS = {BLACK: (0, 0, 0), GREY: (0.72, 0.72, 0.72), COLOURED: (0.5, 0.05, 0.12)}
SENTENCE = "De voorzitter opent de vergadering en heet allen van harte welkom in de zaal."


def pdf_with(draw: Draw, *, size: tuple[float, float] = A4) -> bytes:
    """Draw one page."""
    content = BytesIO()
    canvas = Canvas(content, pagesize=size)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return content.getvalue()


def saved(pdf: pikepdf.Pdf) -> bytes:
    content = BytesIO()
    pdf.save(content)
    return content.getvalue()


def boxes_in(content: bytes) -> list[Box]:
    (page,) = (find_boxes(*page.colours()) for page in rendered_pages(content))
    return page


def boxes_of(draw: Draw) -> list[Box]:
    return boxes_in(pdf_with(draw))


def write(canvas: Any, text: str, left: float, baseline: float, size: float = 10) -> None:
    canvas.setFillGray(0)
    canvas.setFont("Helvetica", size)
    canvas.drawString(left, A4[1] - baseline, text)


def box(
    canvas: Any,
    look: RedactionLook,
    place: tuple[float, float, float, float],
    label: str = "",
) -> None:
    """Draw a redaction as programs do, with a label at its left."""
    left, top, right, bottom = place
    canvas.setStrokeGray(0)
    canvas.setLineWidth(0.5)
    canvas.setFillColorRGB(*FILLS.get(look, (1, 1, 1)))
    framed = look is OUTLINED
    canvas.rect(left, A4[1] - bottom, right - left, bottom - top, fill=1, stroke=int(framed))
    canvas.setFillGray(0 if framed else 1)
    canvas.setFont("Helvetica", 6.5)
    canvas.drawString(left + 3, A4[1] - (top + bottom) / 2 - 2.3, label)


def assert_at(found: Box, look: RedactionLook, place: tuple[float, float, float, float]) -> None:
    assert found.look is look
    assert (found.left, found.top, found.right, found.bottom) == pytest.approx(place, abs=1.0)


# --- each look -------------------------------------------------------------------------------

PLACE = (180.0, 191.0, 245.0, 202.0)


@pytest.mark.parametrize("label", ["", "5.1.2e", "5.1.2e 5.1.2i"])
@pytest.mark.parametrize("look", [BLACK, GREY, OUTLINED, COLOURED])
def test_a_box_in_a_line_of_text_is_found(look: RedactionLook, label: str) -> None:
    def draw(canvas: Any) -> None:
        for line in range(5):
            write(canvas, SENTENCE, 80, 174 + 13 * line)
        box(canvas, look, PLACE, label)

    (found,) = boxes_of(draw)
    assert_at(found, look, PLACE)


@pytest.mark.parametrize("look", [BLACK, GREY, OUTLINED, COLOURED])
def test_a_box_over_a_paragraph_is_one_box(look: RedactionLook) -> None:
    (found,) = boxes_of(lambda canvas: box(canvas, look, (80, 100, 500, 260), "5.1.2e"))
    assert_at(found, look, (80, 100, 500, 260))


def test_a_box_drawn_white_and_then_black_is_one_box() -> None:
    def draw(canvas: Any) -> None:
        canvas.setFillGray(1)
        canvas.rect(78, A4[1] - 132, 64, 14, fill=1, stroke=0)
        box(canvas, BLACK, (80, 120, 140, 131))

    (found,) = boxes_of(draw)
    assert_at(found, BLACK, (80, 120, 140, 131))


def test_rectangles_that_overlap_are_one_box() -> None:
    def draw(canvas: Any) -> None:
        box(canvas, BLACK, (80, 120, 140, 131))
        box(canvas, BLACK, (120, 120, 200, 131))

    (found,) = boxes_of(draw)
    assert_at(found, BLACK, (80, 120, 200, 131))


def test_boxes_come_in_reading_order() -> None:
    places = [(80.0, 100.0, 140.0, 111.0), (200.0, 100.0, 260.0, 111.0), (60.0, 300.0, 90.0, 311.0)]

    def draw(canvas: Any) -> None:
        for place in reversed(places):
            box(canvas, GREY, place, "5.1.2e")

    found = boxes_of(draw)
    assert len(found) == len(places)
    for one, place in zip(found, places, strict=True):
        assert_at(one, GREY, place)


@pytest.mark.parametrize("look", [BLACK, GREY, COLOURED])
def test_boxes_that_touch_are_told_apart_by_their_labels(look: RedactionLook) -> None:
    def draw(canvas: Any) -> None:
        box(canvas, look, (80, 100, 150, 112), "5.1.2e")
        box(canvas, look, (80, 112, 190, 124), "5.1.2e")

    first, second = boxes_of(draw)
    assert_at(first, look, (80, 100, 150, 112))
    assert_at(second, look, (80, 112, 190, 124))


def test_lines_of_one_passage_that_touch_are_one_box() -> None:
    def draw(canvas: Any) -> None:
        box(canvas, GREY, (220, 100, 500, 112))
        box(canvas, GREY, (80, 112, 500, 124))
        box(canvas, GREY, (80, 124, 260, 136))

    (found,) = boxes_of(draw)
    assert_at(found, GREY, (80, 100, 500, 136))
    covered = [(220, 100, 500, 112), (80, 112, 500, 124), (80, 124, 260, 136)]
    assert len(found.parts) == len(covered)
    for part, place in zip(found.parts, covered, strict=True):
        assert part == pytest.approx(place, abs=1.5)


def test_paragraphs_that_hang_together_by_their_empty_lines_are_one_box() -> None:
    def draw(canvas: Any) -> None:
        box(canvas, GREY, (80, 100, 500, 112))
        box(canvas, GREY, (80, 112, 85, 124))
        box(canvas, GREY, (80, 124, 260, 136))

    (found,) = boxes_of(draw)
    assert_at(found, GREY, (80, 100, 500, 136))


def test_boxes_that_touch_but_do_not_run_on_are_two() -> None:
    def draw(canvas: Any) -> None:
        box(canvas, BLACK, (80, 100, 160, 112))
        box(canvas, BLACK, (120, 112, 260, 124))

    assert len(boxes_of(draw)) == 2


def test_frames_that_overlap_are_one_box() -> None:
    def draw(canvas: Any) -> None:
        box(canvas, OUTLINED, (80, 100, 140, 112), "5.1.2e")
        box(canvas, OUTLINED, (125, 100, 200, 112), "5.1.2e")

    (found,) = boxes_of(draw)
    assert_at(found, OUTLINED, (80, 100, 200, 112))


@pytest.mark.parametrize("gap", [1.5, 4.0])
def test_boxes_with_paper_between_them_are_two(gap: float) -> None:
    def draw(canvas: Any) -> None:
        box(canvas, BLACK, (80, 100, 150, 112))
        box(canvas, BLACK, (150 + gap, 100, 220, 112))

    assert len(boxes_of(draw)) == 2


def test_a_box_that_a_scanner_laid_aslant_is_found() -> None:
    def draw(canvas: Any) -> None:
        canvas.translate(80, A4[1] - 132)
        canvas.rotate(-1)
        canvas.setFillGray(0.2)
        canvas.rect(0, 0, 200, 16, fill=1, stroke=0)

    (found,) = boxes_of(draw)
    assert found.look is BLACK
    assert found.right - found.left == pytest.approx(200, abs=3)


def test_a_large_frame_that_a_scanner_laid_aslant_is_found() -> None:
    def draw(canvas: Any) -> None:
        canvas.translate(80, A4[1] - 232)
        canvas.rotate(-0.7)
        canvas.rect(0, 0, 400, 100, fill=0, stroke=1)

    (found,) = boxes_of(draw)
    assert found.look is OUTLINED
    assert found.right - found.left == pytest.approx(400, abs=4)


def test_a_blackened_page_is_one_box() -> None:
    picture = np.zeros((1754, 1240, 3), np.uint8)
    (found,) = find_boxes(picture, 0.48)
    assert_at(found, BLACK, (0, 0, 1240 * 0.48, 1754 * 0.48))


# --- what is no box --------------------------------------------------------------------------


def text(canvas: Any) -> None:
    write(canvas, "GOVERNANCE EN FINANCIËN", 80, 100, 24)
    for line in range(20):
        write(canvas, SENTENCE, 80, 130 + 13 * line)


def table(canvas: Any) -> None:
    canvas.setLineWidth(0.5)
    xs, ys = [80, 200, 320, 500], [A4[1] - 100 - 15 * row for row in range(9)]
    canvas.grid(xs, ys)
    for row in range(8):
        write(canvas, f"Locatie Zuid {row}", 83, 111 + 15 * row)
        write(canvas, "aantal plekken bezet", 323, 111 + 15 * row)


def table_with_filled_head(canvas: Any) -> None:
    canvas.setFillGray(0.75)
    canvas.rect(80, A4[1] - 115, 420, 15, fill=1, stroke=0)
    table(canvas)
    write(canvas, "Gegevens over de opvang", 203, 111)


def rules(canvas: Any) -> None:
    text(canvas)
    for width, top in ((0.5, 400), (2.0, 420), (4.0, 440)):
        canvas.setLineWidth(width)
        canvas.line(60, A4[1] - top, 530, A4[1] - top)


def marked_sentence(canvas: Any) -> None:
    canvas.setFillColorRGB(1, 1, 0.4)
    canvas.rect(80, A4[1] - 134, 360, 13, fill=1, stroke=0)
    write(canvas, SENTENCE, 82, 131)


def framed_text(canvas: Any) -> None:
    canvas.rect(70, A4[1] - 260, 440, 160, fill=0, stroke=1)
    for line in range(10):
        write(canvas, SENTENCE, 80, 118 + 13 * line)


def specks(canvas: Any) -> None:
    for index in range(60):
        canvas.rect(40 + 8 * index, 100 + 11 * (index % 37), 2, 2, fill=1, stroke=0)


def chart(canvas: Any) -> None:
    canvas.setFillColorRGB(0.9, 0.4, 0)
    for index in range(8):
        canvas.rect(100 + 30 * index, 300, 8, 40 + 13 * index, fill=1, stroke=0)


@pytest.mark.parametrize(
    "draw",
    [
        text,
        table,
        table_with_filled_head,
        rules,
        marked_sentence,
        framed_text,
        specks,
        chart,
        lambda canvas: None,
    ],
)
def test_nothing_else_is_a_box(draw: Draw) -> None:
    assert boxes_of(draw) == []


def test_a_box_beside_a_table_is_found_alone() -> None:
    def draw(canvas: Any) -> None:
        table(canvas)
        box(canvas, GREY, (80, 300, 150, 311), "5.1.2e")

    (found,) = boxes_of(draw)
    assert_at(found, GREY, (80, 300, 150, 311))


# --- pages -----------------------------------------------------------------------------------


def test_boxes_are_where_a_turned_page_shows_them() -> None:
    pdf = pikepdf.open(BytesIO(pdf_with(lambda canvas: box(canvas, BLACK, (80, 100, 200, 160)))))
    pdf.pages[0].Rotate = 90
    (found,) = boxes_in(saved(pdf))
    # Turned clockwise: what is 100 points below the top edge is as far from the right one.
    width = A4[1]
    place = (width - 160, 80, width - 100, 200)
    assert (found.left, found.top, found.right, found.bottom) == pytest.approx(place, abs=1)


def test_a_box_that_an_annotation_draws_is_found() -> None:
    pdf = pikepdf.open(BytesIO(pdf_with(text)))
    form = pdf.make_stream(b"0 g 0 0 100 12 re f")
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = [0, 0, 100, 12]
    square = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Square,
        Rect=[80, 400, 180, 412],
        F=4,
        AP=pikepdf.Dictionary(N=form),
    )
    pdf.pages[0].Annots = pikepdf.Array([square])
    (found,) = boxes_in(saved(pdf))
    assert_at(found, BLACK, (80, A4[1] - 412, 180, A4[1] - 400))


def test_a_huge_page_is_drawn_smaller() -> None:
    content = pdf_with(lambda canvas: None, size=(9000, 9000))
    ((picture, points_per_pixel),) = (page.colours() for page in rendered_pages(content))
    assert picture.shape[0] * picture.shape[1] <= MAX_PIXELS * 1.001
    assert picture.shape[1] * points_per_pixel == pytest.approx(9000, rel=0.001)
    assert find_boxes(picture, points_per_pixel) == []


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (7, 5), (40, 2)])
@pytest.mark.parametrize("shade", [0, 170, 255])
def test_a_tiny_picture_is_no_trouble(shape: tuple[int, int], shade: int) -> None:
    assert len(find_boxes(np.full((*shape, 3), shade, np.uint8), 0.48)) <= 1


@st.composite
def pictures(draw: st.DrawFn) -> Pixels:
    """White paper with rectangles in any colour at any place, and some noise."""
    height, width = draw(st.integers(20, 300)), draw(st.integers(20, 300))
    picture = np.full((height, width, 3), 255, np.uint8)
    for _ in range(draw(st.integers(0, 6))):
        left, top = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
        right, bottom = draw(st.integers(left + 1, width)), draw(st.integers(top + 1, height))
        shade = draw(st.tuples(*[st.sampled_from([0, 90, 170, 191, 255])] * 3))
        picture[top:bottom, left:right] = shade
    if draw(st.booleans()):
        noise = np.random.default_rng(draw(st.integers(0, 9))).integers(0, 30, picture.shape)
        picture -= np.minimum(picture, noise.astype(np.uint8))
    return picture


@given(picture=pictures())
@settings(max_examples=60, deadline=None)
def test_boxes_lie_on_the_page_in_reading_order(picture: Pixels) -> None:
    found = find_boxes(picture, 0.5)
    for one in found:
        assert one.right <= picture.shape[1] * 0.5
        assert one.bottom <= picture.shape[0] * 0.5
    assert [(one.top, one.left) for one in found] == sorted((one.top, one.left) for one in found)


@pytest.mark.parametrize("place", [(-1, 0, 5, 5), (0, 0, 0, 5), (0, 5, 5, 5)])
def test_a_box_has_a_size_and_lies_on_the_page(
    place: tuple[float, float, float, float],
) -> None:
    with pytest.raises(ValueError, match="not a box"):
        Box(BLACK, *place)


# --- documents -------------------------------------------------------------------------------


def boxes_drawn(spec: MinutesSpec) -> int:
    """Count the redactions of example minutes that are drawn as a box."""
    marked = [attendee.redaction for attendee in spec.attendees]
    in_list = sum(one is not None and one.style != "blank" for one in marked)
    text = repr(spec.items)
    own_styles: list[str] = re.findall(r"\[\[(black|grey|border|colour|blank)?", text)
    in_text = sum((style or spec.redaction_style) != "blank" for style in own_styles)
    return in_list + in_text + text.count("RedactedPassage(")


@pytest.mark.parametrize("spec", EXAMPLE_MINUTES[:6], ids=lambda spec: spec.file_name)
def test_every_box_of_drawn_minutes_is_found_and_no_other(
    spec: MinutesSpec, tmp_path: Path
) -> None:
    content = draw_minutes(spec, tmp_path).read_bytes()
    found = [find_boxes(*page.colours()) for page in rendered_pages(content)]
    assert sum(map(len, found)) == boxes_drawn(spec)


@needs_data
@pytest.mark.slow
def test_most_boxes_of_real_pages_are_found() -> None:
    marked = found = 0
    for line in (SCANS / "boxes.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for page in rendered_pages((SCANS / row["file"]).read_bytes()):
            if page.number == row["page"]:
                marked += len(row["boxes_pdf_pt"])
                found += len(matched(row["boxes_pdf_pt"], find_boxes(*page.colours())))
    assert found > 0.8 * marked


@needs_data
@pytest.mark.slow
def test_real_minutes_without_redactions_have_next_to_no_boxes() -> None:
    pages = boxes = 0
    for path in sorted(COUNCIL.glob("*.pdf")):
        for page in rendered_pages(path.read_bytes()):
            if page.number <= 3:
                pages += 1
                boxes += len(find_boxes(*page.colours()))
    assert boxes <= pages / 4
