"""Grounds: what is printed on a redaction -> what the law says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrt_search.grounds import (
    GROUNDS,
    GroundKind,
    grounds_in,
    looks_clipped,
    looks_like_ground,
    normalise,
)


def test_a_ground_tells_its_article_and_its_name() -> None:
    ground = GROUNDS["5.1.2e"]
    assert ground.article == "artikel 5.1, tweede lid, onder e, Woo"
    assert ground.label == "Eerbiediging van de persoonlijke levenssfeer"
    assert ground.kind is GroundKind.RELATIVE
    assert GROUNDS["10.2e"].article == "artikel 10, tweede lid, onder e, Wob"
    assert [code for code, ground in GROUNDS.items() if ground.code != code] == []


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("5.1.2e", "5.1.2e"),
        ("5.1.2.e", "5.1.2e"),
        ("5.1.2 e", "5.1.2e"),
        ("5.1.2E", "5.1.2e"),
        ("512e", "5.1.2e"),
        ("5.12e", "5.1.2e"),
        ("5 12e", "5.1.2e"),
        ("5 1.2.e", "5.1.2e"),
        ("5.1,2.e", "5.1.2e"),
        ("[5.1.2.e]", "5.1.2e"),
        ("art. 5.1.2.e", "5.1.2e"),
        ("5.1.2e Woo", "5.1.2e"),
        ("5.1 lid 2 sub e", "5.1.2e"),
        ("artikel 5.1, lid 2, onder e", "5.1.2e"),
        ("artikel 5.1, tweede lid, aanhef en onder e, van de Woo", "5.1.2e"),
        ("5.1.1.d", "5.1.1d"),
        ("10.2.e", "10.2e"),
        ("102e", "10.2e"),
        ("art. 10 lid 2 sub e Wob", "10.2e"),
        ("5.1.5", "5.1.5"),
        ("5.2", "5.2"),
        ("5.2.1", "5.2"),
        ("11.1", "11.1"),
    ],
)
def test_a_ground_is_read_however_it_is_printed(printed: str, code: str) -> None:
    assert normalise(printed) == code
    assert looks_like_ground(printed, boxed=True)
    assert looks_like_ground(printed) == code[-1].isalpha()


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("5.1.1f", "5.1.1f"),  # the law has no such letter
        ("5.1.2", "5.1.2"),
        ("10.2", "10.2"),
        ("15.1.2e", "15.1.2e"),
        ("1512e", "1512e"),
        ("5.1.2 een", "5.1.2 een"),
        ("5,15", "5,15"),
        ("5.25", "5.25"),
        ("  zie   bijlage ", "zie bijlage"),
        ("", ""),
    ],
)
def test_what_is_no_ground_is_kept_as_printed(printed: str, kept: str) -> None:
    assert normalise(printed) == kept
    assert not looks_like_ground(printed, boxed=True)


@given(st.text(alphabet="0123456789 .,-/()", max_size=20))
def test_a_number_without_a_letter_is_never_a_ground(number: str) -> None:
    assert not looks_like_ground(number)


@pytest.mark.parametrize("code", GROUNDS)
def test_every_code_and_every_article_reads_as_itself(code: str) -> None:
    assert normalise(code) == code
    assert normalise(GROUNDS[code].article) == code
    assert grounds_in(f"{code}; {code}") == (code,)


@pytest.mark.parametrize(
    ("label", "grounds"),
    [
        ("", ()),
        ("5.1.2.e", ("5.1.2e",)),
        ("5.1.2e; 5.1.2i", ("5.1.2e", "5.1.2i")),
        ("5.1.2e / 5.1.2i", ("5.1.2e", "5.1.2i")),
        ("5.1.2e, 5.1.2i", ("5.1.2e", "5.1.2i")),
        ("5.1.2.e5.1.2.i", ("5.1.2e", "5.1.2i")),
        ("5.1.2e 5.1.2e\n5.1.2e", ("5.1.2e",)),
        ("Woo: 5.1.2e", ("5.1.2e",)),
        ("11.1 / 10.2e", ("11.1", "10.2e")),
        ("10.2", ("10.2",)),
        ("10.", ("10.",)),
        ("dubbel", ("dubbel",)),
        ("5.1.2e; dubbel", ("5.1.2e", "dubbel")),
    ],
)
def test_a_label_may_name_several_grounds(label: str, grounds: tuple[str, ...]) -> None:
    assert grounds_in(label) == grounds


@pytest.mark.parametrize("label", ["10.", "10.2", "5.1.", "5.1.2", "1.2e", ".2.e"])
def test_a_label_may_be_cut_off_by_its_box(label: str) -> None:
    assert looks_clipped(label)


@pytest.mark.parametrize("label", ["", "2023", "Datum", "7", "12", "n.v.t."])
def test_other_words_are_no_label_that_is_cut_off(label: str) -> None:
    assert not looks_clipped(label)
