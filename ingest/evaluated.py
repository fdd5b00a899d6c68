"""What an evaluation found, and how it differs from a saved one. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.judged_folder import JudgedFolder
from lrt_search.answer_measures import AnswerMeasures
from lrt_search.errors import BrokenRunError
from lrt_search.evaluation import (
    MEASURES,
    PRODUCT,
    Difference,
    Run,
    Separation,
    best_single,
    difference,
)
from lrt_search.language import N_


@dataclass(frozen=True, slots=True)
class Compared:
    """How the search differs from a saved run.

    Attributes:
        differences: By measure.
        same_corpus: Whether both searched the same texts.
        left_out: Queries that only one of the two has.
        answers: In the share of answers with a relevant sentence; None where the saved run holds
            no answers to these queries.
    """

    differences: Mapping[str, Difference]
    same_corpus: bool
    left_out: int
    answers: Difference | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What ``lrt-search evaluate`` found.

    Attributes:
        run: The figures by query.
        folder: What was evaluated on.
        refused: Queries that cannot be searched as they stand; they count as nothing found.
        compared: With a saved run, where one was given.
        separation: Of queries with and without an answer, where the latter were given.
        answers: Whether the answers keep what is promised, and how often they help.
        shown: How many losses are to be shown.
    """

    run: Run
    folder: JudgedFolder
    refused: int
    compared: Compared | None
    separation: Separation | None
    answers: AnswerMeasures
    shown: int


def compared(now: Run, before: Run, path: str) -> Compared:
    """Compare the search with how it was in a saved run, over the queries that both have.

    Raises:
        BrokenRunError: they have none in common.
    """
    both = [query_id for query_id in now.figures if query_id in before.figures]
    if not both:
        raise BrokenRunError(path=path, detail=N_("it has no query of this folder"))
    answered = [query_id for query_id in both if query_id in before.answers]
    return Compared(
        differences={
            measure: difference(
                now.values(PRODUCT, measure, both), before.values(PRODUCT, measure, both)
            )
            for measure in MEASURES
        },
        same_corpus=now.about["corpus_sha256"] == before.about.get("corpus_sha256"),
        left_out=len(now.figures.keys() ^ before.figures.keys()),
        answers=difference(
            [now.answers[query_id].helped for query_id in answered],
            [before.answers[query_id].helped for query_id in answered],
        )
        if answered
        else None,
    )


def against_best(run: Run, measure: str) -> tuple[str, Difference]:
    """Compare the search with the better of words and meaning alone."""
    other = best_single(run, measure)
    return other, difference(run.values(PRODUCT, measure), run.values(other, measure))
