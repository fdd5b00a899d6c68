"""What the tests of the job share: an index of its own and a job without processes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.job import Job


def files_with(folder: Path, word: str) -> list[Path]:
    """Return the files in ``folder`` that hold a word."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if word.casefold().encode() in path.read_bytes().lower()]


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path)


@pytest.fixture
def make_job(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Job]:
    return lambda: Job(tmp_path_factory.mktemp("job"))
