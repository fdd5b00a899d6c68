"""The tombstones: the last word on a document counts, and a torn line is no word."""

from pathlib import Path

import pytest

from lrt_search.errors import DamagedIndexError, IndexNotWritableError
from lrt_search.withdrawn import (
    Withdrawal,
    note_reinstated,
    note_withdrawn,
    tombstones_file,
    withdrawals,
)

ONE = Withdrawal("1" * 16, "1" * 64, "2026-11-23T12:00:00Z", "één reden")
TWO = Withdrawal("2" * 16, "2" * 64, "2026-11-24T12:00:00Z", "een andere", "De Griffie")


def test_without_a_file_nothing_is_withdrawn(tmp_path: Path) -> None:
    assert withdrawals(tmp_path) == {}


def test_the_last_line_on_a_document_counts(tmp_path: Path) -> None:
    note_withdrawn(tmp_path, ONE)
    note_withdrawn(tmp_path, TWO)
    assert withdrawals(tmp_path) == {ONE.document_id: ONE, TWO.document_id: TWO}
    note_reinstated(tmp_path, ONE)
    assert withdrawals(tmp_path) == {TWO.document_id: TWO}
    note_withdrawn(tmp_path, ONE)
    assert list(withdrawals(tmp_path)) == [TWO.document_id, ONE.document_id]


@pytest.mark.parametrize("torn", ['{"action": "with', '{"action": "withdrawn"', "\n"])
def test_a_line_that_a_killed_job_did_not_end_is_passed_over_and_overwritten(
    tmp_path: Path, torn: str
) -> None:
    note_withdrawn(tmp_path, ONE)
    with tombstones_file(tmp_path).open("a") as file:
        file.write(torn.strip())
    assert list(withdrawals(tmp_path)) == [ONE.document_id]
    note_withdrawn(tmp_path, TWO)
    assert list(withdrawals(tmp_path)) == [ONE.document_id, TWO.document_id]


@pytest.mark.parametrize("line", ["", "{", "[]", '{"action": "withdrawn"}', '{"x": 1}'])
def test_a_line_that_cannot_be_read_is_told(tmp_path: Path, line: str) -> None:
    note_withdrawn(tmp_path, ONE)
    with tombstones_file(tmp_path).open("a") as file:
        file.write(line + "\n")
    note_withdrawn(tmp_path, TWO)
    with pytest.raises(DamagedIndexError, match=r"withdrawn\.jsonl, line 2"):
        withdrawals(tmp_path)


def test_the_error_for_a_reader_says_when_and_why() -> None:
    assert "on 2026-11-23. Reason: één reden." in str(ONE.error())


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tombstones_file(tmp_path).mkdir()
    with pytest.raises(IndexNotWritableError):
        note_withdrawn(tmp_path, ONE)
    with pytest.raises(DamagedIndexError):
        withdrawals(tmp_path)
