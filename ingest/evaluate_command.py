"""``lrt-search evaluate``: how well the search finds what people judged relevant.

The queries of a folder are logged nowhere; their text is printed only with ``--show-losses`` and
saved only with ``--save-texts``.
"""

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from ingest.command import progress_bars
from ingest.judged_folder import JudgedFolder, judged_archive, read_judged_folder, read_queries
from lrt_search.answer_measures import (
    LEAST_RELEVANT,
    MOST_WRONG,
    AnswerMeasures,
    CheckedAnswer,
    Share,
    check,
)
from lrt_search.answers import MOST_LETTERS, MOST_SENTENCES, answer_from
from lrt_search.archive import Archive
from lrt_search.domain import Evidence
from lrt_search.embedding import load_embedder
from lrt_search.errors import (
    BrokenRunError,
    InvalidParameterError,
    PathNotFoundError,
    UnwritableRunError,
)
from lrt_search.evaluation import (
    MEANING,
    MEASURES,
    PRODUCT,
    SYSTEMS,
    WORDS,
    Difference,
    Interval,
    JudgedQuery,
    Judgments,
    Rankings,
    Run,
    Separation,
    best_single,
    difference,
    interval,
    losses,
    run_as_json,
    run_from_json,
    run_of,
    separation,
)
from lrt_search.generations import utc_now
from lrt_search.language import N_
from lrt_search.settings import Settings
from lrt_search.systems import Units, outcome_of, rankings_of, units_of
from lrt_search.wording import Wording

_SYSTEM_NAMES = {
    WORDS: N_("words alone"),
    MEANING: N_("meaning alone"),
    PRODUCT: N_("the search"),
}
_EVIDENCE_NAMES = {
    Evidence.STRONG: N_("strong"),
    Evidence.WEAK: N_("weak"),
    Evidence.NONE: N_("none"),
}
# Where on the curve of answerable queries the text report looks; JSON has all of it.
_FALSE_RATES = (0.0, 0.05, 0.1, 0.2, 0.5)


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


def evaluate(arguments: argparse.Namespace, settings: Settings) -> int:
    """Search a judged corpus with each of its queries and print the figures; return the exit code.

    Raises:
        EvaluationError: the folder, or a file given, cannot be used.
        ModelError, ArchiveError: its texts cannot be indexed.
    """
    for name, wrong, expected in (
        ("--show-losses", arguments.show_losses < 0, N_("give a whole number, 0 or more")),
        ("--save-texts", arguments.save_texts and not arguments.save, N_("give --save FILE too")),
    ):
        if wrong:
            raise InvalidParameterError(name=name, expected=expected)
    # Whatever can be refused is refused before the texts are embedded.
    folder = read_judged_folder(Path(arguments.folder), arguments.split)
    without = read_queries(Path(arguments.no_answer)) if arguments.no_answer else ()
    before = _saved_run(Path(arguments.compare)) if arguments.compare else None
    saved = Path(arguments.save) if arguments.save else None
    if saved and not saved.parent.is_dir():
        raise UnwritableRunError(path=str(saved), detail="No such file or directory")
    evaluation = _evaluation(arguments, settings, folder, without, before)
    if saved:
        _save(saved, evaluation.run, texts=arguments.save_texts)
    if arguments.json:
        print(json.dumps(as_json(evaluation), ensure_ascii=False, indent=2))
    else:
        print("\n".join(report(evaluation, Wording(settings.language))))
    return 0


def _evaluation(
    arguments: argparse.Namespace,
    settings: Settings,
    folder: JudgedFolder,
    without: Sequence[JudgedQuery],
    before: Run | None,
) -> Evaluation:
    embedder = load_embedder(settings)
    keep = Path(arguments.keep) if arguments.keep else None
    with (
        progress_bars(Wording(settings.language)) as progress,
        judged_archive(folder, settings, embedder, keep, progress) as archive,
    ):
        units = units_of(archive)
        rankings, answers = _asked(archive, units, folder.queries, folder.judgments)
        unanswered, wrong = _asked(archive, units, without, {})
        about: dict[str, str | int] = {
            "made_at": utc_now(),
            "model": archive.manifest.model.name,
            "model_fingerprint": archive.manifest.model.fingerprint,
            "program_version": archive.manifest.program_version,
            "corpus_sha256": folder.corpus_sha256,
            "texts": len(folder.records),
            "passages": archive.searched().passages,
        }
    run = replace(run_of(folder.queries, folder.judgments, rankings, about), answers=answers)
    return Evaluation(
        run=run,
        folder=folder,
        refused=sum(one.evidence is None for one in rankings.values()),
        compared=compared(run, before, str(arguments.compare)) if before else None,
        separation=separation(_evidence(rankings.values()), _evidence(unanswered.values()))
        if unanswered
        else None,
        answers=AnswerMeasures(answers, wrong),
        shown=arguments.show_losses,
    )


def _asked(
    archive: Archive, units: Units, queries: Iterable[JudgedQuery], judgments: Judgments
) -> tuple[dict[str, Rankings], dict[str, CheckedAnswer]]:
    """Return what all systems rank for each query, and what was found of the answer to it.

    The answer is made of the search that is measured: the product is asked once.
    """
    rankings, answers = {}, {}
    for query in queries:
        outcome = outcome_of(archive, query.text)
        rankings[query.query_id] = rankings_of(archive, query.text, units, outcome)
        grades = judgments.get(query.query_id, {})
        grade_of = partial(_grade, grades, units)
        answer = answer_from(archive, outcome) if outcome else None
        answers[query.query_id] = check(archive, answer, grade_of)
    return rankings, answers


def _grade(grades: Mapping[str, int], units: Units, passage_id: str) -> int:
    """Return the grade of the text that a passage was cut from."""
    return grades.get(units.by_id.get(passage_id, ""), 0)


def _evidence(rankings: Iterable[Rankings]) -> list[float]:
    return [one.evidence or 0.0 for one in rankings]


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


def _saved_run(path: Path) -> Run:
    if not path.is_file():
        raise PathNotFoundError(path=str(path))
    return run_from_json(path.read_text(encoding="utf-8", errors="replace"), str(path))


def _save(path: Path, run: Run, *, texts: bool) -> None:
    content = json.dumps(run_as_json(run, texts=texts), ensure_ascii=False, indent=1)
    try:
        path.write_text(content + "\n", encoding="utf-8")
    except OSError as error:
        raise UnwritableRunError(path=str(path), detail=error.strerror or "?") from error


# --- JSON -----------------------------------------------------------------------------------


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


def against_best(run: Run, measure: str) -> tuple[str, Difference]:
    """Compare the search with the better of words and meaning alone."""
    other = best_single(run, measure)
    return other, difference(run.values(PRODUCT, measure), run.values(other, measure))


# --- text -----------------------------------------------------------------------------------


def report(evaluation: Evaluation, wording: Wording) -> list[str]:
    """Return the figures as lines for a reader."""
    run = evaluation.run
    lines = _head(evaluation, wording)
    for measure in MEASURES:
        lines += ["", *table(run, measure, wording)]
    lines += ["", wording.translate(N_("Against the better of the two alone:"))]
    for measure in MEASURES:
        other, found = against_best(run, measure)
        name = f"{measure}, {wording.translate(_SYSTEM_NAMES[other])}"
        lines.append(f"  {name}: {_in_words(found, wording)}")
    lines += ["", *answers_in_words(evaluation.answers, run.by_kind(), wording)]
    if evaluation.compared:
        lines += ["", *_compared_in_words(evaluation.compared, wording)]
    if evaluation.separation:
        lines += ["", *separation_in_words(evaluation.separation, wording)]
    if evaluation.shown:
        lines += ["", *losses_in_words(run, evaluation.shown, wording)]
    return lines


def _head(evaluation: Evaluation, wording: Wording) -> list[str]:
    translate, run, folder = wording.translate, evaluation.run, evaluation.folder
    text = N_("{queries} queries over {texts} texts ({passages} passages), model {model}.")
    lines = [
        translate(text).format(
            queries=len(run.figures),
            texts=run.about["texts"],
            passages=run.about["passages"],
            model=run.about["model"],
        )
    ]
    for count, told in (
        (folder.unjudged, N_("Left out, queries without a relevant text: {count}.")),
        (folder.unknown, N_("Left out, judgments that name an unknown id: {count}.")),
        (folder.wordless, N_("Left out, texts without a word: {count}.")),
        (
            evaluation.refused,
            N_("Counted as nothing found, queries that cannot be searched: {count}."),
        ),
    ):
        if count:
            lines.append(translate(told).format(count=count))
    return lines


def table(run: Run, measure: str, wording: Wording) -> list[str]:
    """Return the table of one measure: a row for all queries and one for each type."""
    cells = [[measure, "n", *(wording.translate(_SYSTEM_NAMES[system]) for system in SYSTEMS)]]
    for name, queries in _rows(run.by_kind(), list(run.figures), wording):
        figures = (interval(run.values(system, measure, queries)) for system in SYSTEMS)
        cells.append([name, str(len(queries)), *map(_interval_in_words, figures)])
    return _aligned(cells)


def _rows(
    kinds: Mapping[str, Sequence[str]], queries: Sequence[str], wording: Wording
) -> list[tuple[str, Sequence[str]]]:
    """Return the rows of a table: all queries, and those of each type where there are some."""
    rows = [(wording.translate(N_("all")), queries)]
    if len(kinds) > 1:
        rows += [(kind or wording.translate(N_("(no type)")), ids) for kind, ids in kinds.items()]
    return rows


def _aligned(cells: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def answers_in_words(
    found: AnswerMeasures, kinds: Mapping[str, Sequence[str]], wording: Wording
) -> list[str]:
    """Return whether answers keep what is promised and how often they help, as lines.

    Args:
        found: The figures.
        kinds: The ids of the judged queries of each type.
        wording: The language.
    """
    lines = _promises_in_words(found, wording)
    lines += ["", *_helped_table(found, kinds, wording)]
    text = N_("  Aimed at: {least} or more of all with a relevant sentence.")
    lines.append(wording.translate(text).format(least=f"{LEAST_RELEVANT:.3f}"))
    if found.unanswerable:
        lines += ["", *_unanswerable_in_words(found, wording)]
    return lines


def _promises_in_words(found: AnswerMeasures, wording: Wording) -> list[str]:
    translate = wording.translate
    text = N_("Answers to {answered} of {queries} queries, {sentences} sentences in all:")
    lines = [
        translate(text).format(
            answered=found.answered.count, queries=found.answered.of, sentences=found.verbatim.of
        )
    ]
    for told, share in (
        (N_("  verbatim in the text of their pages: {share}"), found.verbatim),
        (N_("  on the page cited: {share}"), found.page_right),
        (N_("  with a source that leads to them: {share}"), found.cited),
        (N_("  from a text judged relevant: {share}"), found.relevant),
    ):
        lines.append(translate(told).format(share=_share_in_words(share, wording)))
    text = N_(
        "  most sentences in an answer: {sentences} (may be {most}); most characters: {letters} "
        "(may be {most_letters})"
    )
    lines.append(
        translate(text).format(
            sentences=found.most_sentences,
            most=MOST_SENTENCES,
            letters=found.most_letters,
            most_letters=MOST_LETTERS,
        )
    )
    for told, ids in zip(
        (
            N_("  Beware: a sentence of the answers to these queries breaks a promise: {queries}"),
            N_(
                "  Beware: a sentence of the answers to these queries of --no-answer breaks a "
                "promise: {queries}"
            ),
        ),
        found.unsound,
        strict=True,
    ):
        if ids:
            lines.append(translate(told).format(queries=", ".join(ids)))
    return lines


def _helped_table(
    found: AnswerMeasures, kinds: Mapping[str, Sequence[str]], wording: Wording
) -> list[str]:
    names = (N_("with a relevant sentence"), *_EVIDENCE_NAMES.values())
    cells = [[wording.translate(N_("answers")), "n", *map(wording.translate, names)]]
    for name, queries in _rows(kinds, list(found.answers), wording):
        helped = _interval_in_words(interval(found.helped(queries)))
        told = found.by_evidence(queries)
        counts = (str(told[evidence].count) for evidence in _EVIDENCE_NAMES)
        cells.append([name, str(len(queries)), helped, *counts])
    return _aligned(cells)


def _unanswerable_in_words(found: AnswerMeasures, wording: Wording) -> list[str]:
    translate = wording.translate
    shares = found.unanswerable_by_evidence()
    text = N_("Answers to the {queries} queries that the texts do not answer:")
    lines = [translate(text).format(queries=len(found.unanswerable))]
    for told, evidence in (
        (N_("  strong, and so wrong: {share}; aimed at: {most} % at most"), Evidence.STRONG),
        (N_("  weak, and called so: {share}"), Evidence.WEAK),
        (N_("  none: {share}"), Evidence.NONE),
    ):
        share = _share_in_words(shares[evidence], wording, up=evidence is Evidence.STRONG)
        lines.append(translate(told).format(share=share, most=f"{100 * MOST_WRONG:.0f}"))
    return lines


def _share_in_words(share: Share, wording: Wording, *, up: bool = False) -> str:
    """Say a share in percent, rounded to the side that flatters least: 100 % is all of them."""
    if not share.of:
        return wording.translate(N_("there is none to look at"))
    tenths = -(-1000 * share.count // share.of) if up else 1000 * share.count // share.of
    text = wording.translate(N_("{percent} % ({count} of {total})"))
    return text.format(percent=f"{tenths / 10:.1f}", count=share.count, total=share.of)


def _interval_in_words(found: Interval) -> str:
    return f"{found.mean:.3f} [{found.low:.3f}-{found.high:.3f}]"


def _in_words(found: Difference, wording: Wording) -> str:
    text = N_(
        "{mean} [{low} to {high}], p = {p}; better on {better} queries, worse on {worse}, "
        "of {queries}"
    )
    around = found.interval
    return wording.translate(text).format(
        mean=f"{around.mean:+.3f}",
        low=f"{around.low:+.3f}",
        high=f"{around.high:+.3f}",
        p=f"{found.p:.4f}",
        better=found.better,
        worse=found.worse,
        queries=found.queries,
    )


def _compared_in_words(found: Compared, wording: Wording) -> list[str]:
    translate = wording.translate
    lines = [translate(N_("The search against the saved run:"))]
    lines += [
        f"  {measure}: {_in_words(one, wording)}" for measure, one in found.differences.items()
    ]
    if found.answers:
        text = translate(N_("  answers with a relevant sentence: {difference}"))
        lines.append(text.format(difference=_in_words(found.answers, wording)))
    else:
        text = N_("  Beware: the saved run holds no answers to compare with.")
        lines.append(translate(text))
    if not found.same_corpus:
        lines.append(translate(N_("  Beware: the saved run searched other texts.")))
    if found.left_out:
        text = translate(N_("  Left out, queries that only one of the two has: {count}."))
        lines.append(text.format(count=found.left_out))
    return lines


def separation_in_words(found: Separation, wording: Wording) -> list[str]:
    """Return how well queries with and without an answer are told apart, as lines."""
    translate = wording.translate
    text = N_("Is there an answer? AUROC {auroc} ({with_answer} queries with, {without} without).")
    lines = [
        translate(text).format(
            auroc=f"{found.auroc:.3f}", with_answer=found.answerable, without=found.unanswerable
        )
    ]
    text = N_("  Wrongly answered at most {false}: rightly answered {true}.")
    for most in _FALSE_RATES:
        true = max(rate for false, rate in found.curve if false <= most)
        lines.append(translate(text).format(false=f"{most:.2f}", true=f"{true:.2f}"))
    return lines


def losses_in_words(run: Run, count: int, wording: Wording) -> list[str]:
    """Return the queries that lose most, with their text, as lines."""
    translate = wording.translate
    lines = [translate(N_("Greatest losses against words or meaning alone, nDCG@10:"))]
    found = losses(run, count)
    for query_id, other, before, now in found:
        text = N_("  {query} ({kind}): {other} {before}, the search {now}: {text}")
        lines.append(
            translate(text).format(
                query=query_id,
                kind=run.kinds[query_id] or "-",
                other=translate(_SYSTEM_NAMES[other]),
                before=f"{before:.3f}",
                now=f"{now:.3f}",
                text=run.texts.get(query_id, ""),
            )
        )
    return lines if found else [*lines, translate(N_("  none"))]
