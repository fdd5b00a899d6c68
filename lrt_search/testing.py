"""Stand-ins for tests, ours and those of programs built on the archive."""

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lrt_search.analysis import query_terms, terms
from lrt_search.embedding import ModelCard

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIMENSION = 256


class ToyEmbedder:
    """Embeds a text as the set of its stems: two texts are as near as the words they share.

    A stem sets one of ``DIMENSION`` numbers, chosen by its hash. Scores can be worked out by
    hand: two texts of n and m stems with k in common have cosine k / sqrt(n * m). Words given as
    ``synonyms`` count as one, which makes a match by meaning without a common word.
    """

    def __init__(self, name: str = "toy", synonyms: Sequence[tuple[str, str]] = ()) -> None:
        """Name the model; another name is another model to the index."""
        self._name = name
        self._synonyms = {terms(a)[0].stem: terms(b)[0].stem for a, b in synonyms}
        self.embedded: list[str] = []

    @property
    def card(self) -> ModelCard:
        """What the model is."""
        fingerprint = hashlib.sha256(self._name.encode()).hexdigest()
        return ModelCard(self._name, fingerprint, DIMENSION, max_tokens=512)

    def embed_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> "NDArray[np.float32]":
        """Return one unit vector a text; ``embedded`` remembers which texts were asked for."""
        import numpy as np

        self.embedded.extend(texts)
        rows = [self._vector([term.stem for term in terms(text)]) for text in texts]
        if on_progress:
            on_progress(len(texts))
        return np.stack(rows) if rows else np.zeros((0, DIMENSION), np.float32)

    def embed_query(self, text: str) -> "NDArray[np.float32]":
        """Return the unit vector of a question."""
        return self._vector([term.stem for term in query_terms(text)])

    def embed_queries(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return the unit vectors of questions, as rows."""
        import numpy as np

        rows = [self.embed_query(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, DIMENSION), np.float32)

    def _vector(self, stems: Sequence[str]) -> "NDArray[np.float32]":
        import numpy as np

        vector = np.zeros(DIMENSION, np.float32)
        for stem in stems or ["-"]:
            known = self._synonyms.get(stem, stem)
            digest = hashlib.sha256(known.encode()).digest()
            vector[int.from_bytes(digest[:4], "big") % DIMENSION] = 1.0
        unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
        return unit
