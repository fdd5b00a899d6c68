"""``lrt-search batch``: the questions of a CSV file in, results out."""

import argparse
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from lrt_search.archive import open_archive
from lrt_search.batch import Journal, PreparedEmbedder, about, run
from lrt_search.command import filters_of, limit_of
from lrt_search.embedding import load_embedder
from lrt_search.errors import UnreadableQuestionsError, UnwritableRecordError
from lrt_search.language import N_
from lrt_search.questions import read_questions
from lrt_search.record_files import content_of, form_of_file, save
from lrt_search.retrieval import search
from lrt_search.search_record import MOST_HITS
from lrt_search.search_record import record as record_of
from lrt_search.settings import Settings
from lrt_search.wording import Wording

SOME_REFUSED = 8  # exit code where some questions could not be searched; docs/errors.md tells it
_MOST_BYTES = 64 * 1024 * 1024  # of a file of questions
_IN_FOLDER = ("resultaten.csv", "resultaten.json")


def batch(arguments: argparse.Namespace, settings: Settings) -> int:
    """Search for every question of a file; return the exit code.

    Raises:
        BatchError: the file of questions cannot be used.
        UnwritableRecordError: the results cannot be written there.
        QueryError: the filters, or the number of passages asked for, cannot be used.
        ArchiveError, ModelError: there is nothing to search, or nothing to search it with.
    """
    wording = Wording(settings.language)
    translate = wording.translate
    limit = limit_of(arguments, MOST_HITS, wording)
    filters = filters_of(arguments, wording)
    questions = read_questions(_read(Path(arguments.questions)), arguments.questions)
    outs, journal_path = _places(Path(arguments.out))
    files = [(path, form_of_file(path)) for path in [*outs, *map(Path, arguments.record)]]
    embedder = PreparedEmbedder(load_embedder(settings))
    archive = open_archive(settings, embedder)
    try:
        journal_path.parent.mkdir(parents=True, exist_ok=True)
        journal = Journal(
            journal_path,
            about(archive, questions, filters, limit, expand=arguments.expand),
        )
        if journal.begun_anew:
            text = N_("The questions or the archive changed since it was stopped: begun anew.")
            print(translate(text))
        elif journal.done:
            text = N_("Goes on after question {count} of {total}.")
            print(translate(text).format(count=len(journal.done), total=len(questions.lines)))
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        ) as bars:
            task = bars.add_task(
                translate(N_("Searching")),
                total=len(questions.lines),
                completed=len(journal.done),
            )
            for _ in run(
                archive,
                embedder,
                questions,
                journal,
                search,
                filters=filters,
                limit=limit,
                expand=arguments.expand,
            ):
                bars.advance(task)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise UnwritableRecordError(path=str(journal_path), detail=detail) from error
    made = record_of(archive, journal.done, wording)
    for path, form in files:
        save(path, content_of(made, form, wording))
        print(path)
    journal.remove()
    refusals = sum(one.refused is not None for one in made.searches)
    answered = sum(one.evidence in ("sterk", "zwak") for one in made.searches)
    text = N_("{total} questions: {found} found, {missing} not found, {refused} not searched.")
    print(
        translate(text).format(
            total=wording.number(len(made.searches)),
            found=wording.number(answered),
            missing=wording.number(len(made.searches) - answered - refusals),
            refused=wording.number(refusals),
        )
    )
    return SOME_REFUSED if refusals else 0


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UnreadableQuestionsError(path=str(path), detail=N_("it is far too large"))
        return path.read_bytes()
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise UnreadableQuestionsError(path=str(path), detail=detail) from error


def _places(out: Path) -> tuple[list[Path], Path]:
    """Return the files to write, and where the journal is kept meanwhile."""
    if out.suffix.lower() in {".csv", ".json"}:
        return [out], out.with_name(f".{out.name}.journal")
    if out.is_file() or out.suffix:
        raise UnwritableRecordError(
            path=str(out), detail=N_("results go to a .csv, a .json or a folder")
        )
    return [out / name for name in _IN_FOLDER], out / ".journal"
