"""Vectors are written by a process of their own, whatever runs the job and whatever goes wrong."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lrt_search import vector_writer
from lrt_search.errors import DamagedIndexError, ModelError
from lrt_search.vector_index import VectorIndex
from lrt_search.vector_writer import write_vectors
from tests.program import ROOT

if TYPE_CHECKING:
    from numpy.typing import NDArray

Batch = tuple[list[str], "NDArray[np.float32]"]
MARKER = b"geheimvergadering"


# Taken before the tests put a warm one in its place.
REAL = vector_writer._process


@pytest.fixture(autouse=True)
def real_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_writer, "_process", REAL)


def batch(count: int) -> Batch:
    numbers = np.random.default_rng(1).normal(size=(count, 16)).astype(np.float32)
    return [f"p{number}" for number in range(count)], numbers


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("count", [1, 5, 300])
def test_a_reader_writes_nothing_into_the_graph(tmp_path: Path, count: int) -> None:
    """The memory of a server holds questions; the files of the index must not."""
    folder = tmp_path / "chroma"
    write_vectors(folder, [batch(count)])
    before = files_of(folder)
    for _ in range(2):
        index = VectorIndex(folder)
        assert len(index.nearest(batch(1)[1][0], 3)) == min(count, 3)
        index.close()
    after = files_of(folder)
    assert len(before) > 4
    assert {name for name in after if before.get(name) != after[name]} <= {"chroma.sqlite3"}


def test_the_memory_of_the_job_is_not_in_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", (MARKER * 50).decode())
    (tmp_path / ".env").write_bytes(b"CHROMA_SERVER_HOST=" + MARKER * 50)
    monkeypatch.chdir(tmp_path)
    for number in range(2000):  # Made and let go: what malloc would hand out again.
        str(number) + MARKER.decode() * 100
    write_vectors(tmp_path / "chroma", [batch(5)])
    assert all(MARKER not in content for content in files_of(tmp_path / "chroma").values())


SCRIPT = """
import sys
from pathlib import Path
import numpy as np
from lrt_search.vector_writer import write_vectors
print(write_vectors(Path(sys.argv[1]), [(["a"], np.ones((1, 4), np.float32) / 2)]))
"""


@pytest.mark.parametrize("run_by", ["-c", "standard input", "a script"])
def test_any_program_can_run_the_job_and_runs_it_once(tmp_path: Path, run_by: str) -> None:
    script = tmp_path / "job.py"
    script.write_text(SCRIPT)
    arguments = {"-c": ["-c", SCRIPT], "standard input": ["-"], "a script": [str(script)]}[run_by]
    command = [sys.executable, *arguments, str(tmp_path / "chroma")]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, input=SCRIPT, capture_output=True, text=True, env=environment)
    assert (done.stdout, done.stderr) == ("1\n", "")


@pytest.mark.parametrize("error", [ModelError(model="toy", detail="broken"), KeyboardInterrupt()])
def test_what_stops_the_job_stops_the_writer(tmp_path: Path, error: BaseException) -> None:
    def batches() -> Iterator[Batch]:
        yield batch(3)
        raise error

    with pytest.raises(type(error)):
        write_vectors(tmp_path / "chroma", batches())


@pytest.mark.parametrize(
    ("end", "told"), [("exit 7", r"ended \(7\)"), ("kill -9 $$", r"ended \(-9\)")]
)
def test_a_writer_that_ends_too_soon_is_told_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str, told: str
) -> None:
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n{end}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(DamagedIndexError, match=told):
        write_vectors(tmp_path / "chroma", (batch(20_000) for _ in range(5)))


def test_what_chroma_refuses_is_told(tmp_path: Path) -> None:
    ids, vectors = batch(3)
    with pytest.raises(DamagedIndexError, match=r"Chroma \(\w+\)"):
        write_vectors(tmp_path / "chroma", [(["a", "a", "b"], vectors)])


def test_a_folder_that_cannot_be_made_is_told_as_the_system_tells_it(tmp_path: Path) -> None:
    (tmp_path / "chroma").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="File exists"):
        write_vectors(tmp_path / "chroma", [batch(1)])


INTERRUPTED = """
import sys, time
from pathlib import Path
import numpy as np
from lrt_search.vector_writer import write_vectors

def batches():
    yield ["a"], np.ones((1, 4), np.float32)
    print("sent", flush=True)
    time.sleep(60)

try:
    write_vectors(Path(sys.argv[1]), batches())
except KeyboardInterrupt:
    print("stopped")
"""


@pytest.mark.skipif(os.name != "posix", reason="sends POSIX signals")
def test_ctrl_c_ends_both_without_a_word(tmp_path: Path) -> None:
    command = [sys.executable, "-c", INTERRUPTED, str(tmp_path / "chroma")]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=ROOT,
    ) as job:
        assert job.stdout is not None
        assert job.stdout.readline() == "sent\n"
        os.killpg(job.pid, signal.SIGINT)
        # Also the writer has closed its end of the pipes, else this waits for it.
        assert job.communicate(timeout=20) == ("stopped\n", "")
