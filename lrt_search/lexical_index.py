"""The word search: which passages hold the words of a question, by BM25 over Dutch stems."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lrt_search.analysis import terms
from lrt_search.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class WordMatches:
    """What the word search found.

    Attributes:
        ranked: Passage numbers and BM25 scores (higher is better), best first.
        coverage: By passage number, the share of the question's weight that its words carry:
            above 0 to 1. A rare word weighs more than a common one (its inverse document
            frequency); a word that the archive does not hold weighs nothing.
        unknown: Stems of the question that no passage holds.
    """

    ranked: tuple[tuple[int, float], ...]
    coverage: dict[int, float]
    unknown: tuple[str, ...]


class LexicalIndex:
    """Looks words up in the catalogue of a generation."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Look words up in ``catalogue``."""
        self._catalogue = catalogue
        self._size = catalogue.counts().passages

    def search(self, stems: Sequence[str], limit: int) -> WordMatches:
        """Find the passages with at least one of the stems, the best ``limit`` of them."""
        weights: dict[str, float] = {}
        unknown = []
        for stem in stems:
            frequency = self._catalogue.count_words(_quoted(stem))
            if frequency:
                weights[stem] = math.log(1 + self._size / frequency)
            else:
                unknown.append(stem)
        if not weights:
            return WordMatches((), {}, tuple(unknown))
        ranked = self._catalogue.match_words(" OR ".join(map(_quoted, weights)), limit)
        coverage = dict.fromkeys((number for number, _ in ranked), 0.0)
        total = sum(weights.values())
        for stem, weight in weights.items():
            for number in self._catalogue.numbers_with(_quoted(stem)):
                if number in coverage:
                    coverage[number] += weight / total
        return WordMatches(tuple(ranked), coverage, tuple(unknown))

    def with_any(self, words: Sequence[str]) -> list[int]:
        """Return the numbers of all passages with one of the words, or with a form of it."""
        stems = {term.stem for word in words for term in terms(word)}
        return self._catalogue.numbers_with(" OR ".join(map(_quoted, sorted(stems))))


def _quoted(stem: str) -> str:
    """Make a stem a string of FTS5: whatever a reader types is never query syntax."""
    return '"' + stem.replace('"', '""') + '"'
