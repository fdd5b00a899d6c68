"""What is promised of answers, checked against the pages and passages of a small archive."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from lrt_search.answer_measures import (
    NOT_ANSWERED,
    AnswerMeasures,
    CheckedAnswer,
    Share,
    check,
)
from lrt_search.answers import Answer, AnswerSentence, answer, answer_from
from lrt_search.archive import Archive, open_archive
from lrt_search.domain import Citation, Evidence, Span
from lrt_search.retrieval import search
from tests.fixtures.pdf_factory import draw_plain_pdf
from tests.job import Job

# The second sentence runs on to the next page; a number is printed on both.
PAGES = (
    "Landelijke Regietafel Migratie en Integratie\n1. OPENING\nDe voorzitter opent de tafel. "
    "Het COA meldt een tekort aan\nPagina 11 van 12",
    "flexwoningen in Drenthe. Een kwartier pauze voor iedereen in de zaal.\n"
    "Defensie bouwt flexwoningen op een kazerne.\nPagina 12 van 12",
)
RUNS_ON = "Het COA meldt een tekort aan flexwoningen in Drenthe."
ON_ONE_PAGE = "Defensie bouwt flexwoningen op een kazerne."


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    made = Job(tmp_path_factory.mktemp("measures"))
    draw_plain_pdf(PAGES, made.inbox / "b.pdf")
    made.put("a.txt", "De gemeenten vragen om extra flexwoningen.", "Verslag akkoord.")
    assert made.ingest().skipped == ()
    return open_archive(made.settings, made.embedder)


@pytest.fixture(scope="module")
def found(archive: Archive) -> Answer:
    return answer(archive, "flexwoningen")


def nobody_judged(passage_id: str) -> int:
    return 0


def changed(
    found: Answer, quotation: str, change: Callable[[AnswerSentence], AnswerSentence]
) -> Answer:
    """Return an answer with one of its sentences changed."""
    assert quotation in [one.quotation for one in found.sentences]
    groups = tuple(
        replace(
            group,
            sentences=tuple(
                change(one) if one.quotation == quotation else one for one in group.sentences
            ),
        )
        for group in found.groups
    )
    return replace(found, groups=groups)


def citing(
    change: Callable[[Citation], Citation],
) -> Callable[[AnswerSentence], AnswerSentence]:
    return lambda one: replace(one, citation=change(one.citation))


def with_words(text: str) -> Callable[[AnswerSentence], AnswerSentence]:
    return lambda one: replace(one, sentence=replace(one.sentence, text=text))


def test_what_the_archive_answers_keeps_every_promise(archive: Archive, found: Answer) -> None:
    checked = check(archive, found, nobody_judged)
    assert {RUNS_ON, ON_ONE_PAGE} <= {one.quotation for one in found.sentences}
    assert checked.sentences == len(found.sentences) == checked.verbatim
    assert checked.sound
    assert checked.evidence is Evidence.STRONG
    assert checked.letters == sum(len(one.quotation) for one in found.sentences)


def _shorter(citation: Citation) -> Citation:
    last = citation.spans[-1]
    cut = Span(last.page_number, last.start, last.end - 1)
    return replace(citation, spans=(*citation.spans[:-1], cut))


def _moved(citation: Citation) -> Citation:
    span = Span(citation.span.page_number, citation.span.start + 1, citation.span.end)
    return replace(citation, span=span)


BROKEN: dict[str, tuple[str, Callable[[AnswerSentence], AnswerSentence], tuple[int, int, int]]] = {
    # What breaks, and how many sentences fail: verbatim, page right, cited.
    "another word": (ON_ONE_PAGE, with_words(ON_ONE_PAGE.replace("een", "de")), (1, 1, 1)),
    "another number of words": (RUNS_ON, with_words(f"{RUNS_ON[:-1]} niet."), (1, 0, 1)),
    "another case": (ON_ONE_PAGE, with_words(ON_ONE_PAGE.upper()), (1, 1, 1)),
    "less cited than quoted": (ON_ONE_PAGE, citing(_shorter), (1, 0, 0)),
    "the second page not cited": (
        RUNS_ON,
        citing(lambda one: replace(one, spans=one.spans[:1])),
        (1, 0, 0),
    ),
    "a page that the document does not have": (
        ON_ONE_PAGE,
        citing(lambda one: replace(one, spans=(Span(9, one.span.start, one.span.end),))),
        (1, 0, 0),
    ),
    "a link to the page after": (
        RUNS_ON,
        citing(lambda one: replace(one, page_number=2)),
        (0, 1, 0),
    ),
    "a link to no page": (ON_ONE_PAGE, citing(lambda one: replace(one, page_number=9)), (0, 1, 1)),
    "the wrong printed number": (
        ON_ONE_PAGE,
        citing(lambda one: replace(one, page_label="11")),
        (0, 1, 0),
    ),
    "no printed number": (
        ON_ONE_PAGE,
        citing(lambda one: replace(one, page_label=None)),
        (0, 1, 0),
    ),
    "beside its place": (ON_ONE_PAGE, citing(_moved), (0, 1, 0)),
    "a passage that is not there": (
        ON_ONE_PAGE,
        citing(lambda one: replace(one, passage_id="0" * 16)),
        (0, 0, 1),
    ),
    "another document": (
        ON_ONE_PAGE,
        citing(lambda one: replace(one, document_id="0" * 16)),
        (1, 1, 1),
    ),
    "a number used twice": (
        ON_ONE_PAGE,
        lambda one: replace(one, number=one.number + 1),
        (0, 0, 1),
    ),
}


@pytest.mark.parametrize(("quotation", "change", "fails"), BROKEN.values(), ids=BROKEN)
def test_a_promise_that_is_broken_is_counted(
    archive: Archive,
    found: Answer,
    quotation: str,
    change: Callable[[AnswerSentence], AnswerSentence],
    fails: tuple[int, int, int],
) -> None:
    checked = check(archive, changed(found, quotation, change), nobody_judged)
    right = (checked.verbatim, checked.page_right, checked.cited)
    assert tuple(checked.sentences - count for count in right) == fails
    assert not checked.sound


def test_a_sentence_of_another_passage_is_not_cited(archive: Archive, found: Answer) -> None:
    (other,) = (one for one in found.sentences if one.quotation.startswith("De gemeenten"))
    borrowed = citing(lambda one: replace(one, passage_id=other.citation.passage_id))
    checked = check(archive, changed(found, ON_ONE_PAGE, borrowed), nobody_judged)
    assert checked.cited == checked.sentences - 1


def test_sentences_of_what_was_judged_relevant_are_counted(archive: Archive, found: Answer) -> None:
    grades = {found.sentences[0].citation.passage_id: 1, found.sentences[1].citation.passage_id: 0}
    expected = sum(grades.get(one.citation.passage_id, 0) for one in found.sentences)
    checked = check(archive, found, lambda passage_id: grades.get(passage_id, 0))
    assert 0 < checked.relevant == expected < checked.sentences


@pytest.mark.parametrize("query", [None, "van:1999", "kerkasiel"])
def test_what_is_refused_or_not_found_is_not_answered(archive: Archive, query: str | None) -> None:
    one = answer(archive, query) if query else None
    assert check(archive, one, nobody_judged) == NOT_ANSWERED


def test_more_hits_than_an_answer_looks_through_change_nothing(
    archive: Archive, found: Answer
) -> None:
    assert answer_from(archive, search(archive, "flexwoningen", limit=100)).groups == found.groups


def checked(evidence: Evidence = Evidence.STRONG, sentences: int = 2, **more: int) -> CheckedAnswer:
    values = {
        "verbatim": sentences,
        "page_right": sentences,
        "cited": sentences,
        "relevant": 0,
        "letters": 50 * sentences,
    }
    return CheckedAnswer(evidence=evidence, sentences=sentences, **(values | more))


MEASURES = AnswerMeasures(
    {
        "q1": checked(relevant=2),
        "q2": checked(Evidence.WEAK, 3, relevant=1, cited=2, letters=900),
        "q3": checked(),
        "q4": NOT_ANSWERED,
    },
    {
        "n1": checked(verbatim=1),
        "n2": checked(Evidence.WEAK, 1, page_right=0),
        "n3": NOT_ANSWERED,
        "n4": NOT_ANSWERED,
    },
)


def test_promises_hold_for_the_sentences_of_all_answers() -> None:
    assert MEASURES.verbatim == Share(9, 10)
    assert MEASURES.page_right == Share(9, 10)
    assert MEASURES.cited == Share(9, 10)
    assert MEASURES.unsound == (("q2",), ("n1", "n2"))
    assert MEASURES.answered == Share(5, 8)
    assert (MEASURES.most_sentences, MEASURES.most_letters) == (3, 900)


def test_relevance_is_that_of_answerable_queries_only() -> None:
    assert MEASURES.relevant == Share(3, 7)
    assert MEASURES.helped() == [1.0, 1.0, 0.0, 0.0]
    assert MEASURES.helped(["q3", "q1"]) == [0.0, 1.0]


def test_strong_weak_and_no_answers_are_told_apart() -> None:
    assert MEASURES.by_evidence() == {
        Evidence.STRONG: Share(2, 4),
        Evidence.WEAK: Share(1, 4),
        Evidence.NONE: Share(1, 4),
    }
    assert MEASURES.by_evidence(["q2"])[Evidence.WEAK] == Share(1, 1)
    assert MEASURES.unanswerable_by_evidence() == {
        Evidence.STRONG: Share(1, 4),
        Evidence.WEAK: Share(1, 4),
        Evidence.NONE: Share(2, 4),
    }


def test_of_nothing_there_is_no_share() -> None:
    nothing = AnswerMeasures({"q": NOT_ANSWERED})
    assert nothing.verbatim.value is None
    assert (nothing.most_sentences, nothing.most_letters) == (0, 0)
    assert MEASURES.verbatim.value == 0.9
