"""Quotations: verbatim is strict, and a near one says what differs."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrt_search.errors import EmptyQuotationError, QuotationTooLongError
from lrt_search.quotations import (
    LONGEST,
    Between,
    DifferenceKind,
    Match,
    nearest,
    parse_quotation,
    plain,
    verbatim,
)

TEXT = (
    "De staatssecretaris zegt dat er drie defensie-\nlocaties in beeld zijn. Niet alle gemeenten\n"
    "doen mee. Brief aan ▮ over de termijnen kost 1.360 euro.\n"
    "De ﬁnanciering loopt tot 1 mei 2024. ‘Dit is mogelijk’, aldus VNG. Het COA – of de IND –\n"
    "onder\u00adzoekt e\u0301e\u0301n optie (zie bijlage [2]) ..."
)


def found(quotation: str, text: str = TEXT) -> list[Match]:
    for way in parse_quotation(quotation):
        matches = verbatim(way, text)
        if matches:
            return matches
    return []


def near(quotation: str, text: str = TEXT) -> Match | None:
    return nearest(parse_quotation(quotation)[-1], text)


@pytest.mark.parametrize(
    "quotation",
    [
        "er drie defensielocaties in beeld zijn.",
        "er drie defensie-locaties in beeld zijn",
        "er drie defensie-\n  locaties in beeld zijn",
        "“Er drie defensielocaties in beeld zijn”",
        "„alle gemeenten doen mee.”",
        "«alle gemeenten doen mee»,",
        "“alle gemeenten doen mee,”",
        "alle  gemeenten\r\ndoen\u00a0mee",
        "alle ge\u00admeen\u200bten doen mee",
        "De financiering loopt",
        '"Dit is mogelijk", aldus VNG',
        "Het COA - of de IND - onderzoekt één optie",
        "Brief aan [gelakt] over de termijnen",
        "Brief aan [gelakt: 5.1.2e] over de termijnen",
        "Brief aan ███ over de termijnen",
        "brief aan XXX over de termijnen",
        "Brief aan over de termijnen",
        "kost 1.360 euro",
        "(zie bijlage [2]) ...",
        "[d]e financiering loopt tot 1 mei",
        "De staatssecretaris (...) in beeld zijn",
        "De staatssecretaris … in beeld zijn […] Brief aan",
        "De [bewindspersoon] zegt dat er drie",
        "De staatssecretaris zegt dat [volgens hem] er drie",
    ],
)
def test_stands_there_as_it_reads(quotation: str) -> None:
    matches = found(quotation)
    assert [match.verbatim for match in matches] == [True]


@pytest.mark.parametrize(
    "quotation",
    [
        "er vier defensielocaties in beeld zijn",
        "alle gemeente doen mee",
        "alle Gemeenten doen mee",
        "alle gemeenten doen niet mee",
        "alle gemeenten, doen mee",
        "kost 1",
        "kost 1.36",
        "360 euro",
        "De financiering loopt tot 1 mei 2025",
        "De financiering loopt tot 2024",
        "Brief aan [gelakt] [gelakt] over [gelakt] de termijnen",
        "over [gelakt] de termijnen",
        "staats",
        "Het CAO of de IND",
        "in beeld zijn (...) De staatssecretaris",
    ],
)
def test_does_not_stand_there_as_it_reads(quotation: str) -> None:
    assert found(quotation) == []


@pytest.mark.parametrize(
    ("quotation", "source"),
    [
        ("De staatssecretaris (...) alle gemeenten doen mee", None),
        ("er [geen] defensielocaties in beeld zijn", "drie"),
        ("de termijnen kost [2.000] euro", "1.360"),
        ("alle gemeenten doen mee [niet]", ""),
        ("[Geen van] alle gemeenten doen mee", ""),
        ("alle gemeenten [zonder meer] (...) doen mee", ""),
    ],
)
def test_passing_over_what_changes_the_meaning_is_not_verbatim(
    quotation: str, source: str | None
) -> None:
    (match,) = found(quotation)
    assert not match.verbatim
    told = [one for one in match.passed if one.kinds]
    assert told and (source is None or told[0].source == source)


def test_a_sentence_left_out_as_a_whole_may_hold_a_negation() -> None:
    (match,) = found("in beeld zijn. (...) Brief aan")
    assert match.verbatim
    assert match.passed[0].kinds == (DifferenceKind.NEGATION,)


def test_says_what_was_left_out_and_put_in() -> None:
    (match,) = found("De staatssecretaris (...) drie [mogelijke] defensielocaties")
    assert [(one.gap.kind, one.gap.inserted, one.source) for one in match.passed] == [
        (Between.OMISSION, "", "zegt dat er"),
        (Between.INSERTION, "mogelijke", ""),
    ]


def test_words_put_in_at_either_end_are_told() -> None:
    (match,) = found("[Volgens VNG] alle gemeenten doen mee [voortaan].")
    assert match.verbatim
    assert [one.gap.inserted for one in match.passed] == ["Volgens VNG", "voortaan"]


def test_a_negation_outside_the_quotation_is_told() -> None:
    (match,) = found("alle gemeenten doen mee")
    assert (match.before, match.outside) == ("Niet", ("Niet",))


def test_a_redaction_that_is_not_shown_is_counted() -> None:
    assert found("Brief aan over de termijnen")[0].redactions == 1
    assert found("Brief aan ▮ over de termijnen")[0].redactions == 0


def test_finds_every_place() -> None:
    assert len(found("de opvang", "De opvang stopt. Is de opvang vol? Deopvang, de\nopvang.")) == 3


@pytest.mark.parametrize(
    ("quotation", "kinds"),
    [
        ("er vier defensielocaties in beeld zijn", {DifferenceKind.NUMBER}),
        ("De financiering loopt tot 1 juni 2024", {DifferenceKind.NUMBER}),
        ("De financiering loopt niet tot 1 mei 2024", {DifferenceKind.NEGATION}),
        ("‘Dit is onmogelijk’, aldus VNG. Het COA", {DifferenceKind.NEGATION}),
        ("Dit is mogelijk’, aldus IPO. Het COA", {DifferenceKind.NAME}),
        ("Alle gemeenten doen hieraan mee. Brief aan", {DifferenceKind.WORDS}),
        ("alle Gemeenten doen mee. Brief aan", {DifferenceKind.CASE}),
        ("De financering loopt tot 1 mei 2024", {DifferenceKind.SPELLING}),
        ("alle gemeenten, doen mee. Brief aan", {DifferenceKind.PUNCTUATION}),
        ("alle [gelakt] gemeenten doen mee. Brief aan", {DifferenceKind.REDACTION}),
    ],
)
def test_names_what_differs(quotation: str, kinds: set[DifferenceKind]) -> None:
    match = near(quotation)
    assert match is not None and not match.verbatim and match.similarity < 1
    assert {kind for step in match.differences for kind in step.kinds} == kinds


def test_the_steps_give_quotation_and_archive_again() -> None:
    match = near("De minister zegt dat er vier defensielocaties in beeld zijn")
    assert match is not None
    assert " ".join(step.quoted for step in match.steps if step.quoted) == (
        "De minister zegt dat er vier defensielocaties in beeld zijn"
    )
    assert " ".join(step.source for step in match.steps if step.source) == (
        "De staatssecretaris zegt dat er drie defensie- locaties in beeld zijn"
    )


@pytest.mark.parametrize(
    "quotation",
    ["appels en peren zijn dit jaar duur", "gemeenten kost mei", "De IND zegt dat VNG mee moet"],
)
def test_what_hardly_agrees_is_not_near(quotation: str) -> None:
    assert near(quotation) is None


@pytest.mark.parametrize(
    "quotation",
    ["", " ", "a", "...", "(...)", "“”", "[gelakt]", "\x00\x01\x02", "\u200f\u202e", "%_"],
)
def test_a_quotation_without_a_word_is_refused(quotation: str) -> None:
    with pytest.raises(EmptyQuotationError):
        parse_quotation(quotation)


def test_a_quotation_too_long_is_refused() -> None:
    with pytest.raises(QuotationTooLongError):
        parse_quotation("a" * (LONGEST + 1))


@given(st.integers(0, len(TEXT.split()) - 3), st.integers(3, 12))
def test_every_run_of_words_stands_there(first: int, count: int) -> None:
    words = TEXT.split()[first : first + count]
    quotation = " ".join(words).removesuffix(",")
    halved = words[-1].endswith("-") or TEXT.split()[first - 1].endswith("-")
    if not halved and "..." not in quotation and len(quotation) > 5:
        start = found(quotation)[0].start
        assert TEXT[start:].split()[0].lstrip("‘(") in TEXT.split()[first].lstrip("‘(")


@given(st.text(max_size=60))
def test_any_text_is_checked_or_refused(text: str) -> None:
    try:
        ways = parse_quotation(text)
    except EmptyQuotationError:
        return
    for way in ways:
        verbatim(way, TEXT)
        nearest(way, TEXT)


@given(st.text(max_size=40))
def test_plain_text_leads_back_to_its_places(text: str) -> None:
    shown = plain(text)
    assert len(shown.places) == len(shown.text) + 1
    assert list(shown.places) == sorted(shown.places)
    assert "  " not in shown.text and not re.search(r"[\n\t\u00ad]", shown.text)


def test_many_signs_in_a_text_that_nearly_matches_take_no_time_without_limit() -> None:
    words = [f"woord{number}" for number in range(40)]
    text = " ".join(random.Random(1).choices(words, k=4000))
    quotation = " [x] ".join(random.Random(2).choices(words, k=60)) + " (...) nergens"
    assert found(quotation, text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("De opvang¹ is vol.", "De opvang is vol."),
        ("Dat is akkoord.¹² Verder niets.", "Dat is akkoord. Verder niets."),
        ("Een zaal van 40 m² en 2 km².", "Een zaal van 40 m² en 2 km²."),
    ],
)
def test_the_number_of_a_footnote_is_no_part_of_what_is_quoted(text: str, told: str) -> None:
    assert plain(text).text == plain(told).text
