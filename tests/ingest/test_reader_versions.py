"""A document says which programs read it, so that a later reading can be compared."""

import re

import pytest

from ingest import ocr
from ingest.reader_versions import versions_of


def test_every_reader_is_told_once_with_its_version() -> None:
    told = versions_of(["pypdf", "pikepdf+pypdfium2", "pypdf", ""])
    assert [one.split()[0] for one in told] == ["pikepdf", "pypdf", "pypdfium2"]
    assert all(re.fullmatch(r"\w+ \d+\.\d[\w.]*", one) for one in told)


@pytest.mark.skipif(not ocr.available(), reason="needs Tesseract with Dutch")
def test_tesseract_is_told_with_its_own_version() -> None:
    [told] = versions_of([ocr.NAME])
    assert re.fullmatch(r"tesseract \d+\.\d[\w.-]*", told)


def test_a_reader_whose_version_is_not_known_is_told_by_name() -> None:
    assert versions_of(["nobody"]) == ("nobody",)
