"""A question -> the few sentences of the minutes that together answer it, word for word.

    hits -> sentences -> scored -> those that add something -> grouped and ordered as asked

Nothing is written here: an answer is sentences of the archive, each with the place it stands at, or
it is none. ``docs/answers.md`` tells how they are chosen, for who reads them. Pure but for
``answer``, which asks the archive.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from lrt_search.analysis import FUNCTION_WORDS, Term, query_terms, terms
from lrt_search.archive import Archive
from lrt_search.domain import (
    NO_FILTERS,
    Citation,
    Evidence,
    Expansion,
    Filters,
    Hit,
    Outcome,
    Passage,
    Searched,
    Withheld,
)
from lrt_search.errors import WithdrawnError
from lrt_search.query import parse
from lrt_search.retrieval import search
from lrt_search.sentences import Sentence, joined, sentences
from lrt_search.separable import separated
from lrt_search.statements import Statement, StatementKind
from lrt_search.stemming import fold

DEPTH = 30  # hits that are looked through
MOST_SENTENCES = 7
MOST_LETTERS = 1200  # of all quotations together: a screen
NEAREST = 5  # passages that are shown where there is no answer
MOST_WEAK = 3  # sentences, where the evidence is weak

# What a sentence is worth, of 1: see docs/decisions/0013 for how these were chosen.
_HIT, _WORDS, _KIND = 0.5, 0.35, 0.15
_CONTEXT = 0.5  # of a word that stands in the agenda title above it, not in the sentence
_LEAST = 0.3  # of the best sentence's worth
_SAME = 0.7  # of the words of the shorter one: it says the same
# Of the question's words in one sentence and its headings: less is weak evidence, or no answer.
_STRONG, _WEAK = 0.8, 0.4
_SHORTEST = 3  # words of a sentence that can be read on its own
# A sentence that points back at the one before it is quoted with it: by its first word, by one of
# its first three, or by one of its first six.
_OPENING = frozenset(
    "hij|zij|ze|hun|hen|ook|wel|echter|zo|dan|dus|oplevering|eerstgenoemde|laatstgenoemde|eveneens"
    "|tevens|verder|hierover|hierbij|hiermee|hiervoor".split("|")
)
_POINTING = frozenset("dat|dit|deze|die".split("|"))
_POINTING_OUT = frozenset(
    "daar|daaraan|daarbij|daardoor|daarin|daarmee|daarna|daarom|daarop|daarover|daartegen|daartoe"
    "|daarvan|daarvoor".split("|")
)
_LONGEST_JOINED = 450  # characters of a sentence with the one before it
_NEGATIONS = frozenset("niet|geen|nooit|zonder|niets|niemand|noch|not|no|never|without".split("|"))

_ASKED_KINDS = {
    StatementKind.DECISION: "besluit|besluiten|besloten|beslissing|beslissingen|beslist|afspraak"
    "|afspraken|afgesproken|decision|decisions|decided|agreed|agreement|agreements",
    StatementKind.COMMITMENT: "toezegging|toezeggingen|toegezegd|beloofd|commitment|commitments"
    "|promise|promises|promised|committed",
    StatementKind.ACTION_ITEM: "actie|acties|actiepunt|actiepunten|action|actions|task|tasks",
    StatementKind.REQUEST: "verzoek|verzoeken|verzocht|request|requests|requested",
    StatementKind.POSITION: "standpunt|standpunten|mening|meningen|vindt|vinden|position|positions"
    "|opinion|opinions|view|views|stance|think|thinks",
}
_COURSE = frozenset(
    "verloop|tijdlijn|geschiedenis|chronologie|history|timeline|course|chronology".split("|")
)
# How a question is put, not what it is about.
_PUT = frozenset(
    "hoeveel|hoelang|staat|staan|stond|gaat|ging|gingen|komt|komen|kwam|kwamen|gebeurt|gebeurde"
    "|gebeurd|zegt|zei|gezegd|doet|deed|gedaan|krijgt|kreeg|maakt|much|many|long|happens|happened"
    "|say|says|said|there".split("|")
)
_KIND_OF_WORD = {word: kind for kind, words in _ASKED_KINDS.items() for word in words.split("|")}


class Order(StrEnum):
    """How the sentences of an answer come."""

    STRENGTH = "strength"  # the best first
    DATE = "date"  # by meeting, the oldest first: the course of a matter
    KIND = "kind"  # decisions, commitments and so on, each by date


class Lack(StrEnum):
    """Why there is no answer."""

    NOTHING_FOUND = "nothing_found"
    FILTERED = "filtered"  # there are hits, and none passes the filters
    NO_WORDS = "no_words"  # the question has only fields, or only words such as "de" and "het"


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of the minutes, or a few in a row, with the place it stands at.

    Attributes:
        number: Of its citation, from 1, in the order shown.
        sentence: The words, verbatim.
        citation: Where exactly these words stand.
        statement: What kind of sentence it is, and who says it; None where that is not known.
        speaker: Who says it, as printed; None where the minutes name nobody there.
        rank: Of the hit it comes from.
        marks: Half-open offsets into its quotation of the words that match.
        score: 0 to 1; only comparable within one question.
    """

    number: int
    sentence: Sentence
    citation: Citation
    statement: Statement | None
    speaker: str | None
    rank: int
    marks: tuple[tuple[int, int], ...]
    score: float

    @property
    def kind(self) -> StatementKind | None:
        """What kind of statement it is; None where that is not known."""
        return self.statement.kind if self.statement else None

    @property
    def quotation(self) -> str:
        """Its words as they read on screen."""
        return self.sentence.quotation


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """Sentences of an answer that are shown together.

    Attributes:
        kind: What they are; None where they are not grouped by kind, or of no known kind.
        sentences: In the order shown.
    """

    kind: StatementKind | None
    sentences: tuple[AnswerSentence, ...]


@dataclass(frozen=True)
class Answer:
    """What the archive answers to a question, or that it does not.

    Attributes:
        outcome: The search that it is built on; its first hits are the nearest passages where
            there is no answer.
        order: How the sentences come.
        groups: The sentences; empty where there is no answer.
        evidence: How sure it is that this answers the question: never surer than the search, and
            strong only where a sentence holds the words of the question.
        lack: Why there is none; None where there is one.
        withheld: How much of the whole archive was redacted: it may hold what is not found.
    """

    outcome: Outcome
    order: Order
    groups: tuple[AnswerGroup, ...]
    evidence: Evidence
    lack: Lack | None = None
    withheld: Withheld = Withheld()

    @cached_property
    def sentences(self) -> tuple[AnswerSentence, ...]:
        """All sentences, in the order of their numbers."""
        return tuple(one for group in self.groups for one in group.sentences)

    @property
    def searched(self) -> Searched:
        """What was looked through."""
        return self.outcome.searched


def answer(
    archive: Archive, query: str, *, filters: Filters = NO_FILTERS, expand: bool = True
) -> Answer:
    """Answer a question with sentences of the archive.

    Args:
        archive: Where to look.
        query: As for a search.
        filters: Which of its hits are wanted.
        expand: Whether to look for other words too.

    Raises:
        EmptyQueryError, QueryTooLongError, InvalidQueryError: the question cannot be searched.
    """
    return answer_from(archive, search(archive, query, filters=filters, limit=DEPTH, expand=expand))


def answer_from(archive: Archive, outcome: Outcome) -> Answer:
    """Answer a question from the first page of its hits, ``DEPTH`` of them where there are."""
    withdrawn = set()
    for document_id in {hit.passage.document_id for hit in outcome.hits[:DEPTH]}:
        try:
            archive.document(document_id)
        except WithdrawnError:  # Since this generation was made: nothing of it is quoted.
            withdrawn.add(document_id)
    held = tuple(hit for hit in outcome.hits if hit.passage.document_id not in withdrawn)
    made = compose(replace(outcome, hits=held))
    groups = tuple(
        replace(
            group,
            sentences=tuple(
                replace(one, citation=archive.cite(one.citation, one.sentence.spans))
                for one in group.sentences
            ),
        )
        for group in made.groups
    )
    return replace(made, groups=groups, withheld=archive.withheld_overall())


def compose(outcome: Outcome) -> Answer:
    """Choose, group and order the sentences that answer a question. Pure.

    Args:
        outcome: Of the search, from its first hit on.
    """
    asked = _asked(outcome)
    lack = _lack(outcome, asked)
    if lack is not None:
        return Answer(outcome, asked.order, (), Evidence.NONE, lack)
    found = sorted(
        (candidate for hit in outcome.hits[:DEPTH] for candidate in _candidates(hit, asked)),
        key=lambda one: (-one.score, one.hit.rank, one.sentence.start),
    )
    chosen = _chosen(found, MOST_WEAK if outcome.evidence is Evidence.WEAK else MOST_SENTENCES)
    held = max((one.held for one in chosen), default=0.0)
    if held < _WEAK:
        # About the same matter at best: the hits below say so, an answer would claim more.
        return Answer(outcome, asked.order, (), Evidence.NONE, Lack.NOTHING_FOUND)
    evidence = outcome.evidence if held >= _STRONG else Evidence.WEAK
    return Answer(outcome, asked.order, _groups(chosen, asked), evidence)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question asks for.

    Attributes:
        words: What it is about, each with all stems that say the same.
        kind: The kind of statement it asks for.
        order: How its answer is to come.
    """

    words: tuple[tuple[Term, tuple[frozenset[str], ...]], ...]
    kind: StatementKind | None
    order: Order


@dataclass(frozen=True, slots=True)
class _Candidate:
    hit: Hit
    sentence: Sentence
    statement: Statement | None
    score: float
    held: float  # of the question's words, 0 to 1, by it and what stands above it
    stems: frozenset[str]


def _asked(outcome: Outcome) -> _Asked:
    free = query_terms(parse(outcome.query).free)
    kinds = [_KIND_OF_WORD[one.form] for one in free if one.form in _KIND_OF_WORD]
    telling = [one for one in free if one.form not in {*_KIND_OF_WORD, *_COURSE, *_PUT}]
    order = Order.STRENGTH
    if any(one.form in _COURSE for one in free):
        order = Order.DATE
    elif kinds:
        order = Order.KIND
    words = tuple((one, _alternatives(one, outcome.expansions)) for one in telling or free)
    return _Asked(words, kinds[0] if kinds else None, order)


def _alternatives(word: Term, expansions: Iterable[Expansion]) -> tuple[frozenset[str], ...]:
    """Return what else stands for a word: the stems of each other word or phrase."""
    return tuple(
        frozenset(term.stem for term in terms(also))
        for one in expansions
        if word.stem in {term.stem for term in terms(one.word)}
        for also in one.also
    )


def _lack(outcome: Outcome, asked: _Asked) -> Lack | None:
    if not outcome.hits:
        return Lack.FILTERED if outcome.unfiltered else Lack.NOTHING_FOUND
    if outcome.by_date or all(term.form in FUNCTION_WORDS for term, _ in asked.words):
        return Lack.NO_WORDS
    return None if outcome.found else Lack.NOTHING_FOUND


def _candidates(hit: Hit, asked: _Asked) -> Iterable[_Candidate]:
    cut = sentences(hit.passage)
    above = _stems(
        " ".join(
            part
            for part in (
                hit.citation.agenda_item.title if hit.citation.agenda_item else "",
                hit.citation.sub_heading,
            )
            if part
        )
    )
    own = [
        [_has(_stems(one.quotation), term, also, _marked(hit, one)) for term, also in asked.words]
        for one in cut
    ]
    most = max(map(sum, own), default=0)
    for place, sentence in enumerate(cut):
        statement = _statement_of(sentence, hit.statements)
        if statement is None and len(cut) > 1 and len(sentence.text.split()) < _SHORTEST:
            continue
        whole = _readable(hit.passage, cut, place)
        heading = [_has(above, term, also, ()) for term, also in asked.words]
        pairs = list(zip(own[place], heading, strict=True))
        told = [max(float(held), _CONTEXT * above_it) for held, above_it in pairs]
        share = sum(held or above_it for held, above_it in pairs) / len(pairs)
        # A passage was found for its best sentence; the others have a part of that.
        part = sum(own[place]) / most if most else 1 / (1 + place)
        score = _HIT * hit.score * (1 + part) / 2 + _WORDS * sum(told) / len(told)
        if statement is not None and asked.kind is not None and statement.kind is asked.kind:
            score += _KIND
        yield _Candidate(hit, whole, statement, score, share, _stems(whole.quotation))


def _readable(passage: Passage, cut: Sequence[Sentence], place: int) -> Sentence:
    """Return a sentence, with the one before it where it points back at that."""
    sentence = cut[place]
    words = [term.form for term in terms(sentence.quotation)[:6]]
    points_back = (
        not _OPENING.isdisjoint(words[:1])
        or not _POINTING.isdisjoint(words[:3])
        or not _POINTING_OUT.isdisjoint(words)
        or len(words) < 2 * _SHORTEST
    )
    if place and points_back:
        before = cut[place - 1]
        if sentence.end - before.start <= _LONGEST_JOINED:
            return joined(passage, before, sentence)
    return sentence


def _statement_of(sentence: Sentence, statements: Sequence[Statement]) -> Statement | None:
    """Return the statement that has most characters in common with a sentence, half at least."""
    kinds = list(StatementKind)
    best = max(
        statements,
        key=lambda one: (_overlap(sentence, one), -kinds.index(one.kind)),
        default=None,
    )
    if best is None:
        return None
    shorter = min(_length(sentence), _length(best))
    return best if 2 * _overlap(sentence, best) >= shorter > 0 else None


def _overlap(one: Sentence | Statement, other: Sentence | Statement) -> int:
    return sum(
        max(0, min(a.end, b.end) - max(a.start, b.start))
        for a in one.spans
        for b in other.spans
        if a.page_number == b.page_number
    )


def _length(one: Sentence | Statement) -> int:
    return sum(span.end - span.start for span in one.spans)


def _stems(text: str) -> frozenset[str]:
    found = terms(text)
    telling = (
        term.stem for term in found if term.form not in FUNCTION_WORDS or term.form in _NEGATIONS
    )
    return frozenset((*telling, *(verb.stem for verb in separated(text, found))))


def _marked(hit: Hit, sentence: Sentence) -> tuple[str, ...]:
    """Return the words of a sentence that the search found to match, folded."""
    return tuple(
        fold(hit.passage.quotation[start:end])
        for start, end in hit.marks
        if sentence.start <= start and end <= sentence.end
    )


def _has(
    stems: frozenset[str], term: Term, also: Iterable[frozenset[str]], marked: Iterable[str]
) -> bool:
    """Whether a word of the question is among stems, as such, in other words or in a compound."""
    if term.stem in stems or any(one and one <= stems for one in also):
        return True
    return any(_part_of(term.form, word) or _part_of(word, term.form) for word in marked)


def _part_of(part: str, whole: str) -> bool:
    """Whether a word stands in a compound, but for its ending: "locaties", "defensielocatie"."""
    return len(part) >= 4 and part[: max(4, len(part) - 2)] in whole


def _chosen(found: Sequence[_Candidate], most: int) -> list[_Candidate]:
    """Take the best sentences that do not repeat each other, up to a screen."""
    chosen: list[_Candidate] = []
    letters = 0
    for one in found:
        if chosen and one.score < _LEAST * chosen[0].score:
            break
        if len(chosen) == most:
            break
        beside = next((n for n, other in enumerate(chosen) if _adjoin(one, other)), None)
        # With the blank between two that are quoted as one.
        length = one.sentence.end - one.sentence.start + (beside is not None)
        if letters + length > MOST_LETTERS or any(_repeats(one, other) for other in chosen):
            continue
        letters += length
        if beside is None:
            chosen.append(one)
        else:
            chosen[beside] = _together(chosen[beside], one)
    return chosen


def _adjoin(one: _Candidate, other: _Candidate) -> bool:
    """Whether two sentences stand in a row in a passage, and are of one kind."""
    return (
        one.hit is other.hit
        and 1 in (one.sentence.start - other.sentence.end, other.sentence.start - one.sentence.end)
        and (one.statement and one.statement.kind) is (other.statement and other.statement.kind)
    )


def _together(one: _Candidate, other: _Candidate) -> _Candidate:
    first, second = sorted((one, other), key=lambda each: each.sentence.start)
    both = joined(one.hit.passage, first.sentence, second.sentence)
    held = max(one.held, other.held)
    return replace(one, sentence=both, held=held, stems=one.stems | other.stems)


def _repeats(one: _Candidate, other: _Candidate) -> bool:
    """Whether two sentences say the same; a number or a negation more says something else."""
    if one.hit.passage.passage_id == other.hit.passage.passage_id and _overlap(
        one.sentence, other.sentence
    ):
        return True
    fewest = min(len(one.stems), len(other.stems))
    if not fewest or len(one.stems & other.stems) < _SAME * fewest:
        return False
    differing = one.stems ^ other.stems
    return not any(word.isdigit() or word in _NEGATIONS for word in differing)


def _groups(chosen: Sequence[_Candidate], asked: _Asked) -> tuple[AnswerGroup, ...]:
    by_kind: dict[StatementKind | None, list[_Candidate]] = {}
    for one in chosen:
        kind = one.statement.kind if asked.order is Order.KIND and one.statement else None
        by_kind.setdefault(kind, []).append(one)
    kinds: list[StatementKind | None] = [*_kinds_from(asked.kind), None]
    groups, number = [], 1
    for kind in kinds:
        members = by_kind.get(kind, [])
        if asked.order is not Order.STRENGTH:
            members = sorted(members, key=_course)
        if members:
            numbered = tuple(_numbered(one, number + place) for place, one in enumerate(members))
            groups.append(AnswerGroup(kind, numbered))
            number += len(members)
    return tuple(groups)


def _kinds_from(first: StatementKind | None) -> list[StatementKind]:
    """Return all kinds: the one asked for, then decisions, commitments, tasks and so on."""
    order = [
        StatementKind.DECISION,
        StatementKind.COMMITMENT,
        StatementKind.ACTION_ITEM,
        StatementKind.REQUEST,
        StatementKind.POSITION,
    ]
    return sorted(order, key=lambda kind: kind is not first)


def _course(one: _Candidate) -> tuple[bool, date, str, int, int]:
    """Sort by the date of the meeting, then by the place in the document; undated ones last."""
    day = one.hit.citation.meeting_date
    passage = one.hit.passage
    return (
        day is None,
        day or date.min,
        passage.document_id,
        passage.position,
        one.sentence.start,
    )


def _numbered(one: _Candidate, number: int) -> AnswerSentence:
    passage, sentence = one.hit.passage, one.sentence
    return AnswerSentence(
        number=number,
        sentence=sentence,
        citation=one.hit.citation,
        statement=one.statement,
        speaker=(one.statement.speaker if one.statement else None) or passage.speaker,
        rank=one.hit.rank,
        marks=tuple(
            (start - sentence.start, end - sentence.start)
            for start, end in one.hit.marks
            if sentence.start <= start and end <= sentence.end
        ),
        score=one.score,
    )
