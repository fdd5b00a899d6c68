"""Two ranked lists -> one. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from lrt_search.lexical_index import WordMatches


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


MEANING_WEIGHT = 0.5


def fuse(words: WordMatches, near: Sequence[tuple[int, float]]) -> list[Candidate]:
    """Join the hits of the word search and of the vector search, best first."""
    best = words.ranked[0][1] if words.ranked else 1.0
    word_scores = {n: s / best for n, s in words.ranked}
    word_ranks = {n: r for r, (n, _) in enumerate(words.ranked, start=1)}
    meaning_ranks = {n: r for r, (n, _) in enumerate(near, start=1)}
    cosines = dict(near)
    low = near[-1][1] if near else 0.0
    span = (near[0][1] - low) or 1.0
    found = []
    for number in word_scores.keys() | cosines.keys():
        meaning = (cosines[number] - low) / span if number in cosines else 0.0
        score = (1 - MEANING_WEIGHT) * word_scores.get(number, 0.0) + MEANING_WEIGHT * meaning
        found.append(
            Candidate(
                number,
                score,
                word_ranks.get(number),
                meaning_ranks.get(number),
                cosines.get(number),
            )
        )
    return sorted(found, key=lambda item: (-item.score, item.number))
