"""The program as its users run it: ingested and served by the command line, read in Chromium."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.program import ROOT

CHROMIUM = shutil.which("chromium")
# Without these, Chromium looks for its maker's servers at every start.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True, slots=True)
class Served:
    """A running server.

    Attributes:
        address: Without a slash at the end.
        index: What it serves.
        minutes: The folder of the example archive.
    """

    address: str
    index: Path
    minutes: Path


@pytest.fixture(scope="session")
def served(
    example_minutes: Path, example_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Serve a copy of the example archive on a free port."""
    index = tmp_path_factory.mktemp("served") / "index"
    shutil.copytree(example_index, index)
    command = [sys.executable, "-m", "lrt_search", "--index", str(index), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        address = next(word for word in line.split() if word.startswith("http")).rstrip("/")
        yield Served(address, index, example_minutes)
        server.terminate()
        assert server.wait(timeout=60) == 0


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """A page without JavaScript, in which nothing may go wrong and nobody else is asked."""
    context = browser.new_context(java_script_enabled=False, base_url=served.address)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page
    assert context.cookies() == []
    context.close()
    assert [url for url in asked if not url.startswith(served.address)] == []
    assert [text for text in complaints if "status of 4" not in text] == []
