"""What the tests of the job share: an index of its own and a job without processes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.job import Job


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path)


@pytest.fixture
def make_job(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Job]:
    return lambda: Job(tmp_path_factory.mktemp("job"))
