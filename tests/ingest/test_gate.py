"""Nothing hidden gets in: whole documents through the job, and every byte it wrote."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest import ocr
from ingest.findings import FindingKind
from ingest.gate import only_shown
from ingest.quarantine import held_documents
from lrt_search.archive import open_archive
from lrt_search.domain import Page
from lrt_search.errors import HiddenTextError, UnjudgedDocumentError
from lrt_search.manifest import file_sha256
from lrt_search.retrieval import search
from tests.fixtures.leaky_pdf import HIDDEN, LEAKS, SHOWN
from tests.job import Job
from tests.program import ROOT


def readable(name: str) -> bool:
    """Return whether this machine has what the check of a drawn leak needs."""
    return ocr.available() or not LEAKS[name].by_reading


REFUSED = [name for name, leak in LEAKS.items() if not leak.harmless and readable(name)]
HARMLESS = [name for name, leak in LEAKS.items() if leak.harmless and readable(name)]
# Reports and errors call a file so whose own name says something about a person.
ALIASED = [name for name in REFUSED if LEAKS[name].kind is FindingKind.FILE_NAME]


# The job in a process that never drew a leak, with readers in processes of their own: as users
# run it, but for the model. Twice, so that known files are compared with what is there.
JOB = """
import sys
from pathlib import Path
from ingest.pipeline import build_index
from ingest.sources import find_sources
from lrt_search.settings import Settings
from lrt_search.testing import ToyEmbedder
from tests.job import Silence

if __name__ == "__main__":
    settings, inbox = Settings(index=Path(sys.argv[1])), Path(sys.argv[2])
    for name in ("eerste.txt", "tweede.txt"):
        (inbox / name).write_text(f"Een goed punt in {name}.")
        report = build_index(settings, ToyEmbedder(), find_sources([inbox]), Silence())
        print(*(f"{one.source_name} {one.reason}" for one in report.skipped), sep="\\n")
"""


# What was refused there is released, all of it, and taken in; then the index is made anew.
RELEASE = """
import sys
from pathlib import Path
from ingest.pipeline import build_index, rebuild_index, release_document
from ingest.quarantine import State, decide, held_documents
from ingest.sources import find_sources
from lrt_search.settings import Settings
from lrt_search.testing import ToyEmbedder
from tests.job import Silence

if __name__ == "__main__":
    settings, inbox = Settings(index=Path(sys.argv[1])), Path(sys.argv[2])
    given = find_sources([inbox])
    first, *others = held_documents(settings.index)
    release_document(settings, ToyEmbedder(), first.sha256, "goed", "J. Eik", Silence())
    for held in others:
        decide(settings.index, held, State.RELEASED, "goed", "J. Eik")
    for report in (
        build_index(settings, ToyEmbedder(), given, Silence()),
        rebuild_index(settings, ToyEmbedder(), Silence()),
    ):
        print(*(f"{one.source_name} {one.reason}" for one in report.skipped), sep="\\n")
"""


def run_job(script: str, index: Path, inbox: Path) -> bytes:
    """Run a job in a process of its own; return what it printed."""
    path = index.parent / "job.py"
    path.write_text(script)
    command = [sys.executable, str(path), str(index), str(inbox)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def written(index: Path) -> bytes:
    """Everything that the job wrote, but the kept copies of documents, taken in or refused."""
    copies = {index / "sources", index / "quarantine"}
    files = [
        path
        for path in index.rglob("*")
        if path.is_file() and (path.parent not in copies or path.suffix == ".json")
    ]
    return b"".join(path.read_bytes() for path in files)


@dataclass(frozen=True)
class WholeJob:
    """Every leak that is refused, given to ``JOB``; copy the index to change it."""

    index: Path
    inbox: Path
    printed: bytes


@pytest.fixture(scope="module")
def whole_job(tmp_path_factory: pytest.TempPathFactory) -> WholeJob:
    folder = tmp_path_factory.mktemp("whole")
    index, inbox = folder / "index", folder / "inbox"
    inbox.mkdir()
    for name in REFUSED:
        file_name = LEAKS[name].file_name if name in ALIASED else f"{name}.pdf"
        # Each with bytes of its own.
        (inbox / file_name).write_bytes(LEAKS[name].draw(True) + b"\n" * len(file_name))
    return WholeJob(index, inbox, run_job(JOB, index, inbox))


def test_no_byte_of_a_whole_job_holds_a_hidden_word(whole_job: WholeJob) -> None:
    index, inbox, printed = whole_job.index, whole_job.inbox, whole_job.printed
    by_name = [name for name in REFUSED if name not in ALIASED]
    assert all(printed.count(f"/{name}.pdf ".encode()) == 2 for name in by_name)
    assert printed.count(b"bestand ") == 2 * len(ALIASED)
    everything = written(index) + printed
    assert b"SQLite format 3" in everything
    assert HIDDEN.lower().encode() not in everything.lower()
    copies = list((index / "quarantine").glob("*.pdf"))
    assert len(copies) == len({path.read_bytes() for path in inbox.glob("*.pdf")})
    assert not {path.name for path in copies} & {
        path.name for path in (index / "sources").iterdir()
    }


def test_no_byte_of_a_release_holds_a_hidden_word(whole_job: WholeJob, tmp_path: Path) -> None:
    """Every leak is released: what its page shows is found, and nothing else of it anywhere."""
    index = tmp_path / "index"
    shutil.copytree(whole_job.index, index)
    printed = run_job(RELEASE, index, whole_job.inbox)
    assert printed.strip() == b""  # Nothing is refused any more.
    everything = written(index)
    assert SHOWN.encode() in everything
    assert HIDDEN.lower().encode() not in everything.lower()
    # Only what never was in quarantine.
    assert {path.suffix for path in (index / "sources").iterdir()} == {".txt"}


@pytest.mark.parametrize("name", REFUSED)
def test_a_leaking_document_is_refused_and_leaves_no_word_behind(job: Job, name: str) -> None:
    """With nothing else to take in, so that it is quick; above, all of them are in a whole job."""
    (job.inbox / LEAKS[name].file_name).write_bytes(LEAKS[name].draw(True))
    report = job.ingest()
    (refused,) = report.skipped
    # A file too odd for the reader itself is refused earlier, for that reason.
    assert refused.reason in {"HiddenTextError", "NoTextError"}
    assert HIDDEN not in repr(report)
    assert HIDDEN.lower().encode() not in written(job.settings.index).lower()
    assert not (job.settings.index / "sources").exists()


@pytest.mark.parametrize("name", ALIASED)
def test_a_leaking_file_name_is_told_as_the_start_of_the_hash_of_its_content(
    job: Job, name: str
) -> None:
    path = job.inbox / LEAKS[name].file_name
    path.write_bytes(LEAKS[name].draw(True))
    (refused,) = job.ingest().skipped
    assert refused.source_name == f"bestand {file_sha256(path)[:12]}"
    assert dict(refused.fields)["name"] == refused.source_name


def test_a_name_that_tells_of_a_person_is_not_kept_even_where_the_pages_show_it(job: Job) -> None:
    path = job.inbox / f"brief aan mevr. {HIDDEN}.pdf"
    path.write_bytes(LEAKS["render_mode_3"].draw(False))
    for _ in range(2):
        report = job.ingest()
        assert report.skipped == ()
    (document,) = open_archive(job.settings, job.embedder).documents()
    assert document.source_names == (f"bestand {file_sha256(path)[:12]}",)
    assert b"mevr." not in written(job.settings.index)


@pytest.mark.parametrize("name", ["black_box", "white_text", "render_mode_3"])
def test_its_clean_twin_is_searchable(job: Job, name: str) -> None:
    (job.inbox / "goed.pdf").write_bytes(LEAKS[name].draw(False))
    assert job.ingest().skipped == ()
    hits = search(open_archive(job.settings, job.embedder), "voorzitter opent de vergadering").hits
    assert SHOWN in hits[0].passage.quotation


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_harmless_is_taken_in_and_not_held_without_the_word(job: Job, name: str) -> None:
    (job.inbox / "a.pdf").write_bytes(LEAKS[name].draw(True))
    assert job.ingest().skipped == ()
    assert held_documents(job.settings.index) == ()
    assert HIDDEN.lower().encode() not in written(job.settings.index).lower()


def test_letters_that_the_page_does_not_show_do_not_go_on() -> None:
    """Whatever a reader of PDFs makes of a file: only what the page shows is kept."""
    content = LEAKS["black_box"].draw(False)
    (page,) = only_shown("a.pdf", content, [Page(1, None, f"{SHOWN} {HIDDEN}")]).pages
    assert SHOWN in page.text
    assert HIDDEN not in page.text


def test_what_cannot_be_judged_is_refused() -> None:
    with pytest.raises(UnjudgedDocumentError):
        only_shown("a.pdf", b"%PDF-1.7 rubbish", [Page(1, None, "text")])


def test_the_refusal_names_class_page_and_count_only() -> None:
    with pytest.raises(HiddenTextError, match=r"covered_text p\. 1 \(10\)"):
        only_shown("a.pdf", LEAKS["black_box"].draw(True), [Page(1, None, "text")])


@pytest.mark.parametrize(
    "name",
    [
        "redacted_bad_black_boxes.pdf",
        "redacted_marked_not_applied.pdf",
        "redacted_black_highlight.pdf",
        "hidden_white_and_invisible_text.pdf",
    ],
)
def test_real_leaks_are_refused(job: Job, name: str) -> None:
    path = Path(__file__).parents[3] / "shared" / "data" / "pdf" / "made" / name
    if not path.is_file():
        pytest.skip("needs ../shared/data/pdf/made")
    report = job.ingest(path)
    assert [refused.reason for refused in report.skipped] == ["HiddenTextError"]
    assert report.searched is None
