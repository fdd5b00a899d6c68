import pytest

from lrt_search.domain import Evidence
from lrt_search.evidence import judged, sureness
from lrt_search.fusion import Background
from lrt_search.lexical_index import WordMatches

BACKGROUND = Background(mean=0.8, deviation=0.02)


@pytest.mark.parametrize(
    ("coverage", "nearest", "evidence"),
    [
        (1.0, 0.86, Evidence.STRONG),
        (1.0, 0.80, Evidence.STRONG),  # all that was asked stands there
        (0.5, 0.92, Evidence.STRONG),
        (0.5, 0.80, Evidence.WEAK),  # half of it, in a passage about something else
        (0.3, 0.88, Evidence.WEAK),
        (0.0, 0.87, Evidence.NONE),
        (0.0, None, Evidence.NONE),
    ],
)
def test_words_and_meaning_make_it_sure(
    coverage: float, nearest: float | None, evidence: Evidence
) -> None:
    words = WordMatches(((1, 3.0),), {1: coverage}, ())
    sure = sureness(words, nearest, BACKGROUND)
    assert 0 <= sure <= 1
    assert judged(sure) is evidence


def test_more_of_either_never_makes_it_less_sure() -> None:
    table = [
        [sureness(WordMatches((), {1: c / 10}, ()), 0.8 + m / 100, BACKGROUND) for m in range(10)]
        for c in range(11)
    ]
    assert all(row == sorted(row) for row in table)
    assert all(list(column) == sorted(column) for column in zip(*table, strict=True))
