"""The measures against figures worked out by hand, and what a saved run does not tell."""

import json
from math import log2

import pytest

from lrt_search.errors import BrokenRunError
from lrt_search.evaluation import (
    JudgedQuery,
    Rankings,
    Run,
    best_single,
    difference,
    figures_of,
    interval,
    losses,
    run_as_json,
    run_from_json,
    run_of,
    separation,
)

LONG = [f"x{number}" for number in range(60)]


def figures(ranked: list[str], **grades: int) -> dict[str, float]:
    return figures_of({"q": grades}, {"q": ranked})["q"]


@pytest.mark.parametrize(
    ("ranked", "ndcg", "recall", "mrr"),
    [
        (["a", "b"], 1.0, 1.0, 1.0),
        (["b", "a"], (1 + 2 / log2(3)) / (2 + 1 / log2(3)), 1.0, 1.0),
        (["x", "b"], (1 / log2(3)) / (2 + 1 / log2(3)), 0.5, 0.5),
        ([*LONG[:10], "a"], 0.0, 0.5, 0.0),  # the eleventh counts for recall alone
        ([*LONG[:50], "a"], 0.0, 0.0, 0.0),
        (["c"], 0.0, 0.0, 0.0),  # judged as irrelevant
        ([], 0.0, 0.0, 0.0),
    ],
)
def test_the_measures_are_what_they_are_by_hand(
    ranked: list[str], ndcg: float, recall: float, mrr: float
) -> None:
    found = figures(ranked, a=2, b=1, c=0)
    assert found["nDCG@10"] == pytest.approx(ndcg)
    assert found["recall@50"] == pytest.approx(recall)
    assert found["MRR@10"] == pytest.approx(mrr)


def test_a_query_that_no_system_ranked_anything_for_counts_as_nothing_found() -> None:
    found = figures_of({"q": {"a": 1}, "r": {"a": 1}}, {"q": ["a"]})
    assert found["q"]["MRR@10"] == 1.0
    assert set(found["r"].values()) == {0.0}


def test_the_interval_holds_the_mean_and_narrows_with_more_queries() -> None:
    few, many = interval([0.0, 1.0] * 4), interval([0.0, 1.0] * 400)
    assert few.mean == many.mean == 0.5
    assert few.low < many.low < 0.5 < many.high < few.high
    assert interval([0.25] * 9) == interval([0.25] * 3)
    assert interval([0.0, 1.0] * 4) == few  # the same figures each time


def test_the_test_tells_luck_from_a_real_difference() -> None:
    same = difference([0.5] * 20, [0.5] * 20)
    assert (same.p, same.better, same.worse, same.queries) == (1.0, 0, 0, 20)
    sure = difference([0.6] * 20, [0.5] * 20)
    assert sure.p < 0.001
    assert (sure.better, sure.worse) == (20, 0)
    assert sure.interval.mean == pytest.approx(0.1)
    # Three gains out of three: of the eight ways to toss three signs, two are as far from 0.
    assert difference([1.0] * 3, [0.0] * 3).p == pytest.approx(2 / 8, abs=0.02)
    # One gain as large as one loss proves nothing.
    assert difference([1.0, 0.0], [0.0, 1.0]).p == 1.0


@pytest.mark.parametrize(
    ("answerable", "unanswerable", "auroc"),
    [([2.0, 3.0], [0.0, 1.0], 1.0), ([1.0], [1.0], 0.5), ([1.0, 3.0], [2.0, 0.0], 0.75)],
)
def test_evidence_is_judged_by_how_well_it_separates(
    answerable: list[float], unanswerable: list[float], auroc: float
) -> None:
    found = separation(answerable, unanswerable)
    assert found.auroc == pytest.approx(auroc)
    assert (found.curve[0], found.curve[-1]) == ((0.0, 0.0), (1.0, 1.0))
    assert (found.answerable, found.unanswerable) == (len(answerable), len(unanswerable))


QUERIES = (
    JudgedQuery("1", "geheime vraag", "keyword"),
    JudgedQuery("2", "andere vraag", "question"),
    JudgedQuery("3", "derde vraag", "keyword"),
)


@pytest.fixture
def run() -> Run:
    judgments = {query.query_id: {"a": 1} for query in QUERIES}
    ranked = {
        "1": {"words": ["a"], "meaning": ["x", "a"], "product": ["x", "a"]},
        "2": {"words": ["a"], "meaning": ["x"], "product": ["a"]},
        "3": {"words": ["x"], "meaning": ["a"], "product": ["x", "y", "a"]},
    }
    rankings = {query_id: Rankings(systems, 1.0) for query_id, systems in ranked.items()}
    return run_of(QUERIES, judgments, rankings, {"model": "toy"})


def test_the_best_single_system_is_the_one_with_the_highest_mean(run: Run) -> None:
    assert run.values("words", "MRR@10") == [1.0, 1.0, 0.0]
    assert best_single(run, "MRR@10") == "words"
    assert best_single(run, "recall@50") == "words"


def test_queries_are_told_apart_by_type(run: Run) -> None:
    assert run.by_kind() == {"keyword": ["1", "3"], "question": ["2"]}


def test_the_greatest_loss_comes_first_and_what_does_not_lose_is_left_out(run: Run) -> None:
    assert [(query_id, other) for query_id, other, _, _ in losses(run, 5)] == [
        ("3", "meaning"),
        ("1", "words"),
    ]
    assert len(losses(run, 1)) == 1


def test_a_saved_run_holds_no_text_of_a_query_unless_asked(run: Run) -> None:
    saved = json.dumps(run_as_json(run))
    assert "vraag" not in saved
    assert "geheime vraag" in json.dumps(run_as_json(run, texts=True))
    read = run_from_json(saved, "run.json")
    assert (read.figures, read.kinds, read.about) == (run.figures, run.kinds, run.about)


@pytest.mark.parametrize(
    "content",
    [
        "geheime vraag",
        "[]",
        "{}",
        '{"version": 1}',
        '{"version": 99}',
        '{"version": 1, "queries": 1}',
    ],
)
def test_a_file_that_is_no_run_is_refused_without_a_word_of_it(content: str) -> None:
    with pytest.raises(BrokenRunError) as refused:
        run_from_json(content, "run.json")
    assert "geheime" not in str(refused.value)
    assert refused.value.__cause__ is None
