"""Words are made whole where that is sure, and not a letter comes or goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.whole_words import settled, with_whole_words
from lrt_search.domain import Page

# A document that divides words: three of them stand whole elsewhere.
DIVIDING = "voor-\nstel, besluit-\nlijst, provin-\ncie: voorstel besluitlijst provincie"


def whole(*texts: str) -> list[str]:
    pages = [Page(number, None, text) for number, text in enumerate(texts, start=1)]
    return [page.text for page in with_whole_words(pages)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("eﬃciënte ﬁnanciering, ﬂexwoningen", "efficiënte financiering, flexwoningen"),
        ("ver\u00adgade\u00adring", "vergadering"),
        ("de verga\u00ad\ndering van vandaag", "de vergadering\nvan vandaag"),
        ("€\u00a05,\u202fja\u2003nee", "€ 5, ja nee"),
        ("zin\u200bloos", "zinloos"),
        ("Coördinatie – “één” €", "Coördinatie – “één” €"),
    ],
)
def test_letters_and_blanks_are_plain(text: str, expected: str) -> None:
    assert settled(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De verga-\ndering van vandaag.", "De vergadering\nvan vandaag."),
        ("De verga-\ndering, en", "De vergadering,\nen"),
        ("De verga-\ndering", "De vergadering\n"),
        ("De verga-\ndering\nvolgt", "De vergadering\nvolgt"),
        ("De verga- \n  dering volgt", "De vergadering\nvolgt"),
        # Compounds and what is left out keep their hyphen.
        ("het asiel-\nen migratiebeleid", "het asiel-\nen migratiebeleid"),
        ("de VNG-\nleden vragen", "de VNG-\nleden vragen"),
        ("de JenV-\nmedewerkers vragen", "de JenV-\nmedewerkers vragen"),
        ("niet-\nbegeleide kinderen, niet alleen", "niet-\nbegeleide kinderen, niet alleen"),
        ("de oud-\nminister en een minister", "de oud-\nminister en een minister"),
        ("vice-\nvoorzitter; de vice-voorzitter", "vice-\nvoorzitter; de vice-voorzitter"),
        ("de verga-\ndering,      (BZK)", "de verga-\ndering,      (BZK)"),
        ("op 12-\nmaart", "op 12-\nmaart"),
        ("Noord-\nHolland", "Noord-\nHolland"),
        ("a-\nbc", "a-\nbc"),
        ("punt -\nvolgende", "punt -\nvolgende"),
    ],
)
def test_a_word_that_a_line_divides(text: str, expected: str) -> None:
    assert whole(text, DIVIDING)[0] == expected
    if text != expected:
        # Once is no habit, and the word may be a compound.
        assert whole(text)[0] == text


def test_a_word_that_stands_whole_elsewhere_is_made_whole() -> None:
    """Also where both parts are words of their own."""
    divided = "het voor-\nstel van het college, voor ieder stel"
    assert whole(divided)[0] == divided
    assert whole(divided, "Een voorstel.")[0].startswith("het voorstel\nvan het")


def test_a_heading_of_spaced_letters_is_closed_only_where_its_word_is_known() -> None:
    assert whole("V E R S L A G\nHet verslag.") == ["VERSLAG\nHet verslag."]
    assert whole("V E R S L A G\nDe notulen.") == ["V E R S L A G\nDe notulen."]
    assert whole("A B C D E\nabc") == ["A B C D E\nabc"]


@given(st.lists(st.text("abcdeVNG- \n.,é12", min_size=1), min_size=1, max_size=3))
def test_not_a_letter_comes_or_goes_and_no_line(texts: list[str]) -> None:
    def letters(text: str) -> str:
        return "".join(filter(str.isalnum, text))

    for before, after in zip(texts, whole(*texts), strict=True):
        assert letters(before) == letters(after)
        assert before.count("\n") <= after.count("\n") + before.count("-\n") + before.count("- ")
