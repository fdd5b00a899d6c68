"""Which words are one term, which are not, and where a term stands in its text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lrt_search.analysis import occurrences, query_terms, searchable, terms
from lrt_search.stemming import stem


def stems(text: str) -> list[str]:
    return [term.stem for term in terms(text)]


def asked(query: str) -> list[str]:
    return [term.stem for term in query_terms(query)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:30", ["14:30"]),
        ("5.1.2e", ["5.1.2e"]),
        ("5.1.2.e", ["5.1.2e"]),
        ("36333", ["36333"]),
        ("1.360", ["1360"]),
        ("1 360 plekken", ["1360", "plek"]),
        ("1.360,50", ["1360,50"]),
        ("36 333", ["36333"]),
        ("in 2023 150 plekken", ["in", "2023", "150", "plek"]),
        ("12.5 en 1.36", ["12.5", "en", "1:36"]),
        ("14.30 uur", ["14:30", "uur"]),
        ("08:30", ["8:30"]),
        ("1F-opvang", ["1f", "opvang"]),
        ("1,5", ["1,5"]),
        ("A&M", ["a&m"]),
        ("DT&V", ["dt&v"]),
        ("CdK's", ["cdk"]),
        ("PRT’s", ["prt"]),
        ("CDK´s", ["cdk"]),
        ("CdK` s", ["cdk"]),
        ("om 14:30.", ["om", "14:30"]),
        ("36333, 36334", ["36333", "36334"]),
        ("VNG/IPO", ["vng", "ipo"]),
        ("VNG_IPO", ["vng", "ipo"]),
        ("", []),
        ("?! … – •", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert stems(text) == expected


@pytest.mark.parametrize("word", ["niet", "geen", "zonder"])
def test_negations_are_terms_of_a_text_and_of_a_question(word: str) -> None:
    assert word in stems(f"Er is {word} opvang.")
    assert word in asked(f"Is er {word} opvang?")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Wat is er niet besloten?", ["niet", stem("besloten")]),
        ("de gemeente en de gemeenten", [stem("gemeente")]),
        ("What is the VNG?", ["vng"]),
        ("opvang noodopvang opvang", ["opvang", "noodopvang"]),
        ("Wat is het?", ["wat", "is", "het"]),
        ("de", ["de"]),
        ("Hoe laat: 14:30?", [stem("laat"), "14:30"]),
        ("", []),
        (" ?! ", []),
    ],
)
def test_query_terms(query: str, expected: list[str]) -> None:
    assert asked(query) == expected


def test_a_term_of_a_question_that_comes_twice_stands_at_its_first_place() -> None:
    (term,) = query_terms("Gemeenten en gemeente")
    assert (term.start, term.end) == (0, 9)


def test_the_offsets_of_a_term_give_its_word_back() -> None:
    text = "De CdK’s (12) en DT&V: om 14:30 naar Oekraïne."
    words = [text[term.start : term.end] for term in terms(text)]
    assert words == ["De", "CdK", "12", "en", "DT&V", "om", "14:30", "naar", "Oekraïne"]


@given(st.text())
@example("ŒÆ ﬁ ǅ İ ß ŉ ΐ ᾳ")
@example("½ ² ① Ⅷ १२ ﷺ 例え 𝐀𝐛 👍🏽 \0 \ud800x")
@example("a'sb’s's 1.2.3:4,5.i &&& a&b&c")
def test_every_term_stands_inside_its_text(text: str) -> None:
    end = 0
    for term in terms(text):
        assert term.stem
        assert end <= term.start < term.end <= len(text)
        end = term.end


@given(st.text())
def test_a_question_is_about_terms_of_its_own_each_once(text: str) -> None:
    found = query_terms(text)
    assert set(found) <= set(terms(text))
    assert len({term.stem for term in found}) == len(found)
    assert bool(found) == bool(terms(text))


def test_a_number_with_blanks_keeps_its_groups() -> None:
    (term,) = terms("36 333")
    assert (term.form, term.pieces) == ("36333", ("36", "333"))


# --- phrases -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("geen plek", "Er is Geen  plek.", ["Geen  plek"]),
        ("oekraine", "In Oekraïne.", ["Oekraïne"]),
        ("Oekraïne", "OEKRAINE", ["OEKRAINE"]),
        ("foto's", "De foto’s.", ["foto’s"]),
        ("1F-opvang", "De 1F–opvang", ["1F–opvang"]),
        ("opvang", "noodopvang en opvang", ["opvang", "opvang"]),
        ("een\nplek", "geen plek", ["een plek"]),
        ("een plek", "een ▮ plek", []),
        ("straße", "STRASSE", ["STRASSE"]),
        ("ss", "ß", ["ß"]),
        ("aa", "aaa", ["aa"]),
        ("  ", "a b", []),
    ],
)
def test_a_phrase_is_found_as_it_reads(phrase: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in occurrences(phrase, text)] == found


@given(st.text(), st.integers(0, 20), st.integers(1, 20))
@example("a\N{COMBINING ACUTE ACCENT}", 1, 1)
@example("\N{COMBINING ACUTE ACCENT} a", 0, 3)
def test_every_stretch_of_a_text_is_found_in_it(text: str, start: int, length: int) -> None:
    stretch = text[start : start + length]
    found = occurrences(stretch, text)
    assert bool(found) == bool(searchable(stretch))
    ends = [0, *(end for _, end in found)]
    for (first, end), before in zip(found, ends, strict=False):
        assert 0 <= first < end <= len(text)
        assert first >= before or searchable(text[first:end]) != text[first:end]
        assert searchable(stretch) in searchable(text[first:end])
