"""The vectors of a generation, by passage id, in Chroma. The only importer of chromadb.

Chroma holds ids and vectors, never text: it can be rebuilt from the catalogue. A writer and a
reader never share a folder: a client that reads while another writes serves stale vectors
(chroma-core/chroma#3792), so a generation is written, closed, and only then opened to read.

Chroma writes memory that it has not filled to disk, so ``vector_writer`` calls ``write_collection``
in a process that never holds any text. Nor may a reader write it: Chroma keeps the first thousand
vectors in a log and makes the graph anew at each start, in the files of the generation, unless it
was told to put them into the graph at once.
"""

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lrt_search.errors import DamagedIndexError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_COLLECTION = "passages"
# A wide search over a small graph: on the tens of thousands of passages of an archive the
# approximate search then misses next to nothing, at a few milliseconds a question.
_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 500, "max_neighbors": 32}
# Every vector goes into the graph as it comes: a reader then finds nothing left to write.
_AT_ONCE = {"batch_size": 1, "sync_threshold": 1}


def _open_client(path: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    logging.getLogger("chromadb").setLevel(logging.ERROR)
    return chromadb.PersistentClient(
        path=str(path.absolute()), settings=Settings(anonymized_telemetry=False)
    )


def write_collection(
    path: Path, batches: Iterable[tuple[Sequence[str], "NDArray[np.float32]"]]
) -> int:
    """Write the vectors of a new generation here, in this process: see ``vector_writer``.

    Args:
        path: A folder that does not exist yet.
        batches: Passage ids and their vectors, ``(n, dimension)`` float32 of unit length.

    Returns:
        How many vectors were written.

    Raises:
        OSError: the folder cannot be made. What Chroma raises is its own.
    """
    path.mkdir()
    client = _open_client(path)
    try:
        collection = client.create_collection(
            _COLLECTION, embedding_function=None, configuration={"hnsw": _HNSW | _AT_ONCE}
        )
        most = client.get_max_batch_size()
        for ids, vectors in batches:
            for start in range(0, len(ids), most):
                collection.add(
                    ids=list(ids[start : start + most]), embeddings=vectors[start : start + most]
                )
        return int(collection.count())
    finally:
        client.close()


class VectorIndex:
    """Reads the vectors of a finished generation; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Open the vectors in the folder ``path``.

        Raises:
            DamagedIndexError: the folder is missing, or Chroma cannot read it.
        """
        if not path.is_dir():
            raise DamagedIndexError(path=str(path.parent), detail=f"{path.name} is missing")
        try:
            self._client = _open_client(path)
            self._collection = self._client.get_collection(_COLLECTION, embedding_function=None)
            self._count = int(self._collection.count())
        except Exception as error:  # Chroma raises many kinds; all mean that it cannot be read.
            raise DamagedIndexError(
                path=str(path.parent), detail=f"Chroma ({type(error).__name__})"
            ) from error

    def __len__(self) -> int:
        """Return how many vectors there are."""
        return self._count

    def nearest(self, vector: "NDArray[np.float32]", limit: int) -> list[tuple[str, float]]:
        """Find the passages nearest in meaning.

        Args:
            vector: ``(dimension,)``, unit length.
            limit: At most so many.

        Returns:
            Passage ids and cosines (-1 to 1, higher is nearer), best first; ties by id.
        """
        if not self._count:
            return []
        found = self._collection.query(
            query_embeddings=[vector], n_results=min(limit, self._count), include=["distances"]
        )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        near = [(passage_id, 1.0 - float(distance)) for passage_id, distance in pairs]
        return sorted(near, key=lambda pair: (-pair[1], pair[0]))

    def nearest_of(
        self, vector: "NDArray[np.float32]", passage_ids: Sequence[str], limit: int
    ) -> list[tuple[str, float]]:
        """Find those of the passages given that are nearest in meaning, each compared; as above."""
        known = self.vectors(passage_ids)
        near = [(passage_id, float(other @ vector)) for passage_id, other in known.items()]
        return sorted(near, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def vectors(self, passage_ids: Sequence[str]) -> dict[str, "NDArray[np.float32]"]:
        """Return the vectors of the passages given; one that has none is left out."""
        import numpy as np

        if not passage_ids:
            return {}
        found = self._collection.get(ids=list(passage_ids), include=["embeddings"])
        rows = np.asarray(found["embeddings"], dtype=np.float32)
        return dict(zip(found["ids"], rows, strict=True))

    def close(self) -> None:
        """Close the files."""
        self._client.close()
