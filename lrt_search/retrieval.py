"""A question -> hits: the main path of the search."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from lrt_search import narrowing
from lrt_search.analysis import Term, occurrences, query_terms, terms
from lrt_search.archive import Archive
from lrt_search.domain import (
    NO_FILTERS,
    Evidence,
    Filters,
    Hit,
    Outcome,
    Passage,
    Reason,
    Withheld,
)
from lrt_search.errors import QueryTooLongError
from lrt_search.evidence import judged, sureness
from lrt_search.filters import count_facets, keep
from lrt_search.fusion import Candidate, fuse, is_described
from lrt_search.lexical_index import WordMatches
from lrt_search.query import Query, parse
from lrt_search.separable import separated
from lrt_search.thesaurus import Stems
from lrt_search.understanding import AS_TYPED, Understood, understood, with_others

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# How deep each of the two searches looks. Beyond it a passage is no answer to a question anyone
# reads on; the counts stay a property of the question.
WORD_DEPTH = 1000
MEANING_DEPTH = 1000
# As many passages that a question leaves are each compared with it; of more, the nearest of the
# whole archive are looked through so deep.
MOST_COMPARED = 2000
# A described thought is looked for once more, moved towards so many of the nearest passages.
FEEDBACK, FEEDBACK_WEIGHT = 3, 0.5
# Where nothing tells that the archive has an answer: so many of the nearest passages are shown.
NEAREST = 50


@dataclass(frozen=True, slots=True)
class _Ranked:
    """The passages that are about a question, best first, and what it was understood as."""

    words: WordMatches
    candidates: list[Candidate]
    understood: Understood
    sureness: float


class Search(Protocol):
    """Finds passages for a question: ``search``, or a fake of it."""

    def __call__(
        self,
        archive: Archive,
        query: str,
        *,
        filters: Filters = NO_FILTERS,
        limit: int = 10,
        offset: int = 0,
        expand: bool = True,
    ) -> Outcome:
        """Return those hits ``offset + 1`` to ``offset + limit`` of ``query``, best first.

        Raises:
            EmptyQueryError: for a question without a word.
            InvalidQueryError: for one that uses a sign of the query language wrongly.
            QueryTooLongError: for a question longer than ``Settings.max_query``.
        """


def search(
    archive: Archive,
    query: str,
    *,
    filters: Filters = NO_FILTERS,
    limit: int = 10,
    offset: int = 0,
    expand: bool = True,
) -> Outcome:
    """Find the passages that answer ``query``, by its words and by its meaning.

    Filters narrow the hits of the question and change neither their order nor their score, so
    that a facet leaves as many hits as it says.

    Args:
        archive: Where to look.
        query: A question or some words, in Dutch or English.
        filters: Which of the hits are wanted.
        limit: At most so many hits, from ``offset`` on.
        offset: Hits to pass over.
        expand: Whether to look for other words too: of the glossary, and for misspelt ones.

    Raises:
        EmptyQueryError, QueryTooLongError, InvalidQueryError: the question cannot be searched as
            it stands.
    """
    asked = _parsed(query, archive.settings.max_query)
    left = narrowing.left_by(archive, asked) if asked.narrows else None
    about = query_terms(asked.free)
    ranked = _ranked(archive, asked, about, left, expand=expand)
    evidence = _evidence(asked, about, left, ranked)
    candidates = ranked.candidates
    if evidence is Evidence.NONE:
        candidates = candidates[:NEAREST]
    # What the archive has in one word with its neighbours is not missing from it.
    unknown = set(ranked.words.unknown) - ranked.understood.joined
    others = {other.stems for some in ranked.understood.others.values() for other in some}
    withheld = archive.catalogue.withheld_around([item.number for item in candidates])
    kept = [item for item in candidates if keep(withheld[item.number], filters)]
    return Outcome(
        query=query,
        total=len(kept),
        offset=offset,
        hits=tuple(_hits(archive, asked, others, kept[offset : offset + limit], offset, withheld)),
        searched=archive.searched(),
        unknown_words=tuple(query[term.start : term.end] for term in about if term.stem in unknown),
        unfiltered=len(candidates),
        facets=count_facets(withheld.values(), filters),
        narrowed=asked.narrows,
        by_date=not about,
        undated=narrowing.undated(archive, asked.conditions),
        evidence=evidence,
        sureness=ranked.sureness,
        expansions=ranked.understood.expansions,
        suggestion=ranked.understood.suggestion,
    )


def _parsed(query: str, longest: int) -> Query:
    if len(query) > longest:
        raise QueryTooLongError(length=len(query), limit=longest)
    return parse(query)


def _ranked(
    archive: Archive,
    asked: Query,
    about: Sequence[Term],
    left: Sequence[int] | None,
    *,
    expand: bool,
) -> _Ranked:
    """Rank the passages that are about the words of a question, of those it leaves."""
    if not about:
        candidates = [Candidate(number, 0.0, None, None, None) for number in left or ()]
        return _Ranked(WordMatches((), {}, ()), candidates, AS_TYPED, float(bool(candidates)))
    found = understood(archive, asked) if expand else AS_TYPED
    depth = WORD_DEPTH if left is None else len(left)
    sought = with_others(archive.lexical.asked(about), found.others)
    words = archive.lexical.search(sought, depth, left)
    vector = _vector(archive, asked, found)
    near = _near(archive, vector, left)
    sure = sureness(words, near[0][1] if near else None, archive.background(vector))
    cosines = dict(near)
    if near and is_described(words):
        vector = _fed_back(archive, vector, [number for number, _ in near[:FEEDBACK]])
        near = _near(archive, vector, left)
    also = left or () if asked.required else ()
    candidates = [
        replace(one, similarity=cosines.get(one.number))
        for one in fuse(words, near, archive.background(vector), also)
    ]
    return _Ranked(words, candidates, found, sure)


def _vector(archive: Archive, asked: Query, found: Understood) -> "NDArray[np.float32]":
    """Return the vector of a question: half of it as typed, half as the archive spells it."""
    if found.mended is None:
        return archive.embedder.embed_query(asked.meaning)
    # Together: two short texts take hardly longer than one.
    typed, mended = archive.embedder.embed_queries([asked.meaning, found.mended])
    return _unit(typed + mended)


def _fed_back(
    archive: Archive, vector: "NDArray[np.float32]", numbers: Sequence[int]
) -> "NDArray[np.float32]":
    """Move a question towards the passages nearest to it (Rocchio's feedback, 1971)."""
    nearest = archive.vectors.vectors(archive.catalogue.ids_of(sorted(numbers)))
    return _unit(vector + FEEDBACK_WEIGHT * sum(nearest.values()) / len(nearest))


def _unit(vector: "NDArray[np.float32]") -> "NDArray[np.float32]":
    length = float((vector @ vector) ** 0.5)
    return vector / length if length else vector


def _evidence(
    asked: Query, about: Sequence[Term], left: Sequence[int] | None, ranked: _Ranked
) -> Evidence:
    """Judge whether the archive answers; a passage that a question demands is there or not."""
    if asked.required or not about:
        return Evidence.STRONG if left else Evidence.NONE
    return judged(ranked.sureness) if ranked.candidates else Evidence.NONE


def _near(
    archive: Archive, vector: "NDArray[np.float32]", left: Sequence[int] | None
) -> list[tuple[int, float]]:
    """Find the passages nearest in meaning, of those that a question leaves."""
    if left is not None and not left:
        return []
    if left is not None and len(left) <= MOST_COMPARED:
        ids = archive.catalogue.ids_of(left)
        near = archive.vectors.nearest_of(vector, ids, MEANING_DEPTH)
    else:
        near = archive.vectors.nearest(vector, MEANING_DEPTH if left is None else MOST_COMPARED)
    numbers = archive.catalogue.numbers_of([passage_id for passage_id, _ in near])
    found = [(numbers[passage_id], cosine) for passage_id, cosine in near]
    if left is None:
        return found
    wanted = set(left)
    return [(number, cosine) for number, cosine in found if number in wanted][:MEANING_DEPTH]


def _hits(
    archive: Archive,
    asked: Query,
    others: Collection[Stems],
    shown: Sequence[Candidate],
    offset: int,
    withheld: Mapping[int, Withheld],
) -> list[Hit]:
    passages = archive.catalogue.passages_by_number([item.number for item in shown])
    words = archive.lexical.asked(query_terms(asked.words))
    stems = {one for word in words for one in (word.stem, *word.parts)}
    statements = archive.statements_of(one.passage_id for one in passages.values())
    hits = []
    for rank, item in enumerate(shown, start=offset + 1):
        passage = passages[item.number]
        marks = _marks(archive, passage, stems, others, asked)
        hits.append(
            Hit(
                rank=rank,
                score=item.score,
                passage=passage,
                citation=archive.citation(passage),
                reason=Reason(
                    words=tuple(dict.fromkeys(passage.quotation[a:b] for a, b in marks)),
                    word_rank=item.word_rank,
                    meaning_rank=item.meaning_rank,
                    similarity=item.similarity,
                ),
                marks=marks,
                withheld=withheld[item.number],
                statements=statements.get(passage.passage_id, ()),
            )
        )
    return hits


def _marks(
    archive: Archive,
    passage: Passage,
    stems: set[str],
    others: Collection[Stems],
    asked: Query,
) -> tuple[tuple[int, int], ...]:
    """Return where a passage has what was asked: words, compounds of them, others, phrases."""
    found = terms(passage.quotation) if stems else []
    alone = stems | {other[0] for other in others if len(other) == 1}
    marks = [
        (term.start, term.end)
        for term, parts in zip(found, archive.lexical.part_stems(found), strict=True)
        if term.stem in alone or not alone.isdisjoint(parts)
    ]
    for one in separated(passage.quotation, found):
        if one.stem in alone:
            marks += [(part.start, part.end) for part in (one.verb, one.particle)]
    order = tuple(term.stem for term in found)
    for other in others:
        width = len(other)
        if width > 1:
            marks += [
                (found[n].start, found[n + width - 1].end)
                for n in range(len(order) - width + 1)
                if order[n : n + width] == other
            ]
    for phrase in asked.phrases:
        marks += occurrences(phrase.text, passage.quotation)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
