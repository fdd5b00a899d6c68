"""How well a search finds what people judged relevant: measures, intervals and tests. Pure.

    judged queries + rankings -> figures by query -> means with intervals, by type of query
                                                   -> is the one better than the other, or luck?

The measures are those of trec_eval, by way of ``ir-measures``. Chance is drawn from a fixed seed,
so that the same rankings give the same figures on every machine.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from lrt_search.answer_measures import CheckedAnswer
from lrt_search.domain import Evidence
from lrt_search.errors import BrokenRunError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MEASURES = ("nDCG@10", "recall@50", "MRR@10")
WORDS, MEANING, PRODUCT = "words", "meaning", "product"
SYSTEMS = (WORDS, MEANING, PRODUCT)
SINGLE = (WORDS, MEANING)
SEED = 20261124
ROUNDS = 10_000
_RUN_VERSION = 1

Judgments = Mapping[str, Mapping[str, int]]
"""By query id, what was judged: the grade (0 and up) by the id of what a system ranks."""

Figures = Mapping[str, float]
"""One figure a measure, each 0 to 1."""


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query that people judged passages for.

    Attributes:
        query_id: Names it in figures.
        text: The query itself; it stands in no figure.
        kind: What type of query it is, for example "paraphrase"; empty where nobody said so.
    """

    query_id: str
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Rankings:
    """What the systems found for one query.

    Attributes:
        by_system: What each system ranks, best first, each once.
        evidence: How sure the product is that the archive holds an answer; None where the query
            could not be searched.
    """

    by_system: Mapping[str, Sequence[str]]
    evidence: float | None


@dataclass(frozen=True, slots=True)
class Run:
    """The figures of one evaluation, by query; it holds no text of a query unless asked.

    Attributes:
        figures: By query id and system.
        kinds: The type of each query.
        texts: The queries themselves, where they are to be kept.
        about: What was evaluated: model, corpus and so on.
        answers: What was found of the answer to each query, where answers were looked at.
    """

    figures: Mapping[str, Mapping[str, Figures]]
    kinds: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, str | int] = field(default_factory=dict)
    answers: Mapping[str, CheckedAnswer] = field(default_factory=dict)

    def values(
        self, system: str, measure: str, queries: Iterable[str] | None = None
    ) -> list[float]:
        """Return one figure a query, in the order of ``queries`` (all of them without it)."""
        chosen = self.figures if queries is None else queries
        return [self.figures[query_id][system][measure] for query_id in chosen]

    def by_kind(self) -> dict[str, list[str]]:
        """Return the query ids of each type, the types in alphabetical order."""
        found: dict[str, list[str]] = {kind: [] for kind in sorted(set(self.kinds.values()))}
        for query_id in self.figures:
            found[self.kinds[query_id]].append(query_id)
        return found


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and where it may lie with 95 % confidence, given how few queries there are.

    Attributes:
        mean, low, high: Of one measure, or of the difference between two systems.
    """

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """How one system differs from another over the same queries.

    Attributes:
        interval: Of the mean difference.
        p: How often chance alone gives a difference as large: two-sided, above 0 to 1.
        better, worse: Queries that gain and that lose.
        queries: How many were compared.
    """

    interval: Interval
    p: float
    better: int
    worse: int
    queries: int


@dataclass(frozen=True, slots=True)
class Separation:
    """How well the evidence tells queries with an answer from those without.

    Attributes:
        auroc: The chance that a query with an answer has more evidence than one without; 0.5 is
            a toss.
        curve: False and true positive rate at each threshold, from (0, 0) to (1, 1).
        answerable, unanswerable: How many queries of each.
    """

    auroc: float
    curve: tuple[tuple[float, float], ...]
    answerable: int
    unanswerable: int


def figures_of(
    judgments: Judgments, rankings: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """Work out the measures for one system, by query.

    The order of a ranking is all that counts: there are no ties in it. A query without a ranking
    has found nothing. For recall and MRR every grade above 0 is relevant; nDCG gains the grade.

    Args:
        judgments: Each query has at least one grade above 0.
        rankings: By query id, best first.
    """
    from ir_measures import RR, R, nDCG, pytrec_eval

    found: dict[str, dict[str, float]] = {
        query_id: dict.fromkeys(MEASURES, 0.0) for query_id in judgments
    }
    qrels = {query_id: dict(grades) for query_id, grades in judgments.items()}
    # pytrec_eval takes no notice of the depth of RR, so its ranking is cut off for it.
    for name, measure, depth in zip(
        MEASURES, (nDCG @ 10, R @ 50, RR), (None, None, 10), strict=True
    ):
        run = {
            query_id: {unit: float(-place) for place, unit in enumerate(ranked[:depth])}
            for query_id, ranked in rankings.items()
            if query_id in judgments and ranked
        }
        for one in pytrec_eval.iter_calc([measure], qrels, run):
            found[one.query_id][name] = float(one.value)
    return found


def run_of(
    queries: Sequence[JudgedQuery],
    judgments: Judgments,
    rankings: Mapping[str, Rankings],
    about: Mapping[str, str | int],
) -> Run:
    """Put the figures of all systems together, in the order of ``queries``."""
    by_system = {
        system: figures_of(
            judgments, {query_id: one.by_system[system] for query_id, one in rankings.items()}
        )
        for system in SYSTEMS
    }
    return Run(
        figures={
            query.query_id: {system: by_system[system][query.query_id] for system in SYSTEMS}
            for query in queries
        },
        kinds={query.query_id: query.kind for query in queries},
        texts={query.query_id: query.text for query in queries},
        about=about,
    )


def best_single(run: Run, measure: str) -> str:
    """Return the better of words and meaning alone, over all queries."""
    return max(SINGLE, key=lambda system: sum(run.values(system, measure)))


def interval(values: Sequence[float]) -> Interval:
    """Return the mean and its 95 % interval, from drawing queries again and again (bootstrap)."""
    import numpy as np

    sample = np.asarray(values, dtype=np.float64)
    chance = np.random.default_rng(SEED)
    means = np.concatenate(
        [
            sample[chance.integers(0, len(sample), (rounds, len(sample)))].mean(axis=1)
            for rounds in _rounds(len(sample))
        ]
    )
    low, high = np.quantile(means, (0.025, 0.975))
    return Interval(float(sample.mean()), float(low), float(high))


def difference(now: Sequence[float], before: Sequence[float]) -> Difference:
    """Compare two systems query by query, with a randomisation test.

    If neither were better, the sign of each query's difference would be a toss; ``p`` is the share
    of tosses with a mean at least as far from 0. See Smucker, Allan and Carterette, "A comparison
    of statistical significance tests for information retrieval evaluation" (CIKM 2007).

    Args:
        now: One figure a query.
        before: The same of the other system, of the same queries in the same order.
    """
    import numpy as np

    gains = np.asarray(now, dtype=np.float64) - np.asarray(before, dtype=np.float64)
    chance = np.random.default_rng(SEED)
    # A hair below: the mean of the very same differences may round otherwise in another order.
    found = abs(float(gains.mean())) - 1e-12
    as_large = sum(
        int((np.abs(_tossed(gains, rounds, chance)) >= found).sum())
        for rounds in _rounds(len(gains))
    )
    return Difference(
        interval=interval(gains.tolist()),
        p=(as_large + 1) / (ROUNDS + 1),
        better=int((gains > 0).sum()),
        worse=int((gains < 0).sum()),
        queries=len(gains),
    )


def _tossed(
    gains: "NDArray[np.float64]", rounds: int, chance: "np.random.Generator"
) -> "NDArray[np.float64]":
    """Return the mean of the gains with signs tossed at random, ``(rounds,)``."""
    signs = chance.integers(0, 2, (rounds, len(gains))) * 2 - 1
    means: NDArray[np.float64] = (signs * gains).mean(axis=1)
    return means


def _rounds(size: int) -> list[int]:
    """Cut the rounds into parts that need little memory: about a million numbers each."""
    step = max(1, 1_000_000 // size)
    return [min(step, ROUNDS - start) for start in range(0, ROUNDS, step)]


def separation(answerable: Sequence[float], unanswerable: Sequence[float]) -> Separation:
    """Say how well evidence tells the two apart: area under the curve, and the curve."""
    from sklearn.metrics import roc_auc_score, roc_curve

    truth = [1] * len(answerable) + [0] * len(unanswerable)
    scores = [*answerable, *unanswerable]
    false_rates, true_rates, _ = roc_curve(truth, scores)
    return Separation(
        auroc=float(roc_auc_score(truth, scores)),
        curve=tuple((float(a), float(b)) for a, b in zip(false_rates, true_rates, strict=True)),
        answerable=len(answerable),
        unanswerable=len(unanswerable),
    )


def losses(run: Run, count: int) -> list[tuple[str, str, float, float]]:
    """Return the queries where the product loses most nDCG@10 against words or meaning alone.

    Returns:
        Query id, the better single system for that query, its figure and the product's; the
        greatest loss first, ties by query id.
    """
    found = []
    for query_id, figures in run.figures.items():
        best = max(SINGLE, key=lambda system: figures[system][MEASURES[0]])
        before, now = figures[best][MEASURES[0]], figures[PRODUCT][MEASURES[0]]
        if now < before:
            found.append((query_id, best, before, now))
    return sorted(found, key=lambda row: (row[3] - row[2], row[0]))[:count]


def run_as_json(run: Run, *, texts: bool = False) -> dict[str, Any]:
    """Put a run into the form that is kept; without the text of any query unless asked."""
    return {
        "version": _RUN_VERSION,
        "about": dict(run.about),
        "queries": {
            query_id: {"type": run.kinds[query_id]}
            | ({"text": run.texts[query_id]} if texts else {})
            | {system: dict(figures[system]) for system in SYSTEMS}
            | ({"answer": asdict(run.answers[query_id])} if query_id in run.answers else {})
            for query_id, figures in run.figures.items()
        },
    }


def run_from_json(text: str, path: str) -> Run:
    """Read a run that was kept.

    Args:
        text: The content of the file.
        path: Names the file in an error.

    Raises:
        BrokenRunError: it is none, or of another version.
    """
    try:
        content = json.loads(text)
        version = content["version"]
        if version == _RUN_VERSION:
            return Run(
                figures={
                    query_id: {
                        system: {measure: float(one[system][measure]) for measure in MEASURES}
                        for system in SYSTEMS
                    }
                    for query_id, one in content["queries"].items()
                },
                kinds={query_id: str(one["type"]) for query_id, one in content["queries"].items()},
                about=content["about"],
                answers={
                    query_id: _checked_answer(one["answer"])
                    for query_id, one in content["queries"].items()
                    if "answer" in one  # Runs saved before answers were looked at have none.
                },
            )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        # Without its cause: the message of a parser may hold what stands in the file.
        raise BrokenRunError(path=path, detail=type(error).__name__) from None
    raise BrokenRunError(path=path, detail=f"version {version}")


def _checked_answer(content: dict[str, Any]) -> CheckedAnswer:
    counts = {key: int(value) for key, value in content.items() if key != "evidence"}
    return CheckedAnswer(evidence=Evidence(content["evidence"]), **counts)
