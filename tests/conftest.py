"""What tests of several folders share: the example archive, ingested once with the real model."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from ingest.pages import read_pages
from ingest.sources import PDF
from lrt_search import vector_writer
from lrt_search.domain import Page
from tests.fixtures.example_archive import draw_example_archive
from tests.program import program
from tests.warm_writer import WarmWriters

COUNCIL = Path(__file__).parents[2] / "shared" / "data" / "pdf" / "denhaag"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together what shares something costly, where tests run in several processes."""
    for item in items:
        group = item.nodeid if item.get_closest_marker("slow") else item.nodeid.partition("::")[0]
        if "example_index" in getattr(item, "fixturenames", ()):
            group = "example"
        elif "council_pages" in getattr(item, "fixturenames", ()):
            group = "council"
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session", autouse=True)
def warm_writers() -> Iterator[None]:
    """Indexes that tests make in their own process are written by one that is warm already."""
    writers = WarmWriters()
    with patch.object(vector_writer, "_process", writers.start):
        yield
    writers.stop()


@pytest.fixture(scope="session")
def example_minutes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the fictional minutes, as PDFs."""
    folder = tmp_path_factory.mktemp("example") / "minutes"
    draw_example_archive(folder)
    return folder


@pytest.fixture(scope="session")
def example_index(example_minutes: Path) -> Path:
    """Their index, made by the command line with the real model; copy it to change it."""
    index = example_minutes.parent / "index"
    ingested = program(index, "ingest", str(example_minutes))
    assert ingested.returncode == 0, ingested.stderr
    return index


@pytest.fixture(scope="session")
def council_pages() -> dict[str, tuple[Page, ...]]:
    """Real minutes, decision lists and motions of a city council, read once: pages by file."""
    if not COUNCIL.is_dir():
        pytest.skip("needs the council minutes")
    return {
        path.name: read_pages(path.name, path.read_bytes(), PDF)
        for path in sorted(COUNCIL.glob("*.pdf"))
    }
