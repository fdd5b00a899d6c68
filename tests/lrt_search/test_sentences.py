"""Cutting passages into sentences: none of their words is lost, and each knows its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrt_search.domain import (
    REDACTION_MARK,
    Passage,
    PassageKind,
    Redaction,
    RedactionLook,
    Span,
)
from lrt_search.sentences import joined, sentence_at, sentences


def passage(*texts: str, marks: int = 0) -> Passage:
    """Return a passage whose texts stand on a page each, five characters in."""
    spans = tuple(Span(page, 5, 5 + len(text)) for page, text in enumerate(texts, start=1))
    redactions = tuple(
        Redaction(1, place, RedactionLook.BLACK, (f"5.1.2{'abcdefghi'[place]}",), None, 9)
        for place in range(marks)
    )
    text = "\n".join(texts)
    return Passage("p1", "d", 1, PassageKind.BULLET, text, spans, redactions=redactions)


def under(texts: tuple[str, ...], span: Span) -> str:
    return texts[span.page_number - 1][span.start - 5 : span.end - 5]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Er is een tekort. De tafel besluit.", ["Er is een tekort.", "De tafel besluit."]),
        ("Dhr. Eik (VNG) vraagt dit. Akkoord.", ["Dhr. Eik (VNG) vraagt dit.", "Akkoord."]),
        (
            "Dit geldt m.b.t. Ter Apel o.a. in Drenthe.",
            ["Dit geldt m.b.t. Ter Apel o.a. in Drenthe."],
        ),
        ("Zie art. 5 van de wet. Actie BZK.", ["Zie art. 5 van de wet.", "Actie BZK."]),
        ("Het zijn 1.360 plekken.\nDat is veel.", ["Het zijn 1.360 plekken.", "Dat is veel."]),
        ("Wie doet dit? Het COA!", ["Wie doet dit?", "Het COA!"]),
        ("Hij zegt ‘nee.’ De rest zwijgt.", ["Hij zegt ‘nee.’", "De rest zwijgt."]),
        (
            "Besluiten\n• Akkoord met A\n• Niet met B",
            ["Besluiten", "• Akkoord met A", "• Niet met B"],
        ),
        ("Dhr.\n• Akkoord", ["Dhr.", "• Akkoord"]),
        (f"De tafel hoort {REDACTION_MARK}. {REDACTION_MARK} zwijgt.", None),
        ("geen einde", ["geen einde"]),
    ],
)
def test_a_sentence_ends_where_the_next_can_begin(text: str, expected: list[str] | None) -> None:
    found = [one.text for one in sentences(passage(text))]
    assert found == (expected or [f"De tafel hoort {REDACTION_MARK}.", f"{REDACTION_MARK} zwijgt."])


def test_a_sentence_that_runs_on_to_the_next_page_has_a_span_on_each() -> None:
    one, other = sentences(passage("Er is een tekort aan", "plekken. Dat is bekend."))
    assert one.quotation == "Er is een tekort aan plekken."
    assert [span.page_number for span in one.spans] == [1, 2]
    assert [span.page_number for span in other.spans] == [2]


def test_a_sentence_has_the_redactions_of_its_own_marks() -> None:
    mark = REDACTION_MARK
    text = f"De heer {mark} vraagt. {mark} en {mark} zwijgen. Akkoord."
    found = sentences(passage(text, marks=3))
    assert [[one.grounds[0] for one in each.redactions] for each in found] == [
        ["5.1.2a"],
        ["5.1.2b", "5.1.2c"],
        [],
    ]


@pytest.mark.parametrize(
    ("text", "opens", "ends"),
    [
        (f"{REDACTION_MARK} besluit het.", True, False),
        (f"Het besluit is {REDACTION_MARK}", False, True),
        (f"Het besluit is {REDACTION_MARK} .", False, False),
        (f"De heer {REDACTION_MARK} zwijgt.", False, False),
        (f"({REDACTION_MARK}) zegt {REDACTION_MARK})", True, True),
    ],
)
def test_a_sentence_says_where_a_redaction_cuts_it_off(text: str, opens: bool, ends: bool) -> None:
    (one,) = sentences(passage(text))
    assert (one.opens_redacted, one.ends_redacted) == (opens, ends)


def test_two_sentences_in_a_row_are_one_stretch_of_text() -> None:
    texts = ("Een begin. En\ndan", "nog iets. Slot.")
    whole = passage(*texts)
    first, second, third = sentences(whole)
    both = joined(whole, first, second)
    assert both.text == "Een begin. En\ndan\nnog iets."
    assert both.quotation == whole.quotation[both.start : both.end]
    assert joined(whole, second, third).spans == (Span(1, 16, 22), Span(2, 5, 20))


def test_nothing_stands_outside_a_passage() -> None:
    assert sentence_at(passage("Akkoord."), [Span(1, 0, 9)]) is None
    assert sentence_at(passage("A  b."), [Span(1, 6, 8)]) is None


@given(
    st.lists(
        st.text(alphabet=f"ab cD1.?!\n•’{REDACTION_MARK}\t\u00a0", min_size=1, max_size=60).filter(
            str.strip
        ),
        min_size=1,
        max_size=3,
    )
)
@settings(max_examples=200, deadline=None)
def test_the_text_under_the_spans_of_a_sentence_is_its_text(pages: list[str]) -> None:
    texts = tuple(pages)
    whole = passage(*texts)
    found = sentences(whole)
    for one in found:
        assert "\n".join(under(texts, span) for span in one.spans) == one.text
        assert whole.quotation[one.start : one.end] == one.quotation
    assert "".join("".join(one.text.split()) for one in found) == "".join(whole.text.split())
