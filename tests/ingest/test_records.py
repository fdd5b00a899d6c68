"""Documents that were read come back as they went in, however often they are asked for."""

import pickle
from pathlib import Path

import pytest

from ingest.documents import ReadFile, Reading, read_document
from ingest.records import PackedRecord, Records
from ingest.sources import find_sources
from lrt_search.catalogue import DocumentRecord


@pytest.fixture(scope="module")
def read(example_minutes: Path) -> list[DocumentRecord]:
    """Some minutes with redactions and statements, as they were read."""
    results = [read_document(one, Reading()) for one in find_sources([example_minutes])[:3]]
    return [record for one in results if isinstance(one, ReadFile) for record in one.records]


def test_documents_come_back_as_they_went_in(read: list[DocumentRecord]) -> None:
    kept = Records.of(read)
    assert len(kept) == len(read) == 3
    assert any(record.redactions for record in read)
    for _ in range(2):
        assert list(kept) == read
    assert list(pickle.loads(pickle.dumps(kept))) == read  # as a child sends them to the job


def test_the_documents_themselves_need_no_reading_back(read: list[DocumentRecord]) -> None:
    spoiled = Records(PackedRecord(record.document, b"") for record in read)
    assert spoiled.documents == tuple(record.document for record in read)


def test_some_of_them_in_another_order(read: list[DocumentRecord]) -> None:
    kept = Records.of(read)
    assert list(kept[1:]) == read[1:]
    assert list(Records(reversed(kept.packed))) == read[::-1]
    assert kept[-1] == read[-1]


def test_they_are_kept_in_less_than_they_take(read: list[DocumentRecord]) -> None:
    kept = sum(len(one.packed) for one in Records.of(read).packed)
    assert kept < sum(len(pickle.dumps(record)) for record in read) / 2
