"""Vectors come back from Chroma as they went in, and only vectors do."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lrt_search.errors import DamagedIndexError
from lrt_search.vector_index import VectorIndex
from lrt_search.vector_writer import write_vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHROMAS_MOST = 5461  # rows that Chroma takes at a time, on SQLite as Python brings it


def units(*rows: Sequence[float]) -> "NDArray[np.float32]":
    """Return the rows as unit vectors."""
    matrix = np.array(rows, np.float32)
    scaled: NDArray[np.float32] = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    return scaled


IDS = ("east", "north", "north-east", "west")
VECTORS = units((1, 0), (0, 1), (1, 1), (-1, 0))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vectors") / "chroma"
    assert write_vectors(path, [(IDS[:3], VECTORS[:3]), (IDS[3:], VECTORS[3:])]) == 4
    return path


@pytest.fixture
def index(folder: Path) -> Iterator[VectorIndex]:
    opened = VectorIndex(folder)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        ((1, 0), [("east", 1), ("north-east", 0.5**0.5), ("north", 0), ("west", -1)]),
        ((0, 1), [("north", 1), ("north-east", 0.5**0.5), ("east", 0), ("west", 0)]),
        (
            (1, 1),
            [("north-east", 1), ("east", 0.5**0.5), ("north", 0.5**0.5), ("west", -(0.5**0.5))],
        ),
    ],
)
def test_nearest_first_with_its_cosine_and_ties_by_id(
    index: VectorIndex, direction: tuple[float, float], expected: list[tuple[str, float]]
) -> None:
    near = index.nearest(units(direction)[0], 10)
    # A cosine that ought to be the same can differ in its last digit.
    assert dict(near) == pytest.approx(dict(expected), abs=1e-6)
    assert near == sorted(near, key=lambda pair: (-pair[1], pair[0]))
    assert near[0][0] == expected[0][0]


def test_vectors_that_are_the_same_come_by_id(tmp_path: Path) -> None:
    ids = ["c", "a", "b"]
    write_vectors(tmp_path / "chroma", [(ids, units((1, 2), (1, 2), (1, 2)))])
    index = VectorIndex(tmp_path / "chroma")
    assert [passage_id for passage_id, _ in index.nearest(units((1, 2))[0], 3)] == ["a", "b", "c"]
    index.close()


@pytest.mark.parametrize("limit", [1, 2, 4, 100])
def test_at_most_so_many_are_found(index: VectorIndex, limit: int) -> None:
    every = index.nearest(VECTORS[0], 4)
    assert index.nearest(VECTORS[0], limit) == every[:limit]


def test_the_same_question_gives_the_same_answer_after_reopening(folder: Path) -> None:
    question = units((3, 1))[0]
    answers = []
    for _ in range(2):
        index = VectorIndex(folder)
        answers += [index.nearest(question, 3), index.nearest(question, 3)]
        index.close()
    assert answers == [answers[0]] * 4


def test_vectors_come_back_by_id_and_unknown_ids_are_left_out(index: VectorIndex) -> None:
    found = index.vectors(["west", "nowhere", "north-east"])
    assert found.keys() == {"west", "north-east"}
    for passage_id, vector in found.items():
        assert vector.dtype == np.float32
        np.testing.assert_array_equal(vector, VECTORS[IDS.index(passage_id)])


def test_no_ids_give_no_vectors(index: VectorIndex) -> None:
    assert index.vectors([]) == {}


def test_an_index_without_vectors_is_empty(tmp_path: Path) -> None:
    assert write_vectors(tmp_path / "chroma", []) == 0
    index = VectorIndex(tmp_path / "chroma")
    assert len(index) == 0
    assert index.nearest(VECTORS[0], 5) == []
    assert index.vectors(["east"]) == {}
    index.close()


def test_more_than_chroma_takes_at_a_time_is_written_and_read(tmp_path: Path) -> None:
    count = CHROMAS_MOST + 9
    ids = [f"p{number:05}" for number in range(count)]
    angles = np.linspace(0.0, 3.0, count)
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    assert write_vectors(tmp_path / "chroma", [(ids, vectors)]) == count
    index = VectorIndex(tmp_path / "chroma")
    assert len(index) == count
    found = index.vectors(ids)
    assert found.keys() == set(ids)
    np.testing.assert_array_equal(found[ids[-1]], vectors[-1])
    assert index.nearest(vectors[-1], 1)[0][1] == pytest.approx(1, abs=1e-6)
    index.close()


def test_a_folder_that_is_missing_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndexError, match="chroma is missing"):
        VectorIndex(tmp_path / "chroma")
    assert not (tmp_path / "chroma").exists()


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "chroma").write_text("no folder")
    with pytest.raises(DamagedIndexError, match="chroma is missing"):
        VectorIndex(tmp_path / "chroma")


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "chroma").mkdir()
    with pytest.raises(DamagedIndexError, match="Chroma"):
        VectorIndex(tmp_path / "chroma")


def test_a_damaged_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(DamagedIndexError, match="Chroma"):
        VectorIndex(tmp_path / "chroma")


def test_chroma_holds_ids_and_no_text(index: VectorIndex) -> None:
    found = index._collection.get(include=["documents", "metadatas", "uris"])
    assert sorted(found["ids"]) == sorted(IDS)
    assert found["documents"] == found["metadatas"] == [None] * 4
    assert found["uris"] in (None, [None] * 4)
