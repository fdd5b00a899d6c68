"""Writes the vectors of a generation in a process of its own, which never holds any text.

    job: ids and vectors -> frames -> pipe -> python -m lrt_search.vector_writer FOLDER -> Chroma

Chroma writes memory that it has not filled to disk, with whatever lay there before: in the
process of a job that may be a document that was refused or withdrawn. Here it is ids and vectors.

A program of its own, and not ``multiprocessing``: a forked process is born with the memory of the
job, and a spawned one first imports the script that runs the job, so that a script without
``if __name__ == "__main__"`` would run twice, and a job typed in an interpreter not at all.
"""

import json
import os
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from lrt_search.errors import DamagedIndexError
from lrt_search.vector_index import write_collection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Before each batch: bytes of its ids (JSON), rows, and numbers in a row. No rows: that was all.
_HEADER = struct.Struct("<III")
# All that the writer is told of where it runs: a variable may hold a password.
_ENVIRONMENT = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT")


def write_vectors(
    path: Path, batches: Iterable[tuple[Sequence[str], "NDArray[np.float32]"]]
) -> int:
    """Write the vectors of a new generation to the folder ``path``.

    Args:
        path: A folder that does not exist yet.
        batches: Passage ids and their vectors, ``(n, dimension)`` float32 of unit length.

    Returns:
        How many vectors were written.

    Raises:
        OSError: no right, or no room.
        DamagedIndexError: Chroma failed, or its process was killed.
    """
    with _process(path) as writer:
        assert writer.stdin and writer.stdout
        try:
            taken = all(_send(writer.stdin, ids, vectors) for ids, vectors in batches if len(ids))
            if taken:
                _write(writer.stdin, _HEADER.pack(0, 0, 0))
            writer.stdin.close()
            answer = writer.stdout.read()
        except BaseException:  # A model that fails, or Ctrl-C: nobody waits for the rest.
            writer.kill()
            raise
    return _count(path, answer, writer.returncode)


def _process(path: Path) -> "subprocess.Popen[bytes]":
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    # It finds the modules where this process found them, and none in the folder it starts in.
    environment["PYTHONPATH"] = os.pathsep.join(os.path.abspath(place) for place in sys.path)
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "lrt_search.vector_writer", str(path.absolute())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env=environment,
        cwd=path.parent.absolute(),  # Chroma reads settings from a file .env where it stands.
        process_group=0,  # Ctrl-C is for the job, which then ends the writer.
    )


def _send(pipe: IO[bytes], ids: Sequence[str], vectors: "NDArray[np.float32]") -> bool:
    """Send one batch; False where the writer is gone, which then says or shows why."""
    names = json.dumps(list(ids)).encode()
    header = _HEADER.pack(len(names), *vectors.shape)
    return all(_write(pipe, part) for part in (header, names, vectors.astype("<f4").tobytes()))


def _write(pipe: IO[bytes], content: bytes) -> bool:
    left = memoryview(content)
    try:
        while left:
            left = left[pipe.write(left) :]
    except BrokenPipeError:
        return False
    return True


def _count(path: Path, answer: bytes, returncode: int) -> int:
    """Return what the writer counted.

    Raises:
        OSError, DamagedIndexError: as ``write_vectors``.
    """
    try:
        told = json.loads(answer)
    except ValueError:
        detail = f"the process that writes the vectors ended ({returncode})"
        raise DamagedIndexError(path=str(path.parent), detail=detail) from None
    if told.get("errno"):
        raise OSError(told["errno"], os.strerror(told["errno"]))
    if "error" in told:
        raise DamagedIndexError(path=str(path.parent), detail=f"Chroma ({told['error']})")
    return int(told["count"])


# --- in the process of the writer ----------------------------------------------------------


def main(path: Path) -> int:
    """Write the batches that come on standard input; say on standard output how many or why not."""
    # Libraries may print: their output must not get between ours.
    pipe = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    told: dict[str, int | str | None]
    try:
        told = {"count": write_collection(path, _received(sys.stdin.buffer))}
    except Exception as error:  # Chroma raises many kinds; the job is told which.
        number = error.errno if isinstance(error, OSError) else None
        told = {"error": type(error).__name__, "errno": number}
    with pipe:
        json.dump(told, pipe)
    return 0 if "count" in told else 1


def _received(pipe: IO[bytes]) -> Iterator[tuple[list[str], "NDArray[np.float32]"]]:
    """Yield the batches.

    Raises:
        EOFError: the job went away before it had sent them all.
    """
    import numpy as np

    while True:
        size, rows, dimension = _HEADER.unpack(_exactly(pipe, _HEADER.size))
        if not rows:
            return
        ids = json.loads(_exactly(pipe, size))
        numbers = np.frombuffer(_exactly(pipe, 4 * rows * dimension), "<f4")
        yield ids, numbers.astype(np.float32).reshape(rows, dimension)


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    content = pipe.read(size)
    if len(content) < size:
        raise EOFError
    return content


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
