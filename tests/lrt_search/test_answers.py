"""How the sentences of an answer are chosen, grouped and ordered, worked out by hand."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrt_search.answers import (
    MOST_LETTERS,
    MOST_SENTENCES,
    MOST_WEAK,
    Answer,
    Lack,
    Order,
    answer,
    answer_from,
)
from lrt_search.archive import Archive, open_archive
from lrt_search.domain import Document, Evidence, Expansion, ExpansionKind, Filters
from lrt_search.errors import (
    EmptyQueryError,
    LrtError,
    QueryError,
    QueryTooLongError,
    WithdrawnError,
)
from lrt_search.retrieval import search
from lrt_search.statements import StatementKind
from tests.fixtures.pdf_factory import draw_plain_pdf
from tests.job import Job
from tests.lrt_search.answering import answered, hit, statement


def quotations(found: Answer) -> list[str]:
    return [one.quotation for one in found.sentences]


# --- which sentences -----------------------------------------------------------------------


def test_the_sentence_that_holds_the_words_is_taken_not_the_passage() -> None:
    text = "De tafel hoort een toelichting aan. Het COA zoekt locaties voor opvang. De tijd is om."
    found = answered("locaties", hit(text, words=["locaties"], title="X"))
    assert quotations(found)[0] == "Het COA zoekt locaties voor opvang."


def test_what_was_said_already_is_not_said_again() -> None:
    one = hit("De gemeenten vragen om flexwoningen.", 1, words=["flexwoningen"])
    same = hit("Gemeenten vragen flexwoningen.", 2, document_id="d2", words=["flexwoningen"])
    assert quotations(answered("flexwoningen", one, same)) == [one.passage.text]


@pytest.mark.parametrize(
    "other",
    [
        "De gemeenten vragen niet om 40 flexwoningen.",
        "De gemeenten vragen om 50 flexwoningen.",
        "De gemeenten vragen zonder uitzondering om 40 flexwoningen.",
    ],
)
def test_another_number_or_a_negation_says_something_else(other: str) -> None:
    one = hit("De gemeenten vragen om 40 flexwoningen.", 1, words=["flexwoningen"])
    changed = hit(other, 2, document_id="d2", words=["flexwoningen"])
    assert quotations(answered("flexwoningen", one, changed)) == [one.passage.text, other]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Het COA opent een locatie. Dat gaat in mei in.", "both"),
        ("Het COA opent een locatie. IPO en VNG zijn daar tegen in mei.", "both"),
        ("Het COA opent een locatie. Zij hoopt op mei als begin van alles.", "both"),
        ("Het COA opent een locatie. Actie BZK in mei.", "both"),
        ("Het COA opent een locatie. Defensie levert in mei de eerste gebouwen op.", "second"),
    ],
)
def test_a_sentence_that_points_back_is_quoted_with_the_one_before(
    text: str, expected: str
) -> None:
    (only,) = answered("mei", hit(text, words=["mei"], title="X")).sentences[:1]
    second = text.split(". ", 1)[1]
    assert only.quotation == (text if expected == "both" else second)
    assert only.quotation in text


def test_sentences_that_stand_in_a_row_are_quoted_as_one() -> None:
    text = "Defensie biedt kazernes aan. Defensie vraagt een vergoeding voor kazernes."
    found = answered("kazernes", hit(text, words=["kazernes"]))
    assert quotations(found) == [text]


def test_a_word_counts_in_other_words_and_in_compounds() -> None:
    compound = hit("Er zijn defensielocaties in beeld.", 2, words=["defensielocaties"], title="X")
    other = hit("De staatssecretaris zwijgt over alles.", 1, score=0.9, title="X")
    also = hit("De bewindspersoon spreekt vandaag.", 3, score=0.5, title="X")
    expansion = Expansion("minister", ("bewindspersoon",), ExpansionKind.SYNONYM)
    found = answered("locaties", other, compound)
    assert found.sentences[0].quotation == compound.passage.text
    found = answered("minister", other, also, expansions=(expansion,))
    assert found.sentences[0].quotation == also.passage.text


def test_an_answer_fits_on_a_screen() -> None:
    numbers = [f"De opvang van groep {chr(97 + n) * 9} telt {n} plekken." for n in range(20)]
    many = answered("opvang", *(hit(text, n, score=0.9) for n, text in enumerate(numbers, 1)))
    assert len(many.sentences) == MOST_SENTENCES
    long = [f"De opvang {' '.join(f'{chr(97 + n)}w{i}' for i in range(90))}." for n in range(9)]
    wide = answered("opvang", *(hit(text, n, score=0.9) for n, text in enumerate(long, 1)))
    assert 0 < sum(map(len, quotations(wide))) <= MOST_LETTERS


def test_the_blank_between_sentences_in_a_row_counts_for_the_screen() -> None:
    first, second = ("De opvang " + f"{letter}w " * 195 + "vaak." for letter in "ab")
    assert len(first) + len(second) == MOST_LETTERS
    (one,) = answered("opvang", hit(f"{first} {second}", words=["opvang"])).sentences
    assert len(one.quotation) <= MOST_LETTERS


def test_a_mark_stands_where_it_stood_in_the_passage() -> None:
    text = "Er is  overleg over geld.\nHet COA zoekt locaties voor opvang."
    (one,) = answered("locaties", hit(text, words=["locaties"], title="X")).sentences[:1]
    assert [one.quotation[start:end] for start, end in one.marks] == ["locaties"]


# --- in which order ------------------------------------------------------------------------


def kinds_of_a_matter() -> Answer:
    decision = hit("Besloten wordt locaties te openen.", 4, document_id="d2", words=["locaties"])
    early = hit("De tafel kiest twee locaties uit.", 5, document_id="d1", words=["locaties"])
    promise = hit("SJenV zegt toe locaties te noemen.", 1, document_id="d1", words=["locaties"])
    task = hit("COA maakt lijst van locaties nu.", 2, document_id="d3", words=["locaties"])
    plain = hit("Gemeenten kennen weinig locaties meer.", 3, document_id="d4", words=["locaties"])
    stated = [
        statement(decision, StatementKind.DECISION, decision.passage.text),
        statement(early, StatementKind.DECISION, early.passage.text),
        statement(promise, StatementKind.COMMITMENT, promise.passage.text, speaker="SJenV"),
        statement(task, StatementKind.ACTION_ITEM, task.passage.text, owners=("COA",)),
    ]
    return answered("besluiten over locaties", promise, task, plain, decision, early, stated=stated)


def test_a_question_for_decisions_gets_them_first_each_kind_by_date() -> None:
    found = kinds_of_a_matter()
    assert found.order is Order.KIND
    assert [group.kind for group in found.groups] == [
        StatementKind.DECISION,
        StatementKind.COMMITMENT,
        StatementKind.ACTION_ITEM,
        None,
    ]
    assert [one.rank for one in found.sentences] == [5, 4, 1, 2, 3]
    assert [one.number for one in found.sentences] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("decisions on locaties", Order.KIND),
        ("toezeggingen locaties", Order.KIND),
        ("standpunt van de VNG over locaties", Order.KIND),
        ("verloop locaties", Order.DATE),
        ("locaties", Order.STRENGTH),
        ("besluiten", Order.KIND),
    ],
)
def test_the_question_says_in_which_order(query: str, order: Order) -> None:
    assert answered(query, hit("Er zijn locaties.", words=["locaties"])).order is order


def test_the_course_of_a_matter_comes_by_date_undated_last() -> None:
    texts = {"d4": "Ergens locaties open.", "d3": "Later locaties dicht.", "d1": "Eerst een plan."}
    hits = [
        hit(text, n, document_id=key, words=["locaties"], title="LOCATIES")
        for n, (key, text) in enumerate(texts.items(), 1)
    ]
    found = answered("verloop locaties", *hits)
    assert [one.citation.document_id for one in found.sentences] == ["d1", "d3", "d4"]


def test_a_sentence_names_its_speaker_and_kind_where_known() -> None:
    by_number = {one.rank: one for one in kinds_of_a_matter().sentences}
    assert (by_number[1].speaker, by_number[1].kind) == ("SJenV", StatementKind.COMMITMENT)
    assert (by_number[3].speaker, by_number[3].kind) == (None, None)


def test_a_statement_belongs_to_the_sentence_it_covers() -> None:
    one = hit(
        "De VNG vraagt locaties. Besloten is locaties te zoeken met spoed.", words=["locaties"]
    )
    stated = [statement(one, StatementKind.DECISION, "Besloten is locaties te zoeken met spoed.")]
    found = answered("locaties", one, stated=stated)
    assert {each.quotation: each.kind for each in found.sentences} == {
        "De VNG vraagt locaties.": None,
        "Besloten is locaties te zoeken met spoed.": StatementKind.DECISION,
    }


# --- weak, or none -------------------------------------------------------------------------


def test_weak_evidence_gives_fewer_sentences() -> None:
    hits = [
        hit(f"De opvang {chr(96 + n) * 9} telt {n} plekken.", n, score=0.9) for n in range(1, 9)
    ]
    found = answered("opvang", *hits, evidence=Evidence.WEAK)
    assert (found.evidence, len(found.sentences)) == (Evidence.WEAK, MOST_WEAK)


@pytest.mark.parametrize(
    ("query", "more", "lack"),
    [
        ("opvang", {"evidence": Evidence.NONE}, Lack.NOTHING_FOUND),
        ("van:2022", {"by_date": True}, Lack.NO_WORDS),
        ("de het een", {}, Lack.NO_WORDS),
        ("opvang", {}, None),
    ],
)
def test_what_lacks_is_told_and_not_answered(
    query: str, more: dict[str, Any], lack: Lack | None
) -> None:
    found = answered(query, hit("De opvang is vol.", words=["opvang"]), **more)
    assert found.lack is lack
    assert bool(found.sentences) is (lack is None)


@pytest.mark.parametrize(
    ("query", "evidence"),
    [
        ("hoeveel olifanten slapen in opvang", Evidence.NONE),  # one word of three
        ("olifanten in opvang", Evidence.WEAK),
        ("opvang vol", Evidence.STRONG),
    ],
)
def test_a_sentence_with_little_of_the_question_is_no_answer(
    query: str, evidence: Evidence
) -> None:
    found = answered(query, hit("De opvang is vol.", words=["opvang", "vol"]))
    assert found.evidence is evidence
    assert bool(found.sentences) is (evidence is not Evidence.NONE)


@pytest.mark.parametrize(("unfiltered", "lack"), [(0, Lack.NOTHING_FOUND), (4, Lack.FILTERED)])
def test_no_hits_is_no_answer(unfiltered: int, lack: Lack) -> None:
    assert answered("opvang", unfiltered=unfiltered).lack is lack


# --- over an archive -----------------------------------------------------------------------


PAGES = (
    "Landelijke Regietafel Migratie en Integratie\n1. OPENING\nDe voorzitter opent de tafel. "
    "Het COA meldt een tekort aan\nPagina 11 van 12",
    "flexwoningen in Drenthe. Een kwartier pauze voor iedereen in de zaal.\n"
    "Defensie bouwt flexwoningen op een kazerne.\nPagina 12 van 12",
)


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    made = Job(tmp_path_factory.mktemp("answers"))
    draw_plain_pdf(PAGES, made.inbox / "b.pdf")
    made.put("a.txt", "De gemeenten vragen om extra flexwoningen.", "Verslag akkoord.")
    made.put("c.txt", "Besloten wordt tot flexwoningen.", date="1 juni 2023")
    assert made.ingest().skipped == ()
    return made


@pytest.fixture(scope="module")
def archive(job: Job) -> Archive:
    return open_archive(job.settings, job.embedder)


def test_every_sentence_is_the_text_under_its_spans_with_its_own_page(archive: Archive) -> None:
    found = answer(archive, "flexwoningen")
    assert len(found.sentences) >= 3
    pages = {}
    for one in found.sentences:
        assert one.citation.spans == one.sentence.spans
        assert one.citation.page_number == one.sentence.spans[0].page_number
        texts = []
        for span in one.citation.spans:
            page = archive.catalogue.page(one.citation.document_id, span.page_number)
            texts.append(page.text[span.start : span.end])
        assert "\n".join(texts) == one.sentence.text
        pages[one.quotation] = one.citation.page_number
    assert pages["Defensie bouwt flexwoningen op een kazerne."] == 2


def test_a_filter_narrows_the_answer(archive: Archive) -> None:
    found = answer(archive, "flexwoningen", filters=Filters(least_withheld=50))
    assert (found.lack, found.sentences) == (Lack.FILTERED, ())


def test_nothing_is_quoted_of_what_was_withdrawn_meanwhile(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = search(archive, "flexwoningen")
    gone = outcome.hits[0].passage.document_id
    held = archive.document

    def document(document_id: str) -> Document:
        if document_id == gone:
            raise WithdrawnError(document_id=gone, day="2026-11-25", reason="op verzoek")
        return held(document_id)

    monkeypatch.setattr(archive, "document", document)
    quoted = {one.citation.document_id for one in answer_from(archive, outcome).sentences}
    assert quoted and gone not in quoted


BAD = {
    "a": None,
    "x" * 10_000: QueryTooLongError,
    "de het een of": None,
    "?!...;": EmptyQueryError,
    "\x00\x07\x1b": EmptyQueryError,
    "\u202eflexwoningen\u202c": None,
    "<script>alert(1)</script>": None,
    "'; DROP TABLE passage; --": None,
    "NEAR(flexwoningen, 2) AND * ^": None,
    '"': QueryError,
    "   ": EmptyQueryError,
}


@pytest.mark.parametrize(("query", "refused"), BAD.items(), ids=[str(n) for n in range(len(BAD))])
def test_any_question_is_answered_or_refused_in_words(
    archive: Archive, query: str, refused: type[LrtError] | None
) -> None:
    if refused is None:
        found = answer(archive, query)
        assert found.sentences or found.lack
    else:
        with pytest.raises(refused):
            answer(archive, query)


@given(st.text(max_size=60))
@settings(max_examples=25, deadline=None)
def test_whatever_is_asked_an_answer_is_of_the_archive(archive: Archive, query: str) -> None:
    try:
        found = answer(archive, query)
    except QueryError:
        return
    for one in found.sentences:
        passage = archive.passage(one.citation.passage_id)
        assert one.quotation in passage.quotation
    assert bool(found.sentences) is (found.lack is None)
