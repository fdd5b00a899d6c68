"""Two ranked lists -> one. Pure.

How the lists become one was measured: ``docs/decisions/0004-two-lists-into-one.md``.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lrt_search.lexical_index import WordMatches

# The share of meaning in a score; the rest is words.
MEANING_WEIGHT = 0.4
# A passage with less than this share of the weight of a question's words is no hit by its words.
LEAST_COVERAGE = 1 / 3
# Passages that have nothing but their meaning in common with the question: the nearest few.
MEANING_ONLY = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that one or both searches found.

    Attributes:
        number: Of the passage in the catalogue.
        score: 0 to 1, higher is better; only comparable within one question.
        word_rank, meaning_rank: From 1; None where that search did not find it.
        similarity: Cosine of question and passage; None where the vector search did not find it.
    """

    number: int
    score: float
    word_rank: int | None
    meaning_rank: int | None
    similarity: float | None


def fuse(
    words: WordMatches, near: Sequence[tuple[int, float]], also: Collection[int] = ()
) -> list[Candidate]:
    """Join the hits of the word search and of the vector search, best first; ties by number.

    Args:
        words: What the word search found.
        near: Passage numbers and cosines, best first.
        also: Passages that are hits however little of the question they have.
    """
    best = words.ranked[0][1] if words.ranked else 1.0
    by_words = {number: score / best for number, score in words.ranked}
    by_meaning = _from_last_to_first(near)
    word_ranks = {number: rank for rank, (number, _) in enumerate(words.ranked, start=1)}
    meaning_ranks = {number: rank for rank, (number, _) in enumerate(near, start=1)}
    cosines = dict(near)
    hits = {number for number in by_words if words.coverage[number] >= LEAST_COVERAGE}
    hits.update(number for number, _ in near[:MEANING_ONLY])
    hits.update(also)
    found = [
        Candidate(
            number=number,
            score=(1 - MEANING_WEIGHT) * by_words.get(number, 0.0)
            + MEANING_WEIGHT * by_meaning.get(number, 0.0),
            word_rank=word_ranks.get(number),
            meaning_rank=meaning_ranks.get(number),
            similarity=cosines.get(number),
        )
        for number in hits
    ]
    return sorted(found, key=lambda candidate: (-candidate.score, candidate.number))


def _from_last_to_first(near: Sequence[tuple[int, float]]) -> dict[int, float]:
    """Stretch cosines over 0 (the last of the list) to 1 (the first).

    Raw cosines of E5 lie between 0.75 and 0.95 for everything; only their differences tell.
    """
    if not near:
        return {}
    first, last = near[0][1], near[-1][1]
    width = first - last
    return {number: (cosine - last) / width if width else 1.0 for number, cosine in near}
