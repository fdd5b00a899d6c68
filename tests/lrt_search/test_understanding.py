"""A question as an archive understands it; the model is a toy."""

import pytest

from lrt_search.archive import Archive, open_archive
from lrt_search.domain import Evidence, ExpansionKind
from lrt_search.query import parse
from lrt_search.retrieval import search
from lrt_search.understanding import understood
from tests.job import Job


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    job = Job(tmp_path_factory.mktemp("understanding"))
    points = (
        "De commissaris van de Koning vraagt om boten.",
        "CdK's steunen het voorstel.",
        "De kazerne sluit.",
        "Flexwoningen komen later.",
        "De begroting is akkoord.",
    )
    job.put("a.txt", *points)
    assert job.ingest().skipped == ()
    return open_archive(job.settings, job.embedder)


@pytest.mark.parametrize(
    ("query", "suggestion", "kinds"),
    [
        ("begroting", None, []),
        ("begrotng", "begroting", [ExpansionKind.SPELLING]),
        (
            "Begrotng en CdK",
            "Begroting en CdK",
            [ExpansionKind.ABBREVIATION, ExpansionKind.SPELLING],
        ),
        ('"begrotng" kazerne', None, [ExpansionKind.SYNONYM]),
        ("kazerne -begrotng van:2020", None, [ExpansionKind.SYNONYM]),
        ("flex woning in Assen", None, [ExpansionKind.COMPOUND]),
        ("Flex Woningen", None, [ExpansionKind.COMPOUND]),
        # Not next to each other, within quotes, no word of the archive, or a word in any case.
        ("flex, woningen", None, []),
        ('"flex woningen"', None, []),
        ("flex begroting", None, []),
        ("de begroting", None, []),
        # The glossary has it, though the archive does not.
        ("modular housing", None, [ExpansionKind.TRANSLATION]),
    ],
)
def test_what_a_question_is_understood_as(
    archive: Archive, query: str, suggestion: str | None, kinds: list[ExpansionKind]
) -> None:
    found = understood(archive, parse(query))
    assert found.suggestion == suggestion
    assert [one.kind for one in found.expansions] == kinds


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("schepen", ("boten",)),
        ("modular housing", ("Flexwoningen",)),
        ("begrotng", ("begroting",)),
        ("militair terrein", ("kazerne",)),
    ],
)
def test_other_words_are_found_and_marked(
    archive: Archive, query: str, words: tuple[str, ...]
) -> None:
    assert search(archive, query).hits[0].reason.words == words
    off = search(archive, query, expand=False)
    assert (off.expansions, off.suggestion) == ((), None)
    assert not any(set(words) & set(hit.reason.words) for hit in off.hits)


def test_a_full_name_and_its_abbreviation_find_each_other(archive: Archive) -> None:
    for query, first in (("CdK", "CdK"), ("commissaris van de Koning", "De commissaris")):
        hits = search(archive, query).hits
        assert [hit.passage.quotation.startswith(first) for hit in hits[:2]] == [True, False]
        assert hits[0].reason.words
        assert hits[1].reason.words


def test_what_nothing_answers_is_not_found_and_the_nearest_are_shown(archive: Archive) -> None:
    outcome = search(archive, "zwembad")
    assert (outcome.evidence, outcome.found) == (Evidence.NONE, False)
    assert outcome.hits
    assert search(archive, "begroting").evidence is Evidence.STRONG


def test_a_phrase_that_stands_nowhere_is_not_found(archive: Archive) -> None:
    outcome = search(archive, '"begroting van de kazerne"')
    assert (outcome.evidence, outcome.total) == (Evidence.NONE, 0)


@pytest.mark.parametrize(
    ("query", "unknown"), [("flex woningen", ()), ("flex, woningen", ("flex", "woningen"))]
)
def test_what_the_archive_writes_as_one_word_is_not_missing_from_it(
    archive: Archive, query: str, unknown: tuple[str, ...]
) -> None:
    assert search(archive, query).unknown_words == unknown


@pytest.mark.parametrize(
    ("query", "missing"),
    [
        ("kraanwater", ("kraanwater",)),
        ("modular housing for otters", ("otters",)),
        ("modular housing", ()),
    ],
)
def test_english_that_was_looked_for_in_dutch_is_not_called_missing(
    archive: Archive, query: str, missing: tuple[str, ...]
) -> None:
    assert search(archive, query).missing_words == missing
