"""Two ranked lists -> one, by how much each says. Pure.

How the lists become one was measured: ``docs/decisions/0010-fusion-by-evidence.md``.

    score = (cosine - mean) / deviation + 0.6 * coverage * BM25

Both terms count against chance. The first says how far a passage stands out in meaning from the
archive at large, for this question. The second is the weight of the words found (BM25, a sum of
logarithms of how rare they are), as far as they are what was asked: a passage with one common word
of a described thought has little of either, and one with the rare words of a question much of both.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lrt_search.lexical_index import WordMatches

# What a unit of BM25 counts, where a passage has all that was asked, against a standard deviation
# of the cosines.
WORD_WEIGHT = 0.6
# A passage with less than this share of the weight of a question's words is no hit by its words.
# Where no passage has it, the question describes a thought: its words are no evidence at all.
LEAST_COVERAGE = 0.4
# Passages that have nothing but their meaning in common with the question: the nearest of them.
MEANING_ONLY = 100


@dataclass(frozen=True, slots=True)
class Background:
    """How near a question is to the archive at large: its cosines with a sample of passages.

    Attributes:
        mean: Their mean.
        deviation: Their standard deviation; 0 where all are the same.
    """

    mean: float
    deviation: float

    def margin(self, cosine: float) -> float:
        """Return how far a cosine stands out, in standard deviations."""
        return (cosine - self.mean) / self.deviation if self.deviation else 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that one or both searches found.

    Attributes:
        number: Of the passage in the catalogue.
        score: Above 0 to 1, the best hit has 1; only comparable within one question.
        word_rank, meaning_rank: From 1; None where that search did not find it, or not among
            its nearest ``MEANING_ONLY``.
        similarity: Cosine of question and passage; None where the vector search did not find it.
    """

    number: int
    score: float
    word_rank: int | None
    meaning_rank: int | None
    similarity: float | None


def is_described(words: WordMatches) -> bool:
    """Return whether a question describes a thought in words that no passage has for it."""
    return max(words.coverage.values(), default=0.0) < LEAST_COVERAGE


def fuse(
    words: WordMatches,
    near: Sequence[tuple[int, float]],
    background: Background,
    also: Collection[int] = (),
) -> list[Candidate]:
    """Join the hits of the word search and of the vector search, best first; ties by number.

    Args:
        words: What the word search found.
        near: Passage numbers and cosines, best first. A passage beyond them is taken to be as
            near as the last.
        background: Of the question.
        also: Passages that are hits however little of the question they have.
    """
    by_words = dict(words.ranked)
    word_ranks = {number: rank for rank, (number, _) in enumerate(words.ranked, start=1)}
    meaning_ranks = {number: rank for rank, (number, _) in enumerate(near[:MEANING_ONLY], start=1)}
    cosines = dict(near)
    furthest = near[-1][1] if near else background.mean
    weight = 0.0 if is_described(words) else WORD_WEIGHT
    hits = {number for number in by_words if words.coverage[number] >= LEAST_COVERAGE}
    hits.update(number for number, _ in near[:MEANING_ONLY])
    hits.update(also)
    scores = {
        number: background.margin(cosines.get(number, furthest))
        + weight * words.coverage.get(number, 0.0) * by_words.get(number, 0.0)
        for number in hits
    }
    best = max(scores.values(), default=0.0)
    order = sorted(hits, key=lambda number: (-scores[number], number))
    return [
        Candidate(
            number=number,
            score=math.exp(scores[number] - best),
            word_rank=word_ranks.get(number),
            meaning_rank=meaning_ranks.get(number),
            similarity=cosines.get(number),
        )
        for number in order
    ]
