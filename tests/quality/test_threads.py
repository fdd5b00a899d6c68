"""How often a link between statements is right, on links that were judged by hand."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from lrt_search.archive import Archive, open_archive
from lrt_search.settings import Settings
from lrt_search.testing import ToyEmbedder
from lrt_search.threads import FollowUp, Progress

JUDGED = Path(__file__).parent / "threads" / "example.tsv"
REPORTS = frozenset(str(one) for one in Progress)


@dataclass(frozen=True, slots=True)
class Judgment:
    """A pair of sentences by meeting and first words, and what a person says of it."""

    earlier: str
    words: str
    later: str
    later_words: str
    judgment: str


@pytest.fixture
def archive(example_index: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    # Nothing is searched: any model will do.
    monkeypatch.setattr("lrt_search.archive.check_model", lambda *given: None)
    return open_archive(Settings(index=example_index), ToyEmbedder())


def judgments() -> list[Judgment]:
    with JUDGED.open(encoding="utf-8", newline="") as file:
        return [Judgment(**row) for row in csv.DictReader(file, delimiter="\t")]


def judged(archive: Archive, link: FollowUp) -> str | None:
    """Return what a person said of a link; None where nobody did."""
    statement = archive.all_statements[link.statement_id]
    days = [
        str(archive.documents_by_id[one.document_id].meeting.date_guess)
        for one in (statement, link)
    ]
    for one in judgments():
        if (
            [one.earlier, one.later] == days
            and statement.quotation.startswith(one.words)
            and link.quotation.startswith(one.later_words)
        ):
            return one.judgment
    return None


@pytest.mark.slow
def test_links_are_right(archive: Archive) -> None:
    found = [(link, judged(archive, link)) for link in archive.follow_ups]
    reports = [(link, said) for link, said in found if link.progress]
    right = sum(link.progress == said for link, said in reports)
    wanted = sum(one.judgment in REPORTS for one in judgments())
    others = [said for link, said in found if link.progress is None]
    figures = {
        "reports right": f"{right} of {len(reports)}",
        "reports found": f"{right} of {wanted}",
        "same matter": f"{others.count('matter')} of {len(others)}",
        "same matter or subject": f"{len(others) - others.count(None)} of {len(others)}",
    }
    for name, value in figures.items():
        print(f"{name}: {value}")
    assert right >= 0.95 * len(reports)
    assert right >= 0.5 * wanted
    assert others.count(None) <= 0.1 * len(others)
