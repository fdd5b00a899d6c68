"""The server: it takes its address first, says where it is, and stops when asked."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest

from lrt_search.errors import PortInUseError
from search_app.server import address_of, listen

PROGRAM = """
import gettext
from lrt_search.settings import Settings
from search_app.server import serve
from tests.search_app.conftest import FakeArchive, toy_search
archive = FakeArchive()
serve(Settings(port=0, language="en"), lambda: archive, toy_search)
"""


@pytest.fixture
def taken_port() -> Iterator[int]:
    with listen("127.0.0.1", 0) as listening:
        yield listening.getsockname()[1]


def test_a_busy_port_is_told_with_another_to_try(taken_port: int) -> None:
    with pytest.raises(PortInUseError, match=f"--port {taken_port + 1}"):
        listen("127.0.0.1", taken_port)


@pytest.mark.parametrize("host", ["192.0.2.1", "geen.invalid"])
def test_an_address_that_is_not_ours_is_told(host: str) -> None:
    with pytest.raises(PortInUseError):
        listen(host, 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_listens(host: str) -> None:
    with listen(host, 0) as listening:
        socket.create_connection(listening.getsockname()[:2]).close()


def test_the_address_names_the_port_taken() -> None:
    with listen("127.0.0.1", 0) as listening:
        assert address_of(listening) == f"http://127.0.0.1:{listening.getsockname()[1]}/"


@pytest.mark.skipif(os.name != "posix", reason="sends POSIX signals")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_serves_until_it_is_stopped(stop: signal.Signals) -> None:
    server = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", PROGRAM],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stdout
    address = server.stdout.readline().split()[4]
    with urllib.request.urlopen(f"{address}?q=noodopvang") as response:
        assert response.status == 200
        assert response.headers["Server"] is None
    server.send_signal(stop)
    output, errors = server.communicate(timeout=20)
    # A busy machine is told of.
    told = [line for line in errors.splitlines() if not line.startswith("Task queue depth")]
    assert (server.returncode, output, told) == (0, "", [])
