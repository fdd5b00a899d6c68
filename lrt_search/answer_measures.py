"""Whether answers keep what is promised of them, and how often they help: checks and counts.

    answer -> each sentence held against the pages and passages of the catalogue -> counts
    counts by query -> shares over all sentences and all questions

A sentence is held against the text that readers are shown, at the place its citation names, and
never against what the answer says of itself. Nothing here holds a word of a query or an answer.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from lrt_search.answers import Answer, AnswerSentence
from lrt_search.archive import Archive
from lrt_search.domain import Citation, Evidence, Page, Passage

# Of the questions that the archive answers: so many should have a sentence judged relevant; of the
# others, no more may be answered as if it did.
LEAST_RELEVANT, MOST_WRONG = 0.9, 0.05

GradeOf = Callable[[str], int]
"""The grade of a passage for a query, by passage id; 0 for one that nobody judged."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many.

    Attributes:
        count: Of those, how many hold.
        of: How many were looked at; there may be none.
    """

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None of nothing."""
        return self.count / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """What was found of the answer to one query.

    Attributes:
        evidence: What the answer says of itself; none where it holds no sentence.
        sentences: How many it holds.
        verbatim: Of those, how many read as the text under the spans cited.
        page_right: How many begin on the page cited, under the number printed on it.
        cited: How many have a citation, under their own number, of a passage that holds them.
        relevant: How many are of a passage judged relevant.
        letters: Characters of all quotations together.
    """

    evidence: Evidence
    sentences: int
    verbatim: int
    page_right: int
    cited: int
    relevant: int
    letters: int

    @property
    def helped(self) -> float:
        """1 where it holds a sentence judged relevant, 0 elsewhere."""
        return float(self.relevant > 0)

    @property
    def sound(self) -> bool:
        """Whether every sentence is verbatim, cited and on its page."""
        return self.verbatim == self.page_right == self.cited == self.sentences


NOT_ANSWERED = CheckedAnswer(Evidence.NONE, 0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class AnswerMeasures:
    """The figures of many answers.

    Attributes:
        answers: By query id, to the queries that the archive answers.
        unanswerable: The same, to queries that it does not answer.
    """

    answers: Mapping[str, CheckedAnswer]
    unanswerable: Mapping[str, CheckedAnswer] = field(default_factory=dict)

    @property
    def verbatim(self) -> Share:
        """Of all sentences, those that stand in the archive as they are quoted."""
        return self._of_sentences(one.verbatim for one in self._all())

    @property
    def page_right(self) -> Share:
        """Of all sentences, those that begin on the page cited."""
        return self._of_sentences(one.page_right for one in self._all())

    @property
    def cited(self) -> Share:
        """Of all sentences, those with a citation that leads to them."""
        return self._of_sentences(one.cited for one in self._all())

    @property
    def relevant(self) -> Share:
        """Of the sentences in answer to what the archive answers, those judged relevant."""
        answers = self.answers.values()
        return Share(sum(one.relevant for one in answers), sum(one.sentences for one in answers))

    @property
    def answered(self) -> Share:
        """Of all queries, those with an answer."""
        answers = self._all()
        return Share(sum(bool(one.sentences) for one in answers), len(answers))

    @property
    def unsound(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The ids of queries with a sentence that breaks a promise: answerable, and not."""
        answerable, unanswerable = (
            tuple(query_id for query_id, one in answers.items() if not one.sound)
            for answers in (self.answers, self.unanswerable)
        )
        return answerable, unanswerable

    @property
    def most_sentences(self) -> int:
        """How many sentences the answer with most of them has."""
        return max((one.sentences for one in self._all()), default=0)

    @property
    def most_letters(self) -> int:
        """How many characters the longest answer has."""
        return max((one.letters for one in self._all()), default=0)

    def helped(self, queries: Iterable[str] | None = None) -> list[float]:
        """Return for each query 1 where its answer holds a sentence judged relevant, 0 elsewhere.

        Args:
            queries: Their ids; all that the archive answers, without it.
        """
        chosen = self.answers if queries is None else queries
        return [self.answers[query_id].helped for query_id in chosen]

    def by_evidence(self, queries: Iterable[str] | None = None) -> dict[Evidence, Share]:
        """Return how many queries have a strong answer, a weak one, and none; as ``helped``."""
        chosen = self.answers if queries is None else queries
        return _by_evidence([self.answers[query_id] for query_id in chosen])

    def unanswerable_by_evidence(self) -> dict[Evidence, Share]:
        """Return the same for what the archive does not answer: a strong answer is wrong."""
        return _by_evidence(list(self.unanswerable.values()))

    def _all(self) -> list[CheckedAnswer]:
        return [*self.answers.values(), *self.unanswerable.values()]

    def _of_sentences(self, counts: Iterable[int]) -> Share:
        return Share(sum(counts), sum(one.sentences for one in self._all()))


def check(archive: Archive, answer: Answer | None, grade_of: GradeOf) -> CheckedAnswer:
    """Hold every sentence of an answer against the archive.

    Args:
        archive: Whose catalogue is the truth.
        answer: To one query; None where the query was refused.
        grade_of: What people judged for this query.
    """
    if answer is None or not answer.sentences:
        return NOT_ANSWERED
    citations = [one.citation for one in answer.sentences]
    documents = {one.document_id for one in citations}
    # Whatever is missing is a finding, not an error: it is looked up in what there is.
    pages = {
        (document_id, page.number): page
        for document_id in documents
        for page in archive.catalogue.pages(document_id)
    }
    found = archive.passages_by_id(list({one.passage_id for one in citations}))
    passages = {passage.passage_id: passage for passage in found}
    return CheckedAnswer(
        evidence=answer.evidence,
        sentences=len(answer.sentences),
        verbatim=sum(is_verbatim(one, pages) for one in answer.sentences),
        page_right=sum(is_on_its_page(one, pages) for one in answer.sentences),
        cited=sum(
            one.number == number and is_cited(one, passages)
            for number, one in enumerate(answer.sentences, start=1)
        ),
        relevant=sum(grade_of(one.passage_id) > 0 for one in citations),
        letters=sum(len(one.quotation) for one in answer.sentences),
    )


Pages = Mapping[tuple[str, int], Page]
"""Pages of the archive, by document id and physical page."""


def is_verbatim(sentence: AnswerSentence, pages: Pages) -> bool:
    """Whether a sentence reads as the pages do under the spans of its citation, blanks aside."""
    citation = sentence.citation
    under = []
    for span in citation.spans or (citation.span,):
        page = pages.get((citation.document_id, span.page_number))
        under.append(page.text[span.start : span.end] if page else "")
    return all(under) and _in_one_line(" ".join(under)) == sentence.quotation


def is_on_its_page(sentence: AnswerSentence, pages: Pages) -> bool:
    """Whether a sentence begins on the page cited, at the place cited, and the number fits."""
    citation = sentence.citation
    page = pages.get((citation.document_id, citation.page_number))
    if page is None:
        return False
    opening = _in_one_line(page.text[citation.span.start : citation.span.end])
    return (
        bool(opening)
        and sentence.quotation.startswith(opening)
        and _printed_number(citation) == (page.label or str(page.number))
    )


def is_cited(sentence: AnswerSentence, passages: Mapping[str, Passage]) -> bool:
    """Whether the permalink of a sentence leads to a passage that holds its words.

    Args:
        sentence: With its citation.
        passages: Of the archive, by passage id.
    """
    citation = sentence.citation
    passage = passages.get(citation.passage_id)
    return (
        passage is not None
        and passage.document_id == citation.document_id
        and citation.page_number in {span.page_number for span in passage.spans}
        and citation.permalink
        == f"/v/{passage.document_id}/p/{citation.page_number}#{passage.passage_id}"
        and sentence.quotation in passage.quotation
    )


def _printed_number(citation: Citation) -> str:
    return citation.page_label or str(citation.page_number)


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _by_evidence(answers: Collection[CheckedAnswer]) -> dict[Evidence, Share]:
    counts = Counter(one.evidence for one in answers)
    return {
        evidence: Share(counts[evidence], len(answers))
        for evidence in (Evidence.STRONG, Evidence.WEAK, Evidence.NONE)
    }
