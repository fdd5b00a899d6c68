"""Links to passages outlive a re-ingest, and tell when what they name was withdrawn."""

from pathlib import Path

import pytest

from ingest.withdrawal import withdraw
from lrt_search.archive import open_archive
from lrt_search.errors import UnknownPassageError, WithdrawnError
from lrt_search.references import references
from lrt_search.retrieval import search
from tests.job import Job

BASE = "https://archief.example"


def test_a_reference_outlives_a_re_ingest_and_tells_of_a_withdrawal(tmp_path: Path) -> None:
    job = Job(tmp_path)
    job.put("a.txt", "De gemeenten vragen om flexwoningen.", "Verslag akkoord.")
    job.ingest()
    archive = open_archive(job.settings, job.embedder)
    link = search(archive, "flexwoningen").hits[0].citation.permalink
    (before,) = references(archive, [link], BASE)
    archive.close()
    # Another file beside it, that comes first and says some of the same.
    job.put("0.txt", "De gemeenten vragen om flexwoningen.", date="1 januari 2021")
    job.ingest()
    archive = open_archive(job.settings, job.embedder)
    (after,) = references(archive, [link], BASE)
    assert after == before
    assert after.address == BASE + link
    passage_id, document_id = after.citation.passage_id, after.citation.document_id
    archive.close()

    withdraw(job.settings, document_id, "op verzoek")
    archive = open_archive(job.settings, job.embedder)
    for named in (link, f"{document_id}/{passage_id}"):
        with pytest.raises(WithdrawnError, match="op verzoek"):
            references(archive, [named], BASE)
    with pytest.raises(UnknownPassageError):
        references(archive, [passage_id], BASE)


@pytest.mark.parametrize("link", ["", " ", "#", "a/b/c", "/v/", "x" * 5000, "\x00", "p1\np2"])
def test_what_is_no_link_is_unknown(tmp_path: Path, link: str) -> None:
    class Nothing:
        def passage(self, passage_id: str) -> None:
            raise UnknownPassageError(passage_id=passage_id)

        document = passage

    with pytest.raises(UnknownPassageError):
        references(Nothing(), [link], BASE)  # type: ignore[arg-type]
