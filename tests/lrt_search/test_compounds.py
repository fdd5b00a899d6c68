"""Which words are taken apart by the words of an archive, and which are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrt_search.compounds import SHORTEST, Compounds, is_related

# How many passages have each word.
COUNTS = {
    "asiel": 9,
    "opvang": 50,
    "plek": 4,
    "plekken": 20,
    "defensie": 8,
    "locatie": 30,
    "defensielocaties": 5,
    "rijk": 12,
    "vastgoed": 3,
    "crisis": 4,
    "nood": 5,
    "noodopvang": 9,
    "gemeente": 60,
    "fonds": 2,
    "woning": 9,
    "bouw": 9,
    "verslag": 9,
    "verslagen": 9,
    "vers": 1,
    "lagen": 1,
    "over": 90,
    "leg": 9,
    "zicht": 7,
    "azc": 9,
    "wet": 9,
    "spreiding": 9,
    "status": 2,
    "houders": 3,
    "statushouders": 40,
    "sommen": 6,
    "dwang": 3,
    "om": 50,
}


def related(form: str) -> int:
    others = {"locaties": "locatie", "ommen": "om"}
    other = others.get(form, "")
    return COUNTS[other] if other and is_related(form, other) else 0


COMPOUNDS = Compounds(lambda form: COUNTS.get(form, 0), related)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("defensielocaties", ("defensie", "locaties")),
        ("asielopvang", ("asiel", "opvang")),
        ("asielopvangplekken", ("asielopvang", "asiel", "opvang", "plekken")),
        ("crisisnoodopvang", ("crisis", "noodopvang", "nood", "opvang")),
        ("rijksvastgoed", ("rijk", "vastgoed")),
        ("gemeentefonds", ("gemeente", "fonds")),
        ("gemeentenfonds", ("gemeente", "fonds")),
        ("woningbouw", ("woning", "bouw")),
        ("dwangsommen", ("dwang", "sommen")),
    ],
)
def test_a_compound_is_taken_apart(word: str, parts: tuple[str, ...]) -> None:
    assert COMPOUNDS.parts(word) == parts


@pytest.mark.parametrize(
    "word",
    [
        "opvang",
        "verslagen",  # more usual than "vers" and "lagen"
        "statushouders",
        "overleg",
        "overzicht",
        "spreidingswet",  # "wet" is too short to be sure of
        "azcplekken",
        "onbekendwoord",
        "locaties",
        "locatielocat",
        "5.1.2e",
        "dt&v",
        "",
        "a" * 5000,
    ],
)
def test_a_word_is_left_whole(word: str) -> None:
    assert COMPOUNDS.parts(word) == ()


@given(st.lists(st.sampled_from([*COUNTS, "s", "en", "e"]), max_size=5).map("".join))
def test_parts_are_words_of_the_compound_and_never_short(word: str) -> None:
    for part in COMPOUNDS.parts(word):
        assert part in word
        assert len(part) >= SHORTEST
        assert part != word
