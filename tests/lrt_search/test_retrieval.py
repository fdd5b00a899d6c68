"""A question gives quotations with their place and the reason; the model is a toy."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lrt_search.analysis import searchable
from lrt_search.archive import Archive, open_archive
from lrt_search.domain import Filters, Hit, Outcome
from lrt_search.errors import EmptyQueryError, InvalidQueryError, QueryTooLongError
from lrt_search.retrieval import search
from lrt_search.stemming import stem
from lrt_search.testing import ToyEmbedder
from tests.fixtures.example_archive import EXAMPLE_MINUTES
from tests.fixtures.pdf_factory import draw_minutes, draw_plain_pdf
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
    job.embedder = ToyEmbedder(synonyms=[("opvang", "tenten")])
    # Without a heading above it a passage is embedded as it stands: the cosine is 1.
    (job.inbox / "a.txt").write_text("• Tenten.\n• Begroting.\n", encoding="utf-8")
    job.ingest()
    (hit, *_) = search(open_archive(job.settings, job.embedder), "opvang").hits
    assert hit.passage.quotation == "Tenten."
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


@pytest.mark.parametrize("query", ["", "  ", "\n\t", "?!", "…", "👍", "\0", "' ( ) *"])
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
        "passage: flexwoningen",
        "flexwoningen -kazernes",
        "flexwoningen NOT statushouders",
        "(flexwoningen",
        "NEAR(flexwoningen statushouders, 1)",
        "{passage} : flexwoningen",
        "'; DROP TABLE passage; -- flexwoningen",
        "flexwoningen\0",
    ],
)
def test_what_looks_like_syntax_is_searched_as_words(archive: Archive, query: str) -> None:
    # Where most words are unknown, the order is that of meaning, of which the toy knows little.
    assert any("flexwoningen" in hit.reason.words for hit in search(archive, query).hits)


@settings(deadline=None)
@given(st.text(max_size=1000))
@example("½ ﷺ 𝐀 1.2.3e \ud800x İ")
def test_any_text_is_answered_or_refused_as_empty(archive: Archive, query: str) -> None:
    try:
        outcome = search(archive, query, limit=3)
    except EmptyQueryError:
        assert not any(char.isalnum() and char.isascii() for char in query)
    except InvalidQueryError as error:
        assert 1 <= int(error.fields["position"]) <= len(query)
    else:
        assert outcome.query == query
        assert len(outcome.hits) <= 3
        assert all(word in query for word in outcome.unknown_words)


# --- compounds, as a reader sees them ------------------------------------------------------


@pytest.fixture(scope="module")
def compounds(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    job = Job(tmp_path_factory.mktemp("compounds"))
    job.put(
        "a.txt",
        "Defensie zoekt mee naar defensielocaties.",
        "Er zijn locaties van Defensie.",
        "Zaak 36 333 is aangehouden.",
        *(f"Bij punt {number} is niets gezegd." for number in range(1, 10)),
    )
    job.ingest()
    return open_archive(job.settings, job.embedder)


@pytest.mark.parametrize(
    ("query", "number", "marked"),
    [
        ("locaties", 0, ["defensielocaties"]),
        ("locatie van defensie", 0, ["Defensie", "defensielocaties"]),
        ("defensielocatie", 1, ["locaties", "Defensie"]),
        ("36333", 2, ["36 333"]),
        ("zaak 333", 2, ["Zaak", "36 333"]),
    ],
)
def test_a_part_that_matches_marks_the_whole_word(
    compounds: Archive, query: str, number: int, marked: list[str]
) -> None:
    said = ("Defensie zoekt mee", "Er zijn locaties", "Zaak 36 333")[number]
    hits = search(compounds, query).hits
    (hit,) = [one for one in hits if one.passage.quotation.startswith(said)]
    assert [hit.passage.quotation[start:end] for start, end in hit.marks] == marked


# --- the language of questions -------------------------------------------------------------


def quotations(archive: Archive, query: str) -> list[str]:
    return [hit.passage.quotation for hit in search(archive, query, limit=1000).hits]


FLEX = "De gemeenten vragen om flexwoningen voor statushouders."
OSS = "Het COA zoekt 1.360 plekken in gemeente Óss."
ZAAK = "Er is geen akkoord over zaak 36333."
KAZERNES = "Defensie biedt twee kazernes aan."


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"flexwoningen voor"', [FLEX]),
        ("„FLEXWONINGEN  VOOR”", [FLEX]),
        ('"gemeente oss"', [OSS]),
        ('"oss gemeente"', []),
        ('"gemeente" -"oss"', [FLEX]),
        ('"zaak 36333" OF "twee kazernes"', [ZAAK, KAZERNES]),
        ("zaak OF kazerne", [ZAAK, KAZERNES]),
        ("gemeente OF kazerne -statushouder", [OSS, KAZERNES]),
        ("gemeente OF kazerne tot:2023", [FLEX, OSS]),
        ("van:2022-03-03 tot:2022-03-03 -verslag", [FLEX, OSS, ZAAK]),
        ('van:2022 tot:"3 maart 2022" "er is"', [ZAAK]),
        ("van:2024", []),
        ("document:b.pdf voorzitter OF kazerne", ["De voorzitter opent de tafel.", KAZERNES]),
        ("document:B.PDF agendapunt:locaties", [KAZERNES]),
        ("document:b.pdf agendapunt:2", [KAZERNES]),
        ("document:a.txt agendapunt:2.", [OSS, ZAAK]),
        ("agendapunt:opvan", []),
        ("organisatie:vng tot:2022", ["Verslag akkoord.", FLEX, OSS, ZAAK]),
        ("organisatie:VN", []),
        ("organisatie:COA", [OSS]),  # not present, and named at the head of what it says
        ("organisatie:IPO", []),
        ("grond:5.1.2e", []),
    ],
)
def test_what_a_question_leaves(archive: Archive, query: str, expected: list[str]) -> None:
    assert sorted(quotations(archive, query)) == sorted(expected)
    outcome = search(archive, query, limit=1)
    assert (outcome.total, outcome.narrowed) == (len(expected), True)
    assert outcome.found == bool(expected)


def test_a_document_is_meant_by_its_id(archive: Archive) -> None:
    key = first(archive, "kazerne").passage.document_id
    assert KAZERNES in quotations(archive, f"document:{key[:8]}")
    assert KAZERNES not in quotations(archive, f"document:{key[:3]}")


def test_a_date_leaves_documents_without_one_out_and_says_how_many(archive: Archive) -> None:
    assert search(archive, "kazerne van:2000").undated == 1
    assert search(archive, "kazerne").undated == 0
    assert search(archive, "kazerne document:b").undated == 0
    assert KAZERNES not in quotations(archive, "kazerne van:2000")


def test_only_fields_are_answered_by_date_the_newest_first(archive: Archive) -> None:
    outcome = search(archive, "-geheim", limit=1000)
    days = [hit.citation.meeting_date for hit in outcome.hits]
    known = [day for day in days if day]
    assert outcome.by_date
    assert outcome.total == archive.searched().passages == len(days)
    assert known == sorted(known, reverse=True)
    assert None not in days[: len(known)]
    places = [(hit.passage.document_id, hit.passage.position) for hit in outcome.hits]
    assert all(a[1] < b[1] for a, b in zip(places, places[1:], strict=False) if a[0] == b[0])
    assert not search(archive, "geheim").by_date


def test_a_phrase_finds_every_passage_that_has_it_and_ranks_them(archive: Archive) -> None:
    outcome = search(archive, '"gaat over asielzoekers" punt 7', limit=1000)
    assert outcome.total == 30
    assert outcome.hits[0].passage.quotation == "Punt 7 gaat over asielzoekers."
    pages = [
        search(archive, '"gaat over asielzoekers" punt 7', limit=7, offset=offset).hits
        for offset in range(0, 30, 7)
    ]
    assert tuple(hit for page in pages for hit in page) == outcome.hits


def test_a_phrase_is_marked_as_one_and_its_words_elsewhere_are_not(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    job = Job(tmp_path_factory.mktemp("phrases"))
    job.put("a.txt", "Extra geld en extra  inzet van het Rijk, want inzet loont.")
    job.ingest()
    hit = first(open_archive(job.settings, job.embedder), '"extra inzet" rijk')
    assert [hit.passage.quotation[a:b] for a, b in hit.marks] == ["extra inzet", "Rijk"]


def test_filters_narrow_what_a_question_leaves(archive: Archive) -> None:
    outcome = search(archive, "gemeente OF zaak", filters=Filters(least_withheld=1))
    assert (outcome.total, outcome.unfiltered) == (0, 3)
    assert outcome.facets.withheld == ((0, 0, 3),)


@pytest.mark.parametrize("query", ["punt -5", '"punt 5"', "asiel OF punt tot:2023"])
def test_the_same_narrowed_question_gives_the_same_outcome(archive: Archive, query: str) -> None:
    assert search(archive, query) == search(archive, query)


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Return an archive of two of the example minutes; a bullet of one runs over a page."""
    job = Job(tmp_path_factory.mktemp("examples"))
    for spec in EXAMPLE_MINUTES:
        if spec.date in (date(2021, 12, 10), date(2025, 9, 26)):
            draw_minutes(spec, job.inbox)
    job.ingest()
    return open_archive(job.settings, job.embedder)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_phrase_finds_what_grep_finds(examples: Archive, data: st.DataObject) -> None:
    """Any stretch of any passage, over its line breaks and from page to page."""
    passages = [
        passage
        for document in examples.documents()
        for passage in examples.passages(document.document_id)
    ]
    passage = data.draw(st.sampled_from(passages))
    start = data.draw(st.integers(0, len(passage.text) - 1))
    stretch = passage.text[start : start + data.draw(st.integers(1, 60))]
    phrase = "".join(char for char in stretch if char not in '"„“”‟«»▮')
    if not searchable(phrase):
        return
    grep = [one.passage_id for one in passages if searchable(phrase) in searchable(one.text)]
    hits = search(examples, f'"{phrase}"', limit=1000).hits
    assert sorted(hit.passage.passage_id for hit in hits) == sorted(grep)
    assert all(hit.marks for hit in hits)
    without = search(examples, f'-"{phrase}"', limit=1000).hits
    assert len(hits) + len(without) == len(passages)


def test_some_passages_of_the_examples_run_over_a_page(examples: Archive) -> None:
    spans = [
        {span.page_number for span in passage.spans}
        for document in examples.documents()
        for passage in examples.passages(document.document_id)
    ]
    assert any(len(pages) > 1 for pages in spans)


def test_a_redaction_breaks_a_phrase(tmp_path_factory: pytest.TempPathFactory) -> None:
    job = Job(tmp_path_factory.mktemp("redacted"))
    job.put("a.txt", "De brief van [gelakt] gaat uit.")
    job.ingest()
    archive = open_archive(job.settings, job.embedder)
    assert "▮" in first(archive, '"gaat uit"').passage.quotation
    assert quotations(archive, '"brief van gaat uit"') == []
