"""The whole job, with real files, SQLite and Chroma, and a toy model."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.documents import PIPELINE_VERSION, ReadFile, Reading, pool_factory, read_documents
from ingest.index_writer import index_lock
from ingest.limits import Limits
from ingest.sources import SourceFile
from lrt_search import errors
from lrt_search.archive import Archive, ServedArchive, open_archive
from lrt_search.domain import SkippedSource
from lrt_search.generations import current_generation, generations_folder
from lrt_search.retrieval import search
from lrt_search.testing import ToyEmbedder
from tests.job import Job


def opened(job: Job) -> Archive:
    return open_archive(job.settings, job.embedder)


def test_what_was_ingested_is_found_with_its_place(job: Job) -> None:
    job.put("a.txt", "VNG vraagt om flexwoningen.", "Verslag akkoord.")
    report = job.ingest()
    assert (report.new, report.carried, report.skipped) == (1, 0, ())
    (hit, *_) = search(opened(job), "flexwoningen").hits
    assert hit.passage.quotation == "VNG vraagt om flexwoningen."
    assert hit.citation.agenda_item is not None
    assert hit.citation.agenda_item.heading == "1. OPENING"
    assert hit.citation.source_name == "inbox/a.txt"


def test_a_second_run_over_the_same_files_changes_nothing(job: Job) -> None:
    job.put("a.txt", "Een punt.")
    job.ingest()
    before = current_generation(job.settings.index)
    report = job.ingest()
    assert not report.changed
    assert current_generation(job.settings.index) == before
    assert job.progress.names == []


def test_work_is_proportional_to_what_changed(job: Job) -> None:
    job.put("a.txt", "Eerste punt.", "Tweede punt.")
    job.ingest()
    job.embedder.embedded.clear()
    job.put("b.txt", "Derde punt.")
    report = job.ingest()
    assert (report.new, report.carried) == (1, 1)
    assert job.progress.names == ["inbox/b.txt"]
    assert job.embedder.embedded == ["OPENING: Derde punt."]
    assert job.progress.done == job.progress.total == 3
    assert search(opened(job), "tweede").hits[0].passage.quotation == "Tweede punt."


def test_what_several_documents_say_alike_is_embedded_once_and_found_in_each(job: Job) -> None:
    job.put("a.txt", "Zelfde punt.", "Eigen punt.")
    job.put("b.txt", "Zelfde punt.", date="4 april 2022")
    job.ingest()
    assert sorted(job.embedder.embedded) == ["OPENING: Eigen punt.", "OPENING: Zelfde punt."]
    assert job.progress.done == job.progress.total == 3
    near = opened(job).vectors.nearest(job.embedder.embed_query("OPENING: Zelfde punt."), 3)
    assert near[0][1] == near[1][1] > near[2][1]


def test_a_job_on_other_files_keeps_the_archive(job: Job) -> None:
    first, second = job.put("a.txt", "Eerste."), job.put("b.txt", "Tweede.")
    job.ingest(first)
    report = job.ingest(second)
    assert report.searched is not None
    assert report.searched.documents == 2


def test_a_file_with_new_content_takes_the_place_of_the_old(job: Job) -> None:
    job.put("a.txt", "Oud punt.")
    job.ingest()
    job.put("a.txt", "Nieuw punt.")
    report = job.ingest()
    assert (report.new, report.replaced) == (1, 1)
    assert opened(job).searched().documents == 1


def test_the_same_content_twice_is_one_document_with_two_names(job: Job) -> None:
    job.put("a.txt", "Zelfde punt.")
    job.put("b.txt", "Zelfde punt.")
    job.ingest()
    (document,) = opened(job).documents()
    assert document.source_names == ("inbox/a.txt", "inbox/b.txt")


def test_a_bad_file_does_not_stop_the_others_and_is_listed(job: Job) -> None:
    job.put("a.txt", "Goed punt.")
    (job.inbox / "leeg.pdf").write_bytes(b"")
    report = job.ingest()
    assert report.new == 1
    assert report.skipped == (
        SkippedSource("inbox/leeg.pdf", "EmptyFileError", (("name", "inbox/leeg.pdf"),)),
    )
    assert opened(job).skipped() == report.skipped


def test_a_mended_file_leaves_the_list(job: Job) -> None:
    job.put("a.txt", "Goed punt.")
    (job.inbox / "b.txt").write_bytes(b"")
    job.ingest()
    job.put("b.txt", "Hersteld.")
    assert job.ingest().skipped == ()
    assert opened(job).skipped() == ()


def test_a_file_that_went_bad_keeps_what_it_held(job: Job) -> None:
    job.put("a.txt", "Was goed.")
    job.ingest()
    (job.inbox / "a.txt").write_bytes(b"")
    report = job.ingest()
    assert [skipped.reason for skipped in report.skipped] == ["EmptyFileError"]
    assert search(opened(job), "goed").hits


def test_nothing_readable_makes_no_archive(job: Job) -> None:
    (job.inbox / "a.pdf").write_bytes(b"\0" * 100)
    report = job.ingest()
    assert report.searched is None
    with pytest.raises(errors.NoIndexError):
        opened(job)


def test_another_models_index_is_refused_until_it_is_rebuilt(job: Job) -> None:
    job.put("a.txt", "Een punt.")
    job.ingest()
    job.embedder = ToyEmbedder("another")
    with pytest.raises(errors.ModelMismatchError, match="lrt-search rebuild"):
        job.ingest()
    with pytest.raises(errors.ModelMismatchError):
        opened(job)
    (job.inbox / "a.txt").unlink()
    assert job.rebuild().new == 1
    assert search(opened(job), "punt").hits


def test_another_format_is_refused_until_it_is_rebuilt(job: Job) -> None:
    job.put("a.txt", "Een punt.")
    job.ingest()
    manifest = current_generation(job.settings.index) / "manifest.json"
    content = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(content | {"format_version": 99}))
    with pytest.raises(errors.IndexVersionError, match="lrt-search rebuild"):
        opened(job)
    job.rebuild()
    assert search(opened(job), "punt").hits


def test_documents_read_in_an_older_way_are_read_anew_from_the_kept_copies(job: Job) -> None:
    job.put("a.txt", "Eerste.")
    job.ingest()
    manifest = current_generation(job.settings.index) / "manifest.json"
    content = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(content | {"pipeline_version": PIPELINE_VERSION - 1}))
    (job.inbox / "a.txt").unlink()
    job.ingest(job.put("b.txt", "Tweede."))
    assert sorted(job.progress.names) == ["b.txt", "inbox/a.txt"]
    assert opened(job).searched().documents == 2


def test_a_lost_copy_is_told_and_not_passed_over(job: Job) -> None:
    job.put("a.txt", "Eerste.")
    job.put("b.txt", "Tweede.")
    job.ingest()
    kept = sorted((job.settings.index / "sources").iterdir())
    kept[0].unlink()
    assert [skipped.reason for skipped in job.rebuild().skipped] == ["MissingSourceError"]


def test_only_so_many_generations_are_kept(job: Job) -> None:
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        job.put(name, f"Punt in {name}.")
        job.ingest()
    kept = list(generations_folder(job.settings.index).iterdir())
    assert len(kept) == job.settings.keep_generations
    assert current_generation(job.settings.index) in kept


def test_a_running_server_follows_the_swap_and_keeps_what_it_has_open(job: Job) -> None:
    job.put("a.txt", "Eerste.")
    job.ingest()
    served = ServedArchive(job.settings, job.embedder)
    before = served()
    assert served() is before
    job.put("b.txt", "Tweede.")
    job.ingest()
    assert served().searched().documents == 2
    assert search(before, "eerste").hits


def test_a_failing_model_changes_nothing_that_is_served(job: Job) -> None:
    job.put("a.txt", "Eerste.")
    job.ingest()
    before = current_generation(job.settings.index)

    class Broken(ToyEmbedder):
        def embed_passages(self, *arguments: object, **more: object) -> object:  # type: ignore[override]
            raise errors.ModelError(model="toy", detail="broken")

    job.embedder = Broken()
    job.put("b.txt", "Tweede.")
    with pytest.raises(errors.ModelError):
        job.ingest()
    assert current_generation(job.settings.index) == before
    assert list(generations_folder(job.settings.index).iterdir()) == [before]


KILLED = """
import os, signal, sys
from pathlib import Path
from concurrent.futures import ThreadPoolExecutor
from ingest import index_writer
from ingest.pipeline import build_index
from ingest.sources import find_sources
from lrt_search.settings import Settings
from lrt_search.testing import ToyEmbedder
from tests.job import Silence

def die(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(index_writer, sys.argv[3], die)
settings = Settings(index=Path(sys.argv[1]))
given = find_sources([Path(sys.argv[2])])
build_index(settings, ToyEmbedder(), given, Silence(), lambda: ThreadPoolExecutor(1))
"""


@pytest.mark.parametrize("step", ["write_vectors", "_check", "write_durably", "make_current"])
def test_a_killed_job_changes_nothing_that_is_served(job: Job, step: str) -> None:
    job.put("a.txt", "Eerste.")
    job.ingest()
    before = current_generation(job.settings.index)
    job.put("b.txt", "Tweede.")
    command = [sys.executable, "-c", KILLED, str(job.settings.index), str(job.inbox), step]
    killed = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert current_generation(job.settings.index) == before
    assert search(opened(job), "eerste").hits
    assert job.ingest().new == 1
    left = [path.name for path in generations_folder(job.settings.index).iterdir()]
    assert not any(name.startswith(".") for name in left)


def test_two_jobs_do_not_write_at_the_same_time(job: Job) -> None:
    job.put("a.txt", "Een punt.")
    with index_lock(job.settings.index), pytest.raises(errors.IndexBusyError):
        job.ingest()


def test_a_damaged_index_is_refused_with_the_cure(job: Job) -> None:
    job.put("a.txt", "Een punt.")
    job.ingest()
    (current_generation(job.settings.index) / "catalogue.sqlite3").write_bytes(b"not a database")
    with pytest.raises(errors.DamagedIndexError, match="lrt-search rebuild"):
        opened(job)


@pytest.mark.parametrize("pointer", ["", "nowhere\n", "../../etc\n"])
def test_a_pointer_to_nowhere_is_refused(job: Job, pointer: str) -> None:
    job.put("a.txt", "Een punt.")
    job.ingest()
    (job.settings.index / "current").write_text(pointer)
    with pytest.raises(errors.DamagedIndexError):
        opened(job)


def test_a_folder_that_cannot_be_written_is_told(job: Job) -> None:
    job.put("a.txt", "Een punt.")
    job.settings.index.write_text("a file where the folder should be")
    with pytest.raises(errors.IndexNotWritableError):
        job.ingest()


def test_a_document_that_kills_its_reader_does_not_take_the_others_along(job: Job) -> None:
    """The name of a source is all that the reading process gets: it can be made to kill it."""
    good = job.put("a.txt", "Goed punt.")
    sources = [SourceFile(good, "a.txt", "a"), Deadly(good, "b.txt", "b")]
    results = {
        source.name: read
        for source, read in read_documents(sources, pool_factory(2, Limits()), Reading())
    }
    assert isinstance(results["a.txt"], ReadFile)
    killed = results["b.txt"]
    assert isinstance(killed, SkippedSource)
    assert killed.reason == "ReaderFailedError"
    assert dict(killed.fields)["detail"] == "it was killed"


class Deadly(SourceFile):
    """A source that ends the process it is sent to."""

    def __reduce__(self) -> tuple[object, ...]:
        return _die, (os.getpid(),)


def _die(parent: int) -> None:
    if os.getpid() != parent:
        os._exit(9)


def test_a_line_with_a_redaction_is_no_title(job: Job) -> None:
    (job.inbox / "brief 12.txt").write_text("Aan: [gelakt] van de provincie\n\nGeachte lezer,\n")
    job.ingest()
    [document] = opened(job).documents()
    assert document.title == "brief 12"
