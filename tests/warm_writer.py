"""The process that writes vectors, born at once: most of its time is the import of Chroma.

    tests --- folder, two pipes --->  server: has imported Chroma, and holds no text
          <-- its number -----------    `- fork: writes one collection, as the program itself does
          <-- how it ended ---------

A test process makes hundreds of indexes. What writes them is still a process that never held any
text; ``lrt_search/test_vector_writer.py`` and the jobs that run in a process of their own start the
real one.
"""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import IO, Self

from lrt_search.vector_writer import main
from tests.program import ROOT

_MOST = 4096  # Bytes of a path.


class WarmWriter:
    """Stands in for the ``subprocess.Popen`` of a writer."""

    def __init__(self, server: socket.socket, path: Path, busy: Lock) -> None:
        busy.acquire()
        self._busy = busy
        self.returncode: int | None = None
        self._server = server
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        socket.send_fds(server, [os.fsencode(path.absolute())], [theirs_in, theirs_out])
        os.close(theirs_in)
        os.close(theirs_out)
        self.stdin: IO[bytes] = os.fdopen(ours_in, "wb", buffering=0)
        self.stdout: IO[bytes] = os.fdopen(ours_out, "rb", buffering=0)
        self._pid = int(server.recv(_MOST))

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stdin.close()
        self.stdout.close()
        try:
            self.returncode = int(self._server.recv(_MOST))
        finally:
            self._busy.release()


class WarmWriters:
    """The server; started at the first index that is written. It writes one at a time."""

    def __init__(self) -> None:
        self._busy = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    def start(self, path: Path) -> WarmWriter:
        """Start a writer of the folder ``path``: takes the place of ``vector_writer._process``."""
        if self._socket is None:
            self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "tests.warm_writer", str(theirs.fileno())],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                    cwd=ROOT,
                    # A process that forks must have one thread only.
                    env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
                    process_group=0,
                )
        return WarmWriter(self._socket, path, self._busy)

    def stop(self) -> None:
        if self._socket is not None and self._process is not None:
            self._socket.close()
            self._process.wait()


# --- in the server ------------------------------------------------------------------------------


def serve(connection: socket.socket) -> None:
    """Fork a writer for each folder that is asked for, until nobody asks any more."""
    import chromadb.api.rust
    import chromadb.telemetry.product.posthog  # noqa: F401

    while True:
        path, pipes, _, _ = socket.recv_fds(connection, _MOST, 2)
        if not path:
            return
        pid = os.fork()
        if not pid:
            connection.close()
            _write(Path(os.fsdecode(path)), *pipes)
        for pipe in pipes:
            os.close(pipe)
        connection.send(str(pid).encode())
        _, status = os.waitpid(pid, 0)
        connection.send(str(os.waitstatus_to_exitcode(status)).encode())


def _write(path: Path, received: int, told: int) -> None:
    os.chdir(path.parent)
    os.dup2(received, 0)
    os.dup2(told, 1)
    os.close(received)
    os.close(told)
    code = 1
    try:
        code = main(path)
    finally:
        os._exit(code)


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as server:
        serve(server)
