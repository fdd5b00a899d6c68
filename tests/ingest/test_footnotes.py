"""Footnotes leave the running text whole, and are passages of their own."""

import pytest

from ingest.footnotes import apart, with_raised_numbers
from ingest.minutes import body_lines, recognise_minutes
from ingest.passages import cut_passages
from lrt_search.analysis import terms
from lrt_search.domain import Page, Passage, PassageKind


def pages_of(*texts: str) -> tuple[Page, ...]:
    return tuple(Page(number, None, text) for number, text in enumerate(texts, start=1))


def passages_of(*texts: str) -> list[Passage]:
    pages = pages_of(*texts)
    minutes = recognise_minutes(pages)
    return cut_passages("d", with_raised_numbers(pages, minutes.footnotes), minutes)


def notes_of(*texts: str) -> list[tuple[int, str]]:
    _, notes = apart(body_lines(pages_of(*texts))[0])
    return [(note.number, " ".join(line.text for line in note.lines)) for note in notes]


ABOVE = "De opvang1 zit vol, zegt het COA.2 Er zijn nog plekken nodig."


def test_footnotes_are_told_from_the_text_above_them() -> None:
    page = f"{ABOVE}\n1 Kamerstukken II, 19 637,\nnr. 3120.\n2 Zie het verslag van mei."
    assert notes_of(page) == [
        (1, "1 Kamerstukken II, 19 637, nr. 3120."),
        (2, "2 Zie het verslag van mei."),
    ]


@pytest.mark.parametrize(
    "page",
    [
        f"{ABOVE}\n1. Kamerstukken II.\n2. Zie het verslag.",  # a list
        f"{ABOVE}\n2 Zie het verslag.",  # not the next number
        "De opvang zit vol.\n1 Januari is de dag waarop dit ingaat.",  # nothing calls it
        "Er kwamen 1 en 2 aan de orde.\n1 Januari is de dag.",  # no raised number
        "Het besluit staat onder F.1 op de lijst.\n1 Januari is de dag.",
        "Om 13.1 uur.\n1 Januari is de dag.",
        "1 Kamerstukken II, 19 637.",
    ],
)
def test_in_doubt_it_is_text_like_any_other(page: str) -> None:
    assert notes_of(page) == []


@pytest.mark.parametrize("second", ["2 Nog een noot.", "1 Nog een noot."])
def test_numbers_go_on_or_begin_anew_on_the_next_page(second: str) -> None:
    number = second[0]
    pages = ("Een zaak.1 Meer.\n1 Een noot.", f"Een andere zaak.{number} Meer.\n{second}")
    assert [number for number, _ in notes_of(*pages)] == [1, int(number)]


def test_a_sentence_runs_on_over_the_footnotes_to_the_next_page() -> None:
    found = passages_of(
        "Het COA vraagt gemeenten om plekken1 die langer dan drie maanden\n1 Zie bijlage 2.",
        "open kunnen blijven, en liefst een jaar.",
    )
    assert [(one.kind, one.quotation) for one in found] == [
        (
            PassageKind.PARAGRAPH,
            "Het COA vraagt gemeenten om plekken¹ die langer dan drie maanden "
            "open kunnen blijven, en liefst een jaar.",
        ),
        (PassageKind.FOOTNOTE, "¹ Zie bijlage 2."),
    ]


def test_a_footnote_falls_under_the_agenda_item_that_calls_it() -> None:
    found = passages_of(
        "Landelijke Regietafel Migratie en Integratie\n"
        "Vergaderdatum en -tijd 8 december 2023, 8:30 uur\n"
        "1. OPENING\n• Het verslag is akkoord.\n"
        "2. OPVANG\n• De opvang1 zit vol.\n1 Zie de brief van mei.\n"
    )
    note = found[-1]
    assert note.kind is PassageKind.FOOTNOTE
    assert note.agenda_position == 2


def test_its_number_is_no_part_of_the_word_that_is_looked_for() -> None:
    assert [term.form for term in terms("De opvang¹ beslaat 300 m²")] == [
        "de",
        "opvang",
        "beslaat",
        "300",
        "m2",
    ]
