"""An evaluation -> JSON for programs. Pure.

The text of a query stands only among the losses that were asked for.
"""

from collections.abc import Sequence
from typing import Any

from ingest.evaluated import Evaluation, against_best
from lrt_search.answer_measures import (
    LEAST_RELEVANT,
    MOST_WRONG,
    AnswerMeasures,
    Share,
)
from lrt_search.evaluation import (
    MEASURES,
    PRODUCT,
    SYSTEMS,
    Difference,
    Interval,
    Run,
    interval,
    losses,
)


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return all figures for programs; the text of a query only among the losses asked for."""
    run, folder = evaluation.run, evaluation.folder
    answer: dict[str, Any] = {
        "about": dict(run.about),
        "queries": len(run.figures),
        "refused": evaluation.refused,
        "left_out": {
            "queries_without_relevant_text": folder.unjudged,
            "judgments_with_unknown_id": folder.unknown,
            "texts_without_words": folder.wordless,
        },
        "all": _figures_as_json(run, list(run.figures)),
        "types": {kind: _figures_as_json(run, ids) for kind, ids in run.by_kind().items()},
        "tests": {
            measure: {"against": other} | _difference_as_json(found)
            for measure in MEASURES
            for other, found in [against_best(run, measure)]
        },
    }
    answer["answers"] = _answers_as_json(evaluation.answers, run)
    if evaluation.compared:
        answer["compared"] = {
            "same_corpus": evaluation.compared.same_corpus,
            "queries_left_out": evaluation.compared.left_out,
            "tests": {
                measure: _difference_as_json(found)
                for measure, found in evaluation.compared.differences.items()
            },
            "answers_with_relevant_sentence": _difference_as_json(evaluation.compared.answers)
            if evaluation.compared.answers
            else None,
        }
    if evaluation.separation:
        found = evaluation.separation
        answer["answerable"] = {
            "auroc": found.auroc,
            "answerable": found.answerable,
            "unanswerable": found.unanswerable,
            "curve": [{"false_positive": a, "true_positive": b} for a, b in found.curve],
        }
    if evaluation.shown:
        answer["losses"] = [
            {"query": query_id, "text": run.texts[query_id], other: before, PRODUCT: now}
            for query_id, other, before, now in losses(run, evaluation.shown)
        ]
    return answer


def _answers_as_json(found: AnswerMeasures, run: Run) -> dict[str, Any]:
    answerable, unanswerable = found.unsound
    answer: dict[str, Any] = {
        "answered": _share_as_json(found.answered),
        "sentences": found.verbatim.of,
        "verbatim": _share_as_json(found.verbatim),
        "page_right": _share_as_json(found.page_right),
        "cited": _share_as_json(found.cited),
        "relevant": _share_as_json(found.relevant),
        "longest": {"sentences": found.most_sentences, "characters": found.most_letters},
        "aim_with_relevant_sentence": LEAST_RELEVANT,
        "all": _helped_as_json(found, list(run.figures)),
        "types": {kind: _helped_as_json(found, ids) for kind, ids in run.by_kind().items()},
        "unsound": list(answerable),
    }
    if found.unanswerable:
        answer["unanswerable"] = {
            "queries": len(found.unanswerable),
            "aim_strong": MOST_WRONG,
            "unsound": list(unanswerable),
        } | {
            evidence.value: _share_as_json(share)
            for evidence, share in found.unanswerable_by_evidence().items()
        }
    return answer


def _helped_as_json(found: AnswerMeasures, queries: Sequence[str]) -> dict[str, Any]:
    return {
        "queries": len(queries),
        "with_relevant_sentence": _interval_as_json(interval(found.helped(queries))),
    } | {
        evidence.value: _share_as_json(share)
        for evidence, share in found.by_evidence(queries).items()
    }


def _share_as_json(share: Share) -> dict[str, float | None]:
    return {"count": share.count, "share": share.value}


def _figures_as_json(run: Run, queries: Sequence[str]) -> dict[str, Any]:
    return {"queries": len(queries)} | {
        measure: {
            system: _interval_as_json(interval(run.values(system, measure, queries)))
            for system in SYSTEMS
        }
        for measure in MEASURES
    }


def _interval_as_json(found: Interval) -> dict[str, float]:
    return {"mean": found.mean, "low": found.low, "high": found.high}


def _difference_as_json(found: Difference) -> dict[str, Any]:
    return _interval_as_json(found.interval) | {
        "p": found.p,
        "better": found.better,
        "worse": found.worse,
        "queries": found.queries,
    }
