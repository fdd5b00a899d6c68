"""Each document is read by a child process of its own, which is ended when it breaks a limit.

    job: a thread for each child  --- source, limits --->  child: reads one document, and ends
                                  <--- beat, beat, ... --
                                  <------ result --------

What hangs is noticed by its silence, what grows by the system, what crashes by its end. The memory
of one document is never that of another, and never that of the job. Children are forked from a
server that has imported the readers and holds no document (``preloaded.py``).
"""

import os
import resource
import signal
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from threading import Event, Lock, Thread
from typing import Any, ParamSpec, TypeVar

from ingest import heartbeat
from ingest.limits import Limits
from lrt_search.language import N_

P = ParamSpec("P")
R = TypeVar("R")

# Seconds between two looks whether the job was stopped.
_GLANCE = 0.2
# Seconds in which a child that has closed its pipe is gone.
_SOON = 2.0
_KILLED = N_("it was killed")
_CONTEXT = get_context("forkserver")
# Starting one child looks at the others, and must not do so while one of them is being ended.
_starting_or_ending = Lock()


class ChildHungError(Exception):
    """A child gave no sign of life for too long, and was ended."""


class ChildDiedError(Exception):
    """A child ended without a result; the message says how, and holds nothing of its document."""


class ChildProcesses(ThreadPoolExecutor):
    """An executor that does each task in a child process of its own, within limits.

    Its futures raise ``ChildHungError`` and ``ChildDiedError``. ``shutdown(cancel_futures=True)``
    ends the children that are at work, and waits for none of them.
    """

    def __init__(self, workers: int, limits: Limits) -> None:
        """Make room for ``workers`` children at a time; 0 means one per core."""
        super().__init__(workers or os.cpu_count() or 1)
        self._limits = limits
        self._stopped = Event()
        _CONTEXT.set_forkserver_preload(["__main__", "ingest.preloaded"])

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> "Future[R]":
        """Have ``fn`` called in a child; it and its arguments must be picklable."""
        return super().submit(self._in_a_child, partial(fn, *args, **kwargs))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more tasks; with ``cancel_futures`` the children at work are ended too."""
        if cancel_futures:
            self._stopped.set()
        super().shutdown(wait, cancel_futures=cancel_futures)

    def _in_a_child(self, task: Callable[[], R]) -> R:
        receiver, sender = _CONTEXT.Pipe(duplex=False)
        child = _CONTEXT.Process(
            target=_work, args=(task, sender, self._limits.memory_bytes), daemon=True
        )
        try:
            with _starting_or_ending:
                child.start()
        except (OSError, EOFError) as error:
            receiver.close()
            raise ChildDiedError(type(error).__name__) from None
        finally:
            sender.close()
        try:
            result: R = self._result_of(child, receiver)
            return result
        finally:
            with _starting_or_ending:
                _end(child)
            receiver.close()

    def _result_of(self, child: ForkServerProcess, receiver: "Connection[Any, Any]") -> Any:
        """Wait for the result of a child, as long as it gives signs of life."""
        last_sign = time.monotonic()
        while not self._stopped.is_set():
            if receiver.poll(_GLANCE):
                try:
                    told = receiver.recv()
                except (EOFError, OSError):
                    raise ChildDiedError(_how_it_ended(child)) from None
                if told is not None:
                    (result,) = told
                    return result
                last_sign = time.monotonic()
            elif time.monotonic() - last_sign > self._limits.page_seconds:
                raise ChildHungError
        raise ChildDiedError("stopped")


def _how_it_ended(child: ForkServerProcess) -> str:
    with _starting_or_ending:
        child.join(_SOON)
    code = child.exitcode or 0
    return signal.Signals(-code).name if code < 0 and -code != signal.SIGKILL else _KILLED


def _end(child: ForkServerProcess) -> None:
    """End a child with the programs that it has started, whatever it is doing."""
    assert child.pid is not None
    with suppress(ProcessLookupError):  # No such group: it has not made one yet, or is gone.
        os.killpg(child.pid, signal.SIGKILL)
    child.kill()
    child.join()
    child.close()


# --- in the child ------------------------------------------------------------------------------


def _work(task: Callable[[], object], sender: "Connection[Any, Any]", memory: int) -> None:
    """Do the task; tell of every beat, and in the end of the result."""
    # Ctrl-C is for the job, which then ends this group: the child and the programs it has started.
    os.setpgid(0, 0)
    Thread(target=_end_with_the_job, daemon=True).start()
    _close_the_mouth()
    # A picture of its memory would be one of its document.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit_memory(memory)
    heartbeat.listen(lambda: sender.send(None))
    sender.send((task(),))


def _end_with_the_job() -> None:
    job = parent_process()
    assert job is not None
    wait([job.sentinel])
    os.killpg(0, signal.SIGKILL)


def _close_the_mouth() -> None:
    """Print nothing: a library that crashes may quote what it was reading."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _limit_memory(more: int) -> None:
    """Let this process have so many bytes of addresses more than it has now; it gets no others."""
    taken = _addresses()
    if taken is not None:
        resource.setrlimit(resource.RLIMIT_AS, (taken + more, taken + more))


def _addresses() -> int | None:
    """Return the bytes of addresses in use; None on a system that does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as told:
            return int(told.read().split()[0]) * resource.getpagesize()
    except OSError:
        return None
