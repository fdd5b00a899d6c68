"""What the tests of the search share: an index made by a job with a toy model."""

from pathlib import Path

import pytest

from tests.job import Job


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path)
