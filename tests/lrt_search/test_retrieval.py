"""A question gives quotations with their place and the reason; the model is a toy."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lrt_search.analysis import stem
from lrt_search.archive import Archive, open_archive
from lrt_search.domain import Hit, Outcome
from lrt_search.errors import EmptyQueryError, QueryTooLongError
from lrt_search.retrieval import search
from lrt_search.testing import ToyEmbedder
from tests.fixtures.pdf_factory import draw_plain_pdf
from tests.job import HEAD, Job

MINUTES = (
    HEAD.format(date="3 maart 2022")
    + """\
1. OPENING
• Verslag akkoord.
• De gemeenten vragen om flexwoningen
  voor statushouders.
2. OPVANG
Extra inzet Rijk:
• Het COA zoekt 1.360 plekken in gemeente Óss.
• Er is geen akkoord over zaak 36333.
"""
)
PAGES = (
    "Landelijke Regietafel Migratie en Integratie\n1. OPENING\nDe voorzitter opent de tafel.\n"
    "Pagina 11 van 12",
    "2. LOCATIES\nDefensie biedt twee kazernes aan.\nPagina 12 van 12",
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Return an archive of three documents: one by line, one by page, one of 30 bullets."""
    job = Job(tmp_path_factory.mktemp("retrieval"))
    (job.inbox / "a.txt").write_text(MINUTES, encoding="utf-8")
    draw_plain_pdf(PAGES, job.inbox / "b.pdf")
    many = [f"Punt {number} gaat over asielzoekers." for number in range(1, 31)]
    job.put("c.txt", *many, date="1 juni 2023")
    assert job.ingest().skipped == ()
    return open_archive(job.settings, job.embedder)


def first(archive: Archive, query: str) -> Hit:
    return search(archive, query).hits[0]


# --- what a hit says -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "quotation"),
    [
        ("flexwoningen", "De gemeenten vragen om flexwoningen voor statushouders."),
        ("Wat vraagt de gemeente?", "De gemeenten vragen om flexwoningen voor statushouders."),
        ("36333", "Er is geen akkoord over zaak 36333."),
        ("1.360", "Het COA zoekt 1.360 plekken in gemeente Óss."),
        ("oss", "Het COA zoekt 1.360 plekken in gemeente Óss."),
        ("kazerne", "Defensie biedt twee kazernes aan."),
    ],
)
def test_a_quotation_is_what_stands_in_the_minutes(
    archive: Archive, query: str, quotation: str
) -> None:
    assert first(archive, query).passage.quotation == quotation


def test_a_document_without_pages_is_cited_by_line(archive: Archive) -> None:
    citation = first(archive, "flexwoningen").citation
    lines = MINUTES.splitlines()
    assert citation.line_number == 1 + lines.index("• De gemeenten vragen om flexwoningen")
    assert (citation.page_number, citation.page_label) == (1, None)
    assert MINUTES[citation.span.start : citation.span.end].split() == (
        first(archive, "flexwoningen").passage.quotation.split()
    )


def test_a_document_with_pages_is_cited_by_page_and_printed_label(archive: Archive) -> None:
    citation = first(archive, "kazernes").citation
    assert (citation.page_number, citation.page_label, citation.line_number) == (2, "12", None)
    assert citation.permalink == f"/v/{citation.document_id}/p/2#{citation.passage_id}"
    page = archive.catalogue.page(citation.document_id, 2)
    assert "kazernes" in page.text[citation.span.start : citation.span.end]


def test_a_citation_says_what_stands_above_the_passage(archive: Archive) -> None:
    citation = first(archive, "1.360 plekken").citation
    assert citation.agenda_item is not None
    assert citation.agenda_item.heading == "2. OPVANG"
    assert citation.sub_heading == "Extra inzet Rijk"
    assert first(archive, "flexwoningen").citation.sub_heading is None


def test_a_citation_says_which_document(archive: Archive) -> None:
    citation = first(archive, "flexwoningen").citation
    assert citation.title == "Landelijke Regietafel Migratie en Integratie"
    assert citation.source_name == "inbox/a.txt"
    assert citation.meeting_date == date(2022, 3, 3)
    assert citation.sha256.startswith(citation.document_id)


def test_a_hit_says_which_words_and_at_which_ranks(archive: Archive) -> None:
    hit = first(archive, "Welke gemeenten hebben flexwoningen?")
    assert hit.rank == 1
    assert hit.reason.words == ("gemeenten", "flexwoningen")
    assert hit.reason.word_rank == 1
    assert hit.reason.meaning_rank == 1
    assert hit.reason.similarity is not None
    assert -1 <= hit.reason.similarity <= 1.000001


def test_a_word_that_comes_twice_is_named_once_and_marked_twice(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    job = Job(tmp_path_factory.mktemp("twice"))
    job.put("a.txt", "Opvang is opvang, en geen Opvang.")
    job.ingest()
    hit = first(open_archive(job.settings, job.embedder), "opvang")
    assert hit.reason.words == ("Opvang", "opvang")
    assert hit.marks == ((0, 6), (10, 16), (26, 32))


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("gemeente", ["gemeenten"]),
        ("de statushouder en de flexwoning", ["flexwoningen", "statushouders"]),
        ("geen 36333", ["geen", "36333"]),
        ("OSS 1.360", ["1.360", "Óss"]),
    ],
)
def test_marks_point_at_the_words_of_the_question(
    archive: Archive, query: str, marked: list[str]
) -> None:
    hit = first(archive, query)
    assert [hit.passage.quotation[start:end] for start, end in hit.marks] == marked


# --- which hits, in which order ------------------------------------------------------------


def test_a_passage_is_found_by_meaning_alone(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    job = Job(tmp_path_factory.mktemp("synonyms"))
    job.embedder = ToyEmbedder(synonyms=[("opvang", "onderdak")])
    # Without a heading above it a passage is embedded as it stands: the cosine is 1.
    (job.inbox / "a.txt").write_text("• Onderdak.\n• Begroting.\n", encoding="utf-8")
    job.ingest()
    (hit, *_) = search(open_archive(job.settings, job.embedder), "opvang").hits
    assert hit.passage.quotation == "Onderdak."
    assert (hit.reason.words, hit.reason.word_rank, hit.marks) == ((), None, ())
    assert hit.reason.meaning_rank == 1
    assert hit.reason.similarity == pytest.approx(1)


def test_all_the_words_beat_none_of_them(archive: Archive) -> None:
    hits = search(archive, "COA zoekt plekken in gemeente Oss", limit=100).hits
    stems = {stem(word) for word in "COA zoekt plekken gemeente Oss".split()}
    found = [{stem(word) for word in hit.reason.words} for hit in hits]
    assert stems <= found[0]
    assert all(not words >= stems for words in found[1:])


def test_ranks_count_from_one_and_scores_go_down(archive: Archive) -> None:
    hits = search(archive, "asielzoekers", limit=100).hits
    scores = [hit.score for hit in hits]
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert len({hit.passage.passage_id for hit in hits}) == len(hits) >= 30


@pytest.mark.parametrize("query", ["asielzoekers", "flexwoningen in de gemeente", "kazerne 36333"])
def test_the_same_question_gives_the_same_outcome(archive: Archive, query: str) -> None:
    assert search(archive, query) == search(archive, query)


@pytest.mark.parametrize("size", [1, 7, 10, 1000])
def test_pages_of_hits_join_to_the_whole_list(archive: Archive, size: int) -> None:
    whole = search(archive, "asielzoekers gemeente", limit=1000)
    pages: list[Outcome] = [
        search(archive, "asielzoekers gemeente", limit=size, offset=offset)
        for offset in range(0, whole.total, size)
    ]
    assert tuple(hit for page in pages for hit in page.hits) == whole.hits
    assert {page.total for page in pages} == {whole.total}
    assert [page.offset for page in pages] == list(range(0, whole.total, size))


def test_an_offset_past_the_end_has_no_hits_and_the_same_total(archive: Archive) -> None:
    whole = search(archive, "asielzoekers")
    past = search(archive, "asielzoekers", offset=whole.total)
    assert (past.hits, past.total) == ((), whole.total)


def test_an_outcome_says_what_was_asked_and_looked_through(archive: Archive) -> None:
    outcome = search(archive, "Waar zijn flexwoningen?")
    assert outcome.query == "Waar zijn flexwoningen?"
    assert outcome.searched == archive.searched()
    assert outcome.searched.documents == 3
    assert outcome.searched.first_date == date(2022, 3, 3)
    assert outcome.searched.last_date == date(2023, 6, 1)


@pytest.mark.parametrize(
    ("query", "unknown"),
    [
        ("flexwoningen", ()),
        ("Zijn er Luchtballonnen in Óss?", ("Luchtballonnen",)),
        ("eenhoorns én luchtballonnen", ("eenhoorns", "luchtballonnen")),
        ("luchtballon luchtballonnen", ("luchtballon",)),
        ("99.999 plekken", ("99.999",)),
    ],
)
def test_unknown_words_are_told_as_typed(
    archive: Archive, query: str, unknown: tuple[str, ...]
) -> None:
    assert search(archive, query).unknown_words == unknown


# --- what can be asked ---------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "  ", "\n\t", "?!", "…", "👍", "\0", "' \" ( ) *"])
def test_a_question_without_a_word_is_refused(archive: Archive, query: str) -> None:
    with pytest.raises(EmptyQueryError):
        search(archive, query)


def test_a_question_is_as_long_as_it_may_be(archive: Archive) -> None:
    longest = archive.settings.max_query
    query = ("opvang " * longest)[:longest]
    assert search(archive, query).query == query
    with pytest.raises(QueryTooLongError) as caught:
        search(archive, query + "x")
    assert caught.value.fields == {"length": longest + 1, "limit": longest}


def test_the_longest_question_is_a_setting(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "settings", replace(archive.settings, max_query=6))
    assert search(archive, "opvang").query == "opvang"
    with pytest.raises(QueryTooLongError):
        search(archive, "opvang?")


def test_a_refusal_does_not_repeat_the_question(archive: Archive) -> None:
    with pytest.raises(QueryTooLongError) as caught:
        search(archive, "geheim " * 1000)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        '"flexwoningen"',
        "flexwoningen*",
        "passage:flexwoningen",
        "flexwoningen -statushouders",
        "flexwoningen NOT statushouders",
        "(flexwoningen",
        "NEAR(flexwoningen statushouders, 1)",
        "{passage} : flexwoningen",
        "'; DROP TABLE passage; -- flexwoningen",
        "flexwoningen\0",
    ],
)
def test_what_looks_like_syntax_is_searched_as_words(archive: Archive, query: str) -> None:
    assert "flexwoningen" in first(archive, query).reason.words


@given(st.text(max_size=1000))
@example("½ ﷺ 𝐀 1.2.3e \ud800x İ")
def test_any_text_is_answered_or_refused_as_empty(archive: Archive, query: str) -> None:
    try:
        outcome = search(archive, query, limit=3)
    except EmptyQueryError:
        assert not any(char.isalnum() and char.isascii() for char in query)
    else:
        assert outcome.query == query
        assert len(outcome.hits) <= 3
        assert all(word in query for word in outcome.unknown_words)
