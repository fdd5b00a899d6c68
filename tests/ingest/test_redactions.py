"""Redactions as facts: one mark in the text for each, and the rest of the text as it was."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ingest.drawn_redactions import PageLetters, PlacedRedaction, place_redactions
from ingest.hidden_text import _Sight, _sight
from ingest.minutes import recognise_minutes
from ingest.pages import read_pages
from ingest.printed_redactions import NAME_SIZE, printed_redactions
from ingest.redactions import (
    letters_shown,
    mark_redactions,
    without_marks,
)
from ingest.rendering import Letters, rendered_pages
from ingest.sources import PDF
from lrt_search.analysis import terms
from lrt_search.domain import REDACTION_MARK, Page, Redaction, RedactionLook, Span, redactions_in
from tests.fixtures.example_archive import EXAMPLE_MINUTES
from tests.fixtures.leaky_pdf import LEAKS
from tests.fixtures.pdf_factory import (
    AgendaItem,
    Bullet,
    MinutesSpec,
    RedactedPassage,
    draw_minutes,
)
from tests.fixtures.pdf_factory import Block as DrawnBlock


def marked(text: str) -> str:
    page, redactions = mark_redactions(Page(1, None, text))
    assert_marks_are_facts(page, redactions)
    return page.text


def assert_marks_are_facts(page: Page, redactions: tuple[Redaction, ...]) -> None:
    places = [at for at, char in enumerate(page.text) if char == REDACTION_MARK]
    assert [redaction.offset for redaction in redactions] == places


# --- What stands in the text itself -------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dhr. Eik (VB),            (JenV),          (BZK)", "Dhr. Eik (VB), ▮ (JenV), ▮ (BZK)"),
        ("Dhr. Eik (VB),            \n(JenV), ondersteuning", None),
        ("Aanwezig  Dhr. Eik (VNG), (COA), Mevr. Es (IPO)", None),
        ("Aanwezig: Dhr. Eik (VNG), \n\n   (DGM), Mevr. Es (IPO)", None),
        ("Aanwezig (JenV), Dhr. Eik (VNG)", "Aanwezig ▮ (JenV), Dhr. Eik (VNG)"),
        ("Aanwezig          (JenV), Dhr. Eik (VNG)", "Aanwezig          ▮ (JenV), Dhr. Eik (VNG)"),
        ("Aanwezig: Eik (VNG) en           (BZK).", "Aanwezig: Eik (VNG) en ▮ (BZK)."),
        ("Aanwezig: Dhr. Eik (VNG),           , secretariaat.", None),
        ("Aanwezig:\nDhr. Eik (VNG)\n(BZK)\nDhr. Es (COA)", None),
    ],
)
def test_a_name_that_is_missing_in_a_list_of_people(text: str, expected: str | None) -> None:
    result = marked(text)
    assert result.count(REDACTION_MARK) >= 1
    if expected is None:
        assert result.count(REDACTION_MARK) == 1
        assert letters_shown(result) == letters_shown(text)
    else:
        assert result == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De heer            vraagt of", "De heer ▮ vraagt of"),
        ("Mevrouw      (IND) zegt", "Mevrouw ▮ (IND) zegt"),
        ("Mevrouw (IND) zegt", "Mevrouw ▮ (IND) zegt"),
        ("vertegenwoordigd door mevrouw          .", "vertegenwoordigd door mevrouw ▮."),
        ("Een bedrag van          is gereserveerd", "Een bedrag van ▮ is gereserveerd"),
        ("Dat is zo.           neemt contact op.", "Dat is zo. ▮ neemt contact op."),
        ("E-mail: @minbzk.nl", "E-mail: ▮@minbzk.nl"),
        ("de heer          van het COA vraagt", "de heer ▮ van het COA vraagt"),
    ],
)
def test_a_word_that_is_missing_in_running_text(text: str, expected: str) -> None:
    assert marked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Aanwezig      Dhr. Eik (VNG), Mevr. Es (IPO)",
        "Vergaderplaats           Webex",
        "Naam              Organisatie\nEik               VNG",
        "de          raad\nhet         college",  # two columns
        "1. Opening          3",
        "          ingesprongen tekst",
        "Dhr.          van Eik          VNG",
        "De\tvoorzitter\topent",
        "Datum:                    ",
        "Het college (zie bijlage), (concept) en verder",
        "de instanties VNG (gemeenten), (provincies)",
        "Aanwezig: Dhr. Eik (VNG), (via Webex)",
        "reageer via @minbzk op X",
        "van jan@example.nl",
    ],
)
def test_white_space_with_another_reason_is_no_redaction(text: str) -> None:
    assert marked(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De heer ████ ██████ vraagt", "De heer ▮ vraagt"),
        ("• ████████\n████████\nen verder", "• ▮\nen verder"),
        ("▮▮▮ meldt dat ▮ komt", "▮ meldt dat ▮ komt"),
        ("▮@minbzk.nl", "▮@minbzk.nl"),
        ("XXXX@minbzk.nl", "▮@minbzk.nl"),
        ("Mevrouw [gelakt] en [naam weggelakt]", "Mevrouw ▮ en ▮"),
        ("[Geanonimiseerd] vraagt", "▮ vraagt"),
        ("Dhr. XXXX en 06-XXXXXXXX", "Dhr. ▮ en 06-▮"),
        ("De heer [5.1.2e] (COA)", "De heer ▮ (COA)"),
        ("[5.1.2.e] [5.1.2.e]", "▮ ▮"),
        ("Secretaris 5.1.2.e geeft aan", "Secretaris ▮ geeft aan"),
        ("Dhr. (5.1.2e) meldt", "Dhr. ▮ meldt"),
        ("5.1.2e (JenV), 5.1.2e (BZK)", "▮ (JenV), ▮ (BZK)"),
        ("5.1.2e@minbzk.nl", "▮@minbzk.nl"),
    ],
)
def test_a_sign_gives_way_to_a_mark(text: str, expected: str) -> None:
    assert marked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "op grond van artikel 5.1.2e Woo",
        "op grond van artikel\n5.1.2e Woo",
        "op grond van art. 5.1, tweede lid, onder e",
        "grond 5.1.2e",
        "onder 5.1.2e",
        "de gronden 5.1.2e, 5.1.2i en 5.1.1d",
        "5.1.2e en 5.1.2i",
        "de persoonlijke levenssfeer (5.1.2e)",
        "5.1.2e Eerbiediging van de persoonlijke levenssfeer",
        "5.1.2e: persoonlijke levenssfeer",
        "0012 Verslag LRT  Deels openbaar 5.1.2e",
        "5.1.2 Voortgang",
        "5.1.2.a Voortgang",
        "512e regiment",
        "Hoofdstuk XXX",
        "• ■ een punt",
        "kleding in maat XXL",
        "een gelakt tafelblad",
        "[zie bijlage 5.1]",
    ],
)
def test_a_mention_of_the_law_is_no_redaction(text: str) -> None:
    assert marked(text) == text


def test_a_printed_ground_is_told() -> None:
    _, (redaction,) = mark_redactions(Page(4, None, "Mevrouw [5.1.2.e; 5.1.2i] opent"))
    assert redaction == Redaction(
        4, 8, RedactionLook.PRINTED, ("5.1.2e", "5.1.2i"), None, NAME_SIZE
    )


def test_a_gap_is_as_large_as_its_blanks() -> None:
    (small,) = printed_redactions("De heer      vraagt")
    (large,) = printed_redactions(f"De heer {' ' * 40} vraagt")
    assert (small.look, small.grounds) == (RedactionLook.GAP, ())
    assert 1 <= small.size < large.size < 40


PIECES = st.sampled_from(
    [
        *("Aanwezig: ", "(VNG)", ", ", ",      ", "(JenV), ", "          ", "\n", "\n\n", " "),
        *("De heer ", "mevrouw", " vraagt", "5.1.2e", "5.1.2.i", "[gelakt]", "(5.1.2e)", "XXXX"),
        *("█████", "▮", "■", "@minbzk.nl", "artikel ", " en ", "Dhr. Eik", ". ", "\t", "512e"),
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=30).map("".join),
    st.text(alphabet="aB▮█■ \n\t(),.5X12e[]@\u00a0", max_size=80),
)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_marks_and_facts_are_one_to_one_and_the_rest_stays(text: str) -> None:
    page, redactions = mark_redactions(Page(1, None, text))
    if not text.strip():
        assert (page.text, redactions) == (text, ())
        return
    assert_marks_are_facts(page, redactions)
    rest = text
    for found in reversed(printed_redactions(text)):
        rest = rest[: found.start] + rest[found.end :]
    assert solid(page.text.replace(REDACTION_MARK, "")) == solid(rest)


def solid(text: str) -> str:
    return "".join(text.split())


# --- What is drawn ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Box:
    look: RedactionLook
    left: float
    top: float
    right: float
    bottom: float
    parts: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True)
class Drawing:
    """A page of letters of 5 x 12 points: ░ is the ground of a box, with its label in between."""

    shown: str
    letters: PageLetters
    boxes: list[Box]

    @classmethod
    def of(cls, text: str, look: RedactionLook = RedactionLook.GREY) -> "Drawing":
        places, boxes = [], []
        for row, line in enumerate(text.split("\n")):
            places += [(5.0 * n, 12.0 * row, 5.0 * n + 5, 12.0 * row + 9) for n in range(len(line))]
            places.append((0, 0, 0, 0))
            for box in re.finditer(r"░(?:[^░]*░)?", line):
                boxes.append(
                    Box(look, 5.0 * box.start(), 12.0 * row, 5.0 * box.end(), 12.0 * row + 11)
                )
        shown = text.replace("░", " ")
        return cls(shown, PageLetters.of(shown, places[:-1]), boxes)

    def placed(self, *boxes: Box) -> tuple[PlacedRedaction, ...]:
        return place_redactions(self.letters, [*self.boxes, *boxes])

    def read_as(self, text: str, *boxes: Box) -> str:
        """Return the text of the page with marks, as another reader of PDF read it."""
        page, redactions = mark_redactions(Page(1, None, text), self.placed(*boxes), self.shown)
        assert_marks_are_facts(page, redactions)
        return page.text


@pytest.mark.parametrize(
    ("drawn", "read", "expected"),
    [
        # A label that both readers see in its place.
        ("De heer ░5.1.2e░ is er.", "De heer 5.1.2e is er.", "De heer ▮ is er."),
        # No label, and nothing left of it.
        ("De heer ░      ░ is er.", "De heer is er.", "De heer ▮ is er."),
        ("De heer ░      ░ is er.", "De heer           is er.", "De heer ▮ is er."),
        # At the start, at the end and in front of a comma.
        ("Hij is er:\n░      ░ (JenV)", "Hij is er:\n(JenV)", "Hij is er:\n▮ (JenV)"),
        ("Hij heet ░      ░\nen gaat.", "Hij heet\nen gaat.", "Hij heet ▮\nen gaat."),
        ("Hij heet ░5.1.2e░, zegt men.", "Hij heet 5.1.2e, zegt men.", "Hij heet ▮, zegt men."),
        # A label that one reader puts at the end of the page.
        ("De heer ░5.1.2e░ is er.", "De heer is er.\n5.1.2e", "De heer ▮ is er.\n"),
        # Side by side, at the start of a line.
        ("Zij zijn\n░    ░ ░    ░ (JenV)", "Zij zijn\n(JenV)", "Zij zijn\n▮ ▮ (JenV)"),
        # An address keeps its domain.
        ("mail ░    ░@minbzk.nl aan", "mail @minbzk.nl aan", "mail ▮@minbzk.nl aan"),
        # Another order of the lines, and other blanks.
        ("Kop\nDe heer ░     ░ vraagt iets\nVoet", "Voet\nDe heer  vraagt iets\nKop", None),
        (
            "Kop\nDe heer ░5.1.2e░ vraagt\nVoet en meer",
            "Voet en meer\nDe heer 5.1.2e vraagt\nKop",
            "Voet en meer\nDe heer ▮ vraagt\nKop",
        ),
        ("De heer ░     ░ vraagt iets", "Deheer vraagtiets", "Deheer ▮ vraagtiets"),
    ],
)
def test_a_box_has_its_mark_where_it_stands(drawn: str, read: str, expected: str | None) -> None:
    result = Drawing.of(drawn).read_as(read)
    if expected is None:
        assert result.count(REDACTION_MARK) == 1
        assert "heer ▮  vraagt" in result
    else:
        assert result == expected


def test_a_box_over_a_whole_line_stands_between_the_lines() -> None:
    drawing = Drawing.of("Eerste regel van de tekst\n░                      ░\nLaatste regel")
    read = "Eerste regel van de tekst\nLaatste regel"
    assert drawing.read_as(read) == "Eerste regel van de tekst ▮\nLaatste regel"


def test_a_box_over_several_lines_is_one_mark() -> None:
    drawing = Drawing.of("Eerste regel van de tekst\n5.1.2i\n\n\nLaatste regel")
    box = Box(RedactionLook.GREY, 0, 11, 200, 46)
    assert drawing.read_as("Eerste regel van de tekst\n5.1.2i\nLaatste regel", box) == (
        "Eerste regel van de tekst\n▮\nLaatste regel"
    )
    (placed,) = drawing.placed(box)
    assert (placed.grounds, placed.place) == (("5.1.2i",), (0, 10, 200, 45))
    assert placed.size > 100


@pytest.mark.parametrize(
    ("look", "words", "grounds"),
    [
        (RedactionLook.GREY, "5.1.2e", ("5.1.2e",)),
        (RedactionLook.GREY, "512e", ("5.1.2e",)),
        (RedactionLook.GREY, "5.1.2e 5.1.2i", ("5.1.2e", "5.1.2i")),
        (RedactionLook.BLACK, "10.2", ("10.2",)),
        (RedactionLook.BLACK, "5.2", ("5.2",)),
        (RedactionLook.BLACK, "gelakt", ()),
        (RedactionLook.GREY, "dubbel", ("dubbel",)),
        (RedactionLook.BLACK, "      ", ()),
    ],
)
def test_a_label_is_no_text_of_the_minutes(
    look: RedactionLook, words: str, grounds: tuple[str, ...]
) -> None:
    drawing = Drawing.of(f"De heer ░{words}░ is er.", look)
    (placed,) = drawing.placed()
    assert placed.grounds == grounds
    assert drawing.read_as(f"De heer {words} is er.") == "De heer ▮ is er."


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (RedactionLook.OUTLINED, "Naam"),
        (RedactionLook.OUTLINED, "5.2"),  # a figure in a table
        (RedactionLook.GREY, "Besluiten"),
        (RedactionLook.GREY, "Gronden: 5.1.2e"),
        (RedactionLook.COLOURED, "De raad besluit"),
    ],
)
def test_a_box_with_words_in_it_is_no_redaction(look: RedactionLook, words: str) -> None:
    drawing = Drawing.of(f"Kop ░{words}░ en meer.", look)
    assert drawing.placed() == ()
    assert drawing.read_as(f"Kop {words} en meer.") == f"Kop {words} en meer."


def test_a_box_that_touches_a_word_is_a_redaction() -> None:
    drawing = Drawing.of("De heer       vraagt iets")
    box = Box(RedactionLook.BLACK, 37, 0, 72, 11)  # over the "v"
    assert drawing.read_as("De heer vraagt iets", box) == "De heer ▮ vraagt iets"


def test_a_stamp_in_a_passage_that_was_withheld_is_left_as_it_is() -> None:
    drawing = Drawing.of("Boven\n" + "\n" * 9 + " 0012\n\nOnder")
    box = Box(RedactionLook.GREY, 0, 11, 400, 140)
    assert "▮" in drawing.read_as("Boven\n0012\nOnder", box)
    assert "0012" in drawing.read_as("Boven\n0012\nOnder", box)


def test_a_value_that_is_withheld_stands_behind_its_label() -> None:
    drawing = Drawing.of(
        "Vergaderplaats          Webex\nAanwezig                ░        ░\nVerslag   12 mei"
    )
    read = "Vergaderplaats Webex\nAanwezig\nVerslag 12 mei"
    assert drawing.read_as(read) == "Vergaderplaats Webex\nAanwezig ▮\nVerslag 12 mei"


def test_a_box_in_the_second_column_stands_in_the_text_of_that_column() -> None:
    left = [(5.0 * n, 12.0 * row) for row in range(3) for n in range(10)]
    right = [(5.0 * n + 80, 12.0 * row) for row in (0, 2) for n in range(10)]
    shown = "aaaaaaaaaa\nbbbbbbbbbb\ncccccccccc\ndddddddddd\neeeeeeeeee"
    places = iter([(x, y, x + 5, y + 9) for x, y in left + right])
    boxes = [(0.0, 0.0, 0.0, 0.0) if char == "\n" else next(places) for char in shown]
    drawing = Drawing(shown, PageLetters.of(shown, boxes), [])
    box = Box(RedactionLook.BLACK, 80, 12, 130, 23)
    assert "dddddddddd ▮\neeeeeeeeee" in drawing.read_as(shown, box)


def test_a_page_without_text_has_redactions_without_a_mark() -> None:
    drawing = Drawing.of("", RedactionLook.BLACK)
    (placed,) = drawing.placed(Box(RedactionLook.BLACK, 100.4, 50, 152.9, 62))
    page, redactions = mark_redactions(Page(1, None, ""), [placed], "")
    assert page.text == ""
    assert redactions == (Redaction(1, None, RedactionLook.BLACK, (), (100, 50, 155, 60), 10),)


def test_a_text_that_shares_no_word_with_the_page_loses_no_mark() -> None:
    drawing = Drawing.of("De heer ░5.1.2e░ is er ░     ░")
    result = drawing.read_as("Iets heel anders")
    assert result.count(REDACTION_MARK) == 2


def test_a_label_that_the_other_reader_spells_differently_is_one_redaction() -> None:
    drawing = Drawing.of("De heer ░512e░ is er.")
    assert drawing.read_as("De heer 5.1.2.e is er.") == "De heer ▮ is er."


WORDS = st.sampled_from(["de", "man", "vraagt", "(JenV),", "░5.1.2e░", "░    ░", "░░░░", "en."])
LINES = st.lists(st.lists(WORDS, max_size=7).map(" ".join), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None)
@given(LINES, st.randoms(use_true_random=False))
def test_no_box_is_lost_or_told_twice(lines: list[str], chance: Random) -> None:
    drawing = Drawing.of("\n".join(lines))
    read = drawing.shown.split("\n")
    chance.shuffle(read)
    text = "\n".join(" ".join(line.split()) for line in read)
    page, redactions = mark_redactions(Page(1, None, text), drawing.placed(), drawing.shown)
    assert [redaction.place is not None for redaction in redactions] == [True] * len(drawing.boxes)
    if text.strip():
        assert_marks_are_facts(page, redactions)
        rest, before = (
            solid(words).replace("5.1.2e", "").replace(REDACTION_MARK, "")
            for words in (page.text, text)
        )
        assert rest == before


# --- The example archive ------------------------------------------------------------------------

_LOOKS = {
    (0, 0, 0): RedactionLook.BLACK,
    (184, 184, 184): RedactionLook.GREY,
    (255, 255, 255): RedactionLook.OUTLINED,
    (128, 13, 31): RedactionLook.COLOURED,
}


def drawn_boxes(path: Path) -> Iterator[list[Box]]:
    """Read the rectangles of each page: the factory draws no others than redactions."""
    document = pdfium.PdfDocument(path)
    for page in document:
        boxes = []
        for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
            left, bottom, right, top = drawn.get_bounds()
            colour = [ctypes.c_uint() for _ in range(4)]
            raw.FPDFPageObj_GetFillColor(drawn, *colour)
            look = _LOOKS[colour[0].value, colour[1].value, colour[2].value]
            height = page.get_height()
            boxes.append(Box(look, left, height - top, right, height - bottom))
        yield boxes
        page.close()
    document.close()


def read_with_marks(path: Path) -> list[tuple[Page, tuple[Redaction, ...], int]]:
    """Return each page with its marks, its redactions, and how many boxes were drawn on it."""
    content = path.read_bytes()
    pages = read_pages(path.name, content, PDF)
    found = []
    for page, drawn, boxes in zip(pages, rendered_pages(content), drawn_boxes(path), strict=True):
        sight = _sight(drawn, with_ocr=False)
        letters = sight.page_letters(drawn.points_per_pixel, nothing_marked(sight))
        assert letters.chars == solid(sight.shown_text(nothing_marked(sight)))
        placed = place_redactions(letters, boxes)
        found.append(
            (*mark_redactions(page, placed, sight.shown_text(nothing_marked(sight))), len(boxes))
        )
    return found


def nothing_marked(sight: _Sight) -> NDArray[np.bool_]:
    return np.zeros(len(sight.letters.codes), np.bool_)


@pytest.mark.parametrize("name", LEAKS)
def test_letters_that_the_page_does_not_show_are_no_letters_of_the_page(name: str) -> None:
    for page in rendered_pages(LEAKS[name].draw(True)):
        sight = _sight(page, with_ocr=False)
        letters = sight.page_letters(page.points_per_pixel, nothing_marked(sight))
        assert letters.chars == solid(sight.shown_text(nothing_marked(sight)))
        assert len(letters.chars) == len(letters.boxes) == len(letters.words)


def test_a_letter_that_comes_in_two_halves_is_one_letter() -> None:
    codes = [ord("a"), 0xD83D, 0xDE00, ord(" "), 0xDE00, ord("b")]
    boxes = np.arange(24, dtype=np.float64).reshape(6, 4)
    nothing = np.zeros(6, np.bool_)
    letters = Letters(np.array(codes), boxes, np.zeros(6, np.int64))
    sight = _Sight(letters, [None] * 6, nothing, nothing)
    assert (
        sight.page_letters(0.5, nothing).chars == solid(sight.shown_text(nothing)) == "a\U0001f600b"
    )
    assert sight.page_letters(0.5, nothing).boxes[-1].tolist() == [10, 10.5, 11, 11.5]


_MARKER = re.compile(r"\[\[[^\]]*\]\]")


def written_texts(spec: MinutesSpec) -> Iterator[str]:
    def of(block: DrawnBlock) -> Iterator[str]:
        if isinstance(block, RedactedPassage):
            return
        yield block.text
        for child in block.children if isinstance(block, Bullet) else ():
            yield from of(child)

    for item in spec.items:
        assert isinstance(item, AgendaItem)
        yield item.title
        for block in item.blocks:
            yield from of(block)


@pytest.mark.parametrize("spec", EXAMPLE_MINUTES, ids=lambda spec: spec.file_name)
def test_every_box_of_the_example_archive_becomes_one_mark_in_its_place(
    spec: MinutesSpec, tmp_path: Path
) -> None:
    pages = read_with_marks(draw_minutes(spec, tmp_path))
    for page, redactions, boxes in pages:
        assert_marks_are_facts(page, redactions)
        assert sum(redaction.place is not None for redaction in redactions) == boxes
        assert not re.search(r"5\.1\.2|5\.2\b", page.text)
    text = "".join(solid(page.text) for page, _, _ in pages)
    gaps = 0
    for words in written_texts(spec):
        plain = solid(_MARKER.sub(REDACTION_MARK, words))
        for mark in re.finditer(REDACTION_MARK, plain):
            # A bullet may run on to the next page: its head and foot stand in between.
            context = plain[max(0, mark.start() - 10) : mark.end() + 10]
            gaps += context not in text
    # A blank at the end of a line, or alone on it, may be anything.
    assert gaps <= (4 if spec.redaction_style == "blank" else 0)
    meeting = recognise_minutes([page for page, _, _ in pages]).meeting
    wanted = [(person.name, person.organisation) for person in spec.attendees]
    assert [(p.name, p.organisation) for p in meeting.attendees if p.organisation] == [
        (name, organisation) for name, organisation in wanted if organisation
    ]


# --- What marks are worth -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("De heer ▮ (COA) is er.", "De heer (COA) is er."),
        ("▮ meldt dat ▮", "meldt dat"),
        ("ga naar ▮ ▮ of mail ▮@coa.nl", "ga naar of mail @coa.nl"),
        ("geen marks", "geen marks"),
        ("▮", ""),
    ],
)
def test_the_model_reads_no_marks(text: str, words: str) -> None:
    assert without_marks(text) == words
    assert [term.stem for term in terms(text)] == [term.stem for term in terms(words)]


def test_redactions_are_told_by_where_their_marks_stand() -> None:
    redactions = (
        Redaction(1, 8, RedactionLook.GREY, (), None, 10),
        Redaction(2, 0, RedactionLook.GREY, (), None, 90),
    )
    text = "De heer ▮ is er: 10."
    assert letters_shown(text) == 12
    assert redactions_in(redactions, [Span(1, 0, len(text))]) == redactions[:1]
