"""A question -> hits: the main path of the search."""

from collections.abc import Mapping, Sequence

from lrt_search import narrowing
from lrt_search.analysis import Term, occurrences, query_terms, terms
from lrt_search.archive import Archive
from lrt_search.domain import NO_FILTERS, Filters, Hit, Outcome, Passage, Reason, Withheld
from lrt_search.errors import QueryTooLongError
from lrt_search.filters import count_facets, keep
from lrt_search.fusion import Candidate, fuse
from lrt_search.lexical_index import WordMatches
from lrt_search.query import Query, parse

# How deep each of the two searches looks. Beyond it a passage is no answer to a question anyone
# reads on; the counts stay a property of the question.
WORD_DEPTH = 1000
MEANING_DEPTH = 100
# As many passages that a question leaves are each compared with it; of more, the nearest of the
# whole archive are looked through so deep.
MOST_COMPARED = 2000
# Where no word of a question occurs in the archive: so many of the nearest passages are shown.
NEAREST = 5


def search(
    archive: Archive,
    query: str,
    *,
    filters: Filters = NO_FILTERS,
    limit: int = 10,
    offset: int = 0,
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

    Raises:
        EmptyQueryError, QueryTooLongError, InvalidQueryError: the question cannot be searched as
            it stands.
    """
    asked = _parsed(query, archive.settings.max_query)
    left = narrowing.left_by(archive, asked) if asked.narrows else None
    about = query_terms(asked.free)
    words, candidates = _ranked(archive, asked, about, left)
    found = bool(words.ranked) or bool(left and (asked.required or not about))
    if not found:
        candidates = candidates[:NEAREST]
    withheld = archive.catalogue.withheld_around([item.number for item in candidates])
    kept = [item for item in candidates if keep(withheld[item.number], filters)]
    return Outcome(
        query=query,
        total=len(kept),
        offset=offset,
        hits=tuple(_hits(archive, asked, kept[offset : offset + limit], offset, withheld)),
        searched=archive.searched(),
        unknown_words=tuple(
            query[term.start : term.end] for term in about if term.stem in words.unknown
        ),
        found=found,
        unfiltered=len(candidates),
        facets=count_facets(withheld.values(), filters),
        narrowed=asked.narrows,
        by_date=not about,
        undated=narrowing.undated(archive, asked.conditions),
    )


def _parsed(query: str, longest: int) -> Query:
    if len(query) > longest:
        raise QueryTooLongError(length=len(query), limit=longest)
    return parse(query)


def _ranked(
    archive: Archive, asked: Query, about: Sequence[Term], left: Sequence[int] | None
) -> tuple[WordMatches, list[Candidate]]:
    """Rank the passages that are about the words of a question, of those it leaves."""
    if not about:
        return WordMatches((), {}, ()), [
            Candidate(number, 0.0, None, None, None) for number in left or ()
        ]
    depth = WORD_DEPTH if left is None else len(left)
    words = archive.lexical.search(archive.lexical.asked(about), depth, left)
    near = _near(archive, asked.meaning, left)
    return words, fuse(words, near, left or () if asked.required else ())


def _near(archive: Archive, text: str, left: Sequence[int] | None) -> list[tuple[int, float]]:
    """Find the passages nearest in meaning, of those that a question leaves."""
    if left is not None and not left:
        return []
    vector = archive.embedder.embed_query(text)
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
    shown: Sequence[Candidate],
    offset: int,
    withheld: Mapping[int, Withheld],
) -> list[Hit]:
    passages = archive.catalogue.passages_by_number([item.number for item in shown])
    words = archive.lexical.asked(query_terms(asked.words))
    stems = {one for word in words for one in (word.stem, *word.parts)}
    statements = archive.statements_by_passage()
    hits = []
    for rank, item in enumerate(shown, start=offset + 1):
        passage = passages[item.number]
        marks = _marks(archive, passage, stems, asked)
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
    archive: Archive, passage: Passage, stems: set[str], asked: Query
) -> tuple[tuple[int, int], ...]:
    """Return where a passage has what was asked: words, compounds of them, and phrases."""
    found = terms(passage.quotation) if stems else []
    marks = [
        (term.start, term.end)
        for term, parts in zip(found, archive.lexical.part_stems(found), strict=True)
        if term.stem in stems or not stems.isdisjoint(parts)
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
