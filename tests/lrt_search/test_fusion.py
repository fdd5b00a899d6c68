"""Two lists become one; every figure can be worked out by hand."""

import math

import pytest

from lrt_search.fusion import Background, fuse, is_described
from lrt_search.lexical_index import WordMatches

BACKGROUND = Background(mean=0.8, deviation=0.05)
NEAR = [(1, 0.95), (2, 0.9), (3, 0.8)]  # margins 3, 2 and 0


def words(*found: tuple[int, float, float]) -> WordMatches:
    """Return matches of number, BM25 and coverage."""
    ranked = tuple((number, score) for number, score, _ in found)
    return WordMatches(ranked, {number: coverage for number, _, coverage in found}, ())


@pytest.mark.parametrize(
    ("found", "order"),
    [
        (words(), [1, 2, 3]),
        (words((2, 5.0, 1.0)), [2, 1, 3]),  # 2 + 0.6 * 5 = 5
        (words((3, 3.0, 1.0)), [1, 2, 3]),  # 0.6 * 3 = 1.8
        (words((2, 4.0, 0.4)), [1, 2, 3]),  # 2 + 0.6 * 0.4 * 4 = 2.96
        (words((2, 9.0, 0.3)), [1, 2, 3]),  # too little of the question: no evidence
        (words((4, 9.0, 1.0)), [4, 1, 2, 3]),  # as near as the last, and 5.4 for its words
        (words((4, 9.0, 1.0), (5, 9.0, 0.3)), [4, 1, 2, 3]),
    ],
)
def test_the_order(found: WordMatches, order: list[int]) -> None:
    assert [one.number for one in fuse(found, NEAR, BACKGROUND)] == order


def test_scores_tell_how_much_less_there_is_than_of_the_best() -> None:
    scores = [one.score for one in fuse(words(), NEAR, BACKGROUND)]
    assert scores == pytest.approx([1, math.exp(-1), math.exp(-3)])


def test_a_passage_is_a_hit_where_the_question_says_so() -> None:
    assert [one.number for one in fuse(words(), NEAR, BACKGROUND, also=(7,))] == [1, 2, 3, 7]


def test_where_all_is_as_near_only_words_tell() -> None:
    found = fuse(words((2, 1.0, 1.0)), NEAR, Background(0.9, 0.0))
    assert [one.number for one in found] == [2, 1, 3]


@pytest.mark.parametrize(("coverage", "described"), [(0.39, True), (0.4, False)])
def test_a_question_without_its_words_in_a_passage_describes_a_thought(
    coverage: float, described: bool
) -> None:
    assert is_described(words((1, 2.0, coverage))) is described
    assert is_described(words())
