"""How sure it is that the archive holds an answer to a question. Pure.

A logistic function of two things that mean the same in any archive: how far the nearest passage
stands out in meaning from the archive at large, and how much of what was asked for one passage
holds, where a word that nobody wrote weighs most. ``docs/decisions/0011-not-found.md`` tells how it
was fitted and what it is worth.
"""

import math

from lrt_search.domain import Evidence
from lrt_search.fusion import Background
from lrt_search.lexical_index import WordMatches

# Fitted on judged questions with and without an answer, rounded.
_MARGIN, _COVERAGE, _CONSTANT = 0.23, 6.9, -4.6
# Chosen on the same questions: four of five with an answer are strong, one of twenty has none.
STRONG, WEAK = 0.5, 0.15


def sureness(words: WordMatches, nearest: float | None, background: Background) -> float:
    """Return how sure it is that the archive answers a question, 0 to 1.

    Args:
        words: What the word search found.
        nearest: The highest cosine; None where nothing was compared.
        background: Of the question.
    """
    margin = 0.0 if nearest is None else background.margin(nearest)
    covered = max(words.coverage.values(), default=0.0)
    return 1 / (1 + math.exp(-(_MARGIN * margin + _COVERAGE * covered + _CONSTANT)))


def judged(sure: float) -> Evidence:
    """Return what a number of ``sureness`` means to a reader."""
    if sure >= STRONG:
        return Evidence.STRONG
    return Evidence.WEAK if sure >= WEAK else Evidence.NONE
