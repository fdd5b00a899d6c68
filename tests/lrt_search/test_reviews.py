"""The reviews: the last word on a statement counts, and they go with their document."""

from pathlib import Path

import pytest

from lrt_search.errors import DamagedReviewsError, IndexNotWritableError
from lrt_search.reviews import (
    Review,
    Verdict,
    forget_reviews_of,
    holds_reviews_of,
    note_review,
    reviews,
    reviews_file,
)

RIGHT = Review("s1", "1" * 16, Verdict.CONFIRMED, "2026-11-23T12:00:00Z", "De Griffie", "één")
WRONG = Review("s1", "1" * 16, Verdict.REJECTED, "2026-11-24T12:00:00Z")
OTHER = Review("s2", f"{'2' * 16}-p7", Verdict.CONFIRMED, "2026-11-25T12:00:00Z")


def test_without_a_file_nothing_was_reviewed(tmp_path: Path) -> None:
    assert reviews(tmp_path) == {}
    assert not holds_reviews_of(tmp_path, {"1" * 16})
    forget_reviews_of(tmp_path, {"1" * 16})
    assert not reviews_file(tmp_path).exists()


def test_the_last_line_on_a_statement_counts_and_none_is_lost(tmp_path: Path) -> None:
    for review in (RIGHT, OTHER, WRONG):
        note_review(tmp_path, review)
    assert reviews(tmp_path) == {"s1": WRONG, "s2": OTHER}
    assert len(reviews_file(tmp_path).read_text(encoding="utf-8").splitlines()) == 3


def test_the_reviews_of_a_file_go_with_all_its_parts(tmp_path: Path) -> None:
    for review in (RIGHT, OTHER):
        note_review(tmp_path, review)
    assert holds_reviews_of(tmp_path, {"2" * 16})
    forget_reviews_of(tmp_path, {"2" * 16})
    assert reviews(tmp_path) == {"s1": RIGHT}
    assert "s2" not in reviews_file(tmp_path).read_text(encoding="utf-8")


def test_a_line_that_a_killed_command_did_not_end_is_passed_over(tmp_path: Path) -> None:
    note_review(tmp_path, RIGHT)
    with reviews_file(tmp_path).open("a") as file:
        file.write('{"statement_id": "s9"')
    assert reviews(tmp_path) == {"s1": RIGHT}
    note_review(tmp_path, OTHER)
    assert reviews(tmp_path) == {"s1": RIGHT, "s2": OTHER}


@pytest.mark.parametrize(
    "line", ["", "{", "[]", '{"verdict": "perhaps"}', '{"verdict": "rejected"}']
)
def test_a_line_that_cannot_be_read_is_told(tmp_path: Path, line: str) -> None:
    note_review(tmp_path, RIGHT)
    with reviews_file(tmp_path).open("a") as file:
        file.write(line + "\n")
    note_review(tmp_path, WRONG)
    with pytest.raises(DamagedReviewsError, match="line 2"):
        reviews(tmp_path)


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    reviews_file(tmp_path).mkdir()
    with pytest.raises(IndexNotWritableError):
        note_review(tmp_path, RIGHT)
