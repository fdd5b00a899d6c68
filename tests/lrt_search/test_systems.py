"""The three systems side by side, over a small archive with the toy model."""

from pathlib import Path

import pytest

from lrt_search.archive import Archive, open_archive
from lrt_search.retrieval import search
from lrt_search.systems import evidence, passages_as_units, rank, units_of
from tests.job import Job


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    job = Job(tmp_path_factory.mktemp("systems"))
    job.put("a.txt", "De gemeenten vragen om flexwoningen.", "Een schip aan de kade.")
    job.put("b.txt", "Flexwoningen zijn te duur.", "Het verslag is akkoord.")
    job.ingest()
    return open_archive(job.settings, job.embedder)


def name(unit: str) -> str:
    return Path(unit).name


def test_a_text_of_several_passages_is_ranked_once_by_its_best(archive: Archive) -> None:
    found = rank(archive, "schip kade flexwoningen", units_of(archive)).by_system
    for system in ("words", "meaning", "product"):
        assert [name(unit) for unit in found[system]] == ["a.txt", "b.txt"], system


def test_passages_can_be_the_unit_themselves(archive: Archive) -> None:
    found = rank(archive, "flexwoningen", passages_as_units(archive)).by_system
    assert len(found["words"]) == 2
    assert found["product"][:2] == tuple(
        hit.passage.passage_id for hit in search(archive, "flexwoningen").hits[:2]
    )


def test_words_alone_find_nothing_without_a_common_word(archive: Archive) -> None:
    found = rank(archive, "kazerne", units_of(archive)).by_system
    assert found["words"] == ()
    assert found["meaning"]


def test_syntax_in_a_query_is_only_text(archive: Archive) -> None:
    found = rank(archive, 'flexwoningen" OR NEAR(', units_of(archive)).by_system
    assert {name(unit) for unit in found["words"]} == {"a.txt", "b.txt"}
    assert found["product"] == (), "the product asks for the second quote"


def test_a_query_that_cannot_be_searched_has_found_nothing(archive: Archive) -> None:
    found = rank(archive, "?!", units_of(archive))
    assert found.evidence is None
    assert not any(found.by_system.values())


def test_more_of_the_question_found_is_more_evidence(archive: Archive) -> None:
    nothing, some, everything = (
        evidence(search(archive, query))
        for query in ("kerkasiel", "flexwoningen kerkasiel Utrecht", "flexwoningen gemeenten")
    )
    assert nothing < some < everything
