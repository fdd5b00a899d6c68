"""``lrt-search ingest``, ``rebuild``, ``withdraw``, ``reinstate``: arguments in, a report out."""

import argparse
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bars
from rich.text import Text

from ingest.pipeline import Progress, Report, build_index, rebuild_index
from ingest.sources import find_sources
from ingest.withdrawal import bound_with
from ingest.withdrawal import reinstate as allow_again
from ingest.withdrawal import withdraw as remove
from lrt_search import errors
from lrt_search.embedding import load_embedder
from lrt_search.errors import SettingError
from lrt_search.language import N_, Translate
from lrt_search.settings import Settings
from lrt_search.wording import Wording, judged_in_words, period, skipped_lines

# Some documents were read and some were not: the archive works, and somebody has to look.
SOME_FAILED = 3


def ingest(arguments: argparse.Namespace, settings: Settings) -> int:
    """Add files and folders to the archive; return the exit code."""
    given = find_sources([Path(path) for path in arguments.paths])
    passwords = read_passwords(arguments.password_file)
    embedder = load_embedder(settings)
    with progress_bars(Wording(settings.language)) as progress:
        report = build_index(settings, embedder, given, progress, passwords=passwords)
    return tell(report, Wording(settings.language))


def rebuild(arguments: argparse.Namespace, settings: Settings) -> int:
    """Make the archive anew from the kept sources; return the exit code."""
    passwords = read_passwords(arguments.password_file)
    embedder = load_embedder(settings)
    with progress_bars(Wording(settings.language)) as progress:
        report = rebuild_index(settings, embedder, progress, passwords=passwords)
    return tell(report, Wording(settings.language))


def read_passwords(path: str | None) -> tuple[str, ...]:
    """Read the passwords of documents, one a line; none where no file is named.

    Raises:
        SettingError: The file cannot be read.
    """
    if path is None:
        return ()
    try:
        content = Path(path).read_bytes()
    except OSError:
        expected = N_("a file that can be read, with one password a line")
        raise SettingError(name="--password-file", value=path, expected=expected) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return tuple(filter(None, re.split(r"\r\n|\r|\n", text)))


def withdraw(arguments: argparse.Namespace, settings: Settings) -> int:
    """Remove a document and every trace of it; return the exit code."""
    together = bound_with(settings, arguments.document)
    gone = remove(settings, arguments.document, arguments.reason, arguments.by)
    translate = Wording(settings.language).translate
    done = translate(N_("Document {document_id} is withdrawn. Its links now answer: {reason}."))
    print(done.format(document_id=gone.document_id, reason=gone.reason))
    if together > 1:
        text = translate(N_("Its file binds {count} documents; all of them are withdrawn."))
        print(text.format(count=together))
    print(
        translate(
            N_(
                "Nothing of it is left in the index. Clear your backups, the original file and "
                "search engines yourself: see docs/withdrawal.md."
            )
        )
    )
    return 0


def reinstate(arguments: argparse.Namespace, settings: Settings) -> int:
    """Allow a withdrawn document to be taken in again; return the exit code."""
    back = allow_again(settings, arguments.document, arguments.reason, arguments.by)
    text = N_("Document {document_id} may be taken in again. Do so with: lrt-search ingest PATH")
    print(Wording(settings.language).translate(text).format(document_id=back.document_id))
    return 0


def tell(report: Report, wording: Wording, write: Callable[[str], None] = print) -> int:
    """Write the report of a job for a reader; return its exit code.

    Returns:
        0 when every file is searchable. Else ``SOME_FAILED``; but where not one file of the job
        could be read, and all for the same reason, the exit code of that reason.
    """
    translate = wording.translate
    if report.skipped:
        count = wording.ngettext(
            "{count} file is not searchable:",
            "{count} files are not searchable:",
            len(report.skipped),
        )
        write(count)
        for line in skipped_lines(report.skipped, wording):
            write(line)
    for name, pages in report.unread_pages:
        text = wording.ngettext(
            "{count} page could not be read and cannot be found",
            "{count} pages could not be read and cannot be found",
            pages,
        )
        write(f"  - {name}: {text}.")
    if report.reader_missing:
        write(
            translate(
                N_(
                    "Tesseract with Dutch, which reads scans, is not installed. Install it (sudo "
                    "apt-get install tesseract-ocr-nld tesseract-ocr-eng) and run ingest again: "
                    "these pages are then read."
                )
            )
        )
    for name, counts in report.sensitive:
        write(f"  - {name}: {judged_in_words(counts, report.masked, wording)}.")
    if report.searched is None:
        write(translate(N_("Nothing could be read, so there is no archive yet.")))
    else:
        _tell_archive(report, wording, write)
    return _exit_code(report)


def _tell_archive(report: Report, wording: Wording, write: Callable[[str], None]) -> None:
    translate, searched = wording.translate, report.searched
    assert searched is not None
    if report.changed:
        done = translate(N_("Done: {new} new, {carried} unchanged, {replaced} replaced."))
        write(done.format(new=report.new, carried=report.carried, replaced=report.replaced))
    else:
        write(translate(N_("Nothing changed: the archive stays as it was.")))
    parts = [
        wording.ngettext("{count} document", "{count} documents", searched.documents),
        wording.ngettext("{count} page", "{count} pages", searched.pages),
        wording.ngettext("{count} passage", "{count} passages", searched.passages),
    ]
    write(translate(N_("The archive now holds {parts}.")).format(parts=", ".join(parts)))
    covered = period(searched, wording)
    if covered:
        write(covered)


def _exit_code(report: Report) -> int:
    if not report.skipped:
        return 0
    reasons = {skipped.reason for skipped in report.skipped}
    if len(reasons) == 1 and not report.new and not report.carried:
        return int(getattr(errors, reasons.pop()).exit_code)
    return SOME_FAILED


class _RateColumn(ProgressColumn):
    """How many a second are done."""

    def __init__(self, translate: Translate) -> None:
        super().__init__()
        self._format = translate(N_("{rate}/s"))

    def render(self, task: Task) -> Text:
        """Return the rate, or nothing while it is not known."""
        speed = task.finished_speed or task.speed
        return Text(self._format.format(rate=f"{speed:.1f}") if speed else "")


class _BarProgress:
    """Draws the progress of a job on the terminal."""

    def __init__(self, bars: Bars, translate: Translate) -> None:
        self._bars = bars
        self._translate = translate

    def reading(self, total: int) -> None:
        if total:
            self._draw(N_("Reading documents"), total)

    def read(self, name: str) -> None:
        self._bars.advance(self._task)

    def embedding(self, total: int) -> None:
        self._draw(N_("Embedding passages"), total)

    def embedded(self, count: int) -> None:
        self._bars.advance(self._task, count)

    def _draw(self, text: str, total: int) -> None:
        self._bars.start()
        self._task = self._bars.add_task(self._translate(text), total=total)


@contextmanager
def progress_bars(wording: Wording) -> Iterator[Progress]:
    """Draw how far a job is, on standard error."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _RateColumn(wording.translate),
        TimeRemainingColumn(),
    )
    # Bars are started when there is something to draw: a job that is refused prints one sentence.
    bars = Bars(*columns, console=Console(stderr=True))
    try:
        yield _BarProgress(bars, wording.translate)
    finally:
        if bars.live.is_started:
            bars.stop()
