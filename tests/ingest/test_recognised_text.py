"""Two recognitions of one word differ by a few letters; two words by most of them."""

import numpy as np
import pytest

from ingest import recognised_text as recognised
from ingest.recognised_text import LayerWord


@pytest.mark.parametrize(
    ("layer", "read"),
    [
        ("vergadering", "de vergadering van"),
        ("vcrgadenng", "vergadering"),
        ("Minister-president", "minister president"),
        ("coördinatie", "coordinatie"),
        ("1985", "l9B5"),
    ],
)
def test_a_misread_word_is_the_same_word(layer: str, read: str) -> None:
    likeness = recognised._likeness(recognised._folded(layer), recognised._folded(read))
    assert likeness >= recognised._ALIKE


@pytest.mark.parametrize(
    ("layer", "read"),
    [
        ("Eikenhout", "5.1.2e 5.1.2i"),
        ("Eikenhout", "functionaris"),
        ("Eikenhout", ""),
        ("Brouwers", "de heer licht"),
        ("0612345678", "5.1.2e"),
    ],
)
def test_another_word_is_not(layer: str, read: str) -> None:
    likeness = recognised._likeness(recognised._folded(layer), recognised._folded(read))
    assert likeness < recognised._ALIKE


@pytest.mark.parametrize("text", ["5.1.2e", "5.1.2.e", "(5.1.2i)", "10.2.g", "5.1.2e5.1.2i", "5.2"])
def test_a_ground_is_known_when_it_is_read(text: str) -> None:
    assert recognised._GROUND_READ.search(text)


@pytest.mark.parametrize("text", ["5120", "10.250", "art", "2015.1.2", "510 2"])
def test_a_number_is_no_ground(text: str) -> None:
    assert not recognised._GROUND_READ.search(text)


@pytest.mark.parametrize("text", ["§.1.2e", "S12e", "Bel.2.e", "51.2.e]"])
def test_a_misread_ground_is_no_word(text: str) -> None:
    assert recognised._is_misread_ground(text)


@pytest.mark.parametrize(
    ("text", "width", "tells"),
    [
        ("Eikenhout", 120, True),
        ("0612345678", 140, True),
        ("BEEN", 240, False),  # a bar
        ("ntwrp", 70, False),  # no vowel
        ("Eikenhout", 16, False),  # a rule
        ("Bos", 40, False),  # too short to be told from rubbish
    ],
)
def test_a_word_has_vowels_or_digits_and_the_width_of_a_word(
    text: str, width: float, tells: bool
) -> None:
    assert recognised._tells_something(text, (0, 0, width, 24)) is tells


@pytest.mark.parametrize(
    ("second", "turn"),
    [((60, 50), 0), ((50, 40), 1), ((40, 50), 2), ((50, 60), 3)],
    ids=["right", "up", "left", "down"],
)
def test_the_turn_of_a_page_is_read_from_its_letters(
    second: tuple[float, float], turn: int
) -> None:
    letters = np.array([(x, y, x + 8, y + 8) for x, y in ((50, 50), second)], float)
    assert recognised._turn_of([LayerWord("ab", letters)]) == turn


def test_no_word_is_printed() -> None:
    assert "geheim" not in repr(LayerWord("geheim", np.zeros((6, 4))))
