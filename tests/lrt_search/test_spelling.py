import pytest

from lrt_search.spelling import Spelling

COUNTS = {
    "kazerne": 9,
    "kazernes": 2,
    "inburgering": 5,
    "registratie": 4,
    "nood": 3,
    "opvang": 8,
    "apel": 2,
    "kade": 1,
    "kaders": 3,
    "2024": 7,
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kazrne", "kazerne"),
        ("kazenre", "kazerne"),  # two letters changed places
        ("inburgring", "inburgering"),
        ("inburgrinng", "inburgering"),  # a long word may have two slips
        ("registatie", "registratie"),
        ("appel", "apel"),
        ("noodopvnag", "noodopvang"),  # a compound of words that the archive has
        ("kasrne", None),  # two slips in a short word
        ("azerne", None),  # the first letter
        ("kade", None),  # four letters
        ("2025", None),
        ("zwembad", None),
    ],
)
def test_what_is_meant_by_a_misspelt_word(typed: str, meant: str | None) -> None:
    assert Spelling(COUNTS).meant(typed) == meant


def test_of_two_words_as_near_the_more_usual_one_is_meant() -> None:
    assert Spelling({"locatie": 1, "locatis": 5}).meant("locatif") == "locatis"
    assert Spelling({"locatie": 5, "locatis": 5}).meant("locatif") == "locatie"
