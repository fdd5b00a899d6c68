"""Each document is read by a child of its own: one that breaks a limit is told, and no more."""

import os
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pypdf
import pytest
from pypdf.generic import NameObject, NumberObject, StreamObject

from ingest.documents import Read, ReadFile, Reading, pool_factory, read_documents
from ingest.heartbeat import beat
from ingest.limits import Limits
from ingest.sources import SourceFile
from ingest.supervised import ChildDiedError, ChildHungError, ChildProcesses
from lrt_search import errors
from lrt_search.domain import SkippedSource
from lrt_search.language import translator
from tests.fixtures.pdf_factory import draw_plain_pdf
from tests.program import ROOT

TIGHT = Limits(page_seconds=1, read_memory=512, max_pages=3, max_unpacked=2)


# --- any task ------------------------------------------------------------------------------


def double(number: int) -> int:
    return 2 * number


def hang() -> None:
    time.sleep(60)


def go_slowly(beats: int) -> str:
    for _ in range(beats):
        time.sleep(0.3)
        beat()
    return "done"


def grow() -> int:
    return len(bytearray(1 << 30))


def refuse() -> None:
    raise ValueError("secret words of a document")


def kill_itself(number: int) -> None:
    os.kill(os.getpid(), number)


def start_a_program(told: Path) -> None:
    """Start one that would outlive its parent, as Tesseract would, and hang."""
    with subprocess.Popen(["sleep", "60"]) as program:
        told.write_text(f"{os.getpid()} {program.pid}")


def are_gone(pids: list[int]) -> bool:
    """Wait until none of these processes runs; False where one still does after some seconds."""
    for _ in range(100):
        if not any(map(is_running, pids)):
            return True
        time.sleep(0.05)
    return False


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_task_is_done_in_another_process_and_each_in_its_own() -> None:
    with ChildProcesses(2, TIGHT) as children:
        assert [children.submit(double, n).result() for n in range(3)] == [0, 2, 4]
        pids = {children.submit(os.getpid).result() for _ in range(3)}
    assert len(pids) == 3
    assert os.getpid() not in pids


@pytest.mark.parametrize(
    ("task", "error"),
    [(hang, ChildHungError), (grow, ChildDiedError), (refuse, ChildDiedError)],
)
def test_what_breaks_a_limit_is_ended_and_the_next_is_done(
    task: Callable[[], object], error: type[Exception]
) -> None:
    with ChildProcesses(1, TIGHT) as children:
        with pytest.raises(error) as caught:
            children.submit(task).result()
        assert "secret" not in str(caught.value)
        assert children.submit(double, 2).result() == 4


@pytest.mark.parametrize(
    ("number", "told"), [(signal.SIGKILL, "it was killed"), (signal.SIGSEGV, "SIGSEGV")]
)
def test_a_child_that_dies_is_told_by_what(number: int, told: str) -> None:
    with ChildProcesses(1, TIGHT) as children, pytest.raises(ChildDiedError, match=told):
        children.submit(kill_itself, number).result()


def test_who_gives_signs_of_life_may_take_long() -> None:
    with ChildProcesses(1, TIGHT) as children:
        assert children.submit(go_slowly, 6).result() == "done"


def test_a_child_that_is_ended_takes_its_programs_along(tmp_path: Path) -> None:
    told = tmp_path / "pids"
    with ChildProcesses(1, TIGHT) as children, pytest.raises(ChildHungError):
        children.submit(start_a_program, told).result()
    assert are_gone([int(pid) for pid in told.read_text().split()])


def test_a_pool_that_is_stopped_waits_for_no_child(tmp_path: Path) -> None:
    told = tmp_path / "pids"
    children = ChildProcesses(1, Limits())
    tasks = [children.submit(start_a_program, told) for _ in range(3)]
    while not (told.exists() and told.read_text()):
        time.sleep(0.05)
    children.shutdown(cancel_futures=True)
    assert all(task.done() for task in tasks)
    assert are_gone([int(pid) for pid in told.read_text().split()])


# --- documents -----------------------------------------------------------------------------


class Acting(SourceFile):
    """A source that starts a program in the process that reads it, and hangs."""

    def __reduce__(self) -> tuple[object, ...]:
        return Acted, (self.path,)


class Acted:
    """What becomes of it there."""

    name, origin, refusal = "acts.txt", "acts", None

    def __init__(self, told: Path) -> None:
        self.told = told

    @property
    def path(self) -> Path:
        start_a_program(self.told)
        return self.told


def bomb() -> bytes:
    """A page of a thousand times its size: a stream of blanks."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(200, 200)
    stream = StreamObject()
    stream._data = zlib.compress(b" " * (3 << 20), 9)
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    stream[NameObject("/Length")] = NumberObject(len(stream._data))
    page[NameObject("/Contents")] = writer._add_object(stream)
    content = BytesIO()
    writer.write(content)
    assert len(content.getvalue()) < 10_000
    return content.getvalue()


def docx_bomb() -> bytes:
    document = docx.Document()
    document.add_paragraph("a" * (3 << 20))
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def read_all(sources: list[SourceFile], limits: Limits = TIGHT) -> dict[str, Read]:
    return {
        source.name: read
        for source, read in read_documents(sources, pool_factory(1, limits), Reading(limits=limits))
    }


def source(path: Path) -> SourceFile:
    return SourceFile(path, path.name, str(path))


def test_every_broken_limit_is_told_with_the_setting_to_raise(tmp_path: Path) -> None:
    draw_plain_pdf(("Een", "Twee", "Drie", "Vier"), tmp_path / "long.pdf")
    (tmp_path / "bomb.pdf").write_bytes(bomb())
    (tmp_path / "bomb.docx").write_bytes(docx_bomb())
    (tmp_path / "pages.txt").write_text("\f".join("abcd"))
    good = tmp_path / "good.txt"
    good.write_text("Een goed punt.")
    read = read_all(
        [
            Acting(tmp_path / "pids", "hangs.txt", "1"),
            *map(source, sorted(tmp_path.iterdir())),
        ]
    )
    assert isinstance(read.pop("good.txt"), ReadFile)
    skipped = {name: one for name, one in read.items() if isinstance(one, SkippedSource)}
    assert {name: one.reason for name, one in skipped.items()} == {
        "hangs.txt": "ReaderHungError",
        "long.pdf": "TooManyPagesError",
        "pages.txt": "TooManyPagesError",
        "bomb.pdf": "TooLargeUnpackedError",
        "bomb.docx": "TooLargeUnpackedError",
    }
    assert dict(skipped["long.pdf"].fields) == {"name": "long.pdf", "pages": 4, "limit": 3}


def test_a_document_that_needs_too_much_memory_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A big page of text takes more than the least that can be set."""
    path = tmp_path / "a.txt"
    path.write_text("Een lang verhaal. " * 3_000_000)
    read = read_all([source(path)], Limits(read_memory=64))
    assert isinstance(read["a.txt"], SkippedSource)
    assert read["a.txt"].reason == "TooMuchMemoryError"


@pytest.mark.parametrize(
    ("kind", "setting"),
    [
        (errors.ReaderHungError, "LRT_PAGE_SECONDS"),
        (errors.TooMuchMemoryError, "LRT_READ_MEMORY"),
        (errors.TooManyPagesError, "LRT_MAX_PAGES"),
        (errors.TooLargeUnpackedError, "LRT_MAX_UNPACKED"),
    ],
)
def test_a_limit_is_told_with_its_setting(kind: type[errors.LrtError], setting: str) -> None:
    told = kind(name="a.pdf", limit=7, pages=9).explain(translator("en"))
    assert "7" in told
    assert setting in told


INTERRUPTED = """
import sys
from pathlib import Path
from ingest.documents import Reading, pool_factory, read_documents
from ingest.limits import Limits
from tests.ingest.test_supervised import Acting

if __name__ == "__main__":
    sources = [Acting(Path(sys.argv[1]), f"{n}", f"{n}") for n in range(3)]
    try:
        list(read_documents(sources, pool_factory(1, Limits()), Reading()))
    except KeyboardInterrupt:
        print("stopped")
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_job_that_is_stopped_leaves_no_child_behind(tmp_path: Path, number: int) -> None:
    told, script = tmp_path / "pids", tmp_path / "job.py"
    script.write_text(INTERRUPTED)
    with subprocess.Popen(
        [sys.executable, str(script), str(told)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as job:
        while not (told.exists() and told.read_text()):
            assert job.poll() is None
            time.sleep(0.05)
        if number == signal.SIGINT:
            os.killpg(job.pid, number)
            assert job.communicate(timeout=20) == ("stopped\n", "")
        else:
            job.kill()
            job.communicate(timeout=20)
    assert are_gone([int(pid) for pid in told.read_text().split()])
