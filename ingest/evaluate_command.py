"""``lrt-search evaluate``: how well the search finds what people judged relevant.

The queries of a folder are logged nowhere; their text is printed only with ``--show-losses`` and
saved only with ``--save-texts``.
"""

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from ingest.command import progress_bars
from ingest.evaluated import Evaluation, compared
from ingest.evaluated_json import as_json
from ingest.evaluated_words import report
from ingest.judged_folder import JudgedFolder, judged_archive, read_judged_folder, read_queries
from lrt_search.answer_measures import (
    AnswerMeasures,
    CheckedAnswer,
    check,
)
from lrt_search.answers import answer_from
from lrt_search.archive import Archive
from lrt_search.embedding import load_embedder
from lrt_search.errors import (
    InvalidParameterError,
    PathNotFoundError,
    UnwritableRunError,
)
from lrt_search.evaluation import (
    JudgedQuery,
    Judgments,
    Rankings,
    Run,
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

# Exit code where a sentence is not what answers promise; docs/errors.md tells it.
PROMISE_BROKEN = 9


def evaluate(arguments: argparse.Namespace, settings: Settings) -> int:
    """Search a judged corpus with each of its queries and print the figures; return the exit code.

    It is ``PROMISE_BROKEN`` where a sentence of an answer is not verbatim, on its page and cited.

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
    return PROMISE_BROKEN if any(evaluation.answers.unsound) else 0


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
