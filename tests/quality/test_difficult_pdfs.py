"""Real difficult PDFs, as a job reads them: each is searchable, or listed with reason and cure.

A quarter of them, chosen by name, is read here. ``benchmarks/every_file.py`` reads them all.
"""

from hashlib import sha256
from pathlib import Path

import pytest

from ingest.documents import Reading, pool_factory, read_documents
from ingest.limits import Limits
from ingest.sources import find_sources
from lrt_search import errors
from lrt_search.domain import SkippedSource
from lrt_search.wording import Wording, skipped_in_words

STRESS = Path(__file__).parents[3] / "shared" / "data" / "pdf" / "stress"
LARGEST = 1_000_000  # bytes
# What is only said where nothing better is known.
UNSAID = errors.SourceDocumentError.__name__


def chosen(path: Path) -> bool:
    return sha256(path.name.encode()).digest()[0] < 64 and path.stat().st_size < LARGEST


@pytest.mark.slow
@pytest.mark.skipif(not STRESS.is_dir(), reason="needs the difficult PDFs")
def test_every_difficult_pdf_is_accounted_for() -> None:
    given = [source for source in find_sources([STRESS]) if chosen(source.path)]
    read = {
        source.name: result
        for source, result in read_documents(given, pool_factory(0, Limits()), Reading())
    }
    assert read.keys() == {source.name for source in given}
    told = {name: one for name, one in read.items() if isinstance(one, SkippedSource)}
    for name, skipped in told.items():
        assert skipped.reason != UNSAID, name
        for language in ("nl", "en"):
            said = skipped_in_words(skipped, Wording(language))
            assert name in said
            assert said.count(". ") >= 1, said
    assert len(told) < len(read) / 2, sorted(told)
