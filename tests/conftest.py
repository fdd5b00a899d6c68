"""What tests of several folders share: the example archive, ingested once with the real model."""

from pathlib import Path

import pytest

from ingest.pages import read_pages
from ingest.sources import PDF
from lrt_search.domain import Page
from tests.fixtures.example_archive import draw_example_archive
from tests.program import program

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
